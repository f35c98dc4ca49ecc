#include "platform/http/trusted_proxies.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "platform/http/certificate.hpp"
#include "platform/http/testing/tls_client.hpp"

namespace ganbo::http {
namespace {

using namespace testing;

TrustedProxies proxies(const std::vector<std::string>& networks) {
  auto parsed = TrustedProxies::parse(networks);
  EXPECT_TRUE(parsed.ok()) << parsed.error().message;
  return std::move(parsed).value();
}

TEST(TrustedProxies, AreAddressesAndNetworksOfBothKinds) {
  const TrustedProxies trusted =
      proxies({"10.0.0.0/8", "192.0.2.7", "198.51.100.128/25", "2001:db8::/33", "::1", "fd00::/8"});
  for (const char* address : {"10.0.0.0", "10.255.255.255", "192.0.2.7", "198.51.100.128", "198.51.100.255",
                              "2001:db8::9", "2001:db8:7fff::", "::1", "fdff::1", "::ffff:10.1.2.3"})
    EXPECT_TRUE(trusted.trusts(address)) << address;
  for (const char* address :
       {"11.0.0.0", "9.255.255.255", "192.0.2.8", "198.51.100.127", "2001:db8:8000::", "2001:db9::", "::2", "fc00::1",
        "::ffff:11.1.2.3", "::10.1.2.3", "unix", "", "10.0.0", "10.0.0.1 "})
    EXPECT_FALSE(trusted.trusts(address)) << address;
  EXPECT_FALSE(proxies({}).trusts("127.0.0.1"));
  EXPECT_TRUE(proxies({"::ffff:10.0.0.0/104"}).trusts("10.9.9.9"));
  EXPECT_TRUE(proxies({"0.0.0.0/0"}).trusts("203.0.113.9"));
  EXPECT_FALSE(proxies({"0.0.0.0/0"}).trusts("2001:db8::9"));
}

TEST(TrustedProxies, AMalformedOneIsRefusedWithTheRuleAndAWayOut) {
  struct Case {
    const char* text;
    const char* rule;
    const char* words;
  };
  for (const Case& each : std::vector<Case>{{"", "address", "10.0.0.0/8"},
                                            {"localhost", "address", "in numbers"},
                                            {"10.0.0", "address", "“10.0.0”"},
                                            {"10.0.0.256", "address", "address"},
                                            {"010.0.0.1", "address", "address"},
                                            {"/8", "address", "address"},
                                            {"[::1]", "address", "address"},
                                            {"fe80::1%eth0", "address", "address"},
                                            {"10.0.0.0/", "length", "0 to 32"},
                                            {"10.0.0.0/33", "length", "0 to 32"},
                                            {"10.0.0.0/-1", "length", "0 to 32"},
                                            {"10.0.0.0/8/8", "length", "0 to 32"},
                                            {"10.0.0.0/255.0.0.0", "length", "0 to 32"},
                                            {"2001:db8::/129", "length", "0 to 128"},
                                            {"10.0.0.1/8", "network", "10.0.0.0/8 for the whole network, or 10.0.0.1"},
                                            {"2001:db8::7/32", "network", "2001:db8::/32"}}) {
    const auto parsed = TrustedProxies::parse({"192.0.2.1", each.text});
    ASSERT_FALSE(parsed.ok()) << each.text;
    EXPECT_EQ(parsed.error().code, ErrorCode::invalid) << each.text;
    EXPECT_EQ(parsed.error().field, "--trusted-proxy") << each.text;
    EXPECT_EQ(parsed.error().rule, each.rule) << each.text;
    EXPECT_NE(parsed.error().message.find(each.words), std::string::npos) << parsed.error().message;
  }
}

// Headers one a line.
TrustedProxies::Headers headers(const std::string& text) {
  TrustedProxies::Headers all;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t colon = line.find(": ");
    all.emplace_back(lower_case(line.substr(0, colon)), line.substr(colon + 2));
  }
  return all;
}

TEST(TrustedProxies, TheAddressIsTheRightmostThatIsNoTrustedProxy) {
  const TrustedProxies trusted = proxies({"10.0.0.0/8", "2001:db8:ffff::/48"});
  struct Case {
    const char* text;
    const char* address;  // "": none
  };
  for (const Case& each : std::vector<Case>{
           {"X-Forwarded-For: 192.0.2.7", "192.0.2.7"},
           {"X-Forwarded-For: 203.0.113.1, 192.0.2.7", "192.0.2.7"},
           {"X-Forwarded-For: 203.0.113.1,192.0.2.7 ,\t10.0.0.2", "192.0.2.7"},
           {"X-Forwarded-For: 203.0.113.1\nX-Forwarded-For: 192.0.2.7, 10.0.0.2\nX-Forwarded-For: 10.0.0.3",
            "192.0.2.7"},
           {"X-Forwarded-For: junk, 192.0.2.7", "192.0.2.7"},
           {"X-Forwarded-For: 192.0.2.7:4711", "192.0.2.7"},
           {"X-Forwarded-For: 2001:DB8:0::7", "2001:db8::7"},
           {"X-Forwarded-For: [2001:db8::7]", "2001:db8::7"},
           {"X-Forwarded-For: [2001:db8::7]:4711, 2001:db8:ffff::1", "2001:db8::7"},
           {"X-Forwarded-For: ::ffff:192.0.2.7", "192.0.2.7"},
           {"X-Forwarded-For: 192.0.2.7, ::ffff:10.0.0.2", "192.0.2.7"},
           {"X-Forwarded-For: 10.0.0.9, 10.0.0.2", "10.0.0.9"},
           {"X-Forwarded-For: ", ""},
           {"X-Forwarded-For: ,", ""},
           {"X-Forwarded-For: 192.0.2.7,", ""},
           {"X-Forwarded-For: 192.0.2.7, unknown", ""},
           {"X-Forwarded-For: unknown, 10.0.0.2", ""},
           {"X-Forwarded-For: 192.0.2.7:", ""},
           {"X-Forwarded-For: 192.0.2.7:65536", ""},
           {"X-Forwarded-For: 192.0.2.7:port", ""},
           {"X-Forwarded-For: [192.0.2.7]", ""},
           {"X-Forwarded-For: [2001:db8::7", ""},
           {"X-Forwarded-For: [2001:db8::7]4711", ""},
           {"X-Forwarded-For: 192.0.2", ""},
           {"X-Forwarded-For: 192.0.2.7 192.0.2.8", ""},
           {"X-Forwarded-For: 11111111111111111111111111111111111111111111111111.0.2.7", ""},
           {"Forwarded: for=192.0.2.7;proto=https\nX-Real-IP: 192.0.2.7", ""},
       })
    EXPECT_EQ(trusted.forwarded(headers(each.text)).address.value_or(""), each.address) << each.text;
  const std::string zero("192.0.2.7\0", 10);
  EXPECT_FALSE(trusted.forwarded({{"x-forwarded-for", zero}}).address);
}

TEST(TrustedProxies, OfSchemeAndHostTheLastCountsAndWhatCannotBeReadIsAbsent) {
  const TrustedProxies trusted = proxies({"10.0.0.0/8"});
  const auto https = [&](const std::string& text) { return trusted.forwarded(headers(text)).https; };
  const auto host = [&](const std::string& text) { return trusted.forwarded(headers(text)).host.value_or(""); };
  EXPECT_EQ(https("X-Forwarded-Proto: https"), true);
  EXPECT_EQ(https("X-Forwarded-Proto: HTTPS"), true);
  EXPECT_EQ(https("X-Forwarded-Proto: http"), false);
  EXPECT_EQ(https("X-Forwarded-Proto: https, http"), false);
  EXPECT_EQ(https("X-Forwarded-Proto: http\nX-Forwarded-Proto: https"), true);
  for (const char* text : {"X-Forwarded-Proto: ", "X-Forwarded-Proto: wss", "X-Forwarded-Proto: https,",
                           "X-Forwarded-Proto: https http", "Forwarded: proto=https"})
    EXPECT_EQ(https(text), std::nullopt) << text;
  EXPECT_EQ(host("X-Forwarded-Host: crm.example"), "crm.example");
  EXPECT_EQ(host("X-Forwarded-Host: evil.example, crm.example:8443"), "crm.example:8443");
  EXPECT_EQ(host("X-Forwarded-Host: [2001:db8::7]:8443"), "[2001:db8::7]:8443");
  for (const std::string& text : {std::string("X-Forwarded-Host: "), std::string("X-Forwarded-Host: crm.example/path"),
                                  std::string("X-Forwarded-Host: a b"), std::string("X-Forwarded-Host: gắnbó.example"),
                                  "X-Forwarded-Host: " + std::string(256, 'a')})
    EXPECT_EQ(host(text), "") << text;
}

TEST(TrustedProxies, AWholeDomainIsANameWithoutPort) {
  for (const char* host : {"crm.example", "CRM.example.", "crm", "7.example", "xn--gn-l3a.example"})
    EXPECT_TRUE(is_whole_domain(host)) << host;
  for (const char* host : {"", ".", "crm.example:8443", "127.0.0.1", "192.0.2.7", "[::1]", "[2001:db8::7]", "localhost",
                           "LocalHost.", "shop.localhost", "2130706433", "a b"})
    EXPECT_FALSE(is_whole_domain(host)) << host;
}

class BehindAProxy : public ServerTest {
 protected:
  std::string address_of(Client& client, const std::string& text) {
    return client.ask(request("GET /v1/remote-address", text)).body;
  }
};

TEST_F(BehindAProxy, OnlyATrustedPeerSaysWhoAsks) {
  start();
  Client untrusted(server_->port());
  EXPECT_EQ(address_of(untrusted, "X-Forwarded-For: 192.0.2.7\r\n"), "127.0.0.1");
  server_->stop(milliseconds(0));

  ServerOptions options;
  options.trusted_proxies = proxies({"127.0.0.1"});
  options.unix_socket = ::testing::TempDir() + "ganbo-proxy-" + std::to_string(::getpid());
  start(options);
  Client trusted(server_->port());
  EXPECT_EQ(address_of(trusted, "X-Forwarded-For: 192.0.2.7\r\n"), "192.0.2.7");
  EXPECT_EQ(address_of(trusted, "X-Forwarded-For: 192.0.2.8, 127.0.0.1\r\nX-Forwarded-For: 127.0.0.1\r\n"),
            "192.0.2.8");
  EXPECT_EQ(address_of(trusted, ""), "127.0.0.1") << "each request for itself";
  EXPECT_EQ(address_of(trusted, "X-Forwarded-For: , ,\r\n"), "127.0.0.1");
  server_->stop(milliseconds(0));

  options.trusted_proxies = proxies({"192.0.2.0/24"});
  start(options);
  Client another(server_->port());
  EXPECT_EQ(address_of(another, "X-Forwarded-For: 192.0.2.7\r\n"), "127.0.0.1");
}

TEST_F(BehindAProxy, AnIpv4PeerOfAnIpv6SocketIsKnownByItsAddress) {
  ServerOptions options;
  options.address = "::";
  options.trusted_proxies = proxies({"127.0.0.0/8"});
  start(options);
  Client client(server_->port());
  EXPECT_EQ(address_of(client, ""), "127.0.0.1");
  EXPECT_EQ(address_of(client, "X-Forwarded-For: 192.0.2.7\r\n"), "192.0.2.7");
}

// What a browser is told depends on how it came, which the operator, our own TLS or a trusted proxy knows.
TEST_F(BehindAProxy, SecureAndStrictTransportFollowTheBrowsersSide) {
  struct Case {
    bool tls;
    const char* public_host;
    bool trusted;
    const char* text;  // headers, lines apart
    const char* host;
    bool secure;
    bool strict;
  };
  const std::vector<Case> cases{
      // Directly.
      {false, "", false, "", "crm.example", false, false},
      {false, "", false, "X-Forwarded-Proto: https\r\n", "crm.example", false, false},
      {true, "", false, "", "crm.example", true, true},
      {true, "", false, "X-Forwarded-Proto: http\r\n", "crm.example", true, true},
      {true, "", false, "", "crm.example:8443", true, false},
      {true, "", false, "", "localhost", true, false},
      {true, "", false, "", "127.0.0.1", true, false},
      {true, "", false, "", "[::1]", true, false},
      // As the operator says.
      {false, "crm.example", false, "", "crm.example", true, true},
      {false, "crm.example", false, "", "127.0.0.1", true, false},
      {false, "crm.example", false, "", "other.example", true, false},
      {false, "crm.example:8443", false, "", "crm.example:8443", true, false},
      {false, "crm.example", true, "X-Forwarded-Proto: http\r\n", "crm.example", true, true},
      {true, "crm.example", false, "", "crm.example", true, true},
      // As a trusted proxy says.
      {false, "", true, "X-Forwarded-Proto: https\r\n", "crm.example", true, true},
      {false, "", true, "X-Forwarded-Proto: http\r\n", "crm.example", false, false},
      {false, "", true, "X-Forwarded-Proto: junk\r\n", "crm.example", false, false},
      {false, "", true, "", "crm.example", false, false},
      {true, "", true, "X-Forwarded-Proto: http\r\n", "crm.example", false, false},
      {true, "", true, "X-Forwarded-Proto: junk\r\n", "crm.example", true, true},
      {false, "", true, "X-Forwarded-Proto: https\r\nX-Forwarded-Host: localhost\r\n", "crm.example", true, false},
      {false, "", true, "X-Forwarded-Proto: https\r\nX-Forwarded-Host: crm.example\r\n", "10.0.0.9:8080", true, true},
  };
  const Issued shown = issue();
  CertificateFolder folder;
  folder.put(shown);
  for (const Case& each : cases) {
    ServerOptions options;
    options.address = "0.0.0.0";
    options.public_host = each.public_host;
    if (each.trusted) options.trusted_proxies = proxies({"127.0.0.1"});
    if (each.tls) options.certificate = *Certificate::open({folder.certificate(), folder.key()});
    start(options);
    const auto client =
        each.tls ? std::make_unique<TlsClient>(server_->port(), shown) : std::make_unique<Client>(server_->port());
    const auto got =
        client->ask(std::string("GET /v1/smuggle HTTP/1.1\r\nHost: ") + each.host + "\r\n" + each.text + "\r\n");
    const std::string which = std::string(each.tls ? "TLS " : "plain ") + each.public_host +
                              (each.trusted ? " trusted " : " ") + each.host + "\n" + each.text;
    EXPECT_EQ(got.status, 200) << which;
    EXPECT_EQ(got.header("Set-Cookie"), std::string("ganbo_session=1; HttpOnly") + (each.secure ? "; Secure" : ""))
        << which;
    EXPECT_EQ(got.header("Strict-Transport-Security"), each.strict ? "max-age=15552000" : "") << which;
  }
}

TEST_F(BehindAProxy, OnALoopbackAddressBothHostsMustBeOurs) {
  ServerOptions options;
  options.public_host = "crm.example";
  options.trusted_proxies = proxies({"127.0.0.1"});
  start(options);
  Client client(server_->port());
  const auto status = [&](const std::string& host, const std::string& forwarded) {
    return client
        .ask("GET /v1/hello HTTP/1.1\r\nHost: " + host + "\r\n" +
             (forwarded.empty() ? "" : "X-Forwarded-Host: " + forwarded + "\r\n") + "\r\n")
        .status;
  };
  EXPECT_EQ(status("127.0.0.1:8080", "crm.example"), 200);
  EXPECT_EQ(status("crm.example", "crm.example"), 200);
  EXPECT_EQ(status("crm.example", ""), 200);
  EXPECT_EQ(status("127.0.0.1:8080", "evil.example"), 421);
  EXPECT_EQ(status("127.0.0.1:8080", "crm.example, evil.example"), 421);
  EXPECT_EQ(status("evil.example", "crm.example"), 421) << "a page that re-bound its name wrote this";
  EXPECT_EQ(status("127.0.0.1:8080", "not/a/host"), 200) << "as if absent";
}

}  // namespace
}  // namespace ganbo::http
