-- product.sql: every statement of the room. An actor's area stands in each: :scope, :own.
-- columns product = id, code, producer, name, set_slug, unit, material, story, place_path,
--     search_folded, name_key, version, created_at, withdrawn_at
-- columns photo = id, product, file, shown, caption, removed_at, at
-- audited product = product
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
