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

/* Where the helper lies; once, before the first thread starts. `path` must outlive the program. */
void media_helper_set(str path);

/* What the file at `path` is, by its content. Allowed: JPEG, PNG, WebP, PDF, DOCX, XLSX. */
enum err media_identify(struct arena *a, str path, struct media_kind *out) MUST_USE;
/* Writes an upright JPEG of at most `width_max` (16 .. 8000) pixels across, without metadata. */
enum err media_image(struct arena *a, str in_path, str out_path, int32_t width_max,
                     struct media_size *out) MUST_USE;
/* Prints a paper; `json` as media/paper.h tells. */
enum err media_paper(struct arena *a, str json, str out_path) MUST_USE;
/* A file that was not finished is removed; a finished one is readable by this account alone. */

#endif
