// SQLite's page cache, spared a walk over all of its pages at every commit.
//
// A commit tells the cache to drop the pages behind the end of the file. SQLite's own does nothing when it has none;
// but it believes to have one ever since a page passed through the number of the lock byte's page (1 GB into the file),
// as pages do for a moment whenever a tree is balanced. It then looks at each page it holds, at every commit that split
// a page: with a cache of 1 GB at up to 250,000. This cache is SQLite's own but for knowing better.
#pragma once

namespace ganbo::store {

// Before the first connection; once per process. Where SQLite does not take it, its own cache stays: slower, not wrong.
void use_page_cache();

}  // namespace ganbo::store
