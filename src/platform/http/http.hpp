// The HTTP server as the rest of the tree sees it: requests, responses, routes, who is asking. Beast stays inside
// server.cpp.
//
// Handlers run on the worker threads of the server; they may block for a few milliseconds on the record, never on the
// network. A handler that must wait for the writer returns through `Reply`, later, from any thread. The Request is the
// handler's until it returns; what a later answer needs is moved out of it. A handler that drops its Reply unanswered,
// or throws, has answered 500.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/base/ids.hpp"
#include "platform/base/result.hpp"
#include "platform/http/trusted_proxies.hpp"

namespace ganbo::http {

enum class Method { get, post, put, patch, del, options, head };

// What a key or a session may do. A session's role is mapped to scopes by the team concept.
enum class Scope : unsigned { none = 0, events = 1, browser = 2, read = 4, write = 8, admin = 16, door = 32 };
constexpr unsigned operator|(Scope a, Scope b) { return static_cast<unsigned>(a) | static_cast<unsigned>(b); }

// Who is asking, as Accounts knows them.
struct Caller {
  unsigned scopes = 0;      // bits of Scope
  unsigned rights = 0;      // what is shown to them beyond that: bits of team::Right
  SourceId source;          // the source a key belongs to; command names are scoped by it
  UserId user;              // set for sessions
  std::string name;         // for the audit trail
  std::string key_id;       // likewise, of a key
  bool by_session = false;  // through the cookie: changing requests need the CSRF token
  std::string csrf_token;
  std::vector<std::string> allowed_origins;  // of a browser key; "*" for any
  bool may(Scope scope) const {
    return (scopes & static_cast<unsigned>(scope)) != 0 || (scopes & static_cast<unsigned>(Scope::admin)) != 0;
  }
};

struct Request {
  Method method = Method::get;
  std::string target;                                        // as sent
  std::string path;                                          // decoded, without query
  std::vector<std::pair<std::string, std::string>> query;    // decoded
  std::vector<std::pair<std::string, std::string>> headers;  // names lower-case
  std::string body;                   // inflated when it came gzipped (limits apply to the inflated size)
  std::vector<std::string> captures;  // of `{}` in the route's pattern, decoded
  std::string remote_address;         // of the browser or program; behind a trusted proxy as that one says
  bool from_this_machine = false;     // over the Unix socket, or asked by a verb in this process: has file access
  Caller caller;
  std::string nonce;  // for the page's Content-Security-Policy

  std::string_view header(std::string_view lower_case_name) const;     // empty when absent
  std::optional<std::string_view> param(std::string_view name) const;  // first value
};

// Server-sent events (WHATWG HTML, 9.2) for one listener: an answer without an end. The server asks for them a few
// times a second for as long as the client listens and may still read the route, and says `event: alive` when nothing
// else was said for a while, so that both ends know that the other is there.
class EventStream {
 public:
  virtual ~EventStream() = default;
  // Whether take() has something. Any thread, at any time; costs next to nothing.
  virtual bool ready() const = 0;
  // The events since the last call, as they travel: "event: …\ndata: …\n\n" each. One thread at a time; quick. A client
  // that reads slowly is asked for less often, so what waits here must not grow with it.
  virtual std::string take() = 0;
};

class FileBody;  // file_body.hpp

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::shared_ptr<const std::string> shared_body;  // instead of body, for embedded files
  std::vector<std::pair<std::string, std::string>> headers;
  std::shared_ptr<EventStream> events = {};   // instead of a body: text/event-stream
  std::shared_ptr<const FileBody> file = {};  // instead of a body
};

// Answers once. Copyable, callable from any thread, also after the handler has returned; the connection may have gone,
// which is fine.
using Reply = std::function<void(Response)>;

Response json(int status, std::string body);
// RFC 9457: {type,title,status,detail,code,field?,rule?}. Overloaded and unavailable carry Retry-After.
Response problem(const Error& error);

enum class Auth {
  none,      // public
  bearer,    // Authorization: Bearer KEY, or the session cookie (with X-CSRF-Token on changing requests)
  write_key  // Segment: Basic with the key as user, or `writeKey` in the body (the handler checks the latter itself)
};

struct Route {
  Method method;
  std::string pattern;  // "/v1/parties/{}/timeline"
  Auth auth = Auth::bearer;
  Scope needs =
      Scope::read;  // ignored for Auth::none; several bits mean any of them: Scope(Scope::events | Scope::browser)
  std::size_t body_bytes_max = 64 * 1024;  // over it is 413 before it is read whole
  std::function<void(Request&, Reply)> handle = {};
  // For OpenAPI 3.1: one operation object and its schemas as JSON text, given by the concept (built from what the code
  // accepts).
  std::string summary = {};
  std::string openapi_operation =
      {};  // JSON of the operation object without security; may be empty for undocumented routes
};

// A handler that answers at once.
std::function<void(Request&, Reply)> direct(std::function<Result<Response>(Request&)> handler);

// Implemented by team: finds who is asking. Thread-safe; called on worker threads; must be fast (cached).
class Accounts {
 public:
  virtual ~Accounts() = default;
  virtual Result<Caller> by_key(std::string_view key) = 0;         // unauthorized when wrong
  virtual Result<Caller> by_session(std::string_view cookie) = 0;  // unauthorized when unknown or expired
};

// Files embedded in the binary (generated from web/dist): path, content type, bytes as brotli, gzip and plain.
struct EmbeddedFile {
  std::string_view path;  // "/assets/index-abc.js"; "/index.html"
  std::string_view content_type;
  std::string_view plain;
  std::string_view gzip;     // may be empty
  std::string_view brotli;   // may be empty
  bool hashed_name = false;  // may be cached for ever
};

class Certificate;  // certificate.hpp

struct ServerOptions {
  std::string address = "127.0.0.1";
  int port = 8080;
  std::string unix_socket;  // also served here (mode 0600) when not empty: the caller is admin; a stale one is replaced
  int threads = 2;
  std::size_t connections_max = 4096;
  std::chrono::seconds read_timeout{30};
  std::chrono::seconds idle_timeout{75};
  // Streams of events at once, of all callers and of one session or key; over it 429.
  std::size_t streams_max = 1024;
  std::size_t streams_of_caller_max = 16;
  std::chrono::milliseconds stream_alive_interval{15'000};
  std::shared_ptr<Certificate> certificate;  // the TCP port speaks TLS with it; null: plain HTTP
  std::string public_host;  // of https://HOST where people reach it: let in on a loopback address, cookies are Secure
  TrustedProxies trusted_proxies;
};

class Server {
 public:
  virtual ~Server() = default;
  // Binds and answers; the actual port in `port()`. Fails with `unavailable` when the address is taken, saying so.
  virtual Result<void> start() = 0;
  virtual int port() const = 0;
  // Stops accepting, lets what runs finish for at most `grace`, closes.
  virtual void stop(std::chrono::milliseconds grace) = 0;
};

// Routes with captures match after exact ones. Unknown paths outside /v1 and /assets serve index.html (the page routes
// itself).
std::unique_ptr<Server> make_server(ServerOptions options, std::vector<Route> routes,
                                    const std::vector<EmbeddedFile>& files, Accounts& accounts);

// The OpenAPI 3.1 document of the routes (components given as JSON text of the `schemas` object's members).
std::string openapi_document(const std::vector<Route>& routes, std::string_view schemas_json, std::string_view version);

// One blocking request over the Unix socket of a running server; for the command line verbs. unavailable when nobody
// listens.
Result<Response> request_over_socket(const std::string& socket_path, Method method, std::string_view target,
                                     std::string_view body, std::chrono::milliseconds timeout);

}  // namespace ganbo::http
