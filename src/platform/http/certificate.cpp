#include "platform/http/certificate.hpp"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <optional>
#include <system_error>
#include <utility>

#include "platform/base/invariant.hpp"

namespace ganbo::http {
namespace {

using Instant = std::chrono::steady_clock::time_point;

constexpr std::size_t file_bytes_max = 1024 * 1024;
constexpr std::chrono::hours day{24};
constexpr const char* certificate_flag = "--tls-cert";
constexpr const char* key_flag = "--tls-key";

template <auto Free>
struct FreedBy {
  template <class T>
  void operator()(T* held) const {
    Free(held);
  }
};
using Bio = std::unique_ptr<BIO, FreedBy<BIO_free_all>>;
using X509Held = std::unique_ptr<X509, FreedBy<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>>;
using Context = std::shared_ptr<SSL_CTX>;

// The last thing OpenSSL found wrong on this thread, in its words.
std::string openssl_reason() {
  const unsigned long code = ERR_peek_last_error();
  const char* text = code == 0 ? nullptr : ERR_reason_error_string(code);
  ERR_clear_error();
  return text == nullptr ? "no reason given" : text;
}

// A file that renewing replaces: read whole, since what is checked must be what is used.
Result<std::string> read_file(const std::string& path, const char* flag) {
  const auto cannot = [&](int error_number) -> Error {
    if (error_number == ENOENT || error_number == ENOTDIR)
      return invalid(flag, "exists", "There is no file " + path + "; name the one that holds it, in PEM form.");
    return Error{ErrorCode::unavailable,
                 "Cannot read " + path + ": " + std::generic_category().message(error_number) +
                     ". Let the user that ganbo runs as read it.",
                 flag, "readable"};
  };
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return cannot(errno);
  struct stat found{};
  std::string text;
  Result<std::string> outcome =
      invalid(flag, "file", path + " is no ordinary file, and only those can be read again when they were renewed.");
  if (::fstat(descriptor, &found) == 0 && S_ISREG(found.st_mode)) {
    text.resize(file_bytes_max + 1);
    std::size_t filled = 0;
    ssize_t count = 1;
    while (count > 0 && filled < text.size()) {
      count = ::read(descriptor, text.data() + filled, text.size() - filled);
      if (count > 0) filled += static_cast<std::size_t>(count);
    }
    if (count < 0) {
      outcome = cannot(errno);
    } else if (filled > file_bytes_max) {
      outcome = invalid(flag, "limit", path + " is over 1 MB; name the PEM file of the certificate or the key.");
    } else {
      text.resize(filled);
      outcome = std::move(text);
    }
  }
  ::close(descriptor);
  return outcome;
}

// OpenSSL would ask on the terminal. `asked` is a bool.
int no_passphrase(char*, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

X509Held next_certificate(BIO* from) {
  bool asked = false;
  return X509Held(PEM_read_bio_X509(from, nullptr, no_passphrase, &asked));
}

bool ended_properly() {
  const unsigned long code = ERR_peek_last_error();
  const bool no_more = ERR_GET_LIB(code) == ERR_LIB_PEM && ERR_GET_REASON(code) == PEM_R_NO_START_LINE;
  if (no_more) ERR_clear_error();
  return no_more;
}

Error no_certificate(const std::string& path, const std::string& text) {
  if (text.find("PRIVATE KEY-----") != std::string::npos)
    return invalid(certificate_flag, "pem",
                   path +
                       " holds a private key and no certificate; give the key as --tls-key, and as --tls-cert the "
                       "certificate followed by those that lead to its authority.");
  return invalid(certificate_flag, "pem",
                 path +
                     " holds no certificate in PEM form, which begins with -----BEGIN CERTIFICATE-----; give the "
                     "server's own followed by those that lead to its authority, such as fullchain.pem.");
}

Error not_taken(const std::string& path) {
  return invalid(
      certificate_flag, "strength",
      "OpenSSL does not take the certificate in " + path + ": " + openssl_reason() +
          ". Have one issued with an EC key of 256 bits or an RSA key of 2048 at least, signed with SHA-256.");
}

// Gives the certificate and its chain to `context`; returns the server's own.
Result<X509Held> use_certificates(SSL_CTX* context, const std::string& path) {
  const std::string text = TRY(read_file(path, certificate_flag));
  const Bio source(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  ERR_clear_error();
  X509Held own = next_certificate(source.get());
  if (!own) {
    ERR_clear_error();
    return no_certificate(path, text);
  }
  if (SSL_CTX_use_certificate(context, own.get()) != 1) return not_taken(path);
  while (X509Held further = next_certificate(source.get())) {
    if (SSL_CTX_add1_chain_cert(context, further.get()) != 1) return not_taken(path);
  }
  if (!ended_properly())
    return invalid(certificate_flag, "pem",
                   "A certificate after the first in " + path + " is broken (" + openssl_reason() +
                       "); write the file again from what the authority gave.");
  return own;
}

Result<Key> read_key(const std::string& path) {
  std::string text = TRY(read_file(path, key_flag));
  ERR_clear_error();
  bool encrypted = false;
  Key key;
  {
    const Bio source(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    key.reset(PEM_read_bio_PrivateKey(source.get(), nullptr, no_passphrase, &encrypted));
  }
  OPENSSL_cleanse(text.data(), text.size());
  ERR_clear_error();
  if (encrypted)
    return invalid(
        key_flag, "unencrypted",
        "The key in " + path +
            " is encrypted, and a server that starts by itself has nobody to ask for the passphrase; decrypt "
            "it with `openssl pkey -in FILE -out PLAIN` and let only ganbo's user read the result.");
  if (!key)
    return invalid(key_flag, "pem",
                   path +
                       " holds no private key in PEM form, which begins with -----BEGIN PRIVATE KEY-----; give the "
                       "one that the certificate was asked for with, such as privkey.pem.");
  return key;
}

// The protocol that both sides speak after the handshake. Who asks for others only (h2) is told so.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_bytes, const unsigned char* offered,
                    unsigned offered_bytes, void*) {
  static constexpr std::array<unsigned char, 9> ours{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* selected = nullptr;
  if (SSL_select_next_proto(&selected, chosen_bytes, ours.data(), ours.size(), offered, offered_bytes) !=
      OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *chosen = selected;
  return SSL_TLSEXT_ERR_OK;
}

Context new_context() {
  Context context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  INVARIANT(context != nullptr, "OpenSSL made no context: {}", openssl_reason());
  SSL_CTX_set_options(context.get(),
                      SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  const bool set = SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) == 1 &&
                   SSL_CTX_set_cipher_list(context.get(), "ECDHE+AESGCM:ECDHE+CHACHA20") == 1;
  INVARIANT(set, "OpenSSL knows no TLS 1.2 or none of its suites: {}", openssl_reason());
  SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
  // Sessions are resumed by tickets, which the clients keep; nothing grows here.
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                      SSL_MODE_RELEASE_BUFFERS);  // an idle connection holds no 34 KB
  // Whoever sends records that carry no data does so at a turn of the event loop each, not on a thread of his own.
  SSL_CTX_clear_mode(context.get(), SSL_MODE_AUTO_RETRY);
  return context;
}

std::string day_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return "an unreadable day";
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M UTC", &parts);
  return text.data();
}

// Why it is no certificate for today; empty when it is one.
std::string out_of_time(const X509* certificate, const std::string& path) {
  const ASN1_TIME* from = X509_get0_notBefore(certificate);
  const ASN1_TIME* until = X509_get0_notAfter(certificate);
  if (X509_cmp_current_time(until) < 0)
    return "The certificate in " + path + " expired on " + day_of(until) + "; browsers and SDKs refuse it. Renew it.";
  if (X509_cmp_current_time(from) > 0)
    return "The certificate in " + path + " is valid from " + day_of(from) +
           " only; browsers and SDKs refuse it until then. Is the clock right?";
  return {};
}

struct Loaded {
  Context context;
  X509Held own;
};

Result<Loaded> load(const CertificateFiles& files) {
  Loaded loaded{new_context(), nullptr};
  loaded.own = TRY(use_certificates(loaded.context.get(), files.certificate));
  const Key key = TRY(read_key(files.key));
  if (X509_check_private_key(loaded.own.get(), key.get()) != 1) {
    ERR_clear_error();
    return invalid(key_flag, "pair",
                   "The key in " + files.key + " does not belong to the certificate in " + files.certificate +
                       "; give the two that were made together, and the server's own certificate first in its file.");
  }
  if (SSL_CTX_use_PrivateKey(loaded.context.get(), key.get()) != 1)
    return invalid(key_flag, "strength",
                   "OpenSSL does not take the key in " + files.key + ": " + openssl_reason() +
                       ". Have a certificate issued for an EC key of 256 bits or an RSA key of 2048 at least.");
  return loaded;
}

// By which a file that was written to, or replaced, is known.
struct SeenFile {
  dev_t device = 0;
  ino_t inode = 0;  // 0: there is none
  off_t bytes = 0;
  std::int64_t written_s = 0;
  std::int64_t written_ns = 0;
  std::int64_t changed_s = 0;
  std::int64_t changed_ns = 0;
  bool operator==(const SeenFile&) const = default;
};

SeenFile see(const std::string& path) {
  struct stat found{};
  if (::stat(path.c_str(), &found) != 0) return {};
  return {found.st_dev,          found.st_ino,         found.st_size,        found.st_mtim.tv_sec,
          found.st_mtim.tv_nsec, found.st_ctim.tv_sec, found.st_ctim.tv_nsec};
}

struct SeenFiles {
  SeenFile certificate;
  SeenFile key;
  bool operator==(const SeenFiles&) const = default;
};

SeenFiles see(const CertificateFiles& files) { return {see(files.certificate), see(files.key)}; }

}  // namespace

struct Certificate::Watch {
  X509Held own;
  SeenFiles judged;                  // what is used, or could not be
  std::optional<SeenFiles> settles;  // others were seen; they are judged when they still look like this
  Instant judged_at;
  std::optional<Instant> untimely_told;

  // Says in the log, once a day, that the certificate is out of its time.
  void tell_untimely(const std::string& path, Instant now) {
    if (untimely_told && now - *untimely_told < day) return;
    const std::string why = out_of_time(own.get(), path);
    if (why.empty()) return;
    spdlog::warn("tls: {}", why);
    untimely_told = now;
  }

  bool is_to_be_judged(const SeenFiles& seen, Instant now) {
    const bool settled = seen == judged ? now - judged_at >= day : seen == settles;
    settles = seen;
    return settled;
  }
};

Certificate::Certificate(CertificateFiles files, std::shared_ptr<ssl_ctx_st> context, std::unique_ptr<Watch> watch)
    : files_(std::move(files)), watch_(std::move(watch)), context_(std::move(context)) {}
Certificate::~Certificate() = default;

Result<std::shared_ptr<Certificate>> Certificate::open(CertificateFiles files) {
  if (files.certificate.empty() || files.key.empty())
    return invalid(files.certificate.empty() ? certificate_flag : key_flag, "together",
                   "--tls-cert and --tls-key go together: a certificate is of no use without its key. Give both, or "
                   "neither to serve without TLS.");
  auto watch = std::make_unique<Watch>();
  watch->judged = see(files);  // before they are read: what changes in between is found at the next look
  Loaded loaded = TRY(load(files));
  watch->own = std::move(loaded.own);
  watch->judged_at = std::chrono::steady_clock::now();
  watch->tell_untimely(files.certificate, watch->judged_at);
  return std::shared_ptr<Certificate>(new Certificate(std::move(files), std::move(loaded.context), std::move(watch)));
}

void Certificate::look_again(Instant now) {
  watch_->tell_untimely(files_.certificate, now);
  const SeenFiles seen = see(files_);
  if (!watch_->is_to_be_judged(seen, now)) return;
  watch_->judged = seen;
  watch_->judged_at = now;
  Result<Loaded> loaded = load(files_);
  const bool another = loaded.ok() && X509_cmp(watch_->own.get(), loaded->own.get()) != 0;
  std::string unusable = loaded.ok() ? "" : loaded.error().message;
  if (another) unusable = out_of_time(loaded->own.get(), files_.certificate);
  if (!unusable.empty()) {
    spdlog::warn("tls: the certificate's files have changed and are not used, what was read before stays. {}",
                 unusable);
    return;
  }
  if (another) {
    spdlog::info("tls: the certificate was renewed; this one is valid until {}",
                 day_of(X509_get0_notAfter(loaded->own.get())));
    watch_->own = std::move(loaded->own);
    watch_->untimely_told.reset();
  }
  const std::lock_guard lock(mutex_);
  context_ = std::move(loaded->context);
}

ssl_st* Certificate::new_session() const {
  const std::lock_guard lock(mutex_);
  return SSL_new(context_.get());
}

}  // namespace ganbo::http
