#include "imports/formats/vcard/vcard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <unordered_map>
#include <vector>

#include "imports/file_head.hpp"
#include "imports/plain_file.hpp"
#include "platform/base/fold.hpp"

// RFC 6350 (4.0), RFC 2426 (3.0) and the vCard 2.1 of phones. Each card is a row. A property is
// `[group.]NAME[;parameters]:value`; a line that begins with a space or a tab goes on with the one before, and so does
// in 2.1 a quoted-printable line that ends with `=`. What occurs several times has columns `phone`, `phone 2` and so
// on. The file is read twice: first for its columns. Pictures, sounds and keys are left out, also of memory.
namespace ganbo::imports::formats {
namespace {

constexpr std::size_t of_one_kind_max = 20;  // numbers of one card
constexpr std::size_t properties_max = 2000;

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

struct Property {
  std::string name;                               // in capitals, without its group
  std::map<std::string, std::string> parameters;  // in capitals; one without a name is known by its value
  std::string value;                              // as written
  bool has(std::string_view parameter) const { return parameters.contains(std::string(parameter)); }
};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::string from_quoted_printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = i + 2 < text.size() && text[i] == '=' ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool is_quoted_printable(std::string_view head) {
  const std::string capitals = upper(head.substr(0, head.find(':')));
  return capitals.find("QUOTED-PRINTABLE") != std::string::npos;
}

// Left out: what is no text.
bool is_binary(std::string_view name) { return name == "PHOTO" || name == "LOGO" || name == "SOUND" || name == "KEY"; }

Property property_of(std::string_view line) {
  Property property;
  std::size_t at = 0;
  bool quoted = false;
  std::string part;
  bool named = false;
  const auto end_part = [&] {
    if (!named) {
      property.name = upper(trimmed(part));
      if (const auto group = property.name.rfind('.'); group != std::string::npos) property.name.erase(0, group + 1);
      named = true;
    } else if (const auto equals = part.find('='); equals != std::string::npos) {
      property.parameters[upper(trimmed(std::string_view(part).substr(0, equals)))] = part.substr(equals + 1);
    } else {
      property.parameters[upper(trimmed(part))] = "";
    }
    part.clear();
  };
  for (; at < line.size(); ++at) {
    const char c = line[at];
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ';' && !quoted) {
      end_part();
    } else if (c == ':' && !quoted) {
      break;
    } else {
      part += c;
    }
  }
  end_part();
  property.value = at < line.size() ? std::string(line.substr(at + 1)) : std::string();
  const bool printable =
      upper(property.parameters["ENCODING"]) == "QUOTED-PRINTABLE" || property.has("QUOTED-PRINTABLE");
  if (printable) property.value = from_quoted_printable(property.value);
  return property;
}

// The parts of a value that `;` separates, their escapes undone.
std::vector<std::string> components(std::string_view value, char separator) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\' && i + 1 < value.size()) {
      ++i;
      parts.back() += value[i] == 'n' || value[i] == 'N' ? '\n' : value[i];
    } else if (value[i] == separator) {
      parts.emplace_back();
    } else {
      parts.back() += value[i];
    }
  }
  for (auto& part : parts) part = std::string(trimmed(part));
  return parts;
}

std::string text_of(std::string_view value) { return components(value, '\0').front(); }

std::string without_scheme(std::string text, std::string_view scheme) {
  if (upper(std::string_view(text).substr(0, scheme.size())) == upper(scheme)) text.erase(0, scheme.size());
  if (const auto parameters = text.find(';'); scheme == "tel:" && parameters != std::string::npos)
    text.resize(parameters);
  return text;
}

// `1990-12-31`; without its year `--12-31`. What is no date stays as it is, and its row is refused with a reason.
std::string day_of(const Property& property) {
  std::string text = text_of(property.value);
  std::string digits;
  for (const char c : text.substr(0, text.find('T')))
    if (c >= '0' && c <= '9') digits += c;
  const bool without_year = text.starts_with("--");
  if (without_year && digits.size() == 4) return fmt::format("--{}-{}", digits.substr(0, 2), digits.substr(2));
  if (digits.size() != 8 || text.find_first_not_of("0123456789-T:.Z+") != std::string::npos) return text;
  const auto omitted = property.parameters.find("X-APPLE-OMIT-YEAR");
  if (omitted != property.parameters.end() && omitted->second == digits.substr(0, 4))
    return fmt::format("--{}-{}", digits.substr(4, 2), digits.substr(6));
  return fmt::format("{}-{}-{}", digits.substr(0, 4), digits.substr(4, 2), digits.substr(6));
}

// What a card says, by column.
class Card {
 public:
  // A further value of the same column has one of its own.
  void add(const std::string& column, std::string value) {
    if (value.empty()) return;
    std::string name = column;
    for (std::size_t i = 2; i <= of_one_kind_max && cells_.contains(name); ++i) {
      if (cells_.at(name) == value) return;
      name = fmt::format("{} {}", column, i);
    }
    cells_.emplace(std::move(name), std::move(value));
  }
  void join(const std::string& column, const std::string& value) {
    std::string& cell = cells_[column];
    if (!cell.empty() && !value.empty()) cell += "; ";
    cell += value;
  }
  bool has(const std::string& column) const { return cells_.contains(column); }
  const std::map<std::string, std::string>& cells() const { return cells_; }
  std::string text(const std::string& column) const {
    const auto found = cells_.find(column);
    return found == cells_.end() ? std::string() : found->second;
  }

 private:
  std::map<std::string, std::string> cells_;
};

// The family name first, and what stands before the given name with it: as Vietnamese names are written.
void take_name(const std::vector<std::string>& parts, Card& card) {
  const auto part = [&](std::size_t i) { return i < parts.size() ? parts[i] : std::string(); };
  card.add("last_name", part(0));
  const std::string middle = part(2);
  card.add("first_name", middle.empty() ? part(1) : part(1).empty() ? middle : middle + ' ' + part(1));
}

void take_address(const std::vector<std::string>& parts, Card& card) {
  if (card.has("address") || card.has("city") || card.has("country")) return;  // the first counts
  const auto part = [&](std::size_t i) { return i < parts.size() ? parts[i] : std::string(); };
  std::string street;
  for (const std::size_t i : {0U, 1U, 2U})
    if (!part(i).empty()) street += (street.empty() ? "" : ", ") + part(i);
  card.add("address", street);
  card.add("city", part(3).empty() ? part(4) : part(4).empty() ? part(3) : part(3) + ", " + part(4));
  card.add("postal_code", part(5));
  card.add("country", part(6));
}

void take(const Property& property, Card& card) {
  const std::string& name = property.name;
  if (name == "BEGIN" || name == "VERSION" || name == "PRODID" || name == "REV" || name.empty()) return;
  if (is_binary(name)) return card.join("picture, sound or key", "");
  if (name == "FN") return card.add("name", text_of(property.value));
  if (name == "N") return take_name(components(property.value, ';'), card);
  if (name == "ADR") return take_address(components(property.value, ';'), card);
  if (name == "ORG") return card.add("company", components(property.value, ';').front());
  if (name == "TEL") return card.add("phone", without_scheme(text_of(property.value), "tel:"));
  if (name == "EMAIL") return card.add("email", without_scheme(text_of(property.value), "mailto:"));
  if (name == "BDAY") return card.add("birthday", day_of(property));
  if (name == "UID") return card.add("customer_id", without_scheme(text_of(property.value), "urn:uuid:"));
  if (name == "TITLE") return card.add("title", text_of(property.value));
  if (name == "ROLE") return card.add("occupation", text_of(property.value));
  if (name == "URL") return card.add("website", text_of(property.value));
  if (name == "NOTE") return card.join("description", text_of(property.value));
  if (name == "KIND" || name == "X-ADDRESSBOOKSERVER-KIND") {
    const std::string kind = upper(text_of(property.value));
    return card.add("kind", kind == "ORG" || kind == "ORGANIZATION" ? "organisation"
                            : kind == "INDIVIDUAL"                  ? "person"
                                                                    : "");
  }
  if (name == "X-ABSHOWAS" && upper(text_of(property.value)) == "COMPANY") return card.add("kind", "organisation");
  if (name == "GENDER") {
    const std::string letter = components(property.value, ';').front();
    return card.add("gender", letter == "M" ? "male" : letter == "F" ? "female" : "");
  }
  // Without a use so far: listed as left out, and may be mapped.
  std::string column = name;
  for (char& c : column)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  card.join("vcard " + column, text_of(property.value));
}

// An organisation's card says so, or names nothing but the organisation.
void settle(Card& card) {
  const std::string company = card.text("company");
  const std::string name = card.text("name");
  const bool nobody_else =
      !company.empty() && (name == company || (name.empty() && !card.has("last_name") && !card.has("first_name")));
  if (nobody_else && !card.has("kind")) card.add("kind", "organisation");
  if (nobody_else && name.empty()) card.add("name", company);
}

class Cards {
 public:
  explicit Cards(const std::string& file) : in_(file, std::ios::binary) { ahead_ = read_line(next_); }

  // The next card; false at the end.
  Result<bool> next(Card& card) {
    card = {};
    bool inside = false;
    std::size_t properties = 0;
    std::string line;
    while (logical_line(line)) {
      if (line.size() > line_bytes_max)
        return Error{ErrorCode::too_large, fmt::format("Row {} holds a line of more than 8 MB.", row_ + 1), "file",
                     "line"};
      const std::string capitals = upper(trimmed(std::string_view(line).substr(0, 40)));
      if (capitals == "BEGIN:VCARD") {
        if (inside) return broken("begins another card before it ends");
        inside = true;
        continue;
      }
      if (!inside) {
        if (capitals.empty()) continue;
        return broken("does not begin with BEGIN:VCARD");
      }
      if (capitals == "END:VCARD") {
        ++row_;
        settle(card);
        return true;
      }
      if (++properties > properties_max) return broken(fmt::format("has more than {} lines", properties_max));
      const Property property = property_of(line);
      if (!is_valid_utf8(property.value))
        return broken(
            fmt::format("has a value of {} that is not in UTF-8; save the contacts as vCard 3 or 4", property.name));
      take(property, card);
    }
    if (inside) return broken("does not end: the file is cut off");
    return false;
  }

 private:
  Error broken(const std::string& what) const {
    return unreadable_file("vcard", fmt::format("Card {} {}. Nothing of the file was imported.", row_ + 1, what));
  }

  bool read_line(std::string& line) {
    if (!std::getline(in_, line)) return false;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return true;
  }

  // A property may be written over several lines. Of what is left out the beginning will do.
  bool logical_line(std::string& line) {
    if (!ahead_) return false;
    line = std::exchange(next_, {});
    const bool printable = is_quoted_printable(line);
    const auto grow = [&](std::string_view further) {
      if (line.size() <= line_bytes_max) line += further;
    };
    while ((ahead_ = read_line(next_))) {
      if (printable && line.ends_with('=')) {
        line.pop_back();
        grow(next_);
      } else if (!next_.empty() && (next_.front() == ' ' || next_.front() == '\t')) {
        if (!is_binary(property_name(line))) grow(std::string_view(next_).substr(1));
      } else {
        break;
      }
    }
    return true;
  }

  static std::string property_name(std::string_view line) {
    std::string name = upper(line.substr(0, std::min(line.find_first_of(";:"), std::size_t{60})));
    if (const auto group = name.rfind('.'); group != std::string::npos) name.erase(0, group + 1);
    return name;
  }

  std::ifstream in_;
  std::string next_;
  bool ahead_ = false;
  std::int64_t row_ = 0;
};

bool recognises(std::string_view start, const std::string&) {
  return upper(start.substr(std::min(start.find_first_not_of(" \t\r\n"), start.size())).substr(0, 11)) == "BEGIN:VCARD";
}

Result<void> write_csv(const FormatInput& input, CsvWriter& out) {
  std::vector<std::string> columns;
  std::unordered_map<std::string, std::size_t> places;
  Card card;
  for (Cards cards(input.file); TRY(cards.next(card));) {
    for (const auto& [column, value] : card.cells())
      if (places.emplace(column, columns.size()).second) columns.push_back(column);
    if (columns.size() > columns_max)
      return Error{ErrorCode::too_large, fmt::format("Its cards have more than {} different properties.", columns_max),
                   "file", "columns"};
  }
  for (const auto& column : columns) out.cell(column);
  out.end_row();
  for (Cards cards(input.file); TRY(cards.next(card));) {
    for (const auto& column : columns) out.cell(card.text(column));
    out.end_row();
    if (out.failed()) return out.finish();
  }
  return {};
}

}  // namespace

Format make_vcard() {
  return {.name = "vcard",
          .sentence = "vCard 2.1, 3 and 4: contacts of phones and mail programs",
          .is_text = true,
          .recognises = recognises,
          .write_csv = write_csv};
}

}  // namespace ganbo::imports::formats
