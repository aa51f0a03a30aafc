-- criteria.sql: packs as first used.

-- pack_kept_find(str sha256) -> str?
SELECT body FROM pack_kept WHERE sha256 = :sha256;

-- pack_kept_has(str sha256) -> int64_t
SELECT COUNT(*) AS count FROM pack_kept WHERE sha256 = :sha256;

-- pack_kept_put(str sha256, str pack_id, str body, instant at) -> rows
INSERT INTO pack_kept (sha256, pack_id, body, at) VALUES (:sha256, :pack_id, :body, :at);
