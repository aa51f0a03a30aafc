/* ops_web.c: health and figures. Metrics are for this machine alone. */
#include "app/ops_web.h"

#include <stdatomic.h>

#include "core/core.sql.h"

/* Set when the loops are already answering. */
static const struct server *_Atomic server;

void ops_server_set(const struct server *s)
{
    atomic_store(&server, s);
}

static enum err healthz(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    str province;
    (void)rq;
    TRY(setting_get(cx, S("province_code"), &province));      /* the database answers */
    rs->type = S("text/plain; charset=utf-8");
    rs->body = S("ok\n");
    return OK;
}

static void put_figure(struct out *o, const char *name, const char *help, int64_t value)
{
    str n = str_of(name);
    put(o, join(o->a, S("# HELP "), n, S(" "), str_of(help), S("\n# TYPE "), n,
                str_ends(n, S("_total")) ? S(" counter\n") : S(" gauge\n"), n, S(" "),
                show(o->a, value), S("\n")));
}

static enum err metrics(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    bool here = str_starts(rq->client, S("127.")) || str_is(rq->client, "::1");
    if (!here)
        return ERR_NOT_FOUND;
    struct out *o = out_new(cx->a, .max_bytes = 64 << 10);
    struct dispatch_counts d = dispatch_counts();
    struct db_counts b = db_counts(house()->db);
    put_figure(o, "saolang_requests_total", "requests answered by the program", d.requests);
    put_figure(o, "saolang_request_microseconds_total", "time in handlers", d.micros);
    put_figure(o, "saolang_writes_total", "transactions committed", b.writes);
    put_figure(o, "saolang_write_batches_total", "flushes of the writer", b.batches);
    put_figure(o, "saolang_writes_refused_total", "writes that waited too long", b.refused);
    put_figure(o, "saolang_write_queue", "writes waiting now", b.queue);
    const struct server *running = atomic_load(&server);
    if (running) {
        struct server_counts s = server_counts(running);
        put_figure(o, "saolang_connections", "open connections", s.connections_now);
        put_figure(o, "saolang_http_requests_total", "requests on the wire", s.requests);
        put_figure(o, "saolang_http_refused_total", "refused before a handler", s.refused);
        put_figure(o, "saolang_worker_queue", "requests waiting for a worker", s.worker_queue);
    }
    rs->type = S("text/plain; version=0.0.4");
    rs->body = out_str(o);
    return OK;
}

const struct route ops_routes[] = {
    { GET, "/healthz", healthz, .who = ANYBODY },
    { GET, "/metrics", metrics, .who = ANYBODY },
    { 0 },
};
