/* tplgen: weaves a page's .html into typed C.
 *
 *   tplgen PAGE.html OUT.c OUT.h
 *
 *   {{! page product_show(struct product_page) }}   begins a page; its values are p.…
 *   {{! include "product/product_web.h" }}           a header for the structs used
 *   {{p.name}}          prints by type, escaped by place: text, attribute, or address
 *   {{each p.rows r}} … {{/each}}                    a slice: at, count
 *   {{if p.x}} {{if not p.x}} … {{else}} … {{/if}}
 *   {{use page_part p.x}}                            another page, given &p->x
 *   {{field p.form ten}}                             a form's field: label, control, fault
 *   {{say Tìm|Search}}                               words for a Vietnamese or an English reader
 *   {{icon search}}  {{asset sao.css}}               an icon; the address of an asset
 *
 * Refused: {{x}} in <script>, <style>, an event or style attribute, an unquoted attribute or a
 * bare tag; a block that ends in another place of the markup than it began. In an address
 * attribute (href, src, action …) the whole value must be of type `url`; behind a literal
 * beginning a value is percent-encoded.
 */
#include <stdlib.h>
#include <string.h>

#include "tools/tool.h"

enum place { TEXT, TAG, QUOTED, COMMENT, RAW };

struct where {
    enum place place;
    char tag[32];                              /* of the open tag or raw element */
    char attr[40];
    bool address;                              /* the attribute holds an address */
    bool fresh;                                /* nothing of the value has been printed yet */
    bool closing;
};

struct block {
    char kind;                                 /* 'i' if, 'e' each */
    struct where where;
    char var[40];
    bool has_else;
    int line;
};

struct tpl {
    const char *path;
    struct arena *a;
    str rest;
    int line;
    struct out *c;
    struct out *h;
    struct out *text;                          /* literal text not yet written */
    struct where at;
    struct block blocks[32];
    int depth;
    bool open;
};

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

NO_RETURN static void stop(const struct tpl *t, const char *why)
{
    tool_stop(t->path, t->line, why);
}

/* -- following the markup ---------------------------------------------------------------- */

static const char *const ADDRESSES[] = { "href", "src", "action", "formaction", "poster",
                                         "data-draft", "data-poll", "data-compare" };

static void attr_opened(struct tpl *t, const char *name, ptrdiff_t len)
{
    snprintf(t->at.attr, sizeof t->at.attr, "%.*s", (int)len, name);
    t->at.address = false;
    for (size_t i = 0; i < sizeof ADDRESSES / sizeof *ADDRESSES; i++)
        t->at.address |= strcmp(t->at.attr, ADDRESSES[i]) == 0;
    t->at.fresh = true;
    t->at.place = QUOTED;
}

/* Name of the attribute that ends before `="`. */
static void find_attr(struct tpl *t, str done)
{
    ptrdiff_t end = done.len - 2;
    ptrdiff_t begin = end;
    while (begin > 0 && (is_word(done.at[begin - 1]) || done.at[begin - 1] == '-'))
        begin--;
    attr_opened(t, done.at + begin, end - begin);
}

static void tag_ended(struct tpl *t)
{
    bool raw = strcmp(t->at.tag, "script") == 0 || strcmp(t->at.tag, "style") == 0;
    t->at.place = raw && !t->at.closing ? RAW : TEXT;
}

static void tag_begun(struct tpl *t, str behind)
{
    t->at.closing = str_starts(behind, S("/"));
    if (t->at.closing)
        behind = str_after(behind, 1);
    ptrdiff_t n = 0;
    while (n < behind.len && is_word(behind.at[n]))
        n++;
    snprintf(t->at.tag, sizeof t->at.tag, "%.*s", (int)n, behind.at);
    t->at.place = TAG;
}

/* One literal character; `behind` is what follows it, `done` everything up to and with it. */
static void follow(struct tpl *t, char c, str behind, str done)
{
    switch (t->at.place) {
    case TEXT:
        if (c == '<' && str_starts(behind, S("!--")))
            t->at.place = COMMENT;
        else if (c == '<')
            tag_begun(t, behind);
        break;
    case TAG:
        if (c == '"' && done.len > 1 && done.at[done.len - 2] == '=')
            find_attr(t, done);
        else if (c == '\'')
            stop(t, "attributes are quoted with \"");
        else if (c == '>')
            tag_ended(t);
        break;
    case QUOTED:
        t->at.fresh = false;
        if (c == '"')
            t->at.place = TAG;
        break;
    case COMMENT:
        if (c == '>' && str_ends(done, S("-->")))
            t->at.place = TEXT;
        break;
    case RAW:
        if (c == '<' && str_starts(behind, S("/")))
            tag_begun(t, behind);
        break;
    }
}

/* -- writing C ---------------------------------------------------------------------------- */

static void put_line(struct tpl *t)
{
    put(t->c, S("#line "));
    put_int(t->c, t->line);
    put(t->c, S(" \""));
    put(t->c, str_of(t->path));
    put(t->c, S("\"\n"));
}

static void put_literal(struct out *o, str s)
{
    put_char(o, '"');
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (c == '"' || c == '\\')
            put_char(o, '\\');
        if (c == '\n')
            put(o, S("\\n\"\n          \""));
        else
            put_char(o, c);
    }
    put_char(o, '"');
}

/* Runs of white space between tags shrink to one line feed or space: pages stay small. */
static str squeeze(struct arena *a, str s)
{
    char *at = cstr(a, s);
    ptrdiff_t used = 0;
    for (ptrdiff_t i = 0; i < s.len;) {
        if (at[i] != ' ' && at[i] != '\n') {
            at[used++] = at[i++];
            continue;
        }
        bool line = false;
        while (i < s.len && (at[i] == ' ' || at[i] == '\n'))
            line |= at[i++] == '\n';
        at[used++] = line ? '\n' : ' ';
    }
    return (str){ at, used };
}

static void flush(struct tpl *t)
{
    str s = squeeze(t->a, out_str(t->text));
    if (s.len > 0 && t->open) {
        put(t->c, S("    put_str(o, S("));
        put_literal(t->c, s);
        put(t->c, S("));\n"));
    }
    t->text = out_new(t->a, .max_bytes = 1 << 20);
}

/* p.form.key -> p->form.key */
static str expression(struct tpl *t, str e)
{
    e = str_trim(e);
    struct out *o = out_new(t->a, .max_bytes = 1024);
    bool first = true;
    for (ptrdiff_t i = 0; i < e.len; i++) {
        if (e.at[i] == '.' && first) {
            put(o, S("->"));
            first = false;
        } else if (is_word(e.at[i]) || e.at[i] == '.' || e.at[i] == '-' || e.at[i] == '>') {
            put_char(o, e.at[i]);
        } else {
            stop(t, "an expression is a value of p or of a loop: p.name");
        }
    }
    return out_str(o);
}

static void emit(struct tpl *t, str before, str e, str behind)
{
    flush(t);
    put_line(t);
    put(t->c, S("    "));
    put(t->c, before);
    put(t->c, e);
    put(t->c, behind);
    put_char(t->c, '\n');
}

static void print_value(struct tpl *t, str e)
{
    str x = expression(t, e);
    const struct where *w = &t->at;
    switch (w->place) {
    case TEXT:
        emit(t, S("PUT_TEXT(o, "), x, S(");"));
        return;
    case QUOTED:
        if (strncmp(w->attr, "on", 2) == 0 || strcmp(w->attr, "style") == 0)
            stop(t, "no value in an event or style attribute");
        if (w->address && w->fresh)
            emit(t, S("put_url(o, "), x, S(");"));
        else if (w->address)
            emit(t, S("PUT_URL_PART(o, "), x, S(");"));
        else
            emit(t, S("PUT_ATTR(o, "), x, S(");"));
        t->at.fresh = false;
        return;
    case TAG:
        stop(t, "a value stands in text or in a quoted attribute");
    case COMMENT:
    case RAW:
        stop(t, "no value in a comment, <script> or <style>");
    }
}

static bool same_where(const struct where *a, const struct where *b)
{
    return a->place == b->place && (a->place != QUOTED || strcmp(a->attr, b->attr) == 0);
}

static struct block *push(struct tpl *t, char kind)
{
    if (t->depth == 32)
        stop(t, "blocks nest too deep");
    struct block *b = &t->blocks[t->depth++];
    *b = (struct block){ .kind = kind, .where = t->at, .line = t->line };
    return b;
}

static void begin_each(struct tpl *t, str rest)
{
    str list = str_cut(&rest, ' ');
    str var = str_trim(rest);
    if (var.len == 0)
        stop(t, "each needs a name: {{each p.rows r}}");
    str x = expression(t, list);
    flush(t);
    put_line(t);
    struct block *b = push(t, 'e');
    snprintf(b->var, sizeof b->var, "%.*s", (int)var.len, var.at);
    put(t->c, join(t->a, S("    for (ptrdiff_t i_"), var, S(" = 0; i_"), var, S(" < "), x,
                   S(".count; i_"), var, S("++) {\n        __typeof__(*"), x, S(".at) *"), var,
                   S(" = &"), x, S(".at[i_"), var, S("];\n        (void)"), var, S(";\n")));
}

static void begin_if(struct tpl *t, str rest)
{
    rest = str_trim(rest);
    bool not = str_starts(rest, S("not "));
    if (not)
        rest = str_after(rest, 4);
    str x = expression(t, rest);
    emit(t, not ? S("if (!TRUTH(") : S("if (TRUTH("), x, S(")) {"));
    push(t, 'i');
}

static struct block *top(struct tpl *t, char kind)
{
    if (t->depth == 0 || t->blocks[t->depth - 1].kind != kind)
        stop(t, "this closes no open block");
    struct block *b = &t->blocks[t->depth - 1];
    if (!same_where(&b->where, &t->at))
        stop(t, "the block ends in another place of the markup than it began");
    return b;
}

static void middle_else(struct tpl *t)
{
    struct block *b = top(t, 'i');
    if (b->has_else)
        stop(t, "a second else");
    b->has_else = true;
    flush(t);
    put(t->c, S("    } else {\n"));
    t->at = b->where;
}

static void end_block(struct tpl *t, char kind)
{
    top(t, kind);
    flush(t);
    put(t->c, S("    }\n"));
    t->depth--;
}

static void end_page(struct tpl *t)
{
    if (!t->open)
        return;
    flush(t);
    if (t->depth > 0) {
        t->line = t->blocks[t->depth - 1].line;
        stop(t, "a block is not closed");
    }
    put(t->c, S("}\n"));
    t->open = false;
}

/* page name(struct x) */
static void begin_page(struct tpl *t, str head)
{
    end_page(t);
    str name = str_trim(str_cut(&head, '('));
    str type = str_trim(str_cut(&head, ')'));
    str sig = join(t->a, S("void page_"), name, S("(struct out *o, const "), type, S(" *p)"));
    put(t->h, join(t->a, sig, S(";\n")));
    put_line(t);
    put(t->c, join(t->a, sig, S("\n{\n    (void)p;\n")));
    t->open = true;
    t->at = (struct where){ .place = TEXT };
    t->text = out_new(t->a, .max_bytes = 1 << 20);
}

static void directive(struct tpl *t, str d)
{
    d = str_trim(d);
    if (str_starts(d, S("page "))) {
        begin_page(t, str_after(d, 5));
    } else if (str_starts(d, S("include "))) {
        put(t->h, join(t->a, S("#include "), str_after(d, 8), S("\n")));
    } else {
        stop(t, "a directive is page or include");
    }
}

static void use_page(struct tpl *t, str rest)
{
    str name = str_cut(&rest, ' ');
    str x = expression(t, rest);
    bool loop_value = str_find(x, '>') < 0;    /* a loop's own name is a pointer already */
    emit(t, join(t->a, S("page_"), name, loop_value ? S("(o, ") : S("(o, &")), x, S(");"));
}

static void put_control(struct tpl *t, str rest)
{
    str x = expression(t, str_cut(&rest, ' '));
    emit(t, S("put_field(o, &"), x, join(t->a, S(", S(\""), str_trim(rest), S("\"));")));
}

/* {{say Tìm|Search}} stands where text of our own may stand. */
static void say(struct tpl *t, str rest)
{
    str vietnamese = str_trim(str_cut(&rest, '|'));
    str english = str_trim(rest);
    bool fits = t->at.place == TEXT || (t->at.place == QUOTED && !t->at.address);
    if (!fits || english.len == 0 || str_find(vietnamese, '"') >= 0 || str_find(english, '"') >= 0
        || str_find(vietnamese, '\\') >= 0 || str_find(english, '\\') >= 0)
        stop(t, "{{say Tìm|Search}}: two texts without quotes, in text or an attribute");
    emit(t, join(t->a, S("put_said(o, S(\""), vietnamese, S("\"), S(\"")), english, S("\"));"));
}

static void tag(struct tpl *t, str d)
{
    str rest = d;
    str word = str_cut(&rest, ' ');
    if (str_starts(d, S("!")))
        directive(t, str_after(d, 1));
    else if (str_is(word, "each"))
        begin_each(t, rest);
    else if (str_is(word, "if"))
        begin_if(t, rest);
    else if (str_is(d, "else"))
        middle_else(t);
    else if (str_is(d, "/if"))
        end_block(t, 'i');
    else if (str_is(d, "/each"))
        end_block(t, 'e');
    else if (str_is(word, "use"))
        use_page(t, rest);
    else if (str_is(word, "field"))
        put_control(t, rest);
    else if (str_is(word, "say"))
        say(t, rest);
    else if (str_is(word, "icon"))
        emit(t, S("put_icon(o, S(\""), str_trim(rest), S("\"));"));
    else if (str_is(word, "asset"))
        emit(t, S("put_asset(o, S(\""), str_trim(rest), S("\"));"));
    else
        print_value(t, d);
}

static void weave(struct tpl *t)
{
    struct out *done = out_new(t->a, .max_bytes = 8 << 20);
    while (t->rest.len > 0) {
        if (str_starts(t->rest, S("{{"))) {
            ptrdiff_t end = str_find_str(t->rest, S("}}"));
            if (end < 0)
                stop(t, "{{ without }}");
            tag(t, str_trim(str_sub(t->rest, 2, end)));
            t->rest = str_after(t->rest, end + 2);
            put(done, S("\1"));
            continue;
        }
        char c = t->rest.at[0];
        t->rest = str_after(t->rest, 1);
        put_char(done, c);
        put_char(t->text, c);
        if (t->open)
            follow(t, c, t->rest, out_str(done));
        t->line += c == '\n';
    }
    end_page(t);
}

int main(int argc, char **argv)
{
    if (argc != 4)
        tool_stop("tplgen", 0, "usage: tplgen PAGE.html OUT.c OUT.h");
    struct arena *a = arena_new(512 << 20);
    struct tpl t = { .path = argv[1], .a = a, .line = 1 };
    t.rest = tool_read(a, argv[1]);
    t.c = out_new(a, .max_bytes = 8 << 20);
    t.h = out_new(a, .max_bytes = 1 << 20);
    t.text = out_new(a, .max_bytes = 1 << 20);
    str room = tool_room(str_of(argv[1]));
    put(t.h, join(a, S("/* Woven from "), str_of(argv[1]),
                  S(" by tools/tplgen.c. */\n#pragma once\n\n"
                    "#include \"core/page.h\"\n#include \""),
                  room, S("/"), room, S(".h\"\n")));
    str header = str_after(str_of(argv[3]), str_find_last(str_of(argv[3]), '/') + 1);
    put(t.c, join(a, S("/* Woven from "), str_of(argv[1]), S(" by tools/tplgen.c. */\n#include \""),
                  header, S("\"\n\n")));
    weave(&t);
    FILE *h = tool_open(argv[3]);
    fwrite(t.h->at, 1, (size_t)t.h->len, h);
    tool_close(h);
    FILE *c = tool_open(argv[2]);
    fwrite(t.c->at, 1, (size_t)t.c->len, c);
    tool_close(c);
    return 0;
}
