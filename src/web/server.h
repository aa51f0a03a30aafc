/* server: bytes of HTTP to struct req, struct resp to bytes. With its .c file the only place that
 * knows libmicrohttpd.
 *
 * Promises  a request beyond a limit is answered by a transport status and never reaches a handler:
 *           400 (malformed, two Host headers, Content-Length with Transfer-Encoding), 405, 408,
 *           413, 415, 429, 431, 503
 *           a header that is not complete by its deadline is cut off (slowloris)
 *           each request has an arena of its own until its reply is sent
 *           slow requests run on a worker; at most `workers` at once, the rest wait in a bounded
 *           queue
 *           server_stop answers what was accepted, then returns (drain)
 * Never     knows routes, people or the database
 */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include "web/req.h"
#include "web/resp.h"

/* What the program knows of a request before its body is read. */
struct server_plan {
    bool slow;                                 /* run on a worker */
    int64_t body_bytes_max;                    /* url-encoded, JSON and the fields of multipart */
    int64_t upload_bytes_max;                  /* one file; 0 = multipart is refused with 415 */
};

struct server_app {
    void *with;
    /* Called in an event loop when the header has come; must be quick and must not block. */
    struct server_plan (*plan)(void *with, enum method method, str path);
    /* Fills the reply. Runs in an event loop or on a worker. */
    void (*answer)(void *with, struct arena *a, const struct req *rq, struct resp *rs);
    /* Fills the page of a transport status (413, 503 …), in an event loop; NULL = plain text. */
    void (*refuse)(void *with, struct arena *a, int status, struct resp *rs);
};

struct server_conf {
    const char *host;                          /* "127.0.0.1" */
    int port;                                  /* 0 = any free one, see server_port */
    int loops;                                 /* event loops */
    int workers;
    int connections_max;                       /* beyond: 503 */
    int connections_per_client_max;            /* from one address; 0 = no limit */
    int64_t header_bytes_max;                  /* 16 KiB */
    int64_t header_deadline_ms;                /* whole header */
    int64_t body_deadline_ms;             /* whole body without uploads; uploads: per MiB as well */
    int64_t idle_timeout_ms;                   /* keep-alive */
    const char *upload_dir;                 /* existing, private folder on the blobs' file system */
    const char *trusted_proxies;               /* "127.0.0.1,::1" or "" */
};

struct server_counts {
    int64_t connections_now;
    int64_t requests;
    int64_t refused;                           /* transport statuses */
    int64_t by_class[6];                       /* [2] = 2xx … */
    int64_t worker_queue;
    int64_t micros_sum;                        /* time in answer() */
};

struct server;

/* Binds and starts; NULL with a sentence in *why when it cannot. */
struct server *server_start(struct arena *a, const struct server_conf *conf,
                            const struct server_app *app, str *why);
int server_port(const struct server *s);
struct server_counts server_counts(const struct server *s);
/* Stops accepting, answers what has begun (at most drain_ms), ends all threads. */
void server_stop(struct server *s, int64_t drain_ms);

#endif
