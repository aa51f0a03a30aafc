/* token: keys for other programs. A token works at /api/ alone, in the place of its owner, for as
 * long as it was made for, and reads or reads and writes.
 *
 *     Authorization: Bearer sao_5f0c…
 *
 * Owns      table api_token
 * Promises  the token itself is shown once; the database holds its hash
 *           never more than its owner may at that moment; ends with the account
 */
#ifndef CORE_TOKEN_H
#define CORE_TOKEN_H

#include "core/form.h"
#include "core/sql.h"

enum token_scope { TOKEN_READS = 1, TOKEN_WRITES };
enum { TOKENS_MAX = 20, TOKEN_DAYS_MAX = 366 };

struct token {
    int64_t id;
    account_id account;
    str name;                                  /* what it is for */
    bytes token_hash;
    int32_t scope;                             /* enum token_scope */
    int32_t days;                              /* typed: how long */
    instant created_at;
    instant ends_at;
    date used_on;                              /* NO_DATE = never */
    instant ended_at;
    str account_name;
    str login_name;
};
ROWS_OF(token);

extern const struct form token_form;

/* Makes one for the actor's own account; the token in clear in *in->clear. ERR_LIMIT: TOKENS_MAX
 * stand. */
struct token_new {
    struct token it;
    str *clear;
};
enum err token_add_tx(struct ctx *cx, const struct token_new *in) MUST_USE;
enum err token_list_own(struct ctx *cx, struct token_rows *out) MUST_USE;
/* ERR_NOT_FOUND: not one's own, or ended. */
enum err token_end_tx(struct ctx *cx, const int64_t *id) MUST_USE;
/* Who a bearer is; ERR_SIGN_IN when the token is none, or ended. *writes tells its scope. */
enum err token_actor(struct ctx *cx, str bearer, const struct actor **out, bool *writes) MUST_USE;
str token_scope_label(int32_t scope);

#endif
