// LookingThrough: walks all parties in slices, again every hour and every day, and keeps those of whom their figures
// alone say that somebody should turn to them: who usually would have bought by now, and who turned to us lately for
// the first time. So no write has to keep such a list, and whoever asks looks at a few thousand parties only.
#pragma once

#include <mutex>
#include <vector>

#include "team/today_record.hpp"

namespace ganbo::team {

inline constexpr std::size_t looked_through_max = 3'000;  // kept of each

class LookingThrough {
 public:
  // One slice; false when all were looked through less than an hour ago, on the same day. By one thread.
  Result<bool> go_on(store::Connection& connection, const Asking& asking);

  // What the last whole walk found. Thread-safe.
  struct Found {
    std::vector<PartyId> purchases_due;  // of the highest yearly worth
    std::vector<PartyId> newcomers;      // the latest
    PartyId last;                        // whoever has a higher id was not looked at; 0: no walk has ended
  };
  Found found() const;

 private:
  struct Kept {
    std::int64_t rank;
    PartyId party;
  };
  static void keep(std::vector<Kept>& list, Kept kept);
  static std::vector<PartyId> ids_of(std::vector<Kept> list);
  void begin(const Asking& asking);

  bool walking_ = false;
  PartyId after_;
  Timestamp began_at_;
  Day day_;
  std::vector<Kept> purchases_due_;
  std::vector<Kept> newcomers_;

  mutable std::mutex mutex_;
  Found found_;
};

// Who turned to us for the first time at most so long ago, and has not bought.
inline constexpr int newcomer_days = 14;
bool is_newcomer(const events::Figures& figures, Timestamp now);

}  // namespace ganbo::team
