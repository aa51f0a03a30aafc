/* test_file: files of one test in /tmp, and the helper that the tests run. */
#ifndef MEDIA_TEST_FILE_H
#define MEDIA_TEST_FILE_H

#include "base/str.h"

struct test;

/* "/tmp/saolang-media-17-NAME" */
char *place(struct test *t, const char *name);
void spill(const char *path, str s);
/* place and spill */
char *placed(struct test *t, const char *name, str content);
/* The whole file; the test fails when there is none. */
str slurp(struct test *t, const char *path);
/* core/media.c takes the helper that SAOLANG_MEDIA names. */
void helper_ready(void);

#endif
