/* paper.c: JSON to struct paper. Draws nothing and needs no library but jansson, so it can be
 * fuzzed alone. The first fault stops the reading; `why` keeps it.
 */
#include "media/paper.h"

struct reader {
    struct arena *a;
    str why;                                   /* empty: no fault so far */
    const char *where;                         /* the part being read */
    ptrdiff_t index;                           /* block number in that part, or -1 */
};

/* Notes the fault unless there is one already; always false. */
static bool bad(struct reader *r, const char *what)
{
    if (r->why.len)
        return false;
    r->why = join(r->a, str_of(r->where), r->index < 0 ? S("") : show(r->a, (int64_t)r->index),
                  S(": "), str_of(what));
    return false;
}

/* Text without control characters; a line feed stays, it begins a new line on the paper. */
static bool take_text(struct reader *r, const json_t *value, str *out)
{
    *out = S("");
    if (!value || json_is_null(value))
        return true;
    if (!json_is_string(value))
        return bad(r, "a text was expected");
    str s = json_text(value);
    if (s.len > PAPER_TEXT_BYTES_MAX)
        return bad(r, "a text is too long");
    return text_clean(r->a, s, true, out) || bad(r, "a text is not UTF-8");
}

static bool member_text(struct reader *r, const json_t *object, const char *name, str *out)
{
    return take_text(r, json_object_get(object, name), out);
}

static bool member_flag(struct reader *r, const json_t *object, const char *name, bool *out)
{
    const json_t *v = json_object_get(object, name);
    *out = json_is_true(v);
    return !v || json_is_boolean(v) || bad(r, "true or false was expected");
}

static bool member_number(struct reader *r, const json_t *object, const char *name, int64_t most,
                          int32_t *out)
{
    int64_t n = json_member_int(object, name, 0);
    if (n < 1 || n > most)
        return bad(r, "a number is missing or outside its range");
    *out = (int32_t)n;
    return true;
}

/* A list of at most `most`; NULL and a fault when it is none. A missing list is empty. */
static bool member_list(struct reader *r, const json_t *object, const char *name, ptrdiff_t most,
                        const json_t **out, ptrdiff_t *count)
{
    *out = json_object_get(object, name);
    *count = 0;
    if (!*out)
        return true;
    if (!json_is_array(*out))
        return bad(r, "a list was expected");
    if (json_array_size(*out) > (size_t)most)
        return bad(r, "a list is too long");
    *count = (ptrdiff_t)json_array_size(*out);
    return true;
}

static const json_t *at(const json_t *list, ptrdiff_t i)
{
    return json_array_get(list, (size_t)i);
}

static bool member_align(struct reader *r, const json_t *object, enum paper_align usual,
                         enum paper_align *out)
{
    static const char *const words[PAPER_ALIGNS] = { "both", "left", "center", "right" };
    *out = usual;
    const json_t *v = json_object_get(object, "align");
    if (!v)
        return true;
    for (int i = 0; i < PAPER_ALIGNS; i++)
        if (str_is(json_text(v), words[i])) {
            *out = (enum paper_align)i;
            return true;
        }
    return bad(r, "align is unknown");
}

static bool take_lines(struct reader *r, const json_t *object, const char *name, const str **out,
                       ptrdiff_t *count)
{
    const json_t *list;
    if (!member_list(r, object, name, PAPER_LINES_MAX, &list, count))
        return false;
    str *lines = new(r->a, str, *count);
    for (ptrdiff_t i = 0; i < *count; i++)
        if (!take_text(r, at(list, i), &lines[i]))
            return false;
    *out = lines;
    return true;
}

static bool take_facts(struct reader *r, const json_t *object, const char *name,
                       const struct paper_fact **out, ptrdiff_t *count)
{
    const json_t *list;
    if (!member_list(r, object, name, PAPER_LINES_MAX, &list, count))
        return false;
    struct paper_fact *facts = new(r->a, struct paper_fact, *count);
    for (ptrdiff_t i = 0; i < *count; i++) {
        const json_t *pair = at(list, i);
        if (json_array_size(pair) != 2)
            return bad(r, "a fact is a label and a value");
        if (!take_text(r, at(pair, 0), &facts[i].label) ||
            !take_text(r, at(pair, 1), &facts[i].value))
            return false;
    }
    *out = facts;
    return true;
}

static bool take_signer(struct reader *r, const json_t *object, struct paper_signer *out)
{
    if (!json_is_object(object))
        return bad(r, "a signer is an object");
    return member_text(r, object, "title", &out->title) &&
           member_text(r, object, "note", &out->note) && member_text(r, object, "name", &out->name);
}

static bool take_signers(struct reader *r, const json_t *json, struct paper_block *b)
{
    const json_t *list;
    if (!member_list(r, json, "columns", PAPER_SIGNERS_MAX, &list, &b->signer_count))
        return false;
    if (b->signer_count == 0)
        return bad(r, "nobody signs");
    struct paper_signer *signers = new(r->a, struct paper_signer, b->signer_count);
    for (ptrdiff_t i = 0; i < b->signer_count; i++)
        if (!take_signer(r, at(list, i), &signers[i]))
            return false;
    b->signers = signers;
    return true;
}

static bool take_columns(struct reader *r, const json_t *json, struct paper_block *b)
{
    const json_t *list;
    if (!member_list(r, json, "columns", PAPER_COLUMNS_MAX, &list, &b->column_count))
        return false;
    if (b->column_count == 0)
        return bad(r, "a table needs columns");
    struct paper_column *columns = new(r->a, struct paper_column, b->column_count);
    for (ptrdiff_t i = 0; i < b->column_count; i++) {
        const json_t *c = at(list, i);
        if (!json_is_object(c))
            return bad(r, "a column is an object");
        if (!member_text(r, c, "title", &columns[i].title) ||
            !member_number(r, c, "width", 100, &columns[i].width) ||
            !member_align(r, c, ALIGN_LEFT, &columns[i].align))
            return false;
    }
    b->columns = columns;
    return true;
}

static bool take_cells(struct reader *r, const json_t *list, ptrdiff_t count, const str **out)
{
    if (!json_is_array(list) || json_array_size(list) != (size_t)count)
        return bad(r, "a row has not as many cells as the table has columns");
    str *cells = new(r->a, str, count);
    for (ptrdiff_t i = 0; i < count; i++)
        if (!take_text(r, at(list, i), &cells[i]))
            return false;
    *out = cells;
    return true;
}

static bool take_row(struct reader *r, const json_t *json, ptrdiff_t columns,
                     struct paper_row *out)
{
    if (!json_is_object(json))
        return take_cells(r, json, columns, &out->cells);
    if (json_object_get(json, "group")) {
        str *cell = new(r->a, str, 1);
        out->cells = cell;
        out->group = true;
        return member_text(r, json, "group", cell);
    }
    return member_flag(r, json, "bold", &out->bold) &&
           take_cells(r, json_object_get(json, "cells"), columns, &out->cells);
}

static bool take_table(struct reader *r, const json_t *json, struct paper_block *b)
{
    const json_t *list;
    if (!take_columns(r, json, b) ||
        !member_list(r, json, "rows", PAPER_ROWS_MAX, &list, &b->row_count))
        return false;
    struct paper_row *rows = new(r->a, struct paper_row, b->row_count);
    for (ptrdiff_t i = 0; i < b->row_count; i++)
        if (!take_row(r, at(list, i), b->column_count, &rows[i]))
            return false;
    b->rows = rows;
    return true;
}

static bool take_para(struct reader *r, const json_t *json, struct paper_block *b)
{
    return member_text(r, json, "text", &b->text) && member_flag(r, json, "bold", &b->bold) &&
           member_flag(r, json, "italic", &b->italic) &&
           member_flag(r, json, "indent", &b->indent) &&
           member_align(r, json, ALIGN_BOTH, &b->align);
}

static bool take_kind(struct reader *r, const json_t *json, enum block_kind *out)
{
    static const char *const words[BLOCK_KINDS] = {
        "title", "subtitle", "heading", "para",       "facts",      "table",
        "stars", "space",    "page",    "signatures", "recipients",
    };
    str word = json_member_str(json, "type");
    for (int i = 0; i < BLOCK_KINDS; i++)
        if (str_is(word, words[i])) {
            *out = (enum block_kind)i;
            return true;
        }
    return bad(r, "the block's type is unknown");
}

static bool take_block(struct reader *r, const json_t *json, struct paper_block *b)
{
    if (!take_kind(r, json, &b->kind))
        return false;
    switch (b->kind) {
    case BLOCK_TITLE:
    case BLOCK_SUBTITLE:
    case BLOCK_HEADING:
        return member_text(r, json, "text", &b->text);
    case BLOCK_PARA:
        return take_para(r, json, b);
    case BLOCK_FACTS:
        return take_facts(r, json, "rows", &b->facts, &b->fact_count);
    case BLOCK_TABLE:
        return take_table(r, json, b);
    case BLOCK_STARS:
        return member_number(r, json, "count", 5, &b->number);
    case BLOCK_SPACE:
        return member_number(r, json, "mm", 200, &b->number);
    case BLOCK_PAGE:
        return true;
    case BLOCK_SIGNATURES:
        return take_signers(r, json, b);
    case BLOCK_RECIPIENTS:
        return take_lines(r, json, "items", &b->items, &b->item_count);
    }
    return false;
}

static bool take_blocks(struct reader *r, const json_t *json, struct paper *p)
{
    const json_t *list;
    r->where = "block ";
    if (!member_list(r, json, "blocks", PAPER_BLOCKS_MAX, &list, &p->block_count))
        return false;
    struct paper_block *blocks = new(r->a, struct paper_block, p->block_count);
    for (r->index = 0; r->index < p->block_count; r->index++)
        if (!take_block(r, at(list, r->index), &blocks[r->index]))
            return false;
    r->index = -1;
    p->blocks = blocks;
    return true;
}

static bool take_heading(struct reader *r, const json_t *json, struct paper_heading *h)
{
    const json_t *v = json_object_get(json, "heading");
    r->where = "heading";
    h->given = v != NULL;
    if (v && !json_is_object(v))
        return bad(r, "an object was expected");
    return member_text(r, v, "issuer_parent", &h->issuer_parent) &&
           member_text(r, v, "issuer", &h->issuer) && member_text(r, v, "number", &h->number) &&
           member_text(r, v, "place_date", &h->place_date);
}

static bool take_certificate(struct reader *r, const json_t *json, struct paper_certificate *c)
{
    const json_t *v = json_object_get(json, "certificate");
    r->where = "certificate";
    if (!json_is_object(v))
        return bad(r, "an object was expected");
    return member_text(r, v, "title", &c->title) && member_text(r, v, "lead", &c->lead) &&
           member_text(r, v, "product", &c->product) &&
           take_facts(r, v, "facts", &c->facts, &c->fact_count) &&
           member_number(r, v, "stars", 5, &c->stars) && member_text(r, v, "rank", &c->rank) &&
           take_lines(r, v, "notes", &c->notes, &c->note_count) &&
           member_text(r, v, "serial", &c->serial) &&
           member_text(r, v, "place_date", &c->place_date) &&
           take_signer(r, json_object_get(v, "signer"), &c->signer);
}

static bool take_foot(struct reader *r, const json_t *json, struct paper_foot *f)
{
    const json_t *v = json_object_get(json, "foot");
    r->where = "foot";
    if (v && !json_is_object(v))
        return bad(r, "an object was expected");
    if (!member_text(r, v, "code", &f->code) || !member_text(r, v, "qr", &f->qr) ||
        !member_text(r, v, "text", &f->text))
        return false;
    if (f->qr.len > PAPER_QR_BYTES_MAX)
        return bad(r, "the QR text is too long");
    for (ptrdiff_t i = 0; i < f->qr.len; i++)
        if (f->qr.at[i] <= ' ' || f->qr.at[i] > '~')
            return bad(r, "the QR text has other characters than ASCII without spaces");
    return true;
}

static bool take_particulars(struct reader *r, const json_t *json, struct paper *p)
{
    r->where = "paper";
    if (!json_is_object(json))
        return bad(r, "an object was expected");
    str kind = json_member_str(json, "kind");
    if (!str_is(kind, "document") && !str_is(kind, "certificate"))
        return bad(r, "the kind is unknown");
    p->kind = str_is(kind, "document") ? PAPER_DOCUMENT : PAPER_CERTIFICATE;
    return member_text(r, json, "title", &p->title) &&
           member_text(r, json, "subject", &p->subject) &&
           member_text(r, json, "language", &p->language) &&
           member_text(r, json, "created", &p->created) && member_flag(r, json, "demo", &p->demo);
}

bool paper_read(struct arena *a, const json_t *json, struct paper *out, str *why)
{
    struct reader r = { .a = a, .index = -1 };
    *out = (struct paper){ 0 };
    bool fine = take_particulars(&r, json, out) && take_heading(&r, json, &out->heading) &&
                take_blocks(&r, json, out) && take_foot(&r, json, &out->foot);
    if (fine && out->kind == PAPER_CERTIFICATE)
        fine = take_certificate(&r, json, &out->certificate);
    *why = r.why;
    return fine;
}
