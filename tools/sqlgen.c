/* sqlgen: weaves a room's .sql into typed C.
 *
 *   sqlgen ROOM.sql OUT.c OUT.h        one function per statement
 *   sqlgen --index OUT.c ROOM.sql …    a list of all statements and audited tables, for tests
 *                                      and audit verify
 *
 * A .sql file:
 *
 *   -- include "council/council_in.h"            further header for the structs used
 *   -- columns product = id, name, version       a list to expand: {product}, {p:product}
 *   -- audited product = product                 table product is audited, over those columns
 *   -- product_get(product_id id) -> struct product
 *   SELECT {product} FROM product WHERE id = :id;
 *
 * Results: struct X | struct X? | struct X[] limit N | struct X each | TYPE | TYPE? |
 *          one row or ERR_CONFLICT | rows
 * A parameter list with `struct X in` binds :name to in->name. Lines between -- @sqlite and
 * -- @postgres (or -- @end) belong to one engine.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tools/tool.h"

enum {
    MAX_PARAMS = 64,
    MAX_COLUMNS = 96,
    MAX_LISTS = 64,
    MAX_STATEMENTS = 256,                      /* those of audited tables among them */
    MAX_AUDITED = 32,
    MAX_INCLUDES = 8,
};

struct param {
    str type;                                  /* empty: a member of `in` */
    str name;
};

enum result_kind { ONE_STRUCT, MAYBE_STRUCT, LIST, EACH, SCALAR, MAYBE_SCALAR, ONE_ROW, NO_ROWS };

struct statement {
    str name;
    struct param heading[MAX_PARAMS];          /* as written in the heading, without `in` */
    int heading_count;
    str in_type;                               /* "struct X" or empty */
    struct param args[MAX_PARAMS];             /* in the order of binding */
    int arg_count;
    enum result_kind kind;
    str type;                                  /* "struct X" or a scalar type */
    str sqlite;
    str postgres;
    str columns[MAX_COLUMNS];
    int column_count;
    int line;
};

struct list {
    str name;
    str columns;
};

struct file {
    const char *path;
    struct arena *a;
    str includes[MAX_INCLUDES];
    int include_count;
    struct list lists[MAX_LISTS];
    int list_count;
    struct list audited[MAX_AUDITED];
    int audited_count;
    struct statement *statements;
    int statement_count;
    int line;
};

/* Stops before a table of `most` is written beyond its end. */
static void keep_below(const struct file *f, int count, int most, const char *why)
{
    if (count >= most)
        tool_stop(f->path, f->line, why);
}

static struct statement *statement_new(struct file *f)
{
    keep_below(f, f->statement_count, MAX_STATEMENTS, "too many statements");
    return &f->statements[f->statement_count++];
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static str word_at(str s, ptrdiff_t i)
{
    ptrdiff_t j = i;
    while (j < s.len && is_word(s.at[j]))
        j++;
    return str_sub(s, i, j);
}

/* End of the quoted text or comment that begins at i, or i when none begins there. */
static ptrdiff_t skip_quoted(str s, ptrdiff_t i)
{
    if (s.at[i] == '\'' || s.at[i] == '"') {
        ptrdiff_t j = i + 1;
        while (j < s.len && s.at[j] != s.at[i])
            j++;
        return j + 1;
    }
    if (str_starts(str_after(s, i), S("--"))) {
        while (i < s.len && s.at[i] != '\n')
            i++;
    }
    return i;
}

/* {product} and {p:product} replaced by the columns. */
static str expand(struct file *f, str sql)
{
    struct out *o = out_new(f->a, .max_bytes = 1 << 20);
    for (ptrdiff_t i = 0; i < sql.len; i++) {
        if (sql.at[i] != '{') {
            put_char(o, sql.at[i]);
            continue;
        }
        str name = str_sub(sql, i + 1, i + 1 + str_find(str_after(sql, i + 1), '}'));
        i += name.len + 1;
        str prefix = S("");
        if (str_find(name, ':') >= 0)
            prefix = join(f->a, str_cut(&name, ':'), S("."));
        const struct list *l = NULL;
        for (int k = 0; k < f->list_count; k++)
            if (str_equal(f->lists[k].name, name))
                l = &f->lists[k];
        if (!l)
            tool_stop(f->path, f->line, "no columns of that name");
        str rest = l->columns;
        for (bool first = true; rest.len > 0; first = false) {
            put(o, first ? S("") : S(", "));
            put(o, prefix);
            put(o, str_trim(str_cut(&rest, ',')));
        }
    }
    return out_str(o);
}

static int arg_index(struct file *f, struct statement *st, str name)
{
    for (int i = 0; i < st->arg_count; i++)
        if (str_equal(st->args[i].name, name))
            return i;
    if (st->in_type.len == 0)
        tool_stop(f->path, st->line, "a parameter that the heading does not name");
    keep_below(f, st->arg_count, MAX_PARAMS, "too many parameters");
    st->args[st->arg_count] = (struct param){ .name = name };
    return st->arg_count++;
}

static str pg_cast(str type)
{
    if (type.len == 0)
        return S("");
    if (str_is(type, "str") || str_is(type, "date"))
        return S("::text");
    if (str_is(type, "bytes"))
        return S("::bytea");
    return S("::bigint");
}

/* :name to ?1 or $1::type; white space of the source kept on one line. */
static str bind(struct file *f, struct statement *st, str sql, bool postgres)
{
    struct out *o = out_new(f->a, .max_bytes = 1 << 20);
    bool blank = true;
    for (ptrdiff_t i = 0; i < sql.len;) {
        ptrdiff_t q = skip_quoted(sql, i);
        if (q > i && sql.at[i] != '-') {
            put(o, str_sub(sql, i, q));
            blank = false;
        }
        if (q > i) {
            i = q;
            continue;
        }
        char c = sql.at[i];
        if (c == ':' && i + 1 < sql.len && is_word(sql.at[i + 1])
            && (i == 0 || sql.at[i - 1] != ':')) {
            str name = word_at(sql, i + 1);
            int n = arg_index(f, st, name);
            put_char(o, postgres ? '$' : '?');
            put_int(o, n + 1);
            if (postgres)
                put(o, pg_cast(st->args[n].type));
            i += name.len + 1;
            blank = false;
            continue;
        }
        bool space = c == ' ' || c == '\n' || c == '\t';
        if (!space || !blank)
            put_char(o, space ? ' ' : c);
        blank = space;
        i++;
    }
    return str_trim(out_str(o));
}

static bool keyword_at(str s, ptrdiff_t i, const char *word)
{
    str w = str_of(word);
    bool starts = i == 0 || !is_word(s.at[i - 1]);
    bool ends = i + w.len >= s.len || !is_word(s.at[i + w.len]);
    return starts && ends && str_equal(str_sub(s, i, i + w.len), w);
}

/* Position of `word` outside brackets and quotes at or behind `from`, or -1. */
static ptrdiff_t top_level(str s, ptrdiff_t from, const char *word)
{
    int depth = 0;
    for (ptrdiff_t i = from; i < s.len; i++) {
        ptrdiff_t q = skip_quoted(s, i);
        if (q > i) {
            i = q - 1;
            continue;
        }
        if (s.at[i] == '(')
            depth++;
        else if (s.at[i] == ')')
            depth--;
        else if (depth == 0 && keyword_at(s, i, word))
            return i;
    }
    return -1;
}

static str last_word(str item)
{
    item = str_trim(item);
    ptrdiff_t i = item.len;
    while (i > 0 && is_word(item.at[i - 1]))
        i--;
    return str_after(item, i);
}

static void find_columns(struct file *f, struct statement *st)
{
    ptrdiff_t from = top_level(st->sqlite, 0, "RETURNING");
    ptrdiff_t skip = 9;
    if (from < 0) {
        from = top_level(st->sqlite, 0, "SELECT");
        skip = 6;
    }
    bool insert = top_level(st->sqlite, 0, "INSERT") == 0 && skip == 6;
    if (from < 0 || insert)
        return;
    ptrdiff_t to = top_level(st->sqlite, from, "FROM");
    str list = str_sub(st->sqlite, from + skip, to < 0 ? st->sqlite.len : to);
    int depth = 0;
    ptrdiff_t begin = 0;
    for (ptrdiff_t i = 0; i <= list.len; i++) {
        char c = i < list.len ? list.at[i] : ',';
        depth += (c == '(') - (c == ')');
        if (c != ',' || depth > 0)
            continue;
        if (st->column_count == MAX_COLUMNS)
            tool_stop(f->path, st->line, "too many columns");
        st->columns[st->column_count++] = last_word(str_sub(list, begin, i));
        begin = i + 1;
    }
}

static void read_param(struct file *f, struct statement *st, str item)
{
    item = str_trim(item);
    if (item.len == 0)
        return;
    str name = last_word(item);
    str type = str_trim(str_sub(item, 0, item.len - name.len));
    if (str_is(name, "in")) {
        st->in_type = type;
        return;
    }
    if (st->heading_count == MAX_PARAMS)
        tool_stop(f->path, st->line, "too many parameters");
    st->heading[st->heading_count++] = (struct param){ type, name };
    st->args[st->arg_count++] = (struct param){ type, name };
}

static void read_result(struct file *f, struct statement *st, str r)
{
    r = str_trim(r);
    bool is_struct = str_starts(r, S("struct "));
    if (str_is(r, "one row or ERR_CONFLICT")) {
        st->kind = ONE_ROW;
    } else if (str_is(r, "rows")) {
        st->kind = NO_ROWS;
    } else if (str_find_str(r, S("[] limit")) > 0) {
        st->kind = LIST;
        st->type = str_sub(r, 0, str_find(r, '['));
    } else if (is_struct && str_ends(r, S(" each"))) {
        st->kind = EACH;
        st->type = str_sub(r, 0, r.len - 5);
    } else {
        bool maybe = str_ends(r, S("?"));
        st->type = maybe ? str_sub(r, 0, r.len - 1) : r;
        st->kind =
            is_struct ? (maybe ? MAYBE_STRUCT : ONE_STRUCT) : (maybe ? MAYBE_SCALAR : SCALAR);
    }
    if (st->kind != ONE_ROW && st->kind != NO_ROWS && st->type.len == 0)
        tool_stop(f->path, st->line, "a result I do not understand");
}

/* product_get(product_id id) -> struct product */
static void read_heading(struct file *f, struct statement *st, str h)
{
    ptrdiff_t open = str_find(h, '(');
    ptrdiff_t shut = str_find(h, ')');
    ptrdiff_t arrow = str_find_str(h, S("->"));
    if (open < 0 || shut < open || arrow < shut)
        tool_stop(f->path, f->line, "a heading is: name(params) -> result");
    st->name = str_trim(str_sub(h, 0, open));
    st->line = f->line;
    str params = str_sub(h, open + 1, shut);
    while (params.len > 0)
        read_param(f, st, str_cut(&params, ','));
    read_result(f, st, str_after(h, arrow + 2));
}

static void finish_statement(struct file *f, struct statement *st, str lite, str pg)
{
    lite = expand(f, lite);
    pg = expand(f, pg);
    st->sqlite = bind(f, st, lite, false);
    st->postgres = bind(f, st, pg, true);
    if (str_ends(st->sqlite, S(";")))
        st->sqlite = str_trim(str_sub(st->sqlite, 0, st->sqlite.len - 1));
    if (str_ends(st->postgres, S(";")))
        st->postgres = str_trim(str_sub(st->postgres, 0, st->postgres.len - 1));
    find_columns(f, st);
    if (st->kind == LIST && top_level(st->sqlite, 0, "LIMIT") < 0)
        tool_stop(f->path, st->line, "a list needs a LIMIT");
    if ((st->kind == LIST || st->kind == EACH) && top_level(st->sqlite, 0, "ORDER") < 0)
        tool_stop(f->path, st->line, "a list needs a total order");
}

static str heading_of(str line)
{
    str s = str_trim(line);
    return str_starts(s, S("-- ")) ? str_trim(str_after(s, 3)) : S("");
}

static bool read_directive(struct file *f, str h)
{
    if (str_starts(h, S("include "))) {
        keep_below(f, f->include_count, MAX_INCLUDES, "too many includes");
        f->includes[f->include_count++] = str_after(h, 8);
        return true;
    }
    bool columns = str_starts(h, S("columns "));
    if (!columns && !str_starts(h, S("audited ")))
        return false;
    str rest = str_after(h, 8);
    struct list l = { .name = str_trim(str_cut(&rest, '=')), .columns = str_trim(rest) };
    keep_below(f, f->list_count, MAX_LISTS, "too many lists of columns");
    keep_below(f, f->audited_count, MAX_AUDITED, "too many audited tables");
    if (columns)
        f->lists[f->list_count++] = l;
    else
        f->audited[f->audited_count++] = l;
    return true;
}

static void read_file(struct file *f, str text)
{
    struct statement *st = NULL;
    struct out *lite = NULL, *pg = NULL;
    int engine = 0;                            /* 0 both, 1 SQLite, 2 PostgreSQL */
    while (text.len > 0) {
        str line = str_cut(&text, '\n');
        f->line++;
        str h = heading_of(line);
        if (str_is(h, "@sqlite") || str_is(h, "@postgres") || str_is(h, "@end")) {
            engine = str_is(h, "@sqlite") ? 1 : str_is(h, "@postgres") ? 2 : 0;
            continue;
        }
        bool begins = h.len > 0 && str_find_str(h, S(") -> ")) > 0;
        if (begins || read_directive(f, h)) {
            if (st)
                finish_statement(f, st, out_str(lite), out_str(pg));
            st = NULL;
        }
        if (begins) {
            st = statement_new(f);
            read_heading(f, st, h);
            lite = out_new(f->a, .max_bytes = 1 << 16);
            pg = out_new(f->a, .max_bytes = 1 << 16);
            engine = 0;
        } else if (st && h.len == 0) {
            put(engine == 2 ? pg : lite, line);
            put_char(engine == 2 ? pg : lite, '\n');
            if (engine == 0) {
                put(pg, line);
                put_char(pg, '\n');
            }
        }
    }
    if (st)
        finish_statement(f, st, out_str(lite), out_str(pg));
}

/* A long list of columns may go on in lines of comment that begin with "--     ". */
static str fold_lines(struct arena *a, str text)
{
    struct out *o = out_new(a, .max_bytes = 1 << 22);
    while (text.len > 0) {
        str line = str_cut(&text, '\n');
        while (str_starts(text, S("--     "))) {
            str more = str_cut(&text, '\n');
            line = join(a, line, S(" "), str_trim(str_after(more, 2)));
        }
        put(o, line);
        put_char(o, '\n');
    }
    return out_str(o);
}

/* -- writing ------------------------------------------------------------------------------- */

static void put_c_string(FILE *to, str s)
{
    fputc('"', to);
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.at[i] == '"' || s.at[i] == '\\')
            fputc('\\', to);
        fputc(s.at[i] == '\n' ? ' ' : s.at[i], to);
    }
    fputc('"', to);
}

static void write_statement(FILE *to, const struct statement *st)
{
    fprintf(to, "static int slot_%.*s;\n", (int)st->name.len, st->name.at);
    fprintf(to, "const struct db_statement st_%.*s = {\n    .name = \"%.*s\",\n    .sqlite = ",
            (int)st->name.len, st->name.at, (int)st->name.len, st->name.at);
    put_c_string(to, st->sqlite);
    fprintf(to, ",\n    .postgres = ");
    put_c_string(to, st->postgres);
    fprintf(to, ",\n    .args = %d,\n    .columns = %d,\n", st->arg_count, st->column_count);
    if (st->column_count > 0) {
        fprintf(to, "    .column_names = (const char *const[]){ ");
        for (int i = 0; i < st->column_count; i++)
            fprintf(to, "\"%.*s\", ", (int)st->columns[i].len, st->columns[i].at);
        fprintf(to, "},\n");
    }
    fprintf(to, "    .slot = &slot_%.*s,\n};\n\n", (int)st->name.len, st->name.at);
}

static void write_signature(FILE *to, const struct statement *st)
{
    int n = (int)st->name.len;
    fprintf(to, "enum err %.*s(struct ctx *cx", n, st->name.at);
    for (int i = 0; i < st->heading_count; i++)
        fprintf(to, ", %.*s %.*s", (int)st->heading[i].type.len, st->heading[i].type.at,
                (int)st->heading[i].name.len, st->heading[i].name.at);
    if (st->in_type.len > 0)
        fprintf(to, ", const %.*s *in", (int)st->in_type.len, st->in_type.at);
    int t = (int)st->type.len;
    switch (st->kind) {
    case ONE_STRUCT:
    case SCALAR:
        fprintf(to, ", %.*s *out", t, st->type.at);
        break;
    case MAYBE_STRUCT:
    case MAYBE_SCALAR:
        fprintf(to, ", %.*s *out, bool *found", t, st->type.at);
        break;
    case LIST:
        fprintf(to, ", %.*s_rows *out", t, st->type.at);
        break;
    case EACH:
        fprintf(to, ",\n    enum err (*each)(void *with, const %.*s *row), void *with", t,
                st->type.at);
        break;
    case ONE_ROW:
    case NO_ROWS:
        break;
    }
    fprintf(to, ")");
}

static void write_reader(FILE *to, const struct statement *st)
{
    bool scalar = st->kind == SCALAR || st->kind == MAYBE_SCALAR;
    if (st->kind == ONE_ROW || st->kind == NO_ROWS)
        return;
    fprintf(to, "static void read_%.*s(%.*s *out, const struct db_value *cells)\n{\n",
            (int)st->name.len, st->name.at, (int)st->type.len, st->type.at);
    if (!scalar)
        fprintf(to, "    *out = (%.*s){ 0 };\n", (int)st->type.len, st->type.at);
    for (int i = 0; i < st->column_count; i++) {
        if (scalar)
            fprintf(to, "    DB_TAKE(out, &cells[%d]);\n", i);
        else
            fprintf(to, "    DB_TAKE(&out->%.*s, &cells[%d]);\n", (int)st->columns[i].len,
                    st->columns[i].at, i);
    }
    fprintf(to, "}\n\n");
}

static void write_args(FILE *to, const struct statement *st)
{
    if (st->arg_count == 0) {
        fprintf(to, "    const struct db_value *args = NULL;\n");
        return;
    }
    fprintf(to, "    const struct db_value args[] = {\n");
    for (int i = 0; i < st->arg_count; i++)
        fprintf(to, "        DB_GIVE(%s%.*s),\n", st->args[i].type.len > 0 ? "" : "in->",
                (int)st->args[i].name.len, st->args[i].name.at);
    fprintf(to, "    };\n");
}

static void write_each(FILE *to, const struct statement *st)
{
    int n = (int)st->name.len, t = (int)st->type.len;
    fprintf(to, "struct each_%.*s {\n    enum err (*each)(void *with, const %.*s *row);\n"
                "    void *with;\n};\n\n", n, st->name.at, t, st->type.at);
    fprintf(to, "static enum err row_%.*s(void *with, const struct db_value *cells)\n{\n"
                "    struct each_%.*s *k = with;\n    %.*s row;\n    read_%.*s(&row, cells);\n"
                "    return k->each(k->with, &row);\n}\n\n",
            n, st->name.at, n, st->name.at, t, st->type.at, n, st->name.at);
}

static void write_end(FILE *to, const struct statement *st)
{
    int n = (int)st->name.len, t = (int)st->type.len;
    switch (st->kind) {
    case ONE_STRUCT:
    case SCALAR:
        fprintf(to, "    if (rows.count == 0)\n        return ERR_NOT_FOUND;\n"
                    "    read_%.*s(out, rows.cells);\n", n, st->name.at);
        break;
    case MAYBE_STRUCT:
    case MAYBE_SCALAR:
        fprintf(to, "    *found = rows.count > 0;\n    if (*found)\n"
                    "        read_%.*s(out, rows.cells);\n", n, st->name.at);
        break;
    case LIST:
        fprintf(to, "    out->at = new(cx->a, %.*s, rows.count);\n    out->count = rows.count;\n"
                    "    for (ptrdiff_t i = 0; i < rows.count; i++)\n"
                    "        read_%.*s(&out->at[i], &rows.cells[i * rows.columns]);\n",
                t, st->type.at, n, st->name.at);
        break;
    case ONE_ROW:
        fprintf(to, "    if (rows.changed != 1)\n        return ERR_CONFLICT;\n");
        break;
    case NO_ROWS:
    case EACH:
        break;
    }
    fprintf(to, "    return OK;\n}\n\n");
}

static void write_function(FILE *to, const struct statement *st)
{
    int n = (int)st->name.len;
    write_reader(to, st);
    if (st->kind == EACH)
        write_each(to, st);
    write_signature(to, st);
    fprintf(to, "\n{\n");
    write_args(to, st);
    if (st->kind == EACH) {
        fprintf(to, "    struct each_%.*s k = { each, with };\n"
                    "    return db_each(cx->db, cx->a, &st_%.*s, args, row_%.*s, &k);\n}\n\n",
                n, st->name.at, n, st->name.at, n, st->name.at);
        return;
    }
    fprintf(to,
            "    struct db_rows rows;\n    TRY(db_run(cx->db, cx->a, &st_%.*s, args, &rows));\n", n,
            st->name.at);
    write_end(to, st);
}

/* An audited table gives two statements more: its row by id, and the ids that no link knows. */
static void add_audited(struct file *f)
{
    for (int i = 0; i < f->audited_count; i++) {
        const struct list *l = &f->audited[i];
        struct statement *st = statement_new(f);
        st->name = join(f->a, S("audited_"), l->name);
        st->line = f->line;
        st->kind = NO_ROWS;
        st->args[st->arg_count++] = (struct param){ S("int64_t"), S("id") };
        st->heading[st->heading_count++] = st->args[0];
        str sql =
            join(f->a, S("SELECT {"), l->columns, S("} FROM "), l->name, S(" WHERE id = :id"));
        finish_statement(f, st, sql, sql);
        struct statement *strangers = statement_new(f);
        strangers->name = join(f->a, S("audited_strangers_"), l->name);
        strangers->line = f->line;
        strangers->kind = NO_ROWS;
        sql = join(f->a, S("SELECT id FROM "), l->name, S(" EXCEPT SELECT tbl_row FROM audit"),
                   S(" WHERE tbl = '"), l->name, S("' ORDER BY id"));
        finish_statement(f, strangers, sql, sql);
    }
}

static void write_c(struct file *f, const char *path, const char *header)
{
    FILE *to = tool_open(path);
    fprintf(to, "/* Woven from %s by tools/sqlgen.c. */\n#include \"%s\"\n\n", f->path, header);
    for (int i = 0; i < f->statement_count; i++) {
        struct statement *st = &f->statements[i];
        write_statement(to, st);
        if (!str_starts(st->name, S("audited_")))
            write_function(to, st);
    }
    for (int i = 0; i < f->audited_count; i++) {
        str n = f->audited[i].name;
        fprintf(to, "const struct audited_table AUDITED_%.*s = { \"%.*s\", &st_audited_%.*s, "
                    "&st_audited_strangers_%.*s };\n",
                (int)n.len, n.at, (int)n.len, n.at, (int)n.len, n.at, (int)n.len, n.at);
    }
    tool_close(to);
}

static void write_h(struct file *f, const char *path)
{
    FILE *to = tool_open(path);
    str room = tool_room(str_of(f->path));
    fprintf(to,
            "/* Woven from %s by tools/sqlgen.c. */\n#pragma once\n\n#include \"core/sql.h\"\n"
            "#include \"%.*s/%.*s.h\"\n",
            f->path, (int)room.len, room.at, (int)room.len, room.at);
    for (int i = 0; i < f->include_count; i++)
        fprintf(to, "#include %.*s\n", (int)f->includes[i].len, f->includes[i].at);
    fprintf(to, "\n");
    for (int i = 0; i < f->statement_count; i++) {
        struct statement *st = &f->statements[i];
        fprintf(to, "extern const struct db_statement st_%.*s;\n", (int)st->name.len, st->name.at);
        if (str_starts(st->name, S("audited_")))
            continue;
        write_signature(to, st);
        fprintf(to, " MUST_USE;\n");
    }
    for (int i = 0; i < f->audited_count; i++)
        fprintf(to, "extern const struct audited_table AUDITED_%.*s;\n",
                (int)f->audited[i].name.len, f->audited[i].name.at);
    tool_close(to);
}

static struct file *load(struct arena *a, const char *path)
{
    struct file *f = new(a, struct file, 1);
    f->a = a;
    f->path = path;
    f->statements = new(a, struct statement, MAX_STATEMENTS);
    read_file(f, fold_lines(a, tool_read(a, path)));
    add_audited(f);
    return f;
}

static void write_index(struct arena *a, const char *path, char **files, int count)
{
    FILE *to = tool_open(path);
    fprintf(to, "/* Every statement and audited table; woven by tools/sqlgen.c. */\n"
                "#include \"core/sql.h\"\n\n");
    struct file **f = new(a, struct file *, count + 1);
    for (int i = 0; i < count; i++) {
        f[i] = load(a, files[i]);
        for (int k = 0; k < f[i]->statement_count; k++)
            fprintf(to, "extern const struct db_statement st_%.*s;\n",
                    (int)f[i]->statements[k].name.len, f[i]->statements[k].name.at);
        for (int k = 0; k < f[i]->audited_count; k++)
            fprintf(to, "extern const struct audited_table AUDITED_%.*s;\n",
                    (int)f[i]->audited[k].name.len, f[i]->audited[k].name.at);
    }
    fprintf(to, "\nconst struct db_statement *const all_statements[] = {\n");
    for (int i = 0; i < count; i++)
        for (int k = 0; k < f[i]->statement_count; k++)
            fprintf(to, "    &st_%.*s,\n", (int)f[i]->statements[k].name.len,
                    f[i]->statements[k].name.at);
    fprintf(to, "    NULL,\n};\n\nconst struct audited_table *const audited_tables[] = {\n");
    for (int i = 0; i < count; i++)
        for (int k = 0; k < f[i]->audited_count; k++)
            fprintf(to, "    &AUDITED_%.*s,\n", (int)f[i]->audited[k].name.len,
                    f[i]->audited[k].name.at);
    fprintf(to, "    NULL,\n};\n");
    tool_close(to);
}

int main(int argc, char **argv)
{
    struct arena *a = arena_new(512 << 20);
    if (argc >= 3 && str_is(str_of(argv[1]), "--index")) {
        write_index(a, argv[2], argv + 3, argc - 3);
        return 0;
    }
    if (argc != 4)
        tool_stop("sqlgen", 0, "usage: sqlgen ROOM.sql OUT.c OUT.h, "
                               "or sqlgen --index OUT.c ROOM.sql …");
    struct file *f = load(a, argv[1]);
    str header = str_of(argv[3]);
    header = str_after(header, str_find_last(header, '/') + 1);
    write_h(f, argv[3]);
    write_c(f, argv[2], cstr(a, header));
    return 0;
}
