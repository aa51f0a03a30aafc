-- place.sql: administrative units.
-- columns place = id, level, code, name, short_name, kind, parent_code, path, valid_from, valid_to,
--     name_folded, name_key
-- audited place = place

-- place_get(place_id id) -> struct place
SELECT {place} FROM place WHERE id = :id;

-- place_by_key(int32_t level, str code, date valid_from) -> struct place?
SELECT {place} FROM place WHERE level = :level AND code = :code AND valid_from = :valid_from;

-- place_on(int32_t level, str code, date day) -> struct place?
SELECT {place} FROM place
 WHERE level = :level AND code = :code AND valid_from <= :day AND (valid_to = '' OR valid_to > :day)
 ORDER BY valid_from DESC LIMIT 1;

-- place_list_on(str scope, date day, int32_t level) -> struct place[] limit 500
SELECT {place} FROM place
 WHERE path LIKE :scope AND level = :level AND valid_from <= :day AND (valid_to = '' OR valid_to > :day)
 ORDER BY name_key, id LIMIT 500;

-- place_search(str scope, date day, str words, bytes after_key, place_id after) -> struct place[] limit 51
SELECT {place} FROM place
 WHERE path LIKE :scope AND valid_from <= :day AND (valid_to = '' OR valid_to > :day)
   AND name_folded LIKE :words AND (name_key, id) > (:after_key, COALESCE(:after, 0))
 ORDER BY name_key, id LIMIT 51;

-- place_insert(struct place in) -> place_id
INSERT INTO place (level, code, name, short_name, kind, parent_code, path, valid_from, valid_to, name_folded, name_key)
VALUES (:level, :code, :name, :short_name, :kind, :parent_code, :path, :valid_from, :valid_to, :name_folded, :name_key)
RETURNING id;

-- place_end(place_id id, date valid_to) -> one row or ERR_CONFLICT
UPDATE place SET valid_to = :valid_to WHERE id = :id AND valid_to = '';
