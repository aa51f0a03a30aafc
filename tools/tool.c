/* tool.c: see tool.h. */
#include "tools/tool.h"

#include <stdlib.h>

NO_RETURN void tool_stop(const char *path, int line, const char *why)
{
    fprintf(stderr, "%s:%d: error: %s\n", path, line, why);
    exit(1);
}

str tool_read(struct arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        tool_stop(path, 0, "cannot be read");
    long n = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
    if (n < 0)
        tool_stop(path, 0, "is no plain file");
    rewind(f);
    char *at = new(a, char, n + 1);
    if (fread(at, 1, (size_t)n, f) != (size_t)n)
        tool_stop(path, 0, "cannot be read whole");
    fclose(f);
    return (str){ at, n };
}

FILE *tool_open(const char *path)
{
    FILE *f = fopen(path, "wb");
    if (!f)
        tool_stop(path, 0, "cannot be written");
    return f;
}

void tool_close(FILE *f)
{
    if (ferror(f) || fclose(f) != 0)
        tool_stop("output", 0, "cannot be written whole");
}

str tool_room(str path)
{
    path = str_sub(path, 0, str_find_last(path, '/'));
    return str_after(path, str_find_last(path, '/') + 1);
}
