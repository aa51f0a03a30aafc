/* list_test.c: every list of the program comes as a file too, whoever may see it. */
#include "app/test_world.h"
#include "app/wire.h"
#include "core/route.h"
#include "report/test_table.h"

/* Somebody who may what the route asks for. */
static const struct actor *who_may(struct world *w, enum right r)
{
    if (actor_may(&w->province, r))
        return &w->province;
    return actor_may(&w->admin, r) ? &w->admin : &w->maker;
}

TEST(list, every_list_comes_as_a_table_with_its_headings)
{
    struct world *w = world_with_meeting_closed(t, 80);
    int lists = 0;
    wire_routes();
    for (const struct route *const *r = routes_all(); *r; r++) {
        str path = str_of((*r)->path);
        if ((*r)->method != GET || !str_ends(path, S("/tai-ve")) || str_contains(path, S(":")))
            continue;
        str target = join(t->a, path, S("?dang=csv&chuoi=account/1"));
        str file = page_of(w, who_may(w, (*r)->who), cstr(t->a, target));
        EXPECT(str_starts(file, S("\xEF\xBB\xBF")));
        EXPECT(str_contains(file, S(",")));
        EXPECT(str_ends(file, S("\r\n")));
        lists++;
    }
    EXPECT(lists >= 11);
}

TEST(list, a_list_as_a_file_has_every_row_beyond_one_page)
{
    enum { MORE_THAN_A_PAGE = 60 };
    struct world *w = world_new(t);
    wire_routes();
    for (int32_t i = 0; i < MORE_THAN_A_PAGE; i++) {
        struct meeting m = { .code = code_make(w->a), .title = join(t->a, S("Phiên số "),
                                                                    show(t->a, 100 + i)),
                             .council_decision = S("1/QĐ"), .venue = S("Phòng họp"),
                             .held_on = date_of(2026, 9, 1) };
        EXPECT_OK(meeting_add_tx(world_as(w, &w->province), &m));
    }
    str file = page_of(w, &w->province, "/hoi-dong/tai-ve?dang=csv");
    for (int32_t i = 0; i < MORE_THAN_A_PAGE; i++)
        EXPECT(str_contains(file, join(t->a, S("Phiên số "), show(t->a, 100 + i), S(","))));
    str first = page_of(w, &w->province, "/hoi-dong");
    EXPECT(str_contains(first, S("Phiên số 159<")));
    EXPECT(!str_contains(first, S("Phiên số 109<")));
    EXPECT(str_contains(first, S("/hoi-dong?truoc=")));
}
