// TabledNames: command names on PostgreSQL: one table, in which a name stands once.
//
// Nothing is in memory, since other servers write too. Names are inserted in the order of their hashes, so that two
// servers with the same names wait for each other rather than lock each other; who comes second finds fewer rows
// inserted than it asked for, and its batch is taken back.
#pragma once

#include "platform/engine/names/command_names.hpp"

namespace ganbo::engine {

class TabledNames final : public CommandNames {
 public:
  Result<void> open(store::Connection&) override { return {}; }
  Result<void> find(store::Connection& connection, std::span<const Hash128> names,
                    const std::function<void(std::size_t place, const KeptName& kept)>& see) const override;
  // unavailable when another server has written one of the names since it was asked for.
  Result<void> write(store::Connection& connection, std::vector<std::pair<Hash128, KeptName>> names) override;
  void committed() override {}
};

}  // namespace ganbo::engine
