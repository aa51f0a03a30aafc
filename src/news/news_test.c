/* news_test.c: who reads a piece of news, since when, and what becomes of its text. */
#include "app/test_world.h"
#include "app/wire.h"
#include "core/test_form.h"
#include "news/news.h"
#include "report/test_table.h"

static struct news piece(struct world *w, const char *title, date day)
{
    return (struct news){ .code = code_make(w->a), .title = str_of(title),
                          .summary = S("Tóm tắt của tin."), .body = S("Nội dung của tin."),
                          .published_on = day };
}

static ptrdiff_t shown(struct world *w)
{
    struct news_rows rows;
    EXPECT_OK(news_public(world_as(w, &ANYONE), &(struct news_after){ NO_DATE, 0 }, &rows));
    return rows.count;
}

TEST(news, every_field_of_the_form_is_kept)
{
    struct world *w = world_new(t);
    struct news in = piece(w, "Khai mạc", NO_DATE), have;
    for (int seed = 1; seed <= 2; seed++) {
        test_form_fill(t->a, &news_form, &in, seed);
        if (seed == 1)
            EXPECT_OK(news_add_tx(world_as(w, &w->province), &in));
        else
            EXPECT_OK(news_change_tx(world_as(w, &w->province), &in));
        EXPECT_OK(news_by_code(world_as(w, &w->province), in.code, &have));
        str want = test_form_json(t->a, &news_form, &in);
        EXPECT_STR(cstr(t->a, want), test_form_json(t->a, &news_form, &have));
        in.id = have.id;
        in.version = have.version;
    }
    EXPECT_STR("", world_verify(w));
}

TEST(news, nobody_reads_a_piece_before_its_day_nor_while_it_is_hidden)
{
    struct world *w = world_new(t);
    struct news in = piece(w, "Khai mạc hội chợ", date_of(2026, 8, 6)), have;
    EXPECT_OK(news_add_tx(world_as(w, &w->province), &in));
    EXPECT_INT(0, shown(w));
    EXPECT_ERR(ERR_NOT_FOUND, news_for_public(world_as(w, &w->province), in.code, &have));
    w->now = world_morning(2026, 8, 6);
    EXPECT_INT(1, shown(w));
    EXPECT_OK(news_for_public(world_as(w, &ANYONE), in.code, &have));
    have.hidden = true;
    EXPECT_OK(news_change_tx(world_as(w, &w->province), &have));
    EXPECT_INT(0, shown(w));
}

TEST(news, only_the_provinces_office_writes_and_not_over_anothers_change)
{
    struct world *w = world_new(t);
    struct news in = piece(w, "Khai mạc hội chợ", date_of(2026, 8, 5)), have;
    const struct actor *others[] = { &w->commune, &w->producer, &w->admin, &w->chair, &ANYONE };
    for (int i = 0; i < COUNT_OF(others); i++)
        EXPECT_ERR(ERR_DENIED, news_add_tx(world_as(w, others[i]), &in));
    EXPECT_OK(news_add_tx(world_as(w, &w->province), &in));
    EXPECT_OK(news_by_code(world_as(w, &w->province), in.code, &have));
    EXPECT_ERR(ERR_NOT_FOUND, news_change_tx(world_as(w, &w->commune), &have));
    EXPECT_OK(news_change_tx(world_as(w, &w->province), &have));
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_ERR(ERR_CONFLICT, news_change_tx(cx, &have));
    EXPECT_TEXT(cx, "Tin “Khai mạc hội chợ” vừa được người khác sửa.");
}

TEST(news, text_becomes_paragraphs_and_lists_and_never_markup)
{
    struct world *w = world_new(t);
    struct news in = piece(w, "Khai mạc <hội chợ>", date_of(2026, 8, 5));
    in.body = S("Đoạn một\ncòn đoạn một\n\nĐoạn hai <script>alert(1)</script>\n- mục a\n- mục b\n\n"
                "Đoạn ba");
    EXPECT_OK(news_add_tx(world_as(w, &w->province), &in));
    wire_routes();
    str page = page_of(w, &ANYONE, cstr(t->a, news_path(t->a, &in).text));
    EXPECT(str_contains(page, S("<p>Đoạn một còn đoạn một</p>")));
    EXPECT(str_contains(page, S("<ul><li>mục a</li><li>mục b</li></ul><p>Đoạn ba</p>")));
    EXPECT(str_contains(page, S("Đoạn hai &lt;script&gt;")));
    EXPECT(!str_contains(page, S("<script>alert")));
    EXPECT(str_contains(page_of(w, &ANYONE, "/tin-tuc"), S("Khai mạc &lt;hội chợ&gt;")));
    EXPECT(str_contains(page_of(w, &ANYONE, "/"), S("Khai mạc &lt;hội chợ&gt;")));
    EXPECT(str_contains(page_of(w, &ANYONE, "/sitemap.xml"), in.code));
}

TEST(news, the_list_goes_on_without_gap_or_repeat)
{
    struct world *w = world_new(t);
    struct news_rows rows;
    for (int i = 0; i < NEWS_PAGE_ROWS + 5; i++) {
        struct news in = piece(w, "Tin trong ngày", date_of(2026, 8, 1 + i % 2));
        EXPECT_OK(news_add_tx(world_as(w, &w->province), &in));
    }
    EXPECT_OK(news_public(w->cx, &(struct news_after){ NO_DATE, 0 }, &rows));
    EXPECT_INT(NEWS_PAGE_ROWS + 1, rows.count);
    const struct news *last = &rows.at[NEWS_PAGE_ROWS - 1];
    struct news_after after = { last->published_on, last->id };
    EXPECT_OK(news_public(w->cx, &after, &rows));
    EXPECT_INT(5, rows.count);
}
