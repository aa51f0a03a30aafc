/* sheet_job.c: the two jobs on tables: what was asked, where it goes, what is told. The work is
 * sheet_read.c's and sheet_write.c's.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "media/media.h"
#include "media/sheet_read.h"
#include "media/sheet_write.h"

enum { PIECE_BYTES = 64 << 10 };

/* Neither minizip nor expat needs anything beforehand. */
bool sheet_ready(void)
{
    return true;
}

static bool refuse_as(struct job *j, const struct sheet_fault *f)
{
    j->answer->at = str_copy(j->a, str_of(f->at));
    return refuse(j, f->code ? f->code : "LIBRARY", f->text ? f->text : "no reason");
}

/* ---------------------------------------------------------------- reading */

/* fd 4, a piece at a time. */
struct drain {
    struct job *job;
    char *at;                                  /* PIECE_BYTES */
    ptrdiff_t len;
    ptrdiff_t total;
};

static bool drain_flush(struct drain *d)
{
    d->total += d->len;
    if (d->total > OUTPUT_BYTES_MAX)
        return refuse(d->job, "TOO_BIG", "the result has too many bytes");
    bool fine = output_write(d->job, (bytes){ (const uint8_t *)d->at, d->len });
    d->len = 0;
    return fine;
}

static bool drain_write(void *with, str s)
{
    struct drain *d = with;
    while (s.len > 0) {
        ptrdiff_t n = s.len < PIECE_BYTES - d->len ? s.len : PIECE_BYTES - d->len;
        memcpy(d->at + d->len, s.at, (size_t)n);
        d->len += n;
        s = str_after(s, n);
        if (d->len == PIECE_BYTES && !drain_flush(d))
            return false;
    }
    return true;
}

bool sheet_read_job(struct job *j)
{
    struct sheet_fault fault = { 0 };
    struct drain drain = { .job = j, .at = new(j->a, char, PIECE_BYTES) };
    struct sheet_source from = { .wanted = json_member_str(j->request, "sheet"),
                                 .write = drain_write, .with = &drain };
    struct sheet_report *report = new(j->a, struct sheet_report, 1);
    struct arena *a = arena_beside(j->a, SHEET_ARENA_BYTES);
    if (!input_read(j, &from.file))
        return false;
    bool fine = workbook_read(a, &from, report, &fault);
    if (j->answer->code)                       /* the drain's own refusal */
        return false;
    if (!fine)
        return refuse_as(j, &fault);
    j->answer->sheet = report;
    return drain_flush(&drain);
}

void sheet_report_put(struct json_out *w, const struct sheet_report *r)
{
    json_pair_str(w, "sheet", r->name);
    json_name(w, "sheets");
    json_open_list(w);
    for (int32_t i = 0; i < r->name_count; i++)
        json_put_str(w, r->names[i]);
    json_close_list(w);
    json_pair_int(w, "rows", r->rows);
    json_pair_int(w, "columns", r->columns);
    json_pair_int(w, "heading", r->heading);
    for (int n = 0; n < SHEET_NOTES; n++) {
        if (!r->notes[n].count)
            continue;
        json_name(w, sheet_note_name((enum sheet_note)n));
        json_open(w);
        json_pair_int(w, "count", r->notes[n].count);
        json_pair_str(w, "first", str_of(r->notes[n].first));
        json_close(w);
    }
}

/* ---------------------------------------------------------------- writing */

static ptrdiff_t input_some(UNUSED void *with, char *to, ptrdiff_t n)
{
    ssize_t got;
    do
        got = read(FD_IN, to, (size_t)n);
    while (got < 0 && errno == EINTR);
    return got;
}

bool sheet_write_job(struct job *j)
{
    struct sheet_fault fault = { 0 };
    struct table_source from = { .read = input_some };
    struct table_sink to = { .fd = FD_OUT, .bytes_max = OUTPUT_BYTES_MAX };
    if (!workbook_write(j->a, &from, &to, &j->answer->rows, &fault))
        return refuse_as(j, &fault);
    return true;
}
