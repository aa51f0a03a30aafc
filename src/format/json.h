/* json: reading by jansson, strict and bounded; writing by streaming into an out.
 *
 * Reading gives jansson's json_t, tied to the arena. Rooms use json_object_get and friends, and
 * the small helpers below. Names are snake_case English.
 */
#ifndef FORMAT_JSON_H
#define FORMAT_JSON_H

#include <jansson.h>

#include "base/out.h"

enum { JSON_DEPTH_MAX = 32 };

struct json_fault {
    int line;
    int column;
    bool duplicate;                            /* a key stands twice in one object */
    str text;                                  /* what the reader says, English */
};

/* NULL when the text is not one JSON value of at most JSON_DEPTH_MAX levels and max_bytes bytes
 * (duplicate keys, invalid UTF-8, NUL in strings and trailing bytes refused); *why then says
 * where. */
const json_t *json_read(struct arena *a, str text, ptrdiff_t max_bytes, struct json_fault *why);
/* A key that stands twice in one object: the way to it from the root. */
struct json_step {
    str key;                                   /* name of the member; at NULL inside a list */
    ptrdiff_t index;                           /* position in the list, from 0 */
};

struct json_repeat {
    struct json_step *steps;
    ptrdiff_t step_count;
};

struct json_repeats {
    struct json_repeat *at;
    ptrdiff_t count;
};

enum { JSON_REPEATS_MAX = 1000, JSON_KEYS_MAX = 1 << 18 };

/* As json_read, for readers who report every fault: repeated keys are listed in *repeats (at most
 * JSON_REPEATS_MAX) and the last of them counts. A text with a repeated key and more than
 * JSON_KEYS_MAX keys is refused as json_read refuses it. */
const json_t *json_read_repeats(struct arena *a, str text, ptrdiff_t max_bytes,
                                struct json_fault *why, struct json_repeats *repeats);
/* A member's text / whole number; empty or `other` when it is missing or of another kind. */
str json_member_str(const json_t *object, const char *name);
int64_t json_member_int(const json_t *object, const char *name, int64_t other);
bool json_member_true(const json_t *object, const char *name);
str json_text(const json_t *value);            /* text of a string value, or empty */

/* A writer that places commas itself. */
struct json_out {
    struct out *o;
    bool comma;                                /* the next value needs one before it */
};

void json_open(struct json_out *w);            /* { */
void json_close(struct json_out *w);           /* } */
void json_open_list(struct json_out *w);       /* [ */
void json_close_list(struct json_out *w);      /* ] */
void json_name(struct json_out *w, const char *name);
void json_name_str(struct json_out *w, str name);
void json_put_str(struct json_out *w, str s);
void json_put_int(struct json_out *w, int64_t n);
void json_put_bool(struct json_out *w, bool b);
void json_put_null(struct json_out *w);
void json_put_mean(struct json_out *w, mean m);   /* {"sum":269,"count":3,"shown":"89,67"} */
void json_put_raw(struct json_out *w, str json);  /* already JSON */

#define json_pair_str(w, name, s) (json_name((w), (name)), json_put_str((w), (s)))
#define json_pair_int(w, name, n) (json_name((w), (name)), json_put_int((w), (n)))
#define json_pair_bool(w, name, b) (json_name((w), (name)), json_put_bool((w), (b)))

#endif
