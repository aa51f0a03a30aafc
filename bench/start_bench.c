/* start_bench.c: how long the server takes to answer after its start, and what it keeps in memory.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/thread.h"
#include "bench/bench.h"
#include "tests/crash/http.h"

enum { CONNECTIONS = 512, START_MS_MAX = 20000, REST_MS = 500 };

static pid_t server_start_child(struct arena *a, char *program, char *dir, int port)
{
    char *listen = cstr(a, join(a, S("127.0.0.1:"), show(a, (int32_t)port)));
    char *const argv[] = { program, (char[]){ "serve" },    (char[]){ "--data" },
                           dir,     (char[]){ "--listen" }, listen,
                           NULL };
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(fd, STDOUT_FILENO);
    dup2(fd, STDERR_FILENO);
    execv(program, argv);
    _exit(127);
}

static double start_ms(struct arena *a, int port)
{
    int64_t from = thread_clock_us();
    while (thread_clock_us() - from < START_MS_MAX * 1000) {
        struct http h = { .port = port, .fd = -1 };
        int status = http_ask(a, &h, S("/healthz"), NULL).status;
        http_close(&h);
        if (status == 200)
            return (double)(thread_clock_us() - from) / 1000;
        thread_sleep_ms(1);
    }
    return -1;
}

static double rss_mib(struct arena *a, pid_t pid)
{
    char text[8192];
    int64_t kib = 0;
    int fd = open(cstr(a, join(a, S("/proc/"), show(a, (int32_t)pid), S("/status"))),
                  O_RDONLY | O_CLOEXEC);
    ssize_t n = read(fd, text, sizeof text);
    close(fd);
    str all = { text, n > 0 ? n : 0 };
    if (!int_read(str_trim(between(all, S("VmRSS:"), S("kB"))), &kib))
        return -1;
    return (double)kib / 1024;
}

static double rss_with_idle(struct arena *a, pid_t pid, int port)
{
    struct http *all = new (a, struct http, CONNECTIONS);
    for (int i = 0; i < CONNECTIONS; i++) {
        all[i] = (struct http){ .port = port, .fd = -1 };
        struct arena_mark mark = arena_mark(a);
        if (http_ask(a, &all[i], S("/"), NULL).status != 200)
            fprintf(stderr, "bench start: connection %d is refused\n", i + 1);
        arena_rewind(a, mark);
    }
    double mib = rss_mib(a, pid);
    for (int i = 0; i < CONNECTIONS; i++)
        http_close(&all[i]);
    return mib;
}

int bench_start(struct arena *a, int argc, char **argv)
{
    double start[TURNS], rest[TURNS], busy[TURNS];
    (void)argc;
    for (int i = 0; i < TURNS; i++) {
        int port = http_free_port();
        pid_t pid = server_start_child(a, argv[0], argv[1], port);
        start[i] = start_ms(a, port);
        thread_sleep_ms(REST_MS);
        rest[i] = rss_mib(a, pid);
        busy[i] = rss_with_idle(a, pid, port);
        kill(pid, SIGTERM);
        waitpid(pid, NULL, 0);
    }
    bench_print("start", "ms", start, TURNS);
    bench_print("memory.rest", "MiB", rest, TURNS);
    bench_print("memory.512_idle", "MiB", busy, TURNS);
    return 0;
}
