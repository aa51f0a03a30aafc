/* agent.c: which browser and which system a User-Agent header names.
 *
 *     Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 … Chrome/126.0.0.0 Mobile Safari/537.36
 *                         system                              browser
 *
 * Browsers name those they are like as well, so the more particular word stands first.
 */
#include "web/agent.h"

struct sign {
    const char *word;                          /* in the header */
    const char *says;
};

static const struct sign browsers[] = {
    { "Edg", "Edge" },                         /* Edg/, EdgA/, EdgiOS/ */
    { "OPR/", "Opera" },
    { "coc_coc_browser/", "Cốc Cốc" },
    { "SamsungBrowser/", "Samsung Internet" },
    { "Zalo", "Zalo" },                        /* pages opened inside the app */
    { "FBAN/", "Facebook" },
    { "FBAV/", "Facebook" },
    { "FxiOS/", "Firefox" },
    { "Firefox/", "Firefox" },
    { "CriOS/", "Chrome" },
    { "Chrome/", "Chrome" },
    { "Safari/", "Safari" },
    { "curl/", "curl" },
};

static const struct sign systems[] = {
    { "Android", "Android" },
    { "iPhone", "iPhone" },
    { "iPad", "iPad" },
    { "Windows", "Windows" },
    { "Macintosh", "máy Mac" },
    { "CrOS", "ChromeOS" },
    { "Linux", "Linux" },
};

/* What the first sign found says, or the empty str. */
static str find(str agent, const struct sign *signs, ptrdiff_t count)
{
    for (ptrdiff_t i = 0; i < count; i++)
        if (str_contains(agent, str_of(signs[i].word)))
            return str_of(signs[i].says);
    return S("");
}

str agent_words(struct arena *a, str agent)
{
    str browser = find(agent, browsers, COUNT_OF(browsers));
    str system = find(agent, systems, COUNT_OF(systems));
    if (browser.len > 0 && system.len > 0)
        return join(a, browser, S(" trên "), system);
    if (browser.len == 0 && system.len == 0)
        return S("Không rõ");
    return browser.len > 0 ? browser : system;
}
