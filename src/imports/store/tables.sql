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
  state text not null,           -- running, finished
  started_at bigint not null,    -- microseconds UTC
  finished_at bigint,
  primary key (import_id)
);
-- reference

create index imports_by_file on imports (file_hash);
