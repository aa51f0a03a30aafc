/* sheet_write.c: the parts of a workbook, written one after the other into a ZIP archive.
 *
 *     xl/worksheets/sheet1.xml     while the table is read
 *     …/_rels/sheet1.xml.rels      the addresses of its links, gathered meanwhile
 *     styles, workbook, the rest   small and known at the end
 *
 * minizip is given calls of ours for its file: it opens nothing, and goes back in the file only to
 * complete the head of each part.
 */
#include "media/sheet_write.h"

#include <errno.h>
#include <minizip/zip.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "format/csv.h"
#include "format/json.h"
#include "media/sheet_value.h"

enum {
    PIECE_BYTES = 64 << 10,
    LEVEL = 3,                                 /* of deflate: half the time of the usual 6 */
    DAY_1980 = 0x210000,                       /* the earliest a ZIP knows: no date is told */
    CELL_CHARS_MAX = 32767,
    SHEET_NAME_CHARS_MAX = 31,
    LINK_BYTES_MAX = 2079,
    LINKS_BYTES_MAX = 16 << 20,
    DIGITS_EXACT = 15,
    DAY_1970 = 25569,                          /* in the 1900 system */
    DAY_SAFE = 61,                             /* 01/03/1900, behind the day that never was */
    WIDTH_MOST = 255,
};

enum table_kind { KIND_TEXT = 1, KIND_INT, KIND_MONEY, KIND_DATE, KIND_URL };

/* Numbers of the cell styles in `styles_xml`. */
enum style { STYLE_TEXT = 0, STYLE_HEAD, STYLE_INT, STYLE_MONEY, STYLE_DATE, STYLE_URL };

struct table_column {
    str title;
    enum table_kind kind;
    int64_t width;
};

struct link {
    struct cell_place at;
    str address;
    struct link *next;
};

struct table {
    struct arena *a;
    struct sheet_fault *fault;
    const struct table_sink *to;
    struct csv_feed feed;
    str name;                                  /* of the sheet */
    struct table_column *columns;
    int32_t column_count;
    int32_t row;                               /* last written; 1 is the head */
    struct link *links;
    struct link **links_end;
    int32_t link_count;
    ptrdiff_t link_bytes;
    zipFile zip;
    int64_t at;                                /* of the file */
    char *piece;                               /* PIECE_BYTES of the part being written */
    ptrdiff_t len;
    bool failed;                               /* the file, or minizip */
};

/* ---------------------------------------------------------------- the file */

static voidpf file_open(voidpf opaque, UNUSED const void *name, UNUSED int mode)
{
    return opaque;
}

static uLong file_write(voidpf opaque, UNUSED voidpf stream, const void *at, uLong n)
{
    struct table *t = opaque;
    uLong done = 0;
    while (done < n && t->at + (int64_t)n <= t->to->bytes_max) {
        ssize_t got = write(t->to->fd, (const char *)at + done, n - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        done += (uLong)got;
    }
    t->at += (int64_t)done;
    if (done < n)
        sheet_refuse(t->fault, t->at + (int64_t)n > t->to->bytes_max ? "TOO_BIG" : "OUTPUT",
                     "the workbook cannot be written");
    return done;
}

static ZPOS64_T file_tell(voidpf opaque, UNUSED voidpf stream)
{
    return (ZPOS64_T)((struct table *)opaque)->at;
}

static long file_seek(voidpf opaque, UNUSED voidpf stream, ZPOS64_T offset, int origin)
{
    struct table *t = opaque;
    int whence = origin == ZLIB_FILEFUNC_SEEK_CUR ? SEEK_CUR
                 : origin == ZLIB_FILEFUNC_SEEK_END ? SEEK_END : SEEK_SET;
    off_t at = lseek(t->to->fd, (off_t)offset, whence);
    if (at < 0)
        return -1;
    t->at = at;
    return 0;
}

static uLong file_read(UNUSED voidpf opaque, UNUSED voidpf stream, UNUSED void *to,
                       UNUSED uLong n)
{
    return 0;
}

static int file_nothing(UNUSED voidpf opaque, UNUSED voidpf stream)
{
    return 0;
}

/* ---------------------------------------------------------------- a part */

static void flush(struct table *t)
{
    if (!t->failed && t->len > 0)
        t->failed = zipWriteInFileInZip(t->zip, t->piece, (unsigned)t->len) != ZIP_OK;
    t->len = 0;
}

static void say(struct table *t, str s)
{
    while (s.len > 0) {
        if (t->len == PIECE_BYTES)
            flush(t);
        ptrdiff_t n = s.len < PIECE_BYTES - t->len ? s.len : PIECE_BYTES - t->len;
        memcpy(t->piece + t->len, s.at, (size_t)n);
        t->len += n;
        s = str_after(s, n);
    }
}

static void say_number(struct table *t, int64_t n)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)n);
    say(t, str_of(digits));
}

static void say_place(struct table *t, struct cell_place at)
{
    char to[16];
    cell_place_show(at, to);
    say(t, str_of(to));
}

/* What stands for this byte; nothing for what XML cannot say; NULL when it stands for itself. In a
 * cell "_x" itself is escaped, else "_x000D_" would be read as a character. */
static const char *escape_of(str s, ptrdiff_t i, bool of_cell)
{
    switch (s.at[i]) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\n':
        return "&#10;";
    case '\t':
        return " ";
    case '_':
        return of_cell && i + 1 < s.len && s.at[i + 1] == 'x' ? "_x005F_" : NULL;
    default:
        return (unsigned char)s.at[i] < 0x20 ? "" : NULL;
    }
}

/* Text between tags or in an attribute. */
static void say_escaped(struct table *t, str s, bool of_cell)
{
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        bool none = (unsigned char)s.at[i] == 0xEF && i + 2 < s.len &&    /* U+FFFE, U+FFFF */
                    (unsigned char)s.at[i + 1] == 0xBF && (unsigned char)s.at[i + 2] >= 0xBE;
        const char *instead = none ? "" : escape_of(s, i, of_cell);
        if (!instead)
            continue;
        say(t, str_sub(s, from, i));
        say(t, str_of(instead));
        i += none ? 2 : 0;
        from = i + 1;
    }
    say(t, str_after(s, from));
}

static void say_text(struct table *t, str s)
{
    say_escaped(t, s, false);
}

static void part_begin(struct table *t, const char *name)
{
    zip_fileinfo info = { .dosDate = DAY_1980 };
    if (!t->failed)
        t->failed = zipOpenNewFileInZip64(t->zip, name, &info, NULL, 0, NULL, 0, NULL, Z_DEFLATED,
                                          LEVEL, 0) != ZIP_OK;
    say(t, S("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"));
}

static void part_end(struct table *t)
{
    flush(t);
    if (!t->failed)
        t->failed = zipCloseFileInZip(t->zip) != ZIP_OK;
}

static void part_whole(struct table *t, const char *name, str xml)
{
    part_begin(t, name);
    say(t, xml);
    part_end(t);
}

/* ---------------------------------------------------------------- the table's head */

static enum table_kind kind_of(const json_t *column)
{
    static const char *const names[] = { [KIND_TEXT] = "text", [KIND_INT] = "int",
                                         [KIND_MONEY] = "money", [KIND_DATE] = "date",
                                         [KIND_URL] = "url" };
    str said = json_member_str(column, "kind");
    for (ptrdiff_t i = KIND_TEXT; i < COUNT_OF(names); i++)
        if (str_is(said, names[i]))
            return (enum table_kind)i;
    return said.len == 0 ? KIND_TEXT : 0;
}

static bool column_read(struct table *t, const json_t *json)
{
    static const int64_t widths[] = { [KIND_TEXT] = 24, [KIND_INT] = 10, [KIND_MONEY] = 16,
                                      [KIND_DATE] = 12, [KIND_URL] = 40 };
    struct table_column *c = &t->columns[t->column_count++];
    c->kind = kind_of(json);
    c->title = json_member_str(json, "title");
    if (!c->kind || c->title.len == 0)
        return sheet_refuse(t->fault, "TABLE", "a column without a title or of no kind");
    c->width = json_member_int(json, "width", widths[c->kind]);
    return (c->width >= 1 && c->width <= WIDTH_MOST) ||
           sheet_refuse(t->fault, "TABLE", "a width outside 1 .. 255");
}

/* A sheet's name has few characters, and not all of them. */
static str sheet_name(struct arena *a, str wanted)
{
    str s = str_copy(a, utf8_head(wanted, SHEET_NAME_CHARS_MAX));
    char *at = cstr(a, s);
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (str_find(S("[]:*?/\\'"), at[i]) >= 0 || (unsigned char)at[i] < 0x20)
            at[i] = ' ';
    s = str_trim((str){ at, s.len });
    return s.len > 0 ? s : S("Bảng");
}

static bool head_read(struct table *t)
{
    str line;
    struct json_fault why;
    if (!csv_feed_line(t->a, &t->feed, &line) || line.len > TABLE_HEAD_BYTES_MAX)
        return sheet_refuse(t->fault, "TABLE", "no head");
    const json_t *head = json_read(t->a, line, TABLE_HEAD_BYTES_MAX, &why);
    const json_t *list = json_is_object(head) ? json_object_get(head, "columns") : NULL;
    size_t count = json_array_size(list);
    if (count < 1 || count > TABLE_COLUMNS_WRITTEN_MAX)
        return sheet_refuse(t->fault, "TABLE", "no columns, or too many");
    t->name = sheet_name(t->a, json_member_str(head, "sheet"));
    t->columns = new(t->a, struct table_column, (ptrdiff_t)count);
    for (size_t i = 0; i < count; i++)
        if (!column_read(t, json_array_get(list, i)))
            return false;
    return true;
}

/* ---------------------------------------------------------------- cells */

static void cell_open(struct table *t, struct cell_place at, enum style style)
{
    say(t, S("<c r=\""));
    say_place(t, at);
    if (style != STYLE_TEXT) {
        say(t, S("\" s=\""));
        say_number(t, style);
    }
}

static void text_cell(struct table *t, struct cell_place at, enum style style, str s)
{
    cell_open(t, at, style);
    say(t, S("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"));
    say_escaped(t, s, true);
    say(t, S("</t></is></c>"));
}

static void number_cell(struct table *t, struct cell_place at, enum style style, int64_t n)
{
    cell_open(t, at, style);
    say(t, S("\"><v>"));
    say_number(t, n);
    say(t, S("</v></c>"));
}

static bool is_link(str s)
{
    if (s.len > LINK_BYTES_MAX ||
        !(str_starts(s, S("https://")) || str_starts(s, S("http://")) ||
          str_starts(s, S("mailto:"))))
        return false;
    for (ptrdiff_t i = 0; i < s.len; i++)
        if ((unsigned char)s.at[i] <= ' ')
            return false;
    return true;
}

/* The arena is rewound behind each row, so an address is kept in pages of its own. */
static bool link_keep(struct table *t, struct cell_place at, str s)
{
    if (t->link_count == TABLE_LINKS_MAX || t->link_bytes + s.len > LINKS_BYTES_MAX)
        return false;
    struct link *l = new(t->a, struct link, 1);
    *l = (struct link){ .at = at, .address = str_copy(t->a, s) };
    *t->links_end = l;
    t->links_end = &l->next;
    t->link_count++;
    t->link_bytes += s.len;
    return true;
}

static bool short_number(str s, int64_t *n)
{
    return s.len <= DIGITS_EXACT && int_read(s, n);
}

static void cell_write(struct table *t, enum table_kind kind, struct cell_place at, str s)
{
    int64_t n;
    date d;
    switch (kind) {
    case KIND_INT:
    case KIND_MONEY:
        if (short_number(s, &n)) {
            number_cell(t, at, kind == KIND_INT ? STYLE_INT : STYLE_MONEY, n);
            return;
        }
        break;
    case KIND_DATE:
        if (date_read(s, &d) && d.days + DAY_1970 >= DAY_SAFE) {
            number_cell(t, at, STYLE_DATE, (int64_t)d.days + DAY_1970);
            return;
        }
        break;
    case KIND_URL:
        if (is_link(s) && link_keep(t, at, s)) {
            text_cell(t, at, STYLE_URL, s);
            return;
        }
        break;
    case KIND_TEXT:
        break;
    }
    text_cell(t, at, STYLE_TEXT, s);
}

static bool refuse_at(struct table *t, const char *code, const char *text, struct cell_place at)
{
    if (!t->fault->code)
        cell_place_show(at, t->fault->at);
    return sheet_refuse(t->fault, code, text);
}

static bool row_write(struct table *t, const struct csv_row *row)
{
    t->row++;
    if (row->count > t->column_count)
        return refuse_at(t, "TABLE", "a row with more cells than columns",
                         (struct cell_place){ t->row, row->count });
    say(t, S("<row r=\""));
    say_number(t, t->row);
    say(t, S("\">"));
    for (int32_t i = 0; i < row->count; i++) {
        struct cell_place at = { t->row, i + 1 };
        str s = row->cells[i];
        if (s.len == 0)
            continue;
        if (!utf8_valid(s))
            return refuse_at(t, "TABLE", "text that is no UTF-8", at);
        if (utf8_length(s) > CELL_CHARS_MAX)
            return refuse_at(t, "TOO_LONG", "a text longer than a cell may be", at);
        cell_write(t, t->columns[i].kind, at, s);
    }
    say(t, S("</row>\n"));
    return true;
}

/* ---------------------------------------------------------------- the sheet */

static void sheet_begin(struct table *t)
{
    part_begin(t, "xl/worksheets/sheet1.xml");
    say(t, S("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
             "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
             "<sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\"><pane ySplit=\"1\" "
             "topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView>"
             "</sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>"));
    for (int32_t i = 0; i < t->column_count; i++) {
        say(t, S("<col min=\""));
        say_number(t, i + 1);
        say(t, S("\" max=\""));
        say_number(t, i + 1);
        say(t, S("\" width=\""));
        say_number(t, t->columns[i].width);
        say(t, S("\" customWidth=\"1\"/>"));
    }
    say(t, S("</cols><sheetData>\n<row r=\"1\">"));
    for (int32_t i = 0; i < t->column_count; i++)
        text_cell(t, (struct cell_place){ 1, i + 1 }, STYLE_HEAD, t->columns[i].title);
    say(t, S("</row>\n"));
    t->row = 1;
}

static bool rows_write(struct table *t)
{
    struct csv_row row;
    enum csv_answer k;
    struct arena_mark mark = arena_mark(t->a);
    int32_t links = 0;
    while (!t->failed && (k = csv_feed_next(t->a, &t->feed, &row)) != CSV_END) {
        if (k == CSV_BROKEN)
            return sheet_refuse(t->fault, "TABLE", "a row that is no CSV");
        if (t->row > TABLE_ROWS_WRITTEN_MAX)
            return sheet_refuse(t->fault, "TOO_MANY_ROWS", "more rows than a sheet has");
        if (!row_write(t, &row))
            return false;
        if (t->link_count == links)
            arena_rewind(t->a, mark);          /* nothing to keep */
        mark = arena_mark(t->a);
        links = t->link_count;
    }
    return true;
}

static void say_range(struct table *t)
{
    say(t, S("A1:"));
    say_place(t, (struct cell_place){ t->row, t->column_count });
}

static void sheet_end(struct table *t)
{
    int64_t n = 0;
    say(t, S("</sheetData><autoFilter ref=\""));
    say_range(t);
    say(t, S("\"/>"));
    if (t->links)
        say(t, S("<hyperlinks>"));
    for (const struct link *l = t->links; l; l = l->next) {
        say(t, S("<hyperlink ref=\""));
        say_place(t, l->at);
        say(t, S("\" r:id=\"rId"));
        say_number(t, ++n);
        say(t, S("\"/>"));
    }
    if (t->links)
        say(t, S("</hyperlinks>"));
    say(t, S("<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" "
             "footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"landscape\"/></worksheet>"));
    part_end(t);
}

#define RELATIONSHIPS \
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static void links_write(struct table *t)
{
    int64_t n = 0;
    if (!t->links)
        return;
    part_begin(t, "xl/worksheets/_rels/sheet1.xml.rels");
    say(t, S(RELATIONSHIPS));
    for (const struct link *l = t->links; l; l = l->next) {
        say(t, S("<Relationship Id=\"rId"));
        say_number(t, ++n);
        say(t, S("\" Type=\"" RELATION "hyperlink\" TargetMode=\"External\" Target=\""));
        say_text(t, l->address);
        say(t, S("\"/>\n"));
    }
    say(t, S("</Relationships>"));
    part_end(t);
}

/* ---------------------------------------------------------------- the workbook */

#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define OFFICE "application/vnd.openxmlformats-officedocument.spreadsheetml."

static const char content_types_xml[] =
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" OFFICE "sheet.main+xml\"/>"
    "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" OFFICE "worksheet+xml\"/>"
    "<Override PartName=\"/xl/styles.xml\" ContentType=\"" OFFICE "styles+xml\"/></Types>";

/* In the order of enum style. */
static const char styles_xml[] =
    "<styleSheet " MAIN "><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/>"
    "</numFmts><fonts count=\"3\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font>"
    "<font><u/><sz val=\"11\"/><color rgb=\"FF0563C1\"/><name val=\"Calibri\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
    "<cellXfs count=\"6\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" "
    "applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>"
    "<xf numFmtId=\"1\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"3\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"0\" fontId=\"2\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/></cellXfs>"
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
    "</styleSheet>";

static void workbook_part(struct table *t)
{
    part_begin(t, "xl/workbook.xml");
    say(t, S("<workbook " MAIN " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/"
             "relationships\"><sheets><sheet name=\""));
    say_text(t, t->name);
    say(t, S("\" sheetId=\"1\" r:id=\"rId1\"/></sheets><definedNames><definedName "
             "name=\"_xlnm._FilterDatabase\" localSheetId=\"0\" hidden=\"1\">'"));
    say_text(t, t->name);
    say(t, S("'!$A$1:$"));
    char corner[16];
    cell_place_show((struct cell_place){ t->row, t->column_count }, corner);
    for (const char *k = corner; *k; k++) {
        if (*k >= '0' && *k <= '9' && (k == corner || k[-1] > '9'))
            say(t, S("$"));
        say(t, (str){ k, 1 });
    }
    say(t, S("</definedName></definedNames></workbook>"));
    part_end(t);
}

static void book_write(struct table *t)
{
    workbook_part(t);
    part_whole(t, "xl/styles.xml", str_of(styles_xml));
    part_whole(t, "xl/_rels/workbook.xml.rels",
               S(RELATIONSHIPS "<Relationship Id=\"rId1\" Type=\"" RELATION "worksheet\" "
                 "Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"" RELATION
                 "styles\" Target=\"styles.xml\"/></Relationships>"));
    part_whole(t, "_rels/.rels",
               S(RELATIONSHIPS "<Relationship Id=\"rId1\" Type=\"" RELATION "officeDocument\" "
                 "Target=\"xl/workbook.xml\"/></Relationships>"));
    part_whole(t, "[Content_Types].xml", str_of(content_types_xml));
}

static bool all_write(struct table *t)
{
    sheet_begin(t);
    if (!rows_write(t))
        return false;
    sheet_end(t);
    links_write(t);
    book_write(t);
    return !t->failed || sheet_refuse(t->fault, "OUTPUT", "the archive cannot be written");
}

bool workbook_write(struct arena *a, const struct table_source *from, const struct table_sink *to,
                    int64_t *rows, struct sheet_fault *fault)
{
    struct table *t = new(a, struct table, 1);
    *t = (struct table){ .a = a, .fault = fault, .to = to, .piece = new(a, char, PIECE_BYTES) };
    t->links_end = &t->links;
    t->feed = csv_feed_new(a, from->read, from->with, ',');
    if (!head_read(t))
        return false;
    zlib_filefunc64_def io = { file_open, file_read, file_write, file_tell, file_seek,
                               file_nothing, file_nothing, t };
    t->zip = zipOpen2_64("", APPEND_STATUS_CREATE, NULL, &io);
    if (!t->zip)
        return sheet_refuse(fault, "LIBRARY", "no archive");
    bool fine = all_write(t);
    if (zipClose(t->zip, NULL) != ZIP_OK && fine)
        return sheet_refuse(fault, "OUTPUT", "the archive cannot be ended");
    *rows = t->row - 1;
    return fine;
}
