-- name: all_saved_views
-- why: they are few, and a name may not be taken twice.
select view_id, user_id, name, shared, kind, conditions, sort, columns, made_at from saved_views order by view_id;

-- name: put_saved_view
-- why: made, or changed by whose it is.
insert into saved_views (view_id, user_id, name, shared, kind, conditions, sort, columns, made_at)
values (:view_id, :user_id, :name, :shared, :kind, :conditions, :sort, :columns, :made_at)
on conflict (view_id) do update set name = excluded.name, shared = excluded.shared, kind = excluded.kind,
  conditions = excluded.conditions, sort = excluded.sort, columns = excluded.columns;

-- name: delete_saved_view
-- why: whose it is takes it away.
delete from saved_views where view_id = :view_id;
