// Business: the settings of the business that rules depend on, as an immutable snapshot.
#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "parties/business_calendar.hpp"
#include "parties/custom_field.hpp"
#include "parties/own_word.hpp"
#include "platform/base/exchange_rates.hpp"
#include "platform/base/money.hpp"
#include "platform/base/timestamp.hpp"

namespace ganbo::parties {

struct Business {
  std::string name = "ganbo";
  TimeZone zone = *TimeZone::named("Asia/Ho_Chi_Minh");
  Currency currency;                // reporting currency; default VND
  std::string phone_region = "VN";  // for numbers written without country code
  // Of other currencies into it, by their days.
  std::shared_ptr<const ExchangeRates> rates = std::make_shared<const ExchangeRates>();
  BusinessCalendar calendar;                        // when it does not work
  bool demo = false;                                // the record holds made-up data
  std::set<std::string, std::less<>> named_fields;  // unknown fields that were given a use
  CustomFields fields;                              // traits that it defined for itself
  OwnWords words;                                   // roles and kinds of key date that it added
};

// The snapshot in force. Thread-safe: readers keep the one they took.
class LiveBusiness {
 public:
  LiveBusiness() : current_(std::make_shared<const Business>()) {}
  std::shared_ptr<const Business> now() const {
    const std::lock_guard lock(mutex_);
    return current_;
  }
  void set(Business business) {
    auto next = std::make_shared<const Business>(std::move(business));
    const std::lock_guard lock(mutex_);
    current_ = std::move(next);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Business> current_;
};

}  // namespace ganbo::parties
