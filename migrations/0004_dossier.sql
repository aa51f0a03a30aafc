-- criteria packs as first used, and cases.

CREATE TABLE pack_kept (
    sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    pack_id TEXT NOT NULL,
    body TEXT NOT NULL,
    at INT NOT NULL
) STRICT;

CREATE TABLE dossier (
    id ID,
    code TEXT NOT NULL UNIQUE CHECK (length(code) = 12),
    product INT NOT NULL REFERENCES product (id),
    producer INT NOT NULL REFERENCES producer (id),
    place_path TEXT NOT NULL,
    kind INT NOT NULL CHECK (kind BETWEEN 1 AND 3),
    pack_id TEXT NOT NULL,
    pack_sha256 TEXT NOT NULL,
    set_slug TEXT NOT NULL,
    state INT NOT NULL,
    sheet TEXT NOT NULL,
    frozen TEXT NOT NULL DEFAULT '',
    frozen_sha256 TEXT NOT NULL DEFAULT '',
    created_at INT NOT NULL,
    submitted_at INT NOT NULL DEFAULT 0,
    version INT NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX dossier_place ON dossier (place_path, state);
CREATE INDEX dossier_producer ON dossier (producer, state);
CREATE INDEX dossier_product ON dossier (product);

-- every step of a case, never changed
CREATE TABLE dossier_step (
    id ID,
    dossier INT NOT NULL REFERENCES dossier (id),
    from_state INT NOT NULL,
    to_state INT NOT NULL,
    reason TEXT NOT NULL,
    by_account INT NOT NULL,
    by_name TEXT NOT NULL,
    at INT NOT NULL
) STRICT;
CREATE INDEX dossier_step_dossier ON dossier_step (dossier, id);

-- files that prove a criterion
CREATE TABLE evidence (
    id ID,
    dossier INT NOT NULL REFERENCES dossier (id),
    criterion TEXT NOT NULL,
    file INT NOT NULL REFERENCES file (id),
    title TEXT NOT NULL,
    removed_at INT NOT NULL DEFAULT 0,
    at INT NOT NULL
) STRICT;
CREATE INDEX evidence_dossier ON evidence (dossier, id);

CREATE VIEW pub_dossier AS
    SELECT d.id, d.code, d.product, d.producer, d.place_path, d.kind, d.pack_id, d.pack_sha256,
           d.set_slug, d.state, d.sheet, d.frozen_sha256, d.submitted_at, p.code AS product_code,
           p.name AS product_name, p.producer_name, p.producer_code, p.place_name, p.address
      FROM dossier d JOIN pub_product p ON p.id = d.product;
