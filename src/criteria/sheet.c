/* sheet.c: one ballot between JSON and struct rank_ballot.
 *
 *     {"answers": {"1.1": {"option": 2}, "3.2": {"none": true}, "8": {"case": "a", "option": 1}},
 *      "facts": {"1.1:requirement": true}}
 *
 * Form is checked here, with every fault; whether something is missing says rank_check.c. Keys
 * the contract does not name are passed over.
 */
#include "base/utf8.h"
#include "criteria/rank_in.h"
#include "criteria/score.h"

struct taker {
    struct arena *a;
    const struct set *set;
    struct rank_ballot *ballot;
    struct rank_faults *faults;
    bool *bad_answers;
    bool *bad_facts;
};

/* {2} and {3} of the sentence. */
struct extra {
    str args[2];
};

static void say(struct taker *k, const struct msg *m, str item, struct extra in)
{
    rank_fault_put(k->a, k->faults, m, (struct fault_where){ .ballot = k->ballot->member,
                                                             .item = pack_clip(item),
                                                             .args = { in.args[0], in.args[1] } });
}

static str shown(struct arena *a, const json_t *value)
{
    if (json_is_integer(value))
        return show(a, (int64_t)json_integer_value(value));
    return json_is_string(value) ? pack_clip(json_text(value)) : S("như đã ghi");
}

/* ------------------------------------------------------------------ answers */

struct taken {
    int32_t chosen;                            /* -1 = none */
    int32_t option;
    bool sound;
};

/* The highest position of the criterion, in that case where it is known. */
static int64_t last_option(const struct criterion *c, int32_t chosen)
{
    const struct options *list = criterion_options(c, chosen);
    if (list)
        return list->count;
    int64_t most = c->options.count;
    for (ptrdiff_t i = 0; i < c->choice_count; i++)
        most = c->choices[i].options.count > most ? c->choices[i].options.count : most;
    return most;
}

static void take_case(struct taker *k, const struct criterion *c, const json_t *v,
                      struct taken *t)
{
    const json_t *letter = json_object_get(v, "case");
    if (!letter) {
        if (c->choice_count > 0 && json_object_get(v, "option")) {
            say(k, &M_SCORE_CASE_MISSING, c->code, (struct extra){ { S("") } });
            t->sound = false;
        }
        return;
    }
    for (int32_t i = 0; i < c->choice_count; i++)
        if (json_is_string(letter) && str_equal(c->choices[i].letter, json_text(letter)))
            t->chosen = i;
    if (t->chosen >= 0)
        return;
    say(k, c->choice_count > 0 ? &M_SCORE_UNKNOWN_CASE : &M_SCORE_CASE_NOT_EXPECTED, c->code,
        (struct extra){ { shown(k->a, letter) } });
    t->sound = false;
}

static void take_option(struct taker *k, const struct criterion *c, const json_t *option,
                        struct taken *t)
{
    int64_t last = last_option(c, t->chosen);
    int64_t n = json_is_integer(option) ? (int64_t)json_integer_value(option) : 0;
    if (n >= 1 && n <= last) {
        t->option = (int32_t)n;
        return;
    }
    say(k, &M_SCORE_OPTION_OUT_OF_RANGE, c->code,
        (struct extra){ { shown(k->a, option), show(k->a, last) } });
    t->sound = false;
}

static void take_level(struct taker *k, const struct criterion *c, const json_t *v,
                       struct taken *t)
{
    const json_t *option = json_object_get(v, "option");
    const json_t *none = json_object_get(v, "none");
    if (option)
        take_option(k, c, option, t);
    else
        t->option = NO_LEVEL;
    if (option && none)
        say(k, &M_SCORE_OPTION_AND_NONE, c->code, (struct extra){ { S("") } });
    else if (!option && !json_is_true(none))
        say(k, &M_SCORE_BLANK, c->code, (struct extra){ { S("") } });
    else
        return;
    t->sound = false;
}

static void take_answer(struct taker *k, str code, const json_t *v)
{
    int32_t i = set_criterion(k->set, code);
    if (i < 0) {
        say(k, &M_SCORE_UNKNOWN_CRITERION, code, (struct extra){ { S("") } });
        return;
    }
    const struct criterion *c = &k->set->criteria[i];
    struct taken t = { .chosen = -1, .sound = true };
    if (c->heading) {
        say(k, &M_SCORE_HEADING_ANSWERED, code, (struct extra){ { S("") } });
        return;
    }
    if (!json_is_object(v)) {
        say(k, &M_SCORE_BAD_JSON, code,
            (struct extra){ { S("câu trả lời phải là một đối tượng") } });
        k->bad_answers[i] = true;
        return;
    }
    take_case(k, c, v, &t);
    take_level(k, c, v, &t);
    k->bad_answers[i] = !t.sound;
    if (t.sound)
        k->ballot->answers[i] = (struct answer){ .option = t.option, .chosen = t.chosen };
}

/* ------------------------------------------------------------------ yes/no answers */

static void take_fact(struct taker *k, str id, const json_t *v)
{
    int32_t i = set_fact(k->set, id);
    if (i < 0) {
        say(k, &M_SCORE_UNKNOWN_FACT, id, (struct extra){ { S("") } });
        return;
    }
    k->bad_facts[i] = !json_is_boolean(v);
    if (k->bad_facts[i])
        say(k, &M_SCORE_FACT_NOT_BOOLEAN, id, (struct extra){ { S("") } });
    else
        k->ballot->facts[i] = json_is_true(v) ? FACT_TRUE : FACT_FALSE;
}

static void take_each(struct taker *k, const json_t *ballot, const char *name,
                      void (*take)(struct taker *k, str key, const json_t *v), bool *bad,
                      ptrdiff_t count)
{
    json_t *object = json_object_get(ballot, name);
    if (object && !json_is_object(object)) {
        say(k, &M_SCORE_BAD_JSON, str_of(name),
            (struct extra){ { join(k->a, S("“"), str_of(name), S("” phải là một đối tượng")) } });
        for (ptrdiff_t i = 0; i < count; i++)
            bad[i] = true;                     /* said once, not for every criterion */
        return;
    }
    for (void *it = json_object_iter(object); it; it = json_object_iter_next(object, it))
        take(k, (str){ json_object_iter_key(it), (ptrdiff_t)json_object_iter_key_len(it) },
             json_object_iter_value(it));
}

bool sheet_read_known(struct arena *a, const struct set *set, const json_t *ballot,
                      struct rank_ballot *out, struct rank_faults *faults,
                      struct rank_known *known)
{
    ptrdiff_t before = faults->count;
    struct taker k = { .a = a, .set = set, .ballot = out, .faults = faults };
    k.bad_answers = new(a, bool, set->criterion_count);
    k.bad_facts = new(a, bool, set->fact_count);
    *known = (struct rank_known){ k.bad_answers, k.bad_facts };
    out->answers = new(a, struct answer, set->criterion_count);
    out->facts = new(a, enum fact_answer, set->fact_count);
    for (ptrdiff_t i = 0; i < set->criterion_count; i++)
        out->answers[i] = (struct answer){ .option = BLANK, .chosen = -1 };
    take_each(&k, ballot, "answers", take_answer, k.bad_answers, set->criterion_count);
    take_each(&k, ballot, "facts", take_fact, k.bad_facts, set->fact_count);
    return faults->count == before;
}

bool sheet_read(struct arena *a, const struct set *set, const json_t *ballot,
                struct rank_ballot *out, struct rank_faults *faults)
{
    struct rank_known known;
    return sheet_read_known(a, set, ballot, out, faults, &known);
}

/* ------------------------------------------------------------------ writing */

static void write_answer(struct json_out *w, const struct criterion *c, struct answer answer)
{
    json_name_str(w, c->code);
    json_open(w);
    if (answer.option < 0) {
        json_pair_bool(w, "none", true);
    } else {
        if (c->choice_count > 0 && answer.chosen >= 0 && answer.chosen < c->choice_count)
            json_pair_str(w, "case", c->choices[answer.chosen].letter);
        json_pair_int(w, "option", answer.option);
    }
    json_close(w);
}

str sheet_write(struct arena *a, const struct set *set, const struct rank_ballot *b)
{
    struct json_out w = { .o = out_new(a, .max_bytes = 1 << 20) };
    json_open(&w);
    json_name(&w, "answers");
    json_open(&w);
    for (ptrdiff_t i = 0; i < set->criterion_count; i++)
        if (!set->criteria[i].heading && b->answers[i].option != BLANK)
            write_answer(&w, &set->criteria[i], b->answers[i]);
    json_close(&w);
    json_name(&w, "facts");
    json_open(&w);
    for (ptrdiff_t i = 0; i < set->fact_count; i++)
        if (b->facts[i] != FACT_BLANK) {
            json_name_str(&w, set->facts[i]->id);
            json_put_bool(&w, b->facts[i] == FACT_TRUE);
        }
    json_close(&w);
    json_close(&w);
    return out_str(w.o);
}
