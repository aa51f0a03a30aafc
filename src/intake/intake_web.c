/* intake_web.c: from the file to the registry and back: send, match, look, apply, take back. Pages
 * of a running step come again by themselves, without a script. */
#include "intake/intake_web.h"

#include "base/utf8.h"
#include "core/job.h"
#include "intake/intake_in.h"
#include "intake/intake_page.html.h"

enum { PAGE_ROWS = 100, FILE_MEGA = INTAKE_FILE_BYTES_MAX >> 20 };

static const char tab[] = "/nhap-bang";

static url intake_path(struct arena *a, str code)
{
    return url_join(a, S("/nhap-bang/"), code);
}

static str look_of(int32_t state)
{
    static const char *const looks[] = { "", "is-draft", "is-wait", "is-wait", "is-wait",
                                         "is-good", "is-wait", "is-draft" };
    return str_of(looks[state]);
}

/* -- the list ---------------------------------------------------------------------------------- */

static enum err list_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct intake_rows rows;
    (void)rq;
    TRY(intake_find(cx, &rows));
    struct intake_list_view v = { .key = form_key(cx), .bytes_max = FILE_MEGA,
                                  .fault = fault_of(cx->fault, S("tep")) };
    v.rows.at = new(cx->a, struct intake_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++)
        v.rows.at[v.rows.count++] = (struct intake_line){
            .at = intake_path(cx->a, rows.at[i].code), .name = rows.at[i].file_name,
            .kind = intake_kind_label(rows.at[i].kind),
            .state = intake_state_label(rows.at[i].state), .look = look_of(rows.at[i].state),
            .when = rows.at[i].at, .lines = rows.at[i].lines,
        };
    struct out *body = page_begin(cx);
    page_intake_list(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = S("Nhập bảng"), .tab = tab }, body);
}

static enum err begin_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    int64_t kind;
    struct intake_start in = { .code = code_make(cx->a) };
    enum err e = OK;
    str next = intake_path(cx->a, in.code).text;
    cx->visit->once_location = next;
    if (!int_read(req_field(rq, "loai"), &kind) || kind < INTAKE_PRODUCERS
        || kind > INTAKE_CERTIFICATES)
        kind = INTAKE_PRODUCTS;
    in.kind = (int32_t)kind;
    if (rq->uploads.count == 0) {
        e = fail(cx, ERR_INPUT, M_INTAKE_FILE_NEEDED, .field = S("tep"));
    } else {
        in.path = rq->uploads.at[0].path;
        if (!text_clean(cx->a, rq->uploads.at[0].file_name, false, &in.file_name))
            in.file_name = S("bảng");
        in.file_name = utf8_head(in.file_name, 120);
        e = intake_begin(cx, &in);
    }
    if (e == ERR_INPUT || e == ERR_LIMIT) {
        TRY(list_page(cx, rq, rs));
        rs->status = err_http(e);
        return OK;
    }
    TRY(e);
    return see_other(rs, url_of(next));
}

/* -- one table --------------------------------------------------------------------------------- */

static void add_choices(struct arena *a, int32_t kind, str key, struct mapped_line *line)
{
    ptrdiff_t count = 1;
    for (const struct intake_column *c = intake_columns; c->key; c++)
        count++;
    line->choices.at = new(a, struct choice_line, count);
    line->choices.at[line->choices.count++] =
        (struct choice_line){ S(""), S("(bỏ qua cột này)"), key.len == 0 };
    for (const struct intake_column *c = intake_columns; c->key; c++)
        if (c->kinds & 1 << kind)
            line->choices.at[line->choices.count++] =
                (struct choice_line){ str_of(c->key), str_of(c->label), str_is(key, c->key) };
}

static enum err add_columns(struct ctx *cx, struct intake_view *v)
{
    struct intake_headings h;
    str keys[INTAKE_COLUMNS_MAX];
    ptrdiff_t n = mapping_keys(v->it.mapping, keys);
    TRY(intake_headings(cx, v->it.id, &h));
    v->columns.at = new(cx->a, struct mapped_line, h.count);
    for (ptrdiff_t i = 0; i < h.count; i++) {
        struct mapped_line *line = &v->columns.at[v->columns.count++];
        line->heading = h.at[i].len > 0 ? h.at[i]
                                        : join(cx->a, S("Cột "), show(cx->a, (int32_t)i + 1));
        line->field = join(cx->a, S("cot"), show(cx->a, (int32_t)i));
        add_choices(cx->a, v->it.kind, i < n ? keys[i] : S(""), line);
    }
    return OK;
}

static const struct row_group {
    enum intake_row_state state;
    const char *word;                          /* in the address */
    const char *label;
} groups[] = {
    { ROW_FAULTY, "loi", "dòng lỗi" },         { ROW_LIKE, "giong", "giống bản ghi đã có" },
    { ROW_NEW, "moi", "dòng mới" },            { ROW_CHANGED, "doi", "thay đổi bản ghi đã có" },
    { ROW_SAME, "da-co", "đã có, không đổi" }, { ROW_APPLIED, "da-nhap", "đã nhập" },
    { ROW_UNDONE, "da-rut", "đã rút lại" },
};

/* The group asked for, else the first that has rows. */
static const struct row_group *chosen_group(const struct intake_view *v, const struct req *rq)
{
    const struct row_group *first = NULL;
    for (ptrdiff_t i = 0; i < COUNT_OF(groups); i++) {
        if (str_is(req_query(rq, "dong"), groups[i].word))
            return &groups[i];
        if (!first && v->n.of[groups[i].state] > 0)
            first = &groups[i];
    }
    return first;
}

static str row_text(struct arena *a, str json)
{
    struct cells c;
    str text = S("");
    if (!cells_from_json(a, json, &c))
        return text;
    for (ptrdiff_t i = 0; i < c.count; i++)
        if (c.at[i].len > 0)
            text = text.len == 0 ? c.at[i] : join(a, text, S(" · "), c.at[i]);
    return text;
}

static url group_path(struct arena *a, const struct intake_view *v, const struct row_group *g)
{
    return url_join(a, v->base.text, S("?dong="), str_of(g->word));
}

static enum err add_rows(struct ctx *cx, const struct req *rq, struct intake_view *v)
{
    const struct row_group *g = chosen_group(v, rq);
    struct intake_row_rows rows;
    int64_t after;
    v->counts.at = new(cx->a, struct count_line, COUNT_OF(groups));
    for (ptrdiff_t i = 0; i < COUNT_OF(groups); i++)
        if (v->n.of[groups[i].state] > 0)
            v->counts.at[v->counts.count++] = (struct count_line){
                group_path(cx->a, v, &groups[i]), str_of(groups[i].label),
                v->n.of[groups[i].state], &groups[i] == g };
    if (!g)
        return OK;
    if (!int_read(req_query(rq, "sau"), &after))
        after = 0;
    TRY(intake_rows_of(cx, v->it.id, g->state, after, &rows));
    bool more = rows.count > PAGE_ROWS;
    rows.count = more ? PAGE_ROWS : rows.count;
    v->likes = g->state == ROW_LIKE && v->checked;
    v->rows.at = new(cx->a, struct shown_row, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++)
        v->rows.at[v->rows.count++] = (struct shown_row){
            rows.at[i].line, rows.at[i].id.id, row_text(cx->a, rows.at[i].cells),
            rows.at[i].note };
    if (more)
        v->next = url_join(cx->a, group_path(cx->a, v, g).text, S("&sau="),
                           show(cx->a, rows.at[PAGE_ROWS - 1].line));
    return OK;
}

static enum err show_intake(struct ctx *cx, const struct req *rq, const struct intake *it,
                     struct resp *rs)
{
    bool again = str_is(req_query(rq, "cot"), "1");
    struct intake_view v = {
        .it = *it, .key = form_key(cx), .kind = intake_kind_label(it->kind),
        .state = intake_state_label(it->state), .look = look_of(it->state),
        .base = intake_path(cx->a, it->code),
        .mapping = it->state == INTAKE_MAPPING || (it->state == INTAKE_CHECKED && again),
        .running = it->state == INTAKE_CHECKING || it->state == INTAKE_APPLYING
                   || it->state == INTAKE_UNDOING,
        .checked = it->state == INTAKE_CHECKED, .done = it->state == INTAKE_DONE,
        .undone = it->state == INTAKE_UNDONE, .progress = it->done_line, .progress_of = it->lines,
    };
    if (cx->fault->count > 0)
        v.fault = join(cx->a, cx->fault->rows[0].what, S(" "), cx->fault->rows[0].todo);
    TRY(intake_count(cx, it->id, &v.n));
    v.to_apply = v.n.of[ROW_NEW] + v.n.of[ROW_CHANGED];
    if (v.n.of[ROW_FAULTY] > 0)
        v.faults_file = url_join(cx->a, v.base.text, S("/loi.csv"));
    if (v.mapping)
        TRY(add_columns(cx, &v));
    else if (!v.running)
        TRY(add_rows(cx, rq, &v));
    if (v.running)
        resp_header_add(rs, "Refresh", S("2"));
    struct out *body = page_begin(cx);
    page_intake_show(body, &v);
    struct frame f = { .title = it->file_name, .tab = tab,
                       .crumbs = { { S("Nhập bảng"), url_of(S("/nhap-bang")) } } };
    return page_send(cx, rs, &f, body);
}

static enum err show_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct intake it;
    TRY(intake_by_code(cx, path_code(rq, cx, "intake"), &it));
    return show_intake(cx, rq, &it, rs);
}

/* -- what is decided --------------------------------------------------------------------------- */

static str posted_mapping(struct ctx *cx, const struct req *rq, ptrdiff_t count)
{
    str mapping = S("");
    for (ptrdiff_t i = 0; i < count; i++) {
        str key = req_field(rq, cstr(cx->a, join(cx->a, S("cot"), show(cx->a, (int32_t)i))));
        mapping = i == 0 ? key : join(cx->a, mapping, S(","), key);
    }
    return mapping;
}

/* The page again with its sentence, or on to where the work now runs. */
static enum err answer(struct ctx *cx, const struct req *rq, struct intake *it, enum err e,
                       struct resp *rs)
{
    if (e == ERR_INPUT || e == ERR_STATE || e == ERR_CONFLICT) {
        if (cx->fault->count == 0)
            e = fail(cx, ERR_CONFLICT, M_INTAKE_NOT_NOW, .args = { intake_state_label(it->state) });
        TRY(show_intake(cx, rq, it, rs));
        rs->status = err_http(e);
        return OK;
    }
    TRY(e);
    job_wake();
    return see_other(rs, intake_path(cx->a, it->code));
}

static enum err map_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct intake it;
    struct intake_headings h;
    struct intake_map in = { 0 };
    TRY(intake_by_code(cx, path_code(rq, cx, "intake"), &it));
    TRY(intake_headings(cx, it.id, &h));
    in = (struct intake_map){ .id = it.id, .mapping = posted_mapping(cx, rq, h.count) };
    if (!int_read(req_field(rq, "ban"), &in.seen))
        in.seen = it.version;
    it.mapping = in.mapping;
    cx->visit->once_location = intake_path(cx->a, it.code).text;
    return answer(cx, rq, &it, intake_map_tx(cx, &in), rs);
}

static enum err go(struct ctx *cx, const struct req *rq, struct resp *rs,
                   enum err (*tx)(struct ctx *cx, const struct intake_go *in))
{
    struct intake it;
    struct intake_go in = { 0 };
    TRY(intake_by_code(cx, path_code(rq, cx, "intake"), &it));
    in.id = it.id;
    if (!int_read(req_field(rq, "ban"), &in.seen))
        in.seen = it.version;
    cx->visit->once_location = intake_path(cx->a, it.code).text;
    return answer(cx, rq, &it, tx(cx, &in), rs);
}

static enum err apply_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    return go(cx, rq, rs, intake_apply_tx);
}

static enum err undo_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    return go(cx, rq, rs, intake_undo_tx);
}

static enum err decide_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct intake it;
    struct intake_decide in = { .add = str_is(req_field(rq, "la"), "moi") };
    TRY(intake_by_code(cx, path_code(rq, cx, "intake"), &it));
    in.id = it.id;
    if (!int_read(req_field(rq, "dong"), &in.row.id))
        return ERR_NOT_FOUND;
    str next = join(cx->a, intake_path(cx->a, it.code).text, S("?dong=giong"));
    cx->visit->once_location = next;
    TRY(intake_decide_tx(cx, &in));
    return see_other(rs, url_of(next));
}

static enum err faults_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct intake it;
    TRY(intake_by_code(cx, path_code(rq, cx, "intake"), &it));
    TRY(intake_faults_csv(cx, it.id, &rs->body));
    rs->type = S("text/csv; charset=utf-8");
    resp_header_add(rs, "Content-Disposition", S("attachment; filename=\"dong-loi.csv\""));
    return OK;
}

const struct route intake_routes[] = {
    { GET, "/nhap-bang", list_page, .who = MAY(IMPORT) },
    { POST, "/nhap-bang", begin_post, .who = MAY(IMPORT),
      .upload_bytes_max = INTAKE_FILE_BYTES_MAX },
    { GET, "/nhap-bang/:intake", show_page, .who = MAY(IMPORT) },
    { GET, "/nhap-bang/:intake/loi.csv", faults_file, .who = MAY(IMPORT), .slow = true },
    { POST, "/nhap-bang/:intake/cot", map_post, .who = MAY(IMPORT) },
    { POST, "/nhap-bang/:intake/nhap", apply_post, .who = MAY(IMPORT) },
    { POST, "/nhap-bang/:intake/hoan-tac", undo_post, .who = MAY(IMPORT) },
    { POST, "/nhap-bang/:intake/dong", decide_post, .who = MAY(IMPORT) },
    { 0 },
};
