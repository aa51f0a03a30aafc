/* test_vfs: a file layer of SQLite for tests that can lose its power.
 *
 * It stands before the layer of the system. What is written goes there at once, so that the program
 * sees it; beside that each file has an image of what its disk surely holds, and the list of what
 * was written since its last sync. When the power is cut, nothing is taken any more, every call
 * fails, and the files as a new start would find them are laid into another folder:
 *
 *     CUT_CLEAN   nothing that was not synced
 *     CUT_SOME    each 512 bytes of it by chance
 *     CUT_TORN    the first few writes, the last of them half
 *
 * Names are kept apart from bytes: SQLite's unix layer syncs the folder at the first sync of a new
 * journal or log, and only then are new names there and deleted ones gone for sure; before, a name
 * is as it was (CUT_CLEAN) or as it is now by chance. Shared memory and locks pass
 * through. Nothing is flushed to the true disk: it is fast, and proves nothing about the machine.
 */
#ifndef DB_TEST_VFS_H
#define DB_TEST_VFS_H

#include "base/err.h"

enum cut { CUT_CLEAN, CUT_SOME, CUT_TORN };
enum { CUT_COUNT = CUT_TORN + 1 };

struct test_vfs;

/* Registers a layer under this name; its memory comes from `a`, which needs room for every byte
 * written. test_vfs_end takes it away again, after the database is closed. */
struct test_vfs *test_vfs_start(struct arena *a, const char *name);
void test_vfs_end(struct test_vfs *v);

/* The power goes off at the n-th write, sync, truncation or deletion from now (1 = the next). */
void test_vfs_cut_after(struct test_vfs *v, int64_t n);
bool test_vfs_is_cut(struct test_vfs *v);
/* From now on a sync only pretends. */
void test_vfs_lie(struct test_vfs *v);
/* The n-th sync from now fails once. */
void test_vfs_fail_sync(struct test_vfs *v, int64_t n);

/* Lays what survived into an existing folder, under the same names. */
enum err test_vfs_survivors(struct test_vfs *v, enum cut how, uint32_t seed, str folder) MUST_USE;

#endif
