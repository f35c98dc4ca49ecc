// Names of people as they are written: Vietnamese ones with the family name first (Nguyễn Văn An), others with the
// family name last, either in the wrong order, with initials, and by the short forms of everyday use.
#pragma once

#include <string>
#include <string_view>

namespace ganbo::linkage {

struct NameParts {
  std::string family;
  std::string middle;
  std::string given;
};

// Parts a name in one piece. The first word is the family name where it is a Vietnamese one; so is the last word where
// that is one and the first is none (An Nguyen); else the name is read in the western order. A name of one word is a
// given name. The parts are written as they were.
NameParts part_name(std::string_view name);

// Of folded words. Whether one is the short form of the other in everyday use: `ng` for nguyen, `bob` for robert.
bool is_short_form(std::string_view a, std::string_view b);
// Whether one is a single letter with which the other begins.
bool is_initial(std::string_view a, std::string_view b);

// Of a folded name of a company: without the words that say what kind of company it is (công ty, TNHH, cổ phần, Ltd).
// The name as it is, where nothing else would be left.
std::string without_legal_form(std::string_view folded);

}  // namespace ganbo::linkage
