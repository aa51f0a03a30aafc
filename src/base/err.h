/* err: the eleven codes, the sentences of the rooms, and the faults a request gathers.
 *
 * Three grades: a bug is an assert; a refusal says which code, which field, and a Vietnamese
 * sentence; trouble is logged by the driver and passed up as a code.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/str.h"

enum err {
    OK = 0,
#define ERR_ROW(code, http, exit, means) code,
#include "base/err.def"
#undef ERR_ROW
};

int err_http(enum err e);
int err_exit(enum err e);
/* "ERR_INPUT" */
str err_name(enum err e);

#define TRY(call)                                                                            \
    do {                                                                                     \
        enum err try_err_ = (call);                                                          \
        if (try_err_ != OK)                                                                  \
            return try_err_;                                                                 \
    } while (0)

/* A sentence of a room: what is wrong, then what to do. {0} .. {3} are filled by the args. */
struct msg {
    const char *name;                          /* M_…, for tests and lint */
    const char *what;
    const char *todo;                          /* may be empty */
};

/* In a room's header:  #define MSG MSG_DECLARE / #include "room/room.msg" / #undef MSG
 * In its .c file:      #define MSG MSG_DEFINE  / #include "room/room.msg" / #undef MSG */
#define MSG_DECLARE(name, what, todo) extern const struct msg M_##name;
#define MSG_DEFINE(name, what, todo) const struct msg M_##name = { #name, what, todo };

enum { MSG_ARGS = 4, FAULTS_MAX = 64 };

struct fault_row {
    str field;                                 /* name of the form's field, empty for the whole */
    str code;                                  /* the sentence's name, a stable word for machines */
    str what;
    str todo;
};

/* What to tell the user. A form gathers every fault; a rule stops at the first. */
struct fault {
    enum err err;
    ptrdiff_t count;
    struct fault_row rows[FAULTS_MAX];
};

struct fault_args {
    str field;
    str args[MSG_ARGS];
};

/* Adds a row to *f (silently not beyond FAULTS_MAX) and gives back `e`. */
enum err fault_add(struct arena *a, struct fault *f, enum err e, const struct msg *m,
                   struct fault_args in);
/* The sentence about `field`, or empty. */
str fault_of(const struct fault *f, str field);
/* {0} .. {3} replaced. */
str msg_fill(struct arena *a, const char *pattern, const str args[MSG_ARGS]);

#endif
