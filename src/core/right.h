/* right: who may do what, where. Role x area subtree, checked in one place, denied by default. */
#ifndef CORE_RIGHT_H
#define CORE_RIGHT_H

#include "base/id.h"
#include "base/str.h"

enum right {
    RIGHT_NONE,                                /* a route row left empty: stops the program */
    RIGHT_PUBLIC,                              /* everybody */
#define RIGHT(name, means) RIGHT_##name,
#include "core/right.def"
};

enum role {
    ROLE_NONE,
#define ROLE(name, word, label, rights) ROLE_##name,
#include "core/right.def"
};
enum { ROLE_COUNT = ROLE_ADMIN + 1 };

/* .who = MAY(SIT), .who = ANYBODY */
#define MAY(name) RIGHT_##name
#define ANYBODY RIGHT_PUBLIC

/* One role worn somewhere. */
struct worn {
    enum role role;
    str place_path;                           /* "91/" or "91/30307/"; "" = nowhere in particular */
    producer_id producer;                      /* ROLE_PRODUCER: whose */
};

struct worn_rows {
    struct worn *at;
    ptrdiff_t count;
};

struct actor {
    account_id account;                        /* zero for the public */
    login_id login;
    str name;
    str login_name;
    str form_secret;                           /* binds form keys to this sign-in */
    struct worn_rows worn;
};

extern const struct actor ANYONE;

/* What an actor may see by a right: fills :scope (a LIKE pattern of place paths) and :own. */
struct scope {
    str like;                                  /* "91/%"; "-" matches nothing */
    producer_id own;                           /* zero = not limited to one producer */
};

bool actor_may(const struct actor *who, enum right r);
bool role_has(enum role role, enum right r);
struct scope actor_scope(struct arena *a, const struct actor *who, enum right r);
/* Does that place path (and producer) lie in the actor's scope for this right? */
bool actor_reaches(const struct actor *who, enum right r, str place_path, producer_id producer);

str role_word(enum role r);                    /* "commune" */
str role_label(enum role r);                   /* "Cán bộ xã" */
enum role role_of_word(str word);              /* ROLE_NONE when unknown */

#endif
