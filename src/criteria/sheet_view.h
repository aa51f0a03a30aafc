/* sheet_view: a scoring form on a page, the same for a producer's self-assessment and a council
 * member's ballot: large choices, running sums, the expected star and why not the next one.
 *
 * Names of the controls: "c.<criterion>" holds an option's number, "a2" inside case a, "k" for
 * "no level reached"; "f.<rule id>" holds "1" or "0".
 */
#ifndef CRITERIA_SHEET_VIEW_H
#define CRITERIA_SHEET_VIEW_H

#include "criteria/criteria.h"
#include "web/html.h"

/* What would be recognised with this ballot alone, blanks counting as "no level reached". */
struct expectation {
    points total;
    points parts[PACK_PARTS_MAX];
    ptrdiff_t answered;
    ptrdiff_t asked;                           /* criteria that have to be answered */
    int32_t star;                              /* 0, 3, 4, 5 */
    enum outcome outcome;
    int32_t next_star;                         /* the one above, 0 when there is none */
    points missing;                            /* points short of the next star's band */
    const struct mark **unmet;                 /* marks short of the next star */
    ptrdiff_t unmet_count;
};
struct expectation expect_of(struct arena *a, const struct set *set, const struct rank_rules *rules,
                             const struct rank_ballot *b);

/* An empty ballot of a set; one read from its stored JSON (blank where that is not sound). */
struct rank_ballot ballot_blank(struct arena *a, const struct set *set);
struct rank_ballot ballot_stored(struct arena *a, const struct set *set, str json);
/* The posted controls laid over `have`; a control that was not posted keeps what was there.
 * False when a value is no choice of the set. */
bool ballot_posted(const struct set *set, const struct req *rq, struct rank_ballot *have) MUST_USE;

/* -- the page ---------------------------------------------------------------------------------- */

struct choice_view {
    str name;
    str value;
    str label;
    str detail;
    points points;
    bool has_points;
    bool chosen;
};

struct choice_rows {
    struct choice_view *at;
    ptrdiff_t count;
};

struct case_view {
    str title;
    struct choice_rows rows;
};

struct question_view {
    str name;
    str text;
    bool yes;
    bool no;
    str fault;
    str anchor;
};

struct file_view {
    str title;
    str size;
    url at;
    url remove;
    int64_t id;
};

struct file_view_rows {
    struct file_view *at;
    ptrdiff_t count;
};

struct criterion_view {
    str anchor;                                /* "o-1.5" */
    str section;                               /* heading above, where a section begins */
    str section_note;
    str code;
    str title;
    str hint;
    points max;
    str part;
    bool heading;
    str given;                                 /* what the producer chose, for a ballot */
    str fault;
    struct {
        struct question_view *at;
        ptrdiff_t count;
    } questions;
    struct {
        struct case_view *at;
        ptrdiff_t count;
    } cases;                                   /* one without a title where there are none */
    struct choice_view none;                   /* "không đạt mức nào" */
    str note;                                  /* evidence notes and clarifications */
    str documents;                             /* papers asked for */
    struct file_view_rows files;
    url add_file;                              /* where a file for it is added, or empty */
};

struct sum_view {
    str part;
    str name;
    points have;
    points max;
};

struct missing_view {
    str text;
    str anchor;
};

struct sheet_view {
    str title;
    str owner;                                 /* opaque word for local keeping */
    url action;
    url draft;
    str key;
    int64_t seen;                              /* version the person saw */
    bool readonly;
    int64_t answered;
    int64_t asked;
    points total;
    points total_max;
    str saved;
    struct {
        struct sum_view *at;
        ptrdiff_t count;
    } sums;
    struct {
        struct question_view *at;
        ptrdiff_t count;
    } questions;                               /* of the whole set */
    struct {
        struct criterion_view *at;
        ptrdiff_t count;
    } criteria;
    html expect;
    html buttons;                              /* at the end of the form */
    struct fault_list faults;
    bool has_faults;
};

struct expect_view {
    str says;                                  /* "Dự kiến 3 sao (68 điểm)" */
    int32_t star;
    bool has_star;
    struct stars_view stars;
    str next;                                  /* "Để đạt 4 sao còn thiếu:" */
    struct {
        struct missing_view *at;
        ptrdiff_t count;
    } missing;
};

struct sheet_ask {
    const struct set *set;
    const struct rank_ballot *ballot;
    const struct rank_ballot *given;           /* the producer's own, or NULL */
    const struct rank_faults *faults;          /* shown beside their criteria, or NULL */
    /* Files of a criterion; NULL = none. */
    struct file_view_rows (*files)(void *with, str criterion);
    void *with;
    bool readonly;
    str add_file_base;                         /* "/ho-so/X/minh-chung?tieu-chi=", or empty */
};
/* Fills everything but addresses, key and buttons. */
struct sheet_view sheet_view(struct ctx *cx, const struct sheet_ask *ask);
/* A ballot to read, not to fill: a table of what was chosen. */
struct chosen_view {
    str code;
    str title;
    str label;
    points points;
    points max;
    bool heading;
};
struct chosen_rows {
    struct chosen_view *at;
    ptrdiff_t count;
};
struct chosen_rows chosen_rows(struct arena *a, const struct set *set, const struct rank_ballot *b);
struct chosen_table {
    struct chosen_rows rows;
};
void page_chosen(struct out *o, const struct chosen_table *p);
html expect_html(struct arena *a, const struct set *set, const struct expectation *e);
void page_sheet(struct out *o, const struct sheet_view *p);

#endif
