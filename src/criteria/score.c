/* score.c: a whole sheet: reading, every fault, ranking, writing. One ballot is read in sheet.c.
 *
 * Where pack or set are unknown the ballots cannot be judged; their members still are.
 *
 * law: docs/score-contract.md
 */
#include "criteria/score.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "criteria/rank_in.h"

struct sheet {
    struct arena *a;
    const struct pack *pack;                   /* NULL = unknown */
    const struct set *set;                     /* NULL = unknown */
    struct rank_rules rules;
    struct rank_ballot *ballots;
    ptrdiff_t count;
    struct rank_faults faults;
};

/* ------------------------------------------------------------------ pack, set, settings */

static void say(struct sheet *s, const struct msg *m, str place, str about, str more)
{
    rank_fault_put(s->a, &s->faults, m, (struct fault_where){ .item = place,
                                                              .args = { about, more } });
}

static void read_set(struct sheet *s, const json_t *root, const struct pack *const *packs,
                     ptrdiff_t count)
{
    str id = json_member_str(root, "criteria");
    str slug = json_member_str(root, "set");
    for (ptrdiff_t i = 0; i < count; i++)
        if (str_equal(packs[i]->id, id))
            s->pack = packs[i];
    if (!s->pack) {
        say(s, &M_SCORE_UNKNOWN_PACK, S("criteria"), pack_clip(id), S(""));
        return;
    }
    s->set = pack_set(s->pack, slug);
    if (!s->set)
        say(s, &M_SCORE_UNKNOWN_SET, S("set"), id, pack_clip(slug));
    else if (!s->set->complete)
        say(s, &M_SCORE_INCOMPLETE_SET, S("set"), id, slug);
}

/* A setting and its values, in the order of its enum; the first is the start value. */
struct setting {
    const char *key;
    const char *values[4];
};

enum { MARK_BASIS, FACT_BASIS, REQUIREMENT_UNMET, SKIPPED_MARKS, SETTINGS };

static const struct setting settings[SETTINGS] = {
    [MARK_BASIS] = { "mark_basis", { "majority", "all", "mean" } },
    [FACT_BASIS] = { "fact_basis", { "majority", "any", "all" } },
    [REQUIREMENT_UNMET] = { "requirement_unmet", { "zero", "not_eligible", "warn" } },
    [SKIPPED_MARKS] = { "skipped_marks", { "missed", "ignored" } },
};

static struct rank_rules rules_of(const int *chosen)
{
    return (struct rank_rules){
        .mark_basis = (enum mark_basis)chosen[MARK_BASIS],
        .fact_basis = (enum fact_basis)chosen[FACT_BASIS],
        .requirement_unmet = (enum requirement_unmet)chosen[REQUIREMENT_UNMET],
        .skipped_marks = (enum skipped_marks)chosen[SKIPPED_MARKS],
    };
}

static int setting_value(const struct setting *row, const json_t *v)
{
    for (int i = 0; i < 4 && row->values[i]; i++)
        if (json_is_string(v) && str_is(json_text(v), row->values[i]))
            return i;
    return -1;
}

static void read_setting(struct sheet *s, str key, const json_t *v, int *chosen)
{
    for (int i = 0; i < SETTINGS; i++) {
        if (!str_is(key, settings[i].key))
            continue;
        int value = setting_value(&settings[i], v);
        if (value >= 0) {
            chosen[i] = value;
            return;
        }
    }
    say(s, &M_SCORE_UNKNOWN_RULE_SETTING, join(s->a, S("rules/"), pack_clip(key)), pack_clip(key),
        json_is_string(v) ? pack_clip(json_text(v)) : S(""));
}

static void read_rules(struct sheet *s, json_t *rules)
{
    int chosen[SETTINGS] = { 0 };
    if (rules && !json_is_object(rules))
        say(s, &M_SCORE_BAD_JSON, S("rules"), S("“rules” phải là một đối tượng"), S(""));
    for (void *it = json_object_iter(rules); it; it = json_object_iter_next(rules, it))
        read_setting(s, (str){ json_object_iter_key(it), (ptrdiff_t)json_object_iter_key_len(it) },
                     json_object_iter_value(it), chosen);
    s->rules = rules_of(chosen);
}

bool rank_rules_read(const json_t *rules, struct rank_rules *out)
{
    int chosen[SETTINGS] = { 0 };
    for (int i = 0; i < SETTINGS; i++) {
        const json_t *v = json_object_get(rules, settings[i].key);
        int value = v ? setting_value(&settings[i], v) : 0;
        if (value < 0)
            return false;
        chosen[i] = value;
    }
    *out = rules_of(chosen);
    return true;
}

/* ------------------------------------------------------------------ ballots */

/* The member's name; "#2" with a fault when the second ballot has none. */
static str read_member(struct sheet *s, const json_t *ballot, ptrdiff_t i)
{
    str name = S("");
    bool clean = text_clean(s->a, json_member_str(ballot, "member"), false, &name);
    if (clean && name.len > 0)
        return name;
    name = join(s->a, S("#"), show(s->a, (int64_t)i + 1));
    say(s, &M_SCORE_BAD_JSON, name,
        json_is_object(ballot) ? S("phiếu thiếu tên thành viên (“member”)")
                               : S("phiếu phải là một đối tượng"), S(""));
    return name;
}

static void read_ballot(struct sheet *s, const json_t *json, struct rank_ballot *b)
{
    struct rank_known known;
    bool sound = sheet_read_known(s->a, s->set, json, b, &s->faults, &known);
    if (sound)
        known = (struct rank_known){ 0 };
    rank_check_known(s->a, s->set, b, &s->rules, known, &s->faults);
}

static void read_ballots(struct sheet *s, const json_t *list)
{
    size_t size = json_array_size(list);
    if (list && !json_is_array(list))
        say(s, &M_SCORE_BAD_JSON, S("ballots"), S("“ballots” phải là một danh sách"), S(""));
    else if (size == 0)
        say(s, &M_SCORE_NO_BALLOTS, S("ballots"), S(""), S(""));
    if (size > SHEET_BALLOTS_MAX) {
        say(s, &M_SCORE_BAD_JSON, S("ballots"), S("quá nhiều phiếu"), S(""));
        return;
    }
    s->count = (ptrdiff_t)size;
    s->ballots = new(s->a, struct rank_ballot, s->count);
    for (ptrdiff_t i = 0; i < s->count; i++) {
        const json_t *json = json_array_get(list, (size_t)i);
        s->ballots[i].member = read_member(s, json, i);
        if (s->set && json_is_object(json))
            read_ballot(s, json, &s->ballots[i]);
    }
}

static int by_member(const void *x, const void *y)
{
    const str *a = x;
    const str *b = y;
    return str_order(*a, *b);
}

static void check_members(struct sheet *s)
{
    str *names = new(s->a, str, s->count + 1);
    for (ptrdiff_t i = 0; i < s->count; i++)
        names[i] = s->ballots[i].member;
    qsort(names, (size_t)s->count, sizeof *names, by_member);
    for (ptrdiff_t i = 1; i < s->count; i++)
        if (str_equal(names[i], names[i - 1]))
            rank_fault_put(s->a, &s->faults, &M_SCORE_DUPLICATE_MEMBER,
                           (struct fault_where){ .ballot = names[i] });
}

/* ------------------------------------------------------------------ repeated keys */

/* ballots / 0 / answers / 1.1 / option  ->  ballot "m1", item "1.1" */
static void say_repeat(struct sheet *s, const struct json_repeat *r)
{
    const struct json_step *steps = r->steps;
    struct fault_where where = { .item = pack_clip(steps[0].key) };
    where.args[0] = pack_clip(steps[r->step_count - 1].key);
    bool in_ballot = r->step_count >= 3 && str_is(steps[0].key, "ballots")
                     && steps[1].index < s->count;
    if (in_ballot) {
        where.ballot = s->ballots[steps[1].index].member;
        where.item = pack_clip(steps[r->step_count > 3 ? 3 : 2].key);
    } else if (r->step_count > 1) {
        where.item = join(s->a, pack_clip(steps[0].key), S("/"), pack_clip(steps[1].key));
    }
    rank_fault_put(s->a, &s->faults, &M_SCORE_DUPLICATE_KEY, where);
}

/* ------------------------------------------------------------------ writing */

static void write_reasons(struct json_out *w, const struct rank_reasons *list)
{
    json_name(w, "reasons");
    json_open_list(w);
    for (ptrdiff_t i = 0; i < list->count; i++) {
        json_open(w);
        json_pair_str(w, "code", list->at[i].code);
        json_pair_str(w, "place", list->at[i].place);
        json_pair_str(w, "text", list->at[i].text);
        json_close(w);
    }
    json_close_list(w);
}

static void write_ballot(struct json_out *w, const struct pack *p, const struct ballot_result *b)
{
    json_open(w);
    json_pair_str(w, "member", b->member);
    json_name(w, "parts");
    json_open(w);
    for (ptrdiff_t i = 0; i < p->part_count; i++) {
        json_name_str(w, p->parts[i].code);
        json_put_int(w, b->parts[i]);
    }
    json_close(w);
    json_pair_int(w, "total", b->total);
    json_pair_str(w, "outcome", str_of(outcome_name(b->outcome)));
    write_reasons(w, &b->reasons);
    json_close(w);
}

static void write_unmet(struct json_out *w, const struct set *set, const struct rank_result *r)
{
    json_name(w, "unmet");
    json_open_list(w);
    for (ptrdiff_t i = 0; i < r->unmet_count; i++) {
        json_open(w);
        json_pair_int(w, "star", r->unmet[i].star);
        json_pair_str(w, "criterion", set->criteria[r->unmet[i].criterion].code);
        json_pair_int(w, "option", r->unmet[i].option);
        json_close(w);
    }
    json_close_list(w);
}

static void write_head(struct json_out *w, const struct rank_result *r)
{
    json_pair_str(w, "outcome", str_of(outcome_name(r->outcome)));
    json_pair_int(w, "rank", r->rank);
    json_name(w, "band");
    if (r->band > 0)
        json_put_int(w, r->band);
    else
        json_put_null(w);
    json_name(w, "mean");
    json_put_mean(w, r->mean);
    json_pair_int(w, "spread", r->spread);
}

enum { RESULT_BYTES_MAX = 32 << 20 };

str rank_result_write(struct arena *a, const struct set *set, const struct rank_result *r)
{
    struct json_out w = { .o = out_new(a, .max_bytes = RESULT_BYTES_MAX) };
    json_open(&w);
    write_head(&w, r);
    json_name(&w, "ballots");
    json_open_list(&w);
    for (ptrdiff_t i = 0; i < r->ballot_count; i++)
        write_ballot(&w, set->pack, &r->ballots[i]);
    json_close_list(&w);
    write_unmet(&w, set, r);
    json_pair_bool(&w, "upper_bound", r->upper_bound);
    write_reasons(&w, &r->reasons);
    json_close(&w);
    return out_str(w.o);
}

static str write_faults(struct arena *a, const struct rank_faults *faults)
{
    struct json_out w = { .o = out_new(a, .max_bytes = RESULT_BYTES_MAX) };
    json_open(&w);
    json_name(&w, "faults");
    json_open_list(&w);
    for (ptrdiff_t i = 0; i < faults->count; i++) {
        json_open(&w);
        json_pair_str(&w, "code", faults->at[i].code);
        json_pair_str(&w, "place", faults->at[i].place);
        json_pair_str(&w, "text", faults->at[i].text);
        json_close(&w);
    }
    json_close_list(&w);
    json_close(&w);
    return out_str(w.o);
}

/* ------------------------------------------------------------------ the sheet */

static str where_is(struct arena *a, const struct json_fault *why)
{
    return join(a, S("dòng "), show(a, (int64_t)why->line), S(", cột "),
                show(a, (int64_t)why->column));
}

static void read_sheet(struct sheet *s, str json, const struct pack *const *packs, ptrdiff_t count)
{
    struct json_fault why;
    struct json_repeats repeats;
    const json_t *root = json_read_repeats(s->a, json, SHEET_BYTES_MAX, &why, &repeats);
    if (!root) {
        const struct msg *m = why.duplicate ? &M_SCORE_DUPLICATE_KEY : &M_SCORE_BAD_JSON;
        say(s, m, where_is(s->a, &why), pack_clip(why.text), S(""));
        return;
    }
    if (!json_is_object(root)) {
        say(s, &M_SCORE_BAD_JSON, S(""), S("cần một đối tượng JSON"), S(""));
        return;
    }
    read_set(s, root, packs, count);
    read_rules(s, json_object_get(root, "rules"));
    read_ballots(s, json_object_get(root, "ballots"));
    check_members(s);
    for (ptrdiff_t i = 0; i < repeats.count; i++)
        say_repeat(s, &repeats.at[i]);
}

str score_sheet(struct arena *a, const struct pack *const *packs, ptrdiff_t pack_count, str json,
                bool *faulty)
{
    struct sheet *s = new(a, struct sheet, 1);
    s->a = a;
    read_sheet(s, json, packs, pack_count);
    *faulty = s->faults.count > 0;
    if (*faulty)
        return write_faults(a, &s->faults);
    struct rank_result r = rank_meeting(a, s->set, &s->rules, s->ballots, s->count);
    return rank_result_write(a, s->set, &r);
}
