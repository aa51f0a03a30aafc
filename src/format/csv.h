/* csv: reading RFC 4180 text, comma or semicolon, with or without a byte order mark. */
#ifndef FORMAT_CSV_H
#define FORMAT_CSV_H

#include "base/str.h"

enum { CSV_CELLS_MAX = 64, CSV_CELL_BYTES_MAX = 64 << 10 };

struct csv {
    str rest;
    char mark;                                 /* ',' or ';' */
    int64_t line;                              /* of the row last read, from 1 */
    int64_t next_line;
};

struct csv_row {
    str cells[CSV_CELLS_MAX];
    int count;
};

enum csv_answer { CSV_ROW, CSV_END, CSV_BROKEN };

/* Begins; the mark is the one that stands more often in the first line. */
struct csv csv_begin(str text);
/* The next row that is not empty; cells live in the arena or in the text. CSV_BROKEN: a quote that
 * never closes, too many cells, or a cell beyond its limit. */
enum csv_answer csv_next(struct arena *a, struct csv *c, struct csv_row *out);
/* Column whose folded heading is `name`, or -1. */
int csv_column(struct arena *a, const struct csv_row *heading, str name);
/* A cell for writing: quoted when needed, and never taken for a formula by a spreadsheet. */
str csv_cell(struct arena *a, str s);

#endif
