-- report.sql: what held a star on a day. :day is an ISO day, :scope the area of today. The newest
-- recognition is found product by product, whatever the planner knows of the tables.
-- include "report/report_in.h"

-- report_stars(date day, str scope) -> struct star_cell[] limit 20
SELECT r.star, CAST(r.potential AS BIGINT) AS potential, COUNT(*) AS count
  FROM pub_product p
  JOIN pub_recognition r ON r.id = (SELECT n.id FROM pub_newest n WHERE n.product = p.id AND n.issued_on <= :day
                                     ORDER BY n.issued_on DESC, n.id DESC LIMIT 1)
 WHERE p.place_path LIKE :scope AND r.expires_on >= :day
 GROUP BY r.star, r.potential ORDER BY r.star, r.potential LIMIT 20;

-- report_types(date day, str scope) -> struct type_cell[] limit 20
SELECT u.legal_type, COUNT(DISTINCT u.producer) AS count
  FROM pub_product p
  JOIN pub_recognition r ON r.id = (SELECT n.id FROM pub_newest n WHERE n.product = p.id AND n.issued_on <= :day
                                     ORDER BY n.issued_on DESC, n.id DESC LIMIT 1)
  JOIN pub_producer_unit u ON u.producer = p.producer
 WHERE p.place_path LIKE :scope AND r.expires_on >= :day
 GROUP BY u.legal_type ORDER BY u.legal_type LIMIT 20;

-- report_unit_rows(date day, str scope) -> struct report_unit[] limit 5000
SELECT k.path, COALESCE(c.code, '') AS code, COALESCE(c.name, '') AS name, k.products, k.producers
  FROM (SELECT CASE WHEN u.issued_path <> '' AND u.issued_from <= :day AND (u.issued_to = '' OR u.issued_to > :day)
                    THEN u.issued_path ELSE u.now_path END AS path,
               COUNT(*) AS products, COUNT(DISTINCT u.producer) AS producers
          FROM pub_product p
          JOIN pub_recognition r ON r.id = (SELECT n.id FROM pub_newest n WHERE n.product = p.id AND n.issued_on <= :day
                                             ORDER BY n.issued_on DESC, n.id DESC LIMIT 1)
          JOIN pub_producer_unit u ON u.producer = p.producer
         WHERE p.place_path LIKE :scope AND r.expires_on >= :day
         GROUP BY 1) k
  LEFT JOIN pub_unit c ON c.path = k.path AND c.level = 3
       AND c.id = (SELECT MAX(x.id) FROM pub_unit x WHERE x.path = k.path AND x.level = 3
                    AND x.valid_from <= :day AND (x.valid_to = '' OR x.valid_to > :day))
 ORDER BY c.name_key IS NULL, c.name_key, k.path LIMIT 5000;

-- report_communes(date day, str scope) -> int64_t
SELECT COUNT(*) AS count FROM pub_unit
 WHERE level = 3 AND path LIKE :scope AND valid_from <= :day AND (valid_to = '' OR valid_to > :day);

-- report_revoked(date from_day, date day, str scope) -> struct revoked_cell[] limit 40
SELECT r.star, r.ground, COUNT(DISTINCT p.id) AS products
  FROM pub_product p JOIN pub_recognition r ON r.product = p.id
 WHERE p.place_path LIKE :scope AND r.revoked_on >= :from_day AND r.revoked_on <= :day
 GROUP BY r.star, r.ground ORDER BY r.star, r.ground LIMIT 40;

-- report_revoked_producers(date from_day, date day, str scope) -> int64_t
SELECT COUNT(DISTINCT p.producer) AS count
  FROM pub_product p JOIN pub_recognition r ON r.product = p.id
 WHERE p.place_path LIKE :scope AND r.revoked_on >= :from_day AND r.revoked_on <= :day;
