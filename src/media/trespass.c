/* trespass.c: one attempt per word; see trespass.h. Empty but in the test build. */
#include "media/trespass.h"

#ifdef SAOLANG_MEDIA_TRESPASS

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

static bool opens(void)
{
    return open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0;
}

static bool writes(void)
{
    return open("/tmp/saolang-trespass", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
}

static bool connects(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool execs(void)
{
    char *const argv[] = { (char[]){ "true" }, NULL };
    char *const envp[] = { NULL };
    return execve("/bin/true", argv, envp) == 0;
}

static bool forks(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child > 0;
}

static const struct {
    const char *what;
    bool (*try)(void);
} attempts[] = {
    { "open", opens }, { "write", writes }, { "connect", connects }, { "exec", execs },
    { "fork", forks },
};

bool trespass_job(struct job *j)
{
    str what = json_member_str(j->request, "what");
    for (ptrdiff_t i = 0; i < COUNT_OF(attempts); i++)
        if (str_is(what, attempts[i].what))
            return attempts[i].try() || refuse(j, "HELD", "the sandbox refused");
    return refuse(j, "REQUEST", "nothing to try");
}

#endif
