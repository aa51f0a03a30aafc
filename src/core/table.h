/* table: a list as a file to take away: CSV that Excel opens as it should, or a workbook with typed
 * cells. The same rows in the same order as on the page.
 *
 *     struct table *t = table_new(cx, &product_table);
 *     table_row(t, cells);                            any number of times; the ctx may be rewound
 *     return table_send(cx, rq, rs, t);               ?dang=csv or xlsx
 */
#ifndef CORE_TABLE_H
#define CORE_TABLE_H

#include "core/ctx.h"
#include "web/req.h"
#include "web/resp.h"

struct table_column {
    const char *title;
    const char *kind;                          /* "text", "int", "money", "date", "url" */
    int32_t width;                             /* characters */
};

struct table_form {
    const char *name;                          /* of the sheet: "Sản phẩm" */
    const char *file;                          /* "san-pham" */
    const struct table_column *columns;
    int count;
};

enum { TABLE_COLUMNS_HERE_MAX = 40, KEY_HELD_MAX = 4096 };

/* The sort key of the last row, where a rewind of the arena does not reach it. */
struct key_held {
    uint8_t at[KEY_HELD_MAX];
};
bytes key_hold(struct key_held *h, bytes key);

struct table;
struct table *table_new(struct ctx *cx, const struct table_form *form);
/* One cell a column: dates as 2026-09-02, numbers as digits. */
void table_row(struct table *t, const str *cells);
enum err table_send(struct ctx *cx, const struct req *rq, struct resp *rs,
                    struct table *t) MUST_USE;

#endif
