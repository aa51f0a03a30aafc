/* login: accounts, passwords, a signed-in visit. */
#ifndef CORE_LOGIN_H
#define CORE_LOGIN_H

#include "core/sql.h"

struct account {
    account_id id;
    str login_name;                            /* small letters and digits */
    str name;
    str email;
    str phone;
    str password;                            /* libsodium's text form, empty = cannot sign in yet */
    bool active;
    int64_t version;
    str search_folded;                         /* of name and phone */
    instant created_at;
};
ROWS_OF(account);

/* A role of an account. One taken away keeps its row, so that the trail can still be compared. */
struct account_role {
    int64_t id;
    account_id account;
    int32_t role;                              /* enum role */
    str place_path;
    producer_id producer;
    instant ended_at;                          /* zero while it is worn */
};
ROWS_OF(account_role);

struct login {
    login_id id;
    bytes token_hash;
    account_id account;
    instant created_at;
    instant seen_at;
    instant ends_at;
    str client;
    str agent;
    str name;
    str login_name;
};
ROWS_OF(login);

enum { PASSWORD_LEAST = 10, PASSWORD_MOST = 200, INVITATION_HOURS = 72 };

/* Whose cookie is this? ANYONE when there is none; ERR_SIGN_IN when it has expired or was ended. */
enum err login_actor(struct ctx *cx, str token, const struct actor **out) MUST_USE;
/* Checks name and password, limits attempts per account and address, and opens a login. */
struct login_try {
    str login_name;
    str password;
    str client;
    str agent;
    str *ticket;                               /* set, and no token: a code is asked for first */
};
enum err login_open(struct ctx *cx, const struct login_try *in, str *token) MUST_USE;
/* Of wrong passwords and codes: too many of this pair lately (ERR_BUSY beside the field)? One more,
 * as a transaction of its own. */
enum err attempts_left(struct ctx *cx, str pair, const char *field) MUST_USE;
enum err attempt_failed(struct ctx *cx, str pair) MUST_USE;
/* The pair under which wrong codes of an account are counted, wherever it is asked. */
str code_pair(struct arena *a, account_id account);
/* The second step: a ticket of the first and a code. ERR_INPUT: the code is wrong; ERR_STATE: the
 * ticket is too old; ERR_BUSY: too many wrong codes. */
enum err login_open_with_code(struct ctx *cx, const struct login_try *in, str ticket, str code,
                              str *token) MUST_USE;
enum err login_close(struct ctx *cx, login_id id) MUST_USE;
/* Notes that a login is in use; at most every few minutes, from a job. */
void login_note_start(struct arena *a);
void login_note_use(login_id login, instant at);
enum err login_flush_uses(struct ctx *cx) MUST_USE;
/* Sign-ins of an account that are still open. */
enum err login_open_list(struct ctx *cx, account_id account, struct login_rows *out) MUST_USE;
enum err login_close_others(struct ctx *cx) MUST_USE;

/* The actor of an account that is active, without a sign-in: for commands run by who owns the
 * data. */
enum err account_actor(struct ctx *cx, str login_name, struct actor *out) MUST_USE;
enum err account_actor_by_id(struct ctx *cx, account_id id, struct actor *out) MUST_USE;

struct account_new {
    str login_name;
    str name;
    str email;
    str phone;
    str password;                              /* empty: by invitation */
    struct worn worn;                          /* first role */
};
enum err account_add(struct ctx *cx, const struct account_new *in, account_id *out) MUST_USE;
enum err account_add_tx(struct ctx *cx, const struct account_new *in) MUST_USE;
/* A link that lets its holder choose a password once: "/dat-mat-khau/<token>". Inside a write. */
enum err account_invite(struct ctx *cx, account_id id, str *path) MUST_USE;

/* -- what an administrator does; each runs inside a write and leaves its link in the trail ----- */

/* A login name as it is kept: small letters without marks, and digits. ERR_INPUT beside
 * "ten_dang_nhap" when it is empty of them, of 1 or more than 40, or kept back. */
enum err account_login_name(struct ctx *cx, str typed, str *out) MUST_USE;
/* The account of that login name; ERR_NOT_FOUND. */
enum err account_named(struct ctx *cx, str login_name, struct account *out) MUST_USE;
/* Name, e-mail, phone, active. An account switched off loses its sign-ins.
 * ERR_CONFLICT  changed after in->version
 * ERR_STATE     one's own account cannot be switched off */
enum err account_change(struct ctx *cx, const struct account *in) MUST_USE;
/* Forgets the password, earlier links and sign-ins; *path as account_invite. */
enum err account_reset(struct ctx *cx, account_id id, str *path) MUST_USE;
/* Ends every sign-in of an account but the one that asks. */
enum err account_end_logins(struct ctx *cx, account_id id) MUST_USE;
/* Takes a person's own data out of an account: name, login name, mail, telephone, password, where
 * they signed in from; ends their sign-ins, keys, roles and second step. Papers of record (steps
 * of cases, seats, minutes) keep the name they were signed with; the trail stays whole. Inside a
 * write.  law: L91-2025 */
enum err account_forget(struct ctx *cx, account_id id) MUST_USE;
/* What is kept of the actor's own person, as JSON. */
enum err account_own_data(struct ctx *cx, str *json) MUST_USE;
/* Who acted for one producer acts for the other; inside a write. */
enum err account_producer_moved(struct ctx *cx, producer_id from, producer_id to) MUST_USE;
/* ERR_STATE: the account wears this role there already. */
enum err account_role_give(struct ctx *cx, account_id id, const struct worn *worn) MUST_USE;
/* ERR_STATE: one's own role, or taken away already. */
enum err account_role_take(struct ctx *cx, account_id id, int64_t role) MUST_USE;

/* -- passwords --------------------------------------------------------------------------------- */

/* Sets the password a person chose, by invitation or knowing the old one. */
struct password_new {
    str token;                                 /* of the invitation, or empty */
    str old_password;                          /* when signed in */
    str password;
    str again;
};
enum err password_set(struct ctx *cx, const struct password_new *in) MUST_USE;

#endif
