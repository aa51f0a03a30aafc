/* core_in: rows of core's own tables. */
#ifndef CORE_CORE_IN_H
#define CORE_CORE_IN_H

#include "core/core.h"

struct audit_head {
    str stream;
    int64_t seq;
    int64_t link;                              /* id of the last link */
    bytes hash;
    int64_t signed_seq;                        /* last link that stands in a signed checkpoint */
};
ROWS_OF(audit_head);

#endif
