// What the staff wrote down: calls, visits and notes, in the Vietnamese of people who have the next customer waiting.
#pragma once

#include <span>
#include <string_view>

namespace ganbo::demo {

struct Conversation {
  std::string_view subject;
  std::string_view text;
  std::string_view outcome;    // as `Call Logged` and `Visit Logged` take it: done, follow_up, no_answer
  std::string_view direction;  // in, out
  std::string_view phase;
  int minutes;
  int manner;  // -2 .. 2
  bool asked;  // something was asked for
};

enum class Talk {
  shop_call,  // a shop customer rings, or is rung
  web_call,
  customer_note,  // what a barista noticed
  cafe_call,      // account managers and cafés
  cafe_repair,    // the machine stands still
  cafe_visit,
  cafe_farewell,  // the café goes to a competitor, or closes
  prospect_call,
  prospect_visit,
  supplier_call,
  creditor_call,
  press_call,
  investor_call,
  partner_call,
  agent_call,
  service_call,
  competitor_note,
};

std::span<const Conversation> conversations(Talk talk);

}  // namespace ganbo::demo
