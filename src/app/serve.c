/* serve.c: the server from start to drain, and the one job thread beside it. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "app/cli.h"
#include "app/demo.h"
#include "app/ops_web.h"
#include "app/wire.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/thread.h"
#include "core/job.h"
#include "core/media.h"
#include "criteria/criteria.h"
#include "web/server.h"

enum { ONCE_KEPT_S = 2 * 86400 };

/* -- jobs -------------------------------------------------------------------------------------- */

static const struct actor PROGRAM = { .name = { "saolang", 7 } };

static enum err forget_tx(struct ctx *cx, const void *in)
{
    return core_forget(cx, *(const instant *)in);
}

/* What is done every checkpoint_s: sign-ins noted, old keys forgotten, heads signed. */
static enum err housekeeping(struct ctx *cx)
{
    instant before = instant_add_seconds(house_now(), -ONCE_KEPT_S);
    TRY(login_flush_uses(cx));
    TRY(tx_run(cx, forget_tx, &before));
    return audit_checkpoint(cx);
}

struct job_turn {
    struct arena *a;
    bool housekeeping;
    bool again;
    struct ctx *cx;                            /* holds a connection, also when the arena ended */
};

static void job_run(void *turn)
{
    struct job_turn *t = turn;
    t->cx = NULL;
    t->again = false;
    enum err e = ctx_begin(t->a, &PROGRAM, &t->cx);
    struct ctx *cx = t->cx;
    if (e == OK && t->housekeeping)
        e = housekeeping(cx);
    if (e != OK)
        log_error("job.failed", "err=%s", err_name(e).at);
    t->again = cx->db && jobs_round(cx);
    ctx_end(cx);
}

static void job_thread(void *arg)
{
    struct job_turn t = { .a = arg };
    int64_t period = conf()->checkpoint_s * 1000, next = thread_clock_ms() + period;
    while (job_wait(t.again ? 0 : next - thread_clock_ms())) {
        t.housekeeping = thread_clock_ms() >= next;
        if (t.housekeeping)
            next = thread_clock_ms() + period;
        if (!land(t.a, job_run, &t)) {
            log_error("job.memory", "limit=%d", ARENA_REQUEST_BYTES);
            if (t.cx)
                ctx_end(t.cx);
        }
        arena_reset(t.a);
    }
}

/* -- start and end ----------------------------------------------------------------------------- */

/* "127.0.0.1", or "[::1]" in brackets as in an address, behind the last colon the port. */
static str listen_host(void)
{
    str text = str_of(conf()->listen);
    return str_sub(text, 0, str_find_last(text, ':'));
}

static str without_brackets(str host)
{
    bool bracketed = str_starts(host, S("[")) && str_ends(host, S("]"));
    return bracketed ? str_sub(host, 1, host.len - 1) : host;
}

static bool listen_port(int64_t *port)
{
    str text = str_of(conf()->listen);
    ptrdiff_t colon = str_find_last(text, ':');
    if (colon > 0 && int_read(str_after(text, colon + 1), port) && *port >= 0 && *port <= 65535)
        return true;
    complain(S("--listen cần dạng 127.0.0.1:8080."));
    return false;
}

static bool parse_listen(struct arena *a, struct server_conf *sc)
{
    str host = listen_host();
    int64_t port;
    if (!listen_port(&port))
        return false;
    sc->host = cstr(a, without_brackets(host));
    sc->port = (int)port;
    bool loopback = str_starts(host, S("127.")) || str_is(host, "localhost")
                    || str_is(host, "[::1]");
    if (house()->demo && !loopback) {
        complain(S("Bản trình diễn chỉ nghe trên máy này (127.0.0.1)."));
        return false;
    }
    return true;
}

void serve_find_helper(struct arena *a)
{
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    str path = (str){ self, n > 0 ? n : 0 };
    str dir = str_sub(path, 0, str_find_last(path, '/') + 1);
    str given = str_of(conf()->media);
    media_helper_set(str_copy(a, given.len > 0 ? given : join(a, dir, S("saolang-media"))));
}

static void announce(struct arena *a, const struct server *s)
{
    say(join(a, S("\nSao Làng đang chạy: http://"), listen_host(), S(":"),
             show(a, (int32_t)server_port(s)), S("/\n")));
    if (house()->demo)
        say(S("\nTài khoản trình diễn (mật khẩu chung: " DEMO_PASSWORD ")\n"
              "  sanxuat             chủ thể, dùng điện thoại\n"
              "  xa                  cán bộ xã\n"
              "  tinh                cán bộ tỉnh\n"
              "  chutich  thuky      chủ tịch, thư ký hội đồng\n"
              "  hoidong1 … hoidong5 thành viên hội đồng\n"
              "  quantri             quản trị\n\nDừng: Ctrl+C\n"));
    if (fflush(stdout) != 0)
        clearerr(stdout);                      /* a server serves whether or not anybody reads */
}

static void wait_for_signal(const sigset_t *set)
{
    int which = 0;
    sigwait(set, &which);
    log_info("server.stopping", "signal=%d", which);
}

static struct server *start(const struct verb_call *call)
{
    struct server_conf sc = {
        .loops = (int)conf()->loops,
        .workers = (int)conf()->workers,
        .connections_max = (int)conf()->connections,
        .header_bytes_max = 16 << 10,
        .header_deadline_ms = 10000,
        .body_deadline_ms = 30000,
        .idle_timeout_ms = 30000,
        .upload_dir = cstr(call->a, house()->upload_dir),
        .trusted_proxies = conf()->trusted_proxies,
    };
    static const struct server_app app = { NULL, dispatch_plan, dispatch_answer, dispatch_refuse };
    if (!parse_listen(call->a, &sc))
        return NULL;
    str why = S("");
    struct server *s = server_start(call->a, &sc, &app, &why);
    if (!s)
        complain(why);
    return s;
}

/* NULL, and said why, when the system gives neither memory nor a thread. */
static struct thread *jobs_start(struct arena *a)
{
    struct arena *own = arena_new(ARENA_REQUEST_BYTES);
    job_lock_new(a);
    job_wake();                                /* something may have been left half done */
    struct thread *jobs = own ? thread_start(a, "jobs", job_thread, own) : NULL;
    if (!jobs)
        complain(S("Hệ thống không cấp đủ luồng hoặc bộ nhớ để chạy máy chủ."));
    return jobs;
}

static void jobs_end(struct thread *jobs)
{
    job_end();
    thread_join(jobs);
}

/* From the first request to the last; false when it cannot begin. */
static bool serve(const struct verb_call *call, const sigset_t *set)
{
    struct thread *jobs = jobs_start(call->a);
    if (!jobs)
        return false;
    struct server *s = start(call);
    if (s) {
        ops_server_set(s);
        announce(call->a, s);
        wait_for_signal(set);
        server_stop(s, conf()->drain_ms);
    }
    jobs_end(jobs);
    return s != NULL;
}

int verb_serve(const struct verb_call *call)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL);        /* every thread inherits; sigwait takes them */
    signal(SIGPIPE, SIG_IGN);
    int64_t port;
    if (!listen_port(&port))
        return err_exit(ERR_INPUT);
    if (!verb_house(call, false))
        return err_exit(ERR_IO);
    serve_find_helper(call->a);
    login_note_start(call->a);
    cache_start(call->a);
    wire_routes();
    bool served = serve(call, &set);
    cache_stop();
    house_close();
    return served ? 0 : err_exit(ERR_IO);
}
