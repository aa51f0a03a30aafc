/* product_card.c: the kinds of cards a product has: field tables and rules. */
#include "product/product_card.h"

#include "base/out.h"
#include "product/product.sql.h"

/* -- units of sale ---------------------------------------------------------------------------- */

static const struct field sale_fields[] = {
    FIELD_TEXT(struct sale_unit, name, "ten", "Quy cách bán", .hint = "Ví dụ: chai 500 ml, hộp 12 gói",
               .least = 1, .most = 100),
    FIELD_TEXT(struct sale_unit, gtin, "gtin", "Mã vạch (GTIN)", .hint = "Dãy số in dưới mã vạch.",
               .most = 20, .optional = true),
    FIELD_MONEY(struct sale_unit, price_low, "gia_tu", "Giá bán lẻ từ (đồng)", .least = 1,
                .most = CARD_MONEY_MAX),
    FIELD_MONEY(struct sale_unit, price_high, "gia_den", "Đến (đồng)",
                .hint = "Để trống nếu chỉ có một giá.", .most = CARD_MONEY_MAX, .optional = true),
    FIELD_DATE(struct sale_unit, priced_on, "ngay_gia", "Giá của ngày"),
    FIELD_HIDDEN(struct sale_unit, version, "ban"),
};
static const struct form sale_form = FORM(sale_fields);

bool gtin_fine(str s)
{
    int sum = 0;
    if (s.len != 8 && (s.len < 12 || s.len > 14))
        return false;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.at[s.len - 1 - i];
        if (c < '0' || c > '9')
            return false;
        sum += (c - '0') * (i % 2 == 1 ? 3 : 1);
    }
    return sum % 10 == 0;
}

static enum err sale_check(struct ctx *cx, const struct card_owner *of, void *card)
{
    struct sale_unit *s = card;
    (void)of;
    if (s->gtin.len > 0 && !gtin_fine(s->gtin))
        return fail(cx, ERR_INPUT, M_SALE_GTIN, .field = S("gtin"), .args = { s->gtin });
    if (s->price_high.dong == 0)
        s->price_high = s->price_low;
    if (s->price_high.dong < s->price_low.dong)
        return fail(cx, ERR_INPUT, M_SALE_PRICES, .field = S("gia_den"),
                    .args = { show(cx->a, s->price_high), show(cx->a, s->price_low) });
    return OK;
}

CARD_CALLS(sale_unit)
const struct card_kind sale_unit_kind = {
    .word = "quy-cach", .title = "Quy cách, giá bán", .one = "quy cách bán", .icon = "box",
    .none = "Mỗi cỡ bán một dòng, có mã vạch và giá, để người mua và nơi phân phối tra được.",
    .columns = "ten gtin gia_tu gia_den ngay_gia",
    .check = sale_check, CARD_KIND(sale_unit, sale_form),
};

/* -- labels and packaging --------------------------------------------------------------------- */

static const struct field_choice label_kinds[] = {
    { 1, "nhan", "Nhãn" },
    { 2, "bao_bi", "Bao bì" },
    { 0 },
};

static const struct field label_fields[] = {
    FIELD_CHOICE(struct label, kind, "loai", "Loại", label_kinds),
    FIELD_TEXT(struct label, name, "ten", "Tên phiên bản", .hint = "Ví dụ: Nhãn 2026, chai 500 ml",
               .least = 2, .most = 120),
    FIELD_DATE(struct label, used_from, "tu_ngay", "Dùng từ ngày"),
    FIELD_DATE(struct label, used_until, "den_ngay", "Đến hết ngày",
               .hint = "Để trống nếu còn đang dùng.", .optional = true),
    FIELD_LINES(struct label, note, "ghi_chu", "Nội dung thay đổi", .most = 1000, .optional = true),
    FIELD_HIDDEN(struct label, version, "ban"),
};
static const struct form label_form = FORM(label_fields);

static enum err label_check(struct ctx *cx, const struct card_owner *of, void *card)
{
    const struct label *l = card;
    (void)of;
    return card_days_fit(cx, l->used_from, l->used_until);
}

static struct card_mark label_mark(struct ctx *cx, const void *card)
{
    const struct label *l = card;
    int32_t today = instant_date(cx->now).days;
    if (l->used_from.days > today)
        return (struct card_mark){ S("Sắp dùng"), S("is-wait") };
    if (date_known(l->used_until) && l->used_until.days < today)
        return (struct card_mark){ S("Đã thôi dùng"), S("is-off") };
    return (struct card_mark){ S("Đang dùng"), S("is-good") };
}

CARD_CALLS(label)
const struct card_kind label_kind = {
    .word = "nhan", .title = "Nhãn, bao bì", .one = "phiên bản nhãn", .icon = "photo",
    .none = "Ghi từng phiên bản nhãn và bao bì để biết ngày nào dùng mẫu nào.",
    .columns = "loai ten tu_ngay den_ngay",
    .check = label_check, .mark = label_mark, CARD_KIND(label, label_form),
};

/* -- issued codes ----------------------------------------------------------------------------- */

static const struct field code_fields[] = {
    FIELD_TEXT(struct issued_code, code, "ma", "Mã sản phẩm",
               .hint = "Chép đúng như trên giấy chứng nhận, ví dụ: 83-829-28780-3-2022", .least = 3,
               .most = 60),
    FIELD_TEXT(struct issued_code, issuer, "noi_cap", "Nơi cấp", .least = 2, .most = 200),
    FIELD_DATE(struct issued_code, issued_on, "ngay_cap", "Ngày cấp", .optional = true),
    FIELD_HIDDEN(struct issued_code, version, "ban"),
};
static const struct form code_form = FORM(code_fields);

static bool all_digits(str s, ptrdiff_t least, ptrdiff_t most)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
    return s.len >= least && s.len <= most;
}

bool issued_code_read(struct arena *a, str code, struct issued_code *out)
{
    enum { PARTS_MAX = 5 };
    str part[PARTS_MAX];
    int count = 0;
    int64_t year = 0;
    str rest = code;
    (void)a;
    out->province = out->district = out->commune = out->number = S("");
    out->year = 0;
    while (rest.len > 0 && count < PARTS_MAX)
        part[count++] = str_trim(str_cut(&rest, '-'));
    int five = count == PARTS_MAX;
    if (rest.len > 0 || count < 4 || !all_digits(part[0], 2, 2)
        || (five && !all_digits(part[1], 3, 3)) || !all_digits(part[1 + five], 5, 5)
        || !all_digits(part[2 + five], 1, 6) || !all_digits(part[3 + five], 4, 4)
        || !int_read(part[3 + five], &year))
        return false;
    out->province = part[0];
    out->district = five ? part[1] : S("");
    out->commune = part[1 + five];
    out->number = part[2 + five];
    out->year = (int32_t)year;
    return true;
}

/* A code of another form is kept too: what stands on a certificate is not ours to refuse. */
static enum err code_check(struct ctx *cx, const struct card_owner *of, void *card)
{
    struct issued_code *c = card;
    (void)of;
    (void)issued_code_read(cx->a, c->code, c);
    return OK;
}

static struct card_mark code_mark(struct ctx *cx, const void *card)
{
    const struct issued_code *c = card;
    if (c->province.len == 0)
        return (struct card_mark){ S("không theo mẫu đã biết"), S("is-warn") };
    str district = c->district.len > 0 ? join(cx->a, S(", huyện "), c->district) : S("");
    return (struct card_mark){ .text = join(cx->a, S("tỉnh "), c->province, district, S(", xã "),
                                            c->commune, S(", số "), c->number, S(", năm "),
                                            show(cx->a, c->year)) };
}

CARD_CALLS(issued_code)
const struct card_kind issued_code_kind = {
    .word = "ma-da-cap", .title = "Mã đã cấp", .one = "mã đã cấp", .icon = "certificate",
    .none = "Mã sản phẩm trên giấy chứng nhận, giữ nguyên từng chữ số như lúc cấp.",
    .columns = "ma noi_cap ngay_cap", .mark_title = "Các phần của mã",
    .check = code_check, .mark = code_mark, CARD_KIND(issued_code, code_form),
};

/* -- years ------------------------------------------------------------------------------------ */

static const struct field year_fields[] = {
    FIELD_INT(struct product_year, year, "nam", "Năm", .least = 2000, .most = 2100),
    FIELD_INT(struct product_year, output, "san_luong", "Sản lượng", .most = 2000000000),
    FIELD_TEXT(struct product_year, output_unit, "don_vi", "Đơn vị tính", .hint = "Ví dụ: kg, chai",
               .least = 1, .most = 40),
    FIELD_MONEY(struct product_year, revenue, "doanh_thu", "Doanh thu (đồng)", .most = CARD_MONEY_MAX),
    FIELD_INT(struct product_year, jobs, "viec_lam", "Số việc làm", .most = 100000, .optional = true),
    FIELD_MONEY(struct product_year, export_revenue, "xuat_khau", "Trong đó xuất khẩu (đồng)",
                .most = CARD_MONEY_MAX, .optional = true),
    FIELD_TEXT(struct product_year, export_to, "thi_truong", "Thị trường xuất khẩu", .most = 200,
               .optional = true),
    FIELD_HIDDEN(struct product_year, version, "ban"),
};
static const struct form year_form = FORM(year_fields);

static enum err year_check(struct ctx *cx, const struct card_owner *of, void *card)
{
    const struct product_year *y = card;
    struct product_year_rows have;
    if (y->export_revenue.dong > y->revenue.dong)
        return fail(cx, ERR_INPUT, M_PRODUCT_YEAR_EXPORT, .field = S("xuat_khau"),
                    .args = { show(cx->a, y->export_revenue), show(cx->a, y->revenue) });
    TRY(product_year_list(cx, of->id, &have));
    for (ptrdiff_t i = 0; i < have.count; i++)
        if (have.at[i].year == y->year && have.at[i].id.id != y->id.id)
            return fail(cx, ERR_INPUT, M_PRODUCT_YEAR_TWICE, .field = S("nam"),
                        .args = { show(cx->a, y->year) });
    return OK;
}

CARD_CALLS(product_year)
const struct card_kind product_year_kind = {
    .word = "so-lieu", .title = "Số liệu từng năm", .one = "số liệu năm", .icon = "chart-bar",
    .none = "Sản lượng, doanh thu và xuất khẩu từng năm dùng để tự chấm điểm và báo cáo.",
    .columns = "nam san_luong don_vi doanh_thu viec_lam xuat_khau",
    .check = year_check, CARD_KIND(product_year, year_form),
};

/* -- the roadmap to a star -------------------------------------------------------------------- */

static const struct field_choice roadmap_states[] = {
    { ROADMAP_CANDIDATE, "ung_vien", "Ứng viên" },
    { ROADMAP_KEY, "chu_luc", "Chủ lực" },
    { ROADMAP_REACHED, "da_dat", "Đã đạt" },
    { ROADMAP_LEFT, "thoi", "Không theo nữa" },
    { 0 },
};
static const struct field_choice roadmap_stars[] = {
    { 3, "3", "3 sao" },
    { 4, "4", "4 sao" },
    { 5, "5", "5 sao" },
    { 0 },
};

static const struct field roadmap_fields[] = {
    FIELD_CHOICE(struct roadmap, state, "danh_sach", "Danh sách", roadmap_states),
    FIELD_CHOICE(struct roadmap, star, "hang", "Hạng cần đạt", roadmap_stars),
    FIELD_INT(struct roadmap, year, "nam", "Năm cần đạt", .least = 2000, .most = 2100),
    FIELD_LINES(struct roadmap, task, "viec", "Việc cần làm", .least = 2, .most = 2000),
    FIELD_TEXT(struct roadmap, keeper, "nguoi_lo", "Người lo", .most = 120, .optional = true),
    FIELD_DATE(struct roadmap, until, "den_ngay", "Xong trước ngày", .optional = true),
    FIELD_HIDDEN(struct roadmap, version, "ban"),
};
static const struct form roadmap_form = FORM(roadmap_fields);

static struct card_mark roadmap_mark(struct ctx *cx, const void *card)
{
    const struct roadmap *r = card;
    bool open = r->state == ROADMAP_CANDIDATE || r->state == ROADMAP_KEY;
    return open ? card_mark_until(cx, r->until) : (struct card_mark){ 0 };
}

CARD_CALLS(roadmap)
const struct card_kind roadmap_kind = {
    .word = "lo-trinh", .title = "Lộ trình lên sao", .one = "bước lộ trình", .icon = "star",
    .none = "Đưa sản phẩm vào danh sách ứng viên hoặc chủ lực, ghi việc cần làm và người lo.",
    .columns = "danh_sach hang nam viec nguoi_lo den_ngay", .mark_title = "Thời hạn",
    .mark = roadmap_mark, CARD_KIND(roadmap, roadmap_form),
};

enum err roadmap_find(struct ctx *cx, const struct roadmap_query *q, struct roadmap_line_rows *out)
{
    struct scope s = actor_scope(cx->a, cx->actor, MAY(READ_PRODUCT));
    return roadmap_all(cx, s.like, s.own, q->state, q->year, q->after_year, q->after, out);
}

const struct field *roadmap_field(const char *name)
{
    return form_field(&roadmap_form, str_of(name));
}

/* -- the box ---------------------------------------------------------------------------------- */

static enum err owner(struct ctx *cx, str code, struct card_owner *out)
{
    struct product p;
    TRY(product_by_code(cx, code, &p));
    *out = (struct card_owner){ p.id.id, p.code, p.name, p.place_path, p.producer };
    return OK;
}

static bool publishes(const struct card_kind *k)
{
    return k == &sale_unit_kind;
}

static const struct card_kind *const kinds[] = { &sale_unit_kind, &label_kind, &issued_code_kind,
                                                 &product_year_kind, &roadmap_kind, NULL };
const struct card_box product_cards = {
    .home = "/quan-ly/san-pham", .home_title = "Sản phẩm", .noun = "product",
    .edit = MAY(EDIT_PRODUCT), .publishes = publishes, .owner = owner, .kinds = kinds,
};
