/* table.c: rows gathered as CSV for programs, sent as CSV for people or as a workbook. */
#include "core/table.h"

#include <unistd.h>

#include "base/file.h"
#include "base/out.h"
#include "core/blob.h"
#include "core/sheet.h"
#include "format/csv.h"
#include "format/json.h"

enum { TABLE_BYTES_MAX = 40 << 20 };

struct table {
    const struct table_form *form;
    struct arena *keep;                        /* outlives what rewinds the ctx */
    struct out *people;
    struct out *programs;
};

static void put_head(struct table *t)
{
    struct json_out w = { .o = t->programs };
    str titles[TABLE_COLUMNS_HERE_MAX];
    json_open(&w);
    json_pair_str(&w, "sheet", str_of(t->form->name));
    json_name(&w, "columns");
    json_open_list(&w);
    for (int i = 0; i < t->form->count; i++) {
        titles[i] = str_of(t->form->columns[i].title);
        json_open(&w);
        json_pair_str(&w, "title", titles[i]);
        json_pair_str(&w, "kind", str_of(t->form->columns[i].kind));
        json_pair_int(&w, "width", t->form->columns[i].width);
        json_close(&w);
    }
    json_close_list(&w);
    json_close(&w);
    put_char(t->programs, '\n');
    csv_put_bom(t->people);
    csv_put_row(t->people, CSV_FOR_PEOPLE, titles, t->form->count);
}

bytes key_hold(struct key_held *h, bytes key)
{
    ptrdiff_t n = key.len < KEY_HELD_MAX ? key.len : KEY_HELD_MAX;
    for (ptrdiff_t i = 0; i < n; i++)
        h->at[i] = key.at[i];
    return (bytes){ h->at, n };
}

struct table *table_new(struct ctx *cx, const struct table_form *form)
{
    struct arena *keep = arena_beside(cx->a, (ptrdiff_t)8 * TABLE_BYTES_MAX);
    struct table *t = new(keep, struct table, 1);
    *t = (struct table){ form, keep, out_new(keep, .max_bytes = TABLE_BYTES_MAX),
                         out_new(keep, .max_bytes = TABLE_BYTES_MAX) };
    put_head(t);
    return t;
}

void table_row(struct table *t, const str *cells)
{
    csv_put_row(t->people, CSV_FOR_PEOPLE, cells, t->form->count);
    csv_put_row(t->programs, CSV_FOR_PROGRAMS, cells, t->form->count);
}

static enum err make_workbook(struct ctx *cx, struct table *t, str *body)
{
    str table = blob_scratch(cx, S(".bang")), book = blob_scratch(cx, S(".xlsx"));
    TRY(file_write(cx->a, table, out_str(t->programs), 0600));
    enum err e = sheet_from_table(cx, table, book);
    if (e == OK)
        e = file_read(cx->a, book, TABLE_BYTES_MAX, body);
    unlink(cstr(cx->a, table));
    unlink(cstr(cx->a, book));
    return e;
}

enum err table_send(struct ctx *cx, const struct req *rq, struct resp *rs, struct table *t)
{
    bool book = str_is(req_query(rq, "dang"), "xlsx");
    if (t->people->full || t->programs->full)
        return ERR_LIMIT;
    rs->type = book ? S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
                    : S("text/csv; charset=utf-8");
    rs->body = out_str(t->people);
    if (book)
        TRY(make_workbook(cx, t, &rs->body));
    resp_header_add(rs, "Content-Disposition",
                    join(cx->a, S("attachment; filename=\""), str_of(t->form->file),
                         book ? S(".xlsx\"") : S(".csv\"")));
    return OK;
}
