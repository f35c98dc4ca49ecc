#include "bench/writer_figures.hpp"

#include "bench/load.hpp"
#include "bench/served.hpp"
#include "events/payload.hpp"

namespace ganbo::bench {

WriterFigures writer_figures(int port, const std::string& key) {
  const auto answer = Client(port, key).get("/v1/writer");
  const auto document = events::parse_json(answer.body, 1, "body");
  events::JsonObject object;
  if (answer.status != 200 || !document.ok() || document->get(object))
    give_up("the writer's figures cannot be read: " + answer.body);
  const auto number = [&](const char* name) {
    std::int64_t value = 0;
    if (object.at_key(name).get(value)) give_up(fmt::format("the writer does not say {}", name));
    return value;
  };
  return {number("commands"), number("batches"),   number("names_us"),       number("load_us"), number("apply_us"),
          number("write_us"), number("commit_us"), number("acknowledge_us"), number("retries"), number("round_trips")};
}

void print_phases(const Figures& figures, const std::string& size, const WriterFigures& from, const WriterFigures& to,
                  double events) {
  const auto phase = [&](const char* what, std::int64_t WriterFigures::* field) {
    const double us = static_cast<double>(to.*field - from.*field) / events;
    figures.print({fmt::format("writer_{}_us_per_event_{}", what, size), us, "us", {}, {}, {}, {}});
  };
  phase("names", &WriterFigures::names_us);
  phase("load", &WriterFigures::load_us);
  phase("apply", &WriterFigures::apply_us);
  phase("write", &WriterFigures::write_us);
  phase("commit", &WriterFigures::commit_us);
  phase("acknowledge", &WriterFigures::acknowledge_us);
}

}  // namespace ganbo::bench
