/* server_in: what the files of web/ behind the server share; outside web/ nobody includes it. */
#ifndef WEB_SERVER_IN_H
#define WEB_SERVER_IN_H

#include <arpa/inet.h>
#include <stdatomic.h>

#include "web/req.h"
#include "web/resp.h"
#include "web/server.h"

enum {
    FIELDS_MAX = 512,                          /* of a query or a body; the largest form has 200 */
    FILES_MAX = 4,                             /* of one multipart body */
    COOKIES_MAX = 128,
    PROXIES_MAX = 16,
};

/* --- req.c: the header of a request --- */

/* Addresses whose X-Forwarded-… headers are believed. */
struct proxies {
    ptrdiff_t count;
    str at[PROXIES_MAX];
};

/* True when the header frames the body in one way only and names one host: the guard against
 * request smuggling. Names are tokens, Content-Length is digits, Transfer-Encoding is "chunked". */
bool headers_sound(const struct req_pairs *headers, bool http11);
/* Length of the body by its header: 0 without one, -1 when it comes in chunks. */
int64_t headers_body_bytes(const struct req_pairs *headers);
/* Decodes a path as sent; false when it does not start with "/", holds NUL or is not UTF-8. */
bool path_read(struct arena *a, str raw, str *path) MUST_USE;
/* The kind of a body, in small letters and without parameters. */
str media_type(struct arena *a, const struct req *rq);
struct req_pairs cookies_read(struct arena *a, const struct req_pairs *headers);

/* An address in the one form we compare, or the empty str. ::ffff:1.2.3.4 becomes 1.2.3.4. */
str address_tidy(struct arena *a, str s);
/* Reads "127.0.0.1,::1"; false when a part is no address or they are too many. */
bool proxies_read(struct arena *a, str list, struct proxies *p) MUST_USE;
bool proxies_hold(const struct proxies *p, str address);
/* The visitor's address: from the peer backwards through X-Forwarded-For, the first one which is
 * not a trusted proxy. */
str client_through(struct arena *a, const struct req_pairs *headers, str peer,
                   const struct proxies *p);
/* The nearest proxy says that the visitor came by TLS. */
bool https_through(const struct req_pairs *headers);

/* --- resp.c --- */

/* Gives every text but the body a zero byte for the library. */
void resp_terminate(struct arena *a, struct resp *rs);
/* The page of a transport status without help of the application; takes no memory. */
void resp_plain(int status, struct resp *rs);

/* --- conn.c: every open connection, its peer and its deadline --- */

struct conns;

struct conn {
    struct conn *next;
    struct conn *before;
    struct conn **bucket;
    int fd;
    char peer_text[INET6_ADDRSTRLEN];
    str peer;
    bool from_proxy;                           /* the peer is one of trusted_proxies */
    int unwelcome;                             /* 0, or the status each request is refused with */
    atomic_bool in_body;                       /* a body is awaited: 408 may be written */
    atomic_llong deadline_ms;
};

/* Starts the watch thread; NULL when the system refuses. */
struct conns *conns_start(struct arena *a, const struct server_conf *conf,
                          const struct proxies *proxies);
void conns_end(struct conns *all);
int64_t conns_now(const struct conns *all);
/* A record for a new connection. Beyond connections_max a few more are welcomed with 503; when
 * even those are used up the socket is shut and NULL given. */
struct conn *conn_open(struct conns *all, int fd, const struct sockaddr *address);
void conn_close(struct conns *all, struct conn *c);
/* Sets the deadline; 0 = none. False when the connection has already been cut. */
bool conn_due(struct conn *c, int64_t at_ms);
/* Brings a later deadline forward. */
void conn_due_sooner(struct conn *c, int64_t at_ms);

/* --- multipart.c --- */

struct multipart;

struct multipart_limits {
    const char *upload_dir;
    int64_t fields_bytes_max;                  /* names and values of all fields together */
    int64_t file_bytes_max;                    /* one file */
};

/* NULL when the content type names no usable boundary. */
struct multipart *multipart_new(struct arena *a, str content_type, struct multipart_limits limits);
/* Takes a piece of the body. 0, or the status to refuse the request with: 400, 413, 503. */
int multipart_feed(struct multipart *m, str piece);
/* The body has ended: hands over fields and files. 0 or a status. */
int multipart_end(struct multipart *m, struct req *rq);

#endif
