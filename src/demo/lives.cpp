#include "demo/lives.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "platform/base/invariant.hpp"

namespace ganbo::demo {
namespace {

// Each party begins at a place of its own in the list and goes on from there, so that one timeline seldom repeats
// itself. What is said to a prospect is a story with a beginning: the first contact (its second event) is one of the
// first two.
const Conversation& next_said(Talk talk, std::uint64_t own_place, int events) {
  const auto list = conversations(talk);
  if (talk == Talk::prospect_call) own_place = own_place % 2 + list.size() - 1;
  return list[(own_place + static_cast<std::uint64_t>(events)) % list.size()];
}

Envelope with(Envelope envelope, const Conversation& said) {
  envelope.direction = said.direction;
  envelope.phase = said.phase;
  envelope.manner = said.manner;
  envelope.asked = said.asked;
  return envelope;
}

// A quarter of the parties were customers before the window and show themselves in its first months; the others come
// over the whole of it, a little more of them each month.
std::int16_t joining_day(Random& random, int day_count) {
  if (random.below(100) < 25)
    return static_cast<std::int16_t>(std::min(100, day_count) * (1 - std::sqrt(random.uniform())));
  return static_cast<std::int16_t>(day_count * std::pow(random.uniform(), 0.85));
}

std::int16_t leaving_day(Random& random, int joined, double mean_days) {
  const double day = joined + 1 + random.exponential(mean_days);
  return day >= never ? never : static_cast<std::int16_t>(day);
}

}  // namespace

Cast::Cast(std::int64_t parties) {
  // Shares per mille of the parties beyond the fixed staff and neighbours, who take at most a quarter of a very small
  // demo.
  const std::int64_t fixed = parties / 4;
  const std::int64_t colleagues = std::min<std::int64_t>(fixed / 2, static_cast<std::int64_t>(staff().size()));
  const std::int64_t others = std::min<std::int64_t>(fixed - fixed / 2, static_cast<std::int64_t>(neighbours().size()));
  const std::int64_t rest = parties - colleagues - others;
  const std::int64_t cafes = rest * 20 / 1000;
  const std::int64_t companies = rest * 4 / 1000;
  const std::array<std::int64_t, 9> counts{
      colleagues,       others,           cafes, cafes, companies, companies * 2, rest * 20 / 1000,
      rest * 55 / 1000, rest * 235 / 1000};
  for (std::size_t i = 0; i < counts.size(); ++i) first_[i + 1] = first_[i] + counts[i];
  first_[10] = parties;
}

Kind Cast::kind_of(std::int64_t index) const {
  for (int kind = 0; kind < 9; ++kind)
    if (index < first_[kind + 1]) return static_cast<Kind>(kind);
  return Kind::shopper;
}

Lives::Lives(const Options& options, Diary& diary)
    : options_(options),
      cast_(options.parties),
      first_(first_day(options)),
      shop_rhythm_(Place::shop, first_, options.until.days - first_.days),
      web_rhythm_(Place::web, first_, options.until.days - first_.days),
      office_rhythm_(Place::office, first_, options.until.days - first_.days),
      diary_(diary) {}

Party Lives::born(std::int64_t index) const {
  Party party;
  party.kind = cast_.kind_of(index);
  // A café's contact is born from the café's dice, so that both come on the same day.
  const std::int64_t twin = party.kind == Kind::cafe_contact ? index - cast_.count(Kind::cafe) : index;
  Random random(spread(seed_of(twin) ^ 0xB0A4));
  const int count = day_count();
  party.joined = joining_day(random, count);
  // Heavy tails: rates are gamma over the parties, so a few buy daily and most now and then.
  const auto heavy_tailed = [&](double per_month, double shape) {
    const double rate = per_month / 30 * random.gamma(shape) / shape;
    party.days_between = static_cast<float>(1 / std::clamp(rate, 1.0 / 400, 1.0));
  };
  switch (party.kind) {
    case Kind::colleague: {
      party.joined = party.contact_day = 0;  // named before the first event that names them as staff
      break;
    }
    case Kind::neighbour: {
      const Neighbour& who = neighbours()[static_cast<std::size_t>(index - cast_.first(Kind::neighbour))];
      party.joined = static_cast<std::int16_t>(random.below(std::min(20, count)));
      party.days_between = static_cast<float>(who.contact_days);
      party.contact_day = party.joined;
      break;
    }
    case Kind::cafe:
    case Kind::cafe_contact: {
      party.leaves = leaving_day(random, party.joined, 900);
      party.days_between = static_cast<float>(24 + random.below(10));
      party.joined =
          static_cast<std::int16_t>(std::max(0, std::min(office_rhythm_.day_after(party.joined - 1, 0.01), count - 1)));
      (party.kind == Kind::cafe ? party.purchase_day : party.contact_day) = party.joined;
      break;
    }
    case Kind::company:
      break;  // known through its members' `group` calls
    case Kind::member: {
      party.leaves = leaving_day(random, party.joined, 700);
      party.days_between = static_cast<float>(35 + random.below(40));
      party.purchase_day = party.joined;
      break;
    }
    case Kind::prospect: {
      party.leaves = leaving_day(random, party.joined, 90);
      party.days_between = static_cast<float>(14 + random.below(20));
      party.joined =
          static_cast<std::int16_t>(std::max(0, std::min(office_rhythm_.day_after(party.joined - 1, 0.01), count - 1)));
      party.contact_day = party.joined;
      break;
    }
    case Kind::visitor: {
      party.leaves = leaving_day(random, party.joined, 25);
      heavy_tailed(2, 1);
      party.purchase_day = party.joined;
      break;
    }
    case Kind::web_customer: {
      party.leaves = leaving_day(random, party.joined, 380);
      heavy_tailed(0.5, 0.7);
      party.purchase_day = party.joined;
      break;
    }
    case Kind::shopper: {
      party.leaves = leaving_day(random, party.joined, 450);
      heavy_tailed(0.95, 0.6);
      party.purchase_day = party.joined;
      break;
    }
  }
  return party;
}

int Lives::next_day(const Party& party) { return std::min({party.purchase_day, party.contact_day, party.follow_day}); }

void Lives::live(std::int64_t index, Party& party, int day) {
  switch (party.kind) {
    case Kind::colleague:
      live_colleague(index, party, day);
      break;
    case Kind::neighbour:
      live_neighbour(index, party, day);
      break;
    case Kind::cafe:
      live_cafe(index, party, day);
      break;
    case Kind::cafe_contact:
      live_cafe_contact(index, party, day);
      break;
    case Kind::company:
      break;
    case Kind::member:
      live_member(index, party, day);
      break;
    case Kind::prospect:
      live_prospect(index, party, day);
      break;
    case Kind::visitor:
    case Kind::web_customer:
      live_web(index, party, day);
      break;
    case Kind::shopper:
      live_shopper(index, party, day);
      break;
  }
  INVARIANT(next_day(party) > day, "party {} stays on day {}", index, day);
}

std::int64_t Lives::first_card_of(std::int64_t index) const {
  constexpr std::uint64_t one_in = 60;
  const auto is_second = [&](std::int64_t party) {
    return cast_.kind_of(party) == Kind::shopper && spread(seed_of(party) ^ 0xD0B1E) % one_in == 0;
  };
  if (!is_second(index)) return index;
  const std::int64_t first = index - 1;
  return first >= cast_.first(Kind::shopper) && !is_second(first) ? first : index;
}

Person Lives::person(std::int64_t index) const {
  Random random(spread(seed_of(first_card_of(index)) ^ 0x9E450));
  Person person;
  person.sex = random.below(100) < 54 ? Sex::female : Sex::male;
  // People between 18 and 68, most of them around thirty.
  const int age = 18 + static_cast<int>(std::min(50.0, 6 * random.gamma(2.3)));
  person.birthday = {civil_of(first_).year - age, 1 + static_cast<int>(random.below(12)),
                     1 + static_cast<int>(random.below(28))};
  person.name = person_name(random, person.sex, person.birthday.year);
  return person;
}

const Conversation& Lives::call(std::int64_t index, Party& party, std::int32_t ms, const Sender& sender, Talk talk,
                                Envelope envelope) {
  const Conversation& said = next_said(talk, seed_of(index) >> 8, party.events);
  track("Call Logged", index, party, ms, sender)
      .member("subject", said.subject)
      .member("text", said.text)
      .member("outcome", said.outcome)
      .member("duration_minutes", said.minutes);
  close_properties(with(envelope, said));
  return said;
}

const Conversation& Lives::visit(std::int64_t index, Party& party, std::int32_t ms, const Sender& sender, Talk talk,
                                 Envelope envelope) {
  const Conversation& said = next_said(talk, seed_of(index) >> 8, party.events);
  if (said.direction == "in") envelope.place = warehouse;  // they came to us
  track("Visit Logged", index, party, ms, sender)
      .member("purpose", said.subject)
      .member("text", said.text)
      .member("duration_minutes", said.minutes);
  close_properties(with(envelope, said));
  return said;
}

const Conversation& Lives::note(std::int64_t index, Party& party, std::int32_t ms, const Sender& sender, Talk talk,
                                Envelope envelope) {
  const Conversation& said = next_said(talk, seed_of(index) >> 8, party.events);
  track("Note Added", index, party, ms, sender).member("text", said.text);
  close_properties(with(envelope, said));
  return said;
}

std::string numbered(std::string_view prefix, std::int64_t number, int width) {
  char digits[20];
  int count = 0;
  do digits[count++] = static_cast<char>('0' + number % 10);
  while ((number /= 10) > 0);
  std::string text(prefix);
  for (int i = count; i < width; ++i) text += '0';
  while (count > 0) text += digits[--count];
  return text;
}

std::string uuid_of(std::uint64_t seed) {
  static constexpr char hex[] = "0123456789abcdef";
  const std::uint64_t words[2] = {spread(seed), spread(seed ^ 0x5EED)};
  std::string text;
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) text += '-';
    const auto nibble = words[i / 16] >> (i % 16 * 4) & 15;
    text += i == 12 ? '4' : hex[i == 16 ? 8 + nibble % 4 : nibble];
  }
  return text;
}

std::string address_line(Random& random, bool home_city) {
  std::string text = std::to_string(1 + random.below(400)) + ' ';
  text += any_of(streets(), random);
  text += ", ";
  if (home_city) {
    text += any_of(wards(), random);
    text += ", ";
    text += cities()[0];
  } else {
    text += any_of(cities().subspan(1), random);
  }
  return text;
}

}  // namespace ganbo::demo
