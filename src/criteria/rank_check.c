/* rank_check.c: what keeps a ballot from being counted: blanks, levels that do not exist, cases
 * and yes/no answers that are missing.
 *
 * Form is checked everywhere, blanks only where the ballot's own way leads: neither at criteria
 * skipped by applies_only_if, nor behind its stop. A blank reaches no condition and stops nothing.
 *
 * law: docs/score-contract.md, "One ballot" 1
 */
#include "criteria/rank_in.h"

struct checker {
    struct arena *a;
    const struct set *set;
    const struct rank_ballot *ballot;
    struct rank_known known;
    struct rank_faults *faults;
};

static void say(struct checker *c, const struct msg *m, str item, struct reason_args in)
{
    rank_fault_put(c->a, c->faults, m, (struct fault_where){ .ballot = c->ballot->member,
                                                             .item = item,
                                                             .args = { in.args[0], in.args[1] } });
}

/* Says what is wrong with the answer's form; gives it back, blank where it is at fault. */
static struct answer check_form(struct checker *k, const struct criterion *c, struct answer answer)
{
    static const struct answer blank = { .option = BLANK, .chosen = -1 };
    if (answer.option == BLANK)
        return blank;
    if (c->heading) {
        say(k, &M_SCORE_HEADING_ANSWERED, c->code, (struct reason_args){ { S("") } });
        return blank;
    }
    const struct options *list = criterion_options(c, answer.chosen);
    bool none = answer.option == NO_LEVEL && answer.chosen < 0;
    if (none || (list && answer.option == NO_LEVEL))
        return answer;
    if (!list)
        say(k, c->choice_count == 0 ? &M_SCORE_CASE_NOT_EXPECTED
               : answer.chosen < 0  ? &M_SCORE_CASE_MISSING
                                    : &M_SCORE_UNKNOWN_CASE,
            c->code, (struct reason_args){ { show(k->a, answer.chosen) } });
    else if (answer.option < 1 || answer.option > list->count)
        say(k, &M_SCORE_OPTION_OUT_OF_RANGE, c->code,
            (struct reason_args){ { show(k->a, answer.option),
                                    show(k->a, (int64_t)list->count) } });
    else
        return answer;
    return blank;
}

static bool known_answer(const struct checker *k, ptrdiff_t i)
{
    return k->known.answers && k->known.answers[i];
}

static bool known_fact(const struct checker *k, ptrdiff_t i)
{
    return k->known.facts && k->known.facts[i];
}

static enum fact_answer check_fact(struct checker *k, const struct rule *r, enum fact_answer answer)
{
    if (answer == FACT_BLANK || answer == FACT_FALSE || answer == FACT_TRUE)
        return answer;
    say(k, &M_SCORE_FACT_NOT_BOOLEAN, r->id, (struct reason_args){ { S("") } });
    return FACT_BLANK;
}

/* A rule behind the stop, or of a criterion that is skipped, may stay open. */
static bool may_stay_open(const struct walk *w, const struct rule *r)
{
    if (r->criterion < 0)
        return false;
    enum standing s = w->steps[r->criterion].standing;
    return s == STANDS_SKIPPED || s == STANDS_AFTER_STOP;
}

static void check_blanks(struct checker *k, const struct walk *w, const bool *at_fault)
{
    for (ptrdiff_t i = 0; i < k->set->criterion_count; i++)
        if (w->steps[i].standing == STANDS_BLANK && !at_fault[i] && !known_answer(k, i))
            say(k, &M_SCORE_BLANK, k->set->criteria[i].code, (struct reason_args){ { S("") } });
    for (ptrdiff_t i = 0; i < k->set->fact_count; i++) {
        const struct rule *r = k->set->facts[i];
        if (k->ballot->facts[i] == FACT_BLANK && !known_fact(k, i) && !may_stay_open(w, r))
            say(k, &M_SCORE_FACT_MISSING, r->id, (struct reason_args){ { S("") } });
    }
}

void rank_check_known(struct arena *a, const struct set *set, const struct rank_ballot *b,
                      const struct rank_rules *rules, struct rank_known known,
                      struct rank_faults *faults)
{
    struct checker k = { a, set, b, known, faults };
    struct rank_ballot sound = { .member = b->member,
                                 .answers = new(a, struct answer, set->criterion_count),
                                 .facts = new(a, enum fact_answer, set->fact_count) };
    bool *at_fault = new(a, bool, set->criterion_count);
    for (ptrdiff_t i = 0; i < set->criterion_count; i++) {
        sound.answers[i] = check_form(&k, &set->criteria[i], b->answers[i]);
        at_fault[i] = sound.answers[i].option != b->answers[i].option;
    }
    for (ptrdiff_t i = 0; i < set->fact_count; i++)
        sound.facts[i] = check_fact(&k, set->facts[i], b->facts[i]);
    struct walk w = { .set = set, .rules = rules, .ballot = &sound,
                      .steps = new(a, struct step, set->criterion_count) };
    walk_ballot(&w);
    check_blanks(&k, &w, at_fault);
}

struct rank_faults rank_check(struct arena *a, const struct set *set, const struct rank_ballot *b,
                              const struct rank_rules *rules)
{
    struct rank_faults faults = { 0 };
    rank_check_known(a, set, b, rules, (struct rank_known){ 0 }, &faults);
    return faults;
}

bool rank_choices_fit(struct arena *a, const struct set *set, const struct rank_ballot *b)
{
    struct rank_faults faults = { 0 };
    struct checker k = { .a = a, .set = set, .ballot = b, .faults = &faults };
    for (ptrdiff_t i = 0; i < set->criterion_count; i++)
        (void)check_form(&k, &set->criteria[i], b->answers[i]);
    for (ptrdiff_t i = 0; i < set->fact_count; i++)
        (void)check_fact(&k, set->facts[i], b->facts[i]);
    return faults.count == 0;
}
