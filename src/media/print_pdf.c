/* print_pdf.c: the bytes of the PDF: a stream with a ceiling, the document's particulars, and its
 * language, which cairo 1.16 cannot say. It is added as an incremental update (ISO 32000-1, 7.5.6):
 *
 *     … cairo's file … startxref 4711 %%EOF
 *     9 0 obj << /Type /Catalog /Pages 1 0 R /Lang (vi) … >> endobj
 *     xref 9 1 … trailer << /Size 10 /Root 9 0 R /Info 8 0 R /Prev 4711 >> startxref … %%EOF
 */
#include <cairo-pdf.h>
#include <stdlib.h>

#include "media/print.h"

static bool sink_grow(struct sink *s, ptrdiff_t least)
{
    ptrdiff_t cap = s->cap ? s->cap : 64 << 10;
    while (cap < least)
        cap *= 2;
    uint8_t *more = realloc(s->at, (size_t)cap);
    if (!more)
        return false;
    s->at = more;
    s->cap = cap;
    return true;
}

static cairo_status_t sink_write(void *closure, const unsigned char *at, unsigned n)
{
    struct sink *s = closure;
    if (s->len + (ptrdiff_t)n > OUTPUT_BYTES_MAX)
        s->full = true;
    if (s->full)
        return CAIRO_STATUS_WRITE_ERROR;
    if (s->keep) {
        if (s->len + (ptrdiff_t)n > s->cap && !sink_grow(s, s->len + (ptrdiff_t)n))
            return CAIRO_STATUS_NO_MEMORY;
        for (unsigned i = 0; i < n; i++)
            s->at[s->len + (ptrdiff_t)i] = at[i];
    }
    s->len += (ptrdiff_t)n;
    return CAIRO_STATUS_SUCCESS;
}

static void particular(struct arena *a, cairo_surface_t *surface, cairo_pdf_metadata_t which,
                       str value)
{
    if (value.len)
        cairo_pdf_surface_set_metadata(surface, which, cstr(a, value));
}

cairo_surface_t *pdf_begin(struct sink *s, const struct paper *paper)
{
    bool across = paper->kind == PAPER_CERTIFICATE;
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        sink_write, s, across ? A4_LONG : A4_SHORT, across ? A4_SHORT : A4_LONG);
    struct arena *a = arena_new(1 << 20);
    if (!a)
        return surface;
    particular(a, surface, CAIRO_PDF_METADATA_TITLE, paper->title);
    particular(a, surface, CAIRO_PDF_METADATA_SUBJECT, paper->subject);
    particular(a, surface, CAIRO_PDF_METADATA_AUTHOR, paper->heading.issuer);
    particular(a, surface, CAIRO_PDF_METADATA_CREATOR, S("Sao Làng"));
    particular(a, surface, CAIRO_PDF_METADATA_CREATE_DATE, paper->created);
    if (paper->demo)
        particular(a, surface, CAIRO_PDF_METADATA_KEYWORDS, S("BẢN TRÌNH DIỄN"));
    arena_free(a);
    return surface;
}

/* ---------------------------------------------------------------- the language */

/* What stands between `before` and `after` in the last part of the file; empty when missing. */
static str between(str s, str before, str after)
{
    ptrdiff_t i = str_find_str(s, before);
    if (i < 0)
        return S("");
    str rest = str_after(s, i + before.len);
    ptrdiff_t end = str_find_str(rest, after);
    return end < 0 ? S("") : str_trim(str_sub(rest, 0, end));
}

static str last_part(const struct sink *s)
{
    str all = { (const char *)s->at, s->len };
    ptrdiff_t at = -1;
    ptrdiff_t from = s->len > 1024 ? s->len - 1024 : 0;
    for (str rest = str_after(all, from);;) {
        ptrdiff_t i = str_find_str(rest, S("trailer"));
        if (i < 0)
            break;
        at = s->len - rest.len + i;
        rest = str_after(rest, i + 7);
    }
    return at < 0 ? S("") : str_after(all, at);
}

struct tail {
    int64_t objects;
    int64_t root;
    str info;                                  /* "8 0 R" */
    int64_t xref;
};

static bool tail_read(const struct sink *s, struct tail *t)
{
    str part = last_part(s);
    str root = between(part, S("/Root "), S(" 0 R"));
    t->info = between(part, S("/Info "), S("\n"));
    return int_read(between(part, S("/Size "), S("\n")), &t->objects) &&
           int_read(root, &t->root) && int_read(between(part, S("startxref"), S("%%EOF")),
                                                &t->xref);
}

static void put_padded(struct out *o, struct arena *a, int64_t n)
{
    str digits = show(a, n);
    for (ptrdiff_t i = digits.len; i < 10; i++)
        put_char(o, '0');
    put(o, digits);
}

/* The inside of cairo's catalog, "/Type /Catalog /Pages 1 0 R …". */
static str catalog_of(struct arena *a, const struct sink *s, int64_t root)
{
    str all = { (const char *)s->at, s->len };
    str head = join(a, S("\n"), show(a, root), S(" 0 obj\n<<"));
    ptrdiff_t from = str_find_str(all, head);
    if (from < 0)
        return S("");
    str rest = str_after(all, from);
    str inside = between(rest, S("<<"), S("\nendobj"));
    return str_sub(inside, 0, inside.len - 2);
}

bool pdf_end(struct arena *a, struct sink *s, str language)
{
    struct tail t;
    if (!tail_read(s, &t))
        return false;
    str catalog = catalog_of(a, s, t.root);
    if (!catalog.len)
        return false;
    struct out *o = out_new(a, .max_bytes = 4096);
    str root = show(a, t.root);
    put(o, join(a, S("\n"), root, S(" 0 obj\n<< "), catalog, S(" /Lang ("),
                str_is(language, "en") ? S("en") : S("vi-VN"),
                S(") /ViewerPreferences << /DisplayDocTitle true >> >>\nendobj\n")));
    int64_t xref = s->len + o->len;
    put(o, join(a, S("xref\n"), root, S(" 1\n")));
    put_padded(o, a, s->len + 1);
    put(o, join(a, S(" 00000 n \ntrailer\n<< /Size "), show(a, t.objects), S("\n   /Root "), root,
                S(" 0 R\n   /Info "), t.info, S("\n   /Prev "), show(a, t.xref),
                S("\n>>\nstartxref\n"), show(a, xref), S("\n%%EOF\n")));
    str tail = out_str(o);
    return !o->full && sink_write(s, (const unsigned char *)tail.at, (unsigned)tail.len) ==
                           CAIRO_STATUS_SUCCESS;
}
