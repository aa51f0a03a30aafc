/* thread: threads, locks, waiting with a limit. pthread_… appears in thread.c alone. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include "base/str.h"

struct thread;
struct lock;                                   /* a mutex with one condition */

/* Starts fn(arg); NULL when the system refuses. */
struct thread *thread_start(struct arena *a, const char *name, void (*fn)(void *arg), void *arg);
void thread_join(struct thread *t);

struct lock *lock_new(struct arena *a);
void lock_take(struct lock *l);
void lock_give(struct lock *l);
/* Wait until another thread calls lock_wake; the lock is held before and after. */
void lock_wait(struct lock *l);
/* As lock_wait, at most until `deadline_ms` of thread_clock_ms(); false when it passed. */
bool lock_wait_until(struct lock *l, int64_t deadline_ms);
void lock_wake(struct lock *l);                /* every waiting thread */
void lock_wake_one(struct lock *l);            /* one of them */

/* A clock that only goes forward, milliseconds. */
int64_t thread_clock_ms(void);
int64_t thread_clock_us(void);
void thread_sleep_ms(int64_t ms);

/* A bounded queue of pointers. */
struct queue;
struct queue *queue_new(struct arena *a, ptrdiff_t capacity);
bool queue_push(struct queue *q, void *item);  /* false when full or closed */
void *queue_pop(struct queue *q);              /* waits; NULL when closed and empty */
void queue_close(struct queue *q);
ptrdiff_t queue_length(struct queue *q);

#endif
