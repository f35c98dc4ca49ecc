-- name: pairs_apart
-- why: those of whom somebody said that they are two; people decide, so there are few.
-- citus: multi-shard, because comparing reads all of them, and each shard has the index.
select party_id, other_party_id from merge_suggestions where decision = 'apart' order by party_id, other_party_id;

-- name: weigh_suggestion
-- why: what is known of them changed, or they were suggested for another reason.
update merge_suggestions set odds = :odds, evidence = :evidence
where party_id = :party_id and other_party_id = :other_party_id and decision = '';

-- name: withdraw_suggestion
-- why: what is known of them agrees no more.
delete from merge_suggestions where party_id = :party_id and other_party_id = :other_party_id and type = 'details' and decision = '';

-- name: delete_comparison_due
-- why: what was compared is done, unless it changed meanwhile.
delete from comparisons_due where party_id = :party_id and version = :version;

-- name: comparisons_due
-- why: what is left to compare, a slice at a time.
-- citus: multi-shard, because it is asked in the background.
-- param: row_limit bigint
select party_id, version from comparisons_due order by party_id limit :row_limit;
