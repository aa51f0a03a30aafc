/* catalogue_web.c: the home page, the catalogue with its filters, and names while one types. */
#include "base/utf8.h"
#include "base/vi.h"
#include "portal/portal.sql.h"
#include "portal/portal_in.h"
#include "news/news.h"
#include "portal/portal_list.html.h"

enum { SUGGESTIONS_MAX = 8, SUGGEST_CHARS_MIN = 2 };

struct cards listing_cards(struct ctx *cx, const struct listing_rows *rows)
{
    date day = portal_today(cx);
    struct cards v = { .rows.at = new(cx->a, struct listing_line, rows->count) };
    for (ptrdiff_t i = 0; i < rows->count; i++) {
        const struct listing *l = &rows->at[i];
        v.rows.at[v.rows.count++] = (struct listing_line){
            .at = here(cx, product_public_path(cx->a, l->name, l->code)),
            .photo = l->photo.len > 0 ? photo_path(cx->a, l->photo) : (url){ S("") },
            .name = l->name,
            .producer = l->producer_name,
            .place = l->place_name,
            .stars = { l->star, off_words(cx, l->issued_on, l->expires_on, day) },
            .validity = validity_words(cx, l->issued_on, l->expires_on, day),
        };
    }
    return v;
}

static enum err find(struct ctx *cx, const struct portal_query *q, struct catalogue_view *v)
{
    struct listing_rows rows;
    TRY(portal_find(cx, q, &rows));
    if (rows.count > PORTAL_PAGE_ROWS) {
        rows.count = PORTAL_PAGE_ROWS;
        str here = catalogue_path(cx, q, FACETS).text;
        v->next = url_join(cx->a, here, str_find(here, '?') < 0 ? S("?sau=") : S("&sau="),
                           portal_key_show(cx->a, &rows.at[PORTAL_PAGE_ROWS - 1]));
    }
    v->found = listing_cards(cx, &rows);
    return OK;
}

/* -- home -------------------------------------------------------------------------------------- */

static enum err add_figures(struct ctx *cx, struct catalogue_view *v)
{
    struct star_count_rows counts;
    TRY(listing_counts(cx, portal_today(cx), &counts));
    v->figures.at = new(cx->a, struct figure_line, counts.count);
    for (ptrdiff_t i = 0; i < counts.count; i++)
        v->figures.at[v->figures.count++] = (struct figure_line){
            catalogue_path(
                cx, &(struct portal_query){ .star = counts.at[i].star, .valid = VALID_TODAY },
                FACETS),
            show(cx->a, counts.at[i].count),
            join(cx->a, WORDS(cx, "sản phẩm ", "valid products of "),
                 star_words(cx, counts.at[i].star), WORDS(cx, " còn hiệu lực", ""))
        };
    return OK;
}

/* The newest three. */
static enum err add_news(struct ctx *cx, struct catalogue_view *v)
{
    enum { ON_HOME = 3 };
    struct news_rows rows;
    if (cx->visit->english)
        return OK;
    TRY(news_public(cx, &(struct news_after){ NO_DATE, 0 }, &rows));
    v->news.at = new(cx->a, struct home_news, ON_HOME);
    for (ptrdiff_t i = 0; i < rows.count && i < ON_HOME; i++)
        v->news.at[v->news.count++] = (struct home_news){
            news_path(cx->a, &rows.at[i]), rows.at[i].title, rows.at[i].published_on };
    return OK;
}

enum err home_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct catalogue_view v = { .province = page_province(cx),
                                .everything = here(cx, url_of(S("/san-pham"))),
                                .check = here(cx, url_of(S("/tra-cuu"))),
                                .map = here(cx, url_of(S("/ban-do"))) };
    (void)rq;
    TRY(add_figures(cx, &v));
    TRY(add_news(cx, &v));
    TRY(find(cx, &(struct portal_query){ 0 }, &v));
    struct out *body = page_begin(cx);
    page_home(body, &v);
    return page_send(
        cx, rs,
        &(struct frame){ .title = WORDS(cx, "Sản phẩm OCOP", "OCOP products"),
                         .public_page = true, .bilingual = true,
                         .path = here(cx, url_of(S("/"))),
                         .description = WORDS(cx, "Tra cứu sản phẩm OCOP và hạng sao còn hiệu lực.",
                                              "Find OCOP products and check their stars.") },
        body);
}

/* -- the catalogue ----------------------------------------------------------------------------- */

static int32_t small_number(const struct req *rq, const char *name, int32_t least, int32_t most)
{
    int64_t n = 0;
    bool fits = int_read(req_query(rq, name), &n) && n >= least && n <= most;
    return fits ? (int32_t)n : 0;
}

/* A word of an address: small letters, digits and hyphens; anything else is no filter. */
static str slug_word(struct ctx *cx, const struct req *rq, const char *name)
{
    str word = query_word(cx, rq, name);
    for (ptrdiff_t i = 0; i < word.len; i++) {
        char c = word.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
            return S("");
    }
    return word;
}

static struct portal_query query_of(struct ctx *cx, const struct req *rq)
{
    struct portal_query q = {
        .typed = typed_words(cx, rq),
        .star = small_number(rq, "sao", 3, 5),
        .group = slug_word(cx, rq, "nhom"),
        .set_slug = slug_word(cx, rq, "bo"),
        .commune = slug_word(cx, rq, "xa"),
        .legal_type = small_number(rq, "loai", COOPERATIVE, ASSOCIATION),
    };
    str valid = slug_word(cx, rq, "hieu-luc");
    q.valid = str_is(valid, "con") ? VALID_TODAY : str_is(valid, "het") ? VALID_ENDED : 0;
    if (q.group.len > 0 && q.set_slug.len > 0 && !str_equal(set_group(q.set_slug, NULL), q.group))
        q.set_slug = S(""); /* another group was chosen: the set goes */
    portal_key_read(cx, rq, &q);
    return q;
}

static str chosen_label(const struct facet *f)
{
    for (ptrdiff_t i = 0; i < f->values.count; i++)
        if (f->values.at[i].chosen)
            return f->values.at[i].label;
    return f->chosen;
}

static void add_chips(struct ctx *cx, const struct portal_query *q, struct catalogue_view *v)
{
    v->chips.at = new(cx->a, struct chip, FACETS);
    for (int i = 0; i < FACETS; i++)
        if (v->facets.at[i].chosen.len > 0)
            v->chips.at[v->chips.count++] = (struct chip){
                .label = chosen_label(&v->facets.at[i]),
                .without = catalogue_path(cx, q, i),
                .count = v->facets.at[i].without,
            };
    v->filtered = v->chips.count > 0;
}

enum err catalogue_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct portal_query q = query_of(cx, rq);
    struct portal_query filters = q;
    struct facets f;
    filters.typed = S("");
    struct catalogue_view v = { .typed = q.typed, .everything = here(cx, url_of(S("/san-pham"))) };
    TRY(find(cx, &q, &v));
    TRY(portal_facets(cx, &q, &f));
    v.facets.at = f.at;
    v.facets.count = FACETS;
    v.total = f.total;
    add_chips(cx, &q, &v);
    if (q.typed.len > 0)
        v.without_words = catalogue_path(cx, &filters, FACETS);
    struct out *body = page_begin(cx);
    page_catalogue(body, &v);
    return page_send(cx, rs,
                     &(struct frame){ .title = WORDS(cx, "Sản phẩm OCOP", "OCOP products"),
                                      .public_page = true, .bilingual = true,
                                      .path = catalogue_path(cx, &q, FACETS),
                                      .description = WORDS(
                                          cx,
                                          "Danh mục sản phẩm OCOP: lọc theo hạng sao, nhóm, xã và "
                                          "hiệu lực.",
                                          "OCOP products by stars, group, commune and validity.") },
                     body);
}

/* -- names while one types --------------------------------------------------------------------- */

/* Does every word typed begin a word of the name? */
static bool name_fits(struct arena *a, str name, str typed)
{
    str words = vi_fold(a, typed);
    str padded = join(a, S(" "), vi_fold(a, name));
    while (words.len > 0)
        if (!str_contains(padded, join(a, S(" "), str_cut(&words, ' '))))
            return false;
    return true;
}

struct suggesting {
    struct json_out *w;
    str given[SUGGESTIONS_MAX];
    int count;
};

static void suggest(struct suggesting *k, const struct suggestion *s, const char *kind)
{
    for (int i = 0; i < k->count; i++)
        if (str_equal(k->given[i], s->name))
            return;
    if (k->count == SUGGESTIONS_MAX)
        return;
    k->given[k->count++] = s->name;
    json_open(k->w);
    json_pair_str(k->w, "name", s->name);
    json_pair_str(k->w, "kind", str_of(kind));
    json_close(k->w);
}

/* Names that begin as typed first, then producers, then the others. */
static enum err suggest_all(struct ctx *cx, str typed, struct suggesting *k)
{
    struct listing_ask ask = listing_ask(cx, &(struct portal_query){ .typed = typed });
    struct suggestion_rows products, producers;
    if (ask.match.len == 0 || utf8_length(typed) < SUGGEST_CHARS_MIN)
        return OK;
    str head = join(cx->a, vi_fold(cx->a, typed), S("%"));
    TRY(suggest_products(cx, ask.match, head, &products));
    TRY(suggest_producers(cx, ask.match, &producers));
    for (int tier = 1; tier <= 2; tier++) {
        for (ptrdiff_t i = 0; i < products.count; i++)
            if (products.at[i].tier == tier && name_fits(cx->a, products.at[i].name, typed))
                suggest(k, &products.at[i], "product");
        for (ptrdiff_t i = 0; i < producers.count && tier == 1; i++)
            if (name_fits(cx->a, producers.at[i].name, typed))
                suggest(k, &producers.at[i], "producer");
    }
    return OK;
}

enum err suggest_json(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct suggesting k = { .w = json_begin(cx) };
    json_open(k.w);
    json_name(k.w, "suggestions");
    json_open_list(k.w);
    TRY(suggest_all(cx, typed_words(cx, rq), &k));
    json_close_list(k.w);
    json_close(k.w);
    resp_header_add(rs, "Cache-Control", S("public, max-age=300"));
    return json_send(rs, k.w);
}
