-- Where other programs are told of changes, and of which.
create table webhook_endpoints (
  endpoint_id bigint not null,
  url text not null,
  description text not null,
  types text not null,             -- of messages, separated by spaces
  state text not null,             -- enabled, disabled, gone (it answered so), removed (its messages are being deleted)
  made_at bigint not null,
  primary key (endpoint_id)
);
-- reference

-- What messages are signed with. Of one endpoint two at most: a new one, and for a while the one before.
create table webhook_secrets (
  endpoint_id bigint not null,
  made_at bigint not null,
  secret text not null,
  retires_at bigint,               -- null: it is the one in force
  primary key (endpoint_id, made_at)
);
-- reference

-- What is told: written with the facts it tells of, sent after, kept for a while as a log.
create table webhook_messages (
  endpoint_id bigint not null,
  message_id text not null,        -- rises with time
  type text not null,
  body text not null,
  made_at bigint not null,
  state text not null,             -- waiting, delivered, given_up
  due_at bigint,                   -- the next try; null: there is none
  attempts bigint not null,
  tried_at bigint,                 -- the last attempt, as in webhook_attempts
  status bigint,
  duration_ms bigint,
  problem text,
  primary key (endpoint_id, message_id)
);
-- distributed by: endpoint_id

create index webhook_messages_due on webhook_messages (endpoint_id, due_at, message_id);

-- Each try to deliver a message, and what came of it.
create table webhook_attempts (
  endpoint_id bigint not null,
  message_id text not null,
  attempt bigint not null,         -- from 1
  tried_at bigint not null,
  duration_ms bigint not null,
  status bigint,                   -- of HTTP; null: no answer came
  problem text,                    -- why no answer came, or why it is no success; null: it is one
  answer text not null,            -- how the body of the answer begins
  primary key (endpoint_id, message_id, attempt)
);
-- distributed by: endpoint_id

-- Changes that were not told, because too many messages waited.
create table webhook_overflows (
  endpoint_id bigint not null,
  skipped bigint not null,
  first_at bigint not null,
  last_at bigint not null,
  primary key (endpoint_id)
);
-- distributed by: endpoint_id
