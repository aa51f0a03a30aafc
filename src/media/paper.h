/* paper: what a printed paper says, read from JSON; how it looks is print.c's matter.
 *
 *   { "job": "paper", "kind": "document" | "certificate",
 *     "title": "…", "subject": "…", "language": "vi",      the PDF's own particulars
 *     "created": "2026-11-21T09:00:00+07:00",               given: the same bytes every time
 *     "demo": true,                                         watermark BẢN TRÌNH DIỄN
 *     "heading": { "issuer_parent", "issuer", "number", "place_date" },
 *     "blocks": [ … ],                                      a document's body
 *     "certificate": { … },                                 a certificate's words
 *     "foot": { "code": "7K3M-9QXT-2HVA", "qr": "https://…", "text": "Kiểm tra tại …" } }
 *
 * Blocks, in the order of the paper:
 *
 *   {"type":"title","text"}  {"type":"subtitle","text"}     centred; a short rule under the last
 *   {"type":"heading","text"}                               stays with what follows
 *   {"type":"para","text","bold","italic","indent","align"} align: both (usual) left center right
 *   {"type":"facts","rows":[["Sản phẩm","…"],…]}            label and value
 *   {"type":"table","columns":[{"title","width":3,"align"}],"rows":[…]}
 *        a row is a list of texts, or {"cells":[…],"bold":true}, or {"group":"…"} over all columns
 *   {"type":"stars","count":4}                              1 .. 5
 *   {"type":"space","mm":5}   {"type":"page"}               1 .. 200 mm; a new page
 *   {"type":"signatures","columns":[{"title","note","name"},…]}     1 .. 4, never torn
 *   {"type":"recipients","items":["- Như trên;",…]}         beside a single signature that follows
 *
 * Certificate (one A4 page across):
 *
 *   { "title": "GIẤY CHỨNG NHẬN", "lead": "…", "product": "…", "facts": [["Chủ thể","…"],…],
 *     "stars": 4, "rank": "ĐẠT HẠNG BỐN SAO", "notes": ["…"], "serial": "…",
 *     "place_date": "…", "signer": {"title","note","name"} }
 *
 * A line feed in a text begins a new line ("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH").
 * All members but kind and blocks / certificate may be missing. A member of a wrong kind, an
 * unknown block or a row with the wrong number of cells is refused with its place.
 */
#ifndef MEDIA_PAPER_H
#define MEDIA_PAPER_H

#include "base/utf8.h"
#include "format/json.h"

enum paper_kind { PAPER_DOCUMENT, PAPER_CERTIFICATE };

enum block_kind {
    BLOCK_TITLE,
    BLOCK_SUBTITLE,
    BLOCK_HEADING,
    BLOCK_PARA,
    BLOCK_FACTS,
    BLOCK_TABLE,
    BLOCK_STARS,
    BLOCK_SPACE,
    BLOCK_PAGE,
    BLOCK_SIGNATURES,
    BLOCK_RECIPIENTS,
};
enum { BLOCK_KINDS = 11 };

enum paper_align { ALIGN_BOTH, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };
enum { PAPER_ALIGNS = 4 };

enum {
    PAPER_BLOCKS_MAX = 4000,                   /* more than 200 pages hold */
    PAPER_ROWS_MAX = 20000,
    PAPER_COLUMNS_MAX = 16,
    PAPER_SIGNERS_MAX = 4,
    PAPER_LINES_MAX = 100,                     /* facts, recipients, notes of a certificate */
    PAPER_TEXT_BYTES_MAX = 64 << 10,           /* one text: about 20 pages */
    PAPER_QR_BYTES_MAX = 256,                  /* stays readable at 26 mm */
};

struct paper_column {
    str title;
    int32_t width;                             /* share of the table's width, 1 .. 100 */
    enum paper_align align;
};

struct paper_row {
    const str *cells;                          /* as many as the table has columns; group: one */
    bool bold;
    bool group;                                /* one bold cell over all columns */
};

struct paper_fact {
    str label;
    str value;
};

struct paper_signer {
    str title;
    str note;
    str name;
};

struct paper_block {
    enum block_kind kind;
    str text;
    bool bold;
    bool italic;
    bool indent;                               /* first line begins 12.7 mm in */
    enum paper_align align;
    int32_t number;                            /* stars, or mm of space */
    const struct paper_column *columns;
    ptrdiff_t column_count;
    const struct paper_row *rows;
    ptrdiff_t row_count;
    const struct paper_fact *facts;
    ptrdiff_t fact_count;
    const struct paper_signer *signers;
    ptrdiff_t signer_count;
    const str *items;
    ptrdiff_t item_count;
};

struct paper_heading {
    bool given;
    str issuer_parent;
    str issuer;
    str number;
    str place_date;
};

struct paper_certificate {
    str title;
    str lead;
    str product;
    const struct paper_fact *facts;
    ptrdiff_t fact_count;
    int32_t stars;
    str rank;
    const str *notes;
    ptrdiff_t note_count;
    str serial;
    str place_date;
    struct paper_signer signer;
};

struct paper_foot {
    str code;
    str qr;                                    /* ASCII only */
    str text;
};

struct paper {
    enum paper_kind kind;
    str title;
    str subject;
    str language;
    str created;
    bool demo;
    struct paper_heading heading;
    const struct paper_block *blocks;
    ptrdiff_t block_count;
    struct paper_certificate certificate;
    struct paper_foot foot;
};

/* Reads the description; false when it is not one, then *why says what and where in English. */
bool paper_read(struct arena *a, const json_t *json, struct paper *out, str *why) MUST_USE;

#endif
