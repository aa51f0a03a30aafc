/* meeting.c: a meeting from its call to its seal: seats, agenda, states. */
#include "council/council.h"

#include "council/council.sql.h"
#include "council/council_in.h"

#define MSG MSG_DEFINE
#include "council/council.msg"
#undef MSG

str meeting_state_label(int32_t state)
{
    static const char *const labels[] = { "",
                                          "Đang chuẩn bị",
                                          "Đã mời họp",
                                          "Đã khai mạc",
                                          "Đang chấm điểm",
                                          "Đã kết thúc chấm",
                                          "Đã lập biên bản",
                                          "Đã hủy" };
    return str_of(labels[state]);
}

str meeting_state_class(int32_t state)
{
    static const char *const looks[] = { "", "is-draft", "is-wait", "is-wait", "is-wait",
                                         "is-good", "is-good", "is-bad" };
    return str_of(looks[state]);
}

str seat_role_label(int32_t role)
{
    static const char *const labels[] = { "", "Chủ tịch", "Phó Chủ tịch", "Ủy viên", "Thư ký" };
    return str_of(labels[role]);
}

url meeting_path(struct arena *a, str code)
{
    return url_join(a, S("/hoi-dong/phien/"), code);
}

url ballot_path(struct arena *a, str meeting_code, str dossier_code)
{
    return url_join(a, S("/hoi-dong/phien/"), meeting_code, S("/phieu/"), dossier_code);
}

/* -- finding ----------------------------------------------------------------------------------- */

enum err meeting_by_code(struct ctx *cx, str code, struct meeting *out)
{
    struct scope s = actor_scope(cx->a, cx->actor, MAY(CALL_MEETING));
    return meeting_seen(cx, code, s.like, cx->actor->account, out);
}

enum err meeting_find(struct ctx *cx, meeting_id before, struct meeting_rows *out)
{
    struct scope s = actor_scope(cx->a, cx->actor, MAY(CALL_MEETING));
    return meeting_list(cx, s.like, cx->actor->account, before, out);
}

enum err meeting_seats(struct ctx *cx, meeting_id id, struct seat_rows *out)
{
    return seat_list(cx, id, out);
}

enum err meeting_agenda(struct ctx *cx, meeting_id id, struct agenda_rows *out)
{
    return agenda_list(cx, id, out);
}

enum err meeting_own_seat(struct ctx *cx, meeting_id id, struct seat *out, bool *found)
{
    return seat_of(cx, id, cx->actor->account, out, found);
}

enum err meeting_agenda_of(struct ctx *cx, meeting_id id, str dossier_code, struct agenda *out)
{
    return agenda_by_case(cx, id, dossier_code, out);
}

enum err council_sitters(struct ctx *cx, struct sitter_rows *out)
{
    return sitters(cx, out);
}

enum err agenda_set(struct ctx *cx, const struct agenda *row, const struct set **out)
{
    const struct pack *p;
    TRY(pack_pinned(cx, row->pack_id, row->pack_sha256, &p));
    *out = pack_set(p, row->set_slug);
    return *out ? OK : ERR_NOT_FOUND;
}

enum err must_chair(struct ctx *cx, meeting_id id)
{
    struct seat own;
    bool found;
    TRY(meeting_own_seat(cx, id, &own, &found));
    if (!found || own.role != SEAT_CHAIR)
        return fail(cx, ERR_DENIED, M_MEETING_ONLY_CHAIR);
    return OK;
}

enum err meeting_audit(struct ctx *cx, meeting_id id, str what)
{
    return audit_add(cx, audit_stream(cx->a, "meeting", id.id), what, &AUDITED_meeting, id.id,
                     S(""));
}

static enum err must_be(struct ctx *cx, meeting_id id, enum meeting_state state,
                        struct meeting *out)
{
    TRY(meeting_get(cx, id, out));
    if (out->state == (int32_t)state)
        return OK;
    return fail(cx, ERR_STATE, M_MEETING_FIXED, .args = { meeting_state_label(out->state) });
}

/* -- preparing --------------------------------------------------------------------------------- */

static enum err meeting_add(struct ctx *cx, const struct meeting *in)
{
    struct meeting m = *in;
    m.state = MEETING_DRAFT;
    m.rules = S("{}");
    m.created_at = cx->now;
    m.place_path = join(cx->a, house()->province_code, S("/"));
    TRY(meeting_insert(cx, &m, &m.id));
    return meeting_audit(cx, m.id, S("meeting.added"));
}
DB_TX(meeting_add, struct meeting)

static enum err find_sitter(struct ctx *cx, str login_name, struct account *out)
{
    struct sitter_rows rows;
    TRY(sitters(cx, &rows));
    for (ptrdiff_t i = 0; i < rows.count; i++)
        if (str_equal(rows.at[i].login_name, login_name))
            return account_named(cx, login_name, out);
    return fail(cx, ERR_INPUT, M_SEAT_UNKNOWN, .field = S("tai_khoan"), .args = { login_name });
}

static enum err seat_add(struct ctx *cx, const struct seat_new *in)
{
    struct meeting m;
    struct account who;
    struct seat have;
    bool found;
    TRY(must_be(cx, in->meeting, MEETING_DRAFT, &m));
    TRY(find_sitter(cx, in->login_name, &who));
    TRY(seat_of(cx, in->meeting, who.id, &have, &found));
    if (found)
        return fail(cx, ERR_INPUT, M_SEAT_TWICE, .field = S("tai_khoan"), .args = { who.name });
    struct seat s = { .meeting = in->meeting, .account = who.id, .role = in->role, .name = who.name,
                      .office = in->office, .scores = in->scores };
    TRY(seat_insert(cx, &s, &s.id));
    return audit_add(cx, audit_stream(cx->a, "meeting", m.id.id), S("seat.added"), &AUDITED_seat,
                     s.id.id, S(""));
}
DB_TX(seat_add, struct seat_new)

static enum err put_on_agenda(struct ctx *cx, const struct meeting *m, dossier_id id,
                              int32_t position)
{
    struct dossier d;
    TRY(dossier_get(cx, id, &d));
    if (d.state != DOSSIER_ACCEPTED || !str_starts(d.place_path, m->place_path))
        return fail(cx, ERR_STATE, M_AGENDA_TAKEN);
    struct agenda row = { .meeting = m->id,
                          .dossier = id,
                          .position = position,
                          .pack_id = d.pack_id,
                          .pack_sha256 = d.pack_sha256,
                          .set_slug = d.set_slug };
    TRY(agenda_insert(cx, &row, &row.id));
    TRY(audit_add(cx, audit_stream(cx->a, "meeting", m->id.id), S("agenda.added"), &AUDITED_agenda,
                  row.id.id, S("")));
    return dossier_advance(cx, id, DOSSIER_ACCEPTED, DOSSIER_SCHEDULED, m->title);
}

static enum err agenda_add(struct ctx *cx, const struct agenda_new *in)
{
    struct meeting m;
    int64_t position;
    if (in->count == 0)
        return fail(cx, ERR_INPUT, M_AGENDA_NOTHING);
    TRY(must_be(cx, in->meeting, MEETING_DRAFT, &m));
    TRY(agenda_count(cx, in->meeting, &position));
    for (ptrdiff_t i = 0; i < in->count; i++)
        TRY(put_on_agenda(cx, &m, in->cases[i], (int32_t)(position + i + 1)));
    return OK;
}
DB_TX(agenda_add, struct agenda_new)

/* -- scoring ----------------------------------------------------------------------------------- */

static enum err ready_to_score(struct ctx *cx, const struct seat_rows *seats,
                               const struct agenda_rows *agenda)
{
    bool chair = false, scorer = false;
    for (ptrdiff_t i = 0; i < seats->count; i++) {
        chair |= seats->at[i].role == SEAT_CHAIR;
        scorer |= seats->at[i].scores;
    }
    if (!chair)
        return fail(cx, ERR_STATE, M_MEETING_NEEDS_CHAIR);
    if (!scorer)
        return fail(cx, ERR_STATE, M_MEETING_NEEDS_SCORERS);
    return agenda->count > 0 ? OK : fail(cx, ERR_STATE, M_MEETING_NEEDS_CASES);
}

static enum err assign(struct ctx *cx, const struct seat *s, const struct agenda *row)
{
    ballot_id id;
    TRY(ballot_insert(cx, code_make(cx->a), row->id, s->id, &id));
    return audit_add(cx, audit_stream(cx->a, "ballot", id.id), S("ballot.assigned"),
                     &AUDITED_ballot, id.id, S(""));
}

static enum err meeting_open_scoring(struct ctx *cx, const struct meeting_at *in)
{
    struct meeting m;
    struct seat_rows seats;
    struct agenda_rows agenda;
    TRY(must_be(cx, in->meeting, MEETING_DRAFT, &m));
    TRY(seat_list(cx, m.id, &seats));
    TRY(agenda_list(cx, m.id, &agenda));
    TRY(ready_to_score(cx, &seats, &agenda));
    for (ptrdiff_t i = 0; i < seats.count; i++)
        for (ptrdiff_t k = 0; seats.at[i].scores && k < agenda.count; k++)
            TRY(assign(cx, &seats.at[i], &agenda.at[k]));
    enum err e = meeting_put_state(cx, m.id, MEETING_SCORING, in->seen);
    if (e == ERR_CONFLICT)
        return fail(cx, e, M_MEETING_CHANGED);
    TRY(e);
    return meeting_audit(cx, m.id, S("meeting.scoring"));
}
DB_TX(meeting_open_scoring, struct meeting_at)

static enum err seat_absent(struct ctx *cx, const struct seat_absent *in)
{
    struct meeting m;
    struct seat s;
    int64_t submitted;
    TRY(must_be(cx, in->meeting, MEETING_SCORING, &m));
    TRY(must_chair(cx, m.id));
    TRY(seat_get(cx, in->seat, m.id, &s));
    TRY(seat_submitted(cx, s.id, &submitted));
    if (submitted > 0)
        return fail(cx, ERR_STATE, M_SEAT_HAS_VOTED, .args = { s.name });
    TRY(seat_set_absent(cx, s.id));
    return audit_add(cx, audit_stream(cx->a, "meeting", m.id.id), S("seat.absent"), &AUDITED_seat,
                     s.id.id, S(""));
}
DB_TX(seat_absent, struct seat_absent)

static enum err meeting_close(struct ctx *cx, const struct meeting_at *in)
{
    struct meeting m;
    str root;
    TRY(must_be(cx, in->meeting, MEETING_SCORING, &m));
    TRY(must_chair(cx, m.id));
    TRY(tally_meeting(cx, &m, &root));
    enum err e = meeting_seal(cx, m.id, root, cx->now, in->seen);
    if (e == ERR_CONFLICT)
        return fail(cx, e, M_MEETING_CHANGED);
    TRY(e);
    return meeting_audit(cx, m.id, S("meeting.closed"));
}
DB_TX(meeting_close, struct meeting_at)
