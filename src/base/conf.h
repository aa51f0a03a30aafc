/* conf: settings of the process, one row each in conf.def. Nothing else reads the environment. */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include "base/err.h"
#include "base/num.h"

struct conf {
#define CONF_TEXT(name, start, sentence) const char *name;
#define CONF_INT(name, start, least, most, unit, sentence) int64_t name;
#include "base/conf.def"
#undef CONF_TEXT
#undef CONF_INT
};

/* The process's settings; start values until conf_load. */
const struct conf *conf(void);
/* Environment, then the --name value pairs of the command line; what is not a setting stays in
 * argv (*argc shrinks). ERR_INPUT with a sentence in *why for a wrong value. */
enum err conf_load(struct arena *a, int *argc, char **argv, str *why) MUST_USE;
/* The annotated list, as `saolang config` prints it. */
str conf_list(struct arena *a);

#endif
