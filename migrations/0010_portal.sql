-- portal: what the public searches: every recognised product with its newest recognition.

CREATE VIEW pub_listing AS
    SELECT p.id, p.code, p.name, p.name_key, p.set_slug, p.search_folded, p.producer,
           p.producer_name, p.producer_code, p.place_name, p.place_path, m.legal_type,
           r.id AS recognition, r.code AS recognition_code, r.star, r.issued_on, r.expires_on,
           r.decision_number
      FROM pub_product p JOIN pub_producer m ON m.id = p.producer
           JOIN pub_recognition r ON r.id = (SELECT n.id FROM pub_newest n WHERE n.product = p.id
                                              ORDER BY n.issued_on DESC, n.id DESC LIMIT 1);

-- the words of a product, its producer and place with their marks, in small letters: what is typed
-- with marks and stands so comes first
-- @sqlite
CREATE VIRTUAL TABLE listing_fts USING fts5 (words, tokenize='unicode61 remove_diacritics 0');
INSERT INTO listing_fts (rowid, words)
    SELECT p.id, p.name || ' ' || m.name || ' ' || u.name
      FROM product p JOIN producer m ON m.id = p.producer JOIN place u ON u.id = m.place;
CREATE TRIGGER listing_fts_add AFTER INSERT ON product BEGIN
    INSERT INTO listing_fts (rowid, words)
        SELECT new.id, new.name || ' ' || m.name || ' ' || u.name
          FROM producer m JOIN place u ON u.id = m.place WHERE m.id = new.producer;
END;
CREATE TRIGGER listing_fts_change AFTER UPDATE OF name, producer ON product BEGIN
    UPDATE listing_fts SET words = (SELECT new.name || ' ' || m.name || ' ' || u.name
          FROM producer m JOIN place u ON u.id = m.place WHERE m.id = new.producer)
     WHERE rowid = new.id;
END;
CREATE TRIGGER listing_fts_producer AFTER UPDATE OF name, place ON producer BEGIN
    UPDATE listing_fts SET words = (SELECT p.name || ' ' || new.name || ' ' || u.name
          FROM product p JOIN place u ON u.id = new.place WHERE p.id = listing_fts.rowid)
     WHERE rowid IN (SELECT id FROM product WHERE producer = new.id);
END;
-- @postgres
CREATE FUNCTION vi_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS
    'SELECT to_tsvector(''simple'', translate($1, ''ÀÁÂÃÈÉÊÌÍÐÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ'', ''àáâãèéêìíđòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ''))';
-- @end
