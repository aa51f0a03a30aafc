/* html.c: escaping. */
#include "web/html.h"

#include "web/req.h"

html html_of_out(const struct out *o)
{
    return (html){ out_str(o) };
}

html html_json_ld(struct arena *a, str json)
{
    struct out *o = out_new(a, .max_bytes = 6 * json.len + 64);
    put_str(o, S("<script type=\"application/ld+json\">"));
    for (ptrdiff_t i = 0; i < json.len; i++) {
        char c = json.at[i];
        if (c == '<')
            put_str(o, S("\\u003c"));
        else if (c == '>')
            put_str(o, S("\\u003e"));
        else if (c == '&')
            put_str(o, S("\\u0026"));
        else
            put_char(o, c);
    }
    put_str(o, S("</script>"));
    return html_of_out(o);
}

/* Control characters and spaces never belong into an address of ours; a line feed in a Location
 * would begin a header of its own. */
static bool plain_bytes(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if ((unsigned char)s.at[i] <= 0x20 || s.at[i] == 0x7F || s.at[i] == '\\')
            return false;
    return true;
}

url url_of(str path)
{
    bool local = str_starts(path, S("/")) && !str_starts(path, S("//")) && plain_bytes(path);
    return (url){ local ? path : S("#") };
}

url url_anchor(struct arena *a, str id)
{
    return (url){ join(a, S("#"), id) };
}

void put_html(struct out *o, html h)
{
    put_str(o, h.text);
}

void put_url(struct out *o, url u)
{
    put_escaped(o, u.text.len > 0 ? u.text : S("#"));
}

static str entity(char c)
{
    switch (c) {
    case '&':
        return S("&amp;");
    case '<':
        return S("&lt;");
    case '>':
        return S("&gt;");
    case '"':
        return S("&quot;");
    case '\'':
        return S("&#39;");
    default:
        return S("");
    }
}

void put_escaped(struct out *o, str s)
{
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        str e = entity(s.at[i]);
        if (e.len == 0)
            continue;
        put_str(o, str_sub(s, from, i));
        put_str(o, e);
        from = i + 1;
    }
    put_str(o, str_after(s, from));
}

void put_escaped_url(struct out *o, url u)
{
    put_escaped(o, u.text);
}

void put_bool(struct out *o, bool b)
{
    put_str(o, b ? S("có") : S("không"));
}

void put_encoded(struct out *o, str s)
{
    put_str(o, url_encode(o->a, s));
}

bool truth_bool(bool b)
{
    return b;
}

bool truth_str(str s)
{
    return s.len > 0;
}

bool truth_html(html h)
{
    return h.text.len > 0;
}

bool truth_url(url u)
{
    return u.text.len > 0;
}

bool truth_int(int64_t n)
{
    return n != 0;
}

bool truth_int32(int32_t n)
{
    return n != 0;
}

bool truth_uint32(uint32_t n)
{
    return n != 0;
}

bool truth_date(date d)
{
    return date_known(d);
}

bool truth_instant(instant t)
{
    return t.us != 0;
}

bool truth_pointer(const void *p)
{
    return p != NULL;
}

void put_said(struct out *o, str vietnamese, str english)
{
    put_escaped(o, o->english ? english : vietnamese);
}
