/* resp: a reply as a value. */
#ifndef WEB_RESP_H
#define WEB_RESP_H

#include "base/str.h"

enum { RESP_HEADERS_MAX = 16 };

struct resp_header {
    const char *name;
    str value;
};

struct resp {
    int status;                                /* 200 when left 0 */
    str type;                                  /* "text/html; charset=utf-8" */
    str body;                                  /* lives in the request's arena, or is static */
    str file;                                 /* path of a file to send instead of body, or empty */
    ptrdiff_t header_count;
    struct resp_header headers[RESP_HEADERS_MAX];
};

void resp_header_add(struct resp *rs, const char *name, str value);

#endif
