/* pack_take.c: members of the pack's JSON, one by one: kind, length, range. Every fault is said
 * with its place; a value at fault comes back as its empty value, and reading goes on. */
#include "base/utf8.h"
#include "criteria/pack_in.h"

#define MSG MSG_DEFINE
#include "criteria/pack.msg"
#undef MSG

static str sentence(struct arena *a, const struct msg *m, const str args[MSG_ARGS])
{
    str what = msg_fill(a, m->what, args);
    str todo = msg_fill(a, m->todo, args);
    return todo.len > 0 ? join(a, what, S(" "), todo) : str_copy(a, what);
}

str pack_clip(str s)
{
    enum { SHOWN_CHARS = 80 };
    return utf8_length(s) > SHOWN_CHARS ? utf8_head(s, SHOWN_CHARS) : s;
}

void pack_fault(struct pack_reader *r, const struct msg *m, struct pack_args in)
{
    struct pack_faults *f = r->faults;
    if (f->count >= PACK_FAULTS_MAX)
        return;
    if (!f->at)
        f->at = new(r->a, struct pack_fault, PACK_FAULTS_MAX);
    if (f->count == PACK_FAULTS_MAX - 1)
        m = &M_PACK_TOO_MANY;
    for (int i = 0; i < MSG_ARGS; i++)
        in.args[i] = pack_clip(in.args[i]);
    f->at[f->count++] = (struct pack_fault){ .place = str_copy(r->a, r->place),
                                             .text = sentence(r->a, m, in.args) };
}

struct pack_place pack_enter(struct pack_reader *r, str step)
{
    struct pack_place back = { r->place, arena_mark(r->scratch) };
    step = pack_clip(step);
    r->place = back.place.len > 0 ? join(r->scratch, back.place, S("/"), step) : step;
    return back;
}

struct pack_place pack_enter_no(struct pack_reader *r, const char *what, ptrdiff_t number)
{
    struct arena_mark mark = arena_mark(r->scratch);
    str step = join(r->scratch, str_of(what), show(r->scratch, (int64_t)number));
    struct pack_place back = pack_enter(r, step);
    back.mark = mark;
    return back;
}

void pack_leave(struct pack_reader *r, struct pack_place back)
{
    r->place = back.place;
    arena_rewind(r->scratch, back.mark);
}

/* The member; NULL when absent, with a fault where it must be there. */
static const json_t *member(struct pack_reader *r, const json_t *o, struct taking t)
{
    const json_t *v = json_object_get(o, t.key);
    if (!v && t.must)
        pack_say(r, &M_PACK_KEY_MISSING, str_of(t.key));
    return v;
}

/* Tidy text is NFC, without control characters, without white space at its ends. */
static bool is_tidy(struct pack_reader *r, str s)
{
    struct arena_mark mark = arena_mark(r->scratch);
    str clean;
    bool tidy = text_clean(r->scratch, s, false, &clean) && str_equal(clean, s);
    arena_rewind(r->scratch, mark);
    return tidy;
}

str take_text(struct pack_reader *r, const json_t *o, struct taking t)
{
    const json_t *v = member(r, o, t);
    if (!v)
        return S("");
    if (!json_is_string(v)) {
        pack_say(r, &M_PACK_NOT_TEXT, str_of(t.key));
        return S("");
    }
    str s = json_text(v);
    int64_t most = t.to > 0 ? t.to : PACK_TEXT_CHARS;
    int64_t length = utf8_length(s);
    if (length == 0)
        pack_say(r, &M_PACK_TEXT_EMPTY, str_of(t.key));
    if (length > most) {
        pack_say(r, &M_PACK_TEXT_LONG, str_of(t.key), show(r->scratch, length),
                 show(r->scratch, most));
        return S("");
    }
    if (!is_tidy(r, s))
        pack_say(r, &M_PACK_TEXT_UNTIDY, str_of(t.key));
    return str_copy(r->a, s);
}

static bool is_code(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool digit = c >= '0' && c <= '9';
        if (!letter && !digit && c != '.' && c != ':' && c != '-' && c != '_')
            return false;
    }
    return true;
}

str take_code(struct pack_reader *r, const json_t *o, struct taking t)
{
    t.to = PACK_CODE_CHARS;
    str s = take_text(r, o, t);
    if (is_code(s))
        return s;
    pack_say(r, &M_PACK_NOT_PLAIN, str_of(t.key), s);
    return S("");
}

int32_t take_int(struct pack_reader *r, const json_t *o, struct taking t)
{
    const json_t *v = member(r, o, t);
    if (!v)
        return (int32_t)t.absent;
    if (!json_is_integer(v)) {
        pack_say(r, &M_PACK_NOT_WHOLE, str_of(t.key));
        return (int32_t)t.absent;
    }
    int64_t n = (int64_t)json_integer_value(v);
    if (n >= t.from && n <= t.to)
        return (int32_t)n;
    pack_say(r, &M_PACK_NUMBER_RANGE, str_of(t.key), show(r->scratch, n),
             show(r->scratch, t.from), show(r->scratch, t.to));
    return (int32_t)t.absent;
}

bool take_bool(struct pack_reader *r, const json_t *o, struct taking t)
{
    const json_t *v = member(r, o, t);
    if (v && !json_is_boolean(v))
        pack_say(r, &M_PACK_NOT_BOOL, str_of(t.key));
    return json_is_true(v);
}

date take_date(struct pack_reader *r, const json_t *o, struct taking t)
{
    const json_t *v = member(r, o, t);
    date d = NO_DATE;
    if (!v || json_is_null(v))
        return d;
    str s = json_text(v);
    if (s.len != 10 || s.at[4] != '-' || !date_read(s, &d)) {
        pack_say(r, &M_PACK_NOT_DATE, str_of(t.key));
        return NO_DATE;
    }
    return d;
}

const json_t *take_list(struct pack_reader *r, const json_t *o, struct taking t)
{
    const json_t *v = r->faults->count < PACK_FAULTS_MAX ? member(r, o, t) : NULL;
    if (!v)
        return NULL;
    if (!json_is_array(v)) {
        pack_say(r, &M_PACK_NOT_LIST, str_of(t.key));
        return NULL;
    }
    int64_t count = (int64_t)json_array_size(v);
    if (count > t.to) {
        pack_say(r, &M_PACK_LIST_LONG, str_of(t.key), show(r->scratch, count),
                 show(r->scratch, t.to));
        return NULL;
    }
    if (count < t.from)
        pack_say(r, &M_PACK_LIST_EMPTY, str_of(t.key));
    return v;
}

bool take_object(struct pack_reader *r, const json_t *value, const char *keys)
{
    if (!json_is_object(value)) {
        pack_say(r, &M_PACK_NOT_OBJECT, r->place);
        return false;
    }
    void *it = json_object_iter((json_t *)(uintptr_t)value);
    for (; it; it = json_object_iter_next((json_t *)(uintptr_t)value, it)) {
        str key = { json_object_iter_key(it), (ptrdiff_t)json_object_iter_key_len(it) };
        struct arena_mark mark = arena_mark(r->scratch);
        bool known = str_find(key, ' ') < 0
                     && str_contains(str_of(keys), join(r->scratch, S(" "), key, S(" ")));
        arena_rewind(r->scratch, mark);
        if (!known)
            pack_say(r, &M_PACK_KEY_UNKNOWN, key);
    }
    return true;
}
