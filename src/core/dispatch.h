/* dispatch: request -> ctx -> right -> handler and its form -> reply. The one place where rights
 * are checked; by default denied. */
#ifndef CORE_DISPATCH_H
#define CORE_DISPATCH_H

#include "core/ctx.h"
#include "core/form.h"
#include "web/req.h"
#include "web/resp.h"
#include "web/server.h"

struct card_box;

typedef enum err handler(struct ctx *cx, const struct req *rq, struct resp *rs);

/* One row says all. A row without `who` stops the program at its start. */
struct route {
    enum method method;
    const char *path;                          /* "/san-pham/:product"; ":name" is one segment */
    handler *run;
    enum right who;
    const struct form *form;                   /* of a POST */
    bool slow;                                 /* a GET for a worker */
    bool cached;                               /* a public GET, the same for everybody */
    bool draft;                    /* a POST that may come often: its key is checked, not used up */
    int64_t upload_bytes_max;                  /* a POST that takes files */
    const struct card_box *cards;              /* of CARD_ROUTES */
};

/* Lists every room's routes (app/wire.c); checks each row. */
void routes_set(const struct route *const *tables);
/* Every row, for `saolang routes` and tests; ends with path NULL. */
const struct route *const *routes_all(void);

/* The value of ":name" in this request's path; empty when there is none. */
str path_part(const struct req *rq, const struct ctx *cx, const char *name);
/* The public code in ":name": a wrong check character gives the empty str. */
str path_code(const struct req *rq, const struct ctx *cx, const char *name);

/* "/en", "/en/…": the public's pages in English. */
bool path_is_english(str path);

/* The server's three questions, answered. */
struct server_plan dispatch_plan(void *with, enum method method, str path);
void dispatch_answer(void *with, struct arena *a, const struct req *rq, struct resp *rs);
void dispatch_refuse(void *with, struct arena *a, int status, struct resp *rs);

struct dispatch_counts {
    int64_t requests;
    int64_t micros;
    int64_t by_err[16];
};
struct dispatch_counts dispatch_counts(void);

#endif
