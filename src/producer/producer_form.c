/* producer_form.c: the field table shared by page, JSON, CSV and command line. */
#include "producer/producer.h"

static const struct field_choice legal_types[] = {
    { COOPERATIVE, "hop_tac_xa", "Hợp tác xã" },
    { COOP_GROUP, "to_hop_tac", "Tổ hợp tác" },
    { ENTERPRISE, "doanh_nghiep", "Doanh nghiệp nhỏ và vừa" },
    { FARM, "trang_trai", "Trang trại" },
    { PRODUCING_HOUSEHOLD, "ho_san_xuat", "Hộ sản xuất" },
    { HOUSEHOLD_BUSINESS, "ho_kinh_doanh", "Hộ gia đình có đăng ký kinh doanh" },
    { ASSOCIATION, "hoi", "Hội, hiệp hội, trung tâm điều hành (du lịch)" },
    { 0 },
};

static const struct field fields[] = {
    FIELD_CHOICE(struct producer, legal_type, "loai_hinh", "Loại hình", legal_types),
    FIELD_TEXT(struct producer, name, "ten", "Tên chủ thể", .least = 2, .most = 200),
    FIELD_TEXT(struct producer, licence, "dang_ky", "Số đăng ký kinh doanh", .most = 40, .optional = true),
    FIELD_TEXT(struct producer, tax_code, "ma_so_thue", "Mã số thuế", .most = 20, .optional = true),
    FIELD_TEXT(struct producer, representative, "dai_dien", "Người đại diện pháp luật", .least = 2,
               .most = 120),
    FIELD_BOOL(struct producer, rep_female, "dai_dien_nu", "Người đại diện là nữ"),
    FIELD_BOOL(struct producer, rep_minority, "dai_dien_dtts", "Người đại diện là đồng bào dân tộc thiểu số"),
    FIELD_BOOL(struct producer, rep_disabled, "dai_dien_khuyet_tat", "Người đại diện là người khuyết tật"),
    FIELD_TEXT(struct producer, phone, "dien_thoai", "Điện thoại", .most = 20, .optional = true),
    FIELD_TEXT(struct producer, email, "email", "Thư điện tử", .most = 120, .optional = true),
    FIELD_TEXT(struct producer, address, "dia_chi", "Địa chỉ (ấp, đường, số nhà)", .most = 200,
               .optional = true),
    FIELD_PICK(struct producer, place_code, "xa", "Xã, phường, đặc khu"),
    FIELD_HIDDEN(struct producer, version, "ban"),
};
const struct form producer_form = FORM(fields);

str producer_type_label(int32_t legal_type)
{
    for (const struct field_choice *c = legal_types; c->word; c++)
        if (c->value == legal_type)
            return str_of(c->label);
    return S("");
}
