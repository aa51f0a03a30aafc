/* cli_product.c: producers and products from a terminal, by the same field tables as the pages.
 *
 *   saolang product add --as tinh ten="Mật ong" bo_san_pham=… chu_the=<mã>
 *   saolang product list --as tinh [tim=…]       saolang product show CODE --as tinh
 *
 * A command acts as an account (--as LOGIN) with that account's rights; the program has none.
 */
#include "app/cli.h"
#include "criteria/criteria.h"
#include "product/product.h"
#include "web/req.h"

enum { PAIRS_MAX = 64 };

/* The ctx of the account named by --as; NULL, and said why, when there is none. */
static struct ctx *as_account(const struct verb_call *call)
{
    const char *login = verb_option(call, "as");
    if (!login) {
        complain(S("Hãy nêu tài khoản thực hiện: --as TÊN_ĐĂNG_NHẬP."));
        return NULL;
    }
    struct ctx *cx = verb_ctx(call);
    struct actor *who = new(call->a, struct actor, 1);
    if (account_actor(cx, str_of(login), who) == OK) {
        cx->actor = who;
        return cx;
    }
    complain(join(call->a, S("Không có tài khoản “"), str_of(login), S("” đang hoạt động.")));
    ctx_end(cx);
    return NULL;
}

/* name=value words of the command line. */
static struct req_pairs pairs_of(const struct verb_call *call)
{
    struct req_pairs p = { .at = new(call->a, struct req_pair, PAIRS_MAX) };
    for (int n = 0; p.count < PAIRS_MAX; n++) {
        const char *word = verb_word(call, n);
        if (!word)
            return p;
        str value = str_of(word);
        bool pair = str_find(value, '=') > 0;
        str name = str_cut(&value, '=');
        if (pair)
            p.at[p.count++] = (struct req_pair){ name, value };
    }
    return p;
}

static void print_code(const struct verb_call *call, str code)
{
    if (!call->json) {
        say(join(call->a, code_show(call->a, code), S("\n")));
        return;
    }
    say(join(call->a, S("{\"code\":\""), code, S("\"}\n")));
}

int verb_product_add(const struct verb_call *call)
{
    struct ctx *cx = verb_house(call, false) ? as_account(call) : NULL;
    if (!cx)
        return err_exit(ERR_INPUT);
    struct req_pairs pairs = pairs_of(call);
    struct product in = { .code = code_make(cx->a) };
    enum err e = actor_may(cx->actor, MAY(EDIT_PRODUCT))
                     ? form_take_pairs(cx, &product_form, &pairs, &in)
                     : fail(cx, ERR_DENIED, M_DENIED);
    if (e == OK)
        e = product_add_tx(cx, &in);
    if (e == OK)
        print_code(call, in.code);
    int code = verb_end(cx, e);
    house_close();
    return code;
}

int verb_producer_add(const struct verb_call *call)
{
    struct ctx *cx = verb_house(call, false) ? as_account(call) : NULL;
    if (!cx)
        return err_exit(ERR_INPUT);
    struct req_pairs pairs = pairs_of(call);
    struct producer in = { .code = code_make(cx->a) };
    enum err e = actor_may(cx->actor, MAY(EDIT_PRODUCER))
                     ? form_take_pairs(cx, &producer_form, &pairs, &in)
                     : fail(cx, ERR_DENIED, M_DENIED);
    if (e == OK)
        e = producer_add_tx(cx, &in);
    if (e == OK)
        print_code(call, in.code);
    int code = verb_end(cx, e);
    house_close();
    return code;
}

static void print_product(const struct verb_call *call, const struct product *p)
{
    struct json_out w = { .o = out_new(call->a, .max_bytes = 64 << 10) };
    json_open(&w);
    json_pair_str(&w, "code", p->code);
    form_put_json(&w, &product_form, p);
    json_close(&w);
    say(join(call->a, out_str(w.o), S("\n")));
}

int verb_product_show(const struct verb_call *call)
{
    struct ctx *cx = verb_house(call, false) ? as_account(call) : NULL;
    str code = S("");
    struct product p;
    if (!cx)
        return err_exit(ERR_INPUT);
    enum err e = ERR_NOT_FOUND;
    if (verb_word(call, 0) && code_read(cx->a, str_of(verb_word(call, 0)), &code))
        e = product_by_code(cx, code, &p);
    if (e == OK)
        print_product(call, &p);
    int exit_code = verb_end(cx, e);
    house_close();
    return exit_code;
}

static enum err list_all(const struct verb_call *call, struct ctx *cx, str typed)
{
    struct product_query q = { .typed = typed };
    for (;;) {
        struct product_rows rows;
        TRY(product_find(cx, &q, &rows));
        ptrdiff_t n = rows.count < PRODUCT_PAGE_ROWS ? rows.count : PRODUCT_PAGE_ROWS;
        for (ptrdiff_t i = 0; i < n && call->json; i++)
            print_product(call, &rows.at[i]);
        for (ptrdiff_t i = 0; i < n && !call->json; i++)
            say(join(call->a, code_show(call->a, rows.at[i].code), S("  "), rows.at[i].name,
                     S(" – "), rows.at[i].producer_name, S(", "), rows.at[i].place_name, S("\n")));
        if (rows.count <= PRODUCT_PAGE_ROWS)
            return OK;
        q.after = rows.at[n - 1].id;
        q.after_key = rows.at[n - 1].name_key;
    }
}

int verb_product_list(const struct verb_call *call)
{
    struct ctx *cx = verb_house(call, false) ? as_account(call) : NULL;
    if (!cx)
        return err_exit(ERR_INPUT);
    struct req_pairs pairs = pairs_of(call);
    str typed = pairs.count > 0 && str_is(pairs.at[0].name, "tim") ? pairs.at[0].value : S("");
    int code = verb_end(cx, list_all(call, cx, typed));
    house_close();
    return code;
}
