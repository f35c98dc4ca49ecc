#include "imports/upload_folder.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "platform/store/testing/temporary_record.hpp"

namespace ganbo::imports {
namespace {

constexpr Timestamp now{1'800'000'000'000'000};

struct Folder {
  store::testing::TemporaryDirectory directory;
  UploadFolder uploads{directory.file("uploads")};

  std::string begun(std::int64_t bytes, std::string_view name = "khach.csv") {
    return uploads.begin(name, bytes, now).value().id;
  }
  std::string content(const std::string& id) const {
    std::ifstream in(uploads.path_of(uploads.find(id).value()), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

template <class T>
std::string rule_of(const Result<T>& result) {
  return result.ok() ? "" : result.error().field + " " + result.error().rule;
}

TEST(UploadFolder, parts_follow_each_other_and_what_was_sent_twice_or_too_far_changes_nothing) {
  Folder folder;
  const auto id = folder.begun(10);
  EXPECT_EQ(folder.uploads.append(id, 0, "abcd")->received, 4);
  for (const auto offset : std::vector<std::int64_t>{0, 3, 5, 10, 4'000'000'000}) {
    const auto again = folder.uploads.append(id, offset, "abcd");
    EXPECT_EQ(rule_of(again), "offset next") << offset;
    EXPECT_EQ(again.error().code, ErrorCode::conflict);
  }
  EXPECT_EQ(rule_of(folder.uploads.append(id, 4, "efghijk")), "body limit") << "more than was announced";
  EXPECT_EQ(rule_of(folder.uploads.append(id, 4, "")), "body required");
  EXPECT_EQ(folder.uploads.append(id, 4, "efghij")->is_whole(), true);
  EXPECT_EQ(folder.content(id), "abcdefghij");
}

TEST(UploadFolder, another_server_on_the_same_folder_goes_on_where_it_is) {
  Folder folder;
  const auto id = folder.begun(6, "Khách hàng.xlsx");
  ASSERT_TRUE(folder.uploads.append(id, 0, "abc").ok());
  UploadFolder again(folder.uploads.directory());
  const auto found = again.find(id).value();
  EXPECT_EQ(found.file_name, "Khách hàng.xlsx");
  EXPECT_EQ(found.received, 3);
  EXPECT_EQ(found.created_at.micros, now.micros);
  EXPECT_TRUE(again.append(id, 3, "def")->is_whole());
  EXPECT_EQ(folder.content(id), "abcdef");
}

TEST(UploadFolder, nothing_that_a_client_says_leads_out_of_the_folder) {
  Folder folder;
  const auto id = folder.begun(3);
  std::ofstream(folder.directory.file("outside")) << "secret";
  std::ofstream(folder.directory.file("outside.json"))
      << R"({"file":"a","bytes":9,"created_at":0,"options":"","import_id":"","starts":0})";
  for (const std::string& hostile : {std::string("../outside"), std::string("../uploads/") + id, id + ".json",
                                     id + "/../" + id, std::string(), std::string("."), std::string(32, '/'),
                                     std::string(32, 'A'), std::string(31, 'a'), std::string(33, 'a'), id + '\0'}) {
    EXPECT_EQ(rule_of(folder.uploads.find(hostile)), "upload_id known") << hostile;
    EXPECT_EQ(rule_of(folder.uploads.append(hostile, 0, "abc")), "upload_id known") << hostile;
    folder.uploads.remove(hostile);
  }
  EXPECT_TRUE(std::filesystem::exists(folder.directory.file("outside")));
  EXPECT_TRUE(folder.uploads.find(id).ok());
  // Nor a link that somebody laid there.
  const std::string link(32, 'b');
  std::filesystem::create_symlink(folder.directory.file("outside"), folder.uploads.directory() + "/" + link);
  std::filesystem::create_symlink(folder.directory.file("outside.json"),
                                  folder.uploads.directory() + "/" + link + ".json");
  EXPECT_EQ(rule_of(folder.uploads.append(link, 6, "abc")), "upload_id known");
}

TEST(UploadFolder, a_file_is_called_as_people_call_it_without_its_folders) {
  Folder folder;
  const auto called = [&](std::string_view name) { return folder.uploads.begin(name, 1, now).value().file_name; };
  EXPECT_EQ(called("C:\\Users\\Lan\\khách.csv"), "khách.csv");
  EXPECT_EQ(called("../../etc/passwd"), "passwd");
  EXPECT_EQ(called(" 🍵 trà\tđào\n.csv"), "🍵 trà đào .csv");
  EXPECT_EQ(called("<script>alert(1)<b>.csv"), "<script>alert(1)<b>.csv") << "a text, never more";
  for (const auto* bad : {"", "  ", "a/", ".", "..", "\x01\x02"})
    EXPECT_EQ(rule_of(folder.uploads.begin(bad, 1, now)), "file required") << bad;
  EXPECT_EQ(rule_of(folder.uploads.begin("\xC3\x28.csv", 1, now)), "file encoding");
  EXPECT_EQ(rule_of(folder.uploads.begin(std::string(301, 'a'), 1, now)), "file limit");
}

TEST(UploadFolder, sizes_and_numbers_have_limits) {
  Folder folder;
  EXPECT_EQ(rule_of(folder.uploads.begin("a", 0, now)), "bytes required");
  EXPECT_EQ(rule_of(folder.uploads.begin("a", -1, now)), "bytes required");
  const auto over = folder.uploads.begin("a", upload_bytes_max + 1, now);
  EXPECT_EQ(rule_of(over), "bytes limit");
  EXPECT_EQ(over.error().code, ErrorCode::too_large);
  for (std::size_t i = 0; i < uploads_max; ++i) folder.begun(1);
  EXPECT_EQ(rule_of(folder.uploads.begin("a", 1, now)), "uploads limit");
  folder.uploads.remove(folder.uploads.list()->front().id);
  EXPECT_TRUE(folder.uploads.begin("a", 1, now).ok());
}

TEST(UploadFolder, what_nobody_imported_within_a_day_expires_and_so_does_half_of_one) {
  Folder folder;
  const auto old = folder.begun(1);
  ASSERT_TRUE(folder.uploads.begin("b", 1, now + hours(2)).ok());
  const std::string half(32, 'c');
  std::ofstream(folder.uploads.directory() + "/" + half) << "a server ended between the file and its facts";
  EXPECT_EQ(folder.uploads.list()->size(), 2u);
  auto expected = std::vector{old, half};
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(folder.uploads.expired(now + upload_life + hours(1)), expected);
  EXPECT_EQ(folder.uploads.expired(now), std::vector{half});
}

TEST(UploadFolder, files_are_for_their_owner_alone) {
  Folder folder;
  const auto upload = folder.uploads.find(folder.begun(1)).value();
  for (const auto& [path, mode] : {std::pair{folder.uploads.directory(), 0700u},
                                   {folder.uploads.path_of(upload), 0600u},
                                   {folder.uploads.path_of(upload) + ".json", 0600u}}) {
    struct stat found{};
    ASSERT_EQ(::stat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777u, mode) << path;
  }
}

}  // namespace
}  // namespace ganbo::imports
