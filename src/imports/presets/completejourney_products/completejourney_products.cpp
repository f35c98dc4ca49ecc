#include "imports/presets/completejourney_products/completejourney_products.hpp"

namespace ganbo::imports::presets {

// Products have no names there: what they are stands for it.
Preset make_completejourney_products() {
  return {.name = "completejourney_products",
          .sentence = "Products of the data set Complete Journey",
          .kind = Kind::products,
          .columns = {{"product_id", "product_id"}, {"product_type", "product_name"}, {"product_category", "category"}},
          .headers_beside = {"manufacturer_id", "department", "brand", "package_size"},
          .currency = "",
          .refund_prefix = "",
          .source = "completejourney"};
}

}  // namespace ganbo::imports::presets
