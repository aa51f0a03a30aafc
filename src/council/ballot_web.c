/* ballot_web.c: a council member's ballot on a phone: page, draft, submit, evidence. */
#include "base/hash.h"
#include "base/utf8.h"
#include "council/council_page.html.h"
#include "council/council_web.h"

struct voting {
    struct meeting m;
    struct agenda row;
    struct ballot b;
    const struct set *set;
    struct rank_ballot chosen;                 /* stored, with what was posted laid over */
    struct evidence_rows files;
    struct ctx *cx;
};

static enum err load(struct ctx *cx, const struct req *rq, struct voting *v)
{
    v->cx = cx;
    TRY(meeting_by_code(cx, path_code(rq, cx, "meeting"), &v->m));
    TRY(meeting_agenda_of(cx, v->m.id, path_code(rq, cx, "case"), &v->row));
    TRY(ballot_own(cx, &v->m, &v->row, &v->b));
    TRY(agenda_set(cx, &v->row, &v->set));
    v->chosen = ballot_stored(cx->a, v->set, v->b.sheet);
    return OK;
}

static url file_at(struct voting *v, const struct evidence *e)
{
    return url_join(v->cx->a, ballot_path(v->cx->a, v->m.code, v->row.dossier_code).text,
                    S("/tep/"), show(v->cx->a, e->id.id));
}

static struct file_view_rows files_of(void *with, str criterion)
{
    struct voting *v = with;
    struct file_view_rows out = { .at = new(v->cx->a, struct file_view, v->files.count) };
    for (ptrdiff_t i = 0; i < v->files.count; i++)
        if (str_equal(v->files.at[i].criterion, criterion))
            out.at[out.count++] =
                (struct file_view){ .title = v->files.at[i].title,
                                    .size = size_words(v->cx->a, v->files.at[i].size_bytes),
                                    .at = file_at(v, &v->files.at[i]) };
    return out;
}

static struct ballot_view head_of(struct voting *v)
{
    struct arena *a = v->cx->a;
    return (struct ballot_view){
        .product = v->row.product_name,
        .producer = join(a, v->row.producer_name, S(", "), v->row.place_name),
        .back = meeting_path(a, v->m.code), .total = v->b.total, .note = v->b.note,
        .when = instant_hms(a, v->b.submitted_at),
    };
}

static struct frame frame_of(struct voting *v)
{
    return (struct frame){ .title = join(v->cx->a, S("Phiếu: "), v->row.product_name),
                           .tab = "/hoi-dong",
                           .crumbs = { { S("Hội đồng"), url_of(S("/hoi-dong")) },
                                       { v->m.title, meeting_path(v->cx->a, v->m.code) } } };
}

static enum err show_done(struct voting *v, struct resp *rs)
{
    struct ctx *cx = v->cx;
    struct ballot_view head = head_of(v);
    head.receipt = str_sub(hash_hex(cx->a, hash_of(v->b.sheet)), 0, 16);
    head.chosen.rows = chosen_rows(cx->a, v->set, &v->chosen);
    struct out *body = page_begin(cx);
    page_ballot_done(body, &head);
    struct frame f = frame_of(v);
    return page_send(cx, rs, &f, body);
}

/* Where the stored ballot and the one on this device differ. */
static void add_differences(struct voting *v, const struct rank_ballot *stored,
                            struct ballot_view *head)
{
    struct arena *a = v->cx->a;
    struct chosen_rows theirs = chosen_rows(a, v->set, stored);
    struct chosen_rows mine = chosen_rows(a, v->set, &v->chosen);
    head->conflict = true;
    head->differs.at = new(a, struct fault_line, mine.count);
    for (ptrdiff_t i = 0; i < mine.count; i++) {
        if (str_equal(theirs.at[i].label, mine.at[i].label))
            continue;
        str args[MSG_ARGS] = { mine.at[i].code, theirs.at[i].label, mine.at[i].label };
        head->differs.at[head->differs.count++] = (struct fault_line){
            .what = msg_fill(a, M_BALLOT_DIFFERS.what, args),
            .anchor = url_anchor(a, join(a, S("o-"), mine.at[i].code)) };
    }
}

static enum err show_sheet(struct voting *v, const struct rank_faults *gaps,
                           const struct rank_ballot *stored, struct resp *rs)
{
    struct ctx *cx = v->cx;
    struct dossier d;
    TRY(dossier_get(cx, v->row.dossier, &d));
    TRY(dossier_evidence(cx, d.id, &v->files));
    struct rank_ballot self = ballot_stored(cx->a, v->set, d.sheet);
    struct sheet_ask ask = { .set = v->set, .ballot = &v->chosen, .given = &self, .faults = gaps,
                             .files = files_of, .with = v };
    struct sheet_view sheet = sheet_view(cx, &ask);
    struct ballot_view head = head_of(v);
    str at = ballot_path(cx->a, v->m.code, v->row.dossier_code).text;
    if (stored)
        add_differences(v, stored, &head);
    struct out *buttons = out_new(cx->a, .max_bytes = 16 << 10);
    page_ballot_buttons(buttons, &head);
    sheet.title = v->row.product_name;
    sheet.owner = v->b.code;
    sheet.action = url_join(cx->a, at, S("/nop"));
    sheet.draft = url_join(cx->a, at, S("/nhap"));
    sheet.seen = v->b.version;
    sheet.saved =
        v->b.saved_at.us ? join(cx->a, S("Đã lưu lúc "), instant_hms(cx->a, v->b.saved_at)) : S("");
    sheet.expect = (html){ { NULL, 0 } };
    sheet.buttons = html_of_out(buttons);
    struct out *body = page_begin(cx);
    page_ballot_head(body, &head);
    page_sheet(body, &sheet);
    struct frame f = frame_of(v);
    return page_send(cx, rs, &f, body);
}

enum err ballot_show(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct voting v = { 0 };
    TRY(load(cx, rq, &v));
    if (v.b.state == BALLOT_SUBMITTED || v.m.state != MEETING_SCORING)
        return show_done(&v, rs);
    return show_sheet(&v, NULL, NULL, rs);
}

static enum err take(struct ctx *cx, const struct req *rq, struct voting *v, struct ballot_post *in)
{
    if (!ballot_posted(v->set, rq, &v->chosen))
        return fail(cx, ERR_INPUT, M_BALLOT_CHOICE);
    *in = (struct ballot_post){
        .id = v->b.id, .set = v->set, .ballot = &v->chosen, .note = v->b.note
    };
    if (req_has_field(rq, "ghi_chu")
        && !text_clean(cx->a, req_field(rq, "ghi_chu"), true, &in->note))
        in->note = v->b.note;
    in->note = utf8_head(in->note, 2000);
    if (!int_read(req_field(rq, "seen"), &in->seen))
        in->seen = -1;
    return OK;
}

/* A script is told where both versions can be seen. */
static enum err draft_conflict(struct ctx *cx, const struct voting *v, struct resp *rs)
{
    struct json_out *w = json_begin(cx);
    json_open(w);
    json_pair_str(w, "code", err_name(ERR_CONFLICT));
    json_pair_str(w, "message", cx->fault->rows[0].what);
    json_pair_str(w, "compare", ballot_path(cx->a, v->m.code, v->row.dossier_code).text);
    json_close(w);
    TRY(json_send(rs, w));
    rs->status = err_http(ERR_CONFLICT);
    return OK;
}

enum err ballot_draft_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct voting v = { 0 };
    struct ballot_post in;
    TRY(load(cx, rq, &v));
    TRY(take(cx, rq, &v, &in));
    enum err e = ballot_draft_tx(cx, &in);
    if (e == ERR_CONFLICT)
        return draft_conflict(cx, &v, rs);
    TRY(e);
    static const struct rank_rules rules = { 0 };
    struct json_out *w = json_begin(cx);
    json_open(w);
    json_pair_str(w, "saved", instant_hms(cx->a, cx->now));
    json_pair_int(w, "version", in.version);
    json_pair_int(w, "total", rank_ballot(cx->a, v.set, &rules, &v.chosen).total);
    json_pair_str(w, "message", join(cx->a, S("Đã lưu lúc "), instant_hms(cx->a, cx->now)));
    json_close(w);
    return json_send(rs, w);
}

/* The ballot again with everything chosen: gaps marked, or both versions side by side. */
static enum err again(struct ctx *cx, struct voting *v, enum err e, struct resp *rs)
{
    static const struct rank_rules rules = { 0 };
    struct rank_ballot stored;
    if (e == ERR_INPUT) {
        struct rank_faults gaps = rank_check(cx->a, v->set, &v->chosen, &rules);
        TRY(show_sheet(v, &gaps, NULL, rs));
    } else if (e == ERR_CONFLICT) {
        TRY(ballot_own(cx, &v->m, &v->row, &v->b));
        stored = ballot_stored(cx->a, v->set, v->b.sheet);
        TRY(show_sheet(v, NULL, &stored, rs));
    } else {
        return e;
    }
    rs->status = err_http(e);
    return OK;
}

enum err ballot_submit_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct voting v = { 0 };
    struct ballot_post in;
    TRY(load(cx, rq, &v));
    str next = join(cx->a, meeting_path(cx->a, v.m.code).text, S("?xong=nop"));
    cx->visit->once_location = next;
    TRY(take(cx, rq, &v, &in));
    enum err e = ballot_submit_tx(cx, &in);
    if (e != OK && !req_wants_json(rq))
        return again(cx, &v, e, rs);
    TRY(e);
    return see_other(rs, url_of(next));
}

enum err ballot_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct voting v = { 0 };
    evidence_id id;
    TRY(load(cx, rq, &v));
    if (!int_read(path_part(rq, cx, "file"), &id.id))
        return ERR_NOT_FOUND;
    return evidence_send(cx, v.row.dossier, id, rs);
}
