/* pack_check_set.c: what must hold in one form: codes, headings, sums, levels, star marks, rules.
 *
 * law: law/README.md, "Schema saolang-criteria/1" and "Incomplete sets"
 */
#include "criteria/pack_in.h"

static str number(struct pack_reader *r, int64_t n)
{
    return show(r->scratch, n);
}

/* ------------------------------------------------------------------ levels and marks */

static bool has_certificate(const struct pack *p, int32_t star)
{
    for (ptrdiff_t i = 0; i < p->band_count; i++)
        if (p->bands[i].star == star)
            return p->bands[i].certificate;
    return false;
}

/* Points never fall, none above `max`, and `max` is reached. */
static void check_levels(struct pack_reader *r, const struct options *list, points max)
{
    points best = 0;
    for (ptrdiff_t i = 0; i < list->count; i++) {
        points p = list->at[i].points;
        if (p > max)
            pack_say(r, &M_PACK_OPTION_OVER, number(r, i + 1), number(r, p), number(r, max));
        if (i > 0 && p < list->at[i - 1].points)
            pack_say(r, &M_PACK_POINTS_FALL, number(r, i + 1), number(r, p),
                     number(r, list->at[i - 1].points));
        best = p > best ? p : best;
    }
    if (list->count > 0 && best < max)
        pack_say(r, &M_PACK_MAX_UNREACHED, number(r, max), number(r, best));
}

static void check_marks(struct pack_reader *r, const struct pack *p, const struct options *list)
{
    int32_t last = 0;
    for (ptrdiff_t i = 0; i < list->count; i++) {
        int32_t star = list->at[i].min_star;
        if (star == 0)
            continue;
        if (!p->marks_known)
            pack_say(r, &M_PACK_MARK_UNKNOWN, S(""));
        if (!has_certificate(p, star))
            pack_say(r, &M_PACK_MARK_STAR, number(r, star));
        if (star <= last)
            pack_say(r, &M_PACK_MARK_FALLS, number(r, star), number(r, i + 1), number(r, last));
        last = star;
    }
}

static void refuse_marks(struct pack_reader *r, const struct choice *k)
{
    for (ptrdiff_t i = 0; i < k->options.count; i++)
        if (k->options.at[i].min_star != 0)
            pack_say(r, &M_PACK_MARK_IN_CASE, k->letter);
}

static void check_choices(struct pack_reader *r, const struct criterion *c)
{
    points best = 0;
    for (ptrdiff_t i = 0; i < c->choice_count; i++) {
        const struct choice *k = &c->choices[i];
        check_levels(r, &k->options, k->max);
        refuse_marks(r, k);
        best = k->max > best ? k->max : best;
        for (ptrdiff_t j = 0; j < i; j++)
            if (str_equal(k->letter, c->choices[j].letter))
                pack_say(r, &M_PACK_TWICE, S("Trường hợp"), k->letter);
    }
    if (c->choice_count > 0 && best != c->max)
        pack_say(r, &M_PACK_SUM, S("Tối đa của các trường hợp"), number(r, c->max),
                 number(r, best));
}

static void check_worth(struct pack_reader *r, const struct pack *p, const struct criterion *c,
                        const json_t *json)
{
    if (c->options.count == 1 && !json_member_true(json, "single"))
        pack_say(r, &M_PACK_OPTIONS_FEW, S("1"));
    check_levels(r, &c->options, c->max);
    check_marks(r, p, &c->options);
    check_choices(r, c);
    for (ptrdiff_t i = 0; i < c->document_count; i++)
        if (c->documents[i] > p->document_count)
            pack_say(r, &M_PACK_UNKNOWN, S("Tài liệu"), number(r, c->documents[i]));
}

/* ------------------------------------------------------------------ rules */

static bool is_level(const struct criterion *c, points p)
{
    for (ptrdiff_t i = 0; i < c->options.count; i++)
        if (c->options.at[i].points == p)
            return true;
    return false;
}

/* Where a type may stand: on the set only what is asked of the whole product; on a heading nothing
 * that needs points of its own. */
static bool may_stand(const struct set *s, const struct rule *rule)
{
    switch (rule->type) {
    case RULE_DISQUALIFY_IF:
    case RULE_NOT_ELIGIBLE_IF:
    case RULE_EVIDENCE_NOTE:
    case RULE_CLARIFICATION:
        return true;
    case RULE_STOP_IF:
        return rule->criterion >= 0;
    case RULE_STOP_IF_ZERO:
    case RULE_APPLIES_ONLY_IF:
    case RULE_REQUIREMENT:
        return rule->criterion >= 0 && !s->criteria[rule->criterion].heading;
    }
    return false;
}

/* True when no scored criterion of the same section stands behind. */
static bool ends_section(const struct set *s, int32_t index)
{
    const struct section *sec = &s->sections[s->criteria[index].section];
    for (int32_t i = index + 1; i < sec->first + sec->count; i++)
        if (!s->criteria[i].heading)
            return false;
    return true;
}

static void check_rule(struct pack_reader *r, const struct set *s, const struct rule *rule)
{
    if (!may_stand(s, rule)) {
        pack_say(r, &M_PACK_RULE_PLACE, str_of(rule_type_name(rule->type)));
        return;
    }
    if (rule->type == RULE_APPLIES_ONLY_IF && rule->depends_on >= 0) {
        const struct criterion *on = &s->criteria[rule->depends_on];
        if (!is_level(on, rule->min_points))
            pack_say(r, &M_PACK_MIN_POINTS, number(r, rule->min_points), on->code);
    }
    if (rule->type == RULE_STOP_IF_ZERO && rule->whole_section && !ends_section(s, rule->criterion))
        pack_say(r, &M_PACK_SCOPE_LAST, S(""));
}

/* Does another rule of the same id stand before this one in the form? */
static bool id_before(const struct set *s, const struct rule *rule)
{
    for (ptrdiff_t i = 0; i < s->rule_count; i++) {
        if (&s->rules[i] == rule)
            return false;
        if (str_equal(s->rules[i].id, rule->id))
            return true;
    }
    for (ptrdiff_t c = 0; c < s->criterion_count; c++)
        for (ptrdiff_t i = 0; i < s->criteria[c].rule_count; i++) {
            if (&s->criteria[c].rules[i] == rule)
                return false;
            if (str_equal(s->criteria[c].rules[i].id, rule->id))
                return true;
        }
    return false;
}

static void check_rules(struct pack_reader *r, const struct set *s, const struct rule *rules,
                        ptrdiff_t count)
{
    int zero_stops = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        check_rule(r, s, &rules[i]);
        zero_stops += rules[i].type == RULE_STOP_IF_ZERO;
        if (rules[i].id.len > 0 && id_before(s, &rules[i]))
            pack_say(r, &M_PACK_TWICE, S("Quy tắc"), rules[i].id);
    }
    if (zero_stops > 1)
        pack_say(r, &M_PACK_RULE_TWO, S("stop_if_zero"));
}

/* ------------------------------------------------------------------ headings and codes */

static void check_heading(struct pack_reader *r, const struct set *s, int32_t index)
{
    for (int32_t i = index + 1; i < s->criterion_count; i++)
        if (str_equal(s->criteria[i].under, s->criteria[index].code))
            return;
    pack_say(r, &M_PACK_HEADING_ALONE, S(""));
}

static void check_under(struct pack_reader *r, const struct set *s, int32_t index)
{
    str under = s->criteria[index].under;
    for (int32_t i = 0; i < index; i++)
        if (s->criteria[i].heading && str_equal(s->criteria[i].code, under))
            return;
    pack_say(r, &M_PACK_UNDER, under);
}

static void check_code(struct pack_reader *r, const struct set *s, int32_t index)
{
    str code = s->criteria[index].code;
    int32_t first = set_criterion(s, code);
    if (code.len > 0 && first >= 0 && first < index)
        pack_say(r, &M_PACK_TWICE, S("Tiêu chí"), code);
}

static void check_criterion(struct pack_reader *r, const struct set *s, int32_t index,
                            const json_t *json)
{
    const struct criterion *c = &s->criteria[index];
    check_code(r, s, index);
    if (c->under.len > 0)
        check_under(r, s, index);
    if (c->heading)
        check_heading(r, s, index);
    else
        check_worth(r, s->pack, c, json);
    check_rules(r, s, c->rules, c->rule_count);
}

/* ------------------------------------------------------------------ sections and sums */

static int64_t section_sum(const struct set *s, const struct section *sec)
{
    int64_t sum = 0;
    for (int32_t i = sec->first; i < sec->first + sec->count; i++)
        sum += s->criteria[i].max;
    return sum;
}

static void check_order(struct pack_reader *r, const struct section *sec)
{
    const struct section *before = sec - 1;
    if (sec->index <= before->index)
        pack_say(r, &M_PACK_ORDER, S("Mục"), number(r, sec->index), number(r, before->index));
    if (sec->part < before->part)
        pack_say(r, &M_PACK_ORDER, S("Phần"), number(r, sec->part + 1),
                 number(r, before->part + 1));
}

static void check_section(struct pack_reader *r, const struct set *s, int32_t index,
                          const json_t *json)
{
    const struct section *sec = &s->sections[index];
    struct pack_place back = pack_enter_no(r, "mục ", sec->index);
    if (index > 0)
        check_order(r, sec);
    int64_t sum = section_sum(s, sec);
    if (sum != sec->max)
        pack_say(r, &M_PACK_SUM, S("Mục"), number(r, sec->max), number(r, sum));
    pack_leave(r, back);
    const json_t *rows = json_object_get(json, "criteria");
    for (int32_t i = 0; i < sec->count; i++) {
        back = pack_enter(r, s->criteria[sec->first + i].code);
        check_criterion(r, s, sec->first + i, json_array_get(rows, (size_t)i));
        pack_leave(r, back);
    }
}

struct sums {
    int64_t parts[PACK_PARTS_MAX];
    int64_t total;
};

static struct sums sums_of(const struct set *s)
{
    struct sums sums = { 0 };
    for (ptrdiff_t i = 0; i < s->criterion_count; i++) {
        sums.parts[s->criteria[i].part] += s->criteria[i].max;
        sums.total += s->criteria[i].max;
    }
    return sums;
}

static void check_complete(struct pack_reader *r, const struct set *s, const struct sums *sums)
{
    for (ptrdiff_t i = 0; i < s->pack->part_count; i++) {
        const struct part *p = &s->pack->parts[i];
        if (sums->parts[i] != p->max)
            pack_say(r, &M_PACK_SUM, p->code, number(r, p->max), number(r, sums->parts[i]));
    }
}

static void check_sum_said(struct pack_reader *r, const json_t *said, str key, int64_t sum)
{
    int64_t n = json_member_int(said, cstr(r->scratch, key), -1);
    if (n != sum)
        pack_say(r, &M_PACK_SUMS, key, number(r, n), number(r, sum));
}

/* An incomplete form says its sums, so that nobody takes a missing level for a typing error. */
static void check_sums(struct pack_reader *r, const struct set *s, const json_t *json)
{
    struct sums sums = sums_of(s);
    const json_t *said = json_object_get(json, "sums");
    if (s->complete) {
        check_complete(r, s, &sums);
        if (said)
            pack_say(r, &M_PACK_SUMS_EXTRA, S(""));
        return;
    }
    if (!json_is_object(said)) {
        pack_say(r, &M_PACK_SUMS_NEEDED, S(""));
        return;
    }
    for (ptrdiff_t i = 0; i < s->pack->part_count; i++)
        check_sum_said(r, said, s->pack->parts[i].code, sums.parts[i]);
    check_sum_said(r, said, S("total"), sums.total);
}

static void check_group(struct pack_reader *r, const struct set *s)
{
    for (ptrdiff_t i = 0; i < s->pack->group_count; i++)
        if (str_equal(s->pack->groups[i].code, s->group))
            return;
    pack_say(r, &M_PACK_UNKNOWN, S("Nhóm"), s->group);
}

void pack_check_set(struct pack_reader *r, const struct set *s, const json_t *json)
{
    check_group(r, s);
    check_rules(r, s, s->rules, s->rule_count);
    check_sums(r, s, json);
    const json_t *sections = json_object_get(json, "sections");
    for (int32_t i = 0; i < s->section_count; i++)
        check_section(r, s, i, json_array_get(sections, (size_t)i));
}
