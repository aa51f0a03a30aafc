/* sheet_book.c: the small parts of a workbook, each read by one part_reader. */
#include "media/sheet_book.h"

#include <string.h>

#include "base/num.h"
#include "base/utf8.h"

enum { STRINGS_A_PAGE = 4096, FORMATS = 65536, NAME_BYTES_MAX = 1024 };

/* ---------------------------------------------------------------- text */

void cell_text_add(struct cell_text *t, str s)
{
    if (s.len > CELL_BYTES_MAX - t->len) {
        t->full = true;
        return;
    }
    memcpy(t->at + t->len, s.at, (size_t)s.len);
    t->len += s.len;
}

/* The value of "_x000D_" at the beginning of `s`, or -1. */
static int escaped(str s)
{
    int value = 0;
    if (s.len < 7 || !str_starts(s, S("_x")) || s.at[6] != '_')
        return -1;
    for (int i = 2; i < 6; i++) {
        char k = s.at[i];
        int digit = k >= '0' && k <= '9' ? k - '0'
                    : k >= 'A' && k <= 'F' ? k - 'A' + 10
                    : k >= 'a' && k <= 'f' ? k - 'a' + 10 : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* Only ASCII is ever escaped by programs that write; anything else stays as it stands. */
static void unescape(struct cell_text *t)
{
    ptrdiff_t used = 0;
    for (ptrdiff_t i = 0; i < t->len; i++) {
        int value = t->at[i] == '_' ? escaped((str){ t->at + i, t->len - i }) : -1;
        if (value >= 0 && value < 0x80) {
            if (value > 0)
                t->at[used++] = (char)value;
            i += 6;
        } else {
            t->at[used++] = t->at[i];
        }
    }
    t->len = used;
}

bool cell_text_settle(struct arena *a, struct cell_text *t, str *out)
{
    if (str_find((str){ t->at, t->len }, '_') >= 0)
        unescape(t);
    struct arena_mark mark = arena_mark(a);
    bool fine = !t->full && text_clean(a, (str){ t->at, t->len }, true, out) &&
                out->len <= CELL_BYTES_MAX && utf8_length(*out) <= CELL_CHARS_MAX;
    if (fine && out->len > 0) {
        memmove(t->at, out->at, (size_t)out->len);
        *out = (str){ t->at, out->len };
    }
    arena_rewind(a, mark);
    return fine;
}

/* ---------------------------------------------------------------- relationships */

struct book_link {
    str id;
    str type;
    str target;
};

struct links {
    struct book *b;
    struct book_link *at;
    int32_t count;
};

/* A name out of the file; no honest one is longer. */
static str kept(struct book *b, str s)
{
    return str_copy(b->a, str_sub(s, 0, NAME_BYTES_MAX));
}

static void link_begin(void *with, str name, const char **attributes)
{
    struct links *l = with;
    if (!str_is(name, "Relationship") ||
        str_is(part_attribute(attributes, "TargetMode"), "External"))
        return;
    if (l->count == BOOK_LINKS_MAX) {
        sheet_refuse(l->b->fault, "TOO_BIG", "too many relationships");
        return;
    }
    l->at[l->count++] = (struct book_link){
        .id = kept(l->b, part_attribute(attributes, "Id")),
        .type = kept(l->b, part_attribute(attributes, "Type")),
        .target = kept(l->b, part_attribute(attributes, "Target")),
    };
}

static bool links_read(struct book *b, str part, bool may_miss, struct links *out)
{
    *out = (struct links){ .b = b, .at = new(b->a, struct book_link, BOOK_LINKS_MAX) };
    struct part_reader r = { .begin = link_begin, .with = out, .fault = b->fault };
    return sheet_part_read(b->zip, part, may_miss, &r);
}

/* Whose type ends so: programs use two families of type names, alike at their ends. */
static const struct book_link *link_of(const struct book_link *at, int32_t count, str ending)
{
    for (int32_t i = 0; i < count; i++)
        if (str_ends(at[i].type, ending))
            return &at[i];
    return NULL;
}

/* A target is relative to `folder`, or from the archive's root. */
static str part_of(struct arena *a, str folder, str target)
{
    if (str_starts(target, S("/")))
        return str_after(target, 1);
    return join(a, folder, target);
}

/* ---------------------------------------------------------------- the workbook */

static void workbook_begin(void *with, str name, const char **attributes)
{
    struct book *b = with;
    if (str_is(name, "workbookPr")) {
        str said = part_attribute(attributes, "date1904");
        b->from_1904 = str_is(said, "1") || str_is(said, "true");
    }
    if (!str_is(name, "sheet"))
        return;
    if (b->sheet_count == BOOK_SHEETS_MAX) {
        sheet_refuse(b->fault, "TOO_BIG", "too many sheets");
        return;
    }
    b->text.len = 0;
    cell_text_add(&b->text, part_attribute(attributes, "name"));
    str clean, state = part_attribute(attributes, "state");
    if (!cell_text_settle(b->a, &b->text, &clean)) {
        sheet_refuse(b->fault, "BROKEN", "the name of a sheet is too long");
        return;
    }
    b->sheets[b->sheet_count++] = (struct book_sheet){
        .name = str_copy(b->a, utf8_head(clean, 100)),
        .link = kept(b, part_attribute(attributes, "id")),
        .hidden = str_is(state, "hidden") || str_is(state, "veryHidden"),
    };
}

static bool sheets_read(struct book *b, str part)
{
    b->sheets = new(b->a, struct book_sheet, BOOK_SHEETS_MAX);
    struct part_reader r = { .begin = workbook_begin, .with = b, .fault = b->fault };
    return sheet_part_read(b->zip, part, false, &r);
}

bool book_open(struct book *b, bytes file)
{
    struct links links;
    b->zip = sheet_zip_open(b->a, file, b->fault);
    if (!b->zip)
        return false;
    b->text.at = new(b->a, char, CELL_BYTES_MAX);
    if (!links_read(b, S("_rels/.rels"), true, &links))
        return false;
    const struct book_link *root = link_of(links.at, links.count, S("/officeDocument"));
    if (!root || str_contains(root->target, S("word/")) || str_ends(root->target, S(".bin")))
        return sheet_refuse(b->fault, "NOT_ALLOWED", "an archive of another kind");
    str part = part_of(b->a, S(""), root->target);
    ptrdiff_t slash = str_find_last(part, '/');
    b->folder = str_sub(part, 0, slash + 1);
    str file_name = str_after(part, slash + 1);
    if (!sheets_read(b, part) ||
        !links_read(b, join(b->a, b->folder, S("_rels/"), file_name, S(".rels")), false,
                    &links))
        return false;
    b->links = links.at;
    b->link_count = links.count;
    return b->sheet_count > 0 || sheet_refuse(b->fault, "NOT_ALLOWED", "no workbook");
}

/* Charts have sheets of their own, without cells. */
static const struct book_link *cells_of(const struct book *b, const struct book_sheet *s)
{
    for (int32_t i = 0; i < b->link_count; i++)
        if (str_equal(b->links[i].id, s->link) && str_ends(b->links[i].type, S("/worksheet")))
            return &b->links[i];
    return NULL;
}

str book_sheet_part(struct book *b, str wanted, const struct book_sheet **out)
{
    for (int32_t i = 0; i < b->sheet_count; i++) {
        const struct book_sheet *s = &b->sheets[i];
        const struct book_link *cells = cells_of(b, s);
        bool chosen = wanted.len > 0 ? str_equal(s->name, wanted) : !s->hidden;
        if (cells && chosen) {
            *out = s;
            return part_of(b->a, b->folder, cells->target);
        }
    }
    sheet_refuse(b->fault, "NO_SHEET", "no such sheet");
    return (str){ NULL, 0 };
}

/* ---------------------------------------------------------------- styles */

struct styles {
    struct book *b;
    uint8_t *formats;                          /* enum value_kind by number of format; 0: usual */
    bool of_cells;                             /* inside cellXfs */
};

static void style_begin(void *with, str name, const char **attributes)
{
    struct styles *s = with;
    int64_t id;
    if (str_is(name, "cellXfs"))
        s->of_cells = true;
    bool format = str_is(name, "numFmt");
    if (!format && !(s->of_cells && str_is(name, "xf")))
        return;
    if (!int_read(part_attribute(attributes, "numFmtId"), &id) || id < 0 || id >= FORMATS)
        id = 0;
    if (format) {
        s->formats[id] = (uint8_t)value_kind_of(part_attribute(attributes, "formatCode"));
        return;
    }
    if (s->b->kind_count < BOOK_STYLES_MAX)
        s->b->kinds[s->b->kind_count++] = s->formats[id] ? s->formats[id]
                                                         : (uint8_t)value_kind_known(id);
}

static void style_end(void *with, str name)
{
    struct styles *s = with;
    if (str_is(name, "cellXfs"))
        s->of_cells = false;
}

static bool styles_read(struct book *b, str part)
{
    struct styles s = { .b = b, .formats = new(b->a, uint8_t, FORMATS) };
    b->kinds = new(b->a, uint8_t, BOOK_STYLES_MAX);
    struct part_reader r = { .begin = style_begin, .end = style_end, .with = &s,
                             .fault = b->fault };
    return sheet_part_read(b->zip, part, true, &r);
}

enum value_kind book_kind(const struct book *b, int64_t style)
{
    if (style < 0 || style >= b->kind_count)
        return VALUE_NUMBER;
    return (enum value_kind)b->kinds[style];
}

/* ---------------------------------------------------------------- shared strings */

struct strings {
    struct book *b;
    ptrdiff_t before;                          /* bytes of the arena used by other things */
    bool collects;                             /* inside a <t> that counts */
    bool sounds;                               /* inside <rPh>: how a word is read aloud */
};

static void string_keep(struct strings *s)
{
    struct book *b = s->b;
    str text;
    if (!cell_text_settle(b->a, &b->text, &text)) {
        sheet_refuse(b->fault, "TOO_LONG", "a text is longer than a cell may be");
        return;
    }
    if (b->string_count == STRINGS_MAX ||
        arena_used(b->a) - s->before + text.len > STRINGS_BYTES_MAX) {
        sheet_refuse(b->fault, "TOO_BIG", "the texts need too much memory");
        return;
    }
    str **page = &b->pages[b->string_count / STRINGS_A_PAGE];
    if (!*page)
        *page = new(b->a, str, STRINGS_A_PAGE);
    (*page)[b->string_count++ % STRINGS_A_PAGE] = str_copy(b->a, text);
}

static void string_begin(void *with, str name, UNUSED const char **attributes)
{
    struct strings *s = with;
    if (str_is(name, "si"))
        s->b->text = (struct cell_text){ .at = s->b->text.at };
    s->sounds |= str_is(name, "rPh");
    s->collects = str_is(name, "t") && !s->sounds;
}

static void string_text(void *with, str piece)
{
    struct strings *s = with;
    if (s->collects)
        cell_text_add(&s->b->text, piece);
}

static void string_end(void *with, str name)
{
    struct strings *s = with;
    s->collects = false;
    if (str_is(name, "rPh"))
        s->sounds = false;
    if (str_is(name, "si"))
        string_keep(s);
}

static bool strings_read(struct book *b, str part)
{
    b->pages = new(b->a, str *, STRINGS_MAX / STRINGS_A_PAGE);
    struct strings s = { .b = b, .before = arena_used(b->a) };
    struct part_reader r = { .begin = string_begin, .text = string_text, .end = string_end,
                             .with = &s, .fault = b->fault };
    return sheet_part_read(b->zip, part, true, &r);
}

bool book_string(const struct book *b, int64_t index, str *out)
{
    if (index < 0 || index >= b->string_count)
        return false;
    *out = b->pages[index / STRINGS_A_PAGE][index % STRINGS_A_PAGE];
    return true;
}

bool book_load(struct book *b)
{
    const struct book_link *styles = link_of(b->links, b->link_count, S("/styles"));
    const struct book_link *strings = link_of(b->links, b->link_count, S("/sharedStrings"));
    if (styles && !styles_read(b, part_of(b->a, b->folder, styles->target)))
        return false;
    return !strings || strings_read(b, part_of(b->a, b->folder, strings->target));
}
