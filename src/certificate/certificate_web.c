/* certificate_web.c: entering decisions, and the papers that follow. */
#include "certificate/certificate_web.h"

#include "base/log.h"
#include "core/table.h"
#include "certificate/certificate_page.html.h"

static const char tab[] = "/quyet-dinh";

static enum err waiting(struct ctx *cx, struct dossier_rows *out)
{
    return dossier_in_state(cx, DOSSIER_SCORED, actor_scope(cx->a, cx->actor, MAY(DECIDE)).like,
                            out);
}

static url decision_path(struct arena *a, str code)
{
    return url_join(a, S("/quyet-dinh/"), code);
}

static enum err list_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct decision_rows rows;
    struct dossier_rows cases;
    struct decision last = { 0 };
    str day = query_word(cx, rq, "ngay");
    bool goes_on = date_read(day, &last.signed_on)
                   && int_read(query_word(cx, rq, "sau"), &last.id.id);
    TRY(decision_find(cx, goes_on ? &last : NULL, &rows));
    TRY(waiting(cx, &cases));
    struct decision_list_view v = { .waiting = cases.count,
                                    .take = take_links(cx, S("/quyet-dinh/tai-ve")) };
    if (rows.count > DECISION_PAGE_ROWS) {
        rows.count = DECISION_PAGE_ROWS;
        last = rows.at[rows.count - 1];
        v.next = url_join(cx->a, S("/quyet-dinh?ngay="), date_iso(cx->a, last.signed_on),
                          S("&sau="), show(cx->a, last.id.id));
    }
    v.rows.at = new(cx->a, struct decision_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++)
        v.rows.at[v.rows.count++] =
            (struct decision_line){ decision_path(cx->a, rows.at[i].code), rows.at[i].number,
                                    rows.at[i].issuer,
                                    rows.at[i].signed_on, rows.at[i].count };
    struct out *body = page_begin(cx);
    page_decision_list(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = S("Quyết định"), .tab = tab }, body);
}

/* Every decision the list shows, page after page. */
static enum err list_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    static const struct table_column columns[] = {
        { "Số", "text", 20 },      { "Ngày ký", "date", 12 },        { "Cơ quan", "text", 32 },
        { "Người ký", "text", 26 }, { "Chức vụ", "text", 24 }, { "Sản phẩm", "int", 10 },
    };
    static const struct table_form form = { "Quyết định", "quyet-dinh", columns,
                                            COUNT_OF(columns) };
    struct table *t = table_new(cx, &form);
    struct decision_rows rows;
    struct decision last = { 0 };
    do {
        struct arena_mark mark = arena_mark(cx->a);
        TRY(decision_find(cx, last.id.id ? &last : NULL, &rows));
        for (ptrdiff_t i = 0; i < rows.count && i < DECISION_PAGE_ROWS; i++) {
            const struct decision *d = &rows.at[i];
            table_row(t, (const str[]){ d->number, date_iso(cx->a, d->signed_on), d->issuer,
                                        d->signer, d->signer_title, show(cx->a, d->count) });
            last.id = d->id;
            last.signed_on = d->signed_on;
        }
        arena_rewind(cx->a, mark);
    } while (rows.count > DECISION_PAGE_ROWS);
    return table_send(cx, rq, rs, t);
}

static bool ticked(const struct req *rq, int64_t id)
{
    int64_t n;
    for (ptrdiff_t i = 0; i < rq->fields.count; i++)
        if (str_is(rq->fields.at[i].name, "ho_so") && int_read(rq->fields.at[i].value, &n)
            && n == id)
            return true;
    return rq->method == GET;
}

static enum err edit_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct dossier_rows cases;
    struct decision start = { .signed_on = instant_date(cx->now),
                              .issuer = join(cx->a, S("UBND "), house()->province_name),
                              .signer_title = S("CHỦ TỊCH") };
    TRY(waiting(cx, &cases));
    struct decision_edit_view v = { .form = form_view(cx, &decision_form,
                                                      url_of(S("/quyet-dinh/them")), &start),
                                    .cases_fault = fault_of(cx->fault, S("ho_so")) };
    v.cases.at = new(cx->a, struct ranked_line, cases.count);
    for (ptrdiff_t i = 0; i < cases.count; i++) {
        struct result r;
        bool found;
        TRY(dossier_result(cx, cases.at[i].id, &r, &found));
        if (found)
            v.cases.at[v.cases.count++] = (struct ranked_line){
                cases.at[i].id.id, cases.at[i].product_name, cases.at[i].producer_name, r.star,
                { r.points_sum, r.ballot_count }, ticked(rq, cases.at[i].id.id) };
    }
    struct out *body = page_begin(cx);
    page_decision_edit(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = S("Nhập quyết định"), .tab = tab }, body);
}

/* Papers are printed after the decision stands; one that fails can be printed again from its
 * page. */
static enum err print_all(struct ctx *cx, str code)
{
    struct decision d;
    struct recognition_rows rows;
    TRY(decision_by_code(cx, code, &d));
    TRY(decision_recognitions(cx, d.id, &rows));
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        enum err e = certificate_print(cx, &rows.at[i]);
        if (e != OK)
            log_warn("certificate.not_printed", "recognition=%lld err=%s",
                     (long long)rows.at[i].id.id, err_name(e).at);
    }
    return OK;
}

static enum err add_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct decision_new in = { .cases = new(cx->a, dossier_id, rq->fields.count) };
    enum err e = form_take(cx, rq, &in.it);
    in.it.code = code_make(cx->a);
    in.it.place_path = join(cx->a, house()->province_code, S("/"));
    for (ptrdiff_t i = 0; i < rq->fields.count; i++)
        if (str_is(rq->fields.at[i].name, "ho_so")
            && int_read(rq->fields.at[i].value, &in.cases[in.count].id))
            in.count++;
    str next = join(cx->a, decision_path(cx->a, in.it.code).text, S("?xong=luu"));
    cx->visit->once_location = next;
    if (e == OK)
        e = decision_enter_tx(cx, &in);
    if (e == ERR_INPUT || e == ERR_STATE) {
        TRY(edit_page(cx, rq, rs));
        rs->status = err_http(e);
        return OK;
    }
    TRY(e);
    if (!cx->visit->repeated)
        TRY(print_all(cx, in.it.code));
    return see_other(rs, url_of(next));
}

static enum err show_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct decision_view v = { .key = form_key(cx) };
    struct recognition_rows rows;
    TRY(decision_by_code(cx, path_code(rq, cx, "decision"), &v.it));
    TRY(decision_recognitions(cx, v.it.id, &rows));
    v.take = url_join(cx->a, decision_path(cx->a, v.it.code).text, S("/tai-ve"));
    v.rows.at = new(cx->a, struct recognition_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        const struct recognition *r = &rows.at[i];
        struct file file;
        struct recognition_line *l = &v.rows.at[v.rows.count++];
        *l = (struct recognition_line){
            .product = r->product_name,
            .producer = r->producer_name,
            .serial = r->serial,
            .product_code = r->product_code,
            .stars = { .count = r->star },
            .expires_on = r->expires_on,
            .check = recognition_path(cx->a, r->code),
            .print = url_join(cx->a, S("/chung-nhan/"), r->code, S("/in")),
            .file = url_join(cx->a, S("/chung-nhan/"), r->code, S("/giay.pdf"))
        };
        TRY(recognition_refiling(cx, r, &l->refiling, &l->refiles));
        TRY(certificate_file(cx, r->id, &file, &l->printed));
        l->may_print = !l->printed && r->dossier.id && !date_known(r->revoked_on);
        l->refiles = l->refiles && !date_known(r->revoked_on);
        if (!r->dossier.id)
            l->verified = verification_label(r->verified);
        if (date_known(r->revoked_on))
            l->revoked = join(cx->a, S("Thu hồi từ "), show(cx->a, r->revoked_on), S(": "),
                              revocation_ground_label(r->ground));
        v.known = v.known || !r->dossier.id;
    }
    v.form = form_view(cx, &verifying_form,
                       url_join(cx->a, decision_path(cx->a, v.it.code).text, S("/kiem-chung")),
                       NULL);
    struct frame f = { .title = join(cx->a, S("Quyết định "), v.it.number), .tab = tab,
                       .crumbs = { { S("Quyết định"), url_of(S("/quyet-dinh")) } } };
    if (str_is(done_word(rq), "luu"))
        f.done = join(cx->a, S("Đã nhập quyết định và cấp "), show(cx->a, (int64_t)rows.count),
                      S(" giấy chứng nhận."));
    if (str_is(done_word(rq), "kiem-chung"))
        f.done = S("Đã ghi mức kiểm chứng.");
    struct out *body = page_begin(cx);
    page_decision_show(body, &v);
    return page_send(cx, rs, &f, body);
}

static enum err verify_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct verifying in = { .decision = path_code(rq, cx, "decision") };
    enum err e = form_take(cx, rq, &in);
    str next = join(cx->a, decision_path(cx->a, in.decision).text, S("?xong=kiem-chung"));
    cx->visit->once_location = next;
    if (e == OK)
        e = decision_verify_tx(cx, &in);
    if (e == OK)
        return next_send(cx, rq, rs, next);
    if (req_wants_json(rq) || (e != ERR_INPUT && e != ERR_STATE))
        return e;
    TRY(show_page(cx, rq, rs));
    rs->status = err_http(e);
    return OK;
}

/* What a decision recognised, as a file. */
static enum err decision_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    static const struct table_column columns[] = {
        { "Sản phẩm", "text", 36 },     { "Chủ thể", "text", 36 },   { "Hạng sao", "int", 10 },
        { "Số giấy", "text", 18 },      { "Mã sản phẩm", "text", 20 },
        { "Số quyết định", "text", 18 }, { "Ngày cấp", "date", 12 }, { "Hết hạn", "date", 12 },
        { "Cơ quan cấp", "text", 28 },   { "Kiểm chứng", "text", 24 },
    };
    static const struct table_form form = { "Giấy chứng nhận", "giay-chung-nhan", columns,
                                            COUNT_OF(columns) };
    struct decision d;
    struct recognition_rows rows;
    TRY(decision_by_code(cx, path_code(rq, cx, "decision"), &d));
    TRY(decision_recognitions(cx, d.id, &rows));
    struct table *t = table_new(cx, &form);
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        const struct recognition *r = &rows.at[i];
        table_row(t, (const str[]){ r->product_name, r->producer_name, show(cx->a, r->star),
                                    r->serial, r->product_code, d.number,
                                    date_iso(cx->a, r->issued_on), date_iso(cx->a, r->expires_on),
                                    d.issuer,
                                    r->dossier.id ? S("") : verification_label(r->verified) });
    }
    return table_send(cx, rq, rs, t);
}

/* A recognition whose product lies in the actor's reach for this right. */
static enum err reached(struct ctx *cx, const struct req *rq, enum right right,
                        struct recognition *out)
{
    struct product p;
    TRY(recognition_by_code(cx, path_code(rq, cx, "recognition"), out));
    TRY(product_get_public(cx, out->product, &p));
    return actor_reaches(cx->actor, right, p.place_path, p.producer) ? OK : ERR_NOT_FOUND;
}

static enum err print_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct recognition r;
    TRY(reached(cx, rq, MAY(DECIDE), &r));
    TRY(certificate_print(cx, &r));
    return see_other(rs, url_of(S("/quyet-dinh")));
}

static enum err paper_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct recognition r;
    struct file file;
    bool found;
    TRY(reached(cx, rq, MAY(READ_PRODUCT), &r));
    TRY(certificate_file(cx, r.id, &file, &found));
    if (!found)
        return ERR_NOT_FOUND;
    rs->type = file.type;
    rs->file = blob_path(cx->a, file.sha256);
    resp_header_add(
        rs, "Content-Disposition",
        join(cx->a, S("attachment; filename=\"giay-chung-nhan-"), r.serial, S(".pdf\"")));
    return OK;
}

const struct route certificate_routes[] = {
    { GET, "/quyet-dinh", list_page, .who = MAY(DECIDE) },
    { GET, "/quyet-dinh/tai-ve", list_file, .who = MAY(DECIDE), .slow = true },
    { GET, "/quyet-dinh/them", edit_page, .who = MAY(DECIDE) },
    { POST, "/quyet-dinh/them", add_post, .who = MAY(DECIDE), .form = &decision_form },
    { GET, "/quyet-dinh/:decision", show_page, .who = MAY(DECIDE) },
    { POST, "/quyet-dinh/:decision/kiem-chung", verify_post, .who = MAY(DECIDE),
      .form = &verifying_form },
    { GET, "/quyet-dinh/:decision/tai-ve", decision_file, .who = MAY(DECIDE), .slow = true },
    { POST, "/chung-nhan/:recognition/in", print_post, .who = MAY(DECIDE) },
    { GET, "/chung-nhan/:recognition/giay.pdf", paper_file, .who = MAY(READ_PRODUCT) },
    { 0 },
};
