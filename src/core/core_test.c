/* core_test.c: what every room leans on: statements, rights, forms, keys, sign-in, the trail. */
#include "core/core.h"

#include "app/test_world.h"
#include "base/conf.h"
#include "base/file.h"
#include "base/hash.h"

/* -- statements ------------------------------------------------------------------------------- */

TEST(core, every_statement_is_prepared_by_this_engine_as_the_weaver_believes)
{
    struct world *w = world_new(t);
    int count = 0;
    for (; all_statements[count]; count++) {
        str why = S("");
        if (!db_statement_fits(w->cx->db, t->a, all_statements[count], &why))
            test_fail(__FILE__, __LINE__, "%.*s", (int)why.len, why.at);
    }
    EXPECT(count > 100);
}

TEST(core, every_audited_table_gives_one_row_by_its_id)
{
    struct world *w = world_new(t);
    int count = 0;
    for (; audited_tables[count]; count++) {
        struct db_value none = db_give_int(0);
        struct db_rows rows;
        EXPECT_INT(1, audited_tables[count]->row->args);
        EXPECT_OK(db_run(w->cx->db, t->a, audited_tables[count]->row, &none, &rows));
        EXPECT_INT(0, rows.count);
        EXPECT(rows.columns > 0);
    }
    EXPECT(count >= 15);
}

/* -- rights ----------------------------------------------------------------------------------- */

/* One row a right: who has it, in the order producer, commune, province, council, admin. */
static const struct {
    enum right right;
    const char *has;
} right_rows[] = {
    { MAY(SIGNED_IN), "pcvha" },       { MAY(READ_PRODUCT), "pcv--" },
    { MAY(EDIT_PRODUCER), "-cv--" },   { MAY(EDIT_PRODUCT), "pcv--" },
    { MAY(READ_DOSSIER), "pcv--" },    { MAY(PREPARE_DOSSIER), "p----" },
    { MAY(RECEIVE_DOSSIER), "-c---" }, { MAY(CHECK_DOSSIER), "--v--" },
    { MAY(CALL_MEETING), "--v--" },    { MAY(SIT), "---h-" },
    { MAY(SIT_OR_CALL), "--vh-" },     { MAY(DECIDE), "--v--" },
    { MAY(PUBLISH), "--v--" },
    { MAY(IMPORT), "-cv--" },          { MAY(READ_PLACE), "-cv-a" },
    { MAY(ADMIN), "----a" },
};

TEST(core, each_role_has_exactly_its_rights)
{
    static const enum role roles[] = { ROLE_PRODUCER, ROLE_COMMUNE, ROLE_PROVINCE, ROLE_COUNCIL,
                                       ROLE_ADMIN };
    EXPECT_INT(ROLE_COUNT - 1, COUNT_OF(roles));
    EXPECT_INT(MAY(ADMIN) - RIGHT_PUBLIC, COUNT_OF(right_rows));
    for (ptrdiff_t i = 0; i < COUNT_OF(right_rows); i++)
        for (ptrdiff_t k = 0; k < COUNT_OF(roles); k++)
            if (role_has(roles[k], right_rows[i].right) != (right_rows[i].has[k] != '-'))
                test_fail(__FILE__, __LINE__, "right %d, role %s", (int)right_rows[i].right,
                          role_word(roles[k]).at);
    for (ptrdiff_t k = 0; k < COUNT_OF(roles); k++) {
        EXPECT(role_has(roles[k], RIGHT_PUBLIC));
        EXPECT(!role_has(roles[k], RIGHT_NONE));
        EXPECT_INT(roles[k], role_of_word(role_word(roles[k])));
    }
    EXPECT_INT(ROLE_NONE, role_of_word(S("")));
    EXPECT_INT(ROLE_NONE, role_of_word(S("Commune")));
}

TEST(core, the_public_may_nothing_but_what_everybody_may)
{
    EXPECT(actor_may(&ANYONE, ANYBODY));
    for (ptrdiff_t i = 0; i < COUNT_OF(right_rows); i++)
        EXPECT(!actor_may(&ANYONE, right_rows[i].right));
    EXPECT(!actor_may(&ANYONE, RIGHT_NONE));
    EXPECT_STR("-", actor_scope(t->a, &ANYONE, MAY(READ_PRODUCT)).like);
    EXPECT(!actor_reaches(&ANYONE, MAY(READ_PRODUCT), S("91/"), (producer_id){ 1 }));
}

TEST(core, an_officer_reaches_their_own_area_and_not_the_next)
{
    struct worn worn[] = { { ROLE_COMMUNE, S("91/30547/"), { 0 } } };
    struct actor who = { .worn = { worn, 1 } };
    struct scope s = actor_scope(t->a, &who, MAY(READ_PRODUCT));
    EXPECT_STR("91/30547/%", s.like);
    EXPECT_INT(0, s.own.id);
    EXPECT(actor_reaches(&who, MAY(EDIT_PRODUCT), S("91/30547/"), (producer_id){ 7 }));
    EXPECT(!actor_reaches(&who, MAY(EDIT_PRODUCT), S("91/30546/"), (producer_id){ 7 }));
    EXPECT(!actor_reaches(&who, MAY(EDIT_PRODUCT), S("91/305471/"), (producer_id){ 7 }));
    EXPECT(!actor_reaches(&who, MAY(EDIT_PRODUCT), S("91/"), (producer_id){ 7 }));
    EXPECT(!actor_reaches(&who, MAY(EDIT_PRODUCT), S("92/30547/"), (producer_id){ 7 }));
    EXPECT(!actor_reaches(&who, MAY(DECIDE), S("91/30547/"), (producer_id){ 7 }));
}

TEST(core, a_producer_reaches_their_own_things_and_not_the_neighbours)
{
    struct worn worn[] = { { ROLE_PRODUCER, S(""), { 7 } } };
    struct actor who = { .worn = { worn, 1 } };
    struct scope s = actor_scope(t->a, &who, MAY(READ_DOSSIER));
    EXPECT_STR("%", s.like);
    EXPECT_INT(7, s.own.id);
    EXPECT(actor_reaches(&who, MAY(PREPARE_DOSSIER), S("91/30547/"), (producer_id){ 7 }));
    EXPECT(!actor_reaches(&who, MAY(PREPARE_DOSSIER), S("91/30547/"), (producer_id){ 8 }));
    EXPECT(!actor_reaches(&who, MAY(PREPARE_DOSSIER), S("91/30547/"), (producer_id){ 0 }));
}

TEST(core, of_two_roles_the_wider_area_counts)
{
    struct worn worn[] = { { ROLE_PRODUCER, S(""), { 7 } },
                           { ROLE_COMMUNE, S("91/30547/"), { 0 } },
                           { ROLE_PROVINCE, S("91/"), { 0 } } };
    struct actor who = { .worn = { worn, 3 } };
    EXPECT_STR("91/%", actor_scope(t->a, &who, MAY(READ_PRODUCT)).like);
    EXPECT_INT(0, actor_scope(t->a, &who, MAY(READ_PRODUCT)).own.id);
    EXPECT_INT(7, actor_scope(t->a, &who, MAY(PREPARE_DOSSIER)).own.id);
    EXPECT_STR("91/30547/%", actor_scope(t->a, &who, MAY(RECEIVE_DOSSIER)).like);
    who.worn.count = 2;
    EXPECT_STR("91/30547/%", actor_scope(t->a, &who, MAY(READ_PRODUCT)).like);
    EXPECT(actor_reaches(&who, MAY(READ_PRODUCT), S("91/30307/"), (producer_id){ 7 }));
    EXPECT_STR("-", actor_scope(t->a, &who, MAY(ADMIN)).like);
}

/* -- forms ------------------------------------------------------------------------------------ */

struct sample {
    str name;
    str story;
    int32_t days;
    bool tick;
    int32_t kind;
    date day;
    date maybe;
    str code;
    int64_t version;
};

static const struct field_choice kinds[] = { { 1, "mot", "Một" }, { 2, "hai", "Hai" }, { 0 } };

static const struct field sample_fields[] = {
    FIELD_TEXT(struct sample, name, "ten", "Tên", .least = 2, .most = 200),
    FIELD_LINES(struct sample, story, "chuyen", "Chuyện", .most = 10, .optional = true),
    FIELD_INT(struct sample, days, "so_ngay", "Số ngày", .least = 1, .most = 3650),
    FIELD_BOOL(struct sample, tick, "co", "Có"),
    FIELD_CHOICE(struct sample, kind, "loai", "Loại", kinds),
    FIELD_DATE(struct sample, day, "ngay", "Ngày"),
    FIELD_DATE(struct sample, maybe, "ngay_khac", "Ngày khác", .optional = true),
    FIELD_CODE(struct sample, code, "ma", "Mã", .optional = true),
    FIELD_HIDDEN(struct sample, version, "ban"),
};
static const struct form sample_form = FORM(sample_fields);

enum { SAMPLE_PAIRS = 8 };

/* A form without fault; a test spoils one field of it. */
static void fill(struct req_pair at[SAMPLE_PAIRS])
{
    const struct req_pair good[SAMPLE_PAIRS] = {
        { S("ten"), S("Mật ong") }, { S("chuyen"), S("Một") },
        { S("so_ngay"), S("30") },  { S("co"), S("on") },
        { S("loai"), S("hai") },    { S("ngay"), S("29/02/2028") },
        { S("ban"), S("4") },       { S("la"), S("không khai báo") },
    };
    for (int i = 0; i < SAMPLE_PAIRS; i++)
        at[i] = good[i];
}

static enum err take(struct ctx *cx, struct req_pair *at, ptrdiff_t count, struct sample *out)
{
    *out = (struct sample){ 0 };
    return form_take_pairs(cx, &sample_form, &(struct req_pairs){ at, count }, out);
}

/* What is said when that field alone is typed otherwise; empty = taken. */
static str said_of(struct world *w, const char *field, str typed, struct sample *out)
{
    struct req_pair at[SAMPLE_PAIRS + 1];
    struct ctx *cx = world_as(w, &w->producer);
    ptrdiff_t count = SAMPLE_PAIRS;
    fill(at);
    for (int i = 0; i < SAMPLE_PAIRS; i++)
        if (str_is(at[i].name, field)) {
            at[i].value = typed;
            field = "";
        }
    if (*field)
        at[count++] = (struct req_pair){ str_of(field), typed };
    enum err e = take(cx, at, count, out);
    EXPECT((e == OK) == (cx->fault->count == 0));
    EXPECT(e == OK || e == ERR_INPUT);
    return world_said(cx);
}

TEST(core, a_form_without_fault_fills_every_member)
{
    struct world *w = world_new(t);
    struct req_pair at[SAMPLE_PAIRS];
    struct sample got;
    fill(at);
    EXPECT_OK(take(w->cx, at, SAMPLE_PAIRS, &got));
    EXPECT_STR("Mật ong", got.name);
    EXPECT_STR("Một", got.story);
    EXPECT_INT(30, got.days);
    EXPECT(got.tick);
    EXPECT_INT(2, got.kind);
    EXPECT_INT(date_of(2028, 2, 29).days, got.day.days);
    EXPECT(!date_known(got.maybe));
    EXPECT_STR("", got.code);
    EXPECT_INT(4, got.version);
}

TEST(core, a_form_tells_all_its_faults_at_once)
{
    struct world *w = world_new(t);
    struct sample got;
    EXPECT_ERR(ERR_INPUT, take(w->cx, NULL, 0, &got));
    EXPECT_INT(4, w->cx->fault->count);
    EXPECT_STR("Hãy điền “Tên”.", fault_of(w->cx->fault, S("ten")));
    EXPECT_STR("Hãy điền “Số ngày”.", fault_of(w->cx->fault, S("so_ngay")));
    EXPECT_STR("Hãy điền “Loại”.", fault_of(w->cx->fault, S("loai")));
    EXPECT_STR("Hãy điền “Ngày”.", fault_of(w->cx->fault, S("ngay")));
    EXPECT_STR("", fault_of(w->cx->fault, S("chuyen")));
}

TEST(core, typed_text_becomes_nfc_and_loses_control_characters)
{
    struct world *w = world_new(t);
    struct sample got;
    EXPECT_STR("",
               said_of(w, "ten", S("  Ma\xCC\xA3\xCC\x82t ong "), &got)); /* a + dot + circumflex */
    EXPECT_STR("Mật ong", got.name);
    EXPECT_STR("", said_of(w, "ten", S("Mật\x01 o\x7Fng\x1B"), &got));
    EXPECT_STR("Mật ong", got.name);
    EXPECT_STR("", said_of(w, "ten", S("Mật\r\nong"), &got));
    EXPECT_STR("Mật ong", got.name);
    EXPECT_STR("", said_of(w, "ten", S("\xE2\x80\xAEMật\xE2\x80\x8B ong"),
                           &got)); /* turned about, no width */
    EXPECT_STR("Mật ong", got.name);
    EXPECT_STR("", said_of(w, "chuyen", S("Một\r\nHai"), &got));
    EXPECT_STR("Một\nHai", got.story);
}

TEST(core, text_that_is_not_utf8_is_refused)
{
    struct world *w = world_new(t);
    struct sample got;
    static const char *const broken[] = { "M\xFFt ong", "M\xC3", "\xC0\xAF\xC0\xAF",
                                          "\xED\xA0\x80x", "\xF4\x90\x80\x80x" };
    for (ptrdiff_t i = 0; i < COUNT_OF(broken); i++) {
        EXPECT_STR("“Tên” chứa ký tự bị hỏng.", said_of(w, "ten", str_of(broken[i]), &got));
        EXPECT_STR("", got.name);
    }
}

static str repeated(struct arena *a, const char *piece, int count)
{
    struct out *o = out_new(a, .max_bytes = 1 << 20);
    for (int i = 0; i < count; i++)
        put(o, str_of(piece));
    return out_str(o);
}

TEST(core, limits_are_measured_in_characters_on_both_sides)
{
    struct world *w = world_new(t);
    struct sample got;
    EXPECT_STR("“Tên” cần ít nhất 2 ký tự.", said_of(w, "ten", S("ậ"), &got));
    EXPECT_STR("", said_of(w, "ten", S("ậậ"), &got));
    EXPECT_STR("", said_of(w, "ten", repeated(t->a, "ậ", 200), &got));
    EXPECT_STR("“Tên” có 201 ký tự, tối đa 200.",
               said_of(w, "ten", repeated(t->a, "ậ", 201), &got));
    EXPECT_STR("Hãy điền “Tên”.", said_of(w, "ten", S(" \t "), &got));
    EXPECT_STR("",
               said_of(w, "ten", join(t->a, S("   "), repeated(t->a, "ậ", 200), S("  ")), &got));
    EXPECT_STR("", said_of(w, "chuyen", repeated(t->a, "đ", 10), &got));
    EXPECT_STR("“Chuyện” có 11 ký tự, tối đa 10.",
               said_of(w, "chuyen", repeated(t->a, "đ", 11), &got));
}

TEST(core, numbers_are_whole_and_within_their_range)
{
    struct world *w = world_new(t);
    struct sample got;
    EXPECT_STR("", said_of(w, "so_ngay", S("1"), &got));
    EXPECT_STR("", said_of(w, "so_ngay", S("3650"), &got));
    EXPECT_INT(3650, got.days);
    EXPECT_STR("“Số ngày” cần từ 1 đến 3650.", said_of(w, "so_ngay", S("0"), &got));
    EXPECT_STR("“Số ngày” cần từ 1 đến 3650.", said_of(w, "so_ngay", S("3651"), &got));
    EXPECT_STR("“Số ngày” cần từ 1 đến 3650.", said_of(w, "so_ngay", S("-1"), &got));
    EXPECT_STR("“Số ngày” cần từ 1 đến 3650.", said_of(w, "so_ngay", S("4294967297"), &got));
    static const char *const no_numbers[] = { "1.5", "1e3", "0x10",
                                              "ba",  "1 2", "99999999999999999999" };
    for (ptrdiff_t i = 0; i < COUNT_OF(no_numbers); i++)
        EXPECT_STR("“Số ngày” cần là một số nguyên.",
                   said_of(w, "so_ngay", str_of(no_numbers[i]), &got));
}

TEST(core, days_choices_and_codes_must_exist)
{
    struct world *w = world_new(t);
    struct sample got;
    EXPECT_STR("", said_of(w, "ngay", S("2026-08-05"), &got));
    EXPECT_STR("“Ngày” cần là ngày dạng 31/12/2026.", said_of(w, "ngay", S("29/02/2026"), &got));
    EXPECT_STR("“Ngày” cần là ngày dạng 31/12/2026.", said_of(w, "ngay", S("5-8-26"), &got));
    EXPECT_STR("“Loại” không có lựa chọn này.", said_of(w, "loai", S("ba"), &got));
    EXPECT_STR("“Loại” không có lựa chọn này.", said_of(w, "loai", S("2"), &got));
    str code = code_make(t->a);
    EXPECT_STR("", said_of(w, "ma", str_ascii_lower(t->a, code_show(t->a, code)), &got));
    EXPECT(str_equal(code, got.code));
    EXPECT_STR("“Mã” không đúng mã.", said_of(w, "ma", str_sub(code, 0, 11), &got));
    EXPECT_STR("", said_of(w, "ban", S("không phải số"), &got));
    EXPECT_INT(0, got.version);
}

static enum err take_json(struct world *w, const char *body, struct sample *out, struct ctx **cx)
{
    struct req_pair header = { S("Content-Type"), S("application/json; charset=utf-8") };
    struct req rq = { .method = POST, .headers = { &header, 1 }, .body = str_of(body) };
    *cx = world_as(w, &w->producer);
    (*cx)->visit->form = &sample_form;
    *out = (struct sample){ 0 };
    return form_take(*cx, &rq, out);
}

TEST(core, json_obeys_the_same_table)
{
    struct world *w = world_new(t);
    struct sample got;
    struct ctx *cx;
    EXPECT_OK(
        take_json(w,
                  "{\"name\":\"Ma\\u0323\\u0302t ong\",\"days\":30,\"tick\":true,\"kind\":\"mot\","
                  "\"day\":\"2026-08-05\",\"story\":null,\"version\":9,\"stranger\":[1]}",
                  &got, &cx));
    EXPECT_STR("Mật ong", got.name);
    EXPECT_INT(30, got.days);
    EXPECT(got.tick);
    EXPECT_INT(9, got.version);
    EXPECT_ERR(ERR_INPUT, take_json(w, "{}", &got, &cx));
    EXPECT_INT(4, cx->fault->count);
}

TEST(core, json_of_wrong_kinds_is_refused_beside_its_field)
{
    struct world *w = world_new(t);
    struct sample got;
    struct ctx *cx;
    static const char *const wrong[] = { "[\"Mật ong\"]", "{\"a\":1}", "1.5" };
    for (ptrdiff_t i = 0; i < COUNT_OF(wrong); i++) {
        str body = join(t->a, S("{\"days\":30,\"kind\":\"mot\",\"day\":\"2026-08-05\",\"name\":"),
                        str_of(wrong[i]), S("}"));
        EXPECT_ERR(ERR_INPUT, take_json(w, cstr(t->a, body), &got, &cx));
        EXPECT_INT(1, cx->fault->count);
        EXPECT_STR("“Tên” chứa ký tự bị hỏng.", fault_of(cx->fault, S("ten")));
    }
    EXPECT_ERR(
        ERR_INPUT,
        take_json(w, "{\"name\":\"Mật ong\",\"days\":1.5,\"kind\":1,\"day\":20260805}", &got, &cx));
    EXPECT_INT(3, cx->fault->count);
}

TEST(core, what_is_not_a_json_object_is_refused_as_a_whole)
{
    struct world *w = world_new(t);
    struct sample got;
    struct ctx *cx;
    static const char *const wrong[] = { "",
                                         "[]",
                                         "\"a\"",
                                         "{\"name\":",
                                         "{\"name\":\"a\",}",
                                         "{} {}",
                                         "{\"name\":\"\xFF\"}",
                                         "{\"name\":\"a\",\"name\":\"b\"}" };
    for (ptrdiff_t i = 0; i < COUNT_OF(wrong); i++) {
        EXPECT_ERR(ERR_INPUT, take_json(w, wrong[i], &got, &cx));
        EXPECT_INT(1, cx->fault->count);
        EXPECT_STR("FORM_BAD_JSON", cx->fault->rows[0].code);
    }
}

TEST(core, a_form_key_fits_its_own_sign_in_only)
{
    struct world *w = world_new(t);
    struct ctx *mine = world_as(w, &w->producer);
    struct ctx *theirs = world_as(w, &w->commune);
    struct ctx *public = world_as(w, &ANYONE);
    str key = form_key(mine);
    EXPECT(form_key_fits(mine, key));
    EXPECT(!str_equal(key, form_key(mine)));
    EXPECT(!form_key_fits(theirs, key));
    EXPECT(!form_key_fits(public, key));
    EXPECT(!form_key_fits(mine, form_key(public)));
    EXPECT(form_key_fits(public, form_key(public)));
    EXPECT(!form_key_fits(mine, S("")));
    EXPECT(!form_key_fits(mine, S(".")));
    EXPECT(!form_key_fits(mine, str_sub(key, 0, key.len - 1)));
    EXPECT(!form_key_fits(mine, join(t->a, key, S("0"))));
    char *other = cstr(t->a, key);
    other[3] = other[3] == '0' ? '1' : '0';
    EXPECT(!form_key_fits(mine, str_of(other)));
}

/* -- once ------------------------------------------------------------------------------------- */

struct counted {
    int runs;
    enum err answer;
};

static enum err count_run(struct ctx *cx, const void *in)
{
    struct counted *c = (struct counted *)(uintptr_t)in;
    c->runs++;
    TRY(setting_put(cx, S("runs"), show(cx->a, (int32_t)c->runs)));
    return c->answer;
}

static enum err post_once(struct world *w, const struct actor *who, const char *key,
                          const char *location, struct counted *c, struct ctx **out)
{
    struct ctx *cx = *out = world_as(w, who);
    cx->visit->once_key = str_of(key);
    cx->visit->once_location = str_of(location);
    return tx_run(cx, count_run, c);
}

TEST(core, a_form_that_comes_twice_is_done_once_and_gets_the_first_answer)
{
    struct world *w = world_new(t);
    struct counted c = { 0 };
    struct ctx *cx;
    EXPECT_OK(post_once(w, &w->producer, "khoa", "/mot", &c, &cx));
    EXPECT(!cx->visit->repeated);
    EXPECT_OK(post_once(w, &w->producer, "khoa", "/hai", &c, &cx));
    EXPECT(cx->visit->repeated);
    EXPECT_STR("/mot", cx->visit->once_location);
    EXPECT_INT(1, c.runs);
    EXPECT_OK(post_once(w, &w->producer, "khoa khac", "/ba", &c, &cx));
    EXPECT_OK(post_once(w, &w->producer, "", "/bon", &c, &cx));
    EXPECT_OK(post_once(w, &w->producer, "", "/bon", &c, &cx));
    EXPECT_INT(4, c.runs);
}

TEST(core, a_refused_form_may_come_again_with_the_same_key)
{
    struct world *w = world_new(t);
    struct counted c = { .answer = ERR_STATE };
    struct ctx *cx;
    str kept;
    EXPECT_ERR(ERR_STATE, post_once(w, &w->producer, "khoa", "/mot", &c, &cx));
    EXPECT_OK(setting_get(w->cx, S("runs"), &kept));
    EXPECT_STR("", kept);
    c.answer = OK;
    EXPECT_OK(post_once(w, &w->producer, "khoa", "/mot", &c, &cx));
    EXPECT(!cx->visit->repeated);
    EXPECT_INT(2, c.runs);
}

TEST(core, the_same_key_of_another_person_is_their_own)
{
    struct world *w = world_new(t);
    struct counted c = { 0 };
    struct ctx *cx;
    EXPECT_OK(post_once(w, &w->producer, "1", "/mot", &c, &cx));
    EXPECT_OK(post_once(w, &w->commune, "1", "/hai", &c, &cx));
    EXPECT(!cx->visit->repeated);
    EXPECT_STR("/hai", cx->visit->once_location);
    EXPECT_OK(post_once(w, &ANYONE, "1", "/ba", &c, &cx));
    EXPECT_INT(3, c.runs);
    EXPECT_OK(post_once(w, &w->commune, "1", "/khac", &c, &cx));
    EXPECT(cx->visit->repeated);
    EXPECT_STR("/hai", cx->visit->once_location);
}

static enum err forget(struct ctx *cx, const void *before)
{
    return core_forget(cx, *(const instant *)before);
}

TEST(core, old_keys_are_forgotten_and_young_ones_are_not)
{
    struct world *w = world_new(t);
    struct counted c = { 0 };
    struct ctx *cx;
    EXPECT_OK(post_once(w, &w->producer, "khoa", "/mot", &c, &cx));
    EXPECT_OK(tx_run(w->cx, forget, &w->now));
    EXPECT_OK(post_once(w, &w->producer, "khoa", "/mot", &c, &cx));
    EXPECT(cx->visit->repeated);
    instant later = { w->now.us + 1 };
    EXPECT_OK(tx_run(w->cx, forget, &later));
    EXPECT_OK(post_once(w, &w->producer, "khoa", "/mot", &c, &cx));
    EXPECT(!cx->visit->repeated);
    EXPECT_INT(2, c.runs);
}

/* -- sign-in ---------------------------------------------------------------------------------- */

#define GOOD_PASSWORD "bốn từ rời nhau"

struct guest {
    account_id id;
    struct login_try try;
};

static enum err add_guest(struct ctx *cx, const void *in)
{
    struct guest *g = (struct guest *)(uintptr_t)in;
    struct account_new n = { .login_name = S("khach"),
                             .name = S("Người Khách"),
                             .password = S(GOOD_PASSWORD),
                             .worn = { ROLE_COMMUNE, S("91/30547/"), { 0 } } };
    return account_add(cx, &n, &g->id);
}

static struct guest *guest_new(struct world *w)
{
    struct guest *g = new (w->a, struct guest, 1);
    EXPECT_OK(tx_run(w->cx, add_guest, g));
    g->try = (struct login_try){ .login_name = S("khach"),
                                 .password = S(GOOD_PASSWORD),
                                 .client = S("10.0.0.1"),
                                 .agent = S("thử") };
    return g;
}

static enum err who_is(struct world *w, str token, const struct actor **out)
{
    return login_actor(world_as(w, &ANYONE), token, out);
}

TEST(core, a_right_password_opens_a_visit_with_the_accounts_roles)
{
    struct world *w = world_new(t);
    struct guest *g = guest_new(w);
    const struct actor *who;
    str token;
    g->try.login_name = S("KHÁCH"); /* large letters and marks do not matter */
    EXPECT_OK(login_open(world_as(w, &ANYONE), &g->try, &token));
    EXPECT_INT(64, token.len);
    EXPECT_OK(who_is(w, token, &who));
    EXPECT_INT(g->id.id, who->account.id);
    EXPECT_STR("Người Khách", who->name);
    EXPECT_INT(1, who->worn.count);
    EXPECT(actor_reaches(who, MAY(RECEIVE_DOSSIER), S("91/30547/"), (producer_id){ 0 }));
    EXPECT_OK(who_is(w, S(""), &who));
    EXPECT(who == &ANYONE);
    EXPECT_OK(who_is(w, str_sub(token, 0, 63), &who));
    EXPECT(who == &ANYONE);
    char *other = cstr(t->a, token);
    other[0] = other[0] == '0' ? '1' : '0';
    EXPECT_ERR(ERR_SIGN_IN, who_is(w, str_of(other), &who));
    EXPECT(who == &ANYONE);
}

TEST(core, a_wrong_password_and_an_unknown_name_sound_the_same)
{
    struct world *w = world_new(t);
    struct guest *g = guest_new(w);
    str token;
    static const char *const names[] = { "khach", "nguoila",
                                         "tinh" }; /* tinh has no password yet */
    static const char *const words[] = { "bốn từ rời nhau ", "bốn từ rời nhau", "" };
    for (int i = 0; i < 3; i++) {
        struct ctx *cx = world_as(w, &ANYONE);
        g->try.login_name = str_of(names[i]);
        g->try.password = str_of(words[i]);
        EXPECT_ERR(ERR_INPUT, login_open(cx, &g->try, &token));
        EXPECT_TEXT(cx, "Tên đăng nhập hoặc mật khẩu không đúng.");
    }
}

TEST(core, after_ten_wrong_passwords_even_the_right_one_waits_a_quarter_of_an_hour)
{
    struct world *w = world_new(t);
    struct guest *g = guest_new(w);
    str token;
    g->try.password = S("sai");
    for (int i = 0; i < 10; i++)
        EXPECT_ERR(ERR_INPUT, login_open(world_as(w, &ANYONE), &g->try, &token));
    g->try.password = S(GOOD_PASSWORD);
    struct ctx *cx = world_as(w, &ANYONE);
    EXPECT_ERR(ERR_BUSY, login_open(cx, &g->try, &token));
    EXPECT_TEXT(cx, "Đã thử đăng nhập sai quá nhiều lần.");
    g->try.client = S("10.0.0.2"); /* a meeting room's other addresses go on */
    EXPECT_OK(login_open(world_as(w, &ANYONE), &g->try, &token));
    g->try.client = S("10.0.0.1");
    instant began = w->now;
    w->now = instant_add_seconds(began, 15 * 60 - 1);
    EXPECT_ERR(ERR_BUSY, login_open(world_as(w, &ANYONE), &g->try, &token));
    w->now = instant_add_seconds(began, 15 * 60);
    EXPECT_OK(login_open(world_as(w, &ANYONE), &g->try, &token));
}

TEST(core, nine_wrong_passwords_do_not_shut_anybody_out)
{
    struct world *w = world_new(t);
    struct guest *g = guest_new(w);
    str token;
    g->try.password = S("sai");
    for (int i = 0; i < 9; i++)
        EXPECT_ERR(ERR_INPUT, login_open(world_as(w, &ANYONE), &g->try, &token));
    g->try.password = S(GOOD_PASSWORD);
    EXPECT_OK(login_open(world_as(w, &ANYONE), &g->try, &token));
}

TEST(core, a_visit_ends_when_it_is_not_used)
{
    struct world *w = world_new(t);
    struct guest *g = guest_new(w);
    const struct actor *who;
    str token;
    EXPECT_OK(login_open(world_as(w, &ANYONE), &g->try, &token));
    instant began = w->now;
    w->now = instant_add_seconds(began, conf()->login_idle_min * 60 - 1);
    EXPECT_OK(who_is(w, token, &who));
    w->now = instant_add_seconds(began, conf()->login_idle_min * 60);
    EXPECT_ERR(ERR_SIGN_IN, who_is(w, token, &who));
}

TEST(core, a_visit_in_use_ends_all_the_same_after_its_hours)
{
    struct world *w = world_new(t);
    struct guest *g = guest_new(w);
    const struct actor *who;
    str token;
    EXPECT_OK(login_open(world_as(w, &ANYONE), &g->try, &token));
    EXPECT_OK(world_sql(w, "UPDATE login SET seen_at = ends_at"));
    instant began = w->now;
    w->now = instant_add_seconds(began, conf()->login_hours * 3600 - 1);
    EXPECT_OK(who_is(w, token, &who));
    w->now = instant_add_seconds(began, conf()->login_hours * 3600);
    EXPECT_ERR(ERR_SIGN_IN, who_is(w, token, &who));
}

TEST(core, an_ended_visit_and_a_switched_off_account_are_signed_out)
{
    struct world *w = world_new(t);
    struct guest *g = guest_new(w);
    const struct actor *who;
    str one, two;
    EXPECT_OK(login_open(world_as(w, &ANYONE), &g->try, &one));
    EXPECT_OK(login_open(world_as(w, &ANYONE), &g->try, &two));
    EXPECT_OK(who_is(w, one, &who));
    EXPECT_OK(login_close(world_as(w, who), who->login));
    EXPECT_ERR(ERR_SIGN_IN, who_is(w, one, &who));
    EXPECT_OK(who_is(w, two, &who));
    EXPECT_OK(world_sql(w, "UPDATE account SET active = 0 WHERE login_name = 'khach'"));
    EXPECT_ERR(ERR_SIGN_IN, who_is(w, two, &who));
    EXPECT_ERR(ERR_INPUT, login_open(world_as(w, &ANYONE), &g->try, &two));
}

TEST(core, a_new_password_ends_the_other_visits)
{
    struct world *w = world_new(t);
    struct guest *g = guest_new(w);
    const struct actor *who, *other;
    str one, two;
    EXPECT_OK(login_open(world_as(w, &ANYONE), &g->try, &one));
    EXPECT_OK(login_open(world_as(w, &ANYONE), &g->try, &two));
    EXPECT_OK(who_is(w, one, &who));
    struct password_new in = { .old_password = S("không phải"),
                               .password = S("một câu mới"),
                               .again = S("một câu mới") };
    struct ctx *cx = world_as(w, who);
    EXPECT_ERR(ERR_INPUT, password_set(cx, &in));
    EXPECT_TEXT(cx, "Mật khẩu hiện tại không đúng.");
    in.old_password = S(GOOD_PASSWORD);
    in.password = in.again = S("chín ký t");
    EXPECT_ERR(ERR_INPUT, password_set(world_as(w, who), &in));
    in.password = in.again = S("mười ký tự");
    EXPECT_OK(password_set(world_as(w, who), &in));
    EXPECT_OK(who_is(w, one, &other));
    EXPECT_ERR(ERR_SIGN_IN, who_is(w, two, &other));
    EXPECT_ERR(ERR_INPUT, login_open(world_as(w, &ANYONE), &g->try, &two));
}
