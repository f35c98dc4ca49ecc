// Certificates and keys made on the spot. For tests only.
#pragma once

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

namespace ganbo::http::testing {

template <class T, void (*Free)(T*)>
struct FreedBy {
  void operator()(T* held) const { Free(held); }
};
using MadeKey = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY, EVP_PKEY_free>>;
using MadeX509 = std::unique_ptr<X509, FreedBy<X509, X509_free>>;

inline MadeKey make_key() { return MadeKey(EVP_EC_gen("P-256")); }

template <class Write>
std::string pem_of(Write write) {
  BIO* memory = BIO_new(BIO_s_mem());
  EXPECT_EQ(write(memory), 1);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory, &bytes);
  std::string text(bytes, static_cast<std::size_t>(size));
  BIO_free(memory);
  return text;
}

inline std::string pem_of_key(const MadeKey& key, const std::string& passphrase = {}) {
  return pem_of([&](BIO* out) {
    return PEM_write_bio_PrivateKey(out, key.get(), passphrase.empty() ? nullptr : EVP_aes_256_cbc(),
                                    reinterpret_cast<const unsigned char*>(passphrase.data()),
                                    static_cast<int>(passphrase.size()), nullptr, nullptr);
  });
}

// A certificate with its key, able to sign others.
struct Issued {
  MadeKey key;
  MadeX509 x509;

  std::string certificate_pem() const {
    return pem_of([&](BIO* out) { return PEM_write_bio_X509(out, x509.get()); });
  }
  std::string key_pem(const std::string& passphrase = {}) const { return pem_of_key(key, passphrase); }
  long serial() const { return ASN1_INTEGER_get(X509_get0_serialNumber(x509.get())); }
};

struct CertificateWish {
  std::string name = "localhost";  // also among the names it is for, beside 127.0.0.1
  long valid_from_s = -3600;       // from now
  long valid_until_s = 3600;
  bool authority = false;
};

// By `issuer`, or by itself.
inline Issued issue(const CertificateWish& wish = {}, const Issued* issuer = nullptr, MadeKey key = make_key()) {
  static long serial = 1000;
  Issued made{std::move(key), MadeX509(X509_new())};
  X509* x509 = made.x509.get();
  X509_set_version(x509, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(x509), wish.valid_from_s);
  X509_gmtime_adj(X509_getm_notAfter(x509), wish.valid_until_s);
  X509_set_pubkey(x509, made.key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(wish.name.c_str()), -1, -1, 0);
  X509_set_issuer_name(x509, X509_get_subject_name(issuer == nullptr ? x509 : issuer->x509.get()));
  const auto add = [&](int kind, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
    X509_add_ext(x509, extension, -1);
    X509_EXTENSION_free(extension);
  };
  add(NID_basic_constraints, wish.authority || issuer == nullptr ? "critical,CA:TRUE" : "critical,CA:FALSE");
  if (!wish.authority) add(NID_subject_alt_name, "DNS:" + wish.name + ",IP:127.0.0.1");
  EXPECT_GT(X509_sign(x509, issuer == nullptr ? made.key.get() : issuer->key.get(), EVP_sha256()), 0);
  return made;
}

// A folder of its own for the two files, gone with it.
class CertificateFolder {
 public:
  CertificateFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "ganbo-certificate-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  ~CertificateFolder() { std::filesystem::remove_all(folder_); }
  CertificateFolder(const CertificateFolder&) = delete;
  CertificateFolder& operator=(const CertificateFolder&) = delete;

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string certificate() const { return path("fullchain.pem"); }
  std::string key() const { return path("privkey.pem"); }

  // As ACME clients do: another file under the old name.
  void put(const std::string& name, const std::string& text) const {
    std::ofstream(path(name + ".new"), std::ios::binary) << text;
    std::filesystem::rename(path(name + ".new"), path(name));
  }
  void put(const Issued& issued) const {
    put("fullchain.pem", issued.certificate_pem());
    put("privkey.pem", issued.key_pem());
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace ganbo::http::testing
