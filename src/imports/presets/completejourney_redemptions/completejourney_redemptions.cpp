#include "imports/presets/completejourney_redemptions/completejourney_redemptions.hpp"

namespace ganbo::imports::presets {

// What a coupon cost is not said there; the sale (`discount`) tells what it took off.
Preset make_completejourney_redemptions() {
  return {.name = "completejourney_redemptions",
          .sentence = "Redeemed coupons of the data set Complete Journey",
          .kind = Kind::touchpoints,
          .columns = {{"household_id", "customer_id"},
                      {"coupon_upc", "subject"},
                      {"campaign_id", "campaign"},
                      {"redemption_date", "date"}},
          .headers_beside = {},
          .currency = "USD",
          .refund_prefix = "",
          .source = "completejourney",
          .touch_type = "Coupon Redeemed"};
}

}  // namespace ganbo::imports::presets
