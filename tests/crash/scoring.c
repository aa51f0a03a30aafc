/* scoring.c: units, one producer, its products, cases and their steps, council, meeting. */
#include "tests/crash/scoring.h"

#include <stdio.h>

#include "app/demo.h"
#include "base/vi.h"
#include "certificate/certificate.h"

enum { COMMUNE = 30547 };
#define SET_SLUG "gao-ngu-coc-hat-so-che-khac"

struct making {
    struct ctx *cx;
    const struct scoring_wish *wish;
    struct scoring *out;
    struct actor everyone; /* commune and province in one */
    struct actor owner;    /* the producer */
    struct worn worn[3];
    producer_id producer;
    str producer_code;
    dossier_id cases[SCORING_CASES_MAX + 1];
};

static bool told(struct ctx *cx, const char *step, enum err e)
{
    if (e == OK)
        return true;
    fprintf(stderr, "scoring: %s: %s\n", step, err_name(e).at);
    for (ptrdiff_t i = 0; i < cx->fault->count; i++)
        fprintf(stderr, "  %.*s\n", (int)cx->fault->rows[i].what.len, cx->fault->rows[i].what.at);
    return false;
}

/* -- ballots ----------------------------------------------------------------------------------- */

struct rank_ballot scoring_ballot(struct arena *a, const struct set *set, uint32_t seed)
{
    struct rank_ballot b = { .answers = new (a, struct answer, set->criterion_count),
                             .facts = new (a, enum fact_answer, set->fact_count) };
    for (ptrdiff_t i = 0; i < set->criterion_count; i++) {
        const struct criterion *c = &set->criteria[i];
        seed = seed * 1664525U + 1013904223U;
        int32_t chosen =
            c->choice_count > 0 ? (int32_t)((seed >> 16) % (uint32_t)c->choice_count) : -1;
        if (c->heading)
            continue;
        uint32_t count = (uint32_t)criterion_options(c, chosen)->count;
        b.answers[i] = (struct answer){ (int32_t)(1 + (seed >> 24) % count), chosen };
    }
    for (ptrdiff_t i = 0; i < set->fact_count; i++)
        b.facts[i] = set->facts[i]->type == RULE_REQUIREMENT ? FACT_TRUE : FACT_FALSE;
    return b;
}

/* The best of everything. */
static struct rank_ballot best_ballot(struct arena *a, const struct set *set)
{
    struct rank_ballot b = scoring_ballot(a, set, 1);
    for (ptrdiff_t i = 0; i < set->criterion_count; i++)
        if (!set->criteria[i].heading) {
            int32_t count =
                (int32_t)criterion_options(&set->criteria[i], b.answers[i].chosen)->count;
            b.answers[i].option = count > 1 && i % 2 == 0 ? count - 1 : count;
        }
    return b;
}

str scoring_fields(struct arena *a, const struct set *set, const struct rank_ballot *b)
{
    struct out *o = out_new(a, .max_bytes = 64 << 10);
    for (ptrdiff_t i = 0; i < set->criterion_count; i++) {
        const struct criterion *c = &set->criteria[i];
        if (c->heading || b->answers[i].option == BLANK)
            continue;
        str letter = b->answers[i].chosen >= 0 ? c->choices[b->answers[i].chosen].letter : S("");
        put(o, join(a, o->len > 0 ? S("&") : S(""), S("c."), c->code, S("="), letter,
                    show(a, b->answers[i].option)));
    }
    for (ptrdiff_t i = 0; i < set->fact_count; i++)
        put(o, join(a, S("&f."), url_encode(a, set->facts[i]->id),
                    b->facts[i] == FACT_TRUE ? S("=1") : S("=0")));
    return out_str(o);
}

struct actor scoring_actor(struct arena *a, const struct scoring *s, int seat)
{
    struct worn *worn = new (a, struct worn, 1);
    *worn = (struct worn){ .role = ROLE_COUNCIL, .place_path = S("91/") };
    return (struct actor){ .account = s->seat[seat],
                           .name = join(a, S("Ghế "), show(a, (int32_t)seat + 1)),
                           .worn = { worn, 1 } };
}

/* -- settings, units, producer ----------------------------------------------------------------- */

static enum err put_settings(struct ctx *cx, const void *in)
{
    static const char *const rows[][2] = {
        { "demo", "1" },
        { "province_code", "91" },
        { "province_name", "Tỉnh An Giang" },
        { "public_url", "http://127.0.0.1:8080" },
        { "office", "Văn phòng điều phối nông thôn mới, điện thoại 0900 000 000" },
    };
    (void)in;
    for (ptrdiff_t i = 0; i < COUNT_OF(rows); i++)
        TRY(setting_put(cx, str_of(rows[i][0]), str_of(rows[i][1])));
    return OK;
}

static enum err put_producer(struct ctx *cx, const void *in)
{
    struct making *k = *(struct making *const *)in;
    k->producer_code = code_make(cx->a);
    struct producer p = { .code = k->producer_code,
                          .legal_type = COOPERATIVE,
                          .name = S("HTX Gạo thơm Thoại Hà (thử nghiệm)"),
                          .representative = S("Nguyễn Văn Bền"),
                          .phone = S("0900000104"),
                          .address = S("ấp Tây Sơn"),
                          .place_code = show(cx->a, (int32_t)COMMUNE) };
    return producer_add(cx, &p, &k->producer);
}

static enum err put_seats(struct ctx *cx, const void *in)
{
    struct making *k = *(struct making *const *)in;
    for (int i = 0; i < k->wish->seats; i++) {
        struct account_new one = { .login_name = join(cx->a, S("ghe"), show(cx->a, (int32_t)i + 1)),
                                   .name = join(cx->a, S("Ghế "), show(cx->a, (int32_t)i + 1)),
                                   .password = S(SCORING_PASSWORD),
                                   .worn = { .role = ROLE_COUNCIL, .place_path = S("91/") } };
        TRY(account_add(cx, &one, &k->out->seat[i]));
    }
    return OK;
}

/* -- a case, up to the province's table -------------------------------------------------------- */

static enum err move_on(struct ctx *cx, dossier_id id, enum dossier_state to)
{
    struct dossier d;
    TRY(dossier_get(cx, id, &d));
    return dossier_move_tx(cx, &(struct dossier_move){ .id = id, .to = to, .seen = d.version });
}

static enum err submit_case(struct making *k, str product_code, dossier_id *id)
{
    struct ctx *cx = k->cx;
    struct dossier_new begin = { product_code, code_make(cx->a) };
    struct dossier d;
    TRY(dossier_begin_tx(cx, &begin));
    TRY(dossier_by_code(cx, begin.code, &d));
    TRY(dossier_set(cx, &d, &k->out->set));
    struct rank_ballot own = best_ballot(cx->a, k->out->set);
    struct dossier_answers answers = {
        .id = d.id, .set = k->out->set, .ballot = &own, .seen = d.version
    };
    *id = d.id;
    TRY(dossier_answer_tx(cx, &answers));
    return move_on(cx, d.id, DOSSIER_COMMUNE_REVIEW);
}

static enum err add_case(struct making *k, int n)
{
    struct ctx *cx = k->cx;
    str story =
        S("Lúa trồng theo hướng hữu cơ tại Thoại Sơn, gặt khi sương còn trên lá, phơi trên sân "
          "gạch và xay trong ngày để giữ mùi thơm.");
    struct product p = { .code = code_make(cx->a),
                         .producer_code = k->producer_code,
                         .name =
                             join(cx->a, S("Gạo thơm Thoại Hà số "), show(cx->a, (int32_t)n + 1)),
                         .set_slug = S(SET_SLUG),
                         .unit = S("túi 5 kg"),
                         .material = S("Lúa trồng tại Thoại Sơn"),
                         .story = story };
    TRY(product_add_tx(cx, &p));
    cx->actor = &k->owner;
    enum err e = submit_case(k, p.code, &k->cases[n]);
    cx->actor = &k->everyone;
    TRY(e);
    TRY(move_on(cx, k->cases[n], DOSSIER_FORWARDED));
    return move_on(cx, k->cases[n], DOSSIER_ACCEPTED);
}

/* -- meetings ---------------------------------------------------------------------------------- */

struct calling {
    dossier_id *cases;
    ptrdiff_t count;
    int seats;
};

static enum err call_meeting(struct making *k, struct calling in, struct meeting *m)
{
    struct ctx *cx = k->cx;
    *m = (struct meeting){ .code = code_make(cx->a),
                           .title = S("Phiên thử nghiệm"),
                           .council_decision = S("12/QĐ-UBND"),
                           .venue = S("Hội trường A"),
                           .held_on = instant_date(cx->now) };
    TRY(meeting_add_tx(cx, m));
    TRY(meeting_by_code(cx, m->code, m));
    for (int i = 0; i < in.seats; i++) {
        struct seat_new seat = { .meeting = m->id,
                                 .login_name = join(cx->a, S("ghe"), show(cx->a, (int32_t)i + 1)),
                                 .role = i == 0 ? SEAT_CHAIR : SEAT_MEMBER,
                                 .office = S("Sở Nông nghiệp và Môi trường"),
                                 .scores = true };
        TRY(seat_add_tx(cx, &seat));
    }
    TRY(agenda_add_tx(cx, &(struct agenda_new){ m->id, in.cases, in.count }));
    TRY(meeting_by_code(cx, m->code, m));
    TRY(meeting_open_scoring_tx(cx, &(struct meeting_at){ m->id, m->version }));
    return meeting_by_code(cx, m->code, m);
}

/* One seat, one case, the best ballot, closed by the chair. */
static enum err hold_meeting(struct making *k, dossier_id id)
{
    struct ctx *cx = k->cx;
    struct meeting m;
    struct agenda_rows agenda;
    struct ballot b;
    TRY(call_meeting(k, (struct calling){ &id, 1, 1 }, &m));
    TRY(meeting_agenda(cx, m.id, &agenda));
    struct actor chair = scoring_actor(cx->a, k->out, 0);
    cx->actor = &chair;
    struct rank_ballot best = best_ballot(cx->a, k->out->set);
    TRY(ballot_own(cx, &m, &agenda.at[0], &b));
    struct ballot_post post = {
        .id = b.id, .set = k->out->set, .ballot = &best, .note = S(""), .seen = b.version
    };
    TRY(ballot_submit_tx(cx, &post));
    TRY(meeting_close_tx(cx, &(struct meeting_at){ m.id, m.version }));
    cx->actor = &k->everyone;
    return OK;
}

static enum err decide(struct making *k, dossier_id id)
{
    struct ctx *cx = k->cx;
    struct recognition r;
    struct dossier d;
    bool found;
    struct decision_new in = {
        .it = { .code = code_make(cx->a),
                .number = S("3981/QĐ-UBND"),
                .signed_on = instant_date(cx->now),
                .issuer = S("UBND tỉnh An Giang"),
                .signer = S("Nguyễn Văn Ký"),
                .signer_title = S("CHỦ TỊCH"),
                .place_path = S("91/") },
        .cases = &id,
        .count = 1,
    };
    TRY(decision_enter_tx(cx, &in));
    TRY(dossier_get(cx, id, &d));
    TRY(recognition_of_product(cx, d.product, &r, &found));
    k->out->check_path = recognition_path(cx->a, r.code).text;
    k->out->product_path = product_public_path(cx->a, d.product_name, d.product_code).text;
    return OK;
}

/* -- the whole --------------------------------------------------------------------------------- */

static enum err make_recognised(struct making *k)
{
    if (!k->wish->recognised)
        return OK;
    TRY(add_case(k, k->wish->cases));
    TRY(hold_meeting(k, k->cases[k->wish->cases]));
    return decide(k, k->cases[k->wish->cases]);
}

static enum err make_all(struct making *k)
{
    struct ctx *cx = k->cx;
    struct meeting m;
    TRY(tx_run(cx, put_settings, NULL));
    TRY(house_refresh(cx));
    TRY(demo_units(cx));
    TRY(tx_run(cx, put_producer, &k));
    k->worn[2].producer = k->producer;
    TRY(tx_run(cx, put_seats, &k));
    k->everyone.account = k->out->seat[0];
    for (int i = 0; i < k->wish->cases; i++)
        TRY(add_case(k, i));
    TRY(make_recognised(k));
    TRY(call_meeting(k, (struct calling){ k->cases, k->wish->cases, k->wish->seats }, &m));
    k->out->meeting_code = m.code;
    k->out->meeting = m.id;
    return meeting_agenda(cx, m.id, &k->out->agenda);
}

bool scoring_make(struct arena *a, const struct scoring_wish *w, struct scoring *out)
{
    struct house_conf hc = { .data_dir = w->data_dir, .create = true, .cheap_passwords = true };
    str why = S("");
    struct making *k = new (a, struct making, 1);
    *k = (struct making){ .wish = w, .out = out };
    k->worn[0] = (struct worn){ ROLE_PROVINCE, S("91/"), { 0 } };
    k->worn[1] = (struct worn){ ROLE_COMMUNE, S("91/30547/"), { 0 } };
    k->worn[2] = (struct worn){ ROLE_PRODUCER, S(""), { 0 } };
    k->everyone = (struct actor){ .name = S("thử nghiệm"), .worn = { k->worn, 2 } };
    k->owner = (struct actor){ .name = S("chủ thể"), .worn = { k->worn + 2, 1 } };
    enum err e = house_open(a, &hc, &why);
    if (e == OK)
        e = packs_load(a, &why);
    if (e != OK) {
        fprintf(stderr, "scoring: %.*s\n", (int)why.len, why.at);
        return false;
    }
    if (ctx_begin(a, &k->everyone, &k->cx) != OK)
        return false;
    bool good = told(k->cx, "filling", make_all(k));
    ctx_end(k->cx);
    if (!good)
        house_close();
    return good;
}
