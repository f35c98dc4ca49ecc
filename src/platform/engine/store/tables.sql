-- Names of applied commands, kept for ever: a repeat is answered from here. The name is a keyed hash (people put e-mail addresses
-- into command names) scoped by its source; body_hash tells a repeat from a conflict. On SQLite new names are recent first and come
-- here when a bucket of them is closed; on PostgreSQL they come here at once, in bucket 0.
create table command_names (
  bucket bigint not null,       -- rises with time
  name_hash blob not null,
  body_hash bigint not null,
  subject_id bigint not null,   -- what the command made: an event, a party, a user; 0 when nothing has an id
  party_id bigint not null,     -- the party it was about; 0 when none
  detail text,                  -- JSON of what else the first answer said
  primary key (name_hash)
);  -- sqlite: without rowid
-- sqlite: primary key (bucket, name_hash)
-- distributed by: name_hash

-- Names in the order in which they came, until their bucket is closed.
create table recent_command_names (
  sequence bigint not null,
  name_hash blob not null,
  body_hash bigint not null,
  subject_id bigint not null,
  party_id bigint not null,
  detail text,
  primary key (sequence)
);
-- distributed by: sequence

-- What tells in memory that a closed bucket does not hold a name.
create table command_name_filters (
  bucket bigint not null,
  names bigint not null,
  filter blob not null,         -- see NameFilter
  primary key (bucket)
);
-- reference

-- Settings of the business and secrets of the record (the hash key of command names).
create table settings (
  key text not null,
  value text not null,
  changed_at bigint not null,
  primary key (key)
);  -- sqlite: without rowid
-- reference

create table record_secrets (
  key text not null,
  value text not null,
  primary key (key)
);  -- sqlite: without rowid
-- reference

-- Steps that are pending: written with the facts that ask for them, posted by the writer, removed with their effect.
create table outbox (
  outbox_id bigint not null,
  kind text not null,
  body text not null,
  due_at bigint not null,       -- microseconds UTC; in the future for a timer
  primary key (outbox_id)
);
-- distributed by: outbox_id

create index outbox_by_due on outbox (due_at, outbox_id);

-- How far the ids of each server have come, so that a clock set back cannot repeat one after a restart.
create table id_marks (
  server_number bigint not null,
  last_id bigint not null,
  primary key (server_number)
);
-- distributed by: server_number
