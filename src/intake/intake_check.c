/* intake_check.c: a file is kept, its headings are read, its rows are checked and noted, a hundred
 * to a transaction. Nothing here writes to the registry. */
#include "base/file.h"
#include "base/out.h"
#include "base/utf8.h"
#include "base/vi.h"
#include "format/csv.h"
#include "intake/intake.sql.h"
#include "intake/intake_in.h"

static void clean_cells(struct arena *a, const struct csv_row *row, struct cells *out)
{
    out->count = row->count < INTAKE_COLUMNS_MAX ? row->count : INTAKE_COLUMNS_MAX;
    for (ptrdiff_t i = 0; i < out->count; i++)
        if (!text_clean(a, row->cells[i], true, &out->at[i]))
            out->at[i] = S("");
        else
            out->at[i] = utf8_head(out->at[i], CELL_CHARS_MAX);
}

/* The heading is the first row with two cells or more filled: titles above it are passed over. */
static bool find_heading(struct arena *a, struct csv *c, struct cells *out)
{
    struct csv_row row;
    while (csv_next(a, c, &row) == CSV_ROW) {
        ptrdiff_t filled = 0;
        clean_cells(a, &row, out);
        for (ptrdiff_t i = 0; i < out->count; i++)
            filled += out->at[i].len > 0;
        if (filled >= 2)
            return true;
    }
    return false;
}

/* -- taking a file ----------------------------------------------------------------------------- */

struct beginning {
    struct intake it;
    struct file file;
    struct intake_row heading;
};

static enum err begin_tx(struct ctx *cx, const void *in)
{
    struct beginning *b = (struct beginning *)(uintptr_t)in;
    TRY(blob_record(cx, &b->file));
    b->it.file = b->file.id;
    TRY(intake_insert(cx, &b->it, &b->it.id));
    b->heading.intake = b->it.id;
    return intake_row_insert(cx, &b->heading);
}

static enum err count_lines(struct ctx *cx, struct csv *c, str name, int64_t *lines)
{
    struct csv_row row;
    enum csv_answer answer;
    int64_t rows = 0;
    struct arena_mark mark = arena_mark(cx->a);
    while ((answer = csv_next(cx->a, c, &row)) == CSV_ROW) {
        arena_rewind(cx->a, mark);
        if (++rows > INTAKE_ROWS_MAX)
            return fail(cx, ERR_LIMIT, M_INTAKE_TOO_LONG, .field = S("tep"),
                        .args = { show(cx->a, (int64_t)INTAKE_ROWS_MAX) });
    }
    *lines = rows > 0 ? c->row : 0;
    if (answer != CSV_BROKEN)
        return OK;
    str where = join(cx->a, S("dòng "), show(cx->a, c->row),
                     S(" dài quá mức, có quá nhiều cột, hoặc dấu ngoặc kép không đóng"));
    return fail(cx, ERR_INPUT, M_INTAKE_UNREADABLE, .field = S("tep"), .args = { name, where });
}

/* "91/" of the pattern "91/%". */
static str area_of(struct ctx *cx)
{
    str like = actor_scope(cx->a, cx->actor, MAY(IMPORT)).like;
    return str_sub(like, 0, like.len - 1);
}

enum err intake_begin(struct ctx *cx, const struct intake_start *in)
{
    struct beginning *b = new(cx->a, struct beginning, 1);
    struct cells heading;
    str csv;
    TRY(table_open(cx, in->path, in->file_name, &csv));
    struct csv c = csv_begin(csv);
    if (!find_heading(cx->a, &c, &heading))
        return fail(cx, ERR_INPUT, M_INTAKE_NO_ROWS, .field = S("tep"), .args = { in->file_name });
    int64_t heading_line = c.row;
    b->it = (struct intake){
        .code = in->code, .kind = in->kind, .file_name = in->file_name, .state = INTAKE_MAPPING,
        .mapping = intake_guess(cx->a, in->kind, heading.at, heading.count),
        .place_path = area_of(cx), .by_account = cx->actor->account,
        .at = cx->now,
    };
    TRY(count_lines(cx, &c, in->file_name, &b->it.lines));
    if (b->it.lines == 0)
        return fail(cx, ERR_INPUT, M_INTAKE_NO_ROWS, .field = S("tep"), .args = { in->file_name });
    b->heading = (struct intake_row){ .line = heading_line, .state = ROW_HEADING,
                                      .cells = cells_as_json(cx->a, &heading) };
    TRY(blob_made(cx, in->path, S("application/octet-stream"), in->file_name, &b->file));
    return tx_run(cx, begin_tx, b);
}

/* -- the mapping ------------------------------------------------------------------------------- */

static enum err map_fits(struct ctx *cx, int32_t kind, str mapping)
{
    str keys[INTAKE_COLUMNS_MAX];
    ptrdiff_t n = mapping_keys(mapping, keys);
    str missing = intake_missing(kind, mapping);
    for (ptrdiff_t i = 0; i < n; i++)
        if (keys[i].len > 0 && !intake_column_named(kind, keys[i]))
            return fail(cx, ERR_INPUT, M_INTAKE_COLUMN_UNKNOWN,
                        .args = { utf8_head(keys[i], 40), intake_kind_label(kind) });
    if (missing.len > 0)
        return fail(cx, ERR_INPUT, M_INTAKE_COLUMN_MISSING, .args = { missing });
    for (ptrdiff_t i = 0; i < n; i++)
        for (ptrdiff_t k = i + 1; k < n; k++)
            if (keys[i].len > 0 && str_equal(keys[i], keys[k]))
                return fail(cx, ERR_INPUT, M_INTAKE_COLUMN_TWICE,
                            .args = { str_of(intake_column_named(kind, keys[i])->label) });
    return OK;
}

enum err intake_must_be(struct ctx *cx, const struct intake *it, bool good)
{
    return good ? OK
                : fail(cx, ERR_STATE, M_INTAKE_NOT_NOW, .args = { intake_state_label(it->state) });
}

static enum err intake_map(struct ctx *cx, const struct intake_map *in)
{
    struct intake it;
    TRY(intake_get(cx, in->id, &it));
    TRY(intake_must_be(cx, &it, it.state == INTAKE_MAPPING || it.state == INTAKE_CHECKED));
    TRY(map_fits(cx, it.kind, in->mapping));
    TRY(intake_forget_rows(cx, it.id));
    return intake_put_mapping(cx, it.id, in->mapping, in->seen);
}
DB_TX(intake_map, struct intake_map)

/* -- checking ---------------------------------------------------------------------------------- */

struct chunk {
    intake_id id;
    struct intake_row *rows;
    ptrdiff_t count;
    int64_t done_line;                         /* where the chunk before ended, as noted */
    int64_t last_line;
    bool finished;
    int64_t version;
};

static enum err chunk_tx(struct ctx *cx, const void *in)
{
    const struct chunk *k = in;
    TRY(intake_claim(cx, k->id, INTAKE_CHECKING, k->done_line, k->last_line));
    for (ptrdiff_t i = 0; i < k->count; i++)
        TRY(intake_row_insert(cx, &k->rows[i]));
    return k->finished ? intake_put_state(cx, k->id, INTAKE_CHECKED, S(""), k->version) : OK;
}

static bool differs(str now, str wanted)
{
    return wanted.len > 0 && !str_equal(now, wanted);
}

/* Does the row say anything the product does not say yet? An empty cell changes nothing. */
static enum err product_news(struct ctx *cx, const struct record *r, bool *news)
{
    struct product have;
    struct recognition_rows papers;
    TRY(product_get_public(cx, r->product.id, &have));
    *news = differs(have.set_slug, r->product.set_slug) || differs(have.unit, r->product.unit)
            || differs(have.material, r->product.material)
            || differs(have.story, r->product.story);
    if (*news || r->recognition.star == 0)
        return OK;
    *news = true;
    TRY(recognition_history(cx, have.id, &papers));
    for (ptrdiff_t i = 0; i < papers.count; i++)
        if (str_equal(papers.at[i].decision_number, r->recognition.decision_number)
            && papers.at[i].signed_on.days == r->recognition.signed_on.days)
            *news = date_known(r->recognition.revoked_on)
                    && !date_known(papers.at[i].revoked_on);
    return OK;
}

/* A product of the same producer that only its marks or spaces tell apart. */
static enum err product_alike(struct ctx *cx, const struct record *r, struct product *out,
                              bool *found)
{
    struct product_rows rows;
    *found = false;
    if (!r->producer.id.id)
        return OK;
    TRY(product_all_of(cx, r->producer.id, &rows));
    str folded = vi_fold(cx->a, r->product.name);
    for (ptrdiff_t i = 0; i < rows.count && !*found; i++)
        if (str_equal(vi_fold(cx->a, rows.at[i].name), folded)) {
            *out = rows.at[i];
            *found = true;
        }
    return OK;
}

static enum err judge_product(struct ctx *cx, const struct record *r, struct intake_row *row)
{
    bool news, alike;
    struct product like;
    if (r->product.id.id) {
        TRY(product_news(cx, r, &news));
        row->state = news ? ROW_CHANGED : ROW_SAME;
        return OK;
    }
    TRY(product_alike(cx, r, &like, &alike));
    row->state = alike ? ROW_LIKE : ROW_NEW;
    if (alike) {
        row->product = like.id;
        row->note = join(cx->a, S("Giống “"), like.name, S("” (mã "), code_show(cx->a, like.code),
                         S(") của cùng chủ thể."));
    }
    return OK;
}

static enum err judge_producer(struct ctx *cx, const struct record *r, struct intake_row *row)
{
    struct producer have;
    row->state = ROW_NEW;
    if (!r->producer.id.id)
        return OK;
    TRY(producer_by_id(cx, r->producer.id, &have));
    row->state = record_news(&have, r) ? ROW_CHANGED : ROW_SAME;
    return OK;
}

static enum err judge(struct ctx *cx, const struct record *r, struct intake_row *row)
{
    int64_t before = 0;
    row->name = record_name(cx->a, r);
    row->product = r->product.id;
    row->producer = r->producer.id;
    row->note = r->note;
    if (r->note.len > 0) {
        row->state = ROW_FAULTY;
        return OK;
    }
    TRY(intake_name_before(cx, row->intake, row->name, row->line, &before));
    if (before > 0) {
        row->state = ROW_FAULTY;
        row->note = join(cx->a, S("Lặp lại dòng "), show(cx->a, before), S("."));
        return OK;
    }
    return r->has_product ? judge_product(cx, r, row) : judge_producer(cx, r, row);
}

/* Names within the chunk at hand are not in the table yet. */
static void find_repeat(struct ctx *cx, const struct chunk *k, struct intake_row *row)
{
    for (ptrdiff_t i = 0; i < k->count && row->state != ROW_FAULTY; i++)
        if (k->rows[i].state != ROW_FAULTY && str_equal(k->rows[i].name, row->name)) {
            row->state = ROW_FAULTY;
            row->note = join(cx->a, S("Lặp lại dòng "), show(cx->a, k->rows[i].line), S("."));
        }
}

static bool blank(const struct cells *c)
{
    for (ptrdiff_t i = 0; i < c->count; i++)
        if (c->at[i].len > 0)
            return false;
    return true;
}

static enum err check_row(struct ctx *cx, const struct intake *of, const struct csv_row *csv,
                          struct chunk *k)
{
    struct cells *cells = new(cx->a, struct cells, 1);
    struct record *r = new(cx->a, struct record, 1);
    clean_cells(cx->a, csv, cells);
    if (blank(cells))
        return OK;
    struct intake_row *row = &k->rows[k->count];
    *row = (struct intake_row){ .intake = of->id, .line = k->last_line,
                                .cells = cells_as_json(cx->a, cells) };
    TRY(record_read(cx, of, cells, r));
    TRY(judge(cx, r, row));
    find_repeat(cx, k, row);
    k->count++;
    return OK;
}

/* Passes over what was done before, then checks up to a chunk. */
static enum err next_chunk(struct ctx *cx, const struct intake *of, struct csv *c, struct chunk *k)
{
    struct csv_row row;
    enum csv_answer answer = CSV_ROW;
    k->count = 0;
    while (k->count < INTAKE_CHUNK && (answer = csv_next(cx->a, c, &row)) == CSV_ROW) {
        if (c->row <= k->last_line)
            continue;
        k->last_line = c->row;
        TRY(check_row(cx, of, &row, k));
    }
    k->finished = answer != CSV_ROW;
    return OK;
}

enum { CHUNKS_A_STEP = 400 };                 /* opening the file costs as much as many chunks */

enum err check_some(struct ctx *cx, const struct intake *of, bool *more)
{
    struct file file;
    struct intake_row heading;
    str csv;
    TRY(blob_get(cx, of->file, &file));
    TRY(intake_row_heading(cx, of->id, &heading));
    TRY(table_open(cx, blob_path(cx->a, file.sha256), of->file_name, &csv));
    struct csv c = csv_begin(csv);
    struct chunk k = { .id = of->id, .version = of->version, .done_line = of->done_line,
                       .last_line = of->done_line > heading.line ? of->done_line : heading.line };
    k.rows = new(cx->a, struct intake_row, INTAKE_CHUNK);
    for (int i = 0; i < CHUNKS_A_STEP && !k.finished; i++) {
        struct arena_mark mark = arena_mark(cx->a);
        TRY(next_chunk(cx, of, &c, &k));
        enum err e = tx_run(cx, chunk_tx, &k);
        *more = true;
        if (e == ERR_CONFLICT)                 /* somebody else does this step: look again */
            return OK;
        TRY(e);
        k.done_line = k.last_line;
        arena_rewind(cx->a, mark);
    }
    *more = !k.finished;
    return OK;
}
