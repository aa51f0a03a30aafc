/* council_web: what the pages of the room are given. */
#ifndef COUNCIL_COUNCIL_WEB_H
#define COUNCIL_COUNCIL_WEB_H

#include "council/council.h"

struct meeting_line {
    url at;
    str title;
    date held_on;
    str state;
    str look;
};

struct meeting_list_view {
    bool may_call;
    struct {
        struct meeting_line *at;
        ptrdiff_t count;
    } rows;
    url next;
    struct take take;
};

struct meeting_edit_view {
    struct form_view form;
};

struct seat_line {
    int64_t id;
    str name;
    str office;
    str role;
    bool scores;
    bool may_absent;
};

struct dot {
    bool full;
};

struct own_ballot {
    url at;
    str state;
    str look;
    bool has;
    bool done;                                 /* nothing left to fill in */
};

struct part_points {
    str code;                                  /* "A" */
    int64_t points;
};

struct part_rows {
    struct part_points *at;
    ptrdiff_t count;
};

struct total_line {
    str name;
    int64_t total;
    struct part_rows parts;
};

struct reopen_line {
    str code;
    str name;
};

struct case_line {
    int32_t number;
    str product;
    str producer;
    struct own_ballot own;
    int64_t submitted;
    int64_t seats;
    struct {
        struct dot *at;
        ptrdiff_t count;
    } dots;
    bool has_result;
    str result;
    mean mean;
    int64_t sum;
    int64_t count;
    int32_t spread;
    int32_t star;
    struct stars_view stars;
    struct part_rows parts;                    /* of the form, with their highest points */
    struct {
        struct total_line *at;
        ptrdiff_t count;
    } totals;                                  /* one a ballot, once the meeting is closed */
    struct {
        struct reopen_line *at;
        ptrdiff_t count;
    } reopen;                                  /* submitted ballots the chair may give back */
    str unmet;                                 /* marks not met, in words */
};

struct case_rows {
    struct case_line *at;
    ptrdiff_t count;
};

struct waiting_line {
    int64_t id;
    str product;
    str producer;
};

struct board_view {
    struct case_rows cases;
    int64_t done;
    int64_t total;
};

struct meeting_view {
    struct meeting it;
    str code;
    str state;
    str look;
    str next;                                  /* what happens next and who must act */
    str key;
    bool preparing;                            /* may add seats and cases */
    bool may_open;
    bool scoring;
    bool is_chair;
    bool scores;                               /* the reader has ballots to fill in */
    bool closed;
    bool may_minute;
    url base;
    url open;
    url close;
    url absent;
    url reopen;
    url minutes;
    url minutes_file;
    bool has_minutes;
    url board_at;
    struct board_view board;
    struct {
        struct seat_line *at;
        ptrdiff_t count;
    } seats;
    struct {
        struct waiting_line *at;
        ptrdiff_t count;
    } waiting;
    struct form_view seat_form;
    url add_cases;
    struct fault_list faults;
    str reason_fault;
};

struct ballot_view {
    str product;
    str producer;
    url back;
    str receipt;
    str when;
    bool submitted;
    int32_t total;
    struct chosen_table chosen;
    str note;
    bool conflict;
    struct {
        struct fault_line *at;
        ptrdiff_t count;
    } differs;
};

/* Handlers of ballot_web.c. */
enum err ballot_show(struct ctx *cx, const struct req *rq, struct resp *rs) MUST_USE;
enum err ballot_draft_post(struct ctx *cx, const struct req *rq, struct resp *rs) MUST_USE;
enum err ballot_submit_post(struct ctx *cx, const struct req *rq, struct resp *rs) MUST_USE;
enum err ballot_file(struct ctx *cx, const struct req *rq, struct resp *rs) MUST_USE;

#endif
