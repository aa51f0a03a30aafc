/* main.c: chooses a command. */
#include "app/cli.h"
#include "base/hash.h"

int main(int argc, char **argv)
{
    if (!hash_ready()) {
        complain(S("Máy không có nguồn số ngẫu nhiên an toàn."));
        return 7;
    }
    return cli_main(argc, argv);
}
