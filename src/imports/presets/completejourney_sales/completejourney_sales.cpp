#include "imports/presets/completejourney_sales/completejourney_sales.hpp"

namespace ganbo::imports::presets {

// Money is what the shop received; the discounts beside it are in it already. What coupons took off is kept with the
// order: that is what a coupon cost.
Preset make_completejourney_sales() {
  return {.name = "completejourney_sales",
          .sentence = "Sales of the data set Complete Journey (2017)",
          .kind = Kind::orders,
          .columns = {{"household_id", "customer_id"},
                      {"basket_id", "order_id"},
                      {"product_id", "product_id"},
                      {"quantity", "quantity"},
                      {"sales_value", "amount"},
                      {"coupon_disc", "discount"},
                      {"store_id", "shop"},
                      {"transaction_timestamp", "date"}},
          .headers_beside = {"retail_disc", "coupon_match_disc", "week"},
          .currency = "USD",
          .refund_prefix = "",
          .source = "completejourney"};
}

}  // namespace ganbo::imports::presets
