-- name: load_import
-- why: the one that advances.
select source_id, source_name, file_name, file_hash, kind, mapping, row_count, applied, repeated, refused, state, started_at, finished_at
from imports where import_id = :import_id;

-- name: unfinished_imports
-- why: an interrupted import of the same file goes on where it was.
select import_id, source_id, source_name, file_name, kind, mapping, row_count, applied, repeated, refused, state, started_at
from imports where file_hash = :file_hash and state = 'running' order by import_id;

-- name: put_import
-- why: begins, advances, ends; one row an import.
insert into imports (import_id, source_id, source_name, file_name, file_hash, kind, mapping, row_count, applied, repeated, refused, state, started_at, finished_at)
values (:import_id, :source_id, :source_name, :file_name, :file_hash, :kind, :mapping, :row_count, :applied, :repeated, :refused, :state, :started_at, :finished_at)
on conflict (import_id) do update set row_count = excluded.row_count, applied = excluded.applied, repeated = excluded.repeated,
  refused = excluded.refused, state = excluded.state, finished_at = excluded.finished_at;

-- name: list_imports
-- why: newest first, for the page and for `ganbo query`; ids rise with time.
-- param: row_limit bigint
select import_id, source_name, file_name, file_hash, kind, mapping, row_count, applied, repeated, refused, state, started_at, finished_at
from imports order by import_id desc limit :row_limit;
