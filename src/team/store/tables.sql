-- Where commands come from: a till, a web site, an import. Command names are scoped by it.
create table sources (
  source_id bigint not null,
  name text not null,
  primary key (source_id)
);
-- reference

-- Keys are kept as hashes; the key itself is shown once.
create table access_keys (
  key_hash text not null,
  source_id bigint not null,
  scopes bigint not null,
  allowed_origins text not null,   -- separated by spaces
  revoked bigint not null,
  created_at bigint not null,
  rights bigint not null,          -- what is shown to who comes with it: 1 contact details, 2 margins, 4 export
  primary key (key_hash)
);  -- sqlite: without rowid
-- reference

create table users (
  user_id bigint not null,
  login text not null,
  name text not null,
  role text not null,
  locale text not null,
  password_hash text not null,     -- Argon2id, or empty
  active bigint not null,
  team_id bigint not null,         -- 0: none
  primary key (user_id)
);
-- reference

-- Users who work together.
create table teams (
  team_id bigint not null,
  name text not null,
  manager_id bigint not null,      -- the user who leads it; 0: nobody
  primary key (team_id)
);
-- reference

create table sessions (
  session_hash text not null,
  user_id bigint not null,
  csrf_token text not null,
  expires_at bigint not null,
  opened_at bigint not null,
  address text not null,           -- from which somebody signed in
  agent text not null,             -- by which browser, as it says itself
  primary key (session_hash)
);  -- sqlite: without rowid
-- reference

create table sign_in_links (
  token_hash text not null,
  user_id bigint not null,
  expires_at bigint not null,
  primary key (token_hash)
);  -- sqlite: without rowid
-- reference

-- Links to the calendar of a user (/calendar.ics), one each at most.
create table calendar_links (
  user_id bigint not null,
  token_hash text not null,
  made_at bigint not null,
  primary key (user_id)
);
-- reference

-- What of Today was shown to whom, or withheld, and what they made of it; never changed.
create table exposures (
  party_id bigint not null,
  exposure_id bigint not null,
  kind text not null,              -- of the suggestion
  number text not null,            -- of the suggestion, within its kind
  act text not null,               -- shown, withheld; done, snoozed, handed_over, not_useful; taken_back
  user_id bigint not null,         -- to whom, or who decided; 0: a key
  acted_at bigint not null,
  local_day bigint not null,
  until_day bigint,                -- snoozed
  to_user_id bigint not null,      -- handed over; 0: to nobody
  reason text not null,            -- not_useful
  taken_back_id bigint not null,   -- which exposure is taken back; 0: none
  primary key (party_id, exposure_id)
);
-- distributed by: party_id

-- The audit trail: who saw, changed and exported what; never changed, and gone after the time for which it is kept.
create table audit_entries (
  noted_at bigint not null,
  entry_id bigint not null,
  action text not null,
  user_id bigint not null,         -- 0: nobody who signed in
  actor text not null,             -- as they were called then: a login, the source of a key
  key_id text not null,            -- of a key; empty: no key
  address text not null,           -- empty: on the machine itself
  party_id bigint not null,        -- whom it was about; 0: no party
  subject text not null,           -- what else it was about: a login, a setting, a field
  detail text not null,            -- JSON, or empty
  primary key (noted_at, entry_id)
);
-- distributed by: entry_id
