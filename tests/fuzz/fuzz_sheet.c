/* fuzz_sheet: a workbook of any bytes, in two ways. As an archive, and, because a change to packed
 * bytes rarely passes their checksum, as the parts of an archive that is put together here:
 *
 *     'S' | sheet … | 0 0 | shared strings … | 0 0 | styles … | 0 0 | workbook …
 *
 * What comes out is read again as CSV, row for row.
 */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "format/csv.h"
#include "media/sheet_book.h"
#include "media/sheet_part.h"
#include "media/sheet_read.h"
#include "media/sheet_value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILE_BYTES_MAX = 1 << 20, CSV_BYTES_MAX = 1 << 20, PARTS = 6 };

struct pile {
    char at[FILE_BYTES_MAX];
    size_t len;
};

static void pile_put(struct pile *p, const void *at, size_t n)
{
    if (n > FILE_BYTES_MAX - p->len)
        abort();
    memcpy(p->at + p->len, at, n);
    p->len += n;
}

static void pile_number(struct pile *p, uint32_t n, int size)
{
    for (int i = 0; i < size; i++, n >>= 8)
        pile_put(p, &(unsigned char){ (unsigned char)n }, 1);
}

/* The fields that the head of a part and its line in the directory have alike. */
static void pile_particulars(struct pile *p, str name, str part)
{
    pile_number(p, 20, 2);
    pile_number(p, 0, 4);                      /* flags, stored */
    pile_number(p, 0x210000, 4);
    pile_number(p, (uint32_t)crc32(0, (const Bytef *)part.at, (uInt)part.len), 4);
    pile_number(p, (uint32_t)part.len, 4);
    pile_number(p, (uint32_t)part.len, 4);
    pile_number(p, (uint32_t)name.len, 2);
    pile_number(p, 0, 2);
}

static void archive(struct pile *p, const str names[PARTS], const str parts[PARTS])
{
    size_t begins[PARTS];
    for (int i = 0; i < PARTS; i++) {
        begins[i] = p->len;
        pile_put(p, "PK\3\4", 4);
        pile_particulars(p, names[i], parts[i]);
        pile_put(p, names[i].at, (size_t)names[i].len);
        pile_put(p, parts[i].at, (size_t)parts[i].len);
    }
    size_t directory = p->len;
    for (int i = 0; i < PARTS; i++) {
        pile_put(p, "PK\1\2\24\0", 6);
        pile_particulars(p, names[i], parts[i]);
        pile_number(p, 0, 4);
        pile_number(p, 0, 2);
        pile_number(p, 0, 4);
        pile_number(p, (uint32_t)begins[i], 4);
        pile_put(p, names[i].at, (size_t)names[i].len);
    }
    uint32_t len = (uint32_t)(p->len - directory);
    pile_put(p, "PK\5\6\0\0\0", 8);
    pile_number(p, PARTS, 2);
    pile_number(p, PARTS, 2);
    pile_number(p, len, 4);
    pile_number(p, (uint32_t)directory, 4);
    pile_number(p, 0, 2);
}

static str next_part(str *rest)
{
    ptrdiff_t i = str_find_str(*rest, (str){ "\0\0", 2 });
    str part = i < 0 ? *rest : str_sub(*rest, 0, i);
    *rest = i < 0 ? S("") : str_after(*rest, i + 2);
    return part;
}

#define TYPE "Type=\"t/"

static void archive_of(struct pile *p, str s)
{
    static const str names[PARTS] = {
        { "s.xml", 5 }, { "t.xml", 5 }, { "y.xml", 5 }, { "w.xml", 5 }, { "_rels/.rels", 11 },
        { "_rels/w.xml.rels", 16 },
    };
    str parts[PARTS];
    for (int i = 0; i < 4; i++)
        parts[i] = next_part(&s);
    parts[4] = S("<r><Relationship Id=\"w\" " TYPE "officeDocument\" Target=\"w.xml\"/></r>");
    parts[5] = S("<r><Relationship Id=\"s\" " TYPE "worksheet\" Target=\"s.xml\"/>"
                 "<Relationship Id=\"t\" " TYPE "sharedStrings\" Target=\"t.xml\"/>"
                 "<Relationship Id=\"y\" " TYPE "styles\" Target=\"y.xml\"/></r>");
    if (parts[3].len == 0)
        parts[3] = S("<w><sheet name=\"1\" id=\"s\"/></w>");
    archive(p, names, parts);
}

struct kept {
    char at[CSV_BYTES_MAX];
    ptrdiff_t len;
};

static bool keep(void *with, str s)
{
    struct kept *k = with;
    if (s.len > CSV_BYTES_MAX - k->len)
        return false;
    memcpy(k->at + k->len, s.at, (size_t)s.len);
    k->len += s.len;
    return true;
}

/* Each row that was told is there, and no wider than told. */
static void rows_again(struct arena *a, const struct kept *k, const struct sheet_report *r)
{
    struct csv c = { .rest = { k->at, k->len }, .mark = ',', .next_line = 1 };
    struct csv_row row;
    enum csv_answer answer;
    int32_t rows = 0;
    while ((answer = csv_next(a, &c, &row)) == CSV_ROW) {
        rows++;
        if (row.count > r->columns)
            abort();
    }
    if (answer != CSV_END || rows != r->rows)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *a;
    static struct pile pile;
    static struct kept kept;
    if (!a)
        a = arena_new(SHEET_ARENA_BYTES);
    if (size < 1 || size > FILE_BYTES_MAX / 2)
        return 0;
    kept.len = 0;
    pile.len = 0;
    if (data[0] == 'S')
        archive_of(&pile, (str){ (const char *)data + 1, (ptrdiff_t)size - 1 });
    else
        pile_put(&pile, data, size);
    struct sheet_source from = { .file = { (const uint8_t *)pile.at, (ptrdiff_t)pile.len },
                                 .write = keep, .with = &kept };
    struct sheet_report report;
    struct sheet_fault fault = { 0 };
    bool fine = workbook_read(a, &from, &report, &fault);
    if (fine == (fault.code != NULL))
        abort();
    if (fine)
        rows_again(a, &kept, &report);
    arena_reset(a);
    return 0;
}
