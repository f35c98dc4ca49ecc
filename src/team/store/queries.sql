-- name: all_sources
-- why: few; read whole at start.
select source_id, name from sources order by name;

-- name: insert_source
-- why: a source is made once.
insert into sources (source_id, name) values (:source_id, :name);

-- name: all_access_keys
-- why: few; read whole at start.
select key_hash, source_id, scopes, allowed_origins, revoked from access_keys order by key_hash;

-- name: put_access_key
-- why: made, or revoked.
insert into access_keys (key_hash, source_id, scopes, allowed_origins, revoked, created_at)
values (:key_hash, :source_id, :scopes, :allowed_origins, :revoked, :created_at)
on conflict (key_hash) do update set revoked = excluded.revoked;

-- name: all_users
-- why: few; read whole at start.
select user_id, login, name, role, locale, password_hash, active from users order by login;

-- name: put_user
-- why: made, or changed.
insert into users (user_id, login, name, role, locale, password_hash, active)
values (:user_id, :login, :name, :role, :locale, :password_hash, :active)
on conflict (user_id) do update set name = excluded.name, role = excluded.role, locale = excluded.locale,
  password_hash = excluded.password_hash, active = excluded.active;

-- name: all_sessions
-- why: one a signed-in browser; read whole at start.
select session_hash, user_id, csrf_token, expires_at from sessions order by session_hash;

-- name: insert_session
-- why: opened by signing in.
insert into sessions (session_hash, user_id, csrf_token, expires_at) values (:session_hash, :user_id, :csrf_token, :expires_at);

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
