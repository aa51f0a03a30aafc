/* identify.c: what a file is, by its content; its name is never asked.
 *
 * libmagic looks at the first 256 KiB in memory. Pictures must also begin with their own
 * signature, and give their size through the loader that will read them later.
 *
 *     polyglot   JPEG head … %PDF- … or <script …     in the first 4 KiB
 *                any kind  … PK 05 06 … end of file   a ZIP directory that ends with the file
 */
#include <magic.h>
#include <stdio.h>
#include <unistd.h>

#include "media/media.h"

enum {
    LOOKED_AT_BYTES = 256 << 10,
    HEAD_BYTES = 4 << 10,
    ZIP_END_BYTES = 22,                        /* end of central directory without a comment */
    ZIP_COMMENT_MAX = 65535,
};

static const char *const known_types[] = {
    "image/jpeg",
    "image/png",
    "image/webp",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

static magic_t table;

bool identify_ready(void)
{
    table = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR |
                       MAGIC_NO_CHECK_CDF | MAGIC_NO_CHECK_ELF);
    return table && magic_load(table, NULL) == 0 && image_ready();
}

static str as_text(bytes b)
{
    return (str){ (const char *)b.at, b.len };
}

const char *picture_type(bytes head)
{
    str s = as_text(head);
    if (str_starts(s, S("\xff\xd8\xff")))
        return "image/jpeg";
    if (str_starts(s, S("\x89PNG\r\n\x1a\n")))
        return "image/png";
    if (str_starts(s, S("RIFF")) && str_equal(str_sub(s, 8, 12), S("WEBP")))
        return "image/webp";
    return NULL;
}

/* A ZIP directory counts only when its comment reaches exactly to the end of the file; chance
 * does not do that. */
static bool ends_as_zip(bytes tail)
{
    for (ptrdiff_t i = tail.len - ZIP_END_BYTES; i >= 0; i--) {
        const uint8_t *p = tail.at + i;
        if (p[0] == 'P' && p[1] == 'K' && p[2] == 5 && p[3] == 6 &&
            i + ZIP_END_BYTES + (p[20] | p[21] << 8) == tail.len)
            return true;
    }
    return false;
}

/* Of a PDF's own head only the first byte on may say %PDF-. */
static bool hides_a_page(bytes head)
{
    static const str signs[] = { { "%PDF-", 5 }, { "<script", 7 }, { "<SCRIPT", 7 },
                                 { "<html", 5 }, { "<HTML", 5 },   { "<?php", 5 } };
    str s = str_sub(as_text(head), 1, HEAD_BYTES);
    for (ptrdiff_t i = 0; i < COUNT_OF(signs); i++)
        if (str_contains(s, signs[i]))
            return true;
    return false;
}

bool speaks_twice(bytes head, bytes tail, bool zip_itself)
{
    if (zip_itself)
        return false;
    return hides_a_page(head) || ends_as_zip(tail);
}

/* Up to `most` bytes of fd 3 from `from`; short only at the end of the file. */
static bytes piece(struct arena *a, off_t from, ptrdiff_t most)
{
    uint8_t *at = new(a, uint8_t, most);
    ptrdiff_t len = 0;
    while (len < most) {
        ssize_t n = pread(FD_IN, at + len, (size_t)(most - len), from + len);
        if (n <= 0)
            break;
        len += n;
    }
    return (bytes){ at, len };
}

static bool type_is_known(str type)
{
    for (ptrdiff_t i = 0; i < COUNT_OF(known_types); i++)
        if (str_is(type, known_types[i]))
            return true;
    return false;
}

/* A picture by libmagic must be one by its signature, and tell its size. */
static bool look_at_picture(struct job *j, bytes head)
{
    const char *sniffed = picture_type(head);
    if (!sniffed || !str_is(j->answer->type, sniffed))
        return refuse(j, "BROKEN", "the signature does not belong to the type");
    bytes file;
    return input_read(j, &file) && picture_size(j, file);
}

bool identify_job(struct job *j)
{
    off_t size = lseek(FD_IN, 0, SEEK_END);
    if (size < 0)
        return refuse(j, "REQUEST", "the input cannot be read");
    if (size > INPUT_BYTES_MAX)
        return refuse(j, "TOO_BIG", "the input has too many bytes");
    bytes head = piece(j->a, 0, LOOKED_AT_BYTES);
    off_t tail_at = size > ZIP_COMMENT_MAX + ZIP_END_BYTES
                        ? size - ZIP_COMMENT_MAX - ZIP_END_BYTES : 0;
    bytes tail = piece(j->a, tail_at, (ptrdiff_t)(size - tail_at));

    const char *type = magic_buffer(table, head.at, (size_t)head.len);
    if (!type)
        return refuse(j, "BROKEN", "the type cannot be found out");
    j->answer->type = str_copy(j->a, str_of(type));
    j->answer->known = type_is_known(j->answer->type);
    if (!j->answer->known)
        return true;
    bool zip_itself = str_starts(as_text(head), S("PK\x03\x04"));
    if (speaks_twice(head, tail, zip_itself))
        return refuse(j, "POLYGLOT", "the file is of two kinds at once");
    if (str_is(j->answer->type, "application/pdf") && !str_starts(as_text(head), S("%PDF-")))
        return refuse(j, "POLYGLOT", "the PDF does not begin with its head");
    if (str_starts(j->answer->type, S("image/")))
        return look_at_picture(j, head);
    return true;
}
