#include "imports/columns.hpp"

#include <gtest/gtest.h>

namespace ganbo::imports {
namespace {

using Headers = std::vector<std::string>;

std::string reading(Kind kind, const Headers& headers) {
  std::string out;
  for (const auto& [field, column] : guess_columns(kind, headers).columns)
    out += (out.empty() ? "" : " ") + field + "=" + headers[column];
  return out;
}

TEST(GuessKind, tells_the_four_kinds_apart_in_both_languages) {
  struct Case {
    Headers headers;
    Kind kind;
  };
  for (const auto& c :
       {Case{{"Mã khách", "Họ tên", "Điện thoại", "Ngày sinh"}, Kind::parties},
        Case{{"customer_id", "first_name", "last_name", "email"}, Kind::parties},
        Case{{"Số hoá đơn", "Ngày bán", "Mã khách", "Mã hàng", "Số lượng", "Đơn giá", "Thành tiền"}, Kind::orders},
        Case{{"Số hóa đơn", "Ngày bán", "Tổng tiền"}, Kind::orders},
        Case{{"order_id", "order_date", "customer_email", "total"}, Kind::orders},
        Case{{"customer_id", "date", "cds", "value"}, Kind::orders},
        Case{{"Ngày gọi", "SĐT", "Loại", "Nội dung"}, Kind::touchpoints},
        Case{{"date", "customer_id", "channel", "notes"}, Kind::touchpoints},
        Case{{"Mã hàng", "Tên hàng", "Giá bán"}, Kind::products}, Case{{"sku", "name", "category"}, Kind::products},
        Case{{"sku", "name"}, Kind::products}}) {
    const auto kind = guess_kind(c.headers);
    ASSERT_TRUE(kind.ok()) << c.headers[0] << ": " << kind.error().message;
    EXPECT_EQ(word_of(*kind), word_of(c.kind)) << c.headers[0] << " " << c.headers[1];
  }
}

TEST(GuessKind, lists_the_headers_when_they_fit_nothing) {
  const auto kind = guess_kind(Headers{"alpha", "beta"});
  ASSERT_FALSE(kind.ok());
  EXPECT_EQ(kind.error().field, "kind");
  EXPECT_NE(kind.error().message.find("\"alpha\", \"beta\""), std::string::npos);
  EXPECT_NE(kind.error().message.find("--kind"), std::string::npos);
}

TEST(GuessColumns, reads_vietnamese_headers_with_units_and_without_diacritics) {
  EXPECT_EQ(reading(Kind::orders, {"SO HOA DON", "Ngày bán", "Mã KH", "Tên hàng", "SL", "Đơn giá (VNĐ)",
                                   "Thành tiền (VNĐ)", "Nhân viên"}),
            "amount=Thành tiền (VNĐ) customer_id=Mã KH date=Ngày bán order_id=SO HOA DON product_name=Tên hàng "
            "quantity=SL unit_price=Đơn giá (VNĐ)");
  EXPECT_EQ(reading(Kind::products, {"Mã hàng", "Tên hàng", "Giá bán", "Giá vốn"}),
            "product_id=Mã hàng product_name=Tên hàng unit_cost=Giá vốn unit_price=Giá bán");
  EXPECT_EQ(reading(Kind::parties, {"Mã", "Họ đệm", "Tên", "SĐT", "Giới tính"}),
            "customer_id=Mã first_name=Tên gender=Giới tính last_name=Họ đệm phone=SĐT");
}

TEST(ApplyMap, what_is_said_wins_over_what_is_guessed) {
  const Headers headers{"email", "Contact", "phone"};
  Mapping mapping = guess_columns(Kind::parties, headers);
  const std::vector<std::pair<std::string, std::string>> said{{"contact", "name"}, {"email", "-"}};
  ASSERT_TRUE(apply_map(mapping, Kind::parties, headers, said).ok());
  EXPECT_EQ(mapping.column("name"), 1u);
  EXPECT_FALSE(mapping.has("email"));
  EXPECT_EQ(left_out(mapping, headers), Headers{"email"});
}

TEST(ApplyMap, refuses_unknown_headers_and_fields_with_the_known_ones) {
  const Headers headers{"email"};
  Mapping mapping = guess_columns(Kind::parties, headers);
  auto wrong =
      apply_map(mapping, Kind::parties, headers, std::vector<std::pair<std::string, std::string>>{{"mail2", "email"}});
  ASSERT_FALSE(wrong.ok());
  EXPECT_NE(wrong.error().message.find("\"email\""), std::string::npos);
  wrong = apply_map(mapping, Kind::parties, headers,
                    std::vector<std::pair<std::string, std::string>>{{"email", "quantity"}});
  ASSERT_FALSE(wrong.ok());
  EXPECT_NE(wrong.error().message.find("loyalty_card"), std::string::npos);
}

TEST(CheckMapping, names_the_field_that_a_kind_cannot_do_without) {
  const auto missing = [](Kind kind, const Headers& headers) {
    const auto checked = check_mapping(guess_columns(kind, headers), kind, headers);
    return checked.ok() ? "" : checked.error().field;
  };
  EXPECT_EQ(missing(Kind::orders, {"order_id", "total"}), "date");
  EXPECT_EQ(missing(Kind::orders, {"order_id", "date"}), "amount");
  EXPECT_EQ(missing(Kind::parties, {"name"}), "customer_id");
  EXPECT_EQ(missing(Kind::touchpoints, {"date", "note"}), "customer_id");
  EXPECT_EQ(missing(Kind::products, {"name"}), "product_id");
  EXPECT_EQ(missing(Kind::orders, {"order_id", "date", "total"}), "");
}

TEST(CustomerColumn, holds_names_where_its_cells_do_and_something_else_tells_customers_apart) {
  const auto holds = [](const Headers& headers, const std::vector<std::string>& cells) {
    return holds_names_for_numbers(guess_columns(Kind::orders, headers), headers, cells);
  };
  const Headers with_phone{"Số hóa đơn", "Ngày", "Khách hàng", "SĐT", "Thành tiền"};
  EXPECT_TRUE(holds(with_phone, {"Chị Lan", "Chị Lan", "Anh Ba", ""}));
  EXPECT_TRUE(holds({"order id", "date", "customer", "email", "total"}, {"John Smith", "John Smith"}));
  EXPECT_FALSE(holds(with_phone, {"KH 01", "KH 02"}));
  EXPECT_FALSE(holds(with_phone, {"", ""}));
  EXPECT_FALSE(holds(with_phone, {"Lan Anh", "1001", "1002"}));
  EXPECT_FALSE(holds({"Số hóa đơn", "Ngày", "Khách hàng", "Thành tiền"}, {"Chị Lan"}));
  EXPECT_FALSE(holds({"Số hóa đơn", "Ngày", "Mã khách", "SĐT", "Thành tiền"}, {"Chị Lan"}));
  EXPECT_FALSE(holds({"Số hóa đơn", "Ngày", "Khách hàng", "Tên khách", "SĐT", "Thành tiền"}, {"Chị Lan"}));
}

}  // namespace
}  // namespace ganbo::imports
