-- a role taken away keeps its row: the trail still compares it. Giving it again opens the same row.

ALTER TABLE account_role ADD COLUMN ended_at INT NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX account_role_once ON account_role (account, role, place_path, (COALESCE(producer, 0)));

-- found with or without marks
ALTER TABLE account ADD COLUMN search_folded TEXT NOT NULL DEFAULT '';
