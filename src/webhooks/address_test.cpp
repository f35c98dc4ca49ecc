#include "webhooks/address.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <cstring>

namespace ganbo::webhooks {
namespace {

struct Case {
  const char* address;
  Reach reach;
};

// The first, the last and the neighbours of each network that is not everyone's.
constexpr Case cases[] = {
    {"0.0.0.0", Reach::nowhere},
    {"0.255.255.255", Reach::nowhere},
    {"1.0.0.0", Reach::everyone},
    {"8.8.8.8", Reach::everyone},
    {"9.255.255.255", Reach::everyone},
    {"10.0.0.0", Reach::own_network},
    {"10.255.255.255", Reach::own_network},
    {"11.0.0.0", Reach::everyone},
    {"100.63.255.255", Reach::everyone},
    {"100.64.0.0", Reach::own_network},
    {"100.127.255.255", Reach::own_network},
    {"100.128.0.0", Reach::everyone},
    {"126.255.255.255", Reach::everyone},
    {"127.0.0.1", Reach::own_network},
    {"127.255.255.255", Reach::own_network},
    {"128.0.0.0", Reach::everyone},
    {"169.253.255.255", Reach::everyone},
    {"169.254.169.254", Reach::nowhere},
    {"169.255.0.0", Reach::everyone},
    {"172.15.255.255", Reach::everyone},
    {"172.16.0.0", Reach::own_network},
    {"172.31.255.255", Reach::own_network},
    {"172.32.0.0", Reach::everyone},
    {"192.0.0.170", Reach::nowhere},
    {"192.0.2.1", Reach::nowhere},
    {"192.88.99.1", Reach::nowhere},
    {"192.167.255.255", Reach::everyone},
    {"192.168.0.1", Reach::own_network},
    {"192.169.0.0", Reach::everyone},
    {"198.17.255.255", Reach::everyone},
    {"198.18.0.0", Reach::nowhere},
    {"198.19.255.255", Reach::nowhere},
    {"198.20.0.0", Reach::everyone},
    {"198.51.100.7", Reach::nowhere},
    {"203.0.113.7", Reach::nowhere},
    {"223.255.255.255", Reach::everyone},
    {"224.0.0.1", Reach::nowhere},
    {"255.255.255.255", Reach::nowhere},
    {"::", Reach::nowhere},
    {"::1", Reach::own_network},
    {"::2", Reach::nowhere},
    {"::127.0.0.1", Reach::nowhere},
    {"::ffff:127.0.0.1", Reach::own_network},
    {"::ffff:169.254.169.254", Reach::nowhere},
    {"::ffff:8.8.8.8", Reach::everyone},
    {"64:ff9b::10.1.2.3", Reach::own_network},
    {"64:ff9b::8.8.8.8", Reach::everyone},
    {"64:ff9b:1::1", Reach::nowhere},
    {"100::1", Reach::nowhere},
    {"2001::1", Reach::nowhere},
    {"2001:1ff:ffff::1", Reach::nowhere},
    {"2001:db8::1", Reach::nowhere},
    {"2001:4860:4860::8888", Reach::everyone},
    {"2002:7f00:1::", Reach::own_network},
    {"2002:a9fe:a9fe::", Reach::nowhere},
    {"2002:808:808::", Reach::everyone},
    {"2606:4700::1111", Reach::everyone},
    {"3fff::1", Reach::nowhere},
    {"4000::1", Reach::nowhere},
    {"5f00::1", Reach::nowhere},
    {"fbff::1", Reach::nowhere},
    {"fc00::1", Reach::own_network},
    {"fdff::1", Reach::own_network},
    {"fe80::1", Reach::nowhere},
    {"febf::1", Reach::nowhere},
    {"fec0::1", Reach::nowhere},
    {"ff02::1", Reach::nowhere},
    {"localhost", Reach::nowhere},
    {"", Reach::nowhere},
};

TEST(WebhookAddress, is_everyones_ones_own_or_nobodys) {
  for (const auto& one : cases) EXPECT_EQ(reach_of(std::string(one.address)), one.reach) << one.address;
}

TEST(WebhookAddress, is_the_same_as_the_socket_has_it) {
  for (const auto& one : cases) {
    sockaddr_storage storage{};
    auto& four = reinterpret_cast<sockaddr_in&>(storage);
    auto& six = reinterpret_cast<sockaddr_in6&>(storage);
    if (inet_pton(AF_INET, one.address, &four.sin_addr) == 1)
      four.sin_family = AF_INET;
    else if (inet_pton(AF_INET6, one.address, &six.sin6_addr) == 1)
      six.sin6_family = AF_INET6;
    else
      continue;
    EXPECT_EQ(reach_of(reinterpret_cast<const sockaddr&>(storage)), one.reach) << one.address;
  }
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  EXPECT_EQ(reach_of(reinterpret_cast<const sockaddr&>(local)), Reach::nowhere);
}

TEST(WebhookAddress, is_refused_by_reach_setting_and_tls) {
  struct Rule {
    Reach reach;
    bool own_network_allowed;
    bool plain;
    bool allowed;
  };
  constexpr Rule rules[] = {
      {Reach::everyone, false, false, true},     {Reach::everyone, true, false, true},
      {Reach::everyone, false, true, false},     {Reach::everyone, true, true, false},
      {Reach::own_network, false, false, false}, {Reach::own_network, false, true, false},
      {Reach::own_network, true, false, true},   {Reach::own_network, true, true, true},
      {Reach::nowhere, true, false, false},      {Reach::nowhere, false, true, false},
  };
  for (const auto& rule : rules)
    EXPECT_EQ(refusal(rule.reach, rule.own_network_allowed, rule.plain).empty(), rule.allowed)
        << static_cast<int>(rule.reach) << rule.own_network_allowed << rule.plain;
}

}  // namespace
}  // namespace ganbo::webhooks
