/* fuzz_json: any bytes through both readers; what is read is written and read again. */
#include <stdlib.h>

#include "format/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *a;
    if (!a)
        a = arena_new(ARENA_REQUEST_BYTES);
    str text = { (const char *)data, (ptrdiff_t)size };
    struct json_fault why;
    struct json_repeats repeats;
    const json_t *strict = json_read(a, text, 1 << 20, &why);
    const json_t *lax = json_read_repeats(a, text, 1 << 20, &why, &repeats);
    if (strict && (!lax || repeats.count > 0 || !json_equal(strict, lax)))
        abort();
    if (json_is_string(strict)) {
        struct json_out w = { .o = out_new(a, .max_bytes = 8 << 20) };
        json_put_str(&w, json_text(strict));
        const json_t *again = json_read(a, out_str(w.o), 8 << 20, &why);
        if (!again || !json_equal(strict, again))
            abort();
    }
    arena_reset(a);
    return 0;
}
