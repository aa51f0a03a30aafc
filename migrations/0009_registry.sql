-- registry: units through time, and records that come in as tables.

-- which unit a unit that ended went to; a unit that was split went to several
CREATE TABLE place_successor (
    id ID,
    old INT NOT NULL REFERENCES place (id),
    new INT NOT NULL REFERENCES place (id),
    whole INT NOT NULL CHECK (whole IN (0, 1)),
    UNIQUE (old, new)
) STRICT;
CREATE INDEX place_successor_new ON place_successor (new);
CREATE INDEX place_name ON place (level, name_folded);

-- one table brought in: a file, how its columns were understood, what became of its rows
CREATE TABLE intake (
    id ID,
    code TEXT NOT NULL UNIQUE CHECK (length(code) = 12),
    kind INT NOT NULL CHECK (kind BETWEEN 1 AND 3),
    file INT NOT NULL REFERENCES file (id),
    file_name TEXT NOT NULL,
    mapping TEXT NOT NULL,
    state INT NOT NULL CHECK (state BETWEEN 1 AND 7),
    place_path TEXT NOT NULL,
    by_account INT NOT NULL,
    lines INT NOT NULL DEFAULT 0,
    done_line INT NOT NULL DEFAULT 0,
    trouble TEXT NOT NULL DEFAULT '',
    at INT NOT NULL,
    version INT NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX intake_state ON intake (state) WHERE state IN (2, 4, 6);

CREATE TABLE intake_row (
    id ID,
    intake INT NOT NULL REFERENCES intake (id),
    line INT NOT NULL,
    state INT NOT NULL CHECK (state BETWEEN 1 AND 9),
    cells TEXT NOT NULL,
    name TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    product INT,
    producer INT,
    recognition INT,
    made INT NOT NULL DEFAULT 0,
    product_version INT NOT NULL DEFAULT 0,
    producer_version INT NOT NULL DEFAULT 0,
    before TEXT NOT NULL DEFAULT '',
    UNIQUE (intake, line)
) STRICT;
CREATE INDEX intake_row_state ON intake_row (intake, state, line);
CREATE INDEX intake_row_name ON intake_row (intake, name);
CREATE INDEX intake_row_product ON intake_row (product);
CREATE INDEX intake_row_recognition ON intake_row (recognition);

-- units, and where a producer is counted: under the unit it was entered with while that was in
-- force, under the one that followed afterwards
CREATE VIEW pub_unit AS
    SELECT id, level, code, name, path, valid_from, valid_to, name_key FROM place;
CREATE VIEW pub_producer_unit AS
    SELECT p.id AS producer, p.place_path, u.path AS now_path, u.level AS now_level,
           COALESCE(i.path, '') AS issued_path, COALESCE(i.valid_from, '') AS issued_from,
           COALESCE(i.valid_to, '') AS issued_to, p.legal_type
      FROM producer p JOIN place u ON u.id = p.place LEFT JOIN place i ON i.id = p.place_issued
     WHERE p.withdrawn_at = 0;
