-- intake.sql: tables brought in.
-- include "intake/intake_in.h"
-- columns intake = id, code, kind, file, file_name, mapping, state, place_path, by_account, lines,
--     done_line, trouble, at, version
-- columns intake_row = id, intake, line, state, cells, name, note, product, producer, recognition,
--     made, product_version, producer_version, before

-- intake_insert(struct intake in) -> intake_id
INSERT INTO intake (code, kind, file, file_name, mapping, state, place_path, by_account, lines, at)
VALUES (:code, :kind, :file, :file_name, :mapping, :state, :place_path, COALESCE(:by_account, 0), :lines, :at)
RETURNING id;

-- intake_get(intake_id id) -> struct intake
SELECT {intake} FROM intake WHERE id = :id;

-- intake_seen(str code, str scope) -> struct intake
SELECT {intake} FROM intake WHERE code = :code AND place_path LIKE :scope;

-- intake_list(str scope) -> struct intake[] limit 50
SELECT {intake} FROM intake WHERE place_path LIKE :scope ORDER BY id DESC LIMIT 50;

-- intake_next() -> struct intake?
SELECT {intake} FROM intake WHERE state IN (2, 4, 6) ORDER BY id LIMIT 1;

-- intake_put_mapping(intake_id id, str mapping, int64_t version) -> one row or ERR_CONFLICT
UPDATE intake SET mapping = :mapping, state = 2, done_line = 0, trouble = '', version = version + 1
 WHERE id = :id AND version = :version;

-- intake_put_state(intake_id id, int32_t state, str trouble, int64_t version) -> one row or ERR_CONFLICT
UPDATE intake SET state = :state, done_line = 0, trouble = :trouble, version = version + 1
 WHERE id = :id AND version = :version;

-- intake_claim(intake_id id, int32_t state, int64_t done, int64_t next) -> one row or ERR_CONFLICT
UPDATE intake SET done_line = :next WHERE id = :id AND state = :state AND done_line = :done;

-- intake_forget_rows(intake_id intake) -> rows
DELETE FROM intake_row WHERE intake = :intake AND state NOT IN (6, 8, 9);

-- intake_row_insert(struct intake_row in) -> rows
INSERT INTO intake_row (intake, line, state, cells, name, note, product, producer)
VALUES (:intake, :line, :state, :cells, :name, :note, :product, :producer)
    ON CONFLICT (intake, line) DO UPDATE SET state = excluded.state, cells = excluded.cells, name = excluded.name,
       note = excluded.note, product = excluded.product, producer = excluded.producer
     WHERE intake_row.state NOT IN (6, 8);

-- intake_row_put(struct intake_row in) -> one row or ERR_CONFLICT
UPDATE intake_row SET state = :state, note = :note, product = :product, producer = :producer, recognition = :recognition,
    made = :made, product_version = :product_version, producer_version = :producer_version, before = :before
 WHERE id = :id;

-- intake_product_version(intake_id intake, product_id product, int64_t version) -> rows
UPDATE intake_row SET product_version = :version WHERE intake = :intake AND product = :product AND state = 6;

-- intake_producer_version(intake_id intake, producer_id producer, int64_t version) -> rows
UPDATE intake_row SET producer_version = :version WHERE intake = :intake AND producer = :producer AND state = 6;

-- intake_row_decide(intake_row_id id, intake_id intake, int32_t state) -> one row or ERR_CONFLICT
UPDATE intake_row SET state = :state, made = CASE WHEN :state = 1 THEN 1 ELSE 0 END
 WHERE id = :id AND intake = :intake AND state IN (1, 2, 4, 7);

-- intake_row_get(intake_row_id id, intake_id intake) -> struct intake_row
SELECT {intake_row} FROM intake_row WHERE id = :id AND intake = :intake;

-- intake_row_heading(intake_id intake) -> struct intake_row
SELECT {intake_row} FROM intake_row WHERE intake = :intake AND state = 9 ORDER BY line LIMIT 1;

-- intake_row_list(intake_id intake, int32_t state, int64_t after) -> struct intake_row[] limit 101
SELECT {intake_row} FROM intake_row WHERE intake = :intake AND state = :state AND line > :after ORDER BY line LIMIT 101;

-- intake_row_open(intake_id intake, int64_t after) -> struct intake_row[] limit 100
SELECT {intake_row} FROM intake_row
 WHERE intake = :intake AND state IN (1, 2) AND line > :after ORDER BY line LIMIT 100;

-- intake_row_applied(intake_id intake, int64_t before) -> struct intake_row[] limit 100
SELECT {intake_row} FROM intake_row
 WHERE intake = :intake AND state = 6 AND line < :before ORDER BY line DESC LIMIT 100;

-- intake_row_counts(intake_id intake) -> struct state_count[] limit 20
SELECT state, COUNT(*) AS count FROM intake_row WHERE intake = :intake GROUP BY state ORDER BY state LIMIT 20;

-- intake_producers_made(intake_id intake) -> int64_t
SELECT COUNT(*) AS count FROM intake_row WHERE intake = :intake AND state = 6 AND (made & 2) <> 0;

-- intake_without_commune(intake_id intake) -> int64_t
SELECT COUNT(*) AS count FROM intake_row w JOIN producer p ON p.id = w.producer JOIN place u ON u.id = p.place
 WHERE w.intake = :intake AND w.state = 6 AND (w.made & 2) <> 0 AND u.level = 1 AND p.withdrawn_at = 0;

-- intake_made_producers(intake_id intake) -> struct one_name[] limit 1000
SELECT p.name FROM intake_row w JOIN producer p ON p.id = w.producer
 WHERE w.intake = :intake AND w.state = 6 AND (w.made & 2) <> 0 ORDER BY w.line LIMIT 1000;

-- intake_name_before(intake_id intake, str name, int64_t line) -> int64_t
SELECT COALESCE(MIN(+line), 0) AS line FROM intake_row
 WHERE intake = :intake AND name = :name AND +line < :line AND state <> 5;

-- intake_touched(intake_id intake) -> int64_t
SELECT COUNT(*) AS count FROM intake_row w
  LEFT JOIN product p ON p.id = w.product LEFT JOIN producer r ON r.id = w.producer
 WHERE w.intake = :intake AND w.state = 6
   AND (((w.made & 9) <> 0 AND p.version <> w.product_version)
     OR ((w.made & 18) <> 0 AND r.version <> w.producer_version)
     OR ((w.made & 1) <> 0
         AND (EXISTS (SELECT 1 FROM pub_dossier d WHERE d.product = w.product)
           OR EXISTS (SELECT 1 FROM pub_photo f WHERE f.product = w.product)
           OR EXISTS (SELECT 1 FROM pub_recognition q WHERE q.product = w.product
                       AND NOT EXISTS (SELECT 1 FROM intake_row v
                                        WHERE v.intake = w.intake AND v.recognition = q.id AND (v.made & 4) <> 0))))
     OR ((w.made & 2) <> 0
         AND (EXISTS (SELECT 1 FROM account_role a WHERE a.producer = w.producer AND a.ended_at = 0)
           OR EXISTS (SELECT 1 FROM pub_product x WHERE x.producer = w.producer
                       AND NOT EXISTS (SELECT 1 FROM intake_row v
                                        WHERE v.intake = w.intake AND v.product = x.id AND (v.made & 1) <> 0)))));

-- intake_counted() -> rows
-- @sqlite
UPDATE intake SET version = version WHERE id = 0;
-- @postgres
ANALYZE producer, product, recognition, intake_row;
-- @end
