/* test_tape.c: see test_tape.h. */
#include "format/test_tape.h"

ptrdiff_t tape_read(void *with, char *to, ptrdiff_t n)
{
    struct tape *tape = with;
    n = n < tape->piece ? n : tape->piece;
    n = n < tape->rest.len ? n : tape->rest.len;
    for (ptrdiff_t i = 0; i < n; i++)
        to[i] = tape->rest.at[i];
    tape->rest = str_after(tape->rest, n);
    return n;
}

bool tape_write(void *with, str s)
{
    struct tape *tape = with;
    put(tape->made, s);
    return !tape->made->full;
}
