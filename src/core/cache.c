/* cache.c: a table of slots by hash of the address; a newer page simply takes the slot. */
#include "core/cache.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/thread.h"
#include "core/core.h"
#include "core/core.sql.h"

enum { SLOTS = 4096, PAGE_BYTES_MAX = 64 << 10, TARGET_BYTES_MAX = 512, LOOK_EVERY_MS = 500 };

struct slot {
    char *target;
    ptrdiff_t target_len;
    char *body;
    ptrdiff_t body_len;
    int64_t generation;
    date day;
};

static struct {
    struct lock *lock;                         /* guards the slots */
    struct slot *slots;
    _Atomic int64_t generation;
    _Atomic int64_t version;                   /* of public_version, as last seen */
    _Atomic int64_t looked_ms;
} cache;

void cache_start(struct arena *a)
{
    cache.slots = new(a, struct slot, SLOTS);
    cache.lock = lock_new(a);
}

int64_t cache_generation(void)
{
    return atomic_load(&cache.generation);
}

void cache_forget(void)
{
    atomic_fetch_add(&cache.generation, 1);
}

bool cache_wants_look(void)
{
    return cache.lock && thread_clock_ms() - atomic_load(&cache.looked_ms) > LOOK_EVERY_MS;
}

enum err cache_look(struct ctx *cx)
{
    int64_t version;
    TRY(public_version_get(cx, &version));
    atomic_store(&cache.looked_ms, thread_clock_ms());
    if (atomic_exchange(&cache.version, version) != version)
        cache_forget();
    return OK;
}

enum err public_changed(struct ctx *cx)
{
    cx->visit->publishes = true;
    return public_version_grow(cx);
}

/* FNV-1a: only to spread addresses; a slot is compared whole. */
static struct slot *slot_of(str target)
{
    uint64_t h = 1469598103934665603u;
    for (ptrdiff_t i = 0; i < target.len; i++)
        h = (h ^ (unsigned char)target.at[i]) * 1099511628211u;
    return &cache.slots[h % SLOTS];
}

static bool holds(const struct slot *s, str target, date day)
{
    return s->target && s->generation == cache_generation() && s->day.days == day.days
           && str_equal((str){ s->target, s->target_len }, target);
}

bool cache_get(struct arena *a, str target, date day, str *body)
{
    if (!cache.lock || target.len > TARGET_BYTES_MAX)
        return false;
    lock_take(cache.lock);
    const struct slot *s = slot_of(target);
    bool hit = holds(s, target, day);
    char *copy = hit ? malloc((size_t)s->body_len) : NULL;
    ptrdiff_t len = s->body_len;
    if (copy)
        memcpy(copy, s->body, (size_t)len);
    lock_give(cache.lock);
    if (!copy)
        return false;
    arena_undo(a, free, copy);                 /* the reply is sent from it */
    *body = (str){ copy, len };
    return true;
}

static char *kept_copy(str s)
{
    char *at = malloc((size_t)s.len + 1);
    if (at)
        memcpy(at, s.at, (size_t)s.len);
    return at;
}

void cache_put(str target, date day, int64_t generation, str body)
{
    if (!cache.lock || target.len > TARGET_BYTES_MAX || body.len == 0 || body.len > PAGE_BYTES_MAX)
        return;
    struct slot fresh = { kept_copy(target), target.len, kept_copy(body),
                          body.len,          generation, day };
    lock_take(cache.lock);
    struct slot *s = slot_of(target);
    struct slot old = fresh;
    if (fresh.target && fresh.body && generation == cache_generation()) {
        old = *s;
        *s = fresh;
    }
    lock_give(cache.lock);
    free(old.target);
    free(old.body);
}

void cache_stop(void)
{
    for (int i = 0; cache.slots && i < SLOTS; i++) {
        free(cache.slots[i].target);
        free(cache.slots[i].body);
    }
    cache.slots = NULL;
    cache.lock = NULL;
}
