#include "platform/store/sqlite/sqlite_page_cache.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <memory>

namespace ganbo::store {
namespace {

// Where the lock byte stands in every SQLite file; its page holds nothing.
constexpr unsigned lock_byte = 0x40000000;

sqlite3_pcache_methods2 own{};  // SQLite's

struct Cache {
  sqlite3_pcache* held = nullptr;
  unsigned lock_page = 0;
  unsigned highest = 0;          // number of a page that may be held
  bool passing_through = false;  // a page has the lock page's number just now
};

Cache& cache_of(sqlite3_pcache* cache) { return *reinterpret_cast<Cache*>(cache); }

sqlite3_pcache* create(int page_bytes, int extra_bytes, int purgeable) {
  auto cache = std::make_unique<Cache>();
  cache->held = own.xCreate(page_bytes, extra_bytes, purgeable);
  if (cache->held == nullptr) return nullptr;
  cache->lock_page = lock_byte / static_cast<unsigned>(page_bytes) + 1;
  return reinterpret_cast<sqlite3_pcache*>(cache.release());
}

void destroy(sqlite3_pcache* cache) {
  const std::unique_ptr<Cache> ended(&cache_of(cache));
  own.xDestroy(ended->held);
}

sqlite3_pcache_page* fetch(sqlite3_pcache* cache, unsigned key, int create) {
  Cache& it = cache_of(cache);
  auto* page = own.xFetch(it.held, key, create);
  if (page != nullptr) it.highest = std::max(it.highest, key);
  return page;
}

void rekey(sqlite3_pcache* cache, sqlite3_pcache_page* page, unsigned from, unsigned to) {
  Cache& it = cache_of(cache);
  own.xRekey(it.held, page, from, to);
  if (from == it.lock_page) it.passing_through = false;
  if (to == it.lock_page)
    it.passing_through = true;
  else
    it.highest = std::max(it.highest, to);
}

void truncate(sqlite3_pcache* cache, unsigned first_dropped) {
  Cache& it = cache_of(cache);
  if (it.highest < first_dropped && !it.passing_through) return;
  own.xTruncate(it.held, first_dropped);
  it.highest = first_dropped == 0 ? 0 : first_dropped - 1;
  it.passing_through = it.passing_through && it.lock_page < first_dropped;
}

void set_size(sqlite3_pcache* cache, int pages) { own.xCachesize(cache_of(cache).held, pages); }
int page_count(sqlite3_pcache* cache) { return own.xPagecount(cache_of(cache).held); }
void unpin(sqlite3_pcache* cache, sqlite3_pcache_page* page, int discard) {
  own.xUnpin(cache_of(cache).held, page, discard);
}
void shrink(sqlite3_pcache* cache) { own.xShrink(cache_of(cache).held); }

}  // namespace

void use_page_cache() {
  if (sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &own) != SQLITE_OK || own.xCreate == nullptr) return;
  sqlite3_pcache_methods2 methods = own;  // it starts and ends as SQLite's own
  methods.xCreate = create;
  methods.xCachesize = set_size;
  methods.xPagecount = page_count;
  methods.xFetch = fetch;
  methods.xUnpin = unpin;
  methods.xRekey = rekey;
  methods.xTruncate = truncate;
  methods.xDestroy = destroy;
  methods.xShrink = shrink;
  sqlite3_config(SQLITE_CONFIG_PCACHE2, &methods);
}

}  // namespace ganbo::store
