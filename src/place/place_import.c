/* place_import.c: units from CSV. Every line is checked before the first is written; a unit that is
 * there already and says the same is left alone, so the same file twice changes nothing. */
#include "base/utf8.h"
#include "base/vi.h"
#include "format/csv.h"
#include "place/place.h"
#include "place/place.sql.h"

enum { FAULTS_SHOWN_MAX = 200, UNITS_MAX = 50000, COLUMNS = 8 };

static const char *const headings[COLUMNS] = { "code", "name", "short_name", "level",
                                               "type", "parent_code", "valid_from", "valid_to" };

struct reading {
    struct ctx *cx;
    struct place_import *out;
    int column[COLUMNS];
    int64_t line;
    struct place *units;
    ptrdiff_t count;
};

static void fault(struct reading *r, str text)
{
    struct place_import *o = r->out;
    if (o->faults.count < FAULTS_SHOWN_MAX)
        o->faults.at[o->faults.count++] = (struct place_fault){ r->line, text };
}

static str cell(struct reading *r, const struct csv_row *row, int which)
{
    int at = r->column[which];
    str clean = S("");
    if (at < 0 || at >= row->count)
        return clean;
    if (!text_clean(r->cx->a, row->cells[at], false, &clean))
        fault(r, S("ô chứa ký tự bị hỏng."));
    return clean;
}

static bool all_digits(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
    return s.len >= 2 && s.len <= 10;
}

static int32_t level_of(str word)
{
    if (str_is(word, "province"))
        return LEVEL_PROVINCE;
    if (str_is(word, "district"))
        return LEVEL_DISTRICT;
    return str_is(word, "commune") ? LEVEL_COMMUNE : 0;
}

static bool day(str s, date *out)
{
    *out = NO_DATE;
    return s.len == 0 || date_read(s, out);
}

static void read_unit(struct reading *r, const struct csv_row *row)
{
    struct arena *a = r->cx->a;
    struct place p = { .code = cell(r, row, 0),
                       .name = cell(r, row, 1),
                       .short_name = cell(r, row, 2),
                       .level = level_of(cell(r, row, 3)),
                       .kind = cell(r, row, 4),
                       .parent_code = cell(r, row, 5) };
    if (!all_digits(p.code))
        fault(r, S("mã đơn vị (code) cần 2 đến 10 chữ số."));
    if (p.name.len == 0 || utf8_length(p.name) > 120)
        fault(r, S("tên đơn vị (name) trống hoặc dài quá 120 ký tự."));
    if (p.level == 0)
        fault(r, S("cấp (level) cần là province, district hoặc commune."));
    if (!day(cell(r, row, 6), &p.valid_from) || !day(cell(r, row, 7), &p.valid_to))
        fault(r, S("ngày (valid_from, valid_to) cần dạng 2025-07-01."));
    if (p.level > LEVEL_PROVINCE && !all_digits(p.parent_code))
        fault(r, S("thiếu mã đơn vị cấp trên (parent_code)."));
    p.name_folded = vi_fold(a, p.name);
    p.name_key = vi_key(a, p.short_name.len > 0 ? p.short_name : p.name);
    if (r->count < UNITS_MAX)
        r->units[r->count++] = p;
    else
        fault(r, S("tệp dài quá 50 000 dòng."));
}

static const struct place *unit_named(const struct reading *r, str code, int32_t below)
{
    for (ptrdiff_t i = 0; i < r->count; i++)
        if (r->units[i].level < below && str_equal(r->units[i].code, code))
            return &r->units[i];
    return NULL;
}

/* "91/", "91/30307/", and with a district "91/886/30307/". */
static str path_of(struct reading *r, const struct place *p)
{
    struct arena *a = r->cx->a;
    if (p->level == LEVEL_PROVINCE)
        return join(a, p->code, S("/"));
    const struct place *parent = unit_named(r, p->parent_code, p->level);
    str above = parent && parent->level > LEVEL_PROVINCE ? path_of(r, parent)
                                                          : join(a, p->parent_code, S("/"));
    return join(a, above, p->code, S("/"));
}

static bool find_columns(struct reading *r, const struct csv_row *heading)
{
    bool all = true;
    for (int i = 0; i < COLUMNS; i++) {
        r->column[i] = -1;
        for (int k = 0; k < heading->count; k++)
            if (str_is(str_trim(heading->cells[k]), headings[i]))
                r->column[i] = k;
        if (r->column[i] < 0) {
            fault(r, join(r->cx->a, S("thiếu cột “"), str_of(headings[i]), S("”.")));
            all = false;
        }
    }
    return all;
}

static void read_all(struct reading *r, str csv, str only)
{
    struct csv c = csv_begin(csv);
    struct csv_row row;
    enum csv_answer k = csv_next(r->cx->a, &c, &row);
    r->line = 1;
    if (k != CSV_ROW || !find_columns(r, &row)) {
        if (k != CSV_ROW)
            fault(r, S("tệp trống hoặc không phải CSV."));
        return;
    }
    while ((k = csv_next(r->cx->a, &c, &row)) == CSV_ROW) {
        r->line = c.line;
        r->out->read++;
        read_unit(r, &row);
    }
    r->line = c.line;
    if (k == CSV_BROKEN)
        fault(r, S("dấu ngoặc kép không đóng, hoặc dòng quá dài."));
    ptrdiff_t kept = 0;
    for (ptrdiff_t i = 0; i < r->count; i++)
        r->units[i].path = path_of(r, &r->units[i]);
    for (ptrdiff_t i = 0; i < r->count; i++)
        if (only.len == 0 || str_starts(r->units[i].path, join(r->cx->a, only, S("/"))))
            r->units[kept++] = r->units[i];
    r->count = kept;
}

/* -- writing ---------------------------------------------------------------------------------- */

static enum err write_unit(struct ctx *cx, const struct place *p, struct place_import *out)
{
    struct place have;
    bool found;
    TRY(place_by_key(cx, p->level, p->code, p->valid_from, &have, &found));
    if (found && (date_known(have.valid_to) || !date_known(p->valid_to))) {
        out->unchanged++;
        return OK;
    }
    place_id id = have.id;
    if (found)
        TRY(place_end(cx, id, p->valid_to));
    else
        TRY(place_insert(cx, p, &id));
    out->ended += found;
    out->added += !found;
    return audit_add(cx, audit_stream(cx->a, "place", id.id),
                     found ? S("place.ended") : S("place.added"), &AUDITED_place, id.id, S(""));
}

struct writing {
    struct place_import *out;
    const struct place *units;
    ptrdiff_t count;
};

static enum err write_tx(struct ctx *cx, const void *in)
{
    const struct writing *w = in;
    w->out->added = w->out->ended = w->out->unchanged = 0;
    for (ptrdiff_t i = 0; i < w->count; i++) {
        struct arena_mark mark = arena_mark(cx->a);
        TRY(write_unit(cx, &w->units[i], w->out));
        arena_rewind(cx->a, mark);
    }
    return OK;
}

enum err place_import(struct ctx *cx, str csv, str only, bool preview, struct place_import *out)
{
    *out = (struct place_import){ 0 };
    out->faults.at = new(cx->a, struct place_fault, FAULTS_SHOWN_MAX);
    struct reading r = { .cx = cx, .out = out };
    r.units = new(cx->a, struct place, UNITS_MAX);
    read_all(&r, csv, only);
    if (out->faults.count > 0)
        return fail(cx, ERR_INPUT, M_PLACE_FAULTY,
                    .args = { show(cx->a, (int64_t)out->faults.count) });
    if (preview)
        return OK;
    struct writing w = { out, r.units, r.count };
    return tx_run(cx, write_tx, &w);
}
