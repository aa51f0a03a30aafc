/* portal_test.c: what the public finds, in which order, what stands beside a filter, and what the
 * public never sees. */
#include "app/test_world.h"
#include "app/wire.h"
#include "core/route.h"
#include "portal/portal_in.h"
#include "producer/producer_card.h"
#include "product/product_card.h"

/* -- a province with recognised products ------------------------------------------------------- */

static enum err sql(struct world *w, str text)
{
    return world_sql(w, cstr(w->a, text));
}

/* A case and a star behind the program's back: what is tested here is finding them. */
static void recognise(struct world *w, str code, int32_t star, const char *issued,
                      const char *expires)
{
    EXPECT_OK(sql(
        w, join(w->a,
                S("INSERT INTO decision (code, number, signed_on, issuer, signer, "
                  "signer_title, place_path, at, by_account) VALUES ('"),
                code, S("', '01/QĐ-UBND', '2026-01-05', 'UBND tỉnh', 'A', 'B', '91/', 0, 0)"))));
    EXPECT_OK(sql(w, join(w->a,
                          S("INSERT INTO dossier (code, product, producer, place_path, kind, "
                            "pack_id, pack_sha256, set_slug, state, sheet, created_at) SELECT '"),
                          code_make(w->a),
                          S("', id, producer, place_path, 1, '', '', set_slug, 8, '', 0 "
                            "FROM product WHERE code = '"),
                          code, S("'"))));
    str unique = code_make(w->a);
    EXPECT_OK(sql(w, join(w->a,
                          S("INSERT INTO recognition (code, serial, decision, dossier, product, "
                            "product_code, product_name, producer_name, address, set_name, star, "
                            "points_sum, ballot_count, issued_on, expires_on, at) SELECT '"),
                          unique, S("', '"), unique,
                          S("', (SELECT MAX(id) FROM decision), "
                            "(SELECT MAX(id) FROM dossier), id, '"),
                          unique, S("', name, 'P', 'ấp 1, xã A', 'S', "), show(w->a, star),
                          S(", 80, 1, '"), str_of(issued), S("', '"), str_of(expires),
                          S("', 0 FROM product WHERE code = '"), code, S("'"))));
}

static str star_product(struct world *w, const char *name, int32_t star)
{
    str code;
    world_product_add(w, name, &code);
    recognise(w, code, star, "2026-01-05", "2029-01-05");
    return code;
}

/* Names found, in their order, each followed by a bar. */
static str found(struct world *w, const struct portal_query *q)
{
    struct listing_rows rows;
    struct out *o = out_new(w->a, .max_bytes = 64 << 10);
    EXPECT_OK(portal_find(world_as(w, &ANYONE), q, &rows));
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        put(o, rows.at[i].name);
        put(o, S("|"));
    }
    return out_str(o);
}

static str typed(struct world *w, const char *words)
{
    return found(w, &(struct portal_query){ .typed = str_of(words) });
}

/* What a visitor without a sign-in is sent. */
static enum err get(struct world *w, str target, struct resp *rs)
{
    static bool wired;
    if (!wired)
        wire_routes();
    wired = true;
    struct ctx *cx = world_as(w, &ANYONE);
    struct req *rq = new(w->a, struct req, 1);
    str rest = target;
    *rq = (struct req){ .method = GET, .target = target, .client = S("192.0.2.1") };
    rq->path = str_cut(&rest, '?');
    rq->query = pairs_decode(w->a, rest, 20);
    cx->visit->rq = rq;
    cx->visit->english = path_is_english(rq->path);
    cx->visit->route = route_find(GET, rq->path).route;
    EXPECT(cx->visit->route != NULL);
    return cx->visit->route->run(cx, rq, rs);
}

static str body(struct world *w, const char *target)
{
    struct resp rs = { 0 };
    EXPECT_OK(get(w, str_of(target), &rs));
    return rs.body;
}

#define EXPECT_HAS(text, part)   EXPECT(str_contains((text), S(part)))
#define EXPECT_LACKS(text, part) EXPECT(!str_contains((text), S(part)))

/* -- finding ----------------------------------------------------------------------------------- */

TEST(portal, only_a_recognised_product_is_listed)
{
    struct world *w = world_with_product(t);
    EXPECT_STR("", found(w, &(struct portal_query){ 0 }));
    EXPECT_STR("", typed(w, "mật ong"));
    recognise(w, w->product_code, 3, "2026-01-05", "2029-01-05");
    EXPECT_STR("Mật ong rừng tràm|", found(w, &(struct portal_query){ 0 }));
    EXPECT_STR("Mật ong rừng tràm|", typed(w, "mật ong"));
}

TEST(portal, the_newest_recognition_is_the_latest_issued_not_the_latest_entered)
{
    struct world *w = world_with_product(t);
    recognise(w, w->product_code, 4, "2026-03-01", "2029-03-01");
    EXPECT_OK(sql(w, S("UPDATE decision SET code = 'SAU-NGAY-NAY'")));
    recognise(w, w->product_code, 3, "2020-03-01", "2023-03-01");
    EXPECT_STR("Mật ong rừng tràm|", found(w, &(struct portal_query){ .star = 4 }));
    EXPECT_STR("", found(w, &(struct portal_query){ .star = 3 }));
}

TEST(portal, a_product_is_found_however_it_is_typed)
{
    static const char *const ways[] = {
        "nước mắm hoà đức", "NUOC MAM HOA DUC", "nước mắm hòa đức", "duc hoa mam",
        "nuoc ma",          "(Nước), mắm!",     "Nước mắm Hoà Ðức", "Nu\xC6\xA1\xCC\x81\x63 mắm",
    };
    struct world *w = world_new(t);
    star_product(w, "Nước mắm Hòa Đức", 4);
    star_product(w, "Tôm khô", 3);
    for (ptrdiff_t i = 0; i < COUNT_OF(ways); i++)
        EXPECT_STR("Nước mắm Hòa Đức|", typed(w, ways[i]));
    EXPECT_STR("", typed(w, "nước mắm xoài"));
}

TEST(portal, spellings_of_one_word_meet)
{
    struct world *w = world_new(t);
    star_product(w, "Chanh Quý Lý", 4);
    star_product(w, "Sầu riêng Ri6", 3);
    EXPECT_STR("Chanh Quý Lý|", typed(w, "chanh quí lí"));
    EXPECT_STR("Chanh Quý Lý|", typed(w, "chanh qui ly"));
    EXPECT_STR("Sầu riêng Ri6|", typed(w, "sau rieng ri 6"));
    EXPECT_STR("Sầu riêng Ri6|", typed(w, "ri6"));
}

TEST(portal, the_words_as_typed_stand_first_then_vietnamese_order)
{
    struct world *w = world_new(t);
    star_product(w, "Ca khô", 3);
    star_product(w, "Cá khô", 3);
    star_product(w, "Cà khô", 3);
    star_product(w, "Bột cá khô", 3);
    EXPECT_STR("Cá khô|Bột cá khô|Ca khô|Cà khô|", typed(w, "cá khô"));
    EXPECT_STR("Cà khô|Ca khô|Cá khô|Bột cá khô|", typed(w, "CÀ KHÔ"));
}

static int32_t first_tier(struct world *w, const char *words)
{
    struct listing_rows rows;
    struct portal_query q = { .typed = str_of(words) };
    EXPECT_OK(portal_find(world_as(w, &ANYONE), &q, &rows));
    return rows.count > 0 ? rows.at[0].tier : 0;
}

TEST(portal, a_new_name_and_a_producers_new_name_are_found_as_typed)
{
    struct world *w = world_new(t);
    str code = star_product(w, "Bột Sả", 3);
    star_product(w, "Bột Sa", 3);
    struct product p;
    EXPECT_STR("Bột Sả|Bột Sa|", typed(w, "bột sả"));
    EXPECT_OK(product_by_code(world_as(w, &w->commune), code, &p));
    p.name = S("Bột Sạ");
    EXPECT_OK(product_change_tx(world_as(w, &w->commune), &p));
    EXPECT_STR("Bột Sa|Bột Sạ|", typed(w, "bột sả"));
    EXPECT_STR("Bột Sạ|Bột Sa|", typed(w, "bột sạ"));
    EXPECT_INT(2, first_tier(w, "sạ núi"));
    EXPECT_OK(sql(w, S("UPDATE producer SET name = 'HTX Nui'")));
    EXPECT_INT(4, first_tier(w, "sạ núi"));
}

/* Walks every page; what was seen must be what one list of all would be. */
TEST(portal, pages_go_on_exactly_where_the_last_one_ended)
{
    struct world *w = world_new(t);
    for (int i = 0; i < 30; i++) {
        star_product(w, cstr(t->a, join(t->a, S("Cá số "), show(t->a, (int32_t)(i % 7)))), 3);
        star_product(w, cstr(t->a, join(t->a, S("Ca số "), show(t->a, (int32_t)(i % 5)))), 4);
    }
    struct portal_query q = { .typed = S("cá") };
    int64_t seen[61] = { 0 };
    int count = 0, tier = 1;
    for (int page = 0; page < 4; page++) {
        struct listing_rows rows;
        EXPECT_OK(portal_find(world_as(w, &ANYONE), &q, &rows));
        for (ptrdiff_t i = 0; i < rows.count && i < PORTAL_PAGE_ROWS; i++) {
            for (int k = 0; k < count; k++)
                EXPECT(seen[k] != rows.at[i].id.id);
            EXPECT(rows.at[i].tier >= tier && count < 60);
            tier = rows.at[i].tier;
            seen[count++] = rows.at[i].id.id;
        }
        if (rows.count <= PORTAL_PAGE_ROWS)
            break;
        struct req_pair sau = { S("sau"), portal_key_show(t->a, &rows.at[PORTAL_PAGE_ROWS - 1]) };
        struct req rq = { .query = { &sau, 1 } };
        portal_key_read(world_as(w, &ANYONE), &rq, &q);
    }
    EXPECT_INT(60, count);
}

/* -- filters ----------------------------------------------------------------------------------- */

static void province_of_all_sorts(struct world *w)
{
    str code;
    star_product(w, "Mật ong A", 3);
    star_product(w, "Mật ong B", 4);
    star_product(w, "Gạo thơm C", 4);
    world_product_add(w, "Mật ong cũ", &code);
    recognise(w, code, 4, "2022-01-05", "2025-01-05");
    EXPECT_OK(sql(w, S("UPDATE product SET set_slug = 'gao-ngu-coc-hat-so-che-khac' WHERE name = "
                       "'Gạo thơm C'")));
    EXPECT_OK(sql(
        w, join(w->a, S("UPDATE product SET producer = (SELECT id FROM producer WHERE code = '"),
                w->other_producer_code,
                S("'), place_path = '91/" WORLD_OTHER_COMMUNE "/' WHERE name = 'Mật ong B'"))));
}

static struct portal_query with_value(struct portal_query q, int facet, str word)
{
    int64_t n = 0;
    if (facet == FACET_STAR && int_read(word, &n))
        q.star = (int32_t)n;
    if (facet == FACET_TYPE && int_read(word, &n))
        q.legal_type = (int32_t)n;
    if (facet == FACET_GROUP) {
        q.group = word;
        q.set_slug = S("");
    }
    if (facet == FACET_SET)
        q.set_slug = word;
    if (facet == FACET_PLACE)
        q.commune = word;
    if (facet == FACET_VALID)
        q.valid = str_is(word, "con") ? VALID_TODAY : VALID_ENDED;
    return q;
}

static int64_t count_found(struct world *w, const struct portal_query *q)
{
    struct listing_rows rows;
    EXPECT_OK(portal_find(world_as(w, &ANYONE), q, &rows));
    return rows.count;
}

static void expect_counts(struct world *w, const struct portal_query *q)
{
    struct facets f;
    EXPECT_OK(portal_facets(world_as(w, &ANYONE), q, &f));
    EXPECT_INT(count_found(w, q), f.total);
    for (int i = 0; i < FACETS; i++)
        for (ptrdiff_t k = 0; k < f.at[i].values.count; k++) {
            struct portal_query chosen = with_value(*q, i, f.at[i].values.at[k].word);
            EXPECT_INT(count_found(w, &chosen), f.at[i].values.at[k].count);
            EXPECT(f.at[i].values.at[k].label.len > 0);
        }
}

TEST(portal, the_number_beside_a_filter_is_what_choosing_it_shows)
{
    struct world *w = world_new(t);
    province_of_all_sorts(w);
    expect_counts(w, &(struct portal_query){ 0 });
    expect_counts(w, &(struct portal_query){ .star = 4 });
    expect_counts(w, &(struct portal_query){ .star = 4, .valid = VALID_TODAY });
    expect_counts(w, &(struct portal_query){ .typed = S("mat ong"), .commune = S(WORLD_COMMUNE) });
    expect_counts(w, &(struct portal_query){ .group = S("food"), .set_slug = S(WORLD_SET) });
    expect_counts(w, &(struct portal_query){ .star = 5, .valid = VALID_ENDED });
}

TEST(portal, a_recognition_is_valid_on_its_last_day_and_ended_on_the_next)
{
    struct world *w = world_with_product(t);
    recognise(w, w->product_code, 3, "2023-08-05", "2026-08-05");
    EXPECT_INT(1, count_found(w, &(struct portal_query){ .valid = VALID_TODAY }));
    EXPECT_INT(0, count_found(w, &(struct portal_query){ .valid = VALID_ENDED }));
    EXPECT_HAS(body(w, "/san-pham"), "Còn hiệu lực đến 05/08/2026");
    w->now = world_morning(2026, 8, 6);
    EXPECT_INT(0, count_found(w, &(struct portal_query){ .valid = VALID_TODAY }));
    EXPECT_INT(1, count_found(w, &(struct portal_query){ .valid = VALID_ENDED }));
    EXPECT_HAS(body(w, "/san-pham"), "đã hết hạn 05/08/2026");
}

TEST(portal, a_filter_can_be_taken_away_and_an_empty_list_says_which)
{
    struct world *w = world_new(t);
    province_of_all_sorts(w);
    str page = body(w, "/san-pham?tim=gao&sao=3&hieu-luc=con");
    EXPECT_HAS(page, "<a href=\"/san-pham?tim=gao&amp;hieu-luc=con\">Bỏ “3 sao”</a>: 1 sản phẩm");
    EXPECT_HAS(page, "Bỏ từ tìm kiếm “gao”");
    EXPECT_HAS(page, "href=\"/san-pham?sao=3&amp;hieu-luc=con\"");
    page = body(w, "/san-pham?nhom=drink&bo=" WORLD_SET);
    EXPECT_LACKS(page, "bo=" WORLD_SET); /* a set of another group is let go */
    EXPECT_HAS(body(w, "/san-pham?sao=9&loai=x&xa=%27%25&hieu-luc=!"), "4 sản phẩm");
}

/* -- suggestions ------------------------------------------------------------------------------- */

TEST(portal, names_are_offered_while_one_types)
{
    struct world *w = world_new(t);
    for (int i = 0; i < 12; i++)
        star_product(w, cstr(t->a, join(t->a, S("Trà số "), show(t->a, (int32_t)i))), 3);
    star_product(w, "Bánh trà", 3);
    star_product(w, "Bánh trà", 4);
    EXPECT_STR("{\"suggestions\":[{\"name\":\"Bánh trà\",\"kind\":\"product\"}]}",
               body(w, "/goi-y?tim=banh+tra"));
    EXPECT_STR("{\"suggestions\":[{\"name\":\"HTX Thốt nốt Bảy Núi\",\"kind\":\"producer\"}]}",
               body(w, "/goi-y?tim=thot+not"));
    EXPECT_STR("{\"suggestions\":[]}", body(w, "/goi-y?tim=t"));
    EXPECT_STR("{\"suggestions\":[]}", body(w, "/goi-y"));
    str many = body(w, "/goi-y?tim=tra");
    int64_t count = 0;
    for (ptrdiff_t at; (at = str_find_str(many, S("\"name\""))) >= 0; count++)
        many = str_after(many, at + 6);
    EXPECT_INT(8, count);
}

/* -- what the public sees of people ------------------------------------------------------------ */

static void dress_producer(struct world *w, int32_t legal_type)
{
    EXPECT_OK(
        sql(w, join(w->a,
                    S("UPDATE producer SET name = 'Hộ Trần Văn Tám', representative = 'Trần Thị "
                      "Kín', phone = "
                      "'0912345678', email = 'tam@x.vn', address = 'số 9 ngõ Sâu', legal_type = "),
                    show(w->a, legal_type), S(" WHERE code = '"), w->producer_code, S("'"))));
}

static void expect_no_person(str page)
{
    EXPECT_LACKS(page, "Trần Thị Kín");
    EXPECT_LACKS(page, "0912345678");
    EXPECT_LACKS(page, "tam@x.vn");
}

TEST(portal, a_producers_page_shows_the_organisation_and_its_products_alone)
{
    struct world *w = world_new(t);
    str code = star_product(w, "Mật ong B", 4);
    dress_producer(w, COOPERATIVE);
    str at = producer_public_path(t->a, S("Hộ Trần Văn Tám"), w->producer_code).text;
    str page = body(w, cstr(t->a, at));
    EXPECT_HAS(page, "Mật ong B");
    EXPECT_HAS(page, "số 9 ngõ Sâu, ");
    EXPECT_HAS(page, "Hợp tác xã");
    expect_no_person(page);
    expect_no_person(body(w, cstr(t->a, product_public_path(t->a, S("x"), code).text)));
    struct resp rs = { 0 };
    at = producer_public_path(t->a, S("x"), w->other_producer_code).text;
    EXPECT_ERR(ERR_NOT_FOUND, get(w, at, &rs)); /* nothing of it is recognised */
}

TEST(portal, the_address_of_a_household_is_its_commune)
{
    struct world *w = world_new(t);
    str code = star_product(w, "Mật ong B", 4);
    dress_producer(w, PRODUCING_HOUSEHOLD);
    str producer = body(w, cstr(t->a, producer_public_path(t->a, S("x"), w->producer_code).text));
    str product = body(w, cstr(t->a, product_public_path(t->a, S("x"), code).text));
    EXPECT_LACKS(producer, "ngõ Sâu");
    EXPECT_LACKS(product, "ngõ Sâu");
    expect_no_person(producer);
    expect_no_person(product);
    str check = str_after(product, str_find_str(product, S("/c/")));
    check = body(w, cstr(t->a, str_cut(&check, '"')));
    EXPECT_HAS(check, "<dt>Địa chỉ</dt><dd>Xã ");
    EXPECT_LACKS(check, "ấp 1");
    EXPECT_LACKS(body(w, "/du-lieu/san-pham.csv"), "Trần Văn Tám");
    EXPECT_LACKS(body(w, "/du-lieu/san-pham.json"), "Trần Văn Tám");
    EXPECT_HAS(body(w, "/du-lieu/san-pham.csv"), ",Hộ sản xuất,Hộ sản xuất,");
    EXPECT(producer_is_person(0));
}

/* -- for machines ------------------------------------------------------------------------------ */

TEST(portal, no_name_can_leave_the_data_of_a_page)
{
    struct world *w = world_new(t);
    str code = star_product(w, "Mật </script><script>alert(1)</script> & \"ong\"", 4);
    str page = body(w, cstr(t->a, product_public_path(t->a, S("x"), code).text));
    EXPECT_HAS(page, "<script type=\"application/ld+json\">{\"@context\"");
    EXPECT_HAS(page, "\"name\":\"Mật \\u003c/script\\u003e\\u003cscript\\u003ealert(1)");
    EXPECT_LACKS(page, "<script>");
    EXPECT_HAS(page, "<meta property=\"og:title\" content=\"Mật &lt;/script&gt;");
    EXPECT_HAS(page, "https://zalo.me/share?url=http");
}

TEST(portal, a_public_page_tells_search_engines_what_it_is_and_its_whole_address)
{
    struct world *w = world_new(t);
    star_product(w, "Trà sen", 3);
    static const char *const all[] = { "/", "/san-pham", "/tra-cuu", "/du-lieu" };
    for (ptrdiff_t i = 0; i < COUNT_OF(all); i++)
        EXPECT_HAS(body(w, all[i]), "<meta name=\"description\" content=\"");
    str here = join(t->a, house()->public_url, S("/san-pham"));
    EXPECT(str_starts(here, S("http")));
    EXPECT(str_contains(body(w, "/san-pham"),
                        join(t->a, S("<link rel=\"canonical\" href=\""), here, S("\">"))));
}

TEST(portal, open_data_carry_their_day_and_licence_and_no_formula)
{
    struct world *w = world_new(t);
    star_product(w, "=HYPERLINK(\"x\")", 4);
    star_product(w, "+Trà, sen", 3);
    struct resp rs = { 0 };
    EXPECT_OK(get(w, S("/du-lieu/san-pham.csv"), &rs));
    EXPECT(str_starts(rs.body, S("\xEF\xBB\xBF")));
    EXPECT_HAS(rs.body, "dữ liệu ngày 05/08/2026. Được dùng lại tự do");
    EXPECT_HAS(rs.body, ",\"'=HYPERLINK(\"\"x\"\")\",");
    EXPECT_HAS(rs.body, ",\"'+Trà, sen\",");
    EXPECT_HAS(rs.body, ",4,2026-01-05,2029-01-05,có,");
    str json = body(w, "/du-lieu/san-pham.json");
    EXPECT_HAS(json, "\"date\":\"2026-08-05\",\"licence\":\"Được dùng lại");
    EXPECT_HAS(json, "\"name\":\"=HYPERLINK(\\\"x\\\")\"");
}

TEST(portal, sitemap_and_news_name_what_is_recognised)
{
    struct world *w = world_with_product(t);
    str code = star_product(w, "Mật & ong", 4);
    str map = body(w, "/sitemap.xml"), news = body(w, "/rss.xml");
    EXPECT(str_starts(map, S("<?xml")));
    EXPECT(str_contains(
        map, join(t->a, S("/san-pham/mat-ong-"), code, S("</loc><lastmod>2026-01-05<"))));
    EXPECT(str_contains(map, join(t->a, S("-"), w->producer_code, S("</loc>"))));
    EXPECT(!str_contains(map, w->product_code));
    EXPECT(str_starts(news, S("<?xml")));
    EXPECT_HAS(news, "<title>Mật &amp; ong: 4 sao</title>");
    EXPECT_HAS(news, "<pubDate>Mon, 05 Jan 2026 00:00:00 +0700</pubDate>");
    EXPECT_HAS(body(w, "/robots.txt"), "/sitemap.xml\n");
}

/* -- places, papers, prices; side by side; in English ----------------------------------------- */

static void put_card(struct world *w, const struct card_box *box, const struct card_kind *k,
                     str code, void *card)
{
    struct card_owner of;
    EXPECT_OK(box->owner(world_as(w, &w->province), code, &of));
    EXPECT_OK(card_save_tx(world_as(w, &w->province), box, k, &of, card));
}

static void put_site(struct world *w, int32_t kind, const char *name, const char *position)
{
    struct site s = { .kind = kind, .name = str_of(name), .place_code = S(WORLD_COMMUNE),
                      .address = S("ngõ Sâu"), .position = str_of(position),
                      .valid_from = NO_DATE, .valid_until = NO_DATE };
    put_card(w, &producer_cards, &site_kind, w->producer_code, &s);
}

TEST(portal, the_map_shows_places_of_producers_with_a_star_in_force)
{
    struct world *w = world_with_product(t);
    put_site(w, SITE_WORKSHOP, "Xưởng A", "10.5, 105.25");
    put_site(w, SITE_SHOP, "Quầy B", "10.6, 105.35");
    put_site(w, SITE_SHOP, "Quầy không rõ chỗ", "");
    EXPECT_LACKS(body(w, "/ban-do"), "Xưởng A");
    recognise(w, w->product_code, 3, "2020-01-05", "2023-01-05");
    EXPECT_LACKS(body(w, "/ban-do"), "Xưởng A");
    star_product(w, "Mật ong B", 4);
    str page = body(w, "/ban-do");
    EXPECT_HAS(page, "Xưởng A");
    EXPECT_HAS(page, "2 địa điểm");
    EXPECT_LACKS(page, "Quầy không rõ chỗ");
    EXPECT_LACKS(body(w, "/ban-do?loai=3"), "Xưởng A");
    str marks = body(w, "/ban-do/diem.json?loai=1");
    EXPECT_HAS(marks, "{\"north\":10500000,\"east\":105250000,\"kind\":1,"
                      "\"label\":\"Cơ sở sản xuất\",");
    EXPECT_LACKS(marks, "Quầy B");
}

TEST(portal, where_a_household_works_is_on_no_map_and_its_shop_stands_without_street)
{
    struct world *w = world_new(t);
    star_product(w, "Mật ong B", 4);
    dress_producer(w, HOUSEHOLD_BUSINESS);
    put_site(w, SITE_WORKSHOP, "Bếp nhà", "10.5, 105.25");
    put_site(w, SITE_MATERIAL, "Vườn nhà", "10.5, 105.26");
    put_site(w, SITE_SHOP, "Quầy B", "10.6, 105.35");
    str page = body(w, "/ban-do"), marks = body(w, "/ban-do/diem.json");
    EXPECT_HAS(page, "Quầy B");
    EXPECT_LACKS(page, "Bếp nhà");
    EXPECT_LACKS(page, "Vườn nhà");
    EXPECT_LACKS(page, "ngõ Sâu");
    EXPECT_LACKS(marks, "Quầy B");
    EXPECT_LACKS(marks, "Bếp nhà");
    EXPECT_LACKS(marks, "ngõ Sâu");
}

TEST(portal, only_papers_in_force_that_speak_for_a_product_are_shown)
{
    static const struct paper papers[] = {
        { .kind = 2, .issuer = S("Chi cục A"), .valid_from = { 20000 }, .valid_until = { 20670 } },
        { .kind = 7, .issuer = S("Chi cục B"), .valid_from = { 20000 }, .valid_until = { 20669 } },
        { .kind = 8, .issuer = S("Chi cục C"), .valid_from = { 20671 }, .valid_until = { 21000 } },
        { .kind = 13, .issuer = S("Công ty D"), .valid_from = { 20000 }, .valid_until = { 21000 } },
    };
    struct world *w = world_new(t);
    str code = star_product(w, "Mật ong B", 4);
    for (int i = 0; i < COUNT_OF(papers); i++) {
        struct paper p = papers[i];
        p.number = S("SO-MAT");
        put_card(w, &producer_cards, &paper_kind, w->producer_code, &p);
    }
    str page = body(w, cstr(t->a, product_public_path(t->a, S("x"), code).text));
    EXPECT_HAS(page, "Chi cục A, đến hết ngày 05/08/2026");
    EXPECT_LACKS(page, "Chi cục B");
    EXPECT_LACKS(page, "Chi cục C");
    EXPECT_LACKS(page, "Công ty D");
    EXPECT_LACKS(page, "SO-MAT");
}

TEST(portal, products_stand_side_by_side_each_once_and_four_at_most)
{
    struct world *w = world_new(t);
    static const char *const names[] = { "Trà A", "Trà B", "Trà C", "Trà D", "Trà E" };
    str address = S("/so-sanh?sp=AAAAAAAAAAAA&sp=x");
    for (int i = 0; i < COUNT_OF(names); i++) {
        str code = star_product(w, names[i], 3);
        address = join(t->a, address, S("&sp="), code, S("&sp="), code);
    }
    str page = body(w, cstr(t->a, address));
    EXPECT_HAS(page, "Trà A");
    EXPECT_HAS(page, "Trà D");
    EXPECT_LACKS(page, "Trà E");
    EXPECT_HAS(page, "Đã đủ bốn sản phẩm");
    str none = body(w, "/so-sanh?tim=tra");
    EXPECT_HAS(none, "<span class=\"what\">Trà E</span>");
}

TEST(portal, a_price_is_shown_as_one_or_as_a_range)
{
    struct world *w = world_new(t);
    str code = star_product(w, "Mật ong B", 4);
    struct sale_unit one = { .name = S("Chai 1 lít"), .price_low = { 250000 },
                             .priced_on = date_of(2026, 8, 1) };
    struct sale_unit range = { .name = S("Chai 500 ml"), .price_low = { 120000 },
                               .price_high = { 140000 }, .priced_on = date_of(2026, 8, 1) };
    put_card(w, &product_cards, &sale_unit_kind, code, &one);
    put_card(w, &product_cards, &sale_unit_kind, code, &range);
    str page = body(w, cstr(t->a, product_public_path(t->a, S("x"), code).text));
    EXPECT_HAS(page, "<dt>Chai 1 lít</dt><dd>250.000 ₫</dd>");
    EXPECT_HAS(page, "<dt>Chai 500 ml</dt><dd>120.000 ₫ – 140.000 ₫</dd>");
}

TEST(portal, pages_below_en_speak_english_and_lead_to_one_another)
{
    static const char *const paths[] = { "/en/", "/en", "/en/san-pham", "/en/tra-cuu",
                                         "/en/san-pham?tim=zzz&sao=4", "/en/tra-cuu?ma=x", "/en/ban-do",
                                         "/en/so-sanh" };
    static const char *const vietnamese[] = { "Sản phẩm", "Tìm ", "Kiểm tra", "Bản đồ", "Mọi ",
                                              "Đăng nhập", "<a href=\"/san-pham\">",
                                              "<a href=\"/tra-cuu\">", "action=\"/san-pham" };
    struct world *w = world_new(t);
    star_product(w, "Honey", 4);
    for (int i = 0; i < COUNT_OF(paths); i++) {
        str page = body(w, paths[i]);
        EXPECT_HAS(page, "<html lang=\"en\">");
        EXPECT_HAS(page, "lang=\"vi\">Tiếng Việt</a>");
        for (int k = 0; k < COUNT_OF(vietnamese); k++)
            if (str_contains(page, str_of(vietnamese[k])))
                test_fail(__FILE__, __LINE__, "%s says %s", paths[i], vietnamese[k]);
    }
    EXPECT_HAS(body(w, "/en/san-pham"), "href=\"/en/san-pham/honey-");
    EXPECT_HAS(body(w, "/en/san-pham"), "Valid until 5 January 2029");
    EXPECT_HAS(body(w, "/en/san-pham?sao=4"), "href=\"/san-pham?sao=4\" hreflang=\"vi\"");
    EXPECT_HAS(body(w, "/san-pham?sao=4"), "href=\"/en/san-pham?sao=4\" hreflang=\"en\"");
    EXPECT_HAS(body(w, "/en/"), "An Giang Province");
}
