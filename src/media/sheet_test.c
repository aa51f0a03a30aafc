/* sheet_test.c: workbooks made here, part by part, and read in this process. What the two jobs do
 * behind the sandbox is in table_test.c.
 */
#include <fcntl.h>
#include <minizip/zip.h>
#include <string.h>
#include <unistd.h>

#include "base/out.h"
#include "base/test.h"
#include "media/sheet_read.h"
#include "media/sheet_value.h"
#include "media/test_file.h"

enum { CSV_BYTES_MAX = 4 << 20 };

/* What of a workbook differs from test to test; empty members are the usual. */
struct made {
    str rows;                                  /* inside <sheetData> */
    str behind;                                /* behind it */
    str strings;                               /* inside <sst> */
    str styles;                                /* inside <styleSheet> */
    str properties;                            /* attributes of <workbookPr> */
    str sheets;                                /* inside <sheets> */
    str before;                                /* before the sheet's root */
    bool stored;                               /* parts are not packed */
};

struct result {
    bool fine;
    str csv;
    struct sheet_report report;
    struct sheet_fault fault;
};

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define RELS "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/" \
             "relationships\">"
#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static void part(zipFile zip, const char *name, str xml, bool stored)
{
    zipOpenNewFileInZip64(zip, name, NULL, NULL, 0, NULL, 0, NULL, stored ? 0 : Z_DEFLATED, 6, 0);
    while (xml.len > 0) {                      /* minizip takes an unsigned count */
        str piece = str_sub(xml, 0, 1 << 20);
        zipWriteInFileInZip(zip, piece.at, (unsigned)piece.len);
        xml = str_after(xml, piece.len);
    }
    zipCloseFileInZip(zip);
}

static str or_usual(str s, str usual)
{
    return s.len > 0 ? s : usual;
}

static bytes book(struct test *t, const struct made *m)
{
    struct arena *a = t->a;
    char *path = place(t, "made.xlsx");
    zipFile zip = zipOpen(path, APPEND_STATUS_CREATE);
    part(zip, "_rels/.rels", S(HEAD RELS "<Relationship Id=\"rId1\" Type=\"" TYPE "officeDocument\""
                               " Target=\"xl/workbook.xml\"/></Relationships>"), false);
    part(zip, "xl/_rels/workbook.xml.rels",
         S(HEAD RELS "<Relationship Id=\"a\" Type=\"" TYPE "worksheet\" Target=\"worksheets/sheet1.xml\"/>"
           "<Relationship Id=\"b\" Type=\"" TYPE "worksheet\" Target=\"/xl/worksheets/other.xml\"/>"
           "<Relationship Id=\"c\" Type=\"" TYPE "styles\" Target=\"styles.xml\"/>"
           "<Relationship Id=\"d\" Type=\"" TYPE "sharedStrings\" Target=\"sharedStrings.xml\"/>"
           "</Relationships>"), false);
    part(zip, "xl/workbook.xml",
         join(a, S(HEAD "<workbook xmlns:r=\"r\"><workbookPr "), m->properties, S("/><sheets>"),
              or_usual(m->sheets, S("<sheet name=\"Trang 1\" sheetId=\"1\" r:id=\"a\"/>")),
              S("</sheets></workbook>")), false);
    part(zip, "xl/styles.xml", join(a, S(HEAD "<styleSheet>"), m->styles, S("</styleSheet>")),
         false);
    part(zip, "xl/sharedStrings.xml", join(a, S(HEAD "<sst>"), m->strings, S("</sst>")), false);
    part(zip, "xl/worksheets/sheet1.xml",
         join(a, S(HEAD), m->before, S("<worksheet><sheetData>"), m->rows, S("</sheetData>"),
              m->behind, S("</worksheet>")), m->stored);
    part(zip, "xl/worksheets/other.xml",
         S(HEAD "<worksheet><sheetData><row><c t=\"str\"><v>khác</v></c></row></sheetData>"
           "</worksheet>"), false);
    zipClose(zip, NULL);
    str b = slurp(t, path);
    unlink(path);
    return (bytes){ (const uint8_t *)b.at, b.len };
}

struct keeper {
    char at[CSV_BYTES_MAX];
    ptrdiff_t len;
};

static bool keep(void *with, str s)
{
    struct keeper *k = with;
    if (s.len > CSV_BYTES_MAX - k->len)
        return false;
    memcpy(k->at + k->len, s.at, (size_t)s.len);
    k->len += s.len;
    return true;
}

static struct result read_bytes(struct test *t, bytes file, str wanted)
{
    struct result r = { 0 };
    static struct keeper k;                    /* until the next reading */
    k.len = 0;
    struct sheet_source from = { file, wanted, keep, &k };
    struct arena *a = arena_new(SHEET_ARENA_BYTES);
    EXPECT(a != NULL);
    r.fine = workbook_read(a, &from, &r.report, &r.fault);
    r.report.name = str_copy(t->a, r.report.name);
    for (int32_t i = 0; i < r.report.name_count; i++)
        r.report.names[i] = str_copy(t->a, r.report.names[i]);
    r.csv = (str){ k.at, k.len };
    arena_free(a);
    return r;
}

static struct result read_made(struct test *t, struct made m)
{
    return read_bytes(t, book(t, &m), S(""));
}

static void expect_csv(struct test *t, const char *want, struct made m)
{
    struct result r = read_made(t, m);
    if (!r.fine)
        test_fail(__FILE__, __LINE__, "%s: %s", r.fault.code, r.fault.text);
    EXPECT_STR(want, r.csv);
}

static void expect_refused(struct test *t, const char *code, struct made m)
{
    struct result r = read_made(t, m);
    EXPECT(!r.fine);
    EXPECT_STR(code, str_of(r.fault.code));
}

/* ---------------------------------------------------------------- values */

TEST(sheet, texts_are_read_wherever_they_are_kept)
{
    expect_csv(t, "Mật ong,Gạo ST25,\"Trà, khô\"\nTRUE,FALSE,chữ\n",
               (struct made){
                   .strings = S("<si><t>Mật ong</t></si><si><r><t>Gạo </t></r><r><t>ST25</t></r>"
                                "<rPh><t>đọc</t></rPh></si>"),
                   .rows = S("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>"
                             "<c r=\"C1\" t=\"inlineStr\"><is><t>Trà, khô</t></is></c></row>"
                             "<row><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c>"
                             "<c t=\"str\"><f>A1</f><v>chữ</v></c></row>") });
}

TEST(sheet, prefixes_escapes_and_decomposed_letters_are_understood)
{
    expect_csv(t, "\"hai\ndòng\",_x0041_\n",
               (struct made){ .rows = S("<x:row xmlns:x=\"m\"><x:c t=\"str\"><x:v>hai_x000D_\n"
                                        "do\xCC\x80ng</x:v></x:c><x:c t=\"str\">"
                                        "<x:v>_x005F_x0041_</x:v></x:c></x:row>") });
}

TEST(sheet, numbers_are_plain_and_have_fifteen_digits)
{
    static const char *const numbers[][2] = {
        { "12", "12" },                        { "1.1000000000000001", "1.1" },
        { "0.30000000000000004", "0.3" },      { "2.5E-3", "0.0025" },
        { "1.2E+20", "120000000000000000000" }, { "-1250000", "-1250000" },
        { "123456789012345", "123456789012345" }, { "1234567890123456", "1234567890123460" },
        { "99999999999999999", "100000000000000000" }, { "-0", "0" }, { "0.10", "0.1" },
        { "1E300", "1E300" },                  { "0.000", "0" }, { "007", "7" },
    };
    for (ptrdiff_t i = 0; i < COUNT_OF(numbers); i++) {
        str got;
        EXPECT(value_number(t->a, str_of(numbers[i][0]), &got));
        EXPECT_STR(numbers[i][1], got);
    }
    static const char *const wrong[] = { "", "-", ".", "1e", "1e+", "12a", "0x10", "inf", "1e999" };
    for (ptrdiff_t i = 0; i < COUNT_OF(wrong); i++) {
        str got;
        EXPECT(!value_number(t->a, str_of(wrong[i]), &got));
    }
}

static void expect_day(struct test *t, const char *want, const char *stored, enum value_kind kind,
                       bool from_1904)
{
    str got = S("");
    bool fine = value_date(t->a, str_of(stored), kind, from_1904, &got);
    if (want && !fine)
        test_fail(__FILE__, __LINE__, "%s is no day", stored);
    if (want)
        EXPECT_STR(want, got);
    else
        EXPECT(!fine);
}

TEST(sheet, days_of_both_systems_are_the_days_that_were_typed)
{
    expect_day(t, "02/09/2026", "46267", VALUE_DATE, false);
    expect_day(t, "02/09/2026", "44805", VALUE_DATE, true);
    expect_day(t, "01/01/1900", "1", VALUE_DATE, false);
    expect_day(t, "28/02/1900", "59", VALUE_DATE, false);
    expect_day(t, "29/02/1900", "60", VALUE_DATE, false);
    expect_day(t, "01/03/1900", "61", VALUE_DATE, false);
    expect_day(t, "01/01/1904", "0", VALUE_DATE, true);
    expect_day(t, "31/12/9999", "2958465", VALUE_DATE, false);
    expect_day(t, NULL, "2958466", VALUE_DATE, false);
    expect_day(t, NULL, "-1", VALUE_DATE, false);
    expect_day(t, NULL, "chưa rõ", VALUE_DATE, false);
    expect_day(t, "02/09/2026 14:30", "46267.604166666664", VALUE_MOMENT, false);
    expect_day(t, "02/09/2026", "46267", VALUE_MOMENT, false);
    expect_day(t, "03/09/2026", "46267.9999999", VALUE_MOMENT, false);
    expect_day(t, "06:00", "0.25", VALUE_TIME, false);
    expect_day(t, "36:15", "1.510416666666667", VALUE_HOURS, false);
}

TEST(sheet, formats_tell_days_from_numbers)
{
    static const struct {
        const char *code;
        enum value_kind kind;
    } formats[] = {
        { "General", VALUE_NUMBER },           { "dd\\/mm\\/yyyy;@", VALUE_DATE },
        { "[$-42A]d mmmm yyyy", VALUE_DATE },  { "[$-1010000]d/m/yy h:mm;@", VALUE_MOMENT },
        { "h:mm:ss AM/PM", VALUE_TIME },       { "[h]:mm:ss", VALUE_HOURS },
        { "mm:ss.0", VALUE_TIME },             { "#,##0\\ \"đồng/ngày\"", VALUE_NUMBER },
        { "[Red]0.00", VALUE_NUMBER },         { "_(* #,##0_);_(* \\(#,##0\\)", VALUE_NUMBER },
        { "0.00E+00", VALUE_NUMBER },          { "@", VALUE_NUMBER },
        { "mmm-yy", VALUE_DATE },              { "[Magenta]0", VALUE_NUMBER },
        { "0;dd", VALUE_NUMBER },              { "\"", VALUE_NUMBER },
        { "\\", VALUE_NUMBER },                { "[", VALUE_NUMBER },
    };
    for (ptrdiff_t i = 0; i < COUNT_OF(formats); i++)
        if (value_kind_of(str_of(formats[i].code)) != formats[i].kind)
            test_fail(__FILE__, __LINE__, "%s is of another kind", formats[i].code);
}

#define DATES "<numFmts><numFmt numFmtId=\"170\" formatCode=\"dd/mm/yyyy hh:mm\"/></numFmts>" \
              "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>" \
              "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/></cellXfs>"
#define DATE_ROWS "<row><c><v>46267</v></c><c s=\"1\"><v>46267</v></c>" \
                  "<c s=\"2\"><v>46267.5</v></c><c s=\"1\"><v>-3</v></c>" \
                  "<c t=\"d\"><v>2026-09-02T07:05:00</v></c></row>"

TEST(sheet, cells_are_days_by_their_style_and_the_workbook_s_system)
{
    expect_csv(t, "46267,02/09/2026,02/09/2026 12:00,-3,02/09/2026 07:05\n",
               (struct made){ .styles = S(DATES), .rows = S(DATE_ROWS) });
    struct result r = read_made(t, (struct made){ .styles = S(DATES), .rows = S(DATE_ROWS),
                                                  .properties = S("date1904=\"1\"") });
    EXPECT_STR("46267,03/09/2030,03/09/2030 12:00,-3,02/09/2026 07:05\n", r.csv);
    EXPECT_INT(1, r.report.notes[NOTE_NO_DATE].count);
    EXPECT_STR("D1", str_of(r.report.notes[NOTE_NO_DATE].first));
}

TEST(sheet, formulas_give_the_value_that_was_saved_and_errors_are_empty)
{
    struct result r = read_made(t, (struct made){
        .rows = S("<row r=\"1\"><c r=\"A1\"><f>1+1</f><v>2</v></c><c r=\"B1\"><f>NOW()</f></c>"
                  "<c r=\"C1\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>"
                  "<c r=\"D1\" t=\"str\"><v>=CMD()</v></c></row>") });
    EXPECT_STR("2,,,=CMD()\n", r.csv);
    EXPECT_INT(1, r.report.notes[NOTE_NO_VALUE].count);
    EXPECT_STR("B1", str_of(r.report.notes[NOTE_NO_VALUE].first));
    EXPECT_INT(1, r.report.notes[NOTE_ERROR].count);
    EXPECT_STR("C1", str_of(r.report.notes[NOTE_ERROR].first));
    EXPECT_INT(0, r.report.notes[NOTE_MERGED].count);
}

/* ---------------------------------------------------------------- rows, headings, sheets */

#define CELL(ref, text) "<c r=\"" ref "\" t=\"str\"><v>" text "</v></c>"

TEST(sheet, merged_heading_is_said_in_each_of_its_cells_and_elsewhere_once)
{
    struct result r = read_made(t, (struct made){
        .rows = S("<row r=\"1\">" CELL("A1", "DANH SÁCH") "</row>"
                  "<row r=\"3\">" CELL("A3", "STT") CELL("B3", "Địa chỉ") CELL("D3", "Giá")
                  "</row><row r=\"4\">" CELL("B4", "Xã") CELL("C4", "Tỉnh") "</row>"
                  "<row r=\"5\">" CELL("A5", "1") CELL("B5", "Cả xã") CELL("D5", "9") "</row>"),
        .behind = S("<mergeCells><mergeCell ref=\"A1:D1\"/><mergeCell ref=\"A3:A4\"/>"
                    "<mergeCell ref=\"B3:C3\"/><mergeCell ref=\"D3:D4\"/>"
                    "<mergeCell ref=\"B5:C5\"/></mergeCells>") });
    EXPECT_STR("DANH SÁCH\n\nSTT,Địa chỉ,Địa chỉ,Giá\nSTT,Xã,Tỉnh,Giá\n1,Cả xã,,9\n", r.csv);
    EXPECT_INT(3, r.report.heading);
    EXPECT_INT(4, r.report.rows);
    EXPECT_INT(4, r.report.columns);
    EXPECT_INT(5, r.report.notes[NOTE_MERGED].count);
    EXPECT_STR("A1", str_of(r.report.notes[NOTE_MERGED].first));
}

TEST(sheet, first_sheet_that_is_shown_is_read_or_the_one_that_is_named)
{
    struct made m = { .rows = S("<row><c><v>1</v></c></row>"),
                      .sheets = S("<sheet name=\"Ẩn\" state=\"hidden\" r:id=\"a\"/>"
                                  "<sheet name=\"Hiện &amp; rõ\" sheetId=\"2\" r:id=\"b\"/>") };
    bytes file = book(t, &m);
    struct result r = read_bytes(t, file, S(""));
    EXPECT_STR("khác\n", r.csv);
    EXPECT_STR("Hiện & rõ", r.report.name);
    EXPECT_INT(1, r.report.name_count);
    EXPECT_STR("1\n", read_bytes(t, file, S("Ẩn")).csv);
    EXPECT_STR("NO_SHEET", str_of(read_bytes(t, file, S("Trang 9")).fault.code));
}

TEST(sheet, rows_keep_their_number_and_hidden_ones_are_told)
{
    struct result r = read_made(t, (struct made){
        .rows = S("<row r=\"2\"><c r=\"B2\"><v>1</v></c></row>"
                  "<row r=\"3\"><c r=\"A3\" s=\"1\"/></row><row r=\"5\" hidden=\"1\"><c r=\"A5\"><v>2</v></c></row><row r=\"9\"/>") });
    EXPECT_STR("\n,1\n\n\n2\n", r.csv);
    EXPECT_INT(1, r.report.notes[NOTE_HIDDEN].count);
    expect_refused(t, "BROKEN", (struct made){ .rows = S("<row r=\"2\"/><row r=\"2\"/>") });
    expect_refused(t, "EMPTY", (struct made){ .rows = S("<row r=\"2\"/>") });
}

/* ---------------------------------------------------------------- limits */

TEST(sheet, column_200_is_read_and_column_201_is_not)
{
    struct result r = read_made(t, (struct made){ .rows = S("<row>" CELL("GR1", "x")
                                                            "<c r=\"GS1\" s=\"1\"/></row>") });
    EXPECT_INT(200, r.report.columns);
    r = read_made(t, (struct made){ .rows = S("<row>" CELL("GS1", "x") "</row>") });
    EXPECT_STR("TOO_MANY_COLUMNS", str_of(r.fault.code));
    EXPECT_STR("GS1", str_of(r.fault.at));
}

TEST(sheet, row_200000_is_read_and_row_200001_is_not)
{
    struct result r = read_made(t, (struct made){ .rows = S("<row r=\"200000\"><c><v>1</v></c>"
                                                            "</row><row r=\"1048576\"/>") });
    EXPECT(r.fine);
    EXPECT_INT(200001, r.csv.len);
    r = read_made(t, (struct made){ .rows = S("<row r=\"200001\"><c><v>1</v></c></row>") });
    EXPECT_STR("TOO_MANY_ROWS", str_of(r.fault.code));
    EXPECT_STR("A200001", str_of(r.fault.at));
}

static str repeated(struct arena *a, str s, ptrdiff_t times)
{
    char *at = new(a, char, s.len * times);
    for (ptrdiff_t i = 0; i < times; i++)
        memcpy(at + i * s.len, s.at, (size_t)s.len);
    return (str){ at, s.len * times };
}

TEST(sheet, cell_has_32767_characters_and_not_one_more)
{
    str longest = repeated(t->a, S("ệ"), 32767);
    str before = S("<row><c t=\"str\"><v>"), after = S("</v></c></row>");
    struct result r = read_made(t, (struct made){ .rows = join(t->a, before, longest, after) });
    EXPECT(r.fine);
    EXPECT_INT(longest.len + 1, r.csv.len);
    r = read_made(t, (struct made){ .rows = join(t->a, before, longest, S("x"), after) });
    EXPECT_STR("TOO_LONG", str_of(r.fault.code));
    EXPECT_STR("A1", str_of(r.fault.at));
}

/* 18 MiB of blanks pack about a thousand times. */
TEST(sheet, archive_that_unpacks_out_of_all_proportion_is_refused)
{
    str blanks = repeated(t->a, S("        "), (18 << 20) / 8);
    expect_refused(t, "TOO_BIG", (struct made){ .rows = blanks });
}

TEST(sheet, tag_without_an_end_is_refused)
{
    str name = repeated(t->a, S("abcdefghijklmnopqrstuvwxyz012345"), 1 << 15);
    struct out *o = out_new(t->a, .max_bytes = 8 << 20);
    put(o, S("<row a=\""));
    for (int i = 0; i < 7; i++)
        put(o, name);
    struct result r = read_made(t, (struct made){ .rows = out_str(o) });
    EXPECT(!r.fine);
}

TEST(sheet, document_types_and_so_entities_are_refused)
{
    str laughs = S("<!DOCTYPE z [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">"
                   "<!ENTITY c \"&b;&b;&b;&b;\">]>");
    expect_refused(t, "BROKEN", (struct made){ .before = laughs,
                                               .rows = S("<row><c t=\"str\"><v>&c;</v></c></row>") });
    expect_refused(t, "BROKEN",
                   (struct made){ .before = S("<!DOCTYPE z SYSTEM \"file:///etc/passwd\">"),
                                  .rows = S("<row><c><v>1</v></c></row>") });
}

TEST(sheet, cut_archive_and_changed_bytes_are_broken)
{
    struct made m = { .rows = S("<row>" CELL("A1", "Mật ong bạc hà") "</row>"), .stored = true };
    bytes file = book(t, &m);
    for (ptrdiff_t len = 4; len < file.len - 22; len += 97) {
        struct result r = read_bytes(t, (bytes){ file.at, len }, S(""));
        EXPECT(!r.fine);
        EXPECT_STR("BROKEN", str_of(r.fault.code));
    }
    str s = { (const char *)file.at, file.len };
    ptrdiff_t at = str_find_str(s, S("ong"));
    EXPECT(at > 0);
    s = join(t->a, str_sub(s, 0, at), S("0ng"), str_after(s, at + 3));
    struct result r = read_bytes(t, (bytes){ (const uint8_t *)s.at, s.len }, S(""));
    EXPECT_STR("BROKEN", str_of(r.fault.code));
}

static void expect_kind(struct test *t, const char *code, str file)
{
    struct result r = read_bytes(t, (bytes){ (const uint8_t *)file.at, file.len }, S(""));
    EXPECT_STR(code, str_of(r.fault.code));
}

TEST(sheet, files_of_other_kinds_are_refused_by_name)
{
    str ole = { "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8 };
    str package = { "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32 };
    expect_kind(t, "OLD_FORMAT", join(t->a, ole, repeated(t->a, S("0"), 600)));
    expect_kind(t, "LOCKED", join(t->a, ole, repeated(t->a, S("0"), 600), package));
    expect_kind(t, "NOT_ALLOWED", S("Tên,Giá\n"));
    expect_kind(t, "NOT_ALLOWED", S(""));
    char *path = place(t, "other.docx");
    zipFile zip = zipOpen(path, APPEND_STATUS_CREATE);
    part(zip, "_rels/.rels", S(HEAD RELS "<Relationship Id=\"rId1\" Type=\"" TYPE "officeDocument\""
                               " Target=\"word/document.xml\"/></Relationships>"), false);
    zipClose(zip, NULL);
    str docx = slurp(t, path);
    unlink(path);
    expect_kind(t, "NOT_ALLOWED", docx);
}
