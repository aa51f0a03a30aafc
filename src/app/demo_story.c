/* demo_story.c: cases of the demonstration at every step, made by the same functions people use:
 * products with three and four stars, one sent to the ministry, one waiting at the commune, one at
 * the province, and a meeting that is scoring now. Everything is made up.
 */
#include "app/demo.h"
#include "base/file.h"
#include "base/log.h"
#include "certificate/certificate.h"
#include "core/embed.h"
#include "intake/intake.h"

enum { DAYS_AGO = 60, SCORERS = 6 };

struct story {
    struct arena *a;
    struct ctx *cx;
    struct actor province, commune, chair, secretary, members[5];
    instant begin;                             /* when its first case begins */
};

static enum err actor_named(struct story *s, const char *login, struct actor *out)
{
    return account_actor(s->cx, str_of(login), out);
}

static enum err load_actors(struct story *s)
{
    static const char *const members[] = { "hoidong1", "hoidong2", "hoidong3", "hoidong4",
                                           "hoidong5" };
    TRY(actor_named(s, "tinh", &s->province));
    TRY(actor_named(s, "chutich", &s->chair));
    TRY(actor_named(s, "thuky", &s->secretary));
    for (int i = 0; i < 5; i++)
        TRY(actor_named(s, members[i], &s->members[i]));
    return OK;
}

static void be(struct story *s, const struct actor *who, int64_t days_later)
{
    s->cx->actor = who;
    s->cx->now = instant_add_seconds(s->begin, days_later * 86400);
}

/* May criterion i stand one level below its highest without losing a mark up to `star`? */
static bool may_lower(const struct set *set, ptrdiff_t i, ptrdiff_t most, int32_t star)
{
    for (ptrdiff_t k = 0; k < set->mark_count; k++)
        if (set->marks[k].criterion == i && set->marks[k].star <= star
            && set->marks[k].option >= most)
            return false;
    return most > 2;
}

/* The highest level everywhere, but `lower` criteria one level down, no mark up to `star` lost;
 * nothing adverse. */
static struct rank_ballot good_ballot(struct arena *a, const struct set *set, int lower,
                                      int32_t star)
{
    struct rank_ballot b = ballot_blank(a, set);
    for (ptrdiff_t i = 0; i < set->criterion_count; i++) {
        const struct criterion *c = &set->criteria[i];
        if (c->heading)
            continue;
        b.answers[i].chosen = c->choice_count > 0 ? 0 : -1;
        ptrdiff_t most = criterion_options(c, b.answers[i].chosen)->count;
        bool down = lower > 0 && may_lower(set, i, most, star);
        lower -= down;
        b.answers[i].option = (int32_t)(most - down);
    }
    for (ptrdiff_t i = 0; i < set->fact_count; i++)
        b.facts[i] = set->facts[i]->type == RULE_REQUIREMENT ? FACT_TRUE : FACT_FALSE;
    return b;
}

/* An actor for a product's own producer, who has no account in the demonstration. */
static struct actor producer_of(struct story *s, const struct product *p)
{
    struct worn *w = new(s->a, struct worn, 1);
    *w = (struct worn){ ROLE_PRODUCER, S(""), p->producer };
    return (struct actor){ .name = p->producer_name, .worn = { w, 1 } };
}

static struct actor commune_of(struct story *s, const struct product *p)
{
    struct worn *w = new(s->a, struct worn, 1);
    *w = (struct worn){ ROLE_COMMUNE, p->place_path, { 0 } };
    return (struct actor){ .name = join(s->a, S("Cán bộ "), p->place_name), .worn = { w, 1 } };
}

static enum err move(struct story *s, dossier_id id, enum dossier_state to)
{
    struct dossier d;
    TRY(dossier_get(s->cx, id, &d));
    return dossier_move_tx(s->cx, &(struct dossier_move){ .id = id, .to = to, .seen = d.version });
}

static enum err product_named(struct story *s, const char *name, struct product *out)
{
    struct product_rows rows;
    be(s, &s->province, 0);
    TRY(product_find(s->cx, &(struct product_query){ .typed = str_of(name) }, &rows));
    if (rows.count == 0)
        return ERR_NOT_FOUND;
    *out = rows.at[0];
    return OK;
}

/* A case from its beginning up to `until`. */
static enum err bring(struct story *s, const char *name, enum dossier_state until, int lower,
                      dossier_id *out)
{
    struct product p;
    struct dossier d;
    const struct set *set;
    TRY(product_named(s, name, &p));
    struct actor producer = producer_of(s, &p);
    struct actor commune = commune_of(s, &p);
    str code = code_make(s->a);
    be(s, &producer, 0);
    TRY(dossier_begin_tx(s->cx, &(struct dossier_new){ p.code, code }));
    TRY(dossier_by_code(s->cx, code, &d));
    TRY(dossier_set(s->cx, &d, &set));
    struct rank_ballot b = good_ballot(s->a, set, lower, 4);
    struct dossier_answers answers = { .id = d.id, .set = set, .ballot = &b, .seen = d.version };
    TRY(dossier_answer_tx(s->cx, &answers));
    TRY(move(s, d.id, DOSSIER_COMMUNE_REVIEW));
    be(s, &commune, 5);
    if (until >= DOSSIER_FORWARDED)
        TRY(move(s, d.id, DOSSIER_FORWARDED));
    be(s, &s->province, 8);
    if (until >= DOSSIER_ACCEPTED)
        TRY(move(s, d.id, DOSSIER_ACCEPTED));
    *out = d.id;
    return OK;
}

static enum err add_seats(struct story *s, meeting_id m)
{
    static const struct {
        const char *login, *office;
        int32_t role;
        bool scores;
    } seats[] = {
        { "chutich", "Phó Chủ tịch UBND tỉnh", SEAT_CHAIR, true },
        { "thuky", "Văn phòng điều phối nông thôn mới", SEAT_SECRETARY, false },
        { "hoidong1", "Sở Nông nghiệp và Môi trường", SEAT_MEMBER, true },
        { "hoidong2", "Sở Công Thương", SEAT_MEMBER, true },
        { "hoidong3", "Sở Y tế", SEAT_MEMBER, true },
        { "hoidong4", "Sở Khoa học và Công nghệ", SEAT_MEMBER, true },
        { "hoidong5", "Sở Văn hóa, Thể thao và Du lịch", SEAT_MEMBER, true },
    };
    for (ptrdiff_t i = 0; i < COUNT_OF(seats); i++)
        TRY(seat_add_tx(s->cx, &(struct seat_new){ m, str_of(seats[i].login), seats[i].role,
                                                   str_of(seats[i].office), seats[i].scores }));
    return OK;
}

static enum err call_meeting(struct story *s, const char *title, dossier_id *cases, ptrdiff_t count,
                             int day, struct meeting *out)
{
    be(s, &s->province, day);
    struct meeting m = { .code = code_make(s->a), .title = str_of(title),
                         .council_decision = S("1250/QĐ-UBND"), .venue = S("Phòng họp UBND tỉnh"),
                         .held_on = instant_date(s->cx->now) };
    TRY(meeting_add_tx(s->cx, &m));
    TRY(meeting_by_code(s->cx, m.code, out));
    TRY(add_seats(s, out->id));
    TRY(agenda_add_tx(s->cx, &(struct agenda_new){ out->id, cases, count }));
    TRY(meeting_open_scoring_tx(s->cx, &(struct meeting_at){ out->id, out->version }));
    return meeting_by_code(s->cx, m.code, out);
}

static enum err score_one(struct story *s, const struct meeting *m, const struct agenda *row,
                          int lower, int32_t star)
{
    const struct set *set;
    struct ballot own;
    TRY(agenda_set(s->cx, row, &set));
    TRY(ballot_own(s->cx, m, row, &own));
    struct rank_ballot b = good_ballot(s->a, set, lower, star);
    struct ballot_post in = { .id = own.id, .set = set, .ballot = &b, .seen = own.version };
    return ballot_submit_tx(s->cx, &in);
}

static enum err score_all(struct story *s, const struct meeting *m, int day)
{
    struct agenda_rows rows;
    TRY(meeting_agenda(s->cx, m->id, &rows));
    for (int who = 0; who < SCORERS; who++) {
        be(s, who == 0 ? &s->chair : &s->members[who - 1], day);
        for (ptrdiff_t i = 0; i < rows.count; i++)
            TRY(score_one(s, m, &rows.at[i], 3 + (int)i * 9 + who % 3, i == 2 ? 3 : 4));
    }
    return OK;
}

static enum err decide(struct story *s, int day)
{
    struct dossier_rows rows;
    be(s, &s->province, day);
    TRY(dossier_in_state(s->cx, DOSSIER_SCORED, S("91/%"), &rows));
    struct decision_new in = { .it = { .code = code_make(s->a),
                                       .number = S("3981/QĐ-UBND"),
                                       .signed_on = instant_date(s->cx->now),
                                       .issuer = S("UBND tỉnh An Giang"),
                                       .signer = S("Nguyễn Văn Ký"),
                                       .signer_title = S("CHỦ TỊCH"),
                                       .place_path = S("91/") },
                               .cases = new (s->a, dossier_id, rows.count),
                               .count = rows.count };
    for (ptrdiff_t i = 0; i < rows.count; i++)
        in.cases[i] = rows.at[i].id;
    if (rows.count == 0)
        return OK;
    TRY(decision_enter_tx(s->cx, &in));
    struct decision d;
    struct recognition_rows given;
    TRY(decision_by_code(s->cx, in.it.code, &d));
    TRY(decision_recognitions(s->cx, d.id, &given));
    for (ptrdiff_t i = 0; i < given.count; i++)
        if (certificate_print(s->cx, &given.at[i]) != OK)
            log_warn("demo.not_printed", "n=%lld", (long long)i);
    return OK;
}

/* Recognitions of earlier years, brought in as an office would: by a table. */
static enum err earlier_years(struct story *s)
{
    struct intake it;
    bool more = true;
    str table = S(""), path = blob_scratch(s->cx, S(".csv"));
    for (int i = 0; i < embed_count; i++)
        if (embed_rows[i].kind == EMBED_DEMO
            && str_is(str_of(embed_rows[i].name), "san-pham-cu.csv"))
            table = embed_bytes(&embed_rows[i]);
    TRY(file_write(s->a, path, table, 0600));
    be(s, &s->province, 1);
    struct intake_start in = { INTAKE_PRODUCTS, path, S("san-pham-cu.csv"), code_make(s->a) };
    TRY(intake_begin(s->cx, &in));
    TRY(intake_by_code(s->cx, in.code, &it));
    TRY(intake_map_tx(s->cx, &(struct intake_map){ it.id, it.mapping, it.version }));
    while (more)
        TRY(intake_step(s->cx, it.id, &more));
    TRY(intake_by_code(s->cx, in.code, &it));
    TRY(intake_apply_tx(s->cx, &(struct intake_go){ it.id, it.version }));
    for (more = true; more;)
        TRY(intake_step(s->cx, it.id, &more));
    return OK;
}

static enum err tell(struct story *s)
{
    dossier_id first[3], second[2], other;
    struct meeting m;
    TRY(bring(s, "Gạo thơm Thoại Hà", DOSSIER_ACCEPTED, 6, &first[0]));
    TRY(bring(s, "Nước mắm nhĩ 40 độ đạm", DOSSIER_ACCEPTED, 8, &first[1]));
    TRY(bring(s, "Xoài ba màu", DOSSIER_ACCEPTED, 9, &first[2]));
    TRY(call_meeting(s, "Phiên 1 đợt 2 năm 2026", first, 3, 20, &m));
    TRY(score_all(s, &m, 20));
    be(s, &s->chair, 20);
    TRY(meeting_by_code(s->cx, m.code, &m));
    TRY(meeting_close_tx(s->cx, &(struct meeting_at){ m.id, m.version }));
    TRY(decide(s, 30));
    TRY(bring(s, "Khô cá lóc một nắng", DOSSIER_ACCEPTED, 7, &second[0]));
    TRY(bring(s, "Tiêu sọ Phú Quốc", DOSSIER_ACCEPTED, 9, &second[1]));
    TRY(bring(s, "Mắm cá linh", DOSSIER_COMMUNE_REVIEW, 12, &other));
    TRY(bring(s, "Khăn rằn thổ cẩm", DOSSIER_FORWARDED, 10, &other));
    TRY(call_meeting(s, "Phiên 2 đợt 2 năm 2026", second, 2, DAYS_AGO, &m));
    return earlier_years(s);
}

enum err demo_story(struct arena *a)
{
    struct story s = { .a = a };
    static const struct actor nobody = { .name = { "demo", 4 } };
    TRY(ctx_begin(a, &nobody, &s.cx));
    s.begin = instant_add_seconds(house_now(), -(int64_t)DAYS_AGO * 86400);
    enum err e = load_actors(&s);
    if (e == OK)
        e = tell(&s);
    for (ptrdiff_t i = 0; e != OK && i < s.cx->fault->count; i++)
        log_error("demo.story", "what=\"%s\"", cstr(a, s.cx->fault->rows[i].what));
    ctx_end(s.cx);
    return e;
}
