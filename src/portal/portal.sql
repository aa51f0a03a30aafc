-- portal.sql: what the public sees. Only products with a recognition are listed; the newest counts.
-- include "portal/portal_in.h"

-- listing_all(int32_t star, bytes after_key, product_id after) -> struct listing[] limit 25
SELECT p.id, p.code, p.name, p.producer_name, p.place_name, p.set_slug, p.name_key, r.star, r.issued_on, r.expires_on,
       COALESCE((SELECT f.sha256 FROM pub_photo f WHERE f.product = p.id ORDER BY f.id LIMIT 1), '') AS photo
  FROM pub_product p JOIN pub_recognition r ON r.product = p.id
 WHERE r.id = (SELECT MAX(n.id) FROM pub_recognition n WHERE n.product = p.id)
   AND (:star = 0 OR r.star = :star) AND (p.name_key, p.id) > (:after_key, COALESCE(:after, 0))
 ORDER BY p.name_key, p.id LIMIT 25;

-- listing_search(str match, int32_t star, bytes after_key, product_id after) -> struct listing[] limit 25
SELECT p.id, p.code, p.name, p.producer_name, p.place_name, p.set_slug, p.name_key, r.star, r.issued_on, r.expires_on,
       COALESCE((SELECT f.sha256 FROM pub_photo f WHERE f.product = p.id ORDER BY f.id LIMIT 1), '') AS photo
  FROM pub_product p JOIN pub_recognition r ON r.product = p.id
-- @sqlite
 WHERE p.id IN (SELECT rowid FROM product_fts WHERE product_fts MATCH :match)
-- @postgres
 WHERE to_tsvector('simple', p.search_folded) @@ to_tsquery('simple', :match)
-- @end
   AND r.id = (SELECT MAX(n.id) FROM pub_recognition n WHERE n.product = p.id)
   AND (:star = 0 OR r.star = :star) AND (p.name_key, p.id) > (:after_key, COALESCE(:after, 0))
 ORDER BY p.name_key, p.id LIMIT 25;

-- listing_counts(date today) -> struct star_count[] limit 5
SELECT star, COUNT(*) AS count FROM pub_recognition
 WHERE issued_on <= :today AND expires_on >= :today
   AND id = (SELECT MAX(n.id) FROM pub_recognition n WHERE n.product = pub_recognition.product)
 GROUP BY star ORDER BY star LIMIT 5;

-- public_product(str code) -> struct public_product
SELECT p.id, p.code, p.name, p.set_slug, p.unit, p.story, p.producer_name, p.place_name, p.address
  FROM pub_product p WHERE p.code = :code;

-- public_photos(product_id product) -> struct public_photo[] limit 12
SELECT sha256, width, height FROM pub_photo WHERE product = :product ORDER BY id LIMIT 12;
