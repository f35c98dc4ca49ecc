#include "imports/tcvn3.hpp"

namespace ganbo::imports {

// TCVN 5712:1993, by rows of sixteen: the letters of character set VN3, and in its gaps the capitals with tones that
// the standard's larger sets VN1 and VN2 have there. B0 to B4 are the five tones as marks that follow their letter.
const char16_t tcvn3_letters[128] = {
    // clang-format off
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,     // 80
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,     // 90
    u'\u00A0', u'Ă', u'Â', u'Ê', u'Ô', u'Ơ', u'Ư', u'Đ', u'ă', u'â', u'ê', u'ô', u'ơ', u'ư', u'đ', u'Ằ',  // A0
    u'\u0300', u'\u0309', u'\u0303', u'\u0301', u'\u0323', u'à', u'ả', u'ã', u'á', u'ạ', u'Ẳ', u'ằ', u'ẳ', u'ẵ', u'ắ', u'Ẵ',  // B0
    u'Ắ', u'Ầ', u'Ẩ', u'Ẫ', u'Ấ', u'Ề', u'ặ', u'ầ', u'ẩ', u'ẫ', u'ấ', u'ậ', u'è', u'Ể', u'ẻ', u'ẽ',  // C0
    u'é', u'ẹ', u'ề', u'ể', u'ễ', u'ế', u'ệ', u'ì', u'ỉ', u'Ễ', u'Ế', u'Ồ', u'ĩ', u'í', u'ị', u'ò',  // D0
    u'Ổ', u'ỏ', u'õ', u'ó', u'ọ', u'ồ', u'ổ', u'ỗ', u'ố', u'ộ', u'ờ', u'ở', u'ỡ', u'ớ', u'ợ', u'ù',  // E0
    u'Ỗ', u'ủ', u'ũ', u'ú', u'ụ', u'ừ', u'ử', u'ữ', u'ứ', u'ự', u'ỳ', u'ỷ', u'ỹ', u'ý', u'ỵ', u'Ố'  // F0
    // clang-format on
};

}  // namespace ganbo::imports
