/* trespass: the job that tries to leave the sandbox; compiled into the test build alone.
 *
 *     {"job":"trespass","what":"open|write|connect|exec|fork"}
 *
 * It answers {"ok":true} when it got through, {"ok":false,"code":"HELD"} when it was refused; a
 * killed process answers nothing.
 */
#ifndef MEDIA_TRESPASS_H
#define MEDIA_TRESPASS_H

#include "media/media.h"

bool trespass_job(struct job *j) MUST_USE;

#endif
