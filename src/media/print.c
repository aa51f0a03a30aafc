/* print.c: the paper job: two passes, pages, and running text.
 *
 *     y = top      ┌──────────────┐   page number above, from page 2
 *                  │ blocks …     │   each asks for room, draws, moves y down
 *     y = bottom   └──────────────┘   the case code below, on all but the last page
 */
#include "media/print.h"

static const double margin_top = 20 * MM;      /* law: ND30-2020, annex I */
static const double margin_bottom = 20 * MM;
static const double margin_left = 30 * MM;
static const double margin_right = 15 * MM;

/* ---------------------------------------------------------------- text */

static PangoFontDescription *font_of(struct face f)
{
    PangoFontDescription *d =
        pango_font_description_from_string("Tinos, Liberation Serif, FreeSerif, serif");
    pango_font_description_set_size(d, (int)((f.size > 0 ? f.size : 13) * PANGO_SCALE));
    if (f.bold)
        pango_font_description_set_weight(d, PANGO_WEIGHT_BOLD);
    if (f.italic)
        pango_font_description_set_style(d, PANGO_STYLE_ITALIC);
    return d;
}

static void align_set(PangoLayout *layout, enum paper_align align)
{
    pango_layout_set_justify(layout, align == ALIGN_BOTH);
    if (align == ALIGN_CENTER)
        pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
    if (align == ALIGN_RIGHT)
        pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
}

/* No hyphen where a long word or code is broken: the paper says what was written. */
static void letters_set(PangoLayout *layout, double letters)
{
    PangoAttrList *list = pango_attr_list_new();
    pango_attr_list_insert(list, pango_attr_insert_hyphens_new(FALSE));
    if (letters > 0)
        pango_attr_list_insert(list, pango_attr_letter_spacing_new((int)(letters * PANGO_SCALE)));
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
}

PangoLayout *text_set(struct printer *p, struct face f, str text, double width)
{
    PangoLayout *layout = pango_layout_new(p->text);
    arena_undo(p->a, g_object_unref, layout);
    PangoFontDescription *font = font_of(f);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    if (width > 0) {
        pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    }
    align_set(layout, f.align);
    pango_layout_set_indent(layout, (int)(f.indent * PANGO_SCALE));
    letters_set(layout, f.letters);
    pango_layout_set_text(layout, text.len ? text.at : "", (int)text.len);
    return layout;
}

double text_height(PangoLayout *layout)
{
    PangoRectangle box;
    pango_layout_get_extents(layout, NULL, &box);
    return (double)box.height / PANGO_SCALE;
}

double text_width(PangoLayout *layout)
{
    PangoRectangle box;
    pango_layout_get_extents(layout, NULL, &box);
    return (double)box.width / PANGO_SCALE;
}

static void ink_set(struct printer *p, colour ink)
{
    cairo_set_source_rgb(p->cr, ink.red, ink.green, ink.blue);
}

void text_draw(struct printer *p, PangoLayout *layout, struct spot at, colour ink)
{
    ink_set(p, ink);
    cairo_move_to(p->cr, at.x, at.y);
    pango_cairo_show_layout(p->cr, layout);
}

double text_balance(struct printer *p, struct face f, str text, double width)
{
    struct arena_mark mark = arena_mark(p->a);
    PangoLayout *layout = text_set(p, f, text, width);
    int lines = pango_layout_get_line_count(layout);
    double low = width / 2;
    double high = width;
    while (lines > 1 && high - low > 2) {
        double middle = (low + high) / 2;
        pango_layout_set_width(layout, (int)(middle * PANGO_SCALE));
        if (pango_layout_get_line_count(layout) > lines)
            low = middle;
        else
            high = middle;
    }
    arena_rewind(p->a, mark);
    return high;
}

double text_at(struct printer *p, struct face f, str text, struct spot at, double width)
{
    struct arena_mark mark = arena_mark(p->a);
    PangoLayout *layout = text_set(p, f, text, width);
    text_draw(p, layout, at, f.ink);
    double height = text_height(layout);
    arena_rewind(p->a, mark);
    return height;
}

double text_centred(struct printer *p, struct face f, str text, struct spot at, double width)
{
    f.align = ALIGN_CENTER;
    double narrow = text_balance(p, f, text, width);
    return text_at(p, f, text, (struct spot){ at.x + (width - narrow) / 2, at.y }, narrow);
}

void line_draw(struct printer *p, struct spot from, struct spot to, double thick, colour ink)
{
    ink_set(p, ink);
    cairo_set_line_width(p->cr, thick);
    cairo_move_to(p->cr, from.x, from.y);
    cairo_line_to(p->cr, to.x, to.y);
    cairo_stroke(p->cr);
}

/* Whether a page should end before line `i` of `count`: no single line is left behind, and none
 * is sent ahead, where the text has lines enough to avoid it. */
static bool breaks_before(double room, double line, double next, int i, int count)
{
    if (line > room)
        return true;
    bool next_fits = line + next <= room;
    if (i == 0 && count > 1 && !next_fits)
        return true;
    return i > 0 && i == count - 2 && count > 3 && !next_fits;
}

static double next_height(PangoLayout *layout, int i)
{
    PangoLayoutLine *line = pango_layout_get_line_readonly(layout, i);
    PangoRectangle box = { 0 };
    if (line)
        pango_layout_line_get_extents(line, NULL, &box);
    return (double)box.height / PANGO_SCALE;
}

static void line_put(struct printer *p, PangoLayoutIter *it, double left, double above)
{
    PangoRectangle box;
    pango_layout_iter_get_line_extents(it, NULL, &box);
    double baseline = (double)pango_layout_iter_get_baseline(it) / PANGO_SCALE;
    cairo_move_to(p->cr, left + (double)box.x / PANGO_SCALE, p->y + baseline - above);
    pango_cairo_show_layout_line(p->cr, pango_layout_iter_get_line_readonly(it));
}

void text_flow(struct printer *p, struct face f, str text, double left, double width)
{
    struct arena_mark mark = arena_mark(p->a);
    PangoLayout *layout = text_set(p, f, text, width);
    int count = pango_layout_get_line_count(layout);
    double factor = f.line > 0 ? f.line : 1;
    PangoLayoutIter *it = pango_layout_get_iter(layout);
    for (int i = 0; i < count && !p->too_long; i++) {
        int from, to;
        pango_layout_iter_get_line_yrange(it, &from, &to);
        double height = (double)(to - from) / PANGO_SCALE;
        if (breaks_before(p->bottom - p->y, height, next_height(layout, i + 1) * factor, i, count))
            page_next(p);
        ink_set(p, f.ink);
        line_put(p, it, left, (double)from / PANGO_SCALE);
        p->y += height * factor;
        pango_layout_iter_next_line(it);
    }
    pango_layout_iter_free(it);
    arena_rewind(p->a, mark);
}

/* ---------------------------------------------------------------- pages */

static void page_number(struct printer *p)
{
    struct out *o = out_new(p->a, .max_bytes = 64);
    put(o, p->page);
    put_char(o, '/');
    put(o, p->pages);
    struct face f = { .size = 13, .align = ALIGN_CENTER };
    text_at(p, f, out_str(o), (struct spot){ p->left, margin_top - 24 }, p->width);
}

/* The code in small letters, on pages that do not carry the whole foot. */
static void page_code(struct printer *p)
{
    if (!p->paper->foot.code.len || p->page == p->pages)
        return;
    struct face f = { .size = 9, .align = ALIGN_RIGHT, .ink = GREY };
    text_at(p, f, p->paper->foot.code, (struct spot){ p->left, p->bottom + 10 }, p->width);
}

static void page_dress(struct printer *p)
{
    if (p->paper->demo)
        watermark_draw(p, A4_SHORT, A4_LONG);
    if (p->page > 1)
        page_number(p);
    page_code(p);
}

void page_next(struct printer *p)
{
    if (p->page >= PAGES_MAX)
        p->too_long = true;
    if (p->too_long)
        return;
    cairo_show_page(p->cr);
    p->page++;
    p->y = p->top;
    page_dress(p);
}

void page_room(struct printer *p, double height)
{
    if (p->y + height > p->bottom && p->y > p->top)
        page_next(p);
}

/* ---------------------------------------------------------------- the job */

static void document_print(struct printer *p)
{
    p->left = margin_left;
    p->width = A4_SHORT - margin_left - margin_right;
    p->top = margin_top;
    p->bottom = A4_LONG - margin_bottom;
    p->y = p->top;
    page_dress(p);
    heading_print(p, &p->paper->heading);
    blocks_print(p);
    foot_print(p);
}

/* Metrics must not depend on a screen: no hinting, one unit a point. */
static PangoContext *context_of(cairo_t *cr, str language)
{
    PangoContext *c = pango_cairo_create_context(cr);
    cairo_font_options_t *o = cairo_font_options_create();
    cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(c, o);
    cairo_font_options_destroy(o);
    pango_cairo_context_set_resolution(c, 72);
    pango_context_set_round_glyph_positions(c, FALSE);
    pango_context_set_language(c, pango_language_from_string(
                                      str_is(language, "en") ? "en" : "vi"));
    return c;
}

/* One pass: pages laid out with `pages` known, or 0 to count. False when it became too long. */
static bool print_pass(struct arena *a, const struct paper *paper, struct sink *s, int32_t *pages)
{
    struct arena_mark mark = arena_mark(a);
    cairo_surface_t *surface = pdf_begin(s, paper);
    cairo_t *cr = cairo_create(surface);
    PangoContext *text = context_of(cr, paper->language);
    struct printer p = { .a = a, .paper = paper, .cr = cr, .text = text, .page = 1,
                         .pages = *pages };
    if (paper->kind == PAPER_CERTIFICATE)
        certificate_print(&p);
    else
        document_print(&p);
    cairo_show_page(cr);
    *pages = p.page;
    bool fine = !p.too_long && cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    arena_rewind(a, mark);
    g_object_unref(text);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    fine = fine && (s->full || cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(surface);
    return fine;
}

static bool print_refused(struct job *j, int32_t pages, const struct sink *s)
{
    if (s->full)
        return refuse(j, "TOO_BIG", "the PDF has too many bytes");
    if (pages >= PAGES_MAX)
        return refuse(j, "TOO_MANY_PAGES", "the paper has too many pages");
    return refuse(j, "TOO_LONG", "the words do not fit on the page");
}

bool paper_job(struct job *j)
{
    struct paper paper;
    str why;
    if (!paper_read(j->a, j->request, &paper, &why))
        return refuse(j, "PAPER", cstr(j->a, why));
    struct sink counted = { .keep = false };
    struct sink made = { .keep = true };
    int32_t pages = 0;
    if (!print_pass(j->a, &paper, &counted, &pages))
        return print_refused(j, pages, &counted);
    if (!print_pass(j->a, &paper, &made, &pages) || made.full)
        return print_refused(j, pages, &made);
    if (!pdf_end(j->a, &made, paper.language))
        return refuse(j, "LIBRARY", "the PDF could not be finished");
    j->answer->pages = pages;
    return output_write(j, (bytes){ made.at, made.len });
}

/* Everything the fonts need from disk is opened here once: settings, caches, the four faces. */
bool paper_ready(void)
{
    struct arena *a = arena_new(ARENA_REQUEST_BYTES);
    if (!a)
        return false;
    static const struct paper_block blocks[] = {
        { .kind = BLOCK_TITLE, .text = { "Ệ", 3 } },
        { .kind = BLOCK_PARA, .text = { "ệ", 3 }, .italic = true },
        { .kind = BLOCK_PARA, .text = { "ệ", 3 }, .italic = true, .bold = true },
        { .kind = BLOCK_PARA, .text = { "ệ", 3 } },
    };
    struct paper sample = { .blocks = blocks, .block_count = COUNT_OF(blocks) };
    struct sink counted = { .keep = false };
    int32_t pages = 0;
    bool fine = print_pass(a, &sample, &counted, &pages);
    arena_free(a);
    return fine;
}
