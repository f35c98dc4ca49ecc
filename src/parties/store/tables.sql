-- A party as one compact row: columns for what SQL sorts on, JSON for the rest. `figures` is a fold of the party's events.
create table parties (
  party_id bigint not null,
  kind text not null,               -- person, organisation, anonymous
  name text not null,
  sort_key text not null,           -- the folded name; empty without one
  roles text not null,              -- words separated by spaces
  traits text not null,             -- {"name":[value, occurred_at, precedence, source_id], …}
  figures text not null,            -- JSON of src/events/figures.hpp
  created_at bigint not null,
  merged_into bigint not null,      -- 0: stands for itself
  erased_at bigint not null,        -- 0: it was not
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
  party_id bigint not null,          -- whose card it stands on now; follows merges
  origin_party_id bigint not null,   -- whom it was attached to when it came
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

-- Pairs that may be one party, for a person to decide; and those of which somebody said that they are not.
create table merge_suggestions (
  party_id bigint not null,
  other_party_id bigint not null,
  type text not null,                -- of the identifier that both were called by; details: what is known of them agrees
  value text not null,               -- likewise; empty
  filed_at bigint not null,
  decision text not null,            -- merged, apart, or empty: nobody has decided
  decided_at bigint,
  odds double precision not null,    -- that they are one (src/linkage); 0: they were not compared
  evidence text not null,            -- JSON: what agrees and what does not; empty: likewise
  primary key (party_id, other_party_id, type)
);
-- distributed by: party_id

-- How often a shared value was suggested already is asked with every suggestion.
create index merge_suggestions_by_shared on merge_suggestions (other_party_id, type, value);

-- The likeliest come first.
create index merge_suggestions_by_odds on merge_suggestions (odds, filed_at) where decision = '';

-- With every comparison it is asked who is to stay apart.
create index merge_suggestions_apart on merge_suggestions (party_id, other_party_id) where decision = 'apart';

-- People who probably live together, until somebody says so (a relation, which is a fact) or that they do not. Concluded.
create table household_suggestions (
  party_id bigint not null,
  other_party_id bigint not null,
  filed_at bigint not null,
  decision text not null,            -- apart: somebody said that they do not; empty: nobody has decided
  decided_at bigint,
  odds double precision not null,    -- that they do (src/linkage/household.hpp)
  evidence text not null,            -- JSON: what agrees and what does not
  primary key (party_id, other_party_id)
);
-- distributed by: party_id

-- Shown on both cards.
create index household_suggestions_by_other on household_suggestions (other_party_id);

-- The likeliest come first.
create index household_suggestions_by_odds on household_suggestions (odds, filed_at) where decision = '';

-- Parties whose details changed since they were compared with the others: what is left to do (src/linkage). In order of their ids, so new ones append.
create table comparisons_due (
  party_id bigint not null,
  version bigint not null,           -- of the party, when it changed
  primary key (party_id)
);
-- distributed by: party_id

-- Who turned out to be whom: facts, never changed but by being undone. Events and identifiers follow; their origins say where they came from.
create table merges (
  party_id bigint not null,          -- who joined
  merge_id bigint not null,
  into_party_id bigint not null,     -- whom; may have joined another since
  kind text not null,                -- join: a visitor without a name turned out to be somebody; merge: a person decided
  name text not null,                -- of who joined, as it was
  merged_at bigint not null,
  user_id bigint not null,           -- who decided; 0: a rule or a key
  source_id bigint not null,         -- through which it came; 0: a rule
  reason text not null,
  undone_at bigint,
  undone_by bigint,                  -- the user; 0: a key
  primary key (party_id, merge_id)
);
-- distributed by: party_id

-- What a card was made of.
create index merges_by_into on merges (into_party_id, merge_id);

-- Who was erased: facts without personal data. The same list stands outside the record, for backups that are older.
create table erasures (
  party_id bigint not null,
  erased_at bigint not null,
  user_id bigint not null,           -- who did it; 0: a key, or a restored backup
  source_id bigint not null,
  primary key (party_id)
);
-- distributed by: party_id

-- Fields that the business defined for itself: traits of its own (src/parties/custom_field.hpp).
create table custom_fields (
  field text not null,               -- the trait's name; never changes
  kind text not null,                -- text, long_text, integer, decimal, boolean, choice, day, instant
  label_en text not null,
  label_vi text not null,
  choices text not null,             -- JSON: [{"value","label":{"en","vi"},"retired"}…]
  roles text not null,               -- of parties whose cards ask for it, separated by spaces; empty: all
  serves text not null,              -- the use, in the words of the business
  readers text not null,             -- roles of users, separated by spaces; empty: everybody who may read
  in_list bigint not null,
  in_search bigint not null,
  retired bigint not null,           -- 1: takes no new values
  made_at bigint not null,
  primary key (field)
);
-- reference

-- What parties have under those fields, to find and to count by; the values themselves are traits.
create table field_values (
  party_id bigint not null,
  field text not null,
  value text not null,               -- folded, at most 200 bytes
  primary key (party_id, field)
);  -- sqlite: without rowid
-- distributed by: party_id

create index field_values_by_value on field_values (field, value, party_id);
