-- merge: what was said of two producers that look alike: they are two, or one went into the other.

CREATE TABLE producer_twin (
    id ID,
    low INT NOT NULL REFERENCES producer (id),
    high INT NOT NULL REFERENCES producer (id),
    kept INT REFERENCES producer (id),
    at INT NOT NULL,
    by_account INT NOT NULL,
    CHECK (low < high),
    UNIQUE (low, high)
) STRICT;
CREATE INDEX producer_twin_high ON producer_twin (high);
