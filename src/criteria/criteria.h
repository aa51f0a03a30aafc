/* criteria — the criteria of each decision as dated data (bộ tiêu chí), and exact ranking
 *
 * Three packs stand side by side: 26/2026, 148/2023, 1048/2019. Each is read and checked at the
 * start and never changed. A case pins the pack it is evaluated under; its bytes are kept in the
 * database when first used, because those in the binary change with the program.
 *
 * Owns      table pack_kept
 * Promises  a pack that is not sound is refused with every fault
 *           ranks are exact: integers, half-open bands, no rounding
 *           an old result can be explained with the very pack it used
 * Never     knows producers, cases or councils
 * Law       QD26-2026; QD148-2023, QD1489-2025; QD1048-2019, QD781-2020  (dates in docs/law/)
 * Read      pack.h, rank.h, rank.c, score.c; law/README.md; docs/score-contract.md
 */
#ifndef CRITERIA_CRITERIA_H
#define CRITERIA_CRITERIA_H

#include "core/core.h"
#include "criteria/criteria_cli.h"
#include "criteria/pack.h"
#include "criteria/rank.h"
#include "criteria/score.h"

/* Reads the packs inside the binary; ERR_INPUT with a sentence in *why when one is not sound. */
enum err packs_load(struct arena *a, str *why) MUST_USE;
struct pack_list packs(void);
/* NULL when unknown. */
const struct pack *pack_by_id(str id);
/* The pack in force on a day: the one a new case is evaluated under; NULL when none is. */
const struct pack *pack_on(date day);
/* A set of a pack; NULL when either is unknown. */
const struct set *set_of(str pack_id, str slug);

/* Inside a write: keeps the pack's bytes, so that a case can pin them by hash. */
enum err pack_keep(struct ctx *cx, const struct pack *p) MUST_USE;
/* The very pack a case pinned, by hash: the one in the binary when it is the same, else the kept
 * bytes read again. ERR_NOT_FOUND when neither is there. */
enum err pack_pinned(struct ctx *cx, str pack_id, str sha256, const struct pack **out) MUST_USE;

#endif
