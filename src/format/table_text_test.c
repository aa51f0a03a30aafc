/* table_text_test.c: files as programs and people save them, and the edges at which they are
 * refused.
 */
#include "format/table_text.h"

#include "base/out.h"
#include "base/test.h"
#include "format/csv.h"
#include "format/test_tape.h"

static str read_text(struct test *t, str text, struct table_text *out)
{
    struct tape tape = { text, 1000, out_new(t->a, .max_bytes = 8 << 20) };
    struct table_text_io io = { tape_read, tape_write, &tape };
    struct arena *apart = arena_new(ARENA_REQUEST_BYTES);
    EXPECT(apart != NULL);
    bool fine = table_text_read(apart, &io, out);
    arena_free(apart);
    EXPECT(fine == (out->fault == TABLE_FINE));
    return out_str(tape.made);
}

static void expect_text(struct test *t, const char *want, enum table_encoding encoding, str text)
{
    struct table_text is;
    str csv = read_text(t, text, &is);
    EXPECT_INT(TABLE_FINE, is.fault);
    EXPECT_INT(encoding, is.encoding);
    EXPECT_STR(want, csv);
}

static void expect_fault(struct test *t, enum table_fault fault, int64_t line, str text)
{
    struct table_text is;
    read_text(t, text, &is);
    EXPECT_INT(fault, is.fault);
    EXPECT_INT(line, is.line);
}

/* A literal with zero bytes inside. */
#define Z(literal) ((str){ (literal), (ptrdiff_t)sizeof(literal) - 1 })

TEST(table_text, utf8_is_read_with_and_without_a_byte_order_mark)
{
    expect_text(t, "mã,tên\n1,Trà\n", TABLE_UTF8, S("mã,tên\n1,Trà\n"));
    expect_text(t, "mã,tên\n1,Trà\n", TABLE_UTF8, S("\xEF\xBB\xBFmã,tên\r\n1,Trà"));
    expect_text(t, "a,b\n", TABLE_UTF8, S("a,b\n"));
}

TEST(table_text, utf16_of_both_orders_is_read)
{
    expect_text(t, "ê,b\n1,2\n", TABLE_UTF16_LE,
                Z("\xFF\xFE\xEA\0;\0b\0\n\0" "1\0;\0" "2\0\n\0"));
    expect_text(t, "ê,b\n", TABLE_UTF16_BE, Z("\xFE\xFF\0\xEA\0,\0b\0\n"));
    expect_text(t, "a,b\n1,😀\n", TABLE_UTF16_LE, Z("a\0,\0b\0\n\0" "1\0,\0\x3D\xD8\x00\xDE\n\0"));
    expect_text(t, "a,b\n", TABLE_UTF16_BE, Z("\0a\0,\0b\0\n"));
}

/* "Mật ong rừng" with its tone marks behind the vowels: â + dot, ư + grave. */
TEST(table_text, windows_1258_is_composed)
{
    expect_text(t, "Mật ong rừng,Đồng ₫\nẵ,ễ\n", TABLE_WINDOWS_1258,
                S("M\xE2\xF2t ong r\xFD\xCCng;\xD0\xF4\xCCng \xFE\n\xE3\xDE;\xEA\xDE\n"));
}

TEST(table_text, mark_is_the_one_that_all_lines_agree_upon)
{
    struct table_text is;
    EXPECT_STR("tên,giá\n\"Trà, khô\",\"1,5\"\n", read_text(t, S("tên;giá\nTrà, khô;1,5\n"), &is));
    EXPECT_INT(';', is.mark);
    EXPECT_STR("tên,giá\n\"a;b;c\",2\n", read_text(t, S("tên,giá\n\"a;b;c\",2\n"), &is));
    EXPECT_INT(',', is.mark);
    EXPECT_STR("tên,,giá\nTrà,,\"1,5\"\n", read_text(t, S("tên\t\tgiá\nTrà\t\t1,5\n"), &is));
    EXPECT_INT('\t', is.mark);
    EXPECT_STR("tên\nTrà\n", read_text(t, S("tên\nTrà\n"), &is));
    EXPECT_INT(2, is.rows);
    EXPECT_INT(1, is.columns);
}

TEST(table_text, rows_keep_their_number_and_cells_their_lines)
{
    struct table_text is;
    EXPECT_STR("\n\na,b\n\n\"hai\ndòng\",x\n",
               read_text(t, S("\n\na,b\n\n\"hai\r\ndòng\", x \n\n\n"), &is));
    EXPECT_INT(2, is.rows);
}

TEST(table_text, zero_bytes_and_broken_characters_are_refused_with_their_line)
{
    expect_fault(t, TABLE_NUL, 2, Z("mã,tên\n1\0,2\n"));
    expect_fault(t, TABLE_CHARACTER, 3, S("mã,tên\n1,Trà\n2,Tr\xC3\n"));
    expect_fault(t, TABLE_CHARACTER, 1, S("\xEF\xBB\xBFTr\xE0\n"));
    expect_fault(t, TABLE_CHARACTER, 1, S("Tr\xE0\x81\n"));
    expect_fault(t, TABLE_CHARACTER, 1, Z("\xFF\xFE\x00\xDC\n\0"));
    expect_fault(t, TABLE_CHARACTER, 1, Z("\xFF\xFE" "a\0b"));
    expect_fault(t, TABLE_QUOTE, 2, S("a,b\n\"không đóng,2\n3,4\n"));
    expect_fault(t, TABLE_EMPTY, 0, S("\n\n"));
    expect_fault(t, TABLE_EMPTY, 0, S(""));
}

TEST(table_text, pages_and_documents_are_no_tables)
{
    expect_fault(t, TABLE_NO_TABLE, 0, S("\xEF\xBB\xBF\n<html><table>"));
    expect_fault(t, TABLE_NO_TABLE, 0, S("{\\rtf1\\ansi}"));
    expect_fault(t, TABLE_NO_TABLE, 0, S("%PDF-1.7\n"));
}

static str repeated(struct arena *a, str s, ptrdiff_t times)
{
    struct out *o = out_new(a, .max_bytes = s.len * times + 1);
    for (ptrdiff_t i = 0; i < times; i++)
        put(o, s);
    return out_str(o);
}

TEST(table_text, line_has_a_mebibyte_and_not_one_byte_more)
{
    str cell = join(t->a, repeated(t->a, S("x"), 10485), S(","));       /* 100 x 10 486 bytes */
    str cells = repeated(t->a, cell, 99);
    str last = repeated(t->a, S("x"), (1 << 20) - 1 - cells.len);
    struct table_text is;
    read_text(t, join(t->a, S("a,b\n"), cells, last, S("\n")), &is);
    EXPECT_INT(TABLE_FINE, is.fault);
    expect_fault(t, TABLE_LINE_LONG, 2, join(t->a, S("a,b\n"), cells, last, S("x\n")));
    expect_fault(t, TABLE_LINE_LONG, 1, repeated(t->a, S("không có hết "), 200000));
}

TEST(table_text, row_has_200_cells_and_not_201)
{
    str row = join(t->a, repeated(t->a, S("x,"), 199), S("x"));
    struct table_text is;
    read_text(t, join(t->a, row, S("\n")), &is);
    EXPECT_INT(200, is.columns);
    expect_fault(t, TABLE_WIDE, 2, join(t->a, row, S("\n"), row, S(",x\n")));
}

TEST(table_text, cell_has_32767_characters_and_not_one_more)
{
    str longest = repeated(t->a, S("ệ"), TABLE_CELL_CHARS_MAX);
    struct table_text is;
    read_text(t, join(t->a, longest, S(",1\n")), &is);
    EXPECT_INT(TABLE_FINE, is.fault);
    expect_fault(t, TABLE_CELL_LONG, 1, join(t->a, longest, S("x,1\n")));
}

TEST(table_text, table_has_200000_rows_and_not_one_more)
{
    str rows = repeated(t->a, S("1,2\n"), TABLE_ROWS_MAX);
    struct table_text is;
    read_text(t, rows, &is);
    EXPECT_INT(TABLE_ROWS_MAX, is.rows);
    expect_fault(t, TABLE_LONG, TABLE_ROWS_MAX + 1, join(t->a, rows, S("1,2\n")));
}
