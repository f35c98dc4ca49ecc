#include "imports/presets/uit_visfd/uit_visfd.hpp"

namespace ganbo::imports::presets {

// Who wrote a review is not said. A date such as `2 tuần trước` counts from a day that is not said either, so such a
// row is refused unless that day is told (--as-of).
Preset make_uit_visfd() {
  return {.name = "uit_visfd",
          .sentence = "Reviews of telephones in the data set UIT-ViSFD (2019 to 2021)",
          .kind = Kind::touchpoints,
          .columns = {{"comment", "text"}, {"n_star", "stars"}, {"date_time", "date"}},
          .headers_beside = {"index", "label"},
          .currency = "",
          .refund_prefix = "",
          .touch_type = "review",
          .names_nobody = true};
}

}  // namespace ganbo::imports::presets
