/* fuzz_score: any bytes as a sheet against a small pack with every kind of rule; what comes out is
 * JSON, and says "faults" exactly when it says so. */
#include "base/hash.h"
#include "criteria/score.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char pack_text[] =
    "{\"schema\":\"saolang-criteria/1\",\"id\":\"p\",\"decision\":\"x\",\"title\":\"x\","
    "\"language\":\"vi\",\"status\":\"history\",\"issued\":null,\"in_force_from\":null,"
    "\"in_force_to\":null,\"accepted_until\":null,\"wording\":\"plain\",\"parts\":[{\"code\":\"A\","
    "\"name\":\"x\",\"max\":10}],\"total_max\":10,\"star_bands\":[{\"star\":5,\"from\":500,"
    "\"below\":null,\"certificate\":true},{\"star\":1,\"from\":0,\"below\":500,"
    "\"certificate\":false}],\"star_minimums\":\"marks\",\"recognition\":[{\"star\":5,"
    "\"by\":\"province\",\"from\":null,\"to\":null}],\"groups\":[{\"code\":\"g\","
    "\"name\":\"x\"}],\"sets\":[{\"slug\":\"s\",\"no\":1,\"name\":\"x\",\"group\":\"g\","
    "\"complete\":true,\"rules\":[{\"id\":\"d\",\"type\":\"disqualify_if\",\"text\":\"x\"}],"
    "\"sections\":[{\"index\":1,\"part\":\"A\",\"name\":\"x\",\"max\":10,\"criteria\":["
    "{\"code\":\"0\",\"title\":\"x\",\"heading\":true,\"rules\":[{\"id\":\"h\",\"type\":"
    "\"stop_if\",\"text\":\"x\"}]},"
    "{\"code\":\"1\",\"under\":\"0\",\"title\":\"x\",\"max\":4,\"options\":[{\"points\":0,"
    "\"label\":\"x\"},{\"points\":4,\"label\":\"y\",\"min_star\":5}],\"rules\":[{\"id\":\"r\","
    "\"type\":\"requirement\",\"text\":\"x\"}]},"
    "{\"code\":\"2\",\"title\":\"x\",\"max\":2,\"options\":[{\"points\":1,\"label\":\"x\"},"
    "{\"points\":2,\"label\":\"y\"}],\"rules\":[{\"id\":\"a\",\"type\":\"applies_only_if\","
    "\"depends_on\":\"1\",\"min_points\":4,\"text\":\"x\"}]},"
    "{\"code\":\"3\",\"title\":\"x\",\"max\":4,\"cases\":[{\"case\":\"a\",\"label\":\"x\","
    "\"max\":4,\"options\":[{\"points\":4,\"label\":\"x\"}]},{\"case\":\"b\",\"label\":\"y\","
    "\"max\":1,\"options\":[{\"points\":1,\"label\":\"x\"}]}],\"rules\":[{\"id\":\"z\","
    "\"type\":\"stop_if_zero\",\"scope\":\"section\",\"text\":\"x\"}]}]}]}]}";

struct job {
    struct arena *a;
    const struct pack *pack;
    str text;
};

static void run(void *arg)
{
    struct job *job = arg;
    bool faulty;
    str out = score_sheet(job->a, &job->pack, 1, job->text, &faulty);
    struct json_fault why;
    const json_t *got = json_read(job->a, out, 64 << 20, &why);
    if (!got || faulty != (json_object_get(got, "faults") != NULL))
        __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *kept;
    static struct arena *a;
    static const struct pack *pack;
    if (!kept && hash_ready()) {
        kept = arena_new(ARENA_REQUEST_BYTES);
        a = arena_new(ARENA_REQUEST_BYTES);
        struct pack_faults faults;
        pack = pack_read(kept, (str){ pack_text, (ptrdiff_t)sizeof pack_text - 1 }, &faults);
        if (!pack)
            __builtin_trap();
    }
    struct job job = { a, pack, { (const char *)data, (ptrdiff_t)size } };
    if (!land(a, run, &job))
        arena_reset(a);
    arena_reset(a);
    return 0;
}
