/* dossier_part.c: what a producer puts into a case: answers and files; and freezing them. */
#include "base/hash.h"
#include "dossier/dossier.h"
#include "dossier/dossier.sql.h"
#include "dossier/dossier_in.h"

static bool with_producer(const struct dossier *d)
{
    return d->state == DOSSIER_DRAFT || d->state == DOSSIER_RETURNED;
}

static enum err may_prepare(struct ctx *cx, const struct dossier *d)
{
    if (!actor_reaches(cx->actor, MAY(PREPARE_DOSSIER), d->place_path, d->producer))
        return ERR_NOT_FOUND;
    return with_producer(d) ? OK : fail(cx, ERR_STATE, M_DOSSIER_FROZEN);
}

/* -- beginning --------------------------------------------------------------------------------- */

static enum err dossier_begin(struct ctx *cx, const struct dossier_new *in)
{
    struct product p;
    TRY(product_by_code(cx, in->product_code, &p));
    if (!actor_reaches(cx->actor, MAY(PREPARE_DOSSIER), p.place_path, p.producer))
        return fail(cx, ERR_DENIED, M_DOSSIER_NOT_YOURS);
    const struct pack *pack = pack_on(instant_date(cx->now));
    if (!pack || !pack_set(pack, p.set_slug))
        return fail(cx, ERR_STATE, M_DOSSIER_NO_PACK);
    int64_t open;
    TRY(dossier_open_count(cx, p.id, &open));
    if (open > 0)
        return fail(cx, ERR_STATE, M_DOSSIER_OPEN_ALREADY, .args = { p.name });
    TRY(pack_keep(cx, pack));
    struct dossier d = { .code = in->code,
                         .product = p.id,
                         .producer = p.producer,
                         .place_path = p.place_path,
                         .kind = DOSSIER_FIRST,
                         .pack_id = pack->id,
                         .pack_sha256 = pack->sha256,
                         .set_slug = p.set_slug,
                         .state = DOSSIER_DRAFT,
                         .created_at = cx->now };
    TRY(dossier_insert(cx, &d, &d.id));
    return dossier_note_step(cx, d.id, 0, DOSSIER_DRAFT, S(""));
}
DB_TX(dossier_begin, struct dossier_new)

/* -- answers ----------------------------------------------------------------------------------- */

static enum err answer(struct ctx *cx, const struct dossier_answers *in)
{
    struct dossier d;
    TRY(dossier_get(cx, in->id, &d));
    TRY(may_prepare(cx, &d));
    if (!rank_choices_fit(cx->a, in->set, in->ballot))
        return fail(cx, ERR_LIMIT, M_DOSSIER_CHOICE);
    str sheet = sheet_write(cx->a, in->set, in->ballot);
    if (str_equal(sheet, d.sheet))
        return OK;                             /* the same again: a reply that got lost */
    if (d.version != in->seen)
        return fail(cx, ERR_CONFLICT, M_DOSSIER_CHANGED);
    TRY(dossier_put_sheet(cx, d.id, sheet, d.version));
    return audit_add(cx, audit_stream(cx->a, "dossier", d.id.id), S("dossier.answered"),
                     &AUDITED_dossier, d.id.id, S(""));
}
DB_TX_HERE(answer, struct dossier_answers)

enum err dossier_answer_tx(struct ctx *cx, struct dossier_answers *in)
{
    struct dossier d;
    TRY(answer_tx(cx, in));
    TRY(dossier_get(cx, in->id, &d));
    in->saved = d.version;
    return OK;
}

/* -- files ------------------------------------------------------------------------------------- */

struct attaching {
    const struct dossier *d;
    str criterion;
    struct file *file;
};

static enum err attach(struct ctx *cx, const struct attaching *in)
{
    struct dossier d;
    int64_t count;
    TRY(dossier_get(cx, in->d->id, &d));
    TRY(may_prepare(cx, &d));
    TRY(evidence_count(cx, d.id, &count));
    if (count >= EVIDENCE_MAX)
        return fail(cx, ERR_LIMIT, M_EVIDENCE_TOO_MANY, .field = S("tep"),
                    .args = { show(cx->a, (int32_t)EVIDENCE_MAX) });
    TRY(blob_record(cx, in->file));
    evidence_id id;
    TRY(evidence_insert(cx, d.id, in->criterion, in->file->id, in->file->name, cx->now, &id));
    return audit_add(cx, audit_stream(cx->a, "dossier", d.id.id), S("evidence.added"),
                     &AUDITED_evidence, id.id, S(""));
}
DB_TX_HERE(attach, struct attaching)

enum err dossier_attach(struct ctx *cx, const struct dossier *d, str criterion,
                        const struct upload *u)
{
    const struct set *set;
    TRY(may_prepare(cx, d));
    TRY(dossier_set(cx, d, &set));
    if (set_criterion(set, criterion) < 0)
        return fail(cx, ERR_INPUT, M_EVIDENCE_CRITERION, .field = S("tep"), .args = { criterion });
    struct file file = { 0 };
    TRY(blob_take(cx, u, BLOB_EVIDENCE, &file));
    return attach_tx(cx, &(struct attaching){ d, criterion, &file });
}

struct detaching {
    const struct dossier *d;
    evidence_id id;
};

static enum err detach(struct ctx *cx, const struct detaching *in)
{
    struct dossier d;
    TRY(dossier_get(cx, in->d->id, &d));
    TRY(may_prepare(cx, &d));
    enum err e = evidence_remove(cx, in->id, d.id, cx->now);
    if (e == ERR_CONFLICT)
        return ERR_NOT_FOUND;
    TRY(e);
    return audit_add(cx, audit_stream(cx->a, "dossier", d.id.id), S("evidence.removed"),
                     &AUDITED_evidence, in->id.id, S(""));
}
DB_TX_HERE(detach, struct detaching)

enum err dossier_detach(struct ctx *cx, const struct dossier *d, evidence_id id)
{
    return detach_tx(cx, &(struct detaching){ d, id });
}

url evidence_path(struct arena *a, str dossier_code, evidence_id id)
{
    return url_join(a, S("/ho-so/"), dossier_code, S("/tep/"), show(a, id.id));
}

enum err evidence_send(struct ctx *cx, dossier_id dossier, evidence_id id, struct resp *rs)
{
    struct evidence e;
    TRY(evidence_one(cx, id, dossier, &e));
    bool image = str_starts(e.type, S("image/"));
    rs->type = e.type;
    rs->file = blob_path(cx->a, e.sha256);
    /* A PDF is handed over, never run on our own origin; a picture is shown. */
    resp_header_add(rs, "Content-Disposition",
                    join(cx->a, image ? S("inline") : S("attachment"), S("; filename*=UTF-8''"),
                         url_encode(cx->a, e.title)));
    resp_header_add(rs, "Cache-Control", S("private, max-age=3600"));
    return OK;
}

str size_words(struct arena *a, int64_t size_bytes)
{
    if (size_bytes < 1024)
        return join(a, show(a, size_bytes), S(" B"));
    if (size_bytes < 1024 * 1024)
        return join(a, show(a, size_bytes / 1024), S(" KB"));
    int64_t tenths = size_bytes * 10 / (1024 * 1024);
    return join(a, show(a, tenths / 10), S(","), show(a, tenths % 10), S(" MB"));
}

/* -- freezing ---------------------------------------------------------------------------------- */

enum err dossier_gaps(struct ctx *cx, const struct dossier *d, struct rank_faults *out)
{
    const struct set *set;
    static const struct rank_rules rules = { 0 };
    TRY(dossier_set(cx, d, &set));
    struct rank_ballot b = ballot_stored(cx->a, set, d->sheet);
    *out = rank_check(cx->a, set, &b, &rules);
    return OK;
}

static void put_files(struct json_out *w, const struct evidence_rows *files)
{
    json_name(w, "files");
    json_open_list(w);
    for (ptrdiff_t i = 0; i < files->count; i++) {
        json_open(w);
        json_pair_str(w, "criterion", files->at[i].criterion);
        json_pair_str(w, "title", files->at[i].title);
        json_pair_str(w, "sha256", files->at[i].sha256);
        json_pair_int(w, "size_bytes", files->at[i].size_bytes);
        json_close(w);
    }
    json_close_list(w);
}

enum err dossier_freeze_now(struct ctx *cx, const struct dossier *d)
{
    struct rank_faults gaps;
    TRY(dossier_gaps(cx, d, &gaps));
    if (gaps.count > 0)
        return fail(cx, ERR_INPUT, M_DOSSIER_INCOMPLETE,
                    .args = { show(cx->a, (int64_t)gaps.count) });
    struct evidence_rows files;
    TRY(evidence_list(cx, d->id, &files));
    struct json_out w = { .o = out_new(cx->a, .max_bytes = 4 << 20) };
    json_open(&w);
    json_pair_str(&w, "case", d->code);
    json_pair_str(&w, "product", d->product_code);
    json_pair_str(&w, "pack", d->pack_id);
    json_pair_str(&w, "pack_sha256", d->pack_sha256);
    json_pair_str(&w, "set", d->set_slug);
    json_pair_str(&w, "at", instant_iso(cx->a, cx->now));
    json_name(&w, "self_assessment");
    json_put_raw(&w, d->sheet);
    put_files(&w, &files);
    json_close(&w);
    str frozen = out_str(w.o);
    return dossier_freeze(cx, d->id, frozen, hash_hex(cx->a, hash_of(frozen)), cx->now);
}
