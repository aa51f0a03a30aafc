/* admin.c: rules of the administrator: accounts with their first role, where a role lies, settings.
 * Nothing here knows pages or HTTP. */
#include "admin/admin.h"

#include "admin/admin.sql.h"
#include "core/core.sql.h"
#include "place/place.h"

#define MSG MSG_DEFINE
#include "admin/admin.msg"
#undef MSG

/* -- forms ------------------------------------------------------------------------------------- */

static const struct field_choice roles[] = {
#define ROLE(name, word, label, rights) { ROLE_##name, word, label },
#include "core/right.def"
    { 0 },
};

#define ROLE_FIELDS(type)                                                                    \
    FIELD_CHOICE(type, role, "vai_tro", "Vai trò", roles),                                   \
    FIELD_PICK(type, place_code, "don_vi", "Đơn vị",                                         \
               .hint = "Cần cho cán bộ xã. Cán bộ tỉnh để trống là cả tỉnh.",                \
               .optional = true),                                                            \
    FIELD_CODE(type, producer_code, "chu_the", "Mã chủ thể",                                 \
               .hint = "Chỉ cần cho vai trò chủ thể, ví dụ 7K3M-9QXT-2HVA.", .optional = true)

#define PERSON_FIELDS(type)                                                                  \
    FIELD_TEXT(type, name, "ten", "Họ và tên", .most = 120),                                 \
    FIELD_TEXT(type, email, "email", "Thư điện tử", .most = 120, .optional = true),          \
    FIELD_TEXT(type, phone, "dien_thoai", "Điện thoại", .most = 30, .optional = true)

static const struct field role_fields[] = { ROLE_FIELDS(struct admin_role) };
const struct form admin_role_form = FORM(role_fields);

static const struct field account_fields[] = {
    FIELD_TEXT(struct admin_account, login_name, "ten_dang_nhap", "Tên đăng nhập",
               .hint = "Chữ không dấu và chữ số, viết liền, ví dụ: lanlx", .least = 2, .most = 40),
    PERSON_FIELDS(struct admin_account),
    ROLE_FIELDS(struct admin_account),
};
const struct form admin_account_form = FORM(account_fields);

static const struct field change_fields[] = {
    PERSON_FIELDS(struct account),
    FIELD_BOOL(struct account, active, "hoat_dong", "Được đăng nhập"),
    FIELD_HIDDEN(struct account, version, "ban"),
};
const struct form admin_change_form = FORM(change_fields);

static const struct field settings_fields[] = {
    FIELD_TEXT(struct admin_settings, province_name, "ten_tinh", "Tên tỉnh, thành phố",
               .hint = "Ví dụ: Tỉnh An Giang", .least = 2, .most = 100),
    FIELD_TEXT(struct admin_settings, public_url, "dia_chi", "Địa chỉ công khai",
               .hint = "Ví dụ: https://ocop.angiang.gov.vn. Mã QR trên giấy dẫn tới đây.", .most = 200),
    FIELD_LINES(struct admin_settings, office, "van_phong", "Liên hệ của văn phòng",
                .hint = "Hiện ở chân mọi trang công khai.", .most = 500, .optional = true),
    FIELD_TEXT(struct admin_settings, paper_parent, "co_quan_chu_quan", "Cơ quan chủ quản trên giấy tờ",
               .hint = "Ví dụ: UBND TỈNH AN GIANG", .most = 120, .optional = true),
    FIELD_TEXT(struct admin_settings, paper_issuer, "co_quan_ban_hanh", "Cơ quan ban hành trên giấy tờ",
               .hint = "Ví dụ: HỘI ĐỒNG ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP", .most = 120, .optional = true),
    FIELD_TEXT(struct admin_settings, paper_place, "dia_danh", "Địa danh trên giấy tờ",
               .hint = "Đứng trước ngày tháng, ví dụ: An Giang", .most = 60, .optional = true),
    FIELD_TEXT(struct admin_settings, signer_title, "chuc_vu_ky", "Chức vụ người ký",
               .hint = "Ví dụ: CHỦ TỊCH", .most = 120, .optional = true),
    FIELD_TEXT(struct admin_settings, map_tiles, "ban_do", "Địa chỉ các mảnh bản đồ nền",
               .hint = "Của máy chủ bản đồ tỉnh được phép dùng, ví dụ: https://ban-do.example.vn/{z}/{x}/{y}.png. "
                       "Để trống: bản đồ chỉ có các điểm.",
               .most = 300, .optional = true),
    FIELD_TEXT(struct admin_settings, map_credit, "nguon_ban_do", "Ghi nguồn bản đồ",
               .hint = "Hiện ở góc bản đồ, theo điều khoản của nơi cung cấp.", .most = 200,
               .optional = true),
    FIELD_HIDDEN(struct admin_settings, seen, "ban"),
};
const struct form admin_settings_form = FORM(settings_fields);

/* -- where a role lies ------------------------------------------------------------------------- */

static enum err commune_path(struct ctx *cx, str code, str *path)
{
    struct place at;
    if (code.len == 0)
        return fail(cx, ERR_INPUT, M_ADMIN_PLACE_NEEDED, .field = S("don_vi"),
                    .args = { role_label(ROLE_COMMUNE) });
    enum err e = place_in_force(cx, LEVEL_COMMUNE, code, instant_date(cx->now), &at);
    if (e == ERR_NOT_FOUND)
        return fail(cx, ERR_INPUT, M_ADMIN_PLACE_UNKNOWN, .field = S("don_vi"), .args = { code });
    TRY(e);
    if (!str_starts(at.path, join(cx->a, house()->province_code, S("/"))))
        return fail(cx, ERR_INPUT, M_ADMIN_PLACE_FOREIGN, .field = S("don_vi"), .args = { code });
    *path = at.path;
    return OK;
}

static enum err province_path(struct ctx *cx, str code, str *path)
{
    if (code.len > 0 && !str_equal(code, house()->province_code))
        return fail(cx, ERR_INPUT, M_ADMIN_PLACE_FOREIGN, .field = S("don_vi"), .args = { code });
    *path = join(cx->a, house()->province_code, S("/"));
    return OK;
}

static enum err whose(struct ctx *cx, str code, producer_id *out)
{
    bool found;
    if (code.len == 0)
        return fail(cx, ERR_INPUT, M_ADMIN_PRODUCER_NEEDED, .field = S("chu_the"),
                    .args = { role_label(ROLE_PRODUCER) });
    TRY(admin_producer(cx, code, out, &found));
    if (!found)
        return fail(cx, ERR_INPUT, M_ADMIN_PRODUCER_UNKNOWN, .field = S("chu_the"),
                    .args = { code_show(cx->a, code) });
    return OK;
}

enum err admin_worn(struct ctx *cx, const struct admin_role *in, struct worn *out)
{
    *out = (struct worn){ .role = (enum role)in->role, .place_path = S("") };
    switch (out->role) {
    case ROLE_PRODUCER:
        return whose(cx, in->producer_code, &out->producer);
    case ROLE_COMMUNE:
        return commune_path(cx, in->place_code, &out->place_path);
    case ROLE_PROVINCE:
        return province_path(cx, in->place_code, &out->place_path);
    case ROLE_COUNCIL:
    case ROLE_ADMIN:
        return OK;
    case ROLE_NONE:
        break;
    }
    return fail(cx, ERR_INPUT, M_FORM_NOT_CHOICE, .field = S("vai_tro"), .args = { S("Vai trò") });
}

enum err admin_where(struct ctx *cx, str place_path, producer_id producer, str *out)
{
    bool found;
    *out = S("");
    if (producer.id)
        return admin_producer_name(cx, producer, out, &found);
    if (place_path.len == 0)
        return OK;
    str path = str_sub(place_path, 0, place_path.len - 1);
    str code = str_after(path, str_find_last(path, '/') + 1);
    bool province = code.len == path.len;
    struct place at;
    enum err e = place_in_force(cx, province ? LEVEL_PROVINCE : LEVEL_COMMUNE, code,
                                instant_date(cx->now), &at);
    *out = e == OK ? at.name : code;           /* a unit that has ended keeps its code */
    return e == ERR_NOT_FOUND ? OK : e;
}

/* -- accounts ---------------------------------------------------------------------------------- */

static str whole_link(struct ctx *cx, str path)
{
    return join(cx->a, house()->public_url, path);
}

/* ERR_INPUT beside "email" when it is neither empty nor name@place. */
static enum err email_fine(struct ctx *cx, str email)
{
    ptrdiff_t at = str_find(email, '@');
    bool fine = at > 0 && at < email.len - 1 && at == str_find_last(email, '@')
                && str_find(email, ' ') < 0;
    if (email.len > 0 && !fine)
        return fail(cx, ERR_INPUT, M_ADMIN_EMAIL_BAD, .field = S("email"), .args = { email });
    return OK;
}

enum err admin_account_add(struct ctx *cx, const struct admin_account *in)
{
    struct account_new row = { .name = in->name, .email = in->email, .phone = in->phone };
    struct admin_role role = { in->role, in->place_code, in->producer_code };
    TRY(account_login_name(cx, in->login_name, &row.login_name));
    TRY(email_fine(cx, in->email));
    TRY(admin_worn(cx, &role, &row.worn));
    struct account have;
    enum err e = account_named(cx, row.login_name, &have);
    if (e == OK)
        return fail(cx, ERR_INPUT, M_ACCOUNT_NAME_TAKEN, .field = S("ten_dang_nhap"),
                    .args = { row.login_name });
    if (e != ERR_NOT_FOUND)
        return e;
    account_id id;
    str path;
    TRY(account_add(cx, &row, &id));
    TRY(account_invite(cx, id, &path));
    *in->link = whole_link(cx, path);
    return OK;
}
DB_TX(admin_account_add, struct admin_account)

/* Somebody stays who can let people in. Counted after the change and in its transaction: of two
 * administrators who take each other's role at once, each counts what the other writes, so one
 * write comes after the other on SQLite, and one runs again on PostgreSQL. */
static enum err admin_remains(struct ctx *cx)
{
    int64_t admins;
    TRY(admin_count(cx, ROLE_ADMIN, &admins));
    return admins > 0 ? OK : fail(cx, ERR_STATE, M_ADMIN_LAST);
}

static enum err admin_change(struct ctx *cx, const struct account *in)
{
    TRY(email_fine(cx, in->email));
    TRY(account_change(cx, in));
    return in->active ? OK : admin_remains(cx);
}
DB_TX(admin_change, struct account)

static enum err admin_give(struct ctx *cx, const struct admin_act *in)
{
    return account_role_give(cx, in->account, &in->worn);
}
DB_TX(admin_give, struct admin_act)

static enum err admin_take(struct ctx *cx, const struct admin_act *in)
{
    TRY(account_role_take(cx, in->account, in->role));
    return admin_remains(cx);
}
DB_TX(admin_take, struct admin_act)

static enum err admin_reset(struct ctx *cx, const struct admin_act *in)
{
    str path;
    if (cx->actor->account.id == in->account.id)
        return fail(cx, ERR_STATE, M_ADMIN_RESET_SELF);
    TRY(account_reset(cx, in->account, &path));
    *in->link = whole_link(cx, path);
    return OK;
}
DB_TX(admin_reset, struct admin_act)

static enum err admin_end_logins(struct ctx *cx, const struct admin_act *in)
{
    return account_end_logins(cx, in->account);
}
DB_TX(admin_end_logins, struct admin_act)

static enum err admin_forget(struct ctx *cx, const struct admin_act *in)
{
    struct account who;
    TRY(account_get(cx, in->account, &who));
    if (cx->actor->account.id == in->account.id || who.active)
        return fail(cx, ERR_STATE, M_ADMIN_FORGET_ACTIVE, .args = { who.name });
    return account_forget(cx, in->account);
}
DB_TX(admin_forget, struct admin_act)

static enum err admin_factor_off(struct ctx *cx, const struct admin_act *in)
{
    return factor_drop(cx, in->account);
}
DB_TX(admin_factor_off, struct admin_act)
