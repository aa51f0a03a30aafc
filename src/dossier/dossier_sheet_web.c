/* dossier_sheet_web.c: the self-assessment: page, save, draft save (JSON). */
#include "dossier/dossier_sheet_web.h"

#include "dossier/dossier_page.html.h"
#include "dossier/dossier_web.h"

struct listing {
    struct ctx *cx;
    const struct dossier *d;
    struct evidence_rows rows;
};

static struct file_view_rows files_of(void *with, str criterion)
{
    const struct listing *l = with;
    struct file_view_rows out = { .at = new(l->cx->a, struct file_view, l->rows.count) };
    for (ptrdiff_t i = 0; i < l->rows.count; i++)
        if (str_equal(l->rows.at[i].criterion, criterion))
            out.at[out.count++] =
                (struct file_view){ .title = l->rows.at[i].title,
                                    .size = size_words(l->cx->a, l->rows.at[i].size_bytes),
                                    .at = evidence_path(l->cx->a, l->d->code, l->rows.at[i].id) };
    return out;
}

struct showing {
    const struct dossier *d;
    const struct set *set;
    const struct rank_ballot *ballot;
    const struct rank_faults *gaps;
    int64_t seen;
};

static enum err show_sheet(struct ctx *cx, const struct showing *k, struct resp *rs)
{
    struct listing files = { cx, k->d, { 0 } };
    TRY(dossier_evidence(cx, k->d->id, &files.rows));
    str at = dossier_path(cx->a, k->d->code).text;
    struct sheet_ask ask = { .set = k->set,
                             .ballot = k->ballot,
                             .faults = k->gaps,
                             .files = files_of,
                             .with = &files,
                             .add_file_base = join(cx->a, at, S("/minh-chung?tieu-chi=")) };
    struct sheet_view v = sheet_view(cx, &ask);
    struct dossier_view dv = { .it = *k->d };
    struct out *buttons = out_new(cx->a, .max_bytes = 4096);
    page_sheet_buttons(buttons, &dv);
    v.title = k->d->product_name;
    v.owner = k->d->code;
    v.action = url_join(cx->a, at, S("/tu-cham"));
    v.draft = url_join(cx->a, at, S("/tu-cham/nhap"));
    v.seen = k->seen;
    v.buttons = html_of_out(buttons);
    struct frame f = { .title = join(cx->a, S("Tự chấm: "), k->d->product_name),
                       .tab = "/ho-so",
                       .crumbs = { { S("Hồ sơ"), url_of(S("/ho-so")) },
                                   { k->d->product_name, url_of(at) } } };
    struct out *body = page_begin(cx);
    page_sheet_head(body, &dv);
    page_sheet(body, &v);
    return page_send(cx, rs, &f, body);
}

static enum err load(struct ctx *cx, const struct req *rq, struct dossier *d,
                     const struct set **set)
{
    TRY(dossier_by_code(cx, path_code(rq, cx, "case"), d));
    TRY(dossier_set(cx, d, set));
    return dossier_with_actor(cx, d) ? OK : fail(cx, ERR_STATE, M_DOSSIER_FROZEN);
}

enum err sheet_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct dossier d;
    const struct set *set;
    TRY(load(cx, rq, &d, &set));
    struct rank_ballot b = ballot_stored(cx->a, set, d.sheet);
    return show_sheet(cx, &(struct showing){ &d, set, &b, NULL, d.version }, rs);
}

enum err sheet_page_with_gaps(struct ctx *cx, const struct dossier *d, struct resp *rs)
{
    const struct set *set;
    struct rank_faults gaps;
    TRY(dossier_set(cx, d, &set));
    TRY(dossier_gaps(cx, d, &gaps));
    struct rank_ballot b = ballot_stored(cx->a, set, d->sheet);
    TRY(show_sheet(cx, &(struct showing){ d, set, &b, &gaps, d->version }, rs));
    rs->status = err_http(ERR_INPUT);
    return OK;
}

/* Lays what was posted over what is stored, and saves. */
static enum err save(struct ctx *cx, const struct req *rq, struct dossier *d,
                     const struct set **set, struct rank_ballot *b, int64_t *version)
{
    struct dossier_answers in = { 0 };
    TRY(load(cx, rq, d, set));
    *b = ballot_stored(cx->a, *set, d->sheet);
    if (!ballot_posted(*set, rq, b))
        return fail(cx, ERR_INPUT, M_DOSSIER_CHOICE);
    if (!int_read(req_field(rq, "seen"), &in.seen))
        in.seen = -1;
    in = (struct dossier_answers){ .id = d->id, .set = *set, .ballot = b, .seen = in.seen };
    TRY(dossier_answer_tx(cx, &in));
    *version = in.saved;
    return OK;
}

enum err sheet_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct dossier d;
    const struct set *set;
    struct rank_ballot b;
    int64_t version;
    str next = join(cx->a, S("/ho-so/"), path_code(rq, cx, "case"), S("?xong=luu"));
    cx->visit->once_location = next;
    enum err e = save(cx, rq, &d, &set, &b, &version);
    if (e == ERR_CONFLICT) {           /* what was chosen stays on the page, over the new version */
        TRY(show_sheet(cx, &(struct showing){ &d, set, &b, NULL, d.version }, rs));
        rs->status = err_http(e);
        return OK;
    }
    TRY(e);
    return see_other(rs, url_of(next));
}

enum err sheet_draft(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct dossier d;
    const struct set *set;
    struct rank_ballot b;
    int64_t version;
    TRY(save(cx, rq, &d, &set, &b, &version));
    static const struct rank_rules rules = { 0 };
    struct expectation e = expect_of(cx->a, set, &rules, &b);
    struct json_out *w = json_begin(cx);
    json_open(w);
    json_pair_str(w, "saved", instant_hms(cx->a, cx->now));
    json_pair_int(w, "version", version);
    json_pair_int(w, "total", e.total);
    json_pair_str(w, "message", join(cx->a, S("Đã lưu lúc "), instant_hms(cx->a, cx->now)));
    json_pair_str(w, "expect_html", expect_html(cx->a, set, &e).text);
    json_close(w);
    return json_send(rs, w);
}
