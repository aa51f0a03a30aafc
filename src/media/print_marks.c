/* print_marks.c: what is drawn rather than set: stars, QR, watermark. */
#include <math.h>
#include <qrencode.h>

#include "media/print.h"

static void star_path(cairo_t *cr, struct spot middle, double radius)
{
    cairo_new_path(cr);
    double inner = radius * 0.42;              /* a little fuller than the drawn pentagram */
    for (int i = 0; i < 10; i++) {
        double r = i % 2 ? inner : radius;
        double turn = -PI / 2 + i * PI / 5;
        cairo_line_to(cr, middle.x + r * cos(turn), middle.y + r * sin(turn));
    }
    cairo_close_path(cr);
}

void stars_draw(struct printer *p, struct spot middle, double radius, int32_t count)
{
    double step = radius * 2.3;
    struct spot at = { middle.x - step * (count - 1) / 2, middle.y };
    cairo_save(p->cr);
    cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
    for (int32_t i = 0; i < count; i++, at.x += step) {
        star_path(p->cr, at, radius);
        cairo_set_source_rgb(p->cr, STAR_GOLD.red, STAR_GOLD.green, STAR_GOLD.blue);
        cairo_set_line_width(p->cr, radius * 0.12);
        cairo_fill_preserve(p->cr);
        cairo_stroke(p->cr);
    }
    cairo_restore(p->cr);
}

/* As outlines, not as text: searching and reading aloud pass it by. */
void watermark_draw(struct printer *p, double page_width, double page_height)
{
    struct arena_mark mark = arena_mark(p->a);
    struct face f = { .size = 72, .bold = true };
    PangoLayout *layout = text_set(p, f, S("BẢN TRÌNH DIỄN"), 0);
    double width = text_width(layout);
    double height = text_height(layout);
    cairo_save(p->cr);
    cairo_translate(p->cr, page_width / 2, page_height / 2);
    cairo_rotate(p->cr, -atan2(page_height, page_width) * 0.9);
    cairo_move_to(p->cr, -width / 2, -height / 2);
    pango_cairo_layout_path(p->cr, layout);
    cairo_set_source_rgb(p->cr, 0.91, 0.91, 0.91);
    cairo_fill(p->cr);
    cairo_restore(p->cr);
    arena_rewind(p->a, mark);
}

static void qr_modules(cairo_t *cr, const QRcode *qr, struct spot at, double module)
{
    for (int y = 0; y < qr->width; y++)
        for (int x = 0; x < qr->width;) {
            int run = 0;                       /* dark modules side by side, as one bar */
            while (x + run < qr->width && qr->data[y * qr->width + x + run] & 1)
                run++;
            if (run)
                cairo_rectangle(cr, at.x + x * module, at.y + y * module, run * module, module);
            x += run ? run : 1;
        }
}

void qr_draw(struct printer *p, str text, struct spot at, double side)
{
    QRcode *qr = QRcode_encodeData((int)text.len, (const unsigned char *)text.at, 0,
                                   QR_ECLEVEL_M);
    if (!qr)
        return;
    double module = side / qr->width;
    double quiet = 4 * module;
    cairo_save(p->cr);
    cairo_set_antialias(p->cr, CAIRO_ANTIALIAS_NONE);
    cairo_rectangle(p->cr, at.x - quiet, at.y - quiet, side + 2 * quiet, side + 2 * quiet);
    cairo_set_source_rgb(p->cr, 1, 1, 1);
    cairo_fill(p->cr);
    qr_modules(p->cr, qr, at, module);
    cairo_set_source_rgb(p->cr, 0, 0, 0);
    cairo_fill(p->cr);
    cairo_restore(p->cr);
    QRcode_free(qr);
}
