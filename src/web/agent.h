/* agent: the User-Agent header in words a person knows, for the list of sign-ins.
 *
 * Never     decides anything: the header says what its sender likes
 */
#ifndef WEB_AGENT_H
#define WEB_AGENT_H

#include "base/str.h"

/* "Chrome trên Android"; only the browser or only the system when the other is not known, and
 * "Không rõ" for both. Takes any bytes; what it gives is always ours. */
str agent_words(struct arena *a, str agent);

#endif
