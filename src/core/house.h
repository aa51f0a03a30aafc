/* house: what the whole process shares and nobody changes after the start: the database, the data
 * folder, the keys. */
#ifndef CORE_HOUSE_H
#define CORE_HOUSE_H

#include "core/ctx.h"

struct house {
    struct arena *a;                           /* lives as long as the process */
    struct db_home *db;
    struct lock *changing;                     /* one change of settings at a time */
    str data_dir;                              /* "./data" */
    str blob_dir;
    str key_dir;
    str upload_dir;
    bytes audit_key;                           /* HMAC of audited rows */
    bytes form_key;                            /* HMAC of form keys */
    bytes sign_public;                         /* Ed25519: checkpoints */
    bytes sign_secret;
    bool demo;                                 /* banner, watermark, movable clock */
    bool secure_cookie;                        /* public address is https */
    bool cheap_passwords;                      /* demonstration and tests: light Argon2id */
    int64_t clock_shift_us;                    /* demonstration only */
    str public_url;                            /* without a slash at its end */
    str province_name;                         /* "Tỉnh An Giang" */
    str province_code;                         /* "91" */
    str province_path;                         /* "91/" */
    str office;                                /* whom to call, at the foot of public pages */
};

const struct house *house(void);
void house_set(const struct house *h);

struct house_conf {
    const char *data_dir;
    const char *db_url;                        /* NULL = saolang.db in the data folder */
    int readers;
    bool create;                               /* make the folder, keys and schema */
    bool upgrade;                              /* run missing migrations */
    bool cheap_passwords;
    const char *vfs;
};

/* Opens the data folder and makes it the process's house. A sentence in *why when it cannot. */
enum err house_open(struct arena *a, const struct house_conf *conf, str *why) MUST_USE;
void house_close(void);
/* Reads again what the administrator may change (settings). */
enum err house_refresh(struct ctx *cx) MUST_USE;

/* The schema's steps inside this binary. */
struct migration;
int house_migrations(struct arena *a, struct migration **out);

/* A ctx for a command, a job step or a test, with a leased connection: give cx->db back with
 * ctx_end. */
enum err ctx_begin(struct arena *a, const struct actor *who, struct ctx **out) MUST_USE;
void ctx_end(struct ctx *cx);
/* The moment now, shifted in a demonstration. */
instant house_now(void);

/* Settings of the province: dated values where law is concerned live in their rooms. */
enum err setting_get(struct ctx *cx, str name, str *out) MUST_USE;   /* "" when not set */
enum err setting_put(struct ctx *cx, str name, str value) MUST_USE;  /* inside a write */

#endif
