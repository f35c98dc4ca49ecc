-- name: all_sources
-- why: few; read whole at start.
select source_id, name from sources order by name;

-- name: insert_source
-- why: a source is made once.
insert into sources (source_id, name) values (:source_id, :name);

-- name: all_access_keys
-- why: few; read whole at start.
select key_hash, source_id, scopes, allowed_origins, revoked, rights from access_keys order by key_hash;

-- name: put_access_key
-- why: made, or revoked.
insert into access_keys (key_hash, source_id, scopes, allowed_origins, revoked, created_at, rights)
values (:key_hash, :source_id, :scopes, :allowed_origins, :revoked, :created_at, :rights)
on conflict (key_hash) do update set revoked = excluded.revoked;

-- name: all_users
-- why: few; read whole at start.
select user_id, login, name, role, locale, password_hash, active, team_id from users order by login;

-- name: put_user
-- why: made, or changed.
insert into users (user_id, login, name, role, locale, password_hash, active, team_id)
values (:user_id, :login, :name, :role, :locale, :password_hash, :active, :team_id)
on conflict (user_id) do update set name = excluded.name, role = excluded.role, locale = excluded.locale,
  password_hash = excluded.password_hash, active = excluded.active, team_id = excluded.team_id;

-- name: all_teams
-- why: few; read whole at start.
select team_id, name, manager_id from teams order by team_id;

-- name: put_team
-- why: made, or changed.
insert into teams (team_id, name, manager_id) values (:team_id, :name, :manager_id)
on conflict (team_id) do update set name = excluded.name, manager_id = excluded.manager_id;

-- name: delete_team
-- why: dissolved.
delete from teams where team_id = :team_id;

-- name: all_sessions
-- why: one a signed-in browser; read whole at start.
select session_hash, user_id, csrf_token, expires_at, opened_at, address, agent from sessions order by session_hash;

-- name: insert_session
-- why: opened by signing in.
insert into sessions (session_hash, user_id, csrf_token, expires_at, opened_at, address, agent)
values (:session_hash, :user_id, :csrf_token, :expires_at, :opened_at, :address, :agent);

-- name: delete_session
-- why: closed by signing out, a new password or its end.
delete from sessions where session_hash = :session_hash;

-- name: all_sign_in_links
-- why: few; read whole at start.
select token_hash, user_id, expires_at from sign_in_links order by token_hash;

-- name: insert_sign_in_link
-- why: made for one use.
insert into sign_in_links (token_hash, user_id, expires_at) values (:token_hash, :user_id, :expires_at);

-- name: delete_sign_in_link
-- why: used, or expired.
delete from sign_in_links where token_hash = :token_hash;

-- name: all_calendar_links
-- why: one a user at most; read whole at start.
select user_id, token_hash from calendar_links order by user_id;

-- name: put_calendar_link
-- why: a new one takes the place of the one before.
insert into calendar_links (user_id, token_hash, made_at) values (:user_id, :token_hash, :made_at)
on conflict (user_id) do update set token_hash = excluded.token_hash, made_at = excluded.made_at;

-- name: delete_calendar_link
-- why: taken back.
delete from calendar_links where user_id = :user_id;

-- name: insert_exposure
-- why: one row for what was shown, withheld or decided; never changed.
insert into exposures (party_id, exposure_id, kind, number, act, user_id, acted_at, local_day, until_day, to_user_id, reason, taken_back_id)
values (:party_id, :exposure_id, :kind, :number, :act, :user_id, :acted_at, :local_day, :until_day, :to_user_id, :reason, :taken_back_id);

-- name: exposures_of_party
-- why: what was made of suggestions about one party; few.
select exposure_id, kind, number, act, user_id, acted_at, local_day, until_day, to_user_id, reason, taken_back_id from exposures
where party_id = :party_id order by exposure_id;

-- name: insert_audit_entry
-- why: one row for what somebody did; never changed.
insert into audit_entries (noted_at, entry_id, action, user_id, actor, key_id, address, party_id, subject, detail)
values (:noted_at, :entry_id, :action, :user_id, :actor, :key_id, :address, :party_id, :subject, :detail);

-- name: expire_audit_entries
-- why: the oldest go by the beginning of the key.
-- citus: multi-shard, because it is done once an hour, behind everything.
-- param: before bigint
delete from audit_entries where noted_at < :before;

-- name: oldest_audit_entry
-- why: whether anything was kept long enough.
-- citus: multi-shard, because it is asked once an hour, behind everything.
select noted_at from audit_entries order by noted_at, entry_id limit 1;

-- name: audit_page
-- why: newest first along the key; the rest of what is asked for is looked at row by row.
-- citus: multi-shard, because it is asked by an owner who looks at the trail.
-- param: before_at bigint
-- param: before_id bigint
-- param: since_at bigint
-- param: row_limit bigint
select noted_at, entry_id, action, user_id, actor, key_id, address, party_id, subject, detail from audit_entries
where noted_at <= :before_at and noted_at >= :since_at and (noted_at < :before_at or entry_id < :before_id)
order by noted_at desc, entry_id desc limit :row_limit;
