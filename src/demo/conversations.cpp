#include "demo/conversations.hpp"

#include <array>

namespace ganbo::demo {
namespace {

constexpr auto shop_calls = std::to_array<Conversation>({
    {"Hạt rang đậm quá",
     "Khách nói gói Culi lần này đậm hơn lần trước, uống hơi khét. Xin lỗi khách, hẹn đổi gói mới ở cửa hàng, không "
     "cần mang hóa đơn.",
     "call_back", "in", "use", 6, -1, true},
    {"Hỏi cách pha phin",
     "Khách mới mua phin inox, pha nước chảy nhanh quá. Hướng dẫn xay mịn hơn một nấc và nén tay nhẹ. Khách nói mai "
     "thử lại.",
     "reached", "in", "use", 8, 2, true},
    {"Hỏi thăm sau lần mua đầu",
     "Gọi hỏi khách uống có hợp không. Khách thích Phin Sương Sớm, nhà có hai người uống nên khoảng ba tuần hết một "
     "gói.",
     "reached", "out", "use", 4, 2, false},
    {"Quên tích điểm", "Khách quên đọc số điện thoại lúc tính tiền, xin cộng điểm bù. Đã kiểm tra hóa đơn và cộng.",
     "reached", "in", "support", 3, 0, true},
    {"Đợi lâu ở quầy",
     "Khách phàn nàn sáng thứ bảy đợi hơn hai mươi phút mà không ai báo. Đã xin lỗi, báo lại cửa hàng trưởng.",
     "call_back", "in", "support", 7, -2, false},
    {"Để quên đồ", "Khách để quên dù ở bàn ngoài hiên chiều qua. Các bạn đã cất, khách hẹn ghé lấy.", "reached", "in",
     "support", 2, 1, true},
});

constexpr auto web_calls = std::to_array<Conversation>({
    {"Hỏi giờ giao hàng",
     "Khách hỏi đơn hôm qua mấy giờ giao tới. Đã kiểm tra: tài xế đang giao, chiều nay trước 5 giờ. Khách vui vẻ.",
     "reached", "in", "delivery", 3, 1, true},
    {"Hỏi cách pha phin",
     "Khách mới mua phin inox, pha nước chảy nhanh quá. Hướng dẫn xay mịn hơn một nấc và nén tay nhẹ. Khách nói mai "
     "thử lại.",
     "reached", "in", "use", 8, 2, true},
    {"Giao nhầm loại hạt",
     "Khách đặt hạt mà nhận bột xay. Đã nhận lỗi, chiều nay giao lại gói hạt, tặng thêm hộp túi lọc nhỏ.", "call_back",
     "in", "delivery", 5, -2, true},
    {"Hỏi thăm sau lần mua đầu",
     "Gọi hỏi khách uống có hợp không. Khách thích Phin Sương Sớm, nhà có hai người uống nên khoảng ba tuần hết một "
     "gói.",
     "reached", "out", "use", 4, 2, false},
    {"Xuất hóa đơn công ty", "Khách xin xuất hóa đơn đỏ cho đơn quà tặng, đã lấy mã số thuế và gửi qua chị Hạnh.",
     "reached", "in", "payment", 5, 0, true},
    {"Gọi không bắt máy", "Gọi báo đơn giao trễ vì mưa lớn, khách không nghe máy. Đã nhắn tin.", "no_answer", "out",
     "delivery", 1, 0, false},
});

constexpr auto customer_notes = std::to_array<Conversation>({
    {"", "Khách quen, sáng nào cũng bạc xỉu ít đường, ngồi bàn sát cửa sổ.", "", "in", "use", 0, 1, false},
    {"", "Dị ứng sữa bò, nhớ hỏi đổi sang sữa yến mạch.", "", "in", "use", 0, 0, true},
    {"", "Khách đi với hai bé, thích ngồi phòng lạnh tầng trên.", "", "in", "use", 0, 1, false},
    {"", "Khách hỏi bao giờ có lại Arabica Natural, nhắn khi hàng về.", "", "in", "research", 0, 1, true},
    {"", "Khách góp ý nhạc buổi tối hơi lớn, khó nói chuyện.", "", "in", "use", 0, -1, true},
    {"", "Sắp khai trương tiệm bánh gần đây, có thể hỏi về hạt cho quán.", "", "in", "use", 0, 1, false},
});

constexpr auto cafe_calls = std::to_array<Conversation>({
    {"Chốt đơn tháng",
     "Quán chốt đơn như tháng trước, thêm một bao Phin Sương Sớm vì cuối tuần đông. Xin giao trước 10 giờ sáng.",
     "reached", "out", "purchase", 6, 1, true},
    {"Nhắc công nợ", "Nhắc quán hóa đơn tháng trước quá hạn năm ngày. Chủ quán hẹn chuyển khoản chiều thứ sáu.",
     "call_back", "out", "payment", 4, 0, true},
    {"Xin giảm giá",
     "Quán nói bên khác chào thấp hơn 8 %. Đã giải thích phần bảo trì máy nằm trong giá, hẹn ghé tính lại theo sản "
     "lượng.",
     "call_back", "in", "renewal", 12, -1, true},
    {"Nhân viên mới cần tập huấn", "Quán thay hai bạn pha chế, xin một buổi hướng dẫn chỉnh máy xay. Hẹn sáng thứ ba.",
     "call_back", "in", "use", 5, 1, true},
    {"Hạt ra nước nhạt",
     "Quán báo chiết bị chảy nhanh, nước nhạt. Hỏi ra mới biết đang dùng hạt mới rang hai ngày, dặn để nghỉ thêm bốn "
     "ngày.",
     "reached", "in", "support", 9, 0, true},
    {"Hỏi thăm định kỳ",
     "Quán bán đều, khoảng 90 ly một ngày. Khách khen cà phê ổn định. Đang tính mở thêm quầy mang đi.", "reached",
     "out", "use", 7, 2, false},
    {"Đổi ngày giao", "Quán nghỉ sửa sàn ba ngày, xin dời giao sang thứ hai tuần sau.", "reached", "in", "delivery", 3,
     0, true},
});

constexpr auto cafe_repairs = std::to_array<Conversation>({
    {"Máy không lên áp", "Sáng mở máy áp đứng ở 4 bar, không chiết được. Quán đang đông khách, cần người qua ngay.",
     "call_back", "in", "support", 4, -1, true},
    {"Vòi hơi rò nước", "Vòi đánh sữa nhỏ nước liên tục từ tối qua. Vẫn bán được nhưng sàn ướt.", "call_back", "in",
     "support", 5, 0, true},
    {"Máy xay kêu to", "Máy xay kêu lớn, hạt xay ra không đều. Nghi lọt đá trong hạt.", "call_back", "in", "support", 4,
     0, true},
    {"Máy nhảy cầu dao", "Bật máy vài phút là nhảy cầu dao. Đây là lần thứ hai trong tháng, chủ quán khá bực.",
     "call_back", "in", "support", 8, -2, true},
});

constexpr auto cafe_visits = std::to_array<Conversation>({
    {"Thăm quán định kỳ",
     "Ghé buổi sáng, quán đông đều. Chỉnh lại cỡ xay, thử lại với chủ quán: vị cân hơn. Quán muốn thử Arabica cho menu "
     "mới.",
     "reached", "out", "use", 45, 2, false},
    {"Bàn gia hạn hợp đồng",
     "Ngồi với chủ quán xem lại sản lượng năm qua. Bên quán muốn giữ giá và đổi máy hai họng. Hẹn gửi báo giá trong "
     "tuần.",
     "call_back", "out", "renewal", 60, 1, true},
    {"Tập huấn pha chế", "Hướng dẫn ba bạn mới: cân hạt, canh thời gian chiết, vệ sinh cuối ngày. Các bạn học nhanh.",
     "reached", "out", "use", 120, 2, false},
    {"Thử hạt mới", "Mang hai mẫu rang mới cho quán thử. Quán chọn mẫu ít chua, sẽ lấy thử một bao.", "call_back",
     "out", "research", 40, 1, true},
});

constexpr auto cafe_farewells = std::to_array<Conversation>({
    {"", "Quán trả máy, chuyển sang nhà rang khác vì giá. Đã giữ quan hệ tốt, hẹn sáu tháng nữa gọi lại.", "", "in",
     "renewal", 0, 0, false},
    {"", "Quán đóng cửa vì mặt bằng tăng tiền thuê. Đã thu hồi máy, công nợ xong.", "", "in", "renewal", 0, 1, false},
    {"", "Quán không gia hạn: phiền vì máy hư hai lần đúng cuối tuần. Cần xem lại lịch bảo trì khu này.", "", "in",
     "renewal", 0, -2, false},
});

constexpr auto prospect_calls = std::to_array<Conversation>({
    {"Giới thiệu thuê máy",
     "Gọi giới thiệu gói máy kèm hạt. Chủ quán đang dùng bên khác, hợp đồng còn bốn tháng, cho gửi báo giá trước.",
     "call_back", "out", "research", 7, 0, false},
    {"Hỏi giá sỉ",
     "Khách sắp mở quán cuối năm, hỏi giá bao 5 kg và có cho mượn máy không. Hẹn khách ghé xưởng thử hạt.", "call_back",
     "in", "research", 10, 1, true},
    {"Chưa gặp được người quyết định", "Bạn quản lý nghe máy, chủ đi vắng. Xin gọi lại sáng thứ năm.", "no_answer",
     "out", "research", 2, 0, false},
    {"Báo giá lần hai",
     "Khách đang so với hai nơi khác, thích hạt mình nhưng muốn trả chậm 15 ngày. Chờ chị Lam duyệt.", "call_back",
     "out", "purchase", 9, 1, true},
    {"Chưa có nhu cầu", "Quán mới ký với bên khác một năm. Cảm ơn, xin phép năm sau gọi lại.", "reached", "out",
     "research", 3, 0, false},
});

constexpr auto prospect_visits = std::to_array<Conversation>({
    {"Thử hạt tại xưởng",
     "Khách ghé xưởng, thử năm mẫu, thích Espresso Lam và Phin Sương Sớm. Hỏi kỹ chuyện bảo trì máy.", "call_back",
     "in", "research", 75, 2, true},
    {"Khảo sát mặt bằng", "Qua xem mặt bằng: đủ điện, cần kéo thêm đường nước cho máy. Dự kiến khai trương sau rằm.",
     "call_back", "out", "research", 50, 1, false},
});

constexpr auto supplier_calls = std::to_array<Conversation>({
    {"Hẹn lịch giao", "Nhà cung cấp báo xe về trễ một ngày vì mưa đèo, dời sang sáng thứ tư.", "reached", "in",
     "delivery", 4, 0, true},
    {"Giá vụ mới", "Giá nhân xanh lên theo sàn. Thống nhất giữ giá hai lô đã đặt, lô sau tính lại.", "call_back", "in",
     "renewal", 15, 0, true},
    {"Độ ẩm vượt mức", "Lô vừa nhận đo ẩm 13,1 %. Báo lại, bên đó nhận đổi 3 bao trong tuần.", "call_back", "out",
     "support", 8, -1, true},
    {"Đặt thêm hàng Tết", "Đặt thêm cho mùa Tết, xin giao làm hai đợt cho đỡ chật kho.", "reached", "out", "purchase",
     6, 1, true},
});

constexpr auto creditor_calls = std::to_array<Conversation>({
    {"Nhắc kỳ trả nợ", "Ngân hàng nhắc kỳ gốc và lãi ngày 25. Đã xác nhận đủ số dư.", "reached", "in", "payment", 4, 1,
     false},
    {"Bổ sung hồ sơ hạn mức", "Xin báo cáo quý để xét lại hạn mức vốn lưu động cho mùa Tết. Hẹn gửi trong tuần.",
     "call_back", "in", "renewal", 10, 0, true},
    {"Hỏi lãi suất",
     "Hỏi lãi suất vay ngắn hạn mua nhân xanh đầu vụ. Bên đó báo giảm 0,3 điểm nếu ký trước cuối tháng.", "call_back",
     "out", "research", 9, 1, true},
});

constexpr auto press_calls = std::to_array<Conversation>({
    {"Xin phỏng vấn",
     "Phóng viên xin phỏng vấn chị Lam về chuyện làm cùng nông dân vùng cao. Hẹn sáng thứ sáu tại xưởng.", "call_back",
     "in", "research", 8, 1, true},
    {"Gửi thông cáo mùa vụ mới", "Gửi thông cáo và mẫu thử vụ mới. Bên tòa soạn hẹn phản hồi tuần sau.", "call_back",
     "out", "research", 5, 1, false},
    {"Đính chính thông tin", "Bài ghi nhầm địa chỉ cửa hàng, đã nhờ sửa. Bên đó sửa ngay trong buổi.", "reached", "out",
     "support", 4, 0, true},
});

constexpr auto investor_calls = std::to_array<Conversation>({
    {"Họp quý", "Báo cáo doanh thu ba cửa hàng và số quán thuê máy. Quỹ muốn xem tỷ lệ khách quay lại theo tháng.",
     "call_back", "out", "use", 60, 1, true},
    {"Bàn mở cửa hàng thứ tư", "Quỹ ủng hộ nhưng đề nghị chờ hết mùa Tết, xem dòng tiền rồi quyết.", "call_back", "in",
     "research", 45, 0, true},
});

constexpr auto partner_calls = std::to_array<Conversation>({
    {"Bàn buổi nếm thử chung", "Thống nhất buổi nếm thử cuối tháng, mỗi bên mời 15 khách quen.", "call_back", "out",
     "use", 12, 2, false},
    {"Chuyện mặt bằng", "Trao đổi tiền thuê kỳ tới và việc sửa mái hiên trước mùa mưa.", "call_back", "in", "renewal",
     15, 0, true},
});

constexpr auto agent_calls = std::to_array<Conversation>({
    {"Chốt hàng tháng này", "Đại lý lấy thêm túi lọc vì khách du lịch mua làm quà. Xin thêm kệ trưng bày.", "reached",
     "in", "purchase", 7, 1, true},
    {"Hỏi chính sách chiết khấu", "Đại lý hỏi mức chiết khấu quý tới. Hẹn gửi bảng mới sau khi chị Lam duyệt.",
     "call_back", "in", "renewal", 9, 0, true},
});

constexpr auto service_calls = std::to_array<Conversation>({
    {"Đối soát cuối kỳ", "Đối soát xong, lệch hai chứng từ, bên đó kiểm tra và gửi lại trong ngày.", "reached", "out",
     "payment", 10, 0, false},
    {"Góp ý chất lượng dịch vụ", "Tuần này có ba lần trễ hẹn. Đã nói thẳng, bên đó hứa đổi người phụ trách.",
     "call_back", "out", "support", 6, -1, true},
});

constexpr auto competitor_notes = std::to_array<Conversation>({
    {"", "Bên này vừa mở thêm điểm bán cách cửa hàng Phú Nhuận 300 m, đang giảm 20 % tuần khai trương.", "", "in",
     "research", 0, 0, false},
    {"", "Bên này chào quán khách của mình máy mượn miễn phí nếu lấy trên 40 kg một tháng.", "", "in", "research", 0,
     -1, false},
});

}  // namespace

std::span<const Conversation> conversations(Talk talk) {
  switch (talk) {
    case Talk::shop_call:
      return shop_calls;
    case Talk::web_call:
      return web_calls;
    case Talk::customer_note:
      return customer_notes;
    case Talk::cafe_call:
      return cafe_calls;
    case Talk::cafe_repair:
      return cafe_repairs;
    case Talk::cafe_visit:
      return cafe_visits;
    case Talk::cafe_farewell:
      return cafe_farewells;
    case Talk::prospect_call:
      return prospect_calls;
    case Talk::prospect_visit:
      return prospect_visits;
    case Talk::supplier_call:
      return supplier_calls;
    case Talk::creditor_call:
      return creditor_calls;
    case Talk::press_call:
      return press_calls;
    case Talk::investor_call:
      return investor_calls;
    case Talk::partner_call:
      return partner_calls;
    case Talk::agent_call:
      return agent_calls;
    case Talk::service_call:
      return service_calls;
    case Talk::competitor_note:
      return competitor_notes;
  }
  return {};
}

}  // namespace ganbo::demo
