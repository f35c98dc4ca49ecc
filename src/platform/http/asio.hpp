// Asio and Beast as the server speaks them. What includes this is included by server.cpp only, the one file that
// compiles them.
#pragma once

// clang-format off: Asio 1.74 forgets <utility>, so it comes first
#include <utility>

#if defined(__clang__)
// Boost 1.74 looks for the experimental coroutines that clang had once; clang has the standard's since.
#define BOOST_ASIO_HAS_CO_AWAIT 1
#define BOOST_ASIO_HAS_STD_COROUTINE 1
#endif
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
// clang-format on

#include <chrono>

namespace ganbo::http {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;

using Executor = net::io_context::executor_type;
using UseAwaitable = net::use_awaitable_t<Executor>;
template <class T>
using Awaitable = net::awaitable<T, Executor>;
using Protocol = net::generic::stream_protocol;
using Socket = net::basic_stream_socket<Protocol, Executor>;
using Acceptor = net::basic_socket_acceptor<Protocol, Executor>;
using Timer =
    net::basic_waitable_timer<std::chrono::steady_clock, net::wait_traits<std::chrono::steady_clock>, Executor>;
using Parser = wire::request_parser<wire::string_body>;
using ErrorOfNet = boost::system::error_code;

}  // namespace ganbo::http
