/* route.c: patterns are compared segment by segment; a ":part" takes one segment whole. */
#include "core/route.h"

#include <stdlib.h>

#include "base/log.h"
#include "core/core.h"

static const struct route *all[ROUTES_MAX + 1];
static int count;

static bool has_part(const char *pattern)
{
    return str_find(str_of(pattern), ':') >= 0;
}

static void add(const struct route *r)
{
    bool good = r->who != RIGHT_NONE && r->run && r->path[0] == '/' && count < ROUTES_MAX;
    if (!good) {
        log_error("route.without_who", "path=%s", r->path);
        abort();                               /* a forgotten permission must not go unnoticed */
    }
    all[count++] = r;
}

void routes_set(const struct route *const *tables)
{
    count = 0;
    for (int parts = 0; parts < 2; parts++)
        for (const struct route *const *t = tables; *t; t++)
            for (const struct route *r = *t; r->path; r++)
                if (has_part(r->path) == (parts == 1))
                    add(r);
    all[count] = NULL;
}

const struct route *const *routes_all(void)
{
    return all;
}

/* Every request passes here up to a hundred times, so it stops at the first letter that differs. */
bool route_matches(const char *pattern, str path)
{
    ptrdiff_t at = 0;
    while (*pattern) {
        if (*pattern == ':') {
            ptrdiff_t from = at;
            while (*pattern && *pattern != '/')
                pattern++;
            while (at < path.len && path.at[at] != '/')
                at++;
            if (at == from)
                return false;
        } else {
            if (at == path.len || path.at[at] != *pattern)
                return false;
            pattern++;
            at++;
        }
    }
    return at == path.len;
}

struct route_hit route_find(enum method method, str path)
{
    struct route_hit hit = { 0 };
    enum method want = method == HEAD ? GET : method;
    for (int i = 0; i < count; i++) {
        if (!route_matches(all[i]->path, path))
            continue;
        if (all[i]->method == want) {
            hit.route = all[i];
            return hit;
        }
        hit.other_method = true;
    }
    return hit;
}

str path_part(const struct req *rq, const struct ctx *cx, const char *name)
{
    str p = str_of(cx->visit->route->path);
    str path = rq->path;
    while (p.len > 0) {
        str want = str_cut(&p, '/');
        str have = str_cut(&path, '/');
        if (str_starts(want, S(":")) && str_is(str_after(want, 1), name))
            return have;
    }
    return S("");
}

/* "mat-ong-bac-ha-7K3M9QXT2HVA" and "7K3M-9QXT-2HVA" both carry the code at their end. */
str path_code(const struct req *rq, const struct ctx *cx, const char *name)
{
    str part = path_part(rq, cx, name);
    str code = S("");
    if (code_read(cx->a, part, &code))
        return code;
    str tail = str_after(part, str_find_last(part, '-') + 1);
    return code_read(cx->a, tail, &code) ? code : S("");
}
