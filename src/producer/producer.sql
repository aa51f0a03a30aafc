-- producer.sql: who makes products.
-- columns producer = id, code, legal_type, name, licence, tax_code, representative, rep_female,
--     rep_minority, rep_disabled, phone, email, address, place, place_path, search_folded, name_key,
--     version, created_at, withdrawn_at, place_issued
-- audited producer = producer

-- producer_get(producer_id id) -> struct producer
SELECT {p:producer}, u.code AS place_code, u.name AS place_name
  FROM producer p JOIN place u ON u.id = p.place WHERE p.id = :id AND p.withdrawn_at = 0;

-- producer_seen(str code, str scope, producer_id own) -> struct producer
SELECT {p:producer}, u.code AS place_code, u.name AS place_name
  FROM producer p JOIN place u ON u.id = p.place
 WHERE p.code = :code AND p.withdrawn_at = 0 AND p.place_path LIKE :scope AND (:own IS NULL OR p.id = :own);

-- producer_list(str scope, producer_id own, bool bare, bytes after_key, producer_id after) -> struct producer[] limit 51
SELECT {p:producer}, u.code AS place_code, u.name AS place_name
  FROM producer p JOIN place u ON u.id = p.place
 WHERE p.place_path LIKE :scope AND (:own IS NULL OR p.id = :own) AND p.withdrawn_at = 0
   AND (CAST(:bare AS BIGINT) = 0 OR u.level = 1) AND (p.name_key, p.id) > (:after_key, COALESCE(:after, 0))
 ORDER BY p.name_key, p.id LIMIT 51;

-- producer_search(str match, str scope, producer_id own, bool bare, bytes after_key, producer_id after) -> struct producer[] limit 51
SELECT {p:producer}, u.code AS place_code, u.name AS place_name
  FROM producer p JOIN place u ON u.id = p.place
-- @sqlite
 WHERE p.id IN (SELECT rowid FROM producer_fts WHERE producer_fts MATCH :match)
-- @postgres
 WHERE to_tsvector('simple', p.search_folded) @@ to_tsquery('simple', :match)
-- @end
   AND p.place_path LIKE :scope AND (:own IS NULL OR p.id = :own) AND p.withdrawn_at = 0
   AND (CAST(:bare AS BIGINT) = 0 OR u.level = 1) AND (p.name_key, p.id) > (:after_key, COALESCE(:after, 0))
 ORDER BY p.name_key, p.id LIMIT 51;

-- producer_insert(struct producer in) -> producer_id
INSERT INTO producer (code, legal_type, name, licence, tax_code, representative, rep_female,
    rep_minority, rep_disabled, phone, email, address, place, place_path, search_folded, name_key, created_at, place_issued)
VALUES (:code, :legal_type, :name, :licence, :tax_code, :representative, :rep_female,
    :rep_minority, :rep_disabled, :phone, :email, :address, :place, :place_path, :search_folded, :name_key, :created_at, :place_issued)
RETURNING id;

-- producer_update(struct producer in) -> one row or ERR_CONFLICT
UPDATE producer SET legal_type = :legal_type, name = :name, licence = :licence, tax_code = :tax_code,
    representative = :representative, rep_female = :rep_female, rep_minority = :rep_minority,
    rep_disabled = :rep_disabled, phone = :phone, email = :email, address = :address, place = :place,
    place_path = :place_path, place_issued = :place_issued, search_folded = :search_folded, name_key = :name_key, version = version + 1
 WHERE id = :id AND version = :version;

-- producer_withdrawn(producer_id id, instant at, int64_t version) -> one row or ERR_CONFLICT
UPDATE producer SET withdrawn_at = :at, version = version + 1
 WHERE id = :id AND version = :version AND withdrawn_at = 0;

-- producer_by_tax_code(str tax_code, str scope) -> struct producer?
SELECT {p:producer}, u.code AS place_code, u.name AS place_name
  FROM producer p JOIN place u ON u.id = p.place
 WHERE p.tax_code = :tax_code AND p.place_path LIKE :scope AND p.withdrawn_at = 0 ORDER BY p.id LIMIT 1;

-- producer_by_name_key(bytes name_key, str scope) -> struct producer[] limit 20
SELECT {p:producer}, u.code AS place_code, u.name AS place_name
  FROM producer p JOIN place u ON u.id = p.place
 WHERE p.name_key = :name_key AND p.place_path LIKE :scope AND p.withdrawn_at = 0 ORDER BY p.id LIMIT 20;
