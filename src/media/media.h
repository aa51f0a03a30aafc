/* media — the sandboxed helper (saolang-media): work on untrusted files, and printing
 *
 * A program of its own, one process per job. The parent (core/media.c) starts it with the job's
 * word as its only argument; the helper readies the libraries of that job, shuts itself in, and
 * only then reads anything it did not bring along.
 *
 *     fd 0   one JSON object, {"job":"image","width_max":1600,"quality":82}, then the end
 *     fd 1   one JSON object, {"ok":true,…} or {"ok":false,"code":"BROKEN","text":"…"}
 *     fd 3   the file to look at, open for reading     fd 4   the file to make, open for writing
 *
 *     identify   {}                           -> type, known, width, height
 *     image      width_max, quality           -> width, height; a JPEG without any metadata
 *     paper      a paper as paper.h tells     -> pages; a PDF
 *     sheet_read   sheet, a name or empty     -> rows and the rest of sheet_report_put; a CSV
 *     sheet_write  fd 3 as sheet_write.h      -> rows; an XLSX
 *
 * Promises  after sandbox_close: no socket, no exec, no process, no writing but to fds 1 and 4,
 *           reading only of fonts, their settings, the magic table and system libraries
 *           the same paper with the same `created` gives the same bytes
 *           a picture leaves without EXIF, GPS, colour profile, thumbnail or trailing bytes
 * Never     opens a file by a name from outside; runs without landlock and seccomp (sandbox.h)
 * Codes     NOT_ALLOWED BROKEN POLYGLOT   the file is not what may come in
 *           OLD_FORMAT LOCKED NO_SHEET EMPTY   a workbook that cannot be read
 *           TOO_BIG TOO_MANY_PIXELS TOO_MANY_PAGES TOO_LONG TOO_MANY_ROWS TOO_MANY_COLUMNS
 *                                          outside a limit; of a sheet with "at", the cell
 *           REQUEST PAPER TABLE LIBRARY OUTPUT SANDBOX   our own trouble
 * Read      media_main.c, sandbox.c, paper.h, print.c, sheet_read.h
 */
#ifndef MEDIA_MEDIA_H
#define MEDIA_MEDIA_H

#include "format/json.h"

struct sheet_report;

enum { FD_IN = 3, FD_OUT = 4 };
enum {
    REQUEST_BYTES_MAX = 2 << 20,               /* the JSON of one job: a paper of 200 pages */
    INPUT_BYTES_MAX = 100 << 20,               /* far beyond the largest upload, 20 MiB */
    OUTPUT_BYTES_MAX = 64 << 20,
    PIXELS_MAX = 100 * 1000 * 1000,            /* the largest telephone cameras have 108 */
    PAGES_MAX = 200,
};

/* What goes back to the parent; members not of the job stay zero and are not said. */
struct answer {
    const char *code;                          /* NULL when the job is done */
    const char *text;                          /* English, for the log */
    str type;                                  /* "image/jpeg" */
    bool known;                                /* the type is one that may come in */
    int32_t width;                             /* pixels */
    int32_t height;
    int32_t pages;
    str at;                                    /* the cell that was refused, "C15" */
    const struct sheet_report *sheet;          /* what was read */
    int64_t rows;                              /* what was written */
};

struct job {
    struct arena *a;
    const json_t *request;
    struct answer *answer;
};

/* Writes the refusal into the answer; always false, so that a job may return it. */
bool refuse(struct job *j, const char *code, const char *text);

/* Each job: false when refused, the answer says why. `…_ready` runs before the sandbox closes. */
bool identify_ready(void) MUST_USE;
bool identify_job(struct job *j) MUST_USE;
bool image_ready(void) MUST_USE;
bool image_job(struct job *j) MUST_USE;
bool paper_ready(void) MUST_USE;
bool paper_job(struct job *j) MUST_USE;
bool sheet_ready(void) MUST_USE;
bool sheet_read_job(struct job *j) MUST_USE;
bool sheet_write_job(struct job *j) MUST_USE;
/* The members of a report in the answer. */
void sheet_report_put(struct json_out *w, const struct sheet_report *r);

/* The whole of fd 3; refuses TOO_BIG. */
bool input_read(struct job *j, bytes *out) MUST_USE;
/* Puts `b` into fd 4 as its whole content; refuses TOO_BIG and OUTPUT. */
bool output_write(struct job *j, bytes b) MUST_USE;

/* image/jpeg, image/png or image/webp by the first bytes; NULL for anything else. */
const char *picture_type(bytes head);
/* True when the bytes also speak as another kind of file: a PDF or page hidden behind a picture's
 * head, a ZIP archive appended at the end. `head` and `tail` may overlap. */
bool speaks_twice(bytes head, bytes tail, bool zip_itself);
/* Width and height from a picture's head; refuses BROKEN and TOO_MANY_PIXELS. */
bool picture_size(struct job *j, bytes file) MUST_USE;

#endif
