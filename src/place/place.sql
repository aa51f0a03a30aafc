-- place.sql: administrative units.
-- columns place = id, level, code, name, short_name, kind, parent_code, path, valid_from, valid_to,
--     name_folded, name_key
-- columns place_successor = id, old, new, whole
-- audited place = place
-- audited place_successor = place_successor

-- place_get(place_id id) -> struct place
SELECT {place} FROM place WHERE id = :id;

-- place_by_key(int32_t level, str code, date valid_from) -> struct place?
SELECT {place} FROM place WHERE level = :level AND code = :code AND valid_from = :valid_from;

-- place_on(int32_t level, str code, date day) -> struct place?
SELECT {place} FROM place
 WHERE level = :level AND code = :code AND valid_from <= :day AND (valid_to = '' OR valid_to > :day)
 ORDER BY valid_from DESC LIMIT 1;

-- place_all_of_code(int32_t level, str code) -> struct place[] limit 20
SELECT {place} FROM place WHERE level = :level AND code = :code ORDER BY valid_from DESC, id LIMIT 20;

-- place_successor_has(place_id old, place_id new) -> int64_t
SELECT COUNT(*) AS count FROM place_successor WHERE old = :old AND new = :new;

-- place_successor_insert(place_id old, place_id new, bool whole) -> int64_t
INSERT INTO place_successor (old, new, whole) VALUES (:old, :new, :whole) RETURNING id;

-- place_successors(place_id old) -> struct place[] limit 20
SELECT {p:place} FROM place_successor s JOIN place p ON p.id = s.new
 WHERE s.old = :old ORDER BY p.name_key, p.id LIMIT 20;

-- place_predecessors(place_id new) -> struct place[] limit 60
SELECT {p:place} FROM place_successor s JOIN place p ON p.id = s.old
 WHERE s.new = :new ORDER BY p.name_key, p.id LIMIT 60;

-- place_named_on(str name_folded, str short_folded, date day) -> struct place[] limit 50
SELECT {place} FROM place
 WHERE level = 3 AND (name_folded = :name_folded OR name_folded LIKE :short_folded)
   AND valid_from <= :day AND (valid_to = '' OR valid_to > :day)
 ORDER BY id LIMIT 50;

-- place_list_on(str scope, date day, int32_t level) -> struct place[] limit 500
SELECT {place} FROM place
 WHERE path LIKE :scope AND level = :level AND valid_from <= :day AND (valid_to = '' OR valid_to > :day)
 ORDER BY name_key, id LIMIT 500;

-- place_search(str scope, date day, str words, bytes after_key, place_id after) -> struct place[] limit 51
SELECT {p:place} FROM place p
 WHERE p.path LIKE :scope AND p.valid_from <= :day AND (p.valid_to = '' OR p.valid_to > :day)
   AND (p.name_folded LIKE :words
        OR EXISTS (SELECT 1 FROM place_successor s JOIN place o ON o.id = s.old
                    WHERE s.new = p.id AND o.name_folded LIKE :words))
   AND (p.name_key, p.id) > (:after_key, COALESCE(:after, 0))
 ORDER BY p.name_key, p.id LIMIT 51;

-- place_insert(struct place in) -> place_id
INSERT INTO place (level, code, name, short_name, kind, parent_code, path, valid_from, valid_to, name_folded, name_key)
VALUES (:level, :code, :name, :short_name, :kind, :parent_code, :path, :valid_from, :valid_to, :name_folded, :name_key)
RETURNING id;

-- place_end(place_id id, date valid_to) -> one row or ERR_CONFLICT
UPDATE place SET valid_to = :valid_to WHERE id = :id AND valid_to = '';
