/* product — sản phẩm: what a producer makes (the pattern room)
 *
 * A product belongs to one producer and one set of the criteria in force. It has a permanent public
 * code, a name found with or without marks, a story, photos. Its stars are not here: they are
 * derived from recognitions (certificate/).
 *
 * Owns      tables product, photo; views pub_product, pub_photo
 * Promises  every change carries the version it was made from; another's change is not overwritten
 *           an actor finds and changes only what lies in their area, or is their own
 *           page, JSON and command line obey one field table
 *           a photo shown to the public has lost its metadata (place, camera)
 * Never     decides stars; deletes: a photo taken away keeps its row and its bytes
 * Law       QD26-2026 (sets); QD148-2023, QD1048-2019 for earlier products
 * Read      product.c (rules), product_form.c (fields), product.sql, product_web.c (pages, JSON),
 *           product_photo.c, product_test.c
 */
#ifndef PRODUCT_PRODUCT_H
#define PRODUCT_PRODUCT_H

#include "core/core.h"
#include "criteria/criteria.h"
#include "producer/producer.h"

struct product {
    product_id id;
    str code;                                  /* public, 12 characters */
    producer_id producer;
    str producer_code;
    str producer_name;
    str name;
    str set_slug;                              /* a set of the pack in force: "mat-ong" */
    str unit;                                  /* how it is sold: "chai 500 ml" */
    str material;                              /* where its materials come from */
    str story;
    str place_path;                            /* of its producer */
    str place_name;
    str search_folded;
    bytes name_key;
    int64_t version;
    instant created_at;
    instant withdrawn_at;                      /* taken back; 0 = stands */
};
ROWS_OF(product);

extern const struct form product_form;

/* One product the actor may see; ERR_NOT_FOUND otherwise. */
enum err product_by_code(struct ctx *cx, str code, struct product *out) MUST_USE;

/* Name and code of a product, for anybody who holds an id from another room. */
enum err product_get_public(struct ctx *cx, product_id id, struct product *out) MUST_USE;

struct product_query {
    str typed;                                 /* words, with or without marks; empty = all */
    str set_slug;                              /* empty = every set */
    bytes after_key;                           /* of the last row seen */
    product_id after;
};
enum { PRODUCT_PAGE_ROWS = 50 };
/* In Vietnamese order, within the actor's area; one row more than a page when there are more. */
enum err product_find(struct ctx *cx, const struct product_query *q,
                      struct product_rows *out) MUST_USE;

/* Adds a product to in->producer_code; runs as one transaction with its audit row.
 * ERR_INPUT     the producer is unknown or of another's area; the set is not of the pack in
 * force */
enum err product_add_tx(struct ctx *cx, const struct product *in) MUST_USE;
/* As product_add_tx, inside a write; fills *out. */
enum err product_add(struct ctx *cx, const struct product *in, product_id *out) MUST_USE;
/* ERR_NOT_FOUND  not the actor's to change
 * ERR_CONFLICT   changed after in->version */
enum err product_change_tx(struct ctx *cx, const struct product *in) MUST_USE;

/* -- records that come in as tables ------------------------------------------------------------ */

/* Adds a product as an earlier record names it: its set may be one of any decision, or empty for
 * not known yet. Inside a write. */
enum err product_add_known(struct ctx *cx, const struct product *in, product_id *out) MUST_USE;
/* Changes name, set, unit, material and story likewise. ERR_CONFLICT as product_change_tx. */
enum err product_change_known(struct ctx *cx, const struct product *in) MUST_USE;
/* Takes back what a table brought in; its row stays. Inside a write. */
enum err product_withdraw(struct ctx *cx, product_id id, int64_t version) MUST_USE;
/* The product of that producer whose name sorts alike; *found tells. */
enum err product_like(struct ctx *cx, producer_id producer, str name, struct product *out,
                      bool *found) MUST_USE;
/* All of a producer, in the order they were entered. */
enum err product_all_of(struct ctx *cx, producer_id producer, struct product_rows *out) MUST_USE;
/* Its producer's name or unit changed. */
enum err product_hears_producer(struct ctx *cx, int64_t producer) MUST_USE;
/* Its producer went into another: it goes along. */
enum err product_hears_merge(struct ctx *cx, int64_t gone) MUST_USE;
/* Slug of the set a text names: the slug itself or its folded name, in the pack of that day or,
 * with NO_DATE, in any; empty when none. */
str product_set_slug(struct arena *a, str typed, date day);

/* -- photos ------------------------------------------------------------------------------------ */

enum { PHOTOS_MAX = 12, PHOTO_WIDTH_MAX = 1600 };

struct photo {
    photo_id id;
    product_id product;
    file_id file;                              /* as uploaded */
    file_id shown;                             /* smaller, without metadata */
    str sha256;                                /* of `shown` */
    int32_t width;
    int32_t height;
    str caption;
    instant at;
};
ROWS_OF(photo);

enum err product_photos(struct ctx *cx, product_id product, struct photo_rows *out) MUST_USE;
/* Takes an uploaded picture; ERR_INPUT beside "tep" when it is none, ERR_LIMIT beyond
 * PHOTOS_MAX. */
enum err product_photo_add(struct ctx *cx, const struct product *p,
                           const struct upload *u) MUST_USE;
enum err product_photo_remove(struct ctx *cx, const struct product *p, photo_id photo) MUST_USE;
/* Address of a photo for anybody: its hash is its name. */
url photo_path(struct arena *a, str sha256);

url product_manage_path(struct arena *a, str code);
/* "/san-pham/mat-ong-bac-ha-7K3M9QXT2HVA" */
url product_public_path(struct arena *a, str name, str code);
/* Name of a set by its slug, in any pack, newest first; the slug itself when unknown. */
str product_set_name(str slug);

extern const struct route product_routes[];

#define MSG MSG_DECLARE
#include "product/product.msg"
#undef MSG

#endif
