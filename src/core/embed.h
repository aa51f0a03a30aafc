/* embed: the files inside the binary: built front-end parts, migrations, criteria packs. */
#ifndef CORE_EMBED_H
#define CORE_EMBED_H

#include "base/str.h"

enum embed_kind { EMBED_ASSET, EMBED_MIGRATION, EMBED_PACK, EMBED_DEMO };

struct embed_row {
    enum embed_kind kind;
    const char *name;                          /* "sao.css", "0001_core.sql" */
    const char *hashed;                        /* "sao-bdfeb952.css" */
    const char *mime;
    int item;
};

extern const struct embed_row *const embed_rows;
extern const int embed_count;
str embed_bytes(const struct embed_row *r);

#endif
