#include "platform/store/sqlite/sqlite_migration.hpp"

#include <gtest/gtest.h>

#include <array>

#include "platform/store/queries.hpp"
#include "platform/store/testing/temporary_record.hpp"

namespace ganbo::store::testing {
namespace {

constexpr std::string_view meta_table =
    "create table record_meta (key text not null, value text not null, primary key (key)) strict;";

class SqliteMigration : public ::testing::Test {
 protected:
  std::unique_ptr<SqliteConnection> connect(Access access = Access::write) {
    return std::make_unique<SqliteConnection>(must(open_database(options, access)), options);
  }
  std::string meta(std::string_view key) {
    const auto row = must(connect()->one(store::sql::ReadMeta{.key = key}));
    return row ? row->value : "";
  }
  void SetUp() override {
    options.file = directory.file("record.sqlite");
    must(open_sqlite(options));
    must(migrate_sqlite(*connect(), first, false));
  }

  TemporaryDirectory directory;
  SqliteOptions options;
  Schema first{
      .sqlite = meta_table, .postgres = {}, .checksum = "first", .tables = {}, .indexes = {}, .migrations = {}};

  static constexpr std::array<std::string_view, 1> no_zero{"select key from record_meta where value = 'zero'"};
  static constexpr std::array<std::string_view, 1> has_table{
      "select 1 where not exists (select 1 from sqlite_schema where name = 'boxes')"};
  static constexpr std::array<std::string_view, 1> boxes{"create table boxes (a integer) strict;"};
  static constexpr std::array<std::string_view, 1> other{"create table other (a integer) strict;"};
  static constexpr std::array<std::string_view, 2> more{"insert into boxes values (1);",
                                                        "insert into boxes values (2);"};
  static constexpr std::array<std::string_view, 2> nowhere{"insert into boxes values (1);",
                                                           "insert into nowhere values (2);"};
  std::array<Migration, 2> steps{
      {{2, "0002-boxes", boxes, {}, no_zero, has_table}, {3, "0003-more", more, {}, {}, {}}}};
  Schema third{
      .sqlite = meta_table, .postgres = {}, .checksum = "third", .tables = {}, .indexes = {}, .migrations = steps};
};

TEST_F(SqliteMigration, MarksTheFileAndWritesItsVersion) {
  EXPECT_EQ(meta("schema_version"), "1");
  EXPECT_EQ(meta("schema_checksum"), "first");
  EXPECT_EQ(must(connect()->ask_integer("pragma application_id", "test")), application_id);
}

TEST_F(SqliteMigration, DoesNothingASecondTime) {
  must(migrate_sqlite(*connect(), first, false));
  must(migrate_sqlite(*connect(Access::read), first, true));
  EXPECT_EQ(meta("schema_version"), "1");
}

TEST_F(SqliteMigration, TakesEveryStepThatIsMissing) {
  must(migrate_sqlite(*connect(), third, false));
  EXPECT_EQ(meta("schema_version"), "3");
  EXPECT_EQ(meta("schema_checksum"), "third");
  EXPECT_EQ(must(connect()->ask_integer("select sum(a) from boxes", "test")), 3);
  must(migrate_sqlite(*connect(), third, false));
  EXPECT_EQ(must(connect()->ask_integer("select sum(a) from boxes", "test")), 3);
}

TEST_F(SqliteMigration, AFindingBeforehandLeavesTheRecordAsItWas) {
  run_aside(options.file, "insert into record_meta values ('colour', 'zero')");
  const auto done = migrate_sqlite(*connect(), third, false);
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find("key = colour"), std::string::npos) << done.error().message;
  EXPECT_EQ(meta("schema_version"), "1");
}

TEST_F(SqliteMigration, AFindingAfterwardsTakesTheStepBack) {
  steps[0].sqlite = other;
  const auto done = migrate_sqlite(*connect(), third, false);
  ASSERT_FALSE(done);
  EXPECT_EQ(meta("schema_version"), "1");
  EXPECT_EQ(must(connect()->ask_integer("select count(*) from sqlite_schema where name = 'other'", "test")), 0);
}

TEST_F(SqliteMigration, AStepThatFailsKeepsTheStepsBeforeIt) {
  steps[1].sqlite = nowhere;
  EXPECT_FALSE(migrate_sqlite(*connect(), third, false));
  EXPECT_EQ(meta("schema_version"), "2");
  EXPECT_EQ(must(connect()->ask_integer("select count(*) from boxes", "test")), 0);
  steps[1].sqlite = more;
  must(migrate_sqlite(*connect(), third, false));
  EXPECT_EQ(meta("schema_version"), "3");
}

TEST_F(SqliteMigration, RefusesWhatANewerBinaryMade) {
  must(migrate_sqlite(*connect(), third, false));
  const auto done = migrate_sqlite(*connect(), first, false);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::unavailable);
  EXPECT_NE(done.error().message.find("newer ganbo (schema 3; this one knows 1)"), std::string::npos)
      << done.error().message;
}

TEST_F(SqliteMigration, RefusesTheSameVersionWithOtherTables) {
  first.checksum = "later";
  const auto done = migrate_sqlite(*connect(), first, false);
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find("Name a new data directory"), std::string::npos) << done.error().message;
}

TEST_F(SqliteMigration, ReadingOnlyDoesNotMigrate) {
  const auto done = migrate_sqlite(*connect(Access::read), third, true);
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find("older schema"), std::string::npos);
  EXPECT_EQ(meta("schema_version"), "1");
}

}  // namespace
}  // namespace ganbo::store::testing
