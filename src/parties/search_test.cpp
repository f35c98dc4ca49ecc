#include "parties/search.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>

namespace ganbo::parties {
namespace {

std::string found(const SearchIndex& index, std::string_view query, std::size_t limit = 20, std::size_t offset = 0) {
  std::string text;
  for (const auto& hit : index.find(query, limit, offset)) text += (text.empty() ? "" : " ") + hit.party.text();
  return text;
}

void fill(SearchIndex& index) {
  index.put(PartyId{1}, "nguyen thi lan lan@example.com +84912345678");
  index.put(PartyId{2}, "dang van nguyen dang@example.com +84987654321 till:1001");
  index.put(PartyId{3}, "ca phe sang +842838221234");
  index.put(PartyId{4}, "tran nguyenanh");
}

TEST(Search, takes_no_more_room_for_cards_that_change) {
  SearchIndex index;
  for (std::int64_t id = 1; id <= 100; ++id) index.put(PartyId{id}, "khach " + std::to_string(id));
  const std::size_t before = index.bytes();
  for (int round = 0; round < 2000; ++round)
    for (std::int64_t id = 1; id <= 100; ++id)
      index.put(PartyId{id}, "khach " + std::to_string(id) + " lan " + std::to_string(round));
  EXPECT_LE(index.bytes(), before + (1U << 20));
  EXPECT_EQ(index.parties(), 100U);
  EXPECT_EQ(found(index, "khach 77"), "77");
  EXPECT_EQ(found(index, "lan 1998"), "");
  EXPECT_EQ(index.find("lan 1999", 200).size(), 100U);
}

TEST(Search, leaves_what_did_not_change) {
  SearchIndex index;
  fill(index);
  const std::size_t before = index.bytes();
  for (int round = 0; round < 100'000; ++round) index.put(PartyId{4}, "tran nguyenanh");
  EXPECT_EQ(index.bytes(), before);
  EXPECT_EQ(found(index, "tran"), "4");
}

TEST(Search, finds_as_people_type) {
  SearchIndex index;
  fill(index);
  struct Case {
    std::string_view query;
    std::string_view parties;
  };
  const std::vector<Case> cases{
      {"Nguyễn", "1 2 4"},       // without diacritics; the name that begins with it first
      {"nguyen", "1 2 4"},       //
      {"Đặng", "2"},             // đ too
      {"dang", "2"},             //
      {"lan nguyen", "1"},       // words in any order
      {"ng l", "1"},             // beginnings of words
      {"guyen", ""},             // not the middle of a word
      {"0912", "1"},             // the leading 0 of a phone
      {"+84912", "1"},           // or its country code
      {"84 912 345 678", "1"},   // with spaces
      {"0912.345.678", "1"},     // or dots
      {"(028) 3822-1234", "3"},  //
      {"456", "1"},              // any three digits
      {"654321", "2"},           //
      {"12", ""},                // two digits stand at the start of a word only
      {"example.com", "1 2"},    // after the @
      {"lan@exa", "1"},          //
      {"till:1001", "2"},        // ids
      {"nguyen 912", "1"},       // name and digits
      {"nguyen 999", ""},        // every word must be found
      {"zzz", ""},
      {"", ""},
      {"   ", ""},
      {"\xff\xfe", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(found(index, c.query), c.parties) << '"' << c.query << '"';
}

// Whichever word is looked for first, because it is the rarer: the same are found.
TEST(Search, finds_the_same_by_a_word_that_everybody_has_and_one_that_few_have) {
  SearchIndex index;
  std::string expected;
  for (std::int64_t id = 1; id <= 3000; ++id) {
    index.put(PartyId{id}, "khach hang " + std::to_string(10'000 + id) + (id % 500 == 0 ? " vo" : ""));
    if (id % 500 == 0) expected += (expected.empty() ? "" : " ") + std::to_string(id);
  }
  for (const std::string_view query : {"khach vo", "vo khach", "hang vo khach", "vo"})
    EXPECT_EQ(found(index, query), expected) << query;
  EXPECT_EQ(found(index, "khach 12345"), "2345");
  EXPECT_EQ(found(index, "khach v ha"), expected);
  EXPECT_EQ(found(index, "khach ang"), "");
}

TEST(Search, ranks_the_beginning_of_a_name_before_words_before_digits_inside) {
  SearchIndex index;
  index.put(PartyId{1}, "a +84912345678");
  index.put(PartyId{2}, "b 345 phuong");
  index.put(PartyId{3}, "345 coffee");
  const auto hits = index.find("345", 10);
  ASSERT_EQ(hits.size(), 3U);
  EXPECT_EQ(hits[0].party, PartyId{3});
  EXPECT_EQ(hits[0].rank, 0);
  EXPECT_EQ(hits[1].party, PartyId{2});
  EXPECT_EQ(hits[1].rank, 1);
  EXPECT_EQ(hits[2].party, PartyId{1});
  EXPECT_EQ(hits[2].rank, 2);
}

TEST(Search, gives_pages) {
  SearchIndex index;
  fill(index);
  EXPECT_EQ(found(index, "nguyen", 2), "1 2");
  EXPECT_EQ(found(index, "nguyen", 2, 2), "4");
  EXPECT_EQ(found(index, "nguyen", 2, 4), "");
}

TEST(Search, what_is_put_again_replaces_and_an_empty_text_removes) {
  SearchIndex index;
  fill(index);
  index.put(PartyId{1}, "le thi lan");
  EXPECT_EQ(found(index, "nguyen"), "2 4");
  EXPECT_EQ(found(index, "le"), "1");
  index.put(PartyId{1}, "");
  EXPECT_EQ(found(index, "lan"), "");
  EXPECT_EQ(index.parties(), 3U);
  index.put(PartyId{9}, "");
  EXPECT_EQ(index.parties(), 3U);
}

TEST(Search, filling_at_start_never_overwrites_what_the_writer_put) {
  SearchIndex index;
  index.put(PartyId{1}, "new name");
  index.put_if_absent(PartyId{1}, "old name");
  index.put_if_absent(PartyId{2}, "other name");
  EXPECT_EQ(found(index, "new"), "1");
  EXPECT_EQ(found(index, "old"), "");
  EXPECT_EQ(found(index, "name"), "1 2");
}

TEST(Search, a_line_break_in_a_name_does_not_split_it) {
  SearchIndex index;
  index.put(PartyId{1}, "le\nlan");
  index.put(PartyId{2}, "mai");
  EXPECT_EQ(found(index, "le lan"), "1");
  EXPECT_EQ(found(index, "lan"), "1");
}

TEST(Search, reads_past_the_end_of_a_chunk) {
  SearchIndex index;
  const std::string filler(1000, 'x');
  for (int i = 1; i <= 3000; ++i)
    index.put(PartyId{i}, "khach" + std::to_string(i) + "z " + filler);  // some three chunks
  EXPECT_EQ(found(index, "khach2999z"), "2999");
  EXPECT_EQ(found(index, "khach1z"), "1");
  EXPECT_EQ(index.parties(), 3000U);
  EXPECT_GT(index.bytes(), 3'000'000U);
}

TEST(Search, readers_and_the_writer_do_not_disturb_each_other) {
  SearchIndex index;
  index.put(PartyId{1'000'000}, "the constant one");
  std::atomic<bool> stop{false};
  std::atomic<int> missed{0};
  std::atomic<int> searches{0};
  std::vector<std::thread> readers;
  for (int r = 0; r < 2; ++r)
    readers.emplace_back([&] {
      while (!stop) {
        if (found(index, "constant") != "1000000") ++missed;
        (void)index.find("khach", 10);
        (void)index.bytes();
        ++searches;
      }
    });
  for (int i = 1; i <= 4000; ++i) {
    index.put(PartyId{i % 500 + 1}, "khach " + std::to_string(i));
    if (i % 7 == 0) index.put(PartyId{i % 500 + 1}, "");
  }
  while (searches < 10) std::this_thread::yield();
  stop = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(missed, 0);
}

}  // namespace
}  // namespace ganbo::parties
