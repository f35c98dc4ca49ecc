// Command names, read as they stand on either engine (src/platform/engine/names/) and kept as the target's engine does.
#include "platform/base/hash.hpp"
#include "platform/base/invariant.hpp"
#include "platform/copy/section.hpp"
#include "platform/copy/store/queries.hpp"
#include "platform/engine/names/command_names.hpp"

namespace ganbo::copy {
namespace {

using store::Connection;
using store::RowReader;
using store::RowSlice;

// A table of names without its first column (bucket or sequence), which is where the name stands, not what it is.
struct NamesTable {
  const store::TableFacts& facts;
  std::int64_t first_column_max;  // rows beyond are not read
};

// Its mark is the number of the table, as a letter, and the key there.
class NamesWalk final : public Walk {
 public:
  NamesWalk(Connection& connection, std::vector<NamesTable> tables, const std::string& mark)
      : connection_(connection), tables_(std::move(tables)) {
    if (!mark.empty()) place_ = static_cast<std::size_t>(mark.front() - 'a');
    INVARIANT(place_ < tables_.size(), "table {} of names", place_);
    walk_.emplace(connection_, tables_[place_].facts, mark.empty() ? mark : mark.substr(1));
  }

  Result<RowSlice> next(std::size_t rows_max) override {
    while (true) {
      RowSlice names;
      const RowSlice rows = TRY(walk_->next(rows_max));
      for (std::size_t place = 0; place < rows.size(); ++place) {
        RowReader reader(rows.row(place));
        if (reader.integer() > tables_[place_].first_column_max) break;  // the key leads with it
        names.add(reader.left());
      }
      if (!names.empty() || place_ + 1 == tables_.size()) return names;
      walk_.emplace(connection_, tables_[++place_].facts);
    }
  }

  std::string mark() const override { return static_cast<char>('a' + place_) + walk_->key(); }

 private:
  Connection& connection_;
  const std::vector<NamesTable> tables_;
  std::size_t place_ = 0;
  std::optional<store::TableWalk> walk_;
};

class NamesSection final : public Section {
 public:
  explicit NamesSection(const store::Schema& schema)
      : names_(store::table_named(schema, "command_names")),
        recent_(store::table_named(schema, "recent_command_names")) {
    for (const auto* table : {&names_, &recent_})
      INVARIANT(table->columns.size() == 6 && table->columns[1].name == "name_hash" &&
                    table->columns[2].name == "body_hash" && table->columns[3].name == "subject_id" &&
                    table->columns[4].name == "party_id" && table->columns[5].name == "detail",
                "the columns of {} are others", table->name);
  }

  std::string_view name() const override { return names_.name; }
  std::string_view says() const override { return names_.says; }
  std::span<const store::Field> columns() const override { return names_.columns.subspan(1); }

  Result<std::int64_t> count(Connection& connection) const override {
    if (connection.engine() == store::Engine::postgres) return store::count_rows(connection, names_);
    const auto closed = TRY(connection.one(sql::ClosedNames{}));
    return (closed ? closed->names : 0) + TRY(store::count_rows(connection, recent_));
  }

  Result<std::unique_ptr<Walk>> walk(Connection& connection, std::string mark) const override {
    constexpr auto all = std::numeric_limits<std::int64_t>::max();
    std::vector<NamesTable> tables;
    if (connection.engine() == store::Engine::postgres) {
      tables.push_back({names_, all});
    } else {
      const auto closed = TRY(connection.one(sql::ClosedNames{}));
      tables.push_back({names_, closed ? closed->last_bucket : 0});
      tables.push_back({recent_, all});
    }
    return std::unique_ptr<Walk>(std::make_unique<NamesWalk>(connection, std::move(tables), mark));
  }

  Result<void> open(Connection& target) override {
    target_names_ = engine::make_command_names(target.engine());
    return target_names_->open(target);
  }

  Result<void> put(Connection& target, const RowSlice& rows) override {
    std::vector<std::pair<Hash128, engine::KeptName>> names;
    names.reserve(rows.size());
    for (std::size_t place = 0; place < rows.size(); ++place) {
      RowReader reader(rows.row(place));
      auto& [hash, kept] = names.emplace_back();
      hash = Hash128::from_bytes(reader.blob());
      kept.body_hash = reader.integer();
      kept.subject_id = reader.integer();
      kept.party_id = reader.integer();
      kept.detail = reader.text();
    }
    return target_names_->write(target, std::move(names));
  }

  void committed() override { target_names_->committed(); }

 private:
  const store::TableFacts& names_;
  const store::TableFacts& recent_;
  std::unique_ptr<engine::CommandNames> target_names_;
};

}  // namespace

std::unique_ptr<Section> make_names_section(const store::Schema& schema) {
  return std::make_unique<NamesSection>(schema);
}

}  // namespace ganbo::copy
