-- place: administrative units as a dated tree, keyed (level, code, valid_from).

CREATE TABLE place (
    id ID,
    level INT NOT NULL CHECK (level BETWEEN 1 AND 3),
    code TEXT NOT NULL CHECK (length(code) BETWEEN 2 AND 10),
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent_code TEXT NOT NULL,
    path TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    name_key BYTES NOT NULL,
    UNIQUE (level, code, valid_from)
) STRICT;
CREATE INDEX place_path ON place (path, level);
