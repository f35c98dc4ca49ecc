// Narrowing and sorting everybody: one page of a list out of a table of so many made-up parties.
//
//   lists_bench [--parties N]
//
// The bare figure is what the same scan costs with nothing of ours around it: an array of plain numbers, the field that
// is asked for alone, of which the best are kept by std::partial_sort_copy.
#include <CLI/CLI.hpp>
#include <chrono>

#include "bench/figures.hpp"
#include "card/list/party_table.hpp"
#include "demo/names.hpp"
#include "platform/base/fold.hpp"

namespace ganbo::bench {
namespace {

constexpr int rounds = 21;
constexpr std::size_t page_rows = 100;

double ms_of(const auto& work) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  }
  return quantile(times, 0.5);
}

card::TableParty made(std::int64_t id, Random& random) {
  constexpr std::array<std::string_view, 4> cities{"Hà Nội", "Huế", "Đà Nẵng", "Cần Thơ"};
  const auto year = static_cast<int>(1945 + random.below(60));
  card::TableParty party;
  party.id = {id};
  party.name = demo::person_name(random, demo::Sex::female, year).full;
  party.sort_key = fold(party.name);
  party.roles = "customer";
  party.created_at = {id};
  party.is_listed = true;
  const auto tell = [&](std::string_view name, const std::string& value) {
    party.traits.put(name, fmt::format(R"("{}")", value), {}, {});
  };
  tell("phone", demo::phone_number_e164(id, 1));
  tell("email", fmt::format("nguoi{}@example.com", id));
  tell("address", std::string(cities[static_cast<std::size_t>(random.below(4))]));
  tell("birthday", fmt::format("{}-{:02}-{:02}", year, 1 + random.below(12), 1 + random.below(28)));
  const auto orders = random.below(12);
  if (orders > 0) {
    party.figures.by_currency["VND"].said = {orders, orders * (50'000 + random.below(900'000)), 0};
    party.figures.first_order_at = Timestamp{days(18'000).micros + random.below(days(2'000).micros)};
    party.figures.last_order_at = *party.figures.first_order_at + days(random.below(400));
  }
  party.figures.last_contact_at = Timestamp{days(19'000).micros + random.below(days(1'000).micros)};
  return party;
}

void run(std::int64_t parties) {
  const events::EventTypes types;
  const parties::Business business;
  const auto fields = card::list_fields(types, business);
  card::PartyTable table;
  table.set_fields(fields, business.currency);
  Random random(20261129);
  std::vector<std::int64_t> plain;  // what each has spent
  for (std::int64_t id = 1; id <= parties; ++id) {
    const auto party = made(id, random);
    plain.push_back(card_amounts(party.figures, business.currency).spent());
    table.put(party);
  }
  const auto condition = [&](std::string_view text) {
    return *card::ListCondition::parse(text,
                                       [&](std::string_view key) {
                                         return card::find_list_field(fields, key, business,
                                                                      {.reads_all = true, .role = {}});
                                       },
                                       {business.zone, Day{20'000}, business.currency});
  };
  Figures figures("lists");
  figures.condition("parties", static_cast<double>(parties));
  std::vector<std::int64_t> best(page_rows);
  const double bare =
      ms_of([&] { std::partial_sort_copy(plain.begin(), plain.end(), best.begin(), best.end(), std::greater<>()); });
  constexpr double page_ms_max = 100;  // the issue: what is typed shows within this at a million parties
  const auto measured = [&](const std::string& name, const card::ListAsked& asked) {
    const double ms = ms_of([&] { table.find(asked); });
    figures.print({name, ms, "ms", bare, bare / ms, std::nullopt, page_ms_max});
  };
  measured("sorted_by_spent", {.sort = {"spent", true}, .limit = page_rows});
  measured("sorted_by_name", {.sort = {"", true}, .limit = page_rows});
  measured("narrowed_by_three", {.conditions = {condition("spent:at_least:1000000"), condition("birthday:month:12"),
                                                condition("address:contains:ha noi")},
                                 .sort = {"last_contact_at", true},
                                 .limit = page_rows});
  figures.print({"bytes_a_party", static_cast<double>(table.bytes()) / static_cast<double>(parties), "bytes",
                 std::nullopt, std::nullopt, std::nullopt, 1024.0});
}

}  // namespace
}  // namespace ganbo::bench

int main(int argc, char** argv) {
  CLI::App app("How fast lists are narrowed and sorted.");
  std::int64_t parties = 1'000'000;
  app.add_option("--parties", parties, "Made-up parties")->check(CLI::Range(1'000, 10'000'000));
  CLI11_PARSE(app, argc, argv);
  ganbo::bench::run(parties);
}
