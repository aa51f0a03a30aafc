/* dispatch.c: one request from its bytes to its reply.
 *
 *   asset?  ->  route row  ->  who (cookie or key)  ->  right of the row  ->  form key  ->  handler
 *
 * A handler that returns an error has written no reply: the fault page or JSON problem is made
 * here. Security headers are added here and nowhere else.
 */
#include "core/dispatch.h"

#include <stdatomic.h>

#include "base/log.h"
#include "base/thread.h"
#include "base/utf8.h"
#include "core/core.h"
#include "core/embed.h"
#include "core/route.h"

enum { FORM_BYTES_MAX = 256 << 10, UPLOAD_FIELDS_MAX = 64 << 10 };

static _Atomic int64_t visits, micros_sum, by_err[16];

struct dispatch_counts dispatch_counts(void)
{
    struct dispatch_counts c = { .requests = atomic_load(&visits),
                                 .micros = atomic_load(&micros_sum) };
    for (int i = 0; i < 16; i++)
        c.by_err[i] = atomic_load(&by_err[i]);
    return c;
}

/* -- assets ---------------------------------------------------------------------------------- */

static bool answer_asset(const struct req *rq, struct resp *rs)
{
    if (!str_starts(rq->path, S("/a/")))
        return false;
    str name = str_after(rq->path, 3);
    for (int i = 0; i < embed_count; i++) {
        const struct embed_row *r = &embed_rows[i];
        if (r->kind != EMBED_ASSET || !str_is(name, r->hashed))
            continue;
        rs->type = str_of(r->mime);
        rs->body = embed_bytes(r);
        resp_header_add(rs, "Cache-Control", S("public, max-age=31536000, immutable"));
        return true;
    }
    rs->status = 404;
    rs->type = S("text/plain; charset=utf-8");
    rs->body = S("Không có tệp này.\n");
    return true;
}

/* -- rights and keys --------------------------------------------------------------------------- */

/* A program with a token: at the JSON interface alone, and no more than the token's scope. */
static enum err find_bearer(struct ctx *cx, const struct req *rq, str bearer)
{
    bool writes = false;
    if (!str_starts(rq->path, S("/api/")))
        return fail(cx, ERR_DENIED, M_TOKEN_PLACE);
    enum err e = token_actor(cx, bearer, &cx->actor, &writes);
    if (e == ERR_SIGN_IN)
        return fail(cx, ERR_SIGN_IN, M_TOKEN_WRONG);
    TRY(e);
    cx->visit->token = true;
    return writes || rq->method != POST ? OK : fail(cx, ERR_DENIED, M_TOKEN_READS);
}

static enum err find_actor(struct ctx *cx, const struct req *rq)
{
    str said = req_header(rq, "authorization");
    if (str_starts(said, S("Bearer ")))
        return find_bearer(cx, rq, str_trim(str_after(said, 7)));
    enum err e = login_actor(cx, req_cookie(rq, "sao"), &cx->actor);
    if (e == ERR_SIGN_IN) {
        cx->visit->expired = true;
        return OK;
    }
    return e;
}

static enum err check_right(struct ctx *cx)
{
    const struct route *r = cx->visit->route;
    if (actor_may(cx->actor, r->who))
        return OK;
    if (cx->actor->account.id == 0 && cx->visit->expired)
        return fail(cx, ERR_SIGN_IN, M_LOGIN_ENDED);
    if (cx->actor->account.id == 0)
        return fail(cx, ERR_SIGN_IN, M_SIGN_IN_FIRST);
    return fail(cx, ERR_DENIED, M_DENIED);
}

/* Pages carry a key of this sign-in. JSON carries a header that no foreign page can send without
 * asking first (CORS), and may carry an Idempotency-Key. */
static enum err check_key(struct ctx *cx, const struct req *rq)
{
    const struct route *r = cx->visit->route;
    if (r->method != POST)
        return OK;
    if (str_is(req_header(rq, "sec-fetch-site"), "cross-site"))
        return fail(cx, ERR_DENIED, M_FORM_FOREIGN);
    str key = req_field(rq, "_khoa");
    bool json = str_starts(req_header(rq, "content-type"), S("application/json"));
    if (json && (cx->visit->token || req_header(rq, "x-requested-with").len > 0))
        key = req_header(rq, "idempotency-key");
    else if (!form_key_fits(cx, key))
        return fail(cx, ERR_DENIED, M_FORM_FOREIGN);
    if (!r->draft && key.len > 0 && key.len <= 100)
        cx->visit->once_key = key;
    return OK;
}

static enum err run_checked(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    TRY(db_lease(house()->db, &cx->db));
    TRY(find_actor(cx, rq));
    TRY(check_right(cx));
    TRY(check_key(cx, rq));
    return cx->visit->route->run(cx, rq, rs);
}

/* A page that is the same for everybody: kept from the last time, or made and kept. */
static enum err run_cached(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    date day = instant_date(cx->now);
    if (cache_wants_look()) {
        TRY(db_lease(house()->db, &cx->db));
        TRY(cache_look(cx));
        ctx_end(cx);
    }
    if (cache_get(cx->a, rq->target, day, &rs->body)) {
        rs->type = S("text/html; charset=utf-8");
        return OK;
    }
    int64_t generation = cache_generation();
    TRY(run_checked(cx, rq, rs));
    if (rs->status == 0 || rs->status == 200)
        cache_put(rq->target, day, generation, rs->body);
    return OK;
}

/* Who is signed in keeps the frame around the page that says so. */
static enum err no_route(struct ctx *cx, const struct req *rq)
{
    if (req_header(rq, "cookie").len > 0) {
        TRY(db_lease(house()->db, &cx->db));
        TRY(find_actor(cx, rq));
    }
    return fail(cx, ERR_NOT_FOUND, M_NOT_FOUND);
}

static enum err run_route(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    const struct route *r = cx->visit->route;
    if (!r)
        return no_route(cx, rq);
    bool anybody = req_header(rq, "cookie").len == 0;
    return r->cached && anybody ? run_cached(cx, rq, rs) : run_checked(cx, rq, rs);
}

/* -- the reply --------------------------------------------------------------------------------- */

static void default_sentence(struct ctx *cx, enum err e)
{
    str number = show(cx->a, cx->visit->number);
    const struct msg *m = &M_TROUBLE;
    if (cx->fault->count > 0)
        return;
    if (e == ERR_NOT_FOUND)
        m = &M_NOT_FOUND;
    else if (e == ERR_DENIED)
        m = &M_DENIED;
    else if (e == ERR_CONFLICT)
        m = &M_CHANGED_ELSEWHERE;
    else if (e == ERR_STATE)
        m = &M_STATE_CHANGED;
    else if (e == ERR_BUSY)
        m = &M_BUSY;
    fault_add(cx->a, cx->fault, e, m, (struct fault_args){ .args = { number } });
}

static void security_headers(struct ctx *cx, struct resp *rs)
{
    /* A browser shows a picture opened by itself in a page of its own, with inline styles. */
    if (str_starts(rs->type, S("image/")))
        resp_header_add(rs, "Content-Security-Policy",
                        S("default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"));
    else
        resp_header_add(rs, "Content-Security-Policy",
                        join(cx->a, S("default-src 'self'; img-src 'self' data: "),
                             cx->visit->pictures_from,
                             S("; object-src 'none'; base-uri 'none'; form-action 'self'; "
                               "frame-ancestors 'none'")));
    resp_header_add(rs, "X-Content-Type-Options", S("nosniff"));
    resp_header_add(rs, "Referrer-Policy", S("same-origin"));
    if (house()->secure_cookie)
        resp_header_add(rs, "Strict-Transport-Security", S("max-age=31536000"));
    bool cached = false;
    for (ptrdiff_t i = 0; i < rs->header_count; i++)
        cached |= str_is(str_of(rs->headers[i].name), "Cache-Control");
    if (!cached)
        resp_header_add(rs, "Cache-Control",
                        cx->actor->account.id ? S("private, no-store") : S("no-cache"));
}

/* A repeated form is sent where the first one was sent. */
static void repeat_location(struct ctx *cx, struct resp *rs)
{
    if (!cx->visit->repeated || cx->visit->once_location.len == 0)
        return;
    for (ptrdiff_t i = 0; i < rs->header_count; i++)
        if (str_is(str_of(rs->headers[i].name), "Location"))
            rs->headers[i].value = cx->visit->once_location;
}

static void clear_reply(struct resp *rs)
{
    *rs = (struct resp){ 0 };
}

static void finish(struct ctx *cx, const struct req *rq, enum err e, struct resp *rs, int64_t began)
{
    if (e != OK) {
        clear_reply(rs);
        default_sentence(cx, e);
        if (page_fault(cx, rq, e, rs) != OK)
            rs->status = 500;
    }
    repeat_location(cx, rs);
    security_headers(cx, rs);
    int64_t took = thread_clock_us() - began;
    atomic_fetch_add(&micros_sum, took);
    atomic_fetch_add(&by_err[e], 1);
    if (e != OK && err_http(e) >= 500)
        log_error("request.failed", "req=%lld err=%s route=%s us=%lld",
                  (long long)cx->visit->number, err_name(e).at,
                  cx->visit->route ? cx->visit->route->path : "-", (long long)took);
}

bool path_is_english(str path)
{
    return str_is(path, "/en") || str_starts(path, S("/en/"));
}

static enum err method_wrong(struct ctx *cx, struct resp *rs)
{
    (void)cx;
    rs->status = 405;
    rs->type = S("text/plain; charset=utf-8");
    resp_header_add(rs, "Allow", S("GET, HEAD, POST"));
    rs->body = S("Địa chỉ này không nhận cách gửi đó.\n");
    return OK;
}

static void give_back(void *cx)
{
    ctx_end(cx);
}

void dispatch_answer(void *with, struct arena *a, const struct req *rq, struct resp *rs)
{
    (void)with;
    int64_t began = thread_clock_us();
    if (answer_asset(rq, rs))
        return;
    struct visit visit = { .number = atomic_fetch_add(&visits, 1) + 1,
                           .client = rq->client,
                           .rq = rq };
    struct fault *fault = new(a, struct fault, 1);
    struct ctx *cx = new(a, struct ctx, 1);
    *cx = (struct ctx){
        .a = a, .actor = &ANYONE, .now = house_now(), .fault = fault, .visit = &visit
    };
    arena_undo(a, give_back, cx);              /* also when the arena comes to its end */
    struct route_hit hit = route_find(rq->method, rq->path);
    visit.english = path_is_english(rq->path);
    visit.route = hit.route;
    visit.form = hit.route ? hit.route->form : NULL;
    enum err e = !hit.route && hit.other_method ? method_wrong(cx, rs) : run_route(cx, rq, rs);
    finish(cx, rq, e, rs, began);
    ctx_end(cx);
}

struct server_plan dispatch_plan(void *with, enum method method, str path)
{
    (void)with;
    struct route_hit hit = route_find(method, path);
    bool slow = method == POST || (hit.route && hit.route->slow)
                || (db_engine(house()->db) == DB_POSTGRES && !str_starts(path, S("/a/")));
    int64_t upload = hit.route ? hit.route->upload_bytes_max : 0;
    return (struct server_plan){ .slow = slow,
                                 .body_bytes_max = upload ? UPLOAD_FIELDS_MAX : FORM_BYTES_MAX,
                                 .upload_bytes_max = upload };
}

static str status_sentence(int status)
{
    switch (status) {
    case 413:
        return S("Nội dung gửi lên quá lớn. Hãy gửi tệp nhỏ hơn (tối đa 20 MB).");
    case 408:
        return S("Đường truyền quá chậm, yêu cầu chưa gửi xong. Hãy thử lại.");
    case 415:
        return S("Địa chỉ này không nhận tệp.");
    case 429:
    case 503:
        return S("Hệ thống đang bận. Hãy thử lại sau ít giây.");
    default:
        return S("Yêu cầu không hợp lệ.");
    }
}

void dispatch_refuse(void *with, struct arena *a, int status, struct resp *rs)
{
    (void)with;
    rs->status = status;
    rs->type = S("text/html; charset=utf-8");
    rs->body =
        join(a,
             S("<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
               "content=\"width=device-width\"><title>Sao Làng</title><main><h1>"),
             status_sentence(status),
             S("</h1><p>Bấm nút quay lại của trình duyệt để tiếp tục.</p></main>"));
}
