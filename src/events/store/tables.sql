-- The log of touchpoints: facts, never changed but by redaction. The key is the order in which a card reads them.
create table events (
  event_id bigint not null,
  party_id bigint not null,          -- whose card it stands on now; follows merges
  origin_party_id bigint not null,   -- whom it was resolved to when it came
  type text not null,
  occurred_at bigint not null,       -- microseconds UTC
  precedence bigint not null,        -- decides between facts of the same instant
  received_at bigint not null,
  local_day bigint not null,         -- days since 1970-01-01 in the business's time zone
  source_id bigint not null,
  envelope text,                     -- JSON
  payload text not null,             -- JSON
  claimed text,                      -- identifiers it attached to its party: JSON
  participation text,                -- of a copy on the card of somebody else who took part: JSON
  currency text,                     -- of the amount it states, where that is not in the reporting currency
  rate bigint,                       -- of that currency on that day, times 10^12; null: it is missing
  reporting_minor bigint,            -- the amount in the reporting currency; null: there is none, or it waits for a rate
  primary key (party_id, occurred_at, event_id)
);
-- distributed by: party_id

-- Whom a rate that is dated back concerns, and which amounts wait for one.
create index events_by_currency on events (currency, party_id, local_day, rate) where currency is not null;

-- Whom an import told something of: its events are known by its source and by when it began (src/events/precedence.hpp).
create index events_by_import on events (source_id, precedence, party_id) where (precedence & 1152921504606846976) = 0;

-- What one unit of a currency is worth in the reporting currency from a day on: the last word for a day counts, and the
-- rate of the latest day not after the one asked for is in force.
create table exchange_rates (
  currency text not null,
  from_day bigint not null,          -- days since 1970-01-01
  set_at bigint not null,            -- microseconds UTC
  rate bigint,                       -- times 10^12; null: taken back
  user_id bigint not null,           -- who set it; 0: a key
  source_id bigint not null,
  primary key (currency, from_day, set_at)
);
-- reference

-- Orders as they stand: a fold of the events about them.
create table orders (
  party_id bigint not null,
  order_id text not null,
  ordered_at bigint not null,
  local_day bigint not null,
  total_minor bigint not null,
  refunded_minor bigint not null,
  currency text not null,
  status text not null,              -- completed, partially_refunded, refunded, cancelled, refund_only
  primary key (party_id, order_id)
);  -- sqlite: without rowid
-- distributed by: party_id

-- Lines of orders that are not cancelled; refunds stand with negative quantity and amount. Amounts add up to revenue.
create table order_lines (
  party_id bigint not null,
  order_id text not null,
  event_id bigint not null,          -- the event that said so
  line_number bigint not null,
  product_id text not null,          -- empty when the event named none
  name text,
  quantity double precision not null,
  unit_price double precision not null,
  amount_minor bigint not null,
  currency text not null,
  local_day bigint not null,
  category text,                     -- null: the event named none
  cost_minor bigint,                 -- what the business paid for it, in the line's currency; null: not said
  reporting_minor bigint,            -- the amount in the reporting currency; null: it waits for a rate
  primary key (party_id, order_id, event_id, line_number)
);  -- sqlite: without rowid
-- distributed by: party_id

-- Complaints, promises, contracts, requests for support, key dates, reminders, roles, relations, permissions, assets: opened
-- and closed (src/events/matter.hpp).
create table matters (
  party_id bigint not null,
  kind text not null,                -- complaint, promise, contract, support, birthday, anniversary, lease, visit, key_date, reminder
  number text not null,              -- the business's, or the id of the event that opened it
  opened_at bigint,                  -- null: so far only its closing was told
  opened_precedence bigint,
  closed_at bigint,                  -- null: it was not closed
  closed_precedence bigint,
  due_day bigint,                    -- days since 1970-01-01; of a role or a relation the last one
  from_day bigint,                   -- since when a role or a relation has held
  yearly bigint not null,            -- 1: it is due again every year
  lunar bigint not null,             -- 1: by the lunar calendar
  shift bigint not null,             -- where it falls on a day off it is kept: -1 before, 1 after, 0 on that day
  lead_days bigint,                  -- so many days before, somebody is reminded; null: as many as of its kind
  amount_minor bigint,               -- what it is worth
  currency text,
  origin_party_id bigint,            -- to whom the event that opened it came
  look_on bigint,                    -- the day on which it is next looked at whether to remind; may be too early
  text text not null,
  primary key (party_id, kind, number)
);  -- sqlite: without rowid
-- distributed by: party_id

create index matters_by_look on matters (look_on, party_id) where look_on is not null;
create index matters_reminders on matters (due_day, party_id) where kind = 'reminder';
-- What is open and to be done, the latest first: what Today is drawn from.
create index matters_to_be_done on matters (kind, opened_at, party_id)
where kind in ('complaint', 'promise', 'reminder', 'support') and opened_at is not null and (closed_at is null or closed_at <= opened_at);

-- Values under keys that nobody gave a use yet. They wait, then expire.
create table quarantine (
  party_id bigint not null,
  event_id bigint not null,
  field text not null,
  value text not null,               -- JSON
  source_id bigint not null,
  expires_at bigint not null,
  primary key (party_id, event_id, field)
);
-- distributed by: party_id

create index quarantine_by_field on quarantine (field, expires_at);

-- Fields that were given a use: their values are kept from then on.
create table named_fields (
  field text not null,
  serves text not null,              -- the use, in the words of who named it
  named_at bigint not null,
  primary key (field)
);
-- reference

-- What expired in the quarantine: a fact without the values.
create table quarantine_redactions (
  redacted_at bigint not null,
  field text not null,
  values_redacted bigint not null,
  primary key (redacted_at, field)
);
-- reference
