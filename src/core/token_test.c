/* token_test.c: keys for other programs: what they open, for how long, and what they never do. */
#include "app/test_world.h"
#include "app/wire.h"
#include "core/token.h"

struct bearer {
    struct actor who;
    str clear;
};

static enum err add_account(struct ctx *cx, const struct account_new *in)
{
    account_id id;
    return account_add(cx, in, &id);
}
DB_TX_HERE(add_account, struct account_new)

static struct bearer *bearer_new(struct world *w, int32_t scope, int32_t days)
{
    struct bearer *b = new(w->a, struct bearer, 1);
    struct account_new in = { .login_name = S("khach"), .name = S("Người Khách"),
                              .password = S("bốn từ rời nhau"),
                              .worn = { ROLE_COMMUNE, S("91/30547/"), { 0 } } };
    EXPECT_OK(add_account_tx(world_as(w, &w->maker), &in));
    EXPECT_OK(account_actor(world_as(w, &ANYONE), S("khach"), &b->who));
    struct token_new t = { .it = { .name = S("Cổng dữ liệu"), .scope = scope, .days = days },
                           .clear = &b->clear };
    EXPECT_OK(token_add_tx(world_as(w, &b->who), &t));
    return b;
}

static enum err who_is(struct world *w, str clear, const struct actor **out)
{
    bool writes;
    return token_actor(world_as(w, &ANYONE), clear, out, &writes);
}

TEST(token, a_token_is_its_owner_with_the_owners_roles)
{
    struct world *w = world_new(t);
    struct bearer *b = bearer_new(w, TOKEN_READS, 30);
    const struct actor *who;
    bool writes;
    EXPECT_OK(token_actor(world_as(w, &ANYONE), b->clear, &who, &writes));
    EXPECT(!writes);
    EXPECT_INT(b->who.account.id, who->account.id);
    EXPECT(actor_reaches(who, MAY(READ_PRODUCT), S("91/30547/"), (producer_id){ 0 }));
    EXPECT(!actor_reaches(who, MAY(READ_PRODUCT), S("91/30307/"), (producer_id){ 0 }));
    WORLD_NUMBER(clear, "SELECT COUNT(*) AS n FROM audit WHERE detail LIKE '%sao_%'");
    EXPECT_INT(0, world_number(w, &clear));
    EXPECT_STR("", world_verify(w));
}

TEST(token, what_is_no_token_or_has_ended_opens_nothing)
{
    struct world *w = world_new(t);
    struct bearer *b = bearer_new(w, TOKEN_WRITES, 2);
    const struct actor *who;
    struct token_rows rows;
    char *other = cstr(t->a, b->clear);
    other[10] = other[10] == '0' ? '1' : '0';
    EXPECT_ERR(ERR_SIGN_IN, who_is(w, str_of(other), &who));
    EXPECT_ERR(ERR_SIGN_IN, who_is(w, S(""), &who));
    EXPECT_ERR(ERR_SIGN_IN, who_is(w, S("sao_"), &who));
    instant began = w->now;
    w->now = instant_add_seconds(began, 2 * 86400 - 1);
    EXPECT_OK(who_is(w, b->clear, &who));
    w->now = instant_add_seconds(began, 2 * 86400);
    EXPECT_ERR(ERR_SIGN_IN, who_is(w, b->clear, &who));
    w->now = began;
    EXPECT_OK(token_list_own(world_as(w, &b->who), &rows));
    EXPECT_INT(1, rows.count);
    EXPECT_ERR(ERR_NOT_FOUND, token_end_tx(world_as(w, &w->province), &rows.at[0].id));
    EXPECT_OK(token_end_tx(world_as(w, &b->who), &rows.at[0].id));
    EXPECT_ERR(ERR_SIGN_IN, who_is(w, b->clear, &who));
}

TEST(token, a_switched_off_account_takes_its_tokens_along)
{
    struct world *w = world_new(t);
    struct bearer *b = bearer_new(w, TOKEN_READS, 30);
    const struct actor *who;
    EXPECT_OK(world_sql(w, "UPDATE account SET active = 0 WHERE login_name = 'khach'"));
    EXPECT_ERR(ERR_SIGN_IN, who_is(w, b->clear, &who));
}

/* Through the whole dispatch: as a program asks. */
static int answer(struct world *w, enum method method, const char *path, str clear, str *body)
{
    struct req_pair heads[] = { { S("authorization"), join(w->a, S("Bearer "), clear) },
                                { S("accept"), S("application/json") },
                                { S("content-type"), S("application/json") } };
    struct req *rq = new(w->a, struct req, 1);
    struct resp rs = { 0 };
    *rq = (struct req){ .method = method, .target = str_of(path), .path = str_of(path),
                        .client = S("192.0.2.1"), .headers = { heads, COUNT_OF(heads) },
                        .body = S("{}") };
    wire_routes();
    dispatch_answer(NULL, w->a, rq, &rs);
    *body = rs.body;
    return rs.status ? rs.status : 200;
}

TEST(token, it_works_at_the_json_interface_alone_and_within_its_scope)
{
    struct world *w = world_with_product(t);
    w->now = house_now();                      /* the clock that requests are answered by */
    struct bearer *b = bearer_new(w, TOKEN_READS, 30);
    str body, product = join(t->a, S("/api/v1/products/"), w->product_code);
    EXPECT_INT(200, answer(w, GET, cstr(t->a, product), b->clear, &body));
    EXPECT(str_contains(body, S("\"name\":\"Mật ong rừng tràm\"")));
    EXPECT_INT(403, answer(w, GET, "/viec", b->clear, &body));
    EXPECT(str_contains(body, S("TOKEN_PLACE")));
    EXPECT_INT(403, answer(w, POST, "/api/v1/products", b->clear, &body));
    EXPECT(str_contains(body, S("TOKEN_READS")));
    EXPECT_INT(401, answer(w, GET, cstr(t->a, product), S("sao_xyz"), &body));
    EXPECT(str_contains(body, S("TOKEN_WRONG")));
}

TEST(token, one_that_writes_needs_no_further_key_and_its_mistakes_are_told)
{
    struct world *w = world_with_product(t);
    w->now = house_now();                      /* the clock that requests are answered by */
    struct bearer *b = bearer_new(w, TOKEN_WRITES, 30);
    str body;
    EXPECT_INT(422, answer(w, POST, "/api/v1/products", b->clear, &body));
    EXPECT(str_contains(body, S("\"field\":")));
    EXPECT(str_contains(body, S("name")) || str_contains(body, S("ten")));
}

static enum err end_logins(struct ctx *cx, const account_id *id)
{
    return account_end_logins(cx, *id);
}
DB_TX_HERE(end_logins, account_id)

TEST(token, what_shuts_a_stranger_out_ends_the_tokens_too)
{
    struct world *w = world_new(t);
    struct bearer *b = bearer_new(w, TOKEN_WRITES, 30);
    const struct actor *who;
    EXPECT_OK(who_is(w, b->clear, &who));
    EXPECT_OK(end_logins_tx(world_as(w, &w->admin), &b->who.account));
    EXPECT_ERR(ERR_SIGN_IN, who_is(w, b->clear, &who));
}
