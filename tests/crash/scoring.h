/* scoring: a house with a meeting in SCORING, made through the rooms' own functions; for the crash
 * tests and the benchmarks. People and products are made up.
 */
#ifndef TESTS_CRASH_SCORING_H
#define TESTS_CRASH_SCORING_H

#include "council/council.h"

#define SCORING_PASSWORD "saolang2026"
enum { SCORING_SEATS_MAX = 64, SCORING_CASES_MAX = 100 };

struct scoring_wish {
    const char *data_dir;
    int seats; /* that score, signed in as ghe1 … ; ghe1 is chair */
    int cases;
    bool recognised; /* one more meeting was held and decided: a star */
};

struct scoring {
    str meeting_code;
    meeting_id meeting;
    struct agenda_rows agenda;
    const struct set *set; /* the same for every case */
    account_id seat[SCORING_SEATS_MAX];
    str product_path; /* of the recognised product */
    str check_path;
};

/* Makes the house in an empty folder and leaves it open; false with a line on stderr. */
bool scoring_make(struct arena *a, const struct scoring_wish *w, struct scoring *out);
/* An actor of one seat, as a sign-in would give it. */
struct actor scoring_actor(struct arena *a, const struct scoring *s, int seat);
/* A whole ballot: the same seed gives the same answers. */
struct rank_ballot scoring_ballot(struct arena *a, const struct set *set, uint32_t seed);
/* The ballot as a page posts it, without key and version: "c.1.1=2&f.x=1". */
str scoring_fields(struct arena *a, const struct set *set, const struct rank_ballot *b);

#endif
