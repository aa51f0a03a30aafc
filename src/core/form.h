/* form: a table of fields turns what was typed into a checked struct, and back into controls.
 *
 * The same table serves page, JSON, CSV and command line, so a rule is written once. All faults
 * are reported at once; undeclared fields are dropped; what was typed is kept and shown again.
 *
 *     static const struct field fields[] = {
 *         FIELD_TEXT(struct product, name, "ten", "Tên sản phẩm", .least = 2, .most = 200),
 *         FIELD_INT(struct product, shelf_life_days, "han_su_dung", "Hạn sử dụng (ngày)",
 *                   .least = 1, .most = 3650, .optional = true),
 *     };
 *     const struct form product_form = FORM(fields);
 */
#ifndef CORE_FORM_H
#define CORE_FORM_H

#include <stddef.h>

#include "core/ctx.h"
#include "format/json.h"
#include "web/html.h"
#include "web/req.h"

enum field_kind {
    KIND_TEXT,                                 /* one line; least, most in characters */
    KIND_LINES,                                /* several lines */
    KIND_SECRET,                               /* a password: never shown again */
    KIND_INT,                                  /* int32_t */
    KIND_MONEY,                                /* vnd; least, most in đồng */
    KIND_BOOL,                                 /* a tick */
    KIND_CHOICE,                               /* int32_t of a fixed list of words */
    KIND_PICK,                                 /* str: a value of a list given when shown */
    KIND_DATE,
    KIND_CODE,                                 /* str: a public code, hyphens dropped */
    KIND_HIDDEN,                               /* int64_t the page carries, such as a version */
};

struct field_choice {
    int32_t value;
    const char *word;                          /* in forms, JSON and CSV: "hop_tac_xa" */
    const char *label;                         /* "Hợp tác xã" */
};

struct field {
    enum field_kind kind;
    ptrdiff_t offset;                          /* of the member in the struct */
    const char *member;                        /* its name: the JSON name */
    const char *name;                          /* in pages and CSV: Vietnamese without marks */
    const char *label;
    const char *hint;
    int64_t least;
    int64_t most;
    bool optional;
    const struct field_choice *choices;        /* ends with word NULL */
};

struct form {
    const struct field *fields;
    int count;
};

#define FIELD_OF(kind_, type, member_, name_, label_, ...)                                   \
    { .kind = (kind_), .offset = (ptrdiff_t)offsetof(type, member_), .member = #member_,     \
      .name = (name_), .label = (label_), __VA_ARGS__ }
#define FIELD_TEXT(type, member, name, label, ...) \
    FIELD_OF(KIND_TEXT, type, member, name, label, __VA_ARGS__)
#define FIELD_LINES(type, member, name, label, ...) \
    FIELD_OF(KIND_LINES, type, member, name, label, __VA_ARGS__)
#define FIELD_SECRET(type, member, name, label, ...) \
    FIELD_OF(KIND_SECRET, type, member, name, label, __VA_ARGS__)
#define FIELD_INT(type, member, name, label, ...) \
    FIELD_OF(KIND_INT, type, member, name, label, __VA_ARGS__)
#define FIELD_MONEY(type, member, name, label, ...) \
    FIELD_OF(KIND_MONEY, type, member, name, label, __VA_ARGS__)
#define FIELD_BOOL(type, member, name, label)                                                   \
    FIELD_OF(KIND_BOOL, type, member, name, label, .optional = true)
#define FIELD_CHOICE(type, member, name, label, list, ...) \
    FIELD_OF(KIND_CHOICE, type, member, name, label, .choices = (list), __VA_ARGS__)
#define FIELD_PICK(type, member, name, label, ...) \
    FIELD_OF(KIND_PICK, type, member, name, label, .most = 100, __VA_ARGS__)
#define FIELD_DATE(type, member, name, label, ...) \
    FIELD_OF(KIND_DATE, type, member, name, label, __VA_ARGS__)
#define FIELD_CODE(type, member, name, label, ...) \
    FIELD_OF(KIND_CODE, type, member, name, label, __VA_ARGS__)
#define FIELD_HIDDEN(type, member, name)                                                        \
    FIELD_OF(KIND_HIDDEN, type, member, name, name, .optional = true)
#define FORM(table) { .fields = (table), .count = (int)(sizeof(table) / sizeof *(table)) }

/* Where typed values come from: a posted page, a JSON object, a CSV row, a command line. */
struct form_source {
    /* The value of a field as typed; false when it was not sent at all. */
    bool (*value)(const void *with, const struct field *f, struct arena *a, str *out);
    const void *with;
};

/* Checks everything into *into; ERR_INPUT with a sentence per field. A field that was not sent
 * counts as empty. */
enum err form_take_from(struct ctx *cx, const struct form *form, const struct form_source *from,
                        void *into) MUST_USE;
/* From the request of this visit: its page fields, or its JSON body. Uses the route row's form. */
enum err form_take(struct ctx *cx, const struct req *rq, void *into) MUST_USE;
/* From name=value pairs (a command line, a CSV row). */
enum err form_take_pairs(struct ctx *cx, const struct form *form, const struct req_pairs *pairs,
                         void *into) MUST_USE;
/* The fields of a struct as JSON members. */
void form_put_json(struct json_out *w, const struct form *form, const void *from);
/* A field of a struct as people read it: 1.250.000 ₫, 02/09/2026, "Hợp tác xã"; empty when it is
 * blank. */
str form_show(struct arena *a, const struct field *f, const void *from);
/* The field of that name; NULL when the form has none. */
const struct field *form_field(const struct form *form, str name);

/* -- a form on a page ------------------------------------------------------------------------ */

struct pick {
    str value;
    str label;
};

struct picks {
    const char *field;                         /* name of the KIND_PICK field */
    const struct pick *at;
    ptrdiff_t count;
};

enum { FORM_PICKS_MAX = 6 };

/* Faults as people read them: at the top of a form each leads to its field. */
struct fault_line {
    str what;
    str todo;
    url anchor;                                /* "#o-ten", or empty */
};

struct fault_list {
    struct {
        struct fault_line *at;
        ptrdiff_t count;
    } rows;
    str title;                                 /* "Chưa lưu được: còn 2 chỗ cần sửa" */
    str one;                                   /* the only sentence, where there is one */
    str one_todo;
    str number;                                /* of the request */
    bool stale;                                /* a key that did not fit: may be sent again */
    url resend;
    str key;
    struct req_pairs kept;                     /* what was posted */
};
struct fault_list fault_list(struct ctx *cx);

struct form_view {
    const struct form *form;
    url action;
    str key;                                   /* one-time key */
    const void *from;                          /* the struct shown; NULL = nothing typed yet */
    const struct req *typed;                   /* shown instead, after a refusal */
    const struct fault *fault;
    struct fault_list faults;
    struct picks picks[FORM_PICKS_MAX];
};

/* A form that shows a struct, or, after a refusal, what was typed. */
struct form_view form_view(struct ctx *cx, const struct form *form, url action, const void *from);
void form_view_picks(struct form_view *v, const char *field, const struct pick *at,
                     ptrdiff_t count);
/* A one-time key for a form of this actor; form_key_fits tells whether a posted one is ours. */
str form_key(struct ctx *cx);
bool form_key_fits(struct ctx *cx, str key);

/* {{field p.form ten}}: label, hint, control, fault. */
void put_field(struct out *o, const struct form_view *v, str name);

#endif
