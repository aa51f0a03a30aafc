/* http: a small client of our own server for tests and benchmarks: one connection, one request at a
 * time, HTTP/1.1 kept alive. No TLS, no chunked replies: our server sends neither.
 */
#ifndef TESTS_CRASH_HTTP_H
#define TESTS_CRASH_HTTP_H

#include "base/out.h"

struct http {
    int port;
    int fd;     /* -1 when closed */
    str cookie; /* "sao=…", or empty */
};

struct http_reply {
    int status; /* 0: no whole reply came */
    str head;
    str body;
};

/* Sends one request and reads its reply; opens the connection where needed. `form` NULL = GET. */
struct http_reply http_ask(struct arena *a, struct http *h, str path, const str *form);
void http_close(struct http *h);
/* Signs in; false when the server refuses. Keeps the cookie in `kept`. */
bool http_sign_in(struct arena *a, struct http *h, str login, str password);
/* What stands in `text` between `from` and `to`; empty when it is not there. */
str between(str text, str from, str to);
/* A port nobody listens on just now. */
int http_free_port(void);

#endif
