#include "team/rights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ganbo::team {
namespace {

struct RightFacts {
  Right right;
  std::string_view word;
  std::string_view what;
};
constexpr std::array<RightFacts, 3> rights_table{
    {{Right::contact_details, "contact_details", "see contact details in full"},
     {Right::margins, "margins", "see costs and margins"},
     {Right::export_data, "export", "take data away as files"}}};

bool has(unsigned rights, Right right) { return (rights & static_cast<unsigned>(right)) != 0; }

}  // namespace

const RoleFacts* facts_of_role(std::string_view role) {
  for (const auto& facts : role_table)
    if (facts.role == role) return &facts;
  return nullptr;
}

std::optional<unsigned> scopes_of_role(std::string_view role) {
  const auto* facts = facts_of_role(role);
  return facts == nullptr ? std::nullopt : std::optional(facts->scopes);
}

std::string role_words() {
  std::string words;
  for (std::size_t i = 0; i < std::size(role_table); ++i)
    words += std::string(i == 0                           ? ""
                         : i + 1 == std::size(role_table) ? " or "
                                                          : ", ") +
             std::string(role_table[i].role);
  return words;
}

unsigned rights_of_scopes(unsigned scopes) {
  http::Caller caller;
  caller.scopes = scopes;
  return caller.may(Scope::read) || caller.may(Scope::write) ? all_rights : no_rights;
}

std::vector<std::string_view> list_of_rights(unsigned rights) {
  std::vector<std::string_view> words;
  for (const auto& facts : rights_table)
    if (has(rights, facts.right)) words.push_back(facts.word);
  return words;
}

std::string words_of_rights(unsigned rights) {
  std::string words;
  for (const auto word : list_of_rights(rights)) words += (words.empty() ? "" : " ") + std::string(word);
  return words.empty() ? "none" : words;
}

Result<unsigned> parse_rights(std::string_view words, std::string_view field) {
  unsigned rights = no_rights;
  bool good = !words.empty();
  for (std::size_t from = 0; from < words.size() && words != "none";) {
    const auto to = std::min(words.find(' ', from), words.size());
    const auto found = std::find_if(rights_table.begin(), rights_table.end(), [&](const RightFacts& facts) {
      return facts.word == words.substr(from, to - from);
    });
    good = good && found != rights_table.end();
    if (found != rights_table.end()) rights = rights | found->right;
    from = to + 1;
  }
  if (!good)
    return invalid(std::string(field), "choice",
                   "It must be some of contact_details, margins and export, with a space between; or none.");
  return rights;
}

std::string_view role_of_setting(std::string_view key) {
  if (!key.starts_with(rights_setting)) return {};
  const auto role = key.substr(rights_setting.size());
  return role != "owner" && role != "door" && facts_of_role(role) != nullptr ? role : std::string_view();
}

unsigned rights_of_role(std::string_view role, const SaidRights& said) {
  const auto* facts = facts_of_role(role);
  if (facts == nullptr) return no_rights;
  const auto told = said.find(role);
  return told == said.end() || role_of_setting(std::string(rights_setting) + std::string(role)).empty() ? facts->rights
                                                                                                        : told->second;
}

bool may(const http::Caller& caller, Right right) { return caller.may(Scope::admin) || has(caller.rights, right); }

Result<void> expect(const http::Caller& caller, Right right) {
  if (may(caller, right)) return {};
  const auto facts = std::find_if(rights_table.begin(), rights_table.end(),
                                  [&](const RightFacts& known) { return known.right == right; });
  return Error{
      ErrorCode::forbidden,
      fmt::format("You may not {} ({}). An owner says who may, under Settings, Users.", facts->what, facts->word), "",
      "right"};
}

}  // namespace ganbo::team
