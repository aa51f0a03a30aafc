/* cli_intake.c: saolang import producers|products|certificates FILE: the same steps as the pages,
 * one after the other. Acts as an office of the whole province.
 *
 *   --preview            checks and leaves the table waiting; the pages show it
 *   --map FILE           lines "heading=column key", or a JSON object, where the guess is wrong
 *   --duplicates WORD    rows that look like an existing product: skip (default), same, add
 */
#include "app/cli.h"
#include "base/file.h"
#include "base/out.h"
#include "base/vi.h"
#include "format/json.h"
#include "intake/intake.h"
#include "intake/intake_cli.h"
#include "report/report.h"

enum { MAP_BYTES_MAX = 64 << 10, FAULTS_SAID_MAX = 10000 };

struct importing {
    const struct verb_call *call;
    struct ctx *cx;
    struct intake it;
    struct intake_counts before;               /* after checking */
    struct intake_counts after;                /* after applying */
    bool preview;
};

/* -- the mapping from a file ------------------------------------------------------------------- */

static str key_for(struct arena *a, str map, str heading)
{
    struct json_fault why;
    str folded = vi_fold(a, heading);
    const json_t *o = str_starts(str_trim(map), S("{")) ? json_read(a, map, MAP_BYTES_MAX, &why)
                                                        : NULL;
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)o, name, value)
        if (str_equal(vi_fold(a, str_of(name)), folded))
            return json_text(value);
    while (!o && map.len > 0) {
        str line = str_cut(&map, '\n');
        str left = str_cut(&line, '=');
        if (str_equal(vi_fold(a, left), folded))
            return str_trim(line);
    }
    return S("");
}

/* The guess, overruled where the file says something about a heading. */
static enum err map_columns(struct importing *m)
{
    struct arena *a = m->call->a;
    struct intake_map in = { .id = m->it.id, .mapping = m->it.mapping, .seen = m->it.version };
    const char *path = verb_option(m->call, "map");
    if (path) {
        str map;
        struct intake_headings h;
        TRY(file_read(a, str_of(path), MAP_BYTES_MAX, &map));
        TRY(intake_headings(m->cx, m->it.id, &h));
        in.mapping = S("");
        for (ptrdiff_t i = 0; i < h.count; i++) {
            str said = key_for(a, map, h.at[i]);
            in.mapping = i == 0 ? said : join(a, in.mapping, S(","), said);
        }
    }
    return intake_map_tx(m->cx, &in);
}

/* -- the steps --------------------------------------------------------------------------------- */

static enum err run_steps(struct importing *m)
{
    bool more = true;
    while (more) {
        struct arena_mark mark = arena_mark(m->call->a);
        m->cx->now = house_now();
        TRY(intake_step(m->cx, m->it.id, &more));
        arena_rewind(m->call->a, mark);
    }
    return intake_by_code(m->cx, m->it.code, &m->it);
}

static enum err decide_all(struct importing *m)
{
    const char *word = verb_option(m->call, "duplicates");
    struct intake_row_rows rows;
    if (!word || str_is(str_of(word), "skip"))
        return OK;
    bool add = str_is(str_of(word), "add");
    int64_t after = 0;
    do {
        TRY(intake_rows_of(m->cx, m->it.id, ROW_LIKE, after, &rows));
        for (ptrdiff_t i = 0; i < rows.count; i++) {
            struct intake_decide in = { rows.at[i].id, m->it.id, add };
            after = rows.at[i].line;
            TRY(intake_decide_tx(m->cx, &in));
        }
    } while (rows.count > 0);
    return OK;
}

static enum err begin(struct importing *m, int32_t kind, const char *path)
{
    str content, copy = blob_scratch(m->cx, S(".bang"));
    str name = str_of(path);
    TRY(file_read(m->call->a, name, INTAKE_FILE_BYTES_MAX, &content));
    TRY(file_write(m->call->a, copy, content, 0600));
    struct intake_start in = { .kind = kind, .path = copy, .code = code_make(m->call->a),
                               .file_name = str_after(name, str_find_last(name, '/') + 1) };
    TRY(intake_begin(m->cx, &in));
    TRY(intake_by_code(m->cx, in.code, &m->it));
    TRY(map_columns(m));
    return run_steps(m);
}

static enum err finish(struct importing *m)
{
    TRY(decide_all(m));
    TRY(intake_count(m->cx, m->it.id, &m->before));
    m->after = m->before;
    if (m->preview || m->before.of[ROW_NEW] + m->before.of[ROW_CHANGED] == 0)
        return OK;
    struct intake_go go = { m->it.id, m->it.version };
    TRY(intake_apply_tx(m->cx, &go));
    TRY(run_steps(m));
    return intake_count(m->cx, m->it.id, &m->after);
}

/* -- the report -------------------------------------------------------------------------------- */

static enum err say_faults(struct importing *m, struct json_out *w)
{
    struct intake_row_rows rows;
    int64_t after = 0, said = 0;
    struct arena *a = m->call->a;
    do {
        TRY(intake_rows_of(m->cx, m->it.id, ROW_FAULTY, after, &rows));
        for (ptrdiff_t i = 0; i < rows.count && said < FAULTS_SAID_MAX; i++, said++) {
            after = rows.at[i].line;
            if (w) {
                json_open(w);
                json_pair_int(w, "line", rows.at[i].line);
                json_pair_str(w, "text", rows.at[i].note);
                json_close(w);
            } else {
                say(join(a, S("Dòng "), show(a, rows.at[i].line), S(": "), rows.at[i].note,
                         S("\n")));
            }
        }
    } while (rows.count > 0 && said < FAULTS_SAID_MAX);
    return OK;
}

static enum err say_json(struct importing *m)
{
    struct json_out w = { .o = out_new(m->call->a, .max_bytes = 64 << 20) };
    const struct intake_counts *b = &m->before, *n = &m->after;
    struct intake_names made;
    json_open(&w);
    json_pair_str(&w, "code", m->it.code);
    json_pair_bool(&w, "preview", m->preview);
    json_pair_int(&w, "total", intake_total(b));
    json_pair_int(&w, "new", b->of[ROW_NEW]);
    json_pair_int(&w, "changed", b->of[ROW_CHANGED]);
    json_pair_int(&w, "same", b->of[ROW_SAME]);
    json_pair_int(&w, "like", b->of[ROW_LIKE]);
    json_pair_int(&w, "faulty", n->of[ROW_FAULTY]);
    json_pair_int(&w, "applied", n->of[ROW_APPLIED]);
    json_name(&w, "producers_created");
    json_open_list(&w);
    TRY(intake_producers(m->cx, m->it.id, &made));
    for (ptrdiff_t i = 0; i < made.count; i++)
        json_put_str(&w, made.at[i]);
    json_close_list(&w);
    json_pair_int(&w, "without_commune", n->without_commune);
    json_name(&w, "faults");
    json_open_list(&w);
    TRY(say_faults(m, &w));
    json_close_list(&w);
    json_close(&w);
    say(join(m->call->a, out_str(w.o), S("\n")));
    return OK;
}

static enum err say_text(struct importing *m)
{
    struct arena *a = m->call->a;
    const struct intake_counts *b = &m->before, *n = &m->after;
    TRY(say_faults(m, NULL));
    say(join(a, S("Đã đọc "), show(a, intake_total(b)), S(" dòng: mới "), show(a, b->of[ROW_NEW]),
             S(", thay đổi "), show(a, b->of[ROW_CHANGED]), S(", đã có "), show(a, b->of[ROW_SAME]),
             S(", giống bản ghi đã có "), show(a, b->of[ROW_LIKE]), S(", lỗi "),
             show(a, n->of[ROW_FAULTY]), S(".\n")));
    if (m->preview) {
        say(S("Đây là bản xem trước, chưa nhập gì.\n"));
        return OK;
    }
    say(join(a, S("Đã nhập "), show(a, n->of[ROW_APPLIED]), S(" dòng; lập mới "),
             show(a, n->producers_made), S(" chủ thể, trong đó "), show(a, n->without_commune),
             S(" chưa rõ xã.\n")));
    return OK;
}

static int import(const struct verb_call *call, int32_t kind)
{
    struct importing m = { .call = call, .preview = verb_flag(call, "preview") };
    struct actor who;
    if (!verb_word(call, 0)) {
        complain(S("Cách dùng: saolang import producers|products|certificates FILE [--preview] "
                   "[--map FILE] [--duplicates skip|same|add]"));
        return 2;
    }
    if (!file_exists(call->a, str_of(verb_word(call, 0)))) {
        complain(join(call->a, S("Không thấy tệp “"), str_of(verb_word(call, 0)), S("”.")));
        return err_exit(ERR_NOT_FOUND);
    }
    if (!verb_house(call, false))
        return err_exit(ERR_IO);
    serve_find_helper(call->a);
    m.cx = verb_ctx(call);
    who = intake_program();
    m.cx->actor = &who;
    enum err e = begin(&m, kind, verb_word(call, 0));
    if (e == OK)
        e = finish(&m);
    if (e == OK)
        e = call->json ? say_json(&m) : say_text(&m);
    int code = verb_end(m.cx, e);
    house_close();
    return code;
}

/* saolang report [--on DATE]: the figures of a day, as JSON. */
int verb_report(const struct verb_call *call)
{
    struct report r;
    const char *on = verb_option(call, "on");
    date day = NO_DATE;
    if (on && !date_read(str_of(on), &day)) {
        complain(S("--on cần một ngày, ví dụ 2026-12-31."));
        return err_exit(ERR_INPUT);
    }
    if (!verb_house(call, false))
        return err_exit(ERR_IO);
    struct ctx *cx = verb_ctx(call);
    struct actor who = intake_program();
    cx->actor = &who;
    enum err e = report_make(cx, on ? day : instant_date(cx->now), &r);
    if (e == OK)
        say(join(call->a, report_json(call->a, &r), S("\n")));
    int code = verb_end(cx, e);
    house_close();
    return code;
}

int verb_import_producers(const struct verb_call *call)
{
    return import(call, INTAKE_PRODUCERS);
}

int verb_import_products(const struct verb_call *call)
{
    return import(call, INTAKE_PRODUCTS);
}

int verb_import_certificates(const struct verb_call *call)
{
    return import(call, INTAKE_CERTIFICATES);
}
