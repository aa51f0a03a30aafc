/* admin — accounts, settings, health and the trail (quản trị)
 *
 * The administrator lets people in, gives and takes roles, fills in what the province is called
 * and what its papers say. They have no business rights, and cannot give themselves one quietly:
 * every change of an account, a role or a setting leaves its link in the trail.
 *
 * Owns      no table; accounts and settings are core's, changed through core's functions
 * Promises  a link that sets a password is shown once, to the one who asked for it
 *           a role always lies somewhere: a producer, a commune, the province, or nowhere for a
 *           council member and an administrator
 *           nobody switches off their own account or takes away their own role, and an
 *           administrator always remains, also when two take each other's role at once
 * Never     sees passwords; changes a dossier, a ballot or a certificate
 * Law       Law 91/2025/QH15: personal data enters the trail only as keyed hashes
 * Read      admin.c (rules), admin_web.c (accounts), admin_settings.c (settings, trail),
 *           admin_health.c, admin_test.c
 */
#ifndef ADMIN_ADMIN_H
#define ADMIN_ADMIN_H

#include "core/core.h"

/* -- accounts and roles ------------------------------------------------------------------------ */

/* A role as it is typed: what of place and producer is needed depends on the role. */
struct admin_role {
    int32_t role;                              /* enum role */
    str place_code;                            /* of a commune or province; empty = this province */
    str producer_code;                         /* ROLE_PRODUCER: whose */
};
extern const struct form admin_role_form;

struct admin_account {
    str login_name;
    str name;
    str email;
    str phone;
    int32_t role;
    str place_code;
    str producer_code;
    str *link;                                 /* gets the whole one-time link */
};
extern const struct form admin_account_form;
extern const struct form admin_change_form;    /* of a struct account */

/* Makes an account with its first role and a one-time link, as one transaction.
 * ERR_INPUT   a field is wrong, the login name is taken, the place or producer is unknown */
enum err admin_account_add_tx(struct ctx *cx, const struct admin_account *in) MUST_USE;
/* As admin_account_add_tx, inside a write. */
enum err admin_account_add(struct ctx *cx, const struct admin_account *in) MUST_USE;

/* What one account is asked to bear. */
struct admin_act {
    account_id account;
    struct worn worn;                          /* of admin_give_tx */
    int64_t role;                              /* of admin_take_tx: row of account_role */
    str *link;                                 /* of admin_reset_tx: gets the whole one-time link */
};
/* Name, e-mail, phone, active.
 * ERR_CONFLICT  changed after in->version
 * ERR_STATE     one's own account, or the last administrator's, cannot be switched off */
enum err admin_change_tx(struct ctx *cx, const struct account *in) MUST_USE;
enum err admin_give_tx(struct ctx *cx, const struct admin_act *in) MUST_USE;
/* ERR_STATE: one's own role, the last administrator's, or taken away already. */
enum err admin_take_tx(struct ctx *cx, const struct admin_act *in) MUST_USE;
enum err admin_reset_tx(struct ctx *cx, const struct admin_act *in) MUST_USE;
enum err admin_end_logins_tx(struct ctx *cx, const struct admin_act *in) MUST_USE;
/* Takes a person's own data out of an account that may not sign in any more. ERR_STATE: one's own,
 * or one still in use. */
enum err admin_forget_tx(struct ctx *cx, const struct admin_act *in) MUST_USE;
/* Turns the second step off, for who lost the phone. ERR_STATE: it is not on. */
enum err admin_factor_off_tx(struct ctx *cx, const struct admin_act *in) MUST_USE;

/* A typed role to where it is worn; ERR_INPUT beside "don_vi", "chu_the" or "vai_tro". */
enum err admin_worn(struct ctx *cx, const struct admin_role *in, struct worn *out) MUST_USE;
/* "Phường Long Xuyên", "HTX … ": where a role is worn; empty for nowhere in particular. */
enum err admin_where(struct ctx *cx, str place_path, producer_id producer, str *out) MUST_USE;

/* -- settings ---------------------------------------------------------------------------------- */

struct admin_settings {
    str province_name;                         /* "Tỉnh An Giang" */
    str public_url;                            /* "https://ocop.angiang.gov.vn" */
    str office;                                /* contact of the provincial office */
    str paper_parent;                          /* "UBND TỈNH AN GIANG" */
    str paper_issuer;                          /* "VĂN PHÒNG ĐIỀU PHỐI NÔNG THÔN MỚI" */
    str paper_place;                           /* "An Giang", before the date of a paper */
    str signer_title;                          /* "CHỦ TỊCH" */
    str map_tiles;                             /* "https://…/{z}/{x}/{y}.png"; empty = none */
    str map_credit;                            /* whose map it is, as its terms ask */
    int64_t seen;                              /* fingerprint of all of the above, as they stood */
};
extern const struct form admin_settings_form;

enum err admin_settings_get(struct ctx *cx, struct admin_settings *out) MUST_USE;
/* Keeps what differs, with one link in the trail that names the changed settings.
 * ERR_INPUT     the public address is none; the map's address is not one of tiles
 * ERR_CONFLICT  another changed a setting after in->seen was read */
enum err admin_settings_put_tx(struct ctx *cx, const struct admin_settings *in) MUST_USE;
/* http(s)://host[:port] without a path; *out without a slash at its end. */
bool admin_address(str typed, str *out);
/* https://host/… with {z}, {x} and {y}, and nothing that would end a header. */
bool admin_tiles_fine(str typed);

/* -- health ------------------------------------------------------------------------------------ */

struct admin_health {
    int64_t accounts;                          /* that may sign in */
    int64_t schema;                            /* last step of the schema */
    int64_t requests;                          /* since this server began */
    int64_t failed;                            /* of them, answered 500 */
    int64_t mean_us;                           /* of a request */
    struct db_counts db;
    int64_t database_bytes;                    /* -1 where it does not lie in the data folder */
    int64_t disk_free;
    int64_t disk_whole;
    instant checkpoint;                        /* heads last signed; zero = never */
    int64_t unsigned_heads;
};
enum err admin_health(struct ctx *cx, struct admin_health *out) MUST_USE;
/* "12,3 GB" */
str admin_bytes(struct arena *a, int64_t n);

extern const struct route admin_routes[];

#define MSG MSG_DECLARE
#include "admin/admin.msg"
#undef MSG

#endif
