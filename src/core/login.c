/* login.c: who someone is. The cookie holds a random token; the database holds its hash. */
#include "core/login.h"

#include "base/conf.h"
#include "base/hash.h"
#include "base/thread.h"
#include "base/utf8.h"
#include "base/vi.h"
#include "core/core.h"
#include "core/core.sql.h"

enum { ATTEMPTS_MAX = 10, ATTEMPT_WINDOW_S = 15 * 60, TOUCH_AFTER_S = 120, TOKEN_BYTES = 32,
       AGENT_CHARS = 200 };

static bytes token_hash(struct arena *a, str token)
{
    return hash_bytes(a, hash_of(token));
}

static instant before_now(struct ctx *cx, int64_t seconds)
{
    return instant_add_seconds(cx->now, -seconds);
}

static enum err actor_of(struct ctx *cx, const struct login *l, str token, const struct actor **out)
{
    struct actor *who = new(cx->a, struct actor, 1);
    who->account = l->account;
    who->login = l->id;
    who->name = l->name;
    who->login_name = l->login_name;
    who->form_secret = hash_hex(cx->a, hash_of(join(cx->a, S("form:"), token)));
    TRY(account_roles(cx, l->account, &who->worn));
    *out = who;
    return OK;
}

enum err login_actor(struct ctx *cx, str token, const struct actor **out)
{
    *out = &ANYONE;
    if (token.len != 2 * TOKEN_BYTES)
        return OK;
    struct login l;
    bool found;
    TRY(login_find(cx, token_hash(cx->a, token), &l, &found));
    bool fresh = found && l.ends_at.us > cx->now.us
                 && l.seen_at.us > before_now(cx, conf()->login_idle_min * 60).us;
    if (!fresh)
        return ERR_SIGN_IN;
    TRY(actor_of(cx, &l, token, out));
    if (l.seen_at.us < before_now(cx, TOUCH_AFTER_S).us)
        login_note_use(l.id, cx->now);
    return OK;
}

struct opening {
    const struct login_try *in;
    account_id account;
    str token;
    str code;                                  /* of the second step */
};

static enum err open_tx(struct ctx *cx, const void *arg)
{
    const struct opening *o = arg;
    struct login l = {
        .token_hash = token_hash(cx->a, o->token),
        .account = o->account,
        .created_at = cx->now,
        .seen_at = cx->now,
        .ends_at = instant_add_seconds(cx->now, conf()->login_hours * 3600),
        .client = o->in->client,
    };
    if (text_clean(cx->a, o->in->agent, false, &l.agent))
        l.agent = utf8_head(l.agent, AGENT_CHARS);
    TRY(login_insert(cx, &l, &l.id));
    return audit_add(cx, audit_stream(cx->a, "account", o->account.id), S("login.opened"),
                     &AUDITED_account, o->account.id, S(""));
}

static enum err failed_tx(struct ctx *cx, const void *pair)
{
    TRY(attempt_forget(cx, before_now(cx, ATTEMPT_WINDOW_S)));
    return attempt_add(cx, *(const str *)pair, cx->now);
}

enum err attempts_left(struct ctx *cx, str pair, const char *field)
{
    int64_t tries = 0;
    TRY(attempt_count(cx, pair, before_now(cx, ATTEMPT_WINDOW_S), &tries));
    return tries < ATTEMPTS_MAX ? OK
                                : fail(cx, ERR_BUSY, M_LOGIN_TOO_OFTEN, .field = str_of(field));
}

enum err attempt_failed(struct ctx *cx, str pair)
{
    return tx_run(cx, failed_tx, &pair);
}

str code_pair(struct arena *a, account_id account)
{
    return join(a, S("#code "), show(a, account.id));
}

/* A password check takes 64 MiB for a moment: only a few at once, the rest wait their turn. */
enum { HASHES_AT_ONCE = 4 };

static struct {
    struct lock *lock;                         /* NULL outside the server */
    int running;
} gate;

static void gate_enter(void)
{
    if (!gate.lock)
        return;
    lock_take(gate.lock);
    while (gate.running >= HASHES_AT_ONCE)
        lock_wait(gate.lock);
    gate.running++;
    lock_give(gate.lock);
}

static void gate_leave(void)
{
    if (!gate.lock)
        return;
    lock_take(gate.lock);
    gate.running--;
    lock_wake(gate.lock);
    lock_give(gate.lock);
}

/* Comparing with a hash that fits nothing takes as long as with a real one. */
static bool password_right(struct ctx *cx, bool found, const struct account *who, str typed)
{
    static const char nobody[] = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
                                 "RdescudvJCsgt3ub+b1dwRsYqQsHNfjZ9HbFKdZYyXM";
    str stored = found && who->password.len > 0 ? who->password : str_of(nobody);
    gate_enter();
    bool fits = password_fits(cx->a, stored, typed);
    gate_leave();
    return fits && found && who->active && who->password.len > 0;
}

enum err login_open(struct ctx *cx, const struct login_try *in, str *token)
{
    str name = vi_fold(cx->a, in->login_name);
    str pair = join(cx->a, name, S(" "), in->client);
    TRY(attempts_left(cx, pair, "ten_dang_nhap"));
    struct account who = { 0 };
    bool found;
    TRY(account_find(cx, name, &who, &found));
    if (!password_right(cx, found, &who, in->password)) {
        TRY(attempt_failed(cx, pair));
        return fail(cx, ERR_INPUT, M_LOGIN_WRONG, .field = S("mat_khau"));
    }
    struct factor f;
    bool has_factor;
    TRY(factor_of(cx, who.id, &f, &has_factor));
    if (has_factor && factor_on(&f)) {
        *token = S("");
        if (in->ticket)
            *in->ticket = factor_ticket(cx, who.id);
        return OK;
    }
    struct opening o = { .in = in, .account = who.id, .token = random_hex(cx->a, TOKEN_BYTES) };
    *token = o.token;
    return tx_run(cx, open_tx, &o);
}

static enum err open_with_code_tx(struct ctx *cx, const void *arg)
{
    const struct opening *o = arg;
    struct account who;
    TRY(account_get(cx, o->account, &who));
    if (!who.active || who.password.len == 0)  /* shut out since the password was right */
        return fail(cx, ERR_STATE, M_FACTOR_LATE);
    TRY(factor_take(cx, o->account, o->code));
    return open_tx(cx, o);
}

enum err login_open_with_code(struct ctx *cx, const struct login_try *in, str ticket, str code,
                              str *token)
{
    struct opening o = { .in = in, .code = code, .token = random_hex(cx->a, TOKEN_BYTES) };
    if (!factor_ticket_read(cx, ticket, &o.account))
        return fail(cx, ERR_STATE, M_FACTOR_LATE);
    str pair = code_pair(cx->a, o.account);
    TRY(attempts_left(cx, pair, "ma_xac_thuc"));
    enum err e = tx_run(cx, open_with_code_tx, &o);
    if (e == ERR_INPUT || e == ERR_CONFLICT) {
        TRY(attempt_failed(cx, pair));
        return e == ERR_INPUT ? e : fail(cx, ERR_INPUT, M_FACTOR_WRONG, .field = S("ma_xac_thuc"));
    }
    TRY(e);
    *token = o.token;
    return OK;
}

struct closing {
    login_id id;
    account_id account;
};

static enum err close_tx(struct ctx *cx, const void *arg)
{
    const struct closing *c = arg;
    TRY(login_end(cx, c->id, c->account, cx->now));
    return audit_add(cx, audit_stream(cx->a, "account", c->account.id), S("login.ended"),
                     &AUDITED_account, c->account.id, S(""));
}

enum err login_close(struct ctx *cx, login_id id)
{
    struct closing c = { id, cx->actor->account };
    return tx_run(cx, close_tx, &c);
}

static enum err close_others_tx(struct ctx *cx, const void *arg)
{
    (void)arg;
    TRY(login_end_all(cx, cx->actor->account, cx->actor->login, cx->now));
    return audit_add(cx, audit_stream(cx->a, "account", cx->actor->account.id),
                     S("login.others_ended"), &AUDITED_account, cx->actor->account.id, S(""));
}

enum err login_close_others(struct ctx *cx)
{
    return tx_run(cx, close_others_tx, NULL);
}

enum err login_open_list(struct ctx *cx, account_id account, struct login_rows *out)
{
    return login_list(cx, account, cx->now, before_now(cx, conf()->login_idle_min * 60), out);
}

/* -- use of a login is noted in memory and written by the job, so that a GET never waits for it
 * -- */

enum { USES_MAX = 1024 };

static struct {
    struct lock *lock;
    struct {
        login_id login;
        instant at;
    } rows[USES_MAX];
    int count;
} uses;

void login_note_start(struct arena *a)
{
    uses.lock = lock_new(a);
    gate.lock = lock_new(a);
    uses.count = 0;
}

void login_note_use(login_id login, instant at)
{
    if (!uses.lock)
        return;
    lock_take(uses.lock);
    if (uses.count < USES_MAX) {
        uses.rows[uses.count].login = login;
        uses.rows[uses.count].at = at;
        uses.count++;
    }
    lock_give(uses.lock);
}

struct touched {
    int count;
    login_id login[USES_MAX];
    instant at[USES_MAX];
};

static enum err touch_tx(struct ctx *cx, const void *arg)
{
    const struct touched *t = arg;
    for (int i = 0; i < t->count; i++)
        TRY(login_touch(cx, t->login[i], t->at[i]));
    return OK;
}

enum err login_flush_uses(struct ctx *cx)
{
    struct touched *t = new(cx->a, struct touched, 1);
    lock_take(uses.lock);
    for (int i = 0; i < uses.count; i++) {
        t->login[i] = uses.rows[i].login;
        t->at[i] = uses.rows[i].at;
    }
    t->count = uses.count;
    uses.count = 0;
    lock_give(uses.lock);
    enum err e = t->count > 0 ? tx_run(cx, touch_tx, t) : OK;
    for (int i = 0; e != OK && i < t->count; i++)    /* the database is busy: next time */
        login_note_use(t->login[i], t->at[i]);
    return e;
}
