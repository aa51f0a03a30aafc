/* merge_test.c: two records of one producer: found, told apart, made one with what is theirs. */
#include "app/test_world.h"
#include "app/wire.h"
#include "producer/producer_card.h"
#include "producer/producer_twin.h"

static str add_producer(struct world *w, const char *name, const char *tax, const char *phone)
{
    struct producer p = { .code = code_make(w->a), .legal_type = COOPERATIVE,
                          .name = str_of(name), .representative = S("Lê Văn A"),
                          .tax_code = str_of(tax), .phone = str_of(phone),
                          .place_code = S(WORLD_COMMUNE) };
    EXPECT_OK(producer_add_tx(world_as(w, &w->province), &p));
    return p.code;
}

static struct producer producer_of(struct world *w, str code)
{
    struct producer p;
    EXPECT_OK(producer_by_code(world_as(w, &w->province), code, &p));
    return p;
}

static struct twin_rows twins(struct world *w, const struct actor *who)
{
    struct twin_rows rows;
    EXPECT_OK(twin_find(world_as(w, who), &rows));
    return rows;
}

static struct merge merge_of(struct world *w, str keep, str gone)
{
    return (struct merge){ keep, gone, producer_of(w, keep).version, producer_of(w, gone).version };
}

TEST(merge, records_alike_by_tax_code_name_or_phone_are_suggested_surest_first)
{
    struct world *w = world_new(t);
    add_producer(w, "Hợp tác xã Sen Hồng", "", "0912 345 678");
    add_producer(w, "Công ty Sen Trắng", "0100109106", "");
    add_producer(w, "HTX sen hong", "", "+84912345678");
    add_producer(w, "Doanh nghiệp tư nhân khác hẳn", "0100109106", "");
    struct twin_rows rows = twins(w, &w->province);
    EXPECT_INT(2, rows.count);
    EXPECT_INT(TWIN_TAX_CODE, rows.at[0].reasons);
    EXPECT_INT(TWIN_NAME | TWIN_PHONE, rows.at[1].reasons);
    EXPECT_STR("tên giống nhau, cùng điện thoại", twin_reasons(t->a, rows.at[1].reasons));
    EXPECT_INT(0, twins(w, &w->other_commune).count);
}

TEST(merge, the_surest_pairs_are_not_crowded_out_by_many_of_one_name)
{
    struct world *w = world_new(t);
    for (int i = 0; i < TWINS_MAX + 5; i++)
        add_producer(w, "HTX Sen Hồng", "", "");
    add_producer(w, "Công ty Một", "0100109106", "");
    add_producer(w, "Công ty Hai", "0100109106", "");
    struct twin_rows rows = twins(w, &w->province);
    EXPECT_INT(TWINS_MAX, rows.count);
    EXPECT_INT(TWIN_TAX_CODE, rows.at[0].reasons);
}

TEST(merge, of_three_alike_two_remain_when_the_oldest_is_told_apart)
{
    struct world *w = world_new(t);
    str a = add_producer(w, "HTX Sen Hồng", "", ""), b = add_producer(w, "HTX Sen Hồng", "", "");
    str c = add_producer(w, "HTX Sen Hồng", "", "");
    struct merge ab = merge_of(w, a, b), ac = merge_of(w, a, c);
    EXPECT_OK(producer_apart_tx(world_as(w, &w->province), &ab));
    EXPECT_OK(producer_apart_tx(world_as(w, &w->province), &ac));
    struct twin_rows rows = twins(w, &w->province);
    EXPECT_INT(1, rows.count);
    EXPECT(str_equal(rows.at[0].code_a, b) && str_equal(rows.at[0].code_b, c));
}

TEST(merge, a_pair_told_apart_is_not_suggested_again_and_may_be_merged_later)
{
    struct world *w = world_new(t);
    str a = add_producer(w, "HTX Sen Hồng", "", "");
    str b = add_producer(w, "Hợp tác xã Sen Hồng", "", "");
    struct merge m = merge_of(w, a, b);
    EXPECT_OK(producer_apart_tx(world_as(w, &w->province), &m));
    EXPECT_OK(producer_apart_tx(world_as(w, &w->province), &m));
    EXPECT_INT(0, twins(w, &w->province).count);
    EXPECT_OK(producer_merge_tx(world_as(w, &w->province), &m));
    EXPECT_STR("", world_verify(w));
}

static void put_year(struct world *w, str code, int32_t year, int64_t dong)
{
    struct card_owner of;
    struct producer_year y = { .year = year, .revenue = { dong }, .workers = 1 };
    EXPECT_OK(producer_cards.owner(world_as(w, &w->province), code, &of));
    EXPECT_OK(card_save_tx(world_as(w, &w->province), &producer_cards, &producer_year_kind, &of,
                           &y));
}

TEST(merge, products_cases_cards_and_accounts_go_along_and_blanks_are_filled)
{
    struct world *w = world_with_case(t);
    wire_events();
    str gone = w->producer_code;
    str keep = add_producer(w, "HTX Thốt nốt Bảy Núi mới", "", "");
    put_year(w, gone, 2024, 100);
    put_year(w, gone, 2025, 200);
    put_year(w, keep, 2025, 999);
    struct producer was = producer_of(w, gone);
    struct merge m = merge_of(w, keep, gone);
    EXPECT_OK(producer_merge_tx(world_as(w, &w->province), &m));

    struct producer now = producer_of(w, keep);
    EXPECT(str_equal(now.address, was.address));
    EXPECT_STR("Lê Văn A", now.representative);
    struct product p;
    EXPECT_OK(product_by_code(world_as(w, &w->province), w->product_code, &p));
    EXPECT_INT(now.id.id, p.producer.id);
    EXPECT_INT(now.id.id, world_case(w, w->dossier).producer.id);
    struct card_rows years;
    EXPECT_OK(producer_year_kind.list(w->cx, now.id.id, &years));
    EXPECT_INT(2, years.count);
    EXPECT_INT(999, ((struct producer_year *)years.at)[0].revenue.dong);
    EXPECT_INT(100, ((struct producer_year *)years.at)[1].revenue.dong);
    struct actor person;
    EXPECT_OK(account_actor_by_id(w->cx, w->producer.account, &person));
    EXPECT_INT(now.id.id, person.worn.at[0].producer.id);
    EXPECT_STR("", world_verify(w));
}

TEST(merge, what_is_gone_is_not_found_and_its_address_leads_to_what_was_kept)
{
    struct world *w = world_new(t);
    wire_events();
    str a = add_producer(w, "HTX Sen A", "", ""), b = add_producer(w, "HTX Sen B", "", "");
    str c = add_producer(w, "HTX Sen C", "", ""), kept;
    struct merge first = merge_of(w, b, a);
    EXPECT_OK(producer_merge_tx(world_as(w, &w->province), &first));
    struct merge second = merge_of(w, c, b);
    EXPECT_OK(producer_merge_tx(world_as(w, &w->province), &second));
    struct producer p;
    EXPECT_ERR(ERR_NOT_FOUND, producer_by_code(world_as(w, &w->province), a, &p));
    EXPECT_OK(producer_went_into(w->cx, a, &kept));
    EXPECT(str_equal(kept, c));
    EXPECT_OK(producer_went_into(w->cx, c, &kept));
    EXPECT_STR("", kept);
}

TEST(merge, nobody_merges_with_itself_beyond_their_area_or_over_anothers_change)
{
    struct world *w = world_new(t);
    str a = add_producer(w, "HTX Sen A", "", ""), b = add_producer(w, "HTX Sen B", "", "");
    struct merge same = { a, a, 1, 1 }, m = merge_of(w, a, b);
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_ERR(ERR_INPUT, producer_merge_tx(cx, &same));
    EXPECT_TEXT(cx, "“HTX Sen A” không thể gộp với chính nó.");
    EXPECT_ERR(ERR_NOT_FOUND, producer_merge_tx(world_as(w, &w->other_commune), &m));
    EXPECT_ERR(ERR_NOT_FOUND, producer_merge_tx(world_as(w, &w->producer), &m));
    struct producer p = producer_of(w, b);
    p.phone = S("0900000000");
    EXPECT_OK(producer_change_tx(world_as(w, &w->province), &p));
    EXPECT_ERR(ERR_CONFLICT, producer_merge_tx(world_as(w, &w->province), &m));
    WORLD_NUMBER(gone, "SELECT COUNT(*) AS n FROM producer WHERE withdrawn_at > 0");
    EXPECT_INT(0, world_number(w, &gone));
}
