-- token: keys that other programs use in a person's place, at the JSON interface alone.

CREATE TABLE api_token (
    id ID,
    account INT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    token_hash BYTES NOT NULL UNIQUE,
    scope INT NOT NULL CHECK (scope BETWEEN 1 AND 2),
    created_at INT NOT NULL,
    ends_at INT NOT NULL,
    used_on TEXT NOT NULL DEFAULT '',
    ended_at INT NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX api_token_account ON api_token (account, ended_at);
