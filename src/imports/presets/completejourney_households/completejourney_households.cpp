#include "imports/presets/completejourney_households/completejourney_households.hpp"

namespace ganbo::imports::presets {

// Age, income and the like have no use until the business defines fields for them and maps them.
Preset make_completejourney_households() {
  return {.name = "completejourney_households",
          .sentence = "Households of the data set Complete Journey",
          .kind = Kind::parties,
          .columns = {{"household_id", "customer_id"}},
          .headers_beside = {"age", "income", "home_ownership", "household_comp", "kids_count"},
          .currency = "",
          .refund_prefix = "",
          .source = "completejourney"};
}

}  // namespace ganbo::imports::presets
