/* multipart.c: a multipart/form-data body (RFC 7578) as it streams in. Fields are kept in the
 * arena, files go to the upload folder and are hashed on the way.
 *
 *     PREAMBLE --mark--> AFTER_MARK --line end--> HEAD --empty line--> VALUE --mark--> AFTER_MARK
 *                            |
 *                            "--" --> DONE (the rest is ignored, and limited)
 *
 * The mark is "\r\n--boundary"; at most one byte less than it stays undecided between two pieces.
 * libmicrohttpd's post processor is not used: when a piece ends just behind the head of a part it
 * reports an empty value, and cannot be told from a part that is really empty.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/log.h"
#include "base/out.h"
#include "web/server_in.h"

enum {
    HELD_MAX = 16 << 10,                       /* so the head of a part is limited to this */
    OUTSIDE_MAX = 16 << 10,                    /* what is ignored before and behind the parts */
    BOUNDARY_MAX = 70,                         /* RFC 2046 §5.1.1 */
};

enum part_state { PART_PREAMBLE, PART_AFTER_MARK, PART_HEAD, PART_VALUE, PART_DONE };

/* A file being written. */
struct sink {
    int fd;                                    /* -1 when closed */
    char *path;
    bool made;                                 /* the file exists because of us */
    struct hasher hasher;
    int64_t size_bytes;
};

struct part {
    str name;
    str file_name;
    str type;
    bool is_file;
    struct out *value;                         /* of a field */
    struct sink *sink;                         /* of a file, from its first byte on */
};

struct multipart {
    struct arena *a;
    struct multipart_limits limits;
    enum part_state state;
    int status;                                /* 0, or why the request is refused */
    str mark;
    char *held;                                /* bytes from .. to are not decided yet */
    ptrdiff_t from;
    ptrdiff_t to;
    struct part part;
    int64_t fields_bytes;
    int64_t outside_bytes;                     /* of the preamble and behind the end */
    struct req_pairs fields;
    struct uploads uploads;
};

/* --- parameters: form-data; name="a"; filename="b" --- */

/* Reads a quoted text whose opening mark is already gone; \" stands for a mark inside. */
static str quoted_read(struct arena *a, str *rest)
{
    char *at = new(a, char, rest->len + 1);
    ptrdiff_t n = 0;
    ptrdiff_t i = 0;
    for (; i < rest->len && rest->at[i] != '"'; i++) {
        if (rest->at[i] == '\\' && i + 1 < rest->len && rest->at[i + 1] == '"')
            i++;
        at[n++] = rest->at[i];
    }
    *rest = str_after(*rest, i + 1);
    return (str){ at, n };
}

/* Takes the value of a parameter, up to and with its semicolon. */
static str parameter_value(struct arena *a, str *rest)
{
    if (rest->len == 0 || rest->at[0] != '"')
        return str_copy(a, str_trim(str_cut(rest, ';')));
    *rest = str_after(*rest, 1);
    str value = quoted_read(a, rest);
    str_cut(rest, ';');
    return value;
}

/* The parameter of that name; false when there is none. */
static bool parameter(struct arena *a, str s, const char *name, str *value)
{
    str_cut(&s, ';');
    while (str_find(s, '=') >= 0) {
        str key = str_ascii_lower(a, str_trim(str_cut(&s, '=')));
        str found = parameter_value(a, &s);
        if (str_is(key, name)) {
            *value = found;
            return true;
        }
    }
    return false;
}

/* --- files --- */

static void sink_close(struct sink *k)
{
    if (k->fd >= 0)
        close(k->fd);
    k->fd = -1;
}

/* What the handler has moved away is no longer there, and that is well. */
static void sink_undo(void *sink)
{
    struct sink *k = sink;
    sink_close(k);
    if (k->made)
        unlink(k->path);
}

static struct sink *sink_open(struct multipart *m)
{
    struct sink *k = new(m->a, struct sink, 1);
    k->fd = -1;
    k->path = cstr(m->a, join(m->a, str_of(m->limits.upload_dir), S("/in-"),
                              random_hex(m->a, 16)));
    hasher_begin(&k->hasher);
    arena_undo(m->a, sink_undo, k);
    k->fd = open(k->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    k->made = k->fd >= 0;
    if (!k->made)
        log_error("upload.open", "errno=%d", errno);
    return k;
}

static bool sink_write(struct sink *k, str s)
{
    while (s.len > 0) {
        ssize_t n = write(k->fd, s.at, (size_t)s.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            log_error("upload.write", "errno=%d", errno);
            return false;
        }
        s = str_after(s, n);
    }
    return true;
}

/* --- parts --- */

static void file_add(struct multipart *m, str s)
{
    struct part *p = &m->part;
    if (!p->sink && m->uploads.count == FILES_MAX) {
        m->status = 413;
        return;
    }
    if (!p->sink)
        p->sink = sink_open(m);
    p->sink->size_bytes += s.len;
    hasher_add(&p->sink->hasher, s.at, s.len);
    if (p->sink->size_bytes > m->limits.file_bytes_max)
        m->status = 413;
    else if (!p->sink->made || !sink_write(p->sink, s))
        m->status = 503;
}

static void field_add(struct multipart *m, str s)
{
    m->fields_bytes += s.len;
    if (m->fields_bytes > m->limits.fields_bytes_max)
        m->status = 413;
    else
        put_str(m->part.value, s);
}

static void value_add(struct multipart *m, str s)
{
    if (s.len == 0)
        return;
    if (m->part.is_file)
        file_add(m, s);
    else
        field_add(m, s);
}

static void file_end(struct multipart *m)
{
    struct part *p = &m->part;
    if (!p->sink && p->file_name.len == 0)
        return;                                /* a file field where nothing was chosen */
    if (!p->sink)
        file_add(m, (str){ NULL, 0 });         /* an empty file */
    if (m->status)
        return;
    sink_close(p->sink);
    if (!m->uploads.at)
        m->uploads.at = new(m->a, struct upload, FILES_MAX);
    m->uploads.at[m->uploads.count++] = (struct upload){
        .field = p->name,
        .file_name = p->file_name,
        .claimed_type = p->type,
        .path = str_of(p->sink->path),
        .size_bytes = p->sink->size_bytes,
        .sha256 = hash_hex(m->a, hasher_end(&p->sink->hasher)),
    };
}

static void field_end(struct multipart *m)
{
    if (m->fields.count == FIELDS_MAX) {
        m->status = 413;
        return;
    }
    if (!m->fields.at)
        m->fields.at = new(m->a, struct req_pair, FIELDS_MAX);
    m->fields.at[m->fields.count++] =
        (struct req_pair){ .name = m->part.name, .value = out_str(m->part.value) };
}

static void part_end(struct multipart *m)
{
    if (m->status)
        return;
    if (m->part.is_file)
        file_end(m);
    else
        field_end(m);
}

/* Reads the head of a part: lines of "Name: value". */
static void part_begin(struct multipart *m, str head)
{
    struct part *p = &m->part;
    str disposition = { NULL, 0 };
    *p = (struct part){ 0 };
    while (head.len > 0) {
        str line = str_cut(&head, '\n');
        str name = str_ascii_lower(m->a, str_trim(str_cut(&line, ':')));
        if (str_is(name, "content-disposition"))
            disposition = str_trim(line);
        if (str_is(name, "content-type"))
            p->type = str_copy(m->a, str_trim(line));
    }
    if (!parameter(m->a, disposition, "name", &p->name)) {
        m->status = 400;
        return;
    }
    p->is_file = parameter(m->a, disposition, "filename", &p->file_name);
    m->fields_bytes += p->name.len + p->file_name.len;
    if (m->fields_bytes > m->limits.fields_bytes_max)
        m->status = 413;
    if (!p->is_file)
        p->value = out_new(m->a, .max_bytes = (ptrdiff_t)m->limits.fields_bytes_max + 1);
}

/* --- the stream --- */

static str undecided(const struct multipart *m)
{
    return (str){ m->held + m->from, m->to - m->from };
}

/* Position of the mark, or -1. */
static ptrdiff_t mark_find(str s, str mark)
{
    ptrdiff_t from = 0;
    while (from + mark.len <= s.len) {
        ptrdiff_t i = str_find(str_after(s, from), mark.at[0]);
        if (i < 0)
            return -1;
        if (str_starts(str_after(s, from + i), mark))
            return from + i;
        from += i + 1;
    }
    return -1;
}

/* Bytes that belong to no part: without a limit a body could go on for ever. */
static void ignore(struct multipart *m, ptrdiff_t n)
{
    m->outside_bytes += n;
    if (m->outside_bytes > OUTSIDE_MAX)
        m->status = 413;
}

/* In PART_PREAMBLE and PART_VALUE: gives away what surely stands before the mark. */
static bool until_mark(struct multipart *m)
{
    str rest = undecided(m);
    ptrdiff_t at = mark_find(rest, m->mark);
    ptrdiff_t sure = at >= 0 ? at : rest.len - (m->mark.len - 1);
    if (sure < 0)
        sure = 0;
    if (m->state == PART_VALUE)
        value_add(m, str_sub(rest, 0, sure));
    else
        ignore(m, sure);
    m->from += sure;
    if (at < 0)
        return false;
    if (m->state == PART_VALUE)
        part_end(m);
    m->from += m->mark.len;
    m->state = PART_AFTER_MARK;
    return true;
}

static bool after_mark(struct multipart *m)
{
    str rest = undecided(m);
    if (rest.len > 0 && (rest.at[0] == ' ' || rest.at[0] == '\t')) {
        m->from++;                             /* padding, RFC 2046 §5.1.1 */
        return true;
    }
    if (rest.len < 2)
        return false;
    if (str_starts(rest, S("--")))
        m->state = PART_DONE;
    else if (str_starts(rest, S("\r\n")))
        m->state = PART_HEAD;
    else
        m->status = 400;
    m->from += 2;
    return true;
}

static bool head(struct multipart *m)
{
    str rest = undecided(m);
    ptrdiff_t end = mark_find(rest, S("\r\n\r\n"));
    if (end < 0)
        return false;
    m->from += end + 4;
    m->state = PART_VALUE;
    part_begin(m, str_sub(rest, 0, end));
    return true;
}

/* One step onwards; false when more bytes are needed first. */
static bool step(struct multipart *m)
{
    switch (m->state) {
    case PART_PREAMBLE:
    case PART_VALUE:
        return until_mark(m);
    case PART_AFTER_MARK:
        return after_mark(m);
    case PART_HEAD:
        return head(m);
    case PART_DONE:
        ignore(m, m->to - m->from);
        m->from = m->to;
        return false;
    }
    return false;
}

/* Moves what is undecided to the front and fills up from the piece. */
static void hold(struct multipart *m, str *piece)
{
    ptrdiff_t n = m->to - m->from;
    for (ptrdiff_t i = 0; i < n; i++)
        m->held[i] = m->held[m->from + i];
    ptrdiff_t room = HELD_MAX - n;
    ptrdiff_t more = piece->len < room ? piece->len : room;
    for (ptrdiff_t i = 0; i < more; i++)
        m->held[n + i] = piece->at[i];
    *piece = str_after(*piece, more);
    m->from = 0;
    m->to = n + more;
}

struct multipart *multipart_new(struct arena *a, str content_type, struct multipart_limits limits)
{
    str boundary;
    if (!parameter(a, content_type, "boundary", &boundary))
        return NULL;
    if (boundary.len == 0 || boundary.len > BOUNDARY_MAX)
        return NULL;
    struct multipart *m = new(a, struct multipart, 1);
    m->a = a;
    m->limits = limits;
    m->mark = join(a, S("\r\n--"), boundary);
    m->held = new(a, char, HELD_MAX);
    str line_end = S("\r\n");
    hold(m, &line_end);                        /* the first mark may stand at the very start */
    return m;
}

int multipart_feed(struct multipart *m, str piece)
{
    while (piece.len > 0 && !m->status) {
        hold(m, &piece);
        while (!m->status && step(m)) {
        }
        if (m->to - m->from == HELD_MAX)
            m->status = 400;                   /* a head without end */
    }
    return m->status;
}

int multipart_end(struct multipart *m, struct req *rq)
{
    if (!m->status && m->state != PART_DONE)
        m->status = 400;
    if (!m->status) {
        rq->fields = m->fields;
        rq->uploads = m->uploads;
    }
    return m->status;
}
