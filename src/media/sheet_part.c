/* sheet_part.c: archive, limits, XML. minizip is given the bytes in memory and opens nothing. */
#include "media/sheet_part.h"

#include <assert.h>
#include <expat.h>
#include <minizip/unzip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE_BYTES = 64 << 10, WORD_BYTES_MAX = 32, CASE_IGNORED = 2, FLAG_ENCRYPTED = 1 };

struct sheet_zip {
    struct arena *a;
    bytes file;
    ZPOS64_T at;                               /* of minizip's next reading */
    unzFile zip;
};

bool sheet_refuse(struct sheet_fault *f, const char *code, const char *text)
{
    if (!f->code) {
        f->code = code;
        f->text = text;
    }
    return false;
}

/* ---------------------------------------------------------------- the archive */

static voidpf zip_open(voidpf opaque, UNUSED const void *name, UNUSED int mode)
{
    return opaque;
}

static uLong zip_read(voidpf opaque, UNUSED voidpf stream, void *to, uLong n)
{
    struct sheet_zip *z = opaque;
    ZPOS64_T left = (ZPOS64_T)z->file.len - z->at;
    uLong got = n < left ? n : (uLong)left;
    if (got > 0)
        memcpy(to, z->file.at + z->at, got);
    z->at += got;
    return got;
}

static ZPOS64_T zip_tell(voidpf opaque, UNUSED voidpf stream)
{
    return ((struct sheet_zip *)opaque)->at;
}

static long zip_seek(voidpf opaque, UNUSED voidpf stream, ZPOS64_T offset, int origin)
{
    struct sheet_zip *z = opaque;
    ZPOS64_T len = (ZPOS64_T)z->file.len;
    ZPOS64_T from = origin == ZLIB_FILEFUNC_SEEK_CUR ? z->at
                    : origin == ZLIB_FILEFUNC_SEEK_END ? len : 0;
    if (offset > len - from)
        return -1;
    z->at = from + offset;
    return 0;
}

static int zip_nothing(UNUSED voidpf opaque, UNUSED voidpf stream)
{
    return 0;
}

static void zip_undo(void *thing)
{
    unzClose(((struct sheet_zip *)thing)->zip);
}

/* The old binary format, or a new one under a password: both are the same kind of container. */
static bool old_container(bytes file, struct sheet_fault *f)
{
    static const char package[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    str s = { (const char *)file.at, file.len };
    if (!str_starts(s, S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")))
        return false;
    if (str_find_str(s, (str){ package, (ptrdiff_t)sizeof package - 1 }) >= 0)
        sheet_refuse(f, "LOCKED", "the workbook is under a password");
    else
        sheet_refuse(f, "OLD_FORMAT", "a workbook of the format before 2007");
    return true;
}

struct sheet_zip *sheet_zip_open(struct arena *a, bytes file, struct sheet_fault *f)
{
    if (old_container(file, f))
        return NULL;
    if (!str_starts((str){ (const char *)file.at, file.len }, S("PK\3\4"))) {
        sheet_refuse(f, "NOT_ALLOWED", "no ZIP archive");
        return NULL;
    }
    struct sheet_zip *z = new(a, struct sheet_zip, 1);
    *z = (struct sheet_zip){ .a = a, .file = file };
    zlib_filefunc64_def io = { zip_open, zip_read, NULL, zip_tell, zip_seek, zip_nothing,
                               zip_nothing, z };
    unz_global_info64 info;
    z->zip = unzOpen2_64("", &io);
    if (!z->zip) {
        sheet_refuse(f, "BROKEN", "the archive has no directory");
        return NULL;
    }
    arena_undo(a, zip_undo, z);
    if (unzGetGlobalInfo64(z->zip, &info) != UNZ_OK || info.number_entry > PARTS_MAX) {
        sheet_refuse(f, "TOO_BIG", "the archive has too many parts");
        return NULL;
    }
    return z;
}

/* ---------------------------------------------------------------- a part */

struct part {
    struct sheet_zip *z;
    const struct part_reader *r;
    XML_Parser xml;
    ZPOS64_T packed;                           /* bytes in the archive */
    ZPOS64_T inflated;                         /* so far */
};

static bool within_limits(const struct part *p)
{
    if (p->inflated > PART_BYTES_MAX)
        return sheet_refuse(p->r->fault, "TOO_BIG", "a part unpacks to too many bytes");
    if (p->inflated > PART_RATIO_FROM_BYTES && p->inflated / PART_RATIO_MAX > p->packed)
        return sheet_refuse(p->r->fault, "TOO_BIG", "a part unpacks out of all proportion");
    return true;
}

/* Finds and opens the part; a part missing that may is no fault, and *found is false. */
static bool part_open(struct part *p, str name, bool may_miss, bool *found)
{
    unz_file_info64 info;
    *found = unzLocateFile(p->z->zip, cstr(p->z->a, name), CASE_IGNORED) == UNZ_OK;
    if (!*found)
        return may_miss || sheet_refuse(p->r->fault, "BROKEN", "a part is missing");
    if (unzGetCurrentFileInfo64(p->z->zip, &info, NULL, 0, NULL, 0, NULL, 0) != UNZ_OK)
        return sheet_refuse(p->r->fault, "BROKEN", "a part's entry cannot be read");
    if (info.flag & FLAG_ENCRYPTED)
        return sheet_refuse(p->r->fault, "LOCKED", "a part is encrypted");
    if (info.uncompressed_size > PART_BYTES_MAX)
        return sheet_refuse(p->r->fault, "TOO_BIG", "a part says it unpacks to too many bytes");
    p->packed = info.compressed_size;
    if (unzOpenCurrentFile(p->z->zip) != UNZ_OK)
        return sheet_refuse(p->r->fault, "BROKEN", "a part cannot be opened");
    return true;
}

static bool parse_piece(struct part *p, int n)
{
    enum XML_Status s = XML_ParseBuffer(p->xml, n, n == 0);
    if (p->r->fault->code)
        return false;
    if (s == XML_STATUS_OK)
        return true;
    if (XML_GetErrorCode(p->xml) == XML_ERROR_NO_MEMORY)
        return sheet_refuse(p->r->fault, "TOO_BIG", "a tag is too long");
    return sheet_refuse(p->r->fault, "BROKEN", "a part is no well-formed XML");
}

/* Up to PIECE_BYTES of the part; 0 at its end, below zero with a fault. */
static int inflate_piece(struct part *p, void *to)
{
    int n = unzReadCurrentFile(p->z->zip, to, PIECE_BYTES);
    if (n < 0)
        sheet_refuse(p->r->fault, "BROKEN", "a part cannot be unpacked");
    p->inflated += n > 0 ? (ZPOS64_T)n : 0;
    return n >= 0 && within_limits(p) ? n : -1;
}

static bool part_parse(struct part *p)
{
    for (;;) {
        void *to = XML_GetBuffer(p->xml, PIECE_BYTES);
        if (!to)
            return sheet_refuse(p->r->fault, "TOO_BIG", "a tag is too long");
        int n = inflate_piece(p, to);
        if (n < 0 || !parse_piece(p, n))
            return false;
        if (n == 0)
            return true;
    }
}

/* ---------------------------------------------------------------- XML */

/* What expat holds is counted: a process has one parser at a time, and one thread. */
static size_t held_bytes;
enum { HEAD_BYTES = 16 };                      /* before each block: its size */

static void *counted_realloc(void *at, size_t n)
{
    char *head = at ? (char *)at - HEAD_BYTES : NULL;
    size_t before = 0;
    if (head)
        memcpy(&before, head, sizeof before);
    if (n > XML_BYTES_MAX || held_bytes - before + n > XML_BYTES_MAX)
        return NULL;
    char *more = realloc(head, n + HEAD_BYTES);
    if (!more)
        return NULL;
    memcpy(more, &n, sizeof n);
    held_bytes += n - before;
    return more + HEAD_BYTES;
}

static void *counted_malloc(size_t n)
{
    return counted_realloc(NULL, n);
}

static void counted_free(void *at)
{
    if (!at)
        return;
    size_t n;
    memcpy(&n, (char *)at - HEAD_BYTES, sizeof n);
    held_bytes -= n;
    free((char *)at - HEAD_BYTES);
}

/* Names are short: one look at each byte is quicker than two calls of the C library. */
static str without_prefix(const char *name)
{
    const char *from = name;
    const char *k = name;
    for (; *k; k++)
        if (*k == ':')
            from = k + 1;
    return (str){ from, k - from };
}

static void stop_at_fault(struct part *p)
{
    if (p->r->fault->code)
        XML_StopParser(p->xml, XML_FALSE);
}

static void XMLCALL on_begin(void *with, const XML_Char *name, const XML_Char **attributes)
{
    struct part *p = with;
    p->r->begin(p->r->with, without_prefix(name), attributes);
    stop_at_fault(p);
}

static void XMLCALL on_end(void *with, const XML_Char *name)
{
    struct part *p = with;
    p->r->end(p->r->with, without_prefix(name));
    stop_at_fault(p);
}

static void XMLCALL on_text(void *with, const XML_Char *at, int len)
{
    struct part *p = with;
    p->r->text(p->r->with, (str){ at, len });
    stop_at_fault(p);
}

static void XMLCALL on_doctype(void *with, UNUSED const XML_Char *name,
                               UNUSED const XML_Char *system, UNUSED const XML_Char *public,
                               UNUSED int subset)
{
    struct part *p = with;
    sheet_refuse(p->r->fault, "BROKEN", "a part declares a document type");
    stop_at_fault(p);
}

static bool part_xml(struct part *p)
{
    static const XML_Memory_Handling_Suite counted = { counted_malloc, counted_realloc,
                                                       counted_free };
    p->xml = XML_ParserCreate_MM(NULL, &counted, NULL);
    if (!p->xml)
        return sheet_refuse(p->r->fault, "LIBRARY", "no XML reader");
    XML_SetUserData(p->xml, p);
    XML_SetStartElementHandler(p->xml, on_begin);
    if (p->r->end)
        XML_SetEndElementHandler(p->xml, on_end);
    if (p->r->text)
        XML_SetCharacterDataHandler(p->xml, on_text);
    XML_SetStartDoctypeDeclHandler(p->xml, on_doctype);
    bool fine = part_parse(p);
    XML_ParserFree(p->xml);
    return fine;
}

bool sheet_part_read(struct sheet_zip *z, str name, bool may_miss, const struct part_reader *r)
{
    struct part p = { .z = z, .r = r };
    bool found = false;
    if (!part_open(&p, name, may_miss, &found) || !found)
        return !r->fault->code;
    bool fine = part_xml(&p);
    int closed = unzCloseCurrentFile(z->zip);
    if (fine && closed != UNZ_OK)
        return sheet_refuse(r->fault, "BROKEN", "a part's checksum is wrong");
    return fine;
}

bool sheet_part_says(struct sheet_zip *z, str name, str word, struct sheet_fault *f)
{
    struct part_reader r = { .fault = f };
    struct part p = { .z = z, .r = &r };
    struct arena_mark mark = arena_mark(z->a);
    char *at = new(z->a, char, PIECE_BYTES + WORD_BYTES_MAX);
    ptrdiff_t kept = 0;                        /* the end of the piece before */
    bool found = false, says = false;
    assert(word.len <= WORD_BYTES_MAX);
    if (part_open(&p, name, false, &found)) {
        for (int n; !says && (n = inflate_piece(&p, at + kept)) > 0;) {
            str piece = { at, kept + n };
            says = memmem(piece.at, (size_t)piece.len, word.at, (size_t)word.len) != NULL;
            kept = piece.len < word.len - 1 ? piece.len : word.len - 1;
            memmove(at, at + piece.len - kept, (size_t)kept);
        }
        unzCloseCurrentFile(z->zip);
    }
    arena_rewind(z->a, mark);
    return says;
}

str part_attribute(const char **attributes, const char *name)
{
    for (; attributes[0]; attributes += 2) {
        str n = without_prefix(attributes[0]);
        if (n.at[0] == name[0] && strcmp(n.at, name) == 0)
            return str_of(attributes[1]);
    }
    return (str){ "", 0 };
}
