/* core_in: rows of core's own tables. */
#ifndef CORE_CORE_IN_H
#define CORE_CORE_IN_H

#include "core/core.h"

struct audit_head {
    str stream;
    int64_t seq;
    bytes hash;
};
ROWS_OF(audit_head);

#endif
