/* media: the parent's side of the sandboxed helper. One call starts one process, hands it the open
 * files and the request, and waits at most 30 s. What goes wrong inside is logged here as
 * event=media.failed; the caller finds the sentence for its user.
 *
 * ERR_INPUT   the file is not of an allowed kind, is broken, or is two kinds at once
 * ERR_LIMIT   too many bytes, pixels or pages, words that do not fit, or too long a time
 * ERR_BUSY    the system has no process or file to spare just now
 * ERR_IO      the helper could not be started or did not do its part; logged
 */
#ifndef CORE_MEDIA_H
#define CORE_MEDIA_H

#include "base/err.h"
#include "base/str.h"

struct media_kind {
    str type;                                  /* "image/jpeg"; said also when it is not allowed */
    int32_t width;                             /* pixels; 0 where it is no picture */
    int32_t height;
};

struct media_size {
    int32_t width;
    int32_t height;
};

/* Why a job on a table was refused; both empty when it was not, or for another reason. */
struct media_refusal {
    str code;                                  /* the helper's word, as media/media.h tells */
    str at;                                    /* the cell, "C15"; may be empty */
};

/* Values of a sheet that are not as they look; media/sheet_read.h. */
enum media_note {
    MEDIA_MERGED,                              /* merged ranges */
    MEDIA_NO_VALUE,                            /* formulas saved without a value */
    MEDIA_ERROR,                               /* errors, now empty */
    MEDIA_NO_DATE,                             /* numbers shown as dates that are none */
    MEDIA_HIDDEN,                              /* hidden rows, which were read too */
};
enum { MEDIA_NOTES = 5 };

struct media_sheet {
    struct media_refusal refusal;
    str name;                                  /* of the sheet that was read */
    str *names;                                /* of all that are shown */
    ptrdiff_t name_count;
    int32_t rows;                              /* filled ones, heading included */
    int32_t columns;
    int32_t heading;                           /* its row in the sheet */
    struct {
        int32_t count;
        str first;                             /* cell, "B7" */
    } notes[MEDIA_NOTES];
};

/* Where the helper lies; once, before the first thread starts. `path` must outlive the program. */
void media_helper_set(str path);

/* What the file at `path` is, by its content. Allowed: JPEG, PNG, WebP, PDF, DOCX, XLSX. */
enum err media_identify(struct arena *a, str path, struct media_kind *out) MUST_USE;
/* Writes an upright JPEG of at most `width_max` (16 .. 8000) pixels across, without metadata. */
enum err media_image(struct arena *a, str in_path, str out_path, int32_t width_max,
                     struct media_size *out) MUST_USE;
/* Prints a paper; `json` as media/paper.h tells. */
enum err media_paper(struct arena *a, str json, str out_path) MUST_USE;
/* A sheet of a workbook as CSV; `wanted` is its name, empty for the first shown. core/sheet.h has
 * the sentences. */
enum err media_sheet_read(struct arena *a, str in_path, str out_path, str wanted,
                          struct media_sheet *out) MUST_USE;
/* A workbook out of a table as media/sheet_write.h tells. */
enum err media_sheet_write(struct arena *a, str table_path, str out_path,
                           struct media_refusal *why) MUST_USE;
/* A file that was not finished is removed; a finished one is readable by this account alone. */

#endif
