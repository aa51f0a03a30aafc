-- cards: what belongs to a producer or a product, a line each: papers, sites, years, prices, labels.

CREATE TABLE paper (
    id ID,
    owner INT NOT NULL REFERENCES producer (id),
    kind INT NOT NULL CHECK (kind BETWEEN 1 AND 14),
    number TEXT NOT NULL,
    issuer TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    note TEXT NOT NULL,
    version INT NOT NULL DEFAULT 1,
    at INT NOT NULL,
    removed_at INT NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX paper_owner ON paper (owner);
CREATE INDEX paper_until ON paper (valid_until, id) WHERE removed_at = 0 AND valid_until <> '';

CREATE TABLE site (
    id ID,
    owner INT NOT NULL REFERENCES producer (id),
    kind INT NOT NULL CHECK (kind BETWEEN 1 AND 4),
    name TEXT NOT NULL,
    place INT NOT NULL REFERENCES place (id),
    address TEXT NOT NULL,
    latitude INT NOT NULL CHECK (latitude BETWEEN -90000000 AND 90000000),
    longitude INT NOT NULL CHECK (longitude BETWEEN -180000000 AND 180000000),
    area INT NOT NULL CHECK (area >= 0),
    material TEXT NOT NULL,
    code TEXT NOT NULL,
    code_issuer TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    version INT NOT NULL DEFAULT 1,
    at INT NOT NULL,
    removed_at INT NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX site_owner ON site (owner);

CREATE TABLE producer_year (
    id ID,
    owner INT NOT NULL REFERENCES producer (id),
    year INT NOT NULL CHECK (year BETWEEN 2000 AND 2100),
    revenue INT NOT NULL CHECK (revenue >= 0),
    export_revenue INT NOT NULL CHECK (export_revenue >= 0),
    workers INT NOT NULL CHECK (workers >= 0),
    workers_province INT NOT NULL CHECK (workers_province BETWEEN 0 AND workers),
    workers_commune INT NOT NULL CHECK (workers_commune BETWEEN 0 AND workers),
    workers_female INT NOT NULL CHECK (workers_female BETWEEN 0 AND workers),
    workers_minority INT NOT NULL CHECK (workers_minority BETWEEN 0 AND workers),
    version INT NOT NULL DEFAULT 1,
    at INT NOT NULL,
    removed_at INT NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX producer_year_once ON producer_year (owner, year) WHERE removed_at = 0;

CREATE TABLE sale_unit (
    id ID,
    owner INT NOT NULL REFERENCES product (id),
    name TEXT NOT NULL,
    gtin TEXT NOT NULL,
    price_low INT NOT NULL CHECK (price_low >= 0),
    price_high INT NOT NULL CHECK (price_high >= price_low),
    priced_on TEXT NOT NULL,
    version INT NOT NULL DEFAULT 1,
    at INT NOT NULL,
    removed_at INT NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX sale_unit_owner ON sale_unit (owner);

CREATE TABLE label (
    id ID,
    owner INT NOT NULL REFERENCES product (id),
    kind INT NOT NULL CHECK (kind BETWEEN 1 AND 2),
    name TEXT NOT NULL,
    used_from TEXT NOT NULL,
    used_until TEXT NOT NULL,
    note TEXT NOT NULL,
    version INT NOT NULL DEFAULT 1,
    at INT NOT NULL,
    removed_at INT NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX label_owner ON label (owner);

CREATE TABLE issued_code (
    id ID,
    owner INT NOT NULL REFERENCES product (id),
    code TEXT NOT NULL,
    issuer TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    province TEXT NOT NULL,
    district TEXT NOT NULL,
    commune TEXT NOT NULL,
    number TEXT NOT NULL,
    year INT NOT NULL,
    version INT NOT NULL DEFAULT 1,
    at INT NOT NULL,
    removed_at INT NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX issued_code_owner ON issued_code (owner);

CREATE TABLE product_year (
    id ID,
    owner INT NOT NULL REFERENCES product (id),
    year INT NOT NULL CHECK (year BETWEEN 2000 AND 2100),
    output INT NOT NULL CHECK (output >= 0),
    output_unit TEXT NOT NULL,
    revenue INT NOT NULL CHECK (revenue >= 0),
    jobs INT NOT NULL CHECK (jobs >= 0),
    export_revenue INT NOT NULL CHECK (export_revenue >= 0),
    export_to TEXT NOT NULL,
    version INT NOT NULL DEFAULT 1,
    at INT NOT NULL,
    removed_at INT NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX product_year_once ON product_year (owner, year) WHERE removed_at = 0;

-- what is to be done, by whom, until when, for a product to reach a star
CREATE TABLE roadmap (
    id ID,
    owner INT NOT NULL REFERENCES product (id),
    state INT NOT NULL CHECK (state BETWEEN 1 AND 4),
    star INT NOT NULL CHECK (star BETWEEN 1 AND 5),
    year INT NOT NULL CHECK (year BETWEEN 2000 AND 2100),
    task TEXT NOT NULL,
    keeper TEXT NOT NULL,
    until TEXT NOT NULL,
    version INT NOT NULL DEFAULT 1,
    at INT NOT NULL,
    removed_at INT NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX roadmap_owner ON roadmap (owner);
CREATE INDEX roadmap_order ON roadmap (year, id) WHERE removed_at = 0;

-- what rooms to the right may join; of papers what speaks for a product, not registrations,
-- contracts and the like
CREATE VIEW pub_paper AS
    SELECT id, owner AS producer, kind, issuer, valid_from, valid_until
      FROM paper WHERE removed_at = 0 AND kind BETWEEN 2 AND 12;
CREATE VIEW pub_site AS
    SELECT s.id, s.owner AS producer, s.kind, s.name, s.address, s.material, s.latitude, s.longitude,
           u.name AS place_name
      FROM site s JOIN place u ON u.id = s.place WHERE s.removed_at = 0;
CREATE VIEW pub_sale_unit AS
    SELECT id, owner AS product, name, gtin, price_low, price_high, priced_on
      FROM sale_unit WHERE removed_at = 0;
