/* audit: the trail. One hash chain per stream ("dossier/17"); each change adds one link in its own
 * transaction. A link carries a keyed hash of the row as it then stood, so that verification can
 * compare the row of today, and no personal data stands in the trail in the clear. */
#ifndef CORE_AUDIT_H
#define CORE_AUDIT_H

#include "core/sql.h"

struct audit {
    int64_t id;
    str stream;
    int64_t seq;                               /* 1, 2, … in the stream */
    int64_t before_id;                         /* the link before, 0 for the first */
    instant at;
    int64_t actor;                             /* account, 0 for the program itself */
    str what;                                  /* "dossier.submitted" */
    str tbl;
    int64_t tbl_row;
    int32_t row_columns;                       /* how many of the table's audited columns ... */
    bytes row_hash;                            /* ... this is made over */
    str detail;                                /* JSON without personal data */
    bytes prev_hash;
    bytes hash;
    str before_stream;                         /* of the link before; verification alone asks */
    int64_t before_seq;
    bytes before_hash;
};
ROWS_OF(audit);

/* Adds one link about row `id` of `table`; runs inside a write, after the change. `detail` is JSON
 * or empty. */
enum err audit_add(struct ctx *cx, str stream, str what, const struct audited_table *table,
                   int64_t id, str detail) MUST_USE;
/* "dossier/17" */
str audit_stream(struct arena *a, const char *noun, int64_t id);

/* Walks every chain, re-reads every audited row and file, checks every signed checkpoint. */
struct audit_report {
    int64_t links;
    int64_t streams;
    int64_t rows;
    int64_t files;
    int64_t checkpoints;
    int64_t faults;
    str first;                                 /* sentence that names the first fault, or empty */
};
enum err audit_verify(struct ctx *cx, struct audit_report *out) MUST_USE;
/* Signs the heads that changed since the last time and appends them to keys/checkpoints.log. */
enum err audit_checkpoint(struct ctx *cx) MUST_USE;

#endif
