/* pack_test.c: the three packs are sound; each kind of fault is found and named with its place. */
#include "criteria/pack.h"

#include "base/out.h"
#include "criteria/rank.h"
#include "criteria/test_packs.h"
#include "format/json.h"

/* ------------------------------------------------------------------ the three packs */

struct counts {
    ptrdiff_t sets, complete, criteria, headings, marks;
};

static struct counts count_pack(const struct pack *p)
{
    struct counts n = { .sets = p->set_count };
    for (ptrdiff_t i = 0; i < p->set_count; i++) {
        const struct set *s = &p->sets[i];
        n.complete += s->complete;
        n.marks += s->mark_count;
        for (ptrdiff_t k = 0; k < s->criterion_count; k++) {
            n.criteria += !s->criteria[k].heading;
            n.headings += s->criteria[k].heading;
        }
    }
    return n;
}

TEST(pack, the_three_packs_hold_what_the_law_readme_says)
{
    static const struct counts want[TEST_PACKS] = { { 26, 26, 787, 4, 575 },
                                                    { 26, 22, 795, 2, 569 },
                                                    { 26, 22, 751, 4, 0 } };
    for (int i = 0; i < TEST_PACKS; i++) {
        struct counts n = count_pack(test_packs()[i]);
        EXPECT_INT(want[i].sets, n.sets);
        EXPECT_INT(want[i].complete, n.complete);
        EXPECT_INT(want[i].criteria, n.criteria);
        EXPECT_INT(want[i].headings, n.headings);
        EXPECT_INT(want[i].marks, n.marks);
    }
}

TEST(pack, members_come_out_as_written)
{
    const struct pack *p = test_packs()[0];
    EXPECT_STR("26/2026/QĐ-TTg", p->decision);
    EXPECT_STR("2026-05-22", date_iso(t->a, p->in_force_from));
    EXPECT(!date_known(p->in_force_to));
    EXPECT(p->marks_known && !test_packs()[2]->marks_known);
    EXPECT_INT(64, p->sha256.len);
    const struct set *s = pack_set(p, S("rau-cu-qua-hat-tuoi"));
    EXPECT(s != NULL);
    EXPECT(pack_set(p, S("khong-co")) == NULL);
    EXPECT_INT(7, s->fact_count);
    EXPECT_INT(6, set_fact(s, S("6.1:stop_if")));
    EXPECT_INT(-1, set_fact(s, S("5.2:applies_only_if")));
    const struct criterion *c = &s->criteria[set_criterion(s, S("4.1"))];
    EXPECT_INT(4, c->options.count);
    EXPECT_INT(5, c->options.at[3].min_star);
    EXPECT(criterion_options(c, 0) == NULL);
    EXPECT_INT(-1, set_criterion(s, S("99")));
}

/* ------------------------------------------------------------------ one fault at a time */

/* A member or a row of a list by its step. */
static json_t *go(json_t *at, str step, struct arena *a)
{
    int64_t index;
    if (json_is_array(at))
        return int_read(step, &index) ? json_array_get(at, (size_t)index) : NULL;
    return json_object_get(at, cstr(a, step));
}

/* Sets the member at `path` ("sets/0/slug"); value "-" takes it away. */
static void set_at(struct arena *a, json_t *root, str path, str value)
{
    ptrdiff_t last = str_find_last(path, '/');
    str way = str_sub(path, 0, last < 0 ? 0 : last);
    char *name = cstr(a, str_after(path, last + 1));
    json_t *at = root;
    while (way.len > 0)
        at = go(at, str_cut(&way, '/'), a);
    EXPECT(json_is_object(at));
    if (str_is(value, "-")) {
        EXPECT_INT(0, json_object_del(at, name));
        return;
    }
    json_t *v = json_loadb(value.at, (size_t)value.len, JSON_DECODE_ANY, NULL);
    EXPECT(v != NULL);
    json_object_set_new(at, name, v);
}

static void let_go(void *thing)
{
    json_decref(thing);
}

static int take_piece(const char *at, size_t size, void *to)
{
    put_str(to, (str){ at, (ptrdiff_t)size });
    return 0;
}

static str edited(struct arena *a, str path, str value)
{
    static const char *const file = "law/criteria/qd-26-2026.json";
    struct json_fault why;
    const json_t *pack = json_read(a, test_file(a, file), PACK_BYTES_MAX, &why);
    json_t *copy = json_deep_copy(pack);
    arena_undo(a, let_go, copy);
    set_at(a, copy, path, value);
    struct out *o = out_new(a, .max_bytes = PACK_BYTES_MAX);
    json_dump_callback(copy, take_piece, o, JSON_COMPACT);
    return out_str(o);
}

struct broken {
    const char *path;
    const char *value;
    const char *place;                         /* of one of the faults */
    const char *says;                          /* a part of its sentence */
};

#define SET0 "sets/0/sections/"
#define FIRST "rau-cu-qua-hat-tuoi"

static const struct broken broken[] = {
    { "schema", "\"x/1\"", "", "Lược đồ" },
    { "id", "-", "", "Thiếu khóa “id”" },
    { "id", "\"có dấu\"", "", "chữ không dấu" },
    { "title", "7", "", "phải là chữ" },
    { "title", "\"\"", "", "đang trống" },
    { "title", "\" thừa \"", "", "khoảng trắng thừa" },
    { "status", "\"draft\"", "", "không dùng được" },
    { "wording", "\"offi\"", "", "không dùng được" },
    { "star_minimums", "\"mark\"", "", "không dùng được" },
    { "extra", "1", "", "“extra” không có trong lược đồ" },
    { "in_force_from", "\"2026-02-30\"", "", "phải là ngày" },
    { "in_force_to", "\"2020-01-01\"", "", "đứng trước" },
    { "total_max", "99", "", "total_max" },
    { "total_max", "1.5", "", "số nguyên" },
    { "parts/0/code", "\"B\"", "", "Phần “B” có hai lần" },
    { "star_bands/0/below", "10000", "", "null" },
    { "star_bands/1/from", "6900", "", "phải liền nhau" },
    { "star_bands/4/from", "100", "", "bắt đầu ở 0" },
    { "star_bands/0/star", "3", "", "đứng sau" },
    { "star_bands/0/from", "10001", "", "vượt tổng điểm" },
    { "star_bands/2/from", "7000", "", "không chứa điểm nào" },
    { "star_minimums", "\"unknown\"", FIRST "/1.3", "không có dấu sao" },
    { "documents/2/no", "7", "", "Tài liệu thứ 3" },
    { "groups/1/code", "\"food\"", "", "Nhóm “food” có hai lần" },
    { "defects/0/set", "\"khong-co\"", "lỗi nguồn 1", "“khong-co” không có" },
    { "sets", "[]", "", "đang trống" },
    { "sets", "{}", "", "danh sách" },
    { "sets/1/slug", "\"" FIRST "\"", "", "Bộ “" FIRST "” có hai lần" },
    { "sets/0/group", "\"khac\"", FIRST, "Nhóm “khac” không có" },
    { "sets/0/complete", "false", FIRST, "phải có “sums”" },
    { "sets/0/complete", "1", FIRST, "true hoặc false" },
    { "sets/0/sums", "{}", FIRST, "không dùng “sums”" },
    { "sets/0/rules/1/id", "\"set:disqualify_if\"", FIRST, "có hai lần" },
    { "sets/0/rules/0/type", "\"stop_if_zero\"", FIRST "/set:disqualify_if", "Thiếu khóa “scope”" },
    { "sets/0/rules/0/type", "\"stop_if\"", FIRST, "không đặt được ở đây" },
    { SET0 "0/max", "17", FIRST "/mục 1", "cộng lại được 18" },
    { SET0 "0/part", "\"Z\"", FIRST "/mục 1", "Phần “Z” không có" },
    { SET0 "1/index", "1", FIRST "/mục 1", "đứng sau" },
    { SET0 "0/criteria/0/code", "\"1.2\"", FIRST "/1.2", "Tiêu chí “1.2” có hai lần" },
    { SET0 "0/criteria/0/max", "4", FIRST "/1.1", "mức cao nhất chỉ 3" },
    { SET0 "0/criteria/0/max", "2", FIRST "/1.1", "vượt tối đa 2" },
    { SET0 "0/criteria/0/options/1/points", "0", FIRST "/1.1", "thấp hơn mức trước" },
    { SET0 "0/criteria/0/options/1/points", "-1", FIRST "/mục 1/1.1/mức 2", "phải từ 0" },
    { SET0 "0/criteria/0/options/1/label", "-", FIRST "/mục 1/1.1/mức 2", "Thiếu khóa “label”" },
    { SET0 "0/criteria/0/options/1/mark", "3", FIRST "/mục 1/1.1/mức 2", "“mark” không có" },
    { SET0 "0/criteria/0/options/0/min_star", "2", FIRST "/1.1", "Dấu 2 sao" },
    { SET0 "0/criteria/2/options/1/min_star", "5", FIRST "/1.3", "không cao hơn dấu trước" },
    { SET0 "0/criteria/0/options", "[]", FIRST "/mục 1/1.1", "đang trống" },
    { SET0 "0/criteria/0/options", "-", FIRST "/mục 1/1.1", "đúng một trong hai" },
    { SET0 "0/criteria/0/heading", "true", FIRST "/mục 1/1.1", "đề mục không có “max”" },
    { SET0 "0/criteria/0/under", "\"1.2\"", FIRST "/1.1", "không phải đề mục" },
    { SET0 "0/criteria/0/documents", "[99]", FIRST "/1.1", "Tài liệu “99” không có" },
    { SET0 "0/criteria/0/rules/0/scope", "\"section\"", FIRST "/mục 1/1.1/1.1:requirement",
      "không dùng khóa “scope”" },
    { SET0 "4/criteria/1/rules/0/depends_on", "\"5.3\"", FIRST "/mục 5/5.2/5.2:applies_only_if",
      "không phải tiêu chí" },
    { SET0 "4/criteria/1/rules/0/min_points", "4", FIRST "/5.2", "không phải điểm của một mức" },
    { "sets/15/sections/5/criteria/0/rules",
      "[{\"id\":\"6.1:z\",\"type\":\"stop_if_zero\",\"scope\":\"section\",\"text\":\"x\"}]",
      "nuoc-khoang-thien-nhien-nuoc-uong-dong-chai/6.1", "tiêu chí cuối của mục" },
    { "sets/25/sections/7/criteria/0/cases/0/options/0/min_star", "3",
      "dich-vu-du-lich-cong-dong-du-lich-sinh-thai-va-diem-du-lich/8", "Dấu sao đứng trong" },
    { "sets/25/sections/7/criteria/0/cases/1/case", "\"a\"",
      "dich-vu-du-lich-cong-dong-du-lich-sinh-thai-va-diem-du-lich/8", "Trường hợp “a” có hai" },
};

static void expect_broken(struct arena *a, const struct broken *row)
{
    struct pack_faults f;
    const struct pack *p = pack_read(a, edited(a, str_of(row->path), str_of(row->value)), &f);
    if (p)
        test_fail(__FILE__, __LINE__, "%s = %s was accepted", row->path, row->value);
    for (ptrdiff_t i = 0; i < f.count; i++)
        if (str_is(f.at[i].place, row->place) && str_contains(f.at[i].text, str_of(row->says)))
            return;
    for (ptrdiff_t i = 0; i < f.count && i < 5; i++)
        fprintf(stderr, "  %.*s: %.*s\n", (int)f.at[i].place.len, f.at[i].place.at,
                (int)f.at[i].text.len, f.at[i].text.at);
    test_fail(__FILE__, __LINE__, "%s = %s: not said: %s", row->path, row->value, row->says);
}

TEST(pack, every_kind_of_fault_is_named_with_its_place)
{
    for (ptrdiff_t i = 0; i < COUNT_OF(broken); i++) {
        struct arena_mark mark = arena_mark(t->a);
        expect_broken(t->a, &broken[i]);
        arena_rewind(t->a, mark);
    }
}

TEST(pack, several_faults_are_said_together)
{
    struct pack_faults f;
    EXPECT(pack_read(t->a, S("{\"schema\":\"saolang-criteria/1\",\"id\":1,\"sets\":[{}],\"x\":0,"
                             "\"id\":2}"), &f) == NULL);
    EXPECT(f.count > 15);
    EXPECT(str_contains(f.at[0].text, S("“id” có hai lần")));
}

TEST(pack, texts_that_are_no_pack_are_refused)
{
    static const char *const texts[] = { "", "{", "[]", "null", "7", "\"x\"", "{}", "{\"a\":\"\\",
                                         "\xff\xfe", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[" };
    for (ptrdiff_t i = 0; i < COUNT_OF(texts); i++) {
        struct pack_faults f;
        EXPECT(pack_read(t->a, str_of(texts[i]), &f) == NULL);
        EXPECT(f.count > 0);
    }
}

/* ------------------------------------------------------------------ rules no pack shows */

/* law: docs/score-contract.md, "One ballot" 1: yes/no answers behind the stop stand. */
TEST(pack, yes_no_answers_behind_the_stop_stand)
{
    struct pack_faults f;
    const struct pack *p = pack_read(
        t->a, edited(t->a, S(SET0 "0/criteria/0/rules/0/type"), S("\"stop_if\"")), &f);
    EXPECT(p != NULL);
    const struct set *s = &p->sets[0];
    struct rank_rules rules = { 0 };
    struct rank_ballot b = { .member = S("m1"),
                             .answers = new(t->a, struct answer, s->criterion_count),
                             .facts = new(t->a, enum fact_answer, s->fact_count) };
    for (ptrdiff_t i = 0; i < s->criterion_count; i++)
        b.answers[i].chosen = -1;
    for (ptrdiff_t i = 0; i < 3; i++)
        b.facts[i] = FACT_FALSE;
    b.facts[set_fact(s, S("1.1:requirement"))] = FACT_TRUE;
    EXPECT_INT(0, rank_check(t->a, s, &b, &rules).count);
    EXPECT_INT(OUTCOME_STOPPED, rank_meeting(t->a, s, &rules, &b, 1).outcome);
    b.facts[set_fact(s, S("2.1:not_eligible_if"))] = FACT_TRUE;
    struct rank_result r = rank_meeting(t->a, s, &rules, &b, 1);
    EXPECT_INT(OUTCOME_NOT_ELIGIBLE, r.outcome);
    EXPECT_INT(0, r.ballots[0].total);
}
