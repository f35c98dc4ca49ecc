-- name: all_webhook_endpoints
-- why: few; read whole at start and after a change.
select endpoint_id, url, description, types, state, made_at from webhook_endpoints order by endpoint_id;

-- name: put_webhook_endpoint
-- why: made, or changed.
insert into webhook_endpoints (endpoint_id, url, description, types, state, made_at)
values (:endpoint_id, :url, :description, :types, :state, :made_at)
on conflict (endpoint_id) do update set url = excluded.url, description = excluded.description, types = excluded.types,
  state = excluded.state;

-- name: delete_webhook_endpoint
-- why: removed, and its messages are gone.
delete from webhook_endpoints where endpoint_id = :endpoint_id;

-- name: all_webhook_secrets
-- why: two an endpoint at most; read whole with them.
select endpoint_id, made_at, secret, retires_at from webhook_secrets order by endpoint_id, made_at;

-- name: put_webhook_secret
-- why: a new one, or the day on which the one before retires.
insert into webhook_secrets (endpoint_id, made_at, secret, retires_at) values (:endpoint_id, :made_at, :secret, :retires_at)
on conflict (endpoint_id, made_at) do update set retires_at = excluded.retires_at;

-- name: delete_webhook_secret
-- why: it has retired, or its endpoint is removed.
delete from webhook_secrets where endpoint_id = :endpoint_id and made_at = :made_at;

-- name: insert_webhook_message
-- why: one an endpoint and change, in the transaction of the change.
insert into webhook_messages (endpoint_id, message_id, type, body, made_at, state, due_at, attempts)
values (:endpoint_id, :message_id, :type, :body, :made_at, :state, :due_at, :attempts);

-- name: add_webhook_overflow
-- why: once a batch, only while too many messages wait.
insert into webhook_overflows (endpoint_id, skipped, first_at, last_at) values (:endpoint_id, :skipped, :first_at, :last_at)
on conflict (endpoint_id) do update set skipped = webhook_overflows.skipped + excluded.skipped, last_at = excluded.last_at;

-- name: find_webhook_overflow
-- why: shown beside the endpoint.
select skipped, first_at, last_at from webhook_overflows where endpoint_id = :endpoint_id;

-- name: delete_webhook_overflow
-- why: its endpoint is removed.
delete from webhook_overflows where endpoint_id = :endpoint_id;

-- name: due_webhook_messages
-- why: an index range by endpoint, in its order, so that one of them that is slow or down holds no other; nulls, of which none is meant, stand at another end there.
-- param: now bigint
-- param: row_limit bigint
select message_id, type, body, attempts, due_at from webhook_messages
where endpoint_id = :endpoint_id and due_at <= :now order by due_at nulls first, message_id limit :row_limit;
-- postgres:
select message_id, type, body, attempts, due_at from webhook_messages
where endpoint_id = :endpoint_id and due_at <= :now order by due_at nulls last, message_id limit :row_limit;

-- name: take_webhook_message
-- why: of several servers one moves it on; where that one ends before it has an answer, it is due again at that time.
-- param: until bigint
-- param: seen_due_at bigint
update webhook_messages set due_at = :until
where endpoint_id = :endpoint_id and message_id = :message_id and due_at = :seen_due_at returning message_id;

-- name: settle_webhook_message
-- why: what came of an attempt, and when the next one is.
update webhook_messages set state = :state, due_at = :due_at, attempts = :attempts, tried_at = :tried_at, status = :status,
  duration_ms = :duration_ms, problem = :problem
where endpoint_id = :endpoint_id and message_id = :message_id;

-- name: insert_webhook_attempt
-- why: the log; another server may have written the same one where a claim ran out.
insert into webhook_attempts (endpoint_id, message_id, attempt, tried_at, duration_ms, status, problem, answer)
values (:endpoint_id, :message_id, :attempt, :tried_at, :duration_ms, :status, :problem, :answer)
on conflict do nothing;

-- name: send_webhook_message_again
-- why: somebody asked for it.
update webhook_messages set state = :state, due_at = :due_at where endpoint_id = :endpoint_id and message_id = :message_id;

-- name: waiting_webhook_messages
-- why: a count by the index, bounded by how many may wait.
-- returns: waiting bigint, failing bigint, oldest_at bigint?
select count(*) as waiting, cast(coalesce(sum(case when attempts > 0 then 1 else 0 end), 0) as bigint) as failing,
  min(made_at) as oldest_at from webhook_messages where endpoint_id = :endpoint_id and due_at is not null;

-- name: webhook_messages_before
-- why: a page of the log, the newest first; message ids rise with time.
-- param: before text
-- param: row_limit bigint
select message_id, type, body, made_at, state, due_at, attempts, tried_at, status, duration_ms, problem from webhook_messages
where endpoint_id = :endpoint_id and message_id < :before order by message_id desc limit :row_limit;

-- name: webhook_messages_in_state
-- why: likewise, of one state: read past the others, of which so many are kept at most.
-- param: before text
-- param: row_limit bigint
select message_id, type, body, made_at, state, due_at, attempts, tried_at, status, duration_ms, problem from webhook_messages
where endpoint_id = :endpoint_id and message_id < :before and state = :state order by message_id desc limit :row_limit;

-- name: find_webhook_message
-- why: one line of the log, opened.
select message_id, type, body, made_at, state, due_at, attempts, tried_at, status, duration_ms, problem from webhook_messages
where endpoint_id = :endpoint_id and message_id = :message_id;

-- name: webhook_attempts_of
-- why: a schedule's worth, and those by hand.
select attempt, tried_at, duration_ms, status, problem, answer from webhook_attempts
where endpoint_id = :endpoint_id and message_id = :message_id order by attempt;

-- name: settled_webhook_messages
-- why: the oldest that the log need not keep; a slice.
-- param: before text
-- param: row_limit bigint
select message_id from webhook_messages
where endpoint_id = :endpoint_id and message_id < :before and due_at is null order by message_id limit :row_limit;

-- name: oldest_webhook_messages
-- why: of a removed endpoint all go; a slice.
-- param: row_limit bigint
select message_id from webhook_messages where endpoint_id = :endpoint_id order by message_id limit :row_limit;

-- name: overdue_webhook_messages
-- why: of an endpoint that is not sent to, what waited longer than the schedule lasts; a slice.
-- param: before text
-- param: row_limit bigint
select message_id from webhook_messages
where endpoint_id = :endpoint_id and message_id < :before and due_at is not null order by message_id limit :row_limit;

-- name: kept_webhook_message
-- why: the newest that is over the number that the log keeps.
-- param: count_kept bigint
select message_id from webhook_messages where endpoint_id = :endpoint_id order by message_id desc limit 1 offset :count_kept;

-- name: delete_webhook_message
-- why: the log is kept for a bounded time.
delete from webhook_messages where endpoint_id = :endpoint_id and message_id = :message_id;

-- name: delete_webhook_attempts_of
-- why: with their message.
delete from webhook_attempts where endpoint_id = :endpoint_id and message_id = :message_id;

-- name: give_up_webhook_message
-- why: it waited longer than the schedule lasts at an endpoint that is not sent to.
update webhook_messages set state = :state, due_at = null, problem = :problem where endpoint_id = :endpoint_id and message_id = :message_id;
