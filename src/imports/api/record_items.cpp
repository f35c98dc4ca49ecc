#include "imports/api/record_items.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <utility>

#include "imports/record_sale.hpp"
#include "imports/undo_import.hpp"

namespace ganbo::imports {
namespace {

constexpr std::size_t name_bytes_max = 1000;

// Items as commands, one after another. Identifiers that name nobody are left out with a note; when none is left, the
// sale names the party.
class CommandMaker {
 public:
  // `import`: by its id it is told who was known before.
  CommandMaker(const events::Reading& reading, PartyId import) : reading_(reading), import_(import) {}

  Result<std::unique_ptr<engine::Command>> make(const Item& item, const std::string& name, std::size_t place,
                                                std::vector<ItemError>& notes) {
    if (item.name.empty()) return invalid("name", "required", "It is missing.");
    if (item.name.size() > name_bytes_max)
      return invalid("name", "limit", fmt::format("It is longer than {} bytes.", name_bytes_max));
    normalise(item.ids);
    for (const auto& error : unusable_) notes.push_back({place, error});
    events::Touchpoint touchpoint;
    touchpoint.type = item.type;
    touchpoint.name = name;
    touchpoint.identifiers = identifiers_;
    touchpoint.party = item.party;
    touchpoint.clears = static_cast<bool>(item.party);
    const bool names_customer = !identifiers_.empty();
    std::optional<parties::Identifier> sale;
    if (!item.sale.empty()) {
      auto named = parties::normalise(parties::IdentifierType::anonymous_id, item.sale, reading_.business.phone_region,
                                      "order_id");
      if (names_customer && named.ok()) sale = std::move(*named);
      if (!names_customer) touchpoint.identifiers.push_back(TRY(named));
    }
    if (touchpoint.identifiers.empty() && !touchpoint.party)
      return invalid("customer_id", "required", "No number, e-mail, phone or card of the row can name a party.");
    touchpoint.occurred_at = item.occurred_at.value_or(reading_.received_at);
    TRY(expect_possible(touchpoint.occurred_at));
    touchpoint.properties_json = item.properties;
    touchpoint.envelope_json = item.envelope;
    auto event = TRY(events::make_event(std::move(touchpoint), reading_));
    if (item.new_only) event->only_after = import_;
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
  PartyId import_;
  std::vector<parties::Identifier> ids_;
  std::vector<parties::Identifier> identifiers_;
  std::vector<Error> unusable_;
};

// One request: its commands, the outcomes as they come in from the writer; the last one answers.
//
// A name that was used by an import that has been taken back since tells nothing any more: of the items that are only
// repeated, those go again under a further name, as often as imports of the source were undone. A name of that kind
// begins as no other does.
class Recording : public std::enable_shared_from_this<Recording> {
 public:
  Recording(const RecordingService& service, Begun import, Outcomes known, std::function<void(Result<Outcomes>)> answer)
      : service_(service), import_(std::move(import)), outcomes_(std::move(known)), answer_(std::move(answer)) {}

  Result<void> begin(std::span<const Item> items) {
    outcomes_.letters.assign(items.size(), 'x');
    if (import_.undone > 0) {
      items_.assign(items.begin(), items.end());
      told_by_.resize(items.size());
    }
    std::vector<bool> left_out(items.size());
    for (const auto& refused : outcomes_.refused) left_out[refused.item] = true;
    std::vector<std::size_t> places;
    places.reserve(items.size());
    for (std::size_t place = 0; place < items.size(); ++place)
      if (!left_out[place]) places.push_back(place);
    return send(items, places);
  }

 private:
  // Those that can be read as commands, under the names of `round_`.
  Result<void> send(std::span<const Item> items, const std::vector<std::size_t>& places) {
    const auto directory = service_.directory.now();
    const auto source = directory->sources.find(import_.source);
    if (source == directory->sources.end() && !import_.tries)
      return Error{
          ErrorCode::not_found,
          fmt::format("There is no source {}; POST /v1/imports begins an import and makes it.", import_.source),
          "source", "known"};
    const auto business = service_.events.business.now();
    events::Reading reading =
        service_.events.reading(*business, source == directory->sources.end() ? SourceId{} : source->second.id);
    reading.precedence = import_.precedence;
    std::vector<std::unique_ptr<engine::Command>> commands;
    commands.reserve(places.size());
    CommandMaker maker(reading,
                       import_.import_id.empty() ? PartyId{} : TRY(parse_id<PartyId>(import_.import_id, "import_id")));
    std::vector<ItemError> told_before;
    for (const auto place : places) {
      const Item& item = items[place];
      auto command = round_ == 0 ? maker.make(item, item.name, place, outcomes_.notes)
                                 : maker.make(item, fmt::format("again.{}:{}", round_, item.name), place, told_before);
      if (!command.ok()) {
        outcomes_.refused.push_back({place, command.error()});
        continue;
      }
      if (import_.tries) {
        outcomes_.letters[place] = 'a';
        continue;
      }
      (*command)->done = [self = shared_from_this(), place](const engine::Outcome& outcome) {
        self->settle(place, outcome);
      };
      commands.push_back(std::move(*command));
    }
    remaining_ = commands.size();
    if (!commands.empty()) return service_.events.writer.admit(commands);
    answer();
    return {};
  }

  // Called on the thread of acknowledgements.
  void settle(std::size_t item, const engine::Outcome& outcome) {
    switch (outcome.status) {
      case engine::Status::applied:
        outcomes_.letters[item] = 'a';
        break;
      case engine::Status::repeated:
        outcomes_.letters[item] = 'r';
        if (import_.undone > 0) told_by_[item] = EventId{outcome.subject_id};
        break;
      case engine::Status::failed:
        failed_ = outcome.error;
        break;
      default:
        if (outcome.error.rule == events::known_rule) {
          outcomes_.letters[item] = 'r';
          break;
        }
        outcomes_.letters[item] = 'x';
        outcomes_.refused.push_back({item, outcome.error});
    }
    if (remaining_.fetch_sub(1) == 1) go_on();
  }

  void go_on() {
    std::vector<std::size_t> places;
    std::vector<EventId> told;
    for (std::size_t place = 0; place < told_by_.size(); ++place)
      if (told_by_[place]) {
        places.push_back(place);
        told.push_back(std::exchange(told_by_[place], EventId{}));
      }
    if (failed_ || places.empty() || round_ == import_.undone) return answer();
    auto ask = std::make_unique<AskTakenBack>(std::move(told));
    ask->done = [self = shared_from_this(), places](const engine::Outcome& outcome) {
      self->send_again(places, outcome);
    };
    std::vector<std::unique_ptr<engine::Command>> commands;
    commands.push_back(std::move(ask));
    fail_unless(service_.events.writer.admit(commands));
  }

  void send_again(const std::vector<std::size_t>& places, const engine::Outcome& outcome) {
    const std::string letters = AskTakenBack::letters(outcome);
    if (outcome.status != engine::Status::applied || letters.size() != places.size()) return fail_unless(outcome.error);
    std::vector<std::size_t> again;
    for (std::size_t i = 0; i < places.size(); ++i)
      if (letters[i] == 'y') again.push_back(places[i]);
    if (again.empty()) return answer();
    ++round_;
    fail_unless(send(items_, again));
  }

  void fail_unless(const Result<void>& admitted) {
    if (!admitted.ok()) answer_(admitted.error());
  }

  // What could not be written may be sent again as a whole: names keep the rest from doubling.
  void answer() { answer_(failed_ ? Result<Outcomes>(*failed_) : Result<Outcomes>(std::move(outcomes_))); }

  const RecordingService service_;
  const Begun import_;
  Outcomes outcomes_;
  std::atomic<std::size_t> remaining_ = 0;
  std::optional<Error> failed_;
  std::function<void(Result<Outcomes>)> answer_;
  std::vector<Item> items_;       // kept where some may go again
  std::vector<EventId> told_by_;  // of each that is only repeated, what told it first
  std::int64_t round_ = 0;
};

}  // namespace

Result<void> record_items(const RecordingService& service, const Begun& import, std::span<const Item> items,
                          Outcomes known, std::function<void(Result<Outcomes>)> answer) {
  return std::make_shared<Recording>(service, import, std::move(known), std::move(answer))->begin(items);
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
