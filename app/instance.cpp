#include "instance.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <future>

#include "card/api/calendar_routes.hpp"
#include "card/api/describe_types.hpp"
#include "card/api/door_routes.hpp"
#include "card/api/list_routes.hpp"
#include "card/api/timeline_routes.hpp"
#include "card/api/view_routes.hpp"
#include "card/store/read_cards.hpp"
#include "change_stream.hpp"
#include "customer_pages/api/link_routes.hpp"
#include "customer_pages/store/stored_pages.hpp"
#include "events/quarantine.hpp"
#include "events/raise_reminder.hpp"
#include "events/store/queries.hpp"
#include "events/store/read_quarantine.hpp"
#include "guarded_routes.hpp"
#include "parties/store/queries.hpp"
#include "parties/store/stored_parties.hpp"
#include "platform/base/json_writer.hpp"
#include "platform/copy/copy.hpp"
#include "platform/engine/store/queries.hpp"
#include "platform/http/openapi.hpp"
#include "platform/http/request.hpp"
#include "platform/store/postgres/postgres_record.hpp"
#include "platform/store/sqlite/sqlite_record.hpp"
#include "team/api/audit_routes.hpp"
#include "team/api/holiday_routes.hpp"
#include "team/api/teams_routes.hpp"
#include "team/api/user_routes.hpp"
#include "team/field_reader.hpp"
#include "team/store/stored_audit.hpp"
#include "team/store/stored_team.hpp"
#include "team/store/stored_today.hpp"
#include "webhooks/store/stored_webhooks.hpp"
#include "wiring.hpp"

namespace ganbo::app {
namespace {

// Lanes overlap what each waits for, and every one is a connection of the database.
constexpr unsigned lanes_max = 4;
// A page that many commands change is written once a batch.
constexpr std::size_t long_batch_max = 4000;

std::string hex_of(const HashKey& key) {
  std::string out;
  for (const auto byte : key) out += fmt::format("{:02x}", byte);
  return out;
}

Result<HashKey> key_of_hex(const std::string& hex) {
  HashKey key{};
  if (hex.size() != key.size() * 2) return failure(ErrorCode::internal, "The record's hash key is damaged.");
  for (std::size_t i = 0; i < key.size(); ++i)
    key[i] = static_cast<unsigned char>(std::stoi(hex.substr(i * 2, 2), nullptr, 16));
  return key;
}

}  // namespace

Result<DirectoryLock> DirectoryLock::take(const std::string& directory) {
  std::error_code problem;
  std::filesystem::create_directories(directory, problem);
  if (problem)
    return failure(ErrorCode::unavailable,
                   fmt::format("The directory {} cannot be made: {}.", directory, problem.message()));
  const std::string file = directory + "/ganbo.lock";
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0)
    return failure(ErrorCode::unavailable,
                   fmt::format("{} cannot be written: {}. Choose another directory with --data, or change its rights.",
                               directory, std::strerror(errno)));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor);
    return failure(ErrorCode::conflict, fmt::format("Another ganbo works on {}.", directory));
  }
  return DirectoryLock(descriptor);
}

DirectoryLock::~DirectoryLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::string Place::record_place() const {
  return record.empty() ? "the data directory" : store::place_of_address(record);
}

Result<std::unique_ptr<store::Record>> open_record(const Place& place, std::int64_t cache_bytes) {
  if (place.record.empty())
    return store::open_sqlite({.file = place.directory + "/ganbo.db", .cache_bytes = cache_bytes});
  if (!store::is_postgres_address(place.record))
    return invalid(
        "--record", "format",
        "A record is named by an address of PostgreSQL, such as postgresql://user@host:5432/database. Leave it "
        "out to use the file in the data directory.");
  return store::open_postgres(place.record);
}

Result<std::unique_ptr<Instance>> Instance::open(InstanceOptions options, DirectoryLock lock) {
  std::unique_ptr<Instance> instance(new Instance(std::move(options), std::move(lock)));
  TRY(instance->start());
  return instance;
}

Instance::~Instance() {
  stopping_.raise();
  background_.reset();
  if (uploads_) uploads_->stop();
  stop_deliveries();
  if (writer_) stop_writing();
  if (housekeeping_.joinable()) housekeeping_.join();
  if (comparing_.joinable()) comparing_.join();
  if (following_.joinable()) following_.join();
}

Result<void> Instance::start() {
  record_ = TRY(open_record(options_.place, options_.cache_bytes));
  TRY(record_->prepare());
  readers_ = std::make_unique<store::Readers>(*record_);
  {
    // Before a seat is taken, which would keep away who goes on with the copy.
    auto lease = TRY(readers_->take());
    TRY(copy::expect_no_unfinished_copy(*lease));
  }
  others_ = TRY(record_->listen());  // before anything is read that others may change
  // Held until the writer has seats of its own: nobody begins a copy meanwhile. One that was begun while we waited for
  // this seat, and was ended, is found by looking again.
  const store::Seat seat = TRY(record_->connect_server());
  TRY(copy::expect_no_unfinished_copy(*seat.connection));
  TRY(load_keys(*seat.connection));
  directory_.set(TRY(team::load_directory(*seat.connection)));
  endpoints_.set(TRY(webhooks::load_endpoints(*seat.connection)));
  TRY(webhooks::count_waiting(*seat.connection, endpoints_));
  TRY(load_business());

  const auto reload = [this] {
    if (const auto loaded = load_business(); !loaded.ok()) spdlog::error("settings: {}", loaded.error().message);
  };
  engine::WriterOptions writing{.lanes =
                                    static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, lanes_max))};
  // Other servers of a shared record would wait for what a long batch holds.
  if (!options_.serves && record_->engine() == store::Engine::sqlite) writing.batch_max = long_batch_max;
  writer_ =
      make_writer(*record_, {clock_, types_, search_, touched_, business_, directory_, endpoints_}, reload, writing);
  event_service_ = std::make_unique<events::EventService>(
      events::EventService{*writer_, business_, types_, clock_, hash_key_, directory_, &waiting_fields_});
  event_service_->asked_for = [](std::unique_ptr<engine::Command> command, const http::Request& request,
                                 const std::string& subject, const std::string& from, const std::string& to) {
    return team::audited(std::move(command), request, team::AuditAction::definition_changed, subject, {},
                         {{subject, from, to}});
  };
  quarantine_record_ = events::make_stored_quarantine();
  quarantine_service_ = std::make_unique<events::QuarantineService>(events::QuarantineService{
      *event_service_, *readers_, *quarantine_record_,
      [this](const http::Caller& caller) { return team::field_reader(caller, *directory_.now()); }});
  rate_service_ = make_rate_service(*event_service_, *readers_);
  card_record_ = card::make_stored_cards();
  table_ = std::make_unique<card::LiveTable>(*card_record_, search_, touched_, business_, types_);
  card_service_ = std::make_unique<card::CardService>(
      card::CardService{*event_service_, *readers_, *card_record_, search_, *table_, directory_});
  catalog_service_ = make_catalog_service(*writer_, business_, *readers_);
  const std::string& place = options_.place.directory;
  import_service_ = make_import_service(*event_service_, directory_, *readers_, place + "/import-errors");
  const imports::Post post = [this](std::string_view target, std::string_view body) -> Result<http::Response> {
    return ask(http::Method::post, std::string(target), std::string(body));
  };
  const imports::Destination here(post, imports::recording_in(import_service_->recording()));
  uploads_ = std::make_unique<imports::UploadWork>(imports::UploadPlaces{place + "/uploads", place + "/import-errors"},
                                                   here, import_service_->find);
  team_service_ = std::make_unique<team::TeamService>(team::TeamService{
      *writer_, directory_, business_, clock_, hash_key_, [this](const team::User& user) { return make_card(user); }});
  team_service_->audit = &audit_;
  team_service_->audit_page = [this](const team::AuditPage& page) -> Result<std::vector<team::WrittenEntry>> {
    auto lease = TRY(readers_->take());
    return team::read_audit(*lease, page);
  };
  team_service_->party_name = [this](PartyId party) -> Result<std::string> {
    auto lease = TRY(readers_->take());
    const auto row = TRY(lease->one(parties::sql::LoadParty{.party_id = party.value}));
    return row ? row->name : std::string();
  };
  today_record_ = team::make_stored_today(types_);
  today_service_ = std::make_unique<team::TodayService>(team::TodayService{
      *writer_, *readers_, *today_record_, directory_, business_, types_, clock_, hash_key_, hold_out_percent_});
  make_page_service();
  webhook_record_ = webhooks::make_stored_webhook_record();
  webhook_service_ = std::make_unique<webhooks::WebhookService>(
      webhooks::WebhookService{*writer_, *readers_, endpoints_, *webhook_record_, clock_});
  erasures_ = std::make_unique<ErasureList>(options_.place.directory);
  backups_ = std::make_unique<BackupFolder>(options_.place.directory);
  TRY(list_erasures());
  background_ = std::make_unique<Background>();
  bulk_edit_service_ = std::make_unique<imports::BulkEditService>(
      imports::BulkEditService{*card_service_, *import_service_, here, *background_});
  router_ = std::make_unique<http::Router>(routes());
  search_.set_warming(true);
  TRY(writer_->start());
  TRY(ensure_first_rows());
  if (others_) following_ = std::thread([this] { follow_others(); });
  housekeeping_ = std::thread([this] {
    auto lease = readers_->take();
    const auto filled = lease.ok() ? parties::fill_search(**lease, search_, parties::Fill::at_start,
                                                          [this] { return stopping_.raised(); })
                                   : Result<void>(lease.error());
    if (!filled.ok() && !stopping_.raised()) spdlog::error("search could not be filled: {}", filled.error().message);
    search_.set_warming(false);
    if (const auto ended = options_.serves ? end_interrupted_edits(*bulk_edit_service_) : Result<void>();
        !ended.ok() && !stopping_.raised())
      spdlog::error("bulk edits: {}", ended.error().message);
    keep_house();
  });
  if (options_.serves) uploads_->go_on();
  if (options_.serves) comparing_ = std::thread([this] { compare_parties(); });
  if (options_.serves) {
    deliverer_ = std::make_unique<webhooks::Deliverer>(*record_, *readers_, *writer_, endpoints_, clock_);
    deliverer_->start();
  }
  return {};
}

// Made by whoever opens the record first.
Result<void> Instance::load_keys(store::Connection& connection) {
  const std::string fresh = hex_of(random_hash_key());
  const std::string fresh_of_links = customer_pages::text_of_key(customer_pages::random_link_key());
  TRY(connection.begin());
  is_new_ = TRY(connection.write(engine::sql::PutSecret{.key = command_name_key, .value = fresh})) == 1;
  TRY(connection.write(engine::sql::PutSecret{.key = customer_link_key, .value = fresh_of_links}));
  TRY(connection.commit());
  const auto kept = TRY(connection.one(engine::sql::FindSecret{.key = command_name_key}));
  if (!kept) return failure(ErrorCode::internal, "The record lost its hash key.");
  hash_key_ = TRY(key_of_hex(kept->value));
  const auto of_links = TRY(connection.one(engine::sql::FindSecret{.key = customer_link_key}));
  const auto link_key = of_links ? customer_pages::key_of_text(of_links->value) : std::nullopt;
  if (!link_key) return failure(ErrorCode::internal, "The record's key of links is damaged.");
  link_key_ = *link_key;
  return {};
}

void Instance::make_page_service() {
  page_record_ = customer_pages::make_page_record();
  const auto source = [this] {
    const auto directory = directory_.now();
    const auto found = directory->sources.find(customer_pages_source);
    return found == directory->sources.end() ? SourceId{} : found->second.id;
  };
  const auto public_url = [this] {
    const std::lock_guard lock(served_at_mutex_);
    return customers_served_at_;
  };
  page_service_ = std::make_unique<customer_pages::PageService>(customer_pages::PageService{
      *event_service_, *readers_, *page_record_, customer_pages_, link_key_, page_limit_, source, public_url});
}

void Instance::stop_deliveries() {
  if (deliverer_) deliverer_->stop();
}

// What other servers of the record have changed and this one holds in memory is read again as soon as they tell.
void Instance::follow_others() {
  while (!stopping_.raised()) {
    const auto heard = others_->wait(std::chrono::milliseconds(200));
    note_record(heard.ok() ? Result<void>() : Result<void>(heard.error()));
    const auto followed = heard.ok() ? take_in(*heard) : Result<void>(heard.error());
    announce_listeners();
    if (followed.ok()) continue;
    spdlog::debug("what other servers changed: {}", followed.error().message);
    take_all_in_ = true;
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  }
}

// Other servers tell what they change as long as this one says that it listens: its lists do, and its pages.
void Instance::announce_listeners() {
  const auto now = std::chrono::steady_clock::now();
  auto& hub = writer_->changes();
  if (!options_.serves) return;
  if (now < announce_again_) return;
  const auto told = others_->tell({store::Topic::listening, hub.name()});
  if (told.ok())
    announce_again_ = now + engine::ChangeHub::announce_every;
  else
    spdlog::debug("other servers: {}", told.error().message);
}

// So /readyz knows that the record is gone although nobody writes.
void Instance::note_record(const Result<void>& answered) {
  const std::lock_guard lock(ailment_mutex_);
  if (answered.ok() != record_ailment_.empty())
    spdlog::warn("{}", answered.ok() ? "The record answers again." : answered.error().message);
  record_ailment_ = answered.ok() ? std::string() : answered.error().message;
}

std::string Instance::record_ailment() const {
  const std::lock_guard lock(ailment_mutex_);
  return record_ailment_;
}

Result<void> Instance::take_in(const std::vector<store::Notice>& notices) {
  bool definitions = take_all_in_;
  for (const auto& notice : notices) {
    take_all_in_ = take_all_in_ || notice.topic == store::Topic::missed;
    definitions = definitions || notice.topic == store::Topic::definitions || notice.topic == store::Topic::missed;
  }
  auto& hub = writer_->changes();
  engine::Changes changed;  // by other servers
  for (const auto& notice : notices) {
    const auto slash = notice.text.find('/');
    if (notice.topic == store::Topic::missed) changed.add(engine::Changes::everything);
    if (notice.topic == store::Topic::listening && notice.text != hub.name()) hub.listens_elsewhere();
    if (notice.topic != store::Topic::changes || slash == std::string::npos) continue;
    if (std::string_view(notice.text).substr(0, slash) == hub.name()) continue;
    if (const auto told = engine::Changes::from_text(std::string_view(notice.text).substr(slash + 1)))
      changed.add(*told);
  }
  auto lease = TRY(readers_->take());
  if (definitions) {
    TRY(load_directory(*lease));
    TRY(load_endpoints(*lease));
    TRY(load_business());
  }
  for (const auto& notice : notices)
    if (notice.topic == store::Topic::parties) {
      duplicates_.heard(notice.text);
      TRY(parties::renew_search(*lease, search_, notice.text));
    }
  if (take_all_in_) duplicates_.forget();
  if (take_all_in_)
    TRY(parties::fill_search(*lease, search_, parties::Fill::again, [this] { return stopping_.raised(); }));
  take_all_in_ = false;
  touch(changed);
  hub.tell(changed);  // last: pages read what was read again here
  return {};
}

// Lists read again whom other servers changed.
void Instance::touch(const engine::Changes& changed) {
  for (const auto& [topic, which] : changed.topics()) {
    if (topic == engine::Changes::everything || (topic == parties::party_topic && which.any)) touched_.add_all();
    if (topic != parties::party_topic) continue;
    std::vector<PartyId> parties;
    parties.reserve(which.versions.size());
    for (const auto& [id, version] : which.versions) parties.push_back({id});
    touched_.add(parties);
  }
}

// The writer may set a newer directory while this one is read; then it is read again.
Result<void> Instance::load_directory(store::Connection& connection) {
  while (true) {
    const auto changes = directory_.changes();
    if (directory_.set_unless_changed(TRY(team::load_directory(connection)), changes)) return {};
  }
}

Result<void> Instance::load_endpoints(store::Connection& connection) {
  while (true) {
    const auto changes = endpoints_.changes();
    if (endpoints_.set_unless_changed(TRY(webhooks::load_endpoints(connection)), changes)) return {};
  }
}

// Once an hour: what waited too long in the quarantine goes. Every few seconds: key dates that came near.
void Instance::keep_house() {
  constexpr Duration look_again = seconds(5);
  auto next = clock_.now();
  auto next_look = clock_.now();
  // Other servers tell what they change as soon as they have heard that we listen.
  bool table_is_due = options_.serves;
  const auto table_due_at = std::chrono::steady_clock::now() + std::chrono::seconds(others_ ? 1 : 0);
  while (!stopping_.raised()) {
    // A clock that was put back is no reason to wait.
    if (options_.serves && (clock_.now() >= next_look || next_look > clock_.now() + look_again)) {
      next_look = clock_.now() + look_again;
      const auto raised = raise_reminders();
      if (!raised.ok() && raised.error().code != ErrorCode::cancelled && !stopping_.raised())
        spdlog::error("reminders: {}", raised.error().message);
    }
    if (options_.serves)
      if (const auto looked = look_through_parties(); !looked.ok() && !stopping_.raised())
        spdlog::error("today: {}", looked.error().message);
    if (const auto written = write_audit(); !written.ok() && !stopping_.raised())
      spdlog::error("audit trail: {}", written.error().message);
    if (clock_.now() >= next) {
      next = clock_.now() + hours(1);
      if (const auto expired = expire_audit(); !expired.ok() && !stopping_.raised())
        spdlog::error("audit trail: {}", expired.error().message);
      uploads_->tidy(clock_.now());
      if (const auto expired = writer_->submit(std::make_unique<events::ExpireQuarantine>());
          !expired.ok() && !stopping_.raised())
        spdlog::error("quarantine: {}", expired.error().message);
      if (const auto counted = count_waiting_fields(); !counted.ok() && !stopping_.raised())
        spdlog::error("quarantine: {}", counted.error().message);
    }
    if (table_->is_behind() || (table_is_due && std::chrono::steady_clock::now() >= table_due_at)) {
      table_is_due = false;
      catch_up_table();
    }
    stopping_.wait_for(std::chrono::milliseconds(100));
  }
}

void Instance::catch_up_table() {
  auto lease = readers_->take();
  const auto caught_up =
      lease.ok() ? table_->catch_up(**lease, [this] { return stopping_.raised(); }) : Result<void>(lease.error());
  if (!caught_up.ok() && !stopping_.raised()) spdlog::error("lists: {}", caught_up.error().message);
}

// A slice at a time, for whom Today is to name.
Result<void> Instance::look_through_parties() {
  auto lease = TRY(readers_->take());
  const auto business = business_.now();
  TRY(today_record_->look_on(*lease, {*business, clock_.now()}));
  return {};
}

Result<void> Instance::raise_reminders() {
  constexpr std::int64_t slice = 500;
  while (!stopping_.raised()) {
    const Day today = business_.now()->zone.local_day(clock_.now());
    std::vector<events::sql::MattersToLookAt::Row> rows;
    {
      auto lease = TRY(readers_->take());
      rows = TRY(lease->all(events::sql::MattersToLookAt{.today = today.days, .row_limit = slice}));
    }
    if (rows.empty()) return {};
    std::vector<std::unique_ptr<engine::Command>> commands;
    const auto left = std::make_shared<std::atomic<std::size_t>>(rows.size());
    const auto failed = std::make_shared<std::atomic<bool>>(false);
    for (const auto& row : rows) {
      auto command = std::make_unique<events::RaiseReminder>(types_, business_);
      command->party = {row.party_id};
      command->kind = row.kind;
      command->number = row.number;
      command->done = [left, failed](const engine::Outcome& outcome) {
        if (outcome.status != engine::Status::applied) *failed = true;
        left->fetch_sub(1);
      };
      commands.push_back(std::move(command));
    }
    TRY(writer_->admit(commands));
    while (*left > 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    if (*failed) return {};  // the log says why
    if (std::ssize(rows) < slice) return {};
  }
  return {};
}

Result<void> Instance::count_waiting_fields() {
  auto lease = TRY(readers_->take());
  waiting_fields_.set(TRY(quarantine_record_->waiting(*lease)));
  return {};
}

// Those of another server of the record, and one whose server ended before it was listed.
Result<void> Instance::list_erasures() {
  constexpr std::int64_t slice = 10'000;
  auto lease = TRY(readers_->take());
  std::vector<ListedErasure> erasures;
  std::int64_t after = 0;
  while (true) {
    const auto rows = TRY(lease->all(parties::sql::ErasuresAfter{.after = after, .row_limit = slice}));
    for (const auto& row : rows) erasures.push_back({{row.party_id}, {row.erased_at}});
    if (std::ssize(rows) < slice) break;
    after = rows.back().party_id;
  }
  return erasures_->add(erasures);
}

// Every record has the sources of its own application and pages, and an owner who can be sent a link.
Result<void> Instance::ensure_first_rows() {
  const auto directory = directory_.now();
  for (const std::string_view source : {std::string_view("app"), customer_pages_source})
    if (!directory->sources.contains(source))
      TRY(writer_->submit(std::make_unique<team::ChangeTeam>(team::ensure_source(std::string(source)))));
  if (directory->users.empty()) {
    team::User owner;
    owner.login = owner.name = owner.role = "owner";
    owner.locale = "vi";
    TRY(writer_->submit(std::make_unique<team::ChangeTeam>(team::add_user(owner))));
  }
  return {};
}

// Of somebody of us. Whoever was added when the server ended before it came to this has one with the first touchpoint
// that they log.
Result<void> Instance::make_card(const team::User& user) {
  const auto known_as = team::known_as(user);
  const auto directory = directory_.now();
  const auto app = directory->sources.find("app");
  if (!known_as || app == directory->sources.end()) return {};
  const auto business = business_.now();
  const auto reading = event_service_->reading(*business, app->second.id);
  std::string traits;
  JsonWriter(traits).begin_object().member("name", user.name).member("kind", "person").end_object();
  auto event = TRY(events::make_event({.type = "identify",
                                       .properties_json = traits,
                                       .envelope_json = R"({"role":"employee"})",
                                       .party = {},
                                       .identifiers = {*known_as},
                                       .occurred_at = reading.received_at,
                                       .name = known_as->value},
                                      reading));
  TRY(writer_->submit(std::move(event)));
  return {};
}

std::vector<http::Route> Instance::routes() {
  std::vector<http::Route> all;
  const auto add = [&all](std::vector<http::Route> some) {
    std::move(some.begin(), some.end(), std::back_inserter(all));
  };
  add(events::segment_routes(*event_service_));
  add(events::quarantine_routes(*quarantine_service_));
  add(events::rate_routes(*rate_service_));
  add(card::card_routes(*card_service_));
  add(card::list_routes(*card_service_));
  add(card::view_routes(*card_service_));
  add(imports::bulk_edit_routes(*bulk_edit_service_));
  add(card::timeline_routes(*card_service_));
  add(card::edit_routes(*card_service_));
  add(card::field_routes(*card_service_, *quarantine_service_));
  add(card::merge_routes(*card_service_));
  add(card::calendar_routes(*card_service_));
  add(card::door_routes(*card_service_));
  add(card::privacy_routes(*card_service_, [this](PartyId party, Timestamp erased_at) {
    record_->forget_overwritten();
    return erasures_->add({{party, erased_at}});
  }));
  add(team::team_routes(*team_service_));
  add(team::holiday_routes(*team_service_));
  add(team::user_routes(*team_service_));
  add(team::teams_routes(*team_service_));
  add(team::audit_routes(*team_service_));
  add(team::today_routes(*today_service_));
  add(customer_pages::link_routes(*page_service_));
  add(customer_pages::page_routes(*page_service_));
  add(catalog::catalog_routes(*catalog_service_));
  add(imports::import_routes(*import_service_));
  add(imports::upload_routes(*import_service_, *uploads_));
  add(webhooks::webhook_routes(*webhook_service_));
  add(operation_routes());
  add(setting_routes());
  add(backup_routes());
  all.push_back(change_route(writer_->changes()));
  const std::string document =
      http::openapi_document(all,
                             fmt::format("{},{},{},{},{}", card::schemas(types_), card::field_schemas(),
                                         card::merge_schemas(), card::timeline_schemas(), catalog::schemas()),
                             webhooks::openapi_webhooks(), GANBO_VERSION);
  http::Route openapi{
      .method = http::Method::get, .pattern = "/v1/openapi.json", .auth = http::Auth::none, .needs = http::Scope::none};
  openapi.handle = [document](http::Request&, const http::Reply& reply) { reply(http::json(200, document)); };
  all.push_back(std::move(openapi));
  return guarded(std::move(all),
                 {audit_, clock_, [this](team::AuditEntry entry) { return write_down(std::move(entry)); }});
}

http::Response Instance::ask(http::Method method, const std::string& target, const std::string& body) {
  const auto parsed = http::parse_target(target);
  if (!parsed.ok()) return http::problem(parsed.error());
  const auto match = router_->match(method, parsed->segments);
  if (match.route == nullptr) return http::problem(failure(ErrorCode::not_found, "There is no such route: " + target));
  http::Request request;
  request.method = method;
  request.target = target;
  request.path = parsed->path;
  request.query = parsed->query;
  request.body = body;
  request.captures = match.captures;
  request.caller.scopes = static_cast<unsigned>(http::Scope::admin);
  request.caller.name = "command line";
  request.from_this_machine = true;
  const auto source = directory_.now()->sources.find("app");
  if (source != directory_.now()->sources.end()) request.caller.source = source->second.id;
  auto promise = std::make_shared<std::promise<http::Response>>();
  auto future = promise->get_future();
  match.route->handle(request, [promise](http::Response response) { promise->set_value(std::move(response)); });
  return future.get();
}

}  // namespace ganbo::app
