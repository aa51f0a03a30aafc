/* product_form.c: the field table shared by page, JSON, CSV and command line. A new field is one
 * row here (docs/architecture.md, "A newcomer adds a field to product"). */
#include "product/product.h"

static const struct field fields[] = {
    FIELD_PICK(struct product, producer_code, "chu_the", "Chủ thể"),
    FIELD_TEXT(struct product, name, "ten", "Tên sản phẩm",
               .hint = "Đúng như trên nhãn, ví dụ: Mật ong bạc hà Mèo Vạc", .least = 2,
               .most = 200),
    FIELD_PICK(struct product, set_slug, "bo_san_pham", "Bộ sản phẩm",
               .hint = "Quyết định phiếu chấm điểm của sản phẩm."),
    FIELD_TEXT(struct product, unit, "quy_cach", "Quy cách đóng gói",
               .hint = "Ví dụ: chai 500 ml, hộp 12 gói", .most = 100, .optional = true),
    FIELD_TEXT(struct product, material, "nguyen_lieu", "Nguồn gốc nguyên liệu", .most = 500,
               .optional = true),
    FIELD_LINES(struct product, story, "cau_chuyen", "Câu chuyện sản phẩm",
                .hint = "Người dùng quét mã sẽ đọc được.", .most = 4000, .optional = true),
    FIELD_HIDDEN(struct product, version, "ban"),
};
const struct form product_form = FORM(fields);
