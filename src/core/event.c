/* event.c: who listens, and telling them. */
#include "core/event.h"

static const struct listener *listeners;

void listeners_set(const struct listener *list)
{
    listeners = list;
}

enum err event_emit(struct ctx *cx, enum event event, int64_t id)
{
    for (const struct listener *l = listeners; l && l->event; l++)
        if (l->event == event)
            TRY(l->hear(cx, id));
    return OK;
}
