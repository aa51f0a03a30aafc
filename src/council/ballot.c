/* ballot.c: one seat, one case. Drafts overwrite themselves; each submission is a row for ever. */
#include "council/council.h"
#include "council/council.sql.h"
#include "council/council_in.h"

enum err ballot_own(struct ctx *cx, const struct meeting *m, const struct agenda *row,
                    struct ballot *out)
{
    struct seat own;
    bool found;
    TRY(meeting_own_seat(cx, m->id, &own, &found));
    if (!found)
        return ERR_NOT_FOUND;
    TRY(ballot_of(cx, row->id, own.id, out));
    return own.scores ? OK : fail(cx, ERR_STATE, M_SEAT_NOTED_ABSENT);
}

enum err agenda_ballots(struct ctx *cx, agenda_id id, struct ballot_rows *out)
{
    return ballot_list(cx, id, out);
}

/* May this actor write this ballot now? And how does it stand? */
static enum err may_write(struct ctx *cx, ballot_id id, struct ballot_place *at)
{
    TRY(ballot_place(cx, id, at));
    if (at->account.id != cx->actor->account.id || !at->scores)
        return ERR_NOT_FOUND;
    if (at->meeting_state != MEETING_SCORING)
        return fail(cx, ERR_STATE, M_MEETING_NOT_SCORING);
    return OK;
}

static int32_t answered_count(const struct set *set, const struct rank_ballot *b)
{
    int32_t n = 0;
    for (ptrdiff_t i = 0; i < set->criterion_count; i++)
        n += !set->criteria[i].heading && b->answers[i].option != BLANK;
    return n;
}

/* Worked out on the asker's own thread: the writer has other people waiting. */
static enum err work_out(struct ctx *cx, struct ballot_post *in)
{
    static const struct rank_rules rules = { 0 };
    if (!rank_choices_fit(cx->a, in->set, in->ballot))
        return fail(cx, ERR_LIMIT, M_BALLOT_CHOICE);
    in->sheet = sheet_write(cx->a, in->set, in->ballot);
    in->total = rank_ballot(cx->a, in->set, &rules, in->ballot).total;
    in->answered = answered_count(in->set, in->ballot);
    in->now = &in->version;
    return OK;
}

static enum err keep_ballot(struct ctx *cx, const struct ballot_post *in, enum ballot_state state,
                            str what)
{
    struct ballot_place at;
    TRY(may_write(cx, in->id, &at));
    bool same = str_equal(in->sheet, at.sheet) && str_equal(in->note, at.note);
    *in->now = at.version;
    if (at.state == BALLOT_SUBMITTED)
        return same && state == BALLOT_SUBMITTED ? OK : fail(cx, ERR_STATE, M_BALLOT_DONE);
    if (same && state == BALLOT_DRAFT)
        return OK;                             /* the same again: a reply that got lost */
    if (at.version != in->seen && !same)
        return fail(cx, ERR_CONFLICT, M_BALLOT_SAVED_ELSEWHERE,
                    .args = { instant_hms(cx->a, at.saved_at) });
    bool submits = state == BALLOT_SUBMITTED;
    TRY(ballot_save(cx, in->id, (int32_t)state, in->sheet, in->total, in->answered, in->note,
                    cx->now, submits ? cx->now : (instant){ 0 }, at.version));
    *in->now = at.version + 1;
    str stream = audit_stream(cx->a, "ballot", in->id.id);
    if (submits) {
        sheet_id id;
        TRY(sheet_insert(cx, in->id, in->sheet, in->total, cx->now, &id));
        TRY(audit_add(cx, stream, S("ballot.sheet"), &AUDITED_sheet, id.id, S("")));
    }
    return audit_add(cx, stream, what, &AUDITED_ballot, in->id.id, S(""));
}

static enum err draft(struct ctx *cx, const struct ballot_post *in)
{
    return keep_ballot(cx, in, BALLOT_DRAFT, S("ballot.draft"));
}
DB_TX_HERE(draft, struct ballot_post)

static enum err submit(struct ctx *cx, const struct ballot_post *in)
{
    return keep_ballot(cx, in, BALLOT_SUBMITTED, S("ballot.submitted"));
}
DB_TX_HERE(submit, struct ballot_post)

enum err ballot_draft_tx(struct ctx *cx, struct ballot_post *in)
{
    TRY(work_out(cx, in));
    return draft_tx(cx, in);
}

enum err ballot_submit_tx(struct ctx *cx, struct ballot_post *in)
{
    static const struct rank_rules rules = { 0 };
    TRY(work_out(cx, in));
    struct rank_faults gaps = rank_check(cx->a, in->set, in->ballot, &rules);
    if (gaps.count > 0)
        return fail(cx, ERR_INPUT, M_BALLOT_INCOMPLETE,
                    .args = { show(cx->a, (int64_t)gaps.count) });
    return submit_tx(cx, in);
}

static enum err ballot_reopen(struct ctx *cx, const struct ballot_reopen *in)
{
    struct meeting m;
    struct ballot b;
    bool found;
    TRY(meeting_get(cx, in->meeting, &m));
    TRY(must_chair(cx, m.id));
    if (m.state != MEETING_SCORING)
        return fail(cx, ERR_STATE, M_MEETING_NOT_SCORING);
    if (in->reason.len == 0)
        return fail(cx, ERR_INPUT, M_BALLOT_REASON, .field = S("ly_do"));
    TRY(ballot_in_meeting(cx, in->ballot_code, m.id, &b, &found));
    if (!found || b.state != BALLOT_SUBMITTED)
        return ERR_NOT_FOUND;
    TRY(ballot_save(cx, b.id, BALLOT_DRAFT, b.sheet, b.total, b.answered, b.note, b.saved_at,
                    (instant){ 0 }, b.version));
    struct json_out w = { .o = out_new(cx->a, .max_bytes = 16 << 10) };
    json_open(&w);
    json_pair_str(&w, "reason", in->reason);
    json_close(&w);
    return audit_add(cx, audit_stream(cx->a, "ballot", b.id.id), S("ballot.reopened"),
                     &AUDITED_ballot, b.id.id, out_str(w.o));
}
DB_TX(ballot_reopen, struct ballot_reopen)
