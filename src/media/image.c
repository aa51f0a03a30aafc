/* image.c: a picture from a telephone becomes a plain JPEG, by libvips.
 *
 * Only the JPEG, PNG and WebP loaders are left unlocked. The picture is turned upright, brought
 * to sRGB, made smaller (never larger) while it is read, laid on white where it is transparent,
 * and written without any metadata.
 */
#include <malloc.h>
#include <vips/vips.h>

#include <vips/vector.h>

#include "media/media.h"

enum { WIDTH_LEAST = 16, WIDTH_MOST = 8000, QUALITY_LEAST = 30, QUALITY_MOST = 95 };
enum { TAIL_BYTES = 65535 + 22 };              /* where a ZIP directory may begin */

static void quiet(const char *domain, GLogLevelFlags level, const char *message, void *user)
{
    (void)domain;
    (void)level;
    (void)message;
    (void)user;
}

bool image_ready(void)
{
    mallopt(M_ARENA_MAX, 1);                   /* threads do not each reserve 64 MiB */
    g_log_set_default_handler(quiet, NULL);
    if (VIPS_INIT("saolang-media") != 0)
        return false;
    vips_concurrency_set(1);
    vips_vector_set_enabled(FALSE);            /* it would write machine code while it runs */
    vips_cache_set_max(0);
    vips_block_untrusted_set(TRUE);
    vips_operation_block_set("VipsForeignLoad", TRUE);
    vips_operation_block_set("VipsForeignLoadJpeg", FALSE);
    vips_operation_block_set("VipsForeignLoadPng", FALSE);
    vips_operation_block_set("VipsForeignLoadWebp", FALSE);
    return true;
}

static void image_undo(void *image)
{
    g_object_unref(image);
}

bool picture_size(struct job *j, bytes file)
{
    VipsImage *image = vips_image_new_from_buffer(file.at, (size_t)file.len, "", "access",
                                                  VIPS_ACCESS_SEQUENTIAL, NULL);
    if (!image)
        return refuse(j, "BROKEN", "the picture's head cannot be read");
    j->answer->width = vips_image_get_width(image);
    j->answer->height = vips_image_get_height(image);
    g_object_unref(image);
    if ((int64_t)j->answer->width * j->answer->height > PIXELS_MAX)
        return refuse(j, "TOO_MANY_PIXELS", "the picture has too many pixels");
    return true;
}

/* The loader itself is told to fail on a cut file: libvips 8.14 drops the thumbnail's own fail_on.
 * The upright picture of at most `width` pixels across, as sRGB without transparency. */
static VipsImage *made_small(struct arena *a, bytes file, int width)
{
    VipsImage *small = NULL;
    VipsImage *coloured = NULL;
    VipsImage *flat = NULL;
    if (vips_thumbnail_buffer((void *)(uintptr_t)file.at, (size_t)file.len, &small, width,
                              "height", VIPS_MAX_COORD, "size", VIPS_SIZE_DOWN, "export_profile",
                              "srgb", "option_string", "[fail_on=error]", NULL) != 0)
        return NULL;
    arena_undo(a, image_undo, small);
    if (vips_colourspace(small, &coloured, VIPS_INTERPRETATION_sRGB, NULL) != 0)
        return NULL;
    arena_undo(a, image_undo, coloured);
    if (!vips_image_hasalpha(coloured))
        return coloured;
    VipsArrayDouble *white = vips_array_double_newv(3, 255.0, 255.0, 255.0);
    int r = vips_flatten(coloured, &flat, "background", white, NULL);
    vips_area_unref(VIPS_AREA(white));
    if (r != 0)
        return NULL;
    arena_undo(a, image_undo, flat);
    return flat;
}

static bool picture_allowed(struct job *j, bytes file)
{
    if (!picture_type(file))
        return refuse(j, "NOT_ALLOWED", "neither JPEG nor PNG nor WebP");
    ptrdiff_t from = file.len > TAIL_BYTES ? file.len - TAIL_BYTES : 0;
    bytes tail = { file.at + from, file.len - from };
    if (speaks_twice(file, tail, false))
        return refuse(j, "POLYGLOT", "the file is of two kinds at once");
    return picture_size(j, file);
}

bool image_job(struct job *j)
{
    int64_t width = json_member_int(j->request, "width_max", 1600);
    int64_t quality = json_member_int(j->request, "quality", 82);
    if (width < WIDTH_LEAST || width > WIDTH_MOST || quality < QUALITY_LEAST ||
        quality > QUALITY_MOST)
        return refuse(j, "REQUEST", "width_max or quality outside its range");
    bytes file;
    if (!input_read(j, &file) || !picture_allowed(j, file))
        return false;

    VipsImage *small = made_small(j->a, file, (int)width);
    void *jpeg = NULL;
    size_t len = 0;
    if (!small || vips_jpegsave_buffer(small, &jpeg, &len, "Q", (int)quality, "strip", TRUE,
                                       "optimize_coding", TRUE, NULL) != 0)
        return refuse(j, "BROKEN", "the picture cannot be read to its end");
    arena_undo(j->a, g_free, jpeg);
    j->answer->width = vips_image_get_width(small);
    j->answer->height = vips_image_get_height(small);
    return output_write(j, (bytes){ jpeg, (ptrdiff_t)len });
}
