/* criteria_cli.c: criteria and scoring for the terminal. What is printed as text is for people,
 * what is printed as JSON keeps the names of the pack. */
#include "criteria/criteria_cli.h"

#include <assert.h>

#include "base/err.h"

/* ------------------------------------------------------------------ list */

static void put_days(struct out *o, const struct pack *p)
{
    put_date(o, p->in_force_from);
    put_str(o, S(" – "));
    if (date_known(p->in_force_to))
        put_date(o, p->in_force_to);
    else
        put_str(o, S("nay"));
}

static void list_text(struct out *o, const struct pack *p)
{
    put_str(o, p->id);
    put_str(o, S("  "));
    put_str(o, p->title);
    put_str(o, S("  ("));
    put_days(o, p);
    put_str(o, S(")\n"));
    for (ptrdiff_t i = 0; i < p->set_count; i++) {
        put_str(o, S("    "));
        put_str(o, p->sets[i].slug);
        put_str(o, S("  "));
        put_str(o, p->sets[i].name);
        put_str(o, p->sets[i].complete ? S("\n") : S("  [chưa đủ tiêu chí]\n"));
    }
}

static void pair_day(struct json_out *w, const char *name, date d)
{
    json_name(w, name);
    if (date_known(d))
        json_put_str(w, date_iso(w->o->a, d));
    else
        json_put_null(w);
}

static void list_set(struct json_out *w, const struct set *s)
{
    json_open(w);
    json_pair_str(w, "slug", s->slug);
    json_name(w, "no");
    if (s->no > 0)
        json_put_int(w, s->no);
    else
        json_put_null(w);
    json_pair_str(w, "name", s->name);
    json_pair_str(w, "group", s->group);
    json_pair_bool(w, "complete", s->complete);
    json_close(w);
}

static void list_json(struct json_out *w, const struct pack *p)
{
    json_open(w);
    json_pair_str(w, "id", p->id);
    json_pair_str(w, "decision", p->decision);
    json_pair_str(w, "title", p->title);
    json_pair_str(w, "status", p->status);
    pair_day(w, "in_force_from", p->in_force_from);
    pair_day(w, "in_force_to", p->in_force_to);
    pair_day(w, "accepted_until", p->accepted_until);
    json_pair_str(w, "sha256", p->sha256);
    json_name(w, "sets");
    json_open_list(w);
    for (ptrdiff_t i = 0; i < p->set_count; i++)
        list_set(w, &p->sets[i]);
    json_close_list(w);
    json_close(w);
}

int criteria_list(struct out *o, struct pack_list packs, bool json)
{
    struct json_out w = { .o = o };
    if (json)
        json_open_list(&w);
    for (ptrdiff_t i = 0; i < packs.count; i++) {
        if (json)
            list_json(&w, packs.at[i]);
        else
            list_text(o, packs.at[i]);
    }
    if (json) {
        json_close_list(&w);
        put_char(o, '\n');
    }
    return err_exit(OK);
}

/* ------------------------------------------------------------------ show, as text */

static void show_options(struct out *o, const struct options *list)
{
    for (int32_t i = 0; i < list->count; i++) {
        const struct option *p = &list->at[i];
        put_str(o, S("        mức "));
        put_int(o, i + 1);
        put_str(o, S(": "));
        put_int(o, p->points);
        put_str(o, S(" điểm  "));
        put_str(o, p->label);
        for (int32_t star = 0; star < p->min_star; star++)
            put_char(o, '*');
        put_char(o, '\n');
    }
}

static void show_rules(struct out *o, const struct rule *rules, ptrdiff_t count)
{
    for (ptrdiff_t i = 0; i < count; i++) {
        put_str(o, S("        ["));
        put_str(o, rules[i].id);
        put_str(o, S("] "));
        put_str(o, rules[i].text);
        put_char(o, '\n');
    }
}

static void show_criterion(struct out *o, const struct criterion *c)
{
    put_str(o, S("    "));
    put_str(o, c->code);
    put_str(o, S("  "));
    put_str(o, c->title);
    if (!c->heading) {
        put_str(o, S("  (tối đa "));
        put_int(o, c->max);
        put_char(o, ')');
    }
    put_char(o, '\n');
    show_rules(o, c->rules, c->rule_count);
    show_options(o, &c->options);
    for (ptrdiff_t i = 0; i < c->choice_count; i++) {
        put_str(o, S("      trường hợp "));
        put_str(o, c->choices[i].letter);
        put_str(o, S(": "));
        put_str(o, c->choices[i].label);
        put_char(o, '\n');
        show_options(o, &c->choices[i].options);
    }
}

static void show_text(struct out *o, const struct set *s)
{
    put_str(o, s->name);
    put_str(o, S("\n"));
    put_str(o, s->pack->title);
    put_str(o, s->complete ? S("\n")
                           : S("\nCẢNH BÁO: chưa đủ tiêu chí, không dùng để chấm điểm.\n"));
    show_rules(o, s->rules, s->rule_count);
    for (ptrdiff_t i = 0; i < s->section_count; i++) {
        const struct section *sec = &s->sections[i];
        put_char(o, '\n');
        put_str(o, s->pack->parts[sec->part].code);
        put_char(o, ' ');
        put_int(o, sec->index);
        put_str(o, S(". "));
        put_str(o, sec->name);
        put_str(o, S("  (tối đa "));
        put_int(o, sec->max);
        put_str(o, S(")\n"));
        for (int32_t k = sec->first; k < sec->first + sec->count; k++)
            show_criterion(o, &s->criteria[k]);
    }
}

/* ------------------------------------------------------------------ show, as JSON */

static void json_options(struct json_out *w, const struct options *list)
{
    json_name(w, "options");
    json_open_list(w);
    for (ptrdiff_t i = 0; i < list->count; i++) {
        const struct option *p = &list->at[i];
        json_open(w);
        json_pair_int(w, "points", p->points);
        json_pair_str(w, "label", p->label);
        if (p->detail.len > 0)
            json_pair_str(w, "detail", p->detail);
        if (p->min_star > 0)
            json_pair_int(w, "min_star", p->min_star);
        json_close(w);
    }
    json_close_list(w);
}

static void json_cases(struct json_out *w, const struct criterion *c)
{
    json_name(w, "cases");
    json_open_list(w);
    for (ptrdiff_t i = 0; i < c->choice_count; i++) {
        json_open(w);
        json_pair_str(w, "case", c->choices[i].letter);
        json_pair_str(w, "label", c->choices[i].label);
        json_pair_int(w, "max", c->choices[i].max);
        json_options(w, &c->choices[i].options);
        json_close(w);
    }
    json_close_list(w);
}

static void json_rule(struct json_out *w, const struct set *s, const struct rule *r)
{
    json_open(w);
    json_pair_str(w, "id", r->id);
    json_pair_str(w, "type", str_of(rule_type_name(r->type)));
    if (r->type == RULE_STOP_IF_ZERO)
        json_pair_str(w, "scope", r->whole_section ? S("section") : S("criterion"));
    if (r->type == RULE_APPLIES_ONLY_IF) {
        json_pair_str(w, "depends_on", s->criteria[r->depends_on].code);
        json_pair_int(w, "min_points", r->min_points);
    }
    json_pair_bool(w, "asked", rule_is_asked(r));
    json_pair_str(w, "text", r->text);
    json_close(w);
}

static void json_rules(struct json_out *w, const struct set *s, const struct rule *rules,
                       ptrdiff_t count)
{
    json_name(w, "rules");
    json_open_list(w);
    for (ptrdiff_t i = 0; i < count; i++)
        json_rule(w, s, &rules[i]);
    json_close_list(w);
}

static void json_criterion(struct json_out *w, const struct set *s, const struct criterion *c)
{
    json_open(w);
    json_pair_str(w, "code", c->code);
    json_pair_str(w, "title", c->title);
    if (c->heading)
        json_pair_bool(w, "heading", true);
    else
        json_pair_int(w, "max", c->max);
    if (c->under.len > 0)
        json_pair_str(w, "under", c->under);
    if (c->choice_count > 0)
        json_cases(w, c);
    else if (!c->heading)
        json_options(w, &c->options);
    json_rules(w, s, c->rules, c->rule_count);
    json_close(w);
}

static void show_json(struct json_out *w, const struct set *s)
{
    json_open(w);
    json_pair_str(w, "criteria", s->pack->id);
    json_pair_str(w, "set", s->slug);
    json_pair_str(w, "name", s->name);
    json_pair_bool(w, "complete", s->complete);
    json_rules(w, s, s->rules, s->rule_count);
    json_name(w, "sections");
    json_open_list(w);
    for (ptrdiff_t i = 0; i < s->section_count; i++) {
        const struct section *sec = &s->sections[i];
        json_open(w);
        json_pair_int(w, "index", sec->index);
        json_pair_str(w, "part", s->pack->parts[sec->part].code);
        json_pair_str(w, "name", sec->name);
        json_pair_int(w, "max", sec->max);
        json_name(w, "criteria");
        json_open_list(w);
        for (int32_t k = sec->first; k < sec->first + sec->count; k++)
            json_criterion(w, s, &s->criteria[k]);
        json_close_list(w);
        json_close(w);
    }
    json_close_list(w);
    json_close(w);
}

int criteria_show(struct out *o, struct pack_list packs, struct criteria_show in)
{
    const struct set *s = NULL;
    for (ptrdiff_t i = 0; i < packs.count; i++)
        if (str_equal(packs.at[i]->id, in.pack))
            s = pack_set(packs.at[i], in.set);
    if (!s) {
        put_str(o, S("Không có bộ sản phẩm này. "
                     "Hãy xem các mã bằng lệnh “saolang criteria list”.\n"));
        return err_exit(ERR_NOT_FOUND);
    }
    if (in.json) {
        struct json_out w = { .o = o };
        show_json(&w, s);
        put_char(o, '\n');
    } else {
        show_text(o, s);
    }
    return err_exit(OK);
}

/* ------------------------------------------------------------------ check */

int criteria_check_file(struct arena *a, str text, struct out *o)
{
    struct pack_faults faults;
    const struct pack *p = pack_read(a, text, &faults);
    for (ptrdiff_t i = 0; i < faults.count; i++) {
        put_str(o, faults.at[i].place);
        put_str(o, faults.at[i].place.len > 0 ? S(": ") : S(""));
        put_str(o, faults.at[i].text);
        put_char(o, '\n');
    }
    if (!p)
        return err_exit(ERR_INPUT);
    put_str(o, p->id);
    put_str(o, S(": "));
    put_int(o, p->set_count);
    put_str(o, S(" bộ sản phẩm, không có lỗi.\n"));
    return err_exit(OK);
}

/* ------------------------------------------------------------------ score */

static bool score_one(struct arena *a, const struct score_run *run, str sheet)
{
    struct arena_mark mark = arena_mark(a);
    bool faulty;
    str result = score_sheet(a, run->packs.at, run->packs.count, sheet, &faulty);
    run->emit(run->to, result);
    arena_rewind(a, mark);
    return faulty;
}

int score_each(struct arena *a, const struct score_run *run, str text)
{
    bool faulty = false;
    if (!run->lines)
        faulty = score_one(a, run, text);
    while (run->lines && text.len > 0) {
        str line = str_trim(str_cut(&text, '\n'));
        if (line.len > 0)
            faulty |= score_one(a, run, line);
    }
    return err_exit(faulty ? ERR_INPUT : OK);
}

static void emit_line(void *to, str result)
{
    put_str(to, result);
    put_char(to, '\n');
}

int score_file(struct arena *a, struct pack_list packs, str text, bool lines, struct out *o)
{
    assert(o->a != a);
    struct score_run run = { .packs = packs, .lines = lines, .emit = emit_line, .to = o };
    return score_each(a, &run, text);
}
