/* sheet.c: which reader takes a file, and the sentence for each refusal. */
#include "core/sheet.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/log.h"
#include "core/core.h"
#include "core/media.h"
#include "format/csv.h"
#include "format/table_text.h"

enum { PIECE_BYTES = 64 << 10, TEXT_BYTES_MAX = 64 << 20 };    /* the helper's own for a result */

/* ---------------------------------------------------------------- workbooks */

/* The sentence for the helper's word; NULL: one of our own troubles. */
static const struct msg *sentence_of(str code)
{
    static const struct {
        const char *code;
        const struct msg *m;
    } rows[] = {
        { "NOT_ALLOWED", &M_SHEET_NO_TABLE },   { "BROKEN", &M_FILE_BROKEN },
        { "POLYGLOT", &M_FILE_BROKEN },         { "OLD_FORMAT", &M_SHEET_OLD },
        { "LOCKED", &M_SHEET_LOCKED },          { "NO_SHEET", &M_SHEET_MISSING },
        { "EMPTY", &M_SHEET_EMPTY },            { "TOO_BIG", &M_SHEET_TOO_BIG },
        { "TOO_LONG", &M_SHEET_CELL_LONG },     { "TOO_MANY_ROWS", &M_SHEET_ROWS },
        { "TOO_MANY_COLUMNS", &M_SHEET_COLUMNS },
    };
    for (ptrdiff_t i = 0; i < COUNT_OF(rows); i++)
        if (str_is(code, rows[i].code))
            return rows[i].m;
    return NULL;
}

/* {0} the file, {1} the place: a cell, or a line of a text. */
static enum err refused(struct ctx *cx, const struct sheet_file *in, const struct msg *m, str at)
{
    return fail(cx, ERR_INPUT, *m, .field = in->field, .args = { in->name, at });
}

static void remark(struct ctx *cx, struct sheet_report *out, const struct msg *m, int64_t count,
                   str at)
{
    const str args[MSG_ARGS] = { show(cx->a, count), at };
    out->remarks[out->remark_count++] = msg_fill(cx->a, m->what, args);
}

static void sheet_told(struct ctx *cx, const struct media_sheet *from, struct sheet_report *out)
{
    static const struct msg *const sentences[MEDIA_NOTES] = {
        [MEDIA_MERGED] = &M_SHEET_NOTE_MERGED,     [MEDIA_NO_VALUE] = &M_SHEET_NOTE_NO_VALUE,
        [MEDIA_ERROR] = &M_SHEET_NOTE_ERROR,       [MEDIA_NO_DATE] = &M_SHEET_NOTE_NO_DATE,
        [MEDIA_HIDDEN] = &M_SHEET_NOTE_HIDDEN,
    };
    *out = (struct sheet_report){ .name = from->name, .names = from->names,
                                  .name_count = from->name_count, .rows = from->rows,
                                  .columns = from->columns, .heading = from->heading };
    for (int i = 0; i < MEDIA_NOTES; i++)
        if (from->notes[i].count > 0)
            remark(cx, out, sentences[i], from->notes[i].count, from->notes[i].first);
}

static enum err workbook_to_csv(struct ctx *cx, const struct sheet_file *in, str out_path,
                                struct sheet_report *out)
{
    struct media_sheet sheet;
    enum err e = media_sheet_read(cx->a, in->path, out_path, in->wanted, &sheet);
    const struct msg *m = sentence_of(sheet.refusal.code);
    if (m == &M_SHEET_MISSING)
        return refused(cx, in, m, in->wanted);
    str at = sheet.refusal.at.len > 0 ? sheet.refusal.at : S("không rõ vị trí");
    if (m)
        return refused(cx, in, m, at);
    if (e == ERR_INPUT || e == ERR_LIMIT)      /* no word: it took too long */
        return refused(cx, in, &M_SHEET_TOO_BIG, S(""));
    TRY(e);
    sheet_told(cx, &sheet, out);
    return OK;
}

/* ---------------------------------------------------------------- texts */

struct copy {
    int from;
    int to;
    int64_t written;
    bool large;
};

static ptrdiff_t copy_read(void *with, char *to, ptrdiff_t n)
{
    const struct copy *c = with;
    ssize_t got;
    do
        got = read(c->from, to, (size_t)n);
    while (got < 0 && errno == EINTR);
    return got;
}

static bool copy_write(void *with, str s)
{
    struct copy *c = with;
    c->written += s.len;
    c->large = c->written > TEXT_BYTES_MAX;
    while (s.len > 0 && !c->large) {
        ssize_t n = write(c->to, s.at, (size_t)s.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        s = str_after(s, n);
    }
    return !c->large;
}

static const struct msg *text_sentence(enum table_fault fault)
{
    switch (fault) {
    case TABLE_NO_TABLE:
        return &M_SHEET_NO_TABLE;
    case TABLE_NUL:
    case TABLE_CHARACTER:
        return &M_SHEET_TEXT_BROKEN;
    case TABLE_QUOTE:
        return &M_SHEET_QUOTE;
    case TABLE_LINE_LONG:
        return &M_SHEET_LINE_LONG;
    case TABLE_WIDE:
        return &M_SHEET_TEXT_COLUMNS;
    case TABLE_CELL_LONG:
        return &M_SHEET_TEXT_CELL_LONG;
    case TABLE_LONG:
        return &M_SHEET_TEXT_ROWS;
    case TABLE_EMPTY:
        return &M_SHEET_EMPTY;
    case TABLE_FINE:
    case TABLE_READ:
    case TABLE_WRITE:
        break;
    }
    return NULL;
}

static void file_close(void *thing)
{
    int *fd = thing;
    close(*fd);
}

/* The file, tied to the arena; below zero when it cannot be opened. */
static int file_open(struct ctx *cx, str path, int flags)
{
    int fd = open(cstr(cx->a, path), flags | O_CLOEXEC, 0600);
    if (fd >= 0) {
        int *held = new(cx->a, int, 1);
        *held = fd;
        arena_undo(cx->a, file_close, held);
    }
    return fd;
}

static enum err file_trouble(const char *code)
{
    log_warn("sheet.failed", "code=%s errno=%d", code, errno);
    return errno == EMFILE || errno == ENFILE ? ERR_BUSY : ERR_IO;
}

static enum err text_to_csv(struct ctx *cx, const struct sheet_file *in, str out_path,
                            struct sheet_report *out)
{
    struct copy c = { .from = file_open(cx, in->path, O_RDONLY),
                      .to = file_open(cx, out_path, O_WRONLY | O_CREAT | O_TRUNC) };
    if (c.from < 0 || c.to < 0)
        return file_trouble("OPEN");
    struct table_text_io io = { copy_read, copy_write, &c };
    struct table_text text;
    bool fine = table_text_read(cx->a, &io, &text) && fsync(c.to) == 0;
    if (!fine)
        unlink(cstr(cx->a, out_path));
    if (c.large)
        return refused(cx, in, &M_SHEET_TOO_BIG, S(""));
    const struct msg *m = text_sentence(text.fault);
    if (m)
        return refused(cx, in, m, show(cx->a, text.line));
    if (!fine)
        return file_trouble("COPY");
    *out = (struct sheet_report){ .text = true, .rows = text.rows, .columns = text.columns };
    if (text.encoding == TABLE_WINDOWS_1258)
        remark(cx, out, &M_SHEET_NOTE_1258, 0, S(""));
    return OK;
}

/* ---------------------------------------------------------------- the two functions */

/* What the helper's reader is for: an archive, or the container of the old format. */
static enum err is_workbook(struct ctx *cx, str path, bool *out)
{
    char head[8];
    int fd = file_open(cx, path, O_RDONLY);
    ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof head);
    if (n < 0)
        return file_trouble("OPEN");
    str s = { head, n };
    *out = str_starts(s, S("PK\3\4")) || str_starts(s, S("\xD0\xCF\x11\xE0"));
    return OK;
}

enum err sheet_to_csv(struct ctx *cx, const struct sheet_file *in, str out_path,
                      struct sheet_report *out)
{
    bool workbook;
    *out = (struct sheet_report){ 0 };
    TRY(is_workbook(cx, in->path, &workbook));
    return workbook ? workbook_to_csv(cx, in, out_path, out) : text_to_csv(cx, in, out_path, out);
}

enum err sheet_from_table(struct ctx *cx, str table_path, str out_path)
{
    struct media_refusal why;
    enum err e = media_sheet_write(cx->a, table_path, out_path, &why);
    if (str_is(why.code, "TOO_MANY_ROWS"))
        return fail(cx, ERR_LIMIT, M_SHEET_MADE_ROWS);
    if (e == ERR_LIMIT && why.at.len > 0)
        return fail(cx, ERR_LIMIT, M_SHEET_MADE_LONG, .args = { why.at });
    if (e == ERR_LIMIT)
        return fail(cx, ERR_LIMIT, M_SHEET_MADE_BIG);
    return e;
}
