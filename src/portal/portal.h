/* portal — the public's pages, and everybody's inbox
 *
 * Search, a product with its stars, "is this star valid today?"; and for signed-in people the list
 * of what waits for them, which composes several rooms and so belongs to the rightmost.
 *
 * Owns      nothing; reads pub_product, pub_recognition, pub_photo
 * Promises  a star is shown in gold only while its recognition is in force today
 *           a mistyped code is told apart from an unknown one
 * Never     shows phone numbers or other personal data of a producer
 * Read      portal_web.c, inbox_web.c
 */
#ifndef PORTAL_PORTAL_H
#define PORTAL_PORTAL_H

#include "certificate/certificate.h"

struct listing {
    product_id id;
    str code;
    str name;
    str producer_name;
    str place_name;
    str set_slug;
    bytes name_key;
    int32_t star;
    date issued_on;
    date expires_on;
    str photo;                                 /* sha256, or empty */
};
ROWS_OF(listing);

extern const struct route portal_routes[];
extern const struct route inbox_routes[];

#define MSG MSG_DECLARE
#include "portal/portal.msg"
#undef MSG

#endif
