/* hash.c: libsodium behind slices. */
#include "base/hash.h"

#include <assert.h>
#include <nettle/hmac.h>
#include <sodium.h>
#include <string.h>

static_assert(sizeof(crypto_hash_sha256_state) <= 128, "hasher holds libsodium's state");

bool hash_ready(void)
{
    return sodium_init() >= 0;
}

hash hash_of(str s)
{
    hash h;
    crypto_hash_sha256(h.at, (const unsigned char *)(s.at ? s.at : ""), (unsigned long long)s.len);
    return h;
}

hash hash_of_bytes(bytes b)
{
    return hash_of((str){ (const char *)b.at, b.len });
}

hash hash_keyed(bytes key, str s)
{
    hash h;
    assert(key.len == KEY_BYTES);
    crypto_auth_hmacsha256(h.at, (const unsigned char *)(s.at ? s.at : ""),
                           (unsigned long long)s.len, key.at);
    return h;
}

str hash_hex(struct arena *a, hash h)
{
    return hex(a, (bytes){ h.at, HASH_BYTES });
}

bytes hash_bytes(struct arena *a, hash h)
{
    return bytes_copy(a, (bytes){ h.at, HASH_BYTES });
}

bool secret_equal(str a, str b)
{
    return a.len == b.len && (a.len == 0 || sodium_memcmp(a.at, b.at, (size_t)a.len) == 0);
}

void hasher_begin(struct hasher *h)
{
    crypto_hash_sha256_init((crypto_hash_sha256_state *)h->state);
}

void hasher_add(struct hasher *h, const void *at, ptrdiff_t n)
{
    crypto_hash_sha256_update((crypto_hash_sha256_state *)h->state, at, (unsigned long long)n);
}

hash hasher_end(struct hasher *h)
{
    hash out;
    crypto_hash_sha256_final((crypto_hash_sha256_state *)h->state, out.at);
    return out;
}

str password_hash(struct arena *a, str password, bool cheap)
{
    char *text = new(a, char, crypto_pwhash_STRBYTES);
    unsigned long long ops =
        cheap ? crypto_pwhash_OPSLIMIT_MIN : crypto_pwhash_OPSLIMIT_INTERACTIVE;
    size_t memory = cheap ? crypto_pwhash_MEMLIMIT_MIN : crypto_pwhash_MEMLIMIT_INTERACTIVE;
    int bad = crypto_pwhash_str_alg(text, password.at ? password.at : "",
                                    (unsigned long long)password.len, ops, memory,
                                    crypto_pwhash_ALG_ARGON2ID13);
    if (bad != 0)
        arena_give_up(a);                      /* no memory for the hash: refuse the request */
    return str_of(text);
}

bool password_fits(struct arena *a, str stored, str password)
{
    return crypto_pwhash_str_verify(cstr(a, stored), password.at ? password.at : "",
                                    (unsigned long long)password.len) == 0;
}

bytes random_bytes(struct arena *a, ptrdiff_t n)
{
    uint8_t *at = new(a, uint8_t, n);
    randombytes_buf(at, (size_t)n);
    return (bytes){ at, n };
}

uint32_t random_below(uint32_t bound)
{
    return randombytes_uniform(bound);
}

str random_hex(struct arena *a, ptrdiff_t n_bytes)
{
    return hex(a, random_bytes(a, n_bytes));
}

void sign_pair(struct arena *a, bytes *public_key, bytes *secret_key)
{
    uint8_t *pk = new(a, uint8_t, SIGN_PUBLIC_BYTES);
    uint8_t *sk = new(a, uint8_t, SIGN_SECRET_BYTES);
    crypto_sign_keypair(pk, sk);
    *public_key = (bytes){ pk, SIGN_PUBLIC_BYTES };
    *secret_key = (bytes){ sk, SIGN_SECRET_BYTES };
}

bytes sign_make(struct arena *a, bytes secret_key, str message)
{
    assert(secret_key.len == SIGN_SECRET_BYTES);
    uint8_t *at = new(a, uint8_t, SIGNATURE_BYTES);
    crypto_sign_detached(at, NULL, (const unsigned char *)(message.at ? message.at : ""),
                         (unsigned long long)message.len, secret_key.at);
    return (bytes){ at, SIGNATURE_BYTES };
}

bool sign_fits(bytes public_key, str message, bytes signature)
{
    if (public_key.len != SIGN_PUBLIC_BYTES || signature.len != SIGNATURE_BYTES)
        return false;
    return crypto_sign_verify_detached(signature.at,
                                       (const unsigned char *)(message.at ? message.at : ""),
                                       (unsigned long long)message.len, public_key.at) == 0;
}

void hash_sha1_keyed(bytes key, bytes message, uint8_t *out)
{
    struct hmac_sha1_ctx h;
    hmac_sha1_set_key(&h, (size_t)key.len, key.at);
    hmac_sha1_update(&h, (size_t)message.len, message.at);
    hmac_sha1_digest(&h, SHA1_BYTES, out);
}
