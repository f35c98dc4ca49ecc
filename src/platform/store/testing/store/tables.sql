-- Tables on which the tests of the store try every type and directive; no record has them.

-- Every type, with and without null.
create table things (
  party_id bigint not null,
  thing_id bigint not null,
  label text not null,
  nickname text,
  weight double precision not null,
  height double precision,
  body blob not null,
  cover blob,
  pieces bigint,
  primary key (party_id, thing_id)
);  -- sqlite: without rowid
-- distributed by: party_id
create index things_by_label on things (party_id, label) where nickname is not null;

-- One bigint as its key: the row id of SQLite.
create table crates (
  crate_id bigint primary key,
  label text not null default 'none',
  unique (label)
);
-- reference
