/* arena.c: one reservation of address space, a growing end, and a list of undos.
 *
 *   | struct arena | used ........ | untouched pages ................ |
 *   ^ base         ^ first byte    ^ end                    base + size
 */
#include "base/arena.h"

#include <assert.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#endif

#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
#define HIDE(at, n) ASAN_POISON_MEMORY_REGION((at), (size_t)(n))
#define SHOW(at, n) ASAN_UNPOISON_MEMORY_REGION((at), (size_t)(n))
#else
#define HIDE(at, n) ((void)(at), (void)(n))
#define SHOW(at, n) ((void)(at), (void)(n))
#endif

enum { KEPT_BYTES = 256 << 10 };               /* kept resident at reset, cleared by hand */

struct undo {
    arena_undo_fn *fn;
    void *thing;
    struct undo *before;
};

struct arena {
    ptrdiff_t size;
    ptrdiff_t used;
    ptrdiff_t touched;                         /* highest `used` since the last reset */
    struct undo *undos;
    jmp_buf *landing;
    struct arena *host;                        /* of one beside another */
};

static ptrdiff_t first_byte(void)
{
    ptrdiff_t n = (ptrdiff_t)sizeof(struct arena);
    return (n + 15) & ~(ptrdiff_t)15;
}

struct arena *arena_new(ptrdiff_t reserve_bytes)
{
    void *at = mmap(NULL, (size_t)reserve_bytes, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at == MAP_FAILED)
        return NULL;
    struct arena *a = at;
    a->size = reserve_bytes;
    a->used = first_byte();
    a->touched = a->used;
    HIDE((char *)a + a->used, a->size - a->used);
    return a;
}

static void undo_to(struct arena *a, const struct undo *stop)
{
    while (a->undos != stop) {
        struct undo *u = a->undos;
        a->undos = u->before;
        u->fn(u->thing);
    }
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    undo_to(a, NULL);
    ptrdiff_t size = a->size;
    SHOW(a, size);
    munmap(a, (size_t)size);
}

void arena_reset(struct arena *a)
{
    undo_to(a, NULL);
    char *base = (char *)a;
    ptrdiff_t first = first_byte();
    ptrdiff_t kept = a->touched < KEPT_BYTES ? a->touched : KEPT_BYTES;
    SHOW(base, a->touched);
    memset(base + first, 0, (size_t)(kept - first));
    if (a->touched > KEPT_BYTES)
        madvise(base + KEPT_BYTES, (size_t)(a->size - KEPT_BYTES), MADV_DONTNEED);
    HIDE(base + first, a->touched - first);
    a->used = first;
    a->touched = first;
}

void *arena_take(struct arena *a, ptrdiff_t size, ptrdiff_t align, ptrdiff_t count)
{
    assert(size > 0 && align > 0 && count >= 0);
    ptrdiff_t at = (a->used + align - 1) & ~(align - 1);
    if (count > (a->size - at) / size)
        arena_give_up(a);
    a->used = at + size * count;
    if (a->used > a->touched)
        a->touched = a->used;
    char *p = (char *)a + at;
    SHOW(p, size * count);
    return p;
}

struct arena_mark arena_mark(const struct arena *a)
{
    return (struct arena_mark){ .used = a->used, .undos = a->undos };
}

void arena_rewind(struct arena *a, struct arena_mark mark)
{
    assert(mark.used <= a->used);
    undo_to(a, mark.undos);
    char *from = (char *)a + mark.used;
    ptrdiff_t n = a->used - mark.used;
    SHOW(from, n);
    memset(from, 0, (size_t)n);
    HIDE(from, n);
    a->used = mark.used;
}

void arena_undo(struct arena *a, arena_undo_fn *fn, void *thing)
{
    struct undo *u = new(a, struct undo, 1);
    *u = (struct undo){ .fn = fn, .thing = thing, .before = a->undos };
    a->undos = u;
}

static void free_beside(void *arena)
{
    arena_free(arena);
}

struct arena *arena_beside(struct arena *a, ptrdiff_t reserve_bytes)
{
    struct arena *beside = arena_new(reserve_bytes);
    if (!beside)
        arena_give_up(a);
    beside->host = a;
    arena_undo(a, free_beside, beside);
    return beside;
}

ptrdiff_t arena_used(const struct arena *a)
{
    return a->used - first_byte();
}

bool land(struct arena *a, void (*fn)(void *arg), void *arg)
{
    jmp_buf here;
    jmp_buf *volatile outer = a->landing;
    a->landing = &here;
    if (setjmp(here) != 0) {
        a->landing = outer;
        return false;
    }
    fn(arg);
    a->landing = outer;
    return true;
}

NO_RETURN void arena_give_up(struct arena *a)
{
    while (!a->landing && a->host)
        a = a->host;
    if (!a->landing)
        abort();
    longjmp(*a->landing, 1);
}
