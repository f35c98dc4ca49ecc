#include "imports/presets/online_retail/online_retail.hpp"

namespace ganbo::imports::presets {

// Invoices that begin with C are cancellations: money goes back, and which invoice they cancel is not said. Those that
// begin with A adjust bad debt and count as orders, also where they come to less than zero.
Preset make_online_retail() {
  return {.name = "online_retail",
          .sentence = "Invoice lines of the UCI data set Online Retail (December 2010 to December 2011)",
          .kind = Kind::orders,
          .columns = {{"InvoiceNo", "order_id"},
                      {"StockCode", "product_id"},
                      {"Description", "product_name"},
                      {"Quantity", "quantity"},
                      {"InvoiceDate", "date"},
                      {"UnitPrice", "unit_price"},
                      {"CustomerID", "customer_id"}},
          .headers_beside = {"Country"},
          .currency = "GBP",
          .refund_prefix = "C",
          .negative_orders_are_refunds = false};
}

}  // namespace ganbo::imports::presets
