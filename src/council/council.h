/* council — the assessment council at work (hội đồng đánh giá, phân hạng)
 *
 * A meeting takes cases, its members score them in private, the chair closes scoring, the tally
 * ranks the products, the minutes record it. Ballots are kept for ever; every submission is a row
 * of its own.
 *
 * Owns      tables meeting, seat, agenda, ballot, sheet, result, minutes; view pub_result
 * Promises  a closed meeting never changes
 *           every answer names an option of the pack the agenda pinned
 *           nobody reads another's ballot before the meeting is closed
 *           the same ballot from two devices is never silently overwritten
 * Never     decides stars (criteria/rank.c does), prints certificates (certificate/ does)
 * States    DRAFT -> SCORING -> CLOSED -> MINUTED   (CALLED, OPEN and CANCELLED are kept free)
 * Law       QD26-2026/D7 (council, meeting, minutes)
 * Read      meeting.c, ballot.c, tally.c, minutes.c; tests/journeys/straight-path.spec.ts
 */
#ifndef COUNCIL_COUNCIL_H
#define COUNCIL_COUNCIL_H

#include "dossier/dossier.h"

enum meeting_state {
    MEETING_DRAFT = 1,
    MEETING_CALLED,
    MEETING_OPEN,
    MEETING_SCORING,
    MEETING_CLOSED,
    MEETING_MINUTED,
    MEETING_CANCELLED,
};

enum seat_role { SEAT_CHAIR = 1, SEAT_VICE_CHAIR, SEAT_MEMBER, SEAT_SECRETARY };

enum ballot_state { BALLOT_DRAFT = 1, BALLOT_SUBMITTED };

struct meeting {
    meeting_id id;
    str code;
    str title;
    str council_decision;                      /* number of the decision that set up the council */
    str venue;
    date held_on;
    str place_path;                            /* of the province */
    int32_t state;                             /* enum meeting_state */
    str rules;                                 /* JSON: rules of the contract, pinned when opened */
    str root;                                  /* hash over all sheets, once closed */
    instant closed_at;
    instant created_at;
    int64_t version;
};
ROWS_OF(meeting);

struct seat {
    seat_id id;
    meeting_id meeting;
    account_id account;
    int32_t role;                              /* enum seat_role */
    str name;
    str office;
    bool scores;
};
ROWS_OF(seat);

struct agenda {
    agenda_id id;
    meeting_id meeting;
    dossier_id dossier;
    int32_t position;
    str pack_id;
    str pack_sha256;
    str set_slug;
    str dossier_code;
    str product_name;
    str producer_name;
    str place_name;
};
ROWS_OF(agenda);

struct ballot {
    ballot_id id;
    str code;
    agenda_id agenda;
    seat_id seat;
    int32_t state;                             /* enum ballot_state */
    str sheet;                                 /* stored ballot form */
    int32_t total;
    int32_t answered;
    str note;
    instant saved_at;
    instant submitted_at;
    int64_t version;
    str seat_name;
};
ROWS_OF(ballot);

struct result {
    int64_t id;
    agenda_id agenda;
    dossier_id dossier;
    int32_t outcome;                           /* enum outcome */
    int32_t star;                              /* rank: 0, 3, 4, 5 */
    int32_t band;
    int64_t points_sum;
    int64_t ballot_count;
    int32_t spread;
    str body;                                  /* the contract's result, JSON */
    instant at;
};
ROWS_OF(result);

/* -- meetings ---------------------------------------------------------------------------------- */

extern const struct form meeting_form;

/* A meeting the actor may see: of their area, or in which they have a seat. */
enum err meeting_by_code(struct ctx *cx, str code, struct meeting *out) MUST_USE;
enum { MEETING_PAGE_ROWS = 50 };
enum err meeting_find(struct ctx *cx, meeting_id before, struct meeting_rows *out) MUST_USE;
enum err meeting_seats(struct ctx *cx, meeting_id id, struct seat_rows *out) MUST_USE;
enum err meeting_agenda(struct ctx *cx, meeting_id id, struct agenda_rows *out) MUST_USE;
/* The actor's seat; *found false when they have none. */
enum err meeting_own_seat(struct ctx *cx, meeting_id id, struct seat *out, bool *found) MUST_USE;
enum err meeting_agenda_of(struct ctx *cx, meeting_id id, str dossier_code,
                           struct agenda *out) MUST_USE;

enum err meeting_add_tx(struct ctx *cx, const struct meeting *in) MUST_USE;

struct seat_new {
    meeting_id meeting;
    str login_name;                            /* of an account that may sit */
    int32_t role;
    str office;
    bool scores;
};
extern const struct form seat_form;
/* ERR_STATE once scoring has begun; ERR_INPUT: no such account, or already seated. */
enum err seat_add_tx(struct ctx *cx, const struct seat_new *in) MUST_USE;

struct agenda_new {
    meeting_id meeting;
    dossier_id *cases;
    ptrdiff_t count;
};
/* Puts accepted cases on the agenda; each becomes SCHEDULED. */
enum err agenda_add_tx(struct ctx *cx, const struct agenda_new *in) MUST_USE;

struct meeting_at {
    meeting_id meeting;
    int64_t seen;                              /* version the person saw */
};
/* Opens scoring: a ballot for every scoring seat and case. ERR_STATE without a chair, a scoring
 * seat or a case. */
enum err meeting_open_scoring_tx(struct ctx *cx, const struct meeting_at *in) MUST_USE;
/* Closes scoring: tallies every case, seals the meeting. The actor sits as chair. ERR_STATE: a
 * ballot is missing, or members' endings conflict in a case. */
enum err meeting_close_tx(struct ctx *cx, const struct meeting_at *in) MUST_USE;

struct seat_absent {
    meeting_id meeting;
    seat_id seat;
};
/* The chair notes a scoring seat as absent: its drafts do not count. ERR_STATE once it has
 * submitted. */
enum err seat_absent_tx(struct ctx *cx, const struct seat_absent *in) MUST_USE;

/* -- ballots ----------------------------------------------------------------------------------- */

struct ballot_post {
    ballot_id id;
    const struct set *set;
    const struct rank_ballot *ballot;
    str note;
    int64_t seen;                              /* version the member had seen */
    int64_t version;                           /* version now; filled */
    str sheet;                                 /* stored form; filled before the write begins */
    points total;
    int32_t answered;
    int64_t *now;                              /* where the write puts `version` */
};
/* The actor's own ballot on a case. ERR_NOT_FOUND: no scoring seat. */
enum err ballot_own(struct ctx *cx, const struct meeting *m, const struct agenda *row,
                    struct ballot *out) MUST_USE;
/* Saves a draft, which may have blanks.
 * ERR_STATE     the meeting is not open for scoring, or the ballot is submitted
 * ERR_LIMIT     an answer names no option of the set
 * ERR_CONFLICT  changed after in->seen (the same answers again are OK) */
enum err ballot_draft_tx(struct ctx *cx, struct ballot_post *in) MUST_USE;
/* Submits. ERR_INPUT: a criterion or a question is unanswered (cx->fault says how many). */
enum err ballot_submit_tx(struct ctx *cx, struct ballot_post *in) MUST_USE;
struct ballot_reopen {
    meeting_id meeting;
    str ballot_code;
    str reason;
};
/* The chair gives a submitted ballot back to its member, with a reason, before closing. */
enum err ballot_reopen_tx(struct ctx *cx, const struct ballot_reopen *in) MUST_USE;
/* All ballots of an agenda row: who has submitted. Answers are for closed meetings only. */
enum err agenda_ballots(struct ctx *cx, agenda_id id, struct ballot_rows *out) MUST_USE;
/* The set an agenda row pinned. */
enum err agenda_set(struct ctx *cx, const struct agenda *row, const struct set **out) MUST_USE;

/* -- results ----------------------------------------------------------------------------------- */

enum err agenda_result(struct ctx *cx, agenda_id id, struct result *out, bool *found) MUST_USE;
enum err dossier_result(struct ctx *cx, dossier_id id, struct result *out, bool *found) MUST_USE;
/* "4 sao", "không được công nhận", "dừng đánh giá" … */
str result_words(struct arena *a, const struct result *r);

/* Prints the minutes of a closed meeting; it is MINUTED from then on. The actor sits as secretary
 * or chair. */
enum err minutes_print(struct ctx *cx, const struct meeting *m) MUST_USE;
enum err minutes_file(struct ctx *cx, meeting_id id, struct file *out, bool *found) MUST_USE;

str meeting_state_label(int32_t state);
str meeting_state_class(int32_t state);
str seat_role_label(int32_t role);
url meeting_path(struct arena *a, str code);
url ballot_path(struct arena *a, str meeting_code, str dossier_code);

extern const struct route council_routes[];

#define MSG MSG_DECLARE
#include "council/council.msg"
#undef MSG

#endif
