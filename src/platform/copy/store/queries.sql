-- name: closed_names
-- why: names of later buckets still stand among the recent ones too.
-- returns: last_bucket bigint, names bigint
select coalesce(max(bucket), 0) as last_bucket, cast(coalesce(sum(names), 0) as bigint) as names from command_name_filters;

-- name: delete_meta
-- why: what a copy noted about itself goes when it is whole.
delete from record_meta where key = :key;
