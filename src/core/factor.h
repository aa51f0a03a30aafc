/* factor: the second step of signing in: six digits a person's phone makes anew every 30 seconds
 * (RFC 6238: HMAC-SHA-1, six digits), or one of eight spare codes on paper.
 *
 * Owns      table factor
 * Promises  the secret lies nowhere: it is HMAC(key of the house, account and nonce)
 *           a code is taken once; codes of the step before and after count, for clocks differ
 *           a spare code is kept as a hash and used up
 *           wrong codes count like wrong passwords
 */
#ifndef CORE_FACTOR_H
#define CORE_FACTOR_H

#include "core/sql.h"
#include "web/html.h"

enum { FACTOR_SPARES = 8 };

struct factor {
    int64_t id;
    account_id account;
    bytes nonce;
    instant confirmed_at;                      /* zero: shown, not yet confirmed */
    int64_t last_step;                         /* of the last code taken */
    str spare;                                 /* hashes of the codes left, each behind a space */
    instant at;
    instant ended_at;
};
ROWS_OF(factor);

/* The factor of an account, confirmed or not; *found false when there is none. */
enum err factor_of(struct ctx *cx, account_id account, struct factor *out, bool *found) MUST_USE;
bool factor_on(const struct factor *f);
int32_t factor_spares_left(const struct factor *f);
/* Begins one for the actor's own account, in place of one not confirmed. */
enum err factor_begin_tx(struct ctx *cx) MUST_USE;
/* "ABCD EFGH …" to be typed, and the address a QR carries. */
str factor_secret(struct arena *a, const struct factor *f);
str factor_address(struct ctx *cx, const struct factor *f);

struct factor_confirm {
    str code;
    str *spares;                               /* FACTOR_SPARES places, filled when taken */
};
/* ERR_INPUT: not the code of now. ERR_STATE: nothing was begun. */
enum err factor_confirm_tx(struct ctx *cx, const struct factor_confirm *in) MUST_USE;
/* The actor's own, by a code of it. */
enum err factor_end_tx(struct ctx *cx, const str *code) MUST_USE;
/* Somebody's, by an administrator; inside a write. ERR_STATE: there is none. */
enum err factor_drop(struct ctx *cx, account_id account) MUST_USE;
/* Takes a code or a spare code; inside a write. ERR_INPUT when it is neither, or was used. */
enum err factor_take(struct ctx *cx, account_id account, str code) MUST_USE;

/* Between the password and the code: names the account for five minutes. */
str factor_ticket(struct ctx *cx, account_id account);
bool factor_ticket_read(struct ctx *cx, str ticket, account_id *out);

/* -- for tests -- */
int32_t factor_code(bytes secret, int64_t step);
str base32(struct arena *a, bytes b);

/* A QR code as a drawing; its own words are the text. */
html qr_drawing(struct arena *a, str text);

#endif
