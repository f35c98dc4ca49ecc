-- name: load_product
-- why: a definition that says nothing new is told apart, and written never.
select name, category, description, price_minor, currency, cost_minor, cost_currency from products where product_id = :product_id;

-- name: put_product
-- why: what a definition leaves open stays as it was.
insert into products (product_id, name, category, description, price_minor, currency, cost_minor, cost_currency, changed_at)
values (:product_id, :name, :category, :description, :price_minor, :currency, :cost_minor, :cost_currency, :changed_at)
on conflict (product_id) do update set name = coalesce(excluded.name, products.name), category = coalesce(excluded.category, products.category),
  description = coalesce(excluded.description, products.description), price_minor = coalesce(excluded.price_minor, products.price_minor),
  currency = coalesce(excluded.currency, products.currency), cost_minor = coalesce(excluded.cost_minor, products.cost_minor),
  cost_currency = coalesce(excluded.cost_currency, products.cost_currency), changed_at = excluded.changed_at;

-- name: list_products
-- why: a page of the catalog by the order of its key.
-- param: after text
-- param: row_limit bigint
select product_id, name, category, description, price_minor, currency, cost_minor, cost_currency, changed_at from products
where product_id > :after order by product_id limit :row_limit;
