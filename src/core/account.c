/* account.c: accounts, invitations and passwords. */
#include "base/hash.h"
#include "base/utf8.h"
#include "base/vi.h"
#include "core/core.h"
#include "core/core.sql.h"

enum err account_add(struct ctx *cx, const struct account_new *in, account_id *out)
{
    struct account row = {
        .login_name = vi_fold(cx->a, in->login_name),
        .name = in->name,
        .email = in->email,
        .phone = in->phone,
        .created_at = cx->now,
    };
    if (in->password.len > 0)
        row.password = password_hash(cx->a, in->password, house()->cheap_passwords);
    TRY(account_insert(cx, &row, out));
    str stream = audit_stream(cx->a, "account", out->id);
    TRY(audit_add(cx, stream, S("account.added"), &AUDITED_account, out->id, S("")));
    if (in->worn.role == ROLE_NONE)
        return OK;
    int64_t role = 0;
    TRY(account_role_insert(cx, *out, (int32_t)in->worn.role, in->worn.place_path, in->worn.producer,
                            &role));
    return audit_add(cx, stream, S("account.role_given"), &AUDITED_account_role, role, S(""));
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
    TRY(login_end_all(cx, c->account, cx->actor->login, cx->now));
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
