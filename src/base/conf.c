/* conf.c: start value, environment, command line, in that order. */
#include "base/conf.h"

#include <stdlib.h>

#include "base/out.h"

static struct conf held = {
#define CONF_TEXT(name, start, sentence) .name = start,
#define CONF_INT(name, start, least, most, unit, sentence) .name = start,
#include "base/conf.def"
#undef CONF_TEXT
#undef CONF_INT
};

static const struct conf_row {
    const char *name;
    bool is_int;
    int64_t least, most;
    const char *unit;
    const char *sentence;
    void *at;
} rows[] = {
#define CONF_TEXT(name, start, sentence) { #name, false, 0, 0, "", sentence, &held.name },
#define CONF_INT(name, start, least, most, unit, sentence) \
    { #name, true, least, most, unit, sentence, &held.name },
#include "base/conf.def"
#undef CONF_TEXT
#undef CONF_INT
};

const struct conf *conf(void)
{
    return &held;
}

static enum err set_row(struct arena *a, const struct conf_row *r, const char *value, str *why)
{
    if (!r->is_int) {
        *(const char **)r->at = cstr(a, str_of(value));
        return OK;
    }
    int64_t n;
    if (!int_read(str_of(value), &n) || n < r->least || n > r->most) {
        *why = join(a, S("--"), str_of(r->name), S(": cần một số từ "), show(a, r->least),
                    S(" đến "), show(a, r->most), S("."));
        return ERR_INPUT;
    }
    *(int64_t *)r->at = n;
    return OK;
}

static enum err from_environment(struct arena *a, str *why)
{
    for (ptrdiff_t i = 0; i < COUNT_OF(rows); i++) {
        char name[64] = "SAOLANG_";
        ptrdiff_t n = 8;
        for (const char *p = rows[i].name; *p && n < 63; p++)
            name[n++] = *p == '_' ? '_' : (char)(*p - 'a' + 'A');
        const char *value = getenv(name);
        if (value)
            TRY(set_row(a, &rows[i], value, why));
    }
    return OK;
}

/* "--wait-ms" and "--wait_ms" both name wait_ms. */
static bool names(const char *arg, const char *name)
{
    if (arg[0] != '-' || arg[1] != '-')
        return false;
    for (arg += 2; *arg && *name; arg++, name++)
        if (*arg != *name && !(*arg == '-' && *name == '_'))
            return false;
    return !*arg && !*name;
}

enum err conf_load(struct arena *a, int *argc, char **argv, str *why)
{
    TRY(from_environment(a, why));
    int kept = 0;
    for (int i = 0; i < *argc; i++) {
        const struct conf_row *hit = NULL;
        for (ptrdiff_t k = 0; k < COUNT_OF(rows) && i > 0; k++)
            if (names(argv[i], rows[k].name))
                hit = &rows[k];
        if (hit && i + 1 < *argc) {
            TRY(set_row(a, hit, argv[++i], why));
        } else {
            argv[kept++] = argv[i];
        }
    }
    *argc = kept;
    argv[kept] = NULL;
    return OK;
}

str conf_list(struct arena *a)
{
    struct out *o = out_new(a, .max_bytes = 64 << 10);
    for (ptrdiff_t i = 0; i < COUNT_OF(rows); i++) {
        const struct conf_row *r = &rows[i];
        put(o, join(a, S("# "), str_of(r->sentence)));
        if (r->is_int)
            put(o, join(a, S(" ("), show(a, r->least), S(" .. "), show(a, r->most), S(" "),
                        str_of(r->unit), S(")")));
        put(o, join(a, S("\n"), str_of(r->name), S(" = ")));
        put(o, r->is_int ? show(a, *(int64_t *)r->at) : str_of(*(const char **)r->at));
        put(o, S("\n\n"));
    }
    return out_str(o);
}
