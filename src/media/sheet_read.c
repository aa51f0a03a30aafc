/* sheet_read.c: rows and cells. Elements of a sheet's part that matter:
 *
 *     <sheetData>
 *       <row r="3" hidden="1">
 *         <c r="B3" s="2" t="s"><f>…</f><v>17</v></c>      t: s str inlineStr b e d, or a number
 *         <c r="C3" t="inlineStr"><is><r><t>…</t></r></is></c>
 *     <mergeCells><mergeCell ref="B3:D3"/>
 */
#include "media/sheet_read.h"

#include <string.h>

#include "base/num.h"
#include "format/csv.h"
#include "media/sheet_book.h"

enum { NAMES_BYTES_MAX = 6 << 10 };            /* in the answer, which has 16 KiB */

struct range {
    struct cell_place from;
    struct cell_place to;
    str text;                                  /* of its first cell, once that was read */
};

/* The first reading. */
struct look {
    struct sheet_report *out;
    struct sheet_fault *fault;
    int32_t row;
    int32_t filled;                            /* cells of this row */
    int32_t first;                             /* the first filled row */
    struct range *ranges;                      /* that begin in the heading */
    int32_t range_count;
};

enum cell_type { TYPE_NUMBER, TYPE_SHARED, TYPE_TEXT, TYPE_BOOLEAN, TYPE_ERROR, TYPE_ISO_DATE };

/* The second reading. */
struct sheet {
    struct book *b;
    const struct sheet_source *from;
    struct sheet_report *out;
    struct range *ranges;
    int32_t range_count;
    struct arena_mark row_mark;                /* what was taken before this row */
    struct cell_place at;
    int32_t row_written;                       /* number of the last row written */
    int32_t last_column;                       /* column of the last cell of this row */
    str cells[SHEET_COLUMNS_MAX];
    int32_t width;                             /* up to the last filled cell */
    int32_t filled;
    int32_t first;                             /* the first filled row */
    bool hidden;                               /* this row */
    enum cell_type type;
    int64_t style;
    bool in_cell;
    bool has_value;
    bool has_formula;
    bool collects;
    bool sounds;
};

const char *sheet_note_name(enum sheet_note note)
{
    static const char *const names[] = { "merged", "no_value", "error", "no_date", "hidden" };
    return names[note];
}

static void note(struct sheet_report *out, enum sheet_note n, struct cell_place at)
{
    struct sheet_noted *noted = &out->notes[n];
    if (noted->count++ == 0)
        cell_place_show(at, noted->first);
}

static void refuse_at(struct sheet_fault *f, const char *code, const char *text,
                      struct cell_place at)
{
    if (!f->code)
        cell_place_show(at, f->at);
    sheet_refuse(f, code, text);
}

/* The row's number, or the one behind the last; false when rows do not ascend. */
static bool row_number(const char **attributes, int32_t *row)
{
    str said = part_attribute(attributes, "r");
    int64_t n = *row + 1;
    if (said.len > 0 && !int_read(said, &n))
        return false;
    if (n <= *row || n > SHEET_ROWS_MOST)
        return false;
    *row = (int32_t)n;
    return true;
}

/* ---------------------------------------------------------------- the first reading */

static void look_range(struct look *l, str ref)
{
    struct range r = { 0 };
    str from = str_cut(&ref, ':');
    if (!cell_place_read(from, &r.from) || !cell_place_read(ref, &r.to))
        return;
    note(l->out, NOTE_MERGED, r.from);
    if (r.from.row == l->out->heading && l->range_count < SHEET_COLUMNS_MAX &&
        r.to.row >= r.from.row)
        l->ranges[l->range_count++] = r;
}

static void look_begin(void *with, str name, const char **attributes)
{
    struct look *l = with;
    if (name.len < 3) {
        l->filled += str_is(name, "v") || str_is(name, "is");
    } else if (str_is(name, "row")) {
        l->filled = 0;
        if (!row_number(attributes, &l->row))
            sheet_refuse(l->fault, "BROKEN", "rows that do not ascend");
    } else if (str_is(name, "mergeCell")) {
        look_range(l, part_attribute(attributes, "ref"));
    }
}

static void look_end(void *with, str name)
{
    struct look *l = with;
    if (str_is(name, "row")) {
        if (l->filled > 0 && !l->first)
            l->first = l->row;
        if (l->filled > 1 && !l->out->heading)
            l->out->heading = l->row;
    } else if (str_is(name, "sheetData") && !l->out->heading) {
        l->out->heading = l->first;
    }
}

static bool look_read(struct book *b, str part, struct look *l)
{
    struct part_reader r = { .begin = look_begin, .end = look_end, .with = l, .fault = b->fault };
    if (!sheet_part_says(b->zip, part, S("mergeCell"), b->fault))
        return !b->fault->code;
    return sheet_part_read(b->zip, part, false, &r);
}

/* ---------------------------------------------------------------- cells */

static enum cell_type type_of(str t)
{
    if (str_is(t, "s"))
        return TYPE_SHARED;
    if (str_is(t, "str") || str_is(t, "inlineStr"))
        return TYPE_TEXT;
    if (str_is(t, "b"))
        return TYPE_BOOLEAN;
    if (str_is(t, "e"))
        return TYPE_ERROR;
    return str_is(t, "d") ? TYPE_ISO_DATE : TYPE_NUMBER;
}

static void cell_begin(struct sheet *s, const char **attributes)
{
    str ref = part_attribute(attributes, "r");
    struct cell_place at = { s->at.row, s->last_column + 1 };
    if (ref.len > 0 && !cell_place_read(ref, &at)) {
        sheet_refuse(s->b->fault, "BROKEN", "the place of a cell is none");
        return;
    }
    s->at.column = at.column;
    s->last_column = at.column;
    s->type = type_of(part_attribute(attributes, "t"));
    if (!int_read(part_attribute(attributes, "s"), &s->style))
        s->style = 0;
    s->in_cell = true;
    s->has_value = s->has_formula = s->collects = s->sounds = false;
    s->b->text = (struct cell_text){ .at = s->b->text.at };
}

/* A number as its format shows it. */
static str number_of(struct sheet *s, str stored)
{
    struct arena *a = s->b->a;
    enum value_kind kind = book_kind(s->b, s->style);
    str said;
    if (kind != VALUE_NUMBER) {
        if (value_date(a, stored, kind, s->b->from_1904, &said))
            return said;
        note(s->out, NOTE_NO_DATE, s->at);
    }
    return value_number(a, stored, &said) ? said : str_copy(a, stored);
}

/* The cell's text; false with a fault. */
static bool value_of(struct sheet *s, str *out)
{
    str stored;
    int64_t index;
    *out = (str){ NULL, 0 };
    if (!cell_text_settle(s->b->a, &s->b->text, &stored)) {
        refuse_at(s->b->fault, "TOO_LONG", "a text is longer than a cell may be", s->at);
        return false;
    }
    switch (s->type) {
    case TYPE_NUMBER:
        *out = number_of(s, stored);
        break;
    case TYPE_SHARED:
        if (!int_read(stored, &index) || !book_string(s->b, index, out)) {
            refuse_at(s->b->fault, "BROKEN", "a text is missing", s->at);
            return false;
        }
        break;
    case TYPE_TEXT:
        *out = str_copy(s->b->a, stored);
        break;
    case TYPE_BOOLEAN:
        *out = str_is(stored, "0") ? S("FALSE") : S("TRUE");
        break;
    case TYPE_ERROR:
        note(s->out, NOTE_ERROR, s->at);
        break;
    case TYPE_ISO_DATE:
        if (!value_iso_date(s->b->a, stored, out))
            *out = str_copy(s->b->a, stored);
        break;
    }
    return true;
}

static bool cell_place_allowed(struct sheet *s)
{
    if (s->at.column > SHEET_COLUMNS_MAX)
        refuse_at(s->b->fault, "TOO_MANY_COLUMNS", "a filled cell beyond the columns", s->at);
    else if (s->at.row > SHEET_ROWS_MAX)
        refuse_at(s->b->fault, "TOO_MANY_ROWS", "a filled cell beyond the rows", s->at);
    return !s->b->fault->code;
}

static void cell_end(struct sheet *s)
{
    str value;
    s->in_cell = false;
    if (!s->has_value) {
        if (s->has_formula)
            note(s->out, NOTE_NO_VALUE, s->at);
        return;
    }
    if (!value_of(s, &value) || value.len == 0 || !cell_place_allowed(s))
        return;
    s->cells[s->at.column - 1] = value;
    s->filled++;
    s->width = s->at.column > s->width ? s->at.column : s->width;
}

/* ---------------------------------------------------------------- rows */

static void range_into(struct sheet *s, struct range *r)
{
    bool heads = s->at.row == r->from.row;
    if (r->from.column > SHEET_COLUMNS_MAX)
        return;
    if (heads)
        r->text = s->cells[r->from.column - 1];
    int32_t last = r->to.column < SHEET_COLUMNS_MAX ? r->to.column : SHEET_COLUMNS_MAX;
    for (int32_t c = r->from.column; r->text.len > 0 && c <= last; c++) {
        if (s->cells[c - 1].len == 0)
            s->cells[c - 1] = r->text;
        s->width = c > s->width ? c : s->width;
    }
}

/* The texts of merged headings go into all the cells they stand over. */
static void heading_spread(struct sheet *s)
{
    int32_t heading = s->out->heading;
    if (!heading || s->at.row < heading || s->at.row >= heading + HEADING_ROWS_MAX)
        return;
    for (int32_t i = 0; i < s->range_count; i++)
        if (s->at.row <= s->ranges[i].to.row)
            range_into(s, &s->ranges[i]);
}

static void row_write(struct sheet *s)
{
    struct out *o = out_new(s->b->a, .max_bytes = SHEET_ROWS_MAX + CSV_ROW_BYTES_MAX);
    for (int32_t i = s->row_written + 1; i < s->at.row; i++)
        put_char(o, '\n');
    ptrdiff_t before = o->len;
    csv_put_row(o, CSV_FOR_PROGRAMS, s->cells, s->width);
    if (o->full || o->len - before > CSV_ROW_BYTES_MAX)
        refuse_at(s->b->fault, "TOO_LONG", "a row has too many bytes",
                  (struct cell_place){ s->at.row, 1 });
    else if (!s->from->write(s->from->with, out_str(o)))
        sheet_refuse(s->b->fault, "OUTPUT", "the result cannot be written");
    if (s->hidden)
        note(s->out, NOTE_HIDDEN, (struct cell_place){ s->at.row, 1 });
    s->row_written = s->at.row;
    s->out->rows++;
    s->out->columns = s->width > s->out->columns ? s->width : s->out->columns;
}

static void row_begin(struct sheet *s, const char **attributes)
{
    str hidden = part_attribute(attributes, "hidden");
    s->hidden = str_is(hidden, "1") || str_is(hidden, "true");
    if (!row_number(attributes, &s->at.row))
        sheet_refuse(s->b->fault, "BROKEN", "rows that do not ascend");
    memset(s->cells, 0, sizeof s->cells);
    s->width = 0;
    s->filled = 0;
    s->last_column = 0;
}

static void row_end(struct sheet *s)
{
    if (s->width > 0) {
        heading_spread(s);
        row_write(s);
        s->first = s->first ? s->first : s->at.row;
        if (s->filled > 1 && !s->out->heading)
            s->out->heading = s->at.row;
    }
    if (s->at.row == s->out->heading)
        s->row_mark = arena_mark(s->b->a);     /* its texts are needed below */
    else
        arena_rewind(s->b->a, s->row_mark);
}

/* Most names have one letter, and there are millions of them. */
static char letter_of(str name)
{
    return name.len == 1 ? name.at[0] : 0;
}

static void sheet_begin(void *with, str name, const char **attributes)
{
    struct sheet *s = with;
    char letter = letter_of(name);
    if (letter == 'c') {
        cell_begin(s, attributes);
    } else if (s->in_cell) {
        s->has_formula |= letter == 'f';
        s->sounds |= !letter && str_is(name, "rPh");
        s->collects = letter == 'v' || (letter == 't' && !s->sounds);
        s->has_value |= s->collects;
    } else if (!letter && str_is(name, "row")) {
        row_begin(s, attributes);
    }
}

static void sheet_text(void *with, str piece)
{
    struct sheet *s = with;
    if (s->collects)
        cell_text_add(&s->b->text, piece);
}

static void sheet_end(void *with, str name)
{
    struct sheet *s = with;
    s->collects = false;
    if (letter_of(name) == 'c' && s->in_cell)
        cell_end(s);
    else if (name.len == 3 && str_is(name, "row"))
        row_end(s);
    else if (name.len == 3 && str_is(name, "rPh"))
        s->sounds = false;
}

/* ---------------------------------------------------------------- the whole */

static void names_tell(const struct book *b, struct sheet_report *out)
{
    ptrdiff_t told = 0;
    for (int32_t i = 0; i < b->sheet_count && out->name_count < SHEETS_TOLD_MAX; i++) {
        told += b->sheets[i].hidden ? 0 : b->sheets[i].name.len;
        if (!b->sheets[i].hidden && told <= NAMES_BYTES_MAX)
            out->names[out->name_count++] = b->sheets[i].name;
    }
}

bool workbook_read(struct arena *a, const struct sheet_source *from, struct sheet_report *out,
                   struct sheet_fault *fault)
{
    *out = (struct sheet_report){ 0 };
    struct book b = { .a = a, .fault = fault };
    const struct book_sheet *chosen;
    if (!book_open(&b, from->file))
        return false;
    names_tell(&b, out);
    str part = book_sheet_part(&b, from->wanted, &chosen);
    if (fault->code || !book_load(&b))
        return false;
    out->name = chosen->name;

    struct look look = { .out = out, .fault = fault,
                         .ranges = new(a, struct range, SHEET_COLUMNS_MAX) };
    if (!look_read(&b, part, &look))
        return false;
    struct sheet *s = new(a, struct sheet, 1);
    *s = (struct sheet){ .b = &b, .from = from, .out = out, .ranges = look.ranges,
                         .range_count = look.range_count };
    struct part_reader r = { .begin = sheet_begin, .text = sheet_text, .end = sheet_end,
                             .with = s, .fault = fault };
    s->row_mark = arena_mark(a);
    if (!sheet_part_read(b.zip, part, false, &r))
        return false;
    out->heading = out->heading ? out->heading : s->first;
    return out->rows > 0 || sheet_refuse(fault, "EMPTY", "no filled cell");
}
