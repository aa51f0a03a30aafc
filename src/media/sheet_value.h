/* sheet_value: what a cell's stored value says to a person. Whole numbers and digits throughout;
 * no floating point.
 */
#ifndef MEDIA_SHEET_VALUE_H
#define MEDIA_SHEET_VALUE_H

#include "base/str.h"

/* How a cell's number format shows a number. */
enum value_kind {
    VALUE_NUMBER = 1,
    VALUE_DATE,                                /* dd/mm/yyyy */
    VALUE_MOMENT,                              /* dd/mm/yyyy hh:mm */
    VALUE_TIME,                                /* hh:mm of a day */
    VALUE_HOURS,                               /* [h]:mm, beyond 24 as well */
};

/* By a format's code, "dd/mm/yyyy;@", and by the number of one that every program knows. */
enum value_kind value_kind_of(str code);
enum value_kind value_kind_known(int64_t id);

/* A number as stored, "1.1000000000000001" or "2.5E-3", as a spreadsheet means it: 15 digits, no
 * exponent. False when it is no number. */
bool value_number(struct arena *a, str stored, str *out) MUST_USE;
/* A day count of the 1900 or the 1904 system; false when it is no day these systems have. */
bool value_date(struct arena *a, str stored, enum value_kind kind, bool from_1904,
                str *out) MUST_USE;
/* "2026-09-02T10:30:00" as "02/09/2026 10:30"; false when it is none. */
bool value_iso_date(struct arena *a, str stored, str *out) MUST_USE;

/* A place in a sheet, from 1. */
struct cell_place {
    int32_t row;
    int32_t column;
};

enum { SHEET_ROWS_MOST = 1048576, SHEET_COLUMNS_MOST = 16384 };   /* of the format itself */

/* "AB12"; false when it is none. */
bool cell_place_read(str s, struct cell_place *out) MUST_USE;
/* The same back; `to` has 16 bytes. */
void cell_place_show(struct cell_place at, char to[16]);

#endif
