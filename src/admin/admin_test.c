/* admin_test.c: the administrator's rules, and their pages through dispatch. On SQLite, and on
 * PostgreSQL in a schema of its own when SAOLANG_TEST_DB names a server. */
#include "admin/admin.h"

#include <libpq-fe.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/test.h"
#include "base/thread.h"
#include "core/core.sql.h"
#include "core/login_web.h"
#include "place/place.h"
#include "producer/producer.h"

static const char units[] = "code,name,short_name,level,type,parent_code,valid_from,valid_to\n"
                            "91,Tỉnh An Giang,An Giang,province,tinh,,2025-07-01,\n"
                            "30307,Phường Long Xuyên,Long Xuyên,commune,phuong,91,2025-07-01,\n"
                            "92,Thành phố Cần Thơ,Cần Thơ,province,thanh_pho_tw,,2025-07-01,\n"
                            "31117,Phường Ninh Kiều,Ninh Kiều,commune,phuong,92,2025-07-01,\n";

struct world {
    struct test *t;
    struct ctx *cx;                            /* as the administrator */
    account_id admin;
    str token;                                 /* of their sign-in */
    char *folder;
    char *schema;                              /* PostgreSQL; NULL on SQLite */
};

/* -- its house --------------------------------------------------------------------------------- */

static void on_server(const char *sql)
{
    PGconn *c = PQconnectdb(getenv("SAOLANG_TEST_DB"));
    PGresult *r = PQexec(c, sql);
    bool done = PQresultStatus(r) == PGRES_COMMAND_OK;
    PQclear(r);
    PQfinish(c);
    EXPECT(done);
}

static const char *database(struct world *w)
{
    const char *server = getenv("SAOLANG_TEST_DB");
    if (!server)
        return NULL;
    str word = join(w->t->a, S("admin_"), random_hex(w->t->a, 6));
    w->schema = cstr(w->t->a, join(w->t->a, S("SET client_min_messages = warning; DROP SCHEMA "),
                                   word, S(" CASCADE")));
    on_server(cstr(w->t->a, join(w->t->a, S("CREATE SCHEMA "), word)));
    return cstr(w->t->a, join(w->t->a, str_of(server), S("&options=-csearch_path%3D"), word));
}

static void tear_down(void *world)
{
    struct world *w = world;
    ctx_end(w->cx);
    house_close();
    if (w->schema)
        on_server(w->schema);
    EXPECT(system(cstr(w->t->a, join(w->t->a, S("rm -rf "), str_of(w->folder)))) == 0);
}

static enum err found_tx(struct ctx *cx, const void *in)
{
    struct world *w = (struct world *)(uintptr_t)in;
    struct account_new a = { .login_name = S("quantri"),
                             .name = S("Quản Trị"),
                             .password = S("mật khẩu dài"),
                             .worn = { .role = ROLE_ADMIN, .place_path = S("") } };
    TRY(setting_put(cx, S("province_code"), S("91")));
    TRY(setting_put(cx, S("province_name"), S("Tỉnh An Giang")));
    TRY(setting_put(cx, S("public_url"), S("http://127.0.0.1:8080")));
    return account_add(cx, &a, &w->admin);
}

static struct ctx *fresh(struct world *w, const struct actor *who)
{
    struct ctx *cx;
    EXPECT_OK(ctx_begin(w->t->a, who, &cx));
    return cx;
}

/* Forgets what was said before. */
static struct ctx *again(struct world *w)
{
    *w->cx->fault = (struct fault){ 0 };
    return w->cx;
}

static str sign_in(struct world *w, str login_name, str password)
{
    struct login_try try = { login_name, password, S("192.0.2.1"), S("thử") };
    str token;
    EXPECT_OK(login_open(again(w), &try, &token));
    return token;
}

static struct world *world(struct test *t)
{
    static const struct route *const tables[] = { admin_routes, login_routes, NULL };
    struct world *w = new(t->a, struct world, 1);
    str why = S("");
    w->t = t;
    w->folder = cstr(t->a, S("/tmp/saolang-admin.XXXXXX"));
    EXPECT(mkdtemp(w->folder) != NULL);
    struct house_conf hc = { .data_dir = w->folder, .db_url = database(w), .create = true,
                             .cheap_passwords = true };
    if (house_open(t->a, &hc, &why) != OK)
        test_fail(__FILE__, __LINE__, "%.*s", (int)why.len, why.at);
    w->cx = fresh(w, &ANYONE);
    arena_undo(t->a, tear_down, w);
    routes_set(tables);
    struct place_import report;
    EXPECT_OK(place_import(w->cx, str_of(units), S(""), false, &report));
    EXPECT_OK(tx_run(w->cx, found_tx, w));
    EXPECT_OK(house_refresh(w->cx));
    w->token = sign_in(w, S("quantri"), S("mật khẩu dài"));
    EXPECT_OK(login_actor(w->cx, w->token, &w->cx->actor));
    return w;
}

/* -- people ------------------------------------------------------------------------------------ */

static enum err add(struct world *w, struct admin_account in, str *link)
{
    in.link = link;
    return admin_account_add_tx(again(w), &in);
}

static struct account named(struct world *w, str login_name)
{
    struct account it;
    EXPECT_OK(account_named(again(w), login_name, &it));
    return it;
}

static struct admin_account lan(void)
{
    return (struct admin_account){ .login_name = S("lan"),
                                   .name = S("Đặng Thị Lan"),
                                   .phone = S("0900000001"),
                                   .role = ROLE_COMMUNE,
                                   .place_code = S("30307") };
}

static struct account with_lan(struct world *w, str *link)
{
    EXPECT_OK(add(w, lan(), link));
    return named(w, S("lan"));
}

static enum err choose(struct world *w, str link, str password)
{
    str start = S("http://127.0.0.1:8080/dat-mat-khau/");
    EXPECT(str_starts(link, start));
    struct password_new in = { .token = str_after(link, start.len),
                               .password = password,
                               .again = password };
    struct ctx *cx = fresh(w, &ANYONE);
    enum err e = password_set(cx, &in);
    ctx_end(cx);
    return e;
}

static void expect_whole_trail(struct world *w)
{
    struct audit_report r;
    EXPECT_OK(audit_verify(again(w), &r));
    if (r.faults > 0)
        test_fail(__FILE__, __LINE__, "%.*s", (int)r.first.len, r.first.at);
}

TEST(admin, a_new_account_comes_with_a_link_that_works_once)
{
    struct world *w = world(t);
    str link = S("");
    struct account it = with_lan(w, &link);
    EXPECT_INT(0, it.password.len);
    EXPECT_OK(choose(w, link, S("một câu dễ nhớ")));
    EXPECT_ERR(ERR_STATE, choose(w, link, S("một câu khác nữa")));
    const struct actor *who;
    EXPECT_OK(login_actor(again(w), sign_in(w, S("lan"), S("một câu dễ nhớ")), &who));
    EXPECT_INT(1, who->worn.count);
    EXPECT_STR("91/30307/", who->worn.at[0].place_path);
    EXPECT(!actor_may(who, MAY(ADMIN)));
    expect_whole_trail(w);
}

TEST(admin, login_names_are_plain_and_their_own)
{
    struct world *w = world(t);
    static const char *const wrong[] = { "a", "them", "hai đồng", "a-b", "",
                                         "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddu" };
    str link;
    for (ptrdiff_t i = 0; i < COUNT_OF(wrong); i++) {
        struct admin_account in = lan();
        in.login_name = str_of(wrong[i]);
        EXPECT_ERR(ERR_INPUT, add(w, in, &link));
        EXPECT(fault_of(w->cx->fault, S("ten_dang_nhap")).len > 0);
    }
    struct admin_account in = lan();
    in.login_name = S("aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd");
    EXPECT_OK(add(w, in, &link));
    in.login_name = S("Đặng9");
    EXPECT_OK(add(w, in, &link));
    EXPECT_ERR(ERR_INPUT, add(w,
                              (struct admin_account){
                                  .login_name = S("DANG9"), .name = S("x"), .role = ROLE_COUNCIL },
                              &link));
    EXPECT_STR(M_ACCOUNT_NAME_TAKEN.name, w->cx->fault->rows[0].code);
}

TEST(admin, a_role_lies_where_it_belongs)
{
    struct world *w = world(t);
    struct worn at;
    EXPECT_ERR(ERR_INPUT, admin_worn(again(w), &(struct admin_role){ .role = ROLE_COMMUNE }, &at));
    EXPECT_ERR(ERR_INPUT,
               admin_worn(again(w), &(struct admin_role){ ROLE_COMMUNE, S("99999"), S("") }, &at));
    EXPECT_ERR(ERR_INPUT,
               admin_worn(again(w), &(struct admin_role){ ROLE_COMMUNE, S("31117"), S("") }, &at));
    EXPECT_STR(M_ADMIN_PLACE_FOREIGN.name, w->cx->fault->rows[0].code);
    EXPECT_ERR(ERR_INPUT,
               admin_worn(again(w), &(struct admin_role){ ROLE_PROVINCE, S("92"), S("") }, &at));
    EXPECT_ERR(ERR_INPUT, admin_worn(again(w), &(struct admin_role){ .role = ROLE_PRODUCER }, &at));
    EXPECT_ERR(ERR_INPUT, admin_worn(again(w),
                                     &(struct admin_role){ ROLE_PRODUCER, S(""), code_make(t->a) },
                                     &at));
    EXPECT_ERR(ERR_INPUT, admin_worn(again(w), &(struct admin_role){ .role = 99 }, &at));
    EXPECT_OK(admin_worn(again(w), &(struct admin_role){ .role = ROLE_PROVINCE }, &at));
    EXPECT_STR("91/", at.place_path);
    EXPECT_OK(admin_worn(again(w), &(struct admin_role){ ROLE_COUNCIL, S("30307"), S("") }, &at));
    EXPECT_STR("", at.place_path);
}

TEST(admin, a_producer_signs_in_for_their_own)
{
    struct world *w = world(t);
    struct worn province = { .role = ROLE_PROVINCE, .place_path = S("91/") };
    struct actor officer = { .account = w->admin, .worn = { &province, 1 } };
    struct ctx *cx = fresh(w, &officer);
    struct producer p = { .code = code_make(t->a),
                          .legal_type = COOPERATIVE,
                          .name = S("HTX Thốt nốt"),
                          .representative = S("A"),
                          .place_code = S("30307") };
    EXPECT_OK(producer_add_tx(cx, &p));
    ctx_end(cx);
    struct worn at;
    str where;
    EXPECT_OK(admin_worn(again(w), &(struct admin_role){ ROLE_PRODUCER, S(""), p.code }, &at));
    EXPECT(at.producer.id > 0);
    EXPECT_OK(admin_where(w->cx, at.place_path, at.producer, &where));
    EXPECT_STR("HTX Thốt nốt", where);
    EXPECT_OK(admin_where(w->cx, S("91/30307/"), (producer_id){ 0 }, &where));
    EXPECT_STR("Phường Long Xuyên", where);
    EXPECT_OK(admin_where(w->cx, S("91/"), (producer_id){ 0 }, &where));
    EXPECT_STR("Tỉnh An Giang", where);
}

TEST(admin, nobody_switches_off_or_demotes_themselves)
{
    struct world *w = world(t);
    struct account me = named(w, S("quantri"));
    struct account_role_rows roles;
    EXPECT_OK(account_role_list(w->cx, me.id, &roles));
    EXPECT_INT(1, roles.count);
    me.active = false;
    EXPECT_ERR(ERR_STATE, admin_change_tx(again(w), &me));
    EXPECT_ERR(ERR_STATE,
               admin_take_tx(again(w),
                             &(struct admin_act){ .account = me.id, .role = roles.at[0].id }));
    EXPECT_STR(M_ACCOUNT_SELF_ROLE.name, w->cx->fault->rows[0].code);
    str link;
    EXPECT_ERR(ERR_STATE,
               admin_reset_tx(again(w), &(struct admin_act){ .account = me.id, .link = &link }));
    const struct actor *who;
    EXPECT_OK(login_actor(again(w), w->token, &who));
    EXPECT(actor_may(who, MAY(ADMIN)));
}

/* A second administrator, by name. */
static struct actor second_admin(struct world *w)
{
    str link;
    struct admin_account in = { .login_name = S("hai"), .name = S("Quản Trị Hai"),
                                .role = ROLE_ADMIN };
    EXPECT_OK(add(w, in, &link));
    struct actor who;
    EXPECT_OK(account_actor(again(w), S("hai"), &who));
    return who;
}

static struct admin_act taking_admin(struct world *w, account_id from)
{
    struct account_role_rows roles;
    EXPECT_OK(account_role_list(again(w), from, &roles));
    EXPECT_INT(1, roles.count);
    return (struct admin_act){ .account = from, .role = roles.at[0].id };
}

TEST(admin, the_last_administrator_stays)
{
    struct world *w = world(t);
    struct actor hai = second_admin(w);
    struct admin_act one = taking_admin(w, w->admin), two = taking_admin(w, hai.account);
    EXPECT_OK(admin_take_tx(again(w), &two));
    struct ctx *late = fresh(w, &hai);         /* what began before the role was taken */
    EXPECT_ERR(ERR_STATE, admin_take_tx(late, &one));
    EXPECT_STR(M_ADMIN_LAST.name, late->fault->rows[0].code);
    struct account me = named(w, S("quantri"));
    me.active = false;
    *late->fault = (struct fault){ 0 };
    EXPECT_ERR(ERR_STATE, admin_change_tx(late, &me));
    EXPECT_STR(M_ADMIN_LAST.name, late->fault->rows[0].code);
    ctx_end(late);
    EXPECT(named(w, S("quantri")).active);
    const struct actor *who;
    EXPECT_OK(login_actor(again(w), w->token, &who));
    EXPECT(actor_may(who, MAY(ADMIN)));
    expect_whole_trail(w);
}

/* One of two who take each other's role, on a thread of its own. */
struct rival {
    struct arena *a;
    struct actor who;
    struct admin_act act;
    enum err e;
};

static void rival_run(void *rival)
{
    struct rival *r = rival;
    struct ctx *cx;
    r->e = ctx_begin(r->a, &r->who, &cx);
    if (r->e == OK)
        r->e = admin_take_tx(cx, &r->act);
    ctx_end(cx);
}

TEST(admin, of_two_who_take_each_others_role_at_once_one_stays)
{
    enum { ROUNDS = 12 };
    struct world *w = world(t);
    struct rival r[2] = { { .who = *w->cx->actor }, { .who = second_admin(w) } };
    for (int i = 0; i < 2; i++)
        r[i].act = taking_admin(w, r[1 - i].who.account);
    for (int round = 0; round < ROUNDS; round++) {
        struct thread *threads[2];
        for (int i = 0; i < 2; i++) {
            r[i].a = arena_new(ARENA_REQUEST_BYTES);
            threads[i] = thread_start(t->a, "rival", rival_run, &r[i]);
        }
        for (int i = 0; i < 2; i++) {
            thread_join(threads[i]);
            arena_free(r[i].a);
        }
        EXPECT((r[0].e == OK) != (r[1].e == OK));
        struct admin_act lost = { .account = r[r[0].e == OK].who.account,
                                  .worn = { .role = ROLE_ADMIN, .place_path = S("") } };
        EXPECT_OK(admin_give_tx(again(w), &lost));
    }
}

TEST(admin, an_account_switched_off_is_out_at_once)
{
    struct world *w = world(t);
    str link;
    struct account it = with_lan(w, &link);
    EXPECT_OK(choose(w, link, S("một câu dễ nhớ")));
    str token = sign_in(w, S("lan"), S("một câu dễ nhớ"));
    it = named(w, S("lan"));
    it.active = false;
    EXPECT_OK(admin_change_tx(again(w), &it));
    const struct actor *who;
    EXPECT_ERR(ERR_SIGN_IN, login_actor(again(w), token, &who));
    struct login_try try = { S("lan"), S("một câu dễ nhớ"), S("192.0.2.9"), S("") };
    EXPECT_ERR(ERR_INPUT, login_open(again(w), &try, &token));
    expect_whole_trail(w);
}

TEST(admin, a_change_made_from_an_old_version_is_refused)
{
    struct world *w = world(t);
    str link;
    struct account it = with_lan(w, &link);
    it.name = S("Đặng Thị Lan Anh");
    EXPECT_OK(admin_change_tx(again(w), &it));
    it.name = S("Khác");
    EXPECT_ERR(ERR_CONFLICT, admin_change_tx(again(w), &it));
    EXPECT_STR("Đặng Thị Lan Anh", named(w, S("lan")).name);
    it = named(w, S("lan"));
    it.email = S("không phải thư");
    EXPECT_ERR(ERR_INPUT, admin_change_tx(again(w), &it));
    EXPECT(fault_of(w->cx->fault, S("email")).len > 0);
}

TEST(admin, a_role_taken_away_can_be_given_again)
{
    struct world *w = world(t);
    str link;
    struct account it = with_lan(w, &link);
    struct account_role_rows roles;
    EXPECT_OK(account_role_list(again(w), it.id, &roles));
    struct admin_act act = { .account = it.id, .role = roles.at[0].id,
                             .worn = { .role = ROLE_COMMUNE, .place_path = S("91/30307/") } };
    EXPECT_ERR(ERR_STATE, admin_give_tx(again(w), &act));
    EXPECT_OK(admin_take_tx(again(w), &act));
    EXPECT_ERR(ERR_STATE, admin_take_tx(again(w), &act));
    struct worn_rows worn;
    EXPECT_OK(account_roles(again(w), it.id, &worn));
    EXPECT_INT(0, worn.count);
    expect_whole_trail(w);
    EXPECT_OK(admin_give_tx(again(w), &act));
    EXPECT_OK(account_role_list(again(w), it.id, &roles));
    EXPECT_INT(1, roles.count);
    EXPECT_INT(act.role, roles.at[0].id);
    act.worn = (struct worn){ .role = ROLE_COUNCIL, .place_path = S("") };
    EXPECT_OK(admin_give_tx(again(w), &act));
    EXPECT_OK(account_role_list(again(w), it.id, &roles));
    EXPECT_INT(2, roles.count);
    expect_whole_trail(w);
}

TEST(admin, nobody_takes_a_role_of_another_account_by_its_number)
{
    struct world *w = world(t);
    str link;
    struct account it = with_lan(w, &link);
    struct account_role_rows mine;
    EXPECT_OK(account_role_list(again(w), w->admin, &mine));
    EXPECT_ERR(ERR_STATE,
               admin_take_tx(again(w),
                             &(struct admin_act){ .account = it.id, .role = mine.at[0].id }));
}

TEST(admin, a_reset_ends_password_links_and_sign_ins)
{
    struct world *w = world(t);
    str first, second, third;
    struct account it = with_lan(w, &first);
    EXPECT_OK(choose(w, first, S("một câu dễ nhớ")));
    str token = sign_in(w, S("lan"), S("một câu dễ nhớ"));
    EXPECT_OK(admin_reset_tx(again(w), &(struct admin_act){ .account = it.id, .link = &second }));
    const struct actor *who;
    EXPECT_ERR(ERR_SIGN_IN, login_actor(again(w), token, &who));
    struct login_try try = { S("lan"), S("một câu dễ nhớ"), S("192.0.2.9"), S("") };
    EXPECT_ERR(ERR_INPUT, login_open(again(w), &try, &token));
    EXPECT_OK(admin_reset_tx(again(w), &(struct admin_act){ .account = it.id, .link = &third }));
    EXPECT_ERR(ERR_STATE, choose(w, second, S("một câu thứ hai")));
    EXPECT_OK(choose(w, third, S("một câu thứ ba")));
    expect_whole_trail(w);
}

/* -- settings ---------------------------------------------------------------------------------- */

TEST(admin, public_addresses_have_no_path)
{
    static const char *const right[] = { "https://ocop.angiang.gov.vn", "http://127.0.0.1:8080",
                                         "https://x.vn:65535", "https://x.vn:1", "https://x" };
    static const char *const wrong[] = { "", "ocop.vn", "https://", "https:///", "https://x.vn/y",
                                         "ftp://x.vn",
                                         "https://x.vn:0", "https://x.vn:65536", "https://x.vn:",
                                         "https://x..vn", "https://a@x.vn", "https://x vn", "https://x.vn?y",
                                         "https://x.vn//", "https://-x.vn", "javascript://x.vn" };
    str out;
    for (ptrdiff_t i = 0; i < COUNT_OF(right); i++)
        if (!admin_address(str_of(right[i]), &out))
            test_fail(__FILE__, __LINE__, "%s is refused", right[i]);
    for (ptrdiff_t i = 0; i < COUNT_OF(wrong); i++)
        if (admin_address(str_of(wrong[i]), &out))
            test_fail(__FILE__, __LINE__, "%s is taken", wrong[i]);
    EXPECT(admin_address(S("https://x.vn/"), &out));
    EXPECT_STR("https://x.vn", out);
}

TEST(admin, settings_leave_the_names_of_what_changed)
{
    struct world *w = world(t);
    struct admin_settings s;
    struct audit_rows rows;
    str stream = audit_stream(t->a, "account", w->admin.id);
    EXPECT_OK(admin_settings_get(w->cx, &s));
    EXPECT_OK(audit_recent(w->cx, stream, INT64_MAX, &rows));
    ptrdiff_t before = rows.count;
    EXPECT_OK(admin_settings_put_tx(again(w), &s));
    s.office = S("Văn phòng, 0296 000 000");
    s.signer_title = S("CHỦ TỊCH");
    EXPECT_OK(admin_settings_put_tx(again(w), &s));
    EXPECT_OK(audit_recent(w->cx, stream, INT64_MAX, &rows));
    EXPECT_INT(before + 1, rows.count);
    EXPECT_STR("settings.changed", rows.at[0].what);
    EXPECT_STR("{\"changed\":[\"office\",\"signer_title\"]}", rows.at[0].detail);
    EXPECT_OK(admin_settings_get(again(w), &s));
    s.public_url = S("https://x.vn/y");
    EXPECT_ERR(ERR_INPUT, admin_settings_put_tx(again(w), &s));
    EXPECT(fault_of(w->cx->fault, S("dia_chi")).len > 0);
}

TEST(admin, only_an_address_of_tiles_becomes_the_map)
{
    static const struct {
        const char *typed;
        bool fine;
    } cases[] = {
        { "https://ban-do.example.vn/{z}/{x}/{y}.png", true },
        { "https://ban-do.example.vn:8443/t/{z}/{y}/{x}?k=1", true },
        { "http://ban-do.example.vn/{z}/{x}/{y}.png", false },
        { "https://ban-do.example.vn/{z}/{x}.png", false },
        { "https://ban-do.example.vn; script-src x/{z}/{x}/{y}", false },
        { "https://a.vn/{z}/{x}/{y}.png; script-src x", false },
        { "https://*.example.vn/{z}/{x}/{y}.png", false },
        { "https:///{z}/{x}/{y}.png", false },
        { "https://ban-do.example.vn:0/{z}/{x}/{y}", false },
        { "/{z}/{x}/{y}.png", false },
    };
    struct world *w = world(t);
    struct admin_settings s;
    for (int i = 0; i < COUNT_OF(cases); i++)
        EXPECT_INT(cases[i].fine, admin_tiles_fine(str_of(cases[i].typed)));
    EXPECT_OK(admin_settings_get(w->cx, &s));
    s.public_url = S("https://x.vn");
    s.map_tiles = S("ftp://x/{z}/{x}/{y}");
    EXPECT_ERR(ERR_INPUT, admin_settings_put_tx(again(w), &s));
    EXPECT(fault_of(w->cx->fault, S("ban_do")).len > 0);
}

TEST(admin, settings_another_changed_meanwhile_are_not_overwritten)
{
    struct world *w = world(t);
    struct admin_settings mine, theirs;
    EXPECT_OK(admin_settings_get(w->cx, &mine));
    EXPECT_OK(admin_settings_get(w->cx, &theirs));
    EXPECT_INT(mine.seen, theirs.seen);
    theirs.office = S("Văn phòng, 0296 000 000");
    EXPECT_OK(admin_settings_put_tx(again(w), &theirs));
    mine.paper_place = S("Long Xuyên");
    EXPECT_ERR(ERR_CONFLICT, admin_settings_put_tx(again(w), &mine));
    EXPECT_OK(admin_settings_get(again(w), &mine));
    EXPECT_STR("Văn phòng, 0296 000 000", mine.office);
    EXPECT(mine.seen != theirs.seen);
    mine.paper_place = S("Long Xuyên");
    EXPECT_OK(admin_settings_put_tx(again(w), &mine));
}

TEST(admin, bytes_are_shown_with_one_decimal)
{
    EXPECT_STR("0 byte", admin_bytes(t->a, 0));
    EXPECT_STR("1023 byte", admin_bytes(t->a, 1023));
    EXPECT_STR("1,0 KB", admin_bytes(t->a, 1024));
    EXPECT_STR("1,5 MB", admin_bytes(t->a, 3 << 19));
    EXPECT_STR("8,0 GB", admin_bytes(t->a, (int64_t)8 << 30));
}

/* -- pages ------------------------------------------------------------------------------------- */

static struct resp ask(struct world *w, enum method m, const char *target, str token,
                       struct req_pairs fields)
{
    struct arena *a = w->t->a;
    str rest = str_of(target);
    str path = str_cut(&rest, '?');
    struct req_pair *cookie = new(a, struct req_pair, 1);
    *cookie = (struct req_pair){ S("sao"), token };
    struct req rq = { .method = m,
                      .path = path,
                      .target = str_of(target),
                      .query = pairs_decode(a, rest, 10),
                      .cookies = { cookie, token.len > 0 },
                      .fields = fields,
                      .client = S("192.0.2.1") };
    struct resp rs = { 0 };
    dispatch_answer(NULL, a, &rq, &rs);
    rs.status = rs.status ? rs.status : 200;
    return rs;
}

static void expect_page(struct world *w, const char *target, const char *text)
{
    struct resp rs = ask(w, GET, target, w->token, (struct req_pairs){ 0 });
    if (rs.status != 200 || !str_contains(rs.body, str_of(text)))
        test_fail(__FILE__, __LINE__, "%s: %d, without “%s”", target, rs.status, text);
}

#define FIELDS(...)                                                                          \
    (struct req_pairs){ (struct req_pair[]){ __VA_ARGS__ },                                  \
                        COUNT_OF(((struct req_pair[]){ __VA_ARGS__ })) }

static const char *const pages[][2] = {
    { "/quan-tri", "Tình trạng hệ thống" },
    { "/quan-tri/tai-khoan", "Đặng Thị Lan" },
    { "/quan-tri/tai-khoan?tim=dang+lan", "Không có tài khoản nào khớp" },
    { "/quan-tri/tai-khoan?tim=dang+thi", "Đặng Thị Lan" },
    { "/quan-tri/tai-khoan/them", "Phường Long Xuyên" },
    { "/quan-tri/tai-khoan/lan", "Chờ đặt mật khẩu" },
    { "/quan-tri/tai-khoan/lan/sua", "Đặng Thị Lan" },
    { "/quan-tri/tai-khoan/lan/vai-tro", "Thêm vai trò cho" },
    { "/quan-tri/cai-dat", "http://127.0.0.1:8080" },
    { "/quan-tri/vet", "Chọn một chuỗi để xem" },
    { "/quan-tri/vet?chuoi=account%2F1", "Đăng nhập" },
    { "/quan-tri/vet?chuoi=%3Cx%3E", "không phải tên của một chuỗi" },
};

TEST(admin, every_page_answers_the_administrator_and_nobody_else)
{
    struct world *w = world(t);
    str link;
    with_lan(w, &link);
    EXPECT_OK(choose(w, link, S("một câu dễ nhớ")));
    str hers = sign_in(w, S("lan"), S("một câu dễ nhớ"));
    EXPECT_OK(add(w, (struct admin_account){ .login_name = S("moi"), .name = S("Mới"),
                                            .role = ROLE_COUNCIL }, &link));
    for (ptrdiff_t i = 0; i < COUNT_OF(pages); i++) {
        bool waiting = str_is(str_of(pages[i][1]), "Chờ đặt mật khẩu");
        expect_page(w, waiting ? "/quan-tri/tai-khoan/moi" : pages[i][0], pages[i][1]);
        EXPECT_INT(403, ask(w, GET, pages[i][0], hers, (struct req_pairs){ 0 }).status);
        EXPECT_INT(401, ask(w, GET, pages[i][0], S(""), (struct req_pairs){ 0 }).status);
    }
    EXPECT_INT(404, ask(w, GET, "/quan-tri/tai-khoan/khongcoai", w->token,
                        (struct req_pairs){ 0 })
                        .status);
}

TEST(admin, the_link_is_shown_once)
{
    struct world *w = world(t);
    str key = form_key(w->cx);
    struct req_pairs form = FIELDS({ S("_khoa"), key }, { S("ten_dang_nhap"), S("Lan") },
                                   { S("ten"), S("Đặng Thị Lan") }, { S("vai_tro"), S("commune") },
                                   { S("don_vi"), S("30307") });
    struct resp rs = ask(w, POST, "/quan-tri/tai-khoan/them", w->token, form);
    EXPECT_INT(200, rs.status);
    EXPECT(str_contains(rs.body, S("http://127.0.0.1:8080/dat-mat-khau/")));
    EXPECT(str_contains(rs.body, S("data-copy")));
    rs = ask(w, POST, "/quan-tri/tai-khoan/them", w->token, form);
    EXPECT_INT(303, rs.status);
    EXPECT(!str_contains(rs.body, S("/dat-mat-khau/")));
    EXPECT_INT(200,
               ask(w, GET, "/quan-tri/tai-khoan/lan", w->token, (struct req_pairs){ 0 }).status);
    form.at[0].value = form_key(w->cx);
    rs = ask(w, POST, "/quan-tri/tai-khoan/them", w->token, form);
    EXPECT_INT(422, rs.status);
    EXPECT(str_contains(rs.body, S("đã có người dùng")));
    EXPECT(str_contains(rs.body, S("value=\"Lan\"")));
}

TEST(admin, deeds_lead_back_to_the_account)
{
    struct world *w = world(t);
    str link;
    struct account it = with_lan(w, &link);
    struct account_role_rows roles;
    EXPECT_OK(account_role_list(again(w), it.id, &roles));
    str role = show(t->a, roles.at[0].id);
    EXPECT_INT(303, ask(w, POST, "/quan-tri/tai-khoan/lan/go-vai-tro", w->token,
                        FIELDS({ S("_khoa"), form_key(w->cx) }, { S("vai_tro"), role })).status);
    EXPECT_INT(409, ask(w, POST, "/quan-tri/tai-khoan/lan/go-vai-tro", w->token,
                        FIELDS({ S("_khoa"), form_key(w->cx) }, { S("vai_tro"), role })).status);
    EXPECT_INT(303, ask(w, POST, "/quan-tri/tai-khoan/lan/vai-tro", w->token,
                        FIELDS({ S("_khoa"), form_key(w->cx) }, { S("vai_tro"), S("council") })).status);
    EXPECT_INT(422, ask(w, POST, "/quan-tri/tai-khoan/lan/vai-tro", w->token,
                        FIELDS({ S("_khoa"), form_key(w->cx) }, { S("vai_tro"), S("commune") })).status);
    EXPECT_INT(303, ask(w, POST, "/quan-tri/tai-khoan/lan/ket-thuc-phien", w->token,
                        FIELDS({ S("_khoa"), form_key(w->cx) })).status);
    struct resp rs = ask(w, POST, "/quan-tri/tai-khoan/lan/duong-dan", w->token,
                         FIELDS({ S("_khoa"), form_key(w->cx) }));
    EXPECT(rs.status == 200 && str_contains(rs.body, S("/dat-mat-khau/")));
    EXPECT_INT(403, ask(w, POST, "/quan-tri/tai-khoan/lan/duong-dan", w->token,
                        FIELDS({ S("_khoa"), S("bịa") })).status);
    expect_whole_trail(w);
}

TEST(admin, settings_take_effect_at_once)
{
    struct world *w = world(t);
    struct admin_settings now;
    EXPECT_OK(admin_settings_get(w->cx, &now));
    str seen = show(t->a, now.seen);
    struct resp rs = ask(w, POST, "/quan-tri/cai-dat", w->token,
                         FIELDS({ S("_khoa"), form_key(w->cx) }, { S("ten_tinh"), S("Tỉnh Mới") },
                                { S("dia_chi"), S("https://moi.vn/") }, { S("ban"), seen }));
    EXPECT_INT(303, rs.status);
    EXPECT_STR("Tỉnh Mới", house()->province_name);
    EXPECT_STR("https://moi.vn", house()->public_url);
    rs = ask(w, POST, "/quan-tri/cai-dat", w->token,
             FIELDS({ S("_khoa"), form_key(w->cx) }, { S("ten_tinh"), S("Tỉnh Mới") },
                    { S("dia_chi"), S("moi.vn") }));
    EXPECT_INT(422, rs.status);
    EXPECT(str_contains(rs.body, S("chưa đúng")));
    rs = ask(w, POST, "/quan-tri/cai-dat", w->token,
             FIELDS({ S("_khoa"), form_key(w->cx) }, { S("ten_tinh"), S("Tỉnh Khác") },
                    { S("dia_chi"), S("https://moi.vn/") }, { S("ban"), seen }));
    EXPECT_INT(409, rs.status);
    EXPECT(str_contains(rs.body, S("vừa được người khác sửa")));
    EXPECT_STR("Tỉnh Mới", house()->province_name);
}
