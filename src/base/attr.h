/* attr.h: words the compiler understands about our functions. */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define NO_RETURN __attribute__((noreturn))
#define UNUSED __attribute__((unused))

#define COUNT_OF(array) ((ptrdiff_t)(sizeof(array) / sizeof((array)[0])))

#endif
