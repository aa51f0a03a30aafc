/* sheet_view.c: a set and a ballot laid out for the page. No addresses, no rights: the room that
 * shows it adds those. */
#include "criteria/sheet_view.h"

#include "criteria/sheet.html.h"

enum { FAULTS_SHOWN = 8 };                     /* at the top; all stand beside their criteria */

struct making {
    struct ctx *cx;
    struct arena *a;
    const struct sheet_ask *ask;
    const struct set *set;
};

/* What is missing at a place, in the words of the page; the check's own words name the ballot. */
static str gap_words(const struct making *k, str place, str otherwise)
{
    const struct set *set = k->set;
    for (ptrdiff_t i = 0; i < set->rule_count; i++)
        if (str_equal(set->rules[i].id, place))
            return join(k->a, S("Chưa trả lời: "), set->rules[i].text);
    for (ptrdiff_t i = 0; i < set->criterion_count; i++) {
        const struct criterion *c = &set->criteria[i];
        if (str_equal(c->code, place))
            return join(k->a, S("Tiêu chí "), c->code, S(" "), c->title, S(": chưa chọn mức."));
        for (ptrdiff_t r = 0; r < c->rule_count; r++)
            if (str_equal(c->rules[r].id, place))
                return join(k->a, S("Tiêu chí "), c->code, S(", chưa trả lời: "), c->rules[r].text);
    }
    return otherwise;
}

static str fault_at(const struct making *k, str place)
{
    const struct rank_faults *f = k->ask->faults;
    str tail = join(k->a, S("/"), place);
    for (ptrdiff_t i = 0; f && i < f->count; i++)
        if (str_ends(f->at[i].place, tail))
            return S("Chưa trả lời. Hãy chọn một trong các mục ở trên.");
    return S("");
}

static struct choice_rows choices(const struct making *k, const struct criterion *c, int32_t which)
{
    const struct options *options = criterion_options(c, which);
    const struct answer *now = &k->ask->ballot->answers[c - k->set->criteria];
    struct choice_rows rows = { .at = new(k->a, struct choice_view, options->count) };
    str letter = which >= 0 ? c->choices[which].letter : S("");
    for (ptrdiff_t i = 0; i < options->count; i++)
        rows.at[rows.count++] = (struct choice_view){
            .name = join(k->a, S("c."), c->code),
            .value = join(k->a, letter, show(k->a, (int64_t)i + 1)),
            .label = options->at[i].label,
            .detail = options->at[i].detail,
            .points = options->at[i].points,
            .chosen = now->option == i + 1 && now->chosen == which,
        };
    return rows;
}

static void add_cases(const struct making *k, const struct criterion *c, struct criterion_view *v)
{
    ptrdiff_t count = c->choice_count > 0 ? c->choice_count : 1;
    v->cases.at = new(k->a, struct case_view, count);
    v->cases.count = count;
    for (ptrdiff_t i = 0; i < count; i++) {
        bool one = c->choice_count == 0;
        v->cases.at[i].title = one ? S("") : c->choices[i].label;
        v->cases.at[i].rows = choices(k, c, one ? -1 : (int32_t)i);
    }
}

static struct question_view question(const struct making *k, const struct rule *r)
{
    enum fact_answer now = k->ask->ballot->facts[r->fact];
    return (struct question_view){
        .name = join(k->a, S("f."), r->id),
        .text = r->text,
        .yes = now == FACT_TRUE,
        .no = now == FACT_FALSE,
        .fault = fault_at(k, r->id),
        .anchor = join(k->a, S("o-"), r->id),
    };
}

static void add_rules(const struct making *k, const struct criterion *c, struct criterion_view *v)
{
    v->questions.at = new(k->a, struct question_view, c->rule_count);
    for (ptrdiff_t i = 0; i < c->rule_count; i++) {
        const struct rule *r = &c->rules[i];
        if (rule_is_asked(r))
            v->questions.at[v->questions.count++] = question(k, r);
        else
            v->note = join(k->a, v->note, v->note.len > 0 ? S(" ") : S(""), r->text);
    }
}

static str documents(const struct making *k, const struct criterion *c)
{
    str list = S("");
    const struct pack *p = k->set->pack;
    for (ptrdiff_t i = 0; i < c->document_count; i++)
        for (ptrdiff_t d = 0; d < p->document_count; d++)
            if (p->documents[d].no == c->documents[i])
                list = join(k->a, list, list.len > 0 ? S("; ") : S(""), p->documents[d].title);
    return list;
}

static str given(const struct making *k, const struct criterion *c)
{
    if (!k->ask->given)
        return S("");
    struct answer g = k->ask->given->answers[c - k->set->criteria];
    const struct options *options = criterion_options(c, g.chosen);
    if (g.option == NO_LEVEL)
        return S("0 (không đạt mức nào)");
    if (g.option < 1 || !options || g.option > options->count)
        return S("chưa chấm");
    return show(k->a, options->at[g.option - 1].points);
}

static struct criterion_view criterion_view(const struct making *k, const struct criterion *c)
{
    const struct section *s = &k->set->sections[c->section];
    ptrdiff_t at = c - k->set->criteria;
    struct criterion_view v = {
        .anchor = join(k->a, S("o-"), c->code),
        .code = c->code,
        .title = c->title,
        .hint = c->hint,
        .max = c->max,
        .part = k->set->pack->parts[c->part].code,
        .heading = c->heading,
        .fault = fault_at(k, c->code),
        .documents = documents(k, c),
    };
    if (s->first == at) {
        v.section = join(k->a, show(k->a, s->index), S(". "), s->name);
        v.section_note = s->note;
    }
    add_rules(k, c, &v);
    if (c->heading)
        return v;
    v.given = given(k, c);
    add_cases(k, c, &v);
    v.none = (struct choice_view){ .name = join(k->a, S("c."), c->code), .value = S("k"),
                                   .label = S("Không đạt mức nào"),
                                   .chosen = k->ask->ballot->answers[at].option == NO_LEVEL };
    if (k->ask->add_file_base.len > 0)
        v.add_file = url_join(k->a, k->ask->add_file_base, url_encode(k->a, c->code));
    if (k->ask->files)
        v.files = k->ask->files(k->ask->with, c->code);
    return v;
}

static void add_sums(const struct making *k, const struct expectation *e, struct sheet_view *v)
{
    const struct pack *p = k->set->pack;
    v->sums.at = new(k->a, struct sum_view, p->part_count);
    for (ptrdiff_t i = 0; i < p->part_count; i++)
        v->sums.at[v->sums.count++] = (struct sum_view){ p->parts[i].code, p->parts[i].name,
                                                         e->parts[i], p->parts[i].max };
    v->total = e->total;
    v->total_max = p->total_max;
    v->answered = e->answered;
    v->asked = e->asked;
}

/* The faults of a ballot at the top, each leading to its criterion. */
static void add_faults(const struct making *k, struct sheet_view *v)
{
    const struct rank_faults *f = k->ask->faults;
    if (!f || f->count == 0)
        return;
    v->has_faults = true;
    v->faults.title = join(k->a, S("Chưa nộp được: còn "), show(k->a, (int64_t)f->count),
                           S(" chỗ chưa trả lời"));
    v->faults.rows.at = new(k->a, struct fault_line, f->count);
    for (ptrdiff_t i = 0; i < f->count && i < FAULTS_SHOWN; i++) {
        str place = str_after(f->at[i].place, str_find(f->at[i].place, '/') + 1);
        v->faults.rows.at[v->faults.rows.count++] = (struct fault_line){
            .what = gap_words(k, place, f->at[i].text),
            .anchor = url_anchor(k->a, join(k->a, S("o-"), place)) };
    }
    if (f->count > FAULTS_SHOWN)
        v->faults.rows.at[FAULTS_SHOWN - 1].todo =
            join(k->a, S("… và "), show(k->a, (int64_t)f->count - FAULTS_SHOWN), S(" chỗ khác."));
}

struct sheet_view sheet_view(struct ctx *cx, const struct sheet_ask *ask)
{
    struct making k = { cx, cx->a, ask, ask->set };
    struct sheet_view v = { .readonly = ask->readonly, .key = form_key(cx) };
    static const struct rank_rules rules = { 0 };
    struct expectation e = expect_of(cx->a, ask->set, &rules, ask->ballot);
    add_sums(&k, &e, &v);
    v.expect = expect_html(cx->a, ask->set, &e);
    v.questions.at = new(cx->a, struct question_view, ask->set->rule_count);
    for (ptrdiff_t i = 0; i < ask->set->rule_count; i++)
        if (rule_is_asked(&ask->set->rules[i]))
            v.questions.at[v.questions.count++] = question(&k, &ask->set->rules[i]);
    v.criteria.at = new(cx->a, struct criterion_view, ask->set->criterion_count);
    for (ptrdiff_t i = 0; i < ask->set->criterion_count; i++)
        v.criteria.at[v.criteria.count++] = criterion_view(&k, &ask->set->criteria[i]);
    add_faults(&k, &v);
    return v;
}

struct chosen_rows chosen_rows(struct arena *a, const struct set *set, const struct rank_ballot *b)
{
    struct chosen_rows rows = { .at = new(a, struct chosen_view, set->criterion_count) };
    for (ptrdiff_t i = 0; i < set->criterion_count; i++) {
        const struct criterion *c = &set->criteria[i];
        struct answer k = b->answers[i];
        const struct options *options = criterion_options(c, k.chosen);
        bool picked = options && k.option >= 1 && k.option <= options->count;
        rows.at[rows.count++] = (struct chosen_view){
            .code = c->code, .title = c->title, .max = c->max, .heading = c->heading,
            .label = picked ? options->at[k.option - 1].label
                            : k.option == NO_LEVEL ? S("Không đạt mức nào") : S("Chưa trả lời"),
            .points = picked ? options->at[k.option - 1].points : 0,
        };
    }
    return rows;
}

/* -- the expected star ------------------------------------------------------------------------- */

static str expect_says(struct arena *a, const struct expectation *e)
{
    str total = join(a, S(" ("), show(a, e->total), S(" điểm)"));
    switch (e->outcome) {
    case OUTCOME_STOPPED:
        return S("Theo các câu trả lời này, hồ sơ dừng đánh giá");
    case OUTCOME_NOT_ELIGIBLE:
        return S("Theo các câu trả lời này, sản phẩm không thuộc diện đánh giá");
    case OUTCOME_DISQUALIFIED:
        return S("Theo các câu trả lời này, hồ sơ bị loại");
    case OUTCOME_SCORED:
    case OUTCOME_CONFLICT:
        break;
    }
    if (e->star == 0)
        return join(a, S("Chưa đủ để được công nhận sao"), total);
    return join(a, S("Dự kiến "), show(a, e->star), S(" sao"), total);
}

html expect_html(struct arena *a, const struct set *set, const struct expectation *e)
{
    struct expect_view v = { .says = expect_says(a, e), .star = e->star, .has_star = e->star > 0,
                             .stars = { .count = e->star } };
    ptrdiff_t most = e->unmet_count + 1;
    v.missing.at = new(a, struct missing_view, most);
    if (e->next_star && e->missing > 0)
        v.missing.at[v.missing.count++] = (struct missing_view){
            .text = join(a, S("thêm "), show(a, e->missing), S(" điểm")) };
    for (ptrdiff_t i = 0; i < e->unmet_count; i++) {
        const struct criterion *c = &set->criteria[e->unmet[i]->criterion];
        v.missing.at[v.missing.count++] = (struct missing_view){
            .text = join(a, c->code, S(" "), c->title, S(": cần “"),
                         c->options.at[e->unmet[i]->option - 1].label, S("”")),
            .anchor = join(a, S("o-"), c->code) };
    }
    if (v.missing.count > 0)
        v.next = join(a, S("Để đạt "), show(a, e->next_star), S(" sao còn thiếu:"));
    struct out *o = out_new(a, .max_bytes = 256 << 10);
    page_expect(o, &v);
    return html_of_out(o);
}
