#include "imports/api/upload_json.hpp"

#include <fmt/format.h>

#include "platform/base/json_writer.hpp"

namespace ganbo::imports {
namespace {

std::string_view word_of(TaskState state) {
  switch (state) {
    case TaskState::waiting:
      return "waiting";
    case TaskState::running:
      return "running";
    case TaskState::done:
      return "done";
    case TaskState::failed:
      return "failed";
  }
  return "";
}

void text_or_null(JsonWriter& json, std::string_view key, std::string_view text) {
  json.key(key);
  if (text.empty())
    json.null();
  else
    json.text(text);
}

void write_problem(JsonWriter& json, const std::optional<Error>& problem) {
  json.key("problem");
  if (!problem) {
    json.null();
    return;
  }
  json.begin_object()
      .member("code", facts_of(problem->code).word)
      .member("field", problem->field)
      .member("rule", problem->rule)
      .member("detail", problem->message)
      .end_object();
}

void write_fields(JsonWriter& json, const FileCheck& check) {
  json.key("fields").begin_array();
  for (const auto& word : check.fields) {
    json.begin_object().member("field", word).key("label");
    if (const auto* own = own_field(word, check.own_fields); own != nullptr)
      json.begin_object().member("en", own->label.en).member("vi", own->label.vi).end_object();
    else
      json.null();
    json.end_object();
  }
  json.end_array();
}

void write_preview(JsonWriter& json, const ImportReport& report) {
  json.key("problems");
  write_problems(json, report.problems);
  json.key("first_rows").begin_array();
  for (const auto& [row, values] : report.first_rows) {
    json.begin_object().member("row", row).key("values").begin_object();
    for (const auto& [field, value] : values) json.member(field, value);
    json.end_object().end_object();
  }
  json.end_array();
}

void write_check(JsonWriter& json, const FileCheck& check) {
  json.begin_object().member("format", check.format);
  text_or_null(json, "encoding", check.encoding);
  json.key("sheets").begin_array();
  for (const auto& sheet : check.sheets) json.text(sheet);
  json.end_array();
  text_or_null(json, "kind", check.kind);
  text_or_null(json, "preset", check.preset);
  json.member("source", check.source).member("currency", check.currency).member("zone", check.zone);
  json.member("dates", check.month_first ? "mdy" : "dmy").key("columns").begin_array();
  for (const auto& column : check.columns) {
    json.begin_object().member("header", column.header);
    text_or_null(json, "field", column.field);
    json.key("cells").begin_array();
    for (const auto& cell : column.cells) json.text(cell);
    json.end_array().end_object();
  }
  json.end_array();
  write_fields(json, check);
  write_problem(json, check.problem);
  json.member("rows", check.report.counts.rows)
      .member("ready", check.report.counts.applied)
      .member("refused", check.report.counts.refused)
      .member("items", check.report.items);
  json.key("notes").begin_array();
  for (const auto& note : check.report.notes)
    json.begin_object().member("rule", note.rule).member("value", note.value).end_object();
  json.end_array();
  write_preview(json, check.report);
  json.end_object();
}

void write_report(JsonWriter& json, const ImportReport& report) {
  json.begin_object()
      .member("import_id", report.import_id)
      .member("kind", report.kind)
      .member("rows", report.counts.rows)
      .member("applied", report.counts.applied)
      .member("repeated", report.counts.repeated)
      .member("refused", report.counts.refused)
      .member("items", report.items)
      .member("has_errors", !report.errors_file.empty())
      .end_object();
}

void write_task(JsonWriter& json, const Task& task, bool with_check) {
  json.begin_object()
      .member("doing", task.doing == Doing::check ? "check" : "import")
      .member("state", word_of(task.state))
      .member("rows_done", task.progress.rows_done)
      .member("rows", task.progress.rows);
  json.key("check");
  if (task.check && with_check)
    write_check(json, *task.check);
  else
    json.null();
  json.key("report");
  if (task.report)
    write_report(json, *task.report);
  else
    json.null();
  write_problem(json, task.problem);
  json.end_object();
}

constexpr std::string_view problem_schema =
    R"({"oneOf":[{"type":"object","required":["code","field","rule","detail"],"properties":{"code":{"type":"string"},"field":{"type":"string"},"rule":{"type":"string"},"detail":{"type":"string"}}},{"type":"null"}]})";
constexpr std::string_view check_schema =
    R"({{"type":"object","required":["format","encoding","sheets","kind","preset","source","currency","zone","dates","columns","fields","problem","rows","ready","refused","items","notes","problems","first_rows"],"properties":{{"format":{{"type":"string"}},"encoding":{{"type":["string","null"],"description":"Of text that is not UTF-8"}},"sheets":{{"type":"array","items":{{"type":"string"}}}},"kind":{{"oneOf":[{{"type":"string","enum":["parties","orders","touchpoints","products"]}},{{"type":"null"}}],"description":"Null: it cannot be told"}},"preset":{{"type":["string","null"],"description":"A known layout"}},"source":{{"type":"string"}},"currency":{{"type":"string"}},"zone":{{"type":"string"}},"dates":{{"type":"string","enum":["dmy","mdy"]}},"columns":{{"type":"array","description":"In the order of the file","items":{{"type":"object","required":["header","field","cells"],"properties":{{"header":{{"type":"string"}},"field":{{"type":["string","null"],"description":"Null: left out"}},"cells":{{"type":"array","items":{{"type":"string"}},"description":"Of the first rows, as they stand, their first bytes"}}}}}}}},"fields":{{"type":"array","description":"That columns may hold","items":{{"type":"object","required":["field","label"],"properties":{{"field":{{"type":"string"}},"label":{{"oneOf":[{{"type":"object","required":["en","vi"],"properties":{{"en":{{"type":"string"}},"vi":{{"type":"string"}}}}}},{{"type":"null"}}],"description":"Of a field of the business"}}}}}}}},"problem":{0},"rows":{{"type":"integer"}},"ready":{{"type":"integer","description":"Rows that would go in"}},"refused":{{"type":"integer"}},"items":{{"type":"integer","description":"What they would become: parties, orders, touchpoints or products"}},"notes":{{"type":"array","description":"What was decided where the file leaves doubt","items":{{"type":"object","required":["rule","value"],"properties":{{"rule":{{"type":"string","enum":["encoding","day_first","serial_dates"]}},"value":{{"type":"string"}}}}}}}},"problems":{{"type":"array","description":"Of rows, by kind, the most frequent first","items":{{"type":"object","required":["field","rule","rows","first_row","reason"],"properties":{{"field":{{"type":"string"}},"rule":{{"type":"string"}},"rows":{{"type":"integer"}},"first_row":{{"type":"integer"}},"reason":{{"type":"string"}}}}}}}},"first_rows":{{"type":"array","description":"As they would be read","items":{{"type":"object","required":["row","values"],"properties":{{"row":{{"type":"integer"}},"values":{{"type":"object","additionalProperties":{{"type":"string"}}}}}}}}}}}}}})";
constexpr std::string_view report_schema =
    R"({"type":"object","required":["import_id","kind","rows","applied","repeated","refused","items","has_errors"],"properties":{"import_id":{"type":"string"},"kind":{"type":"string"},"rows":{"type":"integer"},"applied":{"type":"integer"},"repeated":{"type":"integer"},"refused":{"type":"integer"},"items":{"type":"integer"},"has_errors":{"type":"boolean"}}})";

}  // namespace

const std::string_view import_options_schema =
    R"({"type":"object","properties":{"kind":{"type":"string","enum":["parties","orders","touchpoints","products"],"description":"Guessed by the headers"},"columns":{"type":"array","items":{"type":"string"},"description":"A field, or - to leave it out, for each column of the file; guessed by the headers"},"preset":{"type":"string","description":"A known layout, or none"},"currency":{"type":"string"},"source":{"type":"string","description":"What the file comes from: numbers of customers and orders belong to their source"},"zone":{"type":"string","description":"Of times without offset"},"delimiter":{"type":"string","description":"One character, or tab"},"decimal":{"type":"string","enum":["point","comma"]},"dates":{"type":"string","enum":["dmy","mdy"]},"as_of":{"type":"string","format":"date","description":"The day from which dates such as 2 tuần trước count back"},"encoding":{"type":"string","enum":["utf-8","utf-16le","utf-16be","windows-1258","tcvn3"]},"sheet":{"type":"string"},"known":{"type":"string","enum":["update","keep"],"description":"What becomes of parties who were known before the import: they get what is newer, or are left as they are"},"into_demo":{"type":"boolean","description":"Although this is the demo business"}}})";

std::string upload_schema() {
  return fmt::format(
      R"({{"type":"object","required":["upload_id","file","bytes","received","part_bytes_max","expires_at","import_id","task"],"properties":{{"upload_id":{{"type":"string"}},"file":{{"type":"string"}},"bytes":{{"type":"integer"}},"received":{{"type":"integer","description":"Where the next part begins"}},"part_bytes_max":{{"type":"integer"}},"expires_at":{{"type":"string","format":"date-time"}},"import_id":{{"type":["string","null"],"description":"Once an import has begun"}},"task":{{"oneOf":[{{"type":"object","required":["doing","state","rows_done","rows","check","report","problem"],"properties":{{"doing":{{"type":"string","enum":["check","import"]}},"state":{{"type":"string","enum":["waiting","running","done","failed"]}},"rows_done":{{"type":"integer"}},"rows":{{"type":"integer","description":"0: not known yet"}},"check":{{"oneOf":[{},{{"type":"null"}}]}},"report":{{"oneOf":[{},{{"type":"null"}}]}},"problem":{}}}}},{{"type":"null"}}]}}}}}})",
      fmt::format(fmt::runtime(check_schema), problem_schema), report_schema, problem_schema);
}

std::string upload_json(const UploadState& state, bool with_check) {
  const auto& [upload, task] = state;
  std::string out;
  JsonWriter json(out);
  json.begin_object()
      .member("upload_id", upload.id)
      .member("file", upload.file_name)
      .member("bytes", upload.bytes)
      .member("received", upload.received)
      .member("part_bytes_max", upload_part_bytes_max)
      .member("expires_at", format_timestamp(upload.created_at + upload_life));
  text_or_null(json, "import_id", upload.import_id);
  json.key("task");
  if (task)
    write_task(json, *task, with_check);
  else
    json.null();
  json.end_object();
  return out;
}

}  // namespace ganbo::imports
