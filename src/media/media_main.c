/* media_main.c: from the job's word to its answer. The order of main() is the security of the
 * helper: ground, libraries, sandbox, and only then the first byte from outside.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include "media/media.h"
#include "media/sandbox.h"

#ifdef SAOLANG_MEDIA_TRESPASS
#include "media/trespass.h"
#endif

struct job_kind {
    const char *name;
    bool (*ready)(void);
    bool (*work)(struct job *j);
    struct sandbox_room room;
};

static const struct job_kind kinds[] = {
    { "identify", identify_ready, identify_job, { .memory_mib_max = 1024 } },
    { "image", image_ready, image_job, { .memory_mib_max = 1024, .threads = true } },
    { "paper", paper_ready, paper_job, { .memory_mib_max = 1024, .threads = true } },
    { "sheet_read", sheet_ready, sheet_read_job, { .memory_mib_max = 768 } },
    { "sheet_write", sheet_ready, sheet_write_job, { .memory_mib_max = 512 } },
#ifdef SAOLANG_MEDIA_TRESPASS
    { "trespass", paper_ready, trespass_job, { .memory_mib_max = 1024 } },
#endif
};

bool refuse(struct job *j, const char *code, const char *text)
{
    j->answer->code = code;
    j->answer->text = text;
    return false;
}

/* Reads fd to its end; false when there is more than `max` or the reading fails. */
static bool read_all(int fd, ptrdiff_t max, bytes *out)
{
    ptrdiff_t cap = 64 << 10;
    ptrdiff_t len = 0;
    uint8_t *at = malloc((size_t)cap);
    while (at) {
        ssize_t n = read(fd, at + len, (size_t)(cap - len));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            *out = (bytes){ at, len };
            return n == 0;
        }
        len += n;
        if (len > max)
            break;
        if (len == cap) {
            cap = cap * 2 > max + 1 ? max + 1 : cap * 2;
            uint8_t *more = realloc(at, (size_t)cap);
            if (!more)
                break;
            at = more;
        }
    }
    free(at);
    return false;
}

static void free_bytes(void *at)
{
    free(at);
}

bool input_read(struct job *j, bytes *out)
{
    off_t size = lseek(FD_IN, 0, SEEK_END);
    if (size > INPUT_BYTES_MAX)
        return refuse(j, "TOO_BIG", "the input has too many bytes");
    if (size < 0 || lseek(FD_IN, 0, SEEK_SET) != 0 ||
        !read_all(FD_IN, INPUT_BYTES_MAX, out))
        return refuse(j, "REQUEST", "the input cannot be read");
    arena_undo(j->a, free_bytes, (void *)(uintptr_t)out->at);
    return true;
}

static bool write_all(int fd, bytes b)
{
    for (ptrdiff_t done = 0; done < b.len;) {
        ssize_t n = write(fd, b.at + done, (size_t)(b.len - done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        done += n;
    }
    return true;
}

bool output_write(struct job *j, bytes b)
{
    if (b.len > OUTPUT_BYTES_MAX)
        return refuse(j, "TOO_BIG", "the result has too many bytes");
    if (!write_all(FD_OUT, b))
        return refuse(j, "OUTPUT", "the result cannot be written");
    return true;
}

static void put_answer(struct json_out *w, const struct answer *n)
{
    json_open(w);
    json_pair_bool(w, "ok", !n->code);
    if (n->code) {
        json_pair_str(w, "code", str_of(n->code));
        json_pair_str(w, "text", str_of(n->text));
    }
    if (n->at.len)
        json_pair_str(w, "at", n->at);
    if (n->sheet)
        sheet_report_put(w, n->sheet);
    if (n->type.len) {
        json_pair_str(w, "type", n->type);
        json_pair_bool(w, "known", n->known);
    }
    if (n->width) {
        json_pair_int(w, "width", n->width);
        json_pair_int(w, "height", n->height);
    }
    if (n->pages)
        json_pair_int(w, "pages", n->pages);
    if (n->rows)
        json_pair_int(w, "rows", n->rows);
    json_close(w);
}

/* Says the answer and ends. Libraries are not wound up: the process ends with all it holds. */
static NO_RETURN void say(const struct answer *n)
{
    struct arena *a = arena_new(1 << 20);
    if (!a)
        _exit(1);
    struct out *o = out_new(a, .max_bytes = 64 << 10);
    put_answer(&(struct json_out){ .o = o }, n);
    put_char(o, '\n');
    str s = out_str(o);
    bool said = write_all(STDOUT_FILENO, (bytes){ (const uint8_t *)s.at, s.len });
    _exit(said && !n->code ? 0 : 1);
}

struct turn {
    const struct job_kind *kind;
    struct job job;
};

/* jansson would open a device for its hash seed, which is forbidden later; the kernel gives it. */
static bool json_ready(void)
{
    size_t seed = 0;
    if (getrandom(&seed, sizeof seed, 0) != (ssize_t)sizeof seed)
        return false;
    json_object_seed(seed | 1);
    return true;
}

/* The whole work on foreign bytes; lands when the arena is full. */
static void work(void *arg)
{
    struct turn *t = arg;
    bytes request;
    if (!read_all(STDIN_FILENO, REQUEST_BYTES_MAX, &request)) {
        refuse(&t->job, "TOO_BIG", "the request has too many bytes");
        return;
    }
    struct json_fault why;
    str text = { (const char *)request.at, request.len };
    t->job.request = json_read(t->job.a, text, REQUEST_BYTES_MAX, &why);
    if (!t->job.request || !json_is_object(t->job.request))
        refuse(&t->job, "REQUEST", "the request is not a JSON object");
    else if (!str_is(json_member_str(t->job.request, "job"), t->kind->name))
        refuse(&t->job, "REQUEST", "the request is for another job");
    else if (!t->kind->work(&t->job) && !t->job.answer->code)
        refuse(&t->job, "LIBRARY", "the job failed without a reason");
}

static const struct job_kind *kind_of(int argc, char **argv)
{
    for (ptrdiff_t i = 0; argc == 2 && i < COUNT_OF(kinds); i++)
        if (str_is(str_of(argv[1]), kinds[i].name))
            return &kinds[i];
    return NULL;
}

int main(int argc, char **argv)
{
    struct answer answer = { 0 };
    struct turn t = { .kind = kind_of(argc, argv), .job = { .answer = &answer } };
    if (!t.kind) {
        refuse(&t.job, "REQUEST", "usage: saolang-media JOB; the jobs are in media.h");
        say(&answer);
    }
    if (!sandbox_ground()) {
        refuse(&t.job, "SANDBOX", "landlock is missing or failed");
        say(&answer);
    }
    t.job.a = arena_new(ARENA_REQUEST_BYTES);
    if (!t.job.a || !json_ready() || !t.kind->ready()) {
        refuse(&t.job, "LIBRARY", "a library could not be made ready");
        say(&answer);
    }
    if (!sandbox_close(t.kind->room)) {
        refuse(&t.job, "SANDBOX", "seccomp or a limit failed");
        say(&answer);
    }
    if (!land(t.job.a, work, &t))
        refuse(&t.job, "TOO_BIG", "the job needs more memory than it may have");
    say(&answer);
}
