/* report_in: rows of the room's statements. */
#ifndef REPORT_REPORT_IN_H
#define REPORT_REPORT_IN_H

#include "report/report.h"

struct star_cell {
    int32_t star;
    int64_t potential;
    int64_t count;
};
ROWS_OF(star_cell);

struct type_cell {
    int32_t legal_type;
    int64_t count;
};
ROWS_OF(type_cell);

struct revoked_cell {
    int32_t star;
    int32_t ground;
    int64_t products;
};
ROWS_OF(revoked_cell);

#endif
