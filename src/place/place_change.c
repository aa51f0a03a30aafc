/* place_change.c: which unit a unit that ended went to, and what a record of long ago counts under
 * today.
 *
 *   issued ──(in force on the day?)──> itself
 *      └── successors on the day it ended ──> one: that one, and so on
 *                                        └──> several: split, somebody must say
 */
#include "base/vi.h"
#include "format/csv.h"
#include "place/place.h"
#include "place/place.sql.h"

enum { FAULTS_SHOWN_MAX = 200, COLUMNS = 5, STEPS_MAX = 8 };

static const char *const headings[COLUMNS] = { "old_level", "old_code", "old_name", "new_code",
                                               "relation" };

struct linking {
    struct ctx *cx;
    struct place_import *out;
    int column[COLUMNS];
    int64_t line;
    bool preview;
};

bool place_is_change_file(struct arena *a, str csv)
{
    struct csv c = csv_begin(csv);
    struct csv_row row;
    return csv_next(a, &c, &row) == CSV_ROW && csv_column(a, &row, S("old_code")) >= 0
           && csv_column(a, &row, S("new_code")) >= 0;
}

static void fault(struct linking *k, str text)
{
    struct place_import *o = k->out;
    if (o->faults.count < FAULTS_SHOWN_MAX)
        o->faults.at[o->faults.count++] = (struct place_fault){ k->line, text };
}

static str cell(const struct linking *k, const struct csv_row *row, int which)
{
    int at = k->column[which];
    return at >= 0 && at < row->count ? str_trim(row->cells[at]) : S("");
}

static int32_t level_of(str word)
{
    if (word.len == 0 || str_is(word, "province"))
        return LEVEL_PROVINCE;
    return str_is(word, "district") ? LEVEL_DISTRICT : LEVEL_COMMUNE;
}

/* The unit that ended under this code; the newest when it ended twice. */
static enum err find_old(struct linking *k, int32_t level, str code, struct place *out, bool *found)
{
    struct place_rows rows;
    *found = false;
    TRY(place_all_of_code(k->cx, level, code, &rows));
    for (ptrdiff_t i = 0; i < rows.count && !*found; i++)
        if (date_known(rows.at[i].valid_to)) {
            *out = rows.at[i];
            *found = true;
        }
    return OK;
}

/* A district that ended without communes of its own became a commune. */
static enum err find_new(struct linking *k, const struct place *old, str code, struct place *out)
{
    int32_t level = old->level == LEVEL_PROVINCE ? LEVEL_PROVINCE : LEVEL_COMMUNE;
    return place_in_force(k->cx, (enum place_level)level, code, old->valid_to, out);
}

static enum err keep_link(struct linking *k, const struct place *old, const struct place *new,
                          bool whole)
{
    int64_t have, id;
    TRY(place_successor_has(k->cx, old->id, new->id, &have));
    if (have > 0) {
        k->out->unchanged++;
        return OK;
    }
    k->out->added++;
    if (k->preview)
        return OK;
    TRY(place_successor_insert(k->cx, old->id, new->id, whole, &id));
    return audit_add(k->cx, audit_stream(k->cx->a, "place", old->id.id), S("place.succeeded"),
                     &AUDITED_place_successor, id, S(""));
}

static enum err link_row(struct linking *k, const struct csv_row *row)
{
    struct place old, new;
    bool found;
    str code = cell(k, row, 1);
    TRY(find_old(k, level_of(cell(k, row, 0)), code, &old, &found));
    if (!found) {
        bool still = str_is(cell(k, row, 4), "unchanged");
        if (!still)
            fault(k, join(k->cx->a, S("không có đơn vị cũ mã "), code,
                          S(" đã hết hiệu lực; hãy nhập danh sách đơn vị trước.")));
        k->out->unchanged += still;
        return OK;
    }
    enum err e = find_new(k, &old, cell(k, row, 3), &new);
    if (e == ERR_NOT_FOUND) {
        fault(k, join(k->cx->a, S("không có đơn vị mới mã "), cell(k, row, 3), S(" ngày "),
                      show(k->cx->a, old.valid_to), S(".")));
        return OK;
    }
    TRY(e);
    return keep_link(k, &old, &new, !str_is(cell(k, row, 4), "part"));
}

struct changes_in {
    str csv;
    bool preview;
    struct place_import *out;
};

static enum err link_all(struct ctx *cx, const void *arg)
{
    const struct changes_in *in = arg;
    struct linking k = { .cx = cx, .out = in->out, .line = 1, .preview = in->preview };
    struct csv c = csv_begin(in->csv);
    struct csv_row row;
    enum csv_answer answer = csv_next(cx->a, &c, &row);
    in->out->faults.count = 0;
    in->out->read = in->out->added = in->out->unchanged = 0;
    for (int i = 0; answer == CSV_ROW && i < COLUMNS; i++)
        k.column[i] = csv_column(cx->a, &row, str_of(headings[i]));
    while ((answer = csv_next(cx->a, &c, &row)) == CSV_ROW) {
        struct arena_mark mark = arena_mark(cx->a);
        ptrdiff_t faults = in->out->faults.count;
        k.line = c.line;
        in->out->read++;
        TRY(link_row(&k, &row));
        if (faults == in->out->faults.count)   /* a fault's sentence stays */
            arena_rewind(cx->a, mark);
    }
    k.line = c.line;
    if (answer == CSV_BROKEN)
        fault(&k, S("dấu ngoặc kép không đóng, hoặc dòng quá dài."));
    if (in->out->faults.count == 0)
        return OK;
    return fail(cx, ERR_INPUT, M_PLACE_FAULTY,
                .args = { show(cx->a, (int64_t)in->out->faults.count) });
}

enum err place_changes_import(struct ctx *cx, str csv, bool preview, struct place_import *out)
{
    *out = (struct place_import){ 0 };
    out->faults.at = new(cx->a, struct place_fault, FAULTS_SHOWN_MAX);
    struct changes_in in = { csv, preview, out };
    return preview ? link_all(cx, &in) : tx_run(cx, link_all, &in);
}

/* -- a record of long ago ---------------------------------------------------------------------- */

static bool in_force(const struct place *p, date day)
{
    return p->valid_from.days <= day.days
           && (!date_known(p->valid_to) || p->valid_to.days > day.days);
}

enum err place_resolve(struct ctx *cx, place_id issued, date day, struct place_now *out)
{
    *out = (struct place_now){ 0 };
    TRY(place_get(cx, issued, &out->it));
    for (int step = 0; step < STEPS_MAX; step++) {
        if (in_force(&out->it, day)) {
            out->known = true;
            return OK;
        }
        if (!date_known(out->it.valid_to) || out->it.valid_to.days > day.days)
            return OK;                         /* not there yet on that day */
        struct place_rows next;
        TRY(place_successors(cx, out->it.id, &next));
        if (next.count > 1) {
            out->several = next;
            return OK;
        }
        bool found = next.count == 1;
        if (found)
            out->it = next.at[0];
        else                                   /* renamed or raised: the code went on */
            TRY(place_on(cx, out->it.level, out->it.code, day, &out->it, &found));
        if (!found)
            return OK;
    }
    return OK;
}

static const char *const kinds[] = { "xa ", "phuong ", "thi tran ", "dac khu " };

enum err place_named(struct ctx *cx, str name, date day, struct place_rows *out)
{
    str folded = vi_fold(cx->a, name), bare = folded;
    bool with_kind = false;
    for (ptrdiff_t i = 0; i < COUNT_OF(kinds) && !with_kind; i++)
        with_kind = str_starts(folded, str_of(kinds[i]));
    TRY(place_named_on(cx, folded, with_kind ? folded : join(cx->a, S("% "), bare), day, out));
    ptrdiff_t kept = 0;
    for (ptrdiff_t i = 0; i < out->count; i++)
        if (with_kind || str_equal(vi_fold(cx->a, out->at[i].short_name), bare))
            out->at[kept++] = out->at[i];
    out->count = kept;
    return OK;
}

enum err place_coded(struct ctx *cx, str code, date day, struct place *out, bool *found)
{
    struct place_rows rows;
    TRY(place_on(cx, LEVEL_COMMUNE, code, day, out, found));
    if (*found)
        return OK;
    TRY(place_all_of_code(cx, LEVEL_COMMUNE, code, &rows));
    *found = rows.count > 0;
    if (*found)
        *out = rows.at[0];
    return OK;
}

enum err place_former(struct ctx *cx, place_id id, struct place_rows *out)
{
    return place_predecessors(cx, id, out);
}
