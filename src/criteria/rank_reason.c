/* rank_reason.c: the sentences that explain a result, and the lists they stand in.
 *
 * Both lists grow by doubling: their capacity is the next power of two, at least LIST_FIRST, so it
 * follows from the count alone.
 */
#include "criteria/rank_in.h"

#define MSG MSG_DEFINE
#include "criteria/score.msg"
#undef MSG

enum { LIST_FIRST = 4 };

static bool list_is_full(ptrdiff_t count)
{
    return count == 0 || (count >= LIST_FIRST && (count & (count - 1)) == 0);
}

void reason_put(struct arena *a, struct rank_reasons *list, struct rank_reason head,
                const struct msg *m, struct reason_args in)
{
    if (list_is_full(list->count)) {
        ptrdiff_t room = list->count == 0 ? LIST_FIRST : 2 * list->count;
        struct rank_reason *at = new(a, struct rank_reason, room);
        for (ptrdiff_t i = 0; i < list->count; i++)
            at[i] = list->at[i];
        list->at = at;
    }
    head.text = msg_fill(a, m->what, in.args);
    list->at[list->count++] = head;
}

static struct rank_fault *fault_next(struct arena *a, struct rank_faults *list)
{
    if (list_is_full(list->count)) {
        ptrdiff_t room = list->count == 0 ? LIST_FIRST : 2 * list->count;
        struct rank_fault *at = new(a, struct rank_fault, room);
        for (ptrdiff_t i = 0; i < list->count; i++)
            at[i] = list->at[i];
        list->at = at;
    }
    return &list->at[list->count++];
}

void rank_fault_put(struct arena *a, struct rank_faults *list, const struct msg *m,
                    struct fault_where in)
{
    if (list->count >= RANK_FAULTS_MAX)
        return;
    str args[MSG_ARGS] = { in.ballot, in.item, in.args[0], in.args[1] };
    bool both = in.ballot.len > 0 && in.item.len > 0;
    *fault_next(a, list) = (struct rank_fault){
        .code = str_ascii_lower(a, str_after(str_of(m->name), S("SCORE_").len)),
        .place = join(a, in.ballot, both ? S("/") : S(""), in.item),
        .text = join(a, msg_fill(a, m->what, args), S(" "), msg_fill(a, m->todo, args)),
    };
}

/* ------------------------------------------------------------------ one ballot */

struct teller {
    struct arena *a;
    const struct walk *w;
    struct rank_reasons out;
};

static void tell(struct teller *t, const char *code, const struct rule *r, const struct msg *m)
{
    str criterion = r->criterion < 0 ? S("") : t->w->set->criteria[r->criterion].code;
    reason_put(t->a, &t->out, (struct rank_reason){ .code = str_of(code), .place = r->id }, m,
               (struct reason_args){ { criterion, r->text } });
}

static void tell_requirement(struct teller *t, const struct rule *r)
{
    switch (t->w->rules->requirement_unmet) {
    case UNMET_ZERO:
        if (t->w->steps[r->criterion].standing == STANDS_ZEROED)
            tell(t, "requirement_zero", r, &M_REASON_REQUIREMENT_ZERO);
        return;
    case UNMET_NOT_ELIGIBLE:
        tell(t, "not_eligible", r, &M_REASON_REQUIREMENT_NOT_ELIGIBLE);
        return;
    case UNMET_WARN:
        tell(t, "requirement_warn", r, &M_REASON_REQUIREMENT_WARN);
        return;
    }
}

static void tell_fact(struct teller *t, const struct rule *r, enum fact_answer answer)
{
    if (r->type == RULE_REQUIREMENT && answer == FACT_FALSE)
        tell_requirement(t, r);
    if (r->type == RULE_DISQUALIFY_IF && answer == FACT_TRUE)
        tell(t, "disqualified", r, &M_REASON_DISQUALIFIED);
    if (r->type == RULE_NOT_ELIGIBLE_IF && answer == FACT_TRUE)
        tell(t, "not_eligible", r, &M_REASON_NOT_ELIGIBLE);
}

static void tell_stop(struct teller *t)
{
    const struct rule *r = t->w->stop;
    if (r && r->type == RULE_STOP_IF)
        tell(t, "stopped", r, &M_REASON_STOPPED);
    else if (r)
        tell(t, "stopped", r, &M_REASON_STOPPED_ZERO);
}

static void tell_ignored(struct teller *t, int32_t i, const struct msg *m)
{
    const struct criterion *c = &t->w->set->criteria[i];
    if (!c->heading && t->w->ballot->answers[i].option != BLANK)
        reason_put(t->a, &t->out, (struct rank_reason){ .code = S("ignored"), .place = c->code },
                   m, (struct reason_args){ { c->code } });
}

static void tell_skipped(struct teller *t, int32_t i)
{
    const struct criterion *c = &t->w->set->criteria[i];
    for (ptrdiff_t k = 0; k < c->rule_count; k++) {
        const struct rule *r = &c->rules[k];
        if (r->type == RULE_APPLIES_ONLY_IF && t->w->steps[r->depends_on].points < r->min_points)
            tell(t, "skipped", r, &M_REASON_SKIPPED);
    }
    tell_ignored(t, i, &M_REASON_IGNORED_SKIPPED);
}

struct rank_reasons walk_reasons(struct arena *a, const struct walk *w)
{
    struct teller t = { .a = a, .w = w };
    for (ptrdiff_t i = 0; i < w->set->fact_count; i++)
        tell_fact(&t, w->set->facts[i], w->ballot->facts[i]);
    tell_stop(&t);
    for (int32_t i = 0; i < w->set->criterion_count; i++) {
        if (w->steps[i].standing == STANDS_SKIPPED)
            tell_skipped(&t, i);
        if (w->steps[i].standing == STANDS_AFTER_STOP)
            tell_ignored(&t, i, &M_REASON_IGNORED_STOPPED);
    }
    return t.out;
}
