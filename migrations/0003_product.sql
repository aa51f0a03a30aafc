-- producer and product, with their search columns.

CREATE TABLE producer (
    id ID,
    code TEXT NOT NULL UNIQUE CHECK (length(code) = 12),
    legal_type INT NOT NULL CHECK (legal_type BETWEEN 0 AND 7),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 2 AND 200),
    licence TEXT NOT NULL,
    tax_code TEXT NOT NULL,
    representative TEXT NOT NULL,
    rep_female INT NOT NULL CHECK (rep_female IN (0, 1)),
    rep_minority INT NOT NULL CHECK (rep_minority IN (0, 1)),
    rep_disabled INT NOT NULL CHECK (rep_disabled IN (0, 1)),
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    address TEXT NOT NULL,
    place INT NOT NULL REFERENCES place (id),
    place_path TEXT NOT NULL,
    search_folded TEXT NOT NULL,
    name_key BYTES NOT NULL,
    version INT NOT NULL DEFAULT 1,
    created_at INT NOT NULL,
    withdrawn_at INT NOT NULL DEFAULT 0,
    place_issued INT REFERENCES place (id)
) STRICT;
CREATE INDEX producer_order ON producer (name_key, id);
CREATE INDEX producer_place ON producer (place_path);

CREATE TABLE product (
    id ID,
    code TEXT NOT NULL UNIQUE CHECK (length(code) = 12),
    producer INT NOT NULL REFERENCES producer (id),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 2 AND 200),
    set_slug TEXT NOT NULL,
    unit TEXT NOT NULL,
    material TEXT NOT NULL,
    story TEXT NOT NULL,
    place_path TEXT NOT NULL,
    search_folded TEXT NOT NULL,
    name_key BYTES NOT NULL,
    version INT NOT NULL DEFAULT 1,
    created_at INT NOT NULL,
    withdrawn_at INT NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX product_order ON product (name_key, id);
CREATE INDEX product_producer ON product (producer);
CREATE INDEX product_place ON product (place_path);

CREATE TABLE photo (
    id ID,
    product INT NOT NULL REFERENCES product (id),
    file INT NOT NULL REFERENCES file (id),
    shown INT NOT NULL REFERENCES file (id),
    caption TEXT NOT NULL,
    removed_at INT NOT NULL DEFAULT 0,
    at INT NOT NULL
) STRICT;
CREATE INDEX photo_product ON photo (product, id);

-- @sqlite
CREATE VIRTUAL TABLE product_fts USING fts5 (search_folded, content='product', content_rowid='id', tokenize='unicode61 remove_diacritics 0');
CREATE TRIGGER product_fts_add AFTER INSERT ON product BEGIN
    INSERT INTO product_fts (rowid, search_folded) VALUES (new.id, new.search_folded);
END;
CREATE TRIGGER product_fts_change AFTER UPDATE OF search_folded ON product BEGIN
    INSERT INTO product_fts (product_fts, rowid, search_folded) VALUES ('delete', old.id, old.search_folded);
    INSERT INTO product_fts (rowid, search_folded) VALUES (new.id, new.search_folded);
END;
CREATE VIRTUAL TABLE producer_fts USING fts5 (search_folded, content='producer', content_rowid='id', tokenize='unicode61 remove_diacritics 0');
CREATE TRIGGER producer_fts_add AFTER INSERT ON producer BEGIN
    INSERT INTO producer_fts (rowid, search_folded) VALUES (new.id, new.search_folded);
END;
CREATE TRIGGER producer_fts_change AFTER UPDATE OF search_folded ON producer BEGIN
    INSERT INTO producer_fts (producer_fts, rowid, search_folded) VALUES ('delete', old.id, old.search_folded);
    INSERT INTO producer_fts (rowid, search_folded) VALUES (new.id, new.search_folded);
END;
-- @postgres
CREATE INDEX product_fts ON product USING gin (to_tsvector('simple', search_folded));
CREATE INDEX producer_fts ON producer USING gin (to_tsvector('simple', search_folded));
-- @end

-- what rooms to the right may join
CREATE VIEW pub_producer AS
    SELECT p.id, p.code, p.name, p.legal_type, p.representative, p.address, p.place_path,
           u.name AS place_name
      FROM producer p JOIN place u ON u.id = p.place WHERE p.withdrawn_at = 0;
CREATE VIEW pub_product AS
    SELECT p.id, p.code, p.name, p.set_slug, p.unit, p.story, p.place_path, p.producer, p.version,
           p.search_folded, p.name_key, r.name AS producer_name, r.code AS producer_code,
           r.place_name, r.address
      FROM product p JOIN pub_producer r ON r.id = p.producer WHERE p.withdrawn_at = 0;
CREATE VIEW pub_photo AS
    SELECT o.product, o.id, f.sha256, f.width, f.height
      FROM photo o JOIN file f ON f.id = o.shown WHERE o.removed_at = 0;
