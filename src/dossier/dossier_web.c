/* dossier_web.c: list, begin, show and move a case; its files. The sheet is in
 * dossier_sheet_web.c. */
#include "dossier/dossier_web.h"

#include "core/table.h"

#include "base/utf8.h"
#include "dossier/dossier_page.html.h"
#include "dossier/dossier_sheet_web.h"

static const char tab[] = "/ho-so";

static struct frame frame_of(const struct dossier *d, struct arena *a)
{
    return (struct frame){ .title = d->product_name, .tab = tab,
                           .crumbs = { { S("Hồ sơ"), url_of(S("/ho-so")) },
                                       { d->product_name, dossier_path(a, d->code) } } };
}

static enum err list_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct dossier_query q = { 0 };
    struct dossier_rows rows;
    if (!int_read(req_query(rq, "truoc"), &q.before.id))
        q.before = (dossier_id){ 0 };
    TRY(dossier_find(cx, &q, &rows));
    struct dossier_list_view v = { .may_begin = actor_may(cx->actor, MAY(PREPARE_DOSSIER)),
                                   .take = take_links(cx, S("/ho-so/tai-ve")) };
    if (rows.count > DOSSIER_PAGE_ROWS) {
        rows.count = DOSSIER_PAGE_ROWS;
        v.next = url_join(cx->a, S("/ho-so?truoc="), show(cx->a, rows.at[rows.count - 1].id.id));
    }
    v.rows.at = new(cx->a, struct dossier_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        const struct dossier *d = &rows.at[i];
        v.rows.at[v.rows.count++] = (struct dossier_line){
            dossier_path(cx->a, d->code), d->product_name, d->producer_name, d->place_name,
            dossier_state_label(d->state), dossier_state_class(d->state), d->submitted_at };
    }
    struct out *body = page_begin(cx);
    page_dossier_list(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = S("Hồ sơ"), .tab = tab }, body);
}

/* Every case the list shows, page after page. */
static enum err list_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    static const struct table_column columns[] = {
        { "Mã hồ sơ", "text", 16 },   { "Sản phẩm", "text", 36 },  { "Chủ thể", "text", 36 },
        { "Xã, phường", "text", 22 }, { "Trạng thái", "text", 24 }, { "Ngày nộp", "date", 12 },
    };
    static const struct table_form form = { "Hồ sơ", "ho-so", columns, COUNT_OF(columns) };
    struct table *t = table_new(cx, &form);
    struct dossier_query q = { 0 };
    struct dossier_rows rows;
    do {
        struct arena_mark mark = arena_mark(cx->a);
        TRY(dossier_find(cx, &q, &rows));
        for (ptrdiff_t i = 0; i < rows.count && i < DOSSIER_PAGE_ROWS; i++) {
            const struct dossier *d = &rows.at[i];
            date sent = d->submitted_at.us ? instant_date(d->submitted_at) : NO_DATE;
            table_row(t, (const str[]){ code_show(cx->a, d->code), d->product_name,
                                        d->producer_name, d->place_name,
                                        dossier_state_label(d->state), date_iso(cx->a, sent) });
            q.before = d->id;
        }
        arena_rewind(cx->a, mark);
    } while (rows.count > DOSSIER_PAGE_ROWS);
    return table_send(cx, rq, rs, t);
}

/* -- beginning --------------------------------------------------------------------------------- */

static enum err begin_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct product p;
    str code = S("");
    if (!code_read(cx->a, req_query(rq, "san-pham"), &code))
        return ERR_NOT_FOUND;
    TRY(product_by_code(cx, code, &p));
    const struct pack *pack = pack_on(instant_date(cx->now));
    if (!pack)
        return fail(cx, ERR_STATE, M_DOSSIER_NO_PACK);
    struct begin_view v = { .product = p.name, .set_name = product_set_name(p.set_slug),
                            .decision = pack->decision, .code = p.code, .key = form_key(cx) };
    struct out *body = page_begin(cx);
    page_dossier_begin(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = S("Lập hồ sơ"), .tab = tab }, body);
}

static enum err begin_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct dossier_new in = { .code = code_make(cx->a) };
    if (!code_read(cx->a, req_field(rq, "san_pham"), &in.product_code))
        return ERR_NOT_FOUND;
    cx->visit->once_location = dossier_path(cx->a, in.code).text;
    TRY(dossier_begin_tx(cx, &in));
    return see_other(rs, dossier_path(cx->a, in.code));
}

/* -- one case ---------------------------------------------------------------------------------- */

static enum err add_files(struct ctx *cx, const struct dossier *d, struct evidence_line_rows *out)
{
    struct evidence_rows rows;
    TRY(dossier_evidence(cx, d->id, &rows));
    out->at = new(cx->a, struct evidence_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++)
        out->at[out->count++] = (struct evidence_line){
            rows.at[i].criterion, rows.at[i].title, size_words(cx->a, rows.at[i].size_bytes),
            evidence_path(cx->a, d->code, rows.at[i].id), rows.at[i].id.id, rows.at[i].at };
    return OK;
}

static enum err add_steps(struct ctx *cx, struct dossier_view *v)
{
    struct dossier_step_rows rows;
    TRY(dossier_history(cx, v->it.id, &rows));
    v->steps.at = new(cx->a, struct step_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++)
        v->steps.at[v->steps.count++] =
            (struct step_line){ rows.at[i].at, dossier_state_label(rows.at[i].to_state),
                                rows.at[i].by_name, rows.at[i].reason };
    return OK;
}

static void add_actions(struct ctx *cx, struct dossier_view *v)
{
    struct dossier_action_rows rows = dossier_actions(cx, &v->it);
    v->actions.at = new(cx->a, struct action_view, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++)
        v->actions.at[v->actions.count++] = (struct action_view){
            str_of(rows.at[i].word), str_of(rows.at[i].label), str_of(rows.at[i].confirm),
            rows.at[i].primary, rows.at[i].needs_reason };
}

static enum err show_case(struct ctx *cx, const struct dossier *d, str done, struct resp *rs)
{
    const struct set *set;
    TRY(dossier_set(cx, d, &set));
    struct rank_ballot ballot = ballot_stored(cx->a, set, d->sheet);
    struct rank_rules rules = { 0 };
    struct expectation e = expect_of(cx->a, set, &rules, &ballot);
    struct rank_faults gaps;
    TRY(dossier_gaps(cx, d, &gaps));
    str at = dossier_path(cx->a, d->code).text;
    struct dossier_view v = {
        .it = *d, .code = code_show(cx->a, d->code), .state = dossier_state_label(d->state),
        .look = dossier_state_class(d->state), .next = dossier_state_next(d->state),
        .kind = dossier_kind_label(d->kind), .set_name = set->name, .decision = set->pack->decision,
        .key = form_key(cx), .gaps = gaps.count, .expect = expect_html(cx->a, set, &e),
        .sheet = url_join(cx->a, at, S("/tu-cham")),
        .evidence = url_join(cx->a, at, S("/minh-chung")),
        .move = url_join(cx->a, at, S("/buoc")), .reason_fault = fault_of(cx->fault, S("ly_do")),
        .mine = dossier_with_actor(cx, d), .chosen = { chosen_rows(cx->a, set, &ballot) },
    };
    TRY(add_files(cx, d, &v.files));
    TRY(add_steps(cx, &v));
    add_actions(cx, &v);
    struct frame f = frame_of(d, cx->a);
    if (str_is(done, "luu"))
        f.done = S("Đã lưu phần tự chấm.");
    else if (str_is(done, "buoc"))
        f.done = join(cx->a, S("Hồ sơ đã chuyển sang: "), v.state, S("."));
    struct out *body = page_begin(cx);
    page_dossier_show(body, &v);
    return page_send(cx, rs, &f, body);
}

bool dossier_with_actor(struct ctx *cx, const struct dossier *d)
{
    return (d->state == DOSSIER_DRAFT || d->state == DOSSIER_RETURNED)
           && actor_reaches(cx->actor, MAY(PREPARE_DOSSIER), d->place_path, d->producer);
}

static enum err show_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct dossier d;
    TRY(dossier_by_code(cx, path_code(rq, cx, "case"), &d));
    return show_case(cx, &d, done_word(rq), rs);
}

static enum err move_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct dossier d;
    TRY(dossier_by_code(cx, path_code(rq, cx, "case"), &d));
    struct dossier_move in = { .id = d.id };
    struct dossier_action_rows may = dossier_actions(cx, &d);
    for (ptrdiff_t i = 0; i < may.count; i++)
        if (str_is(req_field(rq, "buoc"), may.at[i].word))
            in.to = may.at[i].to;
    if (!text_clean(cx->a, req_field(rq, "ly_do"), true, &in.reason)
        || !int_read(req_field(rq, "ban"), &in.seen))
        in.seen = -1;
    in.reason = utf8_head(in.reason, 2000);
    str next = join(cx->a, dossier_path(cx->a, d.code).text, S("?xong=buoc"));
    cx->visit->once_location = next;
    enum err e = dossier_move_tx(cx, &in);
    if (e == ERR_INPUT && fault_of(cx->fault, S("ly_do")).len == 0)
        return sheet_page_with_gaps(cx, &d, rs);
    if (e == ERR_INPUT) {
        TRY(show_case(cx, &d, S(""), rs));
        rs->status = err_http(e);
        return OK;
    }
    TRY(e);
    return see_other(rs, url_of(next));
}

/* -- files ------------------------------------------------------------------------------------- */

static void add_criteria(struct ctx *cx, const struct set *set, struct evidence_view *v)
{
    v->criteria.at = new(cx->a, struct pick_view, set->criterion_count);
    for (ptrdiff_t i = 0; i < set->criterion_count; i++) {
        const struct criterion *c = &set->criteria[i];
        if (!c->heading)
            v->criteria.at[v->criteria.count++] = (struct pick_view){
                c->code, join(cx->a, c->code, S(" "), c->title), str_equal(c->code, v->picked) };
    }
}

static enum err evidence_show(struct ctx *cx, const struct dossier *d, str picked, str done,
                              struct resp *rs)
{
    const struct set *set;
    TRY(dossier_set(cx, d, &set));
    str at = dossier_path(cx->a, d->code).text;
    struct evidence_view v = {
        .title = d->product_name, .key = form_key(cx), .add = url_join(cx->a, at, S("/minh-chung")),
        .remove = url_join(cx->a, at, S("/go-minh-chung")), .back = url_of(at),
        .mine = dossier_with_actor(cx, d), .fault = fault_of(cx->fault, S("tep")), .picked = picked,
        .bytes_max = EVIDENCE_BYTES_MAX,
    };
    add_criteria(cx, set, &v);
    TRY(add_files(cx, d, &v.files));
    struct frame f = frame_of(d, cx->a);
    if (str_is(done, "tep"))
        f.done = S("Đã nhận tệp.");
    else if (str_is(done, "go"))
        f.done = S("Đã gỡ tệp.");
    struct out *body = page_begin(cx);
    page_dossier_evidence(body, &v);
    return page_send(cx, rs, &f, body);
}

static enum err evidence_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct dossier d;
    TRY(dossier_by_code(cx, path_code(rq, cx, "case"), &d));
    return evidence_show(cx, &d, req_query(rq, "tieu-chi"), done_word(rq), rs);
}

static enum err evidence_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct dossier d;
    TRY(dossier_by_code(cx, path_code(rq, cx, "case"), &d));
    str criterion = req_field(rq, "tieu_chi");
    str next = join(cx->a, dossier_path(cx->a, d.code).text, S("/minh-chung?xong=tep&tieu-chi="),
                    url_encode(cx->a, criterion));
    cx->visit->once_location = next;
    enum err e = rq->uploads.count > 0 ? dossier_attach(cx, &d, criterion, &rq->uploads.at[0])
                                       : fail(cx, ERR_INPUT, M_FILE_NEEDED, .field = S("tep"));
    if ((e == ERR_INPUT || e == ERR_LIMIT) && !req_wants_json(rq)) {
        TRY(evidence_show(cx, &d, criterion, S(""), rs));
        rs->status = err_http(e);
        return OK;
    }
    TRY(e);
    return next_send(cx, rq, rs, next);
}

static enum err evidence_remove_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct dossier d;
    evidence_id id;
    TRY(dossier_by_code(cx, path_code(rq, cx, "case"), &d));
    if (!int_read(req_field(rq, "tep"), &id.id))
        return ERR_NOT_FOUND;
    str next = join(cx->a, dossier_path(cx->a, d.code).text, S("/minh-chung?xong=go"));
    cx->visit->once_location = next;
    TRY(dossier_detach(cx, &d, id));
    return see_other(rs, url_of(next));
}

static enum err evidence_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct dossier d;
    evidence_id id;
    TRY(dossier_by_code(cx, path_code(rq, cx, "case"), &d));
    if (!int_read(path_part(rq, cx, "file"), &id.id))
        return ERR_NOT_FOUND;
    return evidence_send(cx, d.id, id, rs);
}

const struct route dossier_routes[] = {
    { GET, "/ho-so", list_page, .who = MAY(READ_DOSSIER) },
    { GET, "/ho-so/tai-ve", list_file, .who = MAY(READ_DOSSIER), .slow = true },
    { GET, "/ho-so/lap", begin_page, .who = MAY(PREPARE_DOSSIER) },
    { POST, "/ho-so/lap", begin_post, .who = MAY(PREPARE_DOSSIER) },
    { GET, "/ho-so/:case", show_page, .who = MAY(READ_DOSSIER) },
    { POST, "/ho-so/:case/buoc", move_post, .who = MAY(READ_DOSSIER) },
    { GET, "/ho-so/:case/tu-cham", sheet_page, .who = MAY(PREPARE_DOSSIER) },
    { POST, "/ho-so/:case/tu-cham", sheet_post, .who = MAY(PREPARE_DOSSIER) },
    { POST, "/ho-so/:case/tu-cham/nhap", sheet_draft, .who = MAY(PREPARE_DOSSIER), .draft = true },
    { GET, "/ho-so/:case/minh-chung", evidence_page, .who = MAY(READ_DOSSIER) },
    { POST, "/ho-so/:case/minh-chung", evidence_post, .who = MAY(PREPARE_DOSSIER),
      .upload_bytes_max = EVIDENCE_BYTES_MAX },
    { POST, "/ho-so/:case/go-minh-chung", evidence_remove_post, .who = MAY(PREPARE_DOSSIER) },
    { GET, "/ho-so/:case/tep/:file", evidence_file, .who = MAY(READ_DOSSIER) },
    { 0 },
};
