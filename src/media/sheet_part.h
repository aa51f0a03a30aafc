/* sheet_part: the parts of a workbook, out of its ZIP archive (minizip), inflated under limits,
 * through an XML reader (expat) that knows no document type and so no entities.
 *
 *     archive in memory -> part, inflated piece by piece -> expat -> begin, text, end
 *
 * What is wrong is written into a struct sheet_fault, once; the first fault counts.
 */
#ifndef MEDIA_SHEET_PART_H
#define MEDIA_SHEET_PART_H

#include "base/str.h"

enum {
    PARTS_MAX = 10000,                         /* of an archive; with photographs hundreds */
    PART_BYTES_MAX = 256 << 20,                /* inflated */
    PART_RATIO_MAX = 200,                      /* inflated to packed: cells pack 10 to 60 times … */
    PART_RATIO_FROM_BYTES = 16 << 20,          /* … and what stays below this may pack better */
    XML_BYTES_MAX = 32 << 20,                  /* what expat may hold: a name or tag beyond it */
};

struct sheet_fault {
    const char *code;                          /* of media.h; NULL while all is well */
    const char *text;                          /* English, for the log */
    char at[16];                               /* the cell, "C15"; may be empty */
};

/* Always false; the first fault stays. */
bool sheet_refuse(struct sheet_fault *f, const char *code, const char *text);

struct sheet_zip;
/* The archive in `file`, which must stay; NULL with a fault when it is none that may come in. Lives
 * as long as the arena. */
struct sheet_zip *sheet_zip_open(struct arena *a, bytes file, struct sheet_fault *f) MUST_USE;

/* A reader of one part. Names come without their prefix; a handler ends the reading by a fault. */
struct part_reader {
    void (*begin)(void *with, str name, const char **attributes);
    void (*text)(void *with, str s);           /* may be NULL */
    void (*end)(void *with, str name);         /* may be NULL */
    void *with;
    struct sheet_fault *fault;
};

/* Reads a part to its end; false with a fault. A missing part is BROKEN unless `may_miss`. */
bool sheet_part_read(struct sheet_zip *z, str name, bool may_miss,
                     const struct part_reader *r) MUST_USE;
/* Whether `word`, of at most 32 bytes, stands anywhere in the part: far quicker than reading it.
 * False as well with a fault. */
bool sheet_part_says(struct sheet_zip *z, str name, str word, struct sheet_fault *f) MUST_USE;
/* The value of an attribute by its name without prefix, or empty. */
str part_attribute(const char **attributes, const char *name);

#endif
