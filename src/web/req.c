/* req.c: from the bytes of a header to a request. Nothing here touches a socket, so that every
 * function can be tested and fuzzed alone.
 *
 * A path is decoded once; a broken escape stays as typed. X-Forwarded-For is read backwards,
 * because only its last part was written by somebody we know:
 *
 *     X-Forwarded-For: 10.9.9.9, 203.0.113.7, 10.0.0.2      peer 10.0.0.1
 *                      (anybody)  the visitor  trusted      trusted
 */
#include "web/req.h"

#include <arpa/inet.h>

#include "base/num.h"
#include "base/utf8.h"
#include "web/server_in.h"

static char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Equal but for the case of ASCII letters. */
static bool same_name(str a, str b)
{
    if (a.len != b.len)
        return false;
    for (ptrdiff_t i = 0; i < a.len; i++)
        if (ascii_lower(a.at[i]) != ascii_lower(b.at[i]))
            return false;
    return true;
}

static const struct req_pair *header_find(const struct req_pairs *headers, str name)
{
    for (ptrdiff_t i = 0; i < headers->count; i++)
        if (same_name(headers->at[i].name, name))
            return &headers->at[i];
    return NULL;
}

static const struct req_pair *pair_find(const struct req_pairs *pairs, str name)
{
    for (ptrdiff_t i = 0; i < pairs->count; i++)
        if (str_equal(pairs->at[i].name, name))
            return &pairs->at[i];
    return NULL;
}

static str value_of(const struct req_pair *p)
{
    return p ? p->value : (str){ NULL, 0 };
}

str req_header(const struct req *rq, const char *name)
{
    return value_of(header_find(&rq->headers, str_of(name)));
}

str req_cookie(const struct req *rq, const char *name)
{
    return value_of(pair_find(&rq->cookies, str_of(name)));
}

str req_query(const struct req *rq, const char *name)
{
    return value_of(pair_find(&rq->query, str_of(name)));
}

str req_field(const struct req *rq, const char *name)
{
    return value_of(pair_find(&rq->fields, str_of(name)));
}

bool req_has_field(const struct req *rq, const char *name)
{
    return pair_find(&rq->fields, str_of(name)) != NULL;
}

bool req_wants_json(const struct req *rq)
{
    str accept = req_header(rq, "Accept");
    if (str_starts(rq->path, S("/api/")))
        return true;
    return str_contains(accept, S("application/json")) && !str_contains(accept, S("text/html"));
}

/* --- escapes --- */

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte of an escape "%XX" at the start of `s`, or -1. */
static int escape_value(str s)
{
    if (s.len < 3 || s.at[0] != '%')
        return -1;
    int high = hex_value(s.at[1]);
    int low = hex_value(s.at[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

str url_decode(struct arena *a, str s, bool plus_is_space)
{
    char *at = new(a, char, s.len + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        int byte = escape_value(str_after(s, i));
        if (byte >= 0) {
            at[n++] = (char)byte;
            i += 2;
        } else {
            at[n++] = plus_is_space && s.at[i] == '+' ? ' ' : s.at[i];
        }
    }
    return (str){ at, n };
}

static bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

str url_encode(struct arena *a, str s)
{
    static const char digits[] = "0123456789ABCDEF";
    char *at = new(a, char, 3 * s.len + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (is_letter_or_digit(c) || str_find(S("-._~"), c) >= 0) {
            at[n++] = c;
            continue;
        }
        at[n++] = '%';
        at[n++] = digits[(unsigned char)c >> 4];
        at[n++] = digits[(unsigned char)c & 15];
    }
    return (str){ at, n };
}

static ptrdiff_t count_of(str s, char c)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++)
        n += s.at[i] == c;
    return n;
}

struct req_pairs pairs_decode(struct arena *a, str s, ptrdiff_t most)
{
    ptrdiff_t room = count_of(s, '&') + 1;
    struct req_pairs pairs = { .at = new(a, struct req_pair, room < most ? room : most) };
    while (s.len > 0 && pairs.count < most) {
        str piece = str_cut(&s, '&');
        if (piece.len == 0)
            continue;
        str name = str_cut(&piece, '=');
        pairs.at[pairs.count++] = (struct req_pair){ .name = url_decode(a, name, true),
                                                     .value = url_decode(a, piece, true) };
    }
    return pairs;
}

bool path_read(struct arena *a, str raw, str *path)
{
    *path = url_decode(a, raw, false);
    return path->len > 0 && path->at[0] == '/' && str_find(*path, '\0') < 0 && utf8_valid(*path);
}

/* --- the header --- */

/* RFC 9110 §5.6.2 */
static bool is_token(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (!is_letter_or_digit(s.at[i]) && str_find(S("!#$%&'*+-.^_`|~"), s.at[i]) < 0)
            return false;
    return s.len > 0;
}

static bool is_digits(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
    return s.len > 0;
}

static ptrdiff_t headers_count(const struct req_pairs *headers, str name)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < headers->count; i++)
        n += same_name(headers->at[i].name, name);
    return n;
}

bool headers_sound(const struct req_pairs *headers, bool http11)
{
    for (ptrdiff_t i = 0; i < headers->count; i++)
        if (!is_token(headers->at[i].name))
            return false;
    ptrdiff_t hosts = headers_count(headers, S("Host"));
    if (hosts > 1 || (http11 && hosts == 0))
        return false;
    ptrdiff_t lengths = headers_count(headers, S("Content-Length"));
    ptrdiff_t codings = headers_count(headers, S("Transfer-Encoding"));
    if (lengths + codings > 1)
        return false;
    if (lengths == 1)
        return is_digits(header_find(headers, S("Content-Length"))->value);
    if (codings == 1)
        return http11 &&
               same_name(header_find(headers, S("Transfer-Encoding"))->value, S("chunked"));
    return true;
}

int64_t headers_body_bytes(const struct req_pairs *headers)
{
    if (header_find(headers, S("Transfer-Encoding")))
        return -1;
    const struct req_pair *length = header_find(headers, S("Content-Length"));
    int64_t n = 0;
    if (length && !int_read(length->value, &n))
        return INT64_MAX;                      /* too long to be a number: longer than any limit */
    return n;
}

str media_type(struct arena *a, const struct req *rq)
{
    str type = req_header(rq, "Content-Type");
    return str_ascii_lower(a, str_trim(str_cut(&type, ';')));
}

static str unquoted(str s)
{
    bool quoted = s.len >= 2 && s.at[0] == '"' && s.at[s.len - 1] == '"';
    return quoted ? str_sub(s, 1, s.len - 1) : s;
}

/* Adds the pairs of one Cookie header. */
static void cookies_add(struct req_pairs *cookies, str header)
{
    while (header.len > 0 && cookies->count < COOKIES_MAX) {
        str piece = str_cut(&header, ';');
        if (str_find(piece, '=') < 0)
            continue;
        str name = str_trim(str_cut(&piece, '='));
        cookies->at[cookies->count++] =
            (struct req_pair){ .name = name, .value = unquoted(str_trim(piece)) };
    }
}

struct req_pairs cookies_read(struct arena *a, const struct req_pairs *headers)
{
    struct req_pairs cookies = { 0 };
    for (ptrdiff_t i = 0; i < headers->count; i++) {
        if (!same_name(headers->at[i].name, S("Cookie")))
            continue;
        if (!cookies.at)
            cookies.at = new(a, struct req_pair, COOKIES_MAX);
        cookies_add(&cookies, headers->at[i].value);
    }
    return cookies;
}

/* --- who is there --- */

str address_tidy(struct arena *a, str s)
{
    struct in6_addr six;
    struct in_addr four;
    char *text = new(a, char, INET6_ADDRSTRLEN);
    const char *typed = cstr(a, s);
    if (s.len > INET6_ADDRSTRLEN || str_find(s, '\0') >= 0)
        return (str){ NULL, 0 };
    if (inet_pton(AF_INET, typed, &four) == 1)
        return str_of(inet_ntop(AF_INET, &four, text, INET6_ADDRSTRLEN));
    if (inet_pton(AF_INET6, typed, &six) != 1)
        return (str){ NULL, 0 };
    if (IN6_IS_ADDR_V4MAPPED(&six))
        return str_of(inet_ntop(AF_INET, &six.s6_addr[12], text, INET6_ADDRSTRLEN));
    return str_of(inet_ntop(AF_INET6, &six, text, INET6_ADDRSTRLEN));
}

bool proxies_read(struct arena *a, str list, struct proxies *p)
{
    *p = (struct proxies){ 0 };
    while (list.len > 0) {
        str piece = str_trim(str_cut(&list, ','));
        if (piece.len == 0)
            continue;
        str address = address_tidy(a, piece);
        if (address.len == 0 || p->count == PROXIES_MAX)
            return false;
        p->at[p->count++] = address;
    }
    return true;
}

bool proxies_hold(const struct proxies *p, str address)
{
    for (ptrdiff_t i = 0; i < p->count; i++)
        if (str_equal(p->at[i], address))
            return true;
    return false;
}

/* Takes the last of "a, b, c" away from the list. */
static str last_of(str *list)
{
    ptrdiff_t comma = str_find_last(*list, ',');
    str last = str_trim(str_after(*list, comma + 1));
    *list = str_sub(*list, 0, comma < 0 ? 0 : comma);
    return last;
}

str client_through(struct arena *a, const struct req_pairs *headers, str peer,
                   const struct proxies *p)
{
    for (ptrdiff_t i = headers->count - 1; i >= 0; i--) {
        str list = headers->at[i].value;
        if (!same_name(headers->at[i].name, S("X-Forwarded-For")))
            continue;
        while (list.len > 0 && proxies_hold(p, peer)) {
            str address = address_tidy(a, last_of(&list));
            if (address.len == 0)
                return peer;                   /* "unknown": as far as we can see */
            peer = address;
        }
    }
    return peer;
}

bool https_through(const struct req_pairs *headers)
{
    str said = { NULL, 0 };
    for (ptrdiff_t i = 0; i < headers->count; i++)
        if (same_name(headers->at[i].name, S("X-Forwarded-Proto")))
            said = headers->at[i].value;
    return same_name(last_of(&said), S("https"));
}
