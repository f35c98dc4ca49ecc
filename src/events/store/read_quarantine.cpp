#include "events/store/read_quarantine.hpp"

#include <fmt/format.h>

#include "events/own_fields.hpp"
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

  Result<ReplaySlice> replays_of(store::Connection& connection, const std::string& field, const Reading& reading,
                                 const QuarantineKey& after) const override {
    ReplaySlice slice;
    const EventType* identify = reading.types.find("identify");
    for (const auto& row : TRY(connection.all(sql::QuarantinedOfField{.field = field,
                                                                      .after_party_id = after.party.value,
                                                                      .after_event_id = after.event.value,
                                                                      .row_limit = replay_slice}))) {
      slice.last = QuarantineKey{{row.party_id}, {row.event_id}, field};
      const auto origin = TRY(connection.one(sql::FindEvent{.party_id = row.party_id, .event_id = row.event_id}));
      if (!origin) continue;  // its history has just moved: the next walk finds it where it is
      auto payload = replayed_payload(field, row.value, reading.business);
      if (!payload.ok()) {
        slice.misfits += 1;
        continue;
      }
      auto command = std::make_unique<RecordEvent>();
      command->type = identify;
      command->party = {row.party_id};
      command->moment = {{origin->occurred_at}, origin->precedence};
      command->received_at = reading.received_at;
      command->local_day = {static_cast<std::int32_t>(origin->local_day)};
      command->source = {row.source_id};
      command->payload = std::move(*payload);
      const JsonElement document = TRY(parse_json(command->payload, 1, "payload"));
      command->facets = identify->facets(JsonObject(document.get_object()), reading.business.currency);
      command->releases = slice.last;
      const std::string name = fmt::format("quarantine:{}:{}", row.event_id, field);
      command->name = engine::CommandName{hash_name(reading.hash_key, reading.source, name), 0};
      slice.commands.push_back(std::move(command));
    }
    return slice;
  }

 private:
  // A value of one of the business's own fields is checked as one that comes in; any other stands as it was told.
  static Result<std::string> replayed_payload(const std::string& field, const std::string& value_json,
                                              const parties::Business& business) {
    const std::string trait = trait_of_field(field);
    std::string told;
    JsonWriter(told).begin_object().key(trait).raw(value_json).end_object();
    if (!business.fields.contains(trait)) return told;
    const JsonElement document = TRY(parse_json(told, 1, "waiting"));
    std::vector<UnknownValue> unknown;
    return read_payload({}, JsonObject(document.get_object()), "traits", further_of(business, "identify"), unknown);
  }
};

}  // namespace

std::unique_ptr<QuarantineRecord> make_stored_quarantine() { return std::make_unique<StoredQuarantine>(); }

}  // namespace ganbo::events
