/* council_web.c: meetings: list, call, prepare, open, watch, close, minutes. Ballots:
 * ballot_web.c. */
#include "council/council_web.h"

#include "core/table.h"

#include "base/utf8.h"
#include "council/council_in.h"
#include "council/council_page.html.h"

enum { UNMET_SHOWN_MAX = 12 };

static const char tab[] = "/hoi-dong";

static enum err list_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct meeting_rows rows;
    meeting_id before = { 0 };
    if (!int_read(req_query(rq, "truoc"), &before.id))
        before.id = 0;
    TRY(meeting_find(cx, before, &rows));
    struct meeting_list_view v = { .may_call = actor_may(cx->actor, MAY(CALL_MEETING)),
                                   .take = take_links(cx, S("/hoi-dong/tai-ve")) };
    if (rows.count > MEETING_PAGE_ROWS) {
        rows.count = MEETING_PAGE_ROWS;
        v.next = url_join(cx->a, S("/hoi-dong?truoc="), show(cx->a, rows.at[rows.count - 1].id.id));
    }
    v.rows.at = new(cx->a, struct meeting_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++)
        v.rows.at[v.rows.count++] = (struct meeting_line){
            meeting_path(cx->a, rows.at[i].code), rows.at[i].title, rows.at[i].held_on,
            meeting_state_label(rows.at[i].state), meeting_state_class(rows.at[i].state) };
    struct out *body = page_begin(cx);
    page_meeting_list(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = S("Hội đồng"), .tab = tab }, body);
}

/* Every meeting the list shows, page after page. */
static enum err list_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    static const struct table_column columns[] = {
        { "Ngày họp", "date", 12 },     { "Phiên họp", "text", 44 }, { "Địa điểm", "text", 32 },
        { "Quyết định hội đồng", "text", 24 }, { "Trạng thái", "text", 20 },
    };
    static const struct table_form form = { "Phiên họp", "phien-hop", columns, COUNT_OF(columns) };
    struct table *t = table_new(cx, &form);
    struct meeting_rows rows;
    meeting_id before = { 0 };
    do {
        struct arena_mark mark = arena_mark(cx->a);
        TRY(meeting_find(cx, before, &rows));
        for (ptrdiff_t i = 0; i < rows.count && i < MEETING_PAGE_ROWS; i++) {
            const struct meeting *m = &rows.at[i];
            table_row(t, (const str[]){ date_iso(cx->a, m->held_on), m->title, m->venue,
                                        m->council_decision, meeting_state_label(m->state) });
            before = m->id;
        }
        arena_rewind(cx->a, mark);
    } while (rows.count > MEETING_PAGE_ROWS);
    return table_send(cx, rq, rs, t);
}

static enum err add_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    (void)rq;
    struct meeting_edit_view v = { form_view(cx, &meeting_form, url_of(S("/hoi-dong/them")),
                                             NULL) };
    struct out *body = page_begin(cx);
    page_meeting_edit(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = S("Tạo phiên họp"), .tab = tab }, body);
}

static enum err add_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct meeting in = { .code = code_make(cx->a) };
    enum err e = form_take(cx, rq, &in);
    cx->visit->once_location = meeting_path(cx->a, in.code).text;
    if (e == OK)
        e = meeting_add_tx(cx, &in);
    if (e == ERR_INPUT) {
        TRY(add_page(cx, rq, rs));
        rs->status = err_http(e);
        return OK;
    }
    TRY(e);
    return see_other(rs, meeting_path(cx->a, in.code));
}

/* -- one meeting ------------------------------------------------------------------------------- */

struct showing {
    struct meeting m;
    struct seat own;
    bool seated;
};

static enum err load(struct ctx *cx, const struct req *rq, struct showing *k)
{
    TRY(meeting_by_code(cx, path_code(rq, cx, "meeting"), &k->m));
    return meeting_own_seat(cx, k->m.id, &k->own, &k->seated);
}

static bool sealed(const struct meeting *m)
{
    return m->state == MEETING_CLOSED || m->state == MEETING_MINUTED;
}

static void add_ballots(struct ctx *cx, const struct ballot_rows *rows, bool chair,
                        struct case_line *c)
{
    c->dots.at = new(cx->a, struct dot, rows->count);
    c->reopen.at = new(cx->a, struct reopen_line, rows->count);
    for (ptrdiff_t i = 0; i < rows->count; i++) {
        const struct ballot *b = &rows->at[i];
        bool in = b->state == BALLOT_SUBMITTED;
        c->seats++;
        c->submitted += in;
        if (in && chair)
            c->reopen.at[c->reopen.count++] = (struct reopen_line){ b->code, b->seat_name };
    }
    c->dots.count = rows->count;
    for (int64_t i = 0; i < c->submitted; i++)
        c->dots.at[i].full = true;
}

static str unmet_words(struct ctx *cx, const json_t *body)
{
    const json_t *list = json_object_get(body, "unmet");
    struct out *o = out_new(cx->a, .max_bytes = 16 << 10);
    for (size_t i = 0; i < json_array_size(list) && i < UNMET_SHOWN_MAX; i++) {
        const json_t *u = json_array_get(list, i);
        put(o, i > 0 ? S("; ") : S(""));
        put(o, join(cx->a, show(cx->a, json_member_int(u, "star", 0)), S(" sao cần tiêu chí "),
                    json_member_str(u, "criterion")));
    }
    return out_str(o);
}

/* Part sums of every ballot, as the kept result says. */
static void add_totals(struct ctx *cx, const struct pack *p, const json_t *body,
                       struct case_line *c)
{
    const json_t *list = json_object_get(body, "ballots");
    c->parts.at = new(cx->a, struct part_points, p->part_count);
    for (ptrdiff_t k = 0; k < p->part_count; k++)
        c->parts.at[c->parts.count++] = (struct part_points){ p->parts[k].code, p->parts[k].max };
    c->totals.at = new(cx->a, struct total_line, (ptrdiff_t)json_array_size(list));
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *b = json_array_get(list, i);
        const json_t *parts = json_object_get(b, "parts");
        struct total_line *t = &c->totals.at[c->totals.count++];
        t->name = json_member_str(b, "member");
        t->total = json_member_int(b, "total", 0);
        t->parts.at = new(cx->a, struct part_points, p->part_count);
        for (ptrdiff_t k = 0; k < p->part_count; k++)
            t->parts.at[t->parts.count++] = (struct part_points){
                p->parts[k].code, json_member_int(parts, cstr(cx->a, p->parts[k].code), 0) };
    }
}

static enum err add_result(struct ctx *cx, const struct agenda *row, struct case_line *c)
{
    struct result r;
    TRY(agenda_result(cx, row->id, &r, &c->has_result));
    if (!c->has_result)
        return OK;
    c->result = result_words(cx->a, &r);
    c->mean = (mean){ r.points_sum, r.ballot_count };
    c->sum = r.points_sum;
    c->count = r.ballot_count;
    c->spread = r.spread;
    c->star = r.star;
    c->stars = (struct stars_view){ .count = r.star };
    const struct set *set;
    struct json_fault why;
    const json_t *body = json_read(cx->a, r.body, SHEET_BYTES_MAX, &why);
    TRY(agenda_set(cx, row, &set));
    c->unmet = unmet_words(cx, body);
    add_totals(cx, set->pack, body, c);
    return OK;
}

static enum err add_own(struct ctx *cx, const struct showing *k, const struct agenda *row,
                        struct case_line *c)
{
    struct ballot b;
    if (!k->seated || !k->own.scores || k->m.state < MEETING_SCORING)
        return OK;
    TRY(ballot_own(cx, &k->m, row, &b));
    bool in = b.state == BALLOT_SUBMITTED;
    c->own = (struct own_ballot){
        .at = ballot_path(cx->a, k->m.code, row->dossier_code),
        .has = true,
        .state = in ? join(cx->a, S("Đã nộp, "), show(cx->a, b.total), S(" điểm"))
                 : b.answered > 0
                     ? join(cx->a, S("Đang chấm, "), show(cx->a, b.answered), S(" tiêu chí"))
                     : S("Chưa chấm"),
        .look = in ? S("is-good") : S("is-wait"),
        .done = in,
    };
    return OK;
}

static enum err add_cases(struct ctx *cx, const struct showing *k, struct board_view *v)
{
    struct agenda_rows agenda;
    TRY(meeting_agenda(cx, k->m.id, &agenda));
    v->cases.at = new(cx->a, struct case_line, agenda.count);
    v->total = agenda.count;
    for (ptrdiff_t i = 0; i < agenda.count; i++) {
        const struct agenda *row = &agenda.at[i];
        struct case_line *c = &v->cases.at[v->cases.count++];
        struct ballot_rows ballots;
        *c = (struct case_line){ .number = row->position,
                                 .product = row->product_name,
                                 .producer =
                                     join(cx->a, row->producer_name, S(", "), row->place_name) };
        TRY(agenda_ballots(cx, row->id, &ballots));
        bool chair = k->seated && k->own.role == SEAT_CHAIR && k->m.state == MEETING_SCORING;
        add_ballots(cx, &ballots, chair, c);
        TRY(add_own(cx, k, row, c));
        if (sealed(&k->m))
            TRY(add_result(cx, row, c));
        v->done += c->seats > 0 && c->submitted == c->seats;
    }
    return OK;
}

static enum err add_seats(struct ctx *cx, const struct showing *k, struct meeting_view *v)
{
    struct seat_rows rows;
    TRY(meeting_seats(cx, k->m.id, &rows));
    v->seats.at = new(cx->a, struct seat_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++)
        v->seats.at[v->seats.count++] = (struct seat_line){
            rows.at[i].id.id, rows.at[i].name, rows.at[i].office, seat_role_label(rows.at[i].role),
            rows.at[i].scores, v->scoring && v->is_chair && rows.at[i].scores };
    return OK;
}

static enum err add_preparing(struct ctx *cx, const struct showing *k, struct meeting_view *v)
{
    struct dossier_rows cases;
    struct sitter_rows people;
    TRY(dossier_in_state(cx, DOSSIER_ACCEPTED, join(cx->a, k->m.place_path, S("%")), &cases));
    v->waiting.at = new(cx->a, struct waiting_line, cases.count);
    for (ptrdiff_t i = 0; i < cases.count; i++)
        v->waiting.at[v->waiting.count++] = (struct waiting_line){
            cases.at[i].id.id, cases.at[i].product_name, cases.at[i].producer_name };
    static const struct seat_new fresh = { .role = SEAT_MEMBER, .scores = true };
    v->seat_form = form_view(cx, &seat_form, url_join(cx->a, v->base.text, S("/ghe")), &fresh);
    v->seat_form.faults = (struct fault_list){ 0 };
    TRY(council_sitters(cx, &people));
    struct pick *at = new(cx->a, struct pick, people.count);
    for (ptrdiff_t i = 0; i < people.count; i++)
        at[i] = (struct pick){ people.at[i].login_name, people.at[i].name };
    form_view_picks(&v->seat_form, "tai_khoan", at, people.count);
    return OK;
}

static str next_words(const struct meeting_view *v)
{
    if (v->preparing)
        return S("Thêm ghế và hồ sơ, rồi mở chấm điểm.");
    if (v->scoring && v->is_chair)
        return S("Các thành viên đang chấm. Khi mọi phiếu đã nộp, bạn kết thúc chấm điểm.");
    if (v->scoring && !v->scores)
        return S("Các thành viên đang chấm. Kết quả hiện ra khi chủ tịch kết thúc chấm điểm.");
    if (v->scoring)
        return S("Mở từng hồ sơ, chọn mức cho mỗi tiêu chí rồi nộp phiếu. Phiếu được lưu ngay khi bạn bấm.");
    if (v->closed && v->it.state == MEETING_CLOSED)
        return S(
            "Đã có kết quả. Thư ký lập biên bản; cơ quan cấp tỉnh trình quyết định công nhận.");
    return S("Phiên họp đã hoàn tất; kết quả không thay đổi được nữa.");
}

static void add_addresses(struct ctx *cx, struct meeting_view *v)
{
    str at = v->base.text;
    v->open = url_join(cx->a, at, S("/mo"));
    v->close = url_join(cx->a, at, S("/ket-thuc"));
    v->absent = url_join(cx->a, at, S("/vang"));
    v->reopen = url_join(cx->a, at, S("/mo-lai"));
    v->minutes = url_join(cx->a, at, S("/bien-ban"));
    v->minutes_file = url_join(cx->a, at, S("/bien-ban.pdf"));
    v->board_at = url_join(cx->a, at, S("/tien-do"));
    v->add_cases = url_join(cx->a, at, S("/ho-so"));
}

static enum err show_meeting(struct ctx *cx, const struct showing *k, str done, struct resp *rs)
{
    bool calls = actor_reaches(cx->actor, MAY(CALL_MEETING), k->m.place_path, (producer_id){ 0 });
    bool writes = k->seated && (k->own.role == SEAT_CHAIR || k->own.role == SEAT_SECRETARY);
    struct file minutes;
    struct meeting_view v = {
        .it = k->m, .code = code_show(cx->a, k->m.code), .state = meeting_state_label(k->m.state),
        .look = meeting_state_class(k->m.state), .key = form_key(cx),
        .base = meeting_path(cx->a, k->m.code),
        .preparing = calls && k->m.state == MEETING_DRAFT, .scoring = k->m.state == MEETING_SCORING,
        .may_open = calls && k->m.state == MEETING_DRAFT,
        .scores = k->seated && k->own.scores,
        .is_chair = k->seated && k->own.role == SEAT_CHAIR, .closed = sealed(&k->m),
        .may_minute = writes && sealed(&k->m), .faults = fault_list(cx),
    };
    add_addresses(cx, &v);
    TRY(add_cases(cx, k, &v.board));
    TRY(add_seats(cx, k, &v));
    TRY(minutes_file(cx, k->m.id, &minutes, &v.has_minutes));
    if (v.preparing)
        TRY(add_preparing(cx, k, &v));
    v.next = next_words(&v);
    struct frame f = { .title = k->m.title, .tab = tab,
                       .crumbs = { { S("Hội đồng"), url_of(S("/hoi-dong")) } } };
    if (str_is(done, "ok"))
        f.done = S("Đã ghi nhận.");
    if (str_is(done, "nop"))
        f.done = S("Đã nộp phiếu.");
    struct out *body = page_begin(cx);
    page_meeting_show(body, &v);
    return page_send(cx, rs, &f, body);
}

static enum err show_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct showing k;
    TRY(load(cx, rq, &k));
    return show_meeting(cx, &k, done_word(rq), rs);
}

/* The board alone, asked for every few seconds: who has submitted, never what. */
static enum err board_fragment(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct showing k;
    struct board_view v = { 0 };
    TRY(load(cx, rq, &k));
    TRY(must_chair(cx, k.m.id));
    TRY(add_cases(cx, &k, &v));
    struct out *body = page_begin(cx);
    page_board(body, &v);
    return fragment_send(cx, rs, body);
}

/* -- acting on a meeting ----------------------------------------------------------------------- */

static str back_to(struct ctx *cx, const struct meeting *m)
{
    return join(cx->a, meeting_path(cx->a, m->code).text, S("?xong=ok"));
}

/* Refusals come back on the meeting's own page. */
static enum err told(struct ctx *cx, const struct showing *k, enum err e, struct resp *rs)
{
    if (e != OK && (e == ERR_INPUT || e == ERR_STATE || e == ERR_CONFLICT)) {
        struct showing now = *k;
        TRY(meeting_by_code(cx, k->m.code, &now.m));
        TRY(show_meeting(cx, &now, S(""), rs));
        rs->status = err_http(e);
        return OK;
    }
    TRY(e);
    return see_other(rs, url_of(back_to(cx, &k->m)));
}

static enum err begin(struct ctx *cx, const struct req *rq, struct showing *k)
{
    TRY(load(cx, rq, k));
    cx->visit->once_location = back_to(cx, &k->m);
    return OK;
}

static enum err seat_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct showing k;
    struct seat_new in = { 0 };
    TRY(begin(cx, rq, &k));
    enum err e = form_take(cx, rq, &in);
    in.meeting = k.m.id;
    if (e == OK)
        e = seat_add_tx(cx, &in);
    return told(cx, &k, e, rs);
}

static enum err cases_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct showing k;
    TRY(begin(cx, rq, &k));
    struct agenda_new in = { .meeting = k.m.id, .cases = new(cx->a, dossier_id, rq->fields.count) };
    for (ptrdiff_t i = 0; i < rq->fields.count; i++)
        if (str_is(rq->fields.at[i].name, "ho_so")
            && int_read(rq->fields.at[i].value, &in.cases[in.count].id))
            in.count++;
    return told(cx, &k, agenda_add_tx(cx, &in), rs);
}

static struct meeting_at at_version(const struct req *rq, const struct meeting *m)
{
    struct meeting_at in = { .meeting = m->id };
    if (!int_read(req_field(rq, "ban"), &in.seen))
        in.seen = -1;
    return in;
}

static enum err open_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct showing k;
    TRY(begin(cx, rq, &k));
    struct meeting_at in = at_version(rq, &k.m);
    return told(cx, &k, meeting_open_scoring_tx(cx, &in), rs);
}

static enum err close_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct showing k;
    TRY(begin(cx, rq, &k));
    struct meeting_at in = at_version(rq, &k.m);
    return told(cx, &k, meeting_close_tx(cx, &in), rs);
}

static enum err absent_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct showing k;
    struct seat_absent in = { 0 };
    TRY(begin(cx, rq, &k));
    in.meeting = k.m.id;
    if (!int_read(req_field(rq, "ghe"), &in.seat.id))
        return ERR_NOT_FOUND;
    return told(cx, &k, seat_absent_tx(cx, &in), rs);
}

static enum err reopen_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct showing k;
    struct ballot_reopen in = { 0 };
    TRY(begin(cx, rq, &k));
    in.meeting = k.m.id;
    if (!code_read(cx->a, req_field(rq, "phieu"), &in.ballot_code))
        return ERR_NOT_FOUND;
    if (!text_clean(cx->a, req_field(rq, "ly_do"), false, &in.reason))
        in.reason = S("");
    in.reason = utf8_head(in.reason, 300);
    return told(cx, &k, ballot_reopen_tx(cx, &in), rs);
}

static enum err minutes_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct showing k;
    TRY(begin(cx, rq, &k));
    return told(cx, &k, minutes_print(cx, &k.m), rs);
}

static enum err minutes_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct showing k;
    struct file file;
    bool found;
    TRY(load(cx, rq, &k));
    TRY(minutes_file(cx, k.m.id, &file, &found));
    if (!found)
        return ERR_NOT_FOUND;
    rs->type = file.type;
    rs->file = blob_path(cx->a, file.sha256);
    resp_header_add(rs, "Content-Disposition", S("attachment; filename=\"bien-ban.pdf\""));
    return OK;
}

const struct route council_routes[] = {
    { GET, "/hoi-dong", list_page, .who = MAY(SIT_OR_CALL) },
    { GET, "/hoi-dong/tai-ve", list_file, .who = MAY(SIT_OR_CALL), .slow = true },
    { GET, "/hoi-dong/them", add_page, .who = MAY(CALL_MEETING) },
    { POST, "/hoi-dong/them", add_post, .who = MAY(CALL_MEETING), .form = &meeting_form },
    { GET, "/hoi-dong/phien/:meeting", show_page, .who = MAY(SIT_OR_CALL) },
    { GET, "/hoi-dong/phien/:meeting/tien-do", board_fragment, .who = MAY(SIT) },
    { POST, "/hoi-dong/phien/:meeting/ghe", seat_post, .who = MAY(CALL_MEETING), .form = &seat_form },
    { POST, "/hoi-dong/phien/:meeting/ho-so", cases_post, .who = MAY(CALL_MEETING) },
    { POST, "/hoi-dong/phien/:meeting/mo", open_post, .who = MAY(CALL_MEETING) },
    { POST, "/hoi-dong/phien/:meeting/ket-thuc", close_post, .who = MAY(SIT) },
    { POST, "/hoi-dong/phien/:meeting/vang", absent_post, .who = MAY(SIT) },
    { POST, "/hoi-dong/phien/:meeting/mo-lai", reopen_post, .who = MAY(SIT) },
    { POST, "/hoi-dong/phien/:meeting/bien-ban", minutes_post, .who = MAY(SIT) },
    { GET, "/hoi-dong/phien/:meeting/bien-ban.pdf", minutes_page, .who = MAY(SIT_OR_CALL) },
    { GET, "/hoi-dong/phien/:meeting/phieu/:case", ballot_show, .who = MAY(SIT) },
    { POST, "/hoi-dong/phien/:meeting/phieu/:case/nhap", ballot_draft_post, .who = MAY(SIT), .draft = true },
    { POST, "/hoi-dong/phien/:meeting/phieu/:case/nop", ballot_submit_post, .who = MAY(SIT) },
    { GET, "/hoi-dong/phien/:meeting/phieu/:case/tep/:file", ballot_file, .who = MAY(SIT) },
    { 0 },
};
