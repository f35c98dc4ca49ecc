// A business in a record of its own that goes with the test, reached as an import reaches it: through its routes. For
// tests only.
#pragma once

#include <fstream>
#include <future>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/wiring.hpp"
#include "catalog/api/catalog_routes.hpp"
#include "imports/api/import_routes.hpp"
#include "imports/api/import_run.hpp"
#include "imports/api/record_items.hpp"
#include "imports/api/upload_routes.hpp"
#include "platform/http/request.hpp"
#include "platform/http/router.hpp"
#include "platform/store/sqlite/sqlite_record.hpp"
#include "platform/store/testing/temporary_record.hpp"

namespace ganbo::imports::testing {

// "rows applied repeated refused", or why there is no report.
inline std::string counted(const Result<ImportReport>& report) {
  if (!report.ok()) return report.error().field + ": " + report.error().rule + ": " + report.error().message;
  const auto& c = report->counts;
  return std::to_string(c.rows) + " " + std::to_string(c.applied) + " " + std::to_string(c.repeated) + " " +
         std::to_string(c.refused);
}

class TemporaryBusiness {
 public:
  TemporaryBusiness() : live_directory_(clock_) {
    using store::testing::must;
    record_ = must(store::open_sqlite({.file = directory_.file("record.sqlite")}));
    must(record_->migrate());
    readers_ = std::make_unique<store::Readers>(*record_);
    writer_ = app::make_writer(*record_, {clock_, types_, search_, touched_, business_, live_directory_, endpoints_},
                               {}, engine::WriterOptions{});
    must(writer_->start());
    events_ = std::make_unique<events::EventService>(
        events::EventService{*writer_, business_, types_, clock_, hash_key_, live_directory_});
    catalog_ = app::make_catalog_service(*writer_, business_, *readers_);
    imports_ = app::make_import_service(*events_, live_directory_, *readers_, directory_.file("errors"));
    uploads_ = make_uploads();
    auto routes = import_routes(*imports_);
    for (auto& route : upload_routes(*imports_, *uploads_)) routes.push_back(std::move(route));
    for (auto& route : catalog::catalog_routes(*catalog_)) routes.push_back(std::move(route));
    router_ = std::make_unique<http::Router>(std::move(routes));
  }
  ~TemporaryBusiness() {
    uploads_->stop();
    writer_->stop();
  }

  http::Response ask(http::Method method, std::string_view target, std::string_view body) {
    const auto parsed = store::testing::must(http::parse_target(std::string(target)));
    const auto match = router_->match(method, parsed.segments);
    if (match.route == nullptr) throw std::runtime_error("no route " + std::string(target));
    http::Request request;
    request.method = method;
    request.query = parsed.query;
    request.body = body;
    request.captures = match.captures;
    auto promise = std::make_shared<std::promise<http::Response>>();
    auto answer = promise->get_future();
    match.route->handle(request, [promise](http::Response response) { promise->set_value(std::move(response)); });
    return answer.get();
  }
  Post post() {
    return [this](std::string_view target, std::string_view body) -> Result<http::Response> {
      return ask(http::Method::post, target, body);
    };
  }

  // Where an import within the process goes; post() alone is what one to a running server has.
  Destination directly() { return {post(), recording_in(imports_->recording())}; }

  std::string write_file(const std::string& name, std::string_view content) {
    std::ofstream(directory_.file(name), std::ios::binary) << content;
    return directory_.file(name);
  }
  static std::string read_file(const std::string& name) {
    std::ostringstream out;
    out << std::ifstream(name, std::ios::binary).rdbuf();
    return out.str();
  }

  // Imports and reports; problems go to a file in the test's directory.
  Result<ImportReport> import(ImportOptions options) { return import(std::move(options), directly()); }
  Result<ImportReport> import(ImportOptions options, const Destination& destination) {
    options.errors_directory = directory_.path().string();
    auto report = import_file(options, destination, {});
    writer_->drain();
    return report;
  }
  Result<ImportReport> import(const std::string& name, std::string_view content, ImportOptions options = {}) {
    options.file = write_file(name, content);
    return import(std::move(options));
  }

  // Rows of a question, cells joined by `|`.
  std::vector<std::string> rows(const std::string& sql) {
    auto connection = store::testing::must(record_->connect_reader());
    std::vector<std::string> out;
    store::testing::must(connection->query(
        sql,
        [&](std::size_t, const store::Cursor& row) {
          std::string line;
          for (int i = 0; i < row.columns(); ++i)
            line += (i == 0 ? "" : "|") + std::string(row.is_null(i) ? "-" : row.text(i));
          out.push_back(line);
        },
        60));
    return out;
  }
  std::string one(const std::string& sql) {
    const auto found = rows(sql);
    return found.size() == 1 ? found[0] : std::to_string(found.size()) + " rows";
  }
  // As a server that starts again on the same directory has it.
  std::unique_ptr<UploadWork> make_uploads() {
    return std::make_unique<UploadWork>(UploadPlaces{directory_.file("uploads"), directory_.file("errors")}, directly(),
                                        imports_->find);
  }
  UploadWork& uploads() { return *uploads_; }
  void drain() { writer_->drain(); }
  void set(const parties::Business& business) { business_.set(business); }
  std::string file(const std::string& name) const { return directory_.file(name); }

 private:
  store::testing::TemporaryDirectory directory_;
  SystemClock clock_;
  HashKey hash_key_{1, 2, 3};
  events::EventTypes types_;
  parties::SearchIndex search_;
  parties::TouchedParties touched_;
  parties::LiveBusiness business_;
  team::LiveDirectory live_directory_;
  webhooks::LiveEndpoints endpoints_;
  std::unique_ptr<store::Record> record_;
  std::unique_ptr<store::Readers> readers_;
  std::unique_ptr<engine::Writer> writer_;
  std::unique_ptr<events::EventService> events_;
  std::unique_ptr<catalog::CatalogService> catalog_;
  std::unique_ptr<ImportService> imports_;
  std::unique_ptr<UploadWork> uploads_;
  std::unique_ptr<http::Router> router_;
};

}  // namespace ganbo::imports::testing
