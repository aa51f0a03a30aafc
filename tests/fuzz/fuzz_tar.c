/* fuzz_tar: any bytes as an archive; every header that is taken can be written and is taken
 * again. */
#include <stdlib.h>
#include <string.h>

#include "format/tar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct tape {
    const uint8_t *at;
    ptrdiff_t left;
    ptrdiff_t piece;
};

static ptrdiff_t tape_read(void *with, char *to, ptrdiff_t n)
{
    struct tape *t = with;
    n = n < t->left ? n : t->left;
    n = n < t->piece ? n : t->piece;
    if (n > 0)
        memcpy(to, t->at, (size_t)n);
    t->at += n;
    t->left -= n;
    return n;
}

static void header_again(const struct tar_member *m)
{
    char block[TAR_BLOCK];
    struct tar_member back;
    struct tape tape = { (const uint8_t *)block, TAR_BLOCK, TAR_BLOCK };
    struct tar_in in = { tape_read, &tape, 0, 0 };
    if (!tar_header(str_of(m->name), m->size, 0, block) || tar_next(&in, &back) != TAR_MEMBER
        || back.size != m->size || strcmp(back.name, m->name) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tape tape = { data, (ptrdiff_t)size, 700 };
    struct tar_in in = { tape_read, &tape, 0, 0 };
    struct tar_member m;
    char piece[300];
    for (int n = 0; tar_next(&in, &m) == TAR_MEMBER; n++) {
        if (m.size < 0 || !tar_name_fine(str_of(m.name)))
            abort();
        header_again(&m);
        int64_t sum = 0;
        ptrdiff_t got = 0;
        while (n % 2 == 0 && (got = tar_take(&in, piece, sizeof piece)) > 0)
            sum += got;
        if (sum > m.size || (n % 2 == 0 && got == 0 && sum != m.size))
            abort();
    }
    return 0;
}
