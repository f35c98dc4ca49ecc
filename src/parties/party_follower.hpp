// PartyFollower: who wants to know what became of parties, in the transaction of it: what a follower stages is
// committed with what it was told of, or not at all. Implemented by concepts above; app/ puts them together.
#pragma once

#include "parties/merge.hpp"
#include "parties/party.hpp"

namespace ganbo::parties {

// Told once of each party and batch, on the writer's thread, after all of the batch is decided.
class PartyFollower {
 public:
  virtual ~PartyFollower() = default;
  // Whether anybody is to be told; asked once a batch. While nobody is, following costs nothing.
  virtual bool follows() const = 0;

  virtual void created(const Party& party) = 0;
  // Its name, kind, details or identifiers are others; figures alone are not told.
  virtual void changed(const Party& party) = 0;
  virtual void merged(const Merge& merge) = 0;
  virtual void merge_undone(PartyId party, MergeId merge) = 0;
  virtual void erased(PartyId party) = 0;
};

}  // namespace ganbo::parties
