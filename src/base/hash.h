/* hash: a thin face on libsodium. Call hash_ready() once, before anything else. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/str.h"

enum {
    HASH_BYTES = 32,
    KEY_BYTES = 32,
    SIGN_SECRET_BYTES = 64,
    SIGN_PUBLIC_BYTES = 32,
    SIGNATURE_BYTES = 64
};

typedef struct {
    uint8_t at[HASH_BYTES];
} hash;

/* False when the system has no safe source of random numbers. */
bool hash_ready(void) MUST_USE;

hash hash_of(str s);                           /* SHA-256 */
hash hash_of_bytes(bytes b);
/* HMAC-SHA-256 with a key of KEY_BYTES. */
hash hash_keyed(bytes key, str s);
/* HMAC-SHA-1 into SHA1_BYTES bytes: for codes that phones make (RFC 6238), nothing else. */
enum { SHA1_BYTES = 20 };
void hash_sha1_keyed(bytes key, bytes message, uint8_t *out);
str hash_hex(struct arena *a, hash h);
bytes hash_bytes(struct arena *a, hash h);
/* Takes the same time wherever two texts differ. */
bool secret_equal(str a, str b);

/* SHA-256 of a stream in pieces. */
struct hasher {
    alignas(16) uint8_t state[128];
};
void hasher_begin(struct hasher *h);
void hasher_add(struct hasher *h, const void *at, ptrdiff_t n);
hash hasher_end(struct hasher *h);

/* Argon2id, libsodium's text form; the cost is libsodium's "interactive" one unless `cheap`. */
str password_hash(struct arena *a, str password, bool cheap);
bool password_fits(struct arena *a, str stored, str password);

/* `n` random bytes; a number below `bound`; a random word of hexadecimal digits. */
bytes random_bytes(struct arena *a, ptrdiff_t n);
uint32_t random_below(uint32_t bound);
str random_hex(struct arena *a, ptrdiff_t n_bytes);

/* Ed25519. */
void sign_pair(struct arena *a, bytes *public_key, bytes *secret_key);
bytes sign_make(struct arena *a, bytes secret_key, str message);
bool sign_fits(bytes public_key, str message, bytes signature);

#endif
