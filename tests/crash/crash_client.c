/* crash_client: kills the real server while a council saves its ballots, and looks whether anything
 * that was acknowledged is gone.
 *
 *   make a house -> [ start -> eight seats save -> kill -9 -> start -> check ] x rounds
 *
 * Arguments: the program, an empty folder, rounds, seed (0 = of the clock). Each acknowledged save
 * is a line in acks.tsv of that folder, written when its reply has come. A round is one test.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/thread.h"
#include "council/council.sql.h"
#include "tests/crash/http.h"
#include "tests/crash/scoring.h"

enum {
    CLIENTS = 8,
    START_MS_MAX = 20000, /* a server under sanitizers on a busy machine */
    FIRST_MS_MAX = 5000,  /* until the first save of a round */
    KILL_MS_MOST = 300,   /* after it */
    SUBMIT_ONE_IN = 25,
    MAYBES_MAX = 8,
};

/* What was sent and not answered: it may be there or not. */
struct maybe {
    str sheet;
    bool submits;
};

/* What one client knows of one ballot. */
struct known {
    int64_t version; /* acknowledged, or read after a crash */
    str sheet;
    bool submitted;
    struct maybe maybes[MAYBES_MAX];
    int maybe_count;
};

struct client {
    struct crash *crash;
    int number;
    struct http http;
    struct arena *keep; /* sheets that are known */
    struct arena *a;    /* of one request */
    str key;            /* of this sign-in; drafts do not use it up */
    uint32_t seed;
    bool submitted_now; /* one submission a round */
    atomic_llong acks;
    str fault;
    struct known known[SCORING_CASES_MAX];
};

struct crash {
    struct arena *a;
    const char *program;
    const char *dir;
    char *data;
    int port;
    int rounds;
    uint32_t seed;
    struct scoring house;
    pid_t server;
    FILE *acks;
    struct lock *lock; /* guards acks */
    atomic_bool over;
    struct client clients[CLIENTS];
};

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

/* -- the server as a child --------------------------------------------------------------------- */

static void become(const char *log, char *const argv[])
{
    int fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    dup2(fd, STDOUT_FILENO);
    dup2(fd, STDERR_FILENO);
    execv(argv[0], argv);
    _exit(127);
}

static pid_t child(struct crash *c, const char *verb, const char *second)
{
    char *listen = cstr(c->a, join(c->a, S("127.0.0.1:"), show(c->a, (int32_t)c->port)));
    char *log = cstr(c->a, join(c->a, str_of(c->dir), S("/server.log")));
    char *program = cstr(c->a, str_of(c->program));
    char *const argv[] = { program,
                           cstr(c->a, str_of(verb)),
                           cstr(c->a, str_of(second)),
                           (char[]){ "--data" },
                           c->data,
                           (char[]){ "--listen" },
                           listen,
                           (char[]){ "--checkpoint_s" },
                           (char[]){ "1" },
                           NULL };
    pid_t pid = fork();
    if (pid == 0)
        become(log, argv);
    return pid;
}

static bool answers(struct crash *c)
{
    struct http h = { .port = c->port, .fd = -1 };
    struct http_reply r = http_ask(c->a, &h, S("/healthz"), NULL);
    http_close(&h);
    return r.status == 200;
}

static bool server_up(struct crash *c)
{
    int64_t until = thread_clock_ms() + START_MS_MAX;
    c->server = child(c, "serve", "--lines");
    while (thread_clock_ms() < until) {
        if (answers(c))
            return true;
        if (waitpid(c->server, NULL, WNOHANG) == c->server)
            break;
        thread_sleep_ms(5);
    }
    printf("FAILED: the server does not answer, see %s/server.log\n", c->dir);
    return false;
}

static void server_kill(struct crash *c)
{
    kill(c->server, SIGKILL);
    waitpid(c->server, NULL, 0);
}

/* -- a client ---------------------------------------------------------------------------------- */

static void wrong(struct client *k, str what)
{
    if (k->fault.len == 0)
        k->fault = str_copy(k->keep, what);
}

static str page_of(struct client *k, int which)
{
    const struct scoring *s = &k->crash->house;
    return ballot_path(k->a, s->meeting_code, s->agenda.at[which].dossier_code).text;
}

/* Reads the page: a fresh key, and the version must be the one we know. */
static bool look(struct client *k, int which)
{
    struct http_reply r = http_ask(k->a, &k->http, page_of(k, which), NULL);
    int64_t seen = 0;
    if (r.status == 0)
        return false;
    str form = between(r.body, S("data-sheet"), S("class=\"sums\""));
    if (r.status != 200 || !int_read(between(form, S("name=\"seen\" value=\""), S("\"")), &seen)) {
        wrong(k, join(k->a, S("the page of a ballot answers "), show(k->a, (int32_t)r.status)));
        return false;
    }
    k->key = str_copy(k->keep, between(form, S("name=\"_khoa\" value=\""), S("\"")));
    if (seen != k->known[which].version)
        wrong(k, join(k->a, S("the page shows version "), show(k->a, seen), S(", known is "),
                      show(k->a, k->known[which].version)));
    return true;
}

static void note_ack(struct client *k, int which, const char *kind, int64_t total)
{
    struct known *n = &k->known[which];
    atomic_fetch_add(&k->acks, 1);
    lock_take(k->crash->lock);
    fprintf(k->crash->acks, "%d\t%d\t%s\t%lld\t%lld\t%.*s\n", k->number + 1, which + 1, kind,
            (long long)n->version, (long long)total, (int)n->sheet.len, n->sheet.at);
    fflush(k->crash->acks);
    lock_give(k->crash->lock);
}

struct sending {
    struct client *k;
    int which;
    bool submits;
    str sheet;
    int32_t total; /* of that sheet */
};

static void took(const struct sending *s, const struct http_reply *r)
{
    struct client *k = s->k;
    struct known *n = &k->known[s->which];
    int64_t version = n->version + 1, total = s->total;
    if (!s->submits) {
        if (!int_read(between(r->body, S("\"version\":"), S(",")), &version)
            || !int_read(between(r->body, S("\"total\":"), S(",")), &total))
            wrong(k, join(k->a, S("a draft's reply is not understood: "), r->body));
        if (total != s->total || version < n->version)
            wrong(k, join(k->a, S("a draft's reply does not fit: "), r->body));
    }
    n->version = version;
    n->sheet = s->sheet;
    n->submitted = s->submits;
    n->maybe_count = 0;
    note_ack(k, s->which, s->submits ? "submit" : "draft", total);
}

/* Sends a ballot; false when the connection has ended. */
static bool send_ballot(struct client *k, int which, bool submits)
{
    static const struct rank_rules rules = { 0 };
    const struct set *set = k->crash->house.set;
    struct known *n = &k->known[which];
    struct rank_ballot b = scoring_ballot(k->a, set, next(&k->seed));
    struct sending s = { .k = k,
                         .which = which,
                         .submits = submits,
                         .sheet = str_copy(k->keep, sheet_write(k->a, set, &b)),
                         .total = rank_ballot(k->a, set, &rules, &b).total };
    str form = join(k->a, S("_khoa="), k->key, S("&seen="), show(k->a, n->version), S("&"),
                    scoring_fields(k->a, set, &b));
    if (n->maybe_count < MAYBES_MAX)
        n->maybes[n->maybe_count++] = (struct maybe){ s.sheet, submits };
    struct http_reply r = http_ask(
        k->a, &k->http, join(k->a, page_of(k, which), submits ? S("/nop") : S("/nhap")), &form);
    if (r.status == (submits ? 303 : 200))
        took(&s, &r);
    else if (r.status != 0 && r.status != 503)
        wrong(k, join(k->a, S("a save answers "), show(k->a, (int32_t)r.status)));
    return r.status != 0;
}

static bool one_save(struct client *k)
{
    int which = (int)(next(&k->seed) % (uint32_t)k->crash->house.agenda.count);
    if (k->known[which].submitted)
        return true;
    bool submits = !k->submitted_now && next(&k->seed) % SUBMIT_ONE_IN == 0;
    if ((submits || k->key.len == 0) && !look(k, which))
        return false;
    k->submitted_now |= submits;
    return send_ballot(k, which, submits);
}

static void client_run(void *client)
{
    struct client *k = client;
    k->submitted_now = false;
    k->key = S(""); /* the first page of a round shows what is known */
    while (!atomic_load(&k->crash->over) && k->fault.len == 0) {
        struct arena_mark mark = arena_mark(k->a);
        bool open = one_save(k);
        arena_rewind(k->a, mark);
        if (!open)
            break;
    }
    http_close(&k->http);
}

/* -- after a crash ----------------------------------------------------------------------------- */

static bool bad(const char *what, int client, int which, const struct ballot *b,
                const struct known *n)
{
    printf("FAILED: client %d, case %d: %s (version %lld in the database, %lld acknowledged)\n",
           client + 1, which + 1, what, (long long)b->version, (long long)n->version);
    return false;
}

/* A submission stands in a row of its own. */
static bool sheet_kept(struct ctx *cx, const struct ballot *b)
{
    str body;
    bool found;
    return sheet_last(cx, b->id, &body, &found) == OK && found && str_equal(body, b->sheet);
}

static bool ballot_whole(struct ctx *cx, struct client *k, int which, const struct ballot *b)
{
    struct known *n = &k->known[which];
    bool submitted = b->state == BALLOT_SUBMITTED;
    bool is_known = str_equal(b->sheet, n->sheet) && submitted == n->submitted;
    bool is_later = false;
    for (int i = 0; i < n->maybe_count; i++)
        is_later |= str_equal(b->sheet, n->maybes[i].sheet) && submitted == n->maybes[i].submits;
    if (b->version < n->version)
        return bad("an acknowledged save is gone", k->number, which, b, n);
    if (!is_known && !is_later)
        return bad("these answers were never sent after the acknowledged ones", k->number, which, b,
                   n);
    if (is_known && !is_later && b->version != n->version)
        return bad("the version moved without a save", k->number, which, b, n);
    if (submitted && !sheet_kept(cx, b))
        return bad("a submission has no row of its own", k->number, which, b, n);
    *n = (struct known){ .version = b->version,
                         .sheet = str_copy(k->keep, b->sheet),
                         .submitted = submitted };
    return true;
}

static bool client_whole(struct ctx *cx, struct client *k)
{
    struct scoring *s = &k->crash->house;
    struct actor who = scoring_actor(cx->a, s, k->number);
    struct meeting m = { .id = s->meeting };
    bool good = true;
    cx->actor = &who;
    for (int i = 0; i < (int)s->agenda.count; i++) {
        struct arena_mark mark = arena_mark(cx->a);
        struct ballot b;
        if (ballot_own(cx, &m, &s->agenda.at[i], &b) != OK)
            return false;
        good &= ballot_whole(cx, k, i, &b);
        arena_rewind(cx->a, mark);
    }
    if (k->fault.len > 0)
        printf("FAILED: client %d: %.*s\n", k->number + 1, (int)k->fault.len, k->fault.at);
    good &= k->fault.len == 0;
    k->fault = S("");
    return good;
}

static enum err integrity_row(void *with, const struct db_value *cells)
{
    if (str_is(cells[0].s, "ok"))
        return OK;
    printf("FAILED: integrity_check: %.*s\n", (int)cells[0].s.len, cells[0].s.at);
    *(bool *)with = false;
    return OK;
}

static bool database_whole(struct ctx *cx)
{
    static int slot;
    static const char *const names[] = { "integrity_check" };
    static const struct db_statement check = { .name = "integrity",
                                               .columns = 1,
                                               .slot = &slot,
                                               .sqlite = "PRAGMA integrity_check",
                                               .column_names = names };
    bool good = true;
    return db_each(cx->db, cx->a, &check, NULL, integrity_row, &good) == OK && good;
}

static bool trail_whole(struct ctx *cx)
{
    struct audit_report report;
    if (audit_verify(cx, &report) == OK && report.faults == 0)
        return true;
    printf("FAILED: the trail: %.*s\n", (int)report.first.len, report.first.at);
    return false;
}

/* The same as a person would ask; once, because a process of its own takes long to start. */
static bool verb_agrees(struct crash *c)
{
    int status;
    if (waitpid(child(c, "audit", "verify"), &status, 0) > 0 && WIFEXITED(status)
        && WEXITSTATUS(status) == 0)
        return true;
    printf("FAILED: saolang audit verify, see %s/server.log\n", c->dir);
    return false;
}

/* Looks at everything from outside, while the new server stands ready. */
static bool all_whole(struct crash *c)
{
    struct arena *a = arena_new(ARENA_REQUEST_BYTES);
    struct house_conf hc = { .data_dir = c->data };
    struct ctx *cx;
    str why = S("");
    bool open = house_open(a, &hc, &why) == OK;
    bool good = open && ctx_begin(a, &ANYONE, &cx) == OK;
    if (good) {
        for (int i = 0; i < CLIENTS; i++)
            good &= client_whole(cx, &c->clients[i]);
        good &= database_whole(cx);
        cx->actor = &ANYONE;
        good &= trail_whole(cx);
        ctx_end(cx);
    } else {
        printf("FAILED: the house cannot be looked at: %.*s\n", (int)why.len, why.at);
    }
    if (open)
        house_close();
    arena_free(a);
    return good;
}

/* -- rounds ------------------------------------------------------------------------------------ */

static int64_t acks_so_far(const struct crash *c)
{
    int64_t n = 0;
    for (int i = 0; i < CLIENTS; i++)
        n += atomic_load(&c->clients[i].acks);
    return n;
}

static void wait_for_first(const struct crash *c, int64_t before)
{
    int64_t until = thread_clock_ms() + FIRST_MS_MAX;
    while (acks_so_far(c) == before && thread_clock_ms() < until)
        thread_sleep_ms(1);
}

static void save_until_killed(struct crash *c, int64_t after_ms)
{
    struct thread *threads[CLIENTS];
    struct arena *a = arena_new(1 << 20);
    int64_t before = acks_so_far(c);
    atomic_store(&c->over, false);
    for (int i = 0; i < CLIENTS; i++)
        threads[i] = thread_start(a, "client", client_run, &c->clients[i]);
    wait_for_first(c, before);
    thread_sleep_ms(after_ms);
    server_kill(c);
    atomic_store(&c->over, true);
    for (int i = 0; i < CLIENTS; i++)
        thread_join(threads[i]);
    arena_free(a);
}

/* False when no further round can be run. */
static bool round_run(struct crash *c, int n, bool *good)
{
    int64_t before = acks_so_far(c);
    int64_t after_ms = next(&c->seed) % KILL_MS_MOST;
    save_until_killed(c, after_ms);
    if (!server_up(c))
        return false;
    *good = all_whole(c) && (n < c->rounds || verb_agrees(c));
    printf("%s round %d: killed after %lld ms, %lld saves acknowledged\n", *good ? "ok" : "FAILED",
           n, (long long)after_ms, (long long)(acks_so_far(c) - before));
    fflush(stdout);
    return true;
}

static bool everybody_in(struct crash *c)
{
    for (int i = 0; i < CLIENTS; i++) {
        struct client *k = &c->clients[i];
        *k = (struct client){ .crash = c,
                              .number = i,
                              .seed = next(&c->seed),
                              .keep = arena_new(256 << 20),
                              .a = arena_new(ARENA_REQUEST_BYTES),
                              .http = { .port = c->port, .fd = -1 } };
        for (int n = 0; n < SCORING_CASES_MAX; n++)
            k->known[n].version = 1;
        str login = join(c->a, S("ghe"), show(c->a, (int32_t)i + 1));
        if (!http_sign_in(k->keep, &k->http, login, S(SCORING_PASSWORD))) {
            printf("FAILED: %.*s cannot sign in\n", (int)login.len, login.at);
            return false;
        }
        http_close(&k->http);
    }
    return true;
}

static bool prepare(struct crash *c)
{
    c->data = cstr(c->a, join(c->a, str_of(c->dir), S("/data")));
    struct scoring_wish w = { .data_dir = c->data, .seats = CLIENTS, .cases = c->rounds + 4 };
    if (w.cases > SCORING_CASES_MAX)
        w.cases = SCORING_CASES_MAX;
    if (!scoring_make(c->a, &w, &c->house))
        return false;
    house_close();
    c->acks = fopen(cstr(c->a, join(c->a, str_of(c->dir), S("/acks.tsv"))), "w");
    c->port = http_free_port();
    c->lock = lock_new(c->a);
    return c->acks && c->port && server_up(c) && everybody_in(c);
}

static bool number(const char *text, int64_t *out)
{
    return int_read(str_of(text), out);
}

int main(int argc, char **argv)
{
    int64_t rounds, seed;
    int passed = 0, failed = 0;
    if (argc < 5 || !hash_ready() || !number(argv[3], &rounds) || !number(argv[4], &seed))
        return 2;
    struct arena *a = arena_new((ptrdiff_t)1 << 30);
    struct crash *c = new (a, struct crash, 1);
    c->a = a;
    c->program = argv[1];
    c->dir = argv[2];
    c->rounds = (int)rounds;
    c->seed = (uint32_t)(seed ? seed : thread_clock_us());
    printf("seed %u\n", c->seed);
    bool on = prepare(c);
    for (int n = 1; n <= c->rounds && on; n++) {
        bool good = false;
        on = round_run(c, n, &good);
        passed += good;
        failed += !good;
    }
    if (c->server > 0)
        server_kill(c);
    if (passed + failed < c->rounds)
        failed = c->rounds - passed;
    printf("%lld saves acknowledged\n%d passed, %d failed\n", (long long)acks_so_far(c), passed,
           failed);
    if (c->acks)
        fclose(c->acks);
    arena_free(a);
    return failed > 0;
}
