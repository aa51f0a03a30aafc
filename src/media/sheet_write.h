/* sheet_write: a typed table becomes a workbook of one sheet, row by row, in memory that does not
 * grow with the rows.
 *
 *     {"sheet":"Sản phẩm","columns":[{"title":"Tên","kind":"text","width":40},…]}      one line
 *     Mật ong bạc hà,250000,02/09/2026                                             then CSV rows
 *
 *     text    as it stands, never a formula       int    12                -12
 *     money   1250000, shown as 1.250.000         date   02/09/2026 or 2026-09-02
 *     url     text; a link where it begins with https:, http: or mailto: and a sheet may have more
 *
 * `sheet`, `kind` (text) and `width` in characters (by kind) may be missing. What is not of its
 * column's kind is written as text. The head is bold, stays in view, and has filters. The same
 * table gives the same bytes.
 */
#ifndef MEDIA_SHEET_WRITE_H
#define MEDIA_SHEET_WRITE_H

#include "media/sheet_part.h"

enum {
    TABLE_ROWS_WRITTEN_MAX = 1000 * 1000,      /* a sheet has 1 048 576 */
    TABLE_COLUMNS_WRITTEN_MAX = 200,
    TABLE_LINKS_MAX = 65530,                   /* of a sheet, by Excel */
    TABLE_HEAD_BYTES_MAX = 64 << 10,
};

struct table_source {
    /* bytes read, 0 at the end, -1 trouble */
    ptrdiff_t (*read)(void *with, char *to, ptrdiff_t n);
    void *with;
};

struct table_sink {
    int fd;                                    /* a file: it is sought in */
    int64_t bytes_max;
};

/* False with a fault: TABLE when the source is not one, TOO_LONG with the cell, TOO_MANY_ROWS,
 * TOO_BIG, OUTPUT. */
bool workbook_write(struct arena *a, const struct table_source *from, const struct table_sink *to,
                    int64_t *rows, struct sheet_fault *fault) MUST_USE;

#endif
