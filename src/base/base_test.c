/* base_test.c: memory, text, days, numbers, codes. */
#include "base/conf.h"
#include "base/id.h"
#include "base/num.h"
#include "base/out.h"
#include "base/test.h"
#include "base/utf8.h"
#include "base/vi.h"
#include "base/when.h"

/* -- arena ------------------------------------------------------------------------------------ */

static char undone[8];
static int undone_count;

static void note(void *letter)
{
    undone[undone_count++] = *(char *)letter;
}

TEST(base, memory_is_zeroed_also_after_a_rewind)
{
    struct arena_mark mark = arena_mark(t->a);
    char *first = new (t->a, char, 1000);
    for (int i = 0; i < 1000; i++)
        first[i] = 'x';
    arena_rewind(t->a, mark);
    char *second = new (t->a, char, 1000);
    EXPECT(first == second);
    for (int i = 0; i < 1000; i++)
        EXPECT_INT(0, second[i]);
}

TEST(base, things_are_undone_in_reverse_order_back_to_the_mark)
{
    static char letters[] = "abc";
    undone_count = 0;
    struct arena *a = arena_new(1 << 20);
    arena_undo(a, note, &letters[0]);
    struct arena_mark mark = arena_mark(a);
    arena_undo(a, note, &letters[1]);
    arena_undo(a, note, &letters[2]);
    arena_rewind(a, mark);
    EXPECT_INT(2, undone_count);
    EXPECT(undone[0] == 'c' && undone[1] == 'b');
    arena_free(a);
    EXPECT_INT(3, undone_count);
    EXPECT(undone[2] == 'a');
    arena_free(NULL);
}

struct landing {
    struct arena *a;
    int steps;
    bool inner;
};

static void take_all(void *arg)
{
    struct landing *l = arg;
    l->steps++;
    while (arena_take(l->a, 4096, 8, 1))
        continue;
}

static void land_inside(void *arg)
{
    struct landing *l = arg;
    l->inner = land(l->a, take_all, l);
    l->steps++;
}

TEST(base, the_end_of_an_arena_lands_in_the_innermost_landing)
{
    struct landing l = { .a = arena_new(1 << 20), .inner = true };
    bool outer = land(l.a, land_inside, &l);
    bool direct = land(l.a, take_all, &l);
    arena_free(l.a);
    EXPECT(!l.inner);
    EXPECT(outer);
    EXPECT(!direct);
    EXPECT_INT(3, l.steps);
}

static void take_all_beside(void *arg)
{
    struct landing *l = arg;
    struct arena *beside = arena_beside(l->a, 1 << 20);
    arena_undo(beside, note, "z");
    l->a = beside;
    take_all(l);
}

TEST(base, an_arena_beside_another_lands_where_that_one_does_and_ends_with_it)
{
    struct arena *a = arena_new(1 << 20);
    struct landing l = { .a = a };
    undone_count = 0;
    EXPECT(!land(a, take_all_beside, &l));
    EXPECT_INT(1, l.steps);
    EXPECT_INT(0, undone_count);
    arena_free(a);
    EXPECT_INT(1, undone_count);
    EXPECT(undone[0] == 'z');
}

/* -- text ------------------------------------------------------------------------------------- */

TEST(base, slices_are_cut_and_clamped)
{
    str rest = S("a=b=c");
    EXPECT_STR("a", str_cut(&rest, '='));
    EXPECT_STR("b", str_cut(&rest, '='));
    EXPECT_STR("c", str_cut(&rest, '='));
    EXPECT_STR("", str_cut(&rest, '='));
    EXPECT_STR("bc", str_sub(S("abc"), 1, 99));
    EXPECT_STR("", str_sub(S("abc"), 2, 1));
    EXPECT_STR("", str_after(S("abc"), 4));
    EXPECT_STR("x y", str_trim(S(" \t\r\nx y \n")));
    EXPECT_INT(-1, str_find(S("abc"), 'd'));
    EXPECT_INT(2, str_find_last(S("aba"), 'a'));
    EXPECT(str_contains(S("abc"), S("")) && !str_contains(S(""), S("a")));
    EXPECT_STR("", str_of(NULL));
    bytes back;
    EXPECT_STR("00ff", hex(t->a, (bytes){ (const uint8_t *)"\0\xFF", 2 }));
    EXPECT(hex_read(t->a, S("00fF"), &back) && back.len == 2 && back.at[1] == 0xFF);
    EXPECT(!hex_read(t->a, S("00f"), &back));
    EXPECT(!hex_read(t->a, S("0g"), &back));
}

TEST(base, utf8_is_well_formed_or_not)
{
    static const char *const fine[] = { "", "a", "ậ", "₫", "𠀋", "\xF4\x8F\xBF\xBF" };
    static const char *const wrong[] = { "\x80",         "\xC3",         "\xC0\x80",
                                         "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                         "\xFF",         "a\xE1\xBA" };
    for (ptrdiff_t i = 0; i < COUNT_OF(fine); i++)
        EXPECT(utf8_valid(str_of(fine[i])));
    for (ptrdiff_t i = 0; i < COUNT_OF(wrong); i++)
        EXPECT(!utf8_valid(str_of(wrong[i])));
    EXPECT_INT(7, utf8_length(S("Mật ong")));
    EXPECT_STR("Mậ", utf8_head(S("Mật ong"), 2));
    EXPECT_STR("Mật", utf8_head(S("Mật"), 9));
}

TEST(base, text_from_outside_is_composed_and_tidied)
{
    static const char *const rows[][2] = {
        { " Mật ong ", "Mật ong" },
        { "Ma\xCC\xA3\xCC\x82t ong", "Mật ong" }, /* marks on their own, as some phones send */
        { "\xC3\xA2\xCC\xA3", "ậ" },
        { "\xCD\x80", "\xCC\x80" }, /* U+0340 is U+0300 */
        { "\xE2\x84\xAB", "Å" }, /* the sign of the unit is the letter */
        { "“OCOP” – 4…", "“OCOP” – 4…" },
        { ("a\x7F\x01\xE2\x80\x8B" "b"), "ab" },
        { ("a\xC2\xA0" "b"), "a b" },
        { "a\nb\tc", "a b c" },
    };
    static const char *const wrong[] = { "ậ\xC3", "\xE1\xBA", ("\xE1\xBA" "a"), "\xE2\x80",
                                         "\xC3(" };
    for (ptrdiff_t i = 0; i < COUNT_OF(rows); i++) {
        str clean;
        EXPECT(text_clean(t->a, str_of(rows[i][0]), false, &clean));
        EXPECT_STR(rows[i][1], clean);
    }
    for (ptrdiff_t i = 0; i < COUNT_OF(wrong); i++) {
        str clean;
        EXPECT(!text_clean(t->a, str_of(wrong[i]), false, &clean));
    }
}

/* The short way (text that is settled already) and the long way (a mark on its own at the end) say
 * the same, for every character by itself. */
TEST(base, the_short_way_of_tidying_agrees_with_the_long_one)
{
    for (uint32_t c = 0x20; c < 0x10FFFF; c += c < 0x3000 ? 1 : 97) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        struct arena_mark mark = arena_mark(t->a);
        struct out *o = out_new(t->a, .max_bytes = 16);
        if (c >= 0x10000)
            put_char(o, (char)(0xF0 | c >> 18));
        if (c >= 0x800)
            put_char(o, (char)(c >= 0x10000 ? 0x80 | (c >> 12 & 0x3F) : 0xE0 | c >> 12));
        if (c >= 0x80)
            put_char(o, (char)(c >= 0x800 ? 0x80 | (c >> 6 & 0x3F) : 0xC0 | c >> 6));
        put_char(o, (char)(c >= 0x80 ? 0x80 | (c & 0x3F) : c));
        str one = join(t->a, S("<"), out_str(o), S(">")), alone, beside;
        EXPECT(text_clean(t->a, one, false, &alone));
        EXPECT(text_clean(t->a, join(t->a, one, S("e\xCC\x82")), false, &beside));
        EXPECT(str_equal(join(t->a, alone, S("ê")), beside));
        arena_rewind(t->a, mark);
    }
}

TEST(base, folded_text_has_no_marks_and_meets_its_other_spellings)
{
    static const char *const rows[][2] = {
        { "Mật Ong Bạc Hà", "mat ong bac ha" },
        { "MẬT  ONG", "mat ong" },
        { "Ma\xCC\xA3\xCC\x82t", "mat" },
        { "Đường đen", "duong den" },
        { "kỹ nghệ", "ki nghe" },
        { "Ki", "ki" },
        { "Quy Nhơn", "quy nhon" },
        { "yến", "yen" },
        { "tây", "tay" },
        { "lý", "li" },
        { "Ðồng Ɖáo", "dong dao" },
        { "hòa hoà", "hoa hoa" },
        { "Thủy thuỷ", "thuy thuy" },
        { "Ri6 (hũ 500g)", "ri6 hu 500g" },
        { "M'Nông", "m nong" },
        { "(a-b)/c!", "a b c" },
        { "OCOP 2026", "ocop 2026" },
        { "…", "" },
        { "", "" },
    };
    for (ptrdiff_t i = 0; i < COUNT_OF(rows); i++)
        EXPECT_STR(rows[i][1], vi_fold(t->a, str_of(rows[i][0])));
    EXPECT_STR("mat-ong-bac-ha", vi_slug(t->a, S("Mật ong, bạc hà!")));
    EXPECT_STR("cong-ty-ly", vi_slug(t->a, S("Công ty “Lý”")));
}

TEST(base, a_search_finds_a_words_other_spellings)
{
    static const char *const rows[][2] = {
        { "mật", "\"mat\"*" },
        { "Ðường", "\"duong\"*" },
        { "mật \"ong", "(\"mat\"* OR \"matong\"*) AND (\"ong\"* OR \"matong\"*)" },
        { "Ri 6", "(\"ri\"* OR \"ri6\"*) AND (\"6\"* OR \"ri6\"*)" },
        { "lý", "(\"li\"* OR \"ly\"*)" },
        { "quý", "(\"quy\"* OR \"qui\"*)" },
        { "quít", "(\"quit\"* OR \"quyt\"*)" },
        { " *\"' ", "" },
        { "", "" },
    };
    for (ptrdiff_t i = 0; i < COUNT_OF(rows); i++)
        EXPECT_STR(rows[i][1], vi_match_sqlite(t->a, str_of(rows[i][0])));
    EXPECT_STR("(mat:* | matong:*) & (ong:* | matong:*)",
               vi_match_postgres(t->a, S("mật & ong")));
}

TEST(base, the_words_as_typed_keep_their_marks_wherever_the_tone_is_put)
{
    static const char *const rows[][2] = {
        { "MẬT (ong)", "\"mật\" AND \"ong\"" },
        { "Ma\xCC\xA3\xCC\x82t", "\"mật\"" },
        { "Hoà", "(\"hoà\" OR \"hòa\")" },
        { "thủy", "(\"thủy\" OR \"thuỷ\")" },
        { "hoàn", "\"hoàn\"" },
        { "Ðức", "\"đức\"" },
        { "…", "" },
    };
    for (ptrdiff_t i = 0; i < COUNT_OF(rows); i++)
        EXPECT_STR(rows[i][1], vi_exact_sqlite(t->a, str_of(rows[i][0])));
    EXPECT_STR("(hoà | hòa) & bình", vi_exact_postgres(t->a, S("Hoà & Bình")));
}

TEST(base, a_search_ends_at_its_sixteenth_word)
{
    str typed = S("a b c d e f g h i k l m n o p q r s t u v x");
    EXPECT(str_ends(vi_exact_sqlite(t->a, typed), S("AND \"q\"")));
    EXPECT_STR("\"a\"", vi_exact_sqlite(t->a, S("a")));
}

TEST(base, names_stand_in_vietnamese_order)
{
    static const char *const rows[] = { "An", "Ẩn", "Ăn", "Ân", "Dừa", "Đậu", "Em",
                                        "Ê",  "Oi", "Ô",  "Ơ",  "Ư",   "Yến" };
    for (ptrdiff_t i = 1; i < COUNT_OF(rows); i++)
        if (i != 1 && i != 2 && vi_compare(t->a, str_of(rows[i - 1]), str_of(rows[i])) >= 0)
            test_fail(__FILE__, __LINE__, "%s before %s", rows[i - 1], rows[i]);
    EXPECT(vi_compare(t->a, S("da"), S("đa")) < 0);
    EXPECT_INT(0, vi_compare(t->a, S("Mật ong"), S("Mật ong")));
}

/* -- days ------------------------------------------------------------------------------------- */

TEST(base, a_certificates_end_is_36_months_later)
{
    static const int32_t rows[][6] = { { 2026, 8, 5, 2029, 8, 5 },   { 2025, 6, 19, 2028, 6, 19 },
                                       { 2025, 6, 16, 2028, 6, 16 }, { 2025, 5, 7, 2028, 5, 7 },
                                       { 2028, 2, 29, 2031, 2, 28 }, { 2025, 2, 28, 2028, 2, 28 } };
    for (ptrdiff_t i = 0; i < COUNT_OF(rows); i++)
        EXPECT_INT(date_of(rows[i][3], rows[i][4], rows[i][5]).days,
                   date_add_months(date_of(rows[i][0], rows[i][1], rows[i][2]), 36).days);
    EXPECT_INT(date_of(2026, 2, 28).days, date_add_months(date_of(2026, 1, 31), 1).days);
    EXPECT_INT(date_of(2028, 2, 29).days, date_add_months(date_of(2028, 1, 31), 1).days);
    EXPECT_INT(date_of(2025, 12, 31).days, date_add_months(date_of(2026, 1, 31), -1).days);
    EXPECT_INT(date_of(2027, 12, 22).days, date_add_days(date_of(2028, 6, 19), -180).days);
    EXPECT_INT(date_of(2028, 2, 20).days, date_add_days(date_of(2028, 6, 19), -120).days);
}

TEST(base, days_that_do_not_exist_are_not_read)
{
    date d;
    static const char *const wrong[] = { "29/02/2026", "31/04/2026",  "00/01/2026", "01/13/2026",
                                         "2026-02-30", "2026/01/01",  "1-1-2026",   "01/01/26",
                                         "",           "01/01/2026 ", "2026-1-1x" };
    for (ptrdiff_t i = 0; i < COUNT_OF(wrong); i++)
        if (date_read(str_of(wrong[i]), &d))
            test_fail(__FILE__, __LINE__, "%s was read", wrong[i]);
    EXPECT(date_read(S("29/02/2028"), &d));
    EXPECT_STR("2028-02-29", date_iso(t->a, d));
    EXPECT(date_read(S("2/9/2026"), &d));
    EXPECT_STR("02/09/2026", show(t->a, d));
    EXPECT_STR("", date_iso(t->a, NO_DATE));
}

TEST(base, every_day_of_four_centuries_comes_back)
{
    int32_t first = date_of(1800, 1, 1).days, last = date_of(2200, 12, 31).days;
    for (int32_t k = first; k <= last; k++) {
        struct civil c = date_civil((date){ k });
        if (date_of(c.year, c.month, c.day).days != k)
            test_fail(__FILE__, __LINE__, "day %d", (int)k);
    }
}

TEST(base, a_moment_is_told_in_hanoi)
{
    instant t0 = date_begins(date_of(2026, 9, 2));
    EXPECT_INT(date_of(2026, 9, 2).days, instant_date(t0).days);
    EXPECT_INT(date_of(2026, 9, 1).days, instant_date((instant){ t0.us - 1 }).days);
    EXPECT_STR("2026-09-02T14:05:09+07:00",
               instant_iso(t->a, instant_add_seconds(t0, 14 * 3600 + 309)));
    EXPECT_STR("14:05:09", instant_hms(t->a, instant_add_seconds(t0, 14 * 3600 + 309)));
    EXPECT_INT(date_of(1969, 12, 31).days, instant_date((instant){ -8LL * 3600 * 1000000 }).days);
}

/* -- numbers and codes ------------------------------------------------------------------------ */

TEST(base, a_mean_reaches_a_threshold_exactly_or_not)
{
    EXPECT(mean_reaches((mean){ 270, 3 }, 9000));
    EXPECT(!mean_reaches((mean){ 269, 3 }, 9000));
    EXPECT(mean_reaches((mean){ 269, 3 }, 8966));
    EXPECT(!mean_reaches((mean){ 269, 3 }, 8967));
    EXPECT_INT(8967, mean_hundredths((mean){ 269, 3 }));
    EXPECT_STR("89,67", show(t->a, ((mean){ 269, 3 })));
    EXPECT_STR("1.250.000 ₫", show(t->a, ((vnd){ 1250000 })));
}

TEST(base, whole_numbers_are_read_within_their_range)
{
    int64_t n;
    EXPECT(int_read(S("9223372036854775807"), &n) && n == INT64_MAX);
    EXPECT(int_read(S("-9223372036854775808"), &n) && n == INT64_MIN);
    static const char *const wrong[] = {
        "", "-", "+1", "9223372036854775808", "-9223372036854775809", "1 ", " 1", "1.0", "0x1"
    };
    for (ptrdiff_t i = 0; i < COUNT_OF(wrong); i++)
        EXPECT(!int_read(str_of(wrong[i]), &n));
    EXPECT(add_ok(INT64_MAX - 1, 1, &n) && !add_ok(INT64_MAX, 1, &n) && !add_ok(INT64_MIN, -1, &n));
    EXPECT(mul_ok(1LL << 31, 1LL << 31, &n) && !mul_ok(1LL << 32, 1LL << 31, &n));
}

TEST(base, a_codes_check_catches_every_wrong_character_and_every_swap)
{
    static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ01IO";
    str back;
    for (int turn = 0; turn < 50; turn++) {
        str code = code_make(t->a);
        EXPECT(code_read(t->a, code_show(t->a, code), &back) && str_equal(code, back));
        for (ptrdiff_t i = 0; i < CODE_CHARS; i++) {
            char *other = cstr(t->a, code);
            for (const char *c = letters; *c; c++) {
                other[i] = *c;
                if (*c != code.at[i] && code_read(t->a, str_of(other), &back)
                    && !str_equal(back, code))
                    test_fail(__FILE__, __LINE__, "%s passes for %s", other, cstr(t->a, code));
            }
            other[i] = code.at[i];
            if (i + 1 == CODE_CHARS || code.at[i] == code.at[i + 1])
                continue;
            other[i] = code.at[i + 1];
            other[i + 1] = code.at[i];
            EXPECT(!code_read(t->a, str_of(other), &back));
        }
    }
    EXPECT(!code_read(t->a, S(""), &back));
    EXPECT(!code_read(t->a, S("7K3M-9QXT-2HV"), &back));
}

/* -- settings --------------------------------------------------------------------------------- */

TEST(base, a_wrong_setting_is_refused_with_its_range)
{
    char *argv[] = { "saolang", "serve", "--login_idle_min", "4", NULL };
    int argc = 4;
    str why = S("");
    EXPECT_ERR(ERR_INPUT, conf_load(t->a, &argc, argv, &why));
    EXPECT(str_contains(why, S("login_idle_min")));
    char *good[] = { "saolang", "--login_idle_min", "120", "serve", NULL };
    argc = 4;
    EXPECT_OK(conf_load(t->a, &argc, good, &why));
    EXPECT_INT(2, argc);
    EXPECT_STR("serve", str_of(good[1]));
    EXPECT_INT(120, conf()->login_idle_min);
}
