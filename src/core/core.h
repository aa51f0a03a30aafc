/* core — services every room uses
 *
 * A request becomes a ctx: who, may they, one arena, one clock. Here are also forms, sign-in,
 * rights, the trail, files by content hash, and the frame of every page.
 *
 * Owns      tables setting, account, account_role, login, factor, api_token, attempt, invitation,
 *           once, audit, audit_head, file
 * Promises  a route without `who` stops the program at its start
 *           a change and its audit row are one transaction
 *           a posted form that comes twice is done once
 *           what a form refuses is shown again as typed
 * Never     knows producers, cases or certificates
 * Law       Law 91/2025/QH15: personal data enters the trail only as keyed hashes
 * Read      ctx.h, dispatch.c, form.c, audit.c
 */
#ifndef CORE_CORE_H
#define CORE_CORE_H

#include "core/audit.h"
#include "core/blob.h"
#include "core/cache.h"
#include "core/ctx.h"
#include "core/dispatch.h"
#include "core/factor.h"
#include "core/form.h"
#include "core/house.h"
#include "core/login.h"
#include "core/page.h"
#include "core/right.h"
#include "core/token.h"

/* Inside a write: forgets once keys and failed sign-ins older than `before`. */
enum err core_forget(struct ctx *cx, instant before) MUST_USE;

#define MSG MSG_DECLARE
#include "core/core.msg"
#undef MSG

#endif
