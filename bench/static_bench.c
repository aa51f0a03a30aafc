/* static_bench.c: our own server answering with bytes that lie ready: what any page of the program
 * can reach at most. It asks the other server once and repeats its reply, headers and all. */
#include <signal.h>
#include <stdio.h>

#include "base/thread.h"
#include "bench/bench.h"
#include "tests/crash/http.h"
#include "web/server.h"

static struct resp ready;

static struct server_plan plan(void *with, enum method method, str path)
{
    (void)with;
    (void)method;
    (void)path;
    return (struct server_plan){ .body_bytes_max = 1 << 10 };
}

static void answer(void *with, struct arena *a, const struct req *rq, struct resp *rs)
{
    (void)with;
    (void)a;
    (void)rq;
    *rs = ready;
}

/* Headers the server itself adds are left out. */
static void keep(struct arena *a, const struct http_reply *r)
{
    str head = r->head;
    str_cut(&head, '\n');
    ready.status = r->status;
    ready.body = r->body;
    while (head.len > 0) {
        str value = str_trim(str_cut(&head, '\n'));
        str name = str_cut(&value, ':');
        value = str_trim(value);
        if (str_is(name, "Content-Type"))
            ready.type = value;
        else if (!str_is(name, "Date") && !str_is(name, "Content-Length")
                 && !str_is(name, "Connection") && name.len > 0)
            resp_header_add(&ready, cstr(a, name), value);
    }
}

int bench_static(struct arena *a, int argc, char **argv)
{
    struct http h = { .port = bench_number(argv[2]), .fd = -1 };
    struct http_reply r = http_ask(a, &h, str_of(argv[1]), NULL);
    (void)argc;
    http_close(&h);
    if (r.status == 0)
        return 1;
    keep(a, &r);
    struct server_conf sc = { .host = "127.0.0.1",
                              .port = bench_number(argv[0]),
                              .loops = 2,
                              .workers = 1,
                              .connections_max = 2000,
                              .header_bytes_max = 16 << 10,
                              .header_deadline_ms = 10000,
                              .body_deadline_ms = 30000,
                              .idle_timeout_ms = 30000,
                              .upload_dir = "/tmp",
                              .trusted_proxies = "127.0.0.1,::1" };
    static const struct server_app app = { NULL, plan, answer, NULL };
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    str why = S("");
    struct server *s = server_start(a, &sc, &app, &why);
    if (!s)
        return 1;
    int which;
    sigwait(&set, &which);
    server_stop(s, 100);
    return 0;
}
