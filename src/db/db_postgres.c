/* db_postgres.c: PostgreSQL behind db.h: statements and their rows.
 *
 * A statement is prepared on a connection when first used there, under the name "s<slot>".
 * Arguments and results travel as text; types are what the server infers.
 *
 * Inside `each` the connection is busy: no other statement runs on it until the last row. Neither
 * the reader's time limit nor a row's memory counts there.
 *
 * Connections are db_postgres_pool.c's, writes db_postgres_write.c's.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/out.h"
#include "db/db_postgres_in.h"

/* Types of columns by number, from the server's catalogue pg_type; they never change. */
enum {
    TYPE_BOOL = 16,
    TYPE_BYTEA = 17,
    TYPE_NAME = 19,
    TYPE_INT8 = 20,
    TYPE_INT2 = 21,
    TYPE_INT4 = 23,
    TYPE_TEXT = 25,
    TYPE_BPCHAR = 1042,
    TYPE_VARCHAR = 1043,
    TYPE_NUMERIC = 1700
};

struct slot_name {
    char at[16];
};

static struct slot_name name_of(int slot)
{
    struct slot_name n;
    snprintf(n.at, sizeof n.at, "s%d", slot);
    return n;
}

/* -- what a failure means -------------------------------------------------------------------- */

static bool state_is_clash(str state)
{
    return str_is(state, "40001") || str_is(state, "40P01");
}

/* The connection is of no more use: lost, the server going down or no longer the one that writes,
 * or what was prepared on it is gone or has outlived a migration. */
static bool state_is_break(str state)
{
    return str_starts(state, S("08")) || str_starts(state, S("57P")) || str_is(state, "25006")
        || str_is(state, "26000") || str_is(state, "0A000");
}

static enum err state_means(str state)
{
    if (str_starts(state, S("23")))
        return ERR_CONFLICT;
    if (state_is_clash(state) || str_is(state, "57014") || str_is(state, "55P03"))
        return ERR_BUSY;                       /* 57014 time limit, 55P03 waited for a lock */
    return ERR_DB;
}

static const char *field(const PGresult *r, int code)
{
    const char *text = PQresultErrorField(r, code);
    return text ? text : "";
}

/* Messages of class 22 quote the value, those of 23 name a constraint: the first is left out, of
 * the second only the name is kept. */
static void failure_log(const struct pg *c, const PGresult *r, const char *statement, enum err e)
{
    const char *state = field(r, PG_DIAG_SQLSTATE);
    bool quotes = str_starts(str_of(state), S("22"));
    const char *said = state[0] ? field(r, PG_DIAG_MESSAGE_PRIMARY) : PQerrorMessage(c->conn);
    struct pg_words what = pg_words_of(quotes    ? "a value does not fit"
                                       : said[0] ? said
                                                 : "an answer of a kind not expected");
    if (e == ERR_CONFLICT)
        log_info("db.constraint", "statement=%s state=%s constraint=\"%s\" column=\"%s\"",
                 statement, state, field(r, PG_DIAG_CONSTRAINT_NAME),
                 field(r, PG_DIAG_COLUMN_NAME));
    else if (state_is_clash(str_of(state)))
        log_line(LOG_DEBUG, "db.clash", "statement=%s state=%s", statement, state);
    else if (e == ERR_BUSY)
        log_warn("db.busy", "statement=%s state=%s what=\"%s\"", statement, state, what.at);
    else
        log_error("db.trouble", "statement=%s state=%s what=\"%s\"", statement, state, what.at);
}

enum err pg_failed(struct pg *c, const PGresult *r, const char *statement)
{
    str state = str_of(PQresultErrorField(r, PG_DIAG_SQLSTATE));
    if (str_is(state, "25P02") && c->error != OK)
        return c->error;                       /* the transaction was spoilt before */
    enum err e = state_means(state);
    failure_log(c, r, statement, e);
    c->clashed = c->clashed || state_is_clash(state);
    c->broken = c->broken || state_is_break(state) || PQstatus(c->conn) != CONNECTION_OK;
    c->error = c->error != OK ? c->error : e;
    return e;
}

bool pg_done(const PGresult *r)
{
    ExecStatusType status = PQresultStatus(r);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* -- arguments ------------------------------------------------------------------------------- */

static char hex_digit(unsigned n)
{
    return (char)(n < 10 ? '0' + n : 'a' + n - 10);
}

static const char *bytes_text(struct arena *a, str s)
{
    char *text = new(a, char, 2 * s.len + 3);
    text[0] = '\\';
    text[1] = 'x';
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned b = (unsigned char)s.at[i];
        text[2 + 2 * i] = hex_digit(b >> 4);
        text[3 + 2 * i] = hex_digit(b & 15);
    }
    return text;
}

static const char *int_text(struct arena *a, int64_t n)
{
    enum { DIGITS = 24 };
    char *text = new(a, char, DIGITS);
    snprintf(text, DIGITS, "%lld", (long long)n);
    return text;
}

static const char *arg_text(struct arena *a, const struct db_value *v)
{
    switch (v->kind) {
    case DB_NULL:
        return NULL;
    case DB_INT:
        return int_text(a, v->n);
    case DB_TEXT:
        return cstr(a, v->s);
    case DB_BYTES:
        return bytes_text(a, v->s);
    }
    return NULL;
}

/* The arguments as the server reads them. ERR_DB for a text with a zero byte, which PostgreSQL
 * cannot keep and text_clean never lets in. */
static enum err args_text(struct arena *a, const struct db_statement *st,
                          const struct db_value *args, const char *const **out)
{
    const char **texts = new(a, const char *, st->args + 1);
    for (int i = 0; i < st->args; i++) {
        if (args[i].kind == DB_TEXT && str_find(args[i].s, 0) >= 0) {
            log_error("db.zero_byte", "statement=%s argument=%d", st->name, i + 1);
            return ERR_DB;
        }
        texts[i] = arg_text(a, &args[i]);
    }
    *out = texts;
    return OK;
}

/* -- cells ----------------------------------------------------------------------------------- */

static bool type_is_int(Oid type)
{
    return type == TYPE_INT2 || type == TYPE_INT4 || type == TYPE_INT8 || type == TYPE_NUMERIC;
}

static bool type_is_text(Oid type)
{
    return type == TYPE_TEXT || type == TYPE_VARCHAR || type == TYPE_BPCHAR || type == TYPE_NAME;
}

static bool type_is_known(Oid type)
{
    return type_is_int(type) || type_is_text(type) || type == TYPE_BOOL || type == TYPE_BYTEA;
}

static unsigned hex_value(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* \x00ff to its bytes, in the same place: what the server sends is sound. */
static str bytes_of(char *text, ptrdiff_t len)
{
    ptrdiff_t n = len / 2 - 1;
    for (ptrdiff_t i = 0; i < n; i++)
        text[i] = (char)(hex_value(text[2 + 2 * i]) << 4 | hex_value(text[3 + 2 * i]));
    return (str){ text, n };
}

/* One cell, once; its text and bytes stay in the result. False for a type rooms do not use, and
 * for a numeric with a fraction or beyond an int64_t. */
static bool cell_take(const PGresult *r, int row, int column, struct db_value *v)
{
    *v = (struct db_value){ .kind = DB_NULL };
    Oid type = PQftype(r, column);
    if (PQgetisnull(r, row, column))
        return type_is_known(type);
    char *at = PQgetvalue(r, row, column);
    ptrdiff_t len = PQgetlength(r, row, column);
    if (type_is_int(type)) {
        v->kind = DB_INT;
        return int_read((str){ at, len }, &v->n);
    }
    if (type == TYPE_BOOL)
        *v = (struct db_value){ .kind = DB_INT, .n = at[0] == 't' };
    else if (type == TYPE_BYTEA)
        *v = (struct db_value){ .kind = DB_BYTES, .s = bytes_of(at, len) };
    else if (type_is_text(type))
        *v = (struct db_value){ .kind = DB_TEXT, .s = { at, len } };
    return type_is_known(type);
}

static enum err row_take(const PGresult *r, int row, const struct db_statement *st,
                         struct db_value *cells)
{
    for (int i = 0; i < st->columns; i++)
        if (!cell_take(r, row, i, &cells[i])) {
            log_error("db.type", "statement=%s column=%d type=%u", st->name, i + 1, PQftype(r, i));
            return ERR_DB;
        }
    return OK;
}

static enum err columns_check(const PGresult *r, const struct db_statement *st)
{
    if (PQnfields(r) == st->columns)
        return OK;
    log_error("db.columns", "statement=%s wanted=%d got=%d", st->name, st->columns, PQnfields(r));
    return ERR_DB;
}

static int64_t changed_by(PGresult *r)
{
    int64_t n;
    if (str_starts(str_of(PQcmdStatus(r)), S("SELECT")) || !int_read(str_of(PQcmdTuples(r)), &n))
        return 0;
    return n;
}

static enum err rows_take(struct arena *a, PGresult *r, const struct db_statement *st,
                          struct db_rows *rows)
{
    TRY(columns_check(r, st));
    int count = PQntuples(r);
    struct db_value *cells = new(a, struct db_value, (ptrdiff_t)count * st->columns);
    for (int i = 0; i < count; i++) {
        struct db_value *row = cells + (ptrdiff_t)i * st->columns;
        TRY(row_take(r, i, st, row));
        for (int k = 0; k < st->columns; k++)
            if (row[k].kind == DB_TEXT || row[k].kind == DB_BYTES)
                row[k].s = str_copy(a, row[k].s);
    }
    *rows = (struct db_rows){ cells, count, st->columns, changed_by(r) };
    return OK;
}

/* -- statements ------------------------------------------------------------------------------ */

/* Nothing else runs on a connection inside an `each`, and nothing on one that broke. */
static enum err usable(const struct pg *c, const char *statement)
{
    if (c->conn && !c->streaming)
        return OK;
    log_error("db.trouble", "statement=%s what=\"%s\"", statement,
              c->conn ? "asked inside an each of the same connection" : "not connected");
    return ERR_DB;
}

static PGresult *prepare(struct pg *c, const struct db_statement *st)
{
    return PQprepare(c->conn, name_of(db_slot(st)).at, st->postgres, 0, NULL);
}

static enum err prepared(struct pg *c, const struct db_statement *st)
{
    bool *known = &c->prepared[db_slot(st)];
    if (*known)
        return OK;
    c->result = prepare(c, st);
    *known = pg_done(c->result);
    enum err e = *known ? OK : pg_failed(c, c->result, st->name);
    pg_settle(c);
    return e;
}

static enum err run(struct db *db, struct arena *a, const struct db_statement *st,
                    const struct db_value *args, struct db_rows *rows)
{
    struct pg *c = (struct pg *)db;
    const char *const *texts;
    *rows = (struct db_rows){ .columns = st->columns };
    TRY(usable(c, st->name));
    TRY(args_text(a, st, args, &texts));
    TRY(prepared(c, st));
    c->result = PQexecPrepared(c->conn, name_of(db_slot(st)).at, st->args, texts, NULL, NULL, 0);
    enum err e = pg_done(c->result) ? rows_take(a, c->result, st, rows)
                                 : pg_failed(c, c->result, st->name);
    pg_settle(c);
    return e;
}

/* Room for one row outside the arena, so that the asker may rewind where it likes. */
static bool cells_fit(struct pg *c, int columns)
{
    if (columns <= c->cells_max)
        return true;
    struct db_value *more = realloc(c->cells, (size_t)columns * sizeof *more);
    if (!more)
        return false;
    c->cells = more;
    c->cells_max = columns;
    return true;
}

struct hand {
    const struct db_statement *st;
    enum err (*each)(void *with, const struct db_value *cells);
    void *with;
};

static enum err hand_row(struct pg *c, struct arena *a, const struct hand *h)
{
    const PGresult *r = c->result;
    if (pg_done(r))
        return columns_check(r, h->st);        /* the end, without a row of its own */
    if (PQresultStatus(r) != PGRES_SINGLE_TUPLE)
        return pg_failed(c, r, h->st->name);
    TRY(columns_check(r, h->st));
    TRY(row_take(r, 0, h->st, c->cells));
    struct arena_mark mark = arena_mark(a);
    enum err e = h->each(h->with, c->cells);
    arena_rewind(a, mark);
    return e;
}

static enum err stream(struct pg *c, struct arena *a, const struct hand *h)
{
    enum err e = OK;
    while (e == OK && (c->result = PQgetResult(c->conn))) {
        e = hand_row(c, a, h);
        PQclear(c->result);
        c->result = NULL;
    }
    return e;
}

static enum err each_row(struct db *db, struct arena *a, const struct db_statement *st,
                         const struct db_value *args,
                         enum err (*each)(void *with, const struct db_value *cells), void *with)
{
    struct pg *c = (struct pg *)db;
    const char *const *texts;
    TRY(usable(c, st->name));
    TRY(args_text(a, st, args, &texts));
    TRY(prepared(c, st));
    if (!cells_fit(c, st->columns) || !pg_stream(c))
        return pg_failed(c, NULL, st->name);
    struct hand h = { st, each, with };
    enum err e;
    if (PQsendQueryPrepared(c->conn, name_of(db_slot(st)).at, st->args, texts, NULL, NULL, 0)
        && PQsetSingleRowMode(c->conn))
        e = stream(c, a, &h);
    else
        e = pg_failed(c, NULL, st->name);
    pg_settle(c);
    return e;
}

static enum err script(struct db *db, struct arena *a, str sql)
{
    struct pg *c = (struct pg *)db;
    TRY(usable(c, "script"));
    c->result = PQexec(c->conn, cstr(a, sql));
    enum err e = OK;
    if (!pg_done(c->result) && PQresultStatus(c->result) != PGRES_EMPTY_QUERY)
        e = pg_failed(c, c->result, "script");
    PGTransactionStatusType now = PQtransactionStatus(c->conn);
    c->broken = c->broken || now == PQTRANS_ACTIVE || now == PQTRANS_UNKNOWN;   /* COPY */
    pg_settle(c);
    return e;
}

/* -- does a statement fit -------------------------------------------------------------------- */

static bool misfit(struct arena *a, const struct db_statement *st, str what, str *why)
{
    *why = join(a, str_of(st->name), S(": "), what);
    return false;
}

static bool described(struct arena *a, const PGresult *r, const struct db_statement *st, str *why)
{
    if (PQnfields(r) != st->columns || PQnparams(r) != st->args)
        return misfit(a, st, join(a, show(a, (int32_t)PQnfields(r)), S(" columns, "),
                                  show(a, (int32_t)PQnparams(r)), S(" parameters")), why);
    for (int i = 0; i < st->columns; i++) {
        if (!str_is(str_of(PQfname(r, i)), st->column_names[i]))
            return misfit(a, st, join(a, S("column "), str_of(st->column_names[i]),
                                      S(" is called "), str_of(PQfname(r, i))), why);
        if (!type_is_known(PQftype(r, i)))
            return misfit(a, st, join(a, S("column "), str_of(st->column_names[i]),
                                      S(" has a type that is not read")), why);
    }
    return true;
}

/* On a reading connection, or as the last act of a write: a misfit spoils a transaction. */
static bool fits(struct db *db, struct arena *a, const struct db_statement *st, str *why)
{
    struct pg *c = (struct pg *)db;
    if (usable(c, st->name) != OK)
        return misfit(a, st, S("the connection cannot be used"), why);
    bool *known = &c->prepared[db_slot(st)];
    if (!*known)
        c->result = prepare(c, st);
    *known = *known || pg_done(c->result);
    if (*known) {
        pg_settle(c);
        c->result = PQdescribePrepared(c->conn, name_of(db_slot(st)).at);
    }
    struct pg_words said = pg_words_of(PQerrorMessage(c->conn));
    bool fit = pg_done(c->result) ? described(a, c->result, st, why)
                               : misfit(a, st, str_of(said.at), why);
    pg_settle(c);
    return fit;
}

const struct db_driver postgres_driver = {
    .engine = DB_POSTGRES,
    .lease = postgres_lease,
    .release = postgres_release,
    .write = postgres_write,
    .run = run,
    .each = each_row,
    .script = script,
    .fits = fits,
    .counts = postgres_counts,
    .close = postgres_close,
};
