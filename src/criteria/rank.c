/* rank.c: ballots to totals, mean, marks and stars, in whole numbers. No database, no clock.
 *
 * One walk through the form gives a ballot its steps: points, position, standing. A meeting adds
 * the walks into a tally, then decides: agreed endings, conflict, band, marks, rank.
 * Ballots come by index; no text is compared here.
 *
 * law: law/README.md, "How a rank is computed"; docs/score-contract.md
 */
#include "criteria/rank.h"

#include <assert.h>

#include "criteria/rank_in.h"

/* ------------------------------------------------------------------ one criterion */

static void give(struct walk *w, int32_t i, struct step step)
{
    w->steps[i] = step;
    w->parts[w->set->criteria[i].part] += step.points;
    w->total += step.points;
}

/* What the chosen option gives, before any rule. */
static struct step chosen_step(const struct criterion *c, struct answer answer)
{
    if (answer.option == BLANK)
        return (struct step){ .standing = STANDS_BLANK };
    if (answer.option < 0)
        return (struct step){ .standing = STANDS_ANSWERED };
    if (c->worth) {
        assert(answer.option <= c->options.count);
        return (struct step){ c->worth[answer.option], answer.option, STANDS_ANSWERED };
    }
    assert(answer.chosen >= 0 && answer.chosen < c->choice_count);
    const struct options *list = &c->choices[answer.chosen].options;
    assert(answer.option <= list->count);
    return (struct step){ list->at[answer.option - 1].points, answer.option, STANDS_ANSWERED };
}

static const struct rule *stop_before(const struct walk *w, const struct criterion *c)
{
    for (ptrdiff_t i = 0; i < c->rule_count; i++) {
        const struct rule *r = &c->rules[i];
        if (r->type == RULE_STOP_IF && w->ballot->facts[r->fact] == FACT_TRUE)
            return r;
    }
    return NULL;
}

static bool is_skipped(const struct walk *w, const struct criterion *c)
{
    for (ptrdiff_t i = 0; i < c->rule_count; i++) {
        const struct rule *r = &c->rules[i];
        if (r->type == RULE_APPLIES_ONLY_IF && w->steps[r->depends_on].points < r->min_points)
            return true;
    }
    return false;
}

static bool is_zeroed(const struct walk *w, const struct criterion *c)
{
    if (w->rules->requirement_unmet != UNMET_ZERO)
        return false;
    for (ptrdiff_t i = 0; i < c->rule_count; i++) {
        const struct rule *r = &c->rules[i];
        if (r->type == RULE_REQUIREMENT && w->ballot->facts[r->fact] == FACT_FALSE)
            return true;
    }
    return false;
}

/* A blank is not a zero: a draft does not stop at it. */
static bool counts_zero(const struct step *s)
{
    return s->points == 0 && s->standing != STANDS_HEADING && s->standing != STANDS_BLANK;
}

static bool zero_found(const struct walk *w, const struct rule *r)
{
    if (!r->whole_section)
        return counts_zero(&w->steps[r->criterion]);
    const struct section *sec = &w->set->sections[w->set->criteria[r->criterion].section];
    for (int32_t i = sec->first; i <= r->criterion; i++)
        if (counts_zero(&w->steps[i]))
            return true;
    return false;
}

static const struct rule *stop_after(const struct walk *w, const struct criterion *c)
{
    for (ptrdiff_t i = 0; i < c->rule_count; i++)
        if (c->rules[i].type == RULE_STOP_IF_ZERO && zero_found(w, &c->rules[i]))
            return &c->rules[i];
    return NULL;
}

/* A criterion whose rules may skip it, zero it or stop the ballot; true when it stops here. */
static bool walk_ruled(struct walk *w, int32_t i)
{
    const struct criterion *c = &w->set->criteria[i];
    w->stop = stop_before(w, c);
    if (w->stop) {
        w->end = i;
        return true;
    }
    if (c->heading) {
        w->steps[i] = (struct step){ .standing = STANDS_HEADING };
        return false;
    }
    struct step step = chosen_step(c, w->ballot->answers[i]);
    if (is_skipped(w, c))
        step = (struct step){ .standing = STANDS_SKIPPED };
    else if (step.standing == STANDS_ANSWERED && is_zeroed(w, c))
        step = (struct step){ .standing = STANDS_ZEROED };
    w->odd |= step.standing == STANDS_SKIPPED || step.standing == STANDS_ZEROED;
    give(w, i, step);
    w->stop = stop_after(w, c);
    if (w->stop)
        w->end = i + 1;
    return w->stop != NULL;
}

/* ------------------------------------------------------------------ one ballot */

bool rule_adverse(const struct rule *rule, enum fact_answer answer, const struct rank_rules *rules)
{
    if (rule->type == RULE_REQUIREMENT)
        return answer == FACT_FALSE && rules->requirement_unmet == UNMET_NOT_ELIGIBLE;
    return answer == FACT_TRUE;
}

enum outcome rule_ending(enum rule_type type)
{
    switch (type) {
    case RULE_DISQUALIFY_IF:
        return OUTCOME_DISQUALIFIED;
    case RULE_NOT_ELIGIBLE_IF:
    case RULE_REQUIREMENT:
        return OUTCOME_NOT_ELIGIBLE;
    case RULE_STOP_IF:
    case RULE_STOP_IF_ZERO:
        return OUTCOME_STOPPED;
    case RULE_APPLIES_ONLY_IF:
    case RULE_EVIDENCE_NOTE:
    case RULE_CLARIFICATION:
        return OUTCOME_SCORED;
    }
    return OUTCOME_SCORED;
}

static enum outcome stronger(enum outcome x, enum outcome y)
{
    static_assert(OUTCOME_DISQUALIFIED > OUTCOME_NOT_ELIGIBLE
                      && OUTCOME_NOT_ELIGIBLE > OUTCOME_STOPPED
                      && OUTCOME_STOPPED > OUTCOME_SCORED, "endings are in order of strength");
    return x > y ? x : y;
}

/* Yes/no answers stand wherever they are given, also behind the stop. */
static void walk_facts(struct walk *w)
{
    w->outcome = w->stop ? OUTCOME_STOPPED : OUTCOME_SCORED;
    w->odd |= w->stop != NULL;
    for (ptrdiff_t i = 0; i < w->set->fact_count; i++) {
        const struct rule *r = w->set->facts[i];
        enum fact_answer answer = w->ballot->facts[i];
        if (answer == (r->type == RULE_REQUIREMENT ? FACT_FALSE : FACT_TRUE))
            w->odd = true;
        if (rule_adverse(r, answer, w->rules))
            w->outcome = stronger(w->outcome, rule_ending(r->type));
    }
}

void walk_ballot(struct walk *w)
{
    int32_t count = (int32_t)w->set->criterion_count;
    w->end = count;
    w->stop = NULL;
    w->odd = false;
    w->total = 0;
    for (int i = 0; i < PACK_PARTS_MAX; i++)
        w->parts[i] = 0;
    for (int32_t i = 0; i < count; i++) {
        const struct criterion *c = &w->set->criteria[i];
        if (!c->ruled && c->heading)
            w->steps[i] = (struct step){ .standing = STANDS_HEADING };
        else if (!c->ruled)
            give(w, i, chosen_step(c, w->ballot->answers[i]));
        else if (walk_ruled(w, i))
            break;
    }
    for (int32_t i = w->end; i < count; i++)
        w->steps[i] = (struct step){ .standing = STANDS_AFTER_STOP };
    walk_facts(w);
}

static struct ballot_result result_of(struct arena *a, const struct walk *w)
{
    struct ballot_result out = { .member = w->ballot->member, .total = w->total,
                                 .outcome = w->outcome };
    for (int i = 0; i < PACK_PARTS_MAX; i++)
        out.parts[i] = w->parts[i];
    if (w->odd)
        out.reasons = walk_reasons(a, w);
    return out;
}

static struct walk walk_begin(struct arena *a, const struct set *set,
                              const struct rank_rules *rules)
{
    return (struct walk){ .set = set, .rules = rules,
                          .steps = new(a, struct step, set->criterion_count) };
}

struct ballot_result rank_ballot(struct arena *a, const struct set *set,
                                 const struct rank_rules *rules, const struct rank_ballot *b)
{
    struct walk w = walk_begin(a, set, rules);
    w.ballot = b;
    walk_ballot(&w);
    struct ballot_result out = result_of(a, &w);
    out.complete = rank_check(a, set, b, rules).count == 0;
    return out;
}

/* ------------------------------------------------------------------ the tally */

struct tally {
    const struct set *set;
    const struct rank_rules *rules;
    int64_t count;                             /* ballots */
    int64_t *met;                              /* by mark: ballots at or above it */
    int64_t *points;                           /* by criterion; for MARK_MEAN alone */
    int64_t *skipped;                          /* by criterion */
    int64_t *adverse;                          /* by yes/no question */
    int64_t *zero_stops;                       /* by criterion that carries a stop_if_zero */
    points least;                              /* total */
    points most;
    int64_t sum;
    int64_t ended;                             /* ballots that ended themselves */
};

static struct tally tally_begin(struct arena *a, const struct set *set,
                                const struct rank_rules *rules)
{
    return (struct tally){
        .set = set,
        .rules = rules,
        .met = new(a, int64_t, set->mark_count),
        .points = new(a, int64_t, set->criterion_count),
        .skipped = new(a, int64_t, set->criterion_count),
        .adverse = new(a, int64_t, set->fact_count),
        .zero_stops = new(a, int64_t, set->criterion_count),
    };
}

/* What only ballots with something odd have. */
static void tally_odd(struct tally *t, const struct walk *w)
{
    for (ptrdiff_t i = 0; i < t->set->criterion_count; i++)
        t->skipped[i] += w->steps[i].standing == STANDS_SKIPPED;
    for (ptrdiff_t i = 0; i < t->set->fact_count; i++)
        t->adverse[i] += rule_adverse(t->set->facts[i], w->ballot->facts[i], t->rules);
    if (w->stop && w->stop->type == RULE_STOP_IF_ZERO)
        t->zero_stops[w->stop->criterion]++;
    t->ended += w->outcome != OUTCOME_SCORED;
}

static void tally_add(struct tally *t, const struct walk *w)
{
    t->least = t->count == 0 || w->total < t->least ? w->total : t->least;
    t->most = t->count == 0 || w->total > t->most ? w->total : t->most;
    t->sum += w->total;
    t->count++;
    for (ptrdiff_t i = 0; i < t->set->mark_count; i++) {
        const struct mark *m = &t->set->marks[i];
        t->met[i] += w->steps[m->criterion].position >= m->option;
    }
    if (t->rules->mark_basis == MARK_MEAN)
        for (ptrdiff_t i = 0; i < t->set->criterion_count; i++)
            t->points[i] += w->steps[i].points;
    if (w->odd)
        tally_odd(t, w);
}

/* ------------------------------------------------------------------ agreed endings, conflict */

static bool agreed(const struct tally *t, int64_t adverse)
{
    switch (t->rules->fact_basis) {
    case FACTS_MAJORITY:
        return 2 * adverse > t->count;
    case FACTS_ANY:
        return adverse > 0;
    case FACTS_ALL:
        return adverse == t->count;
    }
    return false;
}

static void ending_holds(struct arena *a, const struct tally *t, struct rank_result *out,
                         const struct rule *rule, int64_t adverse)
{
    if (!agreed(t, adverse))
        return;
    enum outcome ending = rule_ending(rule->type);
    out->outcome = stronger(out->outcome, ending);
    reason_put(a, &out->reasons, (struct rank_reason){ .code = str_of(outcome_name(ending)),
                                                       .place = rule->id },
               &M_REASON_AGREED, (struct reason_args){ { rule->id, rule->text, show(a, adverse),
                                                         show(a, t->count) } });
}

static void find_endings(struct arena *a, const struct tally *t, struct rank_result *out)
{
    if (t->ended == 0)
        return;
    for (ptrdiff_t i = 0; i < t->set->fact_count; i++)
        ending_holds(a, t, out, t->set->facts[i], t->adverse[i]);
    for (ptrdiff_t i = 0; i < t->set->criterion_count; i++) {
        const struct criterion *c = &t->set->criteria[i];
        for (ptrdiff_t k = 0; k < c->rule_count; k++)
            if (c->rules[k].type == RULE_STOP_IF_ZERO)
                ending_holds(a, t, out, &c->rules[k], t->zero_stops[i]);
    }
}

static void find_conflict(struct arena *a, const struct tally *t, struct rank_result *out)
{
    if (out->outcome != OUTCOME_SCORED || t->ended == 0)
        return;
    out->outcome = OUTCOME_CONFLICT;
    for (ptrdiff_t i = 0; i < out->ballot_count; i++) {
        const struct ballot_result *b = &out->ballots[i];
        if (b->outcome != OUTCOME_SCORED)
            reason_put(a, &out->reasons,
                       (struct rank_reason){ .code = S("conflict"), .place = b->member },
                       &M_REASON_CONFLICT,
                       (struct reason_args){ { b->member, str_of(outcome_name(b->outcome)) } });
    }
}

/* ------------------------------------------------------------------ band, marks, rank */

static const struct band *band_of(const struct pack *p, mean m)
{
    for (ptrdiff_t i = 0; i < p->band_count; i++)
        if (mean_reaches(m, p->bands[i].from_h))
            return &p->bands[i];
    return NULL;
}

static bool mark_met(const struct tally *t, ptrdiff_t i)
{
    const struct mark *m = &t->set->marks[i];
    if (t->rules->skipped_marks == SKIPPED_IGNORED && t->skipped[m->criterion] == t->count)
        return true;
    switch (t->rules->mark_basis) {
    case MARK_MAJORITY:
        return 2 * t->met[i] > t->count;
    case MARK_ALL:
        return t->met[i] == t->count;
    case MARK_MEAN:
        return t->points[m->criterion] >= m->points * t->count;
    }
    return false;
}

/* Marks not met for stars up to `star`, in the order of the form. */
static void find_unmet(struct arena *a, const struct tally *t, int32_t star,
                       struct rank_result *out)
{
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < t->set->mark_count; i++)
        count += t->set->marks[i].star <= star && !mark_met(t, i);
    out->unmet = new(a, struct unmet_mark, count);
    for (ptrdiff_t i = 0; i < t->set->mark_count; i++) {
        const struct mark *m = &t->set->marks[i];
        if (m->star <= star && !mark_met(t, i))
            out->unmet[out->unmet_count++] =
                (struct unmet_mark){ m->star, m->criterion, m->option };
    }
    assert(out->unmet_count == count);
}

/* The highest star that is reached with every mark up to it met; 0 without certificate. */
static int32_t rank_of(const struct pack *p, const struct rank_result *r)
{
    int32_t unmet = INT32_MAX;                 /* lowest star with a mark not met */
    for (ptrdiff_t i = 0; i < r->unmet_count; i++)
        unmet = r->unmet[i].star < unmet ? r->unmet[i].star : unmet;
    for (ptrdiff_t i = 0; i < p->band_count; i++) {
        const struct band *b = &p->bands[i];
        if (mean_reaches(r->mean, b->from_h) && b->star < unmet)
            return b->certificate ? b->star : 0;
    }
    return 0;
}

static void say_lower(struct arena *a, const struct band *b, struct rank_result *out)
{
    if (!b->certificate || out->rank == b->star)
        return;
    reason_put(a, &out->reasons, (struct rank_reason){ .code = S("marks_unmet"), .place = S("") },
               out->rank > 0 ? &M_REASON_MARKS_LOWER : &M_REASON_MARKS_NONE,
               (struct reason_args){ { show(a, b->star), show(a, out->rank) } });
}

static void find_rank(struct arena *a, const struct tally *t, struct rank_result *out)
{
    const struct band *b = band_of(t->set->pack, out->mean);
    if (!b)
        return;
    out->band = b->star;
    find_unmet(a, t, b->star, out);
    out->rank = rank_of(t->set->pack, out);
    say_lower(a, b, out);
}

/* ------------------------------------------------------------------ the meeting */

static struct tally count_ballots(struct arena *a, struct walk *w, const struct rank_ballot *at,
                                  struct rank_result *out)
{
    struct tally t = tally_begin(a, w->set, w->rules);
    for (ptrdiff_t i = 0; i < out->ballot_count; i++) {
        w->ballot = &at[i];
        walk_ballot(w);
        tally_add(&t, w);
        out->ballots[i] = result_of(a, w);
        out->ballots[i].complete = true;
    }
    return t;
}

struct rank_result rank_meeting(struct arena *a, const struct set *set,
                                const struct rank_rules *rules, const struct rank_ballot *ballots,
                                ptrdiff_t count)
{
    assert(count > 0);
    struct rank_result out = { .ballot_count = count, .upper_bound = !set->pack->marks_known };
    out.ballots = new(a, struct ballot_result, count);
    struct walk w = walk_begin(a, set, rules);
    struct tally t = count_ballots(a, &w, ballots, &out);
    out.mean = (mean){ .sum = t.sum, .count = t.count };
    out.spread = t.most - t.least;
    find_endings(a, &t, &out);
    find_conflict(a, &t, &out);
    if (out.outcome == OUTCOME_SCORED)
        find_rank(a, &t, &out);
    if (out.upper_bound)
        reason_put(a, &out.reasons,
                   (struct rank_reason){ .code = S("upper_bound"), .place = S("") },
                   &M_REASON_UPPER_BOUND, (struct reason_args){ { S("") } });
    return out;
}

const char *outcome_name(enum outcome o)
{
    switch (o) {
    case OUTCOME_SCORED:
        return "scored";
    case OUTCOME_STOPPED:
        return "stopped";
    case OUTCOME_NOT_ELIGIBLE:
        return "not_eligible";
    case OUTCOME_DISQUALIFIED:
        return "disqualified";
    case OUTCOME_CONFLICT:
        return "conflict";
    }
    return "";
}
