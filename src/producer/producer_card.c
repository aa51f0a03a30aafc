/* producer_card.c: the kinds of cards a producer has: field tables and rules. */
#include "producer/producer_card.h"

#include "base/out.h"
#include "producer/producer.sql.h"

/* -- papers ----------------------------------------------------------------------------------- */

static const struct field_choice paper_kinds[] = {
    { 1, "dang_ky_kinh_doanh", "Giấy chứng nhận đăng ký kinh doanh, hợp tác xã" },
    { 2, "an_toan_thuc_pham", "Giấy chứng nhận đủ điều kiện an toàn thực phẩm" },
    { 3, "cam_ket_an_toan", "Cam kết sản xuất, kinh doanh thực phẩm an toàn" },
    { 4, "cong_bo", "Hồ sơ công bố, tự công bố sản phẩm" },
    { 5, "kiem_nghiem", "Phiếu kiểm nghiệm" },
    { 6, "vietgap", "Chứng nhận VietGAP, GlobalGAP" },
    { 7, "huu_co", "Chứng nhận hữu cơ" },
    { 8, "he_thong", "Chứng nhận HACCP, ISO 22000, GMP" },
    { 9, "moi_truong", "Giấy phép, đăng ký, kế hoạch môi trường" },
    { 10, "so_huu_tri_tue", "Văn bằng nhãn hiệu, chỉ dẫn địa lý, sáng chế" },
    { 11, "ma_vung", "Mã số vùng trồng, cơ sở đóng gói" },
    { 12, "ma_vach", "Giấy chứng nhận sử dụng mã số mã vạch" },
    { 13, "hop_dong", "Hợp đồng liên kết, tiêu thụ" },
    { 14, "khac", "Giấy tờ khác" },
    { 0 },
};

static const struct field paper_fields[] = {
    FIELD_CHOICE(struct paper, kind, "loai", "Loại giấy tờ", paper_kinds),
    FIELD_TEXT(struct paper, number, "so", "Số", .hint = "Đúng như trên giấy, ví dụ: 12/2026/NNPTNT-AG",
               .least = 1, .most = 80),
    FIELD_TEXT(struct paper, issuer, "noi_cap", "Nơi cấp", .least = 2, .most = 200),
    FIELD_DATE(struct paper, valid_from, "tu_ngay", "Có giá trị từ ngày"),
    FIELD_DATE(struct paper, valid_until, "den_ngay", "Đến hết ngày",
               .hint = "Để trống nếu giấy không ghi thời hạn.", .optional = true),
    FIELD_TEXT(struct paper, note, "ghi_chu", "Ghi chú", .most = 500, .optional = true),
    FIELD_HIDDEN(struct paper, version, "ban"),
};
static const struct form paper_form = FORM(paper_fields);

str paper_kind_label(int32_t kind)
{
    return form_show(NULL, &paper_fields[0], &(struct paper){ .kind = kind });
}

static enum err paper_check(struct ctx *cx, const struct card_owner *of, void *card)
{
    const struct paper *p = card;
    (void)of;
    return card_days_fit(cx, p->valid_from, p->valid_until);
}

static struct card_mark paper_mark(struct ctx *cx, const void *card)
{
    return card_mark_until(cx, ((const struct paper *)card)->valid_until);
}

CARD_CALLS(paper)
const struct card_kind paper_kind = {
    .word = "giay-to", .title = "Giấy tờ", .one = "giấy tờ", .icon = "file-text",
    .none = "Ghi mỗi giấy một lần; hệ thống nhắc khi giấy sắp hết hạn và dùng lại cho mọi hồ sơ.",
    .columns = "loai so noi_cap tu_ngay den_ngay",
    .check = paper_check, .mark = paper_mark, CARD_KIND(paper, paper_form),
};

enum err paper_due_find(struct ctx *cx, const struct paper_due_query *q,
                        struct paper_due_rows *out)
{
    struct scope s = actor_scope(cx->a, cx->actor, MAY(READ_PRODUCT));
    return paper_due_list(cx, s.like, s.own, q->from, q->until, q->after_day, q->after, out);
}

/* -- sites ------------------------------------------------------------------------------------ */

static const struct field_choice site_kinds[] = {
    { SITE_WORKSHOP, "co_so", "Cơ sở sản xuất, chế biến" },
    { SITE_MATERIAL, "vung_nguyen_lieu", "Vùng nguyên liệu" },
    { SITE_SHOP, "diem_ban", "Điểm bán, giới thiệu sản phẩm" },
    { SITE_STORE, "kho", "Kho" },
    { 0 },
};

static const struct field site_fields[] = {
    FIELD_CHOICE(struct site, kind, "loai", "Loại địa điểm", site_kinds),
    FIELD_TEXT(struct site, name, "ten", "Tên địa điểm", .least = 2, .most = 200),
    FIELD_PICK(struct site, place_code, "xa", "Xã, phường, đặc khu"),
    FIELD_TEXT(struct site, address, "dia_chi", "Địa chỉ (ấp, đường, số nhà)", .most = 200,
               .optional = true),
    FIELD_TEXT(struct site, position, "vi_tri", "Vị trí trên bản đồ",
               .hint = "Vĩ độ, kinh độ chép từ ứng dụng bản đồ, ví dụ: 10.53713, 105.12345",
               .most = 40, .optional = true),
    FIELD_INT(struct site, area, "dien_tich", "Diện tích (m²)",
              .hint = "1 ha = 10000 m²", .least = 1, .most = 2000000000, .optional = true),
    FIELD_TEXT(struct site, material, "nguyen_lieu", "Cây trồng, vật nuôi, mặt hàng", .most = 200,
               .optional = true),
    FIELD_TEXT(struct site, code, "ma_so", "Mã số vùng trồng, cơ sở",
               .hint = "Chép đúng như văn bản cấp mã.", .most = 60, .optional = true),
    FIELD_TEXT(struct site, code_issuer, "noi_cap", "Nơi cấp mã", .most = 200, .optional = true),
    FIELD_DATE(struct site, valid_from, "tu_ngay", "Mã có giá trị từ ngày", .optional = true),
    FIELD_DATE(struct site, valid_until, "den_ngay", "Đến hết ngày", .optional = true),
    FIELD_HIDDEN(struct site, version, "ban"),
};
static const struct form site_form = FORM(site_fields);

/* One of the two numbers, in millionths; at most six digits after the point. */
static bool degrees_read(str s, int64_t most, int32_t *out)
{
    bool below = s.len > 0 && s.at[0] == '-';
    s = str_trim(below ? str_after(s, 1) : s);
    int64_t whole = 0, part = 0;
    ptrdiff_t dot = str_find(s, '.'), digits = 0;
    str head = dot < 0 ? s : str_sub(s, 0, dot);
    if (head.len == 0 || head.len > 3 || !int_read(head, &whole) || whole < 0)
        return false;
    for (ptrdiff_t i = dot + 1; dot >= 0 && i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
        if (digits++ < 6)
            part = part * 10 + (s.at[i] - '0');
    }
    for (; digits < 6; digits++)
        part *= 10;
    int64_t all = whole * 1000000 + part;
    *out = (int32_t)(below ? -all : all);
    return all <= most * 1000000;
}

bool position_read(str s, int32_t *latitude, int32_t *longitude)
{
    ptrdiff_t comma = str_find(s, ',');
    return comma > 0 && degrees_read(str_trim(str_sub(s, 0, comma)), 90, latitude)
           && degrees_read(str_trim(str_after(s, comma + 1)), 180, longitude);
}

static void put_degrees(struct out *o, int32_t millionths)
{
    int64_t n = millionths;
    if (n < 0)
        put(o, S("-"));
    n = n < 0 ? -n : n;
    put(o, n / 1000000);
    put(o, S("."));
    str part = show(o->a, n % 1000000);
    for (ptrdiff_t i = part.len; i < 6; i++)
        put(o, S("0"));
    put(o, part);
}

str position_show(struct arena *a, int32_t latitude, int32_t longitude)
{
    struct out *o = out_new(a, .max_bytes = 64);
    if (latitude == 0 && longitude == 0)
        return S("");
    put_degrees(o, latitude);
    put(o, S(", "));
    put_degrees(o, longitude);
    return out_str(o);
}

static enum err site_check(struct ctx *cx, const struct card_owner *of, void *card)
{
    struct site *s = card;
    struct place unit;
    (void)of;
    enum err e = place_in_force(cx, LEVEL_COMMUNE, s->place_code, instant_date(cx->now), &unit);
    if (e == ERR_NOT_FOUND)
        return fail(cx, ERR_INPUT, M_SITE_PLACE_UNKNOWN, .field = S("xa"),
                    .args = { s->place_code });
    TRY(e);
    s->place = unit.id;
    s->latitude = s->longitude = 0;
    if (s->position.len > 0 && !position_read(s->position, &s->latitude, &s->longitude))
        return fail(cx, ERR_INPUT, M_SITE_POSITION, .field = S("vi_tri"), .args = { s->position });
    return card_days_fit(cx, s->valid_from, s->valid_until);
}

static struct card_mark site_mark(struct ctx *cx, const void *card)
{
    return card_mark_until(cx, ((const struct site *)card)->valid_until);
}

static enum err site_picks(struct ctx *cx, struct form_view *v)
{
    struct pick *at;
    ptrdiff_t count;
    TRY(place_picks(cx, house()->province_path, &at, &count));
    form_view_picks(v, "xa", at, count);
    return OK;
}

static enum err site_cards(struct ctx *cx, int64_t owner, struct card_rows *out)
{
    struct site_rows rows;
    TRY(site_list(cx, owner, &rows));
    for (ptrdiff_t i = 0; i < rows.count; i++)
        rows.at[i].position = position_show(cx->a, rows.at[i].latitude, rows.at[i].longitude);
    *out = (struct card_rows){ rows.at, rows.count };
    return OK;
}

CARD_CHANGES(site)
const struct card_kind site_kind = {
    .word = "dia-diem", .title = "Địa điểm, vùng nguyên liệu", .one = "địa điểm",
    .icon = "map-pin",
    .none = "Địa điểm của tổ chức có sản phẩm còn hạng sao hiện trên bản đồ công khai; của hộ và cá "
            "nhân chỉ có tên điểm bán và xã.",
    .columns = "loai ten dia_chi dien_tich nguyen_lieu ma_so", .mark_title = "Hạn của mã",
    .check = site_check, .mark = site_mark, .picks = site_picks, CARD_KIND(site, site_form),
};

/* -- years ------------------------------------------------------------------------------------ */

static const struct field year_fields[] = {
    FIELD_INT(struct producer_year, year, "nam", "Năm", .least = 2000, .most = 2100),
    FIELD_MONEY(struct producer_year, revenue, "doanh_thu", "Doanh thu (đồng)", .most = CARD_MONEY_MAX),
    FIELD_MONEY(struct producer_year, export_revenue, "xuat_khau", "Trong đó xuất khẩu (đồng)",
                .most = CARD_MONEY_MAX, .optional = true),
    FIELD_INT(struct producer_year, workers, "lao_dong", "Số lao động", .most = 100000),
    FIELD_INT(struct producer_year, workers_province, "lao_dong_tinh", "Trong đó người trong tỉnh",
              .most = 100000, .optional = true),
    FIELD_INT(struct producer_year, workers_commune, "lao_dong_xa", "Trong đó người trong xã",
              .most = 100000, .optional = true),
    FIELD_INT(struct producer_year, workers_female, "lao_dong_nu", "Trong đó là nữ",
              .most = 100000, .optional = true),
    FIELD_INT(struct producer_year, workers_minority, "lao_dong_dtts",
              "Trong đó là đồng bào dân tộc thiểu số", .most = 100000, .optional = true),
    FIELD_HIDDEN(struct producer_year, version, "ban"),
};
static const struct form year_form = FORM(year_fields);

/* A part named in a field is never more than the whole. */
static enum err part_fits(struct ctx *cx, const char *field, int64_t part, int64_t whole)
{
    const struct field *f = form_field(&year_form, str_of(field));
    return part <= whole ? OK
                         : fail(cx, ERR_INPUT, M_YEAR_PART, .field = str_of(field),
                                .args = { str_of(f->label), show(cx->a, part),
                                          show(cx->a, whole) });
}

static enum err year_check(struct ctx *cx, const struct card_owner *of, void *card)
{
    const struct producer_year *y = card;
    struct producer_year_rows have;
    TRY(part_fits(cx, "xuat_khau", y->export_revenue.dong, y->revenue.dong));
    TRY(part_fits(cx, "lao_dong_tinh", y->workers_province, y->workers));
    TRY(part_fits(cx, "lao_dong_xa", y->workers_commune, y->workers));
    TRY(part_fits(cx, "lao_dong_nu", y->workers_female, y->workers));
    TRY(part_fits(cx, "lao_dong_dtts", y->workers_minority, y->workers));
    TRY(producer_year_list(cx, of->id, &have));
    for (ptrdiff_t i = 0; i < have.count; i++)
        if (have.at[i].year == y->year && have.at[i].id.id != y->id.id)
            return fail(cx, ERR_INPUT, M_YEAR_TWICE, .field = S("nam"),
                        .args = { show(cx->a, y->year) });
    return OK;
}

CARD_CALLS(producer_year)
const struct card_kind producer_year_kind = {
    .word = "so-lieu", .title = "Số liệu từng năm", .one = "số liệu năm", .icon = "chart-bar",
    .none = "Doanh thu và lao động từng năm dùng để tự chấm điểm và báo cáo.",
    .columns = "nam doanh_thu xuat_khau lao_dong lao_dong_tinh lao_dong_xa",
    .check = year_check, CARD_KIND(producer_year, year_form),
};

/* -- the box ---------------------------------------------------------------------------------- */

static enum err owner(struct ctx *cx, str code, struct card_owner *out)
{
    struct producer p;
    TRY(producer_by_code(cx, code, &p));
    *out = (struct card_owner){ p.id.id, p.code, p.name, p.place_path, p.id };
    return OK;
}

static bool publishes(const struct card_kind *k)
{
    return k == &site_kind || k == &paper_kind;
}

static const struct card_kind *const kinds[] = { &paper_kind, &site_kind, &producer_year_kind,
                                                 NULL };
const struct card_box producer_cards = {
    .home = "/quan-ly/chu-the", .home_title = "Chủ thể", .noun = "producer",
    .edit = MAY(EDIT_PRODUCT), .publishes = publishes, .owner = owner, .kinds = kinds,
};
