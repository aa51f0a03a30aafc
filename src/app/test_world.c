/* test_world.c: builds worlds. Every step goes through the doors of the rooms, as the actor whose
 * step it is; only world_sql goes behind their backs. */
#include "app/test_world.h"

#include "app/wire.h"

#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

#include "criteria/test_packs.h"

static struct world *open_now; /* the one that owns the house */
static struct arena *packs_arena;

static void must(enum err e, const struct ctx *cx, const char *step)
{
    if (e == OK)
        return;
    str said = cx ? world_said(cx) : S("");
    test_fail(__FILE__, __LINE__, "%s: %s \"%.*s\"", step, err_name(e).at, (int)said.len,
              said.at ? said.at : "");
}

/* -- opening and closing -------------------------------------------------------------------------
 */

static int remove_one(const char *path, UNUSED const struct stat *st, UNUSED int kind,
                      UNUSED struct FTW *at)
{
    return remove(path);
}

static void end(void *thing)
{
    struct world *w = thing;
    if (w->cx)
        ctx_end(w->cx);
    house_close();
    nftw(cstr(w->a, w->dir), remove_one, 16, FTW_DEPTH | FTW_PHYS);
    open_now = NULL;
}

/* A test that failed jumped away from its world. */
static void end_the_last_one(void)
{
    if (open_now)
        end(open_now);
}

static enum err empty_schema(void *arg, struct db *c)
{
    return db_script(c, arg, S("DROP SCHEMA public CASCADE; CREATE SCHEMA public;"));
}

static void make_empty(struct world *w, const char *database)
{
    struct db_conf conf = {
        .url = database, .readers = 1, .writers = 1, .wait_ms = 2000, .read_ms = 2000
    };
    str why = S("");
    struct db_home *h = db_open(w->a, &conf, &why);
    EXPECT(h != NULL);
    must(db_write(h, &(struct db_write){ .a = w->a, .fn = empty_schema, .arg = w->a }), NULL,
         "schema");
    db_close(h);
}

static void free_packs(void)
{
    arena_free(packs_arena);
}

/* The packs stay for the whole run: reading them takes longer than most tests. */
static void load_packs(void)
{
    str why = S("");
    if (packs_arena)
        return;
    packs_arena = arena_new(ARENA_REQUEST_BYTES);
    atexit(free_packs);
    must(packs_load(packs_arena, &why), NULL, "packs");
    wire_events();
}

static void open_house(struct world *w)
{
    char at[] = "/tmp/saolang-test.XXXXXX";
    const char *database = getenv("SAOLANG_TEST_DB");
    str why = S("");
    EXPECT(mkdtemp(at) != NULL);
    w->dir = str_copy(w->a, str_of(at));
    w->postgres = database != NULL;
    open_now = w;
    if (w->postgres)
        make_empty(w, database);
    struct house_conf conf = {
        .data_dir = cstr(w->a, w->dir), .db_url = database, .create = true, .cheap_passwords = true
    };
    enum err e = house_open(w->a, &conf, &why);
    if (e != OK)
        test_fail(__FILE__, __LINE__, "house: %s %.*s", err_name(e).at, (int)why.len, why.at);
    arena_undo(w->a, end, w);
    load_packs();
}

str world_file(struct world *w, const char *path)
{
    return test_file(w->a, path);
}

/* -- contexts --------------------------------------------------------------------------------- */

instant world_morning(int32_t year, int32_t month, int32_t day)
{
    return instant_add_seconds(date_begins(date_of(year, month, day)), 8 * 3600);
}

struct ctx *world_as(struct world *w, const struct actor *who)
{
    struct ctx *cx = new (w->a, struct ctx, 1);
    *cx = (struct ctx){ .a = w->a, .db = w->cx->db, .actor = who, .now = w->now };
    cx->fault = new (w->a, struct fault, 1);
    cx->visit = new (w->a, struct visit, 1);
    return cx;
}

str world_said(const struct ctx *cx)
{
    return cx->fault->count > 0 ? cx->fault->rows[cx->fault->count - 1].what : S("");
}

/* -- people and producers, in one write -----------------------------------------------------------
 */

struct person {
    struct actor *actor;
    const char *login;
    const char *name;
    struct worn worn;
};

static enum err add_person(struct ctx *cx, struct person p)
{
    struct account_new n = { .login_name = str_of(p.login),
                             .name = str_of(p.name),
                             .worn = p.worn };
    struct worn *worn = new (cx->a, struct worn, 1);
    *worn = p.worn;
    *p.actor = (struct actor){ .name = n.name, .login_name = n.login_name, .worn = { worn, 1 } };
    p.actor->form_secret = join(cx->a, S("secret of "), n.login_name);
    return account_add(cx, &n, &p.actor->account);
}

static enum err add_council(struct ctx *cx, struct world *w)
{
    static const char *const logins[] = { "hoidong1", "hoidong2", "hoidong3", "hoidong4",
                                          "hoidong5" };
    static const char *const names[] = { "Phan Văn Một", "Đặng Thị Hai", "Bùi Văn Ba", "Hồ Thị Bốn",
                                         "Trương Văn Năm" };
    struct worn sits = { ROLE_COUNCIL, S("91/"), { 0 } };
    TRY(add_person(cx, (struct person){ &w->chair, "chutich", "Nguyễn Thị Chủ Tọa", sits }));
    TRY(add_person(cx, (struct person){ &w->secretary, "thuky", "Trần Thị Ghi Chép", sits }));
    for (int i = 0; i < WORLD_MEMBERS; i++)
        TRY(add_person(cx, (struct person){ &w->member[i], logins[i], names[i], sits }));
    return OK;
}

static enum err add_officers(struct ctx *cx, struct world *w)
{
    struct worn admin = { ROLE_ADMIN, S("91/"), { 0 } };
    struct worn province = { ROLE_PROVINCE, S("91/"), { 0 } };
    struct worn commune = { ROLE_COMMUNE, S("91/" WORLD_COMMUNE "/"), { 0 } };
    struct worn other = { ROLE_COMMUNE, S("91/" WORLD_OTHER_COMMUNE "/"), { 0 } };
    TRY(add_person(cx, (struct person){ &w->admin, "quantri", "Quản Trị Viên", admin }));
    TRY(add_person(cx, (struct person){ &w->province, "tinh", "Võ Văn Điều Phối", province }));
    TRY(add_person(cx, (struct person){ &w->commune, "xa", "Lâm Thị Cán Bộ", commune }));
    return add_person(cx, (struct person){ &w->other_commune, "xakhac", "Mai Văn Xã Khác", other });
}

/* A producer, and the person who signs in for it. */
static enum err add_producer(struct ctx *cx, str code, const char *name, const char *commune,
                             struct person p)
{
    struct producer row = { .code = code,
                            .legal_type = COOPERATIVE,
                            .name = str_of(name),
                            .place_code = str_of(commune),
                            .representative = str_of(p.name),
                            .address = S("ấp An Hòa") };
    p.worn.role = ROLE_PRODUCER;
    TRY(producer_add(cx, &row, &p.worn.producer));
    return add_person(cx, p);
}

static enum err add_people(struct ctx *cx, const void *in)
{
    struct world *w = (struct world *)(uintptr_t)in;
    w->producer_code = code_make(w->a);
    w->other_producer_code = code_make(w->a);
    TRY(add_officers(cx, w));
    TRY(add_council(cx, w));
    TRY(add_producer(cx, w->producer_code, "HTX Thốt nốt Bảy Núi", WORLD_COMMUNE,
                     (struct person){ &w->producer, "sanxuat", "Néang Sóc Phương", { 0 } }));
    return add_producer(cx, w->other_producer_code, "Trang trại Xoài Ba Màu", WORLD_OTHER_COMMUNE,
                        (struct person){ &w->other_producer, "sanxuat2", "Huỳnh Văn Tám", { 0 } });
}

/* -- worlds ----------------------------------------------------------------------------------- */

static enum err put_settings(struct ctx *cx, UNUSED const void *in)
{
    TRY(setting_put(cx, S("province_code"), S("91")));
    TRY(setting_put(cx, S("province_name"), S("Tỉnh An Giang")));
    return setting_put(cx, S("public_url"), S("https://ocop.example.vn"));
}

/* Reading a file of units takes much memory for a moment. */
static void add_units(struct world *w)
{
    struct place_import done;
    struct ctx *cx = world_as(w, &w->maker);
    cx->a = arena_new(ARENA_REQUEST_BYTES);
    must(place_import(cx, test_file(cx->a, "demo/units-91.csv"), S(""), false, &done), NULL,
         "units");
    arena_free(cx->a);
}

static void fill(struct world *w)
{
    must(tx_run(w->cx, put_settings, NULL), w->cx, "settings");
    must(house_refresh(w->cx), w->cx, "refresh");
    add_units(w);
    must(tx_run(w->cx, add_people, w), w->cx, "people");
}

struct world *world_new(struct test *t)
{
    static struct worn everything[] = { { ROLE_PROVINCE, { "91/", 3 }, { 0 } } };
    end_the_last_one();
    struct world *w = new (t->a, struct world, 1);
    w->t = t;
    w->a = t->a;
    w->now = world_morning(2026, 8, 5);
    w->maker = (struct actor){ .name = S("maker"), .worn = { everything, 1 } };
    open_house(w);
    must(ctx_begin(w->a, &w->maker, &w->cx), NULL, "context");
    w->cx->now = w->now;
    fill(w);
    return w;
}

struct world *world_with_product(struct test *t)
{
    struct world *w = world_new(t);
    w->product = world_product_add(w, "Mật ong rừng tràm", &w->product_code);
    return w;
}

struct world *world_with_case(struct test *t)
{
    struct world *w = world_with_product(t);
    w->dossier = world_case_begin(w, w->product_code);
    struct dossier d = world_case(w, w->dossier);
    must(dossier_set(w->cx, &d, &w->set), w->cx, "set");
    return w;
}

struct world *world_with_case_submitted(struct test *t)
{
    struct world *w = world_with_case(t);
    struct ctx *cx = world_as(w, &w->producer);
    world_answer(w, w->dossier, 80);
    must(world_move(w, cx, w->dossier, DOSSIER_COMMUNE_REVIEW, S("")), cx, "submit");
    return w;
}

struct world *world_with_case_accepted(struct test *t)
{
    struct world *w = world_with_case(t);
    world_case_accept(w, w->dossier);
    return w;
}

struct world *world_with_meeting(struct test *t)
{
    struct world *w = world_with_case_accepted(t);
    w->meeting = world_meeting_add(w, &w->dossier, 1, &w->meeting_code);
    return w;
}

struct world *world_with_meeting_scoring(struct test *t)
{
    struct world *w = world_with_meeting(t);
    world_open_scoring(w, w->meeting);
    return w;
}

struct world *world_with_meeting_closed(struct test *t, points total)
{
    struct world *w = world_with_meeting_scoring(t);
    struct ctx *cx = world_as(w, &w->chair);
    for (int i = 0; i < WORLD_SCORERS; i++)
        world_submit(w, &w->member[i], w->meeting, 0, total);
    must(world_close(w, cx, w->meeting), cx, "close");
    return w;
}

/* -- products and cases ----------------------------------------------------------------------- */

struct product_new {
    struct product row;
    product_id *id;
};

static enum err put_product(struct ctx *cx, const void *in)
{
    const struct product_new *n = in;
    return product_add(cx, &n->row, n->id);
}

product_id world_product_add(struct world *w, const char *name, str *code)
{
    product_id id = { 0 };
    struct ctx *cx = world_as(w, &w->commune);
    *code = code_make(w->a);
    struct product_new n = {
        { .code = *code,
          .producer_code = w->producer_code,
          .name = str_of(name),
          .set_slug = S(WORLD_SET),
          .unit = S("chai 500 ml") },
        &id,
    };
    must(tx_run(cx, put_product, &n), cx, name);
    return id;
}

dossier_id world_case_begin(struct world *w, str product_code)
{
    struct ctx *cx = world_as(w, &w->producer);
    struct dossier_new n = { .product_code = product_code, .code = code_make(w->a) };
    struct dossier d;
    must(dossier_begin_tx(cx, &n), cx, "begin");
    must(dossier_by_code(cx, n.code, &d), cx, "case");
    return d.id;
}

struct dossier world_case(struct world *w, dossier_id id)
{
    struct dossier d;
    must(dossier_get(w->cx, id, &d), w->cx, "case");
    return d;
}

void world_answer(struct world *w, dossier_id id, points total)
{
    struct ctx *cx = world_as(w, &w->producer);
    struct dossier d = world_case(w, id);
    const struct set *set;
    must(dossier_set(cx, &d, &set), cx, "set");
    struct rank_ballot b = world_ballot(w, set, total, 0);
    struct dossier_answers in = { .id = id, .set = set, .ballot = &b, .seen = d.version };
    must(dossier_answer_tx(cx, &in), cx, "answer");
}

enum err world_move(struct world *w, struct ctx *cx, dossier_id id, enum dossier_state to,
                    str reason)
{
    struct dossier_move in = {
        .id = id, .to = to, .reason = reason, .seen = world_case(w, id).version
    };
    return dossier_move_tx(cx, &in);
}

void world_case_accept(struct world *w, dossier_id id)
{
    struct ctx *producer = world_as(w, &w->producer);
    struct ctx *commune = world_as(w, &w->commune);
    struct ctx *province = world_as(w, &w->province);
    world_answer(w, id, 80);
    must(world_move(w, producer, id, DOSSIER_COMMUNE_REVIEW, S("")), producer, "submit");
    must(world_move(w, commune, id, DOSSIER_FORWARDED, S("")), commune, "forward");
    must(world_move(w, province, id, DOSSIER_ACCEPTED, S("")), province, "accept");
}

/* -- ballots ---------------------------------------------------------------------------------- */

enum { TOTAL_MAX = 100 };

/* How a sum of points was reached: the last answer and the sum before it. */
struct reached {
    bool yes;
    struct answer answer;
    points before;
};

/* The lowest option that reaches every mark up to that star. */
static int32_t lowest_option(const struct set *set, ptrdiff_t criterion, int32_t star)
{
    int32_t lowest = 1;
    for (ptrdiff_t i = 0; i < set->mark_count; i++)
        if (set->marks[i].criterion == criterion && set->marks[i].star <= star
            && set->marks[i].option > lowest)
            lowest = set->marks[i].option;
    return lowest;
}

static void reach_with(const struct options *of, int32_t from, int32_t chosen,
                       const struct reached *have, struct reached *next)
{
    for (int32_t k = from; k <= of->count; k++)
        for (points sum = 0; of->at[k - 1].points > 0 && sum + of->at[k - 1].points <= TOTAL_MAX;
             sum++)
            if (have[sum].yes)
                next[sum + of->at[k - 1].points] =
                    (struct reached){ true, { .option = k, .chosen = chosen }, sum };
}

static void reach_criterion(const struct set *set, ptrdiff_t i, int32_t star,
                            const struct reached *have, struct reached *next)
{
    const struct criterion *c = &set->criteria[i];
    if (c->heading)
        for (points sum = 0; sum <= TOTAL_MAX; sum++)
            next[sum] = (struct reached){ have[sum].yes, { BLANK, -1 }, sum };
    else if (c->choice_count == 0)
        reach_with(&c->options, lowest_option(set, i, star), -1, have, next);
    for (int32_t k = 0; !c->heading && k < c->choice_count; k++)
        reach_with(&c->choices[k].options, 1, k, have, next);
}

struct rank_ballot world_ballot(struct world *w, const struct set *set, points total, int32_t star)
{
    ptrdiff_t n = set->criterion_count;
    struct reached *rows = new (w->a, struct reached, (n + 1) * (TOTAL_MAX + 1));
    struct rank_ballot b = ballot_blank(w->a, set);
    static const struct rank_rules rules = { 0 };
    rows[0].yes = true;
    for (ptrdiff_t i = 0; i < n; i++)
        reach_criterion(set, i, star, &rows[i * (TOTAL_MAX + 1)], &rows[(i + 1) * (TOTAL_MAX + 1)]);
    points left = total;
    for (ptrdiff_t i = n; i > 0; i--) {
        const struct reached *r = &rows[i * (TOTAL_MAX + 1) + left];
        if (!r->yes)
            test_fail(__FILE__, __LINE__, "no ballot of %d points with marks of %d stars",
                      (int)total, (int)star);
        b.answers[i - 1] = r->answer;
        left = r->before;
    }
    for (ptrdiff_t i = 0; i < set->fact_count; i++)
        b.facts[i] = set->facts[i]->type == RULE_REQUIREMENT ? FACT_TRUE : FACT_FALSE;
    EXPECT_INT(0, rank_check(w->a, set, &b, &rules).count);
    EXPECT_INT(total, rank_ballot(w->a, set, &rules, &b).total);
    return b;
}

/* -- meetings --------------------------------------------------------------------------------- */

static void add_seat(struct world *w, meeting_id id, const struct actor *who, enum seat_role role,
                     bool scores)
{
    struct ctx *cx = world_as(w, &w->province);
    struct seat_new n = {
        .meeting = id, .login_name = who->login_name, .role = (int32_t)role, .scores = scores
    };
    must(seat_add_tx(cx, &n), cx, "seat");
}

meeting_id world_meeting_add(struct world *w, const dossier_id *cases, ptrdiff_t count, str *code)
{
    struct ctx *cx = world_as(w, &w->province);
    *code = code_make(w->a);
    struct meeting m = { .code = *code,
                         .title = S("Phiên họp đợt 1"),
                         .council_decision = S("12/QĐ-UBND"),
                         .venue = S("Hội trường UBND tỉnh"),
                         .held_on = instant_date(w->now) };
    must(meeting_add_tx(cx, &m), cx, "meeting");
    must(meeting_by_code(cx, *code, &m), cx, "meeting");
    add_seat(w, m.id, &w->chair, SEAT_CHAIR, false);
    add_seat(w, m.id, &w->secretary, SEAT_SECRETARY, false);
    for (int i = 0; i < WORLD_SCORERS; i++)
        add_seat(w, m.id, &w->member[i], SEAT_MEMBER, true);
    dossier_id *copy = new (w->a, dossier_id, count);
    for (ptrdiff_t i = 0; i < count; i++)
        copy[i] = cases[i];
    must(agenda_add_tx(cx, &(struct agenda_new){ m.id, copy, count }), cx, "agenda");
    return m.id;
}

struct meeting world_meeting(struct world *w, meeting_id id)
{
    struct meeting_rows rows;
    must(meeting_find(world_as(w, &w->province), (meeting_id){ 0 }, &rows), NULL, "meetings");
    for (ptrdiff_t i = 0; i < rows.count; i++)
        if (rows.at[i].id.id == id.id)
            return rows.at[i];
    test_fail(__FILE__, __LINE__, "no such meeting");
}

void world_open_scoring(struct world *w, meeting_id id)
{
    struct ctx *cx = world_as(w, &w->province);
    must(meeting_open_scoring_tx(cx, &(struct meeting_at){ id, world_meeting(w, id).version }), cx,
         "open");
}

struct agenda world_agenda(struct world *w, meeting_id id, ptrdiff_t position)
{
    struct agenda_rows rows;
    must(meeting_agenda(w->cx, id, &rows), w->cx, "agenda");
    EXPECT(position < rows.count);
    return rows.at[position];
}

struct ballot world_ballot_of(struct world *w, const struct actor *who, meeting_id id,
                              ptrdiff_t position)
{
    struct ctx *cx = world_as(w, who);
    struct meeting m = world_meeting(w, id);
    struct agenda row = world_agenda(w, id, position);
    struct ballot b;
    must(ballot_own(cx, &m, &row, &b), cx, "own ballot");
    return b;
}

void world_submit(struct world *w, const struct actor *who, meeting_id id, ptrdiff_t position,
                  points total)
{
    struct ctx *cx = world_as(w, who);
    struct agenda row = world_agenda(w, id, position);
    struct ballot b = world_ballot_of(w, who, id, position);
    const struct set *set;
    must(agenda_set(cx, &row, &set), cx, "set");
    struct rank_ballot filled = world_ballot(w, set, total, total >= 90 ? 5 : total >= 70 ? 4 : 3);
    struct ballot_post in = { .id = b.id, .set = set, .ballot = &filled, .seen = b.version };
    must(ballot_submit_tx(cx, &in), cx, "ballot");
}

enum err world_close(struct world *w, struct ctx *cx, meeting_id id)
{
    return meeting_close_tx(cx, &(struct meeting_at){ id, world_meeting(w, id).version });
}

/* -- behind the program's back ---------------------------------------------------------------- */

struct by_hand {
    struct arena *a;
    const char *sql;
};

static enum err run_by_hand(void *arg, struct db *c)
{
    struct by_hand *h = arg;
    return db_script(c, h->a, str_of(h->sql));
}

enum err world_sql(struct world *w, const char *sql)
{
    struct by_hand h = { w->a, sql };
    return db_write(house()->db, &(struct db_write){ .a = w->a, .fn = run_by_hand, .arg = &h });
}

const char *const world_number_names[] = { "n" };

int64_t world_number(struct world *w, const struct db_statement *st)
{
    struct db_rows rows;
    must(db_run(w->cx->db, w->a, st, NULL, &rows), NULL, st->name);
    EXPECT_INT(1, rows.count);
    return rows.cells[0].n;
}

str world_verify(struct world *w)
{
    struct audit_report r;
    must(audit_verify(w->cx, &r), w->cx, "verify");
    EXPECT(r.links > 0);
    EXPECT((r.faults == 0) == (r.first.len == 0));
    return r.first;
}
