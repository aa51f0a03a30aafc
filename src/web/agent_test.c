/* agent_test.c: headers as browsers send them, in words people know. */
#include "web/agent.h"

#include "base/test.h"

#define MOZILLA "Mozilla/5.0 "
#define LIKE_CHROME "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "

static const char *const known[][2] = {
    { MOZILLA "(Linux; Android 10; K) " LIKE_CHROME "Mobile Safari/537.36", "Chrome trên Android" },
    { MOZILLA "(Windows NT 10.0; Win64; x64) " LIKE_CHROME "Safari/537.36", "Chrome trên Windows" },
    { MOZILLA "(Windows NT 10.0; Win64; x64) " LIKE_CHROME "Safari/537.36 Edg/126.0.0.0",
      "Edge trên Windows" },
    { MOZILLA "(X11; CrOS x86_64 14541.0.0) " LIKE_CHROME "Safari/537.36", "Chrome trên ChromeOS" },
    { MOZILLA "(Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 "
      "Chrome/121.0.0.0 Mobile Safari/537.36", "Samsung Internet trên Android" },
    { MOZILLA "(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
      "coc_coc_browser/121.0.206 Chrome/115.0.5790.206 Safari/537.36", "Cốc Cốc trên Windows" },
    { MOZILLA "(iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
      "Version/17.5 Mobile/15E148 Safari/604.1", "Safari trên iPhone" },
    { MOZILLA "(iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
      "CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1", "Chrome trên iPhone" },
    { MOZILLA "(iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
      "Version/12.1.2 Mobile/15E148 Safari/604.1", "Safari trên iPad" },
    { MOZILLA "(Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
      "Version/17.5 Safari/605.1.15", "Safari trên máy Mac" },
    { MOZILLA "(X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox trên Linux" },
    { MOZILLA "(Linux; Android 14; SM-A556E; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
      "Chrome/126.0.0.0 Mobile Safari/537.36 Zalo android/24060303", "Zalo trên Android" },
    { "curl/7.88.1", "curl" },
    { "Dalvik/2.1.0 (Linux; U; Android 11)", "Android" },
};

TEST(web, a_browser_is_called_by_its_name_and_system)
{
    for (ptrdiff_t i = 0; i < COUNT_OF(known); i++)
        EXPECT_STR(known[i][1], agent_words(t->a, str_of(known[i][0])));
}

TEST(web, a_browser_nobody_knows_is_not_shown_as_it_calls_itself)
{
    EXPECT_STR("Không rõ", agent_words(t->a, S("")));
    EXPECT_STR("Không rõ", agent_words(t->a, S("<script>alert(1)</script>")));
    EXPECT_STR("Không rõ", agent_words(t->a, S("\xff\xfe")));
    EXPECT_STR("Chrome", agent_words(t->a, S("\xff Chrome/1 \xfe")));
}
