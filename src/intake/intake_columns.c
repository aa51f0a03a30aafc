/* intake_columns.c: what a column may mean, and which heading suggests it. Headings are compared
 * folded: "Tên SP", "tên sp" and "TEN SP" are one. */
#include "base/vi.h"
#include "intake/intake_in.h"

enum {
    PRODUCERS = 1 << INTAKE_PRODUCERS,
    PRODUCTS = 1 << INTAKE_PRODUCTS,
    PAPERS = 1 << INTAKE_CERTIFICATES,
    GOODS = PRODUCTS | PAPERS,
    ALL = PRODUCERS | GOODS,
};

const struct intake_column intake_columns[] = {
    { "ten_san_pham", "Tên sản phẩm", GOODS, GOODS, "Tên SP|Sản phẩm|Tên sản phẩm OCOP|Tên hàng hóa" },
    { "chu_the", "Chủ thể", ALL, ALL,
      "Tên chủ thể|Chủ thể OCOP|Chủ thể sản xuất|Tên cơ sở|Cơ sở sản xuất|Đơn vị sản xuất|"
      "Tên doanh nghiệp|Chủ thể sản phẩm|Tên chủ thể sản xuất" },
    { "loai_hinh", "Loại hình", ALL, 0,
      "Loại hình chủ thể|Loại hình tổ chức|Hình thức tổ chức|Loại chủ thể" },
    { "ma_so_thue", "Mã số thuế", ALL, 0, "MST|Mã số doanh nghiệp" },
    { "dang_ky", "Số đăng ký kinh doanh", ALL, 0, "Đăng ký kinh doanh|Số ĐKKD|ĐKKD|GPKD" },
    { "dai_dien", "Người đại diện", ALL, 0,
      "Đại diện|Người đại diện pháp luật|Chủ cơ sở|Họ tên người đại diện|Giám đốc" },
    { "dien_thoai", "Điện thoại", ALL, 0, "Số điện thoại|SĐT|ĐT|Điện thoại liên hệ" },
    { "email", "Thư điện tử", ALL, 0, "Email|E-mail|Địa chỉ email" },
    { "dia_chi", "Địa chỉ", ALL, 0, "Địa chỉ sản xuất|Địa chỉ chủ thể|Địa chỉ cơ sở" },
    { "ma_xa", "Mã xã", ALL, 0, "Mã xã, phường|Mã ĐVHC|Mã đơn vị hành chính|Mã phường xã|Mã đơn vị" },
    { "xa", "Xã, phường", ALL, 0,
      "Xã|Phường|Xã/phường|Xã, phường, đặc khu|Xã, phường, thị trấn|Tên xã|Địa phương|Địa bàn" },
    { "huyen", "Huyện cũ", ALL, 0,
      "Huyện|Quận, huyện|Huyện, thị xã, thành phố|Tên huyện|Huyện/thị xã/thành phố" },
    { "bo_san_pham", "Bộ sản phẩm", GOODS, 0, "Bộ|Nhóm sản phẩm|Nhóm|Bộ tiêu chí|Phân nhóm" },
    { "quy_cach", "Quy cách đóng gói", GOODS, 0, "Quy cách|Đóng gói|Đơn vị tính" },
    { "nguyen_lieu", "Nguồn gốc nguyên liệu", GOODS, 0, "Nguyên liệu|Vùng nguyên liệu" },
    { "cau_chuyen", "Câu chuyện sản phẩm", GOODS, 0, "Câu chuyện|Mô tả|Giới thiệu" },
    { "hang_sao", "Hạng sao", GOODS, PAPERS,
      "Hạng|Số sao|Sao|Xếp hạng|Phân hạng|Hạng sản phẩm|Kết quả|Xếp hạng sao|Kết quả phân hạng" },
    { "so_quyet_dinh", "Số quyết định", GOODS, PAPERS,
      "Quyết định|Số QĐ|QĐ|Quyết định công nhận|Số quyết định công nhận|QĐ công nhận" },
    { "ngay_ky", "Ngày cấp", GOODS, PAPERS,
      "Ngày ký|Ngày quyết định|Ngày công nhận|Ngày ban hành|Ngày QĐ|Ngày cấp giấy|Ngày ký quyết định" },
    { "co_quan", "Cơ quan cấp", GOODS, 0, "Cơ quan ban hành|Nơi cấp|Cơ quan công nhận|Đơn vị cấp" },
    { "so_giay", "Số giấy chứng nhận", GOODS, 0, "Số GCN|Giấy chứng nhận|Số giấy|Số chứng nhận" },
    { "ma_san_pham", "Mã sản phẩm", GOODS, 0, "Mã OCOP|Mã sản phẩm OCOP|Mã SP" },
    { "het_han", "Ngày hết hạn", GOODS, 0, "Hết hạn|Hiệu lực đến|Có giá trị đến|Hạn sử dụng giấy|Thời hạn" },
    { "ngay_thu_hoi", "Ngày thu hồi", PAPERS, 0, "Thu hồi từ ngày|Ngày bị thu hồi|Ngày quyết định thu hồi" },
    { "qd_thu_hoi", "Quyết định thu hồi", PAPERS, 0, "Số quyết định thu hồi|QĐ thu hồi" },
    { "ly_do_thu_hoi", "Lý do thu hồi", PAPERS, 0, "Căn cứ thu hồi" },
    { 0 },
};

const struct intake_column *intake_column_named(int32_t kind, str key)
{
    for (const struct intake_column *c = intake_columns; c->key; c++)
        if ((c->kinds & 1 << kind) && str_is(key, c->key))
            return c;
    return NULL;
}

static bool means(struct arena *a, const struct intake_column *c, str folded)
{
    str others = str_of(c->others);
    if (str_equal(folded, vi_fold(a, str_of(c->label))))
        return true;
    while (others.len > 0)
        if (str_equal(folded, vi_fold(a, str_cut(&others, '|'))))
            return true;
    return false;
}

static bool taken(str mapping, const char *key)
{
    while (mapping.len > 0)
        if (str_is(str_cut(&mapping, ','), key))
            return true;
    return false;
}

str intake_guess(struct arena *a, int32_t kind, const str *headings, ptrdiff_t count)
{
    str mapping = S("");
    for (ptrdiff_t i = 0; i < count && i < INTAKE_COLUMNS_MAX; i++) {
        str folded = vi_fold(a, headings[i]), key = S("");
        for (const struct intake_column *c = intake_columns; c->key && key.len == 0; c++)
            if ((c->kinds & 1 << kind) && means(a, c, folded) && !taken(mapping, c->key))
                key = str_of(c->key);
        mapping = i == 0 ? key : join(a, mapping, S(","), key);
    }
    return mapping;
}

str intake_missing(int32_t kind, str mapping)
{
    for (const struct intake_column *c = intake_columns; c->key; c++)
        if ((c->needed & 1 << kind) && !taken(mapping, c->key))
            return str_of(c->label);
    return S("");
}

ptrdiff_t mapping_keys(str mapping, str keys[INTAKE_COLUMNS_MAX])
{
    ptrdiff_t n = 0;
    bool more = true;
    while (more && n < INTAKE_COLUMNS_MAX) {
        more = str_find(mapping, ',') >= 0;
        keys[n++] = str_cut(&mapping, ',');
    }
    return n;
}

static const char *const kind_labels[] = { "", "Chủ thể", "Sản phẩm", "Giấy chứng nhận đã cấp" };
static const char *const state_labels[] = { "",             "Ghép cột",      "Đang kiểm tra",
                                            "Chờ nhập",     "Đang nhập",     "Đã nhập",
                                            "Đang hoàn tác", "Đã hoàn tác" };

str intake_kind_label(int32_t kind)
{
    return kind >= INTAKE_PRODUCERS && kind <= INTAKE_CERTIFICATES ? str_of(kind_labels[kind])
                                                                   : S("");
}

str intake_state_label(int32_t state)
{
    return state >= INTAKE_MAPPING && state <= INTAKE_UNDONE ? str_of(state_labels[state]) : S("");
}
