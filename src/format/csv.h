/* csv: RFC 4180 text with comma, semicolon or tab, with or without a byte order mark.
 *
 * Reading is over a text in memory (csv_next), or over one that comes piece by piece (csv_feed).
 * Writing is for people's spreadsheet programs or for our own programs (enum csv_reader).
 */
#ifndef FORMAT_CSV_H
#define FORMAT_CSV_H

#include "base/out.h"

enum {
    CSV_CELLS_MAX = 200,
    CSV_CELL_BYTES_MAX = 128 << 10,            /* 32 767 characters, a spreadsheet's own limit */
    CSV_ROW_BYTES_MAX = 1 << 20,               /* csv_feed: a line beyond it never ends */
};

/* Why a row is broken. */
enum csv_fault {
    CSV_QUOTE = 1,                             /* a quote never closes, or text stands behind one */
    CSV_TOO_WIDE,                              /* more than CSV_CELLS_MAX cells */
    CSV_CELL_LONG,
    CSV_ROW_LONG,                              /* csv_feed alone */
    CSV_SOURCE,                                /* csv_feed alone: the source could not be read */
};

struct csv {
    str rest;
    char mark;                                 /* ',' ';' or tab */
    int64_t line;                              /* of the row last read, from 1 */
    int64_t next_line;
    int64_t row;                               /* of the row last read, empty ones counted */
    enum csv_fault fault;                      /* beside CSV_BROKEN */
};

struct csv_row {
    str cells[CSV_CELLS_MAX];                  /* empty behind `count` */
    int count;
};

enum csv_answer { CSV_ROW, CSV_END, CSV_BROKEN };

/* The mark that parts the cells, by the first lines of a text: the one that stands equally often,
 * outside quotes, in most of them. A comma when none does. */
char csv_mark(str text);
/* Begins; the mark is csv_mark's. */
struct csv csv_begin(str text);
/* The next row that is not empty; cells live in the arena or in the text. */
enum csv_answer csv_next(struct arena *a, struct csv *c, struct csv_row *out) MUST_USE;
/* Column whose folded heading is `name`, or -1. */
int csv_column(struct arena *a, const struct csv_row *heading, str name);

/* -- reading piece by piece -------------------------------------------------------------------- */

struct csv_feed {
    /* bytes read, 0 at the end, -1 trouble */
    ptrdiff_t (*read)(void *with, char *to, ptrdiff_t n);
    void *with;
    struct csv csv;                            /* mark, line, row, fault */
    char *at;                                  /* CSV_ROW_BYTES_MAX and a little more */
    ptrdiff_t from;                            /* the bytes not yet taken: from … len */
    ptrdiff_t len;
    bool ended;                                /* the source has no more */
};

/* Begins, with the first bytes of the source in the window; `mark` 0: csv_mark's. */
struct csv_feed csv_feed_new(struct arena *a, ptrdiff_t (*read)(void *, char *, ptrdiff_t),
                             void *with, char mark);
/* The first line as it stands, for a head that is no row; false when it is longer than a row. */
bool csv_feed_line(struct arena *a, struct csv_feed *f, str *out) MUST_USE;
/* As csv_next; cells live until the next call, those with doubled quotes in the arena. */
enum csv_answer csv_feed_next(struct arena *a, struct csv_feed *f, struct csv_row *out) MUST_USE;

/* -- writing ----------------------------------------------------------------------------------- */

enum csv_reader {
    CSV_FOR_PEOPLE = 1,                        /* CRLF; no cell a spreadsheet takes for a formula */
    CSV_FOR_PROGRAMS,                          /* LF; cells as they are */
};

/* The byte order mark, without which Excel reads UTF-8 as something else. */
void csv_put_bom(struct out *o);
void csv_put_row(struct out *o, enum csv_reader reader, const str *cells, int count);
/* A cell for people: quoted when needed, and an apostrophe before what a spreadsheet would take
 * for a formula: a beginning = + - @ tab or carriage return, but for numbers such as -12,5. */
str csv_cell(struct arena *a, str s);

#endif
