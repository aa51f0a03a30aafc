/* req: a request as a value. Everything in it lives in the request's arena. Names and values are
 * raw bytes from outside: they pass text_clean() in core/form.c or core/dispatch.c before use. */
#ifndef WEB_REQ_H
#define WEB_REQ_H

#include "base/str.h"

enum method { METHOD_OTHER, GET, HEAD, POST };

struct req_pair {
    str name;
    str value;
};

struct req_pairs {
    struct req_pair *at;
    ptrdiff_t count;
};

/* One file of a multipart body, already streamed to disk below the upload folder. The handler
 * moves it away or leaves it: what is left is deleted when the request ends. */
struct upload {
    str field;                                 /* name of the form's field */
    str file_name;                             /* as the client called it; never a path we use */
    str claimed_type;                          /* what the client says it is; not to be trusted */
    str path;                                  /* where the bytes are */
    int64_t size_bytes;
    str sha256;                                /* 64 hexadecimal digits */
};

struct uploads {
    struct upload *at;
    ptrdiff_t count;
};

struct req {
    enum method method;
    str path;                                  /* percent-decoded, starts with "/" */
    str target;                                /* path and query as sent, for "come back here" */
    struct req_pairs query;
    struct req_pairs headers;
    struct req_pairs cookies;
    struct req_pairs fields;                   /* url-encoded or multipart body */
    struct uploads uploads;
    str body;                                  /* other bodies (JSON), as sent */
    str client;                                /* address of the visitor, through trusted proxies */
    bool https;                 /* the visitor came by TLS (X-Forwarded-Proto of a trusted proxy) */
};

/* First value of that name, or the empty str. Header names in any case. */
str req_header(const struct req *rq, const char *name);
str req_cookie(const struct req *rq, const char *name);
str req_query(const struct req *rq, const char *name);
str req_field(const struct req *rq, const char *name);
bool req_has_field(const struct req *rq, const char *name);
/* The client asks for JSON rather than a page, or speaks to /api/. */
bool req_wants_json(const struct req *rq);

/* Percent- and plus-decoding; a broken escape stays as typed. */
str url_decode(struct arena *a, str s, bool plus_is_space);
/* Everything but letters, digits and -._~ becomes %XX. */
str url_encode(struct arena *a, str s);
/* "a=1&b=2" to pairs, at most `most` of them. */
struct req_pairs pairs_decode(struct arena *a, str s, ptrdiff_t most);

#endif
