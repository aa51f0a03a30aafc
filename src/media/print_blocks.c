/* print_blocks.c: the parts of a document: the national heading, paragraphs, signatures, the foot.
 *
 *     UBND TỈNH …            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
 *     HỘI ĐỒNG …                 Độc lập - Tự do - Hạnh phúc
 *       ─────                    ───────────────────────────
 *     Số: 12/BB-HĐ              An Giang, ngày 21 tháng 11 năm 2026
 */
#include "media/print.h"

static const double qr_side = 26 * MM;         /* without its quiet zone */
static const double sign_room = 62;            /* for the hand and the seal */

double nation_print(struct printer *p, double left, double width, double size)
{
    struct face country = { .size = size, .bold = true, .align = ALIGN_CENTER };
    struct face motto = { .size = size + 1, .bold = true, .align = ALIGN_CENTER };
    double y = p->y;
    y += text_at(p, country, S("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (struct spot){ left, y },
                 width);
    struct arena_mark mark = arena_mark(p->a);
    PangoLayout *words = text_set(p, motto, S("Độc lập - Tự do - Hạnh phúc"), width);
    double half = text_width(words) / 2;
    text_draw(p, words, (struct spot){ left, y }, BLACK);
    y += text_height(words) + 1.5;
    arena_rewind(p->a, mark);
    double middle = left + width / 2;
    line_draw(p, (struct spot){ middle - half, y }, (struct spot){ middle + half, y }, 0.8, BLACK);
    return y + 2 - p->y;
}

static void centred_flow(struct printer *p, struct face f, str text)
{
    double narrow = text_balance(p, f, text, p->width * 0.9);
    text_flow(p, f, text, p->left + (p->width - narrow) / 2, narrow);
}

/* The issuing body with its short rule; gives the height. */
static double issuer_print(struct printer *p, const struct paper_heading *h, double width)
{
    struct face parent = { .size = 12 };
    struct face own = { .size = 12, .bold = true };
    double y = p->y;
    if (h->issuer_parent.len)
        y += text_centred(p, parent, h->issuer_parent, (struct spot){ p->left, y }, width);
    y += text_centred(p, own, h->issuer, (struct spot){ p->left, y }, width) + 2.5;
    double middle = p->left + width / 2;
    double half = width * 0.2;                 /* a third to a half of the words: 40 % */
    line_draw(p, (struct spot){ middle - half, y }, (struct spot){ middle + half, y }, 0.8, BLACK);
    return y + 2 - p->y;
}

void heading_print(struct printer *p, const struct paper_heading *h)
{
    if (!h->given)
        return;
    double left_width = p->width * 0.42;
    double right = p->left + left_width + 4;
    double right_width = p->width - left_width - 4;
    double a = issuer_print(p, h, left_width);
    double b = nation_print(p, right, right_width, 12);
    p->y += (a > b ? a : b) + 6;
    struct face number = { .size = 13, .align = ALIGN_CENTER };
    struct face place = { .size = 13, .italic = true, .align = ALIGN_CENTER };
    a = text_at(p, number, h->number, (struct spot){ p->left, p->y }, left_width);
    b = text_at(p, place, h->place_date, (struct spot){ right, p->y }, right_width);
    p->y += (a > b ? a : b) + 14;
}

/* ---------------------------------------------------------------- running blocks */

static void title_print(struct printer *p, const struct paper_block *b, double gap)
{
    struct face f = { .size = 14, .bold = true, .align = ALIGN_CENTER, .line = 1.1 };
    page_room(p, 60);
    p->y += p->y > p->top ? 4 : 0;
    centred_flow(p, f, b->text);
    p->y += gap;
}

static void subtitle_print(struct printer *p, const struct paper_block *b, bool last)
{
    struct face f = { .size = 13, .bold = true, .align = ALIGN_CENTER, .line = 1.1 };
    centred_flow(p, f, b->text);
    if (!last)
        return;
    p->y += 3;
    double middle = p->left + p->width / 2;
    double half = p->width * 0.12;
    line_draw(p, (struct spot){ middle - half, p->y }, (struct spot){ middle + half, p->y }, 0.8,
              BLACK);
    p->y += 14;
}

static void part_print(struct printer *p, const struct paper_block *b)
{
    struct face f = { .size = 13, .bold = true, .align = ALIGN_LEFT, .line = 1.1 };
    page_room(p, 60);                          /* the words and two lines of what follows */
    p->y += 4;
    text_flow(p, f, b->text, p->left, p->width);
    p->y += 4;
}

static void para_print(struct printer *p, const struct paper_block *b)
{
    struct face f = { .size = 13, .bold = b->bold, .italic = b->italic, .align = b->align,
                      .indent = b->indent ? 12.7 * MM : 0, .line = 1.22 };
    text_flow(p, f, b->text, p->left, p->width);
    p->y += 6;                                 /* annex I: 6 points between paragraphs */
}

static void stars_print(struct printer *p, const struct paper_block *b)
{
    page_room(p, 36);
    stars_draw(p, (struct spot){ p->left + p->width / 2, p->y + 17 }, 12, b->number);
    p->y += 36;
}

/* ---------------------------------------------------------------- signatures and recipients */

static double signer_height(struct printer *p, const struct paper_signer *s, double width)
{
    struct arena_mark mark = arena_mark(p->a);
    struct face bold = { .size = 13, .bold = true, .align = ALIGN_CENTER };
    struct face note = { .size = 12, .italic = true, .align = ALIGN_CENTER };
    double h = text_height(text_set(p, bold, s->title, width)) +
               text_height(text_set(p, note, s->note, width)) + sign_room +
               text_height(text_set(p, bold, s->name, width));
    arena_rewind(p->a, mark);
    return h;
}

/* Names stand on one line, whatever the height of the titles above them. */
static void signer_print(struct printer *p, const struct paper_signer *s, struct spot at,
                         double width, double height)
{
    struct face bold = { .size = 13, .bold = true, .align = ALIGN_CENTER };
    struct face note = { .size = 12, .italic = true, .align = ALIGN_CENTER };
    struct arena_mark mark = arena_mark(p->a);
    double y = at.y + text_at(p, bold, s->title, at, width);
    if (s->note.len)
        text_at(p, note, s->note, (struct spot){ at.x, y }, width);
    PangoLayout *name = text_set(p, bold, s->name, width);
    text_draw(p, name, (struct spot){ at.x, at.y + height - text_height(name) }, BLACK);
    arena_rewind(p->a, mark);
}

static double signatures_height(struct printer *p, const struct paper_block *b, double width)
{
    double most = 0;
    for (ptrdiff_t i = 0; i < b->signer_count; i++) {
        double h = signer_height(p, &b->signers[i], width / (double)b->signer_count - 8);
        most = h > most ? h : most;
    }
    return most;
}

void signatures_print(struct printer *p, const struct paper_block *b, double left, double width)
{
    double height = signatures_height(p, b, width);
    if (height > p->bottom - p->top)
        p->too_long = true;
    page_room(p, height + 10);
    p->y += 10;
    double each = width / (double)b->signer_count;
    for (ptrdiff_t i = 0; i < b->signer_count; i++)
        signer_print(p, &b->signers[i], (struct spot){ left + each * (double)i + 4, p->y },
                     each - 8, height);
    p->y += height + 8;
}

static void recipients_lines(struct printer *p, const struct paper_block *b, double width)
{
    struct face head = { .size = 12, .bold = true, .italic = true, .align = ALIGN_LEFT };
    struct face line = { .size = 11, .align = ALIGN_LEFT };
    text_flow(p, head, S("Nơi nhận:"), p->left, width);
    for (ptrdiff_t i = 0; i < b->item_count && !p->too_long; i++)
        text_flow(p, line, b->items[i], p->left, width);
}

/* Recipients stand left of the signature that follows them, tops on one line. */
static void recipients_print(struct printer *p, const struct paper_block *b,
                             const struct paper_block *signature)
{
    if (!signature) {
        page_room(p, 40);
        p->y += 8;
        recipients_lines(p, b, p->width);
        return;
    }
    double width = p->width * 0.42;
    page_room(p, signatures_height(p, signature, p->width - width) + 10);
    double y = p->y;
    int32_t page = p->page;
    signatures_print(p, signature, p->left + width, p->width - width);
    double below = p->y;
    p->y = y + 10;
    recipients_lines(p, b, width);
    if (p->page == page && below > p->y)
        p->y = below;
}

static const struct paper_block *signature_after(const struct paper *paper, ptrdiff_t i)
{
    if (i + 1 >= paper->block_count)
        return NULL;
    const struct paper_block *next = &paper->blocks[i + 1];
    return next->kind == BLOCK_SIGNATURES && next->signer_count == 1 ? next : NULL;
}

/* ---------------------------------------------------------------- all of them */

static bool next_is(const struct paper *paper, ptrdiff_t i, enum block_kind kind)
{
    return i + 1 < paper->block_count && paper->blocks[i + 1].kind == kind;
}

/* Prints block i; gives the number of blocks used up. */
static ptrdiff_t block_print(struct printer *p, ptrdiff_t i)
{
    const struct paper_block *b = &p->paper->blocks[i];
    const struct paper_block *beside = NULL;
    switch (b->kind) {
    case BLOCK_TITLE:
        title_print(p, b, next_is(p->paper, i, BLOCK_SUBTITLE) ? 2 : 8);
        break;
    case BLOCK_SUBTITLE:
        subtitle_print(p, b, !next_is(p->paper, i, BLOCK_SUBTITLE));
        break;
    case BLOCK_HEADING:
        part_print(p, b);
        break;
    case BLOCK_PARA:
        para_print(p, b);
        break;
    case BLOCK_FACTS:
        facts_print(p, b);
        break;
    case BLOCK_TABLE:
        table_print(p, b);
        break;
    case BLOCK_STARS:
        stars_print(p, b);
        break;
    case BLOCK_SPACE:
        p->y += b->number * MM;
        page_room(p, 0);
        break;
    case BLOCK_PAGE:
        page_next(p);
        break;
    case BLOCK_SIGNATURES:
        signatures_print(p, b, p->left, p->width);
        break;
    case BLOCK_RECIPIENTS:
        beside = signature_after(p->paper, i);
        recipients_print(p, b, beside);
        break;
    }
    return beside ? 2 : 1;
}

void blocks_print(struct printer *p)
{
    for (ptrdiff_t i = 0; i < p->paper->block_count && !p->too_long;)
        i += block_print(p, i);
}

/* The foot of the last page: QR left, code and words beside it, everything at the page's end. */
void foot_print(struct printer *p)
{
    const struct paper_foot *f = &p->paper->foot;
    if (!f->code.len && !f->qr.len && !f->text.len)
        return;
    double side = f->qr.len ? qr_side : 0;
    double left = p->left + (side > 0 ? side + 22 : 0);
    double width = p->left + p->width - left;
    struct face code = { .size = 13, .bold = true, .align = ALIGN_LEFT };
    struct face words = { .size = 10.5, .align = ALIGN_LEFT, .ink = GREY };
    double height = (side > 40 ? side : 40) + 14;
    page_room(p, height + 12);
    double top = p->bottom - height;
    line_draw(p, (struct spot){ p->left, top }, (struct spot){ p->left + p->width, top }, 0.5,
              GREY);
    double y = top + 14;
    if (side > 0)
        qr_draw(p, f->qr, (struct spot){ p->left + 10, y }, side);
    y += side > 0 ? 14 : 0;
    if (f->code.len) {
        y += text_at(p, words, S("Mã văn bản"), (struct spot){ left, y }, width);
        y += text_at(p, code, f->code, (struct spot){ left, y }, width) + 3;
    }
    text_at(p, words, f->text, (struct spot){ left, y }, width);
}
