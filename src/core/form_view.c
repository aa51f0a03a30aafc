/* form_view.c: a form as people see it: label, hint, control, fault; and its one-time key.
 *
 * A key is a random word and its HMAC with the sign-in's own secret, so a key of another sign-in
 * does not fit, and nothing needs to be stored until it is used (table once).
 */
#include <assert.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "core/core.h"

enum { KEY_WORD = 24, KEY_MAC = 32 };

static str key_mac(struct ctx *cx, str word)
{
    str bound = join(cx->a, word, S(":"), cx->actor->form_secret);
    return str_sub(hash_hex(cx->a, hash_keyed(house()->form_key, bound)), 0, KEY_MAC);
}

str form_key(struct ctx *cx)
{
    str word = random_hex(cx->a, KEY_WORD / 2);
    return join(cx->a, word, S("."), key_mac(cx, word));
}

bool form_key_fits(struct ctx *cx, str key)
{
    str mac = key;
    str word = str_cut(&mac, '.');
    return word.len == KEY_WORD && secret_equal(mac, key_mac(cx, word));
}

struct form_view form_view(struct ctx *cx, const struct form *form, url action, const void *from)
{
    bool refused = cx->fault->count > 0 && cx->visit->rq;
    return (struct form_view){
        .form = form,
        .action = action,
        .key = form_key(cx),
        .from = from,
        .typed = refused ? cx->visit->rq : NULL,
        .fault = cx->fault,
        .faults = fault_list(cx),
    };
}

void form_view_picks(struct form_view *v, const char *field, const struct pick *at, ptrdiff_t count)
{
    for (int i = 0; i < FORM_PICKS_MAX; i++)
        if (!v->picks[i].field) {
            v->picks[i] = (struct picks){ field, at, count };
            return;
        }
}

/* What stands in the control: typed text first, else the struct's member. */
static str value_of(struct out *o, const struct form_view *v, const struct field *f)
{
    str clean;
    if (f->kind == KIND_SECRET)                /* a password is never sent back */
        return S("");
    if (v->typed) {
        str typed = req_field(v->typed, f->name);
        return text_clean(o->a, typed, f->kind == KIND_LINES, &clean) ? clean : S("");
    }
    if (!v->from)
        return S("");
    const char *at = (const char *)v->from + f->offset;
    switch (f->kind) {
    case KIND_TEXT:
    case KIND_LINES:
    case KIND_PICK:
        return *(const str *)at;
    case KIND_CODE:
        return code_show(o->a, *(const str *)at);
    case KIND_SECRET:
        return S("");
    case KIND_INT:
        return f->optional && *(const int32_t *)at == 0 && f->least > 0
                   ? S("")
                   : show(o->a, *(const int32_t *)at);
    case KIND_MONEY:
        return form_show(o->a, f, v->from);
    case KIND_BOOL:
        return *(const bool *)at ? S("1") : S("");
    case KIND_CHOICE:
        for (const struct field_choice *c = f->choices; c->word; c++)
            if (c->value == *(const int32_t *)at)
                return str_of(c->word);
        return S("");
    case KIND_DATE:
        return show(o->a, *(const date *)at);
    case KIND_HIDDEN:
        return show(o->a, *(const int64_t *)at);
    }
    return S("");
}

static void put_attribute(struct out *o, const char *name, str value)
{
    put(o, S(" "));
    put(o, str_of(name));
    put(o, S("=\""));
    put_escaped(o, value);
    put(o, S("\""));
}

static void put_common(struct out *o, const struct field *f, str fault)
{
    str name = str_of(f->name);
    put_attribute(o, "id", join(o->a, S("o-"), name));
    put_attribute(o, "name", name);
    if (f->hint)
        put_attribute(o, "aria-describedby",
                      join(o->a, S("g-"), name, fault.len > 0 ? S(" l-") : S(""),
                           fault.len > 0 ? name : S("")));
    else if (fault.len > 0)
        put_attribute(o, "aria-describedby", join(o->a, S("l-"), name));
    if (fault.len > 0)
        put(o, S(" aria-invalid=\"true\""));
    if (!f->optional)
        put(o, S(" required"));
}

static void put_option(struct out *o, str value, str label, bool chosen)
{
    put(o, S("<option"));
    put_attribute(o, "value", value);
    put(o, chosen ? S(" selected>") : S(">"));
    put_escaped(o, label);
    put(o, S("</option>"));
}

static void put_select(struct out *o, const struct form_view *v, const struct field *f, str value,
                       str fault)
{
    put(o, S("<select"));
    put_common(o, f, fault);
    put(o, S(">"));
    put_option(o, S(""), S("– chọn –"), value.len == 0);
    if (f->kind == KIND_CHOICE)
        for (const struct field_choice *c = f->choices; c->word; c++)
            put_option(o, str_of(c->word), str_of(c->label), str_is(value, c->word));
    for (int i = 0; i < FORM_PICKS_MAX && v->picks[i].field; i++)
        for (ptrdiff_t k = 0; str_is(str_of(f->name), v->picks[i].field) && k < v->picks[i].count;
             k++)
            put_option(o, v->picks[i].at[k].value, v->picks[i].at[k].label,
                       str_equal(value, v->picks[i].at[k].value));
    put(o, S("</select>"));
}

static void put_input(struct out *o, const struct field *f, str value, str fault)
{
    put(o, S("<input"));
    put_common(o, f, fault);
    put_attribute(o, "type", f->kind == KIND_SECRET ? S("password") : S("text"));
    if (f->kind == KIND_INT || f->kind == KIND_MONEY)
        put(o, S(" inputmode=\"numeric\""));
    if (f->kind == KIND_DATE)
        put(o, S(" inputmode=\"numeric\" placeholder=\"31/12/2026\" autocomplete=\"off\""));
    if (f->most > 0 && (f->kind == KIND_TEXT || f->kind == KIND_SECRET))
        put_attribute(o, "maxlength", show(o->a, f->most));
    put_attribute(o, "value", value);
    put(o, S(">"));
}

static void put_lines(struct out *o, const struct field *f, str value, str fault)
{
    put(o, S("<textarea rows=\"5\""));
    put_common(o, f, fault);
    put(o, S(">\n"));
    put_escaped(o, value);
    put(o, S("</textarea>"));
}

static void put_control(struct out *o, const struct form_view *v, const struct field *f, str value,
                        str fault)
{
    if (f->kind == KIND_CHOICE || f->kind == KIND_PICK)
        put_select(o, v, f, value, fault);
    else if (f->kind == KIND_LINES)
        put_lines(o, f, value, fault);
    else
        put_input(o, f, value, fault);
}

static void put_tick(struct out *o, const struct field *f, str value)
{
    put(o, S("<div class=\"field\"><label class=\"check\"><input type=\"checkbox\" value=\"1\""));
    put_attribute(o, "name", str_of(f->name));
    put(o, str_is(value, "1") ? S(" checked>") : S(">"));
    put(o, S("<span>"));
    put_escaped(o, str_of(f->label));
    put(o, S("</span></label></div>\n"));
}

static void put_hidden(struct out *o, const struct field *f, str value)
{
    put(o, S("<input type=\"hidden\""));
    put_attribute(o, "name", str_of(f->name));
    put_attribute(o, "value", value);
    put(o, S(">\n"));
}

static void put_note(struct out *o, const char *class, const char *prefix, const struct field *f,
                     str text)
{
    if (text.len == 0)
        return;
    put(o, S("<p"));
    put_attribute(o, "class", str_of(class));
    put_attribute(o, "id", join(o->a, str_of(prefix), str_of(f->name)));
    put(o, S(">"));
    put_escaped(o, text);
    put(o, S("</p>"));
}

void put_field(struct out *o, const struct form_view *v, str name)
{
    const struct field *f = form_field(v->form, name);
    assert(f);                                 /* the page names a field the table has not */
    str value = value_of(o, v, f);
    str fault = fault_of(v->fault, name);
    if (f->kind == KIND_HIDDEN) {
        put_hidden(o, f, value);
        return;
    }
    if (f->kind == KIND_BOOL) {
        put_tick(o, f, value);
        return;
    }
    put(o, fault.len > 0 ? S("<div class=\"field has-fault\"><label")
                         : S("<div class=\"field\"><label"));
    put_attribute(o, "for", join(o->a, S("o-"), name));
    put(o, S(">"));
    put_escaped(o, str_of(f->label));
    if (f->optional)
        put(o, S(" <small>(không bắt buộc)</small>"));
    put(o, S("</label>"));
    put_note(o, "hint", "g-", f, f->hint ? str_of(f->hint) : S(""));
    put_control(o, v, f, value, fault);
    put_note(o, "fault", "l-", f, fault);
    put(o, S("</div>\n"));
}
