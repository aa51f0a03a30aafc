/* test_packs.c: packs for tests, read once into an arena that lives as long as the test run. */
#include "criteria/test_packs.h"

#include <stdlib.h>

static const char *source_tree(void)
{
    const char *at = getenv("SAOLANG_SOURCE");
    return at ? at : ".";
}

str test_file(struct arena *a, const char *path)
{
    char *full = cstr(a, join(a, str_of(source_tree()), S("/"), str_of(path)));
    FILE *f = fopen(full, "rb");
    if (!f)
        test_fail(__FILE__, __LINE__, "cannot open %s (set SAOLANG_SOURCE)", full);
    fseek(f, 0, SEEK_END);
    ptrdiff_t size = (ptrdiff_t)ftell(f);
    rewind(f);
    char *at = new(a, char, size + 1);
    size_t got = fread(at, 1, (size_t)size, f);
    fclose(f);
    EXPECT_INT(size, got);
    return (str){ at, size };
}

static struct arena *kept;

static void free_kept(void)
{
    arena_free(kept);
}

const struct pack *const *test_packs(void)
{
    static const char *const paths[TEST_PACKS] = { "law/criteria/qd-26-2026.json",
                                                   "law/criteria/qd-148-2023.json",
                                                   "law/criteria/qd-1048-2019.json" };
    static const struct pack *packs[TEST_PACKS];
    if (kept)
        return packs;
    kept = arena_new(ARENA_REQUEST_BYTES);
    atexit(free_kept);
    for (int i = 0; i < TEST_PACKS; i++) {
        struct pack_faults faults;
        packs[i] = pack_read(kept, test_file(kept, paths[i]), &faults);
        for (ptrdiff_t k = 0; k < faults.count; k++)
            fprintf(stderr, "%s: %.*s: %.*s\n", paths[i], (int)faults.at[k].place.len,
                    faults.at[k].place.at, (int)faults.at[k].text.len, faults.at[k].text.at);
        EXPECT(packs[i] != NULL);
    }
    return packs;
}

const struct set *test_set(int pack, const char *slug)
{
    const struct set *s = pack_set(test_packs()[pack], str_of(slug));
    if (!s)
        test_fail(__FILE__, __LINE__, "no set %s", slug);
    return s;
}
