/* blob.c: bytes first, row second: a crash between leaves a blob nobody refers to, never a row
 * without its bytes. */
#include "core/blob.h"

#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "core/core.h"
#include "core/core.sql.h"
#include "core/media.h"
#include "web/req.h"

str blob_path(struct arena *a, str sha256)
{
    return join(a, house()->blob_dir, S("/"), str_sub(sha256, 0, 2), S("/"), str_sub(sha256, 2, 4),
                S("/"), sha256);
}

str blob_scratch(struct ctx *cx, str ending)
{
    return join(cx->a, house()->upload_dir, S("/made-"), random_hex(cx->a, 12), ending);
}

static enum err store(struct ctx *cx, str path, str sha256)
{
    str to = blob_path(cx->a, sha256);
    if (file_exists(cx->a, to)) {
        unlink(cstr(cx->a, path));
        return OK;
    }
    TRY(folder_make(cx->a, str_sub(to, 0, str_find_last(to, '/')), 0700));
    return file_move(cx->a, path, to);
}

static bool kind_allows(enum blob_kind kind, str type)
{
    bool image =
        str_is(type, "image/jpeg") || str_is(type, "image/png") || str_is(type, "image/webp");
    switch (kind) {
    case BLOB_PHOTO:
        return image;
    case BLOB_EVIDENCE:
        return image || str_is(type, "application/pdf");
    }
    return false;
}

static str kind_words(enum blob_kind kind)
{
    switch (kind) {
    case BLOB_PHOTO:
        return S("ảnh JPEG, PNG hoặc WebP");
    case BLOB_EVIDENCE:
        return S("ảnh JPEG, PNG, WebP hoặc tệp PDF");
    }
    return S("");
}

/* The name a person sees later: clean text, without folders, at most 120 characters. */
static str tidy_name(struct ctx *cx, str name)
{
    ptrdiff_t slash = str_find_last(name, '/');
    ptrdiff_t back = str_find_last(name, '\\');
    name = str_after(name, (slash > back ? slash : back) + 1);
    str clean;
    if (!text_clean(cx->a, name, false, &clean) || clean.len == 0)
        return S("tep");
    return utf8_head(clean, 120);
}

enum err blob_take(struct ctx *cx, const struct upload *u, enum blob_kind kind, struct file *out)
{
    str name = tidy_name(cx, u->file_name);
    if (u->size_bytes == 0)
        return fail(cx, ERR_INPUT, M_FILE_NEEDED, .field = u->field);
    struct media_kind is = { 0 };
    enum err e = media_identify(cx->a, u->path, &is);
    if (e == ERR_IO)
        return e;
    if (e != OK || !kind_allows(kind, is.type))
        return fail(cx, ERR_INPUT, M_FILE_TYPE, .field = u->field,
                    .args = { name, kind_words(kind) });
    *out = (struct file){ .sha256 = u->sha256, .size_bytes = u->size_bytes, .type = is.type,
                          .name = name, .width = is.width, .height = is.height };
    return store(cx, u->path, u->sha256);
}

enum err blob_made(struct ctx *cx, str path, str type, str name, struct file *out)
{
    str sha;
    TRY(file_sha256(cx->a, path, &sha));
    *out = (struct file){ .sha256 = sha, .size_bytes = file_size(cx->a, path), .type = type,
                          .name = name };
    return store(cx, path, sha);
}

enum err blob_shrink(struct ctx *cx, const struct file *from, int32_t width_max, struct file *out)
{
    str path = blob_scratch(cx, S(".jpg"));
    struct media_size size = { 0 };
    enum err e = media_image(cx->a, blob_path(cx->a, from->sha256), path, width_max, &size);
    if (e == ERR_INPUT || e == ERR_LIMIT)
        return fail(cx, ERR_INPUT, M_FILE_BROKEN, .field = S("tep"), .args = { from->name });
    TRY(e);
    TRY(blob_made(cx, path, S("image/jpeg"), from->name, out));
    out->width = size.width;
    out->height = size.height;
    return OK;
}

enum err blob_record(struct ctx *cx, struct file *f)
{
    f->at = cx->now;
    f->by_account = cx->actor->account;
    TRY(file_insert(cx, f, &f->id));
    return audit_add(cx, audit_stream(cx->a, "file", f->id.id), S("file.kept"), &AUDITED_file,
                     f->id.id, S(""));
}

enum err blob_get(struct ctx *cx, file_id id, struct file *out)
{
    return file_get(cx, id, out);
}
