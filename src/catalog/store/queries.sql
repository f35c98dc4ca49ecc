-- name: load_product
-- why: a definition that says nothing new is told apart, and written never.
select name, category, description, price_minor, currency, cost_minor, cost_currency from products where product_id = :product_id;

-- name: put_product
-- why: as the writer knows it, which holds the definitions: what a definition leaves open it has read before.
insert into products (product_id, name, category, description, price_minor, currency, cost_minor, cost_currency, changed_at)
values (:product_id, :name, :category, :description, :price_minor, :currency, :cost_minor, :cost_currency, :changed_at)
on conflict (product_id) do update set name = excluded.name, category = excluded.category, description = excluded.description,
  price_minor = excluded.price_minor, currency = excluded.currency, cost_minor = excluded.cost_minor, cost_currency = excluded.cost_currency,
  changed_at = excluded.changed_at;

-- name: list_products
-- why: a page of the catalog by the order of its key.
-- param: after text
-- param: row_limit bigint
select product_id, name, category, description, price_minor, currency, cost_minor, cost_currency, changed_at from products
where product_id > :after order by product_id limit :row_limit;

-- name: delete_product
-- why: an import brought it, which is taken back.
delete from products where product_id = :product_id;

-- name: products_told_by
-- why: an undone import is taken back from slice to slice of the products that it changed.
-- param: after text
-- param: row_limit bigint
select distinct product_id from product_changes where told_by = :told_by and product_id > :after order by product_id limit :row_limit;

-- name: changes_of_product
-- why: what one import changed begins and ends where others did.
select change_id, told_by, field, value_before, value_after from product_changes where product_id = :product_id order by change_id;

-- name: put_product_change
-- why: a new one, or one that begins where another began that was taken back.
insert into product_changes (product_id, change_id, told_by, field, value_before, value_after)
values (:product_id, :change_id, :told_by, :field, :value_before, :value_after)
on conflict (product_id, change_id) do update set value_before = excluded.value_before;

-- name: delete_changes_told_by
-- why: they were taken back.
delete from product_changes where product_id = :product_id and told_by = :told_by;
