/* sql: what every woven statement includes. */
#ifndef CORE_SQL_H
#define CORE_SQL_H

#include "core/ctx.h"

/* A table under audit: one statement gives its row by id, column by column. The list of columns may
 * only grow at its end: a link says over how many of them its hash was made. */
struct audited_table {
    const char *name;
    const struct db_statement *row;            /* by id */
    const struct db_statement *strangers;      /* ids of the rows that no link knows */
};

extern const struct db_statement *const all_statements[];
extern const struct audited_table *const audited_tables[];

/* struct product_rows { struct product *at; ptrdiff_t count; } */
#define ROWS_OF(noun)              \
    struct noun##_rows {           \
        struct noun *at;           \
        ptrdiff_t count;           \
    }

/* One number, or one text, of a row. */
struct one_id {
    int64_t id;
};

#endif
