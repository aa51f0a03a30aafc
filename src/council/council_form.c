/* council_form.c: field tables of a meeting and of a seat. */
#include "council/council.h"

static const struct field meeting_fields[] = {
    FIELD_TEXT(struct meeting, title, "ten", "Tên phiên họp",
               .hint = "Ví dụ: Phiên 2 đợt 1 năm 2026", .least = 3, .most = 120),
    FIELD_TEXT(struct meeting, council_decision, "quyet_dinh", "Quyết định thành lập hội đồng",
               .hint = "Số và ký hiệu, ví dụ: 1250/QĐ-UBND", .least = 3, .most = 80),
    FIELD_DATE(struct meeting, held_on, "ngay_hop", "Ngày họp"),
    FIELD_TEXT(struct meeting, venue, "dia_diem", "Địa điểm", .least = 2, .most = 160),
};
const struct form meeting_form = FORM(meeting_fields);

static const struct field_choice roles[] = {
    { SEAT_CHAIR, "chu_tich", "Chủ tịch" },
    { SEAT_VICE_CHAIR, "pho_chu_tich", "Phó Chủ tịch" },
    { SEAT_MEMBER, "uy_vien", "Ủy viên" },
    { SEAT_SECRETARY, "thu_ky", "Thư ký" },
    { 0 },
};

static const struct field seat_fields[] = {
    FIELD_PICK(struct seat_new, login_name, "tai_khoan", "Người"),
    FIELD_CHOICE(struct seat_new, role, "vai_tro", "Vai trò", roles),
    FIELD_TEXT(struct seat_new, office, "don_vi", "Chức vụ, đơn vị", .most = 160, .optional = true),
    FIELD_BOOL(struct seat_new, scores, "cham_diem", "Chấm điểm trong phiên này"),
};
const struct form seat_form = FORM(seat_fields);
