-- name: find_command_name
-- why: one probe per named command of a batch.
select body_hash, subject_id, party_id, detail from command_names where name_hash = :name_hash;

-- name: insert_command_name
-- why: written in the transaction of the command's effect, so that both hold or neither.
insert into command_names (name_hash, body_hash, subject_id, party_id, detail)
values (:name_hash, :body_hash, :subject_id, :party_id, :detail);

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
-- param: row_limit bigint
select outbox_id, kind, body, due_at from outbox where due_at <= :due_at order by due_at, outbox_id limit :row_limit;

-- name: delete_outbox
-- why: the step is removed in the transaction of its effect.
delete from outbox where outbox_id = :outbox_id;

-- name: next_outbox_due
-- why: how long the writer may sleep.
-- returns: due_at bigint?
select min(due_at) as due_at from outbox;

-- name: find_id_mark
-- why: read once at start.
select last_id from id_marks where server_number = :server_number;

-- name: put_id_mark
-- why: one row, written with every batch.
insert into id_marks (server_number, last_id) values (:server_number, :last_id)
on conflict (server_number) do update set last_id = excluded.last_id;
