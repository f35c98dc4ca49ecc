// The body of an event request, as a stranger may send it: reading it never crashes, and what is taken keeps its
// promises. The first byte chooses the call and the kind of key.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "events/own_fields.hpp"
#include "events/segment.hpp"

namespace {

using namespace ganbo;
using namespace ganbo::events;

void promise(bool kept) {
  if (!kept) std::abort();
}

// With a field of its own of every kind, such as own_text, and one that only some may read.
parties::Business business_with_fields() {
  parties::Business made;
  for (const std::string_view kind :
       {"text", "long_text", "integer", "decimal", "boolean", "choice", "day", "instant"}) {
    parties::CustomField field;
    field.key = "own_" + std::string(kind);
    field.kind = *parties::parse_custom_kind(kind, "kind");
    if (kind == "choice") field.choices = {{"dark", {"Dark", "Đậm"}}};
    if (kind == "decimal") field.readers = {"manager"};
    made.fields.emplace(field.key, std::move(field));
  }
  return made;
}

void read(std::string_view call, std::string_view body, bool from_browser) {
  static const parties::Business business = business_with_fields();
  static const EventTypes types;
  static const HashKey key{};
  const Reading reading{.business = business,
                        .types = types,
                        .hash_key = key,
                        .source = SourceId{1},
                        .received_at = Timestamp{1'750'000'000'000'000},
                        .from_browser = from_browser};
  const auto items = read_request(call, body, reading);
  if (!items.ok()) return promise(!items.error().message.empty());
  for (const auto& item : *items) {
    if (item.error) {
      promise(!item.error->message.empty() && !item.command);
      continue;
    }
    for (const auto* command : {item.command.get(), item.command->organisation.get()}) {
      if (command == nullptr) continue;
      // What is stored reads again as the same bytes, and can be shown.
      const auto document = parse_json(command->payload, 1, "payload");
      JsonObject payload;
      promise(document.ok() && !document->get(payload));
      std::vector<UnknownValue> unknown;
      const auto& description = command->type->describe();
      const auto again =
          read_payload(description.fields, payload, "payload", further_of(business, description.type), unknown);
      promise(again.ok() && *again == command->payload && unknown.empty());
      promise(!command->type->line(payload, Language::en).empty());
      promise(!command->type->line(payload, Language::vi).empty());
      promise(!from_browser || description.from_browser);
      promise(!from_browser || !description.describes_party || payload.at_key("own_decimal").error());
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::string_view calls[] = {"identify", "track", "page", "screen", "group", "alias", "batch"};
  if (size == 0) return 0;
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  read(calls[data[0] % 7], body, (data[0] & 0x80) != 0);
  return 0;
}
