-- A party as one compact row: columns for what SQL sorts on, JSON for the rest. `figures` is a fold of the party's events.
create table parties (
  party_id bigint not null,
  kind text not null,               -- person, organisation, anonymous
  name text not null,
  sort_key text not null,           -- the folded name; empty without one
  roles text not null,              -- words separated by spaces
  traits text not null,             -- {"name":[value, occurred_at, precedence], …}
  figures text not null,            -- JSON of src/events/figures.hpp
  created_at bigint not null,
  merged_into bigint not null,      -- 0: stands for itself
  version bigint not null,
  primary key (party_id)
);
-- distributed by: party_id

-- Lists and the A–Z rail read named parties in order.
create index parties_by_name on parties (sort_key, party_id) where kind <> 'anonymous' and merged_into = 0;

-- Who owns an identifier: the only place that knows whether it is taken.
create table identifier_claims (
  type text not null,
  value text not null,
  party_id bigint not null,
  primary key (type, value)
);  -- sqlite: without rowid
-- distributed by: value

-- The same by party: what card and queries read.
create table identifiers (
  party_id bigint not null,
  type text not null,
  value text not null,
  first_seen_at bigint not null,
  primary key (party_id, type, value)
);  -- sqlite: without rowid
-- distributed by: party_id

-- What search looks through, written only when names or identifiers change.
create table party_search (
  party_id bigint not null,
  search_text text not null,
  primary key (party_id)
);
-- distributed by: party_id

-- Pairs that may be one party, for a person to decide.
create table merge_suggestions (
  party_id bigint not null,
  other_party_id bigint not null,
  type text not null,
  value text not null,
  filed_at bigint not null,
  primary key (party_id, other_party_id, type)
);
-- distributed by: party_id

-- How often a shared value was suggested already is asked with every suggestion.
create index merge_suggestions_by_shared on merge_suggestions (other_party_id, type, value);
