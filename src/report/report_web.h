/* report_web: what the page is given. */
#ifndef REPORT_REPORT_WEB_H
#define REPORT_REPORT_WEB_H

#include "report/report.h"

struct figure_line {
    str label;
    int64_t count;
    str share;
    url at;                                    /* the list behind it; empty where there is none */
};

struct report_view {
    struct report it;
    str day;                                   /* as typed into the field */
    str fault;
    str communes_share;
    bool today;
    url take;                                  /* the communes as a file */
    struct {
        struct figure_line *at;
        ptrdiff_t count;
    } stars, types, revoked;
    date year_from;                            /* first of January of the day's year */
    struct report_revoked gone;
    struct report_unit_rows units;
};

#endif
