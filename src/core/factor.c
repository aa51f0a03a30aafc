/* factor.c: codes of six digits, and when they are taken. */
#include "core/factor.h"

#include "base/hash.h"
#include "base/num.h"
#include "base/out.h"
#include "core/core.h"
#include "core/core.sql.h"

enum { STEP_S = 30, CODE_BOUND = 1000000, SECRET_BYTES = 20, NONCE_BYTES = 16, SPARE_BYTES = 5,
       TICKET_S = 300, STEPS_AROUND = 1 };

/* -- the codes (RFC 4226, 5.3; RFC 6238, 4) ---------------------------------------------------- */

int32_t factor_code(bytes secret, int64_t step)
{
    uint8_t counter[8], mac[SHA1_BYTES];
    for (int i = 0; i < 8; i++)
        counter[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
    hash_sha1_keyed(secret, (bytes){ counter, 8 }, mac);
    int at = mac[SHA1_BYTES - 1] & 15;
    uint32_t n = (uint32_t)(mac[at] & 127) << 24 | (uint32_t)mac[at + 1] << 16
                 | (uint32_t)mac[at + 2] << 8 | mac[at + 3];
    return (int32_t)(n % CODE_BOUND);
}

static bytes secret_of(struct arena *a, const struct factor *f)
{
    str nonce = hex(a, f->nonce);
    hash h = hash_keyed(house()->form_key,
                        join(a, S("factor:"), show(a, f->account.id), S(":"), nonce));
    bytes all = hash_bytes(a, h);
    return (bytes){ all.at, SECRET_BYTES };
}

str base32(struct arena *a, bytes b)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    struct out *o = out_new(a, .max_bytes = 256);
    uint32_t rest = 0;
    int bits = 0;
    for (ptrdiff_t i = 0; i < b.len; i++) {
        rest = rest << 8 | b.at[i];
        for (bits += 8; bits >= 5; bits -= 5)
            put(o, letters[rest >> (bits - 5) & 31]);
    }
    if (bits > 0)
        put(o, letters[rest << (5 - bits) & 31]);
    return out_str(o);
}

str factor_secret(struct arena *a, const struct factor *f)
{
    str all = base32(a, secret_of(a, f));
    struct out *o = out_new(a, .max_bytes = 256);
    for (ptrdiff_t i = 0; i < all.len; i++) {
        if (i > 0 && i % 4 == 0)
            put(o, S(" "));
        put(o, all.at[i]);
    }
    return out_str(o);
}

str factor_address(struct ctx *cx, const struct factor *f)
{
    str issuer = url_encode(cx->a, join(cx->a, S("Sao Làng "), house()->province_name));
    return join(cx->a, S("otpauth://totp/"), issuer, S(":"),
                url_encode(cx->a, cx->actor->login_name), S("?secret="),
                base32(cx->a, secret_of(cx->a, f)), S("&issuer="), issuer);
}

/* -- state ------------------------------------------------------------------------------------- */

enum err factor_of(struct ctx *cx, account_id account, struct factor *out, bool *found)
{
    return factor_open(cx, account, out, found);
}

bool factor_on(const struct factor *f)
{
    return f->confirmed_at.us > 0;
}

int32_t factor_spares_left(const struct factor *f)
{
    int32_t n = 0;
    for (ptrdiff_t i = 0; i < f->spare.len; i++)
        n += f->spare.at[i] == ' ';
    return n;
}

static enum err leave_link(struct ctx *cx, account_id account, const char *what)
{
    return audit_add(cx, audit_stream(cx->a, "account", account.id), str_of(what),
                     &AUDITED_account, account.id, S(""));
}

static enum err begin(struct ctx *cx, const void *in)
{
    struct factor have;
    bool found;
    (void)in;
    TRY(factor_open(cx, cx->actor->account, &have, &found));
    if (found && factor_on(&have))
        return fail(cx, ERR_STATE, M_FACTOR_ON);
    if (found)
        TRY(factor_ended(cx, have.id, cx->now));
    struct factor f = { .account = cx->actor->account, .nonce = random_bytes(cx->a, NONCE_BYTES),
                        .at = cx->now };
    return factor_insert(cx, &f, &f.id);
}

enum err factor_begin_tx(struct ctx *cx)
{
    return tx_run(cx, begin, NULL);
}

static str spare_hash(struct arena *a, const struct factor *f, str code)
{
    return str_sub(hash_hex(a, hash_keyed(house()->form_key, join(a, S("spare:"),
                                                                  show(a, f->account.id), S(":"),
                                                                  code))), 0, 32);
}

/* The step whose code it is; 0 when it is of none around now that was not used. */
static int64_t step_of(struct ctx *cx, const struct factor *f, str code)
{
    int64_t typed, now = cx->now.us / 1000000 / STEP_S;
    bytes secret = secret_of(cx->a, f);
    if (code.len != 6 || !int_read(code, &typed) || typed < 0)
        return 0;
    for (int64_t step = now - STEPS_AROUND; step <= now + STEPS_AROUND; step++)
        if (step > f->last_step && factor_code(secret, step) == typed)
            return step;
    return 0;
}

/* Spaces and hyphens people put between digits; small letters. */
static str plain_code(struct arena *a, str typed)
{
    struct out *o = out_new(a, .max_bytes = 64);
    for (ptrdiff_t i = 0; i < typed.len && i < 40; i++)
        if (typed.at[i] != ' ' && typed.at[i] != '-')
            put(o, (char)(typed.at[i] >= 'A' && typed.at[i] <= 'Z' ? typed.at[i] + 32
                                                                  : typed.at[i]));
    return out_str(o);
}

static enum err confirm(struct ctx *cx, const struct factor_confirm *in)
{
    struct factor f;
    bool found;
    struct out *hashes = out_new(cx->a, .max_bytes = 1024);
    TRY(factor_open(cx, cx->actor->account, &f, &found));
    if (!found || factor_on(&f))
        return fail(cx, ERR_STATE, M_FACTOR_NOT_BEGUN);
    int64_t step = step_of(cx, &f, plain_code(cx->a, in->code));
    if (step == 0)
        return fail(cx, ERR_INPUT, M_FACTOR_WRONG, .field = S("ma_xac_thuc"));
    for (int i = 0; i < FACTOR_SPARES; i++) {
        str code = random_hex(cx->a, SPARE_BYTES);
        in->spares[i] = join(cx->a, str_sub(code, 0, SPARE_BYTES), S("-"),
                             str_after(code, SPARE_BYTES));
        put(hashes, join(cx->a, S(" "), spare_hash(cx->a, &f, code)));
    }
    TRY(factor_confirmed(cx, f.id, cx->now, step, out_str(hashes)));
    return leave_link(cx, f.account, "account.factor_on");
}
DB_TX_HERE(confirm, struct factor_confirm)

/* Wrong codes count wherever they are asked for. */
static enum err counted(struct ctx *cx, enum err e)
{
    if (e == ERR_INPUT)
        TRY(attempt_failed(cx, code_pair(cx->a, cx->actor->account)));
    return e;
}

enum err factor_confirm_tx(struct ctx *cx, const struct factor_confirm *in)
{
    TRY(attempts_left(cx, code_pair(cx->a, cx->actor->account), "ma_xac_thuc"));
    return counted(cx, confirm_tx(cx, in));
}

enum err factor_take(struct ctx *cx, account_id account, str typed)
{
    struct factor f;
    bool found;
    str code = plain_code(cx->a, typed);
    TRY(factor_open(cx, account, &f, &found));
    if (!found || !factor_on(&f))
        return fail(cx, ERR_STATE, M_FACTOR_NOT_BEGUN);
    int64_t step = step_of(cx, &f, code);
    if (step > 0)
        return factor_used(cx, f.id, step, f.last_step);
    str mark = join(cx->a, S(" "), spare_hash(cx->a, &f, code));
    ptrdiff_t at = code.len == 2 * SPARE_BYTES ? str_find_str(f.spare, mark) : -1;
    if (at < 0)
        return fail(cx, ERR_INPUT, M_FACTOR_WRONG, .field = S("ma_xac_thuc"));
    str left = join(cx->a, str_sub(f.spare, 0, at), str_after(f.spare, at + mark.len));
    TRY(factor_spare_used(cx, f.id, left, f.spare));
    return leave_link(cx, account, "account.factor_spare");
}

enum err factor_drop(struct ctx *cx, account_id account)
{
    struct factor f;
    bool found;
    TRY(factor_open(cx, account, &f, &found));
    if (!found)
        return fail(cx, ERR_STATE, M_FACTOR_NONE);
    TRY(factor_ended(cx, f.id, cx->now));
    return leave_link(cx, account, "account.factor_off");
}

static enum err end(struct ctx *cx, const str *code)
{
    TRY(factor_take(cx, cx->actor->account, *code));
    return factor_drop(cx, cx->actor->account);
}
DB_TX_HERE(end, str)

enum err factor_end_tx(struct ctx *cx, const str *code)
{
    TRY(attempts_left(cx, code_pair(cx->a, cx->actor->account), "ma_xac_thuc"));
    return counted(cx, end_tx(cx, code));
}

/* -- between password and code ----------------------------------------------------------------- */

static str ticket_mac(struct arena *a, str body)
{
    return str_sub(hash_hex(a, hash_keyed(house()->form_key, join(a, S("ticket:"), body))), 0, 32);
}

str factor_ticket(struct ctx *cx, account_id account)
{
    str body = join(cx->a, show(cx->a, account.id), S("."),
                    show(cx->a, instant_add_seconds(cx->now, TICKET_S).us));
    return join(cx->a, body, S("."), ticket_mac(cx->a, body));
}

bool factor_ticket_read(struct ctx *cx, str ticket, account_id *out)
{
    ptrdiff_t dot = str_find_last(ticket, '.');
    int64_t until;
    if (dot < 0 || !secret_equal(str_after(ticket, dot + 1),
                                 ticket_mac(cx->a, str_sub(ticket, 0, dot))))
        return false;
    str rest = str_sub(ticket, 0, dot);
    str account = str_cut(&rest, '.');
    return int_read(account, &out->id) && int_read(rest, &until) && until > cx->now.us;
}
