-- factor: the second thing a person shows when signing in: a code their phone makes.
-- The secret is not here: it is worked out of the nonce with the house's own key.

CREATE TABLE factor (
    id ID,
    account INT NOT NULL REFERENCES account (id),
    nonce BYTES NOT NULL,
    confirmed_at INT NOT NULL DEFAULT 0,
    last_step INT NOT NULL DEFAULT 0,
    spare TEXT NOT NULL DEFAULT '',
    at INT NOT NULL,
    ended_at INT NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX factor_once ON factor (account) WHERE ended_at = 0;
