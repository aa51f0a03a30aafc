/* product_photo.c: pictures of a product. What is uploaded is kept; what is shown is a smaller JPEG
 * without metadata, made by the sandboxed helper. */
#include "product/product.h"
#include "product/product.sql.h"

enum err product_photos(struct ctx *cx, product_id product, struct photo_rows *out)
{
    return photo_list(cx, product, out);
}

struct photo_new {
    product_id product;
    struct file *original;
    struct file *shown;
};

static enum err photo_put(struct ctx *cx, const struct photo_new *in)
{
    int64_t count;
    TRY(photo_count(cx, in->product, &count));
    if (count >= PHOTOS_MAX)
        return fail(cx, ERR_LIMIT, M_PHOTO_TOO_MANY, .field = S("tep"),
                    .args = { show(cx->a, (int32_t)PHOTOS_MAX) });
    TRY(blob_record(cx, in->original));
    TRY(blob_record(cx, in->shown));
    photo_id id;
    TRY(photo_insert(cx, in->product, in->original->id, in->shown->id, S(""), cx->now, &id));
    TRY(public_changed(cx));
    return audit_add(cx, audit_stream(cx->a, "product", in->product.id), S("photo.added"),
                     &AUDITED_photo, id.id, S(""));
}
DB_TX_HERE(photo_put, struct photo_new)

enum err product_photo_add(struct ctx *cx, const struct product *p, const struct upload *u)
{
    struct file original = { 0 };
    struct file shown = { 0 };
    TRY(blob_take(cx, u, BLOB_PHOTO, &original));
    TRY(blob_shrink(cx, &original, PHOTO_WIDTH_MAX, &shown));
    return photo_put_tx(cx, &(struct photo_new){ p->id, &original, &shown });
}

struct photo_gone {
    product_id product;
    photo_id photo;
};

static enum err photo_take_away(struct ctx *cx, const struct photo_gone *in)
{
    enum err e = photo_remove(cx, in->photo, in->product, cx->now);
    if (e == ERR_CONFLICT)
        return ERR_NOT_FOUND;
    TRY(e);
    TRY(public_changed(cx));
    return audit_add(cx, audit_stream(cx->a, "product", in->product.id), S("photo.removed"),
                     &AUDITED_photo, in->photo.id, S(""));
}
DB_TX_HERE(photo_take_away, struct photo_gone)

enum err product_photo_remove(struct ctx *cx, const struct product *p, photo_id photo)
{
    return photo_take_away_tx(cx, &(struct photo_gone){ p->id, photo });
}

url photo_path(struct arena *a, str sha256)
{
    return url_join(a, S("/anh/"), sha256);
}
