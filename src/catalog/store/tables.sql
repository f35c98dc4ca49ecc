-- What the business sells. The last definition wins, field by field.
create table products (
  product_id text not null,
  name text,
  category text,
  description text,
  price_minor bigint,          -- list price of one piece, in minor units of currency
  currency text,               -- ISO 4217; null while no price is known
  cost_minor bigint,           -- what the business pays for one piece
  cost_currency text,          -- null while no cost is known
  changed_at bigint not null,  -- microseconds UTC
  primary key (product_id)
);
-- reference

-- What imports changed of products, so that it can be taken back (product_changes.hpp).
create table product_changes (
  product_id text not null,
  change_id bigint not null,
  told_by bigint not null,     -- the import
  field text not null,         -- name, category, description, price, cost; product: that there is one
  value_before text,           -- null: nothing was said; amounts are minor units and currency
  value_after text,
  primary key (product_id, change_id)
);
-- reference

create index product_changes_by_import on product_changes (told_by, product_id);
