/* pack_in: what the reader and the checker of packs share; for pack*.c alone. */
#ifndef CRITERIA_PACK_IN_H
#define CRITERIA_PACK_IN_H

#include "base/err.h"
#include "criteria/pack.h"
#include "format/json.h"

#define MSG MSG_DECLARE
#include "criteria/pack.msg"
#undef MSG

/* Limits against hostile files, several times what the three decisions need. */
enum {
    PACK_FAULTS_MAX = 2000,
    PACK_SETS_MAX = 200,
    PACK_SECTIONS_MAX = 60,                    /* of one set */
    PACK_CRITERIA_MAX = 400,                   /* of one set */
    PACK_OPTIONS_MAX = 40,
    PACK_CASES_MAX = 8,
    PACK_RULES_MAX = 16,                       /* of one criterion, of one set */
    PACK_LIST_MAX = 400,                       /* documents, groups, bands, defects … */
    PACK_POINTS_MAX = 100000,
    PACK_NUMBER_MAX = 1000000,
    PACK_CODE_CHARS = 100,
    PACK_TEXT_CHARS = 4000,
};

/* One reading: where faults go, and the place being read. */
struct pack_reader {
    struct arena *a;                           /* what is kept */
    struct arena *scratch;                     /* JSON and passing texts */
    struct pack_faults *faults;
    str place;                                 /* "set/criterion/option" */
};

/* {0} .. {3} of the sentence. */
struct pack_args {
    str args[MSG_ARGS];
};

void pack_fault(struct pack_reader *r, const struct msg *m, struct pack_args in);
#define pack_say(r, m, ...) pack_fault((r), (m), (struct pack_args){ { __VA_ARGS__ } })

/* Where pack_enter came from; pack_leave goes back and drops the passing texts. */
struct pack_place {
    str place;
    struct arena_mark mark;                    /* of the scratch arena */
};

/* Goes one step further in. */
struct pack_place pack_enter(struct pack_reader *r, str step);
struct pack_place pack_enter_no(struct pack_reader *r, const char *what, ptrdiff_t number);
void pack_leave(struct pack_reader *r, struct pack_place back);

/* Takes one member of an object, with every fault said. `must`: it may not be absent. */
struct taking {
    const char *key;
    bool must;
    int64_t from;                              /* whole numbers; lists: least count */
    int64_t to;                                /* whole numbers; texts: characters; lists: count */
    int64_t absent;                            /* value of an absent whole number */
};

str take_text(struct pack_reader *r, const json_t *o, struct taking t);
/* A text of letters without marks, digits and . : - _ */
str take_code(struct pack_reader *r, const json_t *o, struct taking t);
int32_t take_int(struct pack_reader *r, const json_t *o, struct taking t);
bool take_bool(struct pack_reader *r, const json_t *o, struct taking t);
date take_date(struct pack_reader *r, const json_t *o, struct taking t);
/* NULL when absent or of another kind, and once PACK_FAULTS_MAX faults are said. */
const json_t *take_list(struct pack_reader *r, const json_t *o, struct taking t);
/* False, with a fault, when `value` is not an object or holds a key outside `keys` (words between
 * single spaces, with a space at both ends). */
bool take_object(struct pack_reader *r, const json_t *value, const char *keys);

/* Checks what the types alone do not say: sums, codes, order, marks, rules. `json` is the root. */
void pack_check(struct pack_reader *r, const struct pack *p, const json_t *json);
void pack_check_set(struct pack_reader *r, const struct set *s, const json_t *json);

#endif
