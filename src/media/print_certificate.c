/* print_certificate.c: a certificate, one A4 page across.
 *
 *     ╔══════════════════════════════════════════╗   green line, a gold plait, gold line
 *     ║            CỘNG HÒA XÃ HỘI …             ║
 *     ║             issuing body                 ║
 *     ║           GIẤY CHỨNG NHẬN                ║   the middle column: pieces with gaps, made
 *     ║        product, producer, stars          ║   smaller together until they fit
 *     ║  [QR] caption              place, date   ║   the band at the foot
 *     ║  serial                    signer        ║
 *     ╚══════════════════════════════════════════╝
 *
 * The border is our own drawing; no emblem of the State is used.
 */
#include <math.h>

#include "media/print.h"

static const double page_w = A4_LONG;
static const double page_h = A4_SHORT;
static const double edge_outer = 9 * MM;       /* middle of the green line */
static const double edge_inner = 15 * MM;      /* middle of the gold line */
static const double band_top = 143 * MM;       /* where QR and signature begin */
static const double band_bottom = 191 * MM;
static const double qr_side = 26 * MM;

/* ---------------------------------------------------------------- border */

static void frame(struct printer *p, double edge, double thick, colour c)
{
    cairo_rectangle(p->cr, edge, edge, page_w - 2 * edge, page_h - 2 * edge);
    cairo_set_source_rgb(p->cr, c.red, c.green, c.blue);
    cairo_set_line_width(p->cr, thick);
    cairo_stroke(p->cr);
}

/* Two waves that cross: a plait between the lines, from `from` along x or y for `length`. */
static void plait(struct printer *p, struct spot from, double length, bool down)
{
    double high = (edge_inner - edge_outer) * 0.24;
    double turns = floor(length / 17);
    for (int side = -1; side <= 1; side += 2) {
        int steps = (int)turns * 16;
        cairo_new_path(p->cr);
        for (int i = 0; i <= steps; i++) {
            double along = length * i / steps;
            double off = side * high * sin(2 * PI * turns * i / steps);
            cairo_line_to(p->cr, from.x + (down ? off : along), from.y + (down ? along : off));
        }
        cairo_set_source_rgb(p->cr, STAR_GOLD.red, STAR_GOLD.green, STAR_GOLD.blue);
        cairo_set_line_width(p->cr, 0.7);
        cairo_stroke(p->cr);
    }
}

/* A leaf from the origin, `length` long, turned by `angle`. */
static void leaf(cairo_t *cr, double length, double angle, colour c)
{
    double wide = length * 0.26;
    cairo_save(cr);
    cairo_rotate(cr, angle);
    cairo_move_to(cr, 0, 0);
    cairo_curve_to(cr, length * 0.3, -wide, length * 0.75, -wide * 0.8, length, 0);
    cairo_curve_to(cr, length * 0.75, wide * 0.8, length * 0.3, wide, 0, 0);
    cairo_set_source_rgb(cr, c.red, c.green, c.blue);
    cairo_fill(cr);
    cairo_restore(cr);
}

/* A square of the border's breadth with a sprig that grows into the page. */
static void corner(struct printer *p, struct spot at, double turn)
{
    double half = (edge_inner - edge_outer) / 2;
    cairo_t *cr = p->cr;
    cairo_save(cr);
    cairo_translate(cr, at.x, at.y);
    cairo_rotate(cr, turn);
    cairo_rectangle(cr, -half, -half, 2 * half, 2 * half);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_fill_preserve(cr);
    cairo_set_source_rgb(cr, LEAF_GREEN.red, LEAF_GREEN.green, LEAF_GREEN.blue);
    cairo_set_line_width(cr, 1.6);
    cairo_stroke(cr);
    cairo_translate(cr, half * 1.35, half * 1.35);
    for (int i = -1; i <= 1; i += 2)
        leaf(cr, 26, PI / 4 + i * PI / 4.6, STAR_GOLD);
    leaf(cr, 34, PI / 4, LEAF_GREEN);
    cairo_translate(cr, -half * 1.35, -half * 1.35);
    for (int i = 0; i < 4; i++)
        leaf(cr, half * 0.8, PI / 4 + i * PI / 2, LEAF_GREEN);
    cairo_arc(cr, 0, 0, half * 0.2, 0, 2 * PI);
    cairo_set_source_rgb(cr, STAR_GOLD.red, STAR_GOLD.green, STAR_GOLD.blue);
    cairo_fill(cr);
    cairo_restore(cr);
}

static void border_draw(struct printer *p)
{
    double mid = (edge_outer + edge_inner) / 2;
    double long_side = page_w - 2 * edge_inner;
    double short_side = page_h - 2 * edge_inner;
    frame(p, edge_outer, 2.6, LEAF_GREEN);
    frame(p, edge_inner, 1.1, STAR_GOLD);
    frame(p, edge_inner + 3, 0.4, LEAF_GREEN);
    plait(p, (struct spot){ edge_inner, mid }, long_side, false);
    plait(p, (struct spot){ edge_inner, page_h - mid }, long_side, false);
    plait(p, (struct spot){ mid, edge_inner }, short_side, true);
    plait(p, (struct spot){ page_w - mid, edge_inner }, short_side, true);
    corner(p, (struct spot){ mid, mid }, 0);
    corner(p, (struct spot){ page_w - mid, mid }, PI / 2);
    corner(p, (struct spot){ page_w - mid, page_h - mid }, PI);
    corner(p, (struct spot){ mid, page_h - mid }, -PI / 2);
}

/* ---------------------------------------------------------------- the middle column */

/* One thing of the column: text, or stars when `stars` is not zero. */
struct piece {
    struct face face;
    str text;
    int32_t stars;
    double gap;                                /* above it */
};

enum { PIECES_MAX = 8 + 2 * PAPER_LINES_MAX };

struct column {
    struct piece pieces[PIECES_MAX];
    int count;
    double scale;                              /* 1 .. 0.7, of faces and gaps alike */
};

static void piece_add(struct column *c, struct face f, double gap, str text)
{
    if (!text.len)
        return;
    f.align = ALIGN_CENTER;
    c->pieces[c->count++] = (struct piece){ .face = f, .text = text, .gap = gap };
}

static void column_fill(struct printer *p, struct column *c)
{
    const struct paper_certificate *k = &p->paper->certificate;
    const struct paper_heading *h = &p->paper->heading;
    piece_add(c, (struct face){ .size = 13 }, 10, h->issuer_parent);
    piece_add(c, (struct face){ .size = 14, .bold = true }, h->issuer_parent.len ? 0 : 10,
              h->issuer);
    piece_add(c, (struct face){ .size = 42, .bold = true, .letters = 2, .ink = LEAF_GREEN }, 4,
              k->title);
    piece_add(c, (struct face){ .size = 15, .italic = true }, 1, k->lead);
    piece_add(c, (struct face){ .size = 26, .bold = true }, 4, k->product);
    for (ptrdiff_t i = 0; i < k->fact_count; i++)
        piece_add(c, (struct face){ .size = 15 }, i ? 1 : 3,
                  join(p->a, k->facts[i].label, k->facts[i].label.len ? S(": ") : S(""),
                       k->facts[i].value));
    c->pieces[c->count++] = (struct piece){ .stars = k->stars, .gap = 8 };
    piece_add(c, (struct face){ .size = 17, .bold = true, .ink = LEAF_GREEN }, 5, k->rank);
    for (ptrdiff_t i = 0; i < k->note_count; i++)
        piece_add(c, (struct face){ .size = 13, .italic = true }, i ? 1 : 3, k->notes[i]);
}

static const double star_radius = 16;

static struct face smaller(struct face f, double scale)
{
    f.size *= scale;
    f.letters *= scale;
    return f;
}

static double column_height(struct printer *p, const struct column *c)
{
    double height = 0;
    for (int i = 0; i < c->count; i++) {
        const struct piece *piece = &c->pieces[i];
        struct arena_mark mark = arena_mark(p->a);
        height += piece->gap * c->scale;
        if (piece->stars)
            height += 2 * star_radius * c->scale;
        else
            height += text_height(text_set(p, smaller(piece->face, c->scale), piece->text,
                                           p->width));
        arena_rewind(p->a, mark);
    }
    return height;
}

/* Draws the column; `more` is added to every gap that is not zero. */
static void column_draw(struct printer *p, const struct column *c, double more)
{
    for (int i = 0; i < c->count; i++) {
        const struct piece *piece = &c->pieces[i];
        p->y += piece->gap > 1 ? piece->gap * c->scale + more : piece->gap;
        if (piece->stars) {
            double r = star_radius * c->scale;
            stars_draw(p, (struct spot){ page_w / 2, p->y + r }, r, piece->stars);
            p->y += 2 * r;
        } else {
            p->y += text_centred(p, smaller(piece->face, c->scale), piece->text,
                                 (struct spot){ p->left, p->y }, p->width);
        }
    }
}

static void column_print(struct printer *p)
{
    struct column *c = new(p->a, struct column, 1);
    column_fill(p, c);
    double room = band_top - p->y;
    for (c->scale = 1; c->scale > 0.7 && column_height(p, c) > room;)
        c->scale -= 0.03;
    double spare = room - column_height(p, c);
    if (spare < 0)
        p->too_long = true;
    int gaps = 0;
    for (int i = 0; i < c->count; i++)
        gaps += c->pieces[i].gap > 1;
    double more = spare > 0 && gaps ? spare * 0.9 / gaps : 0;
    column_draw(p, c, more > 12 ? 12 : more);
}

/* ---------------------------------------------------------------- the band at the foot */

static void check_print(struct printer *p)
{
    const struct paper_foot *f = &p->paper->foot;
    struct face small = { .size = 10, .align = ALIGN_LEFT, .ink = GREY };
    struct face code = { .size = 12, .bold = true, .align = ALIGN_LEFT };
    double x = p->left + 26;
    double y = band_bottom - qr_side - 10;
    if (f->qr.len) {
        qr_draw(p, f->qr, (struct spot){ x, y }, qr_side);
        x += qr_side + 20;
    }
    y += 4;
    double width = page_w * 0.5 - x;
    str serial = p->paper->certificate.serial;
    if (serial.len)
        y += text_at(p, code, serial, (struct spot){ x, y }, width) + 3;
    if (f->code.len)
        y += text_at(p, small, join(p->a, S("Mã tra cứu: "), f->code), (struct spot){ x, y },
                     width) + 1;
    text_at(p, small, f->text, (struct spot){ x, y }, width);
}

static void signer_at(struct printer *p)
{
    const struct paper_certificate *k = &p->paper->certificate;
    struct face italic = { .size = 13, .italic = true, .align = ALIGN_CENTER };
    struct face bold = { .size = 13, .bold = true, .align = ALIGN_CENTER };
    double left = page_w * 0.54;
    double width = p->left + p->width - left;
    double y = band_top + 4;
    y += text_at(p, italic, k->place_date, (struct spot){ left, y }, width);
    y += text_at(p, bold, k->signer.title, (struct spot){ left, y }, width);
    if (k->signer.note.len)
        y += text_at(p, (struct face){ .size = 11, .italic = true, .align = ALIGN_CENTER },
                     k->signer.note, (struct spot){ left, y }, width);
    struct arena_mark mark = arena_mark(p->a);
    PangoLayout *name = text_set(p, bold, k->signer.name, width);
    double name_y = band_bottom - text_height(name) - 6;
    if (name_y < y + 20)
        p->too_long = true;                    /* no room for a hand and a seal */
    text_draw(p, name, (struct spot){ left, name_y }, BLACK);
    arena_rewind(p->a, mark);
}

void certificate_print(struct printer *p)
{
    p->left = edge_inner + 10 * MM;
    p->width = page_w - 2 * p->left;
    p->y = edge_inner + 5 * MM;
    if (p->paper->demo)
        watermark_draw(p, page_w, page_h);
    border_draw(p);
    p->y += nation_print(p, p->left, p->width, 13);
    column_print(p);
    check_print(p);
    signer_at(p);
}
