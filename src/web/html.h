/* html: markup and addresses as types of their own, and escaping by place.
 *
 * Text (`str`) is escaped wherever it is printed; only `html` passes raw, and only this file, the
 * woven pages and html_of_out make one. Only a `url` prints at the beginning of href, src, action.
 */
#ifndef WEB_HTML_H
#define WEB_HTML_H

#include "base/out.h"

typedef struct {
    str text;
} html;

/* An address on our own site: a path, or a path behind our public address. */
typedef struct {
    str text;
} url;

/* What a woven page wrote. */
html html_of_out(const struct out *o);
/* A page's words for machines, a <script> that browsers do not run. What could end it or begin
 * markup (< > &) is written as JSON's \u003c, so no text of a user can leave it. */
html html_json_ld(struct arena *a, str json);
/* A local address; anything that does not begin with one "/" becomes "#". */
url url_of(str path);
/* "#o-ten": a place on the same page; the id is ours. */
url url_anchor(struct arena *a, str id);
#define url_join(a, ...) url_of(join((a), __VA_ARGS__))

void put_html(struct out *o, html h);
void put_url(struct out *o, url u);
void put_escaped(struct out *o, str s);
void put_escaped_url(struct out *o, url u);
void put_bool(struct out *o, bool b);          /* có / không */
void put_encoded(struct out *o, str s);        /* percent-encoded, for a part of an address */

/* {{say Tìm|Search}}: one of two literals, by who reads. */
void put_said(struct out *o, str vietnamese, str english);

#define PUT_TEXT(o, x)                                                                       \
    _Generic((x), html: put_html, str: put_escaped, url: put_escaped_url, bool: put_bool,    \
             int32_t: put_int32, int64_t: put_int, mean: put_mean, vnd: put_vnd,             \
             date: put_date, instant: put_instant)((o), (x))
#define PUT_ATTR(o, x)                                                                       \
    _Generic((x), str: put_escaped, url: put_escaped_url, int32_t: put_int32,                \
             int64_t: put_int, mean: put_mean, vnd: put_vnd, date: put_date,                 \
             instant: put_instant)((o), (x))
#define PUT_URL_PART(o, x)                                                                   \
    _Generic((x), str: put_encoded, int32_t: put_int32, int64_t: put_int)((o), (x))

bool truth_bool(bool b);
bool truth_str(str s);
bool truth_html(html h);
bool truth_url(url u);
bool truth_int(int64_t n);
bool truth_int32(int32_t n);
bool truth_uint32(uint32_t n);
bool truth_date(date d);
bool truth_instant(instant t);
bool truth_pointer(const void *p);

/* What {{if x}} asks: is there something? */
#define TRUTH(x)                                                                             \
    _Generic((x), bool: truth_bool, str: truth_str, html: truth_html, url: truth_url,        \
             int64_t: truth_int, int32_t: truth_int32, uint32_t: truth_uint32,               \
             date: truth_date, instant: truth_instant, default: truth_pointer)(x)

#endif
