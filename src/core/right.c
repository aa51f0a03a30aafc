/* right.c: the table of roles, and areas as subtrees of place paths. */
#include "core/right.h"

#define BIT(name) (1u << RIGHT_##name)

static const struct {
    const char *word;
    const char *label;
    uint32_t rights;
} roles[] = {
    { "", "", 0 },
#define ROLE(name, word, label, rights) { word, label, rights },
#include "core/right.def"
};

const struct actor ANYONE = { .name = { "", 0 } };

bool role_has(enum role role, enum right r)
{
    return r == RIGHT_PUBLIC || (r != RIGHT_NONE && (roles[role].rights >> r & 1u));
}

bool actor_may(const struct actor *who, enum right r)
{
    if (r == RIGHT_PUBLIC)
        return true;
    for (ptrdiff_t i = 0; i < who->worn.count; i++)
        if (role_has(who->worn.at[i].role, r))
            return true;
    return false;
}

/* A wider area comes first: of several roles that give the right, the shortest path wins, and a
 * producer's own scope only when no area gives it. */
struct scope actor_scope(struct arena *a, const struct actor *who, enum right r)
{
    const struct worn *best = NULL;
    for (ptrdiff_t i = 0; i < who->worn.count; i++) {
        const struct worn *w = &who->worn.at[i];
        if (!role_has(w->role, r))
            continue;
        bool wider = !best || (best->producer.id && !w->producer.id)
                     || (!w->producer.id && w->place_path.len < best->place_path.len);
        if (wider)
            best = w;
    }
    if (!best)
        return (struct scope){ .like = S("-") };
    if (best->producer.id)
        return (struct scope){ .like = S("%"), .own = best->producer };
    return (struct scope){ .like = join(a, best->place_path, S("%")) };
}

bool actor_reaches(const struct actor *who, enum right r, str place_path, producer_id producer)
{
    for (ptrdiff_t i = 0; i < who->worn.count; i++) {
        const struct worn *w = &who->worn.at[i];
        if (!role_has(w->role, r))
            continue;
        if (w->producer.id ? w->producer.id == producer.id : str_starts(place_path, w->place_path))
            return true;
    }
    return false;
}

str role_word(enum role r)
{
    return str_of(roles[r].word);
}

str role_label(enum role r)
{
    return str_of(roles[r].label);
}

enum role role_of_word(str word)
{
    for (int i = 1; i < ROLE_COUNT; i++)
        if (str_is(word, roles[i].word))
            return (enum role)i;
    return ROLE_NONE;
}
