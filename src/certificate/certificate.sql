-- certificate.sql: decisions, recognitions, printed copies.
-- columns decision = id, code, number, signed_on, issuer, signer, signer_title, place_path, at, by_account
-- columns recognition = id, code, serial, decision, dossier, product, product_code, product_name,
--     producer_name, address, set_name, star, points_sum, ballot_count, issued_on, expires_on, at,
--     potential, place_issued, source, verified, withdrawn_at
-- columns revocation = id, recognition, revoked_on, last_day, decision_number, issuer, ground, source, at,
--     by_account, withdrawn_at
-- columns certificate = id, recognition, file, at
-- audited decision = decision
-- audited recognition = recognition
-- audited revocation = revocation
-- audited certificate = certificate

-- decision_insert(struct decision in) -> decision_id
INSERT INTO decision (code, number, signed_on, issuer, signer, signer_title, place_path, at, by_account)
VALUES (:code, :number, :signed_on, :issuer, :signer, :signer_title, :place_path, :at, COALESCE(:by_account, 0))
RETURNING id;

-- decision_seen(str code, str scope) -> struct decision
SELECT {d:decision}, (SELECT COUNT(*) FROM recognition r WHERE r.decision = d.id AND r.withdrawn_at = 0) AS count
  FROM decision d WHERE d.code = :code AND d.place_path LIKE :scope;

-- decision_list(str scope, date day, decision_id after) -> struct decision[] limit 51
SELECT {d:decision}, (SELECT COUNT(*) FROM recognition r WHERE r.decision = d.id AND r.withdrawn_at = 0) AS count
  FROM decision d WHERE d.place_path LIKE :scope
   AND EXISTS (SELECT 1 FROM recognition r WHERE r.decision = d.id AND r.withdrawn_at = 0)
   AND (:after IS NULL OR d.signed_on < :day OR (d.signed_on = :day AND d.id < :after))
 ORDER BY d.signed_on DESC, d.id DESC LIMIT 51;

-- decision_same(str number, date from, date to, str place_path) -> int64_t
SELECT COUNT(*) AS count FROM decision d
 WHERE d.number = :number AND d.signed_on >= :from AND d.signed_on <= :to AND d.place_path = :place_path
   AND EXISTS (SELECT 1 FROM recognition r WHERE r.decision = d.id AND r.dossier IS NOT NULL);

-- recognition_insert(struct recognition in) -> recognition_id
INSERT INTO recognition (code, serial, decision, dossier, product, product_code, product_name, producer_name,
    address, set_name, star, points_sum, ballot_count, issued_on, expires_on, at, potential, place_issued, source, verified)
VALUES (:code, :serial, :decision, :dossier, :product, :product_code, :product_name, :producer_name,
    :address, :set_name, :star, :points_sum, :ballot_count, :issued_on, :expires_on, :at, :potential, :place_issued, :source, :verified) RETURNING id;

-- recognition_count_serial(str like) -> int64_t
SELECT COUNT(*) AS count FROM recognition WHERE serial LIKE :like AND dossier IS NOT NULL;

-- recognition_count_code(str like) -> int64_t
SELECT COUNT(*) AS count FROM recognition WHERE product_code LIKE :like AND dossier IS NOT NULL;

-- recognition_seen(str code) -> struct recognition
SELECT {r:recognition}, d.number AS decision_number, d.signed_on, d.issuer, d.signer, d.signer_title,
       COALESCE(v.revoked_on, '') AS revoked_on, COALESCE(v.decision_number, '') AS revoked_by, COALESCE(v.ground, 0) AS ground
  FROM recognition r JOIN decision d ON d.id = r.decision
       LEFT JOIN revocation v ON v.recognition = r.id AND v.withdrawn_at = 0 WHERE r.code = :code AND r.withdrawn_at = 0;

-- recognition_list(decision_id decision) -> struct recognition[] limit 500
SELECT {r:recognition}, d.number AS decision_number, d.signed_on, d.issuer, d.signer, d.signer_title,
       COALESCE(v.revoked_on, '') AS revoked_on, COALESCE(v.decision_number, '') AS revoked_by, COALESCE(v.ground, 0) AS ground
  FROM recognition r JOIN decision d ON d.id = r.decision
       LEFT JOIN revocation v ON v.recognition = r.id AND v.withdrawn_at = 0 WHERE r.decision = :decision AND r.withdrawn_at = 0 ORDER BY r.id LIMIT 500;

-- recognition_newest(product_id product) -> struct recognition?
SELECT {r:recognition}, d.number AS decision_number, d.signed_on, d.issuer, d.signer, d.signer_title,
       COALESCE(v.revoked_on, '') AS revoked_on, COALESCE(v.decision_number, '') AS revoked_by, COALESCE(v.ground, 0) AS ground
  FROM recognition r JOIN decision d ON d.id = r.decision
       LEFT JOIN revocation v ON v.recognition = r.id AND v.withdrawn_at = 0
 WHERE r.product = :product AND r.withdrawn_at = 0 ORDER BY r.issued_on DESC, r.id DESC LIMIT 1;

-- recognition_all(product_id product) -> struct recognition[] limit 100
SELECT {r:recognition}, d.number AS decision_number, d.signed_on, d.issuer, d.signer, d.signer_title,
       COALESCE(v.revoked_on, '') AS revoked_on, COALESCE(v.decision_number, '') AS revoked_by, COALESCE(v.ground, 0) AS ground
  FROM recognition r JOIN decision d ON d.id = r.decision
       LEFT JOIN revocation v ON v.recognition = r.id AND v.withdrawn_at = 0
 WHERE r.product = :product AND r.withdrawn_at = 0 ORDER BY r.issued_on DESC, r.id DESC LIMIT 100;

-- recognition_under(product_id product, decision_id decision) -> recognition_id?
SELECT id FROM recognition WHERE product = :product AND decision = :decision AND withdrawn_at = 0 ORDER BY id LIMIT 1;

-- recognition_withdrawn(recognition_id id, instant at) -> one row or ERR_CONFLICT
UPDATE recognition SET withdrawn_at = :at WHERE id = :id AND withdrawn_at = 0 AND dossier IS NULL;

-- decision_known(str number, date signed_on, str issuer) -> decision_id?
SELECT id FROM decision WHERE number = :number AND signed_on = :signed_on AND issuer = :issuer ORDER BY id LIMIT 1;

-- certificate_insert(recognition_id recognition, file_id file, instant at) -> certificate_id
INSERT INTO certificate (recognition, file, at) VALUES (:recognition, :file, :at) RETURNING id;

-- certificate_last(recognition_id recognition) -> file_id?
SELECT file FROM certificate WHERE recognition = :recognition ORDER BY id DESC LIMIT 1;

-- term_on(str name, date day) -> int64_t?
SELECT value FROM term WHERE name = :name AND valid_from <= :day ORDER BY valid_from DESC LIMIT 1;

-- revocation_insert(struct revocation in) -> revocation_id
INSERT INTO revocation (recognition, revoked_on, last_day, decision_number, issuer, ground, source, at, by_account)
VALUES (:recognition, :revoked_on, :last_day, :decision_number, :issuer, :ground, :source, :at, COALESCE(:by_account, 0))
RETURNING id;

-- revocation_of(recognition_id recognition) -> revocation_id?
SELECT id FROM revocation WHERE recognition = :recognition AND withdrawn_at = 0 ORDER BY id LIMIT 1;

-- revocation_withdrawn(revocation_id id, instant at) -> one row or ERR_CONFLICT
UPDATE revocation SET withdrawn_at = :at WHERE id = :id AND withdrawn_at = 0;

-- recognition_verified(recognition_id id, int32_t verified, int32_t before) -> one row or ERR_CONFLICT
UPDATE recognition SET verified = :verified WHERE id = :id AND verified = :before AND dossier IS NULL AND withdrawn_at = 0;
