-- news: what the province's office tells the public.

CREATE TABLE news (
    id ID,
    code TEXT NOT NULL UNIQUE CHECK (length(code) = 12),
    title TEXT NOT NULL CHECK (length(title) BETWEEN 5 AND 200),
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    published_on TEXT NOT NULL,
    hidden INT NOT NULL CHECK (hidden IN (0, 1)),
    place_path TEXT NOT NULL,
    by_account INT NOT NULL,
    at INT NOT NULL,
    version INT NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX news_order ON news (published_on, id);
