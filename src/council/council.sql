-- council.sql: meetings, seats, agenda, ballots, results, minutes.
-- include "council/council_in.h"
-- columns meeting = id, code, title, council_decision, venue, held_on, place_path, state, rules, root,
--     closed_at, created_at, version
-- columns seat = id, meeting, account, role, name, office, scores
-- columns agenda = id, meeting, dossier, position, pack_id, pack_sha256, set_slug
-- columns ballot = id, code, agenda, seat, state, sheet, total, answered, note, saved_at, submitted_at, version
-- columns sheet = id, ballot, body, total, at
-- columns result = id, agenda, dossier, outcome, star, band, points_sum, ballot_count, spread, body, at
-- columns minutes = id, meeting, file, at
-- audited meeting = meeting
-- audited seat = seat
-- audited agenda = agenda
-- audited ballot = ballot
-- audited sheet = sheet
-- audited result = result
-- audited minutes = minutes

-- meeting_get(meeting_id id) -> struct meeting
SELECT {meeting} FROM meeting WHERE id = :id;

-- meeting_seen(str code, str scope, account_id account) -> struct meeting
SELECT {m:meeting} FROM meeting m
 WHERE m.code = :code
   AND (m.place_path LIKE :scope
        OR (m.state >= 4 AND EXISTS (SELECT 1 FROM seat s WHERE s.meeting = m.id AND s.account = :account)));

-- meeting_list(str scope, account_id account, meeting_id before) -> struct meeting[] limit 51
SELECT {m:meeting} FROM meeting m
 WHERE (m.place_path LIKE :scope
        OR (m.state >= 4 AND EXISTS (SELECT 1 FROM seat s WHERE s.meeting = m.id AND s.account = :account)))
   AND (:before IS NULL OR m.id < :before)
 ORDER BY m.id DESC LIMIT 51;

-- meeting_insert(struct meeting in) -> meeting_id
INSERT INTO meeting (code, title, council_decision, venue, held_on, place_path, state, rules, created_at)
VALUES (:code, :title, :council_decision, :venue, :held_on, :place_path, :state, :rules, :created_at)
RETURNING id;

-- meeting_put_state(meeting_id id, int32_t state, int64_t version) -> one row or ERR_CONFLICT
UPDATE meeting SET state = :state, version = version + 1 WHERE id = :id AND version = :version;

-- meeting_seal(meeting_id id, str root, instant at, int64_t version) -> one row or ERR_CONFLICT
UPDATE meeting SET state = 5, root = :root, closed_at = :at, version = version + 1
 WHERE id = :id AND version = :version;

-- seat_insert(struct seat in) -> seat_id
INSERT INTO seat (meeting, account, role, name, office, scores)
VALUES (:meeting, :account, :role, :name, :office, :scores) RETURNING id;

-- seat_list(meeting_id meeting) -> struct seat[] limit 60
SELECT {seat} FROM seat WHERE meeting = :meeting ORDER BY role, id LIMIT 60;

-- seat_of(meeting_id meeting, account_id account) -> struct seat?
SELECT {seat} FROM seat WHERE meeting = :meeting AND account = :account;

-- seat_get(seat_id id, meeting_id meeting) -> struct seat
SELECT {seat} FROM seat WHERE id = :id AND meeting = :meeting;

-- seat_set_absent(seat_id id) -> one row or ERR_CONFLICT
UPDATE seat SET scores = 0 WHERE id = :id AND scores = 1;

-- seat_submitted(seat_id seat) -> int64_t
SELECT COUNT(*) AS count FROM ballot WHERE seat = :seat AND state = 2;

-- sitters() -> struct sitter[] limit 200
SELECT a.login_name, a.name FROM account a
 WHERE a.active = 1 AND EXISTS (SELECT 1 FROM account_role r WHERE r.account = a.id AND r.role = 4 AND r.ended_at = 0)
 ORDER BY a.login_name LIMIT 200;

-- agenda_insert(struct agenda in) -> agenda_id
INSERT INTO agenda (meeting, dossier, position, pack_id, pack_sha256, set_slug)
VALUES (:meeting, :dossier, :position, :pack_id, :pack_sha256, :set_slug) RETURNING id;

-- agenda_list(meeting_id meeting) -> struct agenda[] limit 200
SELECT {g:agenda}, d.code AS dossier_code, d.product_name, d.producer_name, d.place_name
  FROM agenda g JOIN pub_dossier d ON d.id = g.dossier WHERE g.meeting = :meeting ORDER BY g.position, g.id LIMIT 200;

-- agenda_by_case(meeting_id meeting, str code) -> struct agenda
SELECT {g:agenda}, d.code AS dossier_code, d.product_name, d.producer_name, d.place_name
  FROM agenda g JOIN pub_dossier d ON d.id = g.dossier WHERE g.meeting = :meeting AND d.code = :code;

-- agenda_count(meeting_id meeting) -> int64_t
SELECT COUNT(*) AS count FROM agenda WHERE meeting = :meeting;

-- ballot_insert(str code, agenda_id agenda, seat_id seat) -> ballot_id
INSERT INTO ballot (code, agenda, seat, state, sheet, total, answered, note, saved_at)
VALUES (:code, :agenda, :seat, 1, '', 0, 0, '', 0) RETURNING id;

-- ballot_get(ballot_id id) -> struct ballot
SELECT {ballot} FROM ballot WHERE id = :id;

-- ballot_of(agenda_id agenda, seat_id seat) -> struct ballot
SELECT {ballot} FROM ballot WHERE agenda = :agenda AND seat = :seat;

-- ballot_place(ballot_id id) -> struct ballot_place
SELECT m.state AS meeting_state, s.scores, s.account, g.meeting, b.state, b.sheet, b.note,
       b.saved_at, b.version
  FROM ballot b JOIN agenda g ON g.id = b.agenda JOIN meeting m ON m.id = g.meeting JOIN seat s ON s.id = b.seat
 WHERE b.id = :id;

-- ballot_in_meeting(str code, meeting_id meeting) -> struct ballot?
SELECT {b:ballot} FROM ballot b JOIN agenda g ON g.id = b.agenda WHERE b.code = :code AND g.meeting = :meeting;

-- ballot_save(ballot_id id, int32_t state, str sheet, int32_t total, int32_t answered, str note, instant saved_at, instant submitted_at, int64_t version) -> one row or ERR_CONFLICT
UPDATE ballot SET state = :state, sheet = :sheet, total = :total, answered = :answered, note = :note,
    saved_at = :saved_at, submitted_at = :submitted_at, version = version + 1
 WHERE id = :id AND version = :version;

-- ballot_list(agenda_id agenda) -> struct ballot[] limit 60
SELECT {b:ballot}, s.name AS seat_name FROM ballot b JOIN seat s ON s.id = b.seat
 WHERE b.agenda = :agenda AND s.scores = 1 ORDER BY s.role, s.id LIMIT 60;

-- sheet_insert(ballot_id ballot, str body, int32_t total, instant at) -> sheet_id
INSERT INTO sheet (ballot, body, total, at) VALUES (:ballot, :body, :total, :at) RETURNING id;

-- sheet_last(ballot_id ballot) -> str?
SELECT body FROM sheet WHERE ballot = :ballot ORDER BY id DESC LIMIT 1;

-- result_insert(struct result in) -> int64_t
INSERT INTO result (agenda, dossier, outcome, star, band, points_sum, ballot_count, spread, body, at)
VALUES (:agenda, :dossier, :outcome, :star, :band, :points_sum, :ballot_count, :spread, :body, :at) RETURNING id;

-- result_of(agenda_id agenda) -> struct result?
SELECT {result} FROM result WHERE agenda = :agenda;

-- result_of_dossier(dossier_id dossier) -> struct result?
SELECT {result} FROM result WHERE dossier = :dossier ORDER BY id DESC LIMIT 1;

-- minutes_insert(meeting_id meeting, file_id file, instant at) -> int64_t
INSERT INTO minutes (meeting, file, at) VALUES (:meeting, :file, :at) RETURNING id;

-- minutes_last(meeting_id meeting) -> file_id?
SELECT file FROM minutes WHERE meeting = :meeting ORDER BY id DESC LIMIT 1;
