-- Imports of files: what was read, how far it came, what became of the rows. Counts are rows of the file.
create table imports (
  import_id bigint not null,
  source_id bigint not null,
  source_name text not null,
  file_name text not null,
  file_hash text not null,       -- BLAKE2b-256 of the bytes, in hex
  kind text not null,            -- parties, orders, touchpoints, products
  mapping text not null,         -- JSON: how columns were read
  row_count bigint not null,     -- seen so far
  applied bigint not null,
  repeated bigint not null,
  refused bigint not null,
  state text not null,           -- running, finished; undoing, undone
  started_at bigint not null,    -- microseconds UTC
  finished_at bigint,
  undone_at bigint,              -- null: it stands
  undone_by bigint not null,     -- the user; 0: nobody, or a key
  taken_back bigint not null,    -- events that went with it
  primary key (import_id)
);
-- reference

create index imports_by_source on imports (source_name, import_id);

-- Events that were taken back with their import: of each only that it was. So the name of what told it may be used again.
create table taken_back (
  event_id bigint not null,
  import_id bigint not null,
  taken_back_at bigint not null, -- microseconds UTC
  primary key (event_id)
);
-- distributed by: event_id
