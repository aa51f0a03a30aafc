/* score_test.c: whole sheets: the vectors, every fault code of the contract, the stored form. */
#include "criteria/score.h"

#include "criteria/criteria_cli.h"
#include "criteria/test_packs.h"

/* ------------------------------------------------------------------ vectors */

static const json_t *parse(struct arena *a, str text)
{
    struct json_fault why;
    const json_t *v = json_read(a, text, SHEET_BYTES_MAX, &why);
    if (!v)
        test_fail(__FILE__, __LINE__, "not JSON: %.*s: %.*s", (int)why.text.len, why.text.at,
                  (int)text.len, text.at);
    return v;
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

static str dump(struct arena *a, const json_t *v)
{
    struct out *o = out_new(a, .max_bytes = SHEET_BYTES_MAX);
    json_dump_callback(v, take_piece, o, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS);
    return out_str(o);
}

/* The part of a result that "expect" names, in its shape. */
static json_t *as_expected(const json_t *got, const char *key)
{
    if (str_is(str_of(key), "mean")) {
        const json_t *m = json_object_get(got, "mean");
        return json_pack("{s:O,s:O}", "sum", json_object_get(m, "sum"), "count",
                         json_object_get(m, "count"));
    }
    json_t *list = json_array();
    bool totals = str_is(str_of(key), "totals");
    const json_t *rows = json_object_get(got, totals ? "ballots" : key);
    if (!totals && !str_is(str_of(key), "unmet")) {
        json_decref(list);
        return json_incref(json_object_get(got, key));
    }
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        json_array_append_new(list, totals ? json_incref(json_object_get(row, "total"))
                                           : json_pack("{s:O,s:O}", "star",
                                                       json_object_get(row, "star"), "criterion",
                                                       json_object_get(row, "criterion")));
    }
    return list;
}

static void compare_vector(struct arena *a, const json_t *vector, int number)
{
    bool faulty;
    str in = dump(a, json_object_get(vector, "in"));
    str out = score_sheet(a, test_packs(), TEST_PACKS, in, &faulty);
    const json_t *got = parse(a, out);
    json_t *expect = json_object_get(vector, "expect");
    for (void *it = json_object_iter(expect); it; it = json_object_iter_next(expect, it)) {
        const char *key = json_object_iter_key(it);
        json_t *mine = as_expected(got, key);
        if (!json_equal(mine, json_object_iter_value(it)))
            test_fail(__FILE__, __LINE__, "vector %d, %s: wanted %s, got %s", number, key,
                      cstr(a, dump(a, json_object_iter_value(it))), cstr(a, out));
        json_decref(mine);
    }
}

TEST(score, all_vectors_of_the_independent_scorer_come_out)
{
    str rest = test_file(t->a, "tests/law/vectors.jsonl");
    int number = 0;
    while (rest.len > 0) {
        struct arena_mark mark = arena_mark(t->a);
        str line = str_cut(&rest, '\n');
        if (line.len > 0)
            compare_vector(t->a, parse(t->a, line), ++number);
        arena_rewind(t->a, mark);
    }
    EXPECT_INT(630, number);
}

/* ------------------------------------------------------------------ faults */

/* A best ballot in its stored form. */
static str best_answers(struct arena *a, const struct set *s)
{
    struct rank_ballot b = { .answers = new(a, struct answer, s->criterion_count),
                             .facts = new(a, enum fact_answer, s->fact_count) };
    for (ptrdiff_t i = 0; i < s->criterion_count; i++) {
        const struct criterion *c = &s->criteria[i];
        int32_t chosen = c->choice_count > 0 ? 0 : -1;
        if (!c->heading)
            b.answers[i] = (struct answer){ (int32_t)criterion_options(c, chosen)->count, chosen };
    }
    for (ptrdiff_t i = 0; i < s->fact_count; i++)
        b.facts[i] = s->facts[i]->type == RULE_REQUIREMENT ? FACT_TRUE : FACT_FALSE;
    return sheet_write(a, s, &b);
}

/* A sheet with the best ballot of a set, changed: "answers" and "facts" of `patch` laid over it. */
static str sheet_with(struct arena *a, const struct set *s, const char *patch, const char *rules)
{
    json_t *ballot = json_deep_copy(parse(a, best_answers(a, s)));
    arena_undo(a, let_go, ballot);
    json_object_set_new(ballot, "member", json_string("m1"));
    const json_t *over = parse(a, str_of(patch));
    json_object_update((json_t *)json_object_get(ballot, "answers"),
                       json_object_get(over, "answers"));
    json_object_update((json_t *)json_object_get(ballot, "facts"), json_object_get(over, "facts"));
    return join(a, S("{\"criteria\":\""), s->pack->id, S("\",\"set\":\""), s->slug,
                S("\",\"rules\":"), str_of(rules), S(",\"ballots\":["), dump(a, ballot), S("]}"));
}

static str score(struct arena *a, str sheet)
{
    bool faulty;
    str out = score_sheet(a, test_packs(), TEST_PACKS, sheet, &faulty);
    EXPECT(faulty == (json_object_get(parse(a, out), "faults") != NULL));
    return out;
}

/* "code place, code place" of a result's faults. */
static str faults_of(struct arena *a, str sheet)
{
    const json_t *list = json_object_get(parse(a, score(a, sheet)), "faults");
    struct out *o = out_new(a, .max_bytes = 1 << 20);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *f = json_array_get(list, i);
        put_str(o, i > 0 ? S(", ") : S(""));
        put_str(o, json_member_str(f, "code"));
        put_char(o, ' ');
        put_str(o, json_member_str(f, "place"));
        EXPECT(json_member_str(f, "text").len > 0);
    }
    return out_str(o);
}

struct faulty {
    const char *patch;
    const char *faults;
};

/* This set of 1048 has headings (6.1, 6.2) and a criterion with cases (3.2). */
static const struct faulty faulty[] = {
    { "{}", "" },
    { "{\"answers\":{\"99\":{\"option\":1}}}", "unknown_criterion m1/99" },
    { "{\"answers\":{\"6.1\":{\"option\":1}}}", "heading_answered m1/6.1" },
    { "{\"answers\":{\"4.1\":{}}}", "blank m1/4.1" },
    { "{\"answers\":{\"4.1\":{\"none\":false}}}", "blank m1/4.1" },
    { "{\"answers\":{\"4.1\":{\"option\":1,\"none\":true}}}", "option_and_none m1/4.1" },
    { "{\"answers\":{\"4.1\":{\"option\":0}}}", "option_out_of_range m1/4.1" },
    { "{\"answers\":{\"4.1\":{\"option\":5}}}", "option_out_of_range m1/4.1" },
    { "{\"answers\":{\"4.1\":{\"option\":-1}}}", "option_out_of_range m1/4.1" },
    { "{\"answers\":{\"4.1\":{\"option\":2.0}}}", "option_out_of_range m1/4.1" },
    { "{\"answers\":{\"4.1\":{\"option\":\"2\"}}}", "option_out_of_range m1/4.1" },
    { "{\"answers\":{\"4.1\":{\"option\":4294967297}}}", "option_out_of_range m1/4.1" },
    { "{\"answers\":{\"4.1\":3}}", "bad_json m1/4.1" },
    { "{\"answers\":{\"3.2\":{\"option\":1}}}", "case_missing m1/3.2" },
    { "{\"answers\":{\"3.2\":{\"option\":9}}}", "case_missing m1/3.2, option_out_of_range m1/3.2" },
    { "{\"answers\":{\"3.2\":{\"case\":\"c\",\"option\":1}}}", "unknown_case m1/3.2" },
    { "{\"answers\":{\"3.2\":{\"case\":\"b\",\"option\":3}}}", "option_out_of_range m1/3.2" },
    { "{\"answers\":{\"3.2\":{\"none\":true}}}", "" },
    { "{\"answers\":{\"4.1\":{\"case\":\"a\",\"option\":1}}}", "case_not_expected m1/4.1" },
    { "{\"facts\":{\"x\":true}}", "unknown_fact m1/x" },
    { "{\"facts\":{\"5.2:applies_only_if\":true}}", "unknown_fact m1/5.2:applies_only_if" },
    { "{\"facts\":{\"6.1:stop_if\":1}}", "fact_not_boolean m1/6.1:stop_if" },
    { "{\"facts\":{\"6.1:stop_if\":null}}", "fact_not_boolean m1/6.1:stop_if" },
    { "{\"answers\":{\"10\":{\"option\":7}},\"facts\":{\"6.1:stop_if\":true}}",
      "option_out_of_range m1/10" },
    { "{\"answers\":{\"99\":{},\"4.1\":{\"option\":9},\"6.2\":{}},\"facts\":{\"9:stop_if\":0}}",
      "option_out_of_range m1/4.1, heading_answered m1/6.2, unknown_criterion m1/99, "
      "fact_not_boolean m1/9:stop_if" },
};

TEST(score, every_fault_of_a_ballot_has_its_code_and_place)
{
    const struct set *s = test_set(2, "ca-phe-ca-cao");
    for (ptrdiff_t i = 0; i < COUNT_OF(faulty); i++)
        EXPECT_STR(faulty[i].faults, faults_of(t->a, sheet_with(t->a, s, faulty[i].patch, "{}")));
}

TEST(score, every_fault_of_a_sheet_has_its_code_and_place)
{
    static const struct faulty rows[] = {
        { "", "bad_json dòng 1, cột 0" },
        { "[]", "bad_json " },
        { "{}", "unknown_pack criteria, no_ballots ballots" },
        { "{\"criteria\":\"qd-26-2026\",\"set\":\"x\",\"ballots\":[]}",
          "unknown_set set, no_ballots ballots" },
        { "{\"criteria\":\"qd-1048-2019\",\"set\":\"gao-ngu-coc\",\"ballots\":[{\"member\":\"m\","
          "\"answers\":{}}]}", "incomplete_set set" },
        { "{\"criteria\":\"x\",\"rules\":{\"mark_basis\":\"most\",\"round\":1},\"ballots\":["
          "{\"member\":\"a\"},{\"member\":\"a\"},{},7]}",
          "unknown_pack criteria, unknown_rule_setting rules/mark_basis, "
          "unknown_rule_setting rules/round, bad_json #3, bad_json #4, duplicate_member a" },
        { "{\"criteria\":\"x\",\"rules\":7,\"ballots\":{}}",
          "unknown_pack criteria, bad_json rules, bad_json ballots" },
        { "{\"criteria\":\"x\",\"criteria\":\"y\",\"rules\":{\"a\":1,\"a\":2},\"ballots\":["
          "{\"member\":\"m\",\"answers\":{\"1.1\":{\"none\":true},\"1\\u002e1\":{\"option\":1,"
          "\"option\":2}},\"facts\":{\"f\":true,\"f\":true},\"member\":\"m\"}]}",
          "unknown_pack criteria, unknown_rule_setting rules/a, duplicate_key criteria, "
          "duplicate_key rules/a, duplicate_key m/1.1, duplicate_key m/1.1, duplicate_key m/f, "
          "duplicate_key m/member" },
    };
    for (ptrdiff_t i = 0; i < COUNT_OF(rows); i++)
        EXPECT_STR(rows[i].faults, faults_of(t->a, str_of(rows[i].patch)));
}

TEST(score, what_is_missing_is_listed_criterion_by_criterion)
{
    str faults = faults_of(t->a, S("{\"criteria\":\"qd-26-2026\",\"set\":\"rau-cu-qua-hat-tuoi\","
                                   "\"ballots\":[{\"member\":\"m1\"}]}"));
    EXPECT(str_starts(faults, S("blank m1/1.1, blank m1/1.2")));
    EXPECT(str_ends(faults, S("fact_missing m1/5.3:requirement, fact_missing m1/6.1:stop_if")));
}

TEST(score, the_result_has_the_shape_of_the_contract)
{
    const struct set *s = test_set(0, "rau-cu-qua-hat-tuoi");
    str out = score(t->a, sheet_with(t->a, s, "{\"answers\":{\"4.1\":{\"option\":3}}}", "{}"));
    EXPECT_STR("{\"outcome\":\"scored\",\"rank\":4,\"band\":5,\"mean\":{\"sum\":98,\"count\":1,"
               "\"shown\":\"98,00\"},\"spread\":0,\"ballots\":[{\"member\":\"m1\",\"parts\":{"
               "\"A\":40,\"B\":23,\"C\":35},\"total\":98,\"outcome\":\"scored\",\"reasons\":[]}],"
               "\"unmet\":[{\"star\":5,\"criterion\":\"4.1\",\"option\":4}],\"upper_bound\":false,"
               "\"reasons\":[{\"code\":\"marks_unmet\",\"place\":\"\",\"text\":\"Điểm đạt 5 sao, "
               "dấu sao chưa đạt nên xếp 4 sao.\"}]}", out);
}

TEST(score, settings_are_read_by_name)
{
    const struct set *s = test_set(0, "rau-cu-qua-hat-tuoi");
    static const char *const no = "{\"facts\":{\"1.1:requirement\":false}}";
    EXPECT(str_starts(score(t->a, sheet_with(t->a, s, no, "{}")), S("{\"outcome\":\"scored\"")));
    EXPECT(str_starts(score(t->a, sheet_with(t->a, s, no,
                                             "{\"requirement_unmet\":\"not_eligible\"}")),
                      S("{\"outcome\":\"not_eligible\",\"rank\":0,\"band\":null")));
}

/* ------------------------------------------------------------------ the stored form */

TEST(score, a_stored_ballot_comes_back_as_it_was_written)
{
    const struct set *s = test_set(2, "ca-phe-ca-cao");
    str text = S("{\"facts\":{\"6.1:stop_if\":true},\"answers\":{\"4.1\":{\"option\":2},"
                 "\"3.2\":{\"option\":1,\"case\":\"b\"},\"1.2\":{\"case\":null,\"none\":true}}}");
    struct rank_ballot b = { .member = S("m1") };
    struct rank_faults faults = { 0 };
    EXPECT(!sheet_read(t->a, s, parse(t->a, text), &b, &faults));
    EXPECT_STR("case_not_expected", faults.at[0].code);
    text = S("{\"facts\":{\"6.1:stop_if\":true},\"answers\":{\"4.1\":{\"option\":2},"
             "\"3.2\":{\"option\":1,\"case\":\"b\"},\"1.2\":{\"none\":true}}}");
    EXPECT(sheet_read(t->a, s, parse(t->a, text), &b, &faults));
    str stored = sheet_write(t->a, s, &b);
    EXPECT_STR("{\"answers\":{\"1.2\":{\"none\":true},\"3.2\":{\"case\":\"b\",\"option\":1},"
               "\"4.1\":{\"option\":2}},\"facts\":{\"6.1:stop_if\":true}}", stored);
    struct rank_ballot again = { .member = S("m1") };
    EXPECT(sheet_read(t->a, s, parse(t->a, stored), &again, &faults));
    EXPECT(str_equal(stored, sheet_write(t->a, s, &again)));
}

/* ------------------------------------------------------------------ the verbs */

static struct pack_list all_packs(void)
{
    return (struct pack_list){ test_packs(), TEST_PACKS };
}

static void count_result(void *to, str result)
{
    int *count = to;
    *count += result.len > 0;
}

TEST(score, many_lines_use_little_memory)
{
    enum { LINES = 2000 };
    const struct set *s = test_set(0, "rau-cu-qua-hat-tuoi");
    str line = join(t->a, sheet_with(t->a, s, "{}", "{}"), S("\n"));
    struct out *text = out_new(t->a, .max_bytes = 16 << 20);
    for (int i = 0; i < LINES; i++)
        put_str(text, line);
    struct arena *small = arena_new(1 << 20);
    int count = 0;
    struct score_run run = { all_packs(), true, count_result, &count };
    EXPECT_INT(0, score_each(small, &run, out_str(text)));
    EXPECT_INT(LINES, count);
    EXPECT_INT(0, arena_used(small));
    arena_free(small);
}

TEST(score, a_faulty_line_is_printed_in_its_place_and_the_run_goes_on)
{
    const struct set *s = test_set(0, "rau-cu-qua-hat-tuoi");
    str good = sheet_with(t->a, s, "{}", "{}");
    struct arena *a = arena_new(4 << 20);
    struct out *o = out_new(t->a, .max_bytes = 1 << 20);
    EXPECT_INT(2, score_file(a, all_packs(), join(t->a, good, S("\n{\n\n"), good), true, o));
    str rest = out_str(o);
    EXPECT(str_starts(str_cut(&rest, '\n'), S("{\"outcome\"")));
    EXPECT(str_starts(str_cut(&rest, '\n'), S("{\"faults\":[{\"code\":\"bad_json\"")));
    EXPECT(str_starts(str_cut(&rest, '\n'), S("{\"outcome\"")));
    EXPECT_INT(0, rest.len);
    arena_free(a);
}

TEST(score, packs_are_listed_shown_and_checked)
{
    struct out *o = out_new(t->a, .max_bytes = 4 << 20);
    EXPECT_INT(0, criteria_list(o, all_packs(), true));
    EXPECT_INT(3, json_array_size(parse(t->a, out_str(o))));
    o = out_new(t->a, .max_bytes = 4 << 20);
    struct criteria_show in = { S("qd-1048-2019"), S("ca-phe-ca-cao"), true };
    EXPECT_INT(0, criteria_show(o, all_packs(), in));
    EXPECT_INT(10, json_array_size(json_object_get(parse(t->a, out_str(o)), "sections")));
    in.json = false;
    EXPECT_INT(0, criteria_show(o, all_packs(), in));
    in.set = S("x");
    EXPECT_INT(4, criteria_show(o, all_packs(), in));
    o = out_new(t->a, .max_bytes = 4 << 20);
    EXPECT_INT(2, criteria_check_file(t->a, S("{}"), o));
    EXPECT(str_contains(out_str(o), S("Thiếu khóa “id”")));
    str file = test_file(t->a, "law/criteria/qd-148-2023.json");
    EXPECT_INT(0, criteria_check_file(t->a, file, o));
}
