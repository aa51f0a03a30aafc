/* place_test.c: units by day, and importing them all or not at all. */
#include "app/test_world.h"

#define HEADING "code,name,short_name,level,type,parent_code,valid_from,valid_to\n"

static enum err import(struct world *w, const char *rows, struct place_import *out)
{
    return place_import(world_as(w, &w->maker), join(w->a, S(HEADING), str_of(rows)), S(""), false,
                        out);
}

TEST(place, the_same_file_twice_changes_nothing)
{
    struct world *w = world_new(t);
    struct place_import done;
    WORLD_NUMBER(units, "SELECT COUNT(*) AS n FROM place");
    WORLD_NUMBER(links, "SELECT COUNT(*) AS n FROM audit WHERE tbl = 'place'");
    int64_t links_before = world_number(w, &links);
    EXPECT_INT(WORLD_UNITS, world_number(w, &units));
    EXPECT_OK(place_import(world_as(w, &w->maker), world_file(w, "demo/units-91.csv"), S(""), false,
                           &done));
    EXPECT_INT(WORLD_UNITS, done.read);
    EXPECT_INT(WORLD_UNITS, done.unchanged);
    EXPECT_INT(0, done.added);
    EXPECT_INT(0, done.ended);
    EXPECT_INT(WORLD_UNITS, world_number(w, &units));
    EXPECT_INT(links_before, world_number(w, &links));
}

TEST(place, faults_are_told_with_their_lines_and_nothing_is_written)
{
    struct world *w = world_new(t);
    struct place_import done;
    struct ctx *cx = world_as(w, &w->maker);
    str csv = S(HEADING "31111,Xã Một,Một,commune,xa,91,2025-07-01,\n"
                        "3x,Xã Hai,Hai,commune,xa,91,2025-07-01,\n"
                        "31113,,Ba,commune,xa,91,2025-07-01,\n"
                        "31114,Xã Bốn,Bốn,village,xa,91,2025-07-01,\n"
                        "31115,Xã Năm,Năm,commune,xa,91,2025-02-30,\n"
                        "31116,Xã Sáu,Sáu,commune,xa,,2025-07-01,\n");
    static const int64_t lines[] = { 3, 4, 5, 6, 7 };
    WORLD_NUMBER(units, "SELECT COUNT(*) AS n FROM place");
    EXPECT_ERR(ERR_INPUT, place_import(cx, csv, S(""), false, &done));
    EXPECT_TEXT(cx, "Tệp đơn vị có 5 dòng lỗi, chưa nhập gì.");
    EXPECT_INT(COUNT_OF(lines), done.faults.count);
    for (ptrdiff_t i = 0; i < COUNT_OF(lines); i++)
        EXPECT_INT(lines[i], done.faults.at[i].line);
    EXPECT_INT(WORLD_UNITS, world_number(w, &units));
}

TEST(place, a_missing_column_and_an_open_quote_are_told)
{
    struct world *w = world_new(t);
    struct place_import done;
    EXPECT_ERR(ERR_INPUT,
               place_import(world_as(w, &w->maker), S("code,name\n1,2\n"), S(""), false, &done));
    EXPECT_INT(6, done.faults.count);
    EXPECT_STR("thiếu cột “short_name”.", done.faults.at[0].text);
    EXPECT_ERR(ERR_INPUT, import(w, "31111,\"Xã Một,Một,commune,xa,91,2025-07-01,\n", &done));
    EXPECT_ERR(ERR_INPUT, place_import(world_as(w, &w->maker), S(""), S(""), false, &done));
}

TEST(place, a_preview_writes_nothing)
{
    struct world *w = world_new(t);
    struct place_import done;
    struct place p;
    str csv = S(HEADING "31111,Xã Một,Một,commune,xa,91,2025-07-01,\n");
    EXPECT_OK(place_import(world_as(w, &w->maker), csv, S(""), true, &done));
    EXPECT_INT(1, done.read);
    EXPECT_ERR(ERR_NOT_FOUND,
               place_in_force(w->cx, LEVEL_COMMUNE, S("31111"), date_of(2026, 1, 1), &p));
    EXPECT_OK(place_import(world_as(w, &w->maker), csv, S("92"), false,
                           &done)); /* another province only */
    EXPECT_ERR(ERR_NOT_FOUND,
               place_in_force(w->cx, LEVEL_COMMUNE, S("31111"), date_of(2026, 1, 1), &p));
    EXPECT_OK(place_import(world_as(w, &w->maker), csv, S("91"), false, &done));
    EXPECT_OK(place_in_force(w->cx, LEVEL_COMMUNE, S("31111"), date_of(2026, 1, 1), &p));
}

TEST(place, a_unit_is_in_force_from_its_first_day_until_the_day_before_its_end)
{
    struct world *w = world_new(t);
    struct place_import done;
    struct place p;
    EXPECT_OK(import(w, "31111,Xã Một,Một,commune,xa,91,2025-07-01,\n", &done));
    EXPECT_INT(1, done.added);
    EXPECT_ERR(ERR_NOT_FOUND,
               place_in_force(w->cx, LEVEL_COMMUNE, S("31111"), date_of(2025, 6, 30), &p));
    EXPECT_OK(place_in_force(w->cx, LEVEL_COMMUNE, S("31111"), date_of(2025, 7, 1), &p));
    EXPECT_STR("91/31111/", p.path);
    EXPECT_ERR(ERR_NOT_FOUND,
               place_in_force(w->cx, LEVEL_DISTRICT, S("31111"), date_of(2025, 7, 1), &p));
    EXPECT_OK(import(w, "31111,Xã Một,Một,commune,xa,91,2025-07-01,2027-01-01\n", &done));
    EXPECT_INT(0, done.added);
    EXPECT_INT(1, done.ended);
    EXPECT_OK(place_in_force(w->cx, LEVEL_COMMUNE, S("31111"), date_of(2026, 12, 31), &p));
    EXPECT_ERR(ERR_NOT_FOUND,
               place_in_force(w->cx, LEVEL_COMMUNE, S("31111"), date_of(2027, 1, 1), &p));
    EXPECT_OK(import(w, "31111,Xã Một Mới,Một Mới,commune,xa,91,2027-01-01,\n", &done));
    EXPECT_OK(place_in_force(w->cx, LEVEL_COMMUNE, S("31111"), date_of(2027, 1, 1), &p));
    EXPECT_STR("Xã Một Mới", p.name);
    EXPECT_STR("", world_verify(w));
}

TEST(place, the_province_changes_its_name_on_its_day)
{
    struct world *w = world_new(t);
    struct place p;
    EXPECT_OK(place_in_force(w->cx, LEVEL_PROVINCE, S("91"), date_of(2025, 6, 30), &p));
    EXPECT_STR("Tỉnh Kiên Giang", p.name);
    EXPECT_OK(place_in_force(w->cx, LEVEL_PROVINCE, S("91"), date_of(2025, 7, 1), &p));
    EXPECT_STR("Tỉnh An Giang", p.name);
}

TEST(place, communes_are_listed_in_vietnamese_order_on_a_day)
{
    struct world *w = world_new(t);
    struct place_rows rows;
    EXPECT_OK(place_communes(w->cx, S("91/"), date_of(2026, 8, 5), &rows));
    EXPECT_INT(WORLD_UNITS - 2, rows.count);
    for (ptrdiff_t i = 1; i < rows.count; i++)
        EXPECT(str_order(
                   (str){ (const char *)rows.at[i - 1].name_key.at, rows.at[i - 1].name_key.len },
                   (str){ (const char *)rows.at[i].name_key.at, rows.at[i].name_key.len })
               <= 0);
    EXPECT_OK(place_communes(w->cx, S("91/"), date_of(2025, 6, 30), &rows));
    EXPECT_INT(0, rows.count);
    EXPECT_OK(place_communes(w->cx, S("91/30547/"), date_of(2026, 8, 5), &rows));
    EXPECT_INT(1, rows.count);
}
