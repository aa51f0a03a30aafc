/* qr.c: a QR code of our own text as a drawing in the page: one path, a square for each dark
 * module, four light ones around. */
#include <qrencode.h>

#include "base/out.h"
#include "core/factor.h"

static void undone(void *code)
{
    QRcode_free(code);
}

html qr_drawing(struct arena *a, str text)
{
    enum { QUIET = 4 };
    struct out *o = out_new(a, .max_bytes = 256 << 10);
    QRcode *code = QRcode_encodeString8bit(cstr(a, text), 0, QR_ECLEVEL_M);
    if (!code)
        return html_of_out(o);
    arena_undo(a, undone, code);
    str side = show(a, (int32_t)(code->width + 2 * QUIET));
    put(o, join(a, S("<svg class=\"qr\" viewBox=\"0 0 "), side, S(" "), side,
                S("\" role=\"img\" aria-label=\"QR\"><path fill=\"#fff\" d=\"M0 0h"), side,
                S("v"), side, S("H0z\"/><path fill=\"#000\" d=\"")));
    for (int y = 0; y < code->width; y++)
        for (int x = 0; x < code->width; x++)
            if (code->data[y * code->width + x] & 1)
                put(o, join(a, S("M"), show(a, (int32_t)(x + QUIET)), S(" "),
                            show(a, (int32_t)(y + QUIET)), S("h1v1h-1z")));
    put(o, S("\"/></svg>"));
    return html_of_out(o);
}
