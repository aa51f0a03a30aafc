/* id.c: public codes. The alphabet has 31 signs, a prime, so a weighted sum modulo 31 with the
 * weights 1 .. 12 notices any one wrong sign and any swap. */
#include "base/id.h"

#include "base/hash.h"

static const char SIGNS[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
enum { SIGN_COUNT = 31 };

static int sign_value(char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    ptrdiff_t i = str_find(S("23456789ABCDEFGHJKMNPQRSTUVWXYZ"), c);
    return (int)i;
}

/* Sum of weight x value over all twelve places is zero modulo 31; 12 x check must close it. */
static char check_sign(const char *eleven)
{
    int sum = 0;
    for (int i = 0; i < CODE_CHARS - 1; i++)
        sum += (i + 1) * sign_value(eleven[i]);
    for (int v = 0; v < SIGN_COUNT; v++)
        if ((sum + CODE_CHARS * v) % SIGN_COUNT == 0)
            return SIGNS[v];
    return SIGNS[0];
}

str code_make(struct arena *a)
{
    char *at = new(a, char, CODE_CHARS + 1);
    for (int i = 0; i < CODE_CHARS - 1; i++)
        at[i] = SIGNS[random_below(SIGN_COUNT)];
    at[CODE_CHARS - 1] = check_sign(at);
    return (str){ at, CODE_CHARS };
}

bool code_read(struct arena *a, str typed, str *out)
{
    char *at = new(a, char, CODE_CHARS + 1);
    int used = 0;
    for (ptrdiff_t i = 0; i < typed.len; i++) {
        if (typed.at[i] == '-' || typed.at[i] == ' ')
            continue;
        int v = sign_value(typed.at[i]);
        if (v < 0 || used == CODE_CHARS)
            return false;
        at[used++] = SIGNS[v];
    }
    if (used != CODE_CHARS || check_sign(at) != at[CODE_CHARS - 1])
        return false;
    *out = (str){ at, CODE_CHARS };
    return true;
}

str code_show(struct arena *a, str code)
{
    return join(a, str_sub(code, 0, 4), S("-"), str_sub(code, 4, 8), S("-"), str_after(code, 8));
}
