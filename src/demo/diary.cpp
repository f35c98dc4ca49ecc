#include "demo/diary.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "platform/base/invariant.hpp"

namespace ganbo::demo {
namespace {

void put_digits(char* at, int value, int width) {
  for (int i = width - 1; i >= 0; --i, value /= 10) at[i] = static_cast<char>('0' + value % 10);
}

void append_number(std::string& text, std::uint64_t number) {
  char digits[24];
  text.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void write_if_set(JsonWriter& json, std::string_view name, std::string_view value) {
  if (!value.empty()) json.member(name, value);
}

}  // namespace

void Diary::open(Day day) {
  const std::string text = format_day(day);
  std::memcpy(date_, text.data(), sizeof date_);
}

void Diary::close(const std::function<void(std::string_view)>& take) {
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return a.ms_of_day != b.ms_of_day ? a.ms_of_day < b.ms_of_day : a.sequence < b.sequence;
  });
  for (const auto& entry : entries_) take(std::string_view(text_).substr(entry.from, entry.size));
  entries_.clear();
  text_.clear();
}

JsonWriter& Diary::begin(std::string_view type, std::int64_t party, int number, std::int32_t ms_of_day,
                         const Sender& sender) {
  INVARIANT(ms_of_day >= 0 && ms_of_day < 86'400'000, "ms_of_day = {}, party {}, event {}", ms_of_day, party, number);
  entries_.push_back({ms_of_day, static_cast<std::uint32_t>(entries_.size()), text_.size(), 0});
  JsonWriter& json = json_.emplace(text_);
  json.begin_object().member("type", type);

  message_id_ = "demo-";
  append_number(message_id_, seed_);
  message_id_ += '-';
  append_number(message_id_, static_cast<std::uint64_t>(party));
  message_id_ += '-';
  append_number(message_id_, static_cast<std::uint64_t>(number));
  json.member("messageId", std::string_view(message_id_));

  write_if_set(json, "userId", sender.user_id);
  write_if_set(json, "anonymousId", sender.anonymous_id);

  char time[] = "2026-01-31T00:00:00.000+07:00";
  std::memcpy(time, date_, sizeof date_);
  put_digits(time + 11, ms_of_day / 3'600'000, 2);
  put_digits(time + 14, ms_of_day / 60'000 % 60, 2);
  put_digits(time + 17, ms_of_day / 1000 % 60, 2);
  put_digits(time + 20, ms_of_day % 1000, 3);
  json.member("timestamp", std::string_view(time, sizeof time - 1));
  return json;
}

void Diary::end(const Envelope& e) {
  JsonWriter& json = *json_;
  const std::size_t without_context = text_.size();
  json.key("context").begin_object().key("ganbo").begin_object();
  write_if_set(json, "role", e.role);
  write_if_set(json, "phase", e.phase);
  write_if_set(json, "staff", e.staff);
  write_if_set(json, "place", e.place);
  write_if_set(json, "direction", e.direction);
  write_if_set(json, "aim", e.aim);
  if (e.manner != Envelope::no_manner) json.member("manner", e.manner);
  if (e.minutes_waited >= 0) json.member("minutes_waited", e.minutes_waited);
  if (e.cost >= 0) json.key("cost").begin_object().member("amount", e.cost).member("currency", currency).end_object();
  if (e.asked) json.member("asked", true);
  write_if_set(json, "promise", e.promise);
  write_if_set(json, "complaint", e.complaint);
  write_if_set(json, "contract", e.contract);
  write_if_set(json, "campaign", e.campaign);
  write_if_set(json, "exposure", e.exposure);
  write_if_set(json, "competitor", e.competitor);
  if (!e.participant.empty()) {
    json.key("participants").begin_array().begin_object().member("user_id", e.participant);
    write_if_set(json, "role", e.participant_role);
    json.end_object().end_array();
  }
  if (text_.back() == '{') {  // nothing is known about the touch
    text_.resize(without_context);
    json.end_object();
  } else {
    json.end_object().end_object().end_object();
  }
  entries_.back().size = text_.size() - entries_.back().from;
}

void write_lines(JsonWriter& json, std::span<const BasketLine> lines) {
  json.key("products").begin_array();
  for (const auto& line : lines)
    json.begin_object()
        .member("product_id", line.product->product_id)
        .member("name", line.product->name)
        .member("category", name_of(line.product->category))
        .member("quantity", line.quantity)
        .member("price", line.price)
        .end_object();
  json.end_array();
}

void write_order(JsonWriter& json, std::string_view order_id, const Basket& basket) {
  json.member("order_id", order_id).member("total", basket.total()).member("currency", currency);
  if (basket.discount > 0) json.member("discount", basket.discount);
  write_if_set(json, "coupon", basket.coupon);
  if (basket.shipping > 0) json.member("shipping", basket.shipping);
  if (basket.tax > 0) json.member("tax", basket.tax);
  write_lines(json, basket.filled());
}

}  // namespace ganbo::demo
