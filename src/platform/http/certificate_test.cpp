#include "platform/http/certificate.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <functional>
#include <sstream>
#include <thread>

#include "platform/http/testing/certificates.hpp"

namespace ganbo::http {
namespace {

using namespace testing;

class CertificateTest : public ::testing::Test {
 protected:
  CertificateTest() { spdlog::default_logger()->sinks().push_back(sink_); }
  ~CertificateTest() override { spdlog::default_logger()->sinks().pop_back(); }

  CertificateFiles files() const { return {folder_.certificate(), folder_.key()}; }
  std::shared_ptr<Certificate> open() const {
    auto opened = Certificate::open(files());
    EXPECT_TRUE(opened.ok()) << opened.error().message;
    return opened.ok() ? *opened : nullptr;
  }
  static long serial_shown(const Certificate& certificate) {
    SSL* session = certificate.new_session();
    const long serial = ASN1_INTEGER_get(X509_get0_serialNumber(SSL_get_certificate(session)));
    SSL_free(session);
    return serial;
  }
  // What was logged since the last call.
  std::string said() {
    spdlog::default_logger()->flush();
    const std::string text = log_.str();
    log_.str({});
    return text;
  }

  CertificateFolder folder_;
  std::ostringstream log_;
  std::shared_ptr<spdlog::sinks::ostream_sink_mt> sink_ = std::make_shared<spdlog::sinks::ostream_sink_mt>(log_, true);
};

TEST_F(CertificateTest, FilesThatDoNotMakeACertificateAreRefusedWithFlagRuleAndAWayOut) {
  const Issued good = issue();
  const Issued other = issue();
  MadeKey short_key(EVP_RSA_gen(1024));
  const Issued weak = issue({}, nullptr, std::move(short_key));
  const std::string cut = good.certificate_pem().substr(0, 200) + "\n-----END CERTIFICATE-----\n";
  struct Case {
    const char* what;
    std::function<void()> arrange;
    const char* field;
    const char* rule;
    const char* words;
  };
  const std::vector<Case> cases{
      {"no certificate's file", [&] { std::filesystem::remove(folder_.certificate()); }, "--tls-cert", "exists",
       "name"},
      {"no key's file", [&] { std::filesystem::remove(folder_.key()); }, "--tls-key", "exists", "name"},
      {"nothing in it", [&] { folder_.put("fullchain.pem", ""); }, "--tls-cert", "pem", "BEGIN CERTIFICATE"},
      {"the two swapped", [&] { folder_.put("fullchain.pem", good.key_pem()); }, "--tls-cert", "pem", "--tls-key"},
      {"no PEM", [&] { folder_.put("fullchain.pem", "\x30\x82\x01\x01 der"); }, "--tls-cert", "pem", "fullchain.pem"},
      {"a broken one", [&] { folder_.put("fullchain.pem", cut); }, "--tls-cert", "pem", "PEM form"},
      {"a broken one behind it", [&] { folder_.put("fullchain.pem", good.certificate_pem() + cut); }, "--tls-cert",
       "pem", "after the first"},
      {"too large", [&] { folder_.put("fullchain.pem", std::string(1'048'577, '\n')); }, "--tls-cert", "limit", "1 MB"},
      {"a certificate as key", [&] { folder_.put("privkey.pem", good.certificate_pem()); }, "--tls-key", "pem",
       "privkey.pem"},
      {"encrypted", [&] { folder_.put("privkey.pem", good.key_pem("secret")); }, "--tls-key", "unencrypted",
       "openssl pkey"},
      {"of another", [&] { folder_.put("privkey.pem", other.key_pem()); }, "--tls-key", "pair", "belong"},
      {"its authority's first", [&] { folder_.put("fullchain.pem", other.certificate_pem() + good.certificate_pem()); },
       "--tls-key", "pair", "first"},
      {"weak", [&] { folder_.put(weak); }, "--tls-cert", "strength", "2048"},
  };
  for (const Case& each : cases) {
    folder_.put(good);
    each.arrange();
    const auto opened = Certificate::open(files());
    ASSERT_FALSE(opened.ok()) << each.what;
    EXPECT_EQ(opened.error().code, ErrorCode::invalid) << each.what;
    EXPECT_EQ(opened.error().field, each.field) << each.what;
    EXPECT_EQ(opened.error().rule, each.rule) << each.what << ": " << opened.error().message;
    EXPECT_NE(opened.error().message.find(each.words), std::string::npos)
        << each.what << ": " << opened.error().message;
  }
  EXPECT_EQ(said(), "");
}

TEST_F(CertificateTest, AFolderIsNoFileAndWhatCannotBeReadIsNoWrongUse) {
  folder_.put(issue());
  const auto folder = Certificate::open({folder_.path(""), folder_.key()});
  ASSERT_FALSE(folder.ok());
  EXPECT_EQ(folder.error().rule, "file");
  std::filesystem::create_symlink("circle.pem", folder_.path("circle.pem"));
  const auto unreadable = Certificate::open({folder_.certificate(), folder_.path("circle.pem")});
  ASSERT_FALSE(unreadable.ok());
  EXPECT_EQ(unreadable.error().code, ErrorCode::unavailable);
  EXPECT_EQ(unreadable.error().field, "--tls-key");
  EXPECT_EQ(unreadable.error().rule, "readable");
}

TEST_F(CertificateTest, OneWithoutTheOtherIsRefused) {
  folder_.put(issue());
  const auto without_key = Certificate::open({folder_.certificate(), ""});
  ASSERT_FALSE(without_key.ok());
  EXPECT_EQ(without_key.error().field, "--tls-key");
  EXPECT_EQ(without_key.error().rule, "together");
  const auto without_certificate = Certificate::open({"", folder_.key()});
  ASSERT_FALSE(without_certificate.ok());
  EXPECT_EQ(without_certificate.error().field, "--tls-cert");
}

TEST_F(CertificateTest, BothMayStandInOneFile) {
  const Issued good = issue();
  folder_.put("fullchain.pem", good.key_pem() + good.certificate_pem());
  EXPECT_TRUE(Certificate::open({folder_.certificate(), folder_.certificate()}).ok());
}

TEST_F(CertificateTest, OneOutOfItsTimeIsTakenWithAWarning) {
  folder_.put(issue({.valid_from_s = -7200, .valid_until_s = -3600}));
  ASSERT_NE(open(), nullptr);
  EXPECT_NE(said().find("expired on "), std::string::npos);
  folder_.put(issue({.valid_from_s = 3600, .valid_until_s = 7200}));
  ASSERT_NE(open(), nullptr);
  EXPECT_NE(said().find("is valid from "), std::string::npos);
  folder_.put(issue());
  ASSERT_NE(open(), nullptr);
  EXPECT_EQ(said(), "");
}

TEST_F(CertificateTest, OneThatExpiresWhileItServesIsToldOnceADay) {
  folder_.put(issue({.valid_until_s = 2}));
  const auto certificate = open();
  certificate->look_again();
  EXPECT_EQ(said(), "");
  std::this_thread::sleep_for(std::chrono::milliseconds(3100));
  const auto now = std::chrono::steady_clock::now();
  for (int days = 0; days < 3; ++days) {
    for (int hour = 0; hour < 3; ++hour) certificate->look_again(now + std::chrono::hours(25 * days + hour));
    const std::string told = said();
    EXPECT_NE(told.find("expired on "), std::string::npos) << days;
    EXPECT_EQ(told.find("expired on "), told.rfind("expired on ")) << told;
    EXPECT_EQ(told.find("not used"), std::string::npos) << told;
  }
}

TEST_F(CertificateTest, KeysOfSessionTicketsAreMadeAnewOnceADay) {
  folder_.put(issue());
  const auto certificate = open();
  const auto keys = [&] {
    std::array<unsigned char, 80> bytes{};
    SSL* session = certificate->new_session();
    EXPECT_EQ(SSL_CTX_get_tlsext_ticket_keys(SSL_get_SSL_CTX(session), bytes.data(), bytes.size()), 1);
    SSL_free(session);
    return bytes;
  };
  const auto now = std::chrono::steady_clock::now();
  const auto before = keys();
  certificate->look_again(now + std::chrono::hours(23));
  EXPECT_EQ(keys(), before);
  certificate->look_again(now + std::chrono::hours(25));
  EXPECT_NE(keys(), before);
  EXPECT_EQ(said(), "");
}

TEST_F(CertificateTest, ARenewedOneIsTakenOnceItsFilesHaveSettled) {
  const Issued before = issue();
  const Issued after = issue();
  folder_.put(before);
  const auto certificate = open();
  certificate->look_again();
  certificate->look_again();
  EXPECT_EQ(serial_shown(*certificate), before.serial());
  folder_.put(after);
  certificate->look_again();
  EXPECT_EQ(serial_shown(*certificate), before.serial()) << "it may still be being written";
  certificate->look_again();
  EXPECT_EQ(serial_shown(*certificate), after.serial());
  EXPECT_NE(said().find("was renewed"), std::string::npos);
  for (int look = 0; look < 3; ++look) certificate->look_again();
  EXPECT_EQ(said(), "");
}

TEST_F(CertificateTest, OneThatCannotBeUsedIsLoggedOnceAndTheOneOfBeforeStays) {
  const Issued before = issue();
  const Issued after = issue();
  const Issued expired = issue({.valid_from_s = -7200, .valid_until_s = -3600});
  folder_.put(before);
  const auto certificate = open();
  const std::vector<std::pair<std::function<void()>, const char*>> changes{
      {[&] { folder_.put("fullchain.pem", after.certificate_pem()); }, "does not belong"},
      {[&] { folder_.put("fullchain.pem", "half of i"); }, "no certificate"},
      {[&] { std::filesystem::remove(folder_.certificate()); }, "There is no file"},
      {[&] { folder_.put(expired); }, "expired on"},
  };
  for (const auto& [change, words] : changes) {
    change();
    for (int look = 0; look < 4; ++look) certificate->look_again();
    const std::string told = said();
    EXPECT_NE(told.find(words), std::string::npos) << told;
    EXPECT_EQ(told.find("not used"), told.rfind("not used")) << told;
    EXPECT_EQ(serial_shown(*certificate), before.serial()) << words;
  }
  certificate->look_again(std::chrono::steady_clock::now() + std::chrono::hours(25));
  EXPECT_NE(said().find("not used"), std::string::npos) << "once a day it is said again";
  folder_.put(after);
  certificate->look_again();
  certificate->look_again();
  EXPECT_EQ(serial_shown(*certificate), after.serial()) << "it recovers by itself";
}

TEST_F(CertificateTest, ALinkThatIsTurnedToOtherFilesIsARenewal) {
  const Issued before = issue();
  const Issued after = issue();
  folder_.put("1.pem", before.certificate_pem() + before.key_pem());
  folder_.put("2.pem", after.certificate_pem() + after.key_pem());
  std::filesystem::create_symlink("1.pem", folder_.path("live.pem"));
  auto opened = Certificate::open({folder_.path("live.pem"), folder_.path("live.pem")});
  ASSERT_TRUE(opened.ok());
  std::filesystem::create_symlink("2.pem", folder_.path("live.new"));
  std::filesystem::rename(folder_.path("live.new"), folder_.path("live.pem"));
  (*opened)->look_again();
  (*opened)->look_again();
  EXPECT_EQ(serial_shown(**opened), after.serial());
}

}  // namespace
}  // namespace ganbo::http
