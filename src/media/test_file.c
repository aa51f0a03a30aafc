/* test_file.c: see test_file.h. */
#include "media/test_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/out.h"
#include "base/test.h"
#include "core/media.h"

char *place(struct test *t, const char *name)
{
    return cstr(t->a, join(t->a, S("/tmp/saolang-media-"), show(t->a, (int64_t)getpid()), S("-"),
                           str_of(name)));
}

void spill(const char *path, str s)
{
    FILE *f = fopen(path, "wb");
    if (f) {
        fwrite(s.at, 1, (size_t)s.len, f);
        fclose(f);
    }
}

char *placed(struct test *t, const char *name, str content)
{
    char *path = place(t, name);
    spill(path, content);
    return path;
}

str slurp(struct test *t, const char *path)
{
    enum { READ_MAX = 16 << 20 };
    str got = S("");
    EXPECT_OK(file_read(t->a, str_of(path), READ_MAX, &got));
    return got;
}

void helper_ready(void)
{
    const char *path = getenv("SAOLANG_MEDIA");
    if (!path)
        test_fail(__FILE__, __LINE__, "SAOLANG_MEDIA does not name the helper");
    media_helper_set(str_of(path));
}
