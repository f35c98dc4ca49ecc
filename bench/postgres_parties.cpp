#include "bench/postgres_parties.hpp"

#include <fmt/format.h>

#include <array>

#include "bench/postgres_cluster.hpp"

namespace ganbo::bench {
namespace {

// {n}: a number below the parties. Ids are below all that a server makes; the moment is before the story's first.
constexpr const char* made = R"(
create temporary view made as select n, 2 * n + 2 as party_id, 2 * n + 3 as event_id,
  'kh-' || lpad(n::text, 7, '0') as user_id, 'Khách ' || n as name, 'khach ' || n as folded,
  1500000000000000 + n as at, (1::bigint << 60) + n as precedence from generate_series(0, {} - 1) n;
)";
constexpr std::array<const char*, 6> rows{{
    "insert into parties select party_id, 'person', name, folded, 'customer', "
    "json_build_object('name', json_build_array(name, at, precedence, (select min(source_id) from sources)))::text, "
    "'{\"events\":{\"identify\":1},\"first_contact_at\":' || at || ',\"last_contact_at\":' || at || '}', at, 0, 0, 1 "
    "from "
    "made",
    "insert into identifier_claims select 'user_id', user_id, party_id, party_id from made",
    "insert into identifiers select party_id, 'user_id', user_id, at from made",
    "insert into party_search select party_id, folded || ' ' || user_id from made",
    "insert into events select event_id, party_id, party_id, 'identify', at, precedence, at, (at / "
    "86400000000)::bigint, "
    "(select min(source_id) from sources), null, json_build_object('name', name)::text, "
    "json_build_array(json_build_array('user_id', user_id))::text, null, null, null, null from made",
    "insert into command_names select 0, decode(md5(user_id), 'hex'), n, event_id, party_id, null from made",
}};

}  // namespace

void put_parties(PGconn* session, std::int64_t parties) {
  run_sql(session, fmt::format(fmt::runtime(made), parties));
  for (const char* insert : rows) run_sql(session, insert);
}

}  // namespace ganbo::bench
