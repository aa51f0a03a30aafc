/* intake.c: which table stands where, and the steps that run by themselves. */
#include "intake/intake.h"

#include "base/log.h"
#include "base/out.h"
#include "format/csv.h"
#include "intake/intake.sql.h"
#include "intake/intake_cli.h"
#include "intake/intake_in.h"

#define MSG MSG_DEFINE
#include "intake/intake.msg"
#undef MSG

static str scope_of(struct ctx *cx)
{
    return actor_scope(cx->a, cx->actor, MAY(IMPORT)).like;
}

enum err intake_by_code(struct ctx *cx, str code, struct intake *out)
{
    return intake_seen(cx, code, scope_of(cx), out);
}

enum err intake_find(struct ctx *cx, struct intake_rows *out)
{
    return intake_list(cx, scope_of(cx), out);
}

enum err intake_count(struct ctx *cx, intake_id id, struct intake_counts *out)
{
    struct state_count_rows rows;
    *out = (struct intake_counts){ 0 };
    TRY(intake_row_counts(cx, id, &rows));
    for (ptrdiff_t i = 0; i < rows.count; i++)
        if (rows.at[i].state <= ROW_STATES)
            out->of[rows.at[i].state] = rows.at[i].count;
    TRY(intake_producers_made(cx, id, &out->producers_made));
    return intake_without_commune(cx, id, &out->without_commune);
}

enum err intake_rows_of(struct ctx *cx, intake_id id, enum intake_row_state state, int64_t after,
                        struct intake_row_rows *out)
{
    return intake_row_list(cx, id, (int32_t)state, after, out);
}

/* -- steps ------------------------------------------------------------------------------------- */

enum err intake_step(struct ctx *cx, intake_id id, bool *more)
{
    struct intake it;
    *more = false;
    TRY(intake_get(cx, id, &it));
    if (it.state == INTAKE_CHECKING)
        return check_some(cx, &it, more);
    if (it.state == INTAKE_APPLYING)
        return apply_some(cx, &it, more);
    return it.state == INTAKE_UNDOING ? undo_some(cx, &it, more) : OK;
}

struct stop {
    struct intake it;
    int32_t state;
    str why;
};

static enum err stop_tx(struct ctx *cx, const void *in)
{
    const struct stop *s = in;
    return intake_put_state(cx, s->it.id, s->state, s->why, s->it.version);
}

/* A step that cannot go on stands still where a person can see why. */
static enum err stand_still(struct ctx *cx, const struct intake *it)
{
    struct stop s = { .why = cx->fault->count > 0 ? cx->fault->rows[0].what
                                                  : S("Hệ thống gặp sự cố, việc đã dừng lại.") };
    s.state = it->state == INTAKE_CHECKING ? INTAKE_MAPPING
              : it->state == INTAKE_APPLYING ? INTAKE_CHECKED
                                             : INTAKE_DONE;
    TRY(intake_get(cx, it->id, &s.it));
    if (s.it.state != it->state)               /* it has gone on meanwhile */
        return OK;
    return tx_run(cx, stop_tx, &s);
}

enum err intake_work(struct ctx *cx, bool *more)
{
    struct intake it;
    struct actor who = intake_program();
    bool found;
    *more = false;
    TRY(intake_next(cx, &it, &found));
    if (!found)
        return OK;
    const struct actor *before = cx->actor;
    enum err e = it.by_account.id ? account_actor_by_id(cx, it.by_account, &who) : OK;
    cx->actor = &who;
    if (e == OK)
        e = intake_step(cx, it.id, more);
    if (e != OK && e != ERR_BUSY) {            /* one that cannot go on must not hold up others */
        log_warn("intake.stopped", "intake=%lld err=%s", (long long)it.id.id, err_name(e).at);
        e = stand_still(cx, &it);
    }
    cx->actor = before;
    *more |= e == OK;
    return e;
}

/* The program itself, as an office of the whole province: a command line acts so. */
struct actor intake_program(void)
{
    static struct worn worn;
    worn = (struct worn){ .role = ROLE_PROVINCE, .place_path = house()->province_path };
    return (struct actor){ .name = S("chương trình"), .worn = { &worn, 1 } };
}

enum err intake_headings(struct ctx *cx, intake_id id, struct intake_headings *out)
{
    struct intake_row heading;
    struct cells c;
    TRY(intake_row_heading(cx, id, &heading));
    *out = (struct intake_headings){ 0 };
    if (cells_from_json(cx->a, heading.cells, &c))
        for (; out->count < c.count; out->count++)
            out->at[out->count] = c.at[out->count];
    return OK;
}

enum err intake_producers(struct ctx *cx, intake_id id, struct intake_names *out)
{
    struct one_name_rows rows;
    TRY(intake_made_producers(cx, id, &rows));
    out->at = new(cx->a, str, rows.count);
    for (out->count = 0; out->count < rows.count; out->count++)
        out->at[out->count] = rows.at[out->count].name;
    return OK;
}

int64_t intake_total(const struct intake_counts *n)
{
    int64_t sum = 0;
    for (int i = ROW_NEW; i < ROW_HEADING; i++)
        sum += n->of[i];
    return sum;
}

/* -- the rows with faults ---------------------------------------------------------------------- */

static void put_row(struct arena *a, struct out *o, str json, str last)
{
    struct cells c;
    if (!cells_from_json(a, json, &c))
        return;
    for (ptrdiff_t i = 0; i < c.count; i++) {
        put(o, csv_cell(a, c.at[i]));
        put_char(o, ',');
    }
    put(o, csv_cell(a, last));
    put(o, S("\r\n"));
}

enum err intake_faults_csv(struct ctx *cx, intake_id id, str *out)
{
    enum { CSV_BYTES_MAX = 40 << 20 };
    struct intake_row heading;
    struct intake_row_rows rows;
    int64_t after = 0;
    struct out *o = out_new(arena_beside(cx->a, (ptrdiff_t)4 * CSV_BYTES_MAX),
                            .max_bytes = CSV_BYTES_MAX);
    TRY(intake_row_heading(cx, id, &heading));
    put(o, S("\xEF\xBB\xBF"));
    put_row(cx->a, o, heading.cells, S("Lỗi"));
    do {
        struct arena_mark mark = arena_mark(cx->a);
        TRY(intake_row_list(cx, id, ROW_FAULTY, after, &rows));
        for (ptrdiff_t i = 0; i < rows.count; i++)
            put_row(cx->a, o, rows.at[i].cells, rows.at[i].note);
        after = rows.count > 0 ? rows.at[rows.count - 1].line : after;
        arena_rewind(cx->a, mark);
    } while (rows.count > 0);
    *out = out_str(o);
    return o->full ? ERR_LIMIT : OK;
}
