/* test.c: registration and the run; cmocka does the catching and the counting. */
#include "base/test.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct test_row *rows;
static int row_count;

void test_register(struct test_row *row)
{
    row->next = rows;
    rows = row;
    row_count++;
}

NO_RETURN void test_fail(const char *file, int line, const char *pattern, ...)
{
    char text[2048];
    va_list args;
    va_start(args, pattern);
    vsnprintf(text, sizeof text, pattern, args);
    va_end(args);
    fprintf(stderr, "%s:%d: %s\n", file, line, text);
    _fail(file, line);
    abort();
}

static void run_row(void **state)
{
    struct test_row *row = *state;
    struct test t = { .a = arena_new(ARENA_REQUEST_BYTES), .room = row->room, .name = row->name };
    row->fn(&t);
    arena_free(t.a);
}

static int by_name(const void *x, const void *y)
{
    const struct CMUnitTest *a = x;
    const struct CMUnitTest *b = y;
    return strcmp(a->name, b->name);
}

int test_main(int argc, char **argv)
{
    const char *only = argc > 1 ? argv[1] : "";
    struct CMUnitTest *tests = calloc((size_t)row_count + 1, sizeof *tests);
    size_t count = 0;
    for (struct test_row *r = rows; r; r = r->next) {
        char *name = calloc(1, strlen(r->room) + strlen(r->name) + 3);
        snprintf(name, strlen(r->room) + strlen(r->name) + 3, "%s: %s", r->room, r->name);
        if (!strstr(name, only)) {
            free(name);
            continue;
        }
        tests[count++] = (struct CMUnitTest){ .name = name, .test_func = run_row,
                                              .initial_state = r };
    }
    qsort(tests, count, sizeof *tests, by_name);
    int failed = _cmocka_run_group_tests("saolang", tests, count, NULL, NULL);
    printf("%zu passed, %d failed\n", count - (size_t)failed, failed);
    fflush(stdout);                            /* before a leak checker may end the process */
    for (size_t i = 0; i < count; i++)
        free((char *)(uintptr_t)tests[i].name);
    free(tests);
    return failed == 0 && count > 0 ? 0 : 1;
}
