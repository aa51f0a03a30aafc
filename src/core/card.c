/* card.c: what may be done to a card. Its pages are in card_web.c. */
#include "core/card.h"

#include "base/out.h"

/* One change on its way into a transaction. */
struct card_write {
    const struct card_box *box;
    const struct card_kind *kind;
    const struct card_owner *of;
    void *card;
};

static bool may_edit(struct ctx *cx, const struct card_box *box, const struct card_owner *of)
{
    return actor_reaches(cx->actor, box->edit, of->place_path, of->producer);
}

static enum err mark_trail(struct ctx *cx, const struct card_write *w, card_id id, const char *done)
{
    if (w->box->publishes && w->box->publishes(w->kind))
        TRY(public_changed(cx));
    return audit_add(cx, audit_stream(cx->a, w->box->noun, w->of->id),
                     join(cx->a, str_of(w->kind->audited->name), S("."), str_of(done)),
                     w->kind->audited, id.id, S(""));
}

static enum err changed_meanwhile(struct ctx *cx, enum err e)
{
    return e == ERR_CONFLICT ? fail(cx, ERR_CONFLICT, M_CARD_CHANGED) : e;
}

static enum err card_add(struct ctx *cx, const struct card_write *w)
{
    struct card *card = w->card;
    struct card_rows rows;
    TRY(w->kind->list(cx, w->of->id, &rows));
    if (rows.count >= CARDS_MAX)
        return fail(cx, ERR_LIMIT, M_CARDS_MANY,
                    .args = { str_of(w->kind->one), show(cx->a, (int32_t)CARDS_MAX) });
    card->at = cx->now;
    TRY(w->kind->insert(cx, card, &card->id));
    return mark_trail(cx, w, card->id, "added");
}

static enum err card_change(struct ctx *cx, const struct card_write *w)
{
    struct card *card = w->card;
    void *have;
    TRY(card_of(cx, w->kind, w->of->id, card->id, &have));
    TRY(changed_meanwhile(cx, w->kind->update(cx, card)));
    return mark_trail(cx, w, card->id, "changed");
}

enum err card_save(struct ctx *cx, const struct card_box *box, const struct card_kind *k,
                   const struct card_owner *of, void *card)
{
    struct card_write w = { box, k, of, card };
    ((struct card *)card)->owner = of->id;
    if (!may_edit(cx, box, of))
        return ERR_NOT_FOUND;
    if (k->check)
        TRY(k->check(cx, of, card));
    return ((struct card *)card)->id.id ? card_change(cx, &w) : card_add(cx, &w);
}

static enum err card_save_any(struct ctx *cx, const struct card_write *w)
{
    return card_save(cx, w->box, w->kind, w->of, w->card);
}
DB_TX_HERE(card_save_any, struct card_write)

enum err card_save_tx(struct ctx *cx, const struct card_box *box, const struct card_kind *k,
                      const struct card_owner *of, void *card)
{
    struct card_write w = { box, k, of, card };
    return card_save_any_tx(cx, &w);
}

static enum err card_remove_any(struct ctx *cx, const struct card_write *w)
{
    const struct card *card = w->card;
    void *have;
    if (!may_edit(cx, w->box, w->of))
        return ERR_NOT_FOUND;
    TRY(card_of(cx, w->kind, w->of->id, card->id, &have));
    TRY(changed_meanwhile(cx, w->kind->remove(cx, card, cx->now)));
    return mark_trail(cx, w, card->id, "removed");
}
DB_TX_HERE(card_remove_any, struct card_write)

enum err card_remove(struct ctx *cx, const struct card_box *box, const struct card_kind *k,
                     const struct card_owner *of, const struct card *card)
{
    struct card gone = *card;
    struct card_write w = { box, k, of, &gone };
    return card_remove_any(cx, &w);
}

enum err card_remove_tx(struct ctx *cx, const struct card_box *box, const struct card_kind *k,
                        const struct card_owner *of, const struct card *card)
{
    struct card gone = *card;
    struct card_write w = { box, k, of, &gone };
    return card_remove_any_tx(cx, &w);
}

enum err card_of(struct ctx *cx, const struct card_kind *k, int64_t owner, card_id id, void **out)
{
    struct card_rows rows;
    TRY(k->list(cx, owner, &rows));
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        struct card *card = (void *)((char *)rows.at + i * k->size);
        if (card->id.id == id.id) {
            *out = card;
            return OK;
        }
    }
    return ERR_NOT_FOUND;
}

enum err card_days_fit(struct ctx *cx, date from, date until)
{
    if (date_known(from) && date_known(until) && until.days < from.days)
        return fail(cx, ERR_INPUT, M_CARD_DAYS, .field = S("den_ngay"),
                    .args = { show(cx->a, until), show(cx->a, from) });
    return OK;
}

struct card_mark card_mark_until(struct ctx *cx, date until)
{
    enum { SOON_DAYS = 60 };
    if (!date_known(until))
        return (struct card_mark){ 0 };
    int32_t left = until.days - instant_date(cx->now).days;
    if (left < 0)
        return (struct card_mark){ S("Đã hết hạn"), S("is-bad") };
    if (left > SOON_DAYS)
        return (struct card_mark){ S("Còn hạn"), S("is-good") };
    return (struct card_mark){ left == 0 ? S("Hết hạn hôm nay")
                                         : join(cx->a, S("Còn "), show(cx->a, left), S(" ngày")),
                               S("is-warn") };
}
