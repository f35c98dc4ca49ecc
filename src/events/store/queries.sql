-- name: insert_event
-- why: appends; the key's index is the only page touched at random.
insert into events (event_id, party_id, origin_party_id, type, occurred_at, precedence, received_at, local_day, source_id, envelope, payload, claimed, participation, currency, rate, reporting_minor)
values (:event_id, :party_id, :origin_party_id, :type, :occurred_at, :precedence, :received_at, :local_day, :source_id, :envelope, :payload, :claimed, :participation, :currency, :rate, :reporting_minor);

-- name: events_of_party
-- why: a whole history, to fold again; rare, and bounded by what one party can have.
select event_id, party_id, origin_party_id, type, occurred_at, precedence, received_at, local_day, source_id, envelope, payload, claimed, participation, currency, rate, reporting_minor
from events where party_id = :party_id order by occurred_at, event_id;

-- name: events_of_parties
-- why: rebuild reads a slice of parties with one range.
-- citus: multi-shard, because rebuild reads slices of all parties.
-- param: first_party_id bigint
-- param: last_party_id bigint
select event_id, party_id, origin_party_id, type, occurred_at, precedence, received_at, local_day, source_id, envelope, payload, claimed, participation, currency, rate, reporting_minor
from events where party_id >= :first_party_id and party_id <= :last_party_id order by party_id, occurred_at, event_id;

-- name: delete_event
-- why: history that moves is written again under its new party; a distribution column is never updated.
delete from events where party_id = :party_id and occurred_at = :occurred_at and event_id = :event_id;

-- name: timeline
-- why: newest first, walking the primary key backwards from a cursor.
-- param: before_at bigint
-- param: before_id bigint
-- param: row_limit bigint
select event_id, type, occurred_at, precedence, received_at, source_id, envelope, payload, claimed, participation, currency, rate, reporting_minor from events
where party_id = :party_id and (occurred_at, event_id) < (:before_at, :before_id)
order by occurred_at desc, event_id desc limit :row_limit;

-- name: timeline_of_type
-- why: the same walk, keeping one type.
-- param: before_at bigint
-- param: before_id bigint
-- param: row_limit bigint
select event_id, type, occurred_at, precedence, received_at, source_id, envelope, payload, claimed, participation, currency, rate, reporting_minor from events
where party_id = :party_id and type = :type and (occurred_at, event_id) < (:before_at, :before_id)
order by occurred_at desc, event_id desc limit :row_limit;

-- name: find_order
-- why: whether an order was spoken of before decides between adding and folding again.
select order_id from orders where party_id = :party_id and order_id = :order_id;

-- name: insert_order
-- why: orders nobody spoke of before.
insert into orders (party_id, order_id, ordered_at, local_day, total_minor, refunded_minor, currency, status)
values (:party_id, :order_id, :ordered_at, :local_day, :total_minor, :refunded_minor, :currency, :status);

-- name: insert_order_line
-- why: appends.
insert into order_lines (party_id, order_id, event_id, line_number, product_id, name, quantity, unit_price, amount_minor, currency, local_day, category, cost_minor, reporting_minor)
values (:party_id, :order_id, :event_id, :line_number, :product_id, :name, :quantity, :unit_price, :amount_minor, :currency, :local_day, :category, :cost_minor, :reporting_minor);

-- name: delete_orders_of_party
-- why: a history that is folded again writes its orders anew.
delete from orders where party_id = :party_id;

-- name: delete_order_lines_of_party
-- why: likewise.
delete from order_lines where party_id = :party_id;

-- name: orders_of_parties
-- why: rebuild compares them with the fold.
-- citus: multi-shard, because rebuild reads slices of all parties.
-- param: first_party_id bigint
-- param: last_party_id bigint
select party_id, order_id, ordered_at, local_day, total_minor, refunded_minor, currency, status from orders
where party_id >= :first_party_id and party_id <= :last_party_id order by party_id, order_id;

-- name: order_lines_of_parties
-- why: rebuild compares them with the fold.
-- citus: multi-shard, because rebuild reads slices of all parties.
-- param: first_party_id bigint
-- param: last_party_id bigint
select party_id, order_id, event_id, line_number, product_id, name, quantity, unit_price, amount_minor, currency, local_day, category, cost_minor, reporting_minor from order_lines
where party_id >= :first_party_id and party_id <= :last_party_id order by party_id, order_id, event_id, line_number;

-- name: put_matter
-- why: openings and closings come in any order; the latest of each stays.
insert into matters (party_id, kind, number, opened_at, opened_precedence, closed_at, closed_precedence, due_day, from_day, yearly, lunar, shift, lead_days, look_on, amount_minor, currency, origin_party_id, text)
values (:party_id, :kind, :number, :opened_at, :opened_precedence, :closed_at, :closed_precedence, :due_day, :from_day, :yearly, :lunar, :shift, :lead_days, :look_on, :amount_minor, :currency, :origin_party_id, :text)
on conflict (party_id, kind, number) do update set
  opened_at = case when excluded.opened_at is not null and (matters.opened_at is null or (excluded.opened_at, excluded.opened_precedence) > (matters.opened_at, matters.opened_precedence))
    then excluded.opened_at else matters.opened_at end,
  opened_precedence = case when excluded.opened_at is not null and (matters.opened_at is null or (excluded.opened_at, excluded.opened_precedence) > (matters.opened_at, matters.opened_precedence))
    then excluded.opened_precedence else matters.opened_precedence end,
  due_day = case when excluded.opened_at is not null and (matters.opened_at is null or (excluded.opened_at, excluded.opened_precedence) > (matters.opened_at, matters.opened_precedence))
    then excluded.due_day else matters.due_day end,
  from_day = case when excluded.opened_at is not null and (matters.opened_at is null or (excluded.opened_at, excluded.opened_precedence) > (matters.opened_at, matters.opened_precedence))
    then excluded.from_day else matters.from_day end,
  yearly = case when excluded.opened_at is not null and (matters.opened_at is null or (excluded.opened_at, excluded.opened_precedence) > (matters.opened_at, matters.opened_precedence))
    then excluded.yearly else matters.yearly end,
  lunar = case when excluded.opened_at is not null and (matters.opened_at is null or (excluded.opened_at, excluded.opened_precedence) > (matters.opened_at, matters.opened_precedence))
    then excluded.lunar else matters.lunar end,
  shift = case when excluded.opened_at is not null and (matters.opened_at is null or (excluded.opened_at, excluded.opened_precedence) > (matters.opened_at, matters.opened_precedence))
    then excluded.shift else matters.shift end,
  lead_days = case when excluded.opened_at is not null and (matters.opened_at is null or (excluded.opened_at, excluded.opened_precedence) > (matters.opened_at, matters.opened_precedence))
    then excluded.lead_days else matters.lead_days end,
  look_on = case when excluded.opened_at is not null and (matters.opened_at is null or (excluded.opened_at, excluded.opened_precedence) > (matters.opened_at, matters.opened_precedence))
    then excluded.look_on else matters.look_on end,
  amount_minor = case when excluded.opened_at is not null and (matters.opened_at is null or (excluded.opened_at, excluded.opened_precedence) > (matters.opened_at, matters.opened_precedence))
    then excluded.amount_minor else matters.amount_minor end,
  currency = case when excluded.opened_at is not null and (matters.opened_at is null or (excluded.opened_at, excluded.opened_precedence) > (matters.opened_at, matters.opened_precedence))
    then excluded.currency else matters.currency end,
  origin_party_id = case when excluded.opened_at is not null and (matters.opened_at is null or (excluded.opened_at, excluded.opened_precedence) > (matters.opened_at, matters.opened_precedence))
    then excluded.origin_party_id else matters.origin_party_id end,
  text = case when excluded.opened_at is not null and (matters.opened_at is null or (excluded.opened_at, excluded.opened_precedence) > (matters.opened_at, matters.opened_precedence))
    then excluded.text else matters.text end,
  closed_at = case when excluded.closed_at is not null and (matters.closed_at is null or (excluded.closed_at, excluded.closed_precedence) > (matters.closed_at, matters.closed_precedence))
    then excluded.closed_at else matters.closed_at end,
  closed_precedence = case when excluded.closed_at is not null and (matters.closed_at is null or (excluded.closed_at, excluded.closed_precedence) > (matters.closed_at, matters.closed_precedence))
    then excluded.closed_precedence else matters.closed_precedence end;

-- name: delete_matters_of_party
-- why: a history that is folded again writes its matters anew.
delete from matters where party_id = :party_id;

-- name: open_matters
-- why: what a card shows as open; a party has few.
-- param: row_limit bigint
select kind, number, opened_at, due_day, from_day, yearly, lunar, shift, lead_days, amount_minor, currency, text from matters
where party_id = :party_id and opened_at is not null
  and (closed_at is null or (closed_at, closed_precedence) < (opened_at, opened_precedence))
order by opened_at desc nulls last, kind, number limit :row_limit;

-- name: matters_of_parties
-- why: rebuild compares them with the fold.
-- citus: multi-shard, because rebuild reads slices of all parties.
-- param: first_party_id bigint
-- param: last_party_id bigint
select party_id, kind, number, opened_at, opened_precedence, closed_at, closed_precedence, due_day, from_day, yearly, lunar, shift, lead_days, amount_minor, currency, origin_party_id, text from matters
where party_id >= :first_party_id and party_id <= :last_party_id order by party_id, kind, number;

-- name: insert_quarantined
-- why: stands beside its event until its field is named or it expires.
insert into quarantine (party_id, event_id, field, value, source_id, expires_at)
values (:party_id, :event_id, :field, :value, :source_id, :expires_at)
on conflict (party_id, event_id, field) do nothing;

-- name: move_quarantined
-- why: read with the history that moves.
select event_id, field, value, source_id, expires_at from quarantine where party_id = :party_id;

-- name: quarantined_fields
-- why: the list that a person works off, by the index of fields.
-- citus: multi-shard, because it is a list over all parties, opened by a person.
-- returns: waiting bigint
-- returns: first_expires_at bigint
select field, count(*) as waiting, min(expires_at) as first_expires_at from quarantine group by field order by field;

-- name: quarantined_fields_by_source
-- why: how many fields of a source wait is bounded; counted over the whole table, once an hour.
-- citus: multi-shard, because it is counted once an hour.
select source_id, field from quarantine group by source_id, field order by source_id, field;

-- name: quarantined_samples
-- why: a few values show what the field is.
-- citus: multi-shard, because a person opens it, and each shard has the index.
-- param: row_limit bigint
select value from quarantine where field = :field order by expires_at desc limit :row_limit;

-- name: quarantined_of_field
-- why: values are replayed in slices once their field is named.
-- citus: multi-shard, because a person names a field seldom, and slices are large.
-- param: after_party_id bigint
-- param: after_event_id bigint
-- param: row_limit bigint
select party_id, event_id, value, source_id from quarantine where field = :field and (party_id, event_id) > (:after_party_id, :after_event_id)
order by party_id, event_id limit :row_limit;

-- name: delete_quarantined
-- why: removed with the fact that replays it.
delete from quarantine where party_id = :party_id and event_id = :event_id and field = :field;

-- name: expire_quarantined
-- why: what nobody named in time goes; a sweep a day.
-- citus: multi-shard, because it is a sweep a day; servers that sweep at once wait for each other.
delete from quarantine where expires_at <= :expires_at;

-- name: all_named_fields
-- why: few; read at start and after a change.
select field, serves, named_at from named_fields order by field;

-- name: put_named_field
-- why: the first use stays until it is changed by name.
insert into named_fields (field, serves, named_at) values (:field, :serves, :named_at)
on conflict (field) do update set serves = excluded.serves;

-- name: find_event
-- why: a replayed value takes the moment of the event it came with.
select type, occurred_at, precedence, local_day, source_id from events where party_id = :party_id and event_id = :event_id;

-- name: expiring_fields
-- why: counted before they go.
-- citus: multi-shard, because it is counted once a day.
-- returns: expiring bigint
select field, count(*) as expiring from quarantine where expires_at <= :expires_at group by field order by field;

-- name: put_redaction
-- why: the fact that values expired.
insert into quarantine_redactions (redacted_at, field, values_redacted) values (:redacted_at, :field, :values_redacted)
on conflict (redacted_at, field) do nothing;

-- name: delete_quarantined_of_party
-- why: what waits goes with whom it is about.
delete from quarantine where party_id = :party_id;

-- name: redact_event
-- why: what is left of a touchpoint when a person is erased.
update events set envelope = :envelope, payload = :payload, claimed = :claimed, participation = :participation
where party_id = :party_id and occurred_at = :occurred_at and event_id = :event_id;

-- name: recent_envelopes
-- why: who of us met a party lately; bounded, whatever the length of the history.
-- param: row_limit bigint
select type, occurred_at, envelope from events where party_id = :party_id and envelope is not null
order by occurred_at desc, event_id desc limit :row_limit;

-- name: redate_event
-- why: the business's time zone was changed, or a rate of its day.
update events set local_day = :local_day, currency = :currency, rate = :rate, reporting_minor = :reporting_minor where party_id = :party_id and occurred_at = :occurred_at and event_id = :event_id;

-- name: events_at
-- why: a touchpoint and its copies happened at the same instant.
select event_id, party_id, origin_party_id, type, occurred_at, precedence, received_at, local_day, source_id, envelope, payload, claimed, participation, currency, rate, reporting_minor
from events where party_id = :party_id and occurred_at = :occurred_at order by event_id;

-- name: matters_of_party
-- why: what a reminder is decided by; a party has few.
select kind, number, opened_at, opened_precedence, closed_at, closed_precedence, due_day, from_day, yearly, lunar, shift, lead_days, amount_minor, currency, origin_party_id, text from matters
where party_id = :party_id order by kind, number;

-- name: matters_to_look_at
-- why: whether somebody is to be reminded; those that are due first.
-- citus: multi-shard, because it looks at all parties.
-- param: today bigint
-- param: row_limit bigint
select party_id, kind, number from matters where look_on <= :today order by look_on nulls last, party_id limit :row_limit;

-- name: matters_to_look_at_between
-- why: whose key dates come within some days, by the index of when they are looked at next.
-- citus: multi-shard, because a person opens the calendar.
-- param: since bigint
-- param: until bigint
-- param: row_limit bigint
select party_id from matters where look_on >= :since and look_on <= :until order by look_on nulls last, party_id limit :row_limit;

-- name: permission_matters
-- why: by which channels and for what a party may be contacted, and may not (src/events/permissions.hpp); a party has few.
select number, opened_at, opened_precedence, closed_at, closed_precedence, text from matters
where party_id = :party_id and kind = 'permission' order by number;

-- name: household_of
-- why: with whom somebody was said to live, now or before; few.
select number from matters where party_id = :party_id and kind = 'household' and opened_at is not null order by number;

-- name: reminders_due
-- why: what a calendar shows of days that are near, by the index of reminders; those done too, for their key dates stay.
-- citus: multi-shard, because it looks at all parties.
-- param: since bigint
-- param: until bigint
-- param: row_limit bigint
select party_id from matters where kind = 'reminder' and due_day >= :since and due_day <= :until
order by due_day nulls last, party_id limit :row_limit;

-- name: look_at_matter_next
-- why: it was looked at.
update matters set look_on = :look_on where party_id = :party_id and kind = :kind and number = :number;

-- name: look_at_kind
-- why: the business said how many days before somebody is reminded of the kind.
update matters set look_on = :look_on
where party_id = :party_id and kind = :kind and lead_days is null and (look_on is null or look_on > :look_on);

-- name: parties_with_currency
-- why: a rate that was dated back concerns who has events of that currency in its days: by the index of foreign amounts.
-- citus: multi-shard, because a rate concerns all parties, and each shard has the index.
-- param: after bigint
-- param: first_day bigint
-- param: last_day bigint
-- param: row_limit bigint
select distinct party_id from events
where currency = :currency and party_id > :after and local_day >= :first_day and local_day <= :last_day
order by party_id limit :row_limit;

-- name: put_exchange_rate
-- why: every word on a rate is kept.
insert into exchange_rates (currency, from_day, set_at, rate, user_id, source_id)
values (:currency, :from_day, :set_at, :rate, :user_id, :source_id)
on conflict (currency, from_day, set_at) do update set rate = excluded.rate, user_id = excluded.user_id, source_id = excluded.source_id;

-- name: all_exchange_rates
-- why: held in memory; the last word for a day comes last.
select currency, from_day, set_at, rate from exchange_rates order by currency, from_day, set_at;

-- name: waiting_for_rates
-- why: a person sees which rates are missing; over the index of foreign amounts alone.
-- citus: multi-shard, because a person opens it, and each shard has the index.
-- returns: waiting bigint
-- returns: first_day bigint
select currency, count(*) as waiting, min(local_day) as first_day from events
where currency is not null and rate is null group by currency order by currency nulls last;

-- name: bought
-- why: what a card adds up by product and category; one range of the key.
-- param: row_limit bigint
select product_id, quantity, amount_minor, currency, category, cost_minor, reporting_minor from order_lines
where party_id = :party_id limit :row_limit;

-- name: matters_to_be_done
-- why: what Today is drawn from, the latest first, by the index of what is open and to be done.
-- citus: multi-shard, because it looks at all parties, and each shard has the index.
-- param: kind text
-- param: row_limit bigint
select party_id, number, opened_at, opened_precedence, closed_at, closed_precedence, due_day, text from matters
where kind = :kind and kind in ('complaint', 'promise', 'reminder', 'support') and opened_at is not null
  and (closed_at is null or closed_at <= opened_at)
order by opened_at desc nulls last, party_id limit :row_limit;

-- name: event_types_seen
-- why: what programs send; a person opens the page now and then, and it reads every event.
-- citus: multi-shard, because it is a sum over all parties, asked for by a person.
-- returns: events bigint
-- returns: first_at bigint
-- returns: last_at bigint
select type, source_id, count(*) as events, min(received_at) as first_at, max(received_at) as last_at
from events where participation is null group by type, source_id order by type, source_id;

-- name: events_of_type_after
-- why: the names of the business's own events stand in their payload; read in slices, for the same page.
-- citus: multi-shard, because it goes through all parties, for a person.
-- param: after_party_id bigint
-- param: after_at bigint
-- param: after_event_id bigint
-- param: row_limit bigint
select party_id, occurred_at, event_id, source_id, received_at, payload from events
where type = :type and participation is null and (party_id, occurred_at, event_id) > (:after_party_id, :after_at, :after_event_id)
order by party_id, occurred_at, event_id limit :row_limit;
