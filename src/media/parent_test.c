/* parent_test.c: the parent's side (core/media.c) with the real helper, and with helpers that are
 * none. SAOLANG_MEDIA names the helper. It stands here because the helper's test build has both.
 */
#include <unistd.h>

#include "base/out.h"
#include "base/test.h"
#include "core/media.h"
#include "media/test_file.h"

static bool is_there(struct test *t, str path)
{
    return access(cstr(t->a, path), F_OK) == 0;
}

TEST(media_parent, paper_is_printed_and_then_identified)
{
    helper_ready();
    str pdf = str_of(place(t, "a.pdf"));
    EXPECT_OK(media_paper(t->a, S("{\"job\":\"paper\",\"kind\":\"document\",\"blocks\":["
                                  "{\"type\":\"para\",\"text\":\"Kính gửi\"}]}"), pdf));
    struct media_kind kind;
    EXPECT_OK(media_identify(t->a, pdf, &kind));
    EXPECT_STR("application/pdf", kind.type);
    EXPECT_INT(0, kind.width);
    unlink(cstr(t->a, pdf));
}

TEST(media_parent, file_of_another_kind_is_refused_but_named)
{
    helper_ready();
    str path = str_of(placed(t, "a.jpg", S("Đây là chữ, không phải ảnh.\n")));
    str made = str_of(place(t, "made.jpg"));
    struct media_kind kind;
    struct media_size size;
    EXPECT_ERR(ERR_INPUT, media_identify(t->a, path, &kind));
    EXPECT_STR("text/plain", kind.type);
    EXPECT_ERR(ERR_INPUT, media_image(t->a, path, made, 400, &size));
    EXPECT(!is_there(t, made));
    unlink(cstr(t->a, path));
}

TEST(media_parent, file_that_is_missing_is_trouble)
{
    helper_ready();
    struct media_kind kind;
    EXPECT_ERR(ERR_IO, media_identify(t->a, S("/nowhere/at/all"), &kind));
}

TEST(media_parent, limits_are_told_from_trouble)
{
    helper_ready();
    str pdf = str_of(place(t, "b.pdf"));
    struct out *o = out_new(t->a, .max_bytes = 4 << 20);
    put(o, S("{\"job\":\"paper\",\"kind\":\"document\",\"blocks\":["));
    for (int i = 0; i < 200; i++)
        put(o, S("{\"type\":\"page\"},"));
    put(o, S("{\"type\":\"page\"}]}"));
    EXPECT_ERR(ERR_LIMIT, media_paper(t->a, out_str(o), pdf));
    while (o->len < 3 << 20)                   /* more than the helper reads */
        put(o, S("                                                                "));
    EXPECT_ERR(ERR_LIMIT, media_paper(t->a, out_str(o), pdf));
    EXPECT_ERR(ERR_IO, media_paper(t->a, S("{\"job\":\"paper\"}"), pdf));
    EXPECT(!is_there(t, pdf));
}

/* One that is missing, one that never stops talking, one that ends without a word. */
TEST(media_parent, helper_that_is_none_is_trouble)
{
    str pdf = str_of(place(t, "c.pdf"));
    media_helper_set(S("/nowhere/saolang-media"));
    EXPECT_ERR(ERR_IO, media_paper(t->a, S("{}"), pdf));
    media_helper_set(S("/usr/bin/yes"));
    EXPECT_ERR(ERR_IO, media_paper(t->a, S("{}"), pdf));
    media_helper_set(S("/bin/false"));
    EXPECT_ERR(ERR_IO, media_paper(t->a, S("{}"), pdf));
    EXPECT(!is_there(t, pdf));
    helper_ready();
}
