/* html_test.c: text is escaped wherever it is printed; only our own addresses are addresses. */
#include "web/html.h"

#include "base/test.h"

#define SHOWN(kind, value)                                                                         \
    __extension__({                                                                                \
        struct out *o_ = out_new(t->a, .max_bytes = 1 << 10);                                      \
        kind(o_, value);                                                                           \
        out_str(o_);                                                                               \
    })

TEST(html, text_cannot_become_markup)
{
    str evil = S("<script>alert('x\"&')</script>");
    str text = SHOWN(PUT_TEXT, evil), attribute = SHOWN(PUT_ATTR, evil);
    EXPECT(str_equal(text, attribute));
    static const char forbidden[] = "<>\"'";
    for (const char *c = forbidden; *c; c++)
        EXPECT_INT(-1, str_find(text, *c));
    EXPECT(str_contains(text, S("&lt;script&gt;")));
    EXPECT(str_contains(text, S("&amp;")));
    EXPECT_STR("Mật ong 5 ★", SHOWN(PUT_TEXT, S("Mật ong 5 ★")));
}

TEST(html, only_markup_passes_raw)
{
    struct out *o = out_new(t->a, .max_bytes = 100);
    put(o, S("<b>x</b>"));
    EXPECT_STR("<b>x</b>", SHOWN(PUT_TEXT, html_of_out(o)));
}

TEST(html, words_for_machines_cannot_end_their_script)
{
    html data = html_json_ld(t->a, S("{\"name\":\"</script><b>&\"}"));
    EXPECT_STR("<script type=\"application/ld+json\">"
               "{\"name\":\"\\u003c/script\\u003e\\u003cb\\u003e\\u0026\"}</script>",
               data.text);
}

TEST(html, an_address_begins_with_one_slash_or_is_none)
{
    static const char *const wrong[] = {
        "javascript:alert(1)", "//evil.example", "https://evil.example", "", "x", " /x"
    };
    EXPECT_STR("/san-pham", url_of(S("/san-pham")).text);
    for (ptrdiff_t i = 0; i < COUNT_OF(wrong); i++)
        EXPECT_STR("#", url_of(str_of(wrong[i])).text);
    EXPECT_STR("/a?b=&quot;&amp;c", SHOWN(PUT_ATTR, url_of(S("/a?b=\"&c"))));
    EXPECT_STR("#o-ten", url_anchor(t->a, S("o-ten")).text);
}

TEST(html, a_part_of_an_address_is_percent_encoded)
{
    EXPECT_STR("a%2Fb%3Fc%26d%20%C4%91", SHOWN(PUT_URL_PART, S("a/b?c&d đ")));
    EXPECT_STR("-42", SHOWN(PUT_URL_PART, (int64_t)-42));
}

TEST(html, a_value_is_shown_by_its_type)
{
    EXPECT_STR("có", SHOWN(PUT_TEXT, (bool)true));
    EXPECT_STR("không", SHOWN(PUT_TEXT, (bool)false));
    EXPECT_STR("89,67", SHOWN(PUT_TEXT, ((mean){ 269, 3 })));
    EXPECT_STR("02/09/2026", SHOWN(PUT_TEXT, date_of(2026, 9, 2)));
    EXPECT_STR("", SHOWN(PUT_TEXT, NO_DATE));
    EXPECT(!TRUTH(S("")) && TRUTH(S("x")) && !TRUTH((int64_t)0) && !TRUTH(NO_DATE));
}
