/* product_web.c: list, show, add and change; pages and JSON. A handler gathers, calls the rule and
 * chooses the page; it knows no SQL, and the rule knows no HTTP. */
#include "product/product_web.h"

#include "core/table.h"
#include "product/product.sql.h"
#include "product/product_list.html.h"
#include "product/product_show.html.h"

enum { PHOTO_BYTES_MAX = 20 << 20 };           /* architecture §8: upload, one part */

static const char tab[] = "/quan-ly/san-pham";

static struct product_query query_of(struct ctx *cx, const struct req *rq)
{
    struct page_key k = page_key_read(cx, rq);
    return (struct product_query){ .typed = typed_words(cx, rq),
                                   .set_slug = query_word(cx, rq, "bo"),
                                   .after_key = k.key, .after = { k.id } };
}

static url next_page(struct ctx *cx, const struct product_query *q, const struct product *last)
{
    return url_join(cx->a, S("/quan-ly/san-pham?tim="), url_encode(cx->a, q->typed), S("&bo="),
                    url_encode(cx->a, q->set_slug), S("&sau="),
                    page_key_show(cx->a, last->id.id, last->name_key));
}

static url take_path(struct ctx *cx, const struct product_query *q, const char *kind)
{
    return url_join(cx->a, S("/quan-ly/san-pham/tai-ve?tim="), url_encode(cx->a, q->typed),
                    S("&bo="), url_encode(cx->a, q->set_slug), S("&dang="), str_of(kind));
}

/* The whole list as it is filtered, in its order. */
static enum err list_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    static const struct table_column columns[] = {
        { "Mã", "text", 16 },          { "Tên sản phẩm", "text", 36 },
        { "Chủ thể", "text", 36 },     { "Xã, phường", "text", 22 },
        { "Bộ sản phẩm", "text", 36 }, { "Quy cách", "text", 20 },
        { "Nguồn gốc nguyên liệu", "text", 30 },
    };
    static const struct table_form form = { "Sản phẩm", "san-pham", columns, COUNT_OF(columns) };
    struct product_query q = query_of(cx, rq);
    struct table *t = table_new(cx, &form);
    struct product_rows rows;
    struct key_held held = { 0 };
    do {
        struct arena_mark mark = arena_mark(cx->a);
        TRY(product_find(cx, &q, &rows));
        for (ptrdiff_t i = 0; i < rows.count && i < PRODUCT_PAGE_ROWS; i++) {
            const struct product *p = &rows.at[i];
            table_row(t, (const str[]){ code_show(cx->a, p->code), p->name, p->producer_name,
                                        p->place_name, product_set_name(p->set_slug), p->unit,
                                        p->material });
            q.after = p->id;
            q.after_key = key_hold(&held, p->name_key);
        }
        arena_rewind(cx->a, mark);
    } while (rows.count > PRODUCT_PAGE_ROWS);
    return table_send(cx, rq, rs, t);
}

static enum err list_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct product_query q = query_of(cx, rq);
    struct product_rows rows;
    TRY(product_find(cx, &q, &rows));
    struct product_list_view v = { .typed = q.typed,
                                   .take_book = take_path(cx, &q, "xlsx"),
                                   .take_csv = take_path(cx, &q, "csv"),
                                   .may_add = actor_may(cx->actor, MAY(EDIT_PRODUCT)) };
    if (rows.count > PRODUCT_PAGE_ROWS) {
        rows.count = PRODUCT_PAGE_ROWS;
        v.next = next_page(cx, &q, &rows.at[PRODUCT_PAGE_ROWS - 1]);
    }
    v.rows.at = new(cx->a, struct product_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++)
        v.rows.at[v.rows.count++] = (struct product_line){
            .at = product_manage_path(cx->a, rows.at[i].code),
            .name = rows.at[i].name,
            .set_name = product_set_name(rows.at[i].set_slug),
            .producer = rows.at[i].producer_name,
            .place = rows.at[i].place_name,
        };
    struct out *body = page_begin(cx);
    page_product_list(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = S("Sản phẩm"), .tab = tab }, body);
}

/* -- one product ------------------------------------------------------------------------------- */

static enum err add_photos(struct ctx *cx, struct product_view *v)
{
    struct photo_rows rows;
    TRY(product_photos(cx, v->it.id, &rows));
    v->photos.at = new(cx->a, struct photo_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++)
        v->photos.at[v->photos.count++] = (struct photo_line){
            .at = photo_path(cx->a, rows.at[i].sha256), .id = rows.at[i].id.id,
            .width = rows.at[i].width, .height = rows.at[i].height, .number = (int32_t)i + 1,
        };
    return OK;
}

static enum err show_product(struct ctx *cx, const struct product *it, str done, struct resp *rs)
{
    str at = product_manage_path(cx->a, it->code).text;
    struct product_view v = {
        .it = *it,
        .nav = card_nav(cx, &product_cards, it->code, NULL),
        .code = code_show(cx->a, it->code),
        .set_name = product_set_name(it->set_slug),
        .edit = url_join(cx->a, at, S("/sua")),
        .add_photo = url_join(cx->a, at, S("/anh")),
        .remove_photo = url_join(cx->a, at, S("/go-anh")),
        .public = product_public_path(cx->a, it->name, it->code),
        .begin_dossier = url_join(cx->a, S("/ho-so/lap?san-pham="), it->code),
        .may_edit = actor_reaches(cx->actor, MAY(EDIT_PRODUCT), it->place_path, it->producer),
        .may_begin = actor_reaches(cx->actor, MAY(PREPARE_DOSSIER), it->place_path, it->producer),
        .key = form_key(cx),
        .photo_bytes_max = PHOTO_BYTES_MAX,
        .photo_fault = fault_of(cx->fault, S("tep")),
    };
    TRY(add_photos(cx, &v));
    struct frame f = { .title = it->name, .tab = tab,
                       .crumbs = { { S("Sản phẩm"), url_of(S("/quan-ly/san-pham")) } } };
    if (str_is(done, "luu"))
        f.done = S("Đã lưu sản phẩm.");
    else if (str_is(done, "anh"))
        f.done = S("Đã thêm ảnh.");
    else if (str_is(done, "go"))
        f.done = S("Đã gỡ ảnh.");
    struct out *body = page_begin(cx);
    page_product_show(body, &v);
    return page_send(cx, rs, &f, body);
}

static enum err show_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct product it;
    TRY(product_by_code(cx, path_code(rq, cx, "product"), &it));
    return show_product(cx, &it, done_word(rq), rs);
}

/* -- add and change ---------------------------------------------------------------------------- */

static enum err producer_picks(struct ctx *cx, struct form_view *form)
{
    struct producer_rows rows;
    TRY(producer_find(cx, &(struct producer_query){ 0 }, &rows));
    struct pick *at = new(cx->a, struct pick, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++)
        at[i] = (struct pick){ rows.at[i].code,
                               join(cx->a, rows.at[i].name, S(" – "), rows.at[i].place_name) };
    form_view_picks(form, "chu_the", at, rows.count);
    return OK;
}

static void set_picks(struct ctx *cx, struct form_view *form)
{
    const struct pack *pack = pack_on(instant_date(cx->now));
    ptrdiff_t count = pack ? pack->set_count : 0;
    struct pick *at = new(cx->a, struct pick, count);
    for (ptrdiff_t i = 0; i < count; i++)
        at[i] = (struct pick){ pack->sets[i].slug, pack->sets[i].name };
    form_view_picks(form, "bo_san_pham", at, count);
}

static enum err edit_page(struct ctx *cx, const struct product *it, url action, struct resp *rs)
{
    struct product_view v = { .it = *it,
                              .heading = it->id.id ? S("Sửa sản phẩm") : S("Thêm sản phẩm"),
                              .form = form_view(cx, &product_form, action, it) };
    TRY(producer_picks(cx, &v.form));
    set_picks(cx, &v.form);
    struct frame f = { .title = v.heading, .tab = tab,
                       .crumbs = { { S("Sản phẩm"), url_of(S("/quan-ly/san-pham")) } } };
    struct out *body = page_begin(cx);
    page_product_edit(body, &v);
    return page_send(cx, rs, &f, body);
}

/* Who may enter products for one producer alone does not choose it. */
static enum err only_producer(struct ctx *cx, str *code)
{
    struct producer_rows rows;
    TRY(producer_find(cx, &(struct producer_query){ 0 }, &rows));
    if (rows.count == 1)
        *code = rows.at[0].code;
    return OK;
}

static enum err add_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct product it = { .producer_code = req_query(rq, "chu-the") };
    if (it.producer_code.len == 0)
        TRY(only_producer(cx, &it.producer_code));
    return edit_page(cx, &it, url_of(S("/quan-ly/san-pham/them")), rs);
}

static enum err change_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct product it;
    TRY(product_by_code(cx, path_code(rq, cx, "product"), &it));
    return edit_page(cx, &it, url_of(rq->path), rs);
}

/* The form again, everything typed kept, faults beside their fields. */
static enum err again(struct ctx *cx, const struct product *it, url action, enum err e,
                      struct resp *rs)
{
    if (e != ERR_INPUT && e != ERR_CONFLICT)
        return e;
    TRY(edit_page(cx, it, action, rs));
    rs->status = err_http(e);
    return OK;
}

static enum err add_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct product in = { .code = code_make(cx->a) };
    enum err e = form_take(cx, rq, &in);
    cx->visit->once_location =
        join(cx->a, product_manage_path(cx->a, in.code).text, S("?xong=luu"));
    if (e == OK)
        e = product_add_tx(cx, &in);
    if (e != OK)
        return req_wants_json(rq) ? e : again(cx, &in, url_of(rq->path), e, rs);
    return code_send(cx, rq, rs, in.code);
}

static enum err change_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct product it;
    TRY(product_by_code(cx, path_code(rq, cx, "product"), &it));
    struct product in = it;
    enum err e = form_take(cx, rq, &in);
    in.producer_code = it.producer_code;       /* a product stays with its producer */
    cx->visit->once_location =
        join(cx->a, product_manage_path(cx->a, it.code).text, S("?xong=luu"));
    if (e == OK)
        e = product_change_tx(cx, &in);
    if (e != OK)
        return req_wants_json(rq) ? e : again(cx, &it, url_of(rq->path), e, rs);
    return code_send(cx, rq, rs, it.code);
}

/* -- photos ------------------------------------------------------------------------------------ */

static enum err editable(struct ctx *cx, const struct req *rq, struct product *out)
{
    TRY(product_by_code(cx, path_code(rq, cx, "product"), out));
    bool may = actor_reaches(cx->actor, MAY(EDIT_PRODUCT), out->place_path, out->producer);
    return may ? OK : ERR_NOT_FOUND;
}

static enum err photo_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct product it;
    TRY(editable(cx, rq, &it));
    str next = join(cx->a, product_manage_path(cx->a, it.code).text, S("?xong=anh"));
    cx->visit->once_location = next;
    enum err e = rq->uploads.count > 0
                     ? product_photo_add(cx, &it, &rq->uploads.at[0])
                     : fail(cx, ERR_INPUT, M_FILE_NEEDED, .field = S("tep"));
    if (e != OK && !req_wants_json(rq) && (e == ERR_INPUT || e == ERR_LIMIT)) {
        TRY(show_product(cx, &it, S(""), rs));
        rs->status = err_http(e);
        return OK;
    }
    TRY(e);
    return next_send(cx, rq, rs, next);
}

static enum err photo_remove_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct product it;
    photo_id photo;
    TRY(editable(cx, rq, &it));
    if (!int_read(req_field(rq, "anh"), &photo.id))
        return ERR_NOT_FOUND;
    str next = join(cx->a, product_manage_path(cx->a, it.code).text, S("?xong=go"));
    cx->visit->once_location = next;
    TRY(product_photo_remove(cx, &it, photo));
    return see_other(rs, url_of(next));
}

/* Anybody may see a photo that is shown: its name is the hash of its bytes. */
static enum err photo_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    str sha = path_part(rq, cx, "sha");
    int64_t shown = 0;
    if (sha.len == 64)
        TRY(photo_is_shown(cx, sha, &shown));
    if (shown == 0)
        return ERR_NOT_FOUND;
    rs->type = S("image/jpeg");
    rs->file = blob_path(cx->a, sha);
    resp_header_add(rs, "Cache-Control", S("public, max-age=86400"));
    return OK;
}

static enum err show_json(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct product it;
    TRY(product_by_code(cx, path_code(rq, cx, "product"), &it));
    struct json_out *w = json_begin(cx);
    json_open(w);
    json_pair_str(w, "code", it.code);
    form_put_json(w, &product_form, &it);
    json_close(w);
    return json_send(rs, w);
}

const struct route product_routes[] = {
    { GET, "/quan-ly/san-pham", list_page, .who = MAY(READ_PRODUCT) },
    { GET, "/quan-ly/san-pham/tai-ve", list_file, .who = MAY(READ_PRODUCT), .slow = true },
    { GET, "/quan-ly/san-pham/them", add_page, .who = MAY(EDIT_PRODUCT) },
    { POST, "/quan-ly/san-pham/them", add_post, .who = MAY(EDIT_PRODUCT), .form = &product_form },
    { GET, "/quan-ly/san-pham/:product", show_page, .who = MAY(READ_PRODUCT) },
    { GET, "/quan-ly/san-pham/:product/sua", change_page, .who = MAY(EDIT_PRODUCT) },
    { POST, "/quan-ly/san-pham/:product/sua", change_post, .who = MAY(EDIT_PRODUCT),
      .form = &product_form },
    { POST, "/quan-ly/san-pham/:product/anh", photo_post, .who = MAY(EDIT_PRODUCT),
      .upload_bytes_max = PHOTO_BYTES_MAX },
    { POST, "/quan-ly/san-pham/:product/go-anh", photo_remove_post, .who = MAY(EDIT_PRODUCT) },
    { GET, "/quan-ly/lo-trinh", roadmap_page, .who = MAY(READ_PRODUCT) },
    { GET, "/quan-ly/lo-trinh/tai-ve", roadmap_file, .who = MAY(READ_PRODUCT), .slow = true },
    CARD_ROUTES("/quan-ly/san-pham", product_cards, MAY(READ_PRODUCT), MAY(EDIT_PRODUCT)),
    { GET, "/anh/:sha", photo_file, .who = ANYBODY },
    { GET, "/api/v1/products/:product", show_json, .who = MAY(READ_PRODUCT) },
    { POST, "/api/v1/products", add_post, .who = MAY(EDIT_PRODUCT), .form = &product_form },
    { POST, "/api/v1/products/:product", change_post, .who = MAY(EDIT_PRODUCT), .form = &product_form },
    { 0 },
};
