// Files as people have them, from end to end: encodings, formats, and what is refused whole because it cannot be read
// to its end.
#include <gtest/gtest.h>
#include <zlib.h>

#include "imports/reader.hpp"
#include "tests/temporary_business.hpp"

namespace ganbo::imports {
namespace {

using testing::counted;
using testing::TemporaryBusiness;
using Lines = std::vector<std::string>;

void zip(const std::string& file, std::string_view text) {
  gzFile out = gzopen(file.c_str(), "wb");
  gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
  gzclose(out);
}

std::string example(const std::string& format, const std::string& extension) {
  return std::string(GANBO_SOURCE_DIR) + "/src/imports/formats/" + format + "/example." + extension;
}

constexpr std::string_view windows_1258 =
    "M\xE3 kh\xE1"
    "ch,H\x6F\xF2 t\xEAn,\xD0i\xEA\xF2n tho\x61\xF2i\n"
    "KH1,Nguy\xEA\xDEn V\xE3n \xD0\x61\xF2t,0912345678\nKH2,Tr\xE2\xCCn Th\x69\xF2 Hoa,0912345679\n";
const Lines names{"Nguyễn Văn Đạt", "Trần Thị Hoa"};
const std::string names_sql = "select name from parties order by party_id";

TEST(ImportEncodings, windows_1258_is_detected_and_its_tone_marks_are_composed) {
  TemporaryBusiness business;
  const auto report = business.import("khach.csv", windows_1258, {.file = {}, .map = {{"Mă khách", "customer_id"}}});
  ASSERT_EQ(counted(report), "2 2 0 0");
  ASSERT_EQ(report->notes.size(), 1u);
  EXPECT_EQ(report->notes[0], (ImportNote{"encoding", "windows-1258"}));
  EXPECT_EQ(business.rows("select value from identifiers where type = 'phone' order by value"),
            (Lines{"+84912345678", "+84912345679"}));
}

TEST(ImportEncodings, tcvn3_is_detected_and_may_be_said) {
  TemporaryBusiness business;
  const std::string_view tcvn3 =
      "M\xB7 kh\xB8"
      "ch,H\xE4 t\xAAn,\xA7i\xD6n tho\xB9i\nKH1,Nguy\xD4n V\xA8n \xA7\xB9t,0912345678\nKH2,Tr\xC7n Th\xDE "
      "Hoa,0912345679\n";
  ASSERT_EQ(counted(business.import("khach.csv", tcvn3)), "2 2 0 0");
  EXPECT_EQ(business.rows(names_sql), names);
  EXPECT_EQ(counted(business.import("khach.csv", tcvn3, {.file = {}, .encoding = "tcvn3"})), "2 0 2 0");
  EXPECT_EQ(counted(business.import("khach.csv", tcvn3, {.file = {}, .encoding = "klingon"})).substr(0, 17),
            "encoding: choice:");
}

TEST(ImportEncodings, utf_16_is_read_with_its_mark_and_without) {
  TemporaryBusiness business;
  const std::u16string text =
      u"\uFEFFMã khách;Họ tên;Điện thoại\r\nKH1;Nguyễn Văn Đạt;0912345678\r\nKH2;Trần Thị Hoa;0912345679\r\n";
  std::string little;
  std::string big;
  for (const char16_t c : text) {
    little += {static_cast<char>(c & 0xFF), static_cast<char>(c >> 8)};
    big += {static_cast<char>(c >> 8), static_cast<char>(c & 0xFF)};
  }
  ASSERT_EQ(counted(business.import("khach.csv", little)), "2 2 0 0");
  EXPECT_EQ(business.rows(names_sql), names);
  EXPECT_EQ(counted(business.import("khach.csv", big)), "2 0 2 0");
  EXPECT_EQ(counted(business.import("khach.csv", std::string_view(little).substr(2))), "2 0 2 0");
  EXPECT_EQ(counted(business.import("khach.csv", std::string_view(big).substr(2))), "2 0 2 0");
  EXPECT_NE(counted(business.import("khach.csv", std::string_view(little).substr(0, little.size() - 5))).find("Row 2 "),
            std::string::npos);
}

TEST(ImportEncodings, a_file_that_mixes_them_is_refused_with_its_rows_named) {
  TemporaryBusiness business;
  const std::string mixed =
      "Mã khách,Họ tên\nKH1,\"Nguyễn\nVăn Đạt\"\nKH2,Hoa\nKH3,Nguy\xEA\xDEn V\xE3n \xD0\x61\xF2t\n";
  const std::string refused = counted(business.import("khach.csv", mixed));
  EXPECT_NE(refused.find("file: encoding: The file mixes encodings: the header is in UTF-8 and row 3 is not"),
            std::string::npos)
      << refused;
  EXPECT_EQ(business.one("select count(*) from imports"), "0");
  EXPECT_EQ(counted(business.import("khach.csv", mixed, {.file = {}, .encoding = "utf-8"})), "3 2 0 1")
      << "said to be UTF-8, each other row is refused by itself";
}

TEST(ImportBadFiles, a_gzip_that_is_cut_off_is_refused_and_nothing_of_it_is_in) {
  TemporaryBusiness business;
  std::string rows = "order_id,date,customer_id,total\n";
  for (int i = 0; i < 50'000; ++i)
    rows += std::to_string(i * 7919 % 50'000) + ",2026-01-01," + std::to_string(i) + ",10\n";
  const std::string file = business.file("sales.csv.gz");
  zip(file, rows);
  const std::string whole = TemporaryBusiness::read_file(file);
  for (const std::size_t left : {whole.size() - 1, whole.size() - 9, whole.size() / 2, std::size_t{12}}) {
    business.write_file("sales.csv.gz", std::string_view(whole).substr(0, left));
    EXPECT_NE(counted(business.import({.file = file})).find("cut off"), std::string::npos) << left;
  }
  std::string damaged = whole;
  damaged[whole.size() / 2] ^= 0x55;
  business.write_file("sales.csv.gz", damaged);
  EXPECT_NE(counted(business.import({.file = file})).find("cut off"), std::string::npos);
  EXPECT_EQ(business.one("select count(*) from imports"), "0");
  business.write_file("sales.csv.gz", whole);
  EXPECT_EQ(counted(business.import({.file = file})), "50000 50000 0 0");
}

TEST(ImportBadFiles, a_line_of_100_mb_is_refused_with_its_row) {
  TemporaryBusiness business;
  std::string rows = "customer_id,phone\n1,\"09\n1\"\n2,";
  rows.append(100u << 20, 'x');
  rows += "\n3,0912345678\n";
  const std::string refused = counted(business.import("khach.csv", rows));
  EXPECT_NE(refused.find("file: line: Row 2 is a line of more than 8 MB"), std::string::npos) << refused.substr(0, 300);
  EXPECT_NE(counted(business.import("khach.csv", rows, {.file = {}, .encoding = "utf-8"})).find("more than 8 MB"),
            std::string::npos);
  EXPECT_EQ(business.one("select count(*) from imports"), "0");
}

TEST(ImportCells, quoted_line_ends_a_thousand_columns_and_days_of_spreadsheets_are_read) {
  TemporaryBusiness business;
  std::string header = "Mã khách,Ngày liên hệ,Nội dung";
  std::string row = "KH1,46053,\"Gọi\nlại, nhé\"";
  for (int i = 3; i < 1000; ++i) {
    header += ",cột " + std::to_string(i);
    row += ",x";
  }
  const auto report = business.import("nhat-ky.csv", header + "\n" + row + "\n");
  ASSERT_EQ(counted(report), "1 1 0 0");
  EXPECT_EQ(report->left_out.size(), 997u);
  EXPECT_EQ(report->notes.at(0), (ImportNote{"serial_dates", "46053"}));
  EXPECT_EQ(business.one("select local_day from events"), "20484") << "2026-01-31";
  EXPECT_EQ(business.one("select payload from events"), R"({"text":"Gọi\nlại, nhé"})");
}

TEST(ImportFormats, a_workbook_is_read_like_its_sheet_as_csv) {
  TemporaryBusiness business;
  const std::string file = example("xlsx", "xlsx");
  const auto report = business.import({.file = file, .source = "till"});
  ASSERT_EQ(counted(report), "2 2 0 0");
  EXPECT_EQ(report->format, "xlsx");
  EXPECT_EQ(report->left_out, Lines{"Xong"});
  EXPECT_EQ(business.rows("select order_id, total_minor, local_day from orders order by order_id"),
            (Lines{"1001|150000|20484", "1002|0|20485"}));
  EXPECT_EQ(counted(business.import({.file = file, .source = "till", .sheet = "2"})), "2 0 2 0");
  EXPECT_EQ(counted(business.import({.file = file, .source = "till", .sheet = "BAN HANG"})), "2 0 2 0");
  const std::string unknown = counted(business.import({.file = file, .sheet = "Kho"}));
  EXPECT_NE(unknown.find("sheet: known: "), std::string::npos) << unknown;
  EXPECT_NE(unknown.find("Bán hàng"), std::string::npos) << unknown;
  EXPECT_EQ(
      counted(business.import("a.csv", "customer_id,phone\n1,0912345678\n", {.file = {}, .sheet = "1"})).substr(0, 14),
      "sheet: format:");
}

TEST(ImportFormats, contacts_become_cards_with_all_their_numbers) {
  TemporaryBusiness business;
  const auto report = business.import({.file = example("vcard", "vcf"), .source = "phone"});
  ASSERT_EQ(counted(report), "3 3 0 0");
  EXPECT_EQ(business.rows("select kind, name from parties order by party_id"),
            (Lines{"person|Nguyễn Văn Đạt", "person|Trần Thị Hoa", "organisation|Công ty Trà Việt"}));
  EXPECT_EQ(business.rows("select type, value from identifiers order by type, value"),
            (Lines{"email|dat.nguyen@example.com", "email|dat@example.com",
                   "external|phone:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1", "phone|+842438251234", "phone|+842838220000",
                   "phone|+84912345678", "phone|+84987654321"}));
  EXPECT_EQ(business.rows("select kind, due_day, yearly from matters order by kind"),
            (Lines{"birthday|7669|1", "key_date|11062|1"}))
      << "1990-12-31, and 15 April of no year";
  EXPECT_EQ(report->left_out, (Lines{"picture, sound or key", "vcard categories"}));
  EXPECT_EQ(counted(business.import({.file = example("vcard", "vcf"), .source = "phone"})), "3 0 3 0");
}

TEST(ImportFormats, json_lines_and_parquet_are_read_like_csv) {
  TemporaryBusiness business;
  ASSERT_EQ(counted(business.import({.file = example("jsonl", "jsonl"),
                                     .map = {{"customer.id", "customer_id"}, {"customer.name", "name"}},
                                     .currency = "USD"})),
            "2 2 0 0");
  EXPECT_EQ(business.rows("select order_id, total_minor from orders order by order_id"),
            (Lines{"1001|15000050", "1002|112"}));
  const auto parquet = business.import({.file = example("parquet", "parquet"), .currency = "USD", .dry_run = true});
  ASSERT_TRUE(parquet.ok()) << parquet.error().message;
  EXPECT_EQ(parquet->format, "parquet");
  EXPECT_EQ(parquet->counts.rows, 2);
}

TEST(ImportFormats, a_line_that_is_no_json_object_is_a_row_in_error_and_the_others_are_in) {
  TemporaryBusiness business;
  const auto report =
      business.import("tills.jsonl",
                      "{\"order_id\":\"1\",\"date\":\"2026-01-02\",\"customer_id\":\"K1\",\"amount\":5000}\n"
                      "{\"order_id\":\"2\",\"date\":\n[1,2]\n"
                      "{\"order_id\":\"3\",\"date\":\"2026-01-03\",\"customer_id\":\"K1\",\"amount\":7000}\n",
                      {.file = {}});
  ASSERT_EQ(counted(report), "4 2 0 2");
  const std::string errors = TemporaryBusiness::read_file(report->errors_file);
  for (const char* line : {"\n2,,readable,The line is no JSON object.", "\n3,,readable,The line is no JSON object."})
    EXPECT_NE(errors.find(line), std::string::npos) << errors;
  EXPECT_EQ(business.rows("select order_id from orders order by order_id"), (Lines{"1", "3"}));
}

TEST(ImportDryRun, knows_what_the_record_would_refuse) {
  TemporaryBusiness business;
  const auto report = business.import(
      "people.csv",
      "customer_id,name,email\nK1,Lan,lan@example.com\nK2," + std::string(3000, 'x') + ",hoa@example.com\n0,Nobody,\n",
      {.file = {}, .dry_run = true});
  ASSERT_EQ(counted(report), "3 1 0 2");
  EXPECT_EQ(business.one("select count(*) from parties"), "0");
  const auto real = business.import({.file = business.file("people.csv")});
  EXPECT_EQ(counted(real), "3 1 0 2") << "as the dry run said";
}

TEST(ImportDryRun, shows_dates_that_count_back_as_the_days_they_are) {
  TemporaryBusiness business;
  const auto report = business.import("calls.csv", "Mã khách,Ngày,Loại,Nội dung\nK1,2 tuần trước,note,Hỏi giá\n",
                                      {.file = {}, .as_of = "2026-03-31", .dry_run = true});
  ASSERT_EQ(counted(report), "1 1 0 0");
  const auto& values = report->first_rows.at(0).values;
  EXPECT_NE(std::ranges::find(values, std::pair<std::string, std::string>("date", "2026-03-17")), values.end());
}

TEST(ImportDryRun, shows_the_first_rows_as_they_would_be_read_and_problems_by_kind) {
  TemporaryBusiness business;
  const auto report = business.import(
      "ban-hang.csv",
      "Số hoá đơn,Ngày bán,Mã khách,Thành tiền\n"
      "HD1,31/01/2026 08:30,KH1,300.000\nHD2,có lẽ mai,KH1,5\nHD3,bao giờ,KH1,5\nHD4,1/2/2026,KH1,nhiều\n",
      {.file = {}, .dry_run = true});
  ASSERT_EQ(counted(report), "4 1 0 3");
  ASSERT_EQ(report->first_rows.size(), 4u);
  EXPECT_EQ(report->first_rows[0].values,
            (std::vector<std::pair<std::string, std::string>>{
                {"amount", "300000"}, {"customer_id", "KH1"}, {"date", "2026-01-31T01:30:00Z"}, {"order_id", "HD1"}}));
  ASSERT_EQ(report->problems.size(), 2u);
  EXPECT_EQ(report->problems[0].field + ' ' + report->problems[0].rule, "Ngày bán date");
  EXPECT_EQ(report->problems[0].rows, 2);
  EXPECT_EQ(report->problems[0].first_row, 2);
  EXPECT_EQ(report->problems[1].rule, "number");
}

}  // namespace
}  // namespace ganbo::imports
