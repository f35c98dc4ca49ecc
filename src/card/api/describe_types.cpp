#include "card/api/describe_types.hpp"

#include "events/channel.hpp"
#include "platform/base/json_writer.hpp"

namespace ganbo::card {
namespace {

using events::Field;
using events::FieldKind;

void write_label(JsonWriter& json, std::string_view key, const events::Label& label) {
  json.key(key).begin_object().member("en", label.en).member("vi", label.vi).end_object();
}

void write_choice(JsonWriter& json, std::string_view value, const events::Label& label, bool retired) {
  json.begin_object().member("value", value);
  write_label(json, "label", label);
  if (retired) json.member("retired", true);
  json.end_object();
}

void write_fields(JsonWriter& json, const std::vector<Field>& fields, const parties::OwnWords& words) {
  json.key("fields").begin_array();
  for (const auto& field : fields) {
    json.begin_object().member("name", field.name);
    write_label(json, "label", field.label);
    json.member("kind", events::word_of(field.kind)).member("required", field.required);
    if (field.min) json.member("min", *field.min);
    if (field.max) json.member("max", *field.max);
    if (!field.choices.empty()) {
      json.key("choices").begin_array();
      for (const auto& choice : field.choices) write_choice(json, choice.value, choice.label, false);
      if (field.own_choices)
        for (const auto& [key, word] : words.of(*field.own_choices))
          if (word.is_added()) write_choice(json, key, {word.label.en, word.label.vi}, word.retired);
      json.end_array();
    }
    json.end_object();
  }
  json.end_array();
}

// The JSON Schema of what the reader of payloads accepts for a field.
std::string_view schema_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::text:
      return R"({"type":["string","number"],"maxLength":500})";
    case FieldKind::long_text:
      return R"({"type":"string","maxLength":20000})";
    case FieldKind::integer:
      return R"({"type":"integer"})";
    case FieldKind::duration_minutes:
      return R"({"type":"integer","minimum":0,"maximum":10080})";
    case FieldKind::decimal:
      return R"({"type":["number","string"]})";
    case FieldKind::boolean:
      return R"({"type":"boolean"})";
    case FieldKind::choice:
    case FieldKind::currency:
      return R"({"type":"string"})";
    case FieldKind::instant:
      return R"({"type":"string","format":"date-time"})";
    case FieldKind::day:
      return R"({"type":"string","format":"date"})";
    case FieldKind::lunar_day:
      return R"({"type":"string","pattern":"^[0-9]{4}-[0-9]{2}L?-[0-9]{2}$","description":"A day of the Vietnamese lunar calendar: 1990-04-23, in a leap month 2023-02L-10"})";
    case FieldKind::money:
      return R"({"$ref":"#/components/schemas/Money"})";
    case FieldKind::products:
    case FieldKind::participants:
      return R"({"type":"array","items":{"type":"object"}})";
    default:
      return "{}";
  }
}

void write_object_schema(JsonWriter& json, const std::vector<Field>& fields) {
  json.begin_object().member("type", "object").key("properties").begin_object();
  for (const auto& field : fields) {
    if (field.own_choices) {
      const bool role = *field.own_choices == parties::WordFamily::role;
      json.key(field.name).begin_object().member("type", "string");
      json.member("description", role ? "One of GET /v1/roles" : "One of GET /v1/key-date-kinds, or other")
          .end_object();
      continue;
    }
    if (field.kind != FieldKind::choice) {
      json.key(field.name).raw(schema_of(field.kind));
      continue;
    }
    json.key(field.name).begin_object().member("type", "string").key("enum").begin_array();
    for (const auto& choice : field.choices) json.text(choice.value);
    json.end_array().end_object();
  }
  json.end_object();
  bool any = false;
  for (const auto& field : fields) any |= field.required;
  if (any) {
    json.key("required").begin_array();
    for (const auto& field : fields)
      if (field.required) json.text(field.name);
    json.end_array();
  }
  json.end_object();
}

// What does not depend on the types: shapes of answers. The pages' types are made of them (tests/openapi_test.cpp).
constexpr std::string_view fixed_schemas = R"(
"Problem":{"type":"object","required":["title","status","detail","code"],"properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"},"code":{"type":"string"},"field":{"type":"string"},"rule":{"type":"string"}}},
"Money":{"type":"object","required":["amount","currency"],"properties":{"amount":{"type":"string","description":"Decimal string in major units"},"currency":{"type":"string","description":"ISO 4217"}}},
"Bilingual":{"type":"object","required":["en","vi"],"properties":{"en":{"type":"string"},"vi":{"type":"string"}}},
"Identifier":{"type":"object","required":["type","value"],"properties":{"type":{"type":"string","enum":["user_id","loyalty_card","external","email","phone","anonymous_id"]},"value":{"type":"string"},"first_seen_at":{"type":"string","format":"date-time"}}},
"Figures":{"type":"object","required":["orders","spent","refunded","waiting","first_order_at","last_order_at","last_contact_at"],"properties":{"orders":{"type":"integer","description":"Completed and not cancelled"},"spent":{"$ref":"#/components/schemas/Money","description":"Net of refunds"},"refunded":{"$ref":"#/components/schemas/Money"},"waiting":{"type":"array","items":{"$ref":"#/components/schemas/Money"},"description":"What was bought in other currencies on days that have no rate, net of refunds"},"first_order_at":{"type":["string","null"],"format":"date-time"},"last_order_at":{"type":["string","null"],"format":"date-time"},"last_contact_at":{"type":["string","null"],"format":"date-time"}}},
"CardFigures":{"allOf":[{"$ref":"#/components/schemas/Figures"},{"type":"object","required":["spent_by_currency","average_order","margin","margin_covers","categories","usual_interval_days","first_contact_at","touchpoints","touchpoints_by_type"],"properties":{"spent_by_currency":{"type":"array","items":{"$ref":"#/components/schemas/Money"}},"average_order":{"oneOf":[{"$ref":"#/components/schemas/Money"},{"type":"null"}]},"margin":{"description":"What was earned on what has a known cost; null when no cost is known","oneOf":[{"$ref":"#/components/schemas/Money"},{"type":"null"}]},"margin_covers":{"type":"number","description":"The part of what was bought whose cost is known, 0 to 1"},"categories":{"type":"array","items":{"type":"object","required":["category","amount","share"],"properties":{"category":{"type":"string","description":"Empty: none is known"},"amount":{"$ref":"#/components/schemas/Money"},"share":{"type":"number","description":"Of all that was bought, 0 to 1"}}}},"usual_interval_days":{"type":["integer","null"]},"first_contact_at":{"type":["string","null"],"format":"date-time"},"touchpoints":{"type":"integer"},"touchpoints_by_type":{"type":"object","additionalProperties":{"type":"integer"}}}}]},
"Party":{"type":"object","required":["id","kind","name","roles","identifiers","fields","figures"],"properties":{"id":{"type":"string"},"kind":{"type":"string","enum":["person","organisation","anonymous"]},"name":{"type":"string"},"roles":{"type":"array","items":{"type":"string"}},"identifiers":{"type":"array","items":{"$ref":"#/components/schemas/Identifier"}},"fields":{"type":"array","items":{"$ref":"#/components/schemas/FieldInList"}},"figures":{"$ref":"#/components/schemas/Figures"},"values":{"type":"object","additionalProperties":true,"description":"By field, of the columns asked for; null where there is none"}}},
"ListField":{"type":"object","required":["key","kind","group","label","help","operators","choices"],"properties":{"key":{"type":"string"},"kind":{"type":"string","enum":["text","choice","words","integer","decimal","money","boolean","day","instant"]},"group":{"type":"string","enum":["details","figures","own"]},"label":{"$ref":"#/components/schemas/Bilingual"},"help":{"oneOf":[{"$ref":"#/components/schemas/Bilingual"},{"type":"null"}],"description":"Of a figure: what it counts, over which time, in which unit"},"operators":{"type":"array","items":{"type":"string","enum":["is","is_not","contains","any_of","none_of","at_least","at_most","from","until","within","before","month","filled","empty"]}},"choices":{"type":"array","items":{"type":"object","required":["value","label"],"properties":{"value":{"type":"string"},"label":{"$ref":"#/components/schemas/Bilingual"}}}}}},
"SavedView":{"type":"object","required":["id","name","shared","own","owner","kind","where","sort","columns"],"properties":{"id":{"type":"string"},"name":{"type":"string"},"shared":{"type":"boolean"},"own":{"type":"boolean","description":"It is that of whoever asks"},"owner":{"type":"string","description":"The name of the user whose it is"},"kind":{"type":"string","enum":["","person","organisation"]},"where":{"type":"array","items":{"type":"string"}},"sort":{"type":"string"},"columns":{"type":"string"}}},
"NewView":{"type":"object","required":["name"],"properties":{"name":{"type":"string","minLength":1,"maxLength":120},"shared":{"type":"boolean","description":"Everybody who may read sees it"},"kind":{"type":"string","enum":["","person","organisation"]},"where":{"type":"array","maxItems":20,"items":{"type":"string"}},"sort":{"type":"string"},"columns":{"type":"string"}}},
"OpenMatter":{"type":"object","required":["kind","number","since","due","amount","text"],"properties":{"kind":{"type":"string","enum":["complaint","promise","contract","support","reminder"]},"amount":{"oneOf":[{"$ref":"#/components/schemas/Money"},{"type":"null"}]},"number":{"type":"string","description":"The business's, or the id of the event that opened it"},"since":{"type":"string","format":"date-time"},"due":{"type":["string","null"],"format":"date"},"text":{"type":"string"}}},
"Permission":{"type":"object","required":["channel","purpose","since","text"],"properties":{"channel":{"type":"string"},"purpose":{"type":"string"},"since":{"type":"string","format":"date-time"},"text":{"type":"string"}}},
"Asset":{"type":"object","required":["name","number","bought_on","warranty_until","price","last_repair"],"properties":{"name":{"type":"string"},"number":{"type":"string"},"bought_on":{"type":["string","null"],"format":"date"},"warranty_until":{"type":["string","null"],"format":"date"},"price":{"oneOf":[{"$ref":"#/components/schemas/Money"},{"type":"null"}]},"last_repair":{"oneOf":[{"type":"object","required":["at","text"],"properties":{"at":{"type":"string","format":"date-time"},"text":{"type":"string"}}},{"type":"null"}]}}},
"RoleHeld":{"type":"object","required":["role","title","from","until","holds"],"properties":{"role":{"type":"string"},"title":{"type":"string"},"from":{"type":["string","null"],"format":"date"},"until":{"type":["string","null"],"format":"date"},"holds":{"type":"boolean"}}},
"Relation":{"type":"object","required":["relation","party","title","from","until","holds"],"properties":{"relation":{"type":"string","enum":["works_for","employs","household","referred_by","referred","decides_for","decided_by"]},"party":{"type":"object","required":["id","kind","name"],"properties":{"id":{"type":"string"},"kind":{"type":"string"},"name":{"type":"string"}}},"title":{"type":"string"},"from":{"type":["string","null"],"format":"date"},"until":{"type":["string","null"],"format":"date"},"holds":{"type":"boolean"}}},
"KeyDate":{"type":"object","required":["kind","number","text","day","lunar_day","yearly","calendar","shift","lead_days","reminded_days","next","next_lunar_day","next_falls_on"],"properties":{"kind":{"type":"string","description":"One of GET /v1/key-date-kinds"},"number":{"type":"string"},"text":{"type":"string"},"day":{"type":"string","format":"date"},"lunar_day":{"type":["string","null"],"description":"The same day by the Vietnamese lunar calendar: 1990-04-23, in a leap month 2023-02L-10"},"yearly":{"type":"boolean"},"calendar":{"type":"string","enum":["solar","lunar"],"description":"By which it comes again"},"shift":{"type":"string","enum":["none","before","after"],"description":"When it is kept where it falls on a day off"},"lead_days":{"type":["integer","null"],"description":"So many days before, somebody is reminded, where the key date itself says so"},"reminded_days":{"type":["integer","null"],"description":"The same, or as many as of its kind"},"next":{"type":["string","null"],"format":"date","description":"On which it is kept next"},"next_lunar_day":{"type":["string","null"]},"next_falls_on":{"type":["string","null"],"format":"date","description":"Where a day off moves it"}}},
"Card":{"type":"object","required":["id","kind","name","roles","identifiers","traits","fields","figures","open","sale_without_next_step","key_dates","known_by","permissions","withdrawn_permissions","contact_stopped_at","assets","roles_held","relations","of_its_people","created_at","erased_at"],"properties":{"id":{"type":"string"},"kind":{"type":"string","enum":["person","organisation","anonymous"]},"name":{"type":"string"},"roles":{"type":"array","items":{"type":"string"}},"identifiers":{"type":"array","items":{"$ref":"#/components/schemas/Identifier"}},"traits":{"type":"object","additionalProperties":{"type":"object","required":["value","at","source"],"properties":{"value":{},"at":{"type":["string","null"],"format":"date-time","description":"Null: told only by a touchpoint they took part in"},"source":{"type":"string","description":"Through which source it came"}}}},"fields":{"type":"array","items":{"$ref":"#/components/schemas/FieldOnCard"},"description":"That the business defined and the caller may read"},"figures":{"$ref":"#/components/schemas/CardFigures"},"open":{"type":"array","items":{"$ref":"#/components/schemas/OpenMatter"}},"sale_without_next_step":{"type":["string","null"],"format":"date-time","description":"When somebody tried to sell to them within 90 days and left it open: no order since, no open reminder or promise"},"key_dates":{"type":"array","items":{"$ref":"#/components/schemas/KeyDate"}},"known_by":{"type":"array","items":{"type":"object","required":["staff","touchpoints","last_at"],"properties":{"staff":{"type":"string"},"touchpoints":{"type":"integer"},"last_at":{"type":"string","format":"date-time"}}}},"permissions":{"type":"array","items":{"$ref":"#/components/schemas/Permission"}},"withdrawn_permissions":{"type":"array","description":"`any` for any channel and any purpose: they want no contact at all","items":{"type":"object","required":["channel","purpose","since"],"properties":{"channel":{"type":"string"},"purpose":{"type":"string"},"since":{"type":"string","format":"date-time"}}}},"contact_stopped_at":{"type":["string","null"],"format":"date-time","description":"Since when they want no contact at all"},"assets":{"type":"array","items":{"$ref":"#/components/schemas/Asset"}},"roles_held":{"type":"array","items":{"$ref":"#/components/schemas/RoleHeld"}},"relations":{"type":"array","items":{"$ref":"#/components/schemas/Relation"}},"of_its_people":{"oneOf":[{"allOf":[{"$ref":"#/components/schemas/Figures"},{"type":"object","required":["people"],"properties":{"people":{"type":"integer"}}}]},{"type":"null"}]},"created_at":{"type":"string","format":"date-time"},"erased_at":{"type":["string","null"],"format":"date-time"}}},
"TimelineEntry":{"type":"object","required":["id","type","occurred_at","received_at","line","source","envelope","properties"],"properties":{"id":{"type":"string"},"type":{"type":"string"},"occurred_at":{"type":"string","format":"date-time"},"received_at":{"type":"string","format":"date-time"},"line":{"$ref":"#/components/schemas/Bilingual"},"amount":{"$ref":"#/components/schemas/Money"},"reporting":{"description":"Of an amount in another currency: what it is in the reporting currency, by the rate of its day; null while there is none","oneOf":[{"type":"object","required":["amount","currency","rate"],"properties":{"amount":{"type":"string"},"currency":{"type":"string"},"rate":{"type":"string"}}},{"type":"null"}]},"direction":{"type":"string"},"staff":{"type":"string"},"place":{"type":"string"},"whose":{"type":"object","description":"Of somebody else's touchpoint, in which this party took part","required":["party","name"],"properties":{"party":{"type":"string"},"name":{"type":"string"}}},"source":{"type":"string"},"envelope":{"$ref":"#/components/schemas/Envelope"},"properties":{"type":"object","additionalProperties":true}}},
"NewParty":{"type":"object","properties":{"kind":{"type":"string","enum":["person","organisation"]},"name":{"type":"string"},"email":{"type":"string"},"phone":{"type":"string"},"loyalty_card":{"type":"string"},"roles":{"type":"array","maxItems":1,"items":{"type":"string"}},"known":{"type":"string","enum":["update","refuse"],"description":"What becomes of whoever is known by an identifier already: their card says so anew (update, when left out), or nothing is recorded: 409 with the rule known_before"}},"additionalProperties":{"description":"Any other trait, and fields of the business by key"}},
"NewTouchpoint":{"type":"object","required":["type"],"properties":{"type":{"type":"string"},"occurred_at":{"type":"string","format":"date-time"},"properties":{"type":"object","additionalProperties":true},"envelope":{"$ref":"#/components/schemas/Envelope"},"seen":{"type":["string","null"],"format":"date-time","description":"Of a key date, a role, a relation, a permission: when what the card said of it was told (occurred_at of the first of its history); null: nothing was. Where something else was told of it since, nothing is recorded: 409 with the rule seen"}}},
"Field":{"type":"object","required":["name","label","kind","required"],"properties":{"name":{"type":"string"},"label":{"$ref":"#/components/schemas/Bilingual"},"kind":{"type":"string"},"required":{"type":"boolean"},"min":{"type":"integer"},"max":{"type":"integer"},"choices":{"type":"array","items":{"type":"object","required":["value","label"],"properties":{"value":{"type":"string"},"label":{"$ref":"#/components/schemas/Bilingual"},"retired":{"type":"boolean","description":"Not taken any more"}}}}}},
"EventTypes":{"type":"object","required":["data","envelope"],"properties":{"data":{"type":"array","items":{"type":"object","required":["type","label","sentence","channel","loggable","fields"],"properties":{"type":{"type":"string"},"channel":{"type":"string","description":"By what it happens, unless it says a channel of its own; empty: any way"},"label":{"$ref":"#/components/schemas/Bilingual"},"sentence":{"$ref":"#/components/schemas/Bilingual"},"loggable":{"type":"boolean"},"track_names":{"type":"array","items":{"type":"string"}},"fields":{"type":"array","items":{"$ref":"#/components/schemas/Field"}}}}},"envelope":{"type":"object","required":["fields"],"properties":{"fields":{"type":"array","items":{"$ref":"#/components/schemas/Field"}}}}}},
"Outcomes":{"type":"object","required":["outcomes","applied","repeated","refused","success"],"properties":{"outcomes":{"type":"array","items":{"type":"object","required":["item","status"],"properties":{"item":{"type":"integer"},"messageId":{"type":"string"},"status":{"type":"string","enum":["applied","repeated","conflict","refused","failed"]},"event_id":{"type":"string"},"party_id":{"type":"string"},"detail":{"type":"object"},"notes":{"type":"array","items":{"type":"string"}},"error":{"type":"object","required":["code","message"],"properties":{"code":{"type":"string"},"message":{"type":"string"},"field":{"type":"string"},"rule":{"type":"string"}}}}}},"applied":{"type":"integer"},"repeated":{"type":"integer"},"refused":{"type":"integer"},"success":{"type":"boolean"}}},
"Session":{"type":"object","required":["user","rights","csrf_token","business"],"properties":{"user":{"type":"object","required":["id","name","login","role","locale"],"properties":{"id":{"type":"string"},"name":{"type":"string"},"login":{"type":"string"},"role":{"type":"string"},"locale":{"type":"string"}}},"rights":{"type":"array","items":{"type":"string","enum":["contact_details","margins","export"]}},"csrf_token":{"type":"string"},"business":{"type":"object","required":["name","time_zone","currency","demo","words"],"properties":{"name":{"type":"string"},"time_zone":{"type":"string"},"currency":{"type":"string"},"demo":{"type":"boolean"},"words":{"type":"array","description":"That it added to the roles and the kinds of key dates","items":{"type":"object","required":["family","key","label","retired"],"properties":{"family":{"type":"string","enum":["role","key_date_kind"]},"key":{"type":"string"},"label":{"$ref":"#/components/schemas/Bilingual"},"retired":{"type":"boolean"}}}}}}}},
"Quarantined":{"type":"object","required":["field","type","count","samples","expires_at"],"properties":{"field":{"type":"string"},"source":{"type":"string"},"type":{"type":"string"},"count":{"type":"integer"},"samples":{"type":"array","items":{}},"expires_at":{"type":"string","format":"date-time"}}},
"Event":{"type":"object","description":"An event of the Segment spec","properties":{"type":{"type":"string","enum":["identify","track","page","screen","group","alias"]},"messageId":{"type":"string","maxLength":256},"userId":{"type":"string"},"anonymousId":{"type":"string"},"event":{"type":"string"},"traits":{"type":"object"},"properties":{"type":"object"},"context":{"type":"object","properties":{"ganbo":{"$ref":"#/components/schemas/Envelope"}}},"timestamp":{"type":"string","format":"date-time"},"sentAt":{"type":"string","format":"date-time"},"groupId":{"type":"string"},"previousId":{"type":"string"}}},)";

}  // namespace

std::string describe_types(const events::EventTypes& types, const parties::OwnWords& words) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("data").begin_array();
  for (const auto& type : types.all()) {
    const auto& description = type->describe();
    json.begin_object().member("type", description.type);
    write_label(json, "label", description.label);
    write_label(json, "sentence", description.sentence);
    json.member("channel", events::channel_of_type(description.type));
    json.member("loggable", description.loggable).key("track_names").begin_array();
    for (const auto name : description.track_names) json.text(name);
    json.end_array();
    write_fields(json, description.fields, words);
    json.end_object();
  }
  json.end_array().key("envelope").begin_object();
  write_fields(json, events::envelope_fields(), words);
  json.end_object().end_object();
  return out;
}

std::string schemas(const events::EventTypes& types) {
  std::string out(fixed_schemas.substr(1));
  out += "\"Envelope\":";
  {
    JsonWriter json(out);
    write_object_schema(json, events::envelope_fields());
  }
  for (const auto& type : types.all()) {
    out += ",\"properties_" + std::string(type->describe().type) + "\":";
    JsonWriter json(out);
    write_object_schema(json, type->describe().fields);
  }
  return out;
}

}  // namespace ganbo::card
