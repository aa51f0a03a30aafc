/* http.c: blocking sockets, whole replies. */
#include "tests/crash/http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REPLY_BYTES_MAX = 4 << 20, PIECE = 64 << 10 };

str between(str text, str from, str to)
{
    ptrdiff_t at = str_find_str(text, from);
    if (at < 0)
        return S("");
    str rest = str_after(text, at + from.len);
    ptrdiff_t end = str_find_str(rest, to);
    return end < 0 ? S("") : str_sub(rest, 0, end);
}

void http_close(struct http *h)
{
    if (h->fd >= 0)
        close(h->fd);
    h->fd = -1;
}

static struct sockaddr_in here(int port)
{
    return (struct sockaddr_in){ .sin_family = AF_INET,
                                 .sin_port = htons((uint16_t)port),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static bool connected(struct http *h)
{
    struct sockaddr_in at = here(h->port);
    struct timeval wait = { .tv_sec = 10 };
    int on = 1;
    if (h->fd >= 0)
        return true;
    h->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (h->fd < 0)
        return false;
    setsockopt(h->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(h->fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    if (connect(h->fd, (const struct sockaddr *)&at, sizeof at) == 0)
        return true;
    http_close(h);
    return false;
}

int http_free_port(void)
{
    struct sockaddr_in at = here(0);
    socklen_t len = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int port = 0;
    if (fd < 0)
        return 0;
    if (bind(fd, (const struct sockaddr *)&at, sizeof at) == 0
        && getsockname(fd, (struct sockaddr *)&at, &len) == 0)
        port = ntohs(at.sin_port);
    close(fd);
    return port;
}

static bool send_all(int fd, str s)
{
    while (s.len > 0) {
        ssize_t n = send(fd, s.at, (size_t)s.len, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        s = str_after(s, n);
    }
    return true;
}

/* Reads on until `need` bytes are there. */
static bool read_to(int fd, struct out *o, ptrdiff_t need)
{
    char piece[PIECE];
    while (o->len < need && !o->full) {
        ssize_t n = recv(fd, piece, sizeof piece, 0);
        if (n <= 0)
            return false;
        put(o, ((str){ piece, n }));
    }
    return o->len >= need;
}

static bool read_head(int fd, struct out *o, ptrdiff_t *end)
{
    *end = -1;
    while (*end < 0) {
        if (!read_to(fd, o, o->len + 1))
            return false;
        *end = str_find_str(out_str(o), S("\r\n\r\n"));
    }
    return true;
}

static struct http_reply read_reply(struct arena *a, int fd)
{
    struct out *o = out_new(a, .max_bytes = REPLY_BYTES_MAX);
    struct http_reply r = { 0 };
    ptrdiff_t end;
    int64_t length = 0, status = 0;
    if (!read_head(fd, o, &end))
        return r;
    str head = str_copy(a, str_sub(out_str(o), 0, end + 2));
    if (!int_read(between(head, S("Content-Length: "), S("\r\n")), &length))
        length = 0;
    if (!read_to(fd, o, end + 4 + (ptrdiff_t)length) || !int_read(str_sub(head, 9, 12), &status))
        return r;
    return (struct http_reply){ (int)status, head, str_after(out_str(o), end + 4) };
}

struct http_reply http_ask(struct arena *a, struct http *h, str path, const str *form)
{
    str cookie = h->cookie.len > 0 ? join(a, S("Cookie: "), h->cookie, S("\r\n")) : S("");
    str about =
        form ? join(a, S("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "),
                    show(a, (int64_t)form->len), S("\r\n"))
             : S("");
    str text = join(a, form ? S("POST ") : S("GET "), path, S(" HTTP/1.1\r\nHost: 127.0.0.1\r\n"),
                    cookie, about, S("\r\n"), form ? *form : S(""));
    struct http_reply r = { 0 };
    if (connected(h) && send_all(h->fd, text))
        r = read_reply(a, h->fd);
    if (r.status == 0 || str_contains(r.head, S("Connection: close")))
        http_close(h);
    return r;
}

bool http_sign_in(struct arena *a, struct http *h, str login, str password)
{
    struct http_reply page = http_ask(a, h, S("/dang-nhap"), NULL);
    str key = between(page.body, S("name=\"_khoa\" value=\""), S("\""));
    str form = join(a, S("_khoa="), key, S("&ten_dang_nhap="), login, S("&mat_khau="), password);
    struct http_reply r = http_ask(a, h, S("/dang-nhap"), &form);
    str token = between(r.head, S("Set-Cookie: sao="), S(";"));
    if (r.status != 303 || token.len == 0)
        return false;
    h->cookie = join(a, S("sao="), token);
    return true;
}
