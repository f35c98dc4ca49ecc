// Figures: what a benchmark prints, one JSON line each, for tools/bench/run.py. Progress goes to standard error.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "platform/base/json_writer.hpp"

namespace ganbo::bench {

struct Figure {
  std::string figure;
  double value;
  std::string unit;
  std::optional<double> bare;           // the bare library's figure in the same run
  std::optional<double> ratio_to_bare;  // 1: as good as bare
  std::optional<double> at_least;       // the design's floor, for the ratio where there is one, else for the value
  std::optional<double> at_most;
};

class Figures {
 public:
  explicit Figures(std::string bench) : bench_(std::move(bench)) {}
  // Stand with every figure printed after it.
  void condition(const std::string& name, const std::string& value) { conditions_[name] = value; }
  void condition(const std::string& name, double value) { conditions_[name] = fmt::format("{:.6g}", value); }

  void print(const Figure& figure) const {
    std::string line;
    JsonWriter json(line);
    json.begin_object().member("bench", bench_).member("figure", figure.figure);
    const auto number = [&](const char* key, const std::optional<double>& value) {
      if (value) json.key(key).raw(fmt::format("{:.6g}", *value));
    };
    number("value", figure.value);
    json.member("unit", figure.unit);
    number("bare", figure.bare);
    number("ratio_to_bare", figure.ratio_to_bare);
    number("at_least", figure.at_least);
    number("at_most", figure.at_most);
    json.key("conditions").begin_object();
    for (const auto& [name, value] : conditions_) json.member(name, value);
    json.end_object().end_object();
    fmt::print("{}\n", line);
    std::fflush(stdout);
  }

 private:
  std::string bench_;
  std::map<std::string, std::string> conditions_;
};

// The nearest-rank quantile; sorts `values`. NaN-free by construction: 0 when there are none.
inline double quantile(std::vector<double>& values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto rank = static_cast<std::size_t>(share * static_cast<double>(values.size()));
  return values[std::min(rank, values.size() - 1)];
}

}  // namespace ganbo::bench
