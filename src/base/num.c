/* num.c: exact arithmetic on points, means and money. */
#include "base/num.h"

#include <assert.h>

bool mean_reaches(mean m, int64_t from_h)
{
    assert(m.count > 0);
    assert(from_h >= 0);
    return m.sum * 100 >= from_h * m.count;
}

int64_t mean_hundredths(mean m)
{
    if (m.count == 0)
        return 0;
    assert(m.sum >= 0 && m.count > 0);
    return (m.sum * 200 + m.count) / (2 * m.count);
}

bool int_read(str s, int64_t *out)
{
    bool minus = s.len > 0 && s.at[0] == '-';
    str digits = str_after(s, minus ? 1 : 0);
    if (digits.len == 0 || digits.len > 19)
        return false;
    int64_t n = 0;
    for (ptrdiff_t i = 0; i < digits.len; i++) {
        char c = digits.at[i];
        if (c < '0' || c > '9')
            return false;
        if (!mul_ok(n, 10, &n) || !add_ok(n, minus ? '0' - c : c - '0', &n))
            return false;
    }
    *out = n;
    return true;
}

bool add_ok(int64_t a, int64_t b, int64_t *out)
{
    return !__builtin_add_overflow(a, b, out);
}

bool mul_ok(int64_t a, int64_t b, int64_t *out)
{
    return !__builtin_mul_overflow(a, b, out);
}
