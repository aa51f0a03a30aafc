/* dossier_sheet_web: the self-assessment on a page; handlers named in the route table. */
#ifndef DOSSIER_DOSSIER_SHEET_WEB_H
#define DOSSIER_DOSSIER_SHEET_WEB_H

#include "dossier/dossier.h"

enum err sheet_page(struct ctx *cx, const struct req *rq, struct resp *rs) MUST_USE;
enum err sheet_post(struct ctx *cx, const struct req *rq, struct resp *rs) MUST_USE;
enum err sheet_draft(struct ctx *cx, const struct req *rq, struct resp *rs) MUST_USE;
/* The sheet with every gap marked, after a submission that was not complete. */
enum err sheet_page_with_gaps(struct ctx *cx, const struct dossier *d, struct resp *rs) MUST_USE;
/* The producer works on it now, and this actor may. */
bool dossier_with_actor(struct ctx *cx, const struct dossier *d);

#endif
