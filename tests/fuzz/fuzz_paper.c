/* fuzz_paper.c: foreign JSON as a printed paper. Reads it and walks over all that came of it, so
 * that a wrong count or a dangling text is touched. Draws nothing.
 */
#include <assert.h>

#include "media/paper.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena *arena;

static ptrdiff_t weigh_row(const struct paper_block *b, const struct paper_row *r)
{
    ptrdiff_t sum = 0;
    ptrdiff_t count = r->group ? 1 : b->column_count;
    for (ptrdiff_t i = 0; i < count; i++)
        for (ptrdiff_t k = 0; k < r->cells[i].len; k++)
            sum += r->cells[i].at[k] != 0;
    return sum;
}

static ptrdiff_t weigh(const struct paper_block *b)
{
    ptrdiff_t sum = b->text.len;
    for (ptrdiff_t i = 0; i < b->row_count; i++)
        sum += weigh_row(b, &b->rows[i]);
    for (ptrdiff_t i = 0; i < b->fact_count; i++)
        sum += b->facts[i].label.len + b->facts[i].value.len;
    for (ptrdiff_t i = 0; i < b->signer_count; i++)
        sum += b->signers[i].name.len;
    for (ptrdiff_t i = 0; i < b->item_count; i++)
        sum += b->items[i].len;
    assert(b->signer_count <= PAPER_SIGNERS_MAX && b->column_count <= PAPER_COLUMNS_MAX);
    return sum;
}

static void read_one(void *arg)
{
    const str *text = arg;
    struct json_fault fault;
    struct paper paper;
    str why;
    const json_t *json = json_read(arena, *text, 1 << 20, &fault);
    if (!json)
        return;
    if (!paper_read(arena, json, &paper, &why)) {
        assert(why.len > 0);
        return;
    }
    ptrdiff_t sum = 0;
    for (ptrdiff_t i = 0; i < paper.block_count; i++)
        sum += weigh(&paper.blocks[i]);
    assert(sum >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!arena)
        arena = arena_new(ARENA_REQUEST_BYTES);
    str text = { (const char *)data, (ptrdiff_t)size };
    (void)!land(arena, read_one, &text);
    arena_reset(arena);
    return 0;
}
