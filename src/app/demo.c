/* demo.c: a demonstration province: real units, made-up people and products.
 *
 * The flag lies in the database: a banner on every page, a watermark on every paper, the server on
 * this machine only. Nothing here is true of anybody.
 */
#include "app/cli.h"
#include "app/demo.h"
#include "base/conf.h"
#include "core/core.sql.h"
#include "core/embed.h"
#include "criteria/criteria.h"
#include "place/place.h"
#include "product/product.h"

static const struct demo_producer {
    int32_t type;
    const char *name, *representative, *place, *address, *phone;
    bool female, minority;
} producers[] = {
    { COOPERATIVE, "HTX Thốt nốt Bảy Núi (trình diễn)", "Néang Sóc Phương", "30547", "ấp An Hòa",
      "0900000101", true, true },
    { ENTERPRISE, "Công ty TNHH Khô cá Cửa Sông (trình diễn)", "Trần Văn Lộc", "30376",
      "khóm Long Thạnh", "0900000102", false, false },
    { HOUSEHOLD_BUSINESS, "Hộ kinh doanh Mắm Châu Giang (trình diễn)", "Lê Thị Bông", "30316",
      "khóm Vĩnh Phước", "0900000103", true, false },
    { COOPERATIVE, "HTX Gạo thơm Thoại Hà (trình diễn)", "Nguyễn Văn Bền", "30682", "ấp Tây Sơn",
      "0900000104", false, false },
    { COOPERATIVE, "HTX Tiêu Hàm Ninh (trình diễn)", "Phạm Thị Thơm", "31078", "khu phố 2",
      "0900000105", true, false },
    { ENTERPRISE, "Công ty TNHH Nước mắm Hòn Thơm Vàng (trình diễn)", "Đỗ Minh Hải", "31078",
      "khu phố 5", "0900000106", false, false },
    { COOP_GROUP, "Tổ hợp tác Dệt thổ cẩm Văn Giáo Mới (trình diễn)", "Néang Chanh Đa", "30520",
      "khóm Srây Skôth", "0900000107", true, true },
    { FARM, "Trang trại Xoài Ba Màu (trình diễn)", "Huỳnh Văn Tám", "30307", "khóm Bình Đức",
      "0900000108", false, false },
};

static const struct demo_product {
    int producer;
    const char *name, *set, *unit, *material, *story;
} products[] = {
    { 0, "Đường thốt nốt Bảy Núi", "mat-ong-mat-khac-va-nong-san-thuc-pham-khac", "hộp 500 g", "Nước thốt nốt lấy tại Ba Chúc, Tri Tôn",
      "Người Khmer vùng Bảy Núi leo cây lấy nước từ lúc trời chưa sáng. Nước được nấu ngay trong ngày bằng bếp "
      "trấu, khuấy tay cho đến khi đường kết lại, giữ mùi khói nhẹ và vị ngọt thanh." },
    { 0, "Mứt thốt nốt sấy dẻo", "che-bien-tu-rau-cu-qua-hat", "gói 200 g", "Trái thốt nốt non thu tại vườn xã viên", "" },
    { 1, "Khô cá lóc một nắng", "che-bien-tu-thit-thuy-san-trung-sua-mat-ong-nong-san-khac", "gói 500 g", "Cá lóc nuôi tại Tân Châu", "" },
    { 1, "Khô cá sặc rằn", "che-bien-tu-thit-thuy-san-trung-sua-mat-ong-nong-san-khac", "gói 500 g", "Cá sặc rằn nuôi ruộng lúa", "" },
    { 2, "Mắm cá linh Châu Giang", "tuong-nuoc-mam-gia-vi-dang-long-khac", "hũ 450 g", "Cá linh mùa nước nổi", "" },
    { 3, "Gạo thơm Thoại Hà", "gao-ngu-coc-hat-so-che-khac", "túi 5 kg", "Lúa trồng theo hướng hữu cơ tại Thoại Sơn", "" },
    { 4, "Tiêu sọ Phú Quốc rang muối", "gia-vi-khac", "hũ 100 g", "Tiêu trồng tại Phú Quốc", "" },
    { 5, "Nước mắm nhĩ 40 độ đạm", "tuong-nuoc-mam-gia-vi-dang-long-khac", "chai 500 ml", "Cá cơm than đánh bắt quanh đảo", "" },
    { 6, "Khăn rằn thổ cẩm Văn Giáo", "vai-may-mac", "chiếc", "Tơ nhuộm màu tự nhiên", "" },
    { 7, "Xoài ba màu tươi", "rau-cu-qua-hat-tuoi", "thùng 5 kg", "Vườn VietGAP tại Long Xuyên", "" },
};

static const struct demo_account {
    const char *login, *name;
    enum role role;
    const char *path;                          /* "" = province */
    int producer;                              /* -1 = none */
} accounts[] = {
    { "sanxuat", "Néang Sóc Phương", ROLE_PRODUCER, "", 0 },
    { "xa", "Lâm Thị Cán Bộ", ROLE_COMMUNE, "30547/", -1 },
    { "tinh", "Võ Văn Điều Phối", ROLE_PROVINCE, "", -1 },
    { "chutich", "Nguyễn Thị Chủ Tọa", ROLE_COUNCIL, "", -1 },
    { "thuky", "Trần Thị Ghi Chép", ROLE_COUNCIL, "", -1 },
    { "hoidong1", "Phan Văn Một", ROLE_COUNCIL, "", -1 },
    { "hoidong2", "Đặng Thị Hai", ROLE_COUNCIL, "", -1 },
    { "hoidong3", "Bùi Văn Ba", ROLE_COUNCIL, "", -1 },
    { "hoidong4", "Hồ Thị Bốn", ROLE_COUNCIL, "", -1 },
    { "hoidong5", "Trương Văn Năm", ROLE_COUNCIL, "", -1 },
    { "quantri", "Quản trị trình diễn", ROLE_ADMIN, "", -1 },
};

static const char *const settings[][2] = {
    { "demo", "1" },
    { "province_code", "91" },
    { "province_name", "Tỉnh An Giang" },
    { "public_url", "http://127.0.0.1:8080" },
    { "office", "Văn phòng điều phối nông thôn mới (bản trình diễn), điện thoại 0900 000 000" },
    { "paper_parent", "UBND TỈNH AN GIANG" },
    { "paper_issuer", "HỘI ĐỒNG ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP" },
    { "paper_place", "An Giang" },
};

static struct worn whole_province[] = { { ROLE_PROVINCE, { "91/", 3 }, { 0 } } };
static const struct actor DEMO = { .name = { "demo", 4 }, .worn = { whole_province, 1 } };

static enum err put_settings(struct ctx *cx, const void *in)
{
    (void)in;
    for (ptrdiff_t i = 0; i < COUNT_OF(settings); i++)
        TRY(setting_put(cx, str_of(settings[i][0]), str_of(settings[i][1])));
    return OK;
}

enum err demo_units(struct ctx *cx)
{
    struct place_import done;
    for (int i = 0; i < embed_count; i++)
        if (embed_rows[i].kind == EMBED_DEMO && str_is(str_of(embed_rows[i].name), "units-91.csv"))
            TRY(place_import(cx, embed_bytes(&embed_rows[i]), S(""), false, &done));
    return OK;
}

_Static_assert(COUNT_OF(producers) <= DEMO_PRODUCERS_MAX, "room for every producer");
_Static_assert(COUNT_OF(products) <= DEMO_PRODUCTS_MAX, "room for every product");

static enum err put_producers(struct ctx *cx, struct demo_made *made)
{
    for (ptrdiff_t i = 0; i < COUNT_OF(producers); i++) {
        const struct demo_producer *d = &producers[i];
        struct producer p = {
            .code = code_make(cx->a), .legal_type = d->type, .name = str_of(d->name),
            .representative = str_of(d->representative), .rep_female = d->female,
            .rep_minority = d->minority, .phone = str_of(d->phone), .address = str_of(d->address),
            .place_code = str_of(d->place),
        };
        TRY(producer_add(cx, &p, &made->id[i]));
        made->producer[i] = p.code;
    }
    return OK;
}

static enum err put_products(struct ctx *cx, struct demo_made *made)
{
    for (ptrdiff_t i = 0; i < COUNT_OF(products); i++) {
        const struct demo_product *d = &products[i];
        struct product p = {
            .code = code_make(cx->a),
            .producer_code = made->producer[d->producer],
            .name = str_of(d->name),
            .set_slug = str_of(d->set),
            .unit = str_of(d->unit),
            .material = str_of(d->material),
            .story = str_of(d->story),
        };
        product_id id;
        TRY(product_add(cx, &p, &id));
        made->product[i] = p.code;
    }
    return OK;
}

static enum err put_accounts(struct ctx *cx, const struct demo_made *made)
{
    for (ptrdiff_t i = 0; i < COUNT_OF(accounts); i++) {
        const struct demo_account *d = &accounts[i];
        struct account_new in = { .login_name = str_of(d->login), .name = str_of(d->name),
                                  .password = S(DEMO_PASSWORD) };
        in.worn.role = d->role;
        in.worn.place_path = join(cx->a, S("91/"), str_of(d->path));
        if (d->producer >= 0)
            in.worn = (struct worn){ d->role, S(""), made->id[d->producer] };
        account_id id;
        TRY(account_add(cx, &in, &id));
    }
    return OK;
}

static enum err put_all(struct ctx *cx, const void *in)
{
    struct demo_made made = { 0 };
    (void)in;
    TRY(put_producers(cx, &made));
    TRY(put_products(cx, &made));
    TRY(demo_cards(cx, &made));
    return put_accounts(cx, &made);
}

/* Fills an empty house. */
static enum err demo_fill(struct arena *a)
{
    struct ctx *cx;
    TRY(ctx_begin(a, &DEMO, &cx));
    enum err e = tx_run(cx, put_settings, NULL);
    if (e == OK)
        e = house_refresh(cx);
    if (e == OK)
        e = demo_units(cx);
    if (e == OK)
        e = tx_run(cx, put_all, NULL);
    for (ptrdiff_t i = 0; e != OK && i < cx->fault->count; i++)
        complain(cx->fault->rows[i].what);
    ctx_end(cx);
    return e;
}

int verb_demo(const struct verb_call *call)
{
    const char *dir = verb_word(call, 0) ? verb_word(call, 0) : conf()->data;
    struct house_conf hc = { .data_dir = dir, .db_url = conf()->db, .create = true,
                             .cheap_passwords = true };
    str why = S("");
    enum err e = house_open(call->a, &hc, &why);
    if (e == OK)
        e = packs_load(call->a, &why);
    if (e == OK && house()->province_code.len > 0) {
        complain(S("Thư mục này đã có dữ liệu; hãy chọn thư mục khác."));
        house_close();
        return err_exit(ERR_STATE);
    }
    if (e == OK)
        e = demo_fill(call->a);
    serve_find_helper(call->a);            /* the story prints certificates */
    if (e == OK && verb_flag(call, "story"))
        e = demo_story(call->a);
    house_close();
    if (e != OK) {
        complain(why.len > 0 ? why : S("Không dựng được tỉnh trình diễn; xem nhật ký phía trên."));
        return err_exit(e);
    }
    say(join(call->a, S("Đã dựng tỉnh trình diễn trong "), str_of(dir),
             S(".\nTài khoản: sanxuat xa tinh chutich thuky hoidong1 … hoidong5 quantri; mật khẩu: " DEMO_PASSWORD
               "\n")));
    return 0;
}
