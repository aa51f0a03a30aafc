/* csv.c: one pass over the bytes; a quoted cell is copied only when it holds doubled quotes.
 *
 * csv_feed keeps a window of the source and hands csv_next whole rows of it:
 *
 *     | taken | row … \n | row … \n | half a ro|          |
 *     at      from                  len^       window's end
 */
#include "format/csv.h"

#include <assert.h>

#include "base/vi.h"

enum {
    MARK_LINES = 10,                           /* looked at for the mark, */
    MARK_BYTES = 64 << 10,                     /* within these bytes */
    FEED_BYTES = 64 << 10,                     /* asked of the source at a time */
};

/* How often `mark` stands in each of the first lines, outside quotes; gives the lines seen. */
static int mark_counts(str text, char mark, int counts[MARK_LINES])
{
    bool quoted = false;
    int lines = 0, count = 0;
    for (ptrdiff_t i = 0; i < text.len && lines < MARK_LINES; i++) {
        char k = text.at[i];
        quoted ^= k == '"';
        count += !quoted && k == mark;
        if (!quoted && k == '\n') {
            counts[lines++] = count;
            count = 0;
        }
    }
    if (lines == 0)
        counts[lines++] = count;
    return lines;
}

/* The most lines in which the mark stands equally often. */
static int mark_agreement(const int counts[MARK_LINES], int lines)
{
    int best = 0;
    for (int i = 0; i < lines; i++) {
        int same = 0;
        for (int k = 0; k < lines; k++)
            same += counts[k] == counts[i] && counts[k] > 0;
        best = same > best ? same : best;
    }
    return best;
}

char csv_mark(str text)
{
    static const char marks[] = { ',', ';', '\t' };
    char chosen = ',';
    int best = 0, most = 0;
    text = str_sub(text, 0, MARK_BYTES);
    for (ptrdiff_t i = 0; i < COUNT_OF(marks); i++) {
        int counts[MARK_LINES];
        int lines = mark_counts(text, marks[i], counts);
        int agreement = mark_agreement(counts, lines);
        if (agreement > best || (agreement == best && agreement > 0 && counts[0] > most)) {
            chosen = marks[i];
            best = agreement;
            most = counts[0];
        }
    }
    return chosen;
}

struct csv csv_begin(str text)
{
    if (str_starts(text, S("\xEF\xBB\xBF")))
        text = str_after(text, 3);
    return (struct csv){ .rest = text, .mark = csv_mark(text), .next_line = 1 };
}

static bool broken(struct csv *c, enum csv_fault fault)
{
    c->fault = fault;
    return false;
}

/* Up to the quote that is not doubled; -1 when there is none. */
static ptrdiff_t closing_quote(str s, int64_t *lines, bool *doubled)
{
    for (ptrdiff_t i = 1; i < s.len; i++) {
        *lines += s.at[i] == '\n';
        if (s.at[i] != '"')
            continue;
        if (i + 1 == s.len || s.at[i + 1] != '"')
            return i;
        *doubled = true;
        i++;
    }
    return -1;
}

static str without_doubled(struct arena *a, str s)
{
    char *at = new(a, char, s.len);
    ptrdiff_t used = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        at[used++] = s.at[i];
        i += s.at[i] == '"';
    }
    return (str){ at, used };
}

/* A cell in quotes. */
static bool quoted_cell(struct arena *a, struct csv *c, str *out)
{
    bool doubled = false;
    ptrdiff_t end = closing_quote(c->rest, &c->next_line, &doubled);
    if (end < 0)
        return broken(c, CSV_QUOTE);
    *out = str_sub(c->rest, 1, end);
    c->rest = str_after(c->rest, end + 1);
    if (out->len > CSV_CELL_BYTES_MAX)
        return broken(c, CSV_CELL_LONG);
    if (doubled)
        *out = without_doubled(a, *out);
    return true;
}

/* White space around the cell goes, but never the mark itself. */
static bool plain_cell(struct csv *c, str *out)
{
    ptrdiff_t i = 0;
    while (i < c->rest.len && c->rest.at[i] != c->mark && c->rest.at[i] != '\n')
        i++;
    *out = str_trim(str_sub(c->rest, 0, i));
    c->rest = str_after(c->rest, i);
    return out->len <= CSV_CELL_BYTES_MAX || broken(c, CSV_CELL_LONG);
}

static bool read_row(struct arena *a, struct csv *c, struct csv_row *out)
{
    *out = (struct csv_row){ 0 };
    c->line = c->next_line;
    c->row++;
    for (;;) {
        if (out->count == CSV_CELLS_MAX)
            return broken(c, CSV_TOO_WIDE);
        str *cell = &out->cells[out->count++];
        bool quoted = c->rest.len > 0 && c->rest.at[0] == '"';
        if (!(quoted ? quoted_cell(a, c, cell) : plain_cell(c, cell)))
            return false;
        if (c->rest.len > 0 && c->rest.at[0] == '\r')
            c->rest = str_after(c->rest, 1);
        char k = c->rest.len > 0 ? c->rest.at[0] : '\n';
        c->rest = str_after(c->rest, 1);
        if (k == '\n') {
            c->next_line++;
            return true;
        }
        if (k != c->mark)
            return broken(c, CSV_QUOTE);
    }
}

enum csv_answer csv_next(struct arena *a, struct csv *c, struct csv_row *out)
{
    while (c->rest.len > 0) {
        if (!read_row(a, c, out))
            return CSV_BROKEN;
        if (out->count > 1 || out->cells[0].len > 0)
            return CSV_ROW;
    }
    return CSV_END;
}

int csv_column(struct arena *a, const struct csv_row *heading, str name)
{
    str want = vi_fold(a, name);
    for (int i = 0; i < heading->count; i++)
        if (str_equal(vi_fold(a, heading->cells[i]), want))
            return i;
    return -1;
}

/* ---------------------------------------------------------------- piece by piece */

static str window(const struct csv_feed *f)
{
    return (str){ f->at + f->from, f->len - f->from };
}

/* Moves what is left to the window's beginning and reads more; false when the window is full, or
 * the source cannot be read. */
static bool feed_more(struct csv_feed *f)
{
    if (f->from > 0) {
        for (ptrdiff_t i = f->from; i < f->len; i++)
            f->at[i - f->from] = f->at[i];
        f->len -= f->from;
        f->from = 0;
    }
    if (f->len > CSV_ROW_BYTES_MAX)
        return broken(&f->csv, CSV_ROW_LONG);
    ptrdiff_t n = f->read(f->with, f->at + f->len, FEED_BYTES);
    if (n < 0)
        return broken(&f->csv, CSV_SOURCE);
    assert(n <= FEED_BYTES);
    f->ended = n == 0;
    f->len += n;
    return true;
}

struct csv_feed csv_feed_new(struct arena *a, ptrdiff_t (*read)(void *, char *, ptrdiff_t),
                             void *with, char mark)
{
    struct csv_feed f = { .read = read, .with = with, .csv = { .next_line = 1 } };
    f.at = new(a, char, CSV_ROW_BYTES_MAX + FEED_BYTES);
    while (!f.ended && f.len < MARK_BYTES && feed_more(&f))
        ;                                      /* a source may give little at a time */
    if (str_starts(window(&f), S("\xEF\xBB\xBF")))
        f.from = 3;
    f.csv.mark = mark ? mark : csv_mark(window(&f));
    return f;
}

/* Where a reader stands between two bytes of a row. */
enum stand { CELL_BEGINS, PLAIN, QUOTED, QUOTE_CLOSED };

static enum stand stand_after(enum stand at, char k, char mark)
{
    if (at == QUOTED)
        return k == '"' ? QUOTE_CLOSED : QUOTED;
    if (k == '"' && at != PLAIN)
        return QUOTED;                         /* a cell in quotes, or a doubled quote in it */
    return k == mark ? CELL_BEGINS : PLAIN;
}

/* Bytes of the first row with its line feed, or -1 when it does not end in `s`. */
static ptrdiff_t row_end(str s, char mark)
{
    enum stand at = CELL_BEGINS;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.at[i] == '\n' && at != QUOTED)
            return i + 1;
        at = stand_after(at, s.at[i], mark);
    }
    return -1;
}

bool csv_feed_line(struct arena *a, struct csv_feed *f, str *out)
{
    ptrdiff_t end = -1;
    while ((end = str_find(window(f), '\n')) < 0 && !f->ended)
        if (!feed_more(f))
            return false;
    if (end < 0)
        end = f->len - f->from;
    *out = str_copy(a, str_trim(str_sub(window(f), 0, end)));
    f->from = f->from + end + 1 < f->len ? f->from + end + 1 : f->len;
    f->csv.next_line++;
    return true;
}

/* A row whole in the window. */
static enum csv_answer feed_row(struct arena *a, struct csv_feed *f, ptrdiff_t size,
                                struct csv_row *out)
{
    f->csv.rest = str_sub(window(f), 0, size);
    f->from += size;
    return csv_next(a, &f->csv, out);
}

enum csv_answer csv_feed_next(struct arena *a, struct csv_feed *f, struct csv_row *out)
{
    if (f->csv.fault)
        return CSV_BROKEN;
    for (;;) {
        ptrdiff_t size = row_end(window(f), f->csv.mark);
        if (size < 0 && f->ended)
            size = f->len - f->from;
        if (size > CSV_ROW_BYTES_MAX)
            f->csv.fault = CSV_ROW_LONG;
        if (f->csv.fault || (size < 0 && !feed_more(f))) {
            f->csv.line = f->csv.next_line;
            return CSV_BROKEN;
        }
        if (size < 0)
            continue;
        if (size == 0)
            return CSV_END;
        enum csv_answer k = feed_row(a, f, size, out);
        if (k != CSV_END)
            return k;
    }
}

/* ---------------------------------------------------------------- writing */

/* "-12", "-1.250,5": a minus sign and digits parted by points and commas. */
static bool is_negative_number(str s)
{
    bool digits = false;
    for (ptrdiff_t i = 1; i < s.len; i++) {
        bool digit = s.at[i] >= '0' && s.at[i] <= '9';
        if (!digit && s.at[i] != '.' && s.at[i] != ',')
            return false;
        digits |= digit;
    }
    return digits && s.at[0] == '-';
}

static bool needs_quotes(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (str_find(S(",;\"\t\r\n"), s.at[i]) >= 0)
            return true;
    return s.len > 0 && (s.at[0] == ' ' || s.at[s.len - 1] == ' ');
}

static void put_cell(struct out *o, enum csv_reader reader, str s)
{
    bool formula = reader == CSV_FOR_PEOPLE && s.len > 0 &&
                   str_find(S("=+-@\t\r"), s.at[0]) >= 0 && !is_negative_number(s);
    if (!formula && !needs_quotes(s)) {
        put(o, s);
        return;
    }
    put(o, formula ? S("\"'") : S("\""));
    for (ptrdiff_t i; (i = str_find(s, '"')) >= 0; s = str_after(s, i + 1)) {
        put(o, str_sub(s, 0, i + 1));
        put_char(o, '"');
    }
    put(o, s);
    put_char(o, '"');
}

void csv_put_bom(struct out *o)
{
    put(o, S("\xEF\xBB\xBF"));
}

void csv_put_row(struct out *o, enum csv_reader reader, const str *cells, int count)
{
    for (int i = 0; i < count; i++) {
        if (i > 0)
            put_char(o, ',');
        put_cell(o, reader, cells[i]);
    }
    put(o, reader == CSV_FOR_PEOPLE ? S("\r\n") : S("\n"));
}

str csv_cell(struct arena *a, str s)
{
    struct out *o = out_new(a, .max_bytes = 2 * s.len + 8);
    put_cell(o, CSV_FOR_PEOPLE, s);
    return out_str(o);
}
