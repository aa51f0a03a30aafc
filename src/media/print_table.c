/* print_table.c: tables with borders, and facts (label and value).
 *
 * A row is laid out cell by cell. It is kept whole where a page can hold it; a row taller than a
 * page goes on between its lines, every cell from the line it had come to. The head stands again
 * on each page.
 */
#include "media/print.h"

static const double cell_pad = 4;              /* left and right of a cell's text */
static const double cell_gap = 3;              /* above and below it */
static const double border = 0.5;
static const double table_size = 12;

struct cell {
    PangoLayout *layout;
    double left;
    double width;
    int line;                                  /* the next line to draw */
};

struct grid {
    const struct paper_block *block;
    double lefts[PAPER_COLUMNS_MAX + 1];       /* borders, from left to right */
};

static void grid_measure(const struct printer *p, const struct paper_block *b, struct grid *g)
{
    int32_t shares = 0;
    for (ptrdiff_t i = 0; i < b->column_count; i++)
        shares += b->columns[i].width;
    g->block = b;
    g->lefts[0] = p->left;
    for (ptrdiff_t i = 0; i < b->column_count; i++)
        g->lefts[i + 1] = g->lefts[i] + p->width * b->columns[i].width / shares;
}

static struct cell cell_set(struct printer *p, const struct grid *g, ptrdiff_t i, struct face f,
                            str text)
{
    struct cell c = { .left = g->lefts[i], .width = g->lefts[i + 1] - g->lefts[i] };
    double inside = c.width - 2 * cell_pad;
    c.layout = text_set(p, f, text, inside > 6 ? inside : 6);
    return c;
}

/* Cells of a row: `count` is the columns, or one for a group. */
static struct cell *row_set(struct printer *p, const struct grid *g, const struct paper_row *row,
                            ptrdiff_t *count)
{
    const struct paper_block *b = g->block;
    struct face f = { .size = table_size, .bold = row->bold || row->group, .align = ALIGN_LEFT };
    *count = row->group ? 1 : b->column_count;
    struct cell *cells = new(p->a, struct cell, *count);
    if (row->group) {
        cells[0].left = p->left;
        cells[0].width = p->width;
        cells[0].layout = text_set(p, f, row->cells[0], p->width - 2 * cell_pad);
        return cells;
    }
    for (ptrdiff_t i = 0; i < b->column_count; i++) {
        f.align = b->columns[i].align;
        cells[i] = cell_set(p, g, i, f, row->cells[i]);
    }
    return cells;
}

static double row_height(const struct cell *cells, ptrdiff_t count)
{
    double most = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        double h = text_height(cells[i].layout);
        most = h > most ? h : most;
    }
    return most + 2 * cell_gap;
}

static void row_frame(struct printer *p, const struct cell *cells, ptrdiff_t count, double height)
{
    for (ptrdiff_t i = 0; i < count; i++) {
        cairo_rectangle(p->cr, cells[i].left, p->y, cells[i].width, height);
        cairo_set_source_rgb(p->cr, 0, 0, 0);
        cairo_set_line_width(p->cr, border);
        cairo_stroke(p->cr);
    }
}

/* A row that fits. */
static void row_draw(struct printer *p, const struct cell *cells, ptrdiff_t count, double height)
{
    row_frame(p, cells, count, height);
    for (ptrdiff_t i = 0; i < count; i++)
        text_draw(p, cells[i].layout,
                  (struct spot){ cells[i].left + cell_pad, p->y + cell_gap }, BLACK);
    p->y += height;
}

static void head_fill(struct printer *p, double height)
{
    cairo_rectangle(p->cr, p->left, p->y, p->width, height);
    cairo_set_source_rgba(p->cr, 0, 0, 0, 0.06);
    cairo_fill(p->cr);
}

static struct cell *head_set(struct printer *p, const struct grid *g)
{
    const struct paper_block *b = g->block;
    struct cell *cells = new(p->a, struct cell, b->column_count);
    struct face f = { .size = table_size, .bold = true, .align = ALIGN_CENTER };
    for (ptrdiff_t i = 0; i < b->column_count; i++)
        cells[i] = cell_set(p, g, i, f, b->columns[i].title);
    return cells;
}

static double head_height(struct printer *p, const struct grid *g)
{
    struct arena_mark mark = arena_mark(p->a);
    double height = row_height(head_set(p, g), g->block->column_count);
    arena_rewind(p->a, mark);
    return height;
}

static void head_draw(struct printer *p, const struct grid *g)
{
    struct arena_mark mark = arena_mark(p->a);
    struct cell *cells = head_set(p, g);
    double height = row_height(cells, g->block->column_count);
    if (p->y + height > p->bottom)
        p->too_long = true;                    /* a head taller than a page */
    head_fill(p, height);
    for (ptrdiff_t i = 0; i < g->block->column_count; i++) {
        double h = text_height(cells[i].layout);
        text_draw(p, cells[i].layout,
                  (struct spot){ cells[i].left + cell_pad, p->y + (height - h) / 2 }, BLACK);
    }
    row_frame(p, cells, g->block->column_count, height);
    p->y += height;
    arena_rewind(p->a, mark);
}

/* Draws as many lines of the cell as go into `room`; gives the height they took. */
static double cell_part(struct printer *p, struct cell *c, double room)
{
    double used = 0;
    PangoLayoutIter *it = pango_layout_get_iter(c->layout);
    for (int i = 0; i < c->line; i++)
        pango_layout_iter_next_line(it);
    int count = pango_layout_get_line_count(c->layout);
    for (; c->line < count; c->line++) {
        int from, to;
        pango_layout_iter_get_line_yrange(it, &from, &to);
        double height = (double)(to - from) / PANGO_SCALE;
        if (used + height > room)
            break;
        PangoRectangle box;
        pango_layout_iter_get_line_extents(it, NULL, &box);
        double base = (double)(pango_layout_iter_get_baseline(it) - from) / PANGO_SCALE;
        cairo_move_to(p->cr, c->left + cell_pad + (double)box.x / PANGO_SCALE,
                      p->y + cell_gap + used + base);
        pango_cairo_show_layout_line(p->cr, pango_layout_iter_get_line_readonly(it));
        used += height;
        pango_layout_iter_next_line(it);
    }
    pango_layout_iter_free(it);
    return used;
}

static bool row_finished(const struct cell *cells, ptrdiff_t count)
{
    for (ptrdiff_t i = 0; i < count; i++)
        if (cells[i].line < pango_layout_get_line_count(cells[i].layout))
            return false;
    return true;
}

/* A row taller than a page, in pieces. */
static void row_torn(struct printer *p, const struct grid *g, struct cell *cells, ptrdiff_t count)
{
    while (!p->too_long) {
        double most = 0;
        cairo_set_source_rgb(p->cr, 0, 0, 0);
        for (ptrdiff_t i = 0; i < count; i++) {
            double used = cell_part(p, &cells[i], p->bottom - p->y - 2 * cell_gap);
            most = used > most ? used : most;
        }
        if (most > 0) {
            row_frame(p, cells, count, most + 2 * cell_gap);
            p->y += most + 2 * cell_gap;
        }
        if (row_finished(cells, count))
            return;
        page_next(p);
        head_draw(p, g);
    }
}

static void row_print(struct printer *p, const struct grid *g, const struct paper_row *row,
                      double head)
{
    struct arena_mark mark = arena_mark(p->a);
    ptrdiff_t count;
    struct cell *cells = row_set(p, g, row, &count);
    double height = row_height(cells, count);
    double keep = row->group ? 24 : 0;         /* a group's name does not stand last on a page */
    bool page_holds = head + height <= p->bottom - p->top;
    if (page_holds && p->y + height + keep > p->bottom) {
        page_next(p);
        head_draw(p, g);
    }
    if (page_holds)
        row_draw(p, cells, count, height);
    else
        row_torn(p, g, cells, count);
    arena_rewind(p->a, mark);
}

void table_print(struct printer *p, const struct paper_block *b)
{
    struct grid g;
    grid_measure(p, b, &g);
    p->y += 4;
    double head = head_height(p, &g);
    page_room(p, head + 3 * table_size);
    head_draw(p, &g);
    for (ptrdiff_t i = 0; i < b->row_count && !p->too_long; i++)
        row_print(p, &g, &b->rows[i], head);
    p->y += 8;
}

/* ---------------------------------------------------------------- facts */

static double label_width(struct printer *p, const struct paper_block *b)
{
    double most = 0;
    for (ptrdiff_t i = 0; i < b->fact_count; i++) {
        struct arena_mark mark = arena_mark(p->a);
        double w = text_width(text_set(p, (struct face){ .size = 13 }, b->facts[i].label, 0));
        arena_rewind(p->a, mark);
        most = w > most ? w : most;
    }
    double limit = p->width * 0.4;
    return most < limit ? most + 1 : limit;
}

void facts_print(struct printer *p, const struct paper_block *b)
{
    double label = label_width(p, b);
    double left = p->left + label + 14;
    struct face f = { .size = 13, .align = ALIGN_LEFT, .line = 1.15 };
    for (ptrdiff_t i = 0; i < b->fact_count && !p->too_long; i++) {
        struct arena_mark mark = arena_mark(p->a);
        PangoLayout *name = text_set(p, f, b->facts[i].label, label);
        page_room(p, text_height(name) + 3);
        struct spot at = { p->left, p->y };
        int32_t page = p->page;
        text_draw(p, name, at, BLACK);
        text_at(p, f, S(":"), (struct spot){ p->left + label + 4, p->y }, 0);
        double below = p->y + text_height(name);
        text_flow(p, f, b->facts[i].value, left, p->left + p->width - left);
        if (p->page == page && below > p->y)
            p->y = below;
        p->y += 3;
        arena_rewind(p->a, mark);
    }
    p->y += 4;
}
