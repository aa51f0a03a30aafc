/* test_form.c: values for every kind of field, and what a page must show. */
#include "core/test_form.h"

#include "base/out.h"

static int64_t number_for(const struct field *f, int order)
{
    int64_t n = f->least > order + 1 ? f->least : order + 1;
    return f->most > 0 && n > f->most ? f->most : n;
}

/* "Ấm ấm 3", as long as the field asks for. */
static str text_for(struct arena *a, const struct field *f, int order)
{
    struct out *o = out_new(a, .max_bytes = 1 << 16);
    put(o, join(a, S("Ấm "), show(a, (int32_t)order)));
    for (int64_t n = 4; n < f->least; n++)
        put(o, S("ấ"));
    if (f->kind == KIND_LINES)
        put(o, S("\ndòng hai"));
    return out_str(o);
}

void test_form_fill(struct arena *a, const struct form *form, void *into, int seed)
{
    for (int i = 0; i < form->count; i++) {
        const struct field *f = &form->fields[i];
        char *at = (char *)into + f->offset;
        if (f->kind == KIND_TEXT || f->kind == KIND_LINES)
            *(str *)(void *)at = text_for(a, f, i + seed);
        else if (f->kind == KIND_INT)
            *(int32_t *)(void *)at = (int32_t)number_for(f, i + seed);
        else if (f->kind == KIND_MONEY)
            ((vnd *)(void *)at)->dong = number_for(f, i + seed);
        else if (f->kind == KIND_BOOL)
            *(bool *)(void *)at = seed == 1;
        else if (f->kind == KIND_CHOICE)
            *(int32_t *)(void *)at = f->choices[f->choices[1].word ? seed % 2 : 0].value;
        else if (f->kind == KIND_DATE)
            *(date *)(void *)at = (date){ 20000 + i + seed };
    }
}

str test_form_json(struct arena *a, const struct form *form, const void *from)
{
    struct json_out w = { .o = out_new(a, .max_bytes = 1 << 20) };
    json_open(&w);
    for (int i = 0; i < form->count; i++)
        if (form->fields[i].kind != KIND_HIDDEN)
            form_put_json(&w, &(struct form){ .fields = &form->fields[i], .count = 1 }, from);
    json_close(&w);
    return out_str(w.o);
}

str test_form_missing(struct arena *a, const struct form *form, str page)
{
    for (int i = 0; i < form->count; i++) {
        str control = join(a, S(" name=\""), str_of(form->fields[i].name), S("\""));
        if (!str_contains(page, control))
            return str_of(form->fields[i].name);
    }
    return S("");
}
