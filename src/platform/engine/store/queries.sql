-- name: find_command_name
-- why: one probe per name and bucket whose filter says perhaps.
select body_hash, subject_id, party_id, detail from command_names where bucket = :bucket and name_hash = :name_hash;

-- name: insert_command_name
-- why: a sorted slice of a bucket being closed; what a crash left of it stands there already, the same.
insert into command_names (bucket, name_hash, body_hash, subject_id, party_id, detail)
values (:bucket, :name_hash, :body_hash, :subject_id, :party_id, :detail)
on conflict do nothing;

-- name: insert_recent_name
-- why: appended in the transaction of the command's effect, so that both hold or neither.
insert into recent_command_names (sequence, name_hash, body_hash, subject_id, party_id, detail)
values (:sequence, :name_hash, :body_hash, :subject_id, :party_id, :detail);

-- name: all_recent_names
-- why: read once at start, at most two buckets of them.
-- citus: multi-shard, because it is SQLite's alone.
select sequence, name_hash, body_hash, subject_id, party_id, detail from recent_command_names order by sequence;

-- name: delete_recent_names
-- why: their bucket is whole.
-- citus: multi-shard, because it is SQLite's alone.
delete from recent_command_names where sequence <= :sequence;

-- name: insert_name_filter
-- why: written when its bucket is whole.
insert into command_name_filters (bucket, names, filter) values (:bucket, :names, :filter);

-- name: all_name_filters
-- why: read once at start.
select bucket, filter from command_name_filters order by bucket;

-- name: all_settings
-- why: read whole at start and after a change; there are few.
select key, value from settings order by key;

-- name: put_setting
-- why: the last value is the one in force.
insert into settings (key, value, changed_at) values (:key, :value, :changed_at)
on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at;

-- name: find_secret
-- why: read once at start.
select value from record_secrets where key = :key;

-- name: put_secret
-- why: made once; the first one stays.
insert into record_secrets (key, value) values (:key, :value) on conflict (key) do nothing;

-- name: insert_outbox
-- why: a pending step stands with the facts that ask for it.
insert into outbox (outbox_id, kind, body, due_at) values (:outbox_id, :kind, :body, :due_at);

-- name: due_outbox
-- why: oldest first, bounded, so that a long absence is worked off in slices.
-- citus: multi-shard, because steps fall due on all shards, of which each has the index.
-- param: row_limit bigint
select outbox_id, kind, body, due_at from outbox where due_at <= :due_at order by due_at, outbox_id limit :row_limit;

-- name: take_outbox
-- why: the step is removed in the transaction of its effect; of several servers, one gets the row.
delete from outbox where outbox_id = :outbox_id returning outbox_id;

-- name: next_outbox_due
-- why: how long the writer may sleep.
-- citus: multi-shard, because steps fall due on all shards, of which each has the index.
-- returns: due_at bigint?
select min(due_at) as due_at from outbox;

-- name: find_id_mark
-- why: read once at start.
select last_id from id_marks where server_number = :server_number;

-- name: put_id_mark
-- why: one row, written with every batch.
insert into id_marks (server_number, last_id) values (:server_number, :last_id)
on conflict (server_number) do update set last_id = excluded.last_id;
