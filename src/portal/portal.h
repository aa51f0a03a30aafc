/* portal — the public's pages, and everybody's inbox
 *
 * Search, a product with its stars, "is this star valid today?", open data; and for signed-in
 * people the list of what waits for them, which composes several rooms and so belongs to the
 * rightmost.
 *
 * Owns      view pub_listing; the index listing_fts. Reads pub_product, pub_producer,
 *           pub_recognition, pub_photo
 * Promises  a star is shown in gold only while its recognition is in force today
 *           a mistyped code is told apart from an unknown one
 *           what is typed with marks and stands so comes first, then Vietnamese order
 *           the number beside a filter is what choosing it shows, the other filters kept
 * Never     shows telephone, mail or representative of a producer, nor the address of one that is a
 *           person or household; open data leave out their names too
 * Law       L91-2025 (personal data)
 * Read      portal.c (finding), facet.c (filters), catalogue_web.c, product_web.c, portal_web.c
 *           (home, check), open_web.c (sitemap, news, open data), inbox_web.c
 */
#ifndef PORTAL_PORTAL_H
#define PORTAL_PORTAL_H

#include "certificate/certificate.h"

/* A recognised product and its newest recognition. */
struct listing {
    product_id id;
    str code;
    str name;
    str producer_code;
    str producer_name;
    int32_t legal_type; /* of the producer */
    str place_name;
    str set_slug;
    bytes name_key;
    str recognition_code;
    int32_t star;
    date issued_on;
    date expires_on;
    str decision_number;
    int32_t tier; /* 1, 2: the words stand in it as typed; 3, 4:
                     folded; 1 and 3: its name begins with them */
    str photo;    /* sha256, or empty */
};
ROWS_OF(listing);

/* Where a recognition stands, as the catalogue's filter tells it apart. */
enum validity { VALID_TODAY = 1, VALID_ENDED, VALID_LATER };

struct portal_query {
    str typed;    /* words, with or without marks; empty = all */
    int32_t star; /* 0 = every */
    str group;    /* of the criteria: "food"; empty = every */
    str set_slug;
    str commune;        /* code of the unit: "30547" */
    int32_t legal_type; /* enum legal_type; 0 = every */
    int32_t valid;      /* enum validity; 0 = every */
    int32_t after_tier; /* of the last row seen */
    bytes after_key;
    product_id after;
};
enum { PORTAL_PAGE_ROWS = 24 };
/* Recognised products by tier (those with the words as typed first), each in Vietnamese order; one
 * row more than a page when there are more. */
enum err portal_find(struct ctx *cx, const struct portal_query *q,
                     struct listing_rows *out) MUST_USE;

/* "/chu-the/htx-mat-ong-7K3M9QXT2HVA" */
url producer_public_path(struct arena *a, str name, str code);

extern const struct route portal_routes[];
extern const struct route inbox_routes[];

#define MSG MSG_DECLARE
#include "portal/portal.msg"
#undef MSG

#endif
