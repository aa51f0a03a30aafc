/* inbox_web.c: what waits for this person: cases at their step, meetings with open ballots. */
#include "portal/portal_in.h"
#include "portal/portal_page.html.h"

enum { TASKS_MAX = 100 };

static void add(struct inbox_view *v, struct task_line t)
{
    if (v->tasks.count < TASKS_MAX)
        v->tasks.at[v->tasks.count++] = t;
}

static enum err add_cases(struct ctx *cx, struct inbox_view *v, enum dossier_state state, str next)
{
    struct dossier_rows rows;
    TRY(dossier_find(cx, &(struct dossier_query){ .state = (int32_t)state }, &rows));
    for (ptrdiff_t i = 0; i < rows.count; i++)
        add(v, (struct task_line){
                   dossier_path(cx->a, rows.at[i].code), rows.at[i].product_name,
                   join(cx->a, rows.at[i].producer_name, S(", "), rows.at[i].place_name),
                   dossier_state_label(rows.at[i].state), dossier_state_class(rows.at[i].state),
                   next });
    return OK;
}

/* What a producer has been given: the way to the certificate. */
static enum err add_recognised(struct ctx *cx, struct inbox_view *v)
{
    struct dossier_rows rows;
    TRY(dossier_find(cx, &(struct dossier_query){ .state = DOSSIER_DECIDED }, &rows));
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        struct recognition r;
        bool found;
        TRY(recognition_of_product(cx, rows.at[i].product, &r, &found));
        if (found)
            add(v, (struct task_line){
                       .at = recognition_path(cx->a, r.code), .what = rows.at[i].product_name,
                       .whose = join(cx->a, show(cx->a, r.star), S(" sao, giấy số "), r.serial),
                       .state = dossier_state_label(rows.at[i].state),
                       .look = dossier_state_class(rows.at[i].state),
                       .next = S("Tải giấy chứng nhận") });
    }
    return OK;
}

/* A person with a seat in a meeting that scores. */
static enum err add_meeting(struct ctx *cx, struct inbox_view *v, const struct meeting *m)
{
    struct seat own;
    bool seated;
    struct agenda_rows agenda;
    TRY(meeting_own_seat(cx, m->id, &own, &seated));
    if (!seated || m->state >= MEETING_MINUTED || m->state < MEETING_SCORING)
        return OK;
    int64_t open = 0;
    TRY(meeting_agenda(cx, m->id, &agenda));
    for (ptrdiff_t i = 0; own.scores && i < agenda.count; i++) {
        struct ballot b;
        TRY(ballot_own(cx, m, &agenda.at[i], &b));
        open += b.state == BALLOT_DRAFT;
    }
    str next = m->state == MEETING_CLOSED ? S("Đã có kết quả; chờ lập biên bản")
               : open > 0 ? join(cx->a, S("Còn "), show(cx->a, open), S(" phiếu chưa nộp"))
                          : S("Đã nộp đủ phiếu");
    bool mine = open > 0 || own.role == SEAT_CHAIR || own.role == SEAT_SECRETARY;
    if (mine)
        add(v, (struct task_line){ meeting_path(cx->a, m->code), m->title, m->venue,
                                   meeting_state_label(m->state), meeting_state_class(m->state),
                                   next });
    return OK;
}

static enum err add_meetings(struct ctx *cx, struct inbox_view *v)
{
    struct meeting_rows rows;
    TRY(meeting_find(cx, (meeting_id){ 0 }, &rows));
    for (ptrdiff_t i = 0; i < rows.count; i++)
        TRY(add_meeting(cx, v, &rows.at[i]));
    return OK;
}

static enum err inbox_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct inbox_view v = { .name = cx->actor->name,
                            .producer = actor_may(cx->actor, MAY(PREPARE_DOSSIER)) };
    (void)rq;
    v.tasks.at = new(cx->a, struct task_line, TASKS_MAX);
    if (v.producer) {
        TRY(add_cases(cx, &v, DOSSIER_RETURNED, S("Bổ sung rồi nộp lại")));
        TRY(add_cases(cx, &v, DOSSIER_DRAFT, S("Tự chấm, thêm minh chứng rồi nộp")));
        TRY(add_recognised(cx, &v));
    }
    if (actor_may(cx->actor, MAY(RECEIVE_DOSSIER)))
        TRY(add_cases(cx, &v, DOSSIER_COMMUNE_REVIEW, S("Kiểm tra, chuyển lên tỉnh hoặc trả lại")));
    if (actor_may(cx->actor, MAY(CHECK_DOSSIER))) {
        TRY(add_cases(cx, &v, DOSSIER_FORWARDED, S("Kiểm tra và tiếp nhận")));
        TRY(add_cases(cx, &v, DOSSIER_ACCEPTED, S("Xếp vào một phiên họp")));
        TRY(add_cases(cx, &v, DOSSIER_SCORED, S("Nhập quyết định công nhận")));
    }
    if (actor_may(cx->actor, MAY(SIT)))
        TRY(add_meetings(cx, &v));
    struct out *body = page_begin(cx);
    page_inbox(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = S("Việc của tôi"), .tab = "/viec" }, body);
}

const struct route inbox_routes[] = {
    { GET, "/viec", inbox_page, .who = MAY(SIGNED_IN) },
    { 0 },
};
