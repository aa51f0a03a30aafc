/* producer_known.c: producers as earlier records name them, found again or taken back. */
#include "base/vi.h"
#include "producer/producer.h"
#include "producer/producer.sql.h"
#include "producer/producer_in.h"

enum err producer_add_known(struct ctx *cx, const struct producer *in, producer_id *out)
{
    struct producer p = *in;
    struct place unit;
    TRY(place_get(cx, p.place, &unit));
    if (!actor_reaches(cx->actor, MAY(EDIT_PRODUCER), unit.path, (producer_id){ 0 }))
        return fail(cx, ERR_INPUT, M_PRODUCER_PLACE_UNKNOWN, .field = S("xa"),
                    .args = { unit.name });
    TRY(producer_settle(cx, &p, &unit));
    return producer_keep(cx, &p, out);
}

enum err producer_change_known(struct ctx *cx, const struct producer *in)
{
    struct producer p = *in, have;
    struct place unit;
    TRY(producer_get(cx, p.id, &have));
    TRY(place_get(cx, p.place, &unit));
    if (!actor_reaches(cx->actor, MAY(EDIT_PRODUCER), have.place_path, have.id)
        || !actor_reaches(cx->actor, MAY(EDIT_PRODUCER), unit.path, have.id))
        return ERR_NOT_FOUND;
    TRY(producer_settle(cx, &p, &unit));
    return producer_put(cx, &p);
}

enum err producer_withdraw(struct ctx *cx, producer_id id, int64_t version)
{
    TRY(producer_withdrawn(cx, id, cx->now, version));
    TRY(public_changed(cx));
    return audit_add(cx, audit_stream(cx->a, "producer", id.id), S("producer.withdrawn"),
                     &AUDITED_producer, id.id, S(""));
}

enum err producer_by_id(struct ctx *cx, producer_id id, struct producer *out)
{
    return producer_get(cx, id, out);
}

/* "91/30547/" names a commune, "91/" does not. */
static bool in_commune(const struct producer *p)
{
    return str_find(str_after(p->place_path, str_find(p->place_path, '/') + 1), '/') >= 0;
}

/* Households bear people's names, and people are called alike; of an enterprise or a cooperative
 * one name is one. */
static bool is_household(int32_t legal_type)
{
    return legal_type == PRODUCING_HOUSEHOLD || legal_type == HOUSEHOLD_BUSINESS
           || legal_type == FARM;
}

static bool may_be(const struct producer *have, const struct producer *said)
{
    bool other_code = have->tax_code.len > 0 && said->tax_code.len > 0
                      && !str_equal(have->tax_code, said->tax_code);
    bool other_place = is_household(have->legal_type) && said->place.id && in_commune(have)
                       && have->place.id != said->place.id;
    return !other_code && !other_place;
}

enum err producer_like(struct ctx *cx, const struct producer *said, str area,
                       struct producer *out, bool *found)
{
    *found = false;
    struct producer_rows same;
    str scope = join(cx->a, area, S("%"));
    if (said->tax_code.len > 0)
        TRY(producer_by_tax_code(cx, said->tax_code, scope, out, found));
    if (*found || said->name.len == 0)
        return OK;
    TRY(producer_by_name_key(cx, vi_key(cx->a, said->name), scope, &same));
    for (ptrdiff_t i = 0; i < same.count && !*found; i++)
        if (may_be(&same.at[i], said)) {
            *out = same.at[i];
            *found = true;
        }
    return OK;
}

static const struct opening {
    const char *folded;                        /* how a name begins */
    enum legal_type type;
} openings[] = {
    { "htx ", COOPERATIVE },          { "hop tac xa ", COOPERATIVE },
    { "lien hiep htx", COOPERATIVE }, { "lien hiep hop tac xa", COOPERATIVE },
    { "tht ", COOP_GROUP },           { "to hop tac ", COOP_GROUP },
    { "cong ti ", ENTERPRISE },       { "cty ", ENTERPRISE },
    { "doanh nghiep ", ENTERPRISE },  { "dntn ", ENTERPRISE },
    { "cn cong ti ", ENTERPRISE },    { "chi nhanh ", ENTERPRISE },
    { "trang trai ", FARM },          { "ho kinh doanh ", HOUSEHOLD_BUSINESS },
    { "hkd ", HOUSEHOLD_BUSINESS },   { "co so ", HOUSEHOLD_BUSINESS },
    { "ho san xuat ", PRODUCING_HOUSEHOLD },
    { "hiep hoi ", ASSOCIATION },     { "hoi ", ASSOCIATION },
};

int32_t producer_type_of_name(struct arena *a, str name)
{
    str folded = vi_fold(a, name);
    for (ptrdiff_t i = 0; i < COUNT_OF(openings); i++)
        if (str_starts(folded, str_of(openings[i].folded)))
            return (int32_t)openings[i].type;
    return LEGAL_TYPE_UNKNOWN;
}

int32_t producer_type_of_word(struct arena *a, str word)
{
    str folded = vi_fold(a, word);
    for (int32_t t = COOPERATIVE; t <= ASSOCIATION; t++)
        if (str_equal(folded, vi_fold(a, producer_type_label(t))))
            return t;
    return producer_type_of_name(a, join(a, word, S(" ")));
}
