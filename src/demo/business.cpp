#include "demo/business.hpp"

#include <algorithm>
#include <array>

#include "platform/base/invariant.hpp"

namespace ganbo::demo {
namespace {

constexpr auto shop_list = std::to_array<Shop>({
    {"Lam Sương Phú Nhuận", "Phường Phú Nhuận", 45},
    {"Lam Sương Thảo Điền", "Phường An Khánh", 30},
    {"Lam Sương Chợ Lớn", "Phường Chợ Lớn", 25},
});

using enum Category;
constexpr auto product_list = std::to_array<Product>({
    {"CF-ARA-250", "Arabica Cầu Đất rang vừa 250 g", beans, 185'000, 20},
    {"CF-ARA-500", "Arabica Cầu Đất rang vừa 500 g", beans, 350'000, 10},
    {"CF-HON-250", "Arabica Honey Lạc Dương 250 g", beans, 210'000, 7},
    {"CF-NAT-250", "Arabica Natural Khe Sanh 250 g", beans, 225'000, 5},
    {"CF-ROB-250", "Robusta Honey Buôn Hồ 250 g", beans, 115'000, 16},
    {"CF-ROB-500", "Robusta Honey Buôn Hồ 500 g", beans, 215'000, 12},
    {"CF-PHI-500", "Phin Sương Sớm (70 Robusta, 30 Arabica) 500 g", beans, 195'000, 22},
    {"CF-CUL-250", "Culi Đắk Mil rang đậm 250 g", beans, 125'000, 8},
    {"CF-DEC-250", "Arabica khử caffein 250 g", beans, 245'000, 2},
    {"CF-ESP-1000", "Espresso Lam 1 kg", beans, 420'000, 6},
    {"DR-ARA-10", "Cà phê túi lọc Arabica, hộp 10 gói", drip_bags, 139'000, 10},
    {"DR-PHI-10", "Cà phê túi lọc Phin Sương Sớm, hộp 10 gói", drip_bags, 119'000, 9},
    {"DR-MIX-20", "Cà phê túi lọc bốn vùng, hộp 20 gói", drip_bags, 265'000, 5},
    {"CB-CHAI-500", "Cold brew chai 500 ml", drip_bags, 89'000, 6},
    {"DU-DEN", "Cà phê phin đen", drinks, 32'000, 14},
    {"DU-SUA", "Cà phê phin sữa", drinks, 36'000, 24},
    {"DU-BACXIU", "Bạc xỉu", drinks, 39'000, 18},
    {"DU-MUOI", "Cà phê muối", drinks, 42'000, 12},
    {"DU-TRUNG", "Cà phê trứng", drinks, 49'000, 4},
    {"DU-LATTE", "Latte", drinks, 59'000, 10},
    {"DU-CAPPU", "Cappuccino", drinks, 59'000, 6},
    {"DU-AMERI", "Americano", drinks, 49'000, 7},
    {"DU-V60", "V60 hạt trong tuần", drinks, 75'000, 4},
    {"DU-COLD", "Cold brew cam sả", drinks, 62'000, 6},
    {"DU-DAO", "Trà đào cam sả", drinks, 55'000, 8},
    {"DU-VAI", "Trà ô long vải", drinks, 55'000, 6},
    {"DU-CACAO", "Ca cao nóng Đắk Lắk", drinks, 55'000, 3},
    {"BA-CROI", "Bánh sừng bò bơ", bakery, 38'000, 10},
    {"BA-CHUOI", "Bánh chuối nướng", bakery, 32'000, 8},
    {"BA-MI", "Bánh mì que pa tê", bakery, 25'000, 12},
    {"BA-BASQUE", "Bánh phô mai nướng", bakery, 55'000, 6},
    {"BA-QUY", "Bánh quy yến mạch", bakery, 28'000, 5},
    {"EQ-PHIN", "Phin nhôm Lam Sương 120 ml", equipment, 95'000, 14},
    {"EQ-PHIN-INOX", "Phin inox dày 180 ml", equipment, 165'000, 8},
    {"EQ-V60", "Phễu V60 gốm 02", equipment, 390'000, 5},
    {"EQ-GIAY", "Giấy lọc V60, 100 tờ", equipment, 110'000, 10},
    {"EQ-XAY", "Cối xay tay thép 38 mm", equipment, 890'000, 4},
    {"EQ-AM", "Ấm cổ ngỗng 600 ml", equipment, 650'000, 3},
    {"EQ-LY", "Ly sứ men lam 250 ml", equipment, 145'000, 6},
    {"EQ-BINH", "Bình giữ nhiệt 350 ml", equipment, 320'000, 5},
    {"QT-TET-1", "Hộp quà Tết Sương Xuân", gifts, 690'000, 10},
    {"QT-TET-2", "Hộp quà Tết Lam Ngọc", gifts, 1'250'000, 4},
    {"QT-NHO", "Hộp quà nhỏ hai loại hạt", gifts, 385'000, 6},
    {"QT-THE-200", "Thẻ quà tặng 200.000 đ", gifts, 200'000, 5},
    {"LH-PHIN", "Lớp pha phin cuối tuần", workshops, 450'000, 6},
    {"LH-LATTE", "Lớp vẽ latte art", workshops, 850'000, 4},
    {"LH-CUPPING", "Buổi nếm thử cà phê", workshops, 250'000, 5},
    {"SI-ESP-5", "Espresso Lam cho quán, bao 5 kg", for_cafes, 1'650'000, 20},
    {"SI-PHI-5", "Phin Sương Sớm cho quán, bao 5 kg", for_cafes, 1'250'000, 24},
    {"SI-ARA-5", "Arabica Cầu Đất cho quán, bao 5 kg", for_cafes, 2'100'000, 8},
    {"SI-COLD-10", "Hạt cold brew cho quán, bao 10 kg", for_cafes, 2'900'000, 6},
    {"SI-VESINH", "Bột vệ sinh máy, hộp 900 g", for_cafes, 320'000, 5},
    {"SI-THUE-1G", "Thuê máy pha một họng, tháng", for_cafes, 1'800'000, 0},
    {"SI-THUE-2G", "Thuê máy pha hai họng, tháng", for_cafes, 3'200'000, 0},
});

// Sorted by shop, so that each shop's people stand together; the office comes last.
constexpr auto staff_list = std::to_array<Colleague>({
    {"nv-01", "Trần Thị Mỹ Duyên", "Cửa hàng trưởng", "duyen.tran", true, 1990, 0},
    {"nv-02", "Lê Hoàng Phúc", "Pha chế", "phuc.le", false, 1999, 0},
    {"nv-03", "Nguyễn Ngọc Hân", "Pha chế", "han.nguyen", true, 2002, 0},
    {"nv-04", "Phạm Gia Huy", "Pha chế", "huy.pham", false, 2001, 0},
    {"nv-05", "Võ Thanh Trúc", "Thu ngân", "truc.vo", true, 1998, 0},
    {"nv-06", "Huỳnh Nhật Nam", "Phục vụ", "nam.huynh", false, 2004, 0},
    {"nv-07", "Đặng Quốc Việt", "Cửa hàng trưởng", "viet.dang", false, 1988, 1},
    {"nv-08", "Bùi Khánh Vy", "Pha chế", "vy.bui", true, 2000, 1},
    {"nv-09", "Nguyễn Minh Khang", "Pha chế", "khang.nguyen", false, 2003, 1},
    {"nv-10", "Đỗ Thị Yến", "Thu ngân", "yen.do", true, 1995, 1},
    {"nv-11", "Trương Bảo Ngân", "Phục vụ", "ngan.truong", true, 2005, 1},
    {"nv-12", "Châu Mỹ Linh", "Cửa hàng trưởng", "linh.chau", true, 1986, 2},
    {"nv-13", "Lâm Chí Tài", "Pha chế", "tai.lam", false, 1997, 2},
    {"nv-14", "Quách Thu Thảo", "Pha chế", "thao.quach", true, 2001, 2},
    {"nv-15", "Tăng Vĩnh Lộc", "Thu ngân", "loc.tang", false, 1996, 2},
    {"nv-16", "Nguyễn Thị Lam", "Chủ nhà rang", "lam.nguyen", true, 1982, -1},
    {"nv-17", "Phan Đình Sơn", "Thợ rang chính", "son.phan", false, 1985, -1},
    {"nv-18", "Y Hải Niê", "Thợ rang", "hai.nie", false, 1994, -1},
    {"nv-19", "Lê Thị Kim Chi", "Kinh doanh quán", "chi.le", true, 1991, -1},
    {"nv-20", "Hoàng Anh Tuấn", "Kinh doanh quán", "tuan.hoang", false, 1989, -1},
    {"nv-21", "Ngô Văn Thắng", "Kỹ thuật máy", "thang.ngo", false, 1987, -1},
    {"nv-22", "Trịnh Hữu Đạt", "Kỹ thuật máy", "dat.trinh", false, 1996, -1},
    {"nv-23", "Dương Hồng Nhung", "Chăm sóc khách hàng", "nhung.duong", true, 1997, -1},
    {"nv-24", "Mai Quốc Bảo", "Thu mua", "bao.mai", false, 1984, -1},
    {"nv-25", "Vũ Thị Hạnh", "Kế toán", "hanh.vu", true, 1980, -1},
    {"nv-26", "Đoàn Phương Uyên", "Tiếp thị", "uyen.doan", true, 1996, -1},
});

using enum Neighbourhood;
constexpr auto neighbour_list = std::to_array<Neighbour>({
    {supplier, "ncc-01", "Hợp tác xã Cà phê Sương Đồi", "suongdoi.example", "Lâm Đồng", "Arabica nhân xanh vùng cao",
     14},
    {supplier, "ncc-02", "Hợp tác xã Buôn Kla", "buonkla.example", "Đắk Lắk", "Robusta honey và natural", 14},
    {creditor, "nh-01", "Ngân hàng Sông Tiền, chi nhánh Gia Định", "songtien.example", "TP. Hồ Chí Minh",
     "Tài khoản, vay vốn lưu động", 30},
    {press, "bc-01", "Báo Phố Sáng", "phosang.example", "TP. Hồ Chí Minh", "Nhật báo, mục Ăn uống", 75},
    {supplier, "ncc-03", "Nông trại Mây Trắng", "maytrang.example", "Quảng Trị", "Arabica natural, lô nhỏ", 45},
    {service_provider, "dv-01", "Giao nhanh Chim Sẻ", "chimse.example", "TP. Hồ Chí Minh", "Giao hàng nội thành", 15},
    {press, "bc-02", "Tạp chí Ly và Hạt", "lyvahat.example", "TP. Hồ Chí Minh", "Tạp chí cà phê và trà", 60},
    {supplier, "ncc-04", "Sữa Đồng Cỏ Xanh", "dongcoxanh.example", "Long An", "Sữa tươi thanh trùng cho ba cửa hàng",
     7},
    {partner, "dt-01", "Tiệm sách Góc Phố", "gocpho.example", "TP. Hồ Chí Minh", "Cùng làm góc đọc và buổi nếm thử",
     45},
    {supplier, "ncc-05", "Bao bì Giấy Tre", "giaytre.example", "Bình Dương", "Túi van, hộp quà, ly giấy", 30},
    {competitor, "ct-01", "Cà phê Bến Gió", "bengio.example", "TP. Hồ Chí Minh", "Chuỗi bốn quán trong khu vực", 120},
    {supplier, "ncc-06", "Bếp bánh Bơ Vàng", "bovang.example", "TP. Hồ Chí Minh", "Bánh tươi giao mỗi sáng", 7},
    {press, "bc-03", "Kênh Ăn Gì Hôm Nay", "angihomnay.example", "TP. Hồ Chí Minh", "Kênh video ẩm thực", 90},
    {investor, "dtu-01", "Quỹ Hạt Giống Cửu Long", "hatgiong.example", "Cần Thơ", "Góp vốn 15 %, họp mỗi quý", 91},
    {supplier, "ncc-07", "Máy pha Hơi Nước Việt", "hoinuoc.example", "TP. Hồ Chí Minh", "Máy pha, máy xay và phụ tùng",
     40},
    {service_provider, "dv-02", "Kế toán thuế Minh Sổ", "minhso.example", "TP. Hồ Chí Minh", "Báo cáo thuế hằng quý",
     45},
    {creditor, "nh-02", "Cho thuê tài chính Phù Sa", "phusa.example", "TP. Hồ Chí Minh",
     "Thuê tài chính máy rang 15 kg", 30},
    {press, "bc-04", "Đài Phát thanh Ven Sông", "vensong.example", "Vĩnh Long", "Chuyên mục khởi nghiệp", 180},
    {agent, "dl-01", "Đại lý Cà phê Nắng Biển", "nangbien.example", "Nha Trang", "Phân phối hạt ở Khánh Hòa", 30},
    {service_provider, "dv-03", "Vệ sinh công nghiệp Lá Sạch", "lasach.example", "TP. Hồ Chí Minh",
     "Vệ sinh xưởng rang", 30},
    {partner, "dt-02", "Chủ nhà mặt bằng Phú Nhuận", "matbang.example", "TP. Hồ Chí Minh", "Cho thuê mặt bằng cửa hàng",
     60},
    {competitor, "ct-02", "Rang xay Mộc Đồi", "mocdoi.example", "TP. Hồ Chí Minh", "Nhà rang bán cho quán", 120},
    {agent, "dl-02", "Kopi Sungai Lam", "kopisungailam.example", city_abroad, "Phân phối hạt rang ở Singapore", 30},
    {supplier, "ncc-08", "Gốm Men Lam", "gommenlam.example", "Đồng Nai", "Ly sứ, phễu gốm", 90},
});

constexpr auto competitor_list =
    std::to_array<std::string_view>({"Cà phê Bến Gió", "Rang xay Mộc Đồi", "Hạt Đêm Roastery", "Cà phê Nhà Lá"});

constexpr auto street_list = std::to_array<std::string_view>(
    {"Nguyễn Trãi",          "Lê Lợi",     "Trần Hưng Đạo", "Hai Bà Trưng",        "Phan Đình Phùng",
     "Lý Thường Kiệt",       "Nguyễn Huệ", "Lê Văn Sỹ",     "Cách Mạng Tháng Tám", "Nguyễn Văn Trỗi",
     "Hoàng Văn Thụ",        "Trường Sa",  "Hoàng Sa",      "Phan Xích Long",      "Xô Viết Nghệ Tĩnh",
     "Điện Biên Phủ",        "Võ Thị Sáu", "Lê Quang Định", "Nguyễn Đình Chiểu",   "Quang Trung",
     "Nguyễn Thị Minh Khai", "Bạch Đằng",  "Lạc Long Quân", "Hùng Vương"});
constexpr auto ward_list = std::to_array<std::string_view>(
    {"Phường Phú Nhuận", "Phường Gia Định", "Phường Bình Thạnh", "Phường Xuân Hòa", "Phường Bàn Cờ", "Phường Chợ Lớn",
     "Phường Chợ Quán", "Phường An Khánh", "Phường Cát Lái", "Phường Tân Sơn Nhất", "Phường Bảy Hiền",
     "Phường Hạnh Thông", "Phường Gò Vấp", "Phường Tân Hưng", "Phường Khánh Hội", "Phường Hòa Hưng", "Phường Thủ Đức",
     "Phường Đức Nhuận"});
constexpr auto city_list = std::to_array<std::string_view>({"TP. Hồ Chí Minh", "Hà Nội", "Đà Nẵng", "Cần Thơ",
                                                            "Đồng Nai", "Lâm Đồng", "Khánh Hòa", "Hải Phòng", "Huế",
                                                            "Gia Lai", "Tây Ninh", "Vĩnh Long", "Nghệ An", "Đắk Lắk"});
constexpr auto cafe_word_list = std::to_array<std::string_view>(
    {"Góc Nắng",      "Hiên Nhà",  "Mái Hiên",  "Ngõ Nhỏ",  "Đèn Vàng", "Bên Sông", "Lá Me",    "Sân Thượng",
     "Một Chút",      "Chiều Mưa", "Gác Mái",   "Hẻm Xanh", "Ô Cửa",    "Cây Bàng", "Bậc Thềm", "Ban Mai",
     "Giàn Hoa Giấy", "Ga Cũ",     "Thềm Gạch", "Nhà Gỗ",   "Sớm Mai",  "Tường Vi", "Bến Nước", "Nắng Hạ"});
constexpr auto company_word_list = std::to_array<std::string_view>(
    {"An Phát",  "Minh Khôi",   "Đại Tín",       "Hưng Long", "Sao Mai",  "Phương Đông", "Nam Hải",
     "Việt Tâm", "Thiên Ân",    "Hoàng Gia Phú", "Bách Việt", "Tân Lộc",  "Kim Ngân",    "Trường Thịnh",
     "Gia Bảo",  "Đông Á Xanh", "Thuận Hòa",     "Toàn Tâm",  "Vạn Xuân", "Lộc Phát"});
constexpr auto company_trade_list =
    std::to_array<std::string_view>({"Phần mềm", "Kiến trúc", "Xây dựng", "Vận tải", "Du lịch", "In ấn", "Nội thất",
                                     "Quảng cáo", "Tư vấn luật", "Dược phẩm", "May mặc", "Giáo dục"});

const Colleague& colleague(std::string_view title, std::size_t nth = 0) {
  for (const auto& one : staff_list)
    if (one.title == title && nth-- == 0) return one;
  INVARIANT(false, "no colleague with the title {}", title);
}

}  // namespace

std::span<const Shop> shops() { return shop_list; }

int cost_percent(Category category) {
  switch (category) {
    case Category::beans:
      return 58;
    case Category::drip_bags:
      return 52;
    case Category::drinks:
      return 28;
    case Category::bakery:
      return 55;
    case Category::equipment:
      return 64;
    case Category::gifts:
      return 60;
    case Category::workshops:
      return 35;
    case Category::for_cafes:
      return 71;
  }
  return 0;
}

std::string_view name_of(Category category) {
  switch (category) {
    case beans:
      return "Cà phê hạt";
    case drip_bags:
      return "Túi lọc và đóng chai";
    case drinks:
      return "Thức uống";
    case bakery:
      return "Bánh";
    case equipment:
      return "Dụng cụ";
    case gifts:
      return "Quà tặng";
    case workshops:
      return "Lớp học";
    case for_cafes:
      return "Dành cho quán";
  }
  return {};
}

std::span<const Product> products() { return product_list; }

std::span<const Product> products_of(Category category) {
  const auto first =
      std::find_if(product_list.begin(), product_list.end(), [&](const Product& p) { return p.category == category; });
  const auto last = std::find_if(first, product_list.end(), [&](const Product& p) { return p.category != category; });
  return {first, last};
}

std::span<const Colleague> staff() { return staff_list; }

std::span<const Colleague> baristas_of(int shop) {
  const auto first =
      std::find_if(staff_list.begin(), staff_list.end(), [&](const Colleague& c) { return c.shop == shop; });
  const auto last = std::find_if(first, staff_list.end(), [&](const Colleague& c) { return c.shop != shop; });
  return {first, last};
}

const Colleague& office_sales(std::int64_t any) {
  static const Colleague* const both[] = {&colleague("Kinh doanh quán", 0), &colleague("Kinh doanh quán", 1)};
  return *both[any & 1];
}
const Colleague& technician(std::int64_t any) {
  static const Colleague* const both[] = {&colleague("Kỹ thuật máy", 0), &colleague("Kỹ thuật máy", 1)};
  return *both[any & 1];
}
const Colleague& customer_care() { return colleague("Chăm sóc khách hàng"); }
const Colleague& purchasing() { return colleague("Thu mua"); }
const Colleague& accountant() { return colleague("Kế toán"); }
const Colleague& marketing() { return colleague("Tiếp thị"); }
const Colleague& owner() { return colleague("Chủ nhà rang"); }

std::string_view role_of(Neighbourhood neighbourhood) {
  switch (neighbourhood) {
    case supplier:
      return "supplier";
    case creditor:
      return "creditor";
    case press:
      return "press";
    case service_provider:
      return "service_provider";
    case partner:
      return "partner";
    case competitor:
      return "competitor";
    case investor:
      return "investor";
    case agent:
      return "agent";
  }
  return {};
}

std::span<const Neighbour> neighbours() { return neighbour_list; }
std::span<const std::string_view> competitor_names() { return competitor_list; }
std::span<const std::string_view> streets() { return street_list; }
std::span<const std::string_view> wards() { return ward_list; }
std::span<const std::string_view> cities() { return city_list; }
std::span<const std::string_view> cafe_words() { return cafe_word_list; }
std::span<const std::string_view> company_words() { return company_word_list; }
std::span<const std::string_view> company_trades() { return company_trade_list; }

}  // namespace ganbo::demo
