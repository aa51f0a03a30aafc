/* media.c: start the helper, feed it, hear its answer, bury it.
 *
 *     parent                              helper
 *     ours ── socketpair ── theirs   ->   fd 0 and fd 1
 *     input file                     ->   fd 3
 *     output file                    ->   fd 4        everything else is closed
 *
 * Writing and reading wait in one poll() under one deadline; behind it the helper is killed. The
 * helper gets an environment of its own, so no secret of the parent's goes into it.
 */
#include "core/media.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/thread.h"
#include "base/utf8.h"
#include "format/json.h"

enum {
    DEADLINE_MS = 30000,
    BURY_MS = 10,                              /* between looks at a helper that is ending */
    ANSWER_BYTES_MAX = 16 << 10,
    ABOVE_STANDARD = 10,                       /* our files stay clear of fds 0 .. 4 */
    NO_FD = -1,
};

static str helper_path;

void media_helper_set(str path)
{
    helper_path = path;
}

/* One run of the helper. */
struct run {
    struct arena *a;
    const char *job;
    str request;                               /* JSON */
    int in_fd;                                 /* or NO_FD */
    int out_fd;
    pid_t child;
    int ours;                                  /* our end of the pair */
    int64_t deadline_ms;
    char *answer;                              /* ANSWER_BYTES_MAX */
    ptrdiff_t answer_len;
    int status;                                /* of waitpid */
    bool late;
    str code;                                  /* why the helper refused; empty when it did not */
    str at;                                    /* the cell it refused */
};

/* ---------------------------------------------------------------- files */

struct held {
    int fd;
};

static void held_close(void *thing)
{
    struct held *h = thing;
    if (h->fd >= 0)
        close(h->fd);
    h->fd = NO_FD;
}

/* Ties fd to the arena; it may be closed sooner with held_close. */
static struct held *hold(struct arena *a, int fd)
{
    struct held *h = new(a, struct held, 1);
    h->fd = fd;
    arena_undo(a, held_close, h);
    return h;
}

/* Opens clear of the numbers that the helper's files will take. */
static int open_held(struct arena *a, str path, int flags)
{
    int low = open(cstr(a, path), flags | O_CLOEXEC, 0600);
    if (low < 0)
        return NO_FD;
    int fd = fcntl(low, F_DUPFD_CLOEXEC, ABOVE_STANDARD);
    close(low);
    return hold(a, fd)->fd;
}

static bool pair_held(struct arena *a, struct held *pair[2])
{
    int low[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, low) != 0)
        return false;
    for (int i = 0; i < 2; i++) {
        int fd = fcntl(low[i], F_DUPFD_CLOEXEC, ABOVE_STANDARD);
        close(low[i]);
        pair[i] = hold(a, fd);
    }
    return pair[0]->fd >= 0 && pair[1]->fd >= 0;
}

/* ---------------------------------------------------------------- the process */

/* What of our environment goes on: only what tests and sanitizers need. */
static char **helper_environment(struct arena *a)
{
    static const char *const passed[] = { "SAOLANG_MEDIA_NO_LANDLOCK=", "ASAN_OPTIONS=",
                                          "UBSAN_OPTIONS=" };
    char **list = new(a, char *, COUNT_OF(passed) + 2);
    ptrdiff_t count = 0;
    list[count++] = cstr(a, S("LC_ALL=C.UTF-8"));
    for (char **e = environ; e && *e; e++)
        for (ptrdiff_t i = 0; i < COUNT_OF(passed); i++)
            if (str_starts(str_of(*e), str_of(passed[i])) && count <= COUNT_OF(passed))
                list[count++] = *e;
    return list;
}

static bool actions_fill(posix_spawn_file_actions_t *to, const struct run *r, int theirs)
{
    bool fine = posix_spawn_file_actions_adddup2(to, theirs, 0) == 0 &&
                posix_spawn_file_actions_adddup2(to, theirs, 1) == 0;
    if (r->in_fd != NO_FD)
        fine = fine && posix_spawn_file_actions_adddup2(to, r->in_fd, 3) == 0;
    else
        fine = fine && posix_spawn_file_actions_addopen(to, 3, "/dev/null", O_RDONLY, 0) == 0;
    if (r->out_fd != NO_FD)
        fine = fine && posix_spawn_file_actions_adddup2(to, r->out_fd, 4) == 0;
    else
        fine = fine && posix_spawn_file_actions_addopen(to, 4, "/dev/null", O_WRONLY, 0) == 0;
    return fine && posix_spawn_file_actions_addclosefrom_np(to, 5) == 0;
}

/* Signals blocked or ignored by the parent must not stay so in the helper. */
static bool attributes_fill(posix_spawnattr_t *to)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    return posix_spawnattr_setsigmask(to, &none) == 0 &&
           posix_spawnattr_setsigdefault(to, &all) == 0 &&
           posix_spawnattr_setflags(to, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) == 0;
}

static int helper_start(struct run *r, int theirs)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return ENOMEM;
    if (posix_spawnattr_init(&attributes) != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return ENOMEM;
    }
    int e = ENOMEM;
    if (actions_fill(&actions, r, theirs) && attributes_fill(&attributes)) {
        char *path = cstr(r->a, helper_path);
        char *const argv[] = { path, cstr(r->a, str_of(r->job)), NULL };
        e = posix_spawn(&r->child, path, &actions, &attributes, argv,
                        helper_environment(r->a));
    }
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return e;
}

/* ---------------------------------------------------------------- the talk */

static int ms_left(const struct run *r)
{
    int64_t left = r->deadline_ms - thread_clock_ms();
    return left > 0 ? (int)left : 0;
}

/* Sends what the socket takes; -1 when the helper no longer listens. */
static ptrdiff_t send_some(const struct run *r, ptrdiff_t done)
{
    ssize_t n = send(r->ours, r->request.at + done, (size_t)(r->request.len - done),
                     MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0)
        return errno == EAGAIN || errno == EINTR ? 0 : -1;
    return n;
}

/* Sends the request and takes the answer; false when time ran out or the answer is too long. */
static bool talk(struct run *r)
{
    ptrdiff_t sent = 0;
    bool sending = true;
    while (r->answer_len < ANSWER_BYTES_MAX) {
        struct pollfd p = { .fd = r->ours, .events = (short)(POLLIN | (sending ? POLLOUT : 0)) };
        int ready = poll(&p, 1, ms_left(r));
        if (ready == 0)
            r->late = true;
        if (ready == 0 || (ready < 0 && errno != EINTR))
            return false;
        if (ready > 0 && sending && p.revents & POLLOUT) {
            ptrdiff_t n = send_some(r, sent);
            sent += n > 0 ? n : 0;
            sending = n >= 0 && sent < r->request.len;
            if (!sending)
                shutdown(r->ours, SHUT_WR);
        }
        if (ready > 0 && p.revents & (POLLIN | POLLHUP | POLLERR)) {
            ssize_t n = recv(r->ours, r->answer + r->answer_len,
                             (size_t)(ANSWER_BYTES_MAX - r->answer_len), MSG_DONTWAIT);
            if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
                return true;
            r->answer_len += n > 0 ? n : 0;
        }
    }
    return false;
}

/* Waits for the end of the helper; kills it when it may not go on. */
static void bury(struct run *r, bool at_once)
{
    if (at_once)
        kill(r->child, SIGKILL);
    for (;;) {
        pid_t p = waitpid(r->child, &r->status, at_once ? 0 : WNOHANG);
        if (p == r->child)
            return;
        if (p < 0 && errno != EINTR) {
            r->status = -1;                    /* someone else took it: nothing is known */
            return;
        }
        if (p == 0 && ms_left(r) == 0) {
            r->late = true;
            at_once = true;
            kill(r->child, SIGKILL);
        } else if (p == 0) {
            thread_sleep_ms(BURY_MS);
        }
    }
}

/* ---------------------------------------------------------------- what it means */

static enum err trouble(const struct run *r, const char *code)
{
    int ended = r->status >= 0 && WIFEXITED(r->status) ? WEXITSTATUS(r->status) : -1;
    int signal_no = r->status >= 0 && WIFSIGNALED(r->status) ? WTERMSIG(r->status) : 0;
    log_warn("media.failed", "job=%s code=%s exit=%d signal=%d", r->job, code, ended, signal_no);
    return ERR_IO;
}

static enum err limit_passed(const struct run *r, const char *code)
{
    log_warn("media.failed", "job=%s code=%s", r->job, code);
    return ERR_LIMIT;
}

/* The helper's codes (media/media.h); one that is not here is not repeated in the log. */
static enum err code_err(const struct run *r, str code)
{
    static const struct {
        const char *code;
        enum err err;
    } codes[] = {
        { "NOT_ALLOWED", ERR_INPUT },     { "BROKEN", ERR_INPUT },
        { "POLYGLOT", ERR_INPUT },        { "TOO_BIG", ERR_LIMIT },
        { "TOO_MANY_PIXELS", ERR_LIMIT }, { "TOO_MANY_PAGES", ERR_LIMIT },
        { "TOO_LONG", ERR_LIMIT },        { "TOO_MANY_ROWS", ERR_LIMIT },
        { "TOO_MANY_COLUMNS", ERR_LIMIT }, { "OLD_FORMAT", ERR_INPUT },
        { "LOCKED", ERR_INPUT },          { "NO_SHEET", ERR_INPUT },
        { "EMPTY", ERR_INPUT },           { "REQUEST", ERR_IO },
        { "PAPER", ERR_IO },              { "TABLE", ERR_IO },
        { "LIBRARY", ERR_IO },            { "OUTPUT", ERR_IO },
        { "SANDBOX", ERR_IO },
    };
    for (ptrdiff_t i = 0; i < COUNT_OF(codes); i++)
        if (str_is(code, codes[i].code)) {
            log_warn("media.failed", "job=%s code=%s", r->job, codes[i].code);
            return codes[i].err;
        }
    return trouble(r, "UNKNOWN");
}

/* The answer of a helper that ended; NULL in *answer unless all is well. */
static enum err judge(struct run *r, const json_t **answer)
{
    *answer = NULL;
    if (r->late)
        return limit_passed(r, "LATE");
    if (r->status >= 0 && WIFSIGNALED(r->status) && WTERMSIG(r->status) == SIGXCPU)
        return limit_passed(r, "PROCESSOR");
    struct json_fault why;
    const json_t *said = json_read(r->a, (str){ r->answer, r->answer_len }, ANSWER_BYTES_MAX,
                                   &why);
    if (!json_is_object(said))
        return trouble(r, "NO_ANSWER");
    if (!json_member_true(said, "ok")) {
        r->code = json_member_str(said, "code");
        r->at = json_member_str(said, "at");
        return code_err(r, r->code);
    }
    if (r->status != 0)
        return trouble(r, "ENDED_BADLY");
    *answer = said;
    return OK;
}

static enum err helper_run(struct run *r, const json_t **answer)
{
    assert(helper_path.len > 0);
    *answer = NULL;
    struct held *pair[2];
    if (!pair_held(r->a, pair))
        return ERR_BUSY;
    r->ours = pair[0]->fd;
    r->answer = new(r->a, char, ANSWER_BYTES_MAX);    /* no landing while the helper runs */
    r->deadline_ms = thread_clock_ms() + DEADLINE_MS;
    int e = helper_start(r, pair[1]->fd);
    held_close(pair[1]);
    if (e != 0) {
        log_warn("media.failed", "job=%s code=START errno=%d", r->job, e);
        return e == EAGAIN || e == ENOMEM ? ERR_BUSY : ERR_IO;
    }
    bool heard = talk(r);
    bury(r, !heard);
    return judge(r, answer);
}

/* ---------------------------------------------------------------- the jobs */

static struct json_out *request_new(struct arena *a, const char *job)
{
    struct json_out *w = new(a, struct json_out, 1);
    w->o = out_new(a, .max_bytes = 1024);
    json_open(w);
    json_pair_str(w, "job", str_of(job));
    return w;
}

static str request_end(struct json_out *w)
{
    json_close(w);
    return out_str(w->o);
}

static enum err no_file(const char *job, const char *code)
{
    log_warn("media.failed", "job=%s code=%s errno=%d", job, code, errno);
    return errno == EMFILE || errno == ENFILE ? ERR_BUSY : ERR_IO;
}

enum err media_identify(struct arena *a, str path, struct media_kind *out)
{
    *out = (struct media_kind){ 0 };
    struct run r = { .a = a, .job = "identify", .in_fd = open_held(a, path, O_RDONLY),
                     .out_fd = NO_FD };
    if (r.in_fd < 0)
        return no_file(r.job, "OPEN");
    r.request = request_end(request_new(a, r.job));
    const json_t *said;
    TRY(helper_run(&r, &said));
    out->type = json_member_str(said, "type");
    out->width = (int32_t)json_member_int(said, "width", 0);
    out->height = (int32_t)json_member_int(said, "height", 0);
    return json_member_true(said, "known") ? OK : ERR_INPUT;
}

/* Runs a job that makes a file; what is not finished is removed. */
static enum err make_file(struct run *r, str out_path, const json_t **said)
{
    r->out_fd = open_held(r->a, out_path, O_WRONLY | O_CREAT | O_TRUNC);
    if (r->out_fd < 0)
        return no_file(r->job, "CREATE");
    enum err e = helper_run(r, said);
    if (!e && fsync(r->out_fd) != 0)
        e = no_file(r->job, "SYNC");
    if (e)
        unlink(cstr(r->a, out_path));
    return e;
}

enum err media_image(struct arena *a, str in_path, str out_path, int32_t width_max,
                     struct media_size *out)
{
    *out = (struct media_size){ 0 };
    struct run r = { .a = a, .job = "image", .in_fd = open_held(a, in_path, O_RDONLY) };
    if (r.in_fd < 0)
        return no_file(r.job, "OPEN");
    struct json_out *w = request_new(a, r.job);
    json_pair_int(w, "width_max", width_max);
    json_pair_int(w, "quality", 82);
    r.request = request_end(w);
    const json_t *said;
    TRY(make_file(&r, out_path, &said));
    out->width = (int32_t)json_member_int(said, "width", 0);
    out->height = (int32_t)json_member_int(said, "height", 0);
    return OK;
}

enum err media_paper(struct arena *a, str json, str out_path)
{
    struct run r = { .a = a, .job = "paper", .in_fd = NO_FD, .request = json };
    const json_t *said;
    return make_file(&r, out_path, &said);
}

/* In the order of enum media_note; the helper's names for them. */
static const char *const note_names[] = { "merged", "no_value", "error", "no_date", "hidden" };

static void sheet_told(struct arena *a, const json_t *said, struct media_sheet *out)
{
    const json_t *names = json_object_get(said, "sheets");
    out->name = json_member_str(said, "sheet");
    out->name_count = (ptrdiff_t)json_array_size(names);
    out->names = new(a, str, out->name_count + 1);
    for (ptrdiff_t i = 0; i < out->name_count; i++)
        out->names[i] = json_text(json_array_get(names, (size_t)i));
    out->rows = (int32_t)json_member_int(said, "rows", 0);
    out->columns = (int32_t)json_member_int(said, "columns", 0);
    out->heading = (int32_t)json_member_int(said, "heading", 0);
    for (ptrdiff_t i = 0; i < MEDIA_NOTES; i++) {
        const json_t *note = json_object_get(said, note_names[i]);
        out->notes[i].count = note ? (int32_t)json_member_int(note, "count", 0) : 0;
        out->notes[i].first = note ? json_member_str(note, "first") : S("");
    }
}

enum err media_sheet_read(struct arena *a, str in_path, str out_path, str wanted,
                          struct media_sheet *out)
{
    *out = (struct media_sheet){ 0 };
    struct run r = { .a = a, .job = "sheet_read", .in_fd = open_held(a, in_path, O_RDONLY) };
    if (r.in_fd < 0)
        return no_file(r.job, "OPEN");
    struct json_out *w = request_new(a, r.job);
    json_pair_str(w, "sheet", utf8_head(wanted, 100));
    r.request = request_end(w);
    const json_t *said;
    enum err e = make_file(&r, out_path, &said);
    out->refusal = (struct media_refusal){ r.code, r.at };
    if (!e)
        sheet_told(a, said, out);
    return e;
}

enum err media_sheet_write(struct arena *a, str table_path, str out_path,
                           struct media_refusal *why)
{
    struct run r = { .a = a, .job = "sheet_write", .in_fd = open_held(a, table_path, O_RDONLY) };
    *why = (struct media_refusal){ 0 };
    if (r.in_fd < 0)
        return no_file(r.job, "OPEN");
    r.request = request_end(request_new(a, r.job));
    const json_t *said;
    enum err e = make_file(&r, out_path, &said);
    *why = (struct media_refusal){ r.code, r.at };
    return e;
}
