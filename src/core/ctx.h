/* ctx: the only thing passed everywhere. Six members; a seventh needs a decision record.
 *
 * Also here: refusing with a sentence (fail) and running a function as one transaction (DB_TX).
 */
#ifndef CORE_CTX_H
#define CORE_CTX_H

#include "base/err.h"
#include "core/right.h"
#include "db/db.h"

/* What belongs to this one request, command or job step. */
struct visit {
    int64_t number;                            /* printed in log and error page */
    str once_key;                          /* of the posted form or Idempotency-Key; may be empty */
    str once_location;                         /* where a repeat is sent; set before the write */
    bool repeated;                           /* the write had been done before; see once_location */
    str client;                                /* address of the visitor */
    const struct route *route;                 /* the row that answers; NULL outside the web */
    const struct form *form;                   /* of that row */
    const struct req *rq;                      /* NULL outside the web */
    bool publishes;                            /* its write changed what the public sees */
    bool expired;                              /* a cookie came whose sign-in has ended */
    bool token;                                /* a token speaks, no browser */
    bool english;                              /* the address begins with /en */
    str pictures_from;                         /* a site its page shows pictures of: map tiles */
};

struct ctx {
    struct arena *a;                           /* of this request, job step, command or test */
    struct db *db;                             /* reading; the writing one while a write runs */
    const struct actor *actor;                 /* who; &ANYONE for the public */
    instant now;                               /* the moment this began */
    struct fault *fault;                       /* what to tell the user */
    struct visit *visit;
};

/* return fail(cx, ERR_STATE, M_MEETING_NOT_SCORING, .field = S("meeting"), .args = { … }); */
#define fail(cx, e, m, ...) \
    fault_add((cx)->a, (cx)->fault, (e), &(m), (struct fault_args){ __VA_ARGS__ })

/* A text of our own for whoever reads: WORDS(cx, "Tìm", "Search"). */
#define WORDS(cx, vietnamese, in_english) \
    ((cx)->visit->english ? str_of(in_english) : str_of(vietnamese))

typedef enum err tx_fn(struct ctx *cx, const void *in);
/* Runs fn as one durable transaction. With a once key that was used before, fn does not run: the
 * answer is OK, visit->repeated is true and visit->once_location is that of the first time. */
enum err tx_run(struct ctx *cx, tx_fn *fn, const void *in) MUST_USE;

/* DB_TX(ballot_save, struct ballot_post) makes ballot_save_tx(cx, &in); DB_TX_HERE makes it
 * static. */
#define DB_TX_HERE(fn, type)                                                                 \
    static enum err fn##_in_tx(struct ctx *cx, const void *in)                               \
    {                                                                                        \
        return fn(cx, (const type *)in);                                                     \
    }                                                                                        \
    static inline enum err fn##_tx(struct ctx *cx, const type *in)                           \
    {                                                                                        \
        return tx_run(cx, fn##_in_tx, in);                                                   \
    }
#define DB_TX(fn, type)                                                                      \
    static enum err fn##_in_tx(struct ctx *cx, const void *in)                               \
    {                                                                                        \
        return fn(cx, (const type *)in);                                                     \
    }                                                                                        \
    enum err fn##_tx(struct ctx *cx, const type *in)                                         \
    {                                                                                        \
        return tx_run(cx, fn##_in_tx, in);                                                   \
    }

#endif
