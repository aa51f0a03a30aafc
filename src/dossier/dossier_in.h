/* dossier_in: shared by the files of the room. */
#ifndef DOSSIER_DOSSIER_IN_H
#define DOSSIER_DOSSIER_IN_H

#include "dossier/dossier.h"

/* Writes down answers and files as they stand, with their hash. ERR_INPUT when answers are
 * missing. */
enum err dossier_freeze_now(struct ctx *cx, const struct dossier *d) MUST_USE;
/* One row of history and its links in the trail. */
enum err dossier_note_step(struct ctx *cx, dossier_id id, int32_t from, int32_t to,
                           str reason) MUST_USE;

#endif
