// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/*  The layout of the authority's data base. Each entry of `migrations` brings it one version further; a data base written by a later
 *  version is refused. Times are nanoseconds since 1970, identifiers blobs of 16 bytes. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

inline constexpr int application_id = 0x6176616C;  // "aval"

inline constexpr const char* migrations[] = {
    // 1
    R"sql(
CREATE TABLE settings(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE organizations(id BLOB PRIMARY KEY, name TEXT NOT NULL, created_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE users(id BLOB PRIMARY KEY, organization BLOB NOT NULL, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role INTEGER NOT NULL,
  approved INTEGER NOT NULL, password_hash TEXT NOT NULL, created_at INTEGER NOT NULL, last_login INTEGER);
CREATE TABLE agents(id BLOB PRIMARY KEY, organization BLOB NOT NULL, name TEXT NOT NULL, display_name TEXT NOT NULL, description TEXT NOT NULL,
  type TEXT NOT NULL, version TEXT NOT NULL, repository_url TEXT NOT NULL, documentation_url TEXT NOT NULL, certificate_url TEXT NOT NULL,
  status INTEGER NOT NULL, key BLOB, previous_key BLOB, previous_key_until INTEGER, key_created_at INTEGER, key_expires_at INTEGER,
  rotations INTEGER NOT NULL, compromised INTEGER NOT NULL, violations INTEGER NOT NULL, trust REAL NOT NULL, fixed_trust REAL,
  declared TEXT NOT NULL, granted TEXT NOT NULL, talks_to TEXT NOT NULL, created_by BLOB, created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL, verified_at INTEGER, removed INTEGER NOT NULL);
CREATE UNIQUE INDEX agent_names ON agents(organization, name) WHERE removed = 0;
CREATE TABLE api_keys(id BLOB PRIMARY KEY, organization BLOB NOT NULL, agent BLOB, created_by BLOB, name TEXT NOT NULL, prefix TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE, active INTEGER NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, last_used_at INTEGER);
CREATE TABLE verifications(id BLOB NOT NULL, organization BLOB NOT NULL, agent BLOB NOT NULL, action TEXT NOT NULL, resource TEXT,
  context TEXT NOT NULL, risk INTEGER NOT NULL, status INTEGER NOT NULL, rule TEXT NOT NULL, reason TEXT NOT NULL, decided_by TEXT NOT NULL,
  trust REAL NOT NULL, requested_at INTEGER NOT NULL, decided_at INTEGER, expires_at INTEGER, violation INTEGER, signature BLOB NOT NULL,
  execution INTEGER NOT NULL, execution_detail TEXT NOT NULL);
CREATE UNIQUE INDEX verification_ids ON verifications(id);
CREATE INDEX verifications_pending ON verifications(organization) WHERE status = 2;
CREATE TABLE verification_counts(organization BLOB NOT NULL, status INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(organization, status)) WITHOUT ROWID;
CREATE TABLE audit(n INTEGER PRIMARY KEY, organization BLOB NOT NULL, seq INTEGER NOT NULL, id BLOB NOT NULL, at INTEGER NOT NULL, agent BLOB, user BLOB,
  action TEXT NOT NULL, resource_type TEXT NOT NULL, resource_id TEXT NOT NULL, hash BLOB NOT NULL, text TEXT NOT NULL);
CREATE UNIQUE INDEX audit_chain ON audit(organization, seq);
CREATE INDEX audit_agents ON audit(agent) WHERE agent IS NOT NULL;
CREATE TABLE trust_history(n INTEGER PRIMARY KEY, id BLOB NOT NULL, organization BLOB NOT NULL, agent BLOB NOT NULL, score REAL NOT NULL, previous REAL,
  reason TEXT NOT NULL, changed_by BLOB, at INTEGER NOT NULL);
CREATE INDEX trust_agents ON trust_history(agent);
CREATE TABLE alerts(id BLOB PRIMARY KEY, organization BLOB NOT NULL, agent BLOB, type TEXT NOT NULL, severity INTEGER NOT NULL, title TEXT NOT NULL,
  description TEXT NOT NULL, counts_for_trust INTEGER NOT NULL, repeats INTEGER NOT NULL, created_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
  acknowledged_at INTEGER, acknowledged_by TEXT NOT NULL);
CREATE TABLE refresh_tokens(id BLOB PRIMARY KEY, family BLOB NOT NULL, user BLOB NOT NULL, organization BLOB NOT NULL, sdk INTEGER NOT NULL,
  issued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, revoked_at INTEGER, rotated_at INTEGER, successor BLOB, successor_access BLOB);
CREATE TABLE replays(agent BLOB NOT NULL, mark BLOB NOT NULL, forget_at INTEGER NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY(agent, mark)) WITHOUT ROWID;
CREATE TABLE activity(agent BLOB NOT NULL, day INTEGER NOT NULL, approved INTEGER NOT NULL, denied INTEGER NOT NULL, succeeded INTEGER NOT NULL, failed INTEGER NOT NULL,
  violations0 INTEGER NOT NULL, violations1 INTEGER NOT NULL, violations2 INTEGER NOT NULL, violations3 INTEGER NOT NULL, PRIMARY KEY(agent, day)) WITHOUT ROWID;
)sql",
    // 2
    R"sql(
CREATE INDEX verification_violations ON verifications(agent) WHERE violation IS NOT NULL;
)sql",
    // 3: what is few and small as documents; filtered pages of the trail without a look at every record; alerts that end
    R"sql(
CREATE TABLE documents(kind INTEGER NOT NULL, id BLOB NOT NULL, organization BLOB NOT NULL, text TEXT NOT NULL, PRIMARY KEY(kind, id)) WITHOUT ROWID;
ALTER TABLE agents ADD COLUMN registered_with BLOB;
ALTER TABLE api_keys ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE alerts ADD COLUMN resolved_at INTEGER;
ALTER TABLE alerts ADD COLUMN resolution TEXT NOT NULL DEFAULT '';
CREATE INDEX alerts_all ON alerts(organization, id);
CREATE INDEX verifications_refused ON verifications(organization, status, id) WHERE status = 1 OR status = 3;
DROP INDEX audit_agents;
CREATE INDEX audit_agents ON audit(agent, seq) WHERE agent IS NOT NULL;
CREATE INDEX audit_users ON audit(user, seq) WHERE user IS NOT NULL;
CREATE INDEX audit_actions ON audit(organization, action, seq);
CREATE INDEX audit_resources ON audit(organization, resource_type, seq) WHERE resource_type <> 'agent_action';
CREATE TABLE audit_counts(organization BLOB NOT NULL, day INTEGER NOT NULL, agent BLOB NOT NULL, action TEXT NOT NULL, resource_type TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY(organization, day, agent, action, resource_type)) WITHOUT ROWID;
INSERT INTO audit_counts SELECT organization, at / 86400000000000, coalesce(agent, x''), action, resource_type, count(*) FROM audit GROUP BY 1, 2, 3, 4, 5;
)sql",
};
inline constexpr int layout_version = static_cast<int>(sizeof migrations / sizeof migrations[0]);

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
