// Small files from end to end: what stands in the record, what stands in the errors file, what repeating and correcting
// does.
#include <gtest/gtest.h>

#include <atomic>
#include <map>

#include "imports/api/import_verb.hpp"
#include "tests/temporary_business.hpp"

namespace ganbo::imports {
namespace {

using testing::counted;
using testing::TemporaryBusiness;
using Lines = std::vector<std::string>;

// The report in a line: rows, applied, repeated, refused.
constexpr std::string_view sales =
    "Số hoá đơn,Ngày bán,Mã khách,Tên hàng,Mã hàng,Số lượng,Đơn giá,Thành tiền,Ghi chú\n"
    "HD1,31/01/2026 08:30,KH1,Cà phê Robusta,R1,2,150.000,300.000,x\n"
    "HD2,01/02/2026 09:00,Khách lẻ,Cà phê Arabica,A1,1,250.000,250.000,\n"
    "HD1,31/01/2026 08:29,KH1,Phin nhôm,P1,1,45.000,45.000,y\n"
    "HD3,02/02/2026 10:00,KH2,Cà phê Robusta 500g,R1,-1,150.000,-150.000,\n";

TEST(ImportOrders, lines_become_orders_and_products) {
  TemporaryBusiness business;
  const auto report = business.import("ban-hang.csv", sales);
  ASSERT_EQ(counted(report), "4 4 0 0");
  EXPECT_EQ(report->kind, "orders");
  EXPECT_EQ(report->source, "ban-hang");
  EXPECT_EQ(report->left_out, Lines{"Ghi chú"});
  EXPECT_EQ(report->errors_file, "");
  EXPECT_EQ(
      business.rows("select order_id, total_minor, refunded_minor, currency, status from orders order by order_id"),
      (Lines{"HD1|345000|0|VND|completed", "HD2|250000|0|VND|completed", "HD3|0|150000|VND|refund_only"}));
  EXPECT_EQ(business.one("select ordered_at from orders where order_id = 'HD1'"),
            std::to_string(parse_timestamp("2026-01-31T08:29:00+07:00", "")->micros))
      << "an order's time is its earliest line";
  EXPECT_EQ(business.rows(
                "select i.value, p.kind from identifiers i join parties p on p.party_id = i.party_id order by i.value"),
            (Lines{"ban-hang:KH1|person", "ban-hang:KH2|person", "sale:ban-hang:HD2|anonymous"}));
  EXPECT_EQ(business.rows("select product_id, name from products order by product_id"),
            (Lines{"A1|Cà phê Arabica", "P1|Phin nhôm", "R1|Cà phê Robusta 500g"}))
      << "the last row that names a product wins";
  EXPECT_EQ(business.one("select sum(amount_minor), sum(quantity) from order_lines"), "445000|3");
}

TEST(ImportOrders, repeating_changes_nothing_and_a_grown_order_takes_the_place_of_the_old_one) {
  TemporaryBusiness business;
  ASSERT_EQ(counted(business.import("a.csv", sales)), "4 4 0 0");
  EXPECT_EQ(counted(business.import("a.csv", sales)), "4 0 4 0");
  EXPECT_EQ(counted(business.import("b.csv", sales, {.file = {}, .source = "a"})), "4 0 4 0")
      << "names belong to the source, not to the file";
  const std::string grown =
      std::string(sales) +
      "HD1,31/01/2026 08:31,KH1,Ly sứ,L1,1,60.000,60.000,\nHD2,01/02/2026 09:01,,Ly sứ,L1,1,60.000,60.000,\n";
  EXPECT_EQ(counted(business.import("a.csv", grown)), "6 5 1 0");
  EXPECT_EQ(business.rows("select order_id, total_minor from orders where status = 'completed' order by order_id"),
            (Lines{"HD1|405000", "HD2|310000"}));
  EXPECT_EQ(business.one("select sum(amount_minor) from order_lines"), "565000");
  EXPECT_EQ(business.one("select count(*) from parties"), "3") << "the sale without a customer found its party again";
}

TEST(ImportOrders, a_later_file_that_begins_earlier_stands_and_the_earliest_line_of_all_tells_when) {
  TemporaryBusiness business;
  const std::string head = "order_id,date,customer_id,product,quantity,unit_price\n";
  const std::string late = "1,2026-01-05T10:00:00Z,7,Beans,2,10\n";
  const std::string early = "1,2026-01-05T09:00:00Z,7,Filter,1,3\n";
  const std::string standing = "select ordered_at, total_minor from orders";
  const auto at_nine = std::to_string(parse_timestamp("2026-01-05T09:00:00Z", "")->micros);
  ASSERT_EQ(counted(business.import("till.csv", head + late)), "1 1 0 0");
  ASSERT_EQ(counted(business.import("till.csv", head + late + early)), "2 2 0 0");
  EXPECT_EQ(business.one(standing), at_nine + "|23");
  ASSERT_EQ(counted(business.import("till.csv", head + "1,2026-01-05T11:00:00Z,7,Beans,1,10\n")), "1 1 0 0");
  EXPECT_EQ(business.one(standing), at_nine + "|10");
  EXPECT_EQ(business.one("select count(*), sum(amount_minor) from order_lines"), "1|10");
}

TEST(ImportOrders, a_refund_of_the_same_time_is_corrected_and_one_of_another_time_is_added) {
  TemporaryBusiness business;
  const std::string head = "order_id,date,customer_id,product,quantity,unit_price\n";
  const std::string sale = "1,2026-01-05,7,Beans,3,10\n";
  ASSERT_EQ(counted(business.import("sales.csv", head + sale, {.file = {}, .source = "till"})), "1 1 0 0");
  const auto refund = [&](const std::string& row) {
    return counted(business.import("returns.csv", head + row, {.file = {}, .source = "till"}));
  };
  ASSERT_EQ(refund("1,2026-01-08,7,Beans,-2,10\n"), "1 1 0 0");
  ASSERT_EQ(refund("1,2026-01-08,7,Beans,-1,10\n"), "1 1 0 0");
  EXPECT_EQ(refund("1,2026-01-08,7,Beans,-2,10\n"), "1 0 1 0") << "the old file again is only repeated";
  EXPECT_EQ(business.one("select total_minor, refunded_minor, status from orders"), "30|10|partially_refunded");
  EXPECT_EQ(business.one("select count(*), sum(amount_minor) from order_lines"), "2|20");
  ASSERT_EQ(refund("1,2026-02-01,7,Beans,-1,10\n"), "1 1 0 0");
  EXPECT_EQ(business.one("select total_minor, refunded_minor, status from orders"), "30|20|partially_refunded");
}

TEST(ImportOrders, the_older_file_again_after_the_corrected_one_is_known_already_and_changes_nothing) {
  TemporaryBusiness business;
  const std::string head = "order_id,date,customer_id,total\n";
  ASSERT_EQ(counted(business.import("till.csv", head + "1,2026-01-05,7,10\n2,2026-01-05,7,5\n")), "2 2 0 0");
  ASSERT_EQ(counted(business.import("till.csv", head + "1,2026-01-05,7,12\n2,2026-01-05,7,5\n")), "2 1 1 0");
  EXPECT_EQ(counted(business.import("till.csv", head + "1,2026-01-05,7,10\n2,2026-01-05,7,5\n")), "2 0 2 0");
  EXPECT_EQ(business.rows("select order_id, total_minor from orders order by order_id"), (Lines{"1|12", "2|5"}));
}

TEST(ImportOrders, a_later_file_that_names_the_customer_of_a_sale_makes_it_one_order_on_their_card) {
  const std::string head = "order_id,date,customer_id,product,quantity,unit_price\n";
  const std::string unnamed = head + "1,2026-01-05,,Beans,2,10\n2,2026-01-05,,Filter,1,3\n3,2026-01-06,8,Beans,1,10\n";
  const std::string named = head + "1,2026-01-05,7,Beans,3,10\n2,2026-01-05,8,Filter,1,3\n3,2026-01-06,8,Beans,1,10\n";
  const std::string orders =
      "select i.value, o.order_id, o.total_minor from orders o join identifiers i on i.party_id = o.party_id and "
      "i.type "
      "= 'external' order by o.order_id";
  const Lines corrected{"till:7|1|30", "till:8|2|3", "till:8|3|10"};
  const auto check = [&](TemporaryBusiness& business) {
    EXPECT_EQ(business.rows(orders), corrected);
    EXPECT_EQ(business.one("select count(*) from orders"), "3");
    EXPECT_EQ(business.one("select count(*), sum(quantity) from order_lines"), "3|5");
    EXPECT_EQ(business.one("select count(*) from parties where kind = 'anonymous' and merged_into = 0"), "0");
    EXPECT_EQ(business.one("select count(*) from merge_suggestions"), "0");
  };
  TemporaryBusiness business;
  ASSERT_EQ(counted(business.import("till.csv", unnamed)), "3 3 0 0");
  EXPECT_EQ(business.one("select count(*) from parties where kind = 'anonymous'"), "2");
  EXPECT_EQ(counted(business.import("till.csv", named)), "3 2 1 0") << "7 is new, 8 is known";
  check(business);
  EXPECT_EQ(counted(business.import("till.csv", named)), "3 0 3 0");
  EXPECT_EQ(counted(business.import("till.csv", unnamed)), "3 0 3 0");
  check(business);
  // A card does not collect the names of sales that were always its own.
  EXPECT_EQ(business.rows("select value from identifiers where type = 'anonymous_id' order by value"),
            (Lines{"sale:till:1", "sale:till:2"}));
}

TEST(ImportOrders, two_customers_of_one_number_whose_contacts_name_nobody_are_two_sales) {
  TemporaryBusiness business;
  ASSERT_EQ(counted(business.import("a.csv", "order_id,date,phone,total\n1,2026-01-05,12,10\n1,2026-01-05,34,10\n")),
            "2 2 0 0");
  EXPECT_EQ(business.one("select count(*), sum(total_minor) from orders"), "2|20");
}

TEST(ImportOrders, equal_lines_without_order_number_are_all_sales) {
  TemporaryBusiness business;
  constexpr std::string_view rows =
      "customer_id,date,amount\n7,2026-01-01,10\n8,2026-01-01,5\n7,2026-01-01,10\n7,2026-01-02,10\n,2026-01-02,3\n,"
      "2026-01-02,3\n";
  ASSERT_EQ(counted(business.import("till.csv", rows)), "6 6 0 0");
  EXPECT_EQ(business.one("select count(*), sum(total_minor) from orders"), "6|41");
  EXPECT_EQ(business.one("select count(*) from parties where kind = 'anonymous'"), "2");
  EXPECT_EQ(counted(business.import("till.csv", rows)), "6 0 6 0");
  EXPECT_EQ(business.one("select count(*), sum(total_minor) from orders"), "6|41");
}

TEST(ImportOrders, what_the_rows_tell_of_customers_is_on_their_cards) {
  TemporaryBusiness business;
  ASSERT_EQ(counted(business.import(
                "web.csv",
                "order_id,date,customer_name,email,phone,total\n1,2026-01-01,Trần Thị "
                "Hoa,hoa@example.com,0912345678,100000\n2,2026-01-03,Trần Thị Hoa,hoa@example.com,0912345678,50000\n")),
            "2 2 0 0");
  EXPECT_EQ(business.rows("select kind, name from parties"), Lines{"person|Trần Thị Hoa"});
  EXPECT_EQ(business.one("select count(*), sum(total_minor) from orders"), "2|150000");
  EXPECT_EQ(business.one("select count(*) from events where type = 'identify'"), "1");
}

TEST(ImportOrders, bad_rows_go_to_a_file_and_the_good_ones_are_in) {
  TemporaryBusiness business;
  const auto report = business.import("orders.csv",
                                      "order_id,date,customer_id,quantity,unit_price\n"
                                      "1,2026-01-01,7,2,1.5\n"
                                      "1,2026-01-01,7,many,1.5\n"
                                      "2,yesterday,7,1,2.5\n"
                                      ",2026-01-01,7,1,2.5\n"
                                      "3,2026-01-01,7,1\n"
                                      "4,2026-01-02,8,1,2.25\n",
                                      {.file = {}, .currency = "USD"});
  ASSERT_EQ(counted(report), "6 2 0 4");
  const std::string errors = TemporaryBusiness::read_file(report->errors_file);
  EXPECT_EQ(errors.substr(0, 22), "row,field,rule,reason\n");
  EXPECT_NE(errors.find("\n2,quantity,number,"), std::string::npos) << errors;
  EXPECT_NE(errors.find("\n3,date,as_of,"), std::string::npos) << errors;
  EXPECT_NE(errors.find("\n4,order_id,required,"), std::string::npos) << errors;
  EXPECT_NE(errors.find("\n5,,readable,"), std::string::npos) << errors;
  EXPECT_EQ(std::count(errors.begin(), errors.end(), '\n'), 5);
  EXPECT_EQ(business.rows("select order_id, total_minor from orders order by order_id"), (Lines{"1|300", "4|225"}));
}

TEST(ImportOrders, bytes_that_are_no_text_refuse_their_row_and_no_other) {
  TemporaryBusiness business;
  using namespace std::string_literals;
  std::string rows = "order_id,date,customer_id,product_name,total\n";
  for (int i = 0; i < 9000; ++i) rows += std::to_string(i) + ",2026-01-05,7,Beans and more beans,5\n";
  ASSERT_GT(rows.size(), 256u * 1024) << "what follows stands behind the part that is looked at first";
  rows += "x1,2026-01-05,7,Be\0ans,5\nx\0002,2026-01-05,,Tea,5\nx3,2026-01-05,7,T\xe9 a,5\nx4,2026-01-05,7,Tea,5\n"s;
  const auto report = business.import("till.csv", rows, {.file = {}, .encoding = "utf-8"});
  ASSERT_EQ(counted(report), "9004 9001 0 3");
  EXPECT_EQ(business.rows("select order_id from orders where order_id like 'x%'"), Lines{"x4"});
  const std::string errors = TemporaryBusiness::read_file(report->errors_file);
  EXPECT_NE(errors.find("\n9001,properties.products[0].name,format,"), std::string::npos) << errors;
  EXPECT_NE(errors.find("\n9002,order_id,format,"), std::string::npos) << errors;
  EXPECT_NE(errors.find("\n9003,,readable,The row is not in UTF-8."), std::string::npos) << errors;
}

TEST(ImportParties, rows_become_cards_and_what_names_nobody_is_told) {
  TemporaryBusiness business;
  const auto report = business.import("khach.csv",
                                      "Mã khách;Họ đệm;Tên;SĐT;Email;Ngày sinh;Loại khách;Sở thích\n"
                                      "KH1;Nguyễn Văn;Đạt;0912 345 678;dat@example.com;31/12/1990;Cá nhân;trà\n"
                                      "KH2;;Cà phê Mộc;123;;;Tổ chức;\n"
                                      "KH3;Lê;Na;;;1990-02-30;;\n"
                                      ";Vô;Danh;;;;;\n");
  ASSERT_EQ(counted(report), "4 2 0 2");
  EXPECT_EQ(report->left_out, Lines{"Sở thích"});
  EXPECT_EQ(business.rows("select kind, name from parties order by party_id"),
            (Lines{"person|Nguyễn Văn Đạt", "organisation|Cà phê Mộc"}));
  EXPECT_EQ(business.rows("select type, value from identifiers order by type, value"),
            (Lines{"email|dat@example.com", "external|khach:KH1", "external|khach:KH2", "phone|+84912345678"}));
  const std::string errors = TemporaryBusiness::read_file(report->errors_file);
  EXPECT_NE(errors.find("\n2,phone,format,"), std::string::npos) << errors;
  EXPECT_NE(errors.find("The row is in without it."), std::string::npos) << errors;
  EXPECT_NE(errors.find("\n3,Ngày sinh,date,"), std::string::npos) << errors;
  EXPECT_NE(errors.find("\n4,customer_id,required,"), std::string::npos) << errors;
}

TEST(ImportTouchpoints, equal_rows_are_all_kept_and_repeating_adds_none) {
  TemporaryBusiness business;
  constexpr std::string_view rows =
      "Ngày liên hệ,Mã khách,Loại,Nội dung,Nhân viên,Chiều\n"
      "2026-01-05 09:00,KH1,Gọi điện,Hỏi giá,Lan,đến\n2026-01-05 09:00,KH1,Gọi điện,Hỏi giá,Lan,đến\n2026-01-06 "
      "10:00,KH1,Ghé thăm,Uống thử,Lan,\n"
      "2026-01-07 10:00,KH1,Hội chợ,Gặp ở gian hàng,,\n2026-01-08 10:00,KH1,Gọi điện,x,,lên\n";
  const auto report = business.import("nhat-ky.csv", rows);
  ASSERT_EQ(counted(report), "5 4 0 1");
  EXPECT_EQ(business.rows("select type, count(*) from events group by type order by type"),
            (Lines{"call|2", "custom|1", "visit|1"}));
  EXPECT_EQ(counted(business.import("nhat-ky.csv", rows)), "5 0 4 1");
  EXPECT_EQ(business.one("select count(*) from events"), "4");
}

TEST(ImportProducts, define_the_catalog) {
  TemporaryBusiness business;
  ASSERT_EQ(counted(business.import("hang.csv",
                                    "Mã hàng,Tên hàng,Nhóm hàng,Giá bán\nR1,Robusta,Cà phê,150.000\nA1,Arabica,Cà "
                                    "phê,250.000\n,Không mã,,1\nX1,Âm,,-5\n")),
            "4 2 0 2");
  EXPECT_EQ(business.rows("select product_id, name, category, price_minor, currency from products order by product_id"),
            (Lines{"A1|Arabica|Cà phê|250000|VND", "R1|Robusta|Cà phê|150000|VND"}));
  ASSERT_EQ(counted(business.import("ten.csv", "sku,name,category\nR1,Robusta Đắk Lắk,\n")), "1 1 0 0");
  EXPECT_EQ(business.one("select name, category, price_minor from products where product_id = 'R1'"),
            "Robusta Đắk Lắk|Cà phê|150000")
      << "what a file leaves open stays";
}

TEST(ImportCosts, come_with_the_catalog_and_with_the_lines_of_orders) {
  TemporaryBusiness business;
  ASSERT_EQ(
      counted(business.import("hang.csv", "Mã hàng,Tên hàng,Giá bán,Giá vốn\nR1,Robusta,150.000,90.500\nX1,Âm,5,-5\n")),
      "2 1 0 1");
  EXPECT_EQ(business.one("select price_minor, cost_minor, cost_currency from products"), "150000|90500|VND");
  ASSERT_EQ(counted(business.import("ban.csv",
                                    "order_id,date,customer_id,sku,quantity,unit_price,unit_cost\n"
                                    "1,2026-01-05,7,R1,2,150000,80000\n1,2026-01-05,7,A1,1,250000,\n"
                                    "2,2026-01-05,7,R1,1,150000,-1\n")),
            "3 2 0 1");
  EXPECT_EQ(business.rows("select product_id, amount_minor, cost_minor from order_lines order by product_id"),
            (Lines{"A1|250000|-", "R1|300000|160000"}));
}

TEST(ImportProducts, rows_that_tell_the_catalog_nothing_new_are_known_already) {
  TemporaryBusiness business;
  ASSERT_EQ(counted(business.import("a.csv", "sku,name,price\n1,Beans,10\n2,Filter,3\n2,Filter,4\n")), "3 3 0 0");
  EXPECT_EQ(business.one("select price_minor from products where product_id = '2'"), "4") << "the last row wins";
  const std::string before = business.one("select max(changed_at) from products");
  EXPECT_EQ(counted(business.import("a.csv", "sku,name,price\n1,Beans,10\n2,Filter,3\n2,Filter,4\n")), "3 0 3 0");
  EXPECT_EQ(counted(business.import("b.csv", "sku,name\n1,Beans\n")), "1 0 1 0") << "it says less";
  EXPECT_EQ(business.one("select max(changed_at) from products"), before);
  EXPECT_EQ(counted(business.import("c.csv", "sku,name,price\n1,Beans,11\n2,Filter,4\n3,Mug,\n")), "3 2 1 0");
  EXPECT_EQ(business.one("select applied, repeated from imports order by import_id desc limit 1"), "2|1");
}

TEST(ImportProducts, an_interrupted_file_of_products_begins_again) {
  TemporaryBusiness business;
  std::string rows = "sku,name\n";
  for (int i = 0; i < 30'000; ++i) rows += (i % 2 == 0 ? std::to_string(i) : std::string()) + ",Thing\n";
  ImportOptions options;
  options.file = business.write_file("many.csv", rows);
  options.errors_directory = business.file("");
  int requests = 0;
  const Post failing = [&, post = business.post()](std::string_view target,
                                                   std::string_view body) -> Result<http::Response> {
    if (target.ends_with("/products") && ++requests > 5) return failure(ErrorCode::internal, "The connection broke.");
    return post(target, body);
  };
  ASSERT_FALSE(import_file(options, failing, {}).ok());
  EXPECT_EQ(business.one("select count(*) from products"), "5000");
  EXPECT_EQ(counted(business.import(options)), "30000 10000 5000 15000");
  EXPECT_EQ(business.one("select count(*) from products"), "15000");
}

TEST(ImportResume, an_interrupted_import_goes_on_where_it_was) {
  TemporaryBusiness business;
  std::string rows = "order_id,date,customer_id,total\n";
  for (int i = 0; i < 60'000; ++i)
    rows += std::to_string(100'000 + i) + ",2026-01-01," + std::to_string(i % 500) + ",10\n";
  ImportOptions options;
  options.file = business.write_file("many.csv", rows);
  options.errors_directory = business.file("");
  std::atomic<int> requests = 0;
  const Post failing = [&, post = business.post()](std::string_view target,
                                                   std::string_view body) -> Result<http::Response> {
    if (target == "/v1/import/events" && ++requests > 35) return failure(ErrorCode::internal, "The connection broke.");
    return post(target, body);
  };
  const auto broken = import_file(options, failing, {});
  ASSERT_FALSE(broken.ok());
  const auto kept = std::stoll(business.one("select row_count from imports where state = 'running'"));
  EXPECT_GE(kept, 20'000);
  EXPECT_LT(kept, 60'000);
  const auto report = business.import(options);
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_TRUE(report->went_on);
  EXPECT_EQ(report->counts.rows, 60'000);
  EXPECT_EQ(report->counts.applied + report->counts.repeated, 60'000);
  EXPECT_EQ(report->counts.refused, 0);
  EXPECT_EQ(business.one("select count(*), sum(total_minor) from orders"), "60000|600000");
  EXPECT_EQ(business.one("select count(*), min(state), max(row_count) from imports"), "1|finished|60000");
  EXPECT_EQ(counted(business.import(options)), "60000 0 60000 0")
      << "once finished, the next run is an import of its own";
}

// Everything that a file can make of a record, without ids and the times of the run: what is dated by its coming in is
// dated 0.
Lines everything(TemporaryBusiness& business) {
  Lines all;
  for (const auto* sql :
       {"select type, case when occurred_at = received_at then 0 else occurred_at end, "
        "case when occurred_at = received_at then 0 else local_day end, payload, envelope, claimed, currency, "
        "reporting_minor from events order by type, occurred_at, payload",
        "select kind, name, sort_key, roles, figures from parties order by name, figures",
        "select type, value from identifiers order by type, value",
        "select order_id, ordered_at, total_minor, refunded_minor, currency, status from orders order by order_id, "
        "total_minor",
        "select order_id, line_number, product_id, name, quantity, unit_price, amount_minor, category from order_lines "
        "order by order_id, line_number, product_id",
        "select product_id, name, category, price_minor from products order by product_id",
        "select type, value from merge_suggestions order by type, value",
        "select kind, row_count, applied, repeated, refused, state from imports order by import_id"})
    for (auto& row : business.rows(sql)) all.push_back(std::move(row));
  return all;
}

TEST(ImportDestination, a_running_server_records_of_a_file_what_the_process_itself_records) {
  const std::vector<std::pair<std::string, std::string>> files{
      {"ban-hang.csv", std::string(sales)},
      {"web.csv",
       "order_id,date,customer_id,customer_name,email,phone,product_id,product_name,category,quantity,unit_price\n"
       "1,2026-01-05 10:00,7,Trần Hoa,hoa@example.com,0912 345 678,P1,\"Cà \"\"phê\"\"\",Hạt,2,1.5\n"
       "2,2026-01-06 10:00,8,An,hoa@example.com,12,P2,Phin,,1,3\n"
       "1,2026-01-05 10:00,7,Trần Hoa,hoa@example.com,0912 345 678,P2,Phin,,-1,3\n"
       "3,2026-01-07,,,,,P1,Cà phê,Hạt,1,1.5\n"
       "4,1900-01-01,9,,,,P1,Cà phê,Hạt,1,1.5\n"
       "5,2026-01-07,9,,nobody@,,P1,Cà phê,Hạt,1,99999999999999\n"
       "5,2999-01-07,9,,,,P1,Cà phê,Hạt,1,1\n"
       "6,2026-01-08,guest,,,12,P1,Cà phê,Hạt,-1,1\n"
       "7,2026-01-08,10,,,,P1,Cà phê,Hạt,many,1\n"},
      {"khach.csv", "Mã khách,Tên,SĐT,Vai trò\nKH1,Lê Na,0912345679,khách hàng\nKH2,Vô,123,chủ tịch\n,Danh,,\n"},
      {"nhat-ky.csv",
       "Ngày liên hệ,Mã khách,Loại,Nội dung,Nhân viên,Chiều\n2026-01-05 09:00,KH1,Gọi điện,Hỏi giá,Lan,đến\n"
       "2026-01-05 09:00,KH1,Gọi điện,Hỏi giá,Lan,đến\n2026-01-06,KH1,Hội chợ,x,,\n"}};
  TemporaryBusiness within;
  TemporaryBusiness served;
  for (const auto& [name, content] : files)
    for (int times = 0; times < 2; ++times) {
      SCOPED_TRACE(name);
      const auto directly = within.import({.file = within.write_file(name, content)});
      const auto by_post = served.import({.file = served.write_file(name, content)}, served.post());
      ASSERT_TRUE(directly.ok()) << directly.error().message;
      EXPECT_EQ(counted(directly), counted(by_post));
      EXPECT_EQ(directly->items, by_post->items);
      EXPECT_EQ(directly->notes, by_post->notes);
      const auto errors = [](const ImportReport& report) {
        return report.errors_file.empty() ? std::string() : TemporaryBusiness::read_file(report.errors_file);
      };
      EXPECT_EQ(errors(*directly), errors(*by_post));
    }
  EXPECT_EQ(everything(within), everything(served));
  EXPECT_EQ(within.one("select count(*) from events where type = 'order_completed'"), "5");
}

TEST(ImportDestination, an_import_within_the_process_goes_on_where_it_was_interrupted) {
  TemporaryBusiness business;
  std::string rows = "order_id,date,customer_id,total\n";
  for (int i = 0; i < 60'000; ++i)
    rows += std::to_string(100'000 + i) + ",2026-01-01," + std::to_string(i * 7919 % 500) + ",10\n";
  ImportOptions options;
  options.file = business.write_file("many.csv", rows);
  options.errors_directory = business.file("");
  const Destination whole = business.directly();
  std::atomic<int> times = 0;
  const Destination failing(whole.post, [&](const Begun& import, std::span<const Item> items) -> Result<Outcomes> {
    if (++times > 35) return failure(ErrorCode::internal, "The disk broke.");
    return whole.record(import, items);
  });
  ASSERT_FALSE(import_file(options, failing, {}).ok());
  const auto kept = std::stoll(business.one("select row_count from imports where state = 'running'"));
  EXPECT_GE(kept, 20'000);
  EXPECT_LT(kept, 60'000);
  const auto report = business.import(options);
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_TRUE(report->went_on);
  EXPECT_EQ(report->counts.rows, 60'000);
  EXPECT_EQ(report->counts.applied + report->counts.repeated, 60'000);
  EXPECT_EQ(business.one("select count(*), sum(total_minor) from orders"), "60000|600000");
}

// Files imported by earlier versions must be known already: an item's name is a hash of what its rows say.
TEST(ImportNames, are_those_that_earlier_versions_gave) {
  TemporaryBusiness business;
  std::map<std::string, std::string> names;
  const Destination whole = business.directly();
  const Destination listening(whole.post, [&](const Begun& import, std::span<const Item> items) {
    for (const auto& item : items) names.emplace(item.type + " " + item.name, item.properties);
    return whole.record(import, items);
  });
  const auto import = [&](const std::string& name, std::string_view content) {
    EXPECT_TRUE(business.import({.file = business.write_file(name, content)}, listening).ok());
  };
  import("a.csv",
         "order_id,date,customer_id,customer_name,email,total,product_id,product_name,category,quantity,unit_price\n"
         "1,2026-01-05T10:00:00Z,7,Hoa,hoa@example.com,,P1,\"A \"\"b\"\"\",C,2,1.5\n"
         "1,2026-01-05T09:00:00Z,7,Hoa,hoa@example.com,,P2,,,1,1000\n2,2026-01-05T10:00:00Z,,,,-5,,,,,\n");
  import("p.csv", "customer_id,name,phone,role\n1,Lan,0912345678,customer\n");
  import("t.csv", "date,customer_id,channel,text\n2026-01-05T10:00:00Z,1,call,Hello\n");
  Lines all;
  for (const auto& [name, properties] : names) all.push_back(name);
  EXPECT_EQ(
      all, (Lines{"call touch:d5b1d80d40285e85:1", "identify party:b9a136c7251c9039", "identify party:f7ab7f40c1ab1266",
                  "order_completed order:1:dfd06fe00cc1754b", "order_refunded order:2:b4402e9fdc8a0e44"}));
}

TEST(ImportBadInput, changes_nothing_and_says_what_to_do) {
  TemporaryBusiness business;
  const auto refusal = [&](std::string_view content, ImportOptions options = {}) {
    const auto report = business.import("bad.csv", content, std::move(options));
    return report.ok() ? "accepted" : report.error().field + "/" + report.error().rule;
  };
  EXPECT_EQ(refusal(""), "file/empty");
  EXPECT_EQ(refusal("order_id,date,total\n"), "file/empty");
  EXPECT_EQ(refusal("alpha,beta\n1,2\n"), "kind/required");
  EXPECT_EQ(refusal("order_id;date;total\n1;2026-01-01;5\n", {.file = {}, .delimiter = ","}), "file/delimiter");
  EXPECT_EQ(refusal("order_id,date,total\n1,2026-01-01,5\n", {.file = {}, .kind = "sales"}), "kind/known");
  EXPECT_EQ(refusal("order_id,date,total\n1,2026-01-01,5\n", {.file = {}, .map = {{"nothing", "date"}}}), "map/known");
  EXPECT_EQ(refusal("order_id,date,total\n1,2026-01-01,5\n", {.file = {}, .preset = "unknown"}), "preset/known");
  EXPECT_EQ(refusal("order_id,date,total\n1,2026-01-01,5\n", {.file = {}, .currency = "XXL"}).substr(0, 8), "currency");
  EXPECT_EQ(refusal("order_id,date,total\n1,31/1/2026,5\n2,1/31/2026,5\n"), "date/contradiction");
  EXPECT_EQ(refusal("order_id,date,total\n1,2026-01-01,1.500\n", {.file = {}, .currency = "USD"}), "total/ambiguous");
  EXPECT_EQ(business.import({.file = business.file("absent.csv")}).error().code, ErrorCode::not_found);
  EXPECT_EQ(business.one("select count(*) from imports"), "0");
  EXPECT_EQ(business.one("select count(*) from events"), "0");
  EXPECT_EQ(business.one("select count(*) from sources"), "0");
}

TEST(ImportDryRun, reads_everything_and_writes_nothing) {
  TemporaryBusiness business;
  const auto report = business.import("a.csv", sales, {.file = {}, .dry_run = true});
  ASSERT_EQ(counted(report), "4 4 0 0");
  EXPECT_EQ(report->items, 3);
  EXPECT_EQ(report->import_id, "");
  EXPECT_EQ(business.one("select count(*) from imports"), "0");
  EXPECT_EQ(business.one("select count(*) from events"), "0");
}

TEST(ImportVerb, json_is_one_document_with_the_promised_members) {
  TemporaryBusiness business;
  ImportVerb verb;
  verb.options.file = business.write_file("a.csv", sales);
  verb.options.errors_directory = business.file("");
  verb.as_json = true;
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(run_import(verb, business.post(), out, err, false), 0);
  EXPECT_EQ(err.str(), "");
  const std::string id = business.one("select import_id from imports");
  EXPECT_EQ(
      out.str(),
      R"({"import_id":")" + id +
          R"(","kind":"orders","rows":4,"applied":4,"repeated":0,"refused":0,"errors_file":null,"left_out":["Ghi chú"]})"
          "\n");
  verb.map = {"nonsense"};
  EXPECT_NE(run_import(verb, business.post(), out, err, false), 0);
  EXPECT_NE(err.str().find("header=field"), std::string::npos);
}

// Fields that the business defined: a column is found by the field's key or a label, or said with --map.
parties::Business with_own_fields() {
  parties::Business business;
  const auto define = [&](std::string key, parties::CustomKind kind, std::string vi) {
    parties::CustomField field;
    field.key = key;
    field.kind = kind;
    field.label = {"English " + key, std::move(vi)};
    if (kind == parties::CustomKind::choice)
      field.choices = {{"dark", {"Dark roast", "Rang đậm"}}, {"old", {"Old", "Cũ"}, true}};
    business.fields.emplace(std::move(key), std::move(field));
  };
  define("roast", parties::CustomKind::choice, "Mức rang");
  define("seats", parties::CustomKind::integer, "Số chỗ");
  define("rate", parties::CustomKind::decimal, "Chiết khấu");
  define("delivers", parties::CustomKind::boolean, "Có giao hàng");
  define("opened", parties::CustomKind::day, "Khai trương");
  define("seen", parties::CustomKind::instant, "Ghé lần cuối");
  define("machine", parties::CustomKind::text, "Máy pha");
  define("job", parties::CustomKind::text, "Chức vụ");  // headers of what every card has are read so
  return business;
}

TEST(ImportOwnFields, columns_are_found_by_key_or_label_and_read_by_kind) {
  TemporaryBusiness business;
  business.set(with_own_fields());
  const auto report =
      business.import("quan.csv",
                      "Mã khách,MUC RANG,Số chỗ (bàn),rate,English delivers,Khai trương,seen,Máy,Chức vụ,Lạ\n"
                      "KH1,rang đậm,1.200,\"12,5\",có,31/01/2026,2026-02-01 08:30,La Marzocco,Chủ quán,x\n"
                      "KH2,Dark Roast,40,\"0,25\",No,,,,,\n"
                      "KH3,cũ,40,1,,,,,,\n"
                      "KH4,,\"40,5\",1,,,,,,\n"
                      "KH5,,4,1,maybe,,,,,\n",
                      {.file = {}, .map = {{"Máy", "machine"}}});
  ASSERT_EQ(counted(report), "5 2 0 3");
  EXPECT_EQ(report->left_out, Lines{"Lạ"});
  EXPECT_EQ(business.rows("select payload from events order by payload"),
            (Lines{R"({"delivers":false,"rate":"0.25","roast":"dark","seats":40})",
                   R"({"title":"Chủ quán","delivers":true,"machine":"La Marzocco","opened":"2026-01-31","rate":"12.5",)"
                   R"("roast":"dark","seats":1200,"seen":"2026-02-01T01:30:00Z"})"}));
  EXPECT_EQ(
      business.rows("select field, value from field_values where value like 'd%' or value like '1%' order by field"),
      (Lines{"rate|12.5", "roast|dark", "roast|dark", "seats|1200"}));
  const std::string errors = TemporaryBusiness::read_file(report->errors_file);
  EXPECT_NE(errors.find("3,MUC RANG,choice"), std::string::npos) << errors;
  EXPECT_NE(errors.find("4,Số chỗ (bàn),"), std::string::npos) << errors;
  EXPECT_NE(errors.find("5,English delivers,choice"), std::string::npos) << errors;
}

TEST(ImportOwnFields, a_file_of_orders_tells_them_of_its_customers_only_where_that_is_said) {
  TemporaryBusiness business;
  business.set(with_own_fields());
  const std::string orders = "Số hóa đơn,Ngày bán,Mã khách,Mức rang,Thành tiền\nHD1,31/01/2026,KH1,dark,90.000\n";
  const auto guessed = business.import("a.csv", orders);
  ASSERT_EQ(counted(guessed), "1 1 0 0");
  EXPECT_EQ(guessed->left_out, Lines{"Mức rang"});
  EXPECT_EQ(business.rows("select value from field_values"), Lines{});
  ASSERT_EQ(counted(business.import("b.csv", orders, {.file = {}, .map = {{"Mức rang", "field.roast"}}})), "1 1 0 0");
  EXPECT_EQ(business.rows("select field, value from field_values"), Lines{"roast|dark"});
}

TEST(ImportOwnFields, a_name_that_is_no_field_is_refused_with_those_of_the_business_listed) {
  TemporaryBusiness business;
  business.set(with_own_fields());
  const auto report =
      business.import("a.csv", "Mã khách,Máy\nKH1,x\n", {.file = {}, .map = {{"Máy", "coffee_machine"}}});
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().field, "map");
  EXPECT_NE(report.error().message.find("machine, opened"), std::string::npos) << report.error().message;
}

}  // namespace
}  // namespace ganbo::imports
