/* log.c: a line is put together first and written by one write(2), so lines never mingle. */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/when.h"

static atomic_int least_level = LOG_INFO;

void log_level_set(enum log_level least)
{
    atomic_store(&least_level, (int)least);
}

static const char *level_name(enum log_level l)
{
    switch (l) {
    case LOG_DEBUG:
        return "debug";
    case LOG_INFO:
        return "info";
    case LOG_WARN:
        return "warn";
    case LOG_ERROR:
        return "error";
    }
    return "?";
}

void log_line(enum log_level level, const char *event, const char *pairs, ...)
{
    if ((int)level < atomic_load(&least_level))
        return;
    char line[1024];
    struct clock c = instant_clock(instant_now());
    struct civil d = date_civil(c.day);
    int n = snprintf(line, sizeof line, "at=%04d-%02d-%02dT%02d:%02d:%02d+07:00 level=%s event=%s ",
                     d.year, d.month, d.day, c.hour, c.minute, c.second, level_name(level), event);
    va_list args;
    va_start(args, pairs);
    int m = vsnprintf(line + n, sizeof line - (size_t)n - 1, pairs, args);
    va_end(args);
    int room = (int)sizeof line - n - 2;
    n += m < 0 ? 0 : m < room ? m : room;
    for (int i = 0; i < n; i++)
        if (line[i] == '\n')
            line[i] = ' ';
    line[n++] = '\n';
    ssize_t written = write(STDERR_FILENO, line, (size_t)n);
    (void)written;                             /* a full log disk must not stop the program */
}
