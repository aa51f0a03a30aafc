/* token.c: making, finding, ending tokens. */
#include "core/token.h"

#include "base/hash.h"
#include "base/out.h"
#include "core/core.h"
#include "core/core.sql.h"

enum { TOKEN_BYTES = 32 };

static const char prefix[] = "sao_";

static const struct field_choice scopes[] = {
    { TOKEN_READS, "doc", "Chỉ đọc" },
    { TOKEN_WRITES, "ghi", "Đọc và ghi" },
    { 0 },
};

static const struct field fields[] = {
    FIELD_TEXT(struct token, name, "ten", "Dùng vào việc gì", .hint = "Ví dụ: cổng dữ liệu của tỉnh",
               .least = 2, .most = 100),
    FIELD_CHOICE(struct token, scope, "quyen", "Được làm gì", scopes),
    FIELD_INT(struct token, days, "so_ngay", "Dùng trong bao nhiêu ngày", .least = 1,
              .most = TOKEN_DAYS_MAX),
};
const struct form token_form = FORM(fields);

str token_scope_label(int32_t scope)
{
    return form_show(NULL, form_field(&token_form, S("quyen")), &(struct token){ .scope = scope });
}

static enum err leave_link(struct ctx *cx, const char *what)
{
    return audit_add(cx, audit_stream(cx->a, "account", cx->actor->account.id), str_of(what),
                     &AUDITED_account, cx->actor->account.id, S(""));
}

static enum err token_add(struct ctx *cx, const struct token_new *in)
{
    struct token t = in->it;
    struct token_rows have;
    TRY(token_list_own(cx, &have));
    if (have.count >= TOKENS_MAX)
        return fail(cx, ERR_LIMIT, M_TOKENS_MANY, .field = S("ten"),
                    .args = { show(cx->a, (int32_t)TOKENS_MAX) });
    *in->clear = join(cx->a, str_of(prefix), random_hex(cx->a, TOKEN_BYTES));
    t.account = cx->actor->account;
    t.token_hash = hash_bytes(cx->a, hash_of(*in->clear));
    t.created_at = cx->now;
    t.ends_at = instant_add_seconds(cx->now, (int64_t)t.days * 86400);
    TRY(token_insert(cx, &t, &t.id));
    return leave_link(cx, "token.added");
}
DB_TX(token_add, struct token_new)

enum err token_list_own(struct ctx *cx, struct token_rows *out)
{
    return token_open_list(cx, cx->actor->account, cx->now, out);
}

static enum err token_end(struct ctx *cx, const int64_t *id)
{
    enum err e = token_ended(cx, *id, cx->actor->account, cx->now);
    TRY(e == ERR_CONFLICT ? ERR_NOT_FOUND : e);
    return leave_link(cx, "token.ended");
}
DB_TX(token_end, int64_t)

struct use {
    int64_t id;
    date day;
};

static enum err note_use(struct ctx *cx, const struct use *u)
{
    return token_used(cx, u->id, u->day);
}
DB_TX_HERE(note_use, struct use)

enum err token_actor(struct ctx *cx, str bearer, const struct actor **out, bool *writes)
{
    struct token t;
    bool found = false;
    if (str_starts(bearer, str_of(prefix)) && bearer.len == 2 * TOKEN_BYTES + 4)
        TRY(token_find(cx, hash_bytes(cx->a, hash_of(bearer)), cx->now, &t, &found));
    if (!found)
        return ERR_SIGN_IN;
    struct actor *who = new(cx->a, struct actor, 1);
    *who = (struct actor){ .account = t.account, .name = t.account_name,
                           .login_name = t.login_name,
                           .form_secret = hash_hex(cx->a, hash_of(bearer)) };
    TRY(account_roles(cx, t.account, &who->worn));
    *out = who;
    *writes = t.scope == TOKEN_WRITES;
    date today = instant_date(cx->now);
    if (t.used_on.days == today.days)
        return OK;
    enum err e = note_use_tx(cx, &(struct use){ t.id, today });
    return e == ERR_BUSY ? OK : e;             /* the note of its use may wait for the next one */
}
