/* fuzz_table_text: any bytes as a table; what is taken is taken again, and is then the same. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "format/table_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { KEPT_BYTES_MAX = 4 << 20 };

struct tape {
    str rest;
    ptrdiff_t piece;
    char *at;                                  /* KEPT_BYTES_MAX */
    ptrdiff_t len;
};

static ptrdiff_t tape_read(void *with, char *to, ptrdiff_t n)
{
    struct tape *t = with;
    n = n < t->piece ? n : t->piece;
    n = n < t->rest.len ? n : t->rest.len;
    if (n > 0)
        memcpy(to, t->rest.at, (size_t)n);
    t->rest = str_after(t->rest, n);
    return n;
}

static bool tape_write(void *with, str s)
{
    struct tape *t = with;
    if (s.len > KEPT_BYTES_MAX - t->len)
        return false;
    memcpy(t->at + t->len, s.at, (size_t)s.len);
    t->len += s.len;
    return true;
}

static str read_one(struct arena *a, struct tape *tape, struct table_text *out)
{
    struct table_text_io io = { tape_read, tape_write, tape };
    bool fine = table_text_read(a, &io, out);
    if (fine != (out->fault == TABLE_FINE) || out->columns > TABLE_COLUMNS_MAX)
        abort();
    return (str){ tape->at, tape->len };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *a;
    static char first[KEPT_BYTES_MAX], second[KEPT_BYTES_MAX];
    if (!a)
        a = arena_new(ARENA_REQUEST_BYTES);
    struct table_text is, again;
    struct tape tape = { { (const char *)data, (ptrdiff_t)size }, 700, first, 0 };
    str csv = read_one(a, &tape, &is);
    if (!utf8_valid(csv))
        abort();
    if (is.fault == TABLE_FINE) {
        struct tape back = { csv, 1 << 16, second, 0 };
        read_one(a, &back, &again);
        if (again.fault == TABLE_FINE && again.mark == ',' && again.rows > is.rows)
            abort();
    }
    arena_reset(a);
    return 0;
}
