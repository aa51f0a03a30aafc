-- certificate: decisions, recognitions, printed copies. Stars in force are derived, never stored.

CREATE TABLE decision (
    id ID,
    code TEXT NOT NULL UNIQUE CHECK (length(code) = 12),
    number TEXT NOT NULL,
    signed_on TEXT NOT NULL,
    issuer TEXT NOT NULL,
    signer TEXT NOT NULL,
    signer_title TEXT NOT NULL,
    place_path TEXT NOT NULL,
    at INT NOT NULL,
    by_account INT NOT NULL
) STRICT;

CREATE TABLE recognition (
    id ID,
    code TEXT NOT NULL UNIQUE CHECK (length(code) = 12),
    serial TEXT NOT NULL,
    decision INT NOT NULL REFERENCES decision (id),
    dossier INT UNIQUE REFERENCES dossier (id),
    product INT NOT NULL REFERENCES product (id),
    product_code TEXT NOT NULL,
    product_name TEXT NOT NULL,
    producer_name TEXT NOT NULL,
    address TEXT NOT NULL,
    set_name TEXT NOT NULL,
    star INT NOT NULL CHECK (star BETWEEN 3 AND 5),
    points_sum INT NOT NULL,
    ballot_count INT NOT NULL,
    issued_on TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    at INT NOT NULL,
    potential INT NOT NULL DEFAULT 0 CHECK (potential IN (0, 1)),
    place_issued TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    verified INT NOT NULL DEFAULT 0 CHECK (verified BETWEEN 0 AND 2),
    withdrawn_at INT NOT NULL DEFAULT 0
) STRICT;
-- numbers given here are our own and unique; those of the past stand as their issuers wrote them
CREATE UNIQUE INDEX recognition_serial ON recognition (serial) WHERE dossier IS NOT NULL;
CREATE UNIQUE INDEX recognition_code ON recognition (product_code) WHERE dossier IS NOT NULL;
CREATE INDEX recognition_product ON recognition (product, issued_on, id);
CREATE INDEX decision_number ON decision (number, signed_on);
CREATE INDEX recognition_expires ON recognition (expires_on);

-- a star taken away; the recognition itself stays as it was issued
CREATE TABLE revocation (
    id ID,
    recognition INT NOT NULL REFERENCES recognition (id),
    revoked_on TEXT NOT NULL,
    last_day TEXT NOT NULL,
    decision_number TEXT NOT NULL,
    issuer TEXT NOT NULL,
    ground INT NOT NULL CHECK (ground BETWEEN 1 AND 7),
    source TEXT NOT NULL,
    at INT NOT NULL,
    by_account INT NOT NULL,
    withdrawn_at INT NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX revocation_once ON revocation (recognition) WHERE withdrawn_at = 0;
CREATE INDEX revocation_day ON revocation (revoked_on);

CREATE TABLE certificate (
    id ID,
    recognition INT NOT NULL REFERENCES recognition (id),
    file INT NOT NULL REFERENCES file (id),
    at INT NOT NULL
) STRICT;
CREATE INDEX certificate_recognition ON certificate (recognition, id);

-- dated values of the law, with their source
CREATE TABLE term (
    name TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    value INT NOT NULL,
    unit TEXT NOT NULL,
    law TEXT NOT NULL,
    PRIMARY KEY (name, valid_from)
) STRICT;
INSERT INTO term (name, valid_from, value, unit, law) VALUES ('certificate_months', '2019-08-21', 36, 'month', 'QD1048-2019');
INSERT INTO term (name, valid_from, value, unit, law) VALUES ('certificate_months', '2026-05-22', 36, 'month', 'QD26-2026/D7');

-- for asking which one is the newest, without what a decision and a revocation add
CREATE VIEW pub_newest AS
    SELECT id, product, issued_on FROM recognition WHERE withdrawn_at = 0;
CREATE VIEW pub_recognition AS
    SELECT r.id, r.code, r.serial, r.product, r.product_code, r.product_name, r.producer_name,
           r.address, r.set_name, r.star, r.issued_on,
           CASE WHEN v.last_day < r.expires_on THEN v.last_day ELSE r.expires_on END AS expires_on,
           d.number AS decision_number, d.signed_on, d.issuer, d.signer, d.signer_title,
           r.potential, COALESCE(v.revoked_on, '') AS revoked_on, COALESCE(v.ground, 0) AS ground
      FROM recognition r JOIN decision d ON d.id = r.decision
           LEFT JOIN revocation v ON v.recognition = r.id AND v.withdrawn_at = 0
     WHERE r.withdrawn_at = 0;
