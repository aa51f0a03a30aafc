/* rank: ballots to totals, mean, marks and stars. Pure: no database, no clock, no page.
 *
 * The same function serves `saolang score`, self-assessments and the council's tally.
 * Law and reasons: law/README.md, "How a rank is computed"; contract: docs/score-contract.md.
 */
#ifndef CRITERIA_RANK_H
#define CRITERIA_RANK_H

#include "criteria/pack.h"

enum { BLANK = 0, NO_LEVEL = -1 };

/* One answer of one ballot to one scored criterion of the set, at the criterion's `index`. */
struct answer {
    int32_t option;                            /* 1 .. options; NO_LEVEL; BLANK */
    int32_t chosen;                           /* index of the chosen case; -1 where there is none */
};

enum fact_answer { FACT_BLANK, FACT_FALSE, FACT_TRUE };

struct rank_ballot {
    str member;
    struct answer *answers;                    /* set->criterion_count of them, headings unused */
    enum fact_answer *facts;                   /* set->fact_count of them */
};

enum mark_basis { MARK_MAJORITY, MARK_ALL, MARK_MEAN };
enum fact_basis { FACTS_MAJORITY, FACTS_ANY, FACTS_ALL };
enum requirement_unmet { UNMET_ZERO, UNMET_NOT_ELIGIBLE, UNMET_WARN };
enum skipped_marks { SKIPPED_MISSED, SKIPPED_IGNORED };

struct rank_rules {
    enum mark_basis mark_basis;
    enum fact_basis fact_basis;
    enum requirement_unmet requirement_unmet;
    enum skipped_marks skipped_marks;
};

enum outcome {
    OUTCOME_SCORED,
    OUTCOME_STOPPED,
    OUTCOME_NOT_ELIGIBLE,
    OUTCOME_DISQUALIFIED,
    OUTCOME_CONFLICT
};

struct rank_reason {
    str code;                          /* stable word: "stopped", "requirement_zero", "ignored" … */
    str place;                                 /* criterion code or rule id */
    str text;                                  /* Vietnamese sentence */
};

struct rank_reasons {
    struct rank_reason *at;
    ptrdiff_t count;
};

struct ballot_result {
    str member;
    points parts[PACK_PARTS_MAX];              /* in the order of pack->parts */
    points total;
    enum outcome outcome;
    struct rank_reasons reasons;
    bool complete;                             /* no faults: may be submitted */
};

struct unmet_mark {
    int32_t star;
    int32_t criterion;                         /* index into set->criteria */
    int32_t option;                            /* position of the marked option */
};

struct rank_fault {
    str code;                                  /* as listed in the contract */
    str place;                                 /* ballot/criterion or ballot/rule id */
    str text;                                  /* Vietnamese sentence */
};

struct rank_faults {
    struct rank_fault *at;
    ptrdiff_t count;
};

enum { RANK_FAULTS_MAX = 20000 };              /* of one sheet; further ones are not listed */

struct rank_result {
    enum outcome outcome;
    int32_t rank;                              /* 0, 3, 4, 5 */
    int32_t band;                              /* 1 .. 5; 0 = none */
    mean mean;
    points spread;
    struct ballot_result *ballots;
    ptrdiff_t ballot_count;
    struct unmet_mark *unmet;               /* for stars up to the band, in the order of the form */
    ptrdiff_t unmet_count;
    bool upper_bound;
    struct rank_reasons reasons;
};

/* Every fault of one ballot: blanks, ranges, missing cases and facts. `name` stands in places. */
struct rank_faults rank_check(struct arena *a, const struct set *set, const struct rank_ballot *b,
                              const struct rank_rules *rules);
/* Does every answer name an option of the set? Blanks are allowed: a draft may have them. */
bool rank_choices_fit(struct arena *a, const struct set *set, const struct rank_ballot *b) MUST_USE;
/* Marks places that are known to be at fault, so that they are not called blank as well. */
struct rank_known {
    const bool *answers;                       /* set->criterion_count of them */
    const bool *facts;                         /* set->fact_count of them */
};
/* As rank_check, adding to *faults; a reader of ballots says which places it has refused. */
void rank_check_known(struct arena *a, const struct set *set, const struct rank_ballot *b,
                      const struct rank_rules *rules, struct rank_known known,
                      struct rank_faults *faults);
/* Scores one ballot that may have blanks (a draft): totals what is answered; for
 * self-assessment. */
struct ballot_result rank_ballot(struct arena *a, const struct set *set,
                                 const struct rank_rules *rules, const struct rank_ballot *b);
/* Ranks a meeting. Every ballot must be without faults (see rank_check); count > 0. */
struct rank_result rank_meeting(struct arena *a, const struct set *set,
                                const struct rank_rules *rules, const struct rank_ballot *ballots,
                                ptrdiff_t count);

const char *outcome_name(enum outcome o);      /* "scored" … as in the contract */

#endif
