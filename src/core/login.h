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
    str password;                              /* libsodium's text form, empty = cannot sign in yet */
    bool active;
    int64_t version;
    instant created_at;
};
ROWS_OF(account);

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
};
enum err login_open(struct ctx *cx, const struct login_try *in, str *token) MUST_USE;
enum err login_close(struct ctx *cx, login_id id) MUST_USE;
/* Notes that a login is in use; at most every few minutes, from a job. */
void login_note_start(struct arena *a);
void login_note_use(login_id login, instant at);
enum err login_flush_uses(struct ctx *cx) MUST_USE;
/* Sign-ins of an account that are still open. */
enum err login_open_list(struct ctx *cx, account_id account, struct login_rows *out) MUST_USE;
enum err login_close_others(struct ctx *cx) MUST_USE;

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
/* Sets the password a person chose, by invitation or knowing the old one. */
struct password_new {
    str token;                                 /* of the invitation, or empty */
    str old_password;                          /* when signed in */
    str password;
    str again;
};
enum err password_set(struct ctx *cx, const struct password_new *in) MUST_USE;

#endif
