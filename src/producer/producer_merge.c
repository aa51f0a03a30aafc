/* producer_merge.c: two records become one. What belongs to other rooms follows by
 * EVENT_PRODUCER_MERGED, inside the same write. */
#include "core/event.h"
#include "producer/producer_card.h"
#include "producer/producer_in.h"
#include "producer/producer.sql.h"
#include "producer/producer_twin.h"

static enum err mine(struct ctx *cx, str code, struct producer *out)
{
    TRY(producer_by_code(cx, code, out));
    return actor_reaches(cx->actor, MAY(EDIT_PRODUCER), out->place_path, out->id) ? OK
                                                                                  : ERR_NOT_FOUND;
}

static enum err both(struct ctx *cx, const struct merge *in, struct producer *keep,
                     struct producer *gone)
{
    TRY(mine(cx, in->keep, keep));
    TRY(mine(cx, in->gone, gone));
    if (keep->id.id == gone->id.id)
        return fail(cx, ERR_INPUT, M_MERGE_SAME, .args = { keep->name });
    return OK;
}

/* What was said of the pair, with its link in the trail of the one that stays. */
static enum err tell(struct ctx *cx, const struct producer *keep, const struct producer *gone,
                     bool merged)
{
    bool first = keep->id.id < gone->id.id;
    struct twin_said t = { .low = first ? keep->id : gone->id, .high = first ? gone->id : keep->id,
                           .kept = merged ? keep->id : (producer_id){ 0 }, .at = cx->now,
                           .by_account = cx->actor->account };
    int64_t id;
    bool told;
    TRY(twin_apart(cx, t.low, t.high, &id, &told));
    if (told)
        TRY(twin_change(cx, id, t.kept));      /* told apart before, one after all */
    else
        TRY(twin_insert(cx, &t, &id));
    return audit_add(cx, audit_stream(cx->a, "producer", keep->id.id),
                     merged ? S("producer.merged") : S("producer.apart"), &AUDITED_producer_twin,
                     id, S(""));
}

static enum err apart(struct ctx *cx, const struct merge *in)
{
    struct producer keep, gone;
    int64_t told = 0;
    TRY(both(cx, in, &keep, &gone));
    TRY(twin_told(cx, keep.id, gone.id, &told));
    return told > 0 ? OK : tell(cx, &keep, &gone, false);
}

/* What the record that stays does not say, the other may. */
static void fill_blanks(struct producer *keep, const struct producer *gone)
{
    if (keep->representative.len == 0) {       /* who they are goes with the name */
        keep->rep_female = gone->rep_female;
        keep->rep_minority = gone->rep_minority;
        keep->rep_disabled = gone->rep_disabled;
    }
    struct {
        str *to;
        str from;
    } texts[] = {
        { &keep->licence, gone->licence }, { &keep->tax_code, gone->tax_code },
        { &keep->representative, gone->representative }, { &keep->phone, gone->phone },
        { &keep->email, gone->email }, { &keep->address, gone->address },
    };
    for (ptrdiff_t i = 0; i < COUNT_OF(texts); i++)
        if (texts[i].to->len == 0)
            *texts[i].to = texts[i].from;
    if (keep->legal_type == LEGAL_TYPE_UNKNOWN)
        keep->legal_type = gone->legal_type;
}

static bool has_commune(const struct producer *p)
{
    return str_find(str_after(p->place_path, str_find(p->place_path, '/') + 1), '/') >= 0;
}

/* A card the record that stays cannot take (a year it has, a commune that ended, more than it may
 * hold) stays with the one that goes, where its row is kept. */
static enum err move_card(struct ctx *cx, const struct card_kind *k, const struct card_owner *to,
                          const struct card_owner *from, void *card)
{
    struct card was = *(const struct card *)card;
    ptrdiff_t said = cx->fault->count;
    ((struct card *)card)->id = (card_id){ 0 };
    enum err e = card_save(cx, &producer_cards, k, to, card);
    if (e == ERR_INPUT || e == ERR_LIMIT) {
        cx->fault->count = said;
        return OK;
    }
    TRY(e);
    return card_remove(cx, &producer_cards, k, from, &was);
}

static enum err move_cards(struct ctx *cx, const struct producer *keep,
                           const struct producer *gone)
{
    struct card_owner to = { keep->id.id, keep->code, keep->name, keep->place_path, keep->id };
    struct card_owner from = { gone->id.id, gone->code, gone->name, gone->place_path, gone->id };
    for (const struct card_kind *const *k = producer_cards.kinds; *k; k++) {
        struct card_rows rows;
        TRY((*k)->list(cx, gone->id.id, &rows));
        for (ptrdiff_t i = 0; i < rows.count; i++)
            TRY(move_card(cx, *k, &to, &from, (char *)rows.at + i * (*k)->size));
    }
    return OK;
}

static enum err producer_merge(struct ctx *cx, const struct merge *in)
{
    struct producer keep, gone;
    struct place unit;
    TRY(both(cx, in, &keep, &gone));
    if (keep.version != in->keep_version || gone.version != in->gone_version)
        return fail(cx, ERR_CONFLICT, M_PRODUCER_CHANGED,
                    .args = { keep.version != in->keep_version ? keep.name : gone.name });
    bool moves = !has_commune(&keep) && has_commune(&gone);
    TRY(place_get(cx, moves ? gone.place : keep.place, &unit));
    if (moves)
        keep.place_issued = gone.place_issued;
    fill_blanks(&keep, &gone);
    TRY(producer_settle(cx, &keep, &unit));
    TRY(producer_put(cx, &keep));
    TRY(move_cards(cx, &keep, &gone));
    TRY(tell(cx, &keep, &gone, true));
    TRY(account_producer_moved(cx, gone.id, keep.id));
    TRY(event_emit(cx, EVENT_PRODUCER_MERGED, gone.id.id));
    return producer_withdraw(cx, gone.id, gone.version);
}
DB_TX(producer_merge, struct merge)
DB_TX_HERE(apart, struct merge)

enum err producer_apart_tx(struct ctx *cx, const struct merge *in)
{
    return apart_tx(cx, in);
}

enum err producer_merge_target(struct ctx *cx, int64_t gone, struct producer *out)
{
    producer_id kept;
    TRY(twin_kept(cx, (producer_id){ gone }, &kept));
    return producer_get(cx, kept, out);
}

enum err producer_went_into(struct ctx *cx, str code, str *out)
{
    enum { MERGES_MAX = 16 };
    *out = S("");
    for (int i = 0; i < MERGES_MAX; i++) {
        struct twin_end next;
        bool found;
        TRY(twin_next(cx, out->len > 0 ? *out : code, &next, &found));
        if (!found)
            return OK;
        *out = next.code;
    }
    return OK;
}
