/* pack: one decision's criteria as dated data, read from JSON (schema saolang-criteria/1,
 * law/README.md) into plain structs, checked, and never changed afterwards.
 */
#ifndef CRITERIA_PACK_H
#define CRITERIA_PACK_H

#include "base/num.h"
#include "base/str.h"
#include "base/when.h"

enum { PACK_PARTS_MAX = 8, PACK_BYTES_MAX = 4 << 20 };

enum rule_type {
    RULE_DISQUALIFY_IF,
    RULE_NOT_ELIGIBLE_IF,
    RULE_STOP_IF,
    RULE_STOP_IF_ZERO,
    RULE_APPLIES_ONLY_IF,
    RULE_REQUIREMENT,
    RULE_EVIDENCE_NOTE,
    RULE_CLARIFICATION,
};

struct rule {
    str id;                                    /* stable inside the set */
    enum rule_type type;
    str text;
    bool whole_section;                        /* stop_if_zero: scope section */
    int32_t depends_on;                        /* applies_only_if: criterion index, else -1 */
    points min_points;
    int32_t fact;                              /* index among the set's yes/no questions, or -1 */
    int32_t criterion;                         /* criterion index it stands on, or -1 for the set */
};

struct option {
    points points;
    str label;
    str detail;
    int32_t min_star;                          /* 3, 4, 5; 0 = no mark */
};

struct options {
    struct option *at;
    ptrdiff_t count;
};

struct choice {                                /* one of the alternatives ("case" in the pack) */
    str letter;                                /* "a", "b" */
    str label;
    points max;
    struct options options;
};

struct criterion {
    str code;                                  /* unique in the set */
    str printed_code;
    str title;
    str hint;
    str under;                                 /* code of its heading, or empty */
    bool heading;                              /* no points: shown as a heading */
    points max;
    int32_t part;                              /* index into pack->parts */
    int32_t section;                           /* index into set->sections */
    struct options options;                    /* empty where cases stand */
    struct choice *choices;
    ptrdiff_t choice_count;
    struct rule *rules;
    ptrdiff_t rule_count;
    int32_t *documents;                        /* numbers of the evidence list */
    ptrdiff_t document_count;
    /* Prepared at reading, for ranking: */
    points *worth;                             /* worth[k] = points of option k, worth[0] = 0;
                                                  NULL where cases stand */
    bool ruled;                                /* a rule may skip it, zero it or stop at it */
};

struct section {
    int32_t index;                             /* printed number */
    int32_t part;
    str name;
    points max;
    str hint;
    str note;
    int32_t first;                             /* criteria first .. first + count - 1 of the set */
    int32_t count;
};

/* A star mark: the lowest option allowed for that rank. */
struct mark {
    int32_t star;
    int32_t criterion;                         /* index into set->criteria */
    int32_t option;                            /* its position, from 1 */
    points points;
};

struct set {
    const struct pack *pack;
    str slug;
    int32_t no;                                /* printed number; 0 = none */
    str name;
    str group;                                 /* group code */
    str family;
    int32_t samples;
    bool complete;
    struct rule *rules;                        /* of the whole set */
    ptrdiff_t rule_count;
    struct section *sections;
    ptrdiff_t section_count;
    struct criterion *criteria;                /* headings included, in the order of the form */
    ptrdiff_t criterion_count;
    const struct rule **facts;                 /* the yes/no questions, in the order of the form */
    ptrdiff_t fact_count;
    struct mark *marks;                        /* in the order of the form */
    ptrdiff_t mark_count;
};

struct part {
    str code;
    str name;
    points max;
};

struct band {
    int32_t star;
    int32_t from_h;                            /* hundredths of a point */
    int32_t below_h;                           /* 0 = no upper end */
    bool certificate;
};

/* Who recognises a star, from .. to inclusive; NO_DATE = open. */
struct recogniser {
    int32_t star;
    str by;                                    /* province, district, minister, central */
    date from;
    date to;
};

struct group {
    str code;
    str no;
    str name;
};

struct document {
    int32_t no;
    str title;
    str text;
};

struct pack {
    str id;
    str decision;
    str title;
    str status;
    date in_force_from;
    date in_force_to;                          /* NO_DATE = open */
    date accepted_until;
    points total_max;
    bool marks_known;                          /* star_minimums = "marks" */
    struct part parts[PACK_PARTS_MAX];
    ptrdiff_t part_count;
    struct band *bands;                        /* highest star first */
    ptrdiff_t band_count;
    struct recogniser *recognisers;
    ptrdiff_t recogniser_count;
    struct group *groups;
    ptrdiff_t group_count;
    struct document *documents;
    ptrdiff_t document_count;
    struct set *sets;
    ptrdiff_t set_count;
    str sha256;                                /* of the bytes it was read from, hexadecimal */
};

struct pack_fault {
    str place;                                 /* set/criterion/option … */
    str text;                                  /* Vietnamese sentence */
};

struct pack_faults {
    struct pack_fault *at;
    ptrdiff_t count;
};

/* Reads and checks; NULL with every fault in *faults when it is not a sound pack. */
const struct pack *pack_read(struct arena *a, str json, struct pack_faults *faults);
/* Who recognises that star on a day; empty when nobody does. */
str pack_recogniser(const struct pack *p, int32_t star, date day);
const struct set *pack_set(const struct pack *p, str slug);
/* Index of a criterion by code, -1 when unknown. */
int32_t set_criterion(const struct set *s, str code);
/* Index of a yes/no question by rule id, -1 when unknown. */
int32_t set_fact(const struct set *s, str rule_id);
/* A yes/no rule: disqualify_if, not_eligible_if, stop_if, requirement. */
bool rule_is_asked(const struct rule *r);
/* "stop_if" … as in the pack. */
const char *rule_type_name(enum rule_type type);
/* A foreign text in a sentence: its first characters. */
str pack_clip(str s);
/* Options of a criterion, of that case where it has cases (NULL when the case does not exist). */
const struct options *criterion_options(const struct criterion *c, int32_t chosen);

#endif
