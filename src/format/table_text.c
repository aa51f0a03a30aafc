/* table_text.c: bytes to characters to rows. The reader of characters runs ahead of the reader of
 * rows by at most one window of csv_feed; each counts its own lines.
 */
#include "format/table_text.h"

#include "base/utf8.h"
#include "format/csv.h"

enum {
    RAW_BYTES = 64 << 10,
    SNIFF_BYTES = 4 << 10,
    CHARACTER_BYTES_MAX = 4,
};

/* The characters of a source. */
struct letters {
    const struct table_text_io *io;
    unsigned char *raw;                        /* RAW_BYTES; not yet read: from … len */
    ptrdiff_t from;
    ptrdiff_t len;
    bool ended;
    enum table_encoding encoding;              /* 0 while only ASCII came */
    int64_t line;                              /* of the next character */
    enum table_fault fault;                    /* 0 while all is well */
};

static bool broken(struct letters *l, enum table_fault fault)
{
    l->fault = fault;
    return false;
}

/* Fills the buffer as far as the source gives. */
static bool refill(struct letters *l)
{
    for (ptrdiff_t i = l->from; i < l->len; i++)
        l->raw[i - l->from] = l->raw[i];
    l->len -= l->from;
    l->from = 0;
    while (!l->ended && l->len < RAW_BYTES) {
        ptrdiff_t n = l->io->read(l->io->with, (char *)l->raw + l->len, RAW_BYTES - l->len);
        if (n < 0)
            return broken(l, TABLE_READ);
        l->ended = n == 0;
        l->len += n;
    }
    return true;
}

static str raw_rest(const struct letters *l)
{
    return (str){ (const char *)l->raw + l->from, l->len - l->from };
}

/* ---------------------------------------------------------------- which encoding */

/* UTF-16 without a byte order mark: Latin letters leave every second byte zero. */
static enum table_encoding zero_bytes_say(str head)
{
    ptrdiff_t zeros[2] = { 0, 0 };
    ptrdiff_t pairs = (head.len < SNIFF_BYTES ? head.len : SNIFF_BYTES) / 2;
    for (ptrdiff_t i = 0; i < 2 * pairs; i++)
        zeros[i % 2] += head.at[i] == 0;
    if (pairs > 0 && zeros[1] * 5 >= pairs * 2 && zeros[1] > zeros[0] * 4)
        return TABLE_UTF16_LE;
    if (pairs > 0 && zeros[0] * 5 >= pairs * 2 && zeros[0] > zeros[1] * 4)
        return TABLE_UTF16_BE;
    return 0;
}

static void begin(struct letters *l)
{
    static const struct {
        str bom;
        enum table_encoding is;
    } boms[] = {
        { { "\xEF\xBB\xBF", 3 }, TABLE_UTF8 },
        { { "\xFF\xFE", 2 }, TABLE_UTF16_LE },
        { { "\xFE\xFF", 2 }, TABLE_UTF16_BE },
    };
    for (ptrdiff_t i = 0; i < COUNT_OF(boms); i++)
        if (str_starts(raw_rest(l), boms[i].bom)) {
            l->from += boms[i].bom.len;
            l->encoding = boms[i].is;
            return;
        }
    l->encoding = zero_bytes_say(raw_rest(l));
}

/* Bytes of the UTF-8 character at the beginning of `s`; 0: more are needed; -1: it is none. */
static int utf8_bytes(str s)
{
    unsigned char k = (unsigned char)s.at[0];
    int n = k < 0x80 ? 1 : k < 0xE0 ? 2 : k < 0xF0 ? 3 : 4;
    if (s.len < n)
        return 0;
    return utf8_valid(str_sub(s, 0, n)) ? n : -1;
}

/* At the first byte beyond ASCII. Text in Windows-1258 hardly ever looks like UTF-8; a damaged
 * byte in UTF-8 must not turn all the rest into nonsense. */
static enum table_encoding letters_say(str s, bool ended)
{
    ptrdiff_t fine = 0, wrong = 0;
    while (s.len > 0) {
        int n = utf8_bytes(s);
        if (n == 0 && !ended)
            break;
        fine += n > 1;
        wrong += n <= 0;
        s = str_after(s, n > 0 ? n : 1);
    }
    return fine > wrong || wrong == 0 ? TABLE_UTF8 : TABLE_WINDOWS_1258;
}

/* ---------------------------------------------------------------- characters */

/* Windows-1258 from 0x80 on; 0 where it has no character. */
static const uint16_t windows_1258[128] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0,
    0x2039, 0x0152, 0,      0,      0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0,      0x203A, 0x0153, 0,      0,      0x0178, 0x00A0,
    0x00A1, 0x00A2, 0x00A3, 0x00A4, 0x00A5, 0x00A6, 0x00A7, 0x00A8, 0x00A9, 0x00AA, 0x00AB,
    0x00AC, 0x00AD, 0x00AE, 0x00AF, 0x00B0, 0x00B1, 0x00B2, 0x00B3, 0x00B4, 0x00B5, 0x00B6,
    0x00B7, 0x00B8, 0x00B9, 0x00BA, 0x00BB, 0x00BC, 0x00BD, 0x00BE, 0x00BF, 0x00C0, 0x00C1,
    0x00C2, 0x0102, 0x00C4, 0x00C5, 0x00C6, 0x00C7, 0x00C8, 0x00C9, 0x00CA, 0x00CB, 0x0300,
    0x00CD, 0x00CE, 0x00CF, 0x0110, 0x00D1, 0x0309, 0x00D3, 0x00D4, 0x01A0, 0x00D6, 0x00D7,
    0x00D8, 0x00D9, 0x00DA, 0x00DB, 0x00DC, 0x01AF, 0x0303, 0x00DF, 0x00E0, 0x00E1, 0x00E2,
    0x0103, 0x00E4, 0x00E5, 0x00E6, 0x00E7, 0x00E8, 0x00E9, 0x00EA, 0x00EB, 0x0301, 0x00ED,
    0x00EE, 0x00EF, 0x0111, 0x00F1, 0x0323, 0x00F3, 0x00F4, 0x01A1, 0x00F6, 0x00F7, 0x00F8,
    0x00F9, 0x00FA, 0x00FB, 0x00FC, 0x01B0, 0x20AB, 0x00FF,
};

static uint32_t unit_at(const struct letters *l, str s, ptrdiff_t i)
{
    uint32_t first = (unsigned char)s.at[i], second = (unsigned char)s.at[i + 1];
    return l->encoding == TABLE_UTF16_LE ? second << 8 | first : first << 8 | second;
}

/* One character of UTF-16: bytes taken, or 0 and -1 as utf8_bytes. */
static int utf16_next(const struct letters *l, str s, uint32_t *c)
{
    if (s.len < 2)
        return 0;
    *c = unit_at(l, s, 0);
    if (*c < 0xD800 || *c > 0xDFFF)
        return 2;
    if (s.len < 4)
        return *c < 0xDC00 ? 0 : -1;
    uint32_t low = unit_at(l, s, 2);
    if (*c >= 0xDC00 || low < 0xDC00 || low > 0xDFFF)
        return -1;
    *c = 0x10000 + ((*c - 0xD800) << 10) + (low - 0xDC00);
    return 4;
}

static ptrdiff_t utf8_put(char *to, uint32_t c)
{
    int n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
    for (int i = n - 1; i > 0; i--, c >>= 6)
        to[i] = (char)(0x80 | (c & 0x3F));
    to[0] = (char)(lead[n] | c);
    return n;
}

/* The next character as UTF-8 into `to`, its length in *n; bytes taken, or 0 and -1 as above. */
static int next_letter(struct letters *l, str s, char *to, ptrdiff_t *n)
{
    unsigned char k = (unsigned char)s.at[0];
    bool wide = l->encoding == TABLE_UTF16_LE || l->encoding == TABLE_UTF16_BE;
    if (!wide && k < 0x80) {
        to[0] = s.at[0];
        *n = 1;
        return 1;
    }
    if (!l->encoding)
        l->encoding = letters_say(s, l->ended);
    if (l->encoding == TABLE_UTF8) {
        int taken = utf8_bytes(s);
        for (*n = 0; *n < taken; ++*n)
            to[*n] = s.at[*n];
        return taken;
    }
    uint32_t c = wide ? 0 : windows_1258[k - 0x80];
    int taken = wide ? utf16_next(l, s, &c) : c ? 1 : -1;
    if (taken > 0)
        *n = utf8_put(to, c);
    return taken;
}

/* For csv_feed: up to n bytes of UTF-8. */
static ptrdiff_t letters_read(void *with, char *to, ptrdiff_t n)
{
    struct letters *l = with;
    ptrdiff_t done = 0;
    while (n - done >= CHARACTER_BYTES_MAX) {
        bool decides = !l->encoding && l->from < l->len && l->raw[l->from] >= 0x80;
        if ((l->len - l->from < CHARACTER_BYTES_MAX || decides) && !l->ended && !refill(l))
            return -1;
        if (l->from == l->len)
            break;
        ptrdiff_t size = 0;
        int taken = next_letter(l, raw_rest(l), to + done, &size);
        if (taken <= 0 || to[done] == 0) {
            broken(l, taken > 0 ? TABLE_NUL : TABLE_CHARACTER);
            return -1;
        }
        l->line += to[done] == '\n';
        l->from += taken;
        done += size;
    }
    return done;
}

/* ---------------------------------------------------------------- rows */

struct table_run {
    struct arena *a;
    const struct table_text_io *io;
    struct letters letters;
    struct csv_feed feed;
    struct table_text *out;
    int64_t written;                           /* lines */
};

static bool refused(struct table_run *r, enum table_fault fault, int64_t line)
{
    r->out->fault = fault;
    r->out->line = line;
    return false;
}

static bool row_broken(struct table_run *r)
{
    static const enum table_fault faults[] = {
        [CSV_QUOTE] = TABLE_QUOTE,         [CSV_TOO_WIDE] = TABLE_WIDE,
        [CSV_CELL_LONG] = TABLE_CELL_LONG, [CSV_ROW_LONG] = TABLE_LINE_LONG,
        [CSV_SOURCE] = TABLE_READ,
    };
    if (r->letters.fault)
        return refused(r, r->letters.fault, r->letters.line);
    return refused(r, faults[r->feed.csv.fault], r->feed.csv.line);
}

/* Web pages, documents and the like, which some programs name .xls or .csv. */
static bool is_no_table(str head)
{
    static const str signs[] = { { "<", 1 }, { "{\\rtf", 5 }, { "%PDF-", 5 }, { "{\"", 2 } };
    head = str_trim(str_sub(head, 0, SNIFF_BYTES));
    for (ptrdiff_t i = 0; i < COUNT_OF(signs); i++)
        if (str_starts(head, signs[i]))
            return true;
    return false;
}

static bool write_row(struct table_run *r, struct csv_row *row)
{
    struct out *o = out_new(r->a, .max_bytes = TABLE_ROWS_MAX + CSV_ROW_BYTES_MAX);
    for (int64_t i = r->written + 1; i < r->feed.csv.row; i++)
        put_char(o, '\n');
    ptrdiff_t before = o->len;
    for (int i = 0; i < row->count; i++) {
        str clean;
        if (!text_clean(r->a, row->cells[i], true, &clean))
            return refused(r, TABLE_CHARACTER, r->feed.csv.line);
        if (utf8_length(clean) > TABLE_CELL_CHARS_MAX)
            return refused(r, TABLE_CELL_LONG, r->feed.csv.line);
        row->cells[i] = clean;
    }
    csv_put_row(o, CSV_FOR_PROGRAMS, row->cells, row->count);
    if (o->full || o->len - before > CSV_ROW_BYTES_MAX)
        return refused(r, TABLE_LINE_LONG, r->feed.csv.line);
    if (!r->io->write(r->io->with, out_str(o)))
        return refused(r, TABLE_WRITE, 0);
    r->written = r->feed.csv.row;
    return true;
}

static bool copy_rows(struct table_run *r)
{
    struct arena_mark mark = arena_mark(r->a);
    struct csv_row row;
    enum csv_answer k;
    while ((k = csv_feed_next(r->a, &r->feed, &row)) == CSV_ROW) {
        if (r->feed.csv.row > TABLE_ROWS_MAX)
            return refused(r, TABLE_LONG, r->feed.csv.line);
        if (!write_row(r, &row))
            return false;
        r->out->rows++;
        r->out->columns = row.count > r->out->columns ? row.count : r->out->columns;
        arena_rewind(r->a, mark);
    }
    if (k == CSV_BROKEN)
        return row_broken(r);
    return r->out->rows > 0 || refused(r, TABLE_EMPTY, 0);
}

bool table_text_read(struct arena *a, const struct table_text_io *io, struct table_text *out)
{
    *out = (struct table_text){ .fault = TABLE_FINE };
    struct table_run r = { .a = a, .io = io, .out = out, .letters = { .io = io, .line = 1 } };
    r.letters.raw = new(a, unsigned char, RAW_BYTES);
    if (!refill(&r.letters))
        return refused(&r, TABLE_READ, 0);
    begin(&r.letters);
    r.feed = csv_feed_new(a, letters_read, &r.letters, 0);
    if (is_no_table((str){ r.feed.at, r.feed.len }))
        return refused(&r, TABLE_NO_TABLE, 0);
    bool fine = copy_rows(&r);
    out->encoding = r.letters.encoding ? r.letters.encoding : TABLE_UTF8;
    out->mark = r.feed.csv.mark;
    return fine;
}
