/* embed: puts files into the binary: the front end's parts, migrations, criteria packs.
 *
 *   embed OUT.c SOURCE_ROOT LIST…        LIST: kind=path, kinds: asset (a manifest.tsv),
 *   migration, pack, demo
 *
 * The bytes enter by the assembler's .incbin; their hashes stand in the C text, so a changed file
 * is a changed source.
 */
#include <stdlib.h>

#include "tools/tool.h"

static int items;

/* FNV-1a, only to notice a change. */
static unsigned long long fingerprint(str s)
{
    unsigned long long h = 1469598103934665603ull;
    for (ptrdiff_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.at[i]) * 1099511628211ull;
    return h;
}

static void put_bytes(FILE *to, struct arena *a, const char *root, str path)
{
    str full = join(a, str_of(root), S("/"), path);
    str text = tool_read(a, cstr(a, full));
    fprintf(to, "/* %.*s %016llx */\n", (int)path.len, path.at, fingerprint(text));
    fprintf(to, "__asm__(\".section .rodata\\n.balign 16\\nembedded_%d:\\n.incbin \\\"%.*s\\\"\\n"
                "embedded_%d_end:\\n.byte 0\\n.previous\\n\");\n",
            items, (int)full.len, full.at, items);
    fprintf(to, "extern const char embedded_%d[], embedded_%d_end[];\n", items, items);
    items++;
}

static str base_name(str path)
{
    return str_after(path, str_find_last(path, '/') + 1);
}

static void embed_assets(FILE *to, struct arena *a, const char *root, str manifest,
                         struct out *table)
{
    str dir = str_sub(manifest, 0, str_find_last(manifest, '/') + 1);
    str text = tool_read(a, cstr(a, join(a, str_of(root), S("/"), manifest)));
    while (text.len > 0) {
        str line = str_cut(&text, '\n');
        str logical = str_cut(&line, '\t');
        str hashed = str_cut(&line, '\t');
        str mime = str_trim(str_cut(&line, '\t'));
        if (hashed.len == 0)
            continue;
        put(table, join(a, S("    { EMBED_ASSET, \""), logical, S("\", \""), hashed, S("\", \""),
                        mime, S("\", "), show(a, (int32_t)items), S(" },\n")));
        put_bytes(to, a, root, join(a, dir, hashed));
    }
}

int main(int argc, char **argv)
{
    if (argc < 4)
        tool_stop("embed", 0, "usage: embed OUT.c ROOT kind=path …");
    struct arena *a = arena_new(512 << 20);
    FILE *to = tool_open(argv[1]);
    struct out *table = out_new(a, .max_bytes = 1 << 20);
    fprintf(to,
            "/* Files inside the binary; made by tools/embed.c. */\n#include \"core/embed.h\"\n\n");
    for (int i = 3; i < argc; i++) {
        str path = str_of(argv[i]);
        str kind = str_cut(&path, '=');
        if (str_is(kind, "asset")) {
            embed_assets(to, a, argv[2], path, table);
            continue;
        }
        put(table, join(a, S("    { "), str_is(kind, "pack")   ? S("EMBED_PACK")
                                     : str_is(kind, "demo") ? S("EMBED_DEMO")
                                                            : S("EMBED_MIGRATION"),
                        S(", \""), base_name(path), S("\", \""), base_name(path), S("\", \"\", "),
                        show(a, (int32_t)items), S(" },\n")));
        put_bytes(to, a, argv[2], path);
    }
    fprintf(to, "\nstatic const char *const starts[] = {");
    for (int i = 0; i < items; i++)
        fprintf(to, " embedded_%d,", i);
    fprintf(to, " };\nstatic const char *const ends[] = {");
    for (int i = 0; i < items; i++)
        fprintf(to, " embedded_%d_end,", i);
    fprintf(to, " };\n\nstatic const struct embed_row rows[] = {\n%.*s};\n\n"
                "const struct embed_row *const embed_rows = rows;\n"
                "const int embed_count = %d;\n\n"
                "str embed_bytes(const struct embed_row *r)\n{\n"
                "    return (str){ starts[r->item], ends[r->item] - starts[r->item] };\n}\n",
            (int)table->len, table->at, items);
    tool_close(to);
    return 0;
}
