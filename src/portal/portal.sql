-- portal.sql: what the public sees. Only products with a recognition are listed; the newest counts
-- (pub_listing). Words and filters stand in each statement; a filter that is 0 or '' takes all.
-- include "portal/portal_in.h"
-- columns listing = id, code, name, producer_code, producer_name, place_name, set_slug, name_key, legal_type,
--     recognition_code, star, issued_on, expires_on, decision_number

-- listing_all(struct listing_ask in) -> struct listing[] limit 25
SELECT {p:listing}, 1 AS tier,
       COALESCE((SELECT f.sha256 FROM pub_photo f WHERE f.product = p.id ORDER BY f.id LIMIT 1), '') AS photo
  FROM pub_listing p
 WHERE (CAST(:star AS BIGINT) = 0 OR p.star = :star)
   AND (CAST(:sets AS TEXT) = '' OR :sets LIKE '%,' || p.set_slug || ',%')
   AND (CAST(:place AS TEXT) = '' OR p.place_path LIKE :place)
   AND (CAST(:legal_type AS BIGINT) = 0 OR p.legal_type = :legal_type)
   AND (CAST(:valid AS BIGINT) = 0 OR (:valid = 2 AND p.expires_on < CAST(:today AS TEXT))
        OR (:valid = 1 AND p.issued_on <= :today AND p.expires_on >= :today))
   AND (1, p.name_key, p.id) > (CAST(:after_tier AS BIGINT), :after_key, COALESCE(CAST(:after AS BIGINT), 0))
 ORDER BY p.name_key, p.id LIMIT 25;

-- listing_search(struct listing_ask in) -> struct listing[] limit 25
SELECT {p:listing}, p.tier,
       COALESCE((SELECT f.sha256 FROM pub_photo f WHERE f.product = p.id ORDER BY f.id LIMIT 1), '') AS photo
-- @sqlite
  FROM (SELECT l.*, CASE WHEN l.id IN (SELECT rowid FROM listing_fts WHERE listing_fts MATCH :exact)
                         THEN 1 ELSE 3 END
                    + CASE WHEN l.search_folded || ' ' LIKE :head THEN 0 ELSE 1 END AS tier
          FROM pub_listing l
         WHERE l.id IN (SELECT rowid FROM product_fts WHERE product_fts MATCH :match)) p
-- @postgres
  FROM (SELECT l.*, CASE WHEN vi_words(l.name || ' ' || l.producer_name || ' ' || l.place_name)
                              @@ to_tsquery('simple', CAST(:exact AS TEXT))
                         THEN 1 ELSE 3 END
                    + CASE WHEN l.search_folded || ' ' LIKE CAST(:head AS TEXT) THEN 0 ELSE 1 END AS tier
          FROM pub_listing l
         WHERE to_tsvector('simple', l.search_folded) @@ to_tsquery('simple', CAST(:match AS TEXT))) p
-- @end
 WHERE (CAST(:star AS BIGINT) = 0 OR p.star = :star)
   AND (CAST(:sets AS TEXT) = '' OR :sets LIKE '%,' || p.set_slug || ',%')
   AND (CAST(:place AS TEXT) = '' OR p.place_path LIKE :place)
   AND (CAST(:legal_type AS BIGINT) = 0 OR p.legal_type = :legal_type)
   AND (CAST(:valid AS BIGINT) = 0 OR (:valid = 2 AND p.expires_on < CAST(:today AS TEXT))
        OR (:valid = 1 AND p.issued_on <= :today AND p.expires_on >= :today))
   AND (p.tier, p.name_key, p.id) > (CAST(:after_tier AS BIGINT), :after_key, COALESCE(CAST(:after AS BIGINT), 0))
 ORDER BY p.tier, p.name_key, p.id LIMIT 25;

-- facet_all(date today) -> struct facet_cell each
SELECT star, set_slug, place_path, legal_type,
       CASE WHEN expires_on < :today THEN 2 WHEN issued_on > :today THEN 3 ELSE 1 END AS valid,
       MAX(place_name) AS place_name, COUNT(*) AS count
  FROM pub_listing GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5;

-- facet_search(str match, date today) -> struct facet_cell each
SELECT star, set_slug, place_path, legal_type,
       CASE WHEN expires_on < :today THEN 2 WHEN issued_on > :today THEN 3 ELSE 1 END AS valid,
       MAX(place_name) AS place_name, COUNT(*) AS count
  FROM pub_listing
-- @sqlite
 WHERE id IN (SELECT rowid FROM product_fts WHERE product_fts MATCH :match)
-- @postgres
 WHERE to_tsvector('simple', search_folded) @@ to_tsquery('simple', :match)
-- @end
 GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5;

-- listing_counts(date today) -> struct star_count[] limit 5
SELECT star, COUNT(*) AS count FROM pub_listing
 WHERE issued_on <= :today AND expires_on >= :today GROUP BY star ORDER BY star LIMIT 5;

-- suggest_products(str match, str head) -> struct suggestion[] limit 24
SELECT p.name, p.code, CASE WHEN p.search_folded LIKE :head THEN 1 ELSE 2 END AS tier
  FROM pub_listing p
-- @sqlite
 WHERE p.id IN (SELECT rowid FROM product_fts WHERE product_fts MATCH :match)
-- @postgres
 WHERE to_tsvector('simple', p.search_folded) @@ to_tsquery('simple', :match)
-- @end
 ORDER BY CASE WHEN p.search_folded LIKE :head THEN 1 ELSE 2 END, p.name_key, p.id LIMIT 24;

-- suggest_producers(str match) -> struct suggestion[] limit 24
SELECT p.producer_name AS name, p.producer_code AS code, 1 AS tier FROM pub_listing p
-- @sqlite
 WHERE p.id IN (SELECT rowid FROM product_fts WHERE product_fts MATCH :match)
-- @postgres
 WHERE to_tsvector('simple', p.search_folded) @@ to_tsquery('simple', :match)
-- @end
 GROUP BY p.producer_name, p.producer_code ORDER BY p.producer_name, p.producer_code LIMIT 24;

-- listing_of_producer(str producer_code) -> struct listing[] limit 200
SELECT {p:listing}, 1 AS tier,
       COALESCE((SELECT f.sha256 FROM pub_photo f WHERE f.product = p.id ORDER BY f.id LIMIT 1), '') AS photo
  FROM pub_listing p WHERE p.producer_code = :producer_code ORDER BY p.name_key, p.id LIMIT 200;

-- listing_newest() -> struct listing[] limit 50
SELECT {p:listing}, 1 AS tier, '' AS photo FROM pub_listing p
 ORDER BY p.issued_on DESC, p.recognition DESC LIMIT 50;

-- listing_each() -> struct listing each
SELECT {p:listing}, 1 AS tier, '' AS photo FROM pub_listing p ORDER BY p.name_key, p.id;

-- listed_producers() -> struct suggestion each
SELECT producer_name AS name, producer_code AS code, 1 AS tier FROM pub_listing
 GROUP BY producer_name, producer_code ORDER BY producer_code, producer_name;

-- public_product(str code) -> struct public_product
SELECT p.id, p.code, p.name, p.set_slug, p.unit, p.story, p.producer, p.producer_name, p.producer_code,
       p.place_name, p.address, m.legal_type
  FROM pub_product p JOIN pub_producer m ON m.id = p.producer WHERE p.code = :code;

-- public_producer(str code) -> struct public_producer
SELECT m.id, m.code, m.name, m.legal_type, m.address, m.place_name FROM pub_producer m
 WHERE m.code = :code AND EXISTS (SELECT 1 FROM pub_listing p WHERE p.producer = m.id);

-- public_photos(product_id product) -> struct public_photo[] limit 12
SELECT sha256, width, height FROM pub_photo WHERE product = :product ORDER BY id LIMIT 12;

-- api_all(struct api_ask in) -> struct api_item[] limit 201
SELECT id, code, name, name_key, producer_name, legal_type, recognised, place_path, set_slug, rank
  FROM (SELECT p.id, p.code, p.name, p.name_key, p.producer_name, p.place_path, p.set_slug,
               (SELECT m.legal_type FROM pub_producer m WHERE m.id = p.producer) AS legal_type,
               CASE WHEN EXISTS (SELECT 1 FROM pub_recognition k WHERE k.product = p.id) THEN 1 ELSE 0 END AS recognised,
               COALESCE((SELECT CASE WHEN r.expires_on >= CAST(:today AS TEXT) THEN r.star ELSE 0 END
                           FROM pub_recognition r WHERE r.product = p.id AND r.issued_on <= CAST(:today AS TEXT)
                          ORDER BY r.issued_on DESC, r.id DESC LIMIT 1), 0) AS rank
          FROM pub_product p) l
 WHERE (CAST(:set_slug AS TEXT) = '' OR set_slug = :set_slug) AND place_path LIKE :unit
   AND (CAST(:rank AS BIGINT) < 0 OR rank = :rank) AND CAST(:match AS TEXT) = ''
   AND (name_key, id) > (:after_key, COALESCE(CAST(:after AS BIGINT), 0))
 ORDER BY name_key, id LIMIT CAST(:rows AS BIGINT);

-- api_all_count(struct api_ask in) -> int64_t
SELECT COUNT(*) AS count
  FROM (SELECT p.place_path, p.set_slug,
               COALESCE((SELECT CASE WHEN r.expires_on >= CAST(:today AS TEXT) THEN r.star ELSE 0 END
                           FROM pub_recognition r WHERE r.product = p.id AND r.issued_on <= CAST(:today AS TEXT)
                          ORDER BY r.issued_on DESC, r.id DESC LIMIT 1), 0) AS rank
          FROM pub_product p) l
 WHERE (CAST(:set_slug AS TEXT) = '' OR set_slug = :set_slug) AND place_path LIKE :unit
   AND (CAST(:rank AS BIGINT) < 0 OR rank = :rank);

-- api_search(struct api_ask in) -> struct api_item[] limit 201
SELECT id, code, name, name_key, producer_name, legal_type, recognised, place_path, set_slug, rank
  FROM (SELECT p.id, p.code, p.name, p.name_key, p.producer_name, p.place_path, p.set_slug,
               (SELECT m.legal_type FROM pub_producer m WHERE m.id = p.producer) AS legal_type,
               CASE WHEN EXISTS (SELECT 1 FROM pub_recognition k WHERE k.product = p.id) THEN 1 ELSE 0 END AS recognised,
               COALESCE((SELECT CASE WHEN r.expires_on >= CAST(:today AS TEXT) THEN r.star ELSE 0 END
                           FROM pub_recognition r WHERE r.product = p.id AND r.issued_on <= CAST(:today AS TEXT)
                          ORDER BY r.issued_on DESC, r.id DESC LIMIT 1), 0) AS rank
          FROM pub_product p
-- @sqlite
         WHERE p.id IN (SELECT rowid FROM product_fts WHERE product_fts MATCH :match)) l
-- @postgres
         WHERE to_tsvector('simple', p.search_folded) @@ to_tsquery('simple', CAST(:match AS TEXT))) l
-- @end
 WHERE (CAST(:set_slug AS TEXT) = '' OR set_slug = :set_slug) AND place_path LIKE :unit
   AND (CAST(:rank AS BIGINT) < 0 OR rank = :rank)
   AND (name_key, id) > (:after_key, COALESCE(CAST(:after AS BIGINT), 0))
 ORDER BY name_key, id LIMIT CAST(:rows AS BIGINT);

-- api_search_count(struct api_ask in) -> int64_t
SELECT COUNT(*) AS count
  FROM (SELECT p.place_path, p.set_slug,
               COALESCE((SELECT CASE WHEN r.expires_on >= CAST(:today AS TEXT) THEN r.star ELSE 0 END
                           FROM pub_recognition r WHERE r.product = p.id AND r.issued_on <= CAST(:today AS TEXT)
                          ORDER BY r.issued_on DESC, r.id DESC LIMIT 1), 0) AS rank
          FROM pub_product p
-- @sqlite
         WHERE p.id IN (SELECT rowid FROM product_fts WHERE product_fts MATCH :match)) l
-- @postgres
         WHERE to_tsvector('simple', p.search_folded) @@ to_tsquery('simple', CAST(:match AS TEXT))) l
-- @end
 WHERE (CAST(:set_slug AS TEXT) = '' OR set_slug = :set_slug) AND place_path LIKE :unit
   AND (CAST(:rank AS BIGINT) < 0 OR rank = :rank);

-- public_papers(producer_id producer, date today) -> struct public_paper[] limit 40
SELECT kind, issuer, valid_until FROM pub_paper
 WHERE producer = :producer AND valid_from <= :today AND (valid_until = '' OR valid_until >= :today)
 ORDER BY kind, valid_until, id LIMIT 40;

-- public_shops(producer_id producer) -> struct public_site[] limit 40
SELECT s.kind, s.name, s.address, s.latitude, s.longitude, s.place_name, m.name AS producer_name,
       m.code AS producer_code, m.legal_type
  FROM pub_site s JOIN pub_producer m ON m.id = s.producer
 WHERE s.producer = :producer AND s.kind = 3 ORDER BY s.id LIMIT 40;

-- public_sites(date today) -> struct public_site each
SELECT s.kind, s.name, s.address, s.latitude, s.longitude, s.place_name, m.name AS producer_name,
       m.code AS producer_code, m.legal_type
  FROM pub_site s JOIN pub_producer m ON m.id = s.producer
 WHERE (s.latitude <> 0 OR s.longitude <> 0)
   AND EXISTS (SELECT 1 FROM pub_product p JOIN pub_recognition r ON r.product = p.id
                WHERE p.producer = m.id AND r.issued_on <= :today AND r.expires_on >= :today)
 ORDER BY s.place_name, s.id;

-- public_prices(product_id product) -> struct public_price[] limit 20
SELECT name, gtin, price_low, price_high, priced_on FROM pub_sale_unit
 WHERE product = :product ORDER BY price_low, id LIMIT 20;
