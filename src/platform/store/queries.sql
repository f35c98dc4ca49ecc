-- name: read_meta
-- why: the version of the schema is asked once, when the record is opened.
select value from record_meta where key = :key;

-- name: write_meta
-- why: a migration writes the version it reached in its own transaction.
insert into record_meta (key, value) values (:key, :value)
on conflict (key) do update set value = excluded.value;
