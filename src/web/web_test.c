/* web_test.c: the running server over sockets of 127.0.0.1; its parsers are in req_test.c. A test
 * that must wait for the server waits on a lock, a socket or the answer. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/num.h"
#include "base/out.h"
#include "base/test.h"
#include "base/thread.h"
#include "web/server.h"

#define PART(text) "--XX\r\nContent-Disposition: form-data; " text "\r\n"

static const char *folder_new(struct arena *a)
{
    char *dir = cstr(a, S("/tmp/saolang-web-XXXXXX"));
    EXPECT(mkdtemp(dir) != NULL);
    return dir;
}

/* --- a world: a server with a small application --- */

struct world {
    struct test *t;
    struct server *s;
    struct lock *lock;
    int inside;                                /* requests that wait at the gate */
    bool gate_open;
    const char *dir;
};

static struct server_plan world_plan(void *with, enum method method, str path)
{
    (void)with;
    (void)method;
    bool form = str_equal(path, S("/form"));
    return (struct server_plan){
        .slow = str_starts(path, S("/slow")) || str_equal(path, S("/gate")),
        .body_bytes_max = 1000,
        .upload_bytes_max = form ? 1 << 20 : 0,
    };
}

static void gate_wait(struct world *w)
{
    lock_take(w->lock);
    w->inside++;
    lock_wake(w->lock);
    while (!w->gate_open)
        lock_wait(w->lock);
    lock_give(w->lock);
}

static void gate_open(struct world *w)
{
    lock_take(w->lock);
    w->gate_open = true;
    lock_wake(w->lock);
    lock_give(w->lock);
}

/* Waits until a request stands at the gate. */
static void gate_reached(struct world *w)
{
    lock_take(w->lock);
    while (w->inside == 0)
        lock_wait(w->lock);
    lock_give(w->lock);
}

static void eat_arena(struct arena *a)
{
    for (;;) {
        char *at = new(a, char, 1 << 20);
        at[0] = 1;
    }
}

/* What the request held, as text. */
static str described(struct arena *a, const struct req *rq)
{
    struct out *o = out_new(a, .max_bytes = 1 << 20);
    put(o, join(a, S("method="), show(a, (int32_t)rq->method), S("\npath="), rq->path,
                S("\ntarget="), rq->target, S("\nclient="), rq->client, S("\nhttps="),
                rq->https ? S("yes") : S("no"), S("\nbody="), rq->body, S("\n")));
    for (ptrdiff_t i = 0; i < rq->query.count; i++)
        put(o, join(a, S("?"), rq->query.at[i].name, S("="), rq->query.at[i].value, S("\n")));
    for (ptrdiff_t i = 0; i < rq->fields.count; i++)
        put(o, join(a, S("&"), rq->fields.at[i].name, S("="), rq->fields.at[i].value, S("\n")));
    for (ptrdiff_t i = 0; i < rq->uploads.count; i++)
        put(o, join(a, S("@"), rq->uploads.at[i].sha256, S(" "), rq->uploads.at[i].path, S("\n")));
    return out_str(o);
}

static void world_answer(void *with, struct arena *a, const struct req *rq, struct resp *rs)
{
    struct world *w = with;
    rs->type = S("text/plain; charset=utf-8");
    resp_header_add(rs, "X-Path", rq->path);
    if (str_equal(rq->path, S("/gate")))
        gate_wait(w);
    if (str_ends(rq->path, S("/arena")))
        eat_arena(a);
    if (str_equal(rq->path, S("/file")))
        rs->file = join(a, str_of(w->dir), S("/page"));
    else if (str_equal(rq->path, S("/missing")))
        rs->file = S("/nowhere/page");
    else
        rs->body = described(a, rq);
}

static void world_refuse(void *with, struct arena *a, int status, struct resp *rs)
{
    (void)with;
    rs->type = S("text/plain; charset=utf-8");
    rs->body = join(a, S("refused "), show(a, (int32_t)status));
}

static struct server_conf world_conf(struct test *t)
{
    return (struct server_conf){
        .host = "127.0.0.1",
        .loops = 2,
        .workers = 1,
        .connections_max = 100,
        .header_bytes_max = 16 << 10,
        .header_deadline_ms = 5000,
        .body_deadline_ms = 5000,
        .idle_timeout_ms = 5000,
        .upload_dir = folder_new(t->a),
        .trusted_proxies = "",
    };
}

static struct world *world_start(struct test *t, struct server_conf conf)
{
    struct world *w = new(t->a, struct world, 1);
    str why = { NULL, 0 };
    EXPECT(hash_ready());
    w->t = t;
    w->lock = lock_new(t->a);
    w->dir = conf.upload_dir;
    w->s = server_start(t->a, &conf,
                        &(struct server_app){ .with = w, .plan = world_plan,
                                              .answer = world_answer, .refuse = world_refuse },
                        &why);
    if (!w->s)
        test_fail(__FILE__, __LINE__, "no server: %.*s", (int)why.len, why.at);
    return w;
}

static struct world *world_new(struct test *t)
{
    return world_start(t, world_conf(t));
}

/* The folder must be empty by then. */
static void world_end(struct world *w)
{
    server_stop(w->s, 2000);
    EXPECT_INT(0, rmdir(w->dir));
}

/* --- a client --- */

/* A socket and what was read from it beyond the last reply. */
struct client {
    struct arena *a;
    int fd;
    str rest;
};

static struct client *client_new(struct world *w)
{
    struct client *c = new(w->t->a, struct client, 1);
    struct sockaddr_in to = { .sin_family = AF_INET,
                              .sin_port = htons((uint16_t)server_port(w->s)),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct timeval patience = { .tv_sec = 10 };
    c->a = w->t->a;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT(c->fd >= 0);
    setsockopt(c->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(c->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    EXPECT_INT(0, connect(c->fd, (struct sockaddr *)&to, sizeof to));
    return c;
}

static void client_send(struct client *c, str s)
{
    while (s.len > 0) {
        ssize_t n = send(c->fd, s.at, (size_t)s.len, MSG_NOSIGNAL);
        EXPECT(n > 0);
        s = str_after(s, n);
    }
}

/* Reads some more; false at the end of the stream. */
static bool client_read(struct client *c)
{
    enum { PIECE_BYTES = 64 << 10 };
    char *at = new(c->a, char, PIECE_BYTES);
    ssize_t n = recv(c->fd, at, PIECE_BYTES, 0);
    if (n < 0 && errno == EAGAIN)
        test_fail(__FILE__, __LINE__, "the server did not answer in time");
    if (n <= 0)
        return false;
    c->rest = join(c->a, c->rest, ((str){ at, n }));
    return true;
}

struct reply {
    int64_t status;
    str head;
    str body;
};

static str head_value(str head, str name)
{
    while (head.len > 0) {
        str line = str_cut(&head, '\n');
        if (str_equal(str_cut(&line, ':'), name))
            return str_trim(line);
    }
    return (str){ NULL, 0 };
}

/* Reads one reply; status 0 when the stream ends before. */
static struct reply client_reply(struct client *c, bool without_body)
{
    struct reply r = { 0 };
    ptrdiff_t end;
    int64_t length = 0;
    while ((end = str_find_str(c->rest, S("\r\n\r\n"))) < 0)
        if (!client_read(c))
            return r;
    r.head = str_sub(c->rest, 0, end + 2);
    c->rest = str_after(c->rest, end + 4);
    EXPECT(int_read(str_sub(r.head, 9, 12), &r.status));
    EXPECT(int_read(head_value(r.head, S("Content-Length")), &length));
    while (!without_body && c->rest.len < length)
        if (!client_read(c))
            return (struct reply){ 0 };
    r.body = str_sub(c->rest, 0, without_body ? 0 : length);
    c->rest = str_after(c->rest, r.body.len);
    return r;
}

static bool client_at_end(struct client *c)
{
    return c->rest.len == 0 && !client_read(c);
}

static void client_end(struct client *c)
{
    close(c->fd);
}

/* One request on a connection of its own. */
static struct reply ask(struct world *w, str request)
{
    struct client *c = client_new(w);
    client_send(c, request);
    struct reply r = client_reply(c, str_starts(request, S("HEAD")));
    client_end(c);
    return r;
}

#define HOST " HTTP/1.1\r\nHost: a\r\n"
#define ASK(method, path) S(method " " path HOST "\r\n")

static str post(struct arena *a, const char *path, const char *type, str body)
{
    return join(a, S("POST "), str_of(path), S(HOST "Content-Type: "), str_of(type),
                S("\r\nContent-Length: "), show(a, (int64_t)body.len), S("\r\n\r\n"), body);
}

/* --- requests --- */

TEST(web, a_get_is_answered_with_its_path_and_query)
{
    struct world *w = world_new(t);
    struct reply r = ask(w, ASK("GET", "/s%E1%BA%A3n/x?q=a+b&c=%26"));
    EXPECT_INT(200, r.status);
    EXPECT(str_contains(r.body, S("path=/sản/x\ntarget=/s%E1%BA%A3n/x?q=a+b&c=%26\n"
                                  "client=127.0.0.1\nhttps=no\n")));
    EXPECT(str_contains(r.body, S("?q=a b\n?c=&\n")));
    EXPECT_STR("text/plain; charset=utf-8", head_value(r.head, S("Content-Type")));
    EXPECT_STR("/sản/x", head_value(r.head, S("X-Path")));
    world_end(w);
}

TEST(web, a_slow_route_is_answered_by_a_worker)
{
    struct world *w = world_new(t);
    EXPECT_INT(200, ask(w, ASK("GET", "/slow/x")).status);
    struct reply r = ask(w, post(t->a, "/slow/x", "application/json", S("{\"a\":1}")));
    EXPECT(str_contains(r.body, S("body={\"a\":1}\n")));
    world_end(w);
}

TEST(web, head_gets_the_length_but_no_body)
{
    struct world *w = world_new(t);
    struct client *c = client_new(w);
    client_send(c, ASK("HEAD", "/x"));
    struct reply head_only = client_reply(c, true);
    client_send(c, ASK("GET", "/y"));
    EXPECT_INT(200, head_only.status);
    EXPECT(head_value(head_only.head, S("Content-Length")).len > 1);
    EXPECT(str_contains(client_reply(c, false).body, S("path=/y\n")));
    client_end(c);
    world_end(w);
}

TEST(web, another_method_is_told_which_ones_there_are)
{
    struct world *w = world_new(t);
    struct reply r = ask(w, ASK("DELETE", "/x"));
    EXPECT_INT(405, r.status);
    EXPECT_STR("GET, HEAD, POST", head_value(r.head, S("Allow")));
    EXPECT_STR("refused 405", r.body);
    EXPECT_INT(405, ask(w, ASK("OPTIONS", "*")).status);
    EXPECT_INT(405, ask(w, S("PUT /x" HOST "Content-Length: 3\r\n\r\nabc")).status);
    world_end(w);
}

TEST(web, a_malformed_request_is_refused_and_cut_off)
{
    static const char *const bad[] = {
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n",
    };
    struct world *w = world_new(t);
    for (ptrdiff_t i = 0; i < COUNT_OF(bad); i++) {
        struct client *c = client_new(w);
        client_send(c, str_of(bad[i]));
        EXPECT_INT(400, client_reply(c, false).status);
        EXPECT(client_at_end(c));
        client_end(c);
    }
    EXPECT_INT(400, ask(w, ASK("GET", "/a%00b")).status);
    EXPECT_INT(400, ask(w, ASK("GET", "/%FF")).status);
    EXPECT_INT(400, ask(w, ASK("GET", "x")).status);
    EXPECT_INT(COUNT_OF(bad) + 3, server_counts(w->s).refused);
    world_end(w);
}

static int64_t status_with_header_bytes(struct world *w, ptrdiff_t size)
{
    str head = S("GET /x" HOST "X-Long: ");
    char *fill = new(w->t->a, char, size);
    for (ptrdiff_t i = 0; i < size; i++)
        fill[i] = 'x';
    str long_value = { fill, size - head.len - 4 };
    return ask(w, join(w->t->a, head, long_value, S("\r\n\r\n"))).status;
}

TEST(web, a_header_block_is_limited_to_16_KiB)
{
    struct world *w = world_new(t);
    EXPECT_INT(200, status_with_header_bytes(w, 16 << 10));
    EXPECT_INT(431, status_with_header_bytes(w, (16 << 10) + 1));
    EXPECT_INT(431, status_with_header_bytes(w, 40 << 10));
    world_end(w);
}

TEST(web, a_second_request_comes_on_the_same_connection)
{
    struct world *w = world_new(t);
    struct client *c = client_new(w);
    client_send(c, ASK("GET", "/one"));
    EXPECT(str_contains(client_reply(c, false).body, S("path=/one\n")));
    client_send(c, post(t->a, "/two", "application/x-www-form-urlencoded", S("a=1&b=%20")));
    struct reply r = client_reply(c, false);
    EXPECT(str_contains(r.body, S("path=/two\n")));
    EXPECT(str_contains(r.body, S("&a=1\n&b= \n")));
    EXPECT_INT(1, server_counts(w->s).connections_now);
    EXPECT_INT(2, server_counts(w->s).requests);
    client_end(c);
    world_end(w);
}

TEST(web, two_hundred_requests_at_once_are_all_answered)
{
    enum { CLIENTS = 20, EACH = 10 };
    struct world *w = world_new(t);
    struct client *c[CLIENTS];
    for (int i = 0; i < CLIENTS; i++)
        c[i] = client_new(w);
    for (int i = 0; i < CLIENTS; i++)
        for (int n = 0; n < EACH; n++)
            client_send(c[i], i % 4 == 0 ? ASK("GET", "/slow/x") : ASK("GET", "/x"));
    for (int i = 0; i < CLIENTS; i++) {
        for (int n = 0; n < EACH; n++)
            EXPECT_INT(200, client_reply(c[i], false).status);
        client_end(c[i]);
    }
    EXPECT_INT(CLIENTS * EACH, server_counts(w->s).by_class[2]);
    world_end(w);
}

TEST(web, a_file_is_sent_with_its_length)
{
    struct world *w = world_new(t);
    const char *path = cstr(t->a, join(t->a, str_of(w->dir), S("/page")));
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    EXPECT(fd >= 0 && write(fd, "<h1>", 4) == 4);
    close(fd);
    EXPECT_STR("<h1>", ask(w, ASK("GET", "/file")).body);
    EXPECT_STR("4", head_value(ask(w, ASK("HEAD", "/file")).head, S("Content-Length")));
    EXPECT_INT(500, ask(w, ASK("GET", "/missing")).status);
    unlink(path);
    world_end(w);
}

TEST(web, forwarded_headers_count_only_from_a_trusted_proxy)
{
    str request = S("GET /x" HOST "X-Forwarded-For: 203.0.113.7\r\n"
                    "X-Forwarded-Proto: https\r\n\r\n");
    struct world *stranger = world_new(t);
    EXPECT(str_contains(ask(stranger, request).body, S("client=127.0.0.1\nhttps=no\n")));
    world_end(stranger);

    struct server_conf conf = world_conf(t);
    conf.trusted_proxies = "127.0.0.1,::1";
    struct world *proxy = world_start(t, conf);
    EXPECT(str_contains(ask(proxy, request).body, S("client=203.0.113.7\nhttps=yes\n")));
    world_end(proxy);
}

/* --- bodies --- */

TEST(web, a_body_is_taken_up_to_its_limit_and_not_beyond)
{
    enum { LONG = 3 << 20 };
    struct world *w = world_new(t);
    char *zeros = new(t->a, char, LONG);
    str fits = { zeros, 1000 };
    str beyond = { zeros, 1001 };
    str far_beyond = { zeros, LONG };
    EXPECT_INT(200, ask(w, post(t->a, "/x", "text/plain", fits)).status);
    EXPECT_INT(413, ask(w, post(t->a, "/x", "text/plain", beyond)).status);
    struct reply r = ask(w, post(t->a, "/x", "text/plain", far_beyond));
    EXPECT_INT(413, r.status);
    EXPECT_STR("refused 413", r.body);
    EXPECT_STR("close", head_value(r.head, S("Connection")));
    world_end(w);
}

TEST(web, a_body_in_chunks_has_the_same_limit)
{
    struct world *w = world_new(t);
    char fill[1000] = { 0 };
    str head = S("POST /x" HOST "Transfer-Encoding: chunked\r\n\r\n3e8\r\n");
    str thousand = { fill, 1000 };
    EXPECT_INT(200, ask(w, join(t->a, head, thousand, S("\r\n0\r\n\r\n"))).status);
    EXPECT_INT(413, ask(w, join(t->a, head, thousand, S("\r\n1\r\nx\r\n0\r\n\r\n"))).status);
    world_end(w);
}

TEST(web, a_client_that_asks_before_sending_is_refused_before_sending)
{
    struct world *w = world_new(t);
    EXPECT_INT(413, ask(w, S("POST /x" HOST "Content-Length: 5000\r\n"
                             "Expect: 100-continue\r\n\r\n")).status);
    EXPECT_INT(413, ask(w, S("POST /x" HOST
                             "Content-Length: 99999999999999999999\r\n\r\n")).status);
    world_end(w);
}

TEST(web, a_file_arrives_with_its_sha_and_is_deleted_when_left)
{
    enum { FILE_BYTES = 300000 };
    struct world *w = world_new(t);
    uint8_t *at = new(t->a, uint8_t, FILE_BYTES);
    for (ptrdiff_t i = 0; i < FILE_BYTES; i++)
        at[i] = (uint8_t)(i * i >> 7);
    str file = { (const char *)at, FILE_BYTES };
    str body = join(t->a, S(PART("name=\"note\"") "\r\nhi\r\n"),
                    S(PART("name=\"photo\"; filename=\"a.jpg\"") "\r\n"), file,
                    S("\r\n--XX--\r\n"));
    struct client *c = client_new(w);
    client_send(c, post(t->a, "/form", "multipart/form-data; boundary=XX", body));
    struct reply r = client_reply(c, false);
    EXPECT_INT(200, r.status);
    EXPECT(str_contains(r.body, S("&note=hi\n")));
    EXPECT(str_contains(r.body, join(t->a, S("@"), hash_hex(t->a, hash_of(file)), S(" "))));
    client_end(c);
    world_end(w);                              /* finds the folder empty */
}

TEST(web, half_a_file_is_deleted_when_the_client_goes)
{
    struct world *w = world_new(t);
    struct client *c = client_new(w);
    client_send(c, S("POST /form" HOST "Content-Type: multipart/form-data; boundary=XX\r\n"
                     "Content-Length: 5000\r\n\r\n" PART("name=a; filename=b") "\r\nhalf"));
    client_end(c);
    world_end(w);
}

TEST(web, a_form_with_files_is_refused_where_none_are_taken)
{
    struct world *w = world_new(t);
    str body = S(PART("name=a") "\r\n1\r\n--XX--\r\n");
    const char *type = "multipart/form-data; boundary=XX";
    EXPECT_INT(415, ask(w, post(t->a, "/x", type, body)).status);
    EXPECT_INT(200, ask(w, post(t->a, "/form", type, body)).status);
    EXPECT_INT(400, ask(w, post(t->a, "/form", type, S("--XX\r\n"))).status);
    EXPECT_INT(400, ask(w, post(t->a, "/form", "multipart/form-data", body)).status);
    world_end(w);
}

/* --- deadlines and limits --- */

TEST(web, a_header_that_does_not_end_is_cut_off)
{
    struct server_conf conf = world_conf(t);
    conf.header_deadline_ms = 50;
    struct world *w = world_start(t, conf);
    struct client *silent = client_new(w);
    struct client *slow = client_new(w);
    client_send(slow, S("GET / HTTP/1.1\r\nHost: a\r\nX"));
    EXPECT(client_at_end(slow));
    EXPECT(client_at_end(silent));
    client_end(slow);
    client_end(silent);
    world_end(w);
}

TEST(web, a_kept_connection_is_cut_off_when_idle)
{
    struct server_conf conf = world_conf(t);
    conf.header_deadline_ms = 50;
    conf.idle_timeout_ms = 50;
    struct world *w = world_start(t, conf);
    struct client *c = client_new(w);
    client_send(c, ASK("GET", "/x"));
    EXPECT_INT(200, client_reply(c, false).status);
    EXPECT(client_at_end(c));
    client_end(c);
    world_end(w);
}

TEST(web, a_body_that_does_not_come_gets_408)
{
    struct server_conf conf = world_conf(t);
    conf.body_deadline_ms = 50;
    struct world *w = world_start(t, conf);
    struct client *c = client_new(w);
    client_send(c, S("POST /x" HOST "Content-Length: 10\r\n\r\nabc"));
    EXPECT_INT(408, client_reply(c, false).status);
    EXPECT(client_at_end(c));
    client_end(c);
    world_end(w);
}

TEST(web, a_slow_answer_outlives_the_deadlines)
{
    struct server_conf conf = world_conf(t);
    conf.header_deadline_ms = 50;
    conf.body_deadline_ms = 50;
    conf.idle_timeout_ms = 50;
    struct world *w = world_start(t, conf);
    struct client *c = client_new(w);
    struct client *witness = client_new(w);
    client_send(c, ASK("GET", "/gate"));
    gate_reached(w);
    EXPECT(client_at_end(witness));            /* the watch has been round meanwhile */
    gate_open(w);
    EXPECT_INT(200, client_reply(c, false).status);
    client_end(c);
    client_end(witness);
    world_end(w);
}

TEST(web, connections_beyond_the_limit_get_503)
{
    struct server_conf conf = world_conf(t);
    conf.connections_max = 2;
    struct world *w = world_start(t, conf);
    struct client *first = client_new(w);
    client_send(first, ASK("GET", "/x"));
    EXPECT_INT(200, client_reply(first, false).status);
    struct client *second = client_new(w);
    client_send(second, ASK("GET", "/x"));
    EXPECT_INT(200, client_reply(second, false).status);
    struct reply third = ask(w, ASK("GET", "/x"));
    EXPECT_INT(503, third.status);
    EXPECT_STR("2", head_value(third.head, S("Retry-After")));
    client_end(first);
    client_end(second);
    world_end(w);
}

TEST(web, one_client_may_not_take_all_connections)
{
    struct server_conf conf = world_conf(t);
    conf.connections_per_client_max = 1;
    struct world *w = world_start(t, conf);
    struct client *first = client_new(w);
    client_send(first, ASK("GET", "/x"));
    EXPECT_INT(200, client_reply(first, false).status);
    EXPECT_INT(429, ask(w, ASK("GET", "/x")).status);
    client_end(first);
    world_end(w);
}

TEST(web, a_full_queue_gives_503)
{
    enum { CLIENTS = 20, QUEUED = 1 + 16 };    /* one worker at work, sixteen waiting */
    struct world *w = world_new(t);
    struct client *c[CLIENTS];
    struct pollfd p[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
        c[i] = client_new(w);
        p[i] = (struct pollfd){ .fd = c[i]->fd, .events = POLLIN };
        client_send(c[i], ASK("GET", "/gate"));
        if (i == 0)
            gate_reached(w);
    }
    int refused = 0;
    while (refused < CLIENTS - QUEUED) {
        EXPECT(poll(p, CLIENTS, 10000) > 0);
        for (int i = 0; i < CLIENTS; i++) {
            if (p[i].fd < 0 || !(p[i].revents & POLLIN))
                continue;
            EXPECT_INT(503, client_reply(c[i], false).status);
            p[i].fd = -1;
            refused++;
        }
    }
    EXPECT_INT(16, server_counts(w->s).worker_queue);
    gate_open(w);
    for (int i = 0; i < CLIENTS; i++) {
        if (p[i].fd >= 0)
            EXPECT_INT(200, client_reply(c[i], false).status);
        client_end(c[i]);
    }
    world_end(w);
}

TEST(web, a_request_beyond_its_memory_gets_503)
{
    struct world *w = world_new(t);
    struct client *c = client_new(w);
    client_send(c, ASK("GET", "/arena"));
    EXPECT_STR("refused 503", client_reply(c, false).body);
    client_send(c, ASK("GET", "/slow/arena"));
    EXPECT_INT(503, client_reply(c, false).status);
    client_send(c, ASK("GET", "/x"));
    EXPECT_INT(200, client_reply(c, false).status);
    client_end(c);
    world_end(w);
}

/* --- the end --- */

static void stop_server(void *world)
{
    struct world *w = world;
    server_stop(w->s, 5000);
}

/* A connection is closed before it has said anything. */
static bool turns_away(struct world *w)
{
    enum { AT_ONCE_MS = 20 };
    struct sockaddr_in to = { .sin_family = AF_INET,
                              .sin_port = htons((uint16_t)server_port(w->s)),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    char byte;
    struct pollfd p = { .fd = fd, .events = POLLIN };
    bool away = connect(fd, (struct sockaddr *)&to, sizeof to) != 0 ||
                (poll(&p, 1, AT_ONCE_MS) == 1 && recv(fd, &byte, 1, 0) <= 0);
    close(fd);
    return away;
}

TEST(web, the_drain_answers_a_request_in_flight)
{
    struct world *w = world_new(t);
    struct client *c = client_new(w);
    struct client *kept = client_new(w);
    client_send(kept, ASK("GET", "/x"));
    EXPECT_INT(200, client_reply(kept, false).status);
    client_send(c, ASK("GET", "/gate"));
    gate_reached(w);
    struct thread *stopper = thread_start(t->a, "stop", stop_server, w);
    while (!turns_away(w)) {
    }
    client_send(kept, ASK("GET", "/x"));
    EXPECT_STR("close", head_value(client_reply(kept, false).head, S("Connection")));
    gate_open(w);
    struct reply r = client_reply(c, false);
    EXPECT_INT(200, r.status);
    EXPECT_STR("close", head_value(r.head, S("Connection")));
    thread_join(stopper);
    client_end(c);
    client_end(kept);
    EXPECT_INT(0, rmdir(w->dir));
}

static void stop_at_once(void *world)
{
    struct world *w = world;
    server_stop(w->s, 0);
}

TEST(web, what_the_drain_leaves_behind_gets_503)
{
    struct world *w = world_new(t);
    struct client *first = client_new(w);
    struct client *queued = client_new(w);
    client_send(first, ASK("GET", "/gate"));
    gate_reached(w);
    client_send(queued, ASK("GET", "/gate"));
    while (server_counts(w->s).worker_queue == 0) {
    }
    struct thread *stopper = thread_start(t->a, "stop", stop_at_once, w);
    while (!turns_away(w)) {
    }
    gate_open(w);
    EXPECT_INT(200, client_reply(first, false).status);
    client_reply(queued, false);               /* 200 or 503: either way it is an answer */
    thread_join(stopper);
    client_end(first);
    client_end(queued);
    EXPECT_INT(0, rmdir(w->dir));
}

TEST(web, a_port_in_use_is_told)
{
    struct world *w = world_new(t);
    struct server_conf conf = world_conf(t);
    struct server_app app = { 0 };
    str why = { NULL, 0 };
    conf.port = server_port(w->s);
    EXPECT(!server_start(t->a, &conf, &app, &why));
    EXPECT(str_starts(why, S("Không mở được cổng ")));
    rmdir(conf.upload_dir);
    world_end(w);
}
