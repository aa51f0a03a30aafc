-- dossier.sql: cases. A producer sees their own; officers see those of their area once submitted.
-- columns dossier = id, code, product, producer, place_path, kind, pack_id, pack_sha256, set_slug,
--     state, sheet, frozen, frozen_sha256, created_at, submitted_at, version
-- columns dossier_step = id, dossier, from_state, to_state, reason, by_account, by_name, at
-- columns evidence = id, dossier, criterion, file, title, removed_at, at
-- audited dossier = dossier
-- audited dossier_step = dossier_step
-- audited evidence = evidence

-- dossier_get(dossier_id id) -> struct dossier
SELECT {d:dossier}, p.code AS product_code, p.name AS product_name, p.producer_name, p.place_name
  FROM dossier d JOIN pub_product p ON p.id = d.product WHERE d.id = :id;

-- dossier_seen(str code, str scope, producer_id own) -> struct dossier
SELECT {d:dossier}, p.code AS product_code, p.name AS product_name, p.producer_name, p.place_name
  FROM dossier d JOIN pub_product p ON p.id = d.product
 WHERE d.code = :code AND d.place_path LIKE :scope
   AND (d.producer = :own OR (:own IS NULL AND d.submitted_at > 0));

-- dossier_list(str scope, producer_id own, int32_t state, dossier_id before) -> struct dossier[] limit 51
SELECT {d:dossier}, p.code AS product_code, p.name AS product_name, p.producer_name, p.place_name
  FROM dossier d JOIN pub_product p ON p.id = d.product
 WHERE d.place_path LIKE :scope AND (d.producer = :own OR (:own IS NULL AND d.submitted_at > 0))
   AND (:state = 0 OR d.state = :state) AND (:before IS NULL OR d.id < :before)
 ORDER BY d.id DESC LIMIT 51;

-- dossier_by_state(str scope, int32_t state) -> struct dossier[] limit 200
SELECT {d:dossier}, p.code AS product_code, p.name AS product_name, p.producer_name, p.place_name
  FROM dossier d JOIN pub_product p ON p.id = d.product
 WHERE d.place_path LIKE :scope AND d.state = :state ORDER BY d.id LIMIT 200;

-- dossier_open_count(product_id product) -> int64_t
SELECT COUNT(*) AS count FROM dossier WHERE product = :product AND state < 8;

-- dossier_insert(struct dossier in) -> dossier_id
INSERT INTO dossier (code, product, producer, place_path, kind, pack_id, pack_sha256, set_slug, state, sheet, created_at)
VALUES (:code, :product, :producer, :place_path, :kind, :pack_id, :pack_sha256, :set_slug, :state, :sheet, :created_at)
RETURNING id;

-- dossier_of_producer(producer_id producer) -> struct dossier[] limit 2000
SELECT {d:dossier}, p.code AS product_code, p.name AS product_name, p.producer_name, p.place_name
  FROM dossier d JOIN pub_product p ON p.id = d.product WHERE d.producer = :producer ORDER BY d.id LIMIT 2000;

-- dossier_moved(dossier_id id, producer_id producer, str place_path, int64_t version) -> one row or ERR_CONFLICT
UPDATE dossier SET producer = :producer, place_path = :place_path, version = version + 1
 WHERE id = :id AND version = :version;

-- dossier_put_sheet(dossier_id id, str sheet, int64_t version) -> one row or ERR_CONFLICT
UPDATE dossier SET sheet = :sheet, version = version + 1 WHERE id = :id AND version = :version;

-- dossier_put_state(dossier_id id, int32_t from_state, int32_t to_state) -> one row or ERR_CONFLICT
UPDATE dossier SET state = :to_state, version = version + 1 WHERE id = :id AND state = :from_state;

-- dossier_freeze(dossier_id id, str frozen, str frozen_sha256, instant at) -> one row or ERR_CONFLICT
UPDATE dossier SET frozen = :frozen, frozen_sha256 = :frozen_sha256, submitted_at = :at WHERE id = :id;

-- dossier_step_insert(struct dossier_step in) -> int64_t
INSERT INTO dossier_step (dossier, from_state, to_state, reason, by_account, by_name, at)
VALUES (:dossier, :from_state, :to_state, :reason, COALESCE(:by_account, 0), :by_name, :at) RETURNING id;

-- dossier_steps(dossier_id dossier) -> struct dossier_step[] limit 200
SELECT {dossier_step} FROM dossier_step WHERE dossier = :dossier ORDER BY id LIMIT 200;

-- evidence_list(dossier_id dossier) -> struct evidence[] limit 200
SELECT e.id, e.dossier, e.criterion, e.file, e.title, f.sha256, f.type, f.size_bytes, e.at
  FROM evidence e JOIN file f ON f.id = e.file
 WHERE e.dossier = :dossier AND e.removed_at = 0 ORDER BY e.id LIMIT 200;

-- evidence_one(evidence_id id, dossier_id dossier) -> struct evidence
SELECT e.id, e.dossier, e.criterion, e.file, e.title, f.sha256, f.type, f.size_bytes, e.at
  FROM evidence e JOIN file f ON f.id = e.file
 WHERE e.id = :id AND e.dossier = :dossier AND e.removed_at = 0;

-- evidence_count(dossier_id dossier) -> int64_t
SELECT COUNT(*) AS count FROM evidence WHERE dossier = :dossier AND removed_at = 0;

-- evidence_insert(dossier_id dossier, str criterion, file_id file, str title, instant at) -> evidence_id
INSERT INTO evidence (dossier, criterion, file, title, at)
VALUES (:dossier, :criterion, :file, :title, :at) RETURNING id;

-- evidence_remove(evidence_id id, dossier_id dossier, instant at) -> one row or ERR_CONFLICT
UPDATE evidence SET removed_at = :at WHERE id = :id AND dossier = :dossier AND removed_at = 0;
