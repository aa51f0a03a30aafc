/* sheet_book: what the whole workbook has in common: its sheets, styles and shared strings.
 *
 *     _rels/.rels -> xl/workbook.xml -> xl/_rels/workbook.xml.rels -> styles, strings, sheets
 */
#ifndef MEDIA_SHEET_BOOK_H
#define MEDIA_SHEET_BOOK_H

#include "media/sheet_part.h"
#include "media/sheet_value.h"

enum {
    BOOK_SHEETS_MAX = 1000,
    BOOK_LINKS_MAX = 4096,                     /* relationships of one part */
    BOOK_STYLES_MAX = 65536,                   /* Excel has 65 490 */
    CELL_CHARS_MAX = 32767,                    /* a spreadsheet's own limit */
    CELL_BYTES_MAX = 128 << 10,
    STRINGS_BYTES_MAX = 128 << 20,             /* shared strings, in the arena */
    STRINGS_MAX = 4 << 20,
};

/* Text as it comes in pieces. */
struct cell_text {
    char *at;                                  /* CELL_BYTES_MAX */
    ptrdiff_t len;
    bool full;                                 /* something did not fit */
};

struct book_sheet {
    str name;
    str link;                                  /* id of the relationship to its part */
    bool hidden;
};

struct book {
    struct arena *a;                           /* of SHEET_ARENA_BYTES */
    struct sheet_zip *zip;
    struct sheet_fault *fault;
    str folder;                                /* of the workbook part, "xl/" */
    struct book_sheet *sheets;
    int32_t sheet_count;
    bool from_1904;
    uint8_t *kinds;                            /* enum value_kind of each cell style */
    int32_t kind_count;
    str **pages;                               /* shared strings, a page of them at a time */
    int32_t string_count;
    struct cell_text text;
    struct book_link *links;                   /* of the workbook */
    int32_t link_count;
};

/* Opens the workbook and lists its sheets. */
bool book_open(struct book *b, bytes file) MUST_USE;
/* The part of the sheet of this name, or of the first that is shown and holds cells; empty, with a
 * fault, when there is none. */
str book_sheet_part(struct book *b, str wanted, const struct book_sheet **out) MUST_USE;
/* Number formats and shared strings; after this the arena may be marked and rewound. */
bool book_load(struct book *b) MUST_USE;
enum value_kind book_kind(const struct book *b, int64_t style);
/* False when there is no such string. */
bool book_string(const struct book *b, int64_t index, str *out) MUST_USE;

void cell_text_add(struct cell_text *t, str s);
/* The text unescaped (_x000D_), in NFC, without control characters, in place; false when it is
 * longer than a cell may be. Leaves the arena as it was. */
bool cell_text_settle(struct arena *a, struct cell_text *t, str *out) MUST_USE;

#endif
