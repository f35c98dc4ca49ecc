#include "parties/own_word.hpp"

#include <simdjson.h>

#include "parties/party.hpp"
#include "platform/base/invariant.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::parties {

std::string_view word_of(WordFamily family) { return family == WordFamily::role ? "role" : "key_date_kind"; }

const OwnWord* OwnWords::added(WordFamily family, std::string_view key) const {
  const auto found = of(family).find(key);
  return found == of(family).end() || !found->second.is_added() ? nullptr : &found->second;
}

bool OwnWords::takes(WordFamily family, std::string_view key) const {
  const OwnWord* word = added(family, key);
  return word != nullptr && !word->retired;
}

bool is_role(std::string_view word, const OwnWords& words) {
  return is_role(word) || words.takes(WordFamily::role, word);
}

Result<void> check_added(std::string_view key, const OwnWord& word) {
  TRY(check_key(key));
  return check_label(word.label, "label");
}

std::string_view setting_of(WordFamily family) { return family == WordFamily::role ? "role." : "key_date_kind."; }

std::string own_word_text(const OwnWord& word) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("en", word.label.en).member("vi", word.label.vi);
  if (word.lead_days) json.member("lead_days", *word.lead_days);
  json.member("retired", word.retired).end_object();
  return out;
}

OwnWord own_word(std::string_view text) {
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  const auto problem = parser.parse(simdjson::padded_string(text)).get(document);
  INVARIANT(!problem, "a word of the business that is not JSON: {}", text.substr(0, 200));
  OwnWord word;
  std::string_view en;
  std::string_view vi;
  const bool read = !document["en"].get(en) && !document["vi"].get(vi) && !document["retired"].get(word.retired);
  INVARIANT(read, "a word of the business in {}", text.substr(0, 200));
  word.label = {std::string(en), std::string(vi)};
  std::int64_t lead_days = 0;
  if (!document["lead_days"].get(lead_days)) word.lead_days = static_cast<int>(lead_days);
  return word;
}

}  // namespace ganbo::parties
