/* audit_in: shared by audit.c and audit_verify.c. */
#ifndef CORE_AUDIT_IN_H
#define CORE_AUDIT_IN_H

#include "core/core_in.h"

/* Keyed hash of the first `columns` audited columns of a row as it stands; ERR_NOT_FOUND when it
 * is gone. */
enum err audit_row_hash(struct ctx *cx, const struct audited_table *table, int64_t id, int columns,
                        bytes *out) MUST_USE;
/* NULL when no table of that name is under audit. */
const struct audited_table *audited_table_named(str name);
bytes audit_link_hash(struct arena *a, const struct audit *k);

#endif
