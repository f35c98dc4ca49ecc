-- name: load_import
-- why: the one that advances, or is taken back.
select source_id, source_name, file_name, file_hash, kind, mapping, row_count, applied, repeated, refused, state, started_at, finished_at, undone_at, undone_by, taken_back
from imports where import_id = :import_id;

-- name: imports_of_source
-- why: two of one source never begin at the same instant; those that stand in the way of an undoing; a source has few.
select import_id, source_id, file_name, file_hash, kind, mapping, row_count, applied, repeated, refused, state, started_at, finished_at, undone_at, undone_by, taken_back
from imports where source_name = :source_name order by import_id;

-- name: put_import
-- why: begins, advances, ends, is taken back; one row an import.
insert into imports (import_id, source_id, source_name, file_name, file_hash, kind, mapping, row_count, applied, repeated, refused, state, started_at, finished_at, undone_at, undone_by, taken_back)
values (:import_id, :source_id, :source_name, :file_name, :file_hash, :kind, :mapping, :row_count, :applied, :repeated, :refused, :state, :started_at, :finished_at, :undone_at, :undone_by, :taken_back)
on conflict (import_id) do update set row_count = excluded.row_count, applied = excluded.applied, repeated = excluded.repeated,
  refused = excluded.refused, state = excluded.state, finished_at = excluded.finished_at, undone_at = excluded.undone_at,
  undone_by = excluded.undone_by, taken_back = excluded.taken_back;

-- name: list_imports
-- why: newest first, for the page and for `ganbo query`; ids rise with time.
-- param: row_limit bigint
select import_id, source_id, source_name, file_name, file_hash, kind, mapping, row_count, applied, repeated, refused, state, started_at, finished_at, undone_at, undone_by, taken_back
from imports order by import_id desc limit :row_limit;

-- name: parties_of_import
-- why: an undone import is taken back from slice to slice of those it told something of, by the index of imports.
-- citus: multi-shard, because an undoing is rare, and each shard has the index.
-- param: after bigint
-- param: row_limit bigint
select distinct party_id from events
where source_id = :source_id and precedence = :precedence and (precedence & 1152921504606846976) = 0 and party_id > :after
order by party_id limit :row_limit;

-- name: put_taken_back
-- why: the fact that it was.
insert into taken_back (event_id, import_id, taken_back_at) values (:event_id, :import_id, :taken_back_at)
on conflict (event_id) do nothing;

-- name: find_taken_back
-- why: what a repeated name told may be gone.
select import_id from taken_back where event_id = :event_id;

-- name: delete_quarantined_of_event
-- why: what waits goes with the event it came with.
delete from quarantine where party_id = :party_id and event_id = :event_id;

-- name: merges_touching
-- why: a party that took part in a merge keeps its row: the merge is a fact about it.
-- citus: multi-shard, because it is asked for cards that go, which is rare, and each shard has both indexes.
-- returns: merges bigint
select count(*) as merges from merges where party_id = :party_id or into_party_id = :party_id;

-- name: delete_party
-- why: nothing is told of it any more; guarded by the version that was read.
delete from parties where party_id = :party_id and version = :version;
