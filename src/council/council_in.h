/* council_in: shared by the files of the room. */
#ifndef COUNCIL_COUNCIL_IN_H
#define COUNCIL_COUNCIL_IN_H

#include "council/council.h"

struct sitter {
    str login_name;
    str name;
};
ROWS_OF(sitter);

/* Where a ballot stands: enough to know whether it may be written. */
struct ballot_place {
    int32_t meeting_state;
    bool scores;
    account_id account;
    meeting_id meeting;
    int32_t state;                             /* of the ballot, as it stands */
    str sheet;
    str note;
    instant saved_at;
    int64_t version;
};

/* ERR_DENIED unless the actor sits as chair. */
enum err must_chair(struct ctx *cx, meeting_id id) MUST_USE;
enum err meeting_audit(struct ctx *cx, meeting_id id, str what) MUST_USE;
/* Tallies every case of a meeting in a write: results, states of cases, the root over all
 * sheets. */
enum err tally_meeting(struct ctx *cx, const struct meeting *m, str *root) MUST_USE;
enum err council_sitters(struct ctx *cx, struct sitter_rows *out) MUST_USE;
/* The rules a meeting pinned. */
struct rank_rules meeting_rank_rules(struct arena *a, const struct meeting *m);

#endif
