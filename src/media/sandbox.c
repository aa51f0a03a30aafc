/* sandbox.c: landlock by hand (its three calls have no library), seccomp by libseccomp.
 *
 * What a job may still do once both are closed:
 *
 *     landlock   read under the folders of `readable`          everything else: EACCES
 *     seccomp    the calls of `allowed`, opening for reading,  everything else: SIGSYS
 *                memory without execution, threads if needed
 *     limits     memory, 20 s of processor, 64 files, 64 MiB a file, no core, no processes
 */
#include "media/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/landlock.h>

#include "media/media.h"

enum {
    PROCESSOR_SECONDS = 20,                    /* the parent waits 30 s */
    OPEN_FILES = 64,
};

/* ---------------------------------------------------------------- landlock */

/* The kernel's structure as of its sixth version; an older kernel is handed a shorter size. */
struct ruleset_attr {
    uint64_t files;
    uint64_t net;
    uint64_t scoped;
};

static const char *const readable[] = {
    "/usr/share/fonts",    "/usr/local/share/fonts", "/etc/fonts", "/usr/share/fontconfig",
    "/var/cache/fontconfig", "/usr/share/misc",      "/usr/share/file", "/usr/lib",
    "/usr/lib64",          "/lib",                   "/lib64",     "/etc/ld.so.cache",
};

static long landlock_version(void)
{
    return syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
                   (unsigned)LANDLOCK_CREATE_RULESET_VERSION);
}

static struct ruleset_attr everything(long version)
{
    int file_rights = version >= 5 ? 16 : version >= 3 ? 15 : version >= 2 ? 14 : 13;
    return (struct ruleset_attr){
        .files = (UINT64_C(1) << file_rights) - 1,
        .net = version >= 4 ? 3 : 0,           /* bind and connect over TCP */
        .scoped = version >= 6 ? 3 : 0,        /* abstract sockets, signals to others */
    };
}

/* A folder that this system does not have needs no rule. */
static bool permit_reading(int ruleset, const char *path)
{
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return true;
    struct stat st;
    bool folder = fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
    struct landlock_path_beneath_attr rule = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE |
                          (folder ? LANDLOCK_ACCESS_FS_READ_DIR : UINT64_C(0)),
        .parent_fd = fd,
    };
    long r = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0U);
    close(fd);
    return r == 0;
}

static bool landlock_close(long version)
{
    struct ruleset_attr attr = everything(version);
    size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attr, size, 0U);
    if (ruleset < 0)
        return false;
    bool fine = true;
    for (ptrdiff_t i = 0; i < COUNT_OF(readable); i++)
        fine = fine && permit_reading(ruleset, readable[i]);
    fine = fine && syscall(SYS_landlock_restrict_self, ruleset, 0U) == 0;
    close(ruleset);
    return fine;
}

static bool landlock_excused(void)
{
    const char *said = getenv("SAOLANG_MEDIA_NO_LANDLOCK");
    return said && str_is(str_of(said), "1");
}

bool sandbox_ground(void)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return false;
    long version = landlock_version();
    if (version < 1)
        return landlock_excused();
    return landlock_close(version);
}

/* ---------------------------------------------------------------- limits */

#if defined(__SANITIZE_ADDRESS__)
static const bool address_sanitizer = true;
#elif defined(__has_feature)
static const bool address_sanitizer = __has_feature(address_sanitizer);
#else
static const bool address_sanitizer = false;
#endif

static bool limit(int what, rlim_t most)
{
    struct rlimit r = { .rlim_cur = most, .rlim_max = most };
    return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

static bool limits_close(struct sandbox_room room)
{
    signal(SIGXFSZ, SIG_IGN);                  /* a file too large is an answer, not a death */
    bool fine = limit(RLIMIT_CPU, PROCESSOR_SECONDS) && limit(RLIMIT_NOFILE, OPEN_FILES) &&
                limit(RLIMIT_FSIZE, OUTPUT_BYTES_MAX) && limit(RLIMIT_CORE, 0);
    if (!room.threads)
        fine = fine && limit(RLIMIT_NPROC, 0);
    if (!address_sanitizer)                    /* which reserves terabytes for its shadow */
        fine = fine && limit(RLIMIT_AS, (rlim_t)room.memory_mib_max << 20);
    return fine;
}

/* ---------------------------------------------------------------- seccomp */

static const int allowed[] = {
    /* files already open, and looking at names landlock permits */
    SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(pread64),
    SCMP_SYS(lseek), SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(stat), SCMP_SYS(lstat),
    SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(access), SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getdents64),
    SCMP_SYS(fstatfs), SCMP_SYS(statfs), SCMP_SYS(fadvise64), SCMP_SYS(fcntl), SCMP_SYS(getcwd),
    /* memory */
    SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
    /* threads that are there already, signals to oneself, the clock */
    SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity), SCMP_SYS(sched_getattr), SCMP_SYS(sched_getparam),
    SCMP_SYS(sched_getscheduler), SCMP_SYS(membarrier), SCMP_SYS(getpid), SCMP_SYS(gettid),
    SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid),
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack), SCMP_SYS(restart_syscall), SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep), SCMP_SYS(gettimeofday), SCMP_SYS(nanosleep), SCMP_SYS(getrandom),
    SCMP_SYS(sysinfo), SCMP_SYS(uname), SCMP_SYS(exit), SCMP_SYS(exit_group),
};

enum { OPEN_TO_CHANGE = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | __O_TMPFILE };

/* One call permitted when argument `arg`, masked, is `value`. */
static bool permit_when(scmp_filter_ctx f, int call, unsigned arg, uint64_t mask, uint64_t value)
{
    struct scmp_arg_cmp is = SCMP_CMP(arg, SCMP_CMP_MASKED_EQ, mask, value);
    return seccomp_rule_add(f, SCMP_ACT_ALLOW, call, 1, is) == 0;
}

static bool permit_calls(scmp_filter_ctx f)
{
    for (ptrdiff_t i = 0; i < COUNT_OF(allowed); i++)
        if (seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0) != 0)
            return false;
    uint64_t change = OPEN_TO_CHANGE & ~(uint64_t)O_DIRECTORY;
    uint64_t self = (uint64_t)getpid();
    return permit_when(f, SCMP_SYS(open), 1, change, 0) &&
           permit_when(f, SCMP_SYS(openat), 2, change, 0) &&
           permit_when(f, SCMP_SYS(mmap), 2, PROT_EXEC, 0) &&
           permit_when(f, SCMP_SYS(mprotect), 2, PROT_EXEC, 0) &&
           permit_when(f, SCMP_SYS(prlimit64), 2, UINT64_MAX, 0) &&    /* asks, sets nothing */
           permit_when(f, SCMP_SYS(tgkill), 0, UINT64_MAX, self) &&    /* abort() */
           permit_when(f, SCMP_SYS(prctl), 0, UINT64_MAX, PR_SET_NAME) &&
           seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOTTY), SCMP_SYS(ioctl), 0) == 0;
}

/* A thread shares memory and process; a new process does not, and is not permitted. clone3 hides
 * its flags from the filter, so the C library is told it is missing and uses clone. */
static bool permit_threads(scmp_filter_ctx f)
{
    uint64_t shared = CLONE_VM | CLONE_THREAD | CLONE_SIGHAND;
    return permit_when(f, SCMP_SYS(clone), 0, shared, shared) &&
           seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

static bool seccomp_close(bool threads)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!f)
        return false;
    bool fine = seccomp_attr_set(f, SCMP_FLTATR_CTL_TSYNC, 1) == 0 && permit_calls(f) &&
                (!threads || permit_threads(f)) && seccomp_load(f) == 0;
    seccomp_release(f);
    return fine;
}

bool sandbox_close(struct sandbox_room room)
{
    return limits_close(room) && seccomp_close(room.threads);
}
