-- product.sql: every statement of the room. An actor's area stands in each: :scope, :own.
-- include "product/product_card.h"
-- columns product = id, code, producer, name, set_slug, unit, material, story, place_path,
--     search_folded, name_key, version, created_at, withdrawn_at
-- columns photo = id, product, file, shown, caption, removed_at, at
-- columns sale_unit = id, owner, name, gtin, price_low, price_high, priced_on, version, at, removed_at
-- columns label = id, owner, kind, name, used_from, used_until, note, version, at, removed_at
-- columns issued_code = id, owner, code, issuer, issued_on, province, district, commune, number, year,
--     version, at, removed_at
-- columns product_year = id, owner, year, output, output_unit, revenue, jobs, export_revenue, export_to,
--     version, at, removed_at
-- columns roadmap = id, owner, state, star, year, task, keeper, until, version, at, removed_at
-- audited product = product
-- audited sale_unit = sale_unit
-- audited label = label
-- audited issued_code = issued_code
-- audited product_year = product_year
-- audited roadmap = roadmap
-- audited photo = photo

-- product_get(product_id id) -> struct product
SELECT {p:product}, r.code AS producer_code, r.name AS producer_name, r.place_name
  FROM product p JOIN pub_producer r ON r.id = p.producer WHERE p.id = :id AND p.withdrawn_at = 0;

-- product_seen(str code, str scope, producer_id own) -> struct product
SELECT {p:product}, r.code AS producer_code, r.name AS producer_name, r.place_name
  FROM product p JOIN pub_producer r ON r.id = p.producer
 WHERE p.code = :code AND p.withdrawn_at = 0 AND p.place_path LIKE :scope AND (:own IS NULL OR p.producer = :own);

-- product_list(str scope, producer_id own, str set_slug, bytes after_key, product_id after) -> struct product[] limit 51
SELECT {p:product}, r.code AS producer_code, r.name AS producer_name, r.place_name
  FROM product p JOIN pub_producer r ON r.id = p.producer
 WHERE p.place_path LIKE :scope AND (:own IS NULL OR p.producer = :own) AND p.withdrawn_at = 0
   AND (:set_slug = '' OR p.set_slug = :set_slug)
   AND (p.name_key, p.id) > (:after_key, COALESCE(:after, 0))
 ORDER BY p.name_key, p.id LIMIT 51;

-- product_search(str match, str scope, producer_id own, str set_slug, bytes after_key, product_id after) -> struct product[] limit 51
SELECT {p:product}, r.code AS producer_code, r.name AS producer_name, r.place_name
  FROM product p JOIN pub_producer r ON r.id = p.producer
-- @sqlite
 WHERE p.id IN (SELECT rowid FROM product_fts WHERE product_fts MATCH :match)
-- @postgres
 WHERE to_tsvector('simple', p.search_folded) @@ to_tsquery('simple', :match)
-- @end
   AND p.place_path LIKE :scope AND (:own IS NULL OR p.producer = :own) AND p.withdrawn_at = 0
   AND (:set_slug = '' OR p.set_slug = :set_slug)
   AND (p.name_key, p.id) > (:after_key, COALESCE(:after, 0))
 ORDER BY p.name_key, p.id LIMIT 51;

-- product_insert(struct product in) -> product_id
INSERT INTO product (code, producer, name, set_slug, unit, material, story, place_path, search_folded,
    name_key, created_at)
VALUES (:code, :producer, :name, :set_slug, :unit, :material, :story, :place_path, :search_folded,
    :name_key, :created_at)
RETURNING id;

-- product_update(struct product in) -> one row or ERR_CONFLICT
UPDATE product SET name = :name, set_slug = :set_slug, unit = :unit, material = :material,
    story = :story, place_path = :place_path, search_folded = :search_folded, name_key = :name_key,
    version = version + 1
 WHERE id = :id AND version = :version;

-- product_moved(product_id id, producer_id producer, int64_t version) -> one row or ERR_CONFLICT
UPDATE product SET producer = :producer, version = version + 1 WHERE id = :id AND version = :version;

-- product_withdrawn(product_id id, instant at, int64_t version) -> one row or ERR_CONFLICT
UPDATE product SET withdrawn_at = :at, version = version + 1
 WHERE id = :id AND version = :version AND withdrawn_at = 0;

-- product_by_name_key(producer_id producer, bytes name_key) -> struct product?
SELECT {p:product}, r.code AS producer_code, r.name AS producer_name, r.place_name
  FROM product p JOIN pub_producer r ON r.id = p.producer
 WHERE p.producer = :producer AND p.name_key = :name_key AND p.withdrawn_at = 0 ORDER BY p.id LIMIT 1;

-- product_of_producer(producer_id producer) -> struct product[] limit 1000
SELECT {p:product}, r.code AS producer_code, r.name AS producer_name, r.place_name
  FROM product p JOIN pub_producer r ON r.id = p.producer
 WHERE p.producer = :producer AND p.withdrawn_at = 0 ORDER BY p.id LIMIT 1000;

-- photo_list(product_id product) -> struct photo[] limit 12
SELECT o.id, o.product, o.file, o.shown, f.sha256, f.width, f.height, o.caption, o.at
  FROM photo o JOIN file f ON f.id = o.shown
 WHERE o.product = :product AND o.removed_at = 0 ORDER BY o.id LIMIT 12;

-- photo_count(product_id product) -> int64_t
SELECT COUNT(*) AS count FROM photo WHERE product = :product AND removed_at = 0;

-- photo_insert(product_id product, file_id file, file_id shown, str caption, instant at) -> photo_id
INSERT INTO photo (product, file, shown, caption, at)
VALUES (:product, :file, :shown, :caption, :at) RETURNING id;

-- photo_remove(photo_id id, product_id product, instant at) -> one row or ERR_CONFLICT
UPDATE photo SET removed_at = :at WHERE id = :id AND product = :product AND removed_at = 0;

-- photo_is_shown(str sha256) -> int64_t
SELECT COUNT(*) AS count FROM photo o JOIN file f ON f.id = o.shown
 WHERE f.sha256 = :sha256 AND o.removed_at = 0;

-- sale_unit_list(int64_t owner) -> struct sale_unit[] limit 200
SELECT id, owner, name, gtin, price_low, price_high, priced_on, version, at
  FROM sale_unit WHERE owner = :owner AND removed_at = 0 ORDER BY price_low, id LIMIT 200;

-- sale_unit_insert(struct sale_unit in) -> card_id
INSERT INTO sale_unit (owner, name, gtin, price_low, price_high, priced_on, at)
VALUES (:owner, :name, :gtin, :price_low, :price_high, :priced_on, :at) RETURNING id;

-- sale_unit_update(struct sale_unit in) -> one row or ERR_CONFLICT
UPDATE sale_unit SET name = :name, gtin = :gtin, price_low = :price_low, price_high = :price_high, priced_on = :priced_on, version = version + 1
 WHERE id = :id AND version = :version AND removed_at = 0;

-- sale_unit_remove(card_id id, int64_t version, instant removed_at) -> one row or ERR_CONFLICT
UPDATE sale_unit SET removed_at = :removed_at, version = version + 1
 WHERE id = :id AND version = :version AND removed_at = 0;

-- label_list(int64_t owner) -> struct label[] limit 200
SELECT id, owner, kind, name, used_from, used_until, note, version, at
  FROM label WHERE owner = :owner AND removed_at = 0 ORDER BY used_from DESC, id LIMIT 200;

-- label_insert(struct label in) -> card_id
INSERT INTO label (owner, kind, name, used_from, used_until, note, at)
VALUES (:owner, :kind, :name, :used_from, :used_until, :note, :at) RETURNING id;

-- label_update(struct label in) -> one row or ERR_CONFLICT
UPDATE label SET kind = :kind, name = :name, used_from = :used_from, used_until = :used_until, note = :note, version = version + 1
 WHERE id = :id AND version = :version AND removed_at = 0;

-- label_remove(card_id id, int64_t version, instant removed_at) -> one row or ERR_CONFLICT
UPDATE label SET removed_at = :removed_at, version = version + 1
 WHERE id = :id AND version = :version AND removed_at = 0;

-- issued_code_list(int64_t owner) -> struct issued_code[] limit 200
SELECT id, owner, code, issuer, issued_on, province, district, commune, number, year, version, at
  FROM issued_code WHERE owner = :owner AND removed_at = 0 ORDER BY issued_on DESC, id LIMIT 200;

-- issued_code_insert(struct issued_code in) -> card_id
INSERT INTO issued_code (owner, code, issuer, issued_on, province, district, commune, number, year, at)
VALUES (:owner, :code, :issuer, :issued_on, :province, :district, :commune, :number, :year, :at) RETURNING id;

-- issued_code_update(struct issued_code in) -> one row or ERR_CONFLICT
UPDATE issued_code SET code = :code, issuer = :issuer, issued_on = :issued_on, province = :province, district = :district, commune = :commune, number = :number, year = :year, version = version + 1
 WHERE id = :id AND version = :version AND removed_at = 0;

-- issued_code_remove(card_id id, int64_t version, instant removed_at) -> one row or ERR_CONFLICT
UPDATE issued_code SET removed_at = :removed_at, version = version + 1
 WHERE id = :id AND version = :version AND removed_at = 0;

-- product_year_list(int64_t owner) -> struct product_year[] limit 200
SELECT id, owner, year, output, output_unit, revenue, jobs, export_revenue, export_to, version, at
  FROM product_year WHERE owner = :owner AND removed_at = 0 ORDER BY year DESC, id LIMIT 200;

-- product_year_insert(struct product_year in) -> card_id
INSERT INTO product_year (owner, year, output, output_unit, revenue, jobs, export_revenue, export_to, at)
VALUES (:owner, :year, :output, :output_unit, :revenue, :jobs, :export_revenue, :export_to, :at) RETURNING id;

-- product_year_update(struct product_year in) -> one row or ERR_CONFLICT
UPDATE product_year SET year = :year, output = :output, output_unit = :output_unit, revenue = :revenue, jobs = :jobs, export_revenue = :export_revenue, export_to = :export_to, version = version + 1
 WHERE id = :id AND version = :version AND removed_at = 0;

-- product_year_remove(card_id id, int64_t version, instant removed_at) -> one row or ERR_CONFLICT
UPDATE product_year SET removed_at = :removed_at, version = version + 1
 WHERE id = :id AND version = :version AND removed_at = 0;

-- roadmap_list(int64_t owner) -> struct roadmap[] limit 200
SELECT id, owner, state, star, year, task, keeper, until, version, at
  FROM roadmap WHERE owner = :owner AND removed_at = 0 ORDER BY year DESC, id LIMIT 200;

-- roadmap_insert(struct roadmap in) -> card_id
INSERT INTO roadmap (owner, state, star, year, task, keeper, until, at)
VALUES (:owner, :state, :star, :year, :task, :keeper, :until, :at) RETURNING id;

-- roadmap_update(struct roadmap in) -> one row or ERR_CONFLICT
UPDATE roadmap SET state = :state, star = :star, year = :year, task = :task, keeper = :keeper, until = :until, version = version + 1
 WHERE id = :id AND version = :version AND removed_at = 0;

-- roadmap_remove(card_id id, int64_t version, instant removed_at) -> one row or ERR_CONFLICT
UPDATE roadmap SET removed_at = :removed_at, version = version + 1
 WHERE id = :id AND version = :version AND removed_at = 0;

-- roadmap_all(str scope, producer_id own, int32_t state, int32_t year, int32_t after_year, card_id after) -> struct roadmap_line[] limit 51
SELECT m.id, m.state, m.star, m.year, m.task, m.keeper, m.until, p.code, p.name, r.name AS producer_name, r.place_name
  FROM roadmap m JOIN product p ON p.id = m.owner JOIN pub_producer r ON r.id = p.producer
 WHERE m.removed_at = 0 AND p.withdrawn_at = 0 AND p.place_path LIKE :scope AND (:own IS NULL OR p.producer = :own)
   AND (CAST(:state AS BIGINT) = 0 OR m.state = :state) AND (CAST(:year AS BIGINT) = 0 OR m.year = :year)
   AND (m.year, m.id) > (CAST(:after_year AS BIGINT), COALESCE(:after, 0))
 ORDER BY m.year, m.id LIMIT 51;
