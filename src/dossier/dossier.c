/* dossier.c: the states of a case and who may move it. The table below is the whole machine. */
#include "dossier/dossier.h"

#include "dossier/dossier.sql.h"
#include "dossier/dossier_in.h"

#define MSG MSG_DEFINE
#include "dossier/dossier.msg"
#undef MSG

static const struct {
    const char *label;
    const char *look;
    const char *next;
} states[] = {
    [0] = { "", "", "" },
    [DOSSIER_DRAFT] = { "Đang soạn", "is-draft", "Chủ thể đang soạn; trả lời đủ tiêu chí rồi nộp cho UBND xã." },
    [DOSSIER_COMMUNE_REVIEW] = { "Chờ UBND xã thẩm tra", "is-wait",
                                 "Đang chờ UBND xã kiểm tra, rồi chuyển lên tỉnh hoặc trả lại kèm lý do." },
    [DOSSIER_RETURNED] = { "Trả lại để bổ sung", "is-warn", "Chủ thể cần bổ sung theo lý do được nêu rồi nộp lại." },
    [DOSSIER_FORWARDED] = { "Chờ tỉnh tiếp nhận", "is-wait", "Đang chờ cơ quan cấp tỉnh kiểm tra và tiếp nhận." },
    [DOSSIER_ACCEPTED] = { "Tỉnh đã tiếp nhận", "is-wait", "Đang chờ được đưa vào một phiên họp hội đồng." },
    [DOSSIER_SCHEDULED] = { "Đã xếp phiên họp", "is-wait", "Hội đồng sẽ chấm điểm trong phiên họp." },
    [DOSSIER_SCORED] = { "Hội đồng đã chấm", "is-wait", "Đang chờ quyết định của UBND tỉnh." },
    [DOSSIER_DECIDED] = { "Đã công nhận", "is-good", "Đã có quyết định công nhận và giấy chứng nhận." },
    [DOSSIER_SENT_TO_CENTRAL] = { "Gửi trung ương", "is-good",
                                  "Điểm trung bình từ 90 trở lên: hồ sơ được gửi về Bộ Nông nghiệp và Môi trường." },
    [DOSSIER_NOT_RECOGNISED] = { "Không được công nhận", "is-bad", "Hồ sơ đã kết thúc, không có quyết định công nhận." },
    [DOSSIER_WITHDRAWN] = { "Đã rút", "is-draft", "Chủ thể đã rút hồ sơ." },
};

/* One allowed step: from, to, and whose it is. */
static const struct dossier_edge {
    enum dossier_state from;
    enum right right;
    struct dossier_action action;
} edges[] = {
    { DOSSIER_DRAFT, MAY(PREPARE_DOSSIER),
      { DOSSIER_COMMUNE_REVIEW, "nop", "Nộp hồ sơ", "Nộp hồ sơ cho UBND xã? Sau khi nộp, nội dung và tệp không sửa được nữa.", true, false } },
    { DOSSIER_RETURNED, MAY(PREPARE_DOSSIER),
      { DOSSIER_COMMUNE_REVIEW, "nop", "Nộp lại hồ sơ", "Nộp lại hồ sơ cho UBND xã?", true, false } },
    { DOSSIER_COMMUNE_REVIEW, MAY(RECEIVE_DOSSIER),
      { DOSSIER_FORWARDED, "chuyen-tinh", "Chuyển lên tỉnh", "Chuyển hồ sơ này lên tỉnh?", true, false } },
    { DOSSIER_COMMUNE_REVIEW, MAY(RECEIVE_DOSSIER),
      { DOSSIER_RETURNED, "tra-lai", "Trả lại để bổ sung", NULL, false, true } },
    { DOSSIER_FORWARDED, MAY(CHECK_DOSSIER),
      { DOSSIER_ACCEPTED, "tiep-nhan", "Tiếp nhận hồ sơ", NULL, true, false } },
    { DOSSIER_FORWARDED, MAY(CHECK_DOSSIER),
      { DOSSIER_RETURNED, "tra-lai", "Trả lại để bổ sung", NULL, false, true } },
    { DOSSIER_DRAFT, MAY(PREPARE_DOSSIER),
      { DOSSIER_WITHDRAWN, "rut", "Bỏ hồ sơ này", "Bỏ hồ sơ đang soạn? Bạn có thể lập hồ sơ mới cho sản phẩm.", false, false } },
    { DOSSIER_RETURNED, MAY(PREPARE_DOSSIER),
      { DOSSIER_WITHDRAWN, "rut", "Rút hồ sơ", "Rút hồ sơ? Hồ sơ đã rút không nộp lại được.", false, false } },
};

str dossier_state_label(int32_t state)
{
    return str_of(states[state].label);
}

str dossier_state_class(int32_t state)
{
    return str_of(states[state].look);
}

str dossier_state_next(int32_t state)
{
    return str_of(states[state].next);
}

str dossier_kind_label(int32_t kind)
{
    static const char *const labels[] = { "", "Lần đầu", "Nâng hạng", "Đánh giá lại" };
    return str_of(labels[kind]);
}

url dossier_path(struct arena *a, str code)
{
    return url_join(a, S("/ho-so/"), code);
}

/* -- finding ----------------------------------------------------------------------------------- */

enum err dossier_by_code(struct ctx *cx, str code, struct dossier *out)
{
    struct scope s = actor_scope(cx->a, cx->actor, MAY(READ_DOSSIER));
    return dossier_seen(cx, code, s.like, s.own, out);
}

enum err dossier_find(struct ctx *cx, const struct dossier_query *q, struct dossier_rows *out)
{
    struct scope s = actor_scope(cx->a, cx->actor, MAY(READ_DOSSIER));
    return dossier_list(cx, s.like, s.own, q->state, q->before, out);
}

enum err dossier_in_state(struct ctx *cx, enum dossier_state state, str scope,
                          struct dossier_rows *out)
{
    return dossier_by_state(cx, scope, (int32_t)state, out);
}

enum err dossier_history(struct ctx *cx, dossier_id id, struct dossier_step_rows *out)
{
    return dossier_steps(cx, id, out);
}

enum err dossier_evidence(struct ctx *cx, dossier_id id, struct evidence_rows *out)
{
    return evidence_list(cx, id, out);
}

enum err dossier_set(struct ctx *cx, const struct dossier *d, const struct set **out)
{
    const struct pack *p;
    TRY(pack_pinned(cx, d->pack_id, d->pack_sha256, &p));
    *out = pack_set(p, d->set_slug);
    return *out ? OK : ERR_NOT_FOUND;
}

/* -- steps ------------------------------------------------------------------------------------- */

static bool edge_fits(struct ctx *cx, const struct dossier_edge *e, const struct dossier *d)
{
    return (int32_t)e->from == d->state
           && actor_reaches(cx->actor, e->right, d->place_path, d->producer);
}

struct dossier_action_rows dossier_actions(struct ctx *cx, const struct dossier *d)
{
    struct dossier_action_rows rows = { .at = new(cx->a, struct dossier_action, COUNT_OF(edges)) };
    for (ptrdiff_t i = 0; i < COUNT_OF(edges); i++)
        if (edge_fits(cx, &edges[i], d))
            rows.at[rows.count++] = edges[i].action;
    return rows;
}

enum err dossier_note_step(struct ctx *cx, dossier_id id, int32_t from, int32_t to, str reason)
{
    struct dossier_step step = { .dossier = id,
                                 .from_state = from,
                                 .to_state = to,
                                 .reason = reason,
                                 .by_account = cx->actor->account,
                                 .by_name = cx->actor->name,
                                 .at = cx->now };
    str stream = audit_stream(cx->a, "dossier", id.id);
    TRY(dossier_step_insert(cx, &step, &step.id));
    TRY(audit_add(cx, stream, S("dossier.step"), &AUDITED_dossier_step, step.id, S("")));
    return audit_add(cx, stream, S("dossier.moved"), &AUDITED_dossier, id.id, S(""));
}

static enum err not_at_this_step(struct ctx *cx, const struct dossier *d)
{
    return fail(cx, ERR_STATE, M_DOSSIER_STEP, .args = { dossier_state_label(d->state) });
}

enum err dossier_advance(struct ctx *cx, dossier_id id, enum dossier_state from,
                         enum dossier_state to, str reason)
{
    struct dossier d;
    TRY(dossier_get(cx, id, &d));
    enum err e = dossier_put_state(cx, id, (int32_t)from, (int32_t)to);
    if (e == ERR_CONFLICT)
        return not_at_this_step(cx, &d);
    TRY(e);
    return dossier_note_step(cx, id, (int32_t)from, (int32_t)to, reason);
}

static const struct dossier_edge *find_edge(struct ctx *cx, const struct dossier *d,
                                            enum dossier_state to)
{
    for (ptrdiff_t i = 0; i < COUNT_OF(edges); i++)
        if (edges[i].action.to == to && edge_fits(cx, &edges[i], d))
            return &edges[i];
    return NULL;
}

static enum err dossier_move(struct ctx *cx, const struct dossier_move *in)
{
    struct dossier d;
    TRY(dossier_get(cx, in->id, &d));
    const struct dossier_edge *edge = find_edge(cx, &d, in->to);
    if (!edge)
        return not_at_this_step(cx, &d);
    if (in->seen != d.version)
        return fail(cx, ERR_CONFLICT, M_DOSSIER_CHANGED);
    if (edge->action.needs_reason && in->reason.len == 0)
        return fail(cx, ERR_INPUT, M_DOSSIER_REASON, .field = S("ly_do"));
    if (in->to == DOSSIER_COMMUNE_REVIEW)
        TRY(dossier_freeze_now(cx, &d));
    return dossier_advance(cx, d.id, (enum dossier_state)d.state, in->to, in->reason);
}
DB_TX(dossier_move, struct dossier_move)

enum err dossier_hears_merge(struct ctx *cx, int64_t gone)
{
    struct dossier_rows rows;
    struct producer of;
    TRY(producer_merge_target(cx, gone, &of));
    TRY(dossier_of_producer(cx, (producer_id){ gone }, &rows));
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        const struct dossier *d = &rows.at[i];
        TRY(dossier_moved(cx, d->id, of.id, of.place_path, d->version));
        TRY(audit_add(cx, audit_stream(cx->a, "dossier", d->id.id), S("dossier.moved"),
                      &AUDITED_dossier, d->id.id, S("")));
    }
    return OK;
}
