// The public data sets, whole: what the record holds after an import must be what the file says, and repeating must
// change nothing. The figures are computed here from the file itself, by other means than the import's.
#include <gtest/gtest.h>
#include <zlib.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "tests/temporary_business.hpp"

namespace ganbo::imports {
namespace {

using testing::TemporaryBusiness;

std::string public_data(const std::string& path) {
  const char* said = std::getenv("GANBO_SHARED");
  const std::filesystem::path shared =
      said != nullptr ? std::filesystem::path(said) : std::filesystem::path(GANBO_SOURCE_DIR) / ".." / "shared";
  const auto file = shared / "data" / path;
  return std::filesystem::exists(file) ? file.string() : std::string();
}

std::vector<std::vector<std::string>> rows_of(const std::string& file) {
  std::string text;
  gzFile stream = gzopen(file.c_str(), "rb");
  std::string block(1 << 20, '\0');
  for (int read = 0; (read = gzread(stream, block.data(), 1 << 20)) > 0;)
    text.append(block, 0, static_cast<std::size_t>(read));
  gzclose(stream);
  std::vector<std::vector<std::string>> rows(1);
  rows.back().emplace_back();
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && quoted && i + 1 < text.size() && text[i + 1] == '"')
      rows.back().back() += text[++i];
    else if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      rows.back().emplace_back();
    else if (c == '\n' && !quoted)
      rows.emplace_back(1);
    else if (c != '\r' || quoted)
      rows.back().back() += c;
  }
  if (rows.back() == std::vector<std::string>{""}) rows.pop_back();
  rows.erase(rows.begin());
  return rows;
}

// Millionths of a decimal text, without going through binary fractions.
std::int64_t millionths(const std::string& text) {
  if (text.find("e-") != std::string::npos) return 0;  // one amount is 4.440892e-16
  const bool negative = text[0] == '-';
  const auto point = text.find('.');
  std::string decimals = point == std::string::npos ? "" : text.substr(point + 1);
  decimals.resize(6, '0');
  const std::int64_t value = std::abs(std::stoll(text.substr(0, point))) * 1'000'000 + std::stoll(decimals);
  return negative ? -value : value;
}

// Pence of quantity × price, half to even.
std::int64_t pence(std::int64_t quantity, std::int64_t price_millionths) {
  const std::int64_t product = quantity * price_millionths;
  const std::int64_t magnitude = std::abs(product);
  std::int64_t whole = magnitude / 10'000;
  const std::int64_t rest = magnitude % 10'000;
  if (rest > 5'000 || (rest == 5'000 && whole % 2 == 1)) ++whole;
  return product < 0 ? -whole : whole;
}

TEST(PublicData, online_retail_is_counted_right_and_repeating_changes_nothing) {
  const std::string file = public_data("online_retail/online_retail.csv.gz");
  if (file.empty()) GTEST_SKIP() << "the public data folder is absent; set GANBO_SHARED to it";
  std::set<std::string> customers, sales, refunds, without_customer, products;
  std::int64_t revenue = 0;
  const auto rows = rows_of(file);
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 8u);
    (row[0][0] == 'C' ? refunds : sales).insert(row[0]);
    if (row[6].empty())
      without_customer.insert(row[0]);
    else
      customers.insert(row[6]);
    products.insert(row[1]);
    revenue += pence(std::stoll(row[3]), millionths(row[5]));
  }
  ASSERT_EQ(customers.size(), 4372u);
  ASSERT_EQ(revenue, 974'774'793);

  TemporaryBusiness business;
  const auto report = business.import({.file = file});
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->preset, "online_retail");
  EXPECT_EQ(report->left_out, std::vector<std::string>{"Country"});
  EXPECT_EQ(report->counts, (Counts{std::ssize(rows), std::ssize(rows), 0, 0}));
  const auto state = [&] {
    return std::vector<std::string>{
        business.one("select count(*), sum(amount_minor), min(currency), max(currency) from order_lines"),
        business.one("select count(*) from orders where status <> 'refund_only'"),
        business.one("select count(*) from orders where status = 'refund_only'"),
        business.one(
            "select count(distinct value) from identifiers where type = 'external' and value like 'online_retail:%'"),
        business.one("select count(*) from parties where kind = 'anonymous'"),
        business.one("select count(*) from parties where kind = 'person'"),
        business.one("select count(*) from events"),
        business.one("select count(*), max(changed_at) * 0 from products where name <> ''"),
    };
  };
  const auto first = state();
  EXPECT_EQ(first[0], std::to_string(rows.size()) + "|974774793|GBP|GBP");
  EXPECT_EQ(first[1], std::to_string(sales.size()));
  EXPECT_EQ(first[2], std::to_string(refunds.size()));
  EXPECT_EQ(first[3], "4372");
  EXPECT_EQ(first[4], std::to_string(without_customer.size()))
      << "each sale without a customer is an unidentified party of its own";
  EXPECT_EQ(first[5], "4372");
  EXPECT_EQ(business.one("select ordered_at from orders where order_id = '536365'"),
            std::to_string(parse_timestamp("2010-12-01T01:26:00Z", "")->micros))
      << "times are the business's own: 08:26 in Viet Nam";

  const auto again = business.import({.file = file});
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(again->counts, (Counts{std::ssize(rows), 0, std::ssize(rows), 0}));
  EXPECT_EQ(state(), first);
}

TEST(PublicData, cdnow_is_counted_right_although_it_has_no_order_numbers) {
  const std::string file = public_data("cdnow/cdnow_master.csv.gz");
  if (file.empty()) GTEST_SKIP() << "the public data folder is absent; set GANBO_SHARED to it";
  std::set<std::string> customers;
  std::int64_t revenue = 0;
  const auto rows = rows_of(file);
  for (const auto& row : rows) {
    customers.insert(row[0]);
    revenue += pence(1, millionths(row[3]));
  }
  TemporaryBusiness business;
  const auto report = business.import({.file = file});
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->counts, (Counts{std::ssize(rows), std::ssize(rows), 0, 0}));
  EXPECT_EQ(
      business.one("select count(*), count(distinct party_id), sum(total_minor), min(currency) from orders"),
      std::to_string(rows.size()) + "|" + std::to_string(customers.size()) + "|" + std::to_string(revenue) + "|USD");
  EXPECT_EQ(business.one("select sum(amount_minor) from order_lines"), std::to_string(revenue));
  const auto again = business.import({.file = file});
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->counts.repeated, std::ssize(rows));
  EXPECT_EQ(business.one("select count(*), sum(total_minor) from orders"),
            std::to_string(rows.size()) + "|" + std::to_string(revenue));
}

TEST(PublicData, households_their_campaigns_and_coupons_are_counted_right) {
  const std::string sales = public_data("completejourney/transactions_sample.csv.gz");
  if (sales.empty()) GTEST_SKIP() << "the public data folder is absent; set GANBO_SHARED to it";
  TemporaryBusiness business;
  const auto import = [&](const std::string& name, const std::string& preset) {
    const auto report = business.import({.file = public_data("completejourney/" + name + ".csv.gz"), .preset = preset});
    EXPECT_TRUE(report.ok()) << report.error().message;
    EXPECT_EQ(report->source, "completejourney") << "numbers of households are the same in all files";
    EXPECT_EQ(report->counts.refused, 0) << name;
    EXPECT_EQ(report->counts.applied, report->counts.rows) << name;
    return report->preset;
  };
  std::set<std::string> households;
  std::set<std::string> baskets;
  std::int64_t revenue = 0;
  std::int64_t discount = 0;
  for (const auto& row : rows_of(sales)) {
    households.insert(row[0]);
    baskets.insert(row[2]);
    revenue += pence(1, millionths(row[5]));
    discount += millionths(row[7]) / 10'000;
  }
  EXPECT_EQ(import("transactions_sample", ""), "completejourney_sales");
  EXPECT_EQ(business.one("select count(*), sum(amount_minor), min(currency) from order_lines"),
            "75000|" + std::to_string(revenue) + "|USD");
  EXPECT_EQ(business.one("select count(distinct order_id) from orders"), std::to_string(baskets.size()));

  EXPECT_EQ(business.one("select cast(round(sum(json_extract(payload, '$.discount') * 100)) as integer) from events "
                         "where type = 'order_completed'"),
            std::to_string(discount))
      << "what coupons took off";

  std::map<std::string, std::int64_t> contacts;
  const auto campaigns = rows_of(public_data("completejourney/campaigns.csv.gz"));
  for (const auto& row : campaigns) {
    households.insert(row[1]);
    ++contacts[row[0]];
  }
  EXPECT_EQ(import("campaigns", "completejourney_campaigns"), "completejourney_campaigns");
  std::vector<std::string> expected;
  for (const auto& [campaign, count] : contacts) expected.push_back(campaign + "|" + std::to_string(count));
  EXPECT_EQ(
      business.rows("select json_extract(envelope, '$.campaign') as campaign, count(*) from events where payload like "
                    "'%Campaign Received%' group by campaign order by campaign"),
      expected);
  EXPECT_EQ(business.one(
                "select count(*), min(local_day), max(local_day) from events where payload like '%Campaign Received%'"),
            "6589|17119|17528")
      << "2016-11-14 to 2017-12-28, as the descriptions have it";

  const auto redemptions = rows_of(public_data("completejourney/coupon_redemptions.csv.gz"));
  for (const auto& row : redemptions) households.insert(row[0]);
  EXPECT_EQ(import("coupon_redemptions", ""), "completejourney_redemptions");
  EXPECT_EQ(business.one("select count(*) from events where payload like '%Coupon Redeemed%'"),
            std::to_string(redemptions.size()));

  for (const auto& row : rows_of(public_data("completejourney/demographics.csv.gz"))) households.insert(row[0]);
  EXPECT_EQ(import("demographics", ""), "completejourney_households");
  EXPECT_EQ(business.one("select count(*) from parties"), std::to_string(households.size()));
}

TEST(PublicData, reviews_are_touchpoints_with_stars) {
  const std::string file = public_data("uit_visfd/test.csv.gz");
  if (file.empty()) GTEST_SKIP() << "the public data folder is absent; set GANBO_SHARED to it";
  std::map<std::string, std::int64_t> stars;
  std::int64_t dated = 0;
  const auto rows = rows_of(file);
  for (const auto& row : rows) {
    if (row[3].find('/') == std::string::npos) continue;  // so many weeks ago, of a day that is not said
    ++stars[row[2]];
    ++dated;
  }
  TemporaryBusiness business;
  const auto report = business.import({.file = file});
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->preset, "uit_visfd");
  EXPECT_EQ(report->counts, (Counts{std::ssize(rows), dated, 0, std::ssize(rows) - dated}));
  std::vector<std::string> expected;
  for (const auto& [count, reviews] : stars) expected.push_back(count + "|" + std::to_string(reviews));
  EXPECT_EQ(
      business.rows("select json_extract(payload, '$.stars') as stars, count(*) from events where type = 'review' "
                    "group by stars order by stars"),
      expected);
  EXPECT_EQ(business.one("select count(*), count(distinct party_id) from events"),
            std::to_string(dated) + "|" + std::to_string(dated));
  EXPECT_EQ(business.one("select count(*) from parties where kind <> 'anonymous'"), "0");

  // Told the day from which they count back, the rows that were refused go in as well.
  const auto rest = business.import({.file = file, .as_of = "2021-03-31"});
  ASSERT_TRUE(rest.ok()) << rest.error().message;
  EXPECT_EQ(rest->counts, (Counts{std::ssize(rows), std::ssize(rows) - dated, dated, 0}));
}

}  // namespace
}  // namespace ganbo::imports
