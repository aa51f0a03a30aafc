/* resp.c: helpers for a reply; sending it is server.c's. */
#include "web/resp.h"

#include <assert.h>

#include "web/server_in.h"

void resp_header_add(struct resp *rs, const char *name, str value)
{
    assert(rs->header_count < RESP_HEADERS_MAX);
    rs->headers[rs->header_count++] = (struct resp_header){ .name = name, .value = value };
}

void resp_terminate(struct arena *a, struct resp *rs)
{
    rs->type = str_copy(a, rs->type);
    rs->file = str_copy(a, rs->file);
    for (ptrdiff_t i = 0; i < rs->header_count; i++)
        rs->headers[i].value = str_copy(a, rs->headers[i].value);
}

static str status_words(int status)
{
    switch (status) {
    case 400:
        return S("400 Bad Request\n");
    case 405:
        return S("405 Method Not Allowed\n");
    case 413:
        return S("413 Content Too Large\n");
    case 415:
        return S("415 Unsupported Media Type\n");
    case 429:
        return S("429 Too Many Requests\n");
    case 431:
        return S("431 Request Header Fields Too Large\n");
    case 503:
        return S("503 Service Unavailable\n");
    }
    return S("500 Internal Server Error\n");
}

void resp_plain(int status, struct resp *rs)
{
    *rs = (struct resp){ .status = status, .type = S("text/plain"), .body = status_words(status) };
}
