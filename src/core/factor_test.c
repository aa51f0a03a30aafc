/* factor_test.c: codes against the published vectors, and the second step of signing in. */
#include "app/test_world.h"
#include "base/hash.h"
#include "core/factor.h"

#define PASSWORD "bốn từ rời nhau"

/* RFC 6238, appendix B: SHA-1, the last six of its eight digits. */
TEST(factor, codes_are_those_of_rfc_6238)
{
    static const struct {
        int64_t time;
        int32_t code;
    } cases[] = {
        { 59, 287082 },        { 1111111109, 81804 }, { 1111111111, 50471 },
        { 1234567890, 5924 },  { 2000000000, 279037 }, { 20000000000, 353130 },
    };
    bytes secret = { (const uint8_t *)"12345678901234567890", 20 };
    for (int i = 0; i < COUNT_OF(cases); i++)
        EXPECT_INT(cases[i].code, factor_code(secret, cases[i].time / 30));
}

/* RFC 4648, section 10, without padding. */
TEST(factor, secrets_are_spelled_as_rfc_4648_says)
{
    static const char *const pairs[][2] = {
        { "", "" },           { "f", "MY" },           { "fo", "MZXQ" },         { "foo", "MZXW6" },
        { "foob", "MZXW6YQ" }, { "fooba", "MZXW6YTB" }, { "foobar", "MZXW6YTBOI" },
    };
    for (int i = 0; i < COUNT_OF(pairs); i++) {
        str s = str_of(pairs[i][0]);
        EXPECT_STR(pairs[i][1], base32(t->a, (bytes){ (const uint8_t *)s.at, s.len }));
    }
}

/* A person with a password whose phone makes codes. */
struct holder {
    struct actor who;
    bytes secret;
    str spares[FACTOR_SPARES];
    struct login_try try;
    str ticket;
};

static bytes unbase32(struct arena *a, str spelled)
{
    uint8_t *at = new(a, uint8_t, 32);
    ptrdiff_t n = 0;
    uint32_t rest = 0;
    int bits = 0;
    for (ptrdiff_t i = 0; i < spelled.len; i++) {
        char c = spelled.at[i];
        if (c == ' ')
            continue;
        rest = rest << 5 | (uint32_t)(c >= 'A' ? c - 'A' : c - '2' + 26);
        bits += 5;
        if (bits >= 8) {
            at[n++] = (uint8_t)(rest >> (bits - 8));
            bits -= 8;
        }
    }
    return (bytes){ at, n };
}

static str code_at(struct world *w, const struct holder *h, int64_t steps_away)
{
    char digits[7] = "000000";
    int32_t n = factor_code(h->secret, w->now.us / 1000000 / 30 + steps_away);
    for (int i = 5; i >= 0; i--, n /= 10)
        digits[i] = (char)('0' + n % 10);
    return str_copy(w->a, str_of(digits));
}

static enum err add_account(struct ctx *cx, const struct account_new *in)
{
    account_id id;
    return account_add(cx, in, &id);
}
DB_TX_HERE(add_account, struct account_new)

static struct holder *holder_new(struct world *w)
{
    struct holder *h = new(w->a, struct holder, 1);
    struct account_new in = { .login_name = S("khach"), .name = S("Người Khách"),
                              .password = S(PASSWORD),
                              .worn = { ROLE_COMMUNE, S("91/30547/"), { 0 } } };
    struct factor f;
    bool found;
    EXPECT_OK(add_account_tx(world_as(w, &w->maker), &in));
    EXPECT_OK(account_actor(world_as(w, &ANYONE), S("khach"), &h->who));
    EXPECT_OK(factor_begin_tx(world_as(w, &h->who)));
    EXPECT_OK(factor_of(w->cx, h->who.account, &f, &found));
    EXPECT(found && !factor_on(&f));
    h->secret = unbase32(w->a, factor_secret(w->a, &f));
    EXPECT_INT(20, h->secret.len);
    h->try = (struct login_try){ S("khach"), S(PASSWORD), S("10.0.0.1"), S("thử"), &h->ticket };
    return h;
}

static struct holder *holder_on(struct world *w)
{
    struct holder *h = holder_new(w);
    struct factor_confirm in = { code_at(w, h, 0), h->spares };
    EXPECT_OK(factor_confirm_tx(world_as(w, &h->who), &in));
    return h;
}

TEST(factor, one_that_is_not_confirmed_asks_nobody_and_a_wrong_code_does_not_confirm)
{
    struct world *w = world_new(t);
    struct holder *h = holder_new(w);
    struct ctx *cx = world_as(w, &h->who);
    str wrong = str_equal(code_at(w, h, 0), S("000000")) ? S("000001") : S("000000"), token;
    EXPECT_ERR(ERR_INPUT,
               factor_confirm_tx(cx, &(struct factor_confirm){ wrong, h->spares }));
    EXPECT_TEXT(cx, "Mã này không đúng, đã hết hạn hoặc đã dùng rồi.");
    EXPECT_OK(login_open(world_as(w, &ANYONE), &h->try, &token));
    EXPECT_INT(64, token.len);
    EXPECT_INT(0, h->ticket.len);
}

TEST(factor, after_the_password_a_code_opens_the_visit_once)
{
    struct world *w = world_new(t);
    struct holder *h = holder_on(w);
    const struct actor *who;
    str token, again;
    w->now = instant_add_seconds(w->now, 60);
    EXPECT_OK(login_open(world_as(w, &ANYONE), &h->try, &token));
    EXPECT_INT(0, token.len);
    EXPECT(h->ticket.len > 0);
    str code = code_at(w, h, 0);
    EXPECT_OK(login_open_with_code(world_as(w, &ANYONE), &h->try, h->ticket, code, &token));
    EXPECT_OK(login_actor(world_as(w, &ANYONE), token, &who));
    EXPECT_INT(h->who.account.id, who->account.id);
    EXPECT_ERR(ERR_INPUT,
               login_open_with_code(world_as(w, &ANYONE), &h->try, h->ticket, code, &again));
    EXPECT_STR("", world_verify(w));
}

TEST(factor, codes_of_the_step_before_and_after_count_and_no_others)
{
    static const struct {
        int64_t away;
        enum err want;
    } cases[] = { { -2, ERR_INPUT }, { -1, OK }, { 2, ERR_INPUT }, { 1, OK } };
    struct world *w = world_new(t);
    struct holder *h = holder_on(w);
    str token;
    for (int i = 0; i < COUNT_OF(cases); i++) {
        w->now = instant_add_seconds(w->now, 300);
        EXPECT_OK(login_open(world_as(w, &ANYONE), &h->try, &token));
        EXPECT_ERR(cases[i].want, login_open_with_code(world_as(w, &ANYONE), &h->try, h->ticket,
                                                       code_at(w, h, cases[i].away), &token));
    }
}

TEST(factor, a_spare_code_works_once_however_it_is_typed)
{
    struct world *w = world_new(t);
    struct holder *h = holder_on(w);
    struct factor f;
    bool found;
    str token;
    EXPECT_OK(login_open(world_as(w, &ANYONE), &h->try, &token));
    str typed = join(t->a, S(" "), str_sub(h->spares[3], 0, 5), S(" "),
                     str_after(h->spares[3], 6));
    EXPECT_OK(login_open_with_code(world_as(w, &ANYONE), &h->try, h->ticket, typed, &token));
    EXPECT_ERR(ERR_INPUT, login_open_with_code(world_as(w, &ANYONE), &h->try, h->ticket,
                                               h->spares[3], &token));
    EXPECT_OK(login_open_with_code(world_as(w, &ANYONE), &h->try, h->ticket, h->spares[7],
                                   &token));
    EXPECT_OK(factor_of(w->cx, h->who.account, &f, &found));
    EXPECT_INT(FACTOR_SPARES - 2, factor_spares_left(&f));
}

TEST(factor, a_ticket_ends_after_five_minutes_and_is_for_its_account_alone)
{
    struct world *w = world_new(t);
    struct holder *h = holder_on(w);
    account_id out;
    str token;
    EXPECT_OK(login_open(world_as(w, &ANYONE), &h->try, &token));
    char *other = cstr(t->a, h->ticket);
    other[0] = other[0] == '9' ? '8' : '9';
    EXPECT(!factor_ticket_read(w->cx, str_of(other), &out));
    EXPECT(!factor_ticket_read(w->cx, S(""), &out));
    EXPECT(!factor_ticket_read(w->cx, S("1.9999999999999999"), &out));
    w->now = instant_add_seconds(w->now, 299);
    EXPECT(factor_ticket_read(world_as(w, &ANYONE), h->ticket, &out));
    w->now = instant_add_seconds(w->now, 1);
    struct ctx *cx = world_as(w, &ANYONE);
    EXPECT_ERR(ERR_STATE, login_open_with_code(cx, &h->try, h->ticket, code_at(w, h, 0), &token));
    EXPECT_TEXT(cx, "Đã quá 5 phút kể từ khi nhập mật khẩu.");
}

TEST(factor, ten_wrong_codes_shut_even_the_right_one_out_for_a_quarter_of_an_hour)
{
    struct world *w = world_new(t);
    struct holder *h = holder_on(w);
    str token;
    w->now = instant_add_seconds(w->now, 60);
    EXPECT_OK(login_open(world_as(w, &ANYONE), &h->try, &token));
    for (int i = 0; i < 10; i++)
        EXPECT_ERR(ERR_INPUT, login_open_with_code(world_as(w, &ANYONE), &h->try, h->ticket,
                                                   S("zzzzzz"), &token));
    EXPECT_ERR(ERR_BUSY, login_open_with_code(world_as(w, &ANYONE), &h->try, h->ticket,
                                              code_at(w, h, 0), &token));
    w->now = instant_add_seconds(w->now, 15 * 60);
    EXPECT_OK(login_open(world_as(w, &ANYONE), &h->try, &token));
    EXPECT_OK(login_open_with_code(world_as(w, &ANYONE), &h->try, h->ticket, code_at(w, h, 0),
                                   &token));
}

TEST(factor, it_is_turned_off_by_a_code_or_by_an_administrator)
{
    struct world *w = world_new(t);
    struct holder *h = holder_on(w);
    str token, code = S("000000");
    w->now = instant_add_seconds(w->now, 60);
    EXPECT_ERR(ERR_STATE, factor_begin_tx(world_as(w, &h->who)));
    if (str_equal(code_at(w, h, 0), code))
        code = S("000001");
    EXPECT_ERR(ERR_INPUT, factor_end_tx(world_as(w, &h->who), &code));
    code = code_at(w, h, 0);
    EXPECT_OK(factor_end_tx(world_as(w, &h->who), &code));
    EXPECT_OK(login_open(world_as(w, &ANYONE), &h->try, &token));
    EXPECT_INT(64, token.len);
    EXPECT_OK(factor_begin_tx(world_as(w, &h->who)));
    EXPECT_STR("", world_verify(w));
}

TEST(factor, wrong_codes_count_where_it_is_turned_off_too)
{
    struct world *w = world_new(t);
    struct holder *h = holder_on(w);
    str wrong = S("zzzzzz"), code;
    w->now = instant_add_seconds(w->now, 60);
    for (int i = 0; i < 10; i++)
        EXPECT_ERR(ERR_INPUT, factor_end_tx(world_as(w, &h->who), &wrong));
    code = code_at(w, h, 0);
    EXPECT_ERR(ERR_BUSY, factor_end_tx(world_as(w, &h->who), &code));
}

TEST(factor, the_drawing_is_a_square_of_dark_modules)
{
    str svg = qr_drawing(t->a, S("otpauth://totp/x?secret=MZXW6YTBOI")).text;
    EXPECT(str_starts(svg, S("<svg class=\"qr\" viewBox=\"0 0 ")));
    EXPECT(str_contains(svg, S("M4 4h1v1h-1z")));
    EXPECT(!str_contains(svg, S("M3 ")));
}

/* -- a person's own data ----------------------------------------------------------------------- */

static enum err forget(struct ctx *cx, const account_id *id)
{
    return account_forget(cx, *id);
}
DB_TX_HERE(forget, account_id)

TEST(factor, a_person_that_is_forgotten_leaves_no_name_and_the_trail_whole)
{
    struct world *w = world_new(t);
    struct holder *h = holder_on(w);
    struct actor gone;
    str token, own;
    EXPECT_OK(account_own_data(world_as(w, &h->who), &own));
    EXPECT(str_contains(own, S("\"name\":\"Người Khách\"")));
    EXPECT(str_contains(own, S("\"role\":\"commune\"")));
    EXPECT_OK(forget_tx(world_as(w, &w->admin), &h->who.account));
    EXPECT_ERR(ERR_NOT_FOUND, account_actor_by_id(w->cx, h->who.account, &gone));
    EXPECT_ERR(ERR_INPUT, login_open(world_as(w, &ANYONE), &h->try, &token));
    WORLD_NUMBER(named, "SELECT COUNT(*) AS n FROM account WHERE name LIKE '%Khách%' "
                        "OR login_name = 'khach' OR search_folded LIKE '%khach%'");
    WORLD_NUMBER(told, "SELECT COUNT(*) AS n FROM audit WHERE detail LIKE '%Khách%'");
    WORLD_NUMBER(worn, "SELECT COUNT(*) AS n FROM account_role r JOIN account a ON a.id = r.account "
                       "WHERE a.name LIKE 'Người dùng đã xóa số %' AND r.ended_at = 0");
    EXPECT_INT(0, world_number(w, &named));
    EXPECT_INT(0, world_number(w, &worn));
    EXPECT_INT(0, world_number(w, &told));
    EXPECT_STR("", world_verify(w));
}
