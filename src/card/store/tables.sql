-- Lists of parties as somebody wants to see them again (src/card/list/saved_view.hpp).
create table saved_views (
  view_id bigint not null,
  user_id bigint not null,           -- whose it is
  name text not null,
  shared bigint not null,            -- 1: everybody who may read sees it
  kind text not null,                -- of the parties: person, organisation; empty: all
  conditions text not null,          -- JSON: ["field:operator:value"…]
  sort text not null,                -- a field, with - before it the highest first; empty: by name
  columns text not null,             -- fields, with commas between them; empty: the usual ones
  made_at bigint not null,
  primary key (view_id)
);
-- reference
