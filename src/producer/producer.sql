-- producer.sql: who makes products.
-- include "producer/producer_card.h"
-- include "producer/producer_in.h"
-- columns producer = id, code, legal_type, name, licence, tax_code, representative, rep_female,
--     rep_minority, rep_disabled, phone, email, address, place, place_path, search_folded, name_key,
--     version, created_at, withdrawn_at, place_issued
-- columns paper = id, owner, kind, number, issuer, valid_from, valid_until, note, version, at, removed_at
-- columns site = id, owner, kind, name, place, address, latitude, longitude, area, material, code,
--     code_issuer, valid_from, valid_until, version, at, removed_at
-- columns producer_year = id, owner, year, revenue, export_revenue, workers, workers_province,
--     workers_commune, workers_female, workers_minority, version, at, removed_at
-- columns producer_twin = id, low, high, kept, at, by_account
-- audited producer_twin = producer_twin
-- audited producer = producer
-- audited paper = paper
-- audited site = site
-- audited producer_year = producer_year

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

-- paper_list(int64_t owner) -> struct paper[] limit 200
SELECT id, owner, kind, number, issuer, valid_from, valid_until, note, version, at
  FROM paper WHERE owner = :owner AND removed_at = 0 ORDER BY kind, valid_from, id LIMIT 200;

-- paper_insert(struct paper in) -> card_id
INSERT INTO paper (owner, kind, number, issuer, valid_from, valid_until, note, at)
VALUES (:owner, :kind, :number, :issuer, :valid_from, :valid_until, :note, :at) RETURNING id;

-- paper_update(struct paper in) -> one row or ERR_CONFLICT
UPDATE paper SET kind = :kind, number = :number, issuer = :issuer, valid_from = :valid_from,
    valid_until = :valid_until, note = :note, version = version + 1
 WHERE id = :id AND version = :version AND removed_at = 0;

-- paper_remove(card_id id, int64_t version, instant removed_at) -> one row or ERR_CONFLICT
UPDATE paper SET removed_at = :removed_at, version = version + 1
 WHERE id = :id AND version = :version AND removed_at = 0;

-- paper_due_list(str scope, producer_id own, date from_day, date until_day, date after_day, card_id after) -> struct paper_due[] limit 51
SELECT a.id, a.kind, a.number, a.valid_until, p.code, p.name, p.phone, u.name AS place_name
  FROM paper a JOIN producer p ON p.id = a.owner JOIN place u ON u.id = p.place
 WHERE a.removed_at = 0 AND a.valid_until >= :from_day AND a.valid_until <= :until_day AND a.valid_until <> ''
   AND p.withdrawn_at = 0 AND p.place_path LIKE :scope AND (:own IS NULL OR p.id = :own)
   AND (a.valid_until, a.id) > (:after_day, COALESCE(:after, 0))
 ORDER BY a.valid_until, a.id LIMIT 51;

-- site_list(int64_t owner) -> struct site[] limit 200
SELECT s.id, s.owner, s.kind, s.name, s.place, u.code AS place_code, s.address, s.latitude, s.longitude, s.area,
       s.material, s.code, s.code_issuer, s.valid_from, s.valid_until, s.version, s.at
  FROM site s JOIN place u ON u.id = s.place
 WHERE s.owner = :owner AND s.removed_at = 0 ORDER BY s.kind, s.id LIMIT 200;

-- site_insert(struct site in) -> card_id
INSERT INTO site (owner, kind, name, place, address, latitude, longitude, area, material, code,
    code_issuer, valid_from, valid_until, at)
VALUES (:owner, :kind, :name, :place, :address, :latitude, :longitude, :area, :material, :code,
    :code_issuer, :valid_from, :valid_until, :at) RETURNING id;

-- site_update(struct site in) -> one row or ERR_CONFLICT
UPDATE site SET kind = :kind, name = :name, place = :place, address = :address, latitude = :latitude,
    longitude = :longitude, area = :area, material = :material, code = :code, code_issuer = :code_issuer,
    valid_from = :valid_from, valid_until = :valid_until, version = version + 1
 WHERE id = :id AND version = :version AND removed_at = 0;

-- site_remove(card_id id, int64_t version, instant removed_at) -> one row or ERR_CONFLICT
UPDATE site SET removed_at = :removed_at, version = version + 1
 WHERE id = :id AND version = :version AND removed_at = 0;

-- producer_year_list(int64_t owner) -> struct producer_year[] limit 200
SELECT id, owner, year, revenue, export_revenue, workers, workers_province, workers_commune, workers_female,
       workers_minority, version, at
  FROM producer_year WHERE owner = :owner AND removed_at = 0 ORDER BY year DESC, id LIMIT 200;

-- producer_year_insert(struct producer_year in) -> card_id
INSERT INTO producer_year (owner, year, revenue, export_revenue, workers, workers_province, workers_commune,
    workers_female, workers_minority, at)
VALUES (:owner, :year, :revenue, :export_revenue, :workers, :workers_province, :workers_commune,
    :workers_female, :workers_minority, :at) RETURNING id;

-- producer_year_update(struct producer_year in) -> one row or ERR_CONFLICT
UPDATE producer_year SET year = :year, revenue = :revenue, export_revenue = :export_revenue, workers = :workers,
    workers_province = :workers_province, workers_commune = :workers_commune,
    workers_female = :workers_female, workers_minority = :workers_minority, version = version + 1
 WHERE id = :id AND version = :version AND removed_at = 0;

-- producer_year_remove(card_id id, int64_t version, instant removed_at) -> one row or ERR_CONFLICT
UPDATE producer_year SET removed_at = :removed_at, version = version + 1
 WHERE id = :id AND version = :version AND removed_at = 0;

-- twin_candidates(str scope) -> struct twin_candidate each
SELECT p.id, p.code, p.name, p.tax_code, p.phone, u.name AS place_name
  FROM producer p JOIN place u ON u.id = p.place
 WHERE p.place_path LIKE :scope AND p.withdrawn_at = 0 ORDER BY p.id;

-- twin_told(producer_id a, producer_id b) -> int64_t
SELECT COUNT(*) AS count FROM producer_twin
 WHERE (low = :a AND high = :b) OR (low = :b AND high = :a);

-- twin_insert(struct twin_said in) -> int64_t
INSERT INTO producer_twin (low, high, kept, at, by_account)
VALUES (:low, :high, :kept, :at, COALESCE(:by_account, 0)) RETURNING id;

-- twin_apart(producer_id a, producer_id b) -> int64_t?
SELECT id FROM producer_twin
 WHERE ((low = :a AND high = :b) OR (low = :b AND high = :a)) AND kept IS NULL ORDER BY id LIMIT 1;

-- twin_change(int64_t id, producer_id kept) -> one row or ERR_CONFLICT
UPDATE producer_twin SET kept = :kept WHERE id = :id AND kept IS NULL;

-- twin_kept(producer_id gone) -> producer_id
SELECT kept FROM producer_twin
 WHERE (low = :gone OR high = :gone) AND kept IS NOT NULL AND kept <> :gone ORDER BY id DESC LIMIT 1;

-- twin_next(str code) -> struct twin_end?
SELECT k.code FROM producer g JOIN producer_twin t ON (t.low = g.id OR t.high = g.id) JOIN producer k ON k.id = t.kept
 WHERE g.code = :code AND t.kept <> g.id AND g.withdrawn_at > 0 ORDER BY t.id DESC LIMIT 1;
