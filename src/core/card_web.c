/* card_web.c: the pages every kind of card has. The owner and the kind stand in the address, the
 * box in the route. */
#include <assert.h>

#include "base/out.h"
#include "core/card.html.h"
#include "core/card_in.h"
#include "core/table.h"

struct card_place {
    const struct card_box *box;
    const struct card_kind *kind;
    struct card_owner of;
    str at;                                    /* address of the list */
};

static enum err place_read(struct ctx *cx, const struct req *rq, struct card_place *p)
{
    p->box = cx->visit->route->cards;
    str word = path_part(rq, cx, "kind");
    for (const struct card_kind *const *k = p->box->kinds; *k && !p->kind; k++)
        if (str_is(word, (*k)->word))
            p->kind = *k;
    if (!p->kind)
        return ERR_NOT_FOUND;
    TRY(p->box->owner(cx, path_code(rq, cx, "owner"), &p->of));
    p->at = join(cx->a, str_of(p->box->home), S("/"), p->of.code, S("/"), word);
    cx->visit->form = p->kind->form;
    return OK;
}

static bool may_edit(struct ctx *cx, const struct card_place *p)
{
    return actor_reaches(cx->actor, p->box->edit, p->of.place_path, p->of.producer);
}

static struct frame frame_of(struct ctx *cx, const struct card_place *p, str title)
{
    return (struct frame){
        .title = title, .tab = p->box->home,
        .crumbs = { { str_of(p->box->home_title), url_of(str_of(p->box->home)) },
                    { p->of.name, url_join(cx->a, str_of(p->box->home), S("/"), p->of.code) } },
    };
}

/* -- the list --------------------------------------------------------------------------------- */

struct card_nav card_nav(struct ctx *cx, const struct card_box *box, str code,
                         const struct card_kind *here)
{
    struct card_nav nav = { 0 };
    ptrdiff_t count = 1;
    while (box->kinds[count - 1])
        count++;
    nav.tabs.at = new(cx->a, struct card_nav_tab, count);
    str home = join(cx->a, str_of(box->home), S("/"), code);
    nav.tabs.at[nav.tabs.count++] =
        (struct card_nav_tab){ url_of(home), S("Thông tin chung"), !here };
    for (const struct card_kind *const *k = box->kinds; *k; k++)
        nav.tabs.at[nav.tabs.count++] = (struct card_nav_tab){
            url_join(cx->a, home, S("/"), str_of((*k)->word)), str_of((*k)->title), *k == here
        };
    return nav;
}

/* The fields a list shows, as cells of one card; without a card, their headings. */
static ptrdiff_t put_cells(struct ctx *cx, const struct card_kind *k, const void *card,
                           struct card_cell **out)
{
    ptrdiff_t count = 0;
    *out = new(cx->a, struct card_cell, k->form->count);
    for (str rest = str_of(k->columns); rest.len > 0;) {
        const struct field *f = form_field(k->form, str_cut(&rest, ' '));
        assert(f);                             /* the kind names a column its form has not */
        (*out)[count++] = (struct card_cell){
            .label = str_of(f->label),
            .text = card ? form_show(cx->a, f, card) : S(""),
            .number = f->kind == KIND_INT || f->kind == KIND_MONEY,
        };
    }
    return count;
}

static void put_rows(struct ctx *cx, const struct card_place *p, const struct card_rows *rows,
                     struct card_list_view *v)
{
    v->rows.at = new(cx->a, struct card_line, rows->count);
    for (ptrdiff_t i = 0; i < rows->count; i++) {
        const struct card *card = (const void *)((const char *)rows->at + i * p->kind->size);
        struct card_line *line = &v->rows.at[v->rows.count++];
        line->cells.count = put_cells(cx, p->kind, card, &line->cells.at);
        line->at = url_join(cx->a, p->at, S("/"), show(cx->a, card->id.id));
        if (p->kind->mark)
            line->mark = p->kind->mark(cx, card);
    }
}

static str done_text(const struct card_place *p, struct ctx *cx, const struct req *rq)
{
    if (str_is(done_word(rq), "luu"))
        return join(cx->a, S("Đã lưu "), str_of(p->kind->one), S("."));
    if (str_is(done_word(rq), "go"))
        return join(cx->a, S("Đã gỡ "), str_of(p->kind->one), S("."));
    return S("");
}

enum err card_list_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct card_place p = { 0 };
    struct card_rows rows;
    TRY(place_read(cx, rq, &p));
    TRY(p.kind->list(cx, p.of.id, &rows));
    struct card_list_view v = {
        .owner = p.of.name, .title = str_of(p.kind->title), .one = str_of(p.kind->one),
        .none = str_of(p.kind->none), .icon = icon_html(cx->a, str_of(p.kind->icon)),
        .add = url_join(cx->a, p.at, S("/them")), .take = url_join(cx->a, p.at, S("/tai-ve")),
        .may_edit = may_edit(cx, &p), .marked = p.kind->mark != NULL,
        .mark_title = p.kind->mark_title ? str_of(p.kind->mark_title) : S("Tình trạng"),
        .nav = card_nav(cx, p.box, p.of.code, p.kind),
    };
    v.heads.count = put_cells(cx, p.kind, NULL, &v.heads.at);
    put_rows(cx, &p, &rows, &v);
    struct frame f = frame_of(cx, &p, join(cx->a, v.title, S(" – "), p.of.name));
    f.done = done_text(&p, cx, rq);
    struct out *body = page_begin(cx);
    page_card_list(body, &v);
    return page_send(cx, rs, &f, body);
}

/* -- the list as a file: every field, not only those shown ------------------------------------- */

static const char *cell_kind(const struct field *f)
{
    if (f->kind == KIND_MONEY)
        return "money";
    if (f->kind == KIND_DATE)
        return "date";
    return f->kind == KIND_INT ? "int" : "text";
}

static str cell_text(struct ctx *cx, const struct field *f, const void *card)
{
    const char *at = (const char *)card + f->offset;
    if (f->kind == KIND_MONEY && (!f->optional || ((const vnd *)(const void *)at)->dong != 0))
        return show(cx->a, ((const vnd *)(const void *)at)->dong);
    if (f->kind == KIND_DATE)
        return date_iso(cx->a, *(const date *)(const void *)at);
    return form_show(cx->a, f, card);
}

enum err card_list_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct card_place p = { 0 };
    struct card_rows rows;
    TRY(place_read(cx, rq, &p));
    TRY(p.kind->list(cx, p.of.id, &rows));
    struct table_column columns[TABLE_COLUMNS_HERE_MAX];
    const struct field *fields[TABLE_COLUMNS_HERE_MAX];
    struct table_form form = { p.kind->title, p.kind->word, columns, 0 };
    for (int i = 0; i < p.kind->form->count && form.count < TABLE_COLUMNS_HERE_MAX; i++) {
        const struct field *f = &p.kind->form->fields[i];
        if (f->kind == KIND_HIDDEN)
            continue;
        fields[form.count] = f;
        columns[form.count++] = (struct table_column){ f->label, cell_kind(f), 24 };
    }
    struct table *t = table_new(cx, &form);
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        str cells[TABLE_COLUMNS_HERE_MAX];
        for (int c = 0; c < form.count; c++)
            cells[c] = cell_text(cx, fields[c], (const char *)rows.at + i * p.kind->size);
        table_row(t, cells);
    }
    return table_send(cx, rq, rs, t);
}

/* -- entry and change ------------------------------------------------------------------------- */

static enum err edit_page(struct ctx *cx, const struct card_place *p, const struct card *card,
                          url action, struct resp *rs)
{
    bool old = card->id.id != 0;
    struct card_edit_view v = {
        .heading = join(cx->a, old ? S("Sửa ") : S("Thêm "), str_of(p->kind->one)),
        .owner = p->of.name, .one = str_of(p->kind->one), .old = old,
        .form = form_view(cx, p->kind->form, action, old ? card : NULL),
        .remove = url_join(cx->a, p->at, S("/"), show(cx->a, card->id.id), S("/go")),
        .key = form_key(cx), .version = show(cx->a, card->version),
    };
    if (p->kind->picks)
        TRY(p->kind->picks(cx, &v.form));
    v.fields.at = new(cx->a, struct card_field, p->kind->form->count);
    for (int i = 0; i < p->kind->form->count; i++) {
        struct out *o = out_new(cx->a, .max_bytes = 256 << 10);
        put_field(o, &v.form, str_of(p->kind->form->fields[i].name));
        v.fields.at[v.fields.count++] = (struct card_field){ html_of_out(o) };
    }
    struct frame f = frame_of(cx, p, v.heading);
    f.crumbs[2] = (struct crumb){ str_of(p->kind->title), url_of(p->at) };
    struct out *body = page_begin(cx);
    page_card_edit(body, &v);
    return page_send(cx, rs, &f, body);
}

enum err card_add_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct card_place p = { 0 };
    TRY(place_read(cx, rq, &p));
    if (!may_edit(cx, &p))
        return ERR_NOT_FOUND;
    return edit_page(cx, &p, &(struct card){ 0 }, url_of(rq->path), rs);
}

/* The card the address names, to be changed. */
static enum err card_read(struct ctx *cx, const struct req *rq, struct card_place *p,
                          struct card **out)
{
    card_id id = { 0 };
    void *card;
    TRY(place_read(cx, rq, p));
    if (!may_edit(cx, p) || !int_read(path_part(rq, cx, "card"), &id.id))
        return ERR_NOT_FOUND;
    TRY(card_of(cx, p->kind, p->of.id, id, &card));
    *out = card;
    return OK;
}

enum err card_change_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct card_place p = { 0 };
    struct card *card;
    TRY(card_read(cx, rq, &p, &card));
    return edit_page(cx, &p, card, url_of(rq->path), rs);
}

/* A blank card, or a copy of one that stands. */
static struct card *card_new(struct arena *a, const struct card_kind *k, const struct card *from)
{
    ptrdiff_t words = (k->size + (ptrdiff_t)sizeof(int64_t) - 1) / (ptrdiff_t)sizeof(int64_t);
    char *at = (void *)new(a, int64_t, words);
    for (ptrdiff_t i = 0; from && i < k->size; i++)
        at[i] = ((const char *)from)[i];
    return (void *)at;
}

/* Saves what was typed into *card, or shows the form again with what is wrong beside it. */
static enum err save(struct ctx *cx, const struct req *rq, const struct card_place *p,
                     struct card *card, struct resp *rs)
{
    struct card *typed = card_new(cx->a, p->kind, card);
    enum err e = form_take(cx, rq, typed);
    str next = join(cx->a, p->at, S("?xong=luu"));
    cx->visit->once_location = next;
    if (e == OK)
        e = card_save_tx(cx, p->box, p->kind, &p->of, typed);
    if (e != ERR_INPUT && e != ERR_CONFLICT && e != ERR_LIMIT) {
        TRY(e);
        return next_send(cx, rq, rs, next);
    }
    if (req_wants_json(rq))
        return e;
    TRY(edit_page(cx, p, card, url_of(rq->path), rs));
    rs->status = err_http(e);
    return OK;
}

enum err card_add_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct card_place p = { 0 };
    TRY(place_read(cx, rq, &p));
    if (!may_edit(cx, &p))
        return ERR_NOT_FOUND;
    return save(cx, rq, &p, card_new(cx->a, p.kind, NULL), rs);
}

enum err card_change_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct card_place p = { 0 };
    struct card *card;
    TRY(card_read(cx, rq, &p, &card));
    return save(cx, rq, &p, card, rs);
}

enum err card_remove_post(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct card_place p = { 0 };
    struct card *card;
    TRY(card_read(cx, rq, &p, &card));
    if (!int_read(req_field(rq, "ban"), &card->version))
        return ERR_CONFLICT;
    str next = join(cx->a, p.at, S("?xong=go"));
    cx->visit->once_location = next;
    TRY(card_remove_tx(cx, p.box, p.kind, &p.of, card));
    return next_send(cx, rq, rs, next);
}
