/* table_text: a CSV or TSV file from anywhere becomes UTF-8 with commas.
 *
 *     source  ->  characters  ->  rows (csv_feed)  ->  text_clean a cell  ->  sink
 *
 * Encodings: UTF-8 and UTF-16 of both orders, each with a byte order mark or without; else
 * Windows-1258, whose tone marks follow their vowel and are composed by text_clean. UTF-16 without
 * a mark shows by its zero bytes; the other two part at the first byte that is not ASCII.
 * Memory stays the same however long the file is.
 */
#ifndef FORMAT_TABLE_TEXT_H
#define FORMAT_TABLE_TEXT_H

#include "base/str.h"

enum {
    TABLE_ROWS_MAX = 200 * 1000,
    TABLE_COLUMNS_MAX = 200,
    TABLE_CELL_CHARS_MAX = 32767,              /* a spreadsheet's own limit */
};

enum table_encoding {
    TABLE_UTF8 = 1,
    TABLE_UTF16_LE,
    TABLE_UTF16_BE,
    TABLE_WINDOWS_1258,
};

enum table_fault {
    TABLE_FINE = 1,
    TABLE_READ,                                /* the source failed */
    TABLE_WRITE,                               /* the sink failed */
    TABLE_EMPTY,                               /* not one filled row */
    TABLE_NO_TABLE,                            /* a page, a document: text of another kind */
    TABLE_NUL,                                 /* a zero byte where text should stand */
    TABLE_CHARACTER,                           /* bytes that are no character of the encoding */
    TABLE_QUOTE,                               /* a quote that never closes */
    TABLE_LINE_LONG,                           /* a line beyond CSV_ROW_BYTES_MAX */
    TABLE_WIDE,                                /* beyond TABLE_COLUMNS_MAX */
    TABLE_CELL_LONG,                           /* beyond TABLE_CELL_CHARS_MAX */
    TABLE_LONG,                                /* beyond TABLE_ROWS_MAX */
};

struct table_text_io {
    /* bytes read, 0 at the end, -1 trouble */
    ptrdiff_t (*read)(void *with, char *to, ptrdiff_t n);
    bool (*write)(void *with, str s);          /* keeps nothing in the same arena */
    void *with;
};

struct table_text {
    enum table_fault fault;
    int64_t line;                              /* of the fault, from 1; 0 where none is meant */
    enum table_encoding encoding;
    char mark;                                 /* ',' ';' or tab, as found */
    int64_t rows;                              /* that hold something, heading included */
    int32_t columns;
};

/* Reads all of the source into the sink; true when fault is TABLE_FINE. Rows are written as
 * CSV_FOR_PROGRAMS, an empty row as an empty line, so that csv.row stays that of the file. */
bool table_text_read(struct arena *a, const struct table_text_io *io,
                     struct table_text *out) MUST_USE;

#endif
