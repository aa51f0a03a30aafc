/* print: the layout engine. A paper is laid out twice with the same code: once into nothing, to
 * count the pages, and once into the PDF, knowing how many there are.
 *
 * All lengths are points (1/72 inch), y grows downward. Layout (law: ND30-2020, annex I):
 * A4, 20 mm above and below, 30 mm left, 15 mm right, a Times face of 13 to 14 points, the page
 * number centred above the text from the second page on.
 */
#ifndef MEDIA_PRINT_H
#define MEDIA_PRINT_H

#include <pango/pangocairo.h>

#include "media/media.h"
#include "media/paper.h"

#define MM (72.0 / 25.4)
#define PI 3.14159265358979323846
#define A4_SHORT (210 * MM)
#define A4_LONG (297 * MM)

typedef struct {
    double red;
    double green;
    double blue;
} colour;

#define BLACK ((colour){ 0, 0, 0 })
#define GREY ((colour){ 0.35, 0.35, 0.35 })
#define LEAF_GREEN ((colour){ 0x1b / 255.0, 0x6e / 255.0, 0x46 / 255.0 })   /* look.md, Ground */
#define STAR_GOLD ((colour){ 0xc9 / 255.0, 0x8a / 255.0, 0x00 / 255.0 })

/* How a piece of text looks. Zero members: 13 points, upright, black, left, single lines. */
struct face {
    double size;
    bool bold;
    bool italic;
    enum paper_align align;
    double indent;                             /* of the first line */
    double line;                               /* text_flow: factor of the line height */
    double letters;                            /* space added between letters */
    colour ink;
};

struct printer {
    struct arena *a;
    const struct paper *paper;
    cairo_t *cr;
    PangoContext *text;
    double left;                               /* the text area of a page */
    double width;
    double top;
    double bottom;
    double y;                                  /* where the next thing begins */
    int32_t page;                              /* 1 .. */
    int32_t pages;                             /* 0 while counting */
    bool too_long;                             /* more than PAGES_MAX pages, or off the page */
};

struct spot {
    double x;
    double y;
};

/* print.c: pages and running text. */
void page_next(struct printer *p);
/* A new page unless `height` still fits below y. */
void page_room(struct printer *p, double height);
/* Text set to `width`; a width of 0 or less means one line. Lives as long as the arena. */
PangoLayout *text_set(struct printer *p, struct face f, str text, double width);
double text_height(PangoLayout *layout);
double text_width(PangoLayout *layout);
void text_draw(struct printer *p, PangoLayout *layout, struct spot at, colour ink);
/* Text at p->left that goes on to the next page between its lines; y ends below it. */
void text_flow(struct printer *p, struct face f, str text, double left, double width);
/* The narrowest width that needs no more lines than `width` does: centred lines of like length. */
double text_balance(struct printer *p, struct face f, str text, double width);
/* Sets and draws in one: gives the height. */
double text_at(struct printer *p, struct face f, str text, struct spot at, double width);
/* As text_at, centred, with lines of like length. */
double text_centred(struct printer *p, struct face f, str text, struct spot at, double width);
void line_draw(struct printer *p, struct spot from, struct spot to, double thick, colour ink);

/* print_blocks.c, print_table.c: a document's body. */
void heading_print(struct printer *p, const struct paper_heading *h);
void blocks_print(struct printer *p);
void table_print(struct printer *p, const struct paper_block *b);
void facts_print(struct printer *p, const struct paper_block *b);
void signatures_print(struct printer *p, const struct paper_block *b, double left, double width);
void foot_print(struct printer *p);
/* "Độc lập …" with its rule; gives the height of both lines. */
double nation_print(struct printer *p, double left, double width, double size);

/* print_certificate.c */
void certificate_print(struct printer *p);

/* print_marks.c: things drawn. */
void stars_draw(struct printer *p, struct spot middle, double radius, int32_t count);
void watermark_draw(struct printer *p, double page_width, double page_height);
/* A QR of `side` points without its quiet zone of four modules, which is painted white around it.
 * Draws nothing when the text cannot be coded. */
void qr_draw(struct printer *p, str text, struct spot at, double side);

/* print_pdf.c: the bytes. */
struct sink {
    uint8_t *at;
    ptrdiff_t len;
    ptrdiff_t cap;
    bool keep;                                 /* false: the counting pass throws all away */
    bool full;
};
cairo_surface_t *pdf_begin(struct sink *s, const struct paper *paper);
/* Adds the language to the finished PDF as an incremental update. */
bool pdf_end(struct arena *a, struct sink *s, str language) MUST_USE;

#endif
