/* server.c: libmicrohttpd in the room: requests, workers, replies, the drain. Connections and
 * their deadlines are in conn.c.
 *
 * The life of a request, on the event loop of its connection unless said otherwise:
 *
 *     request_begin   the request line has come: an arena is taken
 *     STAGE_HEADER    first call of the handler: guard, limits, plan; nothing is answered yet,
 *                     because an answer here closes the connection
 *     STAGE_BODY      a call for each piece of the body; a refused one is read and dropped
 *     STAGE_READY     the last call: answered in place, or suspended and answered by a worker,
 *                     after which the handler is called once more and sends the reply
 *     request_done    the reply is out: the arena goes back
 */
#include "web/server.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/log.h"
#include "base/out.h"
#include "base/thread.h"
#include "web/server_in.h"

enum {
    ARENAS_IDLE_MAX = 64,                      /* 64 x 256 KiB stay resident at most */
    QUEUE_PER_WORKER = 16,                     /* at 50 ms each the last one waits 0.8 s */
    DRAIN_BYTES_MAX = 64 << 20,                /* architecture §8: of a refused body */
    MIB = 1 << 20,
    BACKLOG = 1024,
    ABANDON_MS = 500,                          /* to send 503 to what the drain left behind */
};

struct arenas {
    struct lock *lock;
    struct arena *idle[ARENAS_IDLE_MAX];
    ptrdiff_t count;
};

struct server {
    struct server_conf conf;
    struct server_app app;
    struct arena *a;
    struct proxies proxies;
    struct conns *conns;
    struct arenas arenas;
    struct MHD_Daemon *daemon;
    struct MHD_Response *no_memory;            /* for a request that gets no arena */
    int listen_fd;
    int port;
    struct thread **workers;
    int worker_count;                          /* started */
    struct queue *queue;
    struct lock *drain;                        /* woken when the last request is done */
    atomic_bool stopping;
    atomic_bool abandoned;                     /* the drain's time is over */
    atomic_llong open;                         /* requests begun and not done */
    atomic_llong requests;
    atomic_llong refused;
    atomic_llong by_class[6];
    atomic_llong micros_sum;
};

enum body_kind { BODY_NONE, BODY_PAIRS, BODY_PARTS, BODY_RAW };
enum stage { STAGE_HEADER, STAGE_BODY, STAGE_READY };

struct request {
    struct server *s;
    struct arena *a;
    struct conn *c;
    struct MHD_Connection *mhd;
    struct req in;
    struct resp out;
    struct server_plan plan;
    enum stage stage;
    enum body_kind kind;
    int refusal;                               /* transport status instead of an answer, or 0 */
    bool at_once;                              /* refused without reading the body */
    bool closes;                               /* the connection ends with this reply */
    bool http11;
    int64_t begun_ms;                          /* when the header was complete */
    int64_t declared_bytes;                    /* of the body; -1 when it comes in chunks */
    int64_t seen_bytes;
    char *body;
    ptrdiff_t body_room;
    struct multipart *parts;
};

/* --- arenas --- */

static struct arena *arenas_take(struct arenas *p)
{
    lock_take(p->lock);
    struct arena *a = p->count > 0 ? p->idle[--p->count] : NULL;
    lock_give(p->lock);
    return a ? a : arena_new(ARENA_REQUEST_BYTES);
}

static void arenas_give(struct arenas *p, struct arena *a)
{
    arena_reset(a);
    lock_take(p->lock);
    bool kept = p->count < ARENAS_IDLE_MAX;
    if (kept)
        p->idle[p->count++] = a;
    lock_give(p->lock);
    if (!kept)
        arena_free(a);
}

/* --- connections, see conn.c --- */

static void connection_notify(void *server, struct MHD_Connection *mhd, void **conn,
                              enum MHD_ConnectionNotificationCode what)
{
    struct server *s = server;
    switch (what) {
    case MHD_CONNECTION_NOTIFY_STARTED:
        *conn = conn_open(
            s->conns,
            MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd,
            MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
        break;
    case MHD_CONNECTION_NOTIFY_CLOSED:
        if (*conn)
            conn_close(s->conns, *conn);
        break;
    }
}

static struct conn *conn_of(struct MHD_Connection *mhd)
{
    return MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

/* --- replies --- */

/* Takes what the handler or refuse() wrote as it stands; runs in a landing. */
static void refuse_fill(void *request)
{
    struct request *r = request;
    r->s->app.refuse(r->s->app.with, r->a, r->refusal, &r->out);
    resp_terminate(r->a, &r->out);
}

static void refusal_write(struct request *r)
{
    struct arena_mark mark = arena_mark(r->a);
    r->out = (struct resp){ 0 };
    bool told = r->s->app.refuse && land(r->a, refuse_fill, r);
    if (!told) {
        arena_rewind(r->a, mark);
        resp_plain(r->refusal, &r->out);
    }
    r->out.status = r->refusal;
    r->out.file = (str){ NULL, 0 };
    if (r->refusal == 405)
        resp_header_add(&r->out, "Allow", S("GET, HEAD, POST"));
    if (r->refusal == 503 || r->refusal == 429)
        resp_header_add(&r->out, "Retry-After", S("2"));
    atomic_fetch_add(&r->s->refused, 1);
}

/* The body of a reply that is a file, or NULL. */
static struct MHD_Response *file_response(str path)
{
    struct stat st;
    int fd = open(path.at, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return NULL;
    struct MHD_Response *m = NULL;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
        m = MHD_create_response_from_fd64((uint64_t)st.st_size, fd);
    if (!m)
        close(fd);
    return m;
}

static struct MHD_Response *body_response(str body)
{
    void *at = (void *)(uintptr_t)body.at;     /* the library does not write to it */
    return MHD_create_response_from_buffer((size_t)body.len, at, MHD_RESPMEM_PERSISTENT);
}

static void response_header(struct MHD_Response *m, const char *name, str value)
{
    if (value.len > 0 && MHD_add_response_header(m, name, value.at) != MHD_YES)
        log_error("reply.header", "name=%s", name);
}

static struct MHD_Response *response_of(struct request *r)
{
    if (r->out.file.len > 0) {
        struct MHD_Response *m = file_response(r->out.file);
        if (m)
            return m;
        log_error("reply.file", "errno=%d", errno);
        r->refusal = 500;
        refusal_write(r);
    }
    return body_response(r->out.body);
}

/* Queues the reply or the refusal; MHD_NO closes the connection. */
static enum MHD_Result reply(struct request *r)
{
    struct server *s = r->s;
    if (r->refusal)
        refusal_write(r);
    struct MHD_Response *m = response_of(r);
    if (!m)
        return MHD_NO;
    response_header(m, "Content-Type", r->out.type);
    for (ptrdiff_t i = 0; i < r->out.header_count; i++)
        response_header(m, r->out.headers[i].name, r->out.headers[i].value);
    if (r->at_once || r->closes || atomic_load(&s->stopping))
        response_header(m, "Connection", S("close"));
    int status = r->out.status ? r->out.status : 200;
    assert(status >= 200 && status < 600);
    enum MHD_Result queued = MHD_queue_response(r->mhd, (unsigned)status, m);
    MHD_destroy_response(m);
    atomic_fetch_add(&s->by_class[status / 100], 1);
    return queued;
}

/* --- answers --- */

static void answer_fill(void *request)
{
    struct request *r = request;
    r->s->app.answer(r->s->app.with, r->a, &r->in, &r->out);
    resp_terminate(r->a, &r->out);
}

/* Lets the application answer; in the event loop or on a worker. */
static void answer(struct request *r)
{
    int64_t from_us = thread_clock_us();
    struct arena_mark mark = arena_mark(r->a);
    if (!land(r->a, answer_fill, r)) {
        arena_rewind(r->a, mark);
        r->refusal = 503;
        log_warn("request.arena_full", "bytes=%d", ARENA_REQUEST_BYTES);
    }
    atomic_fetch_add(&r->s->micros_sum, thread_clock_us() - from_us);
}

static void work(void *server)
{
    struct server *s = server;
    struct request *r;
    while ((r = queue_pop(s->queue))) {
        if (atomic_load(&s->abandoned))
            r->refusal = 503;
        else
            answer(r);
        MHD_resume_connection(r->mhd);
    }
}

/* Suspends the request and gives it to the workers. From a successful push on it is theirs. */
static void hand_over(struct request *r)
{
    struct MHD_Connection *mhd = r->mhd;
    MHD_suspend_connection(mhd);
    if (!queue_push(r->s->queue, r)) {
        r->refusal = 503;
        MHD_resume_connection(mhd);
    }
}

/* --- the header of a request --- */

/* The request line has come. The target is copied here, before the library writes into it. */
static void *request_begin(void *server, const char *target, struct MHD_Connection *mhd)
{
    struct server *s = server;
    struct arena *a = arenas_take(&s->arenas);
    if (!a)
        return NULL;
    struct request *r = new(a, struct request, 1);
    *r = (struct request){ .s = s, .a = a, .c = conn_of(mhd), .mhd = mhd };
    r->in.target = str_copy(a, str_of(target));
    if (r->c)
        conn_due_sooner(r->c, thread_clock_ms() + s->conf.header_deadline_ms);
    return r;
}

struct gathering {
    struct req_pairs pairs;
    ptrdiff_t room;
};

/* Called by the library for each header; takes no memory, because nothing may jump over it. */
static enum MHD_Result gather(void *gathering, enum MHD_ValueKind kind, const char *name,
                              const char *value)
{
    struct gathering *g = gathering;
    (void)kind;
    if (g->pairs.count == g->room)
        return MHD_NO;
    g->pairs.at[g->pairs.count++] =
        (struct req_pair){ .name = str_of(name), .value = str_of(value) };
    return MHD_YES;
}

static struct req_pairs headers_read(struct arena *a, struct MHD_Connection *mhd)
{
    int count = MHD_get_connection_values(mhd, MHD_HEADER_KIND, NULL, NULL);
    struct gathering g = { .pairs = { .at = new(a, struct req_pair, count) }, .room = count };
    MHD_get_connection_values(mhd, MHD_HEADER_KIND, gather, &g);
    for (ptrdiff_t i = 0; i < g.pairs.count; i++) {
        struct req_pair *p = &g.pairs.at[i];
        *p = (struct req_pair){ .name = str_copy(a, p->name), .value = str_copy(a, p->value) };
    }
    return g.pairs;
}

static enum method method_read(str word)
{
    if (str_is(word, "GET"))
        return GET;
    if (str_is(word, "HEAD"))
        return HEAD;
    return str_is(word, "POST") ? POST : METHOD_OTHER;
}

/* Fills r->in from the header; false when the path is malformed. */
static bool request_read(struct request *r)
{
    str query = r->in.target;
    str path = str_cut(&query, '?');
    r->in.query = pairs_decode(r->a, query, FIELDS_MAX);
    r->in.cookies = cookies_read(r->a, &r->in.headers);
    r->in.client = r->c->peer;
    if (r->c->from_proxy) {
        r->in.client = client_through(r->a, &r->in.headers, r->c->peer, &r->s->proxies);
        r->in.https = https_through(&r->in.headers);
    }
    return path_read(r->a, path, &r->in.path);
}

static enum body_kind body_kind_of(struct request *r)
{
    if (r->declared_bytes == 0)
        return BODY_NONE;
    str type = media_type(r->a, &r->in);
    if (str_is(type, "application/x-www-form-urlencoded"))
        return BODY_PAIRS;
    return str_is(type, "multipart/form-data") ? BODY_PARTS : BODY_RAW;
}

/* Makes ready for the body. 0, or the status to refuse it with. */
static int body_begin(struct request *r)
{
    r->kind = body_kind_of(r);
    switch (r->kind) {
    case BODY_NONE:
        return 0;
    case BODY_PARTS:
        if (r->plan.upload_bytes_max == 0)
            return 415;
        r->parts = multipart_new(r->a, req_header(&r->in, "Content-Type"),
                                 (struct multipart_limits){
                                     .upload_dir = r->s->conf.upload_dir,
                                     .fields_bytes_max = r->plan.body_bytes_max,
                                     .file_bytes_max = r->plan.upload_bytes_max,
                                 });
        return r->parts ? 0 : 400;
    case BODY_PAIRS:
    case BODY_RAW:
        if (r->declared_bytes > r->plan.body_bytes_max)
            return 413;
        r->body_room = (ptrdiff_t)(r->declared_bytes > 0 ? r->declared_bytes
                                                         : r->plan.body_bytes_max);
        r->body = new(r->a, char, r->body_room);
        return 0;
    }
    return 0;
}

/* What ends the connection without reading on: 0, or the status. */
static int header_fault(const struct request *r)
{
    const union MHD_ConnectionInfo *size =
        MHD_get_connection_info(r->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    if (r->c->unwelcome)
        return r->c->unwelcome;
    if ((int64_t)size->header_size > r->s->conf.header_bytes_max)
        return 431;
    return headers_sound(&r->in.headers, r->http11) ? 0 : 400;
}

/* What is refused when the body has been read and dropped: 0, or the status. */
static int request_fault(struct request *r)
{
    if (r->in.method == METHOD_OTHER)
        return 405;
    if (!request_read(r))
        return 400;
    r->plan = r->s->app.plan(r->s->app.with, r->in.method, r->in.path);
    return body_begin(r);
}

static void header_judge(void *request)
{
    struct request *r = request;
    r->in.headers = headers_read(r->a, r->mhd);
    r->refusal = header_fault(r);
    r->at_once = r->refusal != 0;
    if (r->at_once)
        return;
    r->declared_bytes = headers_body_bytes(&r->in.headers);
    r->refusal = request_fault(r);
    if (r->refusal == 0 || r->declared_bytes == 0)
        return;
    r->closes = true;
    r->at_once = req_header(&r->in, "Expect").len > 0 ||    /* waits for "100 Continue" */
                 r->declared_bytes > DRAIN_BYTES_MAX;
}

static enum MHD_Result header_call(struct request *r)
{
    r->stage = STAGE_BODY;
    r->begun_ms = thread_clock_ms();
    atomic_fetch_add(&r->s->open, 1);
    atomic_fetch_add(&r->s->requests, 1);
    if (!land(r->a, header_judge, r)) {
        r->refusal = 503;
        r->at_once = true;
    }
    bool waits = r->declared_bytes != 0 && !r->at_once;
    atomic_store(&r->c->in_body, waits);
    if (!conn_due(r->c, waits ? r->begun_ms + r->s->conf.body_deadline_ms : 0))
        return MHD_NO;
    return r->at_once ? reply(r) : MHD_YES;
}

/* --- the body of a request --- */

struct piece {
    struct request *r;
    str fresh;
};

/* Refuses in the middle of a body: the rest is read and dropped, so that the client comes to
 * read the reply. */
static void refuse_rest(struct request *r, int status)
{
    r->refusal = status;
    r->closes = true;
}

static void body_take(void *piece)
{
    struct piece *p = piece;
    struct request *r = p->r;
    ptrdiff_t from = (ptrdiff_t)r->seen_bytes - p->fresh.len;
    int status = 0;
    if (r->kind == BODY_PARTS)
        status = multipart_feed(r->parts, p->fresh);
    else if (r->seen_bytes > r->body_room)
        status = 413;
    else
        for (ptrdiff_t i = 0; i < p->fresh.len; i++)
            r->body[from + i] = p->fresh.at[i];
    if (status)
        refuse_rest(r, status);
}

/* Where files may come, or a refused body is dropped, each MiB gives as much time again. */
static bool body_in_time(struct request *r)
{
    bool long_one = r->kind == BODY_PARTS || r->refusal;
    int64_t times = 1 + (long_one ? r->seen_bytes / MIB : 0);
    return conn_due(r->c, r->begun_ms + times * r->s->conf.body_deadline_ms);
}

static enum MHD_Result body_call(struct request *r, str fresh)
{
    r->seen_bytes += fresh.len;
    if (!body_in_time(r) || (r->refusal && r->seen_bytes > DRAIN_BYTES_MAX))
        return MHD_NO;
    struct piece p = { .r = r, .fresh = fresh };
    if (!r->refusal && !land(r->a, body_take, &p))
        refuse_rest(r, 503);
    return MHD_YES;
}

/* The body is whole: makes fields of it. */
static void body_end(void *request)
{
    struct request *r = request;
    str whole = { r->body, (ptrdiff_t)r->seen_bytes };
    int status = 0;
    switch (r->kind) {
    case BODY_NONE:
        break;
    case BODY_PAIRS:
        r->in.fields = pairs_decode(r->a, whole, FIELDS_MAX + 1);
        status = r->in.fields.count > FIELDS_MAX ? 413 : 0;
        break;
    case BODY_PARTS:
        status = multipart_end(r->parts, &r->in);
        break;
    case BODY_RAW:
        r->in.body = whole;
        break;
    }
    if (status)
        r->refusal = status;
}

static enum MHD_Result last_call(struct request *r)
{
    r->stage = STAGE_READY;
    atomic_store(&r->c->in_body, false);
    if (!conn_due(r->c, 0))
        return MHD_NO;
    if (!r->refusal && !land(r->a, body_end, r))
        r->refusal = 503;
    if (!r->refusal && r->plan.slow) {
        hand_over(r);
        return MHD_YES;
    }
    if (!r->refusal)
        answer(r);
    return reply(r);
}

/* --- what the library calls --- */

static enum MHD_Result handle(void *server, struct MHD_Connection *mhd, const char *url,
                              const char *method, const char *version, const char *fresh,
                              size_t *fresh_bytes, void **request)
{
    struct server *s = server;
    struct request *r = *request;
    (void)url;
    if (!r)
        return MHD_queue_response(mhd, 503, s->no_memory);
    if (!r->c)
        return MHD_NO;
    if (r->stage == STAGE_HEADER) {
        r->in.method = method_read(str_of(method));
        r->http11 = !str_is(str_of(version), "HTTP/1.0");
        return header_call(r);
    }
    if (*fresh_bytes > 0) {
        str piece = { fresh, (ptrdiff_t)*fresh_bytes };
        *fresh_bytes = 0;
        return body_call(r, piece);
    }
    return r->stage == STAGE_BODY ? last_call(r) : reply(r);
}

static void request_done(void *server, struct MHD_Connection *mhd, void **request,
                         enum MHD_RequestTerminationCode how)
{
    struct server *s = server;
    struct request *r = *request;
    (void)mhd;
    (void)how;
    *request = NULL;
    if (!r)
        return;
    bool counted = r->stage != STAGE_HEADER;
    if (r->c)
        conn_due(r->c, thread_clock_ms() + s->conf.idle_timeout_ms + s->conf.header_deadline_ms);
    arenas_give(&s->arenas, r->a);
    if (!counted || atomic_fetch_sub(&s->open, 1) > 1 || !atomic_load(&s->stopping))
        return;
    lock_take(s->drain);
    lock_wake(s->drain);
    lock_give(s->drain);
}

/* We decode paths and queries ourselves. */
static size_t leave_escaped(void *server, struct MHD_Connection *mhd, char *text)
{
    (void)server;
    (void)mhd;
    return (size_t)str_of(text).len;
}

/* --- start --- */

static int socket_listen(const struct addrinfo *at)
{
    int fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int on = 1;
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int why = errno;
    close(fd);
    errno = why;
    return -1;
}

static int port_of(int fd)
{
    struct sockaddr_storage at;
    socklen_t len = sizeof at;
    if (getsockname(fd, (struct sockaddr *)&at, &len) != 0)
        return 0;
    return ntohs(at.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&at)->sin6_port
                                          : ((struct sockaddr_in *)&at)->sin_port);
}

/* Opens the listening socket; false with errno when it cannot. */
static bool server_listen(struct server *s)
{
    struct addrinfo wish = { .ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM };
    struct addrinfo *found;
    char *port = cstr(s->a, show(s->a, (int32_t)s->conf.port));
    s->listen_fd = -1;
    if (getaddrinfo(s->conf.host, port, &wish, &found) != 0) {
        errno = EADDRNOTAVAIL;                 /* what it left there says nothing */
        return false;
    }
    for (const struct addrinfo *at = found; at && s->listen_fd < 0; at = at->ai_next)
        s->listen_fd = socket_listen(at);
    int why = errno;
    freeaddrinfo(found);
    errno = why;
    s->port = s->listen_fd < 0 ? 0 : port_of(s->listen_fd);
    return s->listen_fd >= 0;
}

/* Inactivity on a socket; the watch is stricter wherever a request is awaited. */
static unsigned silence_s(const struct server_conf *conf)
{
    int64_t ms = conf->idle_timeout_ms + conf->header_deadline_ms;
    if (ms < conf->body_deadline_ms)
        ms = conf->body_deadline_ms;
    return (unsigned)(ms / 1000 + 1);
}

static enum MHD_Result may_come(void *server, const struct sockaddr *from, socklen_t len)
{
    struct server *s = server;
    (void)from;
    (void)len;
    return atomic_load(&s->stopping) ? MHD_NO : MHD_YES;
}

static bool daemon_start(struct server *s)
{
    /* The library shares its limit out among the loops; ours is the one that counts. */
    unsigned limit = (unsigned)(s->conf.connections_max * 2 + 64) * (unsigned)s->conf.loops;
    struct MHD_OptionItem pool[] = {
        { MHD_OPTION_THREAD_POOL_SIZE, s->conf.loops, NULL },
        { MHD_OPTION_END, 0, NULL },
    };
    s->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, may_come, s, handle, s,
        MHD_OPTION_LISTEN_SOCKET, s->listen_fd,
        MHD_OPTION_CONNECTION_LIMIT, limit,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)s->conf.header_bytes_max * 2,
        MHD_OPTION_CONNECTION_TIMEOUT, silence_s(&s->conf),
        MHD_OPTION_NOTIFY_CONNECTION, connection_notify, s,
        MHD_OPTION_URI_LOG_CALLBACK, request_begin, s,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, s,
        MHD_OPTION_NOTIFY_COMPLETED, request_done, s,
        MHD_OPTION_ARRAY, s->conf.loops > 1 ? pool : pool + 1,
        MHD_OPTION_END);
    return s->daemon != NULL;
}

static bool threads_start(struct server *s)
{
    s->queue = queue_new(s->a, (ptrdiff_t)s->conf.workers * QUEUE_PER_WORKER);
    s->workers = new(s->a, struct thread *, s->conf.workers);
    s->conns = conns_start(s->a, &s->conf, &s->proxies);
    if (!s->conns)
        return false;
    for (; s->worker_count < s->conf.workers; s->worker_count++) {
        s->workers[s->worker_count] = thread_start(s->a, "worker", work, s);
        if (!s->workers[s->worker_count])
            return false;
    }
    return true;
}

static void workers_end(struct server *s)
{
    queue_close(s->queue);
    for (int i = 0; i < s->worker_count; i++)
        thread_join(s->workers[i]);
}

/* Gives back what is neither memory nor a thread; the library closes the listening socket. */
static void server_release(struct server *s)
{
    MHD_destroy_response(s->no_memory);
    while (s->arenas.count > 0)
        arena_free(s->arenas.idle[--s->arenas.count]);
}

static struct server *server_new(struct arena *a, const struct server_conf *conf,
                                 const struct server_app *app)
{
    assert(conf->loops > 0 && conf->workers > 0 && conf->connections_max > 0);
    struct server *s = new(a, struct server, 1);
    s->a = a;
    s->conf = *conf;
    s->app = *app;
    s->arenas.lock = lock_new(a);
    s->drain = lock_new(a);
    return s;
}

struct server *server_start(struct arena *a, const struct server_conf *conf,
                            const struct server_app *app, str *why)
{
    struct server *s = server_new(a, conf, app);
    if (!proxies_read(a, str_of(conf->trusted_proxies), &s->proxies)) {
        *why = S("Danh sách proxy tin cậy có địa chỉ không hợp lệ.");
        return NULL;
    }
    if (!server_listen(s)) {
        int32_t number = errno;
        *why = join(a, S("Không mở được cổng "), show(a, (int32_t)conf->port), S(" trên "),
                    str_of(conf->host), S(" (errno "), show(a, number), S(")."));
        return NULL;
    }
    struct resp plain;
    resp_plain(503, &plain);
    s->no_memory = body_response(plain.body);
    if (threads_start(s) && daemon_start(s)) {
        log_info("server.started", "port=%d loops=%d workers=%d", s->port, conf->loops,
                 conf->workers);
        return s;
    }
    workers_end(s);
    conns_end(s->conns);
    close(s->listen_fd);
    server_release(s);
    *why = S("Hệ thống không cấp đủ luồng để chạy máy chủ.");
    return NULL;
}

int server_port(const struct server *s)
{
    return s->port;
}

struct server_counts server_counts(const struct server *s)
{
    struct server_counts c = {
        .connections_now = conns_now(s->conns),
        .requests = atomic_load(&s->requests),
        .refused = atomic_load(&s->refused),
        .worker_queue = queue_length(s->queue),
        .micros_sum = atomic_load(&s->micros_sum),
    };
    for (ptrdiff_t i = 0; i < COUNT_OF(c.by_class); i++)
        c.by_class[i] = atomic_load(&s->by_class[i]);
    return c;
}

/* --- stop --- */

static void drain_wait(struct server *s, int64_t until_ms)
{
    lock_take(s->drain);
    while (atomic_load(&s->open) > 0 && lock_wait_until(s->drain, until_ms)) {
    }
    lock_give(s->drain);
}

/* Newcomers are closed by may_come from here on. MHD_quiesce_daemon would refuse them sooner, but
 * it takes the listening socket from the loops' epoll sets while a loop may be doing the same, and
 * the later of the two ends the process (seen with 0.9.75). The library must not be stopped while
 * a request is suspended, so the workers end first; what they find in the queue after the drain's
 * time is answered with 503. */
void server_stop(struct server *s, int64_t drain_ms)
{
    atomic_store(&s->stopping, true);
    drain_wait(s, thread_clock_ms() + drain_ms);
    atomic_store(&s->abandoned, true);
    workers_end(s);
    drain_wait(s, thread_clock_ms() + ABANDON_MS);
    MHD_stop_daemon(s->daemon);
    conns_end(s->conns);
    server_release(s);
}
