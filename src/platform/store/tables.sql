-- What the record says about itself: `schema_version`, `schema_checksum`, and settings of the engine that must travel with a backup.
create table record_meta (
  key text not null,
  value text not null,
  primary key (key)
);  -- sqlite: without rowid
-- reference
