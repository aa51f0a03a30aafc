/* thread.c: a thin face on POSIX threads with a monotonic condition clock. */
#include "base/thread.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <time.h>

struct thread {
    pthread_t id;
    void (*fn)(void *arg);
    void *arg;
};

struct lock {
    pthread_mutex_t mutex;
    pthread_cond_t cond;
};

struct queue {
    struct lock *lock;
    void **items;
    ptrdiff_t capacity;
    ptrdiff_t first;
    ptrdiff_t count;
    bool closed;
};

static void *begin(void *thread)
{
    struct thread *t = thread;
    t->fn(t->arg);
    return NULL;
}

struct thread *thread_start(struct arena *a, const char *name, void (*fn)(void *arg), void *arg)
{
    struct thread *t = new(a, struct thread, 1);
    t->fn = fn;
    t->arg = arg;
    if (pthread_create(&t->id, NULL, begin, t) != 0)
        return NULL;
    pthread_setname_np(t->id, name);
    return t;
}

void thread_join(struct thread *t)
{
    pthread_join(t->id, NULL);
}

static void lock_end(void *lock)
{
    struct lock *l = lock;
    pthread_cond_destroy(&l->cond);
    pthread_mutex_destroy(&l->mutex);
}

struct lock *lock_new(struct arena *a)
{
    struct lock *l = new(a, struct lock, 1);
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_mutex_init(&l->mutex, NULL);
    pthread_cond_init(&l->cond, &attr);
    pthread_condattr_destroy(&attr);
    arena_undo(a, lock_end, l);
    return l;
}

void lock_take(struct lock *l)
{
    int bad = pthread_mutex_lock(&l->mutex);
    assert(bad == 0);
    (void)bad;
}

void lock_give(struct lock *l)
{
    pthread_mutex_unlock(&l->mutex);
}

void lock_wait(struct lock *l)
{
    pthread_cond_wait(&l->cond, &l->mutex);
}

bool lock_wait_until(struct lock *l, int64_t deadline_ms)
{
    struct timespec t = { .tv_sec = deadline_ms / 1000, .tv_nsec = deadline_ms % 1000 * 1000000 };
    return pthread_cond_timedwait(&l->cond, &l->mutex, &t) != ETIMEDOUT;
}

void lock_wake(struct lock *l)
{
    pthread_cond_broadcast(&l->cond);
}

void lock_wake_one(struct lock *l)
{
    pthread_cond_signal(&l->cond);
}

int64_t thread_clock_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t thread_clock_ms(void)
{
    return thread_clock_us() / 1000;
}

void thread_sleep_ms(int64_t ms)
{
    struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
    nanosleep(&t, NULL);
}

struct queue *queue_new(struct arena *a, ptrdiff_t capacity)
{
    struct queue *q = new(a, struct queue, 1);
    q->lock = lock_new(a);
    q->items = new(a, void *, capacity);
    q->capacity = capacity;
    return q;
}

bool queue_push(struct queue *q, void *item)
{
    lock_take(q->lock);
    bool fits = !q->closed && q->count < q->capacity;
    if (fits) {
        q->items[(q->first + q->count++) % q->capacity] = item;
        lock_wake_one(q->lock);
    }
    lock_give(q->lock);
    return fits;
}

void *queue_pop(struct queue *q)
{
    lock_take(q->lock);
    while (q->count == 0 && !q->closed)
        lock_wait(q->lock);
    void *item = NULL;
    if (q->count > 0) {
        item = q->items[q->first];
        q->first = (q->first + 1) % q->capacity;
        q->count--;
    }
    lock_give(q->lock);
    return item;
}

void queue_close(struct queue *q)
{
    lock_take(q->lock);
    q->closed = true;
    lock_wake(q->lock);
    lock_give(q->lock);
}

ptrdiff_t queue_length(struct queue *q)
{
    lock_take(q->lock);
    ptrdiff_t n = q->count;
    lock_give(q->lock);
    return n;
}
