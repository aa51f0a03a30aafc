/* err.c: codes to HTTP and exit status; sentences filled with their values. */
#include "base/err.h"

#include "base/out.h"
#include "base/utf8.h"

int err_http(enum err e)
{
    switch (e) {
    case OK:
        return 200;
#define ERR_ROW(code, http, exit, means) \
    case code:                           \
        return http;
#include "base/err.def"
#undef ERR_ROW
    }
    return 500;
}

int err_exit(enum err e)
{
    switch (e) {
    case OK:
        return 0;
#define ERR_ROW(code, http, exit, means) \
    case code:                           \
        return exit;
#include "base/err.def"
#undef ERR_ROW
    }
    return 7;
}

str err_name(enum err e)
{
    switch (e) {
    case OK:
        return S("OK");
#define ERR_ROW(code, http, exit, means) \
    case code:                           \
        return S(#code);
#include "base/err.def"
#undef ERR_ROW
    }
    return S("?");
}

str msg_fill(struct arena *a, const char *pattern, const str args[MSG_ARGS])
{
    struct out *o = out_new(a, .max_bytes = 64 << 10);
    for (const char *p = pattern; *p; p++) {
        bool hole = p[0] == '{' && p[1] >= '0' && p[1] < '0' + MSG_ARGS && p[2] == '}';
        if (hole) {
            put(o, utf8_valid(args[p[1] - '0']) ? args[p[1] - '0'] : S("?"));
            p += 2;
        } else {
            put_char(o, *p);
        }
    }
    return out_str(o);
}

enum err fault_add(struct arena *a, struct fault *f, enum err e, const struct msg *m,
                   struct fault_args in)
{
    f->err = e;
    if (f->count == FAULTS_MAX)
        return e;
    f->rows[f->count++] = (struct fault_row){
        .field = in.field,
        .code = str_of(m->name),
        .what = msg_fill(a, m->what, in.args),
        .todo = msg_fill(a, m->todo, in.args),
    };
    return e;
}

str fault_of(const struct fault *f, str field)
{
    for (ptrdiff_t i = 0; i < f->count; i++)
        if (str_equal(f->rows[i].field, field))
            return f->rows[i].what;
    return S("");
}
