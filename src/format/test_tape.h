/* test_tape: a text that is read some bytes at a time, as files and sockets give them, and what a
 * reader makes of it. */
#ifndef FORMAT_TEST_TAPE_H
#define FORMAT_TEST_TAPE_H

#include "base/out.h"

struct tape {
    str rest;
    ptrdiff_t piece;                           /* bytes given at a time */
    struct out *made;                          /* what tape_write wrote */
};

/* The ends that csv_feed_new and struct table_text_io ask for; `with` is a struct tape. */
ptrdiff_t tape_read(void *with, char *to, ptrdiff_t n);
bool tape_write(void *with, str s);

#endif
