/* rank_bench: how many prepared ballots a core ranks in a second. One JSON line on stdout:
 * {"bench":"rank","ballots":…,"ms":…,"ballots_per_s":…}. Argument: the pack's file. */
#include <stdio.h>

#include "base/hash.h"
#include "base/thread.h"
#include "criteria/rank.h"

enum { MEETINGS = 200000, COUNCIL = 9, SETS_USED = 26 };

static str file_text(struct arena *a, const char *path)
{
    enum { FILE_MAX = 4 << 20 };
    FILE *f = fopen(path, "rb");
    if (!f)
        return (str){ 0 };
    char *at = new(a, char, FILE_MAX);
    ptrdiff_t len = (ptrdiff_t)fread(at, 1, FILE_MAX, f);
    fclose(f);
    return (str){ at, len };
}

/* Ballots with different levels; yes/no answers all favourable. */
static struct rank_ballot *ballots_of(struct arena *a, const struct set *s, uint32_t seed)
{
    struct rank_ballot *all = new(a, struct rank_ballot, COUNCIL);
    for (int m = 0; m < COUNCIL; m++) {
        all[m] = (struct rank_ballot){ .member = S("m"),
                                       .answers = new(a, struct answer, s->criterion_count),
                                       .facts = new(a, enum fact_answer, s->fact_count) };
        for (ptrdiff_t i = 0; i < s->criterion_count; i++) {
            const struct criterion *c = &s->criteria[i];
            int32_t chosen = c->choice_count > 0 ? 0 : -1;
            if (c->heading)
                continue;
            int32_t count = (int32_t)criterion_options(c, chosen)->count;
            seed = seed * 1664525U + 1013904223U;
            int32_t back = (seed >> 24) < 64 && count > 1 ? 1 : 0;
            all[m].answers[i] = (struct answer){ count - back, chosen };
        }
        for (ptrdiff_t i = 0; i < s->fact_count; i++)
            all[m].facts[i] = s->facts[i]->type == RULE_REQUIREMENT ? FACT_TRUE : FACT_FALSE;
    }
    return all;
}

int main(int argc, char **argv)
{
    if (argc < 2 || !hash_ready())
        return 2;
    struct arena *kept = arena_new(ARENA_REQUEST_BYTES);
    struct arena *a = arena_new(ARENA_REQUEST_BYTES);
    struct pack_faults faults;
    const struct pack *p = pack_read(kept, file_text(kept, argv[1]), &faults);
    if (!p)
        return 2;
    struct rank_ballot *all[SETS_USED];
    for (uint32_t i = 0; i < SETS_USED; i++)
        all[i] = ballots_of(kept, &p->sets[i % (uint32_t)p->set_count], i);
    struct rank_rules rules = { 0 };
    int64_t sum = 0;
    int64_t from = thread_clock_us();
    for (int i = 0; i < MEETINGS; i++) {
        struct arena_mark mark = arena_mark(a);
        const struct set *s = &p->sets[i % SETS_USED % p->set_count];
        sum += rank_meeting(a, s, &rules, all[i % SETS_USED], COUNCIL).mean.sum;
        arena_rewind(a, mark);
    }
    int64_t us = thread_clock_us() - from;
    int64_t ballots = (int64_t)MEETINGS * COUNCIL;
    printf("{\"bench\":\"rank\",\"ballots\":%lld,\"ms\":%lld,\"ballots_per_s\":%lld,"
           "\"check\":%lld}\n",
           (long long)ballots, (long long)(us / 1000), (long long)(ballots * 1000000 / us),
           (long long)sum);
    arena_free(a);
    arena_free(kept);
    return 0;
}
