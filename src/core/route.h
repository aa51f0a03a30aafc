/* route: which row a path belongs to. Literal rows win over rows with parts, which win over each
 * other in the order of the tables. */
#ifndef CORE_ROUTE_H
#define CORE_ROUTE_H

#include "core/dispatch.h"

enum { ROUTES_MAX = 512 };

struct route_hit {
    const struct route *route;                 /* NULL when no row has this path */
    bool other_method;                         /* the path is known, the method is not */
};
struct route_hit route_find(enum method method, str path);
bool route_matches(const char *pattern, str path);

#endif
