-- council: meetings, seats, agenda, ballots, results, minutes.

CREATE TABLE meeting (
    id ID,
    code TEXT NOT NULL UNIQUE CHECK (length(code) = 12),
    title TEXT NOT NULL,
    council_decision TEXT NOT NULL,
    venue TEXT NOT NULL,
    held_on TEXT NOT NULL,
    place_path TEXT NOT NULL,
    state INT NOT NULL,
    rules TEXT NOT NULL,
    root TEXT NOT NULL DEFAULT '',
    closed_at INT NOT NULL DEFAULT 0,
    created_at INT NOT NULL,
    version INT NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE seat (
    id ID,
    meeting INT NOT NULL REFERENCES meeting (id),
    account INT NOT NULL REFERENCES account (id),
    role INT NOT NULL CHECK (role BETWEEN 1 AND 4),
    name TEXT NOT NULL,
    office TEXT NOT NULL,
    scores INT NOT NULL CHECK (scores IN (0, 1)),
    UNIQUE (meeting, account)
) STRICT;
CREATE INDEX seat_account ON seat (account);

CREATE TABLE agenda (
    id ID,
    meeting INT NOT NULL REFERENCES meeting (id),
    dossier INT NOT NULL REFERENCES dossier (id),
    position INT NOT NULL,
    pack_id TEXT NOT NULL,
    pack_sha256 TEXT NOT NULL,
    set_slug TEXT NOT NULL,
    UNIQUE (meeting, dossier)
) STRICT;

CREATE TABLE ballot (
    id ID,
    code TEXT NOT NULL UNIQUE CHECK (length(code) = 12),
    agenda INT NOT NULL REFERENCES agenda (id),
    seat INT NOT NULL REFERENCES seat (id),
    state INT NOT NULL CHECK (state BETWEEN 1 AND 3),
    sheet TEXT NOT NULL,
    total INT NOT NULL,
    answered INT NOT NULL,
    note TEXT NOT NULL,
    saved_at INT NOT NULL,
    submitted_at INT NOT NULL DEFAULT 0,
    version INT NOT NULL DEFAULT 1,
    UNIQUE (agenda, seat)
) STRICT;

-- every submission of a ballot, never changed
CREATE TABLE sheet (
    id ID,
    ballot INT NOT NULL REFERENCES ballot (id),
    body TEXT NOT NULL,
    total INT NOT NULL,
    at INT NOT NULL
) STRICT;
CREATE INDEX sheet_ballot ON sheet (ballot, id);

CREATE TABLE result (
    id ID,
    agenda INT NOT NULL UNIQUE REFERENCES agenda (id),
    dossier INT NOT NULL REFERENCES dossier (id),
    outcome INT NOT NULL,
    star INT NOT NULL,
    band INT NOT NULL,
    points_sum INT NOT NULL,
    ballot_count INT NOT NULL,
    spread INT NOT NULL,
    body TEXT NOT NULL,
    at INT NOT NULL
) STRICT;
CREATE INDEX result_dossier ON result (dossier);

CREATE TABLE minutes (
    id ID,
    meeting INT NOT NULL REFERENCES meeting (id),
    file INT NOT NULL REFERENCES file (id),
    at INT NOT NULL
) STRICT;

-- ballots once submitted and results once written stay as they are
-- @sqlite
CREATE TRIGGER sheet_stays BEFORE UPDATE ON sheet BEGIN SELECT RAISE(ABORT, 'a sheet is never changed'); END;
CREATE TRIGGER sheet_remains BEFORE DELETE ON sheet BEGIN SELECT RAISE(ABORT, 'a sheet is never removed'); END;
CREATE TRIGGER result_stays BEFORE UPDATE ON result BEGIN SELECT RAISE(ABORT, 'a result is never changed'); END;
CREATE TRIGGER result_remains BEFORE DELETE ON result BEGIN SELECT RAISE(ABORT, 'a result is never removed'); END;
-- @postgres
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE check_violation USING MESSAGE = TG_TABLE_NAME; END';
CREATE TRIGGER sheet_stays BEFORE UPDATE OR DELETE ON sheet FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER result_stays BEFORE UPDATE OR DELETE ON result FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- @end

CREATE VIEW pub_result AS
    SELECT r.id, r.agenda, r.dossier, r.outcome, r.star, r.band, r.points_sum, r.ballot_count,
           r.spread, r.at, m.code AS meeting_code, m.title AS meeting_title, m.held_on
      FROM result r JOIN agenda g ON g.id = r.agenda JOIN meeting m ON m.id = g.meeting;
