/* json.c: JSON in through jansson, JSON out through an `out`.
 *
 * jansson descends by recursion, so the depth is counted here first, byte by byte. Its values
 * live outside the arena; a holder in the arena gives them back at its end. The writer only
 * places commas and escapes; that a name precedes each member is the caller's care.
 */
#include "format/json.h"

#include <assert.h>

#include "base/utf8.h"

/* ------------------------------------------------------------------ reading */

struct holder {
    json_t *value;
};

static void holder_end(void *thing)
{
    struct holder *h = thing;
    json_decref(h->value);
}

/* The holder is tied before jansson takes memory: when the arena ends here, nothing is lost. */
static json_t *load(struct arena *a, str text, size_t flags, json_error_t *e)
{
    struct holder *h = new(a, struct holder, 1);
    arena_undo(a, holder_end, h);
    h->value = json_loadb(text.at ? text.at : "", (size_t)text.len, flags | JSON_DECODE_ANY, e);
    return h->value;
}

/* Position behind the string whose opening quote stands at `i`; text.len when it never ends. */
static ptrdiff_t after_string(str text, ptrdiff_t i)
{
    for (i++; i < text.len && text.at[i] != '"'; i++)
        if (text.at[i] == '\\')
            i++;
    return i < text.len ? i + 1 : text.len;
}

/* Position of the bracket that goes below JSON_DEPTH_MAX levels, or -1. */
static ptrdiff_t too_deep(str text)
{
    int depth = 0;
    for (ptrdiff_t i = 0; i < text.len;) {
        char c = text.at[i];
        if (c == '"') {
            i = after_string(text, i);
            continue;
        }
        if ((c == '{' || c == '[') && ++depth > JSON_DEPTH_MAX)
            return i;
        if (c == '}' || c == ']')
            depth--;
        i++;
    }
    return -1;
}

static struct json_fault fault_at(str text, ptrdiff_t position, str what)
{
    struct json_fault f = { .line = 1, .column = 1, .text = what };
    for (ptrdiff_t i = 0; i < position; i++) {
        f.column = text.at[i] == '\n' ? 1 : f.column + 1;
        f.line += text.at[i] == '\n';
    }
    return f;
}

static bool sound_outside(str text, ptrdiff_t max_bytes, struct json_fault *why)
{
    if (text.len > max_bytes) {
        *why = fault_at(text, 0, S("text is too long"));
        return false;
    }
    ptrdiff_t deep = too_deep(text);
    if (deep >= 0) {
        *why = fault_at(text, deep, S("too many levels"));
        return false;
    }
    return true;
}

/* jansson quotes from the text and may cut a letter in two. */
static str told(struct arena *a, const json_error_t *e)
{
    str all = str_of(e->text);
    char *copy = cstr(a, all);
    if (!utf8_valid(all))
        for (ptrdiff_t i = 0; i < all.len; i++)
            if ((unsigned char)copy[i] >= 0x80)
                copy[i] = '?';
    return (str){ copy, all.len };
}

static struct json_fault fault_told(struct arena *a, const json_error_t *e)
{
    return (struct json_fault){
        .line = e->line,
        .column = e->column,
        .duplicate = json_error_code(e) == json_error_duplicate_key,
        .text = told(a, e),
    };
}

const json_t *json_read(struct arena *a, str text, ptrdiff_t max_bytes, struct json_fault *why)
{
    *why = (struct json_fault){ 0 };
    if (!sound_outside(text, max_bytes, why))
        return NULL;
    json_error_t e = { 0 };
    const json_t *value = load(a, text, JSON_REJECT_DUPLICATES, &e);
    if (!value)
        *why = fault_told(a, &e);
    return value;
}

/* ------------------------------------------------------------------ repeated keys */

struct frame {
    bool object;
    bool at_key;                               /* the next string is a name */
    int64_t serial;                            /* tells this object from every other */
    struct json_step step;
};

struct seen {
    int64_t serial;                            /* 0 = free */
    str key;
};

struct walk {
    struct arena *a;
    str text;
    struct frame frames[JSON_DEPTH_MAX];
    int depth;
    int64_t serials;
    struct seen *table;
    uint64_t mask;
    struct json_repeats *repeats;
};

static ptrdiff_t count_keys(str text)
{
    ptrdiff_t keys = 0;
    for (ptrdiff_t i = 0; i < text.len;) {
        keys += text.at[i] == ':';
        i = text.at[i] == '"' ? after_string(text, i) : i + 1;
    }
    return keys;
}

/* True when (serial, key) stood there already; enters it otherwise. FNV-1a, open addressing. */
static bool seen_before(struct walk *w, int64_t serial, str key)
{
    uint64_t h = 14695981039346656037U ^ (uint64_t)serial;
    for (ptrdiff_t i = 0; i < key.len; i++)
        h = (h ^ (unsigned char)key.at[i]) * 1099511628211U;
    for (h ^= h >> 32;; h++) {
        struct seen *s = &w->table[h & w->mask];
        if (s->serial == serial && str_equal(s->key, key))
            return true;
        if (s->serial == 0) {
            *s = (struct seen){ serial, key };
            return false;
        }
    }
}

static void note_repeat(struct walk *w)
{
    if (w->repeats->count == JSON_REPEATS_MAX)
        return;
    if (!w->repeats->at)
        w->repeats->at = new(w->a, struct json_repeat, JSON_REPEATS_MAX);
    struct json_step *steps = new(w->a, struct json_step, w->depth);
    for (int i = 0; i < w->depth; i++)
        steps[i] = w->frames[i].step;
    w->repeats->at[w->repeats->count++] = (struct json_repeat){ steps, w->depth };
}

/* The name between two quotes, with its escapes resolved. */
static str name_of(struct arena *a, str quoted)
{
    if (str_find(quoted, '\\') < 0)
        return str_sub(quoted, 1, quoted.len - 1);
    json_error_t e;
    return json_text(load(a, quoted, 0, &e));
}

static ptrdiff_t walk_string(struct walk *w, ptrdiff_t i)
{
    ptrdiff_t end = after_string(w->text, i);
    struct frame *f = w->depth > 0 ? &w->frames[w->depth - 1] : NULL;
    if (f && f->object && f->at_key) {
        f->step.key = name_of(w->a, str_sub(w->text, i, end));
        f->at_key = false;
        if (seen_before(w, f->serial, f->step.key))
            note_repeat(w);
    }
    return end;
}

static void walk_mark(struct walk *w, char c)
{
    struct frame *f = w->depth > 0 ? &w->frames[w->depth - 1] : NULL;
    if (c == '{' || c == '[') {
        assert(w->depth < JSON_DEPTH_MAX);
        w->frames[w->depth++] = (struct frame){ .object = c == '{', .at_key = c == '{',
                                                .serial = ++w->serials };
    } else if (c == '}' || c == ']') {
        w->depth--;
    } else if (c == ',' && f) {
        f->at_key = f->object;
        f->step.index += !f->object;
    }
}

/* Lists every repeated key of a text that is known to be sound JSON otherwise. */
static void list_repeats(struct arena *a, str text, ptrdiff_t keys, struct json_repeats *repeats)
{
    uint64_t slots = 16;
    while (slots < 2 * (uint64_t)keys)
        slots *= 2;
    struct walk *w = new(a, struct walk, 1);
    *w = (struct walk){ .a = a, .text = text, .mask = slots - 1, .repeats = repeats };
    w->table = new(a, struct seen, (ptrdiff_t)slots);
    for (ptrdiff_t i = 0; i < text.len;) {
        if (text.at[i] == '"') {
            i = walk_string(w, i);
            continue;
        }
        walk_mark(w, text.at[i]);
        i++;
    }
}

const json_t *json_read_repeats(struct arena *a, str text, ptrdiff_t max_bytes,
                                struct json_fault *why, struct json_repeats *repeats)
{
    *repeats = (struct json_repeats){ 0 };
    const json_t *value = json_read(a, text, max_bytes, why);
    if (value || !why->duplicate)
        return value;
    ptrdiff_t keys = count_keys(text);
    if (keys > JSON_KEYS_MAX)
        return NULL;
    json_error_t e = { 0 };
    value = load(a, text, 0, &e);
    if (!value) {
        *why = fault_told(a, &e);
        return NULL;
    }
    list_repeats(a, text, keys, repeats);
    return value;
}

/* ------------------------------------------------------------------ members */

str json_text(const json_t *value)
{
    if (!json_is_string(value))
        return S("");
    return (str){ json_string_value(value), (ptrdiff_t)json_string_length(value) };
}

str json_member_str(const json_t *object, const char *name)
{
    return json_text(json_object_get(object, name));
}

int64_t json_member_int(const json_t *object, const char *name, int64_t other)
{
    const json_t *value = json_object_get(object, name);
    return json_is_integer(value) ? (int64_t)json_integer_value(value) : other;
}

bool json_member_true(const json_t *object, const char *name)
{
    return json_is_true(json_object_get(object, name));
}

/* ------------------------------------------------------------------ writing */

static void before_value(struct json_out *w)
{
    if (w->comma)
        put_char(w->o, ',');
    w->comma = true;
}

void json_open(struct json_out *w)
{
    before_value(w);
    put_char(w->o, '{');
    w->comma = false;
}

void json_close(struct json_out *w)
{
    put_char(w->o, '}');
    w->comma = true;
}

void json_open_list(struct json_out *w)
{
    before_value(w);
    put_char(w->o, '[');
    w->comma = false;
}

void json_close_list(struct json_out *w)
{
    put_char(w->o, ']');
    w->comma = true;
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c != '"' && c != '\\' && c != 0x7f;
}

static void put_escaped(struct out *o, unsigned char c)
{
    static const char digits[] = "0123456789abcdef";
    put_char(o, '\\');
    if (c == '"' || c == '\\') {
        put_char(o, (char)c);
    } else if (c == '\n') {
        put_char(o, 'n');
    } else if (c == '\t') {
        put_char(o, 't');
    } else {
        put_str(o, S("u00"));
        put_char(o, digits[c >> 4]);
        put_char(o, digits[c & 15]);
    }
}

static void put_quoted(struct out *o, str s)
{
    put_char(o, '"');
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (is_plain((unsigned char)s.at[i]))
            continue;
        put_str(o, str_sub(s, from, i));
        put_escaped(o, (unsigned char)s.at[i]);
        from = i + 1;
    }
    put_str(o, str_after(s, from));
    put_char(o, '"');
}

void json_name_str(struct json_out *w, str name)
{
    before_value(w);
    put_quoted(w->o, name);
    put_char(w->o, ':');
    w->comma = false;
}

void json_name(struct json_out *w, const char *name)
{
    json_name_str(w, str_of(name));
}

void json_put_str(struct json_out *w, str s)
{
    before_value(w);
    put_quoted(w->o, s);
}

void json_put_int(struct json_out *w, int64_t n)
{
    before_value(w);
    put_int(w->o, n);
}

void json_put_bool(struct json_out *w, bool b)
{
    json_put_raw(w, b ? S("true") : S("false"));
}

void json_put_null(struct json_out *w)
{
    json_put_raw(w, S("null"));
}

void json_put_mean(struct json_out *w, mean m)
{
    json_open(w);
    json_pair_int(w, "sum", m.sum);
    json_pair_int(w, "count", m.count);
    json_pair_str(w, "shown", show_mean(w->o->a, m));
    json_close(w);
}

void json_put_raw(struct json_out *w, str json)
{
    before_value(w);
    put_str(w->o, json);
}
