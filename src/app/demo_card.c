/* demo_card.c: papers, sites, years, prices, labels and roadmaps of the demonstration. All made up;
 * positions lie near the middle of the real communes. */
#include "app/demo.h"
#include "news/news.h"
#include "base/out.h"
#include "producer/producer_card.h"
#include "product/product_card.h"

static const struct demo_paper {
    int producer;
    int32_t kind;
    const char *number, *issuer;
    int from, until;                           /* days from today; until 0 = without an end */
} papers[] = {
    { 0, 1, "5102/TD-HTX", "Phòng Kinh tế (trình diễn)", -1900, 0 },
    { 0, 2, "118/TD-ATTP", "Chi cục Chất lượng nông sản (trình diễn)", -1060, 36 },
    { 0, 5, "KN-2291/TD", "Trung tâm Kiểm nghiệm (trình diễn)", -300, 65 },
    { 0, 10, "4-0391/TD", "Cục Sở hữu trí tuệ (trình diễn)", -1200, 2450 },
    { 1, 2, "77/TD-ATTP", "Chi cục Chất lượng nông sản (trình diễn)", -1110, -15 },
    { 1, 8, "HACCP-0087/TD", "Tổ chức chứng nhận (trình diễn)", -400, 695 },
    { 2, 3, "31/TD-CK", "Ủy ban nhân dân phường (trình diễn)", -700, 395 },
    { 3, 7, "HC-045/TD", "Tổ chức chứng nhận (trình diễn)", -200, 165 },
    { 5, 2, "203/TD-ATTP", "Chi cục Chất lượng nông sản (trình diễn)", -800, 12 },
    { 7, 6, "VG-1180/TD", "Tổ chức chứng nhận (trình diễn)", -360, 370 },
};

static const struct demo_site {
    int producer;
    int32_t kind;
    const char *name, *place, *address, *position, *material, *code;
    int32_t area;
} sites[] = {
    { 0, SITE_WORKSHOP, "Lò nấu đường thốt nốt", "30547", "ấp An Hòa", "10.423100, 104.999800", "Đường thốt nốt", "", 420 },
    { 0, SITE_MATERIAL, "Vườn thốt nốt của xã viên", "30547", "ấp An Lợi", "10.432000, 105.012000", "Thốt nốt", "AG-TD-0017", 126000 },
    { 0, SITE_SHOP, "Quầy bán tại chợ Tri Tôn", "30547", "chợ trung tâm", "10.421000, 105.001500", "Đường, mứt thốt nốt", "", 18 },
    { 1, SITE_WORKSHOP, "Xưởng phơi sấy khô cá", "30376", "khóm Long Thạnh", "10.804000, 105.243000", "Cá lóc, cá sặc", "", 900 },
    { 2, SITE_WORKSHOP, "Nhà ủ mắm", "30316", "khóm Vĩnh Phước", "10.705000, 105.118000", "Mắm cá linh", "", 260 },
    { 3, SITE_MATERIAL, "Cánh đồng lúa hướng hữu cơ", "30682", "ấp Tây Sơn", "10.262000, 105.262000", "Lúa", "AG-TD-0102", 480000 },
    { 4, SITE_WORKSHOP, "Nhà sơ chế tiêu", "31078", "khu phố 2", "10.219000, 103.962000", "Tiêu", "", 310 },
    { 5, SITE_WORKSHOP, "Nhà thùng nước mắm", "31078", "khu phố 5", "10.214500, 103.958000", "Nước mắm", "", 2100 },
    { 6, SITE_WORKSHOP, "Nhà dệt", "30520", "khóm Srây Skôth", "10.584000, 104.977000", "Thổ cẩm", "", 150 },
    { 7, SITE_MATERIAL, "Vườn xoài", "30307", "khóm Bình Đức", "10.401000, 105.409000", "Xoài", "AG-TD-0240", 31000 },
};

static const struct demo_year {
    int producer;
    int32_t years_ago;
    int64_t revenue, export_revenue;
    int32_t workers, province, commune, female, minority;
} years[] = {
    { 0, 3, 2150000000, 0, 18, 18, 15, 11, 13 },
    { 0, 2, 2780000000, 0, 21, 21, 18, 13, 15 },
    { 0, 1, 3420000000, 260000000, 26, 26, 22, 16, 18 },
    { 1, 1, 5900000000, 900000000, 34, 33, 20, 22, 0 },
    { 3, 1, 4100000000, 0, 15, 15, 12, 5, 0 },
    { 5, 1, 12800000000, 3100000000, 41, 38, 36, 17, 1 },
};

static enum err add(struct ctx *cx, const struct card_box *box, const struct card_kind *k,
                    str code, void *card)
{
    struct card_owner of;
    TRY(box->owner(cx, code, &of));
    return card_save(cx, box, k, &of, card);
}

static enum err put_papers(struct ctx *cx, const struct demo_made *made)
{
    date today = instant_date(cx->now);
    for (ptrdiff_t i = 0; i < COUNT_OF(papers); i++) {
        const struct demo_paper *d = &papers[i];
        struct paper p = { .kind = d->kind, .number = str_of(d->number),
                           .issuer = str_of(d->issuer), .valid_from = date_add_days(today, d->from),
                           .valid_until = d->until ? date_add_days(today, d->until) : NO_DATE };
        TRY(add(cx, &producer_cards, &paper_kind, made->producer[d->producer], &p));
    }
    return OK;
}

static enum err put_sites(struct ctx *cx, const struct demo_made *made)
{
    for (ptrdiff_t i = 0; i < COUNT_OF(sites); i++) {
        const struct demo_site *d = &sites[i];
        struct site s = { .kind = d->kind, .name = str_of(d->name), .place_code = str_of(d->place),
                          .address = str_of(d->address), .position = str_of(d->position),
                          .material = str_of(d->material), .code = str_of(d->code),
                          .area = d->area, .valid_from = NO_DATE, .valid_until = NO_DATE };
        if (s.code.len > 0)
            s.code_issuer = S("Chi cục Trồng trọt (trình diễn)");
        TRY(add(cx, &producer_cards, &site_kind, made->producer[d->producer], &s));
    }
    return OK;
}

static enum err put_years(struct ctx *cx, const struct demo_made *made)
{
    int32_t year = date_civil(instant_date(cx->now)).year;
    for (ptrdiff_t i = 0; i < COUNT_OF(years); i++) {
        const struct demo_year *d = &years[i];
        struct producer_year y = {
            .year = year - d->years_ago, .revenue = { d->revenue },
            .export_revenue = { d->export_revenue }, .workers = d->workers,
            .workers_province = d->province, .workers_commune = d->commune,
            .workers_female = d->female, .workers_minority = d->minority,
        };
        TRY(add(cx, &producer_cards, &producer_year_kind, made->producer[d->producer], &y));
    }
    return OK;
}

/* The first product shows every kind. */
static enum err put_product_cards(struct ctx *cx, const struct demo_made *made)
{
    date today = instant_date(cx->now);
    int32_t year = date_civil(today).year;
    str code = made->product[0];
    struct sale_unit box = { .name = S("Hộp 500 g"), .gtin = S("2000000000015"),
                             .price_low = { 62000 }, .price_high = { 68000 }, .priced_on = today };
    struct sale_unit bag = { .name = S("Túi 1 kg"), .price_low = { 115000 }, .priced_on = today };
    struct label old = { .kind = 1, .name = S("Nhãn giấy, hộp 500 g"),
                         .used_from = date_add_days(today, -1500),
                         .used_until = date_add_days(today, -401) };
    struct label now = { .kind = 1, .name = S("Nhãn có mã truy xuất, hộp 500 g"),
                         .used_from = date_add_days(today, -400), .used_until = NO_DATE,
                         .note = S("Thêm mã QR truy xuất, đổi cỡ chữ thành phần.") };
    struct product_year last = { .year = year - 1, .output = 42000, .output_unit = S("hộp"),
                                 .revenue = { 2600000000 }, .jobs = 19,
                                 .export_revenue = { 260000000 }, .export_to = S("Campuchia") };
    struct roadmap five = { .state = ROADMAP_KEY, .star = 5, .year = year + 2,
                            .task = S("Chứng nhận hệ thống HACCP; hợp đồng xuất khẩu ổn định."),
                            .keeper = S("Phòng Kinh tế xã (trình diễn)"),
                            .until = date_add_days(today, 200) };
    struct roadmap four = { .state = ROADMAP_CANDIDATE, .star = 4, .year = year + 1,
                            .task = S("Bổ sung phiếu kiểm nghiệm, câu chuyện sản phẩm."),
                            .keeper = S("Cán bộ xã (trình diễn)"), .until = NO_DATE };
    TRY(add(cx, &product_cards, &sale_unit_kind, code, &box));
    TRY(add(cx, &product_cards, &sale_unit_kind, code, &bag));
    TRY(add(cx, &product_cards, &label_kind, code, &old));
    TRY(add(cx, &product_cards, &label_kind, code, &now));
    TRY(add(cx, &product_cards, &product_year_kind, code, &last));
    TRY(add(cx, &product_cards, &roadmap_kind, code, &five));
    return add(cx, &product_cards, &roadmap_kind, made->product[3], &four);
}

static enum err put_news(struct ctx *cx)
{
    date today = instant_date(cx->now);
    struct news fair = {
        .title = S("Hội chợ sản phẩm OCOP của tỉnh mở cửa cuối tuần này (trình diễn)"),
        .summary = S("Hơn một trăm gian hàng của các hợp tác xã, hộ kinh doanh trong tỉnh."),
        .body = S("Hội chợ mở cửa từ 8 giờ đến 21 giờ, vào cửa tự do.\n\nNgười mua có thể:\n"
                  "- quét mã trên nhãn để biết hạng sao còn hiệu lực hay không\n"
                  "- xem lịch sử hạng sao và giấy tờ của chủ thể\n\n"
                  "Đây là tin của bản trình diễn, không phải tin thật."),
        .published_on = date_add_days(today, -3),
    };
    struct news round = {
        .title = S("Nhận hồ sơ đánh giá đợt hai đến hết ngày 30/10 (trình diễn)"),
        .summary = S("Chủ thể lập hồ sơ trên hệ thống; UBND xã thẩm tra trong 15 ngày làm việc."),
        .body = S("Chủ thể có sản phẩm sắp hết hạn được hệ thống nhắc trước.\n\n"
                  "Đây là tin của bản trình diễn, không phải tin thật."),
        .published_on = date_add_days(today, -30),
    };
    fair.code = code_make(cx->a);
    round.code = code_make(cx->a);
    TRY(news_add(cx, &round));
    return news_add(cx, &fair);
}

enum err demo_cards(struct ctx *cx, const struct demo_made *made)
{
    TRY(put_papers(cx, made));
    TRY(put_sites(cx, made));
    TRY(put_years(cx, made));
    TRY(put_news(cx));
    return put_product_cards(cx, made);
}
