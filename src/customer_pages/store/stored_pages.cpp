#include "customer_pages/store/stored_pages.hpp"

#include "customer_pages/store/queries.hpp"
#include "events/store/read_permissions.hpp"
#include "parties/store/queries.hpp"
#include "parties/store/stored_parties.hpp"

namespace ganbo::customer_pages {
namespace {

class StoredPages final : public CustomerPagesPart {
 public:
  Result<void> load(store::Connection&) override { return {}; }

  Result<void> write(store::Connection& connection) override {
    for (const auto& revocation : staged_)
      TRY(connection.write(sql::PutLinkRevocation{.party_id = revocation.party.value,
                                                  .revoked_at = revocation.revoked_at.micros,
                                                  .user_id = revocation.user.value}));
    return {};
  }
};

Result<bool> is_revoked(store::Connection& connection, PartyId party, Timestamp made_at) {
  const auto row = TRY(connection.one(sql::LinkRevocationOfParty{.party_id = party.value}));
  return row && made_at.micros <= row->revoked_at;
}

class StoredPageRecord final : public PageRecord {
 public:
  Result<std::optional<Recipient>> recipient(store::Connection& connection, PartyId id,
                                             Timestamp made_at) const override {
    while (true) {
      const auto party = TRY(parties::load_party(connection, id));
      if (!party || party->erased_at.micros != 0 || TRY(is_revoked(connection, id, made_at)))
        return std::optional<Recipient>();
      if (!party->merged_into) return std::optional(TRY(recipient_of(connection, *party)));
      id = party->merged_into;
    }
  }

 private:
  static Result<Recipient> recipient_of(store::Connection& connection, const parties::Party& party) {
    Recipient found;
    found.party = party.id;
    found.version = party.version;
    found.locale = party.traits.text("locale");
    found.contact_style = party.traits.text("contact_style");
    found.do_not_disturb = party.traits.text("do_not_disturb");
    const auto* address = party.traits.find("address");
    found.has_address = address != nullptr && !address->is_none() && address->value_json != "{}";
    for (auto& row : TRY(connection.all(parties::sql::ListIdentifiers{.party_id = party.id.value}))) {
      const auto type = parties::parse_identifier_type(row.type, "type");
      if (type.ok() && (*type == parties::IdentifierType::phone || *type == parties::IdentifierType::email))
        found.contact_points.push_back({*type, std::move(row.value)});
    }
    found.permissions = TRY(events::read_permissions(connection, party.id));
    return found;
  }
};

}  // namespace

std::unique_ptr<CustomerPagesPart> make_stored_pages() { return std::make_unique<StoredPages>(); }
std::unique_ptr<PageRecord> make_page_record() { return std::make_unique<StoredPageRecord>(); }

}  // namespace ganbo::customer_pages
