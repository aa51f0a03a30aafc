/* form.c: typed text to checked members. Showing a form is in form_view.c.
 *
 * Every text passes text_clean: UTF-8 checked, NFC, no control characters, trimmed, then measured
 * in characters.
 */
#include "core/form.h"

#include "base/out.h"
#include "base/utf8.h"
#include "core/core.h"

/* One field on its way: what was typed, where it goes. */
struct taking {
    struct ctx *cx;
    const struct field *f;
    str typed;                                 /* cleaned */
    bool sent;
    char *at;                                  /* the member */
};

static enum err refuse(const struct taking *t, const struct msg *m, str b, str c)
{
    return fault_add(t->cx->a, t->cx->fault, ERR_INPUT, m,
                     (struct fault_args){ .field = str_of(t->f->name),
                                          .args = { str_of(t->f->label), b, c } });
}

static enum err take_text(const struct taking *t)
{
    ptrdiff_t n = utf8_length(t->typed);
    struct arena *a = t->cx->a;
    if (n < t->f->least)
        return refuse(t, &M_FORM_TOO_SHORT, show(a, t->f->least), S(""));
    if (t->f->most > 0 && n > t->f->most)
        return refuse(t, &M_FORM_TOO_LONG, show(a, (int64_t)n), show(a, t->f->most));
    *(str *)t->at = t->typed;
    return OK;
}

static enum err take_int(const struct taking *t)
{
    int64_t n;
    struct arena *a = t->cx->a;
    if (!int_read(t->typed, &n))
        return refuse(t, &M_FORM_NOT_NUMBER, S(""), S(""));
    if (n < t->f->least || n > t->f->most)
        return refuse(t, &M_FORM_NUMBER_RANGE, show(a, t->f->least), show(a, t->f->most));
    *(int32_t *)t->at = (int32_t)n;
    return OK;
}

/* Three digits follow, and then no fourth: "1.250.000" is grouped, "1.5" is not. */
static bool group_follows(str s, ptrdiff_t at)
{
    ptrdiff_t digits = 0;
    while (at + 1 + digits < s.len && s.at[at + 1 + digits] >= '0' && s.at[at + 1 + digits] <= '9')
        digits++;
    return digits == 3;
}

/* "1.250.000 ₫", "1 250 000 đồng": the digits alone; anything else stays and is refused. */
static str money_digits(struct arena *a, str s)
{
    static const char *const units[] = { "₫", "đồng", "đ" };
    struct out *o = out_new(a, .max_bytes = 64);
    for (ptrdiff_t i = 0; i < COUNT_OF(units); i++)
        if (str_ends(s, str_of(units[i]))) {
            s = str_trim(str_sub(s, 0, s.len - str_of(units[i]).len));
            break;
        }
    for (ptrdiff_t i = 0; i < s.len; i++)
        if ((s.at[i] != '.' && s.at[i] != ' ') || i == 0 || !group_follows(s, i))
            put(o, s.at[i]);
    return out_str(o);
}

static enum err take_money(const struct taking *t)
{
    int64_t n;
    struct arena *a = t->cx->a;
    if (!int_read(money_digits(a, t->typed), &n))
        return refuse(t, &M_FORM_NOT_NUMBER, S(""), S(""));
    if (n < t->f->least || n > t->f->most)
        return refuse(t, &M_FORM_NUMBER_RANGE, show(a, ((vnd){ t->f->least })),
                      show(a, ((vnd){ t->f->most })));
    ((vnd *)(void *)t->at)->dong = n;
    return OK;
}

static enum err take_bool(const struct taking *t)
{
    *(bool *)t->at = str_is(t->typed, "1") || str_is(t->typed, "on") || str_is(t->typed, "true")
                     || str_is(t->typed, "có");
    return OK;
}

static enum err take_choice(const struct taking *t)
{
    for (const struct field_choice *c = t->f->choices; c->word; c++)
        if (str_is(t->typed, c->word)) {
            *(int32_t *)t->at = c->value;
            return OK;
        }
    return refuse(t, &M_FORM_NOT_CHOICE, S(""), S(""));
}

static enum err take_date(const struct taking *t)
{
    if (!date_read(t->typed, (date *)t->at))
        return refuse(t, &M_FORM_NOT_DATE, S(""), S(""));
    return OK;
}

static enum err take_code(const struct taking *t)
{
    if (!code_read(t->cx->a, t->typed, (str *)t->at))
        return refuse(t, &M_FORM_NOT_CODE, S(""), S(""));
    return OK;
}

static enum err take_hidden(const struct taking *t)
{
    int64_t n = 0;
    if (!int_read(t->typed, &n))
        n = 0;
    *(int64_t *)t->at = n;
    return OK;
}

/* Left empty: the member is emptied too, also where a change began from an older value. */
static void take_nothing(const struct taking *t)
{
    switch (t->f->kind) {
    case KIND_TEXT:
    case KIND_LINES:
    case KIND_SECRET:
    case KIND_PICK:
    case KIND_CODE:
        *(str *)t->at = S("");
        break;
    case KIND_INT:
    case KIND_CHOICE:
        *(int32_t *)t->at = 0;
        break;
    case KIND_MONEY:
        *(vnd *)t->at = (vnd){ 0 };
        break;
    case KIND_BOOL:
        *(bool *)t->at = false;
        break;
    case KIND_DATE:
        *(date *)t->at = NO_DATE;
        break;
    case KIND_HIDDEN:
        *(int64_t *)t->at = 0;
        break;
    }
}

static enum err take_one(const struct taking *t)
{
    if (t->typed.len == 0 && t->f->kind != KIND_BOOL) {
        take_nothing(t);
        return t->f->optional ? OK : refuse(t, &M_FORM_NEEDED, S(""), S(""));
    }
    switch (t->f->kind) {
    case KIND_TEXT:
    case KIND_LINES:
    case KIND_SECRET:
    case KIND_PICK:
        return take_text(t);
    case KIND_INT:
        return take_int(t);
    case KIND_MONEY:
        return take_money(t);
    case KIND_BOOL:
        return take_bool(t);
    case KIND_CHOICE:
        return take_choice(t);
    case KIND_DATE:
        return take_date(t);
    case KIND_CODE:
        return take_code(t);
    case KIND_HIDDEN:
        return take_hidden(t);
    }
    return ERR_INPUT;
}

enum err form_take_from(struct ctx *cx, const struct form *form, const struct form_source *from,
                        void *into)
{
    enum err e = OK;
    for (int i = 0; i < form->count; i++) {
        const struct field *f = &form->fields[i];
        struct taking t = { .cx = cx, .f = f, .at = (char *)into + f->offset };
        str raw = S("");
        t.sent = from->value(from->with, f, cx->a, &raw);
        bool lines = f->kind == KIND_LINES;
        enum err one = OK;
        if (f->kind == KIND_SECRET && utf8_valid(raw))
            t.typed = raw;
        else if (!text_clean(cx->a, raw, lines, &t.typed))
            one = refuse(&t, &M_FORM_NOT_TEXT, S(""), S(""));
        if (one == OK)
            one = take_one(&t);
        e = one != OK ? one : e;
    }
    return e;
}

static bool from_fields(const void *with, const struct field *f, struct arena *a, str *out)
{
    (void)a;
    const struct req *rq = with;
    *out = req_field(rq, f->name);
    return req_has_field(rq, f->name);
}

static bool from_json(const void *with, const struct field *f, struct arena *a, str *out)
{
    const json_t *v = json_object_get(with, f->member);
    if (!v || json_is_null(v))
        return false;
    if (json_is_integer(v))
        *out = show(a, (int64_t)json_integer_value(v));
    else if (json_is_boolean(v))
        *out = json_is_true(v) ? S("1") : S("");
    else if (json_is_string(v))
        *out = json_text(v);
    else
        *out = S("\xff");                      /* another kind: refused as broken text */
    return true;
}

static bool from_pairs(const void *with, const struct field *f, struct arena *a, str *out)
{
    (void)a;
    const struct req_pairs *pairs = with;
    for (ptrdiff_t i = 0; i < pairs->count; i++)
        if (str_is(pairs->at[i].name, f->name) || str_is(pairs->at[i].name, f->member)) {
            *out = pairs->at[i].value;
            return true;
        }
    return false;
}

static enum err take_json(struct ctx *cx, str body, void *into)
{
    struct json_fault why = { 0 };
    const json_t *root = json_read(cx->a, body, 256 << 10, &why);
    if (!root || !json_is_object(root))
        return fail(cx, ERR_INPUT, M_FORM_BAD_JSON,
                    .args = { show(cx->a, (int32_t)why.line), show(cx->a, (int32_t)why.column) });
    struct form_source from = { from_json, root };
    return form_take_from(cx, cx->visit->form, &from, into);
}

enum err form_take(struct ctx *cx, const struct req *rq, void *into)
{
    if (str_starts(req_header(rq, "content-type"), S("application/json")))
        return take_json(cx, rq->body, into);
    struct form_source from = { from_fields, rq };
    return form_take_from(cx, cx->visit->form, &from, into);
}

enum err form_take_pairs(struct ctx *cx, const struct form *form, const struct req_pairs *pairs,
                         void *into)
{
    struct form_source from = { from_pairs, pairs };
    return form_take_from(cx, form, &from, into);
}

static void put_member(struct json_out *w, const struct field *f, const char *at)
{
    json_name(w, f->member);
    switch (f->kind) {
    case KIND_TEXT:
    case KIND_LINES:
    case KIND_PICK:
    case KIND_CODE:
        json_put_str(w, *(const str *)at);
        break;
    case KIND_SECRET:
        json_put_null(w);
        break;
    case KIND_INT:
        if (f->optional && f->least > 0 && *(const int32_t *)at == 0)
            json_put_null(w);                  /* blank: what is read may be sent back */
        else
            json_put_int(w, *(const int32_t *)at);
        break;
    case KIND_MONEY:
        json_put_int(w, ((const vnd *)at)->dong);
        break;
    case KIND_BOOL:
        json_put_bool(w, *(const bool *)at);
        break;
    case KIND_CHOICE:
        for (const struct field_choice *c = f->choices; c->word; c++)
            if (c->value == *(const int32_t *)at) {
                json_put_str(w, str_of(c->word));
                return;
            }
        json_put_null(w);
        break;
    case KIND_DATE:
        if (date_known(*(const date *)at))
            json_put_str(w, date_iso(w->o->a, *(const date *)at));
        else
            json_put_null(w);
        break;
    case KIND_HIDDEN:
        json_put_int(w, *(const int64_t *)at);
        break;
    }
}

void form_put_json(struct json_out *w, const struct form *form, const void *from)
{
    for (int i = 0; i < form->count; i++)
        put_member(w, &form->fields[i], (const char *)from + form->fields[i].offset);
}

static str choice_label(const struct field *f, int32_t value)
{
    for (const struct field_choice *c = f->choices; c->word; c++)
        if (c->value == value)
            return str_of(c->label);
    return S("");
}

str form_show(struct arena *a, const struct field *f, const void *from)
{
    const char *at = (const char *)from + f->offset;
    switch (f->kind) {
    case KIND_TEXT:
    case KIND_LINES:
    case KIND_PICK:
        return *(const str *)at;
    case KIND_CODE:
        return code_show(a, *(const str *)at);
    case KIND_INT:
        return f->optional && *(const int32_t *)at == 0 ? S("") : show(a, *(const int32_t *)at);
    case KIND_MONEY:
        return f->optional && ((const vnd *)at)->dong == 0 ? S("") : show(a, *(const vnd *)at);
    case KIND_BOOL:
        return *(const bool *)at ? S("có") : S("");
    case KIND_CHOICE:
        return choice_label(f, *(const int32_t *)at);
    case KIND_DATE:
        return show(a, *(const date *)at);
    case KIND_SECRET:
    case KIND_HIDDEN:
        return S("");
    }
    return S("");
}

const struct field *form_field(const struct form *form, str name)
{
    for (int i = 0; i < form->count; i++)
        if (str_is(name, form->fields[i].name))
            return &form->fields[i];
    return NULL;
}
