-- core: settings, accounts, sign-ins, the trail, files.

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE account (
    id ID,
    login_name TEXT NOT NULL UNIQUE CHECK (length(login_name) BETWEEN 2 AND 40),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    email TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    password TEXT NOT NULL DEFAULT '',
    active INT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    version INT NOT NULL DEFAULT 1,
    created_at INT NOT NULL
) STRICT;

CREATE TABLE account_role (
    id ID,
    account INT NOT NULL REFERENCES account (id),
    role INT NOT NULL,
    place_path TEXT NOT NULL DEFAULT '',
    producer INT,
    UNIQUE (account, role, place_path, producer)
) STRICT;
CREATE INDEX account_role_account ON account_role (account);

-- a signed-in visit
CREATE TABLE login (
    id ID,
    token_hash BYTES NOT NULL UNIQUE,
    account INT NOT NULL REFERENCES account (id),
    created_at INT NOT NULL,
    seen_at INT NOT NULL,
    ends_at INT NOT NULL,
    ended_at INT NOT NULL DEFAULT 0,
    client TEXT NOT NULL DEFAULT '',
    agent TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX login_account ON login (account, ended_at);

-- failed sign-ins, per pair of account name and address
CREATE TABLE attempt (
    id ID,
    pair TEXT NOT NULL,
    at INT NOT NULL
) STRICT;
CREATE INDEX attempt_pair ON attempt (pair, at);

-- links that let a person choose a password once
CREATE TABLE invitation (
    id ID,
    token_hash BYTES NOT NULL UNIQUE,
    account INT NOT NULL REFERENCES account (id),
    ends_at INT NOT NULL,
    used_at INT NOT NULL DEFAULT 0
) STRICT;

-- keys of posted forms: a repeat gets the first answer
CREATE TABLE once (
    once_key TEXT NOT NULL PRIMARY KEY,
    account INT,
    at INT NOT NULL,
    location TEXT NOT NULL
) STRICT;
CREATE INDEX once_at ON once (at);

-- the trail: one hash chain per stream. Only ever added to at its end: no index beside the id, for
-- an index would touch a page of its own for each stream that a flush writes (decision 0022)
CREATE TABLE audit (
    id ID,
    stream TEXT NOT NULL,
    seq INT NOT NULL,
    before_id INT NOT NULL,
    at INT NOT NULL,
    actor INT NOT NULL,
    what TEXT NOT NULL,
    tbl TEXT NOT NULL,
    tbl_row INT NOT NULL,
    row_columns INT NOT NULL,
    row_hash BYTES NOT NULL,
    detail TEXT NOT NULL,
    prev_hash BYTES NOT NULL,
    hash BYTES NOT NULL
) STRICT;

CREATE TABLE audit_head (
    stream TEXT NOT NULL PRIMARY KEY,
    seq INT NOT NULL,
    link INT NOT NULL,
    hash BYTES NOT NULL,
    signed_seq INT NOT NULL DEFAULT 0
-- @sqlite
) STRICT, WITHOUT ROWID;
-- @postgres
);
-- @end

-- files by content hash; the bytes lie under blob/
CREATE TABLE file (
    id ID,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    size_bytes INT NOT NULL CHECK (size_bytes > 0),
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    width INT NOT NULL DEFAULT 0,
    height INT NOT NULL DEFAULT 0,
    at INT NOT NULL,
    by_account INT NOT NULL
) STRICT;
CREATE INDEX file_sha256 ON file (sha256);
