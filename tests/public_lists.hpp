// The public lists of people with known doubles, as the comparison of parties sees them: for its test and its
// benchmark. What kind each column is of is all that is said about a list; labels are read to judge, never to estimate.
#pragma once

#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "linkage/clusters.hpp"
#include "linkage/linking.hpp"

namespace ganbo::linkage::testing {

struct List {
  Fields fields;
  std::vector<Record> records;
  std::vector<std::string> truth;  // who each is
  Within within;
};

// Empty where the folder is absent.
inline std::string public_file(const std::string& root, const std::string& path) {
  const char* said = std::getenv("GANBO_SHARED");
  const auto shared = said != nullptr ? std::filesystem::path(said) : std::filesystem::path(root) / ".." / "shared";
  const auto file = shared / "data" / path;
  return std::filesystem::exists(file) ? file.string() : std::string();
}

// Rows without the header; these lists quote nothing.
inline std::vector<std::vector<std::string>> rows_of(const std::string& file) {
  std::string text;
  gzFile stream = gzopen(file.c_str(), "rb");
  std::string block(1 << 16, '\0');
  for (int read = 0; (read = gzread(stream, block.data(), 1 << 16)) > 0;)
    text.append(block, 0, static_cast<std::size_t>(read));
  gzclose(stream);
  std::vector<std::vector<std::string>> rows;
  for (std::size_t from = 0; from < text.size();) {
    const auto line_end = std::min(text.find('\n', from), text.size());
    std::vector<std::string> row;
    for (std::size_t cell = from; cell <= line_end;) {
      const auto cell_end = std::min(text.find(',', cell), line_end);
      row.push_back(text.substr(cell, cell_end - cell));
      cell = cell_end + 1;
    }
    rows.push_back(std::move(row));
    from = line_end + 1;
  }
  rows.erase(rows.begin());
  return rows;
}

inline void add_rows(List& list, const std::string& file, std::size_t first_column, std::size_t truth_column) {
  for (auto& row : rows_of(file)) {
    row.resize(std::max(row.size(), first_column + list.fields.size()));
    Record record;
    for (std::size_t f = 0; f < list.fields.size(); ++f) {
      auto value = prepare(list.fields[f].kind, row[first_column + f]);
      record.values.emplace_back();
      if (!value.folded.empty()) record.values.back().push_back(std::move(value));
    }
    list.records.push_back(std::move(record));
    list.truth.push_back(row[truth_column]);
  }
}

// `files`: one that is searched for doubles, or two of which each has none.
inline List febrl(const std::vector<std::string>& files) {
  List list;
  list.fields = {{"given_name", FieldKind::given_name, 1}, {"surname", FieldKind::family_name, 0},
                 {"street_number", FieldKind::number},     {"address_1", FieldKind::text, 4},
                 {"address_2", FieldKind::text, 3},        {"suburb", FieldKind::text},
                 {"postcode", FieldKind::number},          {"state", FieldKind::text},
                 {"date_of_birth", FieldKind::date},       {"soc_sec_id", FieldKind::code}};
  for (const auto& file : files) {
    list.within.second_from = list.records.size();
    add_rows(list, file, 1, 0);
  }
  for (auto& who : list.truth) who = who.substr(0, who.find('-', 4));  // rec-12-org, rec-12-dup-0
  return list;
}

inline List fake_1000(const std::string& file) {
  List list;
  list.fields = {{"first_name", FieldKind::given_name, 1},
                 {"surname", FieldKind::family_name, 0},
                 {"dob", FieldKind::date},
                 {"city", FieldKind::text},
                 {"email", FieldKind::email}};
  add_rows(list, file, 1, 6);
  return list;
}

struct Accuracy {
  double precision = 0;
  double recall = 0;
  double f1 = 0;
};

inline Accuracy accuracy(double right, double found, double true_pairs) {
  return {right / found, right / true_pairs, 2 * right / (found + true_pairs)};
}

struct Judged {
  Accuracy pairs;     // of the pairs themselves
  Accuracy clusters;  // of all pairs within what they connect
};

inline double true_pairs(const List& list) {
  std::map<std::string, double> who;
  for (const auto& name : list.truth) ++who[name];
  double pairs = 0;
  for (const auto& [name, count] : who) pairs += count * (count - 1) / 2;
  return pairs;
}

inline Judged judge(const List& list, const std::vector<Pair>& pairs) {
  std::vector<std::pair<std::size_t, std::size_t>> connected;
  double right = 0;
  for (const auto& pair : pairs) {
    connected.emplace_back(pair.a, pair.b);
    right += list.truth[pair.a] == list.truth[pair.b] ? 1 : 0;
  }
  std::map<std::size_t, std::vector<std::size_t>> members;
  const auto first = clusters(list.records.size(), connected);
  for (std::size_t i = 0; i < first.size(); ++i) members[first[i]].push_back(i);
  double found = 0;
  double right_within = 0;
  for (const auto& [least, of_one] : members)
    for (std::size_t i = 0; i < of_one.size(); ++i)
      for (std::size_t j = i + 1; j < of_one.size(); ++j) {
        ++found;
        right_within += list.truth[of_one[i]] == list.truth[of_one[j]] ? 1 : 0;
      }
  const double truth = true_pairs(list);
  return {accuracy(right, static_cast<double>(pairs.size()), truth), accuracy(right_within, found, truth)};
}

// The odds from which two are suggested: a probability of 0.95, for every list and in the product.
inline std::vector<Pair> linked(const List& list) {
  const auto index = index_of(list.fields, list.records);
  const auto weights = estimate(list.fields, list.records, index, list.within);
  return likely_pairs(list.fields, weights, list.records, index, list.within, suggest_from_odds);
}

}  // namespace ganbo::linkage::testing
