// ListCondition: one of the things that all parties of a narrowed list have in common. Conditions are joined by "and".
//
// As REST and addresses write them: `field:operator` or `field:operator:value`.
//
//   operator    of fields of kind                     value
//   is          text, integer, decimal, money,        one value
//               boolean, day, instant (that day)
//   is_not      text                                  one value; who has none is not it
//   contains    text                                  a part of it, without regard to case and marks
//   any_of      choice, words                         values separated by commas
//   none_of     choice, words                         likewise; who has none has none of them
//   at_least    integer, decimal, money               a number, included
//   at_most     integer, decimal, money               likewise
//   from        day, instant                          a day, included
//   until       day, instant                          a day, included
//   within      day, instant                          the last so many days, today included
//   before      day, instant                          more than so many days ago
//   month       day                                   1 to 12, of whatever year
//   filled      all                                   none
//   empty       all                                   none
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "card/list/list_field.hpp"
#include "platform/base/result.hpp"

namespace ganbo::card {

inline constexpr std::size_t conditions_max = 20;
inline constexpr std::size_t condition_bytes_max = 1000;

class ListCondition {
 public:
  // `fields`: what the caller may read, by key; null for any other key. Days are those of `zone`; `today` is the one on
  // which it is asked. Errors name the parameter `where`.
  using FindField = std::function<const ListField*(std::string_view key)>;
  struct Asked {
    const TimeZone& zone;
    Day today;
    Currency currency;  // the reporting one
  };
  static Result<ListCondition> parse(std::string_view text, const FindField& find, const Asked& asked);

  const std::string& field() const { return field_; }
  // `value`: of the field; nothing where the party has none.
  bool holds(const std::optional<ListValueView>& value) const;

 private:
  enum class Test { filled, empty, equals, differs, contains, any_of, none_of, range, month };
  ListCondition(std::string field, Test test) : field_(std::move(field)), test_(test) {}
  static Result<ListCondition> of_number(const ListField& field, std::string_view op, std::string_view value,
                                         const Asked& asked);
  static Result<ListCondition> of_time(const ListField& field, std::string_view op, std::string_view value,
                                       const Asked& asked);
  static Result<ListCondition> of_text(const ListField& field, std::string_view op, std::string_view value);

  std::string field_;
  Test test_;
  std::vector<std::string> texts_;  // as values are compared
  std::int64_t least_ = 0;          // range: both included; month: the month
  std::int64_t most_ = 0;
};

}  // namespace ganbo::card
