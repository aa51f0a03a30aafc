/* arena: memory by lifespan.
 *
 * A request, a job step, a command and a test each own one arena. It is reserved once, touched
 * page by page, and reset at the end. Memory is zeroed. Whoever returns memory takes the arena;
 * what it returns lives as long as that arena.
 *
 * Promises  a request for memory never returns NULL: at the arena's end control lands in land()
 *           things tied with arena_undo are undone in reverse order at rewind, reset and free
 * Never     shared by two threads at one time
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

struct arena;

/* A place to rewind to. */
struct arena_mark {
    ptrdiff_t used;
    void *undos;
};

enum { ARENA_REQUEST_BYTES = 64 << 20 };       /* architecture §8: request arena */

/* Reserves `reserve_bytes` of address space; NULL when the system has none left. */
struct arena *arena_new(ptrdiff_t reserve_bytes);
/* One that grows while `a` is rewound: freed with what `a` holds now, and its end lands where
 * `a`'s does. Never NULL: without address space control lands too. */
struct arena *arena_beside(struct arena *a, ptrdiff_t reserve_bytes);
/* Undoes everything and gives the reservation back. NULL is allowed. */
void arena_free(struct arena *a);
/* Undoes everything and empties the arena; pages beyond the first 256 KiB go back to the system. */
void arena_reset(struct arena *a);

void *arena_take(struct arena *a, ptrdiff_t size, ptrdiff_t align, ptrdiff_t count) MUST_USE;
#define new(a, type, count)                                                                      \
    ((type *)arena_take((a), (ptrdiff_t)sizeof(type), alignof(type), (count)))

struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark mark);

typedef void arena_undo_fn(void *thing);
/* Ties `thing` to the arena: fn(thing) runs when the arena is rewound, reset or freed. */
void arena_undo(struct arena *a, arena_undo_fn *fn, void *thing);

/* Bytes in use, for limits and measurements. */
ptrdiff_t arena_used(const struct arena *a);

/* Runs fn(arg); false when the arena came to its end meanwhile. The one setjmp of the program:
 * it stands around a request, a write, a job step, a verb and a test, never across a library's
 * callback or a held lock. Landings nest; the innermost catches. */
bool land(struct arena *a, void (*fn)(void *arg), void *arg) MUST_USE;
/* Jumps to the innermost landing of this arena; without one the program stops. */
NO_RETURN void arena_give_up(struct arena *a);

#endif
