/* intake_apply.c: checked rows enter the registry, a hundred to a transaction, and leave it again
 * while nobody has touched them. A chunk that a single row refuses is done once more row by row. */
#include "base/out.h"
#include "format/json.h"
#include "intake/intake.sql.h"
#include "intake/intake_in.h"

/* -- one row ----------------------------------------------------------------------------------- */

static str product_as_json(struct arena *a, const struct product *p)
{
    struct json_out w = { .o = out_new(a, .max_bytes = 64 << 10) };
    json_open(&w);
    json_pair_str(&w, "set_slug", p->set_slug);
    json_pair_str(&w, "unit", p->unit);
    json_pair_str(&w, "material", p->material);
    json_pair_str(&w, "story", p->story);
    json_close(&w);
    return out_str(w.o);
}

static enum err change_product(struct ctx *cx, const struct record *r, struct intake_row *row)
{
    struct product p;
    bool changed = false;
    TRY(product_get_public(cx, r->product.id, &p));
    str before = product_as_json(cx->a, &p);
    record_take(&p.set_slug, r->product.set_slug, &changed);
    record_take(&p.unit, r->product.unit, &changed);
    record_take(&p.material, r->product.material, &changed);
    record_take(&p.story, r->product.story, &changed);
    row->product_version = p.version;
    if (!changed)
        return OK;
    row->made |= CHANGED_PRODUCT;
    row->before = before;
    row->product_version++;
    TRY(product_change_known(cx, &p));
    return intake_product_version(cx, row->intake, p.id, row->product_version);
}

static str producer_as_json(struct arena *a, const struct producer *p)
{
    struct json_out w = { .o = out_new(a, .max_bytes = 64 << 10) };
    json_open(&w);
    json_pair_int(&w, "legal_type", p->legal_type);
    json_pair_str(&w, "tax_code", p->tax_code);
    json_pair_str(&w, "licence", p->licence);
    json_pair_str(&w, "representative", p->representative);
    json_pair_str(&w, "phone", p->phone);
    json_pair_str(&w, "email", p->email);
    json_pair_str(&w, "address", p->address);
    json_pair_int(&w, "place", p->place.id);
    json_pair_int(&w, "place_issued", p->place_issued.id);
    json_close(&w);
    return out_str(w.o);
}

/* Only a table of producers changes them; one of products names them. */
static enum err change_producer(struct ctx *cx, struct record *r, struct intake_row *row)
{
    struct producer p;
    TRY(producer_by_id(cx, r->producer.id, &p));
    str before = producer_as_json(cx->a, &p);
    row->producer_version = p.version;
    if (!record_news(&p, r))
        return OK;
    row->made |= CHANGED_PRODUCER;
    row->before = before;
    row->producer_version++;
    TRY(producer_change_known(cx, &p));
    return intake_producer_version(cx, row->intake, p.id, row->producer_version);
}

static enum err enter_producer(struct ctx *cx, struct record *r, struct intake_row *row)
{
    if (r->producer.id.id && !r->has_product)
        TRY(change_producer(cx, r, row));
    if (!r->producer.id.id) {
        r->producer.code = code_make(cx->a);
        TRY(producer_add_known(cx, &r->producer, &r->producer.id));
        row->made |= MADE_PRODUCER;
        row->producer_version = 1;
    }
    row->producer = r->producer.id;
    return OK;
}

static enum err enter_product(struct ctx *cx, struct record *r, struct intake_row *row)
{
    r->product.producer = r->producer.id;
    if (r->product.id.id) {
        TRY(change_product(cx, r, row));
    } else {
        r->product.code = code_make(cx->a);
        TRY(product_add_known(cx, &r->product, &r->product.id));
        row->made |= MADE_PRODUCT;
        row->product_version = 1;
    }
    row->product = r->product.id;
    return OK;
}

/* The paper stands there already; what the row may add is that its star was taken away. */
static enum err revoke_paper(struct ctx *cx, const struct record *r, struct intake_row *row)
{
    struct recognition_rows papers;
    if (!date_known(r->recognition.revoked_on))
        return OK;
    struct revocation v = { .revoked_on = r->recognition.revoked_on,
                            .decision_number = r->recognition.revoked_by,
                            .issuer = r->recognition.issuer, .ground = r->recognition.ground,
                            .source = r->recognition.source };
    TRY(recognition_history(cx, r->product.id, &papers));
    for (ptrdiff_t i = 0; i < papers.count; i++) {
        const struct recognition *have = &papers.at[i];
        if (have->id.id != row->recognition.id || date_known(have->revoked_on))
            continue;
        TRY(recognition_revoke(cx, have, &v));
        row->made |= MADE_REVOCATION;
    }
    return OK;
}

static enum err enter_paper(struct ctx *cx, const struct intake *of, struct record *r,
                            struct intake_row *row)
{
    if (r->recognition.star == 0)
        return OK;
    r->recognition.product = r->product.id;
    r->recognition.source = join(cx->a, of->file_name, S(", dòng "), show(cx->a, row->line));
    enum err e = recognition_enter_known(cx, &r->recognition, &row->recognition);
    if (e == OK)
        row->made |= MADE_RECOGNITION;
    return e == ERR_CONFLICT ? revoke_paper(cx, r, row) : e;
}

/* A row is understood anew: what was entered since it was checked counts. */
static enum err apply_row(struct ctx *cx, const struct intake *of, struct intake_row *row)
{
    struct cells cells;
    struct record r;
    bool decided_same = row->state == ROW_CHANGED && row->product.id;
    if (!cells_from_json(cx->a, row->cells, &cells))
        return ERR_DB;
    TRY(record_read(cx, of, &cells, &r));
    row->made = 0;
    row->note = r.note;
    row->state = ROW_FAULTY;
    if (r.note.len == 0) {
        if (decided_same)
            r.product.id = row->product;
        row->state = ROW_APPLIED;
        TRY(enter_producer(cx, &r, row));
        if (r.has_product)
            TRY(enter_product(cx, &r, row));
        TRY(enter_paper(cx, of, &r, row));
    }
    return intake_row_put(cx, row);
}

/* Rows of one transaction. It begins with a claim: the step must still stand at `from`, so that two
 * who do it at once do no row twice. */
struct batch {
    const struct intake *of;
    struct intake_row *rows;
    ptrdiff_t count;
    int64_t from;
    int64_t to;
};

static enum err claim(struct ctx *cx, const struct batch *b)
{
    return intake_claim(cx, b->of->id, b->of->state, b->from, b->to);
}

static enum err apply_tx(struct ctx *cx, const void *in)
{
    const struct batch *b = in;
    TRY(claim(cx, b));
    for (ptrdiff_t i = 0; i < b->count; i++) {
        struct intake_row row = b->rows[i];
        TRY(apply_row(cx, b->of, &row));
    }
    return OK;
}

static enum err refuse_tx(struct ctx *cx, const void *in)
{
    const struct batch *b = in;
    struct intake_row row = b->rows[0];
    TRY(claim(cx, b));
    row.state = ROW_FAULTY;
    row.made = 0;
    return intake_row_put(cx, &row);
}

static enum err finish_tx(struct ctx *cx, const void *in)
{
    const struct intake *it = in;
    TRY(intake_put_state(cx, it->id, it->state + 1, S(""), it->version));
    return intake_counted(cx);                 /* PostgreSQL plans by how many rows it knows of */
}

/* Is it the row that will not do, rather than the machine? */
static bool refused(enum err e)
{
    return e == ERR_INPUT || e == ERR_CONFLICT || e == ERR_NOT_FOUND || e == ERR_STATE
           || e == ERR_LIMIT || e == ERR_DENIED;
}

static enum err apply_one_by_one(struct ctx *cx, const struct batch *b)
{
    for (ptrdiff_t i = 0; i < b->count; i++) {
        int64_t from = i == 0 ? b->from : b->rows[i - 1].line;
        struct batch one = { b->of, &b->rows[i], 1, from, b->rows[i].line };
        cx->fault->count = 0;
        enum err e = tx_run(cx, apply_tx, &one);
        if (e == OK)
            continue;
        if (!refused(e))
            return e;
        b->rows[i].note = cx->fault->count > 0
                              ? cx->fault->rows[0].what
                              : S("Dòng này không nhập được; hãy kiểm tra rồi gửi lại.");
        cx->fault->count = 0;
        TRY(tx_run(cx, refuse_tx, &one));
    }
    return OK;
}

/* Does the step still stand where this one took it up? */
static bool still_there(struct ctx *cx, const struct batch *b)
{
    struct intake now;
    return intake_get(cx, b->of->id, &now) == OK && now.state == b->of->state
           && now.done_line == b->from;
}

enum { CHUNKS_A_STEP = 5 };

enum err apply_some(struct ctx *cx, const struct intake *of, bool *more)
{
    int64_t after = of->done_line;
    *more = true;
    for (int i = 0; i < CHUNKS_A_STEP && *more; i++) {
        struct arena_mark mark = arena_mark(cx->a);
        struct intake_row_rows rows;
        TRY(intake_row_open(cx, of->id, after, &rows));
        struct batch b = { of, rows.at, rows.count, after,
                           rows.count > 0 ? rows.at[rows.count - 1].line : after };
        enum err e = rows.count > 0 ? tx_run(cx, apply_tx, &b) : tx_run(cx, finish_tx, of);
        if (refused(e) && rows.count > 0 && still_there(cx, &b))
            e = apply_one_by_one(cx, &b);
        if (e == ERR_CONFLICT)                 /* somebody else does this step: look again */
            return OK;
        TRY(e);
        *more = rows.count > 0;
        after = *more ? rows.at[rows.count - 1].line : after;
        arena_rewind(cx->a, mark);
    }
    return OK;
}

/* -- taking back ------------------------------------------------------------------------------- */

static enum err restore_product(struct ctx *cx, const struct intake_row *row)
{
    struct product p;
    struct json_fault why;
    const json_t *was = json_read(cx->a, row->before, 64 << 10, &why);
    TRY(product_get_public(cx, row->product, &p));
    p.set_slug = json_text(json_object_get(was, "set_slug"));
    p.unit = json_text(json_object_get(was, "unit"));
    p.material = json_text(json_object_get(was, "material"));
    p.story = json_text(json_object_get(was, "story"));
    return product_change_known(cx, &p);
}

static enum err restore_producer(struct ctx *cx, const struct intake_row *row)
{
    struct producer p;
    struct json_fault why;
    const json_t *was = json_read(cx->a, row->before, 64 << 10, &why);
    TRY(producer_by_id(cx, row->producer, &p));
    p.legal_type = (int32_t)json_integer_value(json_object_get(was, "legal_type"));
    p.tax_code = json_text(json_object_get(was, "tax_code"));
    p.licence = json_text(json_object_get(was, "licence"));
    p.representative = json_text(json_object_get(was, "representative"));
    p.phone = json_text(json_object_get(was, "phone"));
    p.email = json_text(json_object_get(was, "email"));
    p.address = json_text(json_object_get(was, "address"));
    p.place.id = json_integer_value(json_object_get(was, "place"));
    p.place_issued.id = json_integer_value(json_object_get(was, "place_issued"));
    return producer_change_known(cx, &p);
}

static enum err withdraw_product(struct ctx *cx, product_id id)
{
    struct product p;
    TRY(product_get_public(cx, id, &p));
    return product_withdraw(cx, id, p.version);
}

static enum err withdraw_producer(struct ctx *cx, producer_id id)
{
    struct producer p;
    TRY(producer_by_id(cx, id, &p));
    return producer_withdraw(cx, id, p.version);
}

static enum err undo_row(struct ctx *cx, struct intake_row *row)
{
    if (row->made & MADE_REVOCATION) {
        enum err e = revocation_withdraw(cx, row->recognition);
        if (e != ERR_CONFLICT)                 /* it went with its recognition before */
            TRY(e);
    }
    if (row->made & MADE_RECOGNITION)
        TRY(recognition_withdraw(cx, row->recognition));
    if (row->made & CHANGED_PRODUCT)
        TRY(restore_product(cx, row));
    if (row->made & MADE_PRODUCT)
        TRY(withdraw_product(cx, row->product));
    if (row->made & CHANGED_PRODUCER)
        TRY(restore_producer(cx, row));
    if (row->made & MADE_PRODUCER)
        TRY(withdraw_producer(cx, row->producer));
    row->state = ROW_UNDONE;
    return intake_row_put(cx, row);
}

/* What was restored has a new version: earlier rows about it are still ours. */
static enum err note_restored(struct ctx *cx, const struct intake_row *row)
{
    if (row->made & CHANGED_PRODUCT)
        TRY(intake_product_version(cx, row->intake, row->product, row->product_version + 1));
    if (row->made & CHANGED_PRODUCER)
        TRY(intake_producer_version(cx, row->intake, row->producer, row->producer_version + 1));
    return OK;
}

static enum err undo_tx(struct ctx *cx, const void *in)
{
    const struct batch *b = in;
    TRY(claim(cx, b));
    TRY(untouched(cx, b->of->id));             /* people go on working meanwhile */
    for (ptrdiff_t i = 0; i < b->count; i++) {
        struct intake_row row;
        TRY(intake_row_get(cx, b->rows[i].id, b->of->id, &row));
        TRY(undo_row(cx, &row));
        TRY(note_restored(cx, &row));
    }
    return OK;
}

/* From the last row to the first: a product goes before the producer an earlier row made. */
enum err undo_some(struct ctx *cx, const struct intake *of, bool *more)
{
    int64_t done = of->done_line;              /* rows taken back so far */
    *more = true;
    for (int i = 0; i < CHUNKS_A_STEP && *more; i++) {
        struct arena_mark mark = arena_mark(cx->a);
        struct intake_row_rows rows;
        TRY(intake_row_applied(cx, of->id, INT64_MAX, &rows));
        struct batch b = { of, rows.at, rows.count, done, done + rows.count };
        enum err e = rows.count > 0 ? tx_run(cx, undo_tx, &b) : tx_run(cx, finish_tx, of);
        if (e == ERR_CONFLICT)
            return OK;
        TRY(e);
        done += rows.count;
        *more = rows.count > 0;
        arena_rewind(cx->a, mark);
    }
    return OK;
}

enum err untouched(struct ctx *cx, intake_id id)
{
    int64_t count;
    TRY(intake_touched(cx, id, &count));
    return count == 0 ? OK : fail(cx, ERR_STATE, M_INTAKE_USED, .args = { show(cx->a, count) });
}

/* -- what a person decides --------------------------------------------------------------------- */

static enum err intake_apply(struct ctx *cx, const struct intake_go *in)
{
    struct intake it;
    struct intake_counts n;
    TRY(intake_get(cx, in->id, &it));
    TRY(intake_must_be(cx, &it, it.state == INTAKE_CHECKED));
    TRY(intake_count(cx, it.id, &n));
    if (n.of[ROW_NEW] + n.of[ROW_CHANGED] == 0)
        return fail(cx, ERR_STATE, M_INTAKE_NOTHING);
    return intake_put_state(cx, it.id, INTAKE_APPLYING, S(""), in->seen);
}
DB_TX(intake_apply, struct intake_go)

static enum err intake_undo(struct ctx *cx, const struct intake_go *in)
{
    struct intake it;
    TRY(intake_get(cx, in->id, &it));
    TRY(intake_must_be(cx, &it, it.state == INTAKE_DONE));
    TRY(untouched(cx, it.id));
    return intake_put_state(cx, it.id, INTAKE_UNDOING, S(""), in->seen);
}
DB_TX(intake_undo, struct intake_go)

static enum err intake_decide(struct ctx *cx, const struct intake_decide *in)
{
    struct intake it;
    TRY(intake_get(cx, in->id, &it));
    TRY(intake_must_be(cx, &it, it.state == INTAKE_CHECKED));
    return intake_row_decide(cx, in->row, it.id, in->add ? ROW_NEW : ROW_CHANGED);
}
DB_TX(intake_decide, struct intake_decide)
