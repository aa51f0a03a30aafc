/* twin_web.c: producers that look alike: the list, two side by side, and what the officer says. */
#include "producer/producer_in.h"
#include "producer/producer_list.html.h"
#include "producer/producer_twin.h"
#include "producer/producer_web.h"

static const char home[] = "/quan-ly/chu-the";

static struct frame frame_of(str title)
{
    return (struct frame){ .title = title, .tab = home,
                           .crumbs = { { S("Chủ thể"), url_of(str_of(home)) } } };
}

enum err twin_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct twin_rows rows;
    struct twin_list_view v = { 0 };
    TRY(twin_find(cx, &rows));
    v.rows.at = new(cx->a, struct twin_line, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        const struct twin *t = &rows.at[i];
        v.rows.at[v.rows.count++] = (struct twin_line){
            .at = url_join(cx->a, S("/quan-ly/chu-the/gop?a="), t->code_a, S("&b="), t->code_b),
            .name_a = t->name_a, .name_b = t->name_b, .place_a = t->place_a,
            .place_b = t->place_b, .why = twin_reasons(cx->a, t->reasons),
        };
    }
    struct frame f = frame_of(S("Chủ thể có thể trùng"));
    if (str_is(done_word(rq), "khac"))
        f.done = S("Đã ghi là hai chủ thể khác nhau; cặp này không được nhắc lại nữa.");
    struct out *body = page_begin(cx);
    page_twin_list(body, &v);
    return page_send(cx, rs, &f, body);
}

/* A row of the comparison where the two differ or both say something. */
static void add_fact(struct merge_view *v, const char *label, str a, str b)
{
    if (a.len > 0 || b.len > 0)
        v->facts.at[v->facts.count++] =
            (struct merge_fact){ str_of(label), a, b, !str_equal(a, b) };
}

static enum err side(struct ctx *cx, str code, struct merge_side *out)
{
    TRY(producer_by_code(cx, code, &out->it));
    if (!actor_reaches(cx->actor, MAY(EDIT_PRODUCER), out->it.place_path, out->it.id))
        return ERR_NOT_FOUND;
    out->at = producer_path(cx->a, out->it.code);
    return OK;
}

static enum err merge_show(struct ctx *cx, str a, str b, struct resp *rs)
{
    enum { FACTS = 10 };
    struct merge_view v = { .key = form_key(cx), .faults = fault_list(cx) };
    TRY(side(cx, a, &v.a));
    TRY(side(cx, b, &v.b));
    v.facts.at = new(cx->a, struct merge_fact, FACTS);
    add_fact(&v, "Loại hình", producer_type_label(v.a.it.legal_type),
             producer_type_label(v.b.it.legal_type));
    add_fact(&v, "Xã, phường", v.a.it.place_name, v.b.it.place_name);
    add_fact(&v, "Địa chỉ", v.a.it.address, v.b.it.address);
    add_fact(&v, "Người đại diện", v.a.it.representative, v.b.it.representative);
    add_fact(&v, "Mã số thuế", v.a.it.tax_code, v.b.it.tax_code);
    add_fact(&v, "Số đăng ký", v.a.it.licence, v.b.it.licence);
    add_fact(&v, "Điện thoại", v.a.it.phone, v.b.it.phone);
    add_fact(&v, "Thư điện tử", v.a.it.email, v.b.it.email);
    struct frame f = frame_of(S("So hai chủ thể"));
    f.crumbs[1] = (struct crumb){ S("Có thể trùng"), url_of(S("/quan-ly/chu-the/trung")) };
    struct out *body = page_begin(cx);
    page_merge(body, &v);
    return page_send(cx, rs, &f, body);
}

enum err merge_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    return merge_show(cx, query_word(cx, rq, "a"), query_word(cx, rq, "b"), rs);
}

static struct merge merge_said(const struct req *rq)
{
    struct merge m = { .keep = req_field(rq, "giu"), .gone = req_field(rq, "bo") };
    if (!int_read(req_field(rq, "ban_giu"), &m.keep_version))
        m.keep_version = 0;
    if (!int_read(req_field(rq, "ban_bo"), &m.gone_version))
        m.gone_version = 0;
    return m;
}

enum err merge_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct merge m = merge_said(rq);
    str next = join(cx->a, producer_path(cx->a, m.keep).text, S("?xong=gop"));
    cx->visit->once_location = next;
    enum err e = producer_merge_tx(cx, &m);
    if (e != OK && !req_wants_json(rq) && (e == ERR_INPUT || e == ERR_CONFLICT)) {
        TRY(merge_show(cx, m.keep, m.gone, rs));
        rs->status = err_http(e);
        return OK;
    }
    TRY(e);
    return next_send(cx, rq, rs, next);
}

enum err apart_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct merge m = merge_said(rq);
    str next = S("/quan-ly/chu-the/trung?xong=khac");
    cx->visit->once_location = next;
    TRY(producer_apart_tx(cx, &m));
    return next_send(cx, rq, rs, next);
}
