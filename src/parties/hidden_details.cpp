#include "parties/hidden_details.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "platform/base/fold.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::parties {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::size_t shown_digits = 3;
constexpr std::size_t phone_digits_min = 9;   // with a leading 0 or the country's code
constexpr std::size_t phone_digits_max = 15;  // E.164; a longer run of digits alone is a number of another kind
constexpr std::string_view dots = "•••";

constexpr std::array<std::string_view, 14> contact_words{"phone",   "email",   "mobile",   "telephone",  "tel",
                                                         "address", "street",  "postcode", "postalCode", "postal_code",
                                                         "home",    "website", "homepage", "zalo"};
// Within an address, and beside the value of a trait: these say nothing by which somebody is reached.
constexpr std::array<std::string_view, 11> plain_within{
    "city", "state", "region", "country", "province", "district", "at", "source", "type", "first_seen_at", "level"};
// Opaque to people: what a page sends back as it was.
constexpr std::array<std::string_view, 6> opaque_words{"id", "next_cursor", "exposure", "number", "kind", "event_id"};
constexpr std::array<std::string_view, 3> cost_words{"cost", "cost_minor", "unit_cost"};

template <std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_of_mailbox(char c) {
  return is_digit(c) || is_letter(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%';
}
bool is_of_host(char c) { return is_digit(c) || is_letter(c) || c == '.' || c == '-'; }
bool parts_digits(char c) { return c == ' ' || c == '.' || c == '-' || c == '(' || c == ')' || c == '/'; }

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  return digits;
}

// The length of what is written as a phone number at `from`; 0: nothing is.
std::size_t phone_at(std::string_view text, std::size_t from) {
  if (from > 0 && (is_digit(text[from - 1]) || is_letter(text[from - 1]))) return 0;
  if (from > 1 && is_digit(text[from - 2]) && (text[from - 1] == '.' || text[from - 1] == ',' || text[from - 1] == '-'))
    return 0;  // the rest of a longer number, or of a day
  std::size_t end = from;
  std::size_t digits = 0;
  std::size_t separators = 0;
  for (std::size_t i = from; i < text.size(); ++i) {
    if (is_digit(text[i])) {
      ++digits;
      end = i + 1;
    } else if (parts_digits(text[i]) && i > from) {
      ++separators;
    } else if (!(text[i] == '+' && digits == 0) && !(text[i] == '(' && i == from)) {
      break;
    }
  }
  if (end < text.size() && is_letter(text[end])) return 0;
  const std::string_view said = text.substr(from, end - from);
  const std::string bare = digits_of(said);
  const bool international = said.starts_with('+') || said.starts_with("(+");
  const bool of_vietnam = bare.starts_with("84") && (digits == 11 || digits == 12);
  const bool is_decimal = said.starts_with("0.") && separators == 1;
  if (!(international || bare.starts_with('0') || of_vietnam) || is_decimal || digits < phone_digits_min) return 0;
  if (digits > phone_digits_max && separators == 0) return 0;
  return end - from;
}

// Whether the text of a word about kinds says that the value beside it is a contact detail.
bool names_contact_detail(const object& members) {
  for (const auto key : {"type", "field", "key"}) {
    std::string_view word;
    if (!members.at_key(key).get(word) && is_one_of(contact_words, word)) return true;
  }
  return false;
}

class Writing {
 public:
  Writing(std::string& out, const Hiding& hiding) : json_(out), hiding_(hiding) {}

  void write(element value, bool is_contact) {
    std::string_view text;
    array list;
    object members;
    if (!value.get(members)) return write_object(members, is_contact);
    if (!value.get(list)) {
      json_.begin_array();
      for (const auto member : list) write(member, is_contact);
      json_.end_array();
    } else if (!value.get(text)) {
      json_.text(!hiding_.contact_details ? std::string(text) : is_contact ? masked(text) : hide_in_text(text));
    } else if (is_contact && value.is_number()) {
      json_.text(dots);
    } else {
      json_.raw(simdjson::minify(value));
    }
  }

 private:
  void write_object(const object& members, bool is_contact) {
    const bool named = hiding_.contact_details && names_contact_detail(members);
    json_.begin_object();
    for (const auto [key, value] : members) {
      if (hiding_.margins && is_one_of(cost_words, key)) continue;
      json_.key(key);
      if (hiding_.margins && key == "margin")
        json_.null();
      else if (is_one_of(opaque_words, key) && !value.is_object() && !value.is_array())
        json_.raw(simdjson::minify(value));
      else if (is_contact && is_one_of(plain_within, key))
        write(value, false);
      else
        write(value, hiding_.contact_details && (is_contact || is_one_of(contact_words, key) ||
                                                 (named && (key == "value" || key == "other"))));
    }
    json_.end_object();
  }

  JsonWriter json_;
  const Hiding& hiding_;
};

}  // namespace

std::string masked(std::string_view value) {
  if (value.empty()) return {};
  const std::string digits = digits_of(value);
  if (value.find('@') != std::string_view::npos) {
    std::size_t length = value[0] == '@' ? 0 : 1;
    while (length > 0 && length < value.size() && (static_cast<unsigned char>(value[length]) & 0xC0U) == 0x80U)
      ++length;
    return std::string(value.substr(0, length)) + std::string(dots) + "@" + std::string(dots);
  }
  if (digits.size() >= phone_digits_min - 1)
    return std::string(dots) + "• " + digits.substr(digits.size() - shown_digits);
  return std::string(dots);
}

std::string hide_in_text(std::string_view text) {
  std::string out;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '@') {
      std::size_t from = i;
      std::size_t to = i + 1;
      while (from > kept && is_of_mailbox(text[from - 1])) --from;
      while (to < text.size() && is_of_host(text[to])) ++to;
      if (from == i || to == i + 1) continue;
      while (text[to - 1] == '.') --to;
      out += text.substr(kept, from - kept);
      out += masked(text.substr(from, to - from));
      kept = to;
      i = to - 1;
    } else if (is_digit(text[i]) || text[i] == '+' || text[i] == '(') {
      const std::size_t length = phone_at(text, i);
      if (length == 0) continue;
      // An address may begin with a number: minh has 0901234567@vidu.vn.
      if (i + length < text.size() && text[i + length] == '@') continue;
      out += text.substr(kept, i - kept);
      out += masked(text.substr(i, length));
      kept = i + length;
      i = kept - 1;
    }
  }
  out += text.substr(kept);
  return out;
}

std::string hide_details(std::string_view json, const Hiding& hiding) {
  if (!hiding.hides_something()) return std::string(json);
  std::string out;
  simdjson::dom::parser parser;
  element document;
  if (parser.parse(simdjson::padded_string(json)).get(document)) {
    append_json_string(out, dots);
    return out;
  }
  Writing(out, hiding).write(document, false);
  return out;
}

bool is_found_by_contact_details(std::string_view query, std::string_view name,
                                 const std::vector<Identifier>& identifiers) {
  const std::string folded = fold(hide_in_text(name));
  std::istringstream words(fold(query));
  for (std::string word; words >> word;) {
    if (folded.find(word) != std::string::npos) continue;
    const std::string digits = digits_of(word);
    for (const auto& identifier : identifiers) {
      const std::string value = fold(identifier.value);
      if (hide_in_text(value) == value) continue;  // a card's number, which anybody may see
      if (value.find(word) != std::string::npos) return true;
      // However it is written: 0901234 is a part of +84901234567.
      const std::string_view national = std::string_view(digits).substr(digits.starts_with('0') ? 1 : 0);
      if (digits.size() >= 3 && digits_of(value).find(national) != std::string::npos) return true;
    }
  }
  return false;
}

}  // namespace ganbo::parties
