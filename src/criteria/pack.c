/* pack.c: a pack from its JSON (schema saolang-criteria/1, law/README.md) into plain structs.
 *
 * Reading takes each member with its kind and range (pack_take.c), then the checker looks at the
 * whole (pack_check.c); only a pack without any fault is given out. Last, what ranking needs at
 * every turn is prepared: points by position, star marks, the rules that change a score.
 *
 * The JSON lives in an arena of its own and is gone when pack_read returns.
 */
#include "criteria/pack.h"

#include "base/hash.h"
#include "criteria/pack_in.h"

/* ------------------------------------------------------------------ small parts */

static const char *const type_names[] = {
    [RULE_DISQUALIFY_IF] = "disqualify_if", [RULE_NOT_ELIGIBLE_IF] = "not_eligible_if",
    [RULE_STOP_IF] = "stop_if",             [RULE_STOP_IF_ZERO] = "stop_if_zero",
    [RULE_APPLIES_ONLY_IF] = "applies_only_if", [RULE_REQUIREMENT] = "requirement",
    [RULE_EVIDENCE_NOTE] = "evidence_note", [RULE_CLARIFICATION] = "clarification",
};

const char *rule_type_name(enum rule_type type)
{
    return type_names[type];
}

bool rule_is_asked(const struct rule *r)
{
    return r->type == RULE_DISQUALIFY_IF || r->type == RULE_NOT_ELIGIBLE_IF
           || r->type == RULE_STOP_IF || r->type == RULE_REQUIREMENT;
}

static enum rule_type take_type(struct pack_reader *r, const json_t *o)
{
    str name = take_code(r, o, (struct taking){ .key = "type", .must = true });
    for (int i = 0; i < COUNT_OF(type_names); i++)
        if (str_is(name, type_names[i]))
            return (enum rule_type)i;
    pack_say(r, &M_PACK_NOT_ONE_OF, S("type"), name,
             S("disqualify_if, not_eligible_if, stop_if, stop_if_zero, applies_only_if, "
               "requirement, evidence_note, clarification"));
    return RULE_CLARIFICATION;
}

static void refuse_key(struct pack_reader *r, const json_t *o, enum rule_type type, const char *key)
{
    if (json_object_get(o, key))
        pack_say(r, &M_PACK_RULE_KEY, str_of(type_names[type]), str_of(key));
}

static bool take_scope(struct pack_reader *r, const json_t *o)
{
    str scope = take_code(r, o, (struct taking){ .key = "scope", .must = true });
    if (!str_is(scope, "criterion") && !str_is(scope, "section"))
        pack_say(r, &M_PACK_NOT_ONE_OF, S("scope"), scope, S("criterion, section"));
    return str_is(scope, "section");
}

/* The index of an earlier criterion with options, -1 with a fault otherwise. */
static int32_t take_depends(struct pack_reader *r, const json_t *o, const struct set *s,
                            int32_t before)
{
    str code = take_code(r, o, (struct taking){ .key = "depends_on", .must = true });
    for (int32_t i = 0; i < before; i++)
        if (str_equal(s->criteria[i].code, code) && s->criteria[i].options.count > 0)
            return i;
    pack_say(r, &M_PACK_DEPENDS, code);
    return -1;
}

static void read_rule(struct pack_reader *r, const json_t *o, const struct set *s, struct rule *out)
{
    if (!take_object(r, o, " id type scope depends_on min_points text "))
        return;
    out->id = take_code(r, o, (struct taking){ .key = "id", .must = true });
    out->type = take_type(r, o);
    out->text = take_text(r, o, (struct taking){ .key = "text", .must = true });
    if (out->type == RULE_STOP_IF_ZERO)
        out->whole_section = take_scope(r, o);
    else
        refuse_key(r, o, out->type, "scope");
    if (out->type == RULE_APPLIES_ONLY_IF) {
        out->depends_on = take_depends(r, o, s, out->criterion);
        out->min_points = take_int(r, o, (struct taking){ .key = "min_points", .must = true,
                                                          .from = 1, .to = PACK_POINTS_MAX });
    } else {
        refuse_key(r, o, out->type, "depends_on");
        refuse_key(r, o, out->type, "min_points");
    }
}

struct rules {
    struct rule *at;
    ptrdiff_t count;
};

/* The rules of a criterion (its index), or of the whole set (-1). */
static struct rules read_rules(struct pack_reader *r, const json_t *o, const struct set *s,
                               int32_t criterion)
{
    const json_t *list = take_list(r, o, (struct taking){ .key = "rules", .must = criterion < 0,
                                                          .to = PACK_RULES_MAX });
    struct rules out = { .count = (ptrdiff_t)json_array_size(list) };
    out.at = new(r->a, struct rule, out.count);
    for (ptrdiff_t i = 0; i < out.count; i++) {
        const json_t *row = json_array_get(list, (size_t)i);
        str id = json_member_str(row, "id");
        struct pack_place back = id.len > 0 ? pack_enter(r, id)
                                            : pack_enter_no(r, "quy tắc ", i + 1);
        out.at[i] = (struct rule){ .id = S(""), .text = S(""), .type = RULE_CLARIFICATION,
                                   .depends_on = -1, .fact = -1, .criterion = criterion };
        read_rule(r, row, s, &out.at[i]);
        pack_leave(r, back);
    }
    return out;
}

/* ------------------------------------------------------------------ criteria */

static struct options read_options(struct pack_reader *r, const json_t *o)
{
    const json_t *list = take_list(r, o, (struct taking){ .key = "options", .must = true,
                                                          .from = 1, .to = PACK_OPTIONS_MAX });
    struct options out = { .count = (ptrdiff_t)json_array_size(list) };
    out.at = new(r->a, struct option, out.count);
    for (ptrdiff_t i = 0; i < out.count; i++) {
        const json_t *row = json_array_get(list, (size_t)i);
        struct pack_place back = pack_enter_no(r, "mức ", i + 1);
        if (take_object(r, row, " points label min_star detail "))
            out.at[i] = (struct option){
                .points = take_int(r, row, (struct taking){ .key = "points", .must = true,
                                                            .to = PACK_POINTS_MAX }),
                .label = take_text(r, row, (struct taking){ .key = "label", .must = true }),
                .detail = take_text(r, row, (struct taking){ .key = "detail" }),
                .min_star = take_int(r, row, (struct taking){ .key = "min_star", .from = 1,
                                                              .to = PACK_NUMBER_MAX }),
            };
        pack_leave(r, back);
    }
    return out;
}

static void read_choices(struct pack_reader *r, const json_t *o, struct criterion *c)
{
    const json_t *list = take_list(r, o, (struct taking){ .key = "cases", .must = true,
                                                          .from = 1, .to = PACK_CASES_MAX });
    c->choice_count = (ptrdiff_t)json_array_size(list);
    c->choices = new(r->a, struct choice, c->choice_count);
    for (ptrdiff_t i = 0; i < c->choice_count; i++) {
        const json_t *row = json_array_get(list, (size_t)i);
        struct pack_place back = pack_enter_no(r, "trường hợp ", i + 1);
        if (take_object(r, row, " case label max options "))
            c->choices[i] = (struct choice){
                .letter = take_code(r, row, (struct taking){ .key = "case", .must = true }),
                .label = take_text(r, row, (struct taking){ .key = "label", .must = true }),
                .max = take_int(r, row, (struct taking){ .key = "max", .must = true,
                                                         .to = PACK_POINTS_MAX }),
                .options = read_options(r, row),
            };
        pack_leave(r, back);
    }
}

static void read_documents_of(struct pack_reader *r, const json_t *o, struct criterion *c)
{
    const json_t *list = take_list(r, o, (struct taking){ .key = "documents",
                                                          .to = PACK_LIST_MAX });
    c->document_count = (ptrdiff_t)json_array_size(list);
    c->documents = new(r->a, int32_t, c->document_count);
    for (ptrdiff_t i = 0; i < c->document_count; i++) {
        const json_t *v = json_array_get(list, (size_t)i);
        json_int_t n = json_is_integer(v) ? json_integer_value(v) : 0;
        if (n < 1 || n > PACK_LIST_MAX)
            pack_say(r, &M_PACK_NOT_WHOLE, S("documents"));
        else
            c->documents[i] = (int32_t)n;
    }
}

/* Points, options or cases of a criterion that is scored. */
static void read_worth(struct pack_reader *r, const json_t *o, struct criterion *c)
{
    c->max = take_int(r, o, (struct taking){ .key = "max", .must = true, .to = PACK_POINTS_MAX });
    bool options = json_object_get(o, "options") != NULL;
    bool cases = json_object_get(o, "cases") != NULL;
    if (options == cases)
        pack_say(r, &M_PACK_OPTIONS_OR_CASES, S(""));
    if (options)
        c->options = read_options(r, o);
    if (cases)
        read_choices(r, o, c);
}

static void refuse_worth(struct pack_reader *r, const json_t *o)
{
    static const char *const keys[] = { "max", "options", "cases", "single", "documents" };
    for (ptrdiff_t i = 0; i < COUNT_OF(keys); i++)
        if (json_object_get(o, keys[i]))
            pack_say(r, &M_PACK_HEADING_POINTS, str_of(keys[i]));
}

static void read_criterion(struct pack_reader *r, const json_t *o, struct set *s, int32_t index)
{
    struct criterion *c = &s->criteria[index];
    if (!take_object(r, o, " code printed_code title under heading hint max single documents "
                           "options cases rules "))
        return;
    c->code = take_code(r, o, (struct taking){ .key = "code", .must = true });
    c->printed_code = take_code(r, o, (struct taking){ .key = "printed_code" });
    c->title = take_text(r, o, (struct taking){ .key = "title", .must = true });
    c->hint = take_text(r, o, (struct taking){ .key = "hint" });
    c->under = take_code(r, o, (struct taking){ .key = "under" });
    c->heading = take_bool(r, o, (struct taking){ .key = "heading" });
    if (c->heading) {
        refuse_worth(r, o);
    } else {
        read_worth(r, o, c);
        read_documents_of(r, o, c);
    }
    struct rules rules = read_rules(r, o, s, index);
    c->rules = rules.at;
    c->rule_count = rules.count;
}

/* ------------------------------------------------------------------ sets */

static int32_t part_of(struct pack_reader *r, const json_t *o, const struct pack *p)
{
    str code = take_code(r, o, (struct taking){ .key = "part", .must = true });
    for (int32_t i = 0; i < p->part_count; i++)
        if (str_equal(p->parts[i].code, code))
            return i;
    pack_say(r, &M_PACK_UNKNOWN, S("Phần"), code);
    return 0;
}

static void read_section(struct pack_reader *r, const json_t *o, struct set *s, int32_t index)
{
    struct section *sec = &s->sections[index];
    sec->first = (int32_t)s->criterion_count;
    if (!take_object(r, o, " index part name max hint note criteria "))
        return;
    sec->index = take_int(r, o, (struct taking){ .key = "index", .must = true, .from = 1,
                                                 .to = PACK_NUMBER_MAX });
    sec->part = part_of(r, o, s->pack);
    sec->name = take_text(r, o, (struct taking){ .key = "name", .must = true });
    sec->max = take_int(r, o, (struct taking){ .key = "max", .must = true,
                                               .to = PACK_POINTS_MAX });
    sec->hint = take_text(r, o, (struct taking){ .key = "hint" });
    sec->note = take_text(r, o, (struct taking){ .key = "note" });
    const json_t *list = take_list(r, o, (struct taking){ .key = "criteria", .must = true,
                                                          .from = 1, .to = PACK_CRITERIA_MAX });
    sec->count = (int32_t)json_array_size(list);
    for (int32_t i = 0; i < sec->count; i++) {
        const json_t *row = json_array_get(list, (size_t)i);
        int32_t at = (int32_t)s->criterion_count++;
        s->criteria[at] = (struct criterion){ .part = sec->part, .section = index };
        str code = json_member_str(row, "code");
        struct pack_place back = code.len > 0 ? pack_enter(r, code)
                                            : pack_enter_no(r, "tiêu chí ", i + 1);
        read_criterion(r, row, s, at);
        pack_leave(r, back);
    }
}

/* Criteria of the whole set, counted before reading. */
static int64_t count_criteria(const json_t *sections)
{
    size_t n = 0;
    for (size_t i = 0; i < json_array_size(sections); i++)
        n += json_array_size(json_object_get(json_array_get(sections, i), "criteria"));
    return (int64_t)n;
}

static void read_sections(struct pack_reader *r, const json_t *o, struct set *s)
{
    const json_t *list = take_list(r, o, (struct taking){ .key = "sections", .must = true,
                                                          .to = PACK_SECTIONS_MAX });
    int64_t count = count_criteria(list);
    if (count > PACK_CRITERIA_MAX) {
        pack_say(r, &M_PACK_LIST_LONG, S("criteria"), show(r->scratch, count),
                 show(r->scratch, (int64_t)PACK_CRITERIA_MAX));
        return;
    }
    s->section_count = (ptrdiff_t)json_array_size(list);
    s->sections = new(r->a, struct section, s->section_count);
    s->criteria = new(r->a, struct criterion, (ptrdiff_t)count);
    for (int32_t i = 0; i < s->section_count; i++) {
        struct pack_place back = pack_enter_no(r, "mục ", i + 1);
        read_section(r, json_array_get(list, (size_t)i), s, i);
        pack_leave(r, back);
    }
}

static void read_set(struct pack_reader *r, const json_t *o, struct set *s)
{
    if (!take_object(r, o, " slug no name group family agencies successors samples complete sums "
                           "rules sections "))
        return;
    s->slug = take_code(r, o, (struct taking){ .key = "slug", .must = true });
    if (!json_is_null(json_object_get(o, "no")))
        s->no = take_int(r, o, (struct taking){ .key = "no", .must = true, .from = 1,
                                                .to = PACK_NUMBER_MAX });
    s->name = take_text(r, o, (struct taking){ .key = "name", .must = true });
    s->group = take_code(r, o, (struct taking){ .key = "group", .must = true });
    s->family = take_text(r, o, (struct taking){ .key = "family" });
    s->samples = take_int(r, o, (struct taking){ .key = "samples", .to = PACK_NUMBER_MAX });
    s->complete = take_bool(r, o, (struct taking){ .key = "complete", .must = true });
    take_list(r, o, (struct taking){ .key = "agencies", .to = PACK_LIST_MAX });
    take_list(r, o, (struct taking){ .key = "successors", .to = PACK_LIST_MAX });
    struct rules rules = read_rules(r, o, s, -1);
    s->rules = rules.at;
    s->rule_count = rules.count;
    read_sections(r, o, s);
}

/* ------------------------------------------------------------------ prepared for ranking */

static void count_facts(struct set *s, const struct rule *rules, ptrdiff_t count)
{
    for (ptrdiff_t i = 0; i < count; i++)
        s->fact_count += rule_is_asked(&rules[i]);
}

static void enter_facts(struct set *s, struct rule *rules, ptrdiff_t count)
{
    for (ptrdiff_t i = 0; i < count; i++)
        if (rule_is_asked(&rules[i])) {
            rules[i].fact = (int32_t)s->fact_count;
            s->facts[s->fact_count++] = &rules[i];
        }
}

static void prepare_facts(struct arena *a, struct set *s)
{
    count_facts(s, s->rules, s->rule_count);
    for (ptrdiff_t i = 0; i < s->criterion_count; i++)
        count_facts(s, s->criteria[i].rules, s->criteria[i].rule_count);
    s->facts = new(a, const struct rule *, s->fact_count);
    s->fact_count = 0;
    enter_facts(s, s->rules, s->rule_count);
    for (ptrdiff_t i = 0; i < s->criterion_count; i++)
        enter_facts(s, s->criteria[i].rules, s->criteria[i].rule_count);
}

static bool rule_moves_score(const struct rule *r)
{
    return r->type == RULE_STOP_IF || r->type == RULE_STOP_IF_ZERO
           || r->type == RULE_APPLIES_ONLY_IF || r->type == RULE_REQUIREMENT;
}

static void prepare_criterion(struct arena *a, struct set *s, int32_t index)
{
    struct criterion *c = &s->criteria[index];
    for (ptrdiff_t i = 0; i < c->rule_count; i++)
        c->ruled |= rule_moves_score(&c->rules[i]);
    if (c->options.count == 0)
        return;
    c->worth = new(a, points, c->options.count + 1);
    for (int32_t i = 0; i < c->options.count; i++) {
        const struct option *o = &c->options.at[i];
        c->worth[i + 1] = o->points;
        if (o->min_star > 0)
            s->marks[s->mark_count++] = (struct mark){ .star = o->min_star, .criterion = index,
                                                       .option = i + 1, .points = o->points };
    }
}

static void prepare_set(struct arena *a, struct set *s)
{
    prepare_facts(a, s);
    ptrdiff_t options = 0;
    for (ptrdiff_t i = 0; i < s->criterion_count; i++)
        options += s->criteria[i].options.count;
    s->marks = new(a, struct mark, options);
    for (int32_t i = 0; i < s->criterion_count; i++)
        prepare_criterion(a, s, i);
}

/* ------------------------------------------------------------------ the pack */

static void read_parts(struct pack_reader *r, const json_t *o, struct pack *p)
{
    const json_t *list = take_list(r, o, (struct taking){ .key = "parts", .must = true, .from = 1,
                                                          .to = PACK_PARTS_MAX });
    p->part_count = (ptrdiff_t)json_array_size(list);
    for (ptrdiff_t i = 0; i < p->part_count; i++) {
        const json_t *row = json_array_get(list, (size_t)i);
        struct pack_place back = pack_enter_no(r, "phần ", i + 1);
        if (take_object(r, row, " code name max "))
            p->parts[i] = (struct part){
                .code = take_code(r, row, (struct taking){ .key = "code", .must = true }),
                .name = take_text(r, row, (struct taking){ .key = "name", .must = true }),
                .max = take_int(r, row, (struct taking){ .key = "max", .must = true,
                                                         .to = PACK_POINTS_MAX }),
            };
        pack_leave(r, back);
    }
}

static void read_band(struct pack_reader *r, const json_t *o, struct band *b)
{
    enum { HUNDREDTHS_MAX = 100 * PACK_POINTS_MAX };
    b->star = take_int(r, o, (struct taking){ .key = "star", .must = true, .from = 1,
                                              .to = PACK_NUMBER_MAX });
    b->from_h = take_int(r, o, (struct taking){ .key = "from", .must = true,
                                                .to = HUNDREDTHS_MAX });
    if (!json_is_null(json_object_get(o, "below")))
        b->below_h = take_int(r, o, (struct taking){ .key = "below", .must = true, .from = 1,
                                                     .to = HUNDREDTHS_MAX });
    b->certificate = take_bool(r, o, (struct taking){ .key = "certificate", .must = true });
}

static void read_bands(struct pack_reader *r, const json_t *o, struct pack *p)
{
    const json_t *list = take_list(r, o, (struct taking){ .key = "star_bands", .must = true,
                                                          .from = 1, .to = PACK_LIST_MAX });
    p->band_count = (ptrdiff_t)json_array_size(list);
    p->bands = new(r->a, struct band, p->band_count);
    for (ptrdiff_t i = 0; i < p->band_count; i++) {
        struct pack_place back = pack_enter_no(r, "khung sao ", i + 1);
        const json_t *row = json_array_get(list, (size_t)i);
        if (take_object(r, row, " star from below certificate "))
            read_band(r, row, &p->bands[i]);
        pack_leave(r, back);
    }
}

static void read_groups(struct pack_reader *r, const json_t *o, struct pack *p)
{
    const json_t *list = take_list(r, o, (struct taking){ .key = "groups", .must = true,
                                                          .from = 1, .to = PACK_LIST_MAX });
    p->group_count = (ptrdiff_t)json_array_size(list);
    p->groups = new(r->a, struct group, p->group_count);
    for (ptrdiff_t i = 0; i < p->group_count; i++) {
        struct pack_place back = pack_enter_no(r, "nhóm ", i + 1);
        const json_t *row = json_array_get(list, (size_t)i);
        if (take_object(r, row, " code no name "))
            p->groups[i] = (struct group){
                .code = take_code(r, row, (struct taking){ .key = "code", .must = true }),
                .no = take_text(r, row, (struct taking){ .key = "no" }),
                .name = take_text(r, row, (struct taking){ .key = "name", .must = true }),
            };
        pack_leave(r, back);
    }
}

static void read_recognisers(struct pack_reader *r, const json_t *o, struct pack *p)
{
    const json_t *list = take_list(r, o, (struct taking){ .key = "recognition", .must = true,
                                                          .from = 1, .to = PACK_LIST_MAX });
    p->recogniser_count = (ptrdiff_t)json_array_size(list);
    p->recognisers = new(r->a, struct recogniser, p->recogniser_count);
    for (ptrdiff_t i = 0; i < p->recogniser_count; i++) {
        struct pack_place back = pack_enter_no(r, "cấp công nhận ", i + 1);
        const json_t *row = json_array_get(list, (size_t)i);
        if (take_object(r, row, " star by from to "))
            p->recognisers[i] = (struct recogniser){
                .star = take_int(
                    r, row, (struct taking){ .key = "star", .must = true, .from = 1, .to = 5 }),
                .by = take_code(r, row, (struct taking){ .key = "by", .must = true }),
                .from = take_date(r, row, (struct taking){ .key = "from" }),
                .to = take_date(r, row, (struct taking){ .key = "to" }),
            };
        pack_leave(r, back);
    }
}

str pack_recogniser(const struct pack *p, int32_t star, date day)
{
    for (ptrdiff_t i = 0; i < p->recogniser_count; i++) {
        const struct recogniser *k = &p->recognisers[i];
        bool begun = !date_known(k->from) || k->from.days <= day.days;
        bool over = date_known(k->to) && k->to.days < day.days;
        if (k->star == star && begun && !over)
            return k->by;
    }
    return S("");
}

static void read_documents(struct pack_reader *r, const json_t *o, struct pack *p)
{
    const json_t *list = take_list(r, o, (struct taking){ .key = "documents",
                                                          .to = PACK_LIST_MAX });
    p->document_count = (ptrdiff_t)json_array_size(list);
    p->documents = new(r->a, struct document, p->document_count);
    for (ptrdiff_t i = 0; i < p->document_count; i++) {
        struct pack_place back = pack_enter_no(r, "tài liệu ", i + 1);
        const json_t *row = json_array_get(list, (size_t)i);
        if (take_object(r, row, " no title text mandatory "))
            p->documents[i] = (struct document){
                .no = take_int(r, row, (struct taking){ .key = "no", .must = true, .from = 1,
                                                        .to = PACK_LIST_MAX }),
                .title = take_text(r, row, (struct taking){ .key = "title", .must = true }),
                .text = take_text(r, row, (struct taking){ .key = "text" }),
            };
        pack_leave(r, back);
    }
}

/* One of a few words, given as "plain, official". */
static str take_word(struct pack_reader *r, const json_t *o, const char *key, const char *words)
{
    str word = take_code(r, o, (struct taking){ .key = key, .must = true });
    bool known = word.len == 0;                /* said already */
    for (str rest = str_of(words); rest.len > 0 && !known;)
        known = str_equal(str_trim(str_cut(&rest, ',')), word);
    if (!known)
        pack_say(r, &M_PACK_NOT_ONE_OF, str_of(key), word, str_of(words));
    return word;
}

static void read_identity(struct pack_reader *r, const json_t *o, struct pack *p)
{
    str schema = json_member_str(o, "schema");
    if (!str_is(schema, "saolang-criteria/1"))
        pack_say(r, &M_PACK_SCHEMA, schema);
    p->id = take_code(r, o, (struct taking){ .key = "id", .must = true });
    p->decision = take_text(r, o, (struct taking){ .key = "decision", .must = true });
    p->title = take_text(r, o, (struct taking){ .key = "title", .must = true });
    p->status = take_word(r, o, "status", "in_force, history");
    take_word(r, o, "wording", "plain, official");
    take_date(r, o, (struct taking){ .key = "issued", .must = true });
    p->in_force_from = take_date(r, o, (struct taking){ .key = "in_force_from", .must = true });
    p->in_force_to = take_date(r, o, (struct taking){ .key = "in_force_to", .must = true });
    p->accepted_until = take_date(r, o, (struct taking){ .key = "accepted_until", .must = true });
    p->total_max = take_int(r, o, (struct taking){ .key = "total_max", .must = true, .from = 1,
                                                   .to = PACK_POINTS_MAX });
    p->marks_known = str_is(take_word(r, o, "star_minimums", "marks, unknown"), "marks");
}

static void read_sets(struct pack_reader *r, const json_t *o, struct pack *p)
{
    const json_t *list = take_list(r, o, (struct taking){ .key = "sets", .must = true, .from = 1,
                                                          .to = PACK_SETS_MAX });
    p->set_count = (ptrdiff_t)json_array_size(list);
    p->sets = new(r->a, struct set, p->set_count);
    for (ptrdiff_t i = 0; i < p->set_count; i++) {
        const json_t *row = json_array_get(list, (size_t)i);
        str slug = json_member_str(row, "slug");
        struct pack_place back = slug.len > 0 ? pack_enter(r, slug)
                                            : pack_enter_no(r, "bộ ", i + 1);
        p->sets[i].pack = p;
        read_set(r, row, &p->sets[i]);
        pack_leave(r, back);
    }
}

static const struct pack *read_pack(struct pack_reader *r, const json_t *o)
{
    struct pack *p = new(r->a, struct pack, 1);
    if (!take_object(r, o, " schema id decision amended_by title language status issued "
                           "in_force_from in_force_to accepted_until source wording parts "
                           "total_max star_bands star_minimums recognition rank_names "
                           "product_code registration_number documents criterion_documents "
                           "minimum_requirements groups defects sets "))
        return NULL;
    read_identity(r, o, p);
    read_parts(r, o, p);
    read_bands(r, o, p);
    read_recognisers(r, o, p);
    read_groups(r, o, p);
    read_documents(r, o, p);
    read_sets(r, o, p);
    pack_check(r, p, o);
    if (r->faults->count > 0)
        return NULL;
    for (ptrdiff_t i = 0; i < p->set_count; i++)
        prepare_set(r->a, &p->sets[i]);
    return p;
}

/* ------------------------------------------------------------------ the door */

static void say_json_fault(struct pack_reader *r, const struct json_fault *why)
{
    r->place = join(r->scratch, S("dòng "), show(r->scratch, (int64_t)why->line), S(", cột "),
                    show(r->scratch, (int64_t)why->column));
    pack_say(r, &M_PACK_JSON, why->text);
    r->place = S("");
}

static str place_of(struct arena *a, const struct json_repeat *repeat)
{
    struct out *o = out_new(a, .max_bytes = 4096);
    for (ptrdiff_t i = 0; i + 1 < repeat->step_count; i++) {
        if (i > 0)
            put_char(o, '/');
        if (repeat->steps[i].key.at)
            put(o, repeat->steps[i].key);
        else
            put_int(o, repeat->steps[i].index + 1);
    }
    return out_str(o);
}

static void say_repeats(struct pack_reader *r, const struct json_repeats *repeats)
{
    for (ptrdiff_t i = 0; i < repeats->count; i++) {
        const struct json_repeat *one = &repeats->at[i];
        r->place = place_of(r->scratch, one);
        pack_say(r, &M_PACK_KEY_TWICE, one->steps[one->step_count - 1].key);
    }
    r->place = S("");
}

static void free_scratch(void *thing)
{
    struct pack_reader *r = thing;
    arena_free(r->scratch);
    r->scratch = NULL;
}

const struct pack *pack_read(struct arena *a, str json, struct pack_faults *faults)
{
    enum { SCRATCH_BYTES = 64 << 20 };
    *faults = (struct pack_faults){ 0 };
    struct pack_reader *r = new(a, struct pack_reader, 1);
    arena_undo(a, free_scratch, r);
    *r = (struct pack_reader){ .a = a, .scratch = arena_new(SCRATCH_BYTES), .faults = faults };
    if (!r->scratch)
        arena_give_up(a);
    struct json_fault why;
    struct json_repeats repeats;
    const json_t *root = json_read_repeats(r->scratch, json, PACK_BYTES_MAX, &why, &repeats);
    if (!root)
        say_json_fault(r, &why);
    say_repeats(r, &repeats);
    struct pack *p = root ? (struct pack *)(uintptr_t)read_pack(r, root) : NULL;
    if (p)
        p->sha256 = hash_hex(a, hash_of(json));
    free_scratch(r);
    return p;
}

const struct set *pack_set(const struct pack *p, str slug)
{
    for (ptrdiff_t i = 0; i < p->set_count; i++)
        if (str_equal(p->sets[i].slug, slug))
            return &p->sets[i];
    return NULL;
}

int32_t set_criterion(const struct set *s, str code)
{
    for (int32_t i = 0; i < s->criterion_count; i++)
        if (str_equal(s->criteria[i].code, code))
            return i;
    return -1;
}

int32_t set_fact(const struct set *s, str rule_id)
{
    for (int32_t i = 0; i < s->fact_count; i++)
        if (str_equal(s->facts[i]->id, rule_id))
            return i;
    return -1;
}

const struct options *criterion_options(const struct criterion *c, int32_t chosen)
{
    if (c->choice_count == 0)
        return chosen < 0 ? &c->options : NULL;
    return chosen >= 0 && chosen < c->choice_count ? &c->choices[chosen].options : NULL;
}
