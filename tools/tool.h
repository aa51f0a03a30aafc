/* tool: what the build's own small programs share: read a file whole, write one, stop with a
 * place. */
#ifndef TOOLS_TOOL_H
#define TOOLS_TOOL_H

#include <stdio.h>

#include "base/out.h"

str tool_read(struct arena *a, const char *path);
FILE *tool_open(const char *path);
void tool_close(FILE *f);
/* "file:line: why", as compilers say it, and exit 1. */
NO_RETURN void tool_stop(const char *path, int line, const char *why);
/* "src/product/x.sql" -> "product" */
str tool_room(str path);

#endif
