// Routes of running the thing: health, SQL, rebuild, backup, doctor. Admin, but for health.
#include <fmt/format.h>
#include <simdjson.h>
#include <sys/statvfs.h>

#include "demo_fill.hpp"
#include "events/payload.hpp"
#include "events/store/read_seen_types.hpp"
#include "events/store/rebuild.hpp"
#include "instance.hpp"
#include "parties/store/queries.hpp"
#include "platform/base/json_writer.hpp"
#include "platform/engine/store/queries.hpp"
#include "platform/store/postgres/postgres_health.hpp"
#include "result_table.hpp"
#include "tables_json.hpp"

namespace ganbo::app {
namespace {

using http::Method;
using http::Request;
using http::Response;
using http::Scope;

constexpr int query_seconds_max = 60;
constexpr std::int64_t disk_bytes_low = 512LL << 20;

Result<events::JsonObject> body_object(const Request& request) {
  const auto document = TRY(events::parse_json(request.body.empty() ? "{}" : request.body, 2, "body"));
  events::JsonObject object;
  if (document.get(object)) return invalid("body", "type", "The body must be a JSON object.");
  return object;
}

std::int64_t disk_free(const std::string& directory) {
  struct statvfs facts{};
  if (::statvfs(directory.c_str(), &facts) != 0) return -1;
  return static_cast<std::int64_t>(facts.f_bavail) * static_cast<std::int64_t>(facts.f_frsize);
}

struct Finding {
  std::string what;
  bool good;
  std::string says;
};

constexpr std::string_view plain_operation = R"({"tags":["operations"],"responses":{"200":{"description":"OK"}}})";

}  // namespace

Result<Response> Instance::query(Request& request) {
  const auto body = TRY(body_object(request));
  const std::string sql(events::text_of(body, "sql"));
  const auto format = TRY(parse_table_format(events::text_of(body, "format")));
  if (sql.empty()) return invalid("sql", "required", "Say what to select.");
  auto lease = TRY(readers_->take());
  ResultTable table(format);
  std::int64_t rows = 0;
  const auto add = [&](std::size_t, const store::Cursor& row) {
    ++rows;
    table.add(row);
  };
  TRY(lease->query(sql, add, query_seconds_max, [&](const auto& names) { table.set_names(names); }));
  if (table.is_full())
    return Error{
        ErrorCode::too_large,
        fmt::format("The answer is larger than {} MB. Select fewer columns, or ask in slices: `where`, `limit`.",
                    ResultTable::bytes_max >> 20),
        "sql", "limit"};
  // Not the statement itself: there may be a name in it, which no erasure would reach.
  team::AuditEntry exported;
  exported.actor = team::actor_of(request);
  exported.action = team::AuditAction::exported;
  exported.subject = "query";
  exported.rows = rows;
  TRY(write_down(std::move(exported)));
  Response response = http::json(200, table.finish());
  if (format != TableFormat::json) response.content_type = "text/plain; charset=utf-8";
  return response;
}

Result<Response> Instance::rebuild(Request& request) {
  const bool repair = request.param("repair").value_or("") == "true";
  writer_->drain();
  auto lease = TRY(readers_->take());
  const auto business = business_.now();
  auto report = TRY(events::rebuild(*lease, types_, *business, [this] { return stopping_.raised(); }));
  std::int64_t repaired = 0;
  if (repair)
    for (const auto party : report.differing) {
      auto command = std::make_unique<events::RepairParty>();
      command->party = party;
      TRY(writer_->submit(std::move(command)));
      ++repaired;
    }
  if (repair)
    for (auto& [identifier, party] : report.surplus_claims) {
      auto command = std::make_unique<events::ReleaseClaim>();
      command->identifier = std::move(identifier);
      command->party = party;
      // Refused where the party got the identifier meanwhile: then nothing needs repair.
      if (writer_->submit(std::move(command)).ok()) ++repaired;
    }
  std::string out;
  JsonWriter json(out);
  begin_with_tables(json, report.tables, "differences", &events::TableComparison::differences);
  json.member("differences", report.differences());
  if (repair) json.member("repaired", repaired);
  json.key("examples").begin_array();
  for (const auto& example : report.examples) json.text(example);
  json.end_array().end_object();
  return http::json(200, std::move(out));
}

Result<Response> Instance::backup(Request& request) {
  // A key over the network names no files of this machine; the socket and the command line have its rights anyway.
  if (!request.from_this_machine)
    return Error{ErrorCode::forbidden, "A backup is made on the machine itself: ganbo backup FILE.", "file", "local"};
  const auto body = TRY(body_object(request));
  const std::string file(events::text_of(body, "file"));
  if (file.empty() || file.front() != '/')
    return invalid("file", "required", "Say where the backup goes, as a full path.");
  TRY(record_->backup(file, {}));
  std::string out;
  JsonWriter(out).begin_object().member("file", file).end_object();
  return http::json(200, std::move(out));
}

Result<Response> Instance::doctor(Request&) {
  std::vector<Finding> findings;
  // What cannot be asked for, because a part of the record does not answer, is a finding beside the others.
  const auto cannot = [&](std::string_view what, const Error& error) {
    findings.push_back({std::string(what), false, error.message});
  };
  if (const auto problems = record_->check_integrity(); !problems.ok())
    cannot("record", problems.error());
  else
    findings.push_back({"record", problems->empty(), problems->empty() ? "sound" : problems->front()});
  if (record_->engine() == store::Engine::postgres) {
    auto examined = store::examine_postgres(options_.place.record, store::schema());
    if (!examined.ok())
      cannot("postgresql", examined.error());
    else
      for (auto& found : *examined) findings.push_back({std::move(found.what), found.good, std::move(found.says)});
  }
  findings.push_back({"writer", writer_->healthy(), writer_->healthy() ? "writes" : writer_->ailment()});
  const auto free_bytes = disk_free(options_.place.directory);
  findings.push_back(
      {"disk", free_bytes < 0 || free_bytes > disk_bytes_low, fmt::format("{} MB free", free_bytes >> 20)});
  findings.push_back({"record size", true, fmt::format("{} MB", record_->size_bytes() >> 20)});
  if (auto lease = readers_->take(); !lease.ok()) {
    cannot("parties", lease.error());
  } else {
    const auto count = (*lease)->one(parties::sql::CountParties{});
    if (count.ok())
      findings.push_back({"parties", true, fmt::to_string(*count ? (*count)->parties : 0)});
    else
      cannot("parties", count.error());
    const auto due = (*lease)->one(engine::sql::NextOutboxDue{});
    const bool waits = due.ok() && *due && (*due)->due_at && *(*due)->due_at < (clock_.now() - minutes(5)).micros;
    if (due.ok())
      findings.push_back(
          {"pending steps", !waits, waits ? "the oldest has been due for more than five minutes" : "none is late"});
    else
      cannot("pending steps", due.error());
  }
  findings.push_back({"search", true,
                      fmt::format("{} parties, {} MB{}", search_.parties(), search_.bytes() >> 20,
                                  search_.warming() ? ", warming" : "")});
  const auto& table = table_->table();
  findings.push_back({"lists", true,
                      fmt::format("{} parties, {} MB{}", table.parties(), table.bytes() >> 20,
                                  table_->is_behind() ? ", warming" : "")});
  bool good = true;
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("findings").begin_array();
  for (const auto& finding : findings) {
    good = good && finding.good;
    json.begin_object()
        .member("what", finding.what)
        .member("good", finding.good)
        .member("says", finding.says)
        .end_object();
  }
  json.end_array().member("good", good).member("version", GANBO_VERSION).end_object();
  return http::json(200, std::move(out));
}

void Instance::set_served_at(const std::string& url) {
  const std::lock_guard lock(served_at_mutex_);
  served_at_ = url;
}

void Instance::set_customers_served_at(const std::string& url) {
  const std::lock_guard lock(served_at_mutex_);
  customers_served_at_ = url;
}

Result<Response> Instance::show_record(Request&) {
  const std::lock_guard lock(served_at_mutex_);
  std::string out;
  JsonWriter(out)
      .begin_object()
      .member("engine", record_->engine() == store::Engine::postgres ? "postgresql" : "sqlite")
      .member("place", options_.place.record_place())
      .member("served_at", served_at_)
      .end_object();
  return http::json(200, std::move(out));
}

Result<Response> Instance::writer_figures(Request&) {
  const auto figures = writer_->figures();
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("commands", figures.commands).member("batches", figures.batches);
  json.member("names_us", figures.names_us).member("load_us", figures.load_us).member("apply_us", figures.apply_us);
  json.member("write_us", figures.write_us)
      .member("commit_us", figures.commit_us)
      .member("acknowledge_us", figures.acknowledge_us)
      .member("retries", figures.retries)
      .member("round_trips", figures.round_trips);
  json.member("waiting", static_cast<std::int64_t>(writer_->waiting())).end_object();
  return http::json(200, std::move(out));
}

Result<Response> Instance::health(Request&, bool ready) {
  if (ready && !writer_->healthy())
    return failure(ErrorCode::unavailable, "The record cannot be written: " + writer_->ailment());
  if (const std::string ailment = record_ailment(); ready && !ailment.empty())
    return failure(ErrorCode::unavailable, "The record does not answer: " + ailment);
  return http::json(200, R"({"status":"ok"})");
}

Result<Response> Instance::make_demo() {
  auto options = TRY(unfinished_demo(*this));
  if (!options) {
    auto lease = TRY(readers_->take());
    const auto count = TRY(lease->one(parties::sql::CountParties{}));
    if (count && count->parties > 0)
      return Error{ErrorCode::conflict, "There are parties already; made-up ones would mix with them.", "", "empty"};
    options.emplace();
    options->until = business_.now()->zone.local_day(clock_.now());
  }
  if (!TRY(fill_demo(*this, *options, {{}, [this] { return stopping_.raised(); }})))
    return failure(ErrorCode::cancelled, "The server stops; its next start goes on with the demo.");
  return http::json(200, "{}");
}

Result<Response> Instance::show_seen_types() {
  std::string out;
  JsonWriter json(out);
  auto lease = TRY(readers_->take());
  const auto directory = directory_.now();
  json.begin_object().key("data").begin_array();
  for (const auto& seen : TRY(events::read_seen_types(*lease, [this] { return stopping_.raised(); })))
    json.begin_object()
        .member("type", seen.type)
        .member("name", seen.name)
        .member("source", directory->source_name(seen.source))
        .member("events", seen.events)
        .member("first_at", format_timestamp(seen.first_at))
        .member("last_at", format_timestamp(seen.last_at))
        .end_object();
  json.end_array().end_object();
  return http::json(200, std::move(out));
}

std::function<void(Request&, http::Reply)> Instance::in_background(std::function<Result<Response>(Request&)> handler) {
  return [this, handler = std::move(handler)](Request& request, const http::Reply& reply) {
    auto own = std::make_shared<Request>(std::move(request));
    const auto added = background_->add([own, reply, handler] {
      auto response = handler(*own);
      reply(response.ok() ? std::move(*response) : http::problem(response.error()));
    });
    if (!added.ok()) reply(http::problem(added.error()));
  };
}

std::vector<http::Route> Instance::operation_routes() {
  constexpr const char* find_operation =
      R"({"tags":["operations"],"responses":{"200":{"description":"OK","content":{"application/json":{"schema":{"type":"object","required":["parties","pairs","suggestions","merged"],"properties":{"parties":{"type":"integer","description":"Compared with all others"},"pairs":{"type":"integer","description":"That were worth comparing"},"suggestions":{"type":"integer"},"merged":{"type":"integer","description":"Without asking, as duplicates.merge_from_odds allows"}}}}}}}})";
  constexpr const char* seen_operation =
      R"({"tags":["operations"],"responses":{"200":{"description":"OK","content":{"application/json":{"schema":{"type":"object","required":["data"],"properties":{"data":{"type":"array","items":{"type":"object","required":["type","name","source","events","first_at","last_at"],"properties":{"type":{"type":"string"},"name":{"type":"string","description":"Of an event of the business's own; empty: the type says it"},"source":{"type":"string"},"events":{"type":"integer"},"first_at":{"type":"string","format":"date-time","description":"Received"},"last_at":{"type":"string","format":"date-time","description":"Received"}}}}}}}}}}})";
  std::vector<http::Route> routes;
  const auto add = [&](Method method, std::string pattern, http::Auth auth, Scope needs, std::string summary,
                       std::function<Result<Response>(Request&)> handler) {
    http::Route route{.method = method, .pattern = std::move(pattern), .auth = auth, .needs = needs};
    route.handle = http::direct(std::move(handler));
    route.summary = std::move(summary);
    route.openapi_operation = plain_operation;
    routes.push_back(std::move(route));
  };
  const auto add_long = [&](Method method, std::string pattern, std::string summary,
                            const std::function<Result<Response>(Request&)>& handler) {
    add(method, std::move(pattern), http::Auth::bearer, Scope::admin, std::move(summary), handler);
    routes.back().handle = in_background(handler);
  };
  add(Method::get, "/healthz", http::Auth::none, Scope::none, "The process answers",
      [this](Request& r) { return health(r, false); });
  add(Method::get, "/readyz", http::Auth::none, Scope::none, "The record can be written",
      [this](Request& r) { return health(r, true); });
  add_long(Method::post, "/v1/query", "Runs a read-only SQL statement", [this](Request& r) { return query(r); });
  add_long(Method::post, "/v1/rebuild", "Compares consequences with facts", [this](Request& r) { return rebuild(r); });
  add_long(Method::post, "/v1/merge-suggestions/find",
           "Compares all parties with each other and files those that may be one",
           [this](Request& r) { return find_duplicates(r); });
  routes.back().openapi_operation = find_operation;
  add_long(Method::get, "/v1/event-types/seen", "Which events came in so far, by type, name and source; reads them all",
           [this](Request&) { return show_seen_types(); });
  routes.back().openapi_operation = seen_operation;
  add_long(Method::post, "/v1/demo", "Fills a record that holds nobody yet with a made-up business",
           [this](Request&) { return make_demo(); });
  add_long(Method::post, "/v1/backup", "Copies the record while it serves", [this](Request& r) { return backup(r); });
  add_long(Method::get, "/v1/doctor", "Says how the record is", [this](Request& r) { return doctor(r); });
  add(Method::get, "/v1/record", http::Auth::bearer, Scope::admin,
      "Which engine keeps the record, where, and where people reach this server",
      [this](Request& r) { return show_record(r); });
  add(Method::get, "/v1/writer", http::Auth::bearer, Scope::admin,
      "What the writer has done since it started, and where its time went",
      [this](Request& r) { return writer_figures(r); });
  return routes;
}

}  // namespace ganbo::app
