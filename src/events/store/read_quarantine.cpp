#include "events/store/read_quarantine.hpp"

#include <fmt/format.h>

#include "events/quarantine.hpp"
#include "events/store/queries.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::events {
namespace {

constexpr std::int64_t samples_shown = 3;
constexpr std::int64_t replay_slice = 200;

class StoredQuarantine final : public QuarantineRecord {
 public:
  Result<std::vector<QuarantinedField>> fields(store::Connection& connection) const override {
    std::vector<QuarantinedField> found;
    for (auto& row : TRY(connection.all(sql::QuarantinedFields{}))) {
      QuarantinedField field{std::move(row.field), row.waiting, {row.first_expires_at}, {}};
      for (auto& sample :
           TRY(connection.all(sql::QuarantinedSamples{.field = field.field, .row_limit = samples_shown})))
        field.samples.push_back(std::move(sample.value));
      found.push_back(std::move(field));
    }
    return found;
  }

  Result<WaitingFields::BySource> waiting(store::Connection& connection) const override {
    WaitingFields::BySource found;
    for (auto& row : TRY(connection.all(sql::QuarantinedFieldsBySource{})))
      found[{row.source_id}].insert(std::move(row.field));
    return found;
  }

  Result<std::vector<std::unique_ptr<RecordEvent>>> replays_of(store::Connection& connection, const std::string& field,
                                                               const Reading& reading) const override {
    std::vector<std::unique_ptr<RecordEvent>> commands;
    const EventType* identify = reading.types.find("identify");
    for (const auto& row : TRY(connection.all(sql::QuarantinedOfField{.field = field, .row_limit = replay_slice}))) {
      const auto origin = TRY(connection.one(sql::FindEvent{.party_id = row.party_id, .event_id = row.event_id}));
      if (!origin) continue;  // its history has just moved: the next slice finds it where it is
      auto command = std::make_unique<RecordEvent>();
      command->type = identify;
      command->party = {row.party_id};
      command->moment = {{origin->occurred_at}, origin->precedence};
      command->received_at = reading.received_at;
      command->local_day = {static_cast<std::int32_t>(origin->local_day)};
      command->source = {row.source_id};
      const std::string trait = trait_of_field(field);
      JsonWriter(command->payload).begin_object().key(trait).raw(row.value).end_object();
      command->facets.traits.emplace_back(trait, row.value);
      command->facets.is_contact = false;
      command->releases = QuarantineKey{{row.party_id}, {row.event_id}, field};
      const std::string name = fmt::format("quarantine:{}:{}", row.event_id, field);
      command->name = engine::CommandName{hash_name(reading.hash_key, reading.source, name), 0};
      commands.push_back(std::move(command));
    }
    return commands;
  }
};

}  // namespace

std::unique_ptr<QuarantineRecord> make_stored_quarantine() { return std::make_unique<StoredQuarantine>(); }

}  // namespace ganbo::events
