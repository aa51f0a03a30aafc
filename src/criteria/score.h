/* score: ballots as JSON in, the result as JSON out; the face of rank.c towards files, the
 * command line and stored ballots. Contract: docs/score-contract.md.
 */
#ifndef CRITERIA_SCORE_H
#define CRITERIA_SCORE_H

#include "criteria/rank.h"
#include "format/json.h"

enum {
    SHEET_BYTES_MAX = 16 << 20,                /* one sheet; a ballot has about 2 KiB */
    SHEET_BALLOTS_MAX = 10000,                 /* against hostile sheets: a council has 5 to 15 */
};

/* Scores one sheet: one contract object in, one contract object, or {"faults": […]}, out, without
 * a line feed. *faulty says which. It neither fails nor stops at the first fault. */
str score_sheet(struct arena *a, const struct pack *const *packs, ptrdiff_t pack_count, str json,
                bool *faulty);

/* Reads one stored ballot {"answers": {…}, "facts": {…}} into out->answers and out->facts; what is
 * absent stays blank, so a draft can be read. out->member is given and stands in the faults'
 * places. False when faults were added to *faults; places at fault stay blank. */
bool sheet_read(struct arena *a, const struct set *set, const json_t *ballot,
                struct rank_ballot *out, struct rank_faults *faults) MUST_USE;
/* As sheet_read; *known then tells rank_check_known which places were refused. */
bool sheet_read_known(struct arena *a, const struct set *set, const json_t *ballot,
                      struct rank_ballot *out, struct rank_faults *faults,
                      struct rank_known *known) MUST_USE;
/* The stored form, one text for one meaning: criteria and questions in the order of the form,
 * blanks left out, no case beside "none". */
str sheet_write(struct arena *a, const struct set *set, const struct rank_ballot *b);

/* The contract's "rules" object, as a meeting keeps it; start values for what is absent. False, and
 * *out untouched, when a value is unknown. */
bool rank_rules_read(const json_t *rules, struct rank_rules *out);
/* A result as the contract writes it. */
str rank_result_write(struct arena *a, const struct set *set, const struct rank_result *r);

#endif
