// AddExposures: writes down what of Today was shown, withheld or decided.
#pragma once

#include <vector>

#include "parties/business.hpp"
#include "platform/engine/command.hpp"
#include "team/exposure.hpp"

namespace ganbo::team {

class AddExposures final : public engine::Command {
 public:
  // `exposures`: without ids and times, which they get with the batch. `business` outlives the command.
  AddExposures(std::vector<Exposure> exposures, const parties::LiveBusiness& business)
      : exposures_(std::move(exposures)), business_(business) {}
  // subject_id is the first; the detail has the ids of all: {"ids":["…"]}.
  engine::Outcome apply(engine::Workspace& workspace, engine::Context& context) const override;

 private:
  std::vector<Exposure> exposures_;
  const parties::LiveBusiness& business_;
};

}  // namespace ganbo::team
