/* blob: files by content hash under blob/ab/cd…; what a file is, the sandboxed helper says. */
#ifndef CORE_BLOB_H
#define CORE_BLOB_H

#include "core/sql.h"

struct upload;

struct file {
    file_id id;
    str sha256;
    int64_t size_bytes;
    str type;                                  /* by content: "image/jpeg" */
    str name;                                  /* as the person called it */
    int32_t width;                             /* pixels; 0 unless an image */
    int32_t height;
    instant at;
    account_id by_account;
};
ROWS_OF(file);

enum blob_kind { BLOB_PHOTO, BLOB_EVIDENCE };

/* Path of a blob in the data folder. */
str blob_path(struct arena *a, str sha256);
/* Checks an upload by content, and moves its bytes under blob/. Outside a write; nothing refers to
 * it until blob_record. ERR_INPUT with a sentence beside field `u->field`. */
enum err blob_take(struct ctx *cx, const struct upload *u, enum blob_kind kind,
                   struct file *out) MUST_USE;
/* A smaller JPEG of an image without its metadata, as a blob of its own. */
enum err blob_shrink(struct ctx *cx, const struct file *from, int32_t width_max,
                     struct file *out) MUST_USE;
/* A file the program made (a PDF): moves `path` under blob/. */
enum err blob_made(struct ctx *cx, str path, str type, str name, struct file *out) MUST_USE;
/* Inside a write: the row that refers to the blob, with its link in the trail. */
enum err blob_record(struct ctx *cx, struct file *f) MUST_USE;
enum err blob_get(struct ctx *cx, file_id id, struct file *out) MUST_USE;
/* A fresh path in the upload folder for something the program is about to make. */
str blob_scratch(struct ctx *cx, str ending);

#endif
