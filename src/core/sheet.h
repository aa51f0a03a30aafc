/* sheet: tables that people bring and take away: workbooks (.xlsx) through the sandboxed helper,
 * CSV and TSV of any encoding by format/table_text. Both directions meet in one plain CSV.
 *
 *     file of a person  -> sheet_to_csv     -> CSV_FOR_PROGRAMS, read with csv_next or csv_feed
 *     table of a room   -> sheet_from_table -> workbook
 *
 * Here are the sentences; media.h and table_text.h tell what is done.
 */
#ifndef CORE_SHEET_H
#define CORE_SHEET_H

#include "core/ctx.h"

struct sheet_file {
    str path;
    str name;                                  /* as the person called it */
    str field;                                 /* of the form; beside it stands the refusal */
    str wanted;                                /* name of a sheet; empty: the first that is shown */
};

enum { SHEET_REMARKS_MAX = 8 };

struct sheet_report {
    bool text;                                 /* CSV or TSV; else a workbook */
    str name;                                  /* of the sheet that was read */
    str *names;                                /* of all that are shown, to choose another */
    ptrdiff_t name_count;
    int64_t rows;                              /* filled ones, heading included */
    int32_t columns;
    int64_t heading;                           /* row of the heading, as csv.row counts; 0: first */
    str remarks[SHEET_REMARKS_MAX];            /* sentences on what is not as it looks */
    int32_t remark_count;
};

/* What a person brought, as CSV in `out_path`: the kind is told from the content, and the n-th row
 * of the file is the n-th of the CSV (csv.row). Outside a write.
 * ERR_INPUT with a sentence beside in->field: no table, broken, locked, old, too large.
 * ERR_BUSY, ERR_IO: media.h. A file that was not finished is removed. */
enum err sheet_to_csv(struct ctx *cx, const struct sheet_file *in, str out_path,
                      struct sheet_report *out) MUST_USE;
/* A workbook out of a table file as media/sheet_write.h tells: a head in JSON, then rows by
 * csv_put_row for programs. ERR_LIMIT with a sentence: too many rows, too
 * large, a text too long. */
enum err sheet_from_table(struct ctx *cx, str table_path, str out_path) MUST_USE;

#endif
