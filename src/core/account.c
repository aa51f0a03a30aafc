/* account.c: accounts, roles, invitations and passwords. */
#include "base/hash.h"
#include "base/utf8.h"
#include "base/vi.h"
#include "core/core.h"
#include "core/core.sql.h"

enum { LOGIN_NAME_LEAST = 2, LOGIN_NAME_MOST = 40 };   /* as the table's CHECK */

static str stream_of(struct ctx *cx, account_id id)
{
    return audit_stream(cx->a, "account", id.id);
}

static str search_of(struct ctx *cx, const struct account *row)
{
    return vi_fold(cx->a, join(cx->a, row->name, S(" "), row->phone));
}

/* {"role":"commune","place":"91/30307/","producer":0} */
static str worn_json(struct ctx *cx, const struct worn *w)
{
    struct json_out j = { .o = out_new(cx->a, .max_bytes = 1024) };
    json_open(&j);
    json_pair_str(&j, "role", role_word(w->role));
    json_pair_str(&j, "place", w->place_path);
    json_pair_int(&j, "producer", w->producer.id);
    json_close(&j);
    return out_str(j.o);
}

static enum err role_insert(struct ctx *cx, account_id id, const struct worn *w)
{
    int64_t role = 0;
    TRY(account_role_insert(cx, id, (int32_t)w->role, w->place_path, w->producer, &role));
    return audit_add(cx, stream_of(cx, id), S("account.role_given"), &AUDITED_account_role, role,
                     worn_json(cx, w));
}

enum err account_add(struct ctx *cx, const struct account_new *in, account_id *out)
{
    struct account row = {
        .login_name = vi_fold(cx->a, in->login_name),
        .name = in->name,
        .email = in->email,
        .phone = in->phone,
        .created_at = cx->now,
    };
    row.search_folded = search_of(cx, &row);
    if (in->password.len > 0)
        row.password = password_hash(cx->a, in->password, house()->cheap_passwords);
    TRY(account_insert(cx, &row, out));
    TRY(audit_add(cx, stream_of(cx, *out), S("account.added"), &AUDITED_account, out->id, S("")));
    return in->worn.role == ROLE_NONE ? OK : role_insert(cx, *out, &in->worn);
}

static enum err account_add_any(struct ctx *cx, const struct account_new *in)
{
    account_id id;
    return account_add(cx, in, &id);
}
DB_TX_HERE(account_add_any, struct account_new)

enum err account_add_tx(struct ctx *cx, const struct account_new *in)
{
    return account_add_any_tx(cx, in);
}

enum err account_actor(struct ctx *cx, str login_name, struct actor *out)
{
    struct account who;
    TRY(account_named(cx, login_name, &who));
    if (!who.active)
        return ERR_NOT_FOUND;
    *out = (struct actor){ .account = who.id, .name = who.name, .login_name = who.login_name };
    return account_roles(cx, who.id, &out->worn);
}

enum err account_actor_by_id(struct ctx *cx, account_id id, struct actor *out)
{
    struct account who;
    TRY(account_get(cx, id, &who));
    return account_actor(cx, who.login_name, out);
}

enum err account_invite(struct ctx *cx, account_id id, str *path)
{
    str token = random_hex(cx->a, 24);
    instant ends = instant_add_seconds(cx->now, (int64_t)INVITATION_HOURS * 3600);
    TRY(invitation_insert(cx, hash_bytes(cx->a, hash_of(token)), id, ends));
    TRY(audit_add(cx, audit_stream(cx->a, "account", id.id), S("account.invited"), &AUDITED_account,
                  id.id, S("")));
    *path = join(cx->a, S("/dat-mat-khau/"), token);
    return OK;
}

/* -- what an administrator does ---------------------------------------------------------------- */

static bool plain_letters(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if ((s.at[i] < 'a' || s.at[i] > 'z') && (s.at[i] < '0' || s.at[i] > '9'))
            return false;
    return s.len >= LOGIN_NAME_LEAST && s.len <= LOGIN_NAME_MOST;
}

enum err account_login_name(struct ctx *cx, str typed, str *out)
{
    *out = vi_fold(cx->a, typed);
    bool kept_back = str_is(*out, "them");     /* the page that adds an account lies there */
    if (!plain_letters(*out) || kept_back)
        return fail(cx, ERR_INPUT, M_ACCOUNT_NAME_BAD, .field = S("ten_dang_nhap"),
                    .args = { typed });
    return OK;
}

enum err account_named(struct ctx *cx, str login_name, struct account *out)
{
    bool found;
    TRY(account_find(cx, login_name, out, &found));
    return found ? OK : ERR_NOT_FOUND;
}

static bool own(const struct ctx *cx, account_id id)
{
    return cx->actor->account.id == id.id;
}

/* Ends every sign-in but one, and every key of other programs: what a stranger may hold. */
static enum err shut_out(struct ctx *cx, account_id id, login_id but)
{
    TRY(login_end_all(cx, id, but, cx->now));
    return tokens_end_all(cx, id, cx->now);
}

enum err account_change(struct ctx *cx, const struct account *in)
{
    struct account row = *in;
    if (own(cx, row.id) && !row.active)
        return fail(cx, ERR_STATE, M_ACCOUNT_SELF_OFF, .field = S("hoat_dong"));
    row.search_folded = search_of(cx, &row);
    enum err e = account_set(cx, &row);
    if (e == ERR_CONFLICT)
        return fail(cx, ERR_CONFLICT, M_ACCOUNT_CHANGED, .args = { row.login_name });
    TRY(e);
    if (!row.active)
        TRY(shut_out(cx, row.id, (login_id){ 0 }));
    return audit_add(cx, stream_of(cx, row.id),
                     row.active ? S("account.changed") : S("account.switched_off"),
                     &AUDITED_account, row.id.id, S(""));
}

enum err account_reset(struct ctx *cx, account_id id, str *path)
{
    TRY(invitation_void(cx, id, cx->now));
    TRY(account_set_password(cx, id, S("")));
    TRY(shut_out(cx, id, (login_id){ 0 }));
    TRY(audit_add(cx, stream_of(cx, id), S("account.reset"), &AUDITED_account, id.id, S("")));
    return account_invite(cx, id, path);
}

enum err account_end_logins(struct ctx *cx, account_id id)
{
    login_id but = own(cx, id) ? cx->actor->login : (login_id){ 0 };
    TRY(shut_out(cx, id, but));
    return audit_add(cx, stream_of(cx, id), S("login.all_ended"), &AUDITED_account, id.id, S(""));
}

enum err account_role_give(struct ctx *cx, account_id id, const struct worn *w)
{
    struct account_role have;
    bool found;
    TRY(account_role_same(cx, id, (int32_t)w->role, w->place_path, w->producer, &have, &found));
    if (!found)
        return role_insert(cx, id, w);
    if (have.ended_at.us == 0)
        return fail(cx, ERR_STATE, M_ROLE_HELD, .field = S("vai_tro"),
                    .args = { role_label(w->role) });
    TRY(account_role_again(cx, have.id));
    return audit_add(cx, stream_of(cx, id), S("account.role_given"), &AUDITED_account_role, have.id,
                     worn_json(cx, w));
}

enum err account_role_take(struct ctx *cx, account_id id, int64_t role)
{
    if (own(cx, id))
        return fail(cx, ERR_STATE, M_ACCOUNT_SELF_ROLE);
    enum err e = account_role_end(cx, role, id, cx->now);
    if (e == ERR_CONFLICT)
        return fail(cx, ERR_STATE, M_ROLE_GONE);
    TRY(e);
    return audit_add(cx, stream_of(cx, id), S("account.role_taken"), &AUDITED_account_role, role,
                     S(""));
}

enum err account_forget(struct ctx *cx, account_id id)
{
    struct account_role_rows roles;
    struct factor f;
    bool has_factor;
    TRY(account_end_logins(cx, id));
    TRY(account_role_list(cx, id, &roles));
    for (ptrdiff_t i = 0; i < roles.count; i++)
        TRY(account_role_take(cx, id, roles.at[i].id));
    TRY(factor_of(cx, id, &f, &has_factor));
    if (has_factor)
        TRY(factor_drop(cx, id));
    TRY(invitation_void(cx, id, cx->now));
    TRY(logins_forgotten(cx, id));
    TRY(tokens_forgotten(cx, id, cx->now));
    str number = show(cx->a, id.id);
    TRY(account_forgotten(cx, id, join(cx->a, S("da-xoa-"), number),
                          join(cx->a, S("Người dùng đã xóa số "), number)));
    return audit_add(cx, stream_of(cx, id), S("account.forgotten"), &AUDITED_account, id.id, S(""));
}

static void put_roles(struct json_out *w, const struct worn_rows *rows)
{
    json_name(w, "roles");
    json_open_list(w);
    for (ptrdiff_t i = 0; i < rows->count; i++) {
        json_open(w);
        json_pair_str(w, "role", role_word(rows->at[i].role));
        json_pair_str(w, "area", rows->at[i].place_path);
        json_close(w);
    }
    json_close_list(w);
}

static void put_logins(struct ctx *cx, struct json_out *w, const struct login_rows *rows)
{
    json_name(w, "sign_ins");
    json_open_list(w);
    for (ptrdiff_t i = 0; i < rows->count; i++) {
        json_open(w);
        json_pair_str(w, "at", instant_iso(cx->a, rows->at[i].created_at));
        json_pair_str(w, "last_used", instant_iso(cx->a, rows->at[i].seen_at));
        json_pair_str(w, "address", rows->at[i].client);
        json_pair_str(w, "device", rows->at[i].agent);
        json_close(w);
    }
    json_close_list(w);
}

enum err account_own_data(struct ctx *cx, str *json)
{
    struct account who;
    struct login_rows logins;
    struct json_out w = { .o = out_new(cx->a, .max_bytes = 2 << 20) };
    TRY(account_get(cx, cx->actor->account, &who));
    TRY(logins_of(cx, who.id, &logins));
    json_open(&w);
    json_pair_str(&w, "login_name", who.login_name);
    json_pair_str(&w, "name", who.name);
    json_pair_str(&w, "email", who.email);
    json_pair_str(&w, "phone", who.phone);
    json_pair_str(&w, "taken_at", instant_iso(cx->a, cx->now));
    put_roles(&w, &cx->actor->worn);
    put_logins(cx, &w, &logins);
    json_close(&w);
    *json = out_str(w.o);
    return OK;
}

enum err account_producer_moved(struct ctx *cx, producer_id from, producer_id to)
{
    struct account_role_rows rows;
    TRY(account_roles_of_producer(cx, from, &rows));
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        const struct account_role *r = &rows.at[i];
        struct worn w = { (enum role)r->role, r->place_path, to };
        TRY(account_role_end(cx, r->id, r->account, cx->now));
        TRY(audit_add(cx, stream_of(cx, r->account), S("account.role_taken"),
                      &AUDITED_account_role, r->id, S("")));
        ptrdiff_t said = cx->fault->count;
        enum err e = account_role_give(cx, r->account, &w);
        if (e != ERR_STATE)
            TRY(e);
        cx->fault->count = said;               /* worn there already: nothing to tell */
    }
    return OK;
}

/* -- passwords --------------------------------------------------------------------------------- */

static enum err password_fine(struct ctx *cx, const struct password_new *in)
{
    if (utf8_length(in->password) < PASSWORD_LEAST)
        return fail(cx, ERR_INPUT, M_PASSWORD_SHORT, .field = S("mat_khau_moi"),
                    .args = { show(cx->a, (int32_t)PASSWORD_LEAST) });
    if (!str_equal(in->password, in->again))
        return fail(cx, ERR_INPUT, M_PASSWORD_DIFFERS, .field = S("nhap_lai"));
    return OK;
}

struct password_change {
    account_id account;
    bytes invitation;                          /* its token's hash, or nothing */
    str stored;
};

static enum err change_tx(struct ctx *cx, const void *arg)
{
    const struct password_change *c = arg;
    if (c->invitation.len > 0) {
        enum err e = invitation_use(cx, c->invitation, cx->now);
        if (e == ERR_CONFLICT)
            return fail(cx, ERR_STATE, M_INVITATION_GONE);
        TRY(e);
    }
    TRY(account_set_password(cx, c->account, c->stored));
    TRY(shut_out(cx, c->account, cx->actor->login));
    return audit_add(cx, audit_stream(cx->a, "account", c->account.id), S("account.password_set"),
                     &AUDITED_account, c->account.id, S(""));
}

static enum err whose_password(struct ctx *cx, const struct password_new *in,
                               struct password_change *c)
{
    if (in->token.len == 0) {
        struct account who;
        c->account = cx->actor->account;
        TRY(account_get(cx, c->account, &who));
        if (!password_fits(cx->a, who.password, in->old_password))
            return fail(cx, ERR_INPUT, M_PASSWORD_WRONG, .field = S("mat_khau_cu"));
        return OK;
    }
    bool found;
    c->invitation = hash_bytes(cx->a, hash_of(in->token));
    TRY(invitation_find(cx, c->invitation, cx->now, &c->account, &found));
    return found ? OK : fail(cx, ERR_STATE, M_INVITATION_GONE);
}

enum err password_set(struct ctx *cx, const struct password_new *in)
{
    struct password_change c = { 0 };
    TRY(whose_password(cx, in, &c));
    TRY(password_fine(cx, in));
    c.stored = password_hash(cx->a, in->password, house()->cheap_passwords);
    return tx_run(cx, change_tx, &c);
}
