#include "imports/presets/cdnow/cdnow.hpp"

namespace ganbo::imports::presets {

// One row is one purchase: the number of CDs and what they cost together. There is no order number.
Preset make_cdnow() {
  return {.name = "cdnow",
          .sentence = "Purchases of the CDNOW data set (January 1997 to June 1998)",
          .kind = Kind::orders,
          .columns = {{"customer_id", "customer_id"}, {"date", "date"}, {"cds", "quantity"}, {"value", "amount"}},
          .headers_beside = {},
          .currency = "USD",
          .refund_prefix = "",
          .negative_orders_are_refunds = false};
}

}  // namespace ganbo::imports::presets
