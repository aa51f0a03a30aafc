/* product_in: shared by product.c and product_known.c. */
#ifndef PRODUCT_PRODUCT_IN_H
#define PRODUCT_PRODUCT_IN_H

#include "product/product.h"

/* What follows from its producer and its name: owner, area, search column, sort key. */
void product_settle(struct ctx *cx, struct product *p, const struct producer *of);
/* A new row, or the row changed, with its link in the trail. */
enum err product_keep(struct ctx *cx, struct product *p, product_id *out) MUST_USE;
enum err product_put(struct ctx *cx, const struct product *p) MUST_USE;

#endif
