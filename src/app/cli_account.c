/* cli_account.c: saolang account add|reset|list. Values pass the same field table as the page. */
#include "admin/admin.h"
#include "app/cli.h"
#include "base/vi.h"
#include "core/core.sql.h"

enum { LIST_BYTES_MAX = 64 << 20, PAIRS_MAX = 8 };

static int done(struct ctx *cx, enum err e)
{
    int code = verb_end(cx, e);
    house_close();
    return code;
}

/* The link alone on its line, so that a script can take it. */
static void say_link(const struct verb_call *call, str login_name, str link)
{
    if (!call->json) {
        say(join(call->a, S("Đường dẫn đặt mật khẩu của "), login_name, S(" (dùng một lần, trong "),
                 show(call->a, (int32_t)INVITATION_HOURS), S(" giờ):\n"), link, S("\n")));
        return;
    }
    struct json_out w = { .o = out_new(call->a, .max_bytes = 4096) };
    json_open(&w);
    json_pair_str(&w, "login", login_name);
    json_pair_str(&w, "link", link);
    json_close(&w);
    say(join(call->a, out_str(w.o), S("\n")));
}

/* -- add --------------------------------------------------------------------------------------- */

static struct req_pairs typed(const struct verb_call *call)
{
    static const char *const options[][2] = {
        { "name", "name" },   { "email", "email" },      { "phone", "phone" },
        { "role", "role" },   { "place", "place_code" }, { "producer", "producer_code" },
    };
    struct req_pairs p = { .at = new(call->a, struct req_pair, PAIRS_MAX) };
    p.at[p.count++] = (struct req_pair){ S("login_name"), str_of(verb_word(call, 0)) };
    for (ptrdiff_t i = 0; i < COUNT_OF(options); i++)
        if (verb_option(call, options[i][0]))
            p.at[p.count++] = (struct req_pair){ str_of(options[i][1]),
                                                 str_of(verb_option(call, options[i][0])) };
    return p;
}

int verb_account_add(const struct verb_call *call)
{
    if (!verb_word(call, 0) || !verb_option(call, "name") || !verb_option(call, "role")) {
        complain(S("Cách dùng: saolang account add LOGIN --name NAME --role "
                   "producer|commune|province|council|admin [--place CODE] [--producer CODE] "
                   "[--email EMAIL] [--phone PHONE]"));
        return 2;
    }
    if (!verb_house(call, false))
        return err_exit(ERR_IO);
    struct ctx *cx = verb_ctx(call);
    str link = S("");
    struct admin_account in = { .link = &link };
    struct req_pairs pairs = typed(call);
    enum err e = form_take_pairs(cx, &admin_account_form, &pairs, &in);
    if (e == OK)
        e = admin_account_add_tx(cx, &in);
    if (e == OK)
        say_link(call, vi_fold(call->a, in.login_name), link);
    return done(cx, e);
}

/* -- reset ------------------------------------------------------------------------------------- */

int verb_account_reset(const struct verb_call *call)
{
    if (!verb_word(call, 0)) {
        complain(S("Cách dùng: saolang account reset LOGIN"));
        return 2;
    }
    if (!verb_house(call, false))
        return err_exit(ERR_IO);
    struct ctx *cx = verb_ctx(call);
    struct account it;
    str login_name, link = S("");
    enum err e = account_login_name(cx, str_of(verb_word(call, 0)), &login_name);
    if (e == OK)
        e = account_named(cx, login_name, &it);
    if (e == ERR_NOT_FOUND)
        e = fail(cx, e, M_ADMIN_ACCOUNT_UNKNOWN, .args = { login_name });
    if (e == OK)
        e = admin_reset_tx(cx, &(struct admin_act){ .account = it.id, .link = &link });
    if (e == OK)
        say_link(call, login_name, link);
    return done(cx, e);
}

/* -- list -------------------------------------------------------------------------------------- */

static enum err put_roles_json(struct ctx *cx, struct json_out *w, account_id id)
{
    struct account_role_rows roles;
    TRY(account_role_list(cx, id, &roles));
    json_name(w, "roles");
    json_open_list(w);
    for (ptrdiff_t i = 0; i < roles.count; i++) {
        json_open(w);
        json_pair_str(w, "role", role_word((enum role)roles.at[i].role));
        json_pair_str(w, "place", roles.at[i].place_path);
        json_close(w);
    }
    json_close_list(w);
    return OK;
}

static enum err put_json(struct ctx *cx, struct json_out *w, const struct account *r)
{
    json_open(w);
    json_pair_str(w, "login", r->login_name);
    json_pair_str(w, "name", r->name);
    json_pair_bool(w, "active", r->active);
    json_pair_bool(w, "password_set", r->password.len > 0);
    TRY(put_roles_json(cx, w, r->id));
    json_close(w);
    return OK;
}

static enum err put_line(struct ctx *cx, struct out *o, const struct account *r)
{
    struct account_role_rows roles;
    TRY(account_role_list(cx, r->id, &roles));
    put(o, join(cx->a, r->login_name, S("\t"), r->name, S("\t")));
    for (ptrdiff_t i = 0; i < roles.count; i++) {
        str where;
        TRY(admin_where(cx, roles.at[i].place_path, roles.at[i].producer, &where));
        put(o, join(cx->a, i > 0 ? S(", ") : S(""), role_label((enum role)roles.at[i].role),
                    where.len > 0 ? S(" – ") : S(""), where));
    }
    put(o, !r->active             ? S("\tđã khóa\n")
           : r->password.len == 0 ? S("\tchờ đặt mật khẩu\n")
                                  : S("\t\n"));
    return OK;
}

static enum err put_all(struct ctx *cx, struct json_out *w, bool json)
{
    str after = S("");
    struct account_rows rows;
    do {
        TRY(account_list(cx, S(""), after, &rows));
        for (ptrdiff_t i = 0; i < rows.count; i++)
            TRY(json ? put_json(cx, w, &rows.at[i]) : put_line(cx, w->o, &rows.at[i]));
        if (rows.count > 0)
            after = rows.at[rows.count - 1].login_name;
    } while (rows.count > 0);
    return OK;
}

int verb_account_list(const struct verb_call *call)
{
    if (!verb_house(call, false))
        return err_exit(ERR_IO);
    struct ctx *cx = verb_ctx(call);
    struct json_out w = { .o = out_new(call->a, .max_bytes = LIST_BYTES_MAX) };
    if (call->json)
        json_open_list(&w);
    enum err e = put_all(cx, &w, call->json);
    if (call->json)
        json_close_list(&w);
    if (e == OK) {
        say(out_str(w.o));
        say(call->json ? S("\n") : S(""));
    }
    return done(cx, e);
}
