/* sheet_read: one sheet of a workbook (.xlsx, .xlsm) as clean CSV, row by row.
 *
 * A sheet with merged cells is read twice: a workbook tells of them only behind its rows, so first
 * for where the heading stands and what of it is merged, then for the cells.
 *
 *     heading   the first row with two filled cells, or the first filled one
 *     merged    a range that begins in the heading has its text in each of its cells, downward
 *               only in rows that hold something of their own (a heading of two rows) and at most
 *               HEADING_ROWS_MAX; anywhere else the text stands in the first cell alone
 *     values    what the program that saved the file last saw: formulas are never worked out,
 *               macros are not looked at; errors (#N/A) are empty; true and false are TRUE, FALSE
 *
 * The CSV is CSV_FOR_PROGRAMS; an empty row is an empty line, so that csv.row is the row's number
 * in the sheet. Cells at a row's end that are empty are left out.
 */
#ifndef MEDIA_SHEET_READ_H
#define MEDIA_SHEET_READ_H

#include "media/sheet_part.h"

enum {
    SHEET_ROWS_MAX = 200 * 1000,
    SHEET_COLUMNS_MAX = 200,
    HEADING_ROWS_MAX = 10,
    SHEETS_TOLD_MAX = 50,
};

/* What a person should know about values that are not as they look. */
enum sheet_note {
    NOTE_MERGED,                               /* merged ranges */
    NOTE_NO_VALUE,                             /* formulas that were saved without a value */
    NOTE_ERROR,                                /* errors, now empty */
    NOTE_NO_DATE,                              /* numbers shown as dates that are none */
    NOTE_HIDDEN,                               /* hidden rows, which were read too */
};
enum { SHEET_NOTES = 5 };

struct sheet_noted {
    int32_t count;
    char first[16];                            /* where: "B7" */
};

struct sheet_report {
    str name;                                  /* of the sheet */
    str names[SHEETS_TOLD_MAX];                /* of all that are shown, in order */
    int32_t name_count;
    int32_t rows;                              /* filled ones, heading included */
    int32_t columns;
    int32_t heading;                           /* its row */
    struct sheet_noted notes[SHEET_NOTES];
};

struct sheet_source {
    bytes file;
    str wanted;                                /* a sheet's name; empty: the first shown */
    bool (*write)(void *with, str s);          /* keeps nothing in the same arena */
    void *with;
};

/* The name of a note for machines: "merged". */
const char *sheet_note_name(enum sheet_note note);

enum { SHEET_ARENA_BYTES = 256 << 20 };        /* shared strings, a heading and one row */
/* False with a fault. `a` has SHEET_ARENA_BYTES to itself. */
bool workbook_read(struct arena *a, const struct sheet_source *from, struct sheet_report *out,
                   struct sheet_fault *fault) MUST_USE;

#endif
