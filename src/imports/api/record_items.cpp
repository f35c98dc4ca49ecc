#include "imports/api/record_items.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <future>

#include "imports/record_sale.hpp"

namespace ganbo::imports {
namespace {

constexpr std::size_t name_bytes_max = 1000;

// The outcomes of one request as they come in from the writer; the last one answers.
class Gathering {
 public:
  Gathering(Outcomes outcomes, std::size_t commands, std::function<void(Result<Outcomes>)> answer)
      : outcomes_(std::move(outcomes)), remaining_(commands), answer_(std::move(answer)) {}

  // Called on the writer's thread.
  void settle(std::size_t item, const engine::Outcome& outcome) {
    switch (outcome.status) {
      case engine::Status::applied:
        outcomes_.letters[item] = 'a';
        break;
      case engine::Status::repeated:
        outcomes_.letters[item] = 'r';
        break;
      case engine::Status::failed:
        failed_ = outcome.error;
        break;
      default:
        outcomes_.refused.push_back({item, outcome.error});
    }
    if (remaining_.fetch_sub(1) == 1) answer();
  }

  // What could not be written may be sent again as a whole: names keep the rest from doubling.
  void answer() { answer_(failed_ ? Result<Outcomes>(*failed_) : Result<Outcomes>(std::move(outcomes_))); }

 private:
  Outcomes outcomes_;
  std::atomic<std::size_t> remaining_;
  std::optional<Error> failed_;
  std::function<void(Result<Outcomes>)> answer_;
};

// Items as commands, one after another. Identifiers that name nobody are left out with a note; when none is left, the
// sale names the party.
class CommandMaker {
 public:
  explicit CommandMaker(const events::Reading& reading) : reading_(reading) {}

  Result<std::unique_ptr<engine::Command>> make(const Item& item, std::size_t place, std::vector<ItemError>& notes) {
    if (item.name.empty()) return invalid("name", "required", "It is missing.");
    if (item.name.size() > name_bytes_max)
      return invalid("name", "limit", fmt::format("It is longer than {} bytes.", name_bytes_max));
    normalise(item.ids);
    for (const auto& error : unusable_) notes.push_back({place, error});
    events::Touchpoint touchpoint;
    touchpoint.type = item.type;
    touchpoint.name = item.name;
    touchpoint.identifiers = identifiers_;
    const bool names_customer = !identifiers_.empty();
    std::optional<parties::Identifier> sale;
    if (!item.sale.empty()) {
      auto named = parties::normalise(parties::IdentifierType::anonymous_id, item.sale, reading_.business.phone_region,
                                      "order_id");
      if (names_customer && named.ok()) sale = std::move(*named);
      if (!names_customer) touchpoint.identifiers.push_back(TRY(named));
    }
    if (touchpoint.identifiers.empty())
      return invalid("customer_id", "required", "No number, e-mail, phone or card of the row can name a party.");
    touchpoint.occurred_at = item.occurred_at.value_or(reading_.received_at);
    TRY(expect_possible(touchpoint.occurred_at));
    touchpoint.properties_json = item.properties;
    touchpoint.envelope_json = item.envelope;
    auto event = TRY(events::make_event(std::move(touchpoint), reading_));
    if (!sale) return std::unique_ptr<engine::Command>(std::move(event));
    return std::unique_ptr<engine::Command>(std::make_unique<RecordSale>(std::move(event), std::move(*sale)));
  }

 private:
  // Remembers the last ones: what belongs to one customer comes together.
  void normalise(const std::vector<parties::Identifier>& ids) {
    if (ids == ids_) return;
    ids_ = ids;
    identifiers_.clear();
    unusable_.clear();
    for (const auto& id : ids) {
      auto identifier =
          parties::normalise(id.type, id.value, reading_.business.phone_region, parties::facts_of(id.type).word);
      if (identifier.ok())
        identifiers_.push_back(std::move(*identifier));
      else
        unusable_.push_back(identifier.error());
    }
    std::sort(identifiers_.begin(), identifiers_.end());
    identifiers_.erase(std::unique(identifiers_.begin(), identifiers_.end()), identifiers_.end());
  }

  // A day of a time zone may begin before the first instant that can be written.
  static Result<void> expect_possible(Timestamp occurred_at) {
    static const Timestamp first = parse_timestamp("1900-01-01T00:00:00Z", "date").value();
    static const Timestamp end = parse_timestamp("2200-12-31T23:59:59.999999Z", "date").value();
    if (occurred_at >= first && occurred_at <= end) return {};
    TRY(parse_timestamp(format_timestamp(occurred_at), "date"));
    return {};
  }

  const events::Reading& reading_;
  std::vector<parties::Identifier> ids_;
  std::vector<parties::Identifier> identifiers_;
  std::vector<Error> unusable_;
};

}  // namespace

Result<void> record_items(const RecordingService& service, const Begun& import, std::span<const Item> items,
                          Outcomes known, std::function<void(Result<Outcomes>)> answer) {
  const auto directory = service.directory.now();
  const auto source = directory->sources.find(import.source);
  if (source == directory->sources.end())
    return Error{ErrorCode::not_found,
                 fmt::format("There is no source {}; POST /v1/imports begins an import and makes it.", import.source),
                 "source", "known"};
  const auto business = service.events.business.now();
  events::Reading reading = service.events.reading(*business, source->second.id);
  reading.precedence = import.precedence;

  std::vector<std::unique_ptr<engine::Command>> commands;
  std::vector<std::size_t> places;
  commands.reserve(items.size());
  places.reserve(items.size());
  known.letters.assign(items.size(), 'x');
  std::vector<bool> left_out(items.size());
  for (const auto& refused : known.refused) left_out[refused.item] = true;
  CommandMaker maker(reading);
  for (std::size_t place = 0; place < items.size(); ++place) {
    if (left_out[place]) continue;
    auto command = maker.make(items[place], place, known.notes);
    if (command.ok()) {
      commands.push_back(std::move(*command));
      places.push_back(place);
    } else {
      known.refused.push_back({place, command.error()});
    }
  }
  auto gathering = std::make_shared<Gathering>(std::move(known), commands.size(), std::move(answer));
  if (commands.empty()) {
    gathering->answer();
    return {};
  }
  for (std::size_t i = 0; i < commands.size(); ++i)
    commands[i]->done = [gathering, item = places[i]](const engine::Outcome& outcome) {
      gathering->settle(item, outcome);
    };
  return service.events.writer.admit(commands);
}

RecordItems recording_in(RecordingService service) {
  return [service](const Begun& import, std::span<const Item> items) -> Result<Outcomes> {
    auto promise = std::make_shared<std::promise<Result<Outcomes>>>();
    auto recorded = promise->get_future();
    TRY(record_items(service, import, items, {},
                     [promise](Result<Outcomes> outcomes) { promise->set_value(std::move(outcomes)); }));
    return recorded.get();
  };
}

}  // namespace ganbo::imports
