#include "team/store/stored_today.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "events/member_text.hpp"
#include "events/payload.hpp"
#include "events/store/queries.hpp"
#include "events/store/read_permissions.hpp"
#include "parties/store/queries.hpp"
#include "parties/store/stored_parties.hpp"
#include "platform/base/invariant.hpp"
#include "team/store/looking_through.hpp"
#include "team/store/queries.hpp"

namespace ganbo::team {
namespace {

constexpr std::int64_t matters_max = 2'000;         // of each kind, the latest
constexpr int days_ahead = 14;                      // of what is due
constexpr std::int64_t newest_max = 500;            // since all were looked through
constexpr std::int64_t touchpoints_looked_at = 20;  // of a newcomer, and for who met them last

class OpenMatters final : public SuggestionSource {
 public:
  Result<std::vector<Suggestion>> suggest(store::Connection& connection, const Asking& asking) const override {
    const Day today = asking.today();
    const Day until{today.days + days_ahead};
    std::vector<Suggestion> found;
    for (const std::string_view kind : {"complaint", "promise", "reminder", "support"})
      for (const auto& row :
           TRY(connection.all(events::sql::MattersToBeDone{.kind = kind, .row_limit = matters_max}))) {
        // Of the same instant: by precedence (events/matter.hpp).
        if (row.closed_at && std::pair(*row.closed_at, row.closed_precedence.value_or(0)) >=
                                 std::pair(*row.opened_at, row.opened_precedence.value_or(0)))
          continue;
        const auto due = row.due_day ? std::optional(Day{static_cast<std::int32_t>(*row.due_day)}) : std::nullopt;
        if (auto suggestion =
                suggestion_of_matter({row.party_id}, kind, row.number, {*row.opened_at}, due, row.text, today, until))
          found.push_back(std::move(*suggestion));
      }
    return found;
  }
};

// Whose first word to us has had no answer: a message, or whatever else asked for something, after which nobody of us
// turned to them.
class FirstContacts final : public SuggestionSource {
 public:
  FirstContacts(const events::EventTypes& types, const LookingThrough& looked_through)
      : types_(types), looked_through_(looked_through) {}

  Result<std::vector<Suggestion>> suggest(store::Connection& connection, const Asking& asking) const override {
    auto looked = looked_through_.found();
    std::vector<std::int64_t> ids;
    for (const auto& row :
         TRY(connection.all(parties::sql::NewestParties{.after = looked.last.value, .row_limit = newest_max})))
      ids.push_back(row.party_id);
    for (const auto id : looked.newcomers) ids.push_back(id.value);
    std::vector<events::sql::Timeline> keys;
    for (const auto& party : TRY(parties::load_parties(connection, ids)))
      if (party.kind != parties::Kind::anonymous && !party.merged_into &&
          is_newcomer(events::Figures::from_json(party.figures), asking.now))
        keys.push_back({.party_id = party.id.value,
                        .before_at = std::numeric_limits<std::int64_t>::max(),
                        .before_id = std::numeric_limits<std::int64_t>::max(),
                        .row_limit = touchpoints_looked_at});
    std::vector<std::optional<Suggestion>> waiting(keys.size());
    std::vector<char> answered(keys.size(), 0);
    TRY(connection.each(std::span<const events::sql::Timeline>(keys),
                        [&](std::size_t place, events::sql::Timeline::Row&& row) {
                          if (answered[place] != 0) return;
                          switch (said_by(row)) {
                            case Said::nothing:
                              return;
                            case Said::answer:
                              answered[place] = 1;
                              return;
                            case Said::question:
                              // From the latest back: what stays is the first one that waits.
                              waiting[place] = Suggestion{SuggestionKind::first_contact,
                                                          {keys[place].party_id},
                                                          std::to_string(row.event_id),
                                                          {row.occurred_at},
                                                          std::nullopt,
                                                          events::member_text(row.payload, "text"),
                                                          std::nullopt};
                          }
                        }));
    std::vector<Suggestion> found;
    for (auto& suggestion : waiting)
      if (suggestion) found.push_back(std::move(*suggestion));
    return found;
  }

 private:
  enum class Said { nothing, question, answer };
  Said said_by(const events::sql::Timeline::Row& row) const {
    const std::string_view envelope = row.envelope ? std::string_view(*row.envelope) : std::string_view();
    const events::EventType* type = types_.find(row.type);
    const std::string direction = type == nullptr ? std::string() : events::direction_of(envelope, *type);
    // Whoever was called, met or visited was spoken with, whoever began.
    if (direction == "out" || row.type == "call" || row.type == "visit" || row.type == "meeting") return Said::answer;
    if (row.type == "message_received" || asked(envelope)) return Said::question;
    return Said::nothing;
  }
  static bool asked(std::string_view envelope) {
    if (envelope.empty()) return false;
    const auto document = events::parse_json(envelope, 0, "envelope");
    events::JsonObject object;
    bool value = false;
    return document.ok() && !document->get(object) && !object.at_key("asked").get(value) && value;
  }

  const events::EventTypes& types_;
  const LookingThrough& looked_through_;
};

class PurchasesDue final : public SuggestionSource {
 public:
  explicit PurchasesDue(const LookingThrough& looked_through) : looked_through_(looked_through) {}

  // They may have bought since they were looked at.
  Result<std::vector<Suggestion>> suggest(store::Connection& connection, const Asking& asking) const override {
    std::vector<std::int64_t> ids;
    for (const auto id : looked_through_.found().purchases_due) ids.push_back(id.value);
    std::vector<Suggestion> found;
    for (const auto& party : TRY(parties::load_parties(connection, ids)))
      if (auto suggestion = suggestion_of_purchases(party.id, events::Figures::from_json(party.figures),
                                                    asking.business.zone, asking.today()))
        found.push_back(std::move(*suggestion));
    return found;
  }

 private:
  const LookingThrough& looked_through_;
};

Exposure exposure_of(PartyId party, sql::ExposuresOfParty::Row&& row) {
  const auto kind = parse_suggestion_kind(row.kind);
  const auto act = parse_act(row.act);
  INVARIANT(kind && act, "exposure {} is of kind {}, act {}", row.exposure_id, row.kind, row.act);
  Exposure exposure{{row.exposure_id}, party, *kind, std::move(row.number), *act, {row.user_id}, {row.acted_at}};
  exposure.local_day = {static_cast<std::int32_t>(row.local_day)};
  if (row.until_day) exposure.until = Day{static_cast<std::int32_t>(*row.until_day)};
  exposure.to = {row.to_user_id};
  exposure.reason = std::move(row.reason);
  exposure.taken_back = {row.taken_back_id};
  return exposure;
}

class StoredToday final : public TodayRecord {
 public:
  StoredToday(const events::EventTypes& types, std::vector<std::unique_ptr<SuggestionSource>> more)
      : types_(types), sources_(std::move(more)) {
    sources_.push_back(std::make_unique<OpenMatters>());
    sources_.push_back(std::make_unique<FirstContacts>(types, looked_through_));
    sources_.push_back(std::make_unique<PurchasesDue>(looked_through_));
  }

  Result<std::vector<Candidate>> candidates(store::Connection& connection, const Asking& asking) const override {
    std::vector<Suggestion> suggestions;
    for (const auto& source : sources_) {
      auto more = TRY(source->suggest(connection, asking));
      std::move(more.begin(), more.end(), std::back_inserter(suggestions));
    }
    std::vector<std::int64_t> ids;
    ids.reserve(suggestions.size());
    for (const auto& suggestion : suggestions) ids.push_back(suggestion.party.value);
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::map<PartyId, std::pair<parties::Party, std::vector<Exposure>>> known;
    std::vector<sql::ExposuresOfParty> keys;
    for (auto& party : TRY(parties::load_parties(connection, ids))) {
      if (party.merged_into || party.erased_at.micros != 0 || party.kind == parties::Kind::anonymous) continue;
      keys.push_back({.party_id = party.id.value});
      const auto id = party.id;
      known.try_emplace(id, std::move(party), std::vector<Exposure>());
    }
    TRY(connection.each(std::span<const sql::ExposuresOfParty>(keys),
                        [&](std::size_t place, sql::ExposuresOfParty::Row&& row) {
                          const PartyId party{keys[place].party_id};
                          known.at(party).second.push_back(exposure_of(party, std::move(row)));
                        }));
    std::vector<Candidate> candidates;
    candidates.reserve(suggestions.size());
    for (auto& suggestion : suggestions) {
      const auto found = known.find(suggestion.party);
      if (found == known.end()) continue;
      const auto& [party, exposures] = found->second;
      Candidate candidate{std::move(suggestion), party, events::Figures::from_json(party.figures), {}};
      for (const auto& exposure : exposures)
        if (exposure.kind == candidate.suggestion.kind && exposure.number == candidate.suggestion.number)
          candidate.exposures.push_back(exposure);
      candidates.push_back(std::move(candidate));
    }
    return candidates;
  }

  Result<std::vector<Acquaintance>> acquaintances(store::Connection& connection,
                                                  const std::vector<PartyId>& parties) const override {
    std::vector<Acquaintance> found(parties.size());
    std::vector<events::sql::Timeline> touchpoints;
    std::vector<parties::sql::LoadIdentifiers> identifiers;
    std::vector<events::sql::PermissionMatters> permissions;
    std::vector<std::vector<events::PermissionMatter>> matters(parties.size());
    for (const auto party : parties) {
      touchpoints.push_back({.party_id = party.value,
                             .before_at = std::numeric_limits<std::int64_t>::max(),
                             .before_id = std::numeric_limits<std::int64_t>::max(),
                             .row_limit = touchpoints_looked_at});
      identifiers.push_back({.party_id = party.value});
      permissions.push_back({.party_id = party.value});
    }
    TRY(connection.each(
        std::span<const events::sql::Timeline>(touchpoints),
        [&](std::size_t place, events::sql::Timeline::Row&& row) { add(found[place], std::move(row)); }));
    TRY(connection.each(std::span<const parties::sql::LoadIdentifiers>(identifiers),
                        [&](std::size_t place, parties::sql::LoadIdentifiers::Row&& row) {
                          const auto type = parties::parse_identifier_type(row.type, "type");
                          INVARIANT(type.ok(), "identifier type {}", row.type);
                          found[place].identifiers.push_back({*type, std::move(row.value)});
                        }));
    TRY(connection.each(std::span<const events::sql::PermissionMatters>(permissions),
                        [&](std::size_t place, events::sql::PermissionMatters::Row&& row) {
                          matters[place].push_back(events::permission_matter_of(std::move(row)));
                        }));
    for (std::size_t place = 0; place < found.size(); ++place) {
      const auto permitted = events::permissions_of(matters[place]);
      found[place].wants_no_contact = permitted.stopped_at.has_value();
      for (const auto& permission : permitted.withdrawn) found[place].withdrawn.push_back(permission.number());
    }
    return found;
  }

  Result<bool> knows(store::Connection& connection, PartyId party) const override {
    return TRY(parties::load_party(connection, party)).has_value();
  }

  Result<std::vector<Exposure>> exposures(store::Connection& connection, PartyId party) const override {
    std::vector<Exposure> found;
    for (auto& row : TRY(connection.all(sql::ExposuresOfParty{.party_id = party.value})))
      found.push_back(exposure_of(party, std::move(row)));
    return found;
  }

  Result<bool> look_on(store::Connection& connection, const Asking& asking) override {
    return looked_through_.go_on(connection, asking);
  }
  bool has_looked_through() const override { return static_cast<bool>(looked_through_.found().last); }

 private:
  // Rows come from the latest back.
  void add(Acquaintance& acquaintance, events::sql::Timeline::Row&& row) const {
    const std::string envelope = std::move(row.envelope).value_or("");
    if (acquaintance.staff.empty()) acquaintance.staff = events::member_text(envelope, "staff");
    const events::EventType* type = types_.find(row.type);
    if (acquaintance.last || type == nullptr || !counts_as_contact(*type, row.payload)) return;
    acquaintance.last = {
        std::move(row.type), {row.occurred_at}, std::move(row.payload), events::direction_of(envelope, *type)};
  }
  static bool counts_as_contact(const events::EventType& type, std::string_view payload) {
    const auto document = events::parse_json(payload, 0, "payload");
    events::JsonObject object;
    return document.ok() && !document->get(object) && type.facets(object, Currency{}).is_contact;
  }

  const events::EventTypes& types_;
  LookingThrough looked_through_;
  std::vector<std::unique_ptr<SuggestionSource>> sources_;
};

}  // namespace

std::unique_ptr<TodayRecord> make_stored_today(const events::EventTypes& types,
                                               std::vector<std::unique_ptr<SuggestionSource>> more) {
  return std::make_unique<StoredToday>(types, std::move(more));
}

}  // namespace ganbo::team
