/* json_test.c: what is read, what is refused and where, what is written. */
#include "format/json.h"

#include "base/test.h"

enum { SMALL = 1 << 16 };

TEST(json, members_are_read_by_kind)
{
    struct json_fault why;
    const json_t *v = json_read(t->a, S("{\"s\":\"Mật ong\",\"n\":-7,\"b\":true,\"r\":1.5}"), SMALL,
                                &why);
    EXPECT(v != NULL);
    EXPECT_STR("Mật ong", json_member_str(v, "s"));
    EXPECT_STR("", json_member_str(v, "n"));
    EXPECT_INT(-7, json_member_int(v, "n", 3));
    EXPECT_INT(3, json_member_int(v, "r", 3));
    EXPECT_INT(3, json_member_int(v, "none", 3));
    EXPECT(json_member_true(v, "b"));
    EXPECT(!json_member_true(v, "n"));
}

TEST(json, texts_that_are_not_one_value_are_refused)
{
    static const char *const texts[] = { "", " ", "{", "{}{}", "[1,]", "{\"a\":}", "\"\\ud800\"",
                                         "\"\\u0000\"", "\"\xc3\"", "'a'", "01", "nul", "1e999",
                                         "99999999999999999999", "\xef\xbb\xbf{}", "\"a" };
    for (ptrdiff_t i = 0; i < COUNT_OF(texts); i++) {
        struct json_fault why;
        if (json_read(t->a, str_of(texts[i]), SMALL, &why))
            test_fail(__FILE__, __LINE__, "%s was accepted", texts[i]);
        EXPECT(why.text.len > 0 && !why.duplicate);
    }
}

static str nested(struct arena *a, int levels)
{
    struct out *o = out_new(a, .max_bytes = 4 << 20);
    for (int i = 0; i < levels; i++)
        put_char(o, '[');
    for (int i = 0; i < levels; i++)
        put_char(o, ']');
    return out_str(o);
}

TEST(json, depth_ends_at_32_levels)
{
    struct json_fault why;
    EXPECT(json_read(t->a, nested(t->a, JSON_DEPTH_MAX), SMALL, &why) != NULL);
    EXPECT(json_read(t->a, nested(t->a, JSON_DEPTH_MAX + 1), SMALL, &why) == NULL);
    EXPECT_INT(33, why.column);
    EXPECT(json_read(t->a, nested(t->a, 1000000), 4 << 20, &why) == NULL);
    EXPECT(json_read(t->a, S("\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[\""), SMALL, &why));
}

TEST(json, size_ends_at_the_limit)
{
    struct json_fault why;
    EXPECT(json_read(t->a, S("[1]"), 3, &why) != NULL);
    EXPECT(json_read(t->a, S("[1]"), 2, &why) == NULL);
}

TEST(json, a_repeated_key_is_refused_or_listed_with_its_way)
{
    struct json_fault why;
    struct json_repeats twice;
    str text = S("{\"a\":[0,{\"k\":1,\"x\":{\"k\":1},\"\\u006b\":2}]}");
    EXPECT(json_read(t->a, text, SMALL, &why) == NULL);
    EXPECT(why.duplicate);
    const json_t *v = json_read_repeats(t->a, text, SMALL, &why, &twice);
    EXPECT_INT(1, twice.count);
    EXPECT_INT(3, twice.at[0].step_count);
    EXPECT_STR("a", twice.at[0].steps[0].key);
    EXPECT_INT(1, twice.at[0].steps[1].index);
    EXPECT_STR("k", twice.at[0].steps[2].key);
    EXPECT_INT(2, json_member_int(json_array_get(json_object_get(v, "a"), 1), "k", 0));
    EXPECT(json_read_repeats(t->a, S("{\"a\":1,\"b\":{\"a\":1}}"), SMALL, &why, &twice) != NULL);
    EXPECT_INT(0, twice.count);
}

TEST(json, places_of_faults_are_lines_and_columns)
{
    struct json_fault why;
    EXPECT(json_read(t->a, S("{\n  \"a\": x\n}"), SMALL, &why) == NULL);
    EXPECT_INT(2, why.line);
}

TEST(json, the_writer_places_commas_and_escapes)
{
    struct json_out w = { .o = out_new(t->a, .max_bytes = SMALL) };
    json_open(&w);
    json_pair_str(&w, "s", S("a\"b\\c\n\t\x01\x7fđ"));
    json_pair_int(&w, "n", -5);
    json_name(&w, "list");
    json_open_list(&w);
    json_put_null(&w);
    json_put_bool(&w, false);
    json_open(&w);
    json_close(&w);
    json_put_raw(&w, S("[1]"));
    json_close_list(&w);
    json_name_str(&w, S("m"));
    json_put_mean(&w, (mean){ 269, 3 });
    json_close(&w);
    EXPECT_STR("{\"s\":\"a\\\"b\\\\c\\n\\t\\u0001\\u007fđ\",\"n\":-5,\"list\":[null,false,{},[1]],"
               "\"m\":{\"sum\":269,\"count\":3,\"shown\":\"89,67\"}}", out_str(w.o));
    struct json_fault why;
    EXPECT(json_read(t->a, out_str(w.o), SMALL, &why) != NULL);
}
