/* csv.c: one pass over the bytes; a quoted cell is copied only when it holds doubled quotes. */
#include "format/csv.h"

#include "base/out.h"
#include "base/vi.h"

struct csv csv_begin(str text)
{
    if (str_starts(text, S("\xEF\xBB\xBF")))
        text = str_after(text, 3);
    str first = text;
    first = str_cut(&first, '\n');
    int commas = 0, semicolons = 0;
    for (ptrdiff_t i = 0; i < first.len; i++) {
        commas += first.at[i] == ',';
        semicolons += first.at[i] == ';';
    }
    return (struct csv){ .rest = text, .mark = semicolons > commas ? ';' : ',', .next_line = 1 };
}

/* A cell in quotes: up to the quote that is not doubled. */
static bool quoted_cell(struct arena *a, struct csv *c, str *out)
{
    struct out *o = out_new(a, .max_bytes = CSV_CELL_BYTES_MAX);
    ptrdiff_t i = 1;
    for (; i < c->rest.len; i++) {
        char k = c->rest.at[i];
        c->next_line += k == '\n';
        if (k != '"') {
            put_char(o, k);
        } else if (i + 1 < c->rest.len && c->rest.at[i + 1] == '"') {
            put_char(o, k);
            i++;
        } else {
            break;
        }
    }
    if (i >= c->rest.len || o->full)
        return false;
    c->rest = str_after(c->rest, i + 1);
    *out = out_str(o);
    return true;
}

static void plain_cell(struct csv *c, str *out)
{
    ptrdiff_t i = 0;
    while (i < c->rest.len && c->rest.at[i] != c->mark && c->rest.at[i] != '\n')
        i++;
    *out = str_trim(str_sub(c->rest, 0, i));
    c->rest = str_after(c->rest, i);
}

static enum csv_answer read_row(struct arena *a, struct csv *c, struct csv_row *out)
{
    *out = (struct csv_row){ 0 };
    c->line = c->next_line;
    for (;;) {
        if (out->count == CSV_CELLS_MAX)
            return CSV_BROKEN;
        str *cell = &out->cells[out->count++];
        if (c->rest.len > 0 && c->rest.at[0] == '"') {
            if (!quoted_cell(a, c, cell))
                return CSV_BROKEN;
        } else {
            plain_cell(c, cell);
        }
        if (cell->len > CSV_CELL_BYTES_MAX)
            return CSV_BROKEN;
        if (c->rest.len > 0 && c->rest.at[0] == '\r')
            c->rest = str_after(c->rest, 1);
        char k = c->rest.len > 0 ? c->rest.at[0] : '\n';
        c->rest = str_after(c->rest, 1);
        if (k == '\n') {
            c->next_line++;
            return CSV_ROW;
        }
        if (k != c->mark)
            return CSV_BROKEN;
    }
}

enum csv_answer csv_next(struct arena *a, struct csv *c, struct csv_row *out)
{
    while (c->rest.len > 0) {
        enum csv_answer k = read_row(a, c, out);
        bool empty = k == CSV_ROW && out->count == 1 && out->cells[0].len == 0;
        if (!empty)
            return k;
    }
    return CSV_END;
}

int csv_column(struct arena *a, const struct csv_row *heading, str name)
{
    str want = vi_fold(a, name);
    for (int i = 0; i < heading->count; i++)
        if (str_equal(vi_fold(a, heading->cells[i]), want))
            return i;
    return -1;
}

str csv_cell(struct arena *a, str s)
{
    bool formula = s.len > 0 && str_find(S("=+-@\t\r"), s.at[0]) >= 0;
    bool quote = formula;
    for (ptrdiff_t i = 0; i < s.len; i++)
        quote |= s.at[i] == ',' || s.at[i] == ';' || s.at[i] == '"' || s.at[i] == '\n';
    if (!quote)
        return s;
    struct out *o = out_new(a, .max_bytes = 2 * s.len + 8);
    put(o, formula ? S("\"'") : S("\""));
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.at[i] == '"')
            put_char(o, '"');
        put_char(o, s.at[i]);
    }
    put_char(o, '"');
    return out_str(o);
}
