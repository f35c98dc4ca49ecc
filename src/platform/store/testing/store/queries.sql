-- name: insert_thing
-- why: every type in one row.
insert into things (party_id, thing_id, label, nickname, weight, height, body, cover, pieces)
values (:party_id, :thing_id, :label, :nickname, :weight, :height, :body, :cover, :pieces);

-- name: load_thing
-- why: what was written must come back bit for bit.
select label, nickname, weight, height, body, cover, pieces from things where party_id = :party_id and thing_id = :thing_id;

-- name: things_of_party
-- why: several rows for one key, in the order of the key.
select t.thing_id, t.label from things t where t.party_id = :party_id order by t.thing_id;

-- name: sum_of_party
-- why: an aggregate has no column to take its type from; PostgreSQL sums bigint as numeric, hence the cast.
-- returns: count bigint, pieces bigint?
select count(*) as count, cast(sum(pieces) as bigint) as pieces from things where party_id = :party_id;

-- name: keep_crate
-- why: an insert that leaves what is there alone, and says so by the number of rows.
insert into crates (crate_id, label) values (:crate_id, :label) on conflict (crate_id) do nothing;

-- name: rename_crate
-- why: a write that returns what it wrote.
insert into crates (crate_id, label) values (:crate_id, :label)
on conflict (crate_id) do update set label = excluded.label
returning crate_id, label;

-- name: crates_and_things
-- why: the side of an outer join that may be missing gives nulls.
-- citus: multi-shard, because tests join what they like.
select c.label as crate, t.label as thing
from crates c left join things t on t.party_id = c.crate_id
where c.crate_id >= :least
order by c.crate_id, t.thing_id nulls first;
-- param: least bigint

-- name: count_after
-- why: where the two engines differ, the variant stands below the original.
-- citus: multi-shard, because tests count what they like.
-- param: after bigint
-- returns: count bigint
select count(*) as count from things where thing_id > :after;
-- postgres:
select count(*)::bigint as count from things where thing_id > :after;

-- name: put_crate
-- why: the later of two values for one row is to stay.
insert into crates (crate_id, label) values (:crate_id, :label) on conflict (crate_id) do update set label = excluded.label;

-- name: label_crate
-- why: an update that is guarded by what was read.
-- param: old_label text
update crates set label = :label where crate_id = :crate_id and label = :old_label;

-- name: find_crate
-- why: one row by its key.
select label from crates where crate_id = :crate_id;

-- name: delete_things
-- why: all rows of a party.
delete from things where party_id = :party_id;
