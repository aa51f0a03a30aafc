/* table_bench.c: a workbook of made-up products, and how long a command takes with how much memory:
 * its own and that of the helpers it starts. Both as the kernel noted them at their height. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/cli.h"
#include "base/file.h"
#include "base/thread.h"
#include "bench/bench.h"
#include "core/core.h"
#include "core/sheet.h"
#include "format/csv.h"
#include "tests/crash/http.h"

/* -- a workbook -------------------------------------------------------------------------------- */

enum { COLUMNS = 9, PRODUCTS_EACH = 20, TABLE_BYTES_MAX = 64 << 20 };

static const char head[] =
    "{\"sheet\":\"Sản phẩm\",\"columns\":[{\"title\":\"Tên sản phẩm\"},{\"title\":\"Chủ thể\"},"
    "{\"title\":\"Mã xã\"},{\"title\":\"Quy cách\"},{\"title\":\"Nguyên liệu\"},"
    "{\"title\":\"Địa chỉ\"},{\"title\":\"Hạng sao\",\"kind\":\"int\"},"
    "{\"title\":\"Số quyết định\"},{\"title\":\"Ngày cấp\",\"kind\":\"date\"}]}\n";

/* Twenty products a producer; a producer lives in one commune. */
static void put_product(struct out *o, int i)
{
    static const char *const communes[] = { "30547", "30376", "30316", "30682", "31078" };
    int producer = i / PRODUCTS_EACH;
    str cells[COLUMNS] = { bench_name(o->a, i),
                           join(o->a, S("Hợp tác xã Quê Hương "), show(o->a, (int32_t)producer)),
                           str_of(communes[producer % COUNT_OF(communes)]),
                           S("hộp 500 g"),
                           S("Thu mua của xã viên trong vùng"),
                           S("ấp Tây Sơn"),
                           show(o->a, (int32_t)(3 + i % 2)),
                           join(o->a, show(o->a, (int32_t)(i % 40 + 1)), S("/QĐ-UBND")),
                           S("2025-08-05") };
    csv_put_row(o, CSV_FOR_PROGRAMS, cells, COLUMNS);
}

int bench_workbook(struct arena *a, int argc, char **argv)
{
    struct house_conf hc = { .data_dir = argv[0] };
    struct out *o = out_new(a, .max_bytes = TABLE_BYTES_MAX);
    str why = S(""), plain = join(a, str_of(argv[2]), S(".csv"));
    struct ctx *cx;
    (void)argc;
    put(o, str_of(head));
    for (int i = 0, n = bench_number(argv[1]); i < n; i++)
        put_product(o, i);
    if (o->full || house_open(a, &hc, &why) != OK || ctx_begin(a, &ANYONE, &cx) != OK)
        return 1;
    serve_find_helper(a);
    enum err e = file_write(a, plain, out_str(o), 0600);
    if (e == OK)
        e = sheet_from_table(cx, plain, str_of(argv[2]));
    if (e != OK)
        fprintf(stderr, "bench workbook: %s\n", err_name(e).at);
    unlink(cstr(a, plain));
    ctx_end(cx);
    house_close();
    return e == OK ? 0 : 1;
}

/* -- time and memory of a command -------------------------------------------------------------- */

enum { LOOK_MS = 2, PIECE = 8192 };

static str proc_text(struct arena *a, int pid, const char *what)
{
    char *text = new (a, char, PIECE);
    str path = join(a, S("/proc/"), show(a, (int32_t)pid), S("/"), str_of(what));
    int fd = open(cstr(a, path), O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, text, PIECE);
    if (fd >= 0)
        close(fd);
    return (str){ text, n > 0 ? n : 0 };
}

/* The height so far; what has not become `name` yet still shows its parent's. */
static void look(struct arena *a, int pid, str name, int64_t *kib)
{
    int64_t now = 0;
    str status = proc_text(a, pid, "status");
    if (str_contains(str_trim(between(status, S("Name:"), S("\n"))), name)
        && int_read(str_trim(between(status, S("VmHWM:"), S("kB"))), &now) && now > *kib)
        *kib = now;
}

static void look_at_helpers(struct arena *a, int pid, int64_t *kib)
{
    str own = join(a, S("task/"), show(a, (int32_t)pid), S("/children"));
    str children = proc_text(a, pid, cstr(a, own));
    while (children.len > 0) {
        int64_t child;
        if (int_read(str_cut(&children, ' '), &child))
            look(a, (int)child, S("saolang-media"), kib);
    }
}

/* Of processor, the command and its helpers together. */
static double cpu_seconds(void)
{
    struct rusage r;
    getrusage(RUSAGE_CHILDREN, &r);
    return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec)
           + (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

int bench_watch(struct arena *a, int argc, char **argv)
{
    int64_t own = 0, helper = 0, from = thread_clock_us();
    int status = 0;
    (void)argc; /* main's list ends with NULL */
    pid_t pid = fork();
    if (pid == 0) {
        dup2(STDERR_FILENO, STDOUT_FILENO);
        execv(argv[0], argv);
        _exit(127);
    }
    while (pid > 0 && waitpid(pid, &status, WNOHANG) == 0) {
        struct arena_mark mark = arena_mark(a);
        look(a, pid, S("saolang"), &own);
        look_at_helpers(a, pid, &helper);
        arena_rewind(a, mark);
        thread_sleep_ms(LOOK_MS);
    }
    printf("%.3f %.3f %.1f %.1f\n", (double)(thread_clock_us() - from) / 1e6, cpu_seconds(),
           (double)own / 1024, (double)helper / 1024);
    return pid > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
