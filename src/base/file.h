/* file: whole small files, written so that they are there after a power cut or not at all. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/err.h"

/* The bytes of a file of at most `max` bytes. ERR_NOT_FOUND, ERR_LIMIT, ERR_IO. */
enum err file_read(struct arena *a, str path, ptrdiff_t max, str *out) MUST_USE;
/* Writes beside the place, flushes, renames into place, flushes the folder. */
enum err file_write(struct arena *a, str path, str content, int mode) MUST_USE;
/* At most the last `most` bytes of a file. */
enum err file_tail(struct arena *a, str path, ptrdiff_t most, str *out) MUST_USE;
/* Adds to the end of a file and flushes. */
enum err file_append(struct arena *a, str path, str content, int mode) MUST_USE;
/* Moves within one file system, flushing file and folder. */
enum err file_move(struct arena *a, str from, str to) MUST_USE;
bool file_exists(struct arena *a, str path);
int64_t file_size(struct arena *a, str path);  /* -1 when it is not there */
enum err folder_make(struct arena *a, str path, int mode) MUST_USE;
/* SHA-256 of a file's bytes, hexadecimal. */
enum err file_sha256(struct arena *a, str path, str *out) MUST_USE;

#endif
