/* sheet_expect.c: the expected star, and what is missing for the next one; ballots from stored JSON
 * and from posted controls. */
#include "base/out.h"
#include "criteria/rank_in.h"
#include "criteria/sheet_view.h"

struct rank_ballot ballot_blank(struct arena *a, const struct set *set)
{
    struct rank_ballot b = {
        .member = S("self"),
        .answers = new(a, struct answer, set->criterion_count),
        .facts = new(a, enum fact_answer, set->fact_count),
    };
    for (ptrdiff_t i = 0; i < set->criterion_count; i++)
        b.answers[i].chosen = -1;
    return b;
}

struct rank_ballot ballot_stored(struct arena *a, const struct set *set, str json)
{
    struct rank_ballot b = ballot_blank(a, set);
    struct rank_faults faults = { 0 };
    struct json_fault why;
    const json_t *root = json.len > 0 ? json_read(a, json, SHEET_BYTES_MAX, &why) : NULL;
    bool sound = root && sheet_read(a, set, root, &b, &faults);
    (void)sound;                               /* what is sound has been read, the rest is blank */
    return b;
}

/* "2", "a2" or "k" */
static bool read_choice(const struct criterion *c, str value, struct answer *out)
{
    *out = (struct answer){ .option = NO_LEVEL, .chosen = -1 };
    if (str_is(value, "k"))
        return true;
    for (ptrdiff_t i = 0; i < c->choice_count; i++)
        if (str_starts(value, c->choices[i].letter)) {
            out->chosen = (int32_t)i;
            value = str_after(value, c->choices[i].letter.len);
            break;
        }
    int64_t n;
    const struct options *options = criterion_options(c, out->chosen);
    if (!options || !int_read(value, &n) || n < 1 || n > options->count)
        return false;
    out->option = (int32_t)n;
    return true;
}

bool ballot_posted(const struct set *set, const struct req *rq, struct rank_ballot *have)
{
    bool good = true;
    for (ptrdiff_t i = 0; i < rq->fields.count; i++) {
        str name = rq->fields.at[i].name;
        str value = rq->fields.at[i].value;
        if (str_starts(name, S("c."))) {
            int32_t at = set_criterion(set, str_after(name, 2));
            good &= at >= 0 && !set->criteria[at].heading
                    && read_choice(&set->criteria[at], value, &have->answers[at]);
        } else if (str_starts(name, S("f."))) {
            int32_t at = set_fact(set, str_after(name, 2));
            good &= at >= 0 && (str_is(value, "0") || str_is(value, "1"));
            if (at >= 0)
                have->facts[at] = str_is(value, "1") ? FACT_TRUE : FACT_FALSE;
        }
    }
    return good;
}

/* Blanks as if nothing were reached and nothing adverse were known. */
static struct rank_ballot completed(struct arena *a, const struct set *set,
                                    const struct rank_ballot *b)
{
    struct rank_ballot full = ballot_blank(a, set);
    for (ptrdiff_t i = 0; i < set->criterion_count; i++) {
        full.answers[i] = b->answers[i];
        if (full.answers[i].option == BLANK && !set->criteria[i].heading)
            full.answers[i].option = NO_LEVEL;
    }
    for (ptrdiff_t i = 0; i < set->fact_count; i++) {
        bool good_yes = set->facts[i]->type == RULE_REQUIREMENT;
        full.facts[i] = b->facts[i] != FACT_BLANK ? b->facts[i] : good_yes ? FACT_TRUE : FACT_FALSE;
    }
    return full;
}

static const struct band *band_of(const struct pack *p, int32_t star)
{
    for (ptrdiff_t i = 0; i < p->band_count; i++)
        if (p->bands[i].star == star)
            return &p->bands[i];
    return NULL;
}

/* The lowest certified star above `star`; 0 when there is none. */
static int32_t star_above(const struct pack *p, int32_t star)
{
    int32_t above = 0;
    for (ptrdiff_t i = 0; i < p->band_count; i++) {
        const struct band *b = &p->bands[i];
        if (b->certificate && b->star > star && (above == 0 || b->star < above))
            above = b->star;
    }
    return above;
}

/* A mark is met by what counts of an answer: a level that a requirement takes away meets none. */
static void find_unmet(struct arena *a, struct walk *w, struct expectation *e)
{
    const struct set *set = w->set;
    walk_ballot(w);
    e->unmet = new(a, const struct mark *, set->mark_count);
    for (ptrdiff_t i = 0; i < set->mark_count; i++) {
        const struct mark *m = &set->marks[i];
        const struct step *s = &w->steps[m->criterion];
        bool ignored = s->standing == STANDS_SKIPPED
                       && w->rules->skipped_marks == SKIPPED_IGNORED;
        if (m->star <= e->next_star && s->position < m->option && !ignored)
            e->unmet[e->unmet_count++] = m;
    }
}

struct expectation expect_of(struct arena *a, const struct set *set, const struct rank_rules *rules,
                             const struct rank_ballot *b)
{
    struct expectation e = { 0 };
    struct ballot_result mine = rank_ballot(a, set, rules, b);
    e.total = mine.total;
    for (ptrdiff_t i = 0; i < set->pack->part_count; i++)
        e.parts[i] = mine.parts[i];
    for (ptrdiff_t i = 0; i < set->criterion_count; i++) {
        e.asked += !set->criteria[i].heading;
        e.answered += !set->criteria[i].heading && b->answers[i].option != BLANK;
    }
    struct rank_ballot full = completed(a, set, b);
    struct rank_result r = rank_meeting(a, set, rules, &full, 1);
    e.outcome = r.outcome;
    e.star = r.rank;
    e.next_star = star_above(set->pack, e.star);
    if (e.next_star == 0)
        return e;
    points need = (band_of(set->pack, e.next_star)->from_h + 99) / 100;    /* 64,50 needs 65 */
    e.missing = need > r.mean.sum ? need - (points)r.mean.sum : 0;
    struct walk w = { .set = set, .rules = rules, .ballot = &full,
                      .steps = new(a, struct step, set->criterion_count) };
    find_unmet(a, &w, &e);
    return e;
}
