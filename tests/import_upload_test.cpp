// A file that is sent to the server: looked at, put right, imported in the background, gone on with by the next server.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "imports/api/sender.hpp"
#include "tests/temporary_business.hpp"

namespace ganbo::imports {
namespace {

using http::Method;
using nlohmann::json;
using testing::TemporaryBusiness;

struct Answered {
  int status = 0;
  json body;
  // "status field rule"
  std::string refusal() const {
    return std::to_string(status) + " " + body.value("field", "") + " " + body.value("rule", "");
  }
};

class Client {
 public:
  TemporaryBusiness business;

  Answered ask(Method method, const std::string& target, const std::string& body = "") {
    const auto response = business.ask(method, target, body);
    return {response.status, response.body.empty() ? json() : json::parse(response.body, nullptr, false)};
  }
  Answered post(const std::string& target, const json& body) { return ask(Method::post, target, body.dump()); }

  std::string sent(const std::string& name, std::string_view content) {
    const auto begun = post("/v1/uploads", {{"file", name}, {"bytes", content.size()}});
    EXPECT_EQ(begun.status, 201) << begun.body;
    const std::string id = begun.body["upload_id"];
    EXPECT_EQ(ask(Method::put, "/v1/uploads/" + id + "?offset=0", std::string(content)).status, 200);
    return id;
  }
  // The upload once nothing is done with it any more.
  json settled(const std::string& id) {
    for (int i = 0; i < 60000; ++i) {
      const auto shown = ask(Method::get, "/v1/uploads/" + id).body;
      const auto& task = shown["task"];
      if (task.is_null() || task["state"] == "done" || task["state"] == "failed") return shown;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return {};
  }
  json checked(const std::string& id, const json& options = json::object()) {
    EXPECT_EQ(post("/v1/uploads/" + id + "/check", options).status, 202);
    return settled(id)["task"];
  }
  json imported(const std::string& id, const json& options = json::object()) {
    EXPECT_EQ(post("/v1/uploads/" + id + "/import", options).status, 202);
    const json task = settled(id)["task"];
    business.drain();
    return task;
  }
};

std::string counts(const json& report) {
  std::string out;
  for (const auto* key : {"rows", "applied", "repeated", "refused"})
    out += (out.empty() ? "" : " ") + std::to_string(report.at(key).get<int>());
  return out;
}

constexpr std::string_view customers =
    "Mã KH,Họ tên,Điện thoại,Ngày sinh,Sở thích\n"
    "KH1,Nguyễn Văn Đạt,0912345678,03/04/1990,cà phê\n"
    "KH2,Trần Thị Hoà,0987654321,31/12/1985,trà\n"
    "KH3,Lê Văn Sai,0900000001,31/02/1990,\n";

TEST(ImportUpload, a_check_tells_what_the_file_holds_and_changes_nothing) {
  Client client;
  const auto id = client.sent("khach.csv", customers);
  const json task = client.checked(id);
  ASSERT_EQ(task["state"], "done") << task;
  const json& check = task["check"];
  EXPECT_EQ(check["kind"], "parties");
  EXPECT_EQ(check["source"], "khach");
  EXPECT_EQ(check["problem"], nullptr);
  ASSERT_EQ(check["columns"].size(), 5u);
  EXPECT_EQ(
      check["columns"][1],
      (json{{"header", "Họ tên"}, {"field", "name"}, {"cells", {"Nguyễn Văn Đạt", "Trần Thị Hoà", "Lê Văn Sai"}}}));
  EXPECT_EQ(check["columns"][4]["field"], nullptr) << "left out, and its cells are shown all the same";
  EXPECT_EQ(check["columns"][4]["cells"][1], "trà");
  EXPECT_EQ(check["first_rows"][0]["values"]["birthday"], "1990-04-03") << "with the day first";
  EXPECT_EQ(check["rows"], 3);
  EXPECT_EQ(check["ready"], 2);
  ASSERT_EQ(check["problems"].size(), 1u);
  EXPECT_EQ(check["problems"][0]["field"], "Ngày sinh");
  EXPECT_EQ(check["problems"][0]["first_row"], 3);
  EXPECT_EQ(client.business.one("select count(*) from parties"), "0");
  EXPECT_EQ(client.business.one("select count(*) from imports"), "0");
  const json listed = client.ask(Method::get, "/v1/uploads").body["data"][0];
  EXPECT_EQ(listed["task"]["state"], "done");
  EXPECT_EQ(listed["task"]["check"], nullptr) << "a list is short";
}

TEST(ImportUpload, what_stands_in_the_way_is_told_beside_what_the_file_holds_and_can_be_put_right) {
  Client client;
  const auto id = client.sent("ds.csv", "cột một,cột hai\nNguyễn Văn Đạt,0912345678\nTrần Thị Hoà,0987654321\n");
  const json unknown = client.checked(id)["check"];
  EXPECT_EQ(unknown["kind"], nullptr);
  EXPECT_EQ(unknown["problem"]["rule"], "required");
  EXPECT_EQ(unknown["columns"][0]["cells"][0], "Nguyễn Văn Đạt");
  EXPECT_EQ(unknown["fields"].size(), 0u);
  const json nobody = client.checked(id, {{"kind", "parties"}})["check"];
  EXPECT_EQ(nobody["problem"]["field"], "customer_id");
  EXPECT_GT(nobody["fields"].size(), 20u);
  const json options{{"kind", "parties"}, {"columns", {"name", "phone"}}};
  const json good = client.checked(id, options)["check"];
  EXPECT_EQ(good["problem"], nullptr);
  EXPECT_EQ(good["ready"], 2);
  const json task = client.imported(id, options);
  EXPECT_EQ(counts(task["report"]), "2 2 0 0") << task;
  EXPECT_EQ(client.business.one("select count(*) from parties where name = 'Trần Thị Hoà'"), "1");
}

TEST(ImportUpload, columns_that_are_called_alike_or_not_at_all_are_told_apart_by_their_place) {
  Client client;
  const auto id = client.sent("hai.csv", "Tên,,SĐT,SĐT\nĐạt,x,0912345678,0912345679\n");
  const json check = client.checked(id, {{"kind", "parties"}, {"columns", {"name", "-", "phone_2", "phone"}}})["check"];
  EXPECT_EQ(check["problem"], nullptr);
  EXPECT_EQ(check["first_rows"][0]["values"]["phone"], "0912345679");
  for (const auto& [columns, rule] : {std::pair{json{"name", "-", "phone", "phone"}, "twice"},
                                      {json{"name"}, "count"},
                                      {json{"name", "-", "-", "x"}, "known"}})
    EXPECT_EQ(client.checked(id, {{"kind", "parties"}, {"columns", columns}})["check"]["problem"]["rule"], rule);
  // An import that was interrupted goes on only where the same columns are meant.
  client.imported(id, {{"kind", "parties"}, {"columns", {"name", "-", "phone_2", "phone"}}});
  EXPECT_NE(client.business.one("select mapping from imports").find(R"("phone":"SĐT#4","phone_2":"SĐT#3")"),
            std::string::npos);
}

TEST(ImportUpload, is_imported_behind_the_page_with_its_errors_kept_and_taken_back_again) {
  Client client;
  const auto id = client.sent("khach.csv", customers);
  const json task = client.imported(id);
  ASSERT_EQ(task["state"], "done") << task;
  EXPECT_EQ(counts(task["report"]), "3 2 0 1");
  EXPECT_EQ(task["report"]["has_errors"], true);
  const std::string import = task["report"]["import_id"];
  EXPECT_EQ(client.business.one("select file_name, state, source_name from imports"), "khach.csv|finished|khach");
  EXPECT_FALSE(client.business.uploads().folder().find(id).ok()) << "the file goes";
  EXPECT_EQ(client.ask(Method::get, "/v1/uploads/" + id).body["task"]["state"], "done") << "and is told all the same";
  const auto errors = client.business.ask(Method::get, "/v1/imports/" + import + "/errors", "");
  EXPECT_EQ(errors.content_type, "text/csv; charset=utf-8");
  EXPECT_TRUE(errors.body.starts_with("\xEF\xBB\xBFrow,field,rule,reason\n3,Ngày sinh,")) << errors.body;
  EXPECT_EQ(client.ask(Method::get, "/v1/imports").body["data"][0]["has_errors"], true);
  ASSERT_EQ(client.post("/v1/imports/" + import + "/undo", json::object()).status, 202);
  client.business.drain();
  EXPECT_EQ(client.business.one("select count(*) from parties"), "0");
}

TEST(ImportUpload, no_cell_of_the_errors_is_a_formula) {
  Client client;
  const auto id = client.sent("a.csv", "customer_id,name,=HYPERLINK(1)\nK1,Đạt,31/02/1990\n");
  const json task = client.imported(id, {{"kind", "parties"}, {"columns", {"customer_id", "name", "birthday"}}});
  const std::string import = task["report"]["import_id"];
  const auto errors = client.business.ask(Method::get, "/v1/imports/" + import + "/errors", "").body;
  EXPECT_NE(errors.find("\n1,'=HYPERLINK(1),"), std::string::npos) << errors;
}

TEST(ImportUpload, problems_that_an_interrupted_run_has_written_are_not_written_twice) {
  Client client;
  const auto path = client.business.write_file("errors.csv", "");
  const RowProblem first{1, "a", "date", "No \"date\",\nof two lines."};
  const RowProblem second{2, "a", "date", "No date."};
  {
    ErrorsFile errors(path, false);
    errors.add(first);
    ASSERT_TRUE(errors.finish().ok());
  }
  const auto once = TemporaryBusiness::read_file(path);
  client.business.write_file("errors.csv", once + "2,a,da");  // cut off when the server was killed
  ErrorsFile errors(path, true);
  errors.add(first);
  errors.add(second);
  errors.add(first);
  ASSERT_TRUE(errors.finish().ok());
  EXPECT_EQ(TemporaryBusiness::read_file(path), once + "2,a,date,No date.\n");
}

TEST(ImportUpload, an_errors_file_has_an_end_and_tells_what_is_beyond) {
  Client client;
  const auto path = client.business.file("errors.csv");
  ErrorsFile errors(path, false, 2);
  for (int row = 1; row <= 5; ++row) errors.add({row, "a", "date", "No."});
  ASSERT_TRUE(errors.finish().ok());
  EXPECT_EQ(TemporaryBusiness::read_file(path),
            "row,field,rule,reason\n1,a,date,No.\n2,a,date,No.\n,,limit,\"3 more problems are not listed.\"\n");
}

TEST(ImportUpload, markup_emoji_and_long_names_are_texts_like_any_other) {
  Client client;
  const std::string longest(500, 'x');
  const auto id =
      client.sent("x.csv", "customer_id,name\n1,<img src=x onerror=alert(1)>\n2,🍵 Trà 茶\n3," + longest + "\n");
  const json check = client.checked(id)["check"];
  EXPECT_EQ(check["columns"][1]["cells"][0], "<img src=x onerror=alert(1)>");
  EXPECT_EQ(check["columns"][1]["cells"][2], std::string(120, 'x')) << "its beginning is enough to know it by";
  client.imported(id);
  EXPECT_EQ(client.business.rows("select name from parties order by name"),
            (std::vector<std::string>{"<img src=x onerror=alert(1)>", longest, "🍵 Trà 茶"}));
}

TEST(ImportUpload, a_sheet_of_300_columns_is_shown_whole) {
  Client client;
  std::string head = "customer_id,name";
  std::string row = "K1,Đạt";
  for (int i = 3; i <= 300; ++i) {
    head += ",c" + std::to_string(i);
    row += "," + std::to_string(i);
  }
  const json check = client.checked(client.sent("wide.csv", head + "\n" + row + "\n"))["check"];
  EXPECT_EQ(check["columns"].size(), 300u);
  EXPECT_EQ(check["columns"][299]["cells"][0], "300");
  EXPECT_EQ(check["ready"], 1);
}

TEST(ImportUpload, what_is_no_table_is_refused_with_a_sentence_and_stays_to_be_discarded) {
  Client client;
  for (const auto& [name, content] :
       {std::pair<std::string, std::string>{"a.jpg", std::string("\xFF\xD8\xFF\xE0\0\0\0\0", 8)},
        {"a.zip", "PK\x03\x04 no workbook"},
        {"a.xls", "\xD0\xCF\x11\xE0 old"},
        {"a.csv", "   \n"},
        {"a.csv.gz", "\x1F\x8B\x08 cut off"}}) {
    const auto id = client.sent(name, content);
    const json task = client.checked(id);
    EXPECT_EQ(task["state"], "failed") << name;
    EXPECT_EQ(task["problem"]["field"], "file") << task;
    EXPECT_EQ(client.ask(Method::del, "/v1/uploads/" + id).status, 204);
    EXPECT_EQ(client.ask(Method::get, "/v1/uploads/" + id).refusal(), "404 upload_id known");
  }
}

TEST(ImportUpload, hostile_requests_name_field_and_rule_and_change_nothing) {
  Client client;
  const auto id = client.sent("khach.csv", customers);
  const std::string at = "/v1/uploads/" + id;
  for (const auto& [method, target, body, refusal] :
       std::vector<std::tuple<Method, std::string, std::string, std::string>>{
           {Method::post, "/v1/uploads", "[]", "400 body json"},
           {Method::post, "/v1/uploads", R"({"bytes":3})", "400 file required"},
           {Method::post, "/v1/uploads", R"({"file":"a"})", "400 bytes required"},
           {Method::post, "/v1/uploads", R"({"file":"a","bytes":"3"})", "400 bytes required"},
           {Method::post, "/v1/uploads", R"({"file":"a","bytes":1e30})", "400 bytes required"},
           {Method::post, "/v1/uploads", R"({"file":"a","bytes":99999999999999})", "413 bytes limit"},
           {Method::put, at, "x", "400 offset required"},
           {Method::put, at + "?offset=-1", "x", "400 offset type"},
           {Method::put, at + "?offset=1x", "x", "400 offset type"},
           {Method::put, at + "?offset=99999999999999999999", "x", "400 offset type"},
           {Method::put, at + "?offset=0", "x", "409 offset next"},
           {Method::get, "/v1/uploads/..%2f..%2fetc%2fpasswd", "", "404 upload_id known"},
           {Method::post, at + "/check", "nothing", "400 body json"},
           {Method::post, at + "/check", R"({"kindd":"parties"})", "400 body known"},
           {Method::post, at + "/check", R"({"kind":"people"})", "400 kind known"},
           {Method::post, at + "/check", R"({"dates":"ymd"})", "400 dates choice"},
           {Method::post, at + "/check", R"({"columns":"name"})", "400 columns type"},
           {Method::post, at + "/check", R"({"zone":"Mars/Olympus"})", "400 zone known"},
           {Method::post, at + "/import", R"({"currency":"đồng"})", "400 currency known"},
           {Method::get, "/v1/imports/12/errors", "", "404 import_id known"},
           {Method::get, "/v1/imports/..%2f..%2fganbo.db/errors", "", "400 import_id format"}}) {
    EXPECT_EQ(client.ask(method, target, body).refusal(), refusal) << target << " " << body;
  }
  EXPECT_EQ(client.business.one("select count(*) from imports"), "0");
  EXPECT_EQ(client.ask(Method::get, "/v1/uploads").body["data"].size(), 1u);
}

TEST(ImportUpload, half_a_file_is_neither_looked_at_nor_imported) {
  Client client;
  const auto begun = client.post("/v1/uploads", {{"file", "a.csv"}, {"bytes", 100}});
  const std::string at = "/v1/uploads/" + begun.body["upload_id"].get<std::string>();
  ASSERT_EQ(client.ask(Method::put, at + "?offset=0", "customer_id,name\n").status, 200);
  EXPECT_EQ(client.post(at + "/check", json::object()).refusal(), "409 upload_id whole");
  EXPECT_EQ(client.post(at + "/import", json::object()).refusal(), "409 upload_id whole");
}

TEST(ImportUpload, the_demo_business_takes_a_file_only_when_told) {
  Client client;
  parties::Business demo;
  demo.demo = true;
  client.business.set(demo);
  const auto id = client.sent("khach.csv", customers);
  EXPECT_EQ(client.post("/v1/uploads/" + id + "/import", json::object()).refusal(), "409 into_demo demo");
  EXPECT_EQ(counts(client.imported(id, {{"into_demo", true}})["report"]), "3 2 0 1");
}

std::string many(int rows) {
  std::string out = "customer_id,name,phone\n";
  for (int i = 0; i < rows; ++i)
    out += "K" + std::to_string(i) + ",Khách " + std::to_string(i) + ",09" + std::to_string(10'000'000 + i) + "\n";
  return out;
}

TEST(ImportUpload, one_file_at_a_time_is_imported_and_another_can_be_looked_at_meanwhile) {
  Client client;
  const auto first = client.sent("first.csv", many(30'000));
  const auto second = client.sent("second.csv", many(200));
  ASSERT_EQ(client.post("/v1/uploads/" + first + "/import", json::object()).status, 202);
  EXPECT_EQ(client.post("/v1/uploads/" + first + "/import", json::object()).refusal(), "409 upload_id importing");
  EXPECT_EQ(client.post("/v1/uploads/" + first + "/check", json::object()).refusal(), "409 upload_id importing");
  EXPECT_EQ(client.checked(second)["check"]["ready"], 200);
  ASSERT_EQ(client.post("/v1/uploads/" + second + "/import", json::object()).status, 202);
  EXPECT_EQ(client.ask(Method::get, "/v1/uploads/" + second).body["task"]["state"], "waiting");
  EXPECT_EQ(counts(client.settled(first)["task"]["report"]), "30000 30000 0 0");
  EXPECT_EQ(counts(client.settled(second)["task"]["report"]), "200 200 0 0");
}

TEST(ImportUpload, a_server_that_ends_while_it_imports_goes_on_when_it_starts_again) {
  Client client;
  const auto id = client.sent("many.csv", many(60'000));
  ASSERT_EQ(client.post("/v1/uploads/" + id + "/import", json::object()).status, 202);
  while (client.business.rows("select 1 from imports where row_count > 0").empty())
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  client.business.uploads().stop();
  const auto before = std::stoi(client.business.one("select count(*) from parties"));
  ASSERT_LT(before, 60'000) << "it was to be interrupted";
  EXPECT_EQ(client.business.one("select state from imports"), "running");
  const auto next = client.business.make_uploads();
  next->go_on();
  std::optional<Task> task;
  for (int i = 0; i < 60000 && !(task && task->state == TaskState::done); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    task = next->find(id)->task;
  }
  ASSERT_TRUE(task && task->report) << (task && task->problem ? task->problem->message : "");
  EXPECT_TRUE(task->report->went_on);
  EXPECT_EQ(task->report->counts.rows, 60'000);
  client.business.drain();
  EXPECT_EQ(client.business.one("select count(*) from parties"), "60000");
  EXPECT_EQ(client.business.one("select count(*), max(state) from imports"), "1|finished");
  EXPECT_FALSE(next->folder().find(id).ok());
}

TEST(ImportUpload, an_import_that_was_finished_or_undone_when_the_server_ended_is_not_begun_again) {
  Client client;
  const auto id = client.sent("khach.csv", customers);
  auto& folder = client.business.uploads().folder();
  Upload upload = folder.find(id).value();
  const auto report = client.business.import("khach.csv", customers);
  ASSERT_TRUE(report.ok());
  upload.options = "{}";
  upload.import_id = report->import_id;
  ASSERT_TRUE(folder.remember(upload).ok());
  client.business.uploads().go_on();
  EXPECT_FALSE(folder.find(id).ok());
  EXPECT_EQ(client.business.one("select count(*) from imports"), "1");
}

TEST(ImportUpload, what_is_discarded_stops_and_what_is_in_can_be_undone) {
  Client client;
  const auto id = client.sent("many.csv", many(60'000));
  ASSERT_EQ(client.post("/v1/uploads/" + id + "/import", json::object()).status, 202);
  while (client.ask(Method::get, "/v1/uploads/" + id).body["task"]["rows_done"] < 10'000)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  ASSERT_EQ(client.ask(Method::del, "/v1/uploads/" + id).status, 204);
  EXPECT_EQ(client.ask(Method::get, "/v1/uploads").body["data"].size(), 0u);
  client.business.uploads().stop();
  EXPECT_NE(client.business.one("select count(*) from parties"), "60000");
  const auto import = client.business.one("select import_id from imports");
  ASSERT_EQ(client.post("/v1/imports/" + import + "/undo", json::object()).status, 202);
  // In slices, with pauses between them that leave others their turn.
  while (client.business.one("select state from imports") != "undone")
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  client.business.drain();
  EXPECT_EQ(client.business.one("select count(*) from parties"), "0");
}

TEST(ImportUpload, what_waited_too_long_goes_and_so_do_old_errors) {
  Client client;
  const auto id = client.sent("khach.csv", customers);
  client.imported(client.sent("again.csv", customers));
  auto& uploads = client.business.uploads();
  const Timestamp now = SystemClock().now();
  uploads.tidy(now + hours(23));
  EXPECT_TRUE(uploads.folder().find(id).ok());
  EXPECT_FALSE(std::filesystem::is_empty(client.business.file("errors")));
  uploads.tidy(now + days(31));
  EXPECT_FALSE(uploads.folder().find(id).ok());
  EXPECT_TRUE(std::filesystem::is_empty(client.business.file("errors")));
}

}  // namespace
}  // namespace ganbo::imports
