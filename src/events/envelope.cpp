// The envelope of a touchpoint: who met whom, in which role and phase, how it went. Sent as `context.ganbo` of a
// Segment event.
#include <algorithm>

#include "events/description.hpp"

namespace ganbo::events {

const std::vector<Field>& envelope_fields() {
  static const std::vector<Field> fields{
      {.name = "role",
       .label = {"Met as", "Vai trò"},
       .kind = FieldKind::choice,
       .choices = {{"customer", {"Customer", "Khách hàng"}},
                   {"prospect", {"Prospect", "Khách tiềm năng"}},
                   {"supplier", {"Supplier", "Nhà cung cấp"}},
                   {"creditor", {"Creditor", "Chủ nợ"}},
                   {"investor", {"Investor", "Nhà đầu tư"}},
                   {"press", {"Press", "Báo chí"}},
                   {"agent", {"Agent", "Đại lý"}},
                   {"service_provider", {"Service provider", "Bên cung cấp dịch vụ"}},
                   {"partner", {"Partner", "Đối tác"}},
                   {"employee", {"Employee", "Nhân viên"}},
                   {"competitor", {"Competitor", "Đối thủ"}}},
       .own_choices = parties::WordFamily::role},
      {.name = "phase",
       .label = {"Journey phase", "Giai đoạn"},
       .kind = FieldKind::choice,
       .choices = {{"research", {"Research", "Tìm hiểu"}},
                   {"purchase", {"Purchase", "Mua hàng"}},
                   {"payment", {"Payment", "Thanh toán"}},
                   {"delivery", {"Delivery", "Giao hàng"}},
                   {"use", {"Use", "Sử dụng"}},
                   {"support", {"Support", "Hỗ trợ"}},
                   {"renewal", {"Renewal", "Gia hạn"}}}},
      {.name = "staff", .label = {"Our staff member", "Nhân viên phụ trách"}},
      {.name = "place", .label = {"Place", "Địa điểm"}},
      {.name = "direction",
       .label = {"Direction", "Chiều liên hệ"},
       .kind = FieldKind::choice,
       .choices = {{"in", {"They came to us", "Khách liên hệ mình"}},
                   {"out", {"We went to them", "Mình liên hệ khách"}}}},
      {.name = "aim",
       .label = {"Aim", "Mục đích"},
       .kind = FieldKind::choice,
       .choices = {{"prospect", {"Prospect", "Tìm khách"}},
                   {"sell", {"Sell", "Bán hàng"}},
                   {"serve", {"Serve", "Phục vụ"}},
                   {"relate", {"Relate", "Giữ quan hệ"}}}},
      {.name = "manner",
       .label = {"How it went (−2 to 2)", "Thái độ (−2 đến 2)"},
       .kind = FieldKind::integer,
       .min = -2,
       .max = 2},
      {.name = "minutes_waited",
       .label = {"Minutes they waited", "Số phút khách chờ"},
       .kind = FieldKind::duration_minutes},
      {.name = "cost", .label = {"Cost of the touch", "Chi phí"}, .kind = FieldKind::money},
      {.name = "asked", .label = {"Something was asked for", "Khách có yêu cầu"}, .kind = FieldKind::boolean},
      {.name = "promise", .label = {"Promise", "Lời hứa"}},
      {.name = "complaint", .label = {"Complaint", "Khiếu nại"}},
      {.name = "contract", .label = {"Contract", "Hợp đồng"}},
      {.name = "campaign", .label = {"Campaign", "Chiến dịch"}},
      {.name = "exposure", .label = {"Exposure that led to it", "Lượt tiếp cận dẫn đến"}},
      {.name = "competitor", .label = {"Competitor named", "Đối thủ được nhắc đến"}},
      {.name = "participants", .label = {"Other participants", "Người tham gia khác"}, .kind = FieldKind::participants},
  };
  return fields;
}

const Field* find_field(const std::vector<Field>& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

std::string_view word_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::text:
      return "text";
    case FieldKind::long_text:
      return "long_text";
    case FieldKind::integer:
      return "integer";
    case FieldKind::decimal:
      return "decimal";
    case FieldKind::boolean:
      return "boolean";
    case FieldKind::choice:
      return "choice";
    case FieldKind::instant:
      return "instant";
    case FieldKind::day:
      return "day";
    case FieldKind::lunar_day:
      return "lunar_day";
    case FieldKind::duration_minutes:
      return "duration_minutes";
    case FieldKind::money:
      return "money";
    case FieldKind::currency:
      return "currency";
    case FieldKind::products:
      return "products";
    case FieldKind::participants:
      return "participants";
    case FieldKind::json:
      return "json";
  }
  return "text";
}

}  // namespace ganbo::events
