/* test_main.c: runs every test that registered itself. */
#include "base/hash.h"
#include "base/test.h"

int main(int argc, char **argv)
{
    if (!hash_ready())
        return 1;
    return test_main(argc, argv);
}
