/* tally.c: hands the submitted ballots of each case to criteria/rank.c and writes down what comes
 * out, with every reason; then one hash over all sheets seals the meeting.
 *
 * A mean in the band that the province does not recognise itself goes to the ministry
 * (law: QD26-2026/D7, step 8). */
#include "base/hash.h"
#include "base/log.h"
#include "council/council.h"
#include "council/council.sql.h"
#include "council/council_in.h"

struct rank_rules meeting_rank_rules(struct arena *a, const struct meeting *m)
{
    struct rank_rules rules = { 0 };
    struct json_fault why;
    const json_t *root = json_read(a, m->rules, 64 << 10, &why);
    if (!root || !rank_rules_read(root, &rules))
        log_error("meeting.rules", "meeting=%lld", (long long)m->id.id);
    return rules;
}

/* Names of seats whose ballot on a case is not submitted. */
static enum err must_be_submitted(struct ctx *cx, const struct ballot_rows *ballots)
{
    str names = S("");
    int64_t missing = 0;
    for (ptrdiff_t i = 0; i < ballots->count; i++)
        if (ballots->at[i].state != BALLOT_SUBMITTED) {
            names = join(cx->a, names, missing ? S(", ") : S(""), ballots->at[i].seat_name);
            missing++;
        }
    if (missing == 0)
        return OK;
    return fail(cx, ERR_STATE, M_MEETING_BALLOTS_MISSING, .args = { show(cx->a, missing), names });
}

static enum err read_ballots(struct ctx *cx, const struct set *set, const struct ballot_rows *rows,
                             struct rank_ballot *out, struct hasher *root)
{
    for (ptrdiff_t i = 0; i < rows->count; i++) {
        str body;
        bool found;
        TRY(sheet_last(cx, rows->at[i].id, &body, &found));
        if (!found || !str_equal(body, rows->at[i].sheet))
            return ERR_CONFLICT;               /* the ballot and its kept sheet differ */
        out[i] = ballot_stored(cx->a, set, body);
        out[i].member = rows->at[i].seat_name;
        hasher_add(root, body.at, body.len);
        hasher_add(root, "\n", 1);
    }
    return OK;
}

static enum dossier_state state_after(const struct set *set, const struct rank_result *r, date day)
{
    if (r->outcome != OUTCOME_SCORED || r->band == 0)
        return DOSSIER_NOT_RECOGNISED;
    str by = pack_recogniser(set->pack, r->band, day);
    if (by.len > 0 && !str_is(by, "province"))
        return DOSSIER_SENT_TO_CENTRAL;
    return r->rank > 0 ? DOSSIER_SCORED : DOSSIER_NOT_RECOGNISED;
}

static enum err write_result(struct ctx *cx, const struct agenda *row, const struct set *set,
                             const struct rank_result *r, str title)
{
    struct result out = { .agenda = row->id,
                          .dossier = row->dossier,
                          .outcome = (int32_t)r->outcome,
                          .star = r->rank,
                          .band = r->band,
                          .points_sum = r->mean.sum,
                          .ballot_count = r->mean.count,
                          .spread = r->spread,
                          .at = cx->now };
    out.body = rank_result_write(cx->a, set, r);
    TRY(result_insert(cx, &out, &out.id));
    TRY(audit_add(cx, audit_stream(cx->a, "meeting", row->meeting.id), S("result.written"),
                  &AUDITED_result, out.id, S("")));
    return dossier_advance(cx, row->dossier, DOSSIER_SCHEDULED,
                           state_after(set, r, instant_date(cx->now)), title);
}

static enum err tally_case(struct ctx *cx, const struct meeting *m, const struct agenda *row,
                           struct hasher *root)
{
    const struct set *set;
    struct ballot_rows rows;
    struct rank_rules rules = meeting_rank_rules(cx->a, m);
    TRY(agenda_set(cx, row, &set));
    TRY(ballot_list(cx, row->id, &rows));
    if (rows.count == 0)
        return fail(cx, ERR_STATE, M_MEETING_NEEDS_SCORERS);
    TRY(must_be_submitted(cx, &rows));
    struct rank_ballot *ballots = new(cx->a, struct rank_ballot, rows.count);
    TRY(read_ballots(cx, set, &rows, ballots, root));
    struct rank_result r = rank_meeting(cx->a, set, &rules, ballots, rows.count);
    if (r.outcome == OUTCOME_CONFLICT)
        return fail(cx, ERR_STATE, M_MEETING_CONFLICT, .args = { row->product_name });
    return write_result(cx, row, set, &r, m->title);
}

enum err tally_meeting(struct ctx *cx, const struct meeting *m, str *root)
{
    struct agenda_rows agenda;
    struct hasher h;
    hasher_begin(&h);
    TRY(agenda_list(cx, m->id, &agenda));
    for (ptrdiff_t i = 0; i < agenda.count; i++)
        TRY(tally_case(cx, m, &agenda.at[i], &h));
    *root = hash_hex(cx->a, hasher_end(&h));
    return OK;
}

enum err agenda_result(struct ctx *cx, agenda_id id, struct result *out, bool *found)
{
    return result_of(cx, id, out, found);
}

enum err dossier_result(struct ctx *cx, dossier_id id, struct result *out, bool *found)
{
    return result_of_dossier(cx, id, out, found);
}

str result_words(struct arena *a, const struct result *r)
{
    switch ((enum outcome)r->outcome) {
    case OUTCOME_STOPPED:
        return S("dừng đánh giá");
    case OUTCOME_NOT_ELIGIBLE:
        return S("không thuộc diện đánh giá");
    case OUTCOME_DISQUALIFIED:
        return S("bị loại");
    case OUTCOME_CONFLICT:
        return S("chưa thống nhất");
    case OUTCOME_SCORED:
        break;
    }
    return r->star > 0 ? join(a, show(a, r->star), S(" sao")) : S("không được công nhận sao");
}
