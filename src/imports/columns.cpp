#include "imports/columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "imports/in_quotes.hpp"
#include "platform/base/fold.hpp"

namespace ganbo::imports {
namespace {

char letter_of(Kind kind) {
  switch (kind) {
    case Kind::parties:
      return 'p';
    case Kind::orders:
      return 'o';
    case Kind::touchpoints:
      return 't';
    case Kind::products:
      return 'g';
  }
  return '?';
}

std::string listed(std::span<const std::string> texts) {
  std::string out;
  for (std::size_t i = 0; i < texts.size() && i < 30; ++i)
    out += fmt::format("{}{}", i == 0 ? "" : ", ", in_quotes(texts[i]));
  if (texts.size() > 30) out += fmt::format(" and {} more", texts.size() - 30);
  return out;
}

bool holds_own_fields(Kind kind) { return kind == Kind::parties || kind == Kind::orders; }

std::string fields_listed(Kind kind, const parties::CustomFields& own) {
  std::string out;
  for (const auto& field : fields_of(kind, own))
    out += (out.empty() ? "" : ", ") + (field.starts_with(own_prefix) ? field.substr(own_prefix.size()) : field);
  return out;
}

Error no_such_field(Kind kind, const std::string& said, const parties::CustomFields& own) {
  return invalid("map", "known",
                 fmt::format("{} is no field of {}; the fields are {}, and - leaves a column out.", in_quotes(said),
                             word_of(kind), fields_listed(kind, own)));
}

// What a mapping calls the field that a person named; empty when there is none.
std::string word_of_field(Kind kind, const std::string& said, const parties::CustomFields& own) {
  if (find_field(kind, said) != nullptr) return said;
  const std::string word = said.starts_with(own_prefix) ? said : std::string(own_prefix) + said;
  return holds_own_fields(kind) && own_field(word, own) != nullptr ? word : std::string();
}

// Of the headers that nothing took yet, those that call a field of the business by its key or a label.
void guess_own(Mapping& mapping, const std::vector<std::string>& plain, std::vector<bool>& taken,
               const parties::CustomFields& own) {
  for (const auto& [key, field] : own) {
    if (field.retired) continue;
    const std::array<std::string, 3> names{plain_header(key), plain_header(field.label.en),
                                           plain_header(field.label.vi)};
    for (std::size_t place = 0; place < plain.size(); ++place) {
      if (taken[place] || plain[place].empty()) continue;
      if (std::find(names.begin(), names.end(), plain[place]) == names.end()) continue;
      taken[place] = true;
      mapping.columns.emplace(std::string(own_prefix) + key, place);
      break;
    }
  }
}

bool names_party(const Mapping& mapping) {
  return mapping.has("customer_id") || mapping.has("user_id") || mapping.has("email") || mapping.has("phone") ||
         mapping.has("loyalty_card");
}

bool names_money(const Mapping& mapping) {
  return mapping.has("unit_price") || mapping.has("amount") || mapping.has("order_total");
}

}  // namespace

std::string_view word_of(Kind kind) {
  switch (kind) {
    case Kind::parties:
      return "parties";
    case Kind::orders:
      return "orders";
    case Kind::touchpoints:
      return "touchpoints";
    case Kind::products:
      return "products";
  }
  return "";
}

Result<Kind> parse_kind(std::string_view word) {
  for (const Kind kind : {Kind::parties, Kind::orders, Kind::touchpoints, Kind::products})
    if (word_of(kind) == word) return kind;
  return invalid("kind", "known",
                 fmt::format("{} is not a kind of file; they are parties, orders, touchpoints and products.", word));
}

const std::vector<FieldFacts>& all_fields() {
  static const std::vector<FieldFacts> fields{
      // The order of a thing sold, before what it shares with others: the first field whose header fits takes the
      // column.
      {"order_id", "o", {"orderid",   "orderno",   "ordernumber",   "ordercode",     "order",     "invoice",
                         "invoiceno", "invoiceid", "invoicenumber", "transactionid", "receiptno", "receiptid",
                         "receipt",   "billno",    "billid",        "basketid",      "sohoadon",  "mahoadon",
                         "hoadon",    "sohd",      "mahd",          "madonhang",     "madon",     "sodonhang",
                         "donhang",   "sochungtu", "sophieu"}},
      {"touch_id", "t", {"eventid", "touchpointid", "activityid", "callid", "ticketid", "id", "ma"}},
      {"date", "ot", {"date",
                      "orderdate",
                      "invoicedate",
                      "datetime",
                      "timestamp",
                      "transactiondate",
                      "transactiontimestamp",
                      "purchasedate",
                      "saledate",
                      "soldat",
                      "createdat",
                      "ngay",
                      "ngayban",
                      "ngaymua",
                      "ngayhoadon",
                      "ngaylap",
                      "ngaydat",
                      "ngaydathang",
                      "ngaychungtu",
                      "ngaygiaodich",
                      "thoigian",
                      "ngaygio",
                      "thoidiem",
                      "occurredat",
                      "calldate",
                      "visitdate",
                      "ngaygoi",
                      "ngayghe",
                      "ngaylienhe"}},
      {"time", "ot", {"time", "ordertime", "invoicetime", "transactiontime", "gio", "gioban", "giomua"}},
      {"customer_id", "pot", {"customerid", "customerno",  "customernumber", "customercode",  "customer",
                              "custid",     "custno",      "clientid",       "clientcode",    "memberid",
                              "memberno",   "accountid",   "partyid",        "householdid",   "externalid",
                              "makhach",    "makhachhang", "makh",           "masokhachhang", "masokhach",
                              "khachhang",  "mathanhvien"}},
      {"user_id", "pot", {"userid", "uid"}},
      {"email", "pot", {"email", "emailaddress", "mail", "customeremail", "thudientu", "diachiemail"}},
      {"phone",
       "pot",
       {"phone", "phonenumber", "phoneno", "mobile", "mobilephone", "mobilenumber", "tel", "telephone", "cell",
        "customerphone", "dienthoai", "sodienthoai", "sdt", "sodt", "dtdd", "didong", "sodidong", "sdtkhach",
        "sdtkhachhang"}},
      {"email_2", "pot", {"email2", "email2value", "emailaddress2", "otheremail", "secondaryemail"}},
      {"email_3", "pot", {"email3", "email3value", "emailaddress3"}},
      {"phone_2",
       "pot",
       {"phone2", "phone2value", "mobile2", "otherphone", "homephone", "workphone", "dienthoai2", "sodienthoai2",
        "sdt2"}},
      {"phone_3", "pot", {"phone3", "phone3value", "mobile3", "dienthoai3", "sodienthoai3", "sdt3"}},
      {"loyalty_card",
       "pot",
       {"loyaltycard", "loyaltycardno", "cardnumber", "cardno", "membershipcard", "mathe", "sothe", "mathethanhvien",
        "sothethanhvien", "thethanhvien"}},
      {"name",
       "pot",
       {"customername", "fullname", "clientname", "contactname", "hoten", "hovaten", "tenkhach", "tenkhachhang",
        "tenkh", "hotenkhachhang"}},
      {"name", "p", {"name", "displayname", "ten", "tendaydu"}},
      {"first_name", "pot", {"firstname", "givenname", "forename", "tengoi"}},
      {"last_name", "pot", {"lastname", "surname", "familyname", "ho", "hodem", "hovatendem", "hovadem"}},
      {"birthday", "po", {"birthday", "birthdate", "dateofbirth", "dob", "ngaysinh", "sinhnhat"}},
      {"lunar_birthday",
       "po",
       {"lunarbirthday", "birthdaylunar", "ngaysinhamlich", "sinhnhatamlich", "ngaysinham", "sinhnhatam"}},
      {"gender", "po", {"gender", "sex", "gioitinh", "phai"}},
      {"company",
       "po",
       {"company", "companyname", "organisation", "organization", "employer", "congty", "tencongty", "doanhnghiep",
        "coquan"}},
      {"title", "p", {"title", "jobtitle", "position", "chucvu", "chucdanh"}},
      {"address",
       "po",
       {"address", "address1", "streetaddress", "street", "customeraddress", "diachi", "diachikhachhang"}},
      {"city", "po", {"city", "town", "thanhpho", "tinh", "tinhthanh", "tinhthanhpho"}},
      {"postal_code", "po", {"postalcode", "postcode", "zip", "zipcode", "mabuuchinh", "mabuudien"}},
      {"country", "p", {"country", "quocgia", "nuoc"}},
      {"website", "p", {"website", "web", "url", "homepage", "trangweb"}},
      {"description", "p", {"description", "note", "notes", "comment", "comments", "mota", "ghichu"}},
      {"role", "p", {"role", "vaitro"}},
      {"party_kind", "p", {"kind", "customertype", "partytype", "loaikhach", "loaikhachhang"}},
      {"customer_id", "p", {"id", "code", "ma", "no"}},
      {"product_id",
       "og",
       {"productid", "productcode", "sku", "stockcode", "itemid", "itemcode", "itemno", "articleno", "mahang",
        "mahanghoa", "masanpham", "masp", "mamathang", "mavach", "barcode", "ean", "upc"}},
      {"product_name",
       "og",
       {"productname", "product", "itemname", "item", "article", "description", "productdescription", "title",
        "tenhang", "tenhanghoa", "tensanpham", "tensp", "tenmathang", "sanpham", "hanghoa", "mathang"}},
      {"product_name", "g", {"name", "ten"}},
      {"product_id", "g", {"id", "code", "ma"}},
      {"category",
       "og",
       {"category", "productcategory", "productgroup", "department", "nhomhang", "nhomhanghoa", "loaihang", "danhmuc",
        "nganhhang", "nhomsanpham"}},
      {"quantity", "o", {"quantity", "qty", "units", "pieces", "count", "soluong", "sl"}},
      {"unit_price",
       "og",
       {"unitprice", "price", "priceeach", "sellingprice", "retailprice", "dongia", "giaban", "gia", "giabanle"}},
      {"unit_cost",
       "og",
       {"unitcost", "cost", "costprice", "costeach", "purchaseprice", "giavon", "gianhap", "dongiavon", "giavonban"}},
      {"amount",
       "o",
       {"amount", "linetotal", "lineamount", "value", "salesvalue", "sales", "sale", "revenue", "total", "totalprice",
        "thanhtien", "doanhthu", "sotien", "tien"}},
      {"order_total",
       "o",
       {"ordertotal", "invoicetotal", "grandtotal", "totalamount", "tongtien", "tongcong", "tongthanhtoan",
        "tonghoadon", "khachphaitra", "tongtienhang"}},
      {"discount",
       "o",
       {"discount", "discountamount", "totaldiscount", "couponamount", "giamgia", "tiengiam", "tiengiamgia",
        "chietkhau", "tienchietkhau"}},
      {"currency", "og", {"currency", "currencycode", "tiente", "loaitien", "donvitien"}},
      {"shop", "o", {"shop", "store", "storename", "storeid", "branch", "outlet", "cuahang", "chinhanh", "diemban"}},
      {"payment_method",
       "o",
       {"paymentmethod", "payment", "paidby", "phuongthucthanhtoan", "hinhthucthanhtoan", "thanhtoan"}},
      {"coupon", "o", {"coupon", "couponcode", "voucher", "promocode", "magiamgia", "makhuyenmai"}},
      {"touch_type",
       "t",
       {"type", "eventtype", "event", "activity", "activitytype", "channel", "kind", "loai", "kenh", "hinhthuc",
        "loailienhe", "hoatdong", "sukien"}},
      {"text",
       "t",
       {"text", "note", "notes", "content", "message", "comment", "comments", "description", "summary", "details",
        "noidung", "ghichu", "mota", "chitiet", "diengiai"}},
      {"subject", "t", {"subject", "topic", "purpose", "reason", "chude", "vieclienhe", "mucdich", "lydo"}},
      {"minutes", "t", {"minutes", "duration", "durationminutes", "sophut", "thoiluong"}},
      {"staff", "t", {"staff", "employee", "agent", "salesperson", "handledby", "nhanvien", "nguoiphutrach"}},
      {"place", "t", {"place", "location", "store", "shop", "branch", "diadiem", "noi", "cuahang", "chinhanh"}},
      {"direction", "t", {"direction", "inbound", "chieu"}},
      {"stars", "t", {"stars", "nstar", "star", "rating", "sosao", "sodiem"}},
      {"cost", "t", {"cost", "touchcost", "chiphi"}},
      {"campaign", "t", {"campaign", "campaignid", "campaignname", "chiendich", "machiendich"}},
  };
  return fields;
}

const FieldFacts* find_field(Kind kind, std::string_view word) {
  for (const auto& field : all_fields())
    if (field.word == word && field.kinds.find(letter_of(kind)) != std::string_view::npos) return &field;
  return nullptr;
}

std::optional<std::size_t> Mapping::column(std::string_view field) const {
  const auto found = columns.find(field);
  return found == columns.end() ? std::nullopt : std::optional(found->second);
}

std::string plain_header(std::string_view header) {
  const std::string folded = fold(header);
  std::string out;
  int depth = 0;
  for (const char c : folded) {
    if (c == '(' || c == '[') ++depth;
    if (depth == 0 && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80))
      out += c;
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  return out;
}

const parties::CustomField* own_field(std::string_view word, const parties::CustomFields& own) {
  if (!word.starts_with(own_prefix)) return nullptr;
  const auto found = own.find(word.substr(own_prefix.size()));
  return found == own.end() ? nullptr : &found->second;
}

Mapping guess_columns(Kind kind, std::span<const std::string> headers, const parties::CustomFields& own) {
  std::vector<std::string> plain;
  for (const auto& header : headers) plain.push_back(plain_header(header));
  std::vector<bool> taken(headers.size(), false);
  Mapping mapping;
  for (const auto& field : all_fields()) {
    if (field.kinds.find(letter_of(kind)) == std::string_view::npos || mapping.has(field.word)) continue;
    for (const auto known : field.headers) {
      const auto found = std::find(plain.begin(), plain.end(), known);
      const auto place = static_cast<std::size_t>(found - plain.begin());
      if (found == plain.end() || taken[place]) continue;
      taken[place] = true;
      mapping.columns.emplace(field.word, place);
      break;
    }
  }
  if (kind == Kind::parties) guess_own(mapping, plain, taken, own);
  // `Họ đệm` and `Tên` in two columns: the second is the given name.
  if (mapping.has("last_name") && !mapping.has("first_name") && mapping.has("name") &&
      plain[*mapping.column("name")] == "ten") {
    mapping.columns.emplace("first_name", *mapping.column("name"));
    mapping.columns.erase("name");
  }
  return mapping;
}

bool holds_names_for_numbers(const Mapping& mapping, std::span<const std::string> headers,
                             std::span<const std::string> cells) {
  const auto place = mapping.column("customer_id");
  if (!place || mapping.has("name") || mapping.has("last_name")) return false;
  const std::string header = plain_header(headers[*place]);
  if (header != "customer" && header != "khachhang") return false;
  Mapping without = mapping;
  without.columns.erase("customer_id");
  if (!names_party(without)) return false;
  // Several words without a digit.
  const auto looks_like_name = [](const std::string& cell) {
    return cell.find(' ') != std::string::npos && cell.find_first_of("0123456789") == std::string::npos;
  };
  const auto names = std::count_if(cells.begin(), cells.end(), looks_like_name);
  const auto filled = std::count_if(cells.begin(), cells.end(), [](const auto& cell) { return !cell.empty(); });
  return names * 2 > filled;
}

Result<Kind> guess_kind(std::span<const std::string> headers) {
  const Mapping orders = guess_columns(Kind::orders, headers);
  if ((orders.has("order_id") || orders.has("date")) && (names_money(orders)) &&
      (orders.has("order_id") || names_party(orders) || orders.has("quantity")))
    return Kind::orders;
  const Mapping touchpoints = guess_columns(Kind::touchpoints, headers);
  if (touchpoints.has("date") && names_party(touchpoints) && (touchpoints.has("touch_type") || touchpoints.has("text")))
    return Kind::touchpoints;
  const Mapping products = guess_columns(Kind::products, headers);
  const Mapping parties = guess_columns(Kind::parties, headers);
  if (products.has("product_id") && products.has("product_name") && !names_party(orders) &&
      (products.has("unit_price") || products.has("category") || !names_party(parties)))
    return Kind::products;
  if (names_party(parties) || parties.has("name") || parties.has("last_name")) return Kind::parties;
  return invalid("kind", "required",
                 fmt::format("It cannot be told what the file is about; its columns are {}. Say it with --kind "
                             "parties, orders, touchpoints or products, and name columns with --map \"header=field\".",
                             listed(headers)));
}

Result<void> apply_map(Mapping& mapping, Kind kind, std::span<const std::string> headers,
                       std::span<const std::pair<std::string, std::string>> said, const parties::CustomFields& own) {
  for (const auto& [header, field] : said) {
    const auto exact = std::find(headers.begin(), headers.end(), header);
    const auto alike =
        exact != headers.end() ? exact : std::find_if(headers.begin(), headers.end(), [&](const std::string& h) {
          return fold(h) == fold(header);
        });
    if (alike == headers.end())
      return invalid("map", "known",
                     fmt::format("The file has no column {}; its columns are {}.", in_quotes(header), listed(headers)));
    const auto place = static_cast<std::size_t>(alike - headers.begin());
    const std::string word = word_of_field(kind, field, own);
    if (field != "-" && word.empty()) return no_such_field(kind, field, own);
    std::erase_if(mapping.columns, [&](const auto& entry) { return entry.second == place; });
    if (field != "-") mapping.columns[word] = place;
  }
  return {};
}

Result<Mapping> mapping_of_columns(Kind kind, std::span<const std::string> headers, std::span<const std::string> said,
                                   const parties::CustomFields& own) {
  if (said.size() != headers.size())
    return invalid("columns", "count",
                   fmt::format("The file has {} columns and {} are named; name a field, or -, for each.",
                               headers.size(), said.size()));
  Mapping mapping;
  for (std::size_t place = 0; place < said.size(); ++place) {
    if (said[place] == "-") continue;
    const std::string word = word_of_field(kind, said[place], own);
    if (word.empty()) return no_such_field(kind, said[place], own);
    if (!mapping.columns.emplace(word, place).second)
      return invalid(
          "columns", "twice",
          fmt::format("Two columns are to be {}; choose one of them, and leave the other out.", said[place]));
  }
  return mapping;
}

std::vector<std::string> fields_of(Kind kind, const parties::CustomFields& own) {
  std::vector<std::string> words;
  for (const auto& field : all_fields())
    if (field.kinds.find(letter_of(kind)) != std::string_view::npos &&
        std::find(words.begin(), words.end(), field.word) == words.end())
      words.emplace_back(field.word);
  if (holds_own_fields(kind))
    for (const auto& [key, field] : own)
      if (!field.retired) words.push_back(std::string(own_prefix) + key);
  return words;
}

Result<void> check_mapping(const Mapping& mapping, Kind kind, std::span<const std::string> headers,
                           KnownOtherwise known) {
  const auto missing = [&](std::string_view field, std::string_view what) {
    return invalid(
        std::string(field), "required",
        fmt::format(
            "{} need {}, and no column seems to hold it; the columns are {}. Say which with --map \"header={}\".",
            word_of(kind), what, listed(headers), field));
  };
  switch (kind) {
    case Kind::parties:
      if (!names_party(mapping) && !mapping.has("name") && !mapping.has("last_name"))
        return missing("customer_id", "a customer number, e-mail, phone number or card");
      if (!names_party(mapping))
        return missing("customer_id",
                       "a customer number, e-mail, phone number or card (a name alone tells nobody apart)");
      return {};
    case Kind::orders:
      if (!mapping.has("date")) return missing("date", "a date");
      if (!names_money(mapping)) return missing("amount", "an amount or a unit price");
      return {};
    case Kind::touchpoints:
      if (!mapping.has("date") && !known.date) return missing("date", "a date");
      if (!names_party(mapping) && !known.party)
        return missing("customer_id", "a customer number, e-mail, phone number or card");
      return {};
    case Kind::products:
      if (!mapping.has("product_id")) return missing("product_id", "a product number");
      return {};
  }
  return {};
}

std::vector<std::string> left_out(const Mapping& mapping, std::span<const std::string> headers) {
  std::vector<std::string> out;
  for (std::size_t place = 0; place < headers.size(); ++place)
    if (std::none_of(mapping.columns.begin(), mapping.columns.end(),
                     [&](const auto& entry) { return entry.second == place; }))
      out.push_back(headers[place]);
  return out;
}

}  // namespace ganbo::imports
