/* fuzz_pack: any bytes as a pack; a pack that is given out must rank a best ballot. */
#include "base/hash.h"
#include "criteria/rank.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct job {
    struct arena *a;
    str text;
};

static void rank_best(struct arena *a, const struct set *s)
{
    struct rank_ballot b = { .member = S("m1"),
                             .answers = new(a, struct answer, s->criterion_count),
                             .facts = new(a, enum fact_answer, s->fact_count) };
    for (ptrdiff_t i = 0; i < s->criterion_count; i++) {
        const struct criterion *c = &s->criteria[i];
        int32_t chosen = c->choice_count > 0 ? 0 : -1;
        if (!c->heading)
            b.answers[i] = (struct answer){
                .option = (int32_t)criterion_options(c, chosen)->count, .chosen = chosen
            };
    }
    for (ptrdiff_t i = 0; i < s->fact_count; i++)
        b.facts[i] = s->facts[i]->type == RULE_REQUIREMENT ? FACT_TRUE : FACT_FALSE;
    struct rank_rules rules = { 0 };
    if (rank_check(a, s, &b, &rules).count == 0)
        (void)rank_meeting(a, s, &rules, &b, 1);
}

static void run(void *arg)
{
    struct job *job = arg;
    struct pack_faults faults;
    const struct pack *p = pack_read(job->a, job->text, &faults);
    if ((p != NULL) == (faults.count > 0))
        __builtin_trap();
    for (ptrdiff_t i = 0; p && i < p->set_count; i++)
        rank_best(job->a, &p->sets[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *a;
    if (!a && hash_ready())
        a = arena_new(ARENA_REQUEST_BYTES);
    struct job job = { a, { (const char *)data, (ptrdiff_t)size } };
    if (!land(a, run, &job))
        arena_reset(a);
    arena_reset(a);
    return 0;
}
