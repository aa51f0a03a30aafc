/* audit_verify.c: reads everything again and names what does not fit.
 *
 * The walks: over every link and the one it follows; over the heads; over links that lead to no
 * head; over the last link of every audited row, comparing it with the row of today; over rows that
 * no link knows; over the files, read whole and hashed; over the signed checkpoints, which lie
 * outside the database, each signed over the one before.
 */
#include <stdlib.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/log.h"
#include "core/audit_in.h"
#include "core/core.sql.h"

struct walk {
    struct ctx *cx;                            /* streams the rows of a walk */
    struct ctx *look;                         /* a connection of its own for what a row refers to */
    struct audit_report *report;
    struct arena *keep;                        /* outlives the rows of a walk */
    const char *table;                         /* the table being walked */
    str last_sign;                             /* of the piece before, in the log */
    bool signed_before;                        /* some head is marked as signed */
};

static void fault(struct walk *w, str sentence)
{
    w->report->faults++;
    if (w->report->first.len == 0)
        w->report->first = str_copy(w->keep, sentence);
    log_error("audit.fault", "n=%lld", (long long)w->report->faults);
}

static str link_name(struct arena *a, const struct audit *k)
{
    return join(a, S("Chuỗi "), k->stream, S(", mắt xích "), show(a, k->seq));
}

/* Each link is held against the one it says it follows, so that the order of reading is that of
 * writing and nothing need be kept. */
static enum err link_row(void *with, const struct audit *k)
{
    struct walk *w = with;
    struct arena *a = w->cx->a;
    w->report->links++;
    bool first = k->seq == 1 && k->before_id == 0;
    if (!first && (k->before_seq != k->seq - 1 || !str_equal(k->before_stream, k->stream)))
        fault(w, join(a, link_name(a, k), S(": thiếu mắt xích liền trước.")));
    else if (!bytes_equal(k->prev_hash, k->before_hash))
        fault(w, join(a, link_name(a, k), S(": không nối với mắt xích liền trước.")));
    else if (!bytes_equal(audit_link_hash(a, k), k->hash))
        fault(w, join(a, link_name(a, k), S(": nội dung đã bị sửa.")));
    return OK;
}

static enum err head_row(void *with, const struct audit_head *h)
{
    struct walk *w = with;
    struct audit last;
    bool found;
    w->report->streams++;
    w->signed_before |= h->signed_seq > 0;
    TRY(audit_get(w->look, h->link, &last, &found));
    if (!found || !str_equal(last.stream, h->stream) || last.seq != h->seq
        || !bytes_equal(last.hash, h->hash))
        fault(w, join(w->cx->a, S("Chuỗi "), h->stream,
                      S(": đầu chuỗi không khớp với mắt xích cuối.")));
    return OK;
}

/* A link that none follows and no head names hangs beside its chain. */
static enum err walk_loose(struct walk *w)
{
    struct audit_rows loose;
    TRY(audit_loose(w->cx, &loose));
    for (ptrdiff_t i = 0; i < loose.count; i++)
        fault(w, join(w->cx->a, link_name(w->cx->a, &loose.at[i]),
                      S(": không dẫn tới đầu chuỗi nào.")));
    return OK;
}

const struct audited_table *audited_table_named(str name)
{
    for (int i = 0; audited_tables[i]; i++)
        if (str_is(name, audited_tables[i]->name))
            return audited_tables[i];
    return NULL;
}

/* A row that differs but has a newer link has just been changed, rightly, beside this walk. */
static enum err compare_row(struct walk *w, const struct audited_table *table,
                            const struct audit *k, str name)
{
    bytes now;
    int64_t newer = 0;
    enum err e = audit_row_hash(w->look, table, k->tbl_row, k->row_columns, &now);
    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    if (e == OK && bytes_equal(now, k->row_hash))
        return OK;
    TRY(audit_newer(w->look, k->tbl, k->tbl_row, k->id, &newer));
    if (newer == 0)
        fault(w, join(w->cx->a, name, e == OK ? S(": đã bị sửa ngoài hệ thống.")
                                              : S(": đã bị xóa ngoài hệ thống.")));
    return OK;
}

static enum err last_row(void *with, const struct audit *k)
{
    struct walk *w = with;
    const struct audited_table *table = audited_table_named(k->tbl);
    w->report->rows++;
    str name = join(w->cx->a, S("Bảng "), k->tbl, S(", dòng "), show(w->cx->a, k->tbl_row));
    if (!table) {
        fault(w, join(w->cx->a, name, S(": bảng lạ.")));
        return OK;
    }
    struct arena_mark mark = arena_mark(w->look->a);
    enum err e = compare_row(w, table, k, name);
    arena_rewind(w->look->a, mark);
    return e;
}

static enum err file_row(void *with, const struct file *f)
{
    struct walk *w = with;
    str sha;
    w->report->files++;
    enum err e = file_sha256(w->cx->a, blob_path(w->cx->a, f->sha256), &sha);
    if (e == ERR_NOT_FOUND)
        fault(w, join(w->cx->a, S("Tệp "), f->sha256, S(": không còn trong kho tệp.")));
    else if (e != OK || !str_equal(sha, f->sha256))
        fault(w, join(w->cx->a, S("Tệp "), f->sha256, S(": nội dung đã bị sửa.")));
    return OK;
}

/* A row that no link knows was put there behind the program's back. */
static enum err strange_row(void *with, const struct db_value *cells)
{
    struct walk *w = with;
    fault(w, join(w->cx->a, S("Bảng "), str_of(w->table), S(", dòng "),
                  show(w->cx->a, cells[0].n), S(": được thêm ngoài hệ thống.")));
    return OK;
}

static enum err walk_strangers(struct walk *w)
{
    for (int i = 0; audited_tables[i]; i++) {
        w->table = audited_tables[i]->name;
        TRY(db_each(w->cx->db, w->cx->a, audited_tables[i]->strangers, NULL, strange_row,
                    w));
    }
    return OK;
}

static enum err signed_head(struct walk *w, str line)
{
    str stream = str_cut(&line, '\t');
    int64_t seq = 0, id = 0;
    if (!int_read(str_cut(&line, '\t'), &seq) || !int_read(str_cut(&line, '\t'), &id))
        return OK;
    struct audit link;
    bool found;
    TRY(audit_get(w->cx, id, &link, &found));
    if (!found || !str_equal(link.stream, stream) || link.seq != seq
        || !str_equal(hex(w->cx->a, link.hash), line))
        fault(w, join(w->cx->a, S("Chuỗi "), stream, S(", mắt xích "), show(w->cx->a, seq),
                      S(": khác với bản đã ký.")));
    return OK;
}

static enum err signed_piece(struct walk *w, str piece, str signature_line)
{
    bytes signature;
    w->report->checkpoints++;
    /* What stands before the piece's own first line was torn by a power cut: nobody signed it. */
    for (ptrdiff_t at = str_find_str(piece, S("\nafter\t")); at >= 0;
         at = str_find_str(piece, S("\nafter\t")))
        piece = str_after(piece, at + 1);
    if (!hex_read(w->cx->a, str_after(signature_line, 5), &signature)
        || !sign_fits(house()->sign_public, piece, signature)) {
        fault(w, S("Tệp keys/checkpoints.log: chữ ký không khớp."));
        return OK;
    }
    str first = piece;
    first = str_cut(&first, '\n');
    if (!str_equal(first, join(w->cx->a, S("after\t"), w->last_sign)))
        fault(w, S("Tệp keys/checkpoints.log: thiếu một lần ký ở giữa."));
    w->last_sign = str_after(signature_line, 5);
    while (piece.len > 0) {
        struct arena_mark mark = arena_mark(w->cx->a);
        str line = str_cut(&piece, '\n');
        if (str_starts(line, S("head\t")))
            TRY(signed_head(w, str_after(line, 5)));
        arena_rewind(w->cx->a, mark);
    }
    return OK;
}

static enum err check_signed(struct walk *w)
{
    str log;
    str path = join(w->cx->a, house()->key_dir, S("/checkpoints.log"));
    enum err e = file_read(w->cx->a, path, 48 << 20, &log);
    if (e == ERR_NOT_FOUND) {
        log = S("");
        e = OK;
    }
    TRY(e);
    const char *from = log.at;
    w->last_sign = S("-");
    while (log.len > 0) {
        const char *line_at = log.at;
        str line = str_cut(&log, '\n');
        if (!str_starts(line, S("sign\t")))
            continue;
        TRY(signed_piece(w, (str){ from, line_at - from }, line));
        from = line.at + line.len + 1;
    }
    if (w->signed_before && w->report->checkpoints == 0)
        fault(w, S("Tệp keys/checkpoints.log: đã mất, dù có chuỗi từng được ký."));
    return OK;
}

static enum err walk_all(struct walk *w)
{
    TRY(audit_each(w->cx, link_row, w));
    TRY(audit_head_each(w->cx, head_row, w));
    TRY(walk_loose(w));
    TRY(audit_last_each(w->cx, last_row, w));
    TRY(walk_strangers(w));
    TRY(file_each(w->cx, file_row, w));
    return check_signed(w);
}

enum err audit_verify(struct ctx *cx, struct audit_report *out)
{
    *out = (struct audit_report){ 0 };
    struct walk w = { .cx = cx, .report = out, .keep = arena_new(256 << 20) };
    struct arena *scratch = arena_new(ARENA_REQUEST_BYTES);
    enum err e = w.keep && scratch ? ctx_begin(scratch, cx->actor, &w.look) : ERR_LIMIT;
    if (e == OK) {
        e = walk_all(&w);
        ctx_end(w.look);
    }
    out->first = str_copy(cx->a, out->first);
    arena_free(scratch);
    arena_free(w.keep);
    return e;
}
