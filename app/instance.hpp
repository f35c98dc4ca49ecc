// Instance: a data directory that is open: its record, the writer (wiring.hpp), and everything that answers.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "backup_folder.hpp"
#include "card/api/edit_routes.hpp"
#include "card/api/field_routes.hpp"
#include "card/api/merge_routes.hpp"
#include "card/api/privacy_routes.hpp"
#include "catalog/api/catalog_routes.hpp"
#include "customer_pages/api/page_routes.hpp"
#include "erasure_list.hpp"
#include "events/api/quarantine_routes.hpp"
#include "events/api/rate_routes.hpp"
#include "events/api/segment_routes.hpp"
#include "imports/api/bulk_edit.hpp"
#include "imports/api/import_routes.hpp"
#include "imports/api/upload_routes.hpp"
#include "linkage/store/duplicate_finder.hpp"
#include "parties/search.hpp"
#include "platform/base/background.hpp"
#include "platform/base/stop_flag.hpp"
#include "platform/engine/writer.hpp"
#include "platform/http/http.hpp"
#include "platform/http/router.hpp"
#include "platform/store/sqlite/sqlite_record.hpp"
#include "platform/store/store.hpp"
#include "team/api/team_routes.hpp"
#include "team/api/today_routes.hpp"
#include "team/audit.hpp"
#include "webhooks/api/webhook_routes.hpp"
#include "webhooks/store/deliverer.hpp"

namespace ganbo::app {

// Holds DIR/ganbo.lock for as long as it lives: one process works on a directory at a time, others ask it over
// DIR/ganbo.sock.
class DirectoryLock {
 public:
  // conflict when another process holds it; unavailable when the directory cannot be made or written.
  static Result<DirectoryLock> take(const std::string& directory);
  DirectoryLock(DirectoryLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  DirectoryLock& operator=(DirectoryLock&&) = delete;
  ~DirectoryLock();

 private:
  explicit DirectoryLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

// The record's secret that command names are hashed with.
constexpr std::string_view command_name_key = "command_name_key";

// The record's secret that links to pages for customers are signed with, and the source through which those pages
// speak.
constexpr std::string_view customer_link_key = "customer_link_key";
constexpr std::string_view customer_pages_source = "customer_pages";

// Where one works: the directory with what one server needs, and the record.
struct Place {
  std::string directory = "data";
  std::string record;  // an address of PostgreSQL; empty: the file in the directory
  // Where the record is, for people and for comparing: without user and password.
  std::string record_place() const;
};

// The record as it is found; nothing of its schema is looked at. `cache_bytes` matters to SQLite.
Result<std::unique_ptr<store::Record>> open_record(const Place& place,
                                                   std::int64_t cache_bytes = store::default_cache_bytes());

struct InstanceOptions {
  Place place;
  std::int64_t cache_bytes = store::default_cache_bytes();
  // Others wait for what they send, so batches are short; and reminders are raised. A verb that has the record to
  // itself changes nothing but what it was asked for, in long batches.
  bool serves = false;
};

class Instance {
 public:
  // Opens the record, or makes and migrates the one of the directory, and starts the writer. `lock` goes with it.
  static Result<std::unique_ptr<Instance>> open(InstanceOptions options, DirectoryLock lock);
  ~Instance();

  // What a route would answer, without HTTP: verbs use it where no server runs. The caller is admin. Thread-safe.
  http::Response ask(http::Method method, const std::string& target, const std::string& body);

  std::vector<http::Route> routes();
  // Pages for customers and nothing else, for a port of their own.
  std::vector<http::Route> public_routes() { return customer_pages::public_routes(*page_service_); }
  http::Accounts& accounts() { return directory_; }
  engine::Writer& writer() { return *writer_; }
  const team::LiveDirectory& team_directory() const { return directory_; }
  const parties::LiveBusiness& business() const { return business_; }
  events::EventService& events() { return *event_service_; }
  // Before the writer is stopped: what imports files in the background ends, and goes on with the next start.
  void stop_imports() { uploads_->stop(); }
  // Likewise: messages under way end.
  void stop_deliveries();
  // At the end: what is still to be written down of what was read, and then nothing more.
  void stop_writing();
  imports::RecordingService recording() { return import_service_->recording(); }
  store::Readers& readers() { return *readers_; }
  store::Record& record() { return *record_; }
  const std::string& directory() const { return options_.place.directory; }
  // Where people reach the server of this instance: verbs ask it for the links they print. Thread-safe.
  void set_served_at(const std::string& url);
  // Where customers reach their pages, where that is another address. Thread-safe.
  void set_customers_served_at(const std::string& url);
  // True when nobody has opened the record before.
  bool is_new() const { return is_new_; }

 private:
  explicit Instance(InstanceOptions options, DirectoryLock lock)
      : options_(std::move(options)), lock_(std::move(lock)), directory_(clock_) {}
  Result<void> start();
  Result<void> load_keys(store::Connection& connection);
  void make_page_service();
  Result<void> load_business();
  Result<void> load_directory(store::Connection& connection);
  Result<void> load_endpoints(store::Connection& connection);
  void follow_others();
  void announce_listeners();
  void note_record(const Result<void>& answered);
  std::string record_ailment() const;
  Result<void> take_in(const std::vector<store::Notice>& notices);
  Result<void> ensure_first_rows();
  Result<void> make_card(const team::User& user);
  void keep_house();
  Result<void> count_waiting_fields();
  Result<void> raise_reminders();
  Result<void> look_through_parties();
  void catch_up_table();
  void touch(const engine::Changes& changed);
  Result<void> list_erasures();
  // In audit_keeping.cpp.
  Result<void> write_audit();
  Result<void> expire_audit();
  Result<void> write_down(team::AuditEntry entry);
  // In comparing.cpp.
  void compare_parties();
  bool pause_comparing();
  Result<bool> compare_slice();
  Result<std::int64_t> file(linkage::Found found);
  Result<http::Response> find_duplicates(http::Request& request);

  // A handler of what may take minutes: it answers from a thread of its own.
  std::function<void(http::Request&, http::Reply)> in_background(
      std::function<Result<http::Response>(http::Request&)> handler);
  std::vector<http::Route> operation_routes();
  std::vector<http::Route> setting_routes();
  Result<http::Response> query(http::Request& request);
  Result<http::Response> rebuild(http::Request& request);
  Result<http::Response> backup(http::Request& request);
  Result<http::Response> doctor(http::Request& request);
  Result<http::Response> show_seen_types();
  Result<http::Response> show_record(http::Request& request);
  Result<http::Response> writer_figures(http::Request& request);
  Result<http::Response> health(http::Request& request, bool ready);
  Result<std::vector<team::SettingChange>> settings_now();
  Result<http::Response> show_settings(http::Request& request);
  Result<http::Response> change_settings(http::Request& request);
  Result<http::Response> make_demo();
  // In backups.cpp.
  std::vector<http::Route> backup_routes();
  Result<http::Response> list_backups();
  Result<http::Response> make_backup();
  Result<http::Response> give_backup(http::Request& request);
  Result<http::Response> remove_backup(http::Request& request);

  InstanceOptions options_;
  DirectoryLock lock_;
  SystemClock clock_;
  HashKey hash_key_{};
  customer_pages::LinkKey link_key_{};
  bool is_new_ = false;
  events::EventTypes types_;
  parties::SearchIndex search_;
  parties::TouchedParties touched_;  // since the table of lists looked
  parties::LiveBusiness business_;
  std::mutex business_mutex_;
  team::LiveDirectory directory_;
  webhooks::LiveEndpoints endpoints_;
  team::AuditLog audit_;
  std::mutex audit_mutex_;  // while what was read is handed to the writer
  std::atomic<int> audit_kept_days_ = team::kept_days_default;
  std::unique_ptr<store::Record> record_;
  std::unique_ptr<store::Readers> readers_;
  std::unique_ptr<engine::Writer> writer_;
  linkage::DuplicateFinder duplicates_{business_};
  // Of the thread that compares: since when it has worked, and how much was written until then.
  std::chrono::steady_clock::time_point comparing_since_;
  std::int64_t written_before_ = 0;
  std::atomic<bool> asked_to_find_ = false;  // somebody waits for all to be compared
  std::unique_ptr<events::EventService> event_service_;
  events::WaitingFields waiting_fields_;
  std::unique_ptr<events::QuarantineRecord> quarantine_record_;
  std::unique_ptr<events::QuarantineService> quarantine_service_;
  std::unique_ptr<events::RateService> rate_service_;
  std::unique_ptr<card::CardRecord> card_record_;
  std::unique_ptr<card::LiveTable> table_;
  std::unique_ptr<card::CardService> card_service_;
  std::unique_ptr<ErasureList> erasures_;
  std::unique_ptr<BackupFolder> backups_;
  std::unique_ptr<catalog::CatalogService> catalog_service_;
  std::unique_ptr<imports::ImportService> import_service_;
  std::unique_ptr<imports::UploadWork> uploads_;
  std::unique_ptr<imports::BulkEditService> bulk_edit_service_;
  std::unique_ptr<team::TeamService> team_service_;
  std::unique_ptr<team::TodayRecord> today_record_;
  std::atomic<int> hold_out_percent_ = team::hold_out_default;
  std::unique_ptr<team::TodayService> today_service_;
  customer_pages::CustomerPages customer_pages_;
  customer_pages::PageLimit page_limit_;
  std::unique_ptr<customer_pages::PageRecord> page_record_;
  std::unique_ptr<customer_pages::PageService> page_service_;
  std::unique_ptr<webhooks::WebhookRecord> webhook_record_;
  std::unique_ptr<webhooks::WebhookService> webhook_service_;
  std::unique_ptr<webhooks::Deliverer> deliverer_;  // while it serves
  std::unique_ptr<http::Router> router_;
  StopFlag stopping_;
  std::thread housekeeping_;
  std::thread comparing_;
  std::unique_ptr<store::Listener> others_;  // other servers of the record, where there can be any
  std::thread following_;
  mutable std::mutex ailment_mutex_;
  std::string record_ailment_;                            // why it does not answer; empty when it does
  bool take_all_in_ = false;                              // something they said was missed
  std::chrono::steady_clock::time_point announce_again_;  // of the thread that follows others
  std::mutex served_at_mutex_;
  std::string served_at_;                   // empty when it is not served
  std::string customers_served_at_;         // empty: where everybody is served
  std::unique_ptr<Background> background_;  // ends first: its jobs use everything above
};

}  // namespace ganbo::app
