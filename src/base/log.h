/* log: one line per event on stderr, key=value. `event` is a fixed word. No names, phone numbers
 * or free text of persons. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_level_set(enum log_level least);
/* `pairs` is a printf pattern of further key=value pairs, or ""; values with spaces stand in
 * quotes. */
void log_line(enum log_level level, const char *event, const char *pairs, ...) PRINTF_LIKE(3, 4);

#define log_info(event, ...) log_line(LOG_INFO, event, __VA_ARGS__)
#define log_warn(event, ...) log_line(LOG_WARN, event, __VA_ARGS__)
#define log_error(event, ...) log_line(LOG_ERROR, event, __VA_ARGS__)

#endif
