#include "imports/presets/completejourney_campaigns/completejourney_campaigns.hpp"

namespace ganbo::imports::presets {

// The file gives no dates: a campaign was received on the day it began, after the descriptions in the same data set.
// Its two headers would fit other files as well.
Preset make_completejourney_campaigns() {
  return {.name = "completejourney_campaigns",
          .sentence = "Campaigns of the data set Complete Journey, by the households that received them",
          .kind = Kind::touchpoints,
          .columns = {{"household_id", "customer_id"}, {"campaign_id", "campaign"}},
          .headers_beside = {},
          .currency = "USD",
          .refund_prefix = "",
          .source = "completejourney",
          .by_name_only = true,
          .touch_type = "Campaign Received",
          .days_of_campaigns = {{"1", "2017-03-03"},  {"2", "2017-03-08"},  {"3", "2017-03-13"},  {"4", "2017-03-29"},
                                {"5", "2017-04-03"},  {"6", "2017-04-19"},  {"7", "2017-04-24"},  {"8", "2017-05-08"},
                                {"9", "2017-05-31"},  {"10", "2017-06-28"}, {"11", "2017-07-12"}, {"12", "2017-07-12"},
                                {"13", "2017-08-08"}, {"14", "2017-09-04"}, {"15", "2017-09-20"}, {"16", "2017-10-04"},
                                {"17", "2017-10-18"}, {"18", "2017-10-30"}, {"19", "2017-11-15"}, {"20", "2017-11-27"},
                                {"21", "2017-12-06"}, {"22", "2017-12-06"}, {"23", "2017-12-28"}, {"24", "2016-11-14"},
                                {"25", "2016-12-06"}, {"26", "2016-12-28"}, {"27", "2017-02-08"}}};
}

}  // namespace ganbo::imports::presets
