/* audit.c: adding links, signing heads. Verification is in audit_verify.c.
 *
 *   hash(n) = SHA-256( stream seq at actor what tbl row columns row_hash detail hash(n-1) ),
 *             one per line
 */
#include "core/audit.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/out.h"
#include "core/audit_in.h"
#include "core/core.sql.h"

str audit_stream(struct arena *a, const char *noun, int64_t id)
{
    return join(a, str_of(noun), S("/"), show(a, id));
}

static void put_cell(struct out *o, const struct db_value *v)
{
    switch (v->kind) {
    case DB_NULL:
        put(o, S("null"));
        break;
    case DB_INT:
        put_int(o, v->n);
        break;
    case DB_TEXT:
        put(o, v->s);
        break;
    case DB_BYTES:
        put(o, hex(o->a, (bytes){ (const uint8_t *)v->s.at, v->s.len }));
        break;
    }
}

enum err audit_row_hash(struct ctx *cx, const struct audited_table *table, int64_t id, int columns,
                        bytes *out)
{
    struct db_value arg = db_give_int(id);
    struct db_rows rows;
    *out = (bytes){ NULL, 0 };
    TRY(db_run(cx->db, cx->a, table->row, &arg, &rows));
    if (rows.count == 0)
        return ERR_NOT_FOUND;
    struct out *o = out_new(cx->a, .max_bytes = 8 << 20);
    for (int i = 0; i < rows.columns && i < columns; i++) {
        put(o, join(cx->a, str_of(table->row->column_names[i]), S("="),
                    show(cx->a, (int64_t)rows.cells[i].s.len), S(":")));
        put_cell(o, &rows.cells[i]);
        put_char(o, '\n');
    }
    *out = hash_bytes(cx->a, hash_keyed(house()->audit_key, out_str(o)));
    return OK;
}

bytes audit_link_hash(struct arena *a, const struct audit *k)
{
    str nl = S("\n");
    str text = join(a, k->stream, nl, show(a, k->seq), nl, show(a, k->at.us), nl,
                    show(a, k->actor), nl, k->what, nl, k->tbl, nl, show(a, k->tbl_row), nl,
                    show(a, k->row_columns), nl, hex(a, k->row_hash), nl, k->detail, nl,
                    hex(a, k->prev_hash), nl);
    return hash_bytes(a, hash_of(text));
}

enum err audit_add(struct ctx *cx, str stream, str what, const struct audited_table *table,
                   int64_t id, str detail)
{
    struct audit_head head = { 0 };
    bool found;
    TRY(audit_head_get(cx, stream, &head, &found));
    struct audit k = {
        .stream = stream,
        .seq = head.seq + 1,
        .before_id = head.link,
        .at = cx->now,
        .actor = cx->actor->account.id,
        .what = what,
        .tbl = str_of(table->name),
        .tbl_row = id,
        .row_columns = table->row->columns,
        .detail = detail,
        .prev_hash = head.hash,
    };
    TRY(audit_row_hash(cx, table, id, k.row_columns, &k.row_hash));
    k.hash = audit_link_hash(cx->a, &k);
    TRY(audit_insert(cx, &k, &k.id));
    return audit_head_put(cx, stream, k.seq, k.id, k.hash);
}

enum { TAIL_BYTES = 4096 };

/* The signature the log ends with ("-" for a log that is not there yet), and whether its last line
 * is torn, as a power cut may leave it. */
static enum err last_signature(struct arena *a, str path, str *out, bool *torn)
{
    str tail;
    *out = S("-");
    *torn = false;
    enum err e = file_tail(a, path, TAIL_BYTES, &tail);
    if (e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    *torn = tail.len > 0 && !str_ends(tail, S("\n"));
    while (str_find(tail, '\n') >= 0) {
        str line = str_cut(&tail, '\n');
        if (str_starts(line, S("sign\t")))
            *out = str_after(line, 5);
    }
    return OK;
}

/* One line a head, then one line with the signature over them and the line before:
 *     after TAB the signature before
 *     head TAB stream TAB seq TAB link TAB hash
 *     at TAB moment
 *     sign TAB signature */
static enum err append_signed(struct ctx *cx, const struct audit_head_rows *heads)
{
    struct arena *a = cx->a;
    struct out *o = out_new(a, .max_bytes = 8 << 20);
    str path = join(a, house()->key_dir, S("/checkpoints.log"));
    str before;
    bool torn;
    TRY(last_signature(a, path, &before, &torn));
    put(o, join(a, S("after\t"), before, S("\n")));
    for (ptrdiff_t i = 0; i < heads->count; i++)
        put(o, join(a, S("head\t"), heads->at[i].stream, S("\t"), show(a, heads->at[i].seq),
                    S("\t"), show(a, heads->at[i].link), S("\t"), hex(a, heads->at[i].hash), S("\n")));
    put(o, join(a, S("at\t"), instant_iso(a, cx->now), S("\n")));
    bytes signature = sign_make(a, house()->sign_secret, out_str(o));
    put(o, join(a, S("sign\t"), hex(a, signature), S("\n")));
    str piece = torn ? join(a, S("\n"), out_str(o)) : out_str(o);
    return file_append(a, path, piece, 0600);
}

static enum err mark_signed(struct ctx *cx, const void *in)
{
    const struct audit_head_rows *heads = in;
    for (ptrdiff_t i = 0; i < heads->count; i++)
        TRY(audit_signed(cx, heads->at[i].stream, heads->at[i].seq));
    return OK;
}

enum err audit_checkpoint(struct ctx *cx)
{
    struct audit_head_rows heads;
    TRY(audit_unsigned(cx, &heads));
    if (heads.count == 0)
        return OK;
    TRY(append_signed(cx, &heads));
    return tx_run(cx, mark_signed, &heads);
}
