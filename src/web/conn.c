/* conn.c: the list of open connections and the watch over their deadlines.
 *
 * libmicrohttpd has no deadline for a whole header or a whole body. Here each connection has one;
 * the watch thread shuts the socket down when it passes, and the loop of the connection sees the
 * end of the stream. deadline_ms is 0 (none), a moment, or CUT (has passed, for good). A record
 * leaves the list before its socket is closed, so the watch never shuts a stranger's socket.
 */
#include <sys/socket.h>

#include "base/thread.h"
#include "web/server_in.h"

enum {
    BUCKETS = 256,
    CUT = -1,
};

/* Connections by the hash of their address, and the records not in use. */
struct conns {
    struct lock *lock;
    struct conn *bucket[BUCKETS];
    struct conn *unused;
    const struct server_conf *conf;
    const struct proxies *proxies;
    struct thread *watch;
    bool ended;
    atomic_llong now;                          /* open connections */
};

bool conn_due(struct conn *c, int64_t at_ms)
{
    long long old = atomic_load(&c->deadline_ms);
    while (old != CUT)
        if (atomic_compare_exchange_weak(&c->deadline_ms, &old, (long long)at_ms))
            return true;
    return false;
}

void conn_due_sooner(struct conn *c, int64_t at_ms)
{
    if (atomic_load(&c->deadline_ms) > at_ms)
        conn_due(c, at_ms);
}

int64_t conns_now(const struct conns *all)
{
    return atomic_load(&all->now);
}

/* --- coming and going --- */

static void peer_read(struct conn *c, const struct sockaddr *address)
{
    const void *at = NULL;
    int family = address->sa_family;
    if (family == AF_INET) {
        at = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
    } else if (family == AF_INET6) {
        const struct in6_addr *six =
            &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
        bool mapped = IN6_IS_ADDR_V4MAPPED(six);
        at = mapped ? (const void *)&six->s6_addr[12] : six;
        family = mapped ? AF_INET : AF_INET6;
    }
    bool known = at && inet_ntop(family, at, c->peer_text, sizeof c->peer_text);
    c->peer = str_of(known ? c->peer_text : "");
}

static struct conn **bucket_of(struct conns *all, str peer)
{
    uint32_t h = 2166136261u;                  /* FNV-1a */
    for (ptrdiff_t i = 0; i < peer.len; i++)
        h = (h ^ (unsigned char)peer.at[i]) * 16777619u;
    return &all->bucket[(h ^ h >> 16) % BUCKETS];
}

static void link_in(struct conns *all, struct conn *c)
{
    c->bucket = bucket_of(all, c->peer);
    c->before = NULL;
    c->next = *c->bucket;
    if (c->next)
        c->next->before = c;
    *c->bucket = c;
}

static void link_out(struct conn *c)
{
    if (c->before)
        c->before->next = c->next;
    else
        *c->bucket = c->next;
    if (c->next)
        c->next->before = c->before;
}

static int count_same_peer(const struct conn *c)
{
    int n = 0;
    for (const struct conn *o = *c->bucket; o; o = o->next)
        n += str_equal(o->peer, c->peer);
    return n;
}

/* Visitors behind a trusted proxy share its address and are not counted as one client. */
static int unwelcome(struct conns *all, const struct conn *c, int64_t open)
{
    int most = all->conf->connections_per_client_max;
    if (open > all->conf->connections_max)
        return 503;
    return most > 0 && !c->from_proxy && count_same_peer(c) > most ? 429 : 0;
}

static struct conn *record_take(struct conns *all)
{
    lock_take(all->lock);
    struct conn *c = all->unused;
    if (c)
        all->unused = c->next;
    lock_give(all->lock);
    return c;
}

struct conn *conn_open(struct conns *all, int fd, const struct sockaddr *address)
{
    struct conn *c = record_take(all);
    if (!c) {
        shutdown(fd, SHUT_RDWR);
        return NULL;
    }
    int64_t open = atomic_fetch_add(&all->now, 1) + 1;
    c->fd = fd;
    peer_read(c, address);
    c->from_proxy = proxies_hold(all->proxies, c->peer);
    atomic_store(&c->in_body, false);
    atomic_store(&c->deadline_ms, thread_clock_ms() + all->conf->header_deadline_ms);
    lock_take(all->lock);
    link_in(all, c);
    c->unwelcome = unwelcome(all, c, open);
    lock_give(all->lock);
    return c;
}

void conn_close(struct conns *all, struct conn *c)
{
    lock_take(all->lock);
    link_out(c);
    c->next = all->unused;
    all->unused = c;
    lock_give(all->lock);
    atomic_fetch_sub(&all->now, 1);
}

/* --- the watch --- */

/* While a body is awaited nothing else is being written to the socket, so 408 can be said. */
static void cut_when_late(struct conn *c, int64_t now_ms)
{
    static const char late[] = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n"
                               "Content-Length: 0\r\n\r\n";
    long long due = atomic_load(&c->deadline_ms);
    if (due <= 0 || due > now_ms)
        return;
    bool in_body = atomic_load(&c->in_body);
    if (!atomic_compare_exchange_strong(&c->deadline_ms, &due, CUT))
        return;
    if (in_body)
        send(c->fd, late, sizeof late - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    shutdown(c->fd, SHUT_RDWR);
}

static int64_t tick_ms(const struct server_conf *conf)
{
    int64_t least = conf->header_deadline_ms < conf->body_deadline_ms ? conf->header_deadline_ms
                                                                      : conf->body_deadline_ms;
    int64_t tick = least / 8;
    return tick < 10 ? 10 : tick > 250 ? 250 : tick;
}

static void watch(void *conns)
{
    struct conns *all = conns;
    lock_take(all->lock);
    while (!all->ended) {
        int64_t now_ms = thread_clock_ms();
        for (ptrdiff_t i = 0; i < BUCKETS; i++)
            for (struct conn *c = all->bucket[i]; c; c = c->next)
                cut_when_late(c, now_ms);
        (void)lock_wait_until(all->lock, now_ms + tick_ms(all->conf));
    }
    lock_give(all->lock);
}

struct conns *conns_start(struct arena *a, const struct server_conf *conf,
                          const struct proxies *proxies)
{
    int count = conf->connections_max + conf->connections_max / 8 + 16;
    struct conn *records = new(a, struct conn, count);
    struct conns *all = new(a, struct conns, 1);
    all->lock = lock_new(a);
    all->conf = conf;
    all->proxies = proxies;
    for (int i = 0; i < count; i++) {
        records[i].next = all->unused;
        all->unused = &records[i];
    }
    all->watch = thread_start(a, "watch", watch, all);
    return all->watch ? all : NULL;
}

void conns_end(struct conns *all)
{
    if (!all)
        return;
    lock_take(all->lock);
    all->ended = true;
    lock_wake(all->lock);
    lock_give(all->lock);
    thread_join(all->watch);
}
