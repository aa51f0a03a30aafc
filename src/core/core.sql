-- core.sql: settings, accounts, sign-ins, once keys, the trail, files.
-- include "core/core_in.h"

-- columns account = id, login_name, name, email, phone, password, active, version
-- columns account_audit = id, login_name, name, email, phone, active, version
-- columns account_role = id, account, role, place_path, producer, ended_at
-- columns file = id, sha256, size_bytes, type, name, width, height, at
-- columns audit = id, stream, seq, before_id, at, actor, what, tbl, tbl_row, row_columns, row_hash, detail, prev_hash, hash
-- audited account = account_audit
-- audited account_role = account_role
-- audited file = file

-- setting_find(str name) -> str?
SELECT value FROM setting WHERE name = :name;

-- setting_set(str name, str value) -> rows
INSERT INTO setting (name, value) VALUES (:name, :value)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- account_find(str login_name) -> struct account?
SELECT {account} FROM account WHERE login_name = :login_name;

-- account_get(account_id id) -> struct account
SELECT {account} FROM account WHERE id = :id;

-- account_list(str words, str after) -> struct account[] limit 51
SELECT {account} FROM account
 WHERE login_name > :after AND (:words = '' OR login_name LIKE :words OR search_folded LIKE :words)
 ORDER BY login_name LIMIT 51;

-- account_count() -> int64_t
SELECT COUNT(*) AS count FROM account WHERE active = 1;

-- account_insert(struct account in) -> account_id
INSERT INTO account (login_name, name, email, phone, password, active, search_folded, created_at)
VALUES (:login_name, :name, :email, :phone, :password, 1, :search_folded, :created_at) RETURNING id;

-- account_set_password(account_id id, str password) -> one row or ERR_CONFLICT
UPDATE account SET password = :password, version = version + 1 WHERE id = :id;

-- account_set(struct account in) -> one row or ERR_CONFLICT
UPDATE account SET name = :name, email = :email, phone = :phone, active = :active,
    search_folded = :search_folded, version = version + 1
 WHERE id = :id AND version = :version;

-- account_role_insert(account_id account, int32_t role, str place_path, producer_id producer) -> int64_t
INSERT INTO account_role (account, role, place_path, producer)
VALUES (:account, :role, :place_path, :producer) RETURNING id;

-- account_roles(account_id account) -> struct worn[] limit 50
SELECT role, place_path, producer FROM account_role
 WHERE account = :account AND ended_at = 0 ORDER BY id LIMIT 50;

-- account_role_list(account_id account) -> struct account_role[] limit 50
SELECT {account_role} FROM account_role WHERE account = :account AND ended_at = 0 ORDER BY id LIMIT 50;

-- account_role_same(account_id account, int32_t role, str place_path, producer_id producer) -> struct account_role?
SELECT {account_role} FROM account_role
 WHERE account = :account AND role = :role AND place_path = :place_path
   AND COALESCE(producer, 0) = COALESCE(:producer, 0);

-- account_role_end(int64_t id, account_id account, instant at) -> one row or ERR_CONFLICT
UPDATE account_role SET ended_at = :at WHERE id = :id AND account = :account AND ended_at = 0;

-- account_roles_of_producer(producer_id producer) -> struct account_role[] limit 100
SELECT {account_role} FROM account_role WHERE producer = :producer AND ended_at = 0 ORDER BY id LIMIT 100;

-- account_role_again(int64_t id) -> one row or ERR_CONFLICT
UPDATE account_role SET ended_at = 0 WHERE id = :id AND ended_at <> 0;

-- login_insert(struct login in) -> login_id
INSERT INTO login (token_hash, account, created_at, seen_at, ends_at, client, agent)
VALUES (:token_hash, :account, :created_at, :seen_at, :ends_at, :client, :agent) RETURNING id;

-- login_find(bytes token_hash) -> struct login?
SELECT l.id, l.account, l.created_at, l.seen_at, l.ends_at, a.name, a.login_name
  FROM login l JOIN account a ON a.id = l.account
 WHERE l.token_hash = :token_hash AND l.ended_at = 0 AND a.active = 1;

-- login_touch(login_id id, instant at) -> rows
UPDATE login SET seen_at = :at WHERE id = :id AND seen_at < :at;

-- login_end(login_id id, account_id account, instant at) -> rows
UPDATE login SET ended_at = :at WHERE id = :id AND account = :account AND ended_at = 0;

-- login_end_all(account_id account, login_id but, instant at) -> rows
UPDATE login SET ended_at = :at WHERE account = :account AND id <> COALESCE(:but, 0) AND ended_at = 0;

-- login_list(account_id account, instant now, instant idle) -> struct login[] limit 50
SELECT id, account, created_at, seen_at, ends_at, client, agent
  FROM login WHERE account = :account AND ended_at = 0 AND ends_at > :now AND seen_at > :idle
 ORDER BY id DESC LIMIT 50;

-- attempt_add(str pair, instant at) -> rows
INSERT INTO attempt (pair, at) VALUES (:pair, :at);

-- attempt_count(str pair, instant since) -> int64_t
SELECT COUNT(*) AS count FROM attempt WHERE pair = :pair AND at > :since;

-- attempt_forget(instant before) -> rows
DELETE FROM attempt WHERE at < :before;

-- attempt_forgive(str pair) -> rows
DELETE FROM attempt WHERE pair = :pair;

-- invitation_insert(bytes token_hash, account_id account, instant ends_at) -> rows
INSERT INTO invitation (token_hash, account, ends_at) VALUES (:token_hash, :account, :ends_at);

-- invitation_find(bytes token_hash, instant now) -> account_id?
SELECT account FROM invitation WHERE token_hash = :token_hash AND used_at = 0 AND ends_at > :now;

-- invitation_use(bytes token_hash, instant now) -> one row or ERR_CONFLICT
UPDATE invitation SET used_at = :now WHERE token_hash = :token_hash AND used_at = 0;

-- invitation_void(account_id account, instant now) -> rows
UPDATE invitation SET used_at = :now WHERE account = :account AND used_at = 0;

-- once_find(str once_key, account_id account) -> str?
SELECT location FROM once WHERE once_key = :once_key AND COALESCE(account, 0) = COALESCE(:account, 0);

-- once_put(str once_key, account_id account, instant at, str location) -> rows
INSERT INTO once (once_key, account, at, location) VALUES (:once_key, :account, :at, :location);

-- once_forget(instant before) -> rows
DELETE FROM once WHERE at < :before;

-- audit_head_get(str stream) -> struct audit_head?
SELECT seq, link, hash FROM audit_head WHERE stream = :stream;

-- audit_head_put(str stream, int64_t seq, int64_t link, bytes hash) -> rows
INSERT INTO audit_head (stream, seq, link, hash) VALUES (:stream, :seq, :link, :hash)
    ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, link = excluded.link, hash = excluded.hash;

-- audit_insert(struct audit in) -> int64_t
INSERT INTO audit (stream, seq, before_id, at, actor, what, tbl, tbl_row, row_columns, row_hash, detail, prev_hash, hash)
VALUES (:stream, :seq, :before_id, :at, :actor, :what, :tbl, :tbl_row, :row_columns, :row_hash, :detail, :prev_hash, :hash)
RETURNING id;

-- audit_each() -> struct audit each
SELECT {a:audit}, COALESCE(p.stream, '') AS before_stream, COALESCE(p.seq, 0) AS before_seq, p.hash AS before_hash
  FROM audit a LEFT JOIN audit p ON p.id = a.before_id ORDER BY a.id;

-- audit_loose() -> struct audit[] limit 20
SELECT {audit} FROM audit
 WHERE id IN (SELECT id FROM audit EXCEPT SELECT before_id FROM audit EXCEPT SELECT link FROM audit_head)
 ORDER BY id LIMIT 20;

-- audit_last_each() -> struct audit each
SELECT a.id, a.stream, a.seq, a.at, a.tbl, a.tbl_row, a.row_columns, a.row_hash
  FROM audit a JOIN (SELECT MAX(id) AS last FROM audit GROUP BY tbl, tbl_row) m ON m.last = a.id
 ORDER BY a.id;

-- audit_newer(str tbl, int64_t tbl_row, int64_t id) -> int64_t
SELECT COUNT(*) AS count FROM audit WHERE id > :id AND tbl = :tbl AND tbl_row = :tbl_row;

-- audit_get(int64_t id) -> struct audit?
SELECT {audit} FROM audit WHERE id = :id;

-- audit_recent(str stream, int64_t before) -> struct audit[] limit 50
WITH RECURSIVE back (id) AS (
    SELECT link FROM audit_head WHERE stream = :stream
    UNION ALL
    SELECT k.before_id FROM back JOIN audit k ON k.id = back.id WHERE k.before_id > 0)
SELECT {k:audit} FROM back JOIN audit k ON k.id = back.id WHERE k.seq < :before ORDER BY k.seq DESC LIMIT 50;

-- audit_unsigned() -> struct audit_head[] limit 5000
SELECT stream, seq, link, hash FROM audit_head WHERE seq > signed_seq ORDER BY stream LIMIT 5000;

-- audit_head_each() -> struct audit_head each
SELECT stream, seq, link, hash, signed_seq FROM audit_head ORDER BY stream;

-- audit_unsigned_count() -> int64_t
SELECT COUNT(*) AS count FROM audit_head WHERE seq > signed_seq;

-- audit_signed(str stream, int64_t seq) -> rows
UPDATE audit_head SET signed_seq = :seq WHERE stream = :stream AND signed_seq < :seq;

-- public_version_get() -> int64_t
SELECT version FROM public_version WHERE id = 1;

-- public_version_grow() -> rows
UPDATE public_version SET version = version + 1 WHERE id = 1;

-- file_insert(struct file in) -> file_id
INSERT INTO file (sha256, size_bytes, type, name, width, height, at, by_account)
VALUES (:sha256, :size_bytes, :type, :name, :width, :height, :at, COALESCE(:by_account, 0)) RETURNING id;

-- file_get(file_id id) -> struct file
SELECT {file} FROM file WHERE id = :id;

-- file_each() -> struct file each
SELECT {file} FROM file ORDER BY id;

-- file_sha_each() -> struct file each
SELECT id, sha256 FROM file ORDER BY id;

-- factor_open(account_id account) -> struct factor?
SELECT id, account, nonce, confirmed_at, last_step, spare, at, ended_at FROM factor
 WHERE account = :account AND ended_at = 0 ORDER BY id LIMIT 1;

-- factor_insert(struct factor in) -> int64_t
INSERT INTO factor (account, nonce, at) VALUES (:account, :nonce, :at) RETURNING id;

-- factor_confirmed(int64_t id, instant at, int64_t step, str spare) -> one row or ERR_CONFLICT
UPDATE factor SET confirmed_at = :at, last_step = :step, spare = :spare
 WHERE id = :id AND confirmed_at = 0 AND ended_at = 0;

-- factor_used(int64_t id, int64_t step, int64_t before) -> one row or ERR_CONFLICT
UPDATE factor SET last_step = :step WHERE id = :id AND last_step = :before AND ended_at = 0;

-- factor_spare_used(int64_t id, str spare, str before) -> one row or ERR_CONFLICT
UPDATE factor SET spare = :spare WHERE id = :id AND spare = :before AND ended_at = 0;

-- factor_ended(int64_t id, instant at) -> one row or ERR_CONFLICT
UPDATE factor SET ended_at = :at WHERE id = :id AND ended_at = 0;

-- account_forgotten(account_id id, str login_name, str name) -> one row or ERR_CONFLICT
UPDATE account SET login_name = :login_name, name = :name, email = '', phone = '', password = '', active = 0,
    search_folded = '', version = version + 1 WHERE id = :id;

-- logins_forgotten(account_id account) -> rows
UPDATE login SET client = '', agent = '' WHERE account = :account;

-- logins_of(account_id account) -> struct login[] limit 500
SELECT id, account, created_at, seen_at, ends_at, client, agent
  FROM login WHERE account = :account ORDER BY id DESC LIMIT 500;

-- token_insert(struct token in) -> int64_t
INSERT INTO api_token (account, name, token_hash, scope, created_at, ends_at)
VALUES (:account, :name, :token_hash, :scope, :created_at, :ends_at) RETURNING id;

-- token_open_list(account_id account, instant now) -> struct token[] limit 50
SELECT id, account, name, scope, created_at, ends_at, used_on FROM api_token
 WHERE account = :account AND ended_at = 0 AND ends_at > :now ORDER BY id DESC LIMIT 50;

-- token_ended(int64_t id, account_id account, instant at) -> one row or ERR_CONFLICT
UPDATE api_token SET ended_at = :at WHERE id = :id AND account = :account AND ended_at = 0;

-- tokens_end_all(account_id account, instant at) -> rows
UPDATE api_token SET ended_at = :at WHERE account = :account AND ended_at = 0;

-- tokens_forgotten(account_id account, instant at) -> rows
UPDATE api_token SET ended_at = :at, name = '' WHERE account = :account;

-- token_find(bytes token_hash, instant now) -> struct token?
SELECT k.id, k.account, k.scope, k.used_on, a.name AS account_name, a.login_name
  FROM api_token k JOIN account a ON a.id = k.account
 WHERE k.token_hash = :token_hash AND k.ended_at = 0 AND k.ends_at > :now AND a.active = 1;

-- token_used(int64_t id, date day) -> rows
UPDATE api_token SET used_on = :day WHERE id = :id AND used_on < :day;
