#include "team/store/stored_team.hpp"

#include "platform/engine/store/queries.hpp"
#include "team/store/queries.hpp"

namespace ganbo::team {
namespace {

std::string join_origins(const std::vector<std::string>& origins) {
  std::string out;
  for (const auto& origin : origins) out += (out.empty() ? "" : " ") + origin;
  return out;
}

std::vector<std::string> split_origins(std::string_view text) {
  std::vector<std::string> origins;
  std::size_t from = 0;
  while (from < text.size()) {
    const auto to = std::min(text.find(' ', from), text.size());
    if (to > from) origins.emplace_back(text.substr(from, to - from));
    from = to + 1;
  }
  return origins;
}

// Told with changes: what somebody made of a line of Today.
constexpr std::string_view today_topic = "today";

class StoredTeam final : public TeamPart {
 public:
  StoredTeam(LiveDirectory& live, const Clock& clock, std::function<void()> settings_changed)
      : TeamPart(live), clock_(clock), settings_changed_(std::move(settings_changed)) {}

  // Where other servers share the record, the directory in memory may be behind theirs.
  Result<void> load(store::Connection& connection) override {
    if (wanted_ && TRY(connection.hold_definitions())) draft_ = TRY(load_directory(connection));
    return {};
  }

  Result<void> write(store::Connection& connection) override {
    if (draft_ || !settings_.empty()) connection.tell({store::Topic::definitions, {}});
    for (const auto& source : sources_)
      TRY(connection.write(sql::InsertSource{.source_id = source.id.value, .name = source.name}));
    for (const auto& user : users_)
      TRY(connection.write(sql::PutUser{.user_id = user.id.value,
                                        .login = user.login,
                                        .name = user.name,
                                        .role = user.role,
                                        .locale = user.locale,
                                        .password_hash = user.password_hash,
                                        .active = user.active ? 1 : 0,
                                        .team_id = user.team.value}));
    for (const auto& team : removed_teams_) TRY(connection.write(sql::DeleteTeam{.team_id = team.value}));
    for (const auto& team : teams_)
      TRY(connection.write(
          sql::PutTeam{.team_id = team.id.value, .name = team.name, .manager_id = team.manager.value}));
    for (const auto& key : keys_) {
      const std::string origins = join_origins(key.allowed_origins);
      TRY(connection.write(sql::PutAccessKey{.key_hash = key.key_hash,
                                             .source_id = key.source.value,
                                             .scopes = key.scopes,
                                             .allowed_origins = origins,
                                             .revoked = key.revoked ? 1 : 0,
                                             .created_at = clock_.now().micros,
                                             .rights = key.rights}));
    }
    for (const auto& hash : removed_sessions_) TRY(connection.write(sql::DeleteSession{.session_hash = hash}));
    for (const auto& session : sessions_)
      TRY(connection.write(sql::InsertSession{.session_hash = session.session_hash,
                                              .user_id = session.user.value,
                                              .csrf_token = session.csrf_token,
                                              .expires_at = session.expires_at.micros,
                                              .opened_at = session.opened_at.micros,
                                              .address = session.address,
                                              .agent = session.agent}));
    for (const auto& hash : removed_links_) TRY(connection.write(sql::DeleteSignInLink{.token_hash = hash}));
    for (const auto& link : links_)
      TRY(connection.write(sql::InsertSignInLink{
          .token_hash = link.token_hash, .user_id = link.user.value, .expires_at = link.expires_at.micros}));
    for (const auto& user : removed_calendar_links_)
      TRY(connection.write(sql::DeleteCalendarLink{.user_id = user.value}));
    for (const auto& link : calendar_links_)
      TRY(connection.write(sql::PutCalendarLink{
          .user_id = link.user.value, .token_hash = link.token_hash, .made_at = clock_.now().micros}));
    for (const auto& setting : settings_)
      TRY(connection.write(
          engine::sql::PutSetting{.key = setting.key, .value = setting.value, .changed_at = clock_.now().micros}));
    if (audit_expires_before_) TRY(connection.write(sql::ExpireAuditEntries{.before = audit_expires_before_->micros}));
    TRY(write_audit(connection));
    return write_exposures(connection);
  }

  void report(engine::Changes& changes) const override {
    if (draft_) changes.add(team_topic);
    if (!settings_.empty()) changes.add(settings_topic);
    // What was shown changes nothing for others.
    for (const auto& exposure : exposures_)
      if (is_decision(exposure.act) || exposure.act == Act::taken_back) changes.add(today_topic);
  }

  void committed() override {
    if (draft_) live_.set(*draft_);
    if (!settings_.empty() && settings_changed_) settings_changed_();
  }

 private:
  Result<void> write_audit(store::Connection& connection) const {
    std::vector<std::string> details;
    details.reserve(audit_.size());
    std::vector<sql::InsertAuditEntry> rows;
    rows.reserve(audit_.size());
    for (const auto& entry : audit_) {
      details.push_back(audit_detail(entry));
      rows.push_back({.noted_at = entry.noted_at.micros,
                      .entry_id = entry.id.value,
                      .action = word_of(entry.action),
                      .user_id = entry.actor.user.value,
                      .actor = entry.actor.name,
                      .key_id = entry.actor.key_id,
                      .address = entry.actor.address,
                      .party_id = entry.party.value,
                      .subject = entry.subject,
                      .detail = details.back()});
    }
    return connection.send(std::span<const sql::InsertAuditEntry>(rows));
  }

  Result<void> write_exposures(store::Connection& connection) const {
    std::vector<sql::InsertExposure> rows;
    rows.reserve(exposures_.size());
    for (const auto& exposure : exposures_)
      rows.push_back({.party_id = exposure.party.value,
                      .exposure_id = exposure.id.value,
                      .kind = word_of(exposure.kind),
                      .number = exposure.number,
                      .act = word_of(exposure.act),
                      .user_id = exposure.user.value,
                      .acted_at = exposure.acted_at.micros,
                      .local_day = exposure.local_day.days,
                      .until_day = exposure.until ? std::optional<std::int64_t>(exposure.until->days) : std::nullopt,
                      .to_user_id = exposure.to.value,
                      .reason = exposure.reason,
                      .taken_back_id = exposure.taken_back.value});
    return connection.send(std::span<const sql::InsertExposure>(rows));
  }

  const Clock& clock_;
  std::function<void()> settings_changed_;
};

}  // namespace

Result<Directory> load_directory(store::Connection& connection) {
  Directory directory;
  for (auto& row : TRY(connection.all(sql::AllSources{}))) directory.sources[row.name] = {{row.source_id}, row.name};
  for (auto& row : TRY(connection.all(sql::AllUsers{})))
    directory.users[row.login] = {{row.user_id}, row.login,         row.name,        row.role,
                                  row.locale,    row.password_hash, row.active != 0, {row.team_id}};
  for (auto& row : TRY(connection.all(sql::AllTeams{})))
    directory.teams[{row.team_id}] = {{row.team_id}, row.name, {row.manager_id}};
  for (auto& row : TRY(connection.all(sql::AllAccessKeys{})))
    directory.keys[row.key_hash] = {row.key_hash,
                                    {row.source_id},
                                    static_cast<unsigned>(row.scopes),
                                    split_origins(row.allowed_origins),
                                    row.revoked != 0,
                                    static_cast<unsigned>(row.rights)};
  for (auto& row : TRY(connection.all(sql::AllSessions{})))
    directory.sessions[row.session_hash] = {row.session_hash, {row.user_id}, row.csrf_token, {row.expires_at},
                                            {row.opened_at},  row.address,   row.agent};
  for (auto& row : TRY(connection.all(sql::AllSignInLinks{})))
    directory.links[row.token_hash] = {row.token_hash, {row.user_id}, {row.expires_at}};
  for (auto& row : TRY(connection.all(sql::AllCalendarLinks{})))
    directory.calendar_links[row.token_hash] = {row.token_hash, {row.user_id}};
  return directory;
}

std::unique_ptr<TeamPart> make_stored_team(LiveDirectory& live, const Clock& clock,
                                           std::function<void()> settings_changed) {
  return std::make_unique<StoredTeam>(live, clock, std::move(settings_changed));
}

}  // namespace ganbo::team
