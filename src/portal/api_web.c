/* api_web.c: the products as other programs read them: all but what was taken back, with the star
 * in force today. No person is named beside the name the producer trades under.  law: L91-2025 */
#include "base/hash.h"
#include "base/vi.h"
#include "core/embed.h"
#include "portal/portal.sql.h"
#include "portal/portal_in.h"

enum { LIMIT_START = 50, LIMIT_MOST = 200 };

static struct api_ask ask_of(struct ctx *cx, const struct req *rq)
{
    int64_t rank, limit;
    bool lite = db_engine_of(cx->db) == DB_SQLITE;
    str typed = query_word(cx, rq, "q"), unit = query_word(cx, rq, "unit");
    struct page_key after = page_key_of(cx, req_query(rq, "after"));
    if (!int_read(req_query(rq, "rank"), &rank) || rank < 0 || rank > 5)
        rank = -1;
    if (!int_read(req_query(rq, "limit"), &limit) || limit < 1)
        limit = LIMIT_START;
    return (struct api_ask){
        .match = lite ? vi_match_sqlite(cx->a, typed) : vi_match_postgres(cx->a, typed),
        .set_slug = query_word(cx, rq, "set"),
        .rank = (int32_t)rank,
        .unit = unit.len > 0 ? join(cx->a, S("%/"), unit, S("/")) : S("%"),
        .today = portal_today(cx),
        .after_key = after.key,
        .after = { after.id },
        .rows = (int32_t)(limit < LIMIT_MOST ? limit : LIMIT_MOST),
    };
}

/* "30547" of "91/30547/"; empty where only the province is known. */
static str unit_of(str path)
{
    str cut = str_sub(path, 0, path.len - 1);
    ptrdiff_t slash = str_find_last(cut, '/');
    return slash < 0 ? S("") : str_after(cut, slash + 1);
}

/* A decision that recognises a product names its producer to everybody; before that the name of a
 * person or household is theirs. */
static str producer_said(const struct api_item *p)
{
    bool hidden = !p->recognised && producer_is_person(p->legal_type);
    return hidden ? producer_type_label(p->legal_type) : p->producer_name;
}

static void put_item(struct json_out *w, const struct api_item *p)
{
    json_open(w);
    json_pair_str(w, "code", p->code);
    json_pair_str(w, "name", p->name);
    json_pair_str(w, "producer", producer_said(p));
    json_pair_str(w, "unit", unit_of(p->place_path));
    json_pair_str(w, "set", p->set_slug);
    json_pair_int(w, "rank", p->rank);
    json_close(w);
}

/* What has not changed is not sent again. */
static enum err send_tagged(struct ctx *cx, const struct req *rq, struct resp *rs, str body)
{
    str tag = join(cx->a, S("\""), str_sub(hash_hex(cx->a, hash_of(body)), 0, 20), S("\""));
    str have = req_header(rq, "if-none-match");
    if (str_starts(have, S("W/")))             /* a proxy that compresses weakens the tag */
        have = str_after(have, 2);
    resp_header_add(rs, "ETag", tag);
    resp_header_add(rs, "Cache-Control", S("public, no-cache"));
    resp_header_add(rs, "Access-Control-Allow-Origin", S("*"));
    rs->type = S("application/json");
    if (str_equal(have, tag))
        rs->status = 304;
    else
        rs->body = body;
    return OK;
}

enum err api_products(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct api_ask ask = ask_of(cx, rq);
    struct api_item_rows rows;
    int64_t total;
    bool words = ask.match.len > 0;
    int32_t page = ask.rows++;                 /* one more tells whether the list goes on */
    TRY(words ? api_search(cx, &ask, &rows) : api_all(cx, &ask, &rows));
    TRY(words ? api_search_count(cx, &ask, &total) : api_all_count(cx, &ask, &total));
    bool more = rows.count > page;
    rows.count = more ? page : rows.count;
    struct json_out *w = json_begin(cx);
    json_open(w);
    json_name(w, "items");
    json_open_list(w);
    for (ptrdiff_t i = 0; i < rows.count; i++)
        put_item(w, &rows.at[i]);
    json_close_list(w);
    json_name(w, "next");
    if (more)
        json_put_str(w, page_key_show(cx->a, rows.at[page - 1].id.id, rows.at[page - 1].name_key));
    else
        json_put_null(w);
    json_pair_int(w, "total", total);
    json_close(w);
    return send_tagged(cx, rq, rs, out_str(w->o));
}

enum err api_description(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    for (int i = 0; i < embed_count; i++)
        if (embed_rows[i].kind == EMBED_ASSET && str_is(S("openapi.json"), embed_rows[i].name))
            return send_tagged(cx, rq, rs, embed_bytes(&embed_rows[i]));
    return ERR_NOT_FOUND;
}
