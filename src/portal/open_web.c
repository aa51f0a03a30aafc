/* open_web.c: what other machines read: sitemap, news of recognitions, the list of recognised
 * products as CSV and JSON. Open data name no person: a producer that is a person or household
 * stands there by its type alone.  law: L91-2025 */
#include "format/csv.h"
#include "news/news.h"
#include "portal/portal.sql.h"
#include "portal/portal_in.h"
#include "portal/portal_site.html.h"

enum {
    SITE_ROWS_MAX = 49000, /* sitemaps.org allows 50 000 addresses a file */
    FILE_BYTES_MAX = 24 << 20,
};

static void send_text(struct resp *rs, const char *type, const struct out *o)
{
    rs->type = str_of(type);
    rs->body = out_str(o);
    resp_header_add(rs, "Cache-Control", S("public, max-age=3600"));
}

/* -- sitemap and robots ------------------------------------------------------------------------ */

struct mapping {
    struct arena *a;
    struct site_view v;
};

static void add_site(struct mapping *m, str path, str changed_on)
{
    if (m->v.rows.count < SITE_ROWS_MAX)
        m->v.rows.at[m->v.rows.count++] =
            (struct site_line){ site_address(m->a, path), changed_on };
}

static enum err map_listing(void *with, const struct listing *l)
{
    struct mapping *m = with;
    add_site(m, product_public_path(m->a, l->name, l->code).text, date_iso(m->a, l->issued_on));
    return OK;
}

static enum err map_producer(void *with, const struct suggestion *p)
{
    struct mapping *m = with;
    add_site(m, producer_public_path(m->a, p->name, p->code).text, S(""));
    return OK;
}

/* The newest page of news; older ones are linked from there. */
static enum err map_news(struct ctx *cx, struct mapping *m)
{
    struct news_rows rows;
    TRY(news_public(cx, &(struct news_after){ NO_DATE, 0 }, &rows));
    for (ptrdiff_t i = 0; i < rows.count; i++)
        add_site(m, str_copy(m->a, news_path(cx->a, &rows.at[i]).text),
                 date_iso(m->a, rows.at[i].published_on));
    return OK;
}

enum err sitemap_xml(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct mapping m = { .a = portal_keep(cx) };
    (void)rq;
    m.v.rows.at = new(m.a, struct site_line, SITE_ROWS_MAX);
    add_site(&m, S("/"), S(""));
    add_site(&m, S("/san-pham"), S(""));
    add_site(&m, S("/tin-tuc"), S(""));
    add_site(&m, S("/ban-do"), S(""));
    add_site(&m, S("/en/"), S(""));
    add_site(&m, S("/en/san-pham"), S(""));
    add_site(&m, S("/en/ban-do"), S(""));
    add_site(&m, S("/tra-cuu"), S(""));
    add_site(&m, S("/du-lieu"), S(""));
    TRY(map_news(cx, &m));
    TRY(listing_each(cx, map_listing, &m));
    TRY(listed_producers(cx, map_producer, &m));
    struct out *o = out_new(cx->a, .max_bytes = FILE_BYTES_MAX);
    page_sitemap(o, &m.v);
    send_text(rs, "application/xml; charset=utf-8", o);
    return o->full ? ERR_LIMIT : OK;
}

enum err robots_text(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct out *o = out_new(cx->a, .max_bytes = 4096);
    (void)rq;
    put(o, S("User-agent: *\nDisallow: /san-pham?\nDisallow: /goi-y\nDisallow: /dang-nhap\n"));
    put(o, join(cx->a, S("Sitemap: "), site_address(cx->a, S("/sitemap.xml")), S("\n")));
    send_text(rs, "text/plain; charset=utf-8", o);
    return OK;
}

/* -- news -------------------------------------------------------------------------------------- */

/* The day as RSS wants it: "Wed, 05 Aug 2026 00:00:00 +0700". */
static str rss_day(struct arena *a, date d)
{
    static const char *const days[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    struct civil c = date_civil(d);
    int32_t week = (int32_t)(((int64_t)d.days % 7 + 7) % 7); /* day 0 was a Thursday */
    return join(a, str_of(days[week]), S(", "), c.day < 10 ? S("0") : S(""), show(a, c.day), S(" "),
                str_of(months[c.month - 1]), S(" "), show(a, c.year), S(" 00:00:00 +0700"));
}

enum err news_xml(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct listing_rows rows;
    (void)rq;
    TRY(listing_newest(cx, &rows));
    struct news_view v = {
        .title = join(cx->a, S("Sản phẩm OCOP mới được công nhận, "), house()->province_name),
        .site = site_address(cx->a, S("/")),
        .text = S("Những lần công nhận hạng sao mới nhất."),
    };
    v.rows.at = new(cx->a, struct news_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        const struct listing *l = &rows.at[i];
        v.rows.at[v.rows.count++] = (struct news_line){
            .at = site_address(cx->a, product_public_path(cx->a, l->name, l->code).text),
            .title = join(cx->a, l->name, S(": "), show(cx->a, l->star), S(" sao")),
            .text =
                join(cx->a, l->producer_name, S(", "), l->place_name, S(". Quyết định "),
                     l->decision_number, S("; hiệu lực đến "), show(cx->a, l->expires_on), S(".")),
            .id = site_address(cx->a, recognition_path(cx->a, l->recognition_code).text),
            .published = rss_day(cx->a, l->issued_on),
        };
    }
    struct out *o = out_new(cx->a, .max_bytes = 1 << 20);
    page_news(o, &v);
    send_text(rs, "application/rss+xml; charset=utf-8", o);
    return o->full ? ERR_LIMIT : OK;
}

/* -- open data --------------------------------------------------------------------------------- */

/* A list of all is written row by row; what a row needs is forgotten after it. */
struct exporting {
    struct ctx *cx;
    struct out *o; /* in memory that is kept */
    struct json_out *w;
};

struct open_row {
    str producer;
    str type;
    str group;
    str at;
    bool valid;
};

static struct open_row open_row(struct exporting *k, const struct listing *l)
{
    struct arena *a = k->cx->a;
    date day = portal_today(k->cx);
    struct open_row r = { .type = producer_type_label(l->legal_type) };
    r.producer = producer_is_person(l->legal_type) ? r.type : l->producer_name;
    set_group(l->set_slug, &r.group);
    r.at = site_address(a, product_public_path(a, l->name, l->code).text);
    r.valid = validity_on(l->issued_on, l->expires_on, day) == VALID_TODAY;
    return r;
}

static enum err put_csv_row(void *with, const struct listing *l)
{
    struct exporting *k = with;
    struct arena *a = k->cx->a;
    struct open_row r = open_row(k, l);
    const str cells[] = { l->code,
                          l->name,
                          r.producer,
                          r.type,
                          l->place_name,
                          r.group,
                          product_set_name(l->set_slug),
                          show(a, l->star),
                          date_iso(a, l->issued_on),
                          date_iso(a, l->expires_on),
                          r.valid ? S("có") : S("không"),
                          l->decision_number,
                          r.at };
    for (ptrdiff_t i = 0; i < COUNT_OF(cells); i++) {
        put(k->o, i > 0 ? S(",") : S(""));
        put(k->o, csv_cell(a, cells[i]));
    }
    put(k->o, S("\r\n"));
    return OK;
}

static enum err put_json_row(void *with, const struct listing *l)
{
    struct exporting *k = with;
    struct arena *a = k->cx->a;
    struct open_row r = open_row(k, l);
    json_open(k->w);
    json_pair_str(k->w, "code", l->code);
    json_pair_str(k->w, "name", l->name);
    json_pair_str(k->w, "producer", r.producer);
    json_pair_str(k->w, "producer_type", r.type);
    json_pair_str(k->w, "commune", l->place_name);
    json_pair_str(k->w, "group", r.group);
    json_pair_str(k->w, "set", product_set_name(l->set_slug));
    json_pair_int(k->w, "star", l->star);
    json_pair_str(k->w, "issued_on", date_iso(a, l->issued_on));
    json_pair_str(k->w, "expires_on", date_iso(a, l->expires_on));
    json_pair_bool(k->w, "in_force", r.valid);
    json_pair_str(k->w, "decision", l->decision_number);
    json_pair_str(k->w, "page", r.at);
    json_close(k->w);
    return OK;
}

/* "Sản phẩm OCOP …, dữ liệu ngày 05/08/2026." and the licence; the first line of the file. */
static str open_data_line(struct ctx *cx)
{
    return join(cx->a, S("Sản phẩm OCOP "), house()->province_name, S(", dữ liệu ngày "),
                show(cx->a, portal_today(cx)), S(". "), str_of(M_OPEN_DATA_LICENCE.what), S(" "),
                str_of(M_OPEN_DATA_LICENCE.todo));
}

static void attach(struct ctx *cx, struct resp *rs, const char *ending)
{
    resp_header_add(rs, "Content-Disposition",
                    join(cx->a, S("attachment; filename=\"san-pham-ocop-"),
                         date_iso(cx->a, portal_today(cx)), str_of(ending), S("\"")));
}

enum err products_csv(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct exporting k = { .cx = cx, .o = out_new(portal_keep(cx), .max_bytes = FILE_BYTES_MAX) };
    (void)rq;
    put(k.o, S("\xEF\xBB\xBF")); /* spreadsheets read UTF-8 by it */
    put(k.o, csv_cell(cx->a, open_data_line(cx)));
    put(k.o, S("\r\nma_san_pham,ten,chu_the,loai_chu_the,xa_phuong,nhom,bo_san_pham,hang_sao,"
               "ngay_cong_nhan,ngay_het_han,con_hieu_luc,quyet_dinh,trang\r\n"));
    TRY(listing_each(cx, put_csv_row, &k));
    send_text(rs, "text/csv; charset=utf-8", k.o);
    attach(cx, rs, ".csv");
    return k.o->full ? ERR_LIMIT : OK;
}

enum err products_json(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct exporting k = { .cx = cx, .o = out_new(portal_keep(cx), .max_bytes = FILE_BYTES_MAX) };
    (void)rq;
    k.w = new(cx->a, struct json_out, 1);
    k.w->o = k.o;
    json_open(k.w);
    json_pair_str(k.w, "title", join(cx->a, S("Sản phẩm OCOP "), house()->province_name));
    json_pair_str(k.w, "date", date_iso(cx->a, portal_today(cx)));
    json_pair_str(k.w, "licence", str_of(M_OPEN_DATA_LICENCE.what));
    json_pair_str(k.w, "source", site_address(cx->a, S("/du-lieu")));
    json_name(k.w, "products");
    json_open_list(k.w);
    TRY(listing_each(cx, put_json_row, &k));
    json_close_list(k.w);
    json_close(k.w);
    send_text(rs, "application/json; charset=utf-8", k.o);
    return k.o->full ? ERR_LIMIT : OK;
}

enum err open_data_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct open_data_view v = { .day = portal_today(cx),
                                .licence = str_of(M_OPEN_DATA_LICENCE.what),
                                .licence_todo = str_of(M_OPEN_DATA_LICENCE.todo) };
    (void)rq;
    struct out *body = page_begin(cx);
    page_open_data(body, &v);
    return page_send(
        cx, rs,
        &(struct frame){ .title = S("Dữ liệu mở"),
                         .public_page = true,
                         .path = url_of(S("/du-lieu")),
                         .description = S("Danh mục sản phẩm OCOP được công nhận, dạng "
                                          "CSV và JSON.") },
        body);
}
