/* admin_settings.c: what the province is called, where the public finds it, what its papers say. */
#include "admin/admin.h"
#include "base/hash.h"
#include "core/core.sql.h"

static const struct {
    const char *name;                          /* in table setting */
    ptrdiff_t offset;
} settings[] = {
#define SETTING(name) { #name, (ptrdiff_t)offsetof(struct admin_settings, name) }
    SETTING(province_name), SETTING(public_url),  SETTING(office),       SETTING(paper_parent),
    SETTING(paper_issuer),  SETTING(paper_place), SETTING(signer_title),
    SETTING(map_tiles),     SETTING(map_credit),
};

static str *member(struct admin_settings *s, ptrdiff_t i)
{
    return (str *)((char *)s + settings[i].offset);
}

/* Seven bytes of a hash over all settings: whoever saves says by it which ones they saw. */
static int64_t fingerprint(struct ctx *cx, struct admin_settings *s)
{
    struct hasher h;
    int64_t n = 0;
    hasher_begin(&h);
    for (ptrdiff_t i = 0; i < COUNT_OF(settings); i++) {
        hasher_add(&h, member(s, i)->at, member(s, i)->len);
        hasher_add(&h, "", 1);
    }
    bytes all = hash_bytes(cx->a, hasher_end(&h));
    for (int i = 0; i < 7; i++)
        n = n << 8 | all.at[i];
    return n;
}

enum err admin_settings_get(struct ctx *cx, struct admin_settings *out)
{
    for (ptrdiff_t i = 0; i < COUNT_OF(settings); i++)
        TRY(setting_get(cx, str_of(settings[i].name), member(out, i)));
    out->seen = fingerprint(cx, out);
    return OK;
}

/* -- the public address ------------------------------------------------------------------------ */

static bool host_fine(str host)
{
    for (ptrdiff_t i = 0; i < host.len; i++) {
        char c = host.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && c != '-' && (c != '.' || i == 0 || host.at[i - 1] == '.'))
            return false;
    }
    return host.len > 0 && host.len <= 253 && host.at[0] != '-' && !str_ends(host, S("."));
}

static bool port_fine(str port)
{
    int64_t n;
    return port.len <= 5 && int_read(port, &n) && n >= 1 && n <= 65535;
}

bool admin_address(str typed, str *out)
{
    str rest = S("");
    if (str_starts(typed, S("https://")))
        rest = str_after(typed, 8);
    else if (str_starts(typed, S("http://")))
        rest = str_after(typed, 7);
    bool slash = str_ends(rest, S("/"));
    rest = str_sub(rest, 0, rest.len - slash);
    *out = str_sub(typed, 0, typed.len - slash);
    bool has_port = str_find(rest, ':') >= 0;
    str port = rest;
    str host = str_cut(&port, ':');
    return host_fine(host) && (!has_port || port_fine(port));
}

bool admin_tiles_fine(str typed)
{
    static const char *const parts[] = { "{z}", "{x}", "{y}" };
    str rest = str_starts(typed, S("https://")) ? str_after(typed, 8) : S("");
    ptrdiff_t slash = str_find(rest, '/');
    str host = str_sub(rest, 0, slash < 0 ? 0 : slash);
    str port = host;
    str name = str_cut(&port, ':');
    for (ptrdiff_t i = 0; i < COUNT_OF(parts); i++)
        if (!str_contains(rest, str_of(parts[i])))
            return false;
    for (ptrdiff_t i = 0; i < typed.len; i++)
        if (typed.at[i] <= ' ' || typed.at[i] > '~' || str_find(S("\"'<>;,\\"), typed.at[i]) >= 0)
            return false;
    return host_fine(name) && (name.len == host.len || port_fine(port));
}

/* -- keeping ----------------------------------------------------------------------------------- */

/* {"changed":["office","paper_place"]}: names alone, for values may name persons. */
static enum err leave_link(struct ctx *cx, const bool *changed)
{
    struct json_out j = { .o = out_new(cx->a, .max_bytes = 4096) };
    json_open(&j);
    json_name(&j, "changed");
    json_open_list(&j);
    for (ptrdiff_t i = 0; i < COUNT_OF(settings); i++)
        if (changed[i])
            json_put_str(&j, str_of(settings[i].name));
    json_close_list(&j);
    json_close(&j);
    return audit_add(cx, audit_stream(cx->a, "account", cx->actor->account.id),
                     S("settings.changed"), &AUDITED_account, cx->actor->account.id, out_str(j.o));
}

static enum err admin_settings_put(struct ctx *cx, const struct admin_settings *in)
{
    struct admin_settings want = *in, have;
    bool changed[COUNT_OF(settings)] = { false }, any = false;
    if (!admin_address(in->public_url, &want.public_url))
        return fail(cx, ERR_INPUT, M_ADMIN_ADDRESS_BAD, .field = S("dia_chi"),
                    .args = { in->public_url });
    if (in->map_tiles.len > 0 && !admin_tiles_fine(in->map_tiles))
        return fail(cx, ERR_INPUT, M_ADMIN_TILES_BAD, .field = S("ban_do"),
                    .args = { in->map_tiles });
    TRY(admin_settings_get(cx, &have));
    if (in->seen != have.seen)
        return fail(cx, ERR_CONFLICT, M_ADMIN_SETTINGS_CHANGED);
    for (ptrdiff_t i = 0; i < COUNT_OF(settings); i++) {
        changed[i] = !str_equal(*member(&want, i), *member(&have, i));
        if (changed[i])
            TRY(setting_put(cx, str_of(settings[i].name), *member(&want, i)));
        any = any || changed[i];
    }
    return any ? leave_link(cx, changed) : OK;
}
DB_TX(admin_settings_put, struct admin_settings)
