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
