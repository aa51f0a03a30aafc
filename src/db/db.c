/* db.c: the surface of db.h: picks an engine, passes calls on, and turns values into cells. */
#include "db/db.h"

#include <assert.h>
#include <stdatomic.h>

#include "base/log.h"
#include "db/db_in.h"

struct db_home *db_open(struct arena *a, const struct db_conf *conf, str *why)
{
    str url = str_of(conf->url);
    if (str_starts(url, S("postgresql://")) || str_starts(url, S("postgres://")))
        return postgres_open(a, conf, why);
    return sqlite_open(a, conf, why);
}

void db_close(struct db_home *h)
{
    if (h)
        h->driver->close(h->home);
}

enum db_engine db_engine(const struct db_home *h)
{
    return h->driver->engine;
}

enum db_engine db_engine_of(const struct db *c)
{
    return c->driver->engine;
}

struct db_home *db_home_of(const struct db *c)
{
    return c->home;
}

enum err db_lease(struct db_home *h, struct db **out)
{
    return h->driver->lease(h->home, out);
}

void db_release(struct db_home *h, struct db *c)
{
    h->driver->release(h->home, c);
}

enum err db_write(struct db_home *h, const struct db_write *w)
{
    return h->driver->write(h->home, w);
}

enum err db_run(struct db *c, struct arena *a, const struct db_statement *st,
                const struct db_value *args, struct db_rows *rows)
{
    return c->driver->run(c, a, st, args, rows);
}

enum err db_each(struct db *c, struct arena *a, const struct db_statement *st,
                 const struct db_value *args,
                 enum err (*each)(void *with, const struct db_value *cells), void *with)
{
    return c->driver->each(c, a, st, args, each, with);
}

enum err db_script(struct db *c, struct arena *a, str sql)
{
    return c->driver->script(c, a, sql);
}

bool db_statement_fits(struct db *c, struct arena *a, const struct db_statement *st, str *why)
{
    return c->driver->fits(c, a, st, why);
}

struct db_counts db_counts(const struct db_home *h)
{
    return h->driver->counts(h->home);
}

int db_slot(const struct db_statement *st)
{
    static atomic_int dealt = 1;
    _Atomic int *slot = (_Atomic int *)st->slot;
    int have = atomic_load(slot);
    if (have == 0) {
        int fresh = atomic_fetch_add(&dealt, 1);
        assert(fresh < DB_SLOTS_MAX);
        have = 0;
        if (atomic_compare_exchange_strong(slot, &have, fresh))
            have = fresh;
    }
    return have - 1;
}

struct db_value db_give_int(int64_t n)
{
    return (struct db_value){ .kind = DB_INT, .n = n };
}

struct db_value db_give_int32(int32_t n)
{
    return db_give_int(n);
}

struct db_value db_give_bool(bool b)
{
    return db_give_int(b ? 1 : 0);
}

struct db_value db_give_str(str s)
{
    return (struct db_value){ .kind = DB_TEXT, .s = s };
}

struct db_value db_give_bytes(bytes b)
{
    return (struct db_value){ .kind = DB_BYTES, .s = { (const char *)b.at, b.len } };
}

/* A day as ISO text; its ten characters live in a small ring of the thread, long enough for any
 * statement's arguments. */
struct db_value db_give_date(date d)
{
    static _Thread_local char ring[64][12];
    static _Thread_local unsigned next;
    if (!date_known(d))
        return db_give_str(S(""));
    char *at = ring[next++ % 64];
    struct civil c = date_civil(d);
    int32_t digits[8] = { c.year / 1000, c.year / 100, c.year / 10, c.year,
                          c.month / 10,  c.month,      c.day / 10,  c.day };
    for (int i = 0, k = 0; i < 8; i++) {
        at[k++] = (char)('0' + digits[i] % 10);
        if (i == 3 || i == 5)
            at[k++] = '-';
    }
    return db_give_str((str){ at, 10 });
}

struct db_value db_give_instant(instant t)
{
    return db_give_int(t.us);
}

struct db_value db_give_vnd(vnd v)
{
    return db_give_int(v.dong);
}

void db_take_int(int64_t *out, const struct db_value *v)
{
    assert(v->kind == DB_INT || v->kind == DB_NULL);
    *out = v->n;
}

void db_take_int32(int32_t *out, const struct db_value *v)
{
    int64_t n;
    db_take_int(&n, v);
    assert(n >= INT32_MIN && n <= INT32_MAX);
    *out = (int32_t)n;
}

void db_take_enum(uint32_t *out, const struct db_value *v)
{
    int64_t n;
    db_take_int(&n, v);
    assert(n >= 0 && n <= INT32_MAX);
    *out = (uint32_t)n;
}

void db_take_bool(bool *out, const struct db_value *v)
{
    int64_t n;
    db_take_int(&n, v);
    *out = n != 0;
}

void db_take_str(str *out, const struct db_value *v)
{
    assert(v->kind == DB_TEXT || v->kind == DB_NULL);
    *out = v->s;
}

void db_take_bytes(bytes *out, const struct db_value *v)
{
    assert(v->kind == DB_BYTES || v->kind == DB_NULL);
    *out = (bytes){ (const uint8_t *)v->s.at, v->s.len };
}

void db_take_date(date *out, const struct db_value *v)
{
    str s;
    db_take_str(&s, v);
    if (!date_read(s, out))
        *out = NO_DATE;
}

void db_take_instant(instant *out, const struct db_value *v)
{
    db_take_int(&out->us, v);
}

void db_take_vnd(vnd *out, const struct db_value *v)
{
    db_take_int(&out->dong, v);
}
