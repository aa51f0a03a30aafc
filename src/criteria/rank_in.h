/* rank_in: one ballot's way through the form, shared by rank*.c, score.c and sheet*.c. */
#ifndef CRITERIA_RANK_IN_H
#define CRITERIA_RANK_IN_H

#include "base/err.h"
#include "base/out.h"
#include "criteria/rank.h"

#define MSG MSG_DECLARE
#include "criteria/score.msg"
#undef MSG

enum standing {
    STANDS_HEADING,
    STANDS_ANSWERED,
    STANDS_BLANK,
    STANDS_ZEROED,                             /* 0 points by a requirement */
    STANDS_SKIPPED,                            /* applies_only_if does not hold */
    STANDS_AFTER_STOP,
};

/* What one criterion gives on one ballot. */
struct step {
    points points;
    int32_t position;                          /* of the chosen option, 0 = none counted */
    enum standing standing;
};

struct walk {
    const struct set *set;
    const struct rank_rules *rules;
    const struct rank_ballot *ballot;
    struct step *steps;                        /* set->criterion_count of them */
    int32_t end;                               /* first criterion behind the stop, or the count */
    const struct rule *stop;                   /* what stopped it, or NULL */
    points parts[PACK_PARTS_MAX];
    points total;
    enum outcome outcome;                      /* of this ballot */
    bool odd;                                  /* something to explain in reasons */
};

/* Walks w->ballot; set, rules, ballot and steps are given, the rest is found. */
void walk_ballot(struct walk *w);
/* The answer to this rule speaks against the product under these rules. */
bool rule_adverse(const struct rule *rule, enum fact_answer answer, const struct rank_rules *rules);
/* How a rule ends a ballot when it holds. */
enum outcome rule_ending(enum rule_type type);

/* Why a ballot came out as it did, in the order of the form. */
struct rank_reasons walk_reasons(struct arena *a, const struct walk *w);

struct reason_args {
    str args[MSG_ARGS];
};
void reason_put(struct arena *a, struct rank_reasons *list, struct rank_reason head,
                const struct msg *m, struct reason_args in);
/* Adds a fault; its code is the sentence's name. args[0] and [1] make its place. */
struct fault_where {
    str ballot;
    str item;                                  /* criterion code or rule id */
    str args[2];                               /* {2} and {3} */
};
void rank_fault_put(struct arena *a, struct rank_faults *list, const struct msg *m,
                    struct fault_where in);

#endif
