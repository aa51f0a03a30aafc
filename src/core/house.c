/* house.c: opening the data folder: keys, database, schema, settings. */
#include "core/house.h"

#include <stdatomic.h>

#include "base/conf.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/thread.h"
#include "core/core.h"
#include "core/core.sql.h"
#include "core/embed.h"
#include "db/migrate.h"

#define MSG MSG_DEFINE
#include "core/core.msg"
#undef MSG

enum { MIGRATIONS_MAX = 512 };

/* Readers take the pointer; a change is a new struct, put in its place whole. What a reader still
 * holds stays valid: houses are never freed, and changes are rare. */
static _Atomic(const struct house *) current;

const struct house *house(void)
{
    static const struct house none;
    const struct house *h = atomic_load(&current);
    return h ? h : &none;
}

void house_set(const struct house *h)
{
    struct house *fresh = new(h->a, struct house, 1);
    *fresh = *h;
    atomic_store(&current, fresh);
}

/* -- keys ------------------------------------------------------------------------------------- */

static enum err key_file(struct arena *a, str path, ptrdiff_t size, bool create, bytes *out)
{
    str text;
    enum err e = file_read(a, path, 4096, &text);
    if (e == ERR_NOT_FOUND && create) {
        *out = random_bytes(a, size);
        return file_write(a, path, hex(a, *out), 0600);
    }
    TRY(e);
    return hex_read(a, str_trim(text), out) && out->len == size ? OK : ERR_IO;
}

static enum err sign_keys(struct arena *a, str folder, bool create, struct house *h)
{
    str secret = join(a, folder, S("/sign.key"));
    str public = join(a, folder, S("/sign.pub"));
    if (create && !file_exists(a, secret)) {
        sign_pair(a, &h->sign_public, &h->sign_secret);
        TRY(file_write(a, public, hex(a, h->sign_public), 0644));
        return file_write(a, secret, hex(a, h->sign_secret), 0600);
    }
    TRY(key_file(a, secret, SIGN_SECRET_BYTES, false, &h->sign_secret));
    return key_file(a, public, SIGN_PUBLIC_BYTES, false, &h->sign_public);
}

static enum err read_keys(struct arena *a, bool create, struct house *h)
{
    TRY(key_file(a, join(a, h->key_dir, S("/audit.key")), KEY_BYTES, create, &h->audit_key));
    TRY(key_file(a, join(a, h->key_dir, S("/form.key")), KEY_BYTES, create, &h->form_key));
    return sign_keys(a, h->key_dir, create, h);
}

/* -- schema ----------------------------------------------------------------------------------- */

int house_migrations(struct arena *a, struct migration **out)
{
    *out = new(a, struct migration, MIGRATIONS_MAX);
    int count = 0;
    for (int i = 0; i < embed_count && count < MIGRATIONS_MAX; i++)
        if (embed_rows[i].kind == EMBED_MIGRATION) {
            (*out)[count] = (struct migration){ .number = count + 1, .name = embed_rows[i].name,
                                                .sql = embed_bytes(&embed_rows[i]) };
            count++;
        }
    return count;
}

static enum err schema(struct arena *a, const struct house_conf *hc, struct house *h, str *why)
{
    struct migration *steps;
    int count = house_migrations(a, &steps);
    struct migrate_state state;
    TRY(migrate_look(h->db, a, steps, count, &state, why));
    if (state.have == state.want)
        return OK;
    if (!hc->upgrade && !(hc->create && state.have == 0)) {
        *why = S("Cơ sở dữ liệu cũ hơn chương trình. Hãy chạy: saolang migrate --data <thư mục>.");
        return ERR_STATE;
    }
    return migrate_up(h->db, a, steps, count, instant_now(), why);
}

/* -- opening ---------------------------------------------------------------------------------- */

static enum err folders(struct arena *a, const struct house_conf *hc, struct house *h, str *why)
{
    h->data_dir = str_copy(a, str_of(hc->data_dir));
    h->blob_dir = join(a, h->data_dir, S("/blob"));
    h->key_dir = join(a, h->data_dir, S("/keys"));
    h->upload_dir = join(a, h->blob_dir, S("/incoming"));
    if (!hc->create && !file_exists(a, h->key_dir)) {
        *why = join(a, S("Không thấy dữ liệu trong “"), h->data_dir,
                    S("”. Hãy chạy saolang demo hoặc saolang init trước."));
        return ERR_NOT_FOUND;
    }
    TRY(folder_make(a, h->upload_dir, 0700));
    return folder_make(a, h->key_dir, 0700);
}

static enum err open_database(struct arena *a, const struct house_conf *hc, struct house *h,
                              str *why)
{
    bool inside = !hc->db_url || !*hc->db_url;
    struct db_conf dc = {
        .url = inside ? cstr(a, join(a, h->data_dir, S("/saolang.db"))) : hc->db_url,
        .readers = hc->readers > 0 ? hc->readers : 8,
        .writers = 16,
        .wait_ms = conf()->wait_ms,
        .read_ms = 2000,
        .vfs = hc->vfs,
    };
    h->db = db_open(a, &dc, why);
    return h->db ? OK : ERR_DB;
}

static enum err refresh(struct ctx *cx)
{
    struct house h = *house();
    str demo, shift;
    TRY(setting_get(cx, S("demo"), &demo));
    TRY(setting_get(cx, S("public_url"), &h.public_url));
    TRY(setting_get(cx, S("province_name"), &h.province_name));
    TRY(setting_get(cx, S("province_code"), &h.province_code));
    TRY(setting_get(cx, S("office"), &h.office));
    TRY(setting_get(cx, S("clock_shift_days"), &shift));
    int64_t days = 0;
    h.demo = str_is(demo, "1");
    if (h.demo && int_read(shift, &days))
        h.clock_shift_us = days * 86400 * 1000000;
    h.secure_cookie = str_starts(h.public_url, S("https://"));
    h.public_url = str_copy(h.a, h.public_url);
    h.office = str_copy(h.a, h.office);
    h.province_name = str_copy(h.a, h.province_name);
    h.province_code = str_copy(h.a, h.province_code);
    h.province_path = join(h.a, h.province_code, S("/"));
    house_set(&h);
    cache_forget();                            /* pages carry the province's name */
    return OK;
}

enum err house_refresh(struct ctx *cx)
{
    struct lock *l = house()->changing;
    lock_take(l);
    enum err e = refresh(cx);
    lock_give(l);
    return e;
}

enum err house_open(struct arena *a, const struct house_conf *hc, str *why)
{
    struct house h = { .a = a, .changing = lock_new(a), .cheap_passwords = hc->cheap_passwords };
    TRY(folders(a, hc, &h, why));
    TRY(read_keys(a, hc->create, &h));
    TRY(open_database(a, hc, &h, why));
    house_set(&h);
    enum err e = schema(a, hc, &h, why);
    struct ctx *cx;
    if (e == OK)
        e = ctx_begin(a, &ANYONE, &cx);
    if (e == OK) {
        e = house_refresh(cx);
        ctx_end(cx);
    }
    if (e != OK)
        house_close();
    return e;
}

void house_close(void)
{
    const struct house *h = atomic_load(&current);
    if (!h)
        return;
    db_close(h->db);
    atomic_store(&current, NULL);
}

instant house_now(void)
{
    return (instant){ instant_now().us + house()->clock_shift_us };
}

enum err ctx_begin(struct arena *a, const struct actor *who, struct ctx **out)
{
    struct ctx *cx = new(a, struct ctx, 1);
    cx->a = a;
    cx->actor = who;
    cx->now = house_now();
    cx->fault = new(a, struct fault, 1);
    cx->visit = new(a, struct visit, 1);
    *out = cx;
    return db_lease(house()->db, &cx->db);
}

void ctx_end(struct ctx *cx)
{
    if (cx->db)
        db_release(house()->db, cx->db);
    cx->db = NULL;
}

enum err setting_get(struct ctx *cx, str name, str *out)
{
    bool found;
    *out = S("");
    return setting_find(cx, name, out, &found);
}

enum err setting_put(struct ctx *cx, str name, str value)
{
    TRY(public_changed(cx));
    return setting_set(cx, name, value);
}
