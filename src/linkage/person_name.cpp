#include "linkage/person_name.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "platform/base/fold.hpp"

namespace ganbo::linkage {
namespace {

// Family names that nearly all Vietnamese bear, folded, and the short form of the commonest.
constexpr std::array<std::string_view, 65> vietnamese_family_names{
    "au",   "bach", "bui",    "cao",  "chau",  "chu",   "cu",    "dam",   "dang",   "dao",   "dau",  "diep",  "dinh",
    "do",   "doan", "dong",   "du",   "duong", "giang", "ha",    "ho",    "hoang",  "hong",  "hua",  "huynh", "kieu",
    "kim",  "la",   "lai",    "lam",  "le",    "lieu",  "luong", "luu",   "ly",     "ma",    "mac",  "mai",   "nghiem",
    "ng",   "ngo",  "nguyen", "ninh", "nong",  "ong",   "pham",  "phan",  "phung",  "quach", "quan", "ta",    "thach",
    "thai", "than", "tieu",   "to",   "ton",   "tran",  "trieu", "trinh", "truong", "van",   "vo",   "vu",    "vuong"};

// Whole sets of forms of one name; the first is the full one.
using Forms = std::array<std::string_view, 6>;
constexpr std::array<Forms, 34> short_forms{{
    {"nguyen", "ng", "nguy", "ngx"},
    {"tran", "tr"},
    {"pham", "ph"},
    {"hoang", "huynh", "hg"},  // one name, in the north and in the south
    {"vu", "vo"},              // likewise
    {"truong", "trg"},
    {"thi", "t"},
    {"van", "v"},
    {"robert", "rob", "bob", "bobby", "robbie", "bert"},
    {"william", "will", "bill", "billy", "liam", "willy"},
    {"richard", "rick", "dick", "rich", "ricky"},
    {"james", "jim", "jimmy", "jamie"},
    {"john", "jack", "johnny", "jon"},
    {"michael", "mike", "mick", "mikey"},
    {"joseph", "joe", "joey"},
    {"thomas", "tom", "tommy"},
    {"charles", "charlie", "chuck"},
    {"edward", "ed", "eddie", "ted", "ned"},
    {"anthony", "tony"},
    {"andrew", "andy", "drew"},
    {"alexander", "alex", "sandy", "xander"},
    {"benjamin", "ben", "benny"},
    {"daniel", "dan", "danny"},
    {"samuel", "sam", "sammy"},
    {"matthew", "matt"},
    {"nicholas", "nick", "nicky"},
    {"elizabeth", "liz", "beth", "betty", "lizzie", "eliza"},
    {"margaret", "maggie", "meg", "peggy", "greta"},
    {"katherine", "kate", "katie", "kathy", "catherine", "kat"},
    {"jennifer", "jen", "jenny"},
    {"rebecca", "becky", "becca"},
    {"victoria", "vicky", "tori"},
    {"patricia", "pat", "patty", "trish"},
    {"jessica", "jess", "jessie"},
}};

// Two words that are a form together, or a trade that is written out or shortened as it comes (thương mại, TM), and may
// each be part of a name.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> legal_pairs{{{"cong", "ty"},
                                                                                     {"co", "phan"},
                                                                                     {"chi", "nhanh"},
                                                                                     {"doanh", "nghiep"},
                                                                                     {"mot", "thanh"},
                                                                                     {"thanh", "vien"},
                                                                                     {"thuong", "mai"},
                                                                                     {"dich", "vu"},
                                                                                     {"san", "xuat"},
                                                                                     {"xuat", "nhap"},
                                                                                     {"hop", "tac"}}};
constexpr std::array<std::string_view, 25> legal_words{
    "bv",  "company", "co",  "corp",    "corporation", "cp",  "ctcp", "cty", "dntn", "dv",   "gmbh", "hkd", "htx",
    "inc", "jsc",     "llc", "limited", "ltd",         "mtv", "plc",  "sx",  "tm",   "tmdv", "tnhh", "xnk"};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t from = 0; from < text.size();) {
    const auto to = std::min(text.find(' ', from), text.size());
    if (to > from) words.emplace_back(text.substr(from, to - from));
    from = to + 1;
  }
  return words;
}

template <class Words, class Word = std::string_view>
bool is_among(const Words& words, const Word& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_vietnamese_family_name(std::string_view word) {
  std::string folded = fold(word);
  std::erase(folded, '.');
  return is_among(vietnamese_family_names, folded);
}

std::string joined(const std::vector<std::string>& words, std::size_t from, std::size_t to) {
  std::string out;
  for (std::size_t i = from; i < to; ++i) out += (out.empty() ? "" : " ") + words[i];
  return out;
}

}  // namespace

NameParts part_name(std::string_view name) {
  const auto words = words_of(tidy_text(name));
  if (words.empty()) return {};
  if (words.size() == 1) return {.family = {}, .middle = {}, .given = words[0]};
  const std::size_t last = words.size() - 1;
  if (is_vietnamese_family_name(words[0]))
    return {.family = words[0], .middle = joined(words, 1, last), .given = words[last]};
  return {.family = words[last], .middle = joined(words, 1, last), .given = words[0]};
}

bool is_short_form(std::string_view a, std::string_view b) {
  return std::any_of(short_forms.begin(), short_forms.end(),
                     [&](const Forms& forms) { return is_among(forms, a) && is_among(forms, b); });
}

bool is_initial(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  return a.size() == 1 && b.size() > 1 && a[0] == b[0];
}

std::string without_legal_form(std::string_view folded) {
  const auto words = words_of(folded);
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool is_pair = i + 1 < words.size() &&
                         is_among(legal_pairs, std::pair(std::string_view(words[i]), std::string_view(words[i + 1])));
    if (is_pair)
      ++i;
    else if (!is_among(legal_words, words[i]))
      out += (out.empty() ? "" : " ") + words[i];
  }
  return out.empty() ? std::string(folded) : out;
}

}  // namespace ganbo::linkage
