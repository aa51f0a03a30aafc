/* intake_record.c: one row understood: whose it is, where, what, and which paper it holds.
 *
 * Dates come in many spellings (05/8/2026, 5-8-2026, 2026-08-05, 05.08.2026, "ngày 5 tháng 8 năm
 * 2026"); stars as 4, "4 sao", "****" or "Tiềm năng 5 sao". */
#include "base/hash.h"
#include "base/out.h"
#include "base/utf8.h"
#include "base/vi.h"
#include "format/json.h"
#include "intake/intake_in.h"

struct reading {
    struct ctx *cx;
    const struct intake *of;
    const struct cells *cells;
    str keys[INTAKE_COLUMNS_MAX];
    ptrdiff_t key_count;
    struct record *out;
    struct out *note;
    int faults;
};

static void fault(struct reading *r, const char *key, str text)
{
    const struct intake_column *c = intake_column_named(r->of->kind, str_of(key));
    if (r->faults++ >= FAULTS_A_ROW)
        return;
    if (r->faults > 1)
        put(r->note, S("\n"));
    put(r->note, join(r->cx->a, S("Cột “"), str_of(c ? c->label : key), S("”: "), text));
}

static str cell(const struct reading *r, const char *key)
{
    for (ptrdiff_t i = 0; i < r->key_count && i < r->cells->count; i++)
        if (str_is(r->keys[i], key))
            return r->cells->at[i];
    return S("");
}

/* A text of the row within the limits of the form's own field. */
static str text(struct reading *r, const char *key, int64_t least, int64_t most)
{
    str s = cell(r, key);
    int64_t n = utf8_length(s);
    if (n == 0 && least > 0)
        fault(r, key, S("chưa có nội dung."));
    else if (n < least)
        fault(r, key, join(r->cx->a, S("ngắn quá, cần ít nhất "), show(r->cx->a, least),
                           S(" ký tự.")));
    else if (n > most)
        fault(r, key, join(r->cx->a, S("dài "), show(r->cx->a, n), S(" ký tự, nhiều nhất là "),
                           show(r->cx->a, most), S(".")));
    return s;
}

/* -- dates and stars --------------------------------------------------------------------------- */

/* The numbers of a text, up to four. */
static int numbers_in(str s, int64_t out[4])
{
    int n = 0;
    for (ptrdiff_t i = 0; i < s.len && n < 4;) {
        ptrdiff_t j = i;
        while (j < s.len && s.at[j] >= '0' && s.at[j] <= '9')
            j++;
        if (j > i && j - i <= 8 && int_read(str_sub(s, i, j), &out[n]))
            n++;
        i = j > i ? j : i + 1;
    }
    return n;
}

static bool date_loose(str s, date *out)
{
    int64_t n[4];
    if (date_read(s, out))
        return true;
    if (numbers_in(s, n) < 3)
        return false;
    bool year_first = n[0] > 31;
    int64_t year = year_first ? n[0] : n[2], day = year_first ? n[2] : n[0];
    if (year < 100)
        year += 2000;
    if (year < 1990 || year > 2100 || n[1] < 1 || n[1] > 12 || day < 1 || day > 31)
        return false;
    *out = date_of((int32_t)year, (int32_t)n[1], (int32_t)day);
    struct civil back = date_civil(*out);
    return back.day == day && back.month == n[1];
}

static date day_cell(struct reading *r, const char *key, bool needed)
{
    date d = NO_DATE;
    str s = cell(r, key);
    if (s.len == 0 && needed)
        fault(r, key, S("chưa có ngày."));
    else if (s.len > 0 && !date_loose(s, &d)) {
        fault(r, key, join(r->cx->a, S("“"), utf8_head(s, 40),
                           S("” không phải là ngày. Hãy ghi như 05/08/2026.")));
        d = NO_DATE;
    }
    return d;
}

static int32_t stars_in(struct arena *a, str s, bool *potential)
{
    int64_t n[4];
    int32_t signs = 0;
    *potential = str_contains(vi_fold(a, s), S("tiem nang"));
    for (ptrdiff_t i = 0; i < s.len; i++)
        signs += s.at[i] == '*' || (s.len - i >= 3 && str_starts(str_after(s, i), S("★")));
    if (signs > 0)
        return signs;
    return numbers_in(s, n) == 1 && n[0] >= 0 && n[0] <= 9 ? (int32_t)n[0] : -1;
}

/* -- the parts of a row ------------------------------------------------------------------------ */

static str paper_cell(struct reading *r, const char *key, int64_t most)
{
    return text(r, key, 0, most);
}

/* Who signed, where the row does not say: the province of today, for it recognises three and four
 * stars (QD26-2026/D4). */
static str issuer_of(struct reading *r)
{
    str said = paper_cell(r, "co_quan", 120);
    return said.len > 0 ? said : join(r->cx->a, S("UBND "), house()->province_name);
}

static void read_paper(struct reading *r)
{
    struct recognition *p = &r->out->recognition;
    str stars = cell(r, "hang_sao"), number = cell(r, "so_quyet_dinh");
    bool needed = r->of->kind == INTAKE_CERTIFICATES || number.len > 0 || stars.len > 0;
    if (!needed)
        return;
    int32_t n = stars_in(r->cx->a, stars, &p->potential);
    if (stars.len == 0)
        fault(r, "hang_sao", S("chưa có hạng sao."));
    else if (n < 3 || n > 5)
        fault(r, "hang_sao", join(r->cx->a, S("“"), utf8_head(stars, 40),
                                  S("” không phải là hạng 3, 4 hoặc 5 sao.")));
    if (!actor_may(r->cx->actor, MAY(DECIDE)))
        fault(r, "hang_sao", S("chỉ cán bộ tỉnh nhập được hạng sao đã công nhận."));
    p->star = p->potential && n == 5 ? 4 : n;  /* stands as four stars until the centre answers */
    p->decision_number = text(r, "so_quyet_dinh", 1, 60);
    p->signed_on = day_cell(r, "ngay_ky", true);
    p->expires_on = day_cell(r, "het_han", false);
    p->issuer = issuer_of(r);
    p->serial = paper_cell(r, "so_giay", 60);
    p->product_code = paper_cell(r, "ma_san_pham", 60);
    if (date_known(p->signed_on) && p->signed_on.days > instant_date(r->cx->now).days)
        fault(r, "ngay_ky", join(r->cx->a, show(r->cx->a, p->signed_on), S(" là ngày chưa tới.")));
    if (date_known(p->expires_on) && date_known(p->signed_on)
        && p->expires_on.days < p->signed_on.days)
        fault(r, "het_han", S("ngày hết hạn trước ngày cấp."));
}

/* A star taken away: the day, and why, in words we know. */
static void read_revocation(struct reading *r)
{
    struct recognition *p = &r->out->recognition;
    str why = cell(r, "ly_do_thu_hoi");
    p->revoked_on = day_cell(r, "ngay_thu_hoi", false);
    p->revoked_by = paper_cell(r, "qd_thu_hoi", 60);
    if (!date_known(p->revoked_on)) {
        if (why.len > 0 || p->revoked_by.len > 0)
            fault(r, "ngay_thu_hoi", S("chưa có ngày thu hồi."));
        return;
    }
    p->ground = revocation_ground_said(r->cx->a, why);
    if (p->ground == 0)
        fault(r, "ly_do_thu_hoi", why.len == 0 ? S("chưa có lý do thu hồi.")
                                               : join(r->cx->a, S("“"), utf8_head(why, 60),
                                                      S("” không thuộc căn cứ thu hồi nào.")));
    if (date_known(p->signed_on) && p->revoked_on.days < p->signed_on.days)
        fault(r, "ngay_thu_hoi", S("ngày thu hồi trước ngày cấp."));
    if (p->revoked_on.days > instant_date(r->cx->now).days)
        fault(r, "ngay_thu_hoi", join(r->cx->a, show(r->cx->a, p->revoked_on),
                                      S(" là ngày chưa tới.")));
}

/* Among communes of one name: those of the district the row names. */
static void keep_of_district(struct reading *r, struct place_rows *rows)
{
    str district = vi_fold(r->cx->a, cell(r, "huyen"));
    if (district.len == 0 || rows->count < 2)
        return;
    ptrdiff_t kept = 0;
    for (ptrdiff_t i = 0; i < rows->count; i++) {
        struct place above;
        date day = date_known(rows->at[i].valid_to) ? date_add_days(rows->at[i].valid_to, -1)
                                                    : instant_date(r->cx->now);
        if (place_in_force(r->cx, LEVEL_DISTRICT, rows->at[i].parent_code, day, &above) == OK
            && (str_equal(vi_fold(r->cx->a, above.name), district)
                || str_equal(vi_fold(r->cx->a, above.short_name), district)))
            rows->at[kept++] = rows->at[i];
    }
    rows->count = kept;
}

static enum err unit_by_name(struct reading *r, str name, date day, struct place *out, bool *found)
{
    struct place_rows rows;
    TRY(place_named(r->cx, name, day, &rows));
    if (rows.count == 0 && day.days != instant_date(r->cx->now).days)
        TRY(place_named(r->cx, name, instant_date(r->cx->now), &rows));
    keep_of_district(r, &rows);
    str area = r->of->place_path;
    ptrdiff_t inside = 0, at = 0;
    for (ptrdiff_t i = 0; i < rows.count; i++)
        if (str_starts(rows.at[i].path, area)) {
            inside++;
            at = i;
        }
    *found = inside == 1 || rows.count == 1;
    if (*found)
        *out = rows.at[inside == 1 ? at : 0];
    else if (rows.count > 1)
        fault(r, "xa", join(r->cx->a, S("có "), show(r->cx->a, (int64_t)rows.count),
                            S(" đơn vị tên “"), name, S("”. Hãy thêm mã xã.")));
    else
        fault(r, "xa", join(r->cx->a, S("không có đơn vị nào tên “"), name, S("”.")));
    return OK;
}

/* The unit in force today that the row's unit became; a split one is left to an officer. */
static enum err settle_unit(struct reading *r, const struct place *issued, const char *key)
{
    struct producer *p = &r->out->producer;
    struct place_now now;
    TRY(place_resolve(r->cx, issued->id, instant_date(r->cx->now), &now));
    if (now.known && !str_starts(now.it.path, r->of->place_path)) {
        fault(r, key, join(r->cx->a, issued->name, S(" không thuộc địa bàn của bạn.")));
        return OK;
    }
    if (now.known)
        p->place = now.it.id;
    if (!now.known || now.it.id.id != issued->id.id)
        p->place_issued = issued->id;
    r->out->recognition.place_issued = issued->name;
    return OK;
}

/* "30547" of "91/30547/"; empty for a province. */
static str commune_of(str path)
{
    str rest = str_after(path, str_find(path, '/') + 1);
    return str_sub(rest, 0, rest.len > 0 ? rest.len - 1 : 0);
}

static enum err read_unit(struct reading *r)
{
    str code = cell(r, "ma_xa"), name = cell(r, "xa");
    date day = date_known(r->out->recognition.signed_on) ? r->out->recognition.signed_on
                                                         : instant_date(r->cx->now);
    struct place issued;
    bool found = false;
    if (code.len == 0 && name.len == 0)        /* a commune's own list does not say which one */
        code = commune_of(r->of->place_path);
    if (code.len > 0) {
        TRY(place_coded(r->cx, code, day, &issued, &found));
        if (!found)
            fault(r, "ma_xa", join(r->cx->a, S("không có đơn vị nào mã “"), utf8_head(code, 20),
                                   S("”.")));
    } else if (name.len > 0) {
        TRY(unit_by_name(r, name, day, &issued, &found));
    }
    return found ? settle_unit(r, &issued, code.len > 0 ? "ma_xa" : "xa") : OK;
}

static enum err province_unit(struct ctx *cx, struct producer *p)
{
    struct place province;
    if (p->place.id)
        return OK;
    TRY(place_in_force(cx, LEVEL_PROVINCE, house()->province_code, instant_date(cx->now),
                       &province));
    p->place = province.id;
    return OK;
}

static enum err read_producer(struct reading *r)
{
    struct producer *p = &r->out->producer, have;
    struct arena *a = r->cx->a;
    bool found;
    str type = cell(r, "loai_hinh");
    p->name = text(r, "chu_the", 2, 200);
    p->legal_type = type.len > 0 ? producer_type_of_word(a, type)
                                 : producer_type_of_name(a, p->name);
    if (type.len > 0 && p->legal_type == LEGAL_TYPE_UNKNOWN)
        fault(r, "loai_hinh",
              join(a, S("không rõ “"), utf8_head(type, 40), S("” là loại hình nào.")));
    p->tax_code = text(r, "ma_so_thue", 0, 20);
    if (p->tax_code.len > 0 && !producer_tax_code_fine(p->tax_code))
        fault(r, "ma_so_thue", join(a, S("“"), p->tax_code, S("” sai số kiểm tra.")));
    p->licence = text(r, "dang_ky", 0, 40);
    p->representative = text(r, "dai_dien", 0, 120);
    p->phone = text(r, "dien_thoai", 0, 20);
    p->email = text(r, "email", 0, 120);
    p->address = text(r, "dia_chi", 0, 200);
    r->out->type_typed = type.len > 0;
    TRY(read_unit(r));
    TRY(producer_like(r->cx, p, r->of->place_path, &have, &found));
    TRY(province_unit(r->cx, p));
    if (found) {
        p->id = have.id;
        p->version = have.version;
    }
    return OK;
}

static enum err read_product(struct reading *r)
{
    struct product *p = &r->out->product, have;
    bool found = false;
    str set = cell(r, "bo_san_pham");
    date day = r->out->recognition.signed_on;
    p->name = text(r, "ten_san_pham", 2, 200);
    p->set_slug = product_set_slug(r->cx->a, set, r->out->recognition.star ? day : NO_DATE);
    if (set.len > 0 && p->set_slug.len == 0)
        fault(r, "bo_san_pham", join(r->cx->a, S("không có bộ sản phẩm “"), utf8_head(set, 60),
                                     S("” trong các bộ tiêu chí.")));
    p->unit = text(r, "quy_cach", 0, 100);
    p->material = text(r, "nguyen_lieu", 0, 500);
    p->story = text(r, "cau_chuyen", 0, 4000);
    r->out->has_product = true;
    if (r->out->producer.id.id && p->name.len > 0)
        TRY(product_like(r->cx, r->out->producer.id, p->name, &have, &found));
    if (found) {
        p->id = have.id;
        p->version = have.version;
    }
    return OK;
}

enum err record_read(struct ctx *cx, const struct intake *of, const struct cells *cells,
                     struct record *out)
{
    struct reading r = { .cx = cx, .of = of, .cells = cells, .out = out,
                         .note = out_new(cx->a, .max_bytes = 64 << 10) };
    *out = (struct record){ .recognition = { .signed_on = NO_DATE, .expires_on = NO_DATE,
                                              .revoked_on = NO_DATE } };
    r.key_count = mapping_keys(of->mapping, r.keys);
    if (of->kind != INTAKE_PRODUCERS) {
        read_paper(&r);
        read_revocation(&r);
    }
    TRY(read_producer(&r));
    if (of->kind != INTAKE_PRODUCERS)
        TRY(read_product(&r));
    out->recognition.product_name = out->product.name;
    out->recognition.producer_name = out->producer.name;
    out->recognition.address = out->producer.address;
    out->recognition.set_name = product_set_name(out->product.set_slug);
    out->note = out_str(r.note);
    return OK;
}

/* "91/30547/" has a commune, "91/" has none. */
bool record_has_commune(str path)
{
    return str_find(str_after(path, str_find(path, '/') + 1), '/') >= 0;
}

void record_take(str *member, str said, bool *news)
{
    if (said.len == 0 || str_equal(*member, said))
        return;
    *member = said;
    *news = true;
}

bool record_news(struct producer *have, const struct record *r)
{
    const struct producer *said = &r->producer;
    bool news = false, commune_known = record_has_commune(have->place_path);
    record_take(&have->tax_code, said->tax_code, &news);
    record_take(&have->licence, said->licence, &news);
    record_take(&have->representative, said->representative, &news);
    record_take(&have->phone, said->phone, &news);
    record_take(&have->email, said->email, &news);
    record_take(&have->address, said->address, &news);
    bool type_known = have->legal_type != LEGAL_TYPE_UNKNOWN;
    if (said->legal_type != LEGAL_TYPE_UNKNOWN && have->legal_type != said->legal_type
        && (r->type_typed || !type_known)) {
        have->legal_type = said->legal_type;
        news = true;
    }
    if (!commune_known && said->place.id != have->place.id) {
        have->place = said->place;
        have->place_issued = said->place_issued;
        news = true;
    }
    return news;
}

str record_name(struct arena *a, const struct record *r)
{
    str words = join(a, vi_fold(a, r->producer.name), S("|"), r->producer.tax_code, S("|"),
                     vi_fold(a, r->product.name), S("|"),
                     vi_fold(a, r->recognition.decision_number), S("|"),
                     date_iso(a, r->recognition.signed_on));
    return hash_hex(a, hash_of(words));        /* short, however long the cells are */
}

/* -- cells as kept ----------------------------------------------------------------------------- */

str cells_as_json(struct arena *a, const struct cells *c)
{
    struct json_out w = { .o = out_new(a, .max_bytes = 4 << 20) };
    json_open_list(&w);
    for (ptrdiff_t i = 0; i < c->count; i++)
        json_put_str(&w, c->at[i]);
    json_close_list(&w);
    return out_str(w.o);
}

bool cells_from_json(struct arena *a, str json, struct cells *out)
{
    struct json_fault why;
    const json_t *list = json_read(a, json, 4 << 20, &why);
    *out = (struct cells){ 0 };
    if (!json_is_array(list))
        return false;
    for (size_t i = 0; i < json_array_size(list) && i < INTAKE_COLUMNS_MAX; i++)
        out->at[out->count++] = str_copy(a, json_text(json_array_get(list, i)));
    return true;
}
