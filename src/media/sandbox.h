/* sandbox: how the helper shuts itself in, in two steps.
 *
 * sandbox_ground comes first of all, while there is one thread: no new privileges, and landlock,
 * which binds only the calling thread and those it starts. It leaves reading of fonts, their
 * settings and caches, the magic table and the system's libraries; nothing else.
 *
 * sandbox_close comes when the libraries are ready and before the first foreign byte: resource
 * limits, then seccomp on every thread with an allow-list; anything else kills the process.
 *
 * Both fail closed. SAOLANG_MEDIA_NO_LANDLOCK=1 in the environment lets tests run on a kernel
 * that has no landlock; it does nothing on a kernel that has. Nothing replaces seccomp.
 */
#ifndef MEDIA_SANDBOX_H
#define MEDIA_SANDBOX_H

#include <stdbool.h>

#include "base/attr.h"

struct sandbox_room {
    bool threads;                              /* the job's libraries start threads at work */
    long memory_mib_max;                       /* address space; not set under AddressSanitizer */
};

bool sandbox_ground(void) MUST_USE;
bool sandbox_close(struct sandbox_room room) MUST_USE;

#endif
