/* fuzz_web.c: bytes from outside through every parser of src/web which needs no socket. The first
 * byte chooses in which pieces a form arrives; however it is cut, it must read the same. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "web/req.h"
#include "web/server_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena *arena;
static char folder[] = "/tmp/saolang-fuzz-XXXXXX";

static void folder_remove(void)
{
    rmdir(folder);
}

static void begin_once(void)
{
    if (arena)
        return;
    bool ready = hash_ready() && mkdtemp(folder);
    assert(ready);
    arena = arena_new(ARENA_REQUEST_BYTES);
    atexit(folder_remove);
}

static void try_escapes(str s)
{
    str path;
    str encoded = url_encode(arena, s);
    assert(str_equal(s, url_decode(arena, encoded, false)));
    assert(url_decode(arena, s, true).len <= s.len);
    if (path_read(arena, s, &path))
        assert(path.at[0] == '/' && utf8_valid(path));
    assert(pairs_decode(arena, s, FIELDS_MAX).count <= FIELDS_MAX);
}

/* Lines of "Name: value". */
static void try_headers(str s)
{
    struct req rq = { .headers = { .at = new(arena, struct req_pair, 64) } };
    struct proxies proxies;
    while (s.len > 0 && rq.headers.count < 64) {
        str line = str_cut(&s, '\n');
        str name = str_cut(&line, ':');
        rq.headers.at[rq.headers.count++] = (struct req_pair){ .name = name, .value = line };
    }
    rq.cookies = cookies_read(arena, &rq.headers);
    assert(rq.cookies.count <= COOKIES_MAX);
    if (headers_sound(&rq.headers, true))
        assert(headers_body_bytes(&rq.headers) >= -1);
    if (proxies_read(arena, S("127.0.0.1,::1"), &proxies)) {
        str client = client_through(arena, &rq.headers, S("127.0.0.1"), &proxies);
        assert(str_equal(client, address_tidy(arena, client)));
    }
    (void)https_through(&rq.headers);
    (void)media_type(arena, &rq);
    (void)req_wants_json(&rq);
}

static int form_read(str body, ptrdiff_t piece_bytes, struct req *rq)
{
    struct multipart *m = multipart_new(arena, S("multipart/form-data; boundary=X"),
                                        (struct multipart_limits){
                                            .upload_dir = folder,
                                            .fields_bytes_max = 4096,
                                            .file_bytes_max = 4096,
                                        });
    for (ptrdiff_t i = 0; i < body.len; i += piece_bytes) {
        int status = multipart_feed(m, str_sub(body, i, i + piece_bytes));
        if (status)
            return status;
    }
    return multipart_end(m, rq);
}

static void try_form(str s)
{
    struct req whole = { 0 };
    struct req cut = { 0 };
    ptrdiff_t piece_bytes = s.len > 0 ? (unsigned char)s.at[0] % 32 + 1 : 1;
    int status = form_read(s, s.len + 1, &whole);
    int again = form_read(s, piece_bytes, &cut);
    assert((status == 0) == (again == 0));
    assert(whole.fields.count == cut.fields.count && whole.uploads.count == cut.uploads.count);
    for (ptrdiff_t i = 0; i < whole.fields.count; i++)
        assert(str_equal(whole.fields.at[i].value, cut.fields.at[i].value));
    for (ptrdiff_t i = 0; i < whole.uploads.count; i++)
        assert(str_equal(whole.uploads.at[i].sha256, cut.uploads.at[i].sha256));
}

static void try_all(void *input)
{
    const str *s = input;
    try_escapes(*s);
    try_headers(*s);
    try_form(*s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    begin_once();
    str s = { (const char *)data, (ptrdiff_t)size };
    bool fits = land(arena, try_all, &s);
    (void)fits;                                /* an input beyond the arena is refused, not wrong */
    arena_reset(arena);
    return 0;
}
