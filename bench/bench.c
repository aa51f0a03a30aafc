/* bench.c: the list of benchmarks and how figures are printed. */
#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "tests/crash/http.h"

int bench_number(const char *text)
{
    int64_t n = 0;
    if (!text || !int_read(str_of(text), &n) || n <= 0 || n > 10000000) {
        fprintf(stderr, "bench: a number was expected\n");
        exit(2);
    }
    return (int)n;
}

void bench_sort(double *at, int count)
{
    for (int i = 1; i < count; i++)
        for (int k = i; k > 0 && at[k] < at[k - 1]; k--) {
            double x = at[k];
            at[k] = at[k - 1];
            at[k - 1] = x;
        }
}

void bench_print(const char *name, const char *unit, double *figures, int count)
{
    bench_sort(figures, count);
    printf("{\"bench\":\"%s\",\"unit\":\"%s\",\"median\":%.3f,\"least\":%.3f,\"most\":%.3f,"
           "\"turns\":%d}\n",
           name, unit, figures[count / 2], figures[0], figures[count - 1], count);
    fflush(stdout);
}

/* bench port: one that nobody listens on. */
static int bench_port(struct arena *a, int argc, char **argv)
{
    (void)a;
    (void)argc;
    (void)argv;
    printf("%d\n", http_free_port());
    return 0;
}

static const struct {
    const char *name;
    int least; /* arguments */
    int (*run)(struct arena *a, int argc, char **argv);
} all[] = {
    { "house", 3, bench_house },       { "products", 2, bench_products },
    { "static", 3, bench_static },     { "search", 1, bench_search },
    { "save", 2, bench_save },         { "http-save", 3, bench_http_save },
    { "start", 2, bench_start },       { "recall", 2, bench_recall },
    { "port", 0, bench_port },         { "watch", 1, bench_watch },
    { "workbook", 3, bench_workbook },
};

int main(int argc, char **argv)
{
    if (argc < 2 || !hash_ready())
        return 2;
    struct arena *a = arena_new((ptrdiff_t)2 << 30);
    for (ptrdiff_t i = 0; i < COUNT_OF(all); i++)
        if (str_is(str_of(all[i].name), argv[1]) && argc - 2 >= all[i].least) {
            exit(all[i].run(a, argc - 2, argv + 2));
        }
    return 2;
}
