/* map_web.c: where products are made and sold: a list by commune that works without script, and the
 * same places for the map above it. Of a person or household only shops are listed, by
 * commune, and none is a point of the map: where they work is where they live.  law: L91-2025 */
#include "portal/portal.sql.h"
#include "portal/portal_in.h"
#include "portal/portal_map.html.h"
#include "producer/producer_card.h"

struct collecting {
    struct ctx *cx;
    struct arena *keep;
    int32_t kind;                              /* 0 = every */
    bool exact;                                /* for the map: where it stands to the metre */
    struct site_at *at;
    ptrdiff_t count;
    ptrdiff_t most;
    int64_t total;
};

static str kind_words(struct ctx *cx, int32_t kind)
{
    if (kind == SITE_WORKSHOP)
        return WORDS(cx, "Cơ sở sản xuất", "Workshop");
    if (kind == SITE_MATERIAL)
        return WORDS(cx, "Vùng nguyên liệu", "Growing area");
    return kind == SITE_SHOP ? WORDS(cx, "Điểm bán", "Shop") : WORDS(cx, "Kho", "Store");
}

static enum err collect(void *with, const struct public_site *s)
{
    struct collecting *k = with;
    if (producer_is_person(s->legal_type) && (k->exact || s->kind != SITE_SHOP))
        return OK;
    if (k->kind != 0 && s->kind != k->kind)
        return OK;
    if (k->total++ >= k->most)
        return OK;
    str at = producer_public_path(k->keep, s->producer_name, s->producer_code).text;
    str name = str_copy(k->keep, s->name);
    k->at[k->count++] = (struct site_at){
        .name = name,
        .kind = kind_words(k->cx, s->kind),
        .kind_number = s->kind,
        .place = site_place(k->keep, s),
        .producer = str_copy(k->keep, s->producer_name),
        .at = k->cx->visit->english ? url_join(k->keep, S("/en"), at) : url_of(at),
        .latitude = s->latitude,
        .longitude = s->longitude,
    };
    return OK;
}

str site_place(struct arena *a, const struct public_site *s)
{
    bool whole = s->address.len > 0 && !producer_is_person(s->legal_type);
    return whole ? join(a, s->address, S(", "), s->place_name) : str_copy(a, s->place_name);
}

static enum err sites(struct ctx *cx, int32_t kind, bool exact, struct collecting *k)
{
    ptrdiff_t most = exact ? MAP_POINTS_MAX : MAP_LIST_MAX;
    *k = (struct collecting){ .cx = cx, .keep = portal_keep(cx), .kind = kind, .exact = exact,
                              .most = most };
    k->at = new(k->keep, struct site_at, most);
    return public_sites(cx, portal_today(cx), collect, k);
}

/* Which kinds there are, each a filter of the list. */
static void add_kinds(struct ctx *cx, int32_t chosen, struct map_view *v)
{
    enum { KINDS = SITE_STORE };
    str home = here(cx, url_of(S("/ban-do"))).text;
    v->kinds.at = new(cx->a, struct kind_link, KINDS + 1);
    v->kinds.at[v->kinds.count++] =
        (struct kind_link){ url_of(home), 0, WORDS(cx, "Tất cả", "All"), chosen == 0 };
    for (int32_t kind = SITE_WORKSHOP; kind <= SITE_SHOP; kind++)
        v->kinds.at[v->kinds.count++] =
            (struct kind_link){ url_join(cx->a, home, S("?loai="), show(cx->a, kind)), kind,
                                kind_words(cx, kind), chosen == kind };
}

static int32_t kind_asked(const struct req *rq)
{
    int64_t n = 0;
    bool fits = int_read(req_query(rq, "loai"), &n) && n >= SITE_WORKSHOP && n <= SITE_STORE;
    return fits ? (int32_t)n : 0;
}

/* "https://tile.example.vn" of "https://tile.example.vn/{z}/{x}/{y}.png" */
static str origin_of(str tiles)
{
    str rest = str_after(tiles, S("https://").len);
    ptrdiff_t slash = str_find(rest, '/');
    return slash < 0 ? S("") : str_sub(tiles, 0, S("https://").len + slash);
}

enum err map_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct collecting k;
    int32_t kind = kind_asked(rq);
    struct map_view v = { .home = here(cx, url_of(S("/san-pham"))) };
    TRY(sites(cx, kind, false, &k));
    TRY(setting_get(cx, S("map_tiles"), &v.tiles));
    TRY(setting_get(cx, S("map_credit"), &v.credit));
    if (v.tiles.len > 0)
        cx->visit->pictures_from = origin_of(v.tiles);
    v.points = url_join(cx->a, here(cx, url_of(S("/ban-do/diem.json"))).text, S("?loai="),
                        show(cx->a, kind));
    v.rows.at = k.at;
    v.rows.count = k.count;
    v.total = k.total;
    v.cut = k.total > k.count;
    add_kinds(cx, kind, &v);
    struct out *body = page_begin(cx);
    page_map(body, &v);
    return page_send(cx, rs,
                     &(struct frame){
                         .title = WORDS(cx, "Bản đồ OCOP", "Map of OCOP"),
                         .public_page = true, .bilingual = true,
                         .path = here(cx, url_of(S("/ban-do"))),
                         .script = "map.js", .style = "map.css",
                         .description = WORDS(cx, "Nơi làm ra và nơi bán sản phẩm OCOP.",
                                              "Where OCOP products are made and sold."),
                     },
                     body);
}

enum err map_points(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct collecting k;
    TRY(sites(cx, kind_asked(rq), true, &k));
    struct json_out *w = json_begin(cx);
    json_open(w);
    json_name(w, "points");
    json_open_list(w);
    for (ptrdiff_t i = 0; i < k.count; i++) {
        json_open(w);
        json_pair_int(w, "north", k.at[i].latitude);          /* millionths of a degree */
        json_pair_int(w, "east", k.at[i].longitude);
        json_pair_int(w, "kind", k.at[i].kind_number);
        json_pair_str(w, "label", k.at[i].kind);
        json_pair_str(w, "name", k.at[i].name);
        json_pair_str(w, "place", k.at[i].place);
        json_pair_str(w, "producer", k.at[i].producer);
        json_pair_str(w, "at", k.at[i].at.text);
        json_close(w);
    }
    json_close_list(w);
    json_close(w);
    resp_header_add(rs, "Cache-Control", S("public, max-age=300"));
    return json_send(rs, w);
}
