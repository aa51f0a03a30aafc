-- search.lua: wrk asks for searches, hardly one of them twice; prints "P50 P99 RATE REFUSED", times
-- in ms.   wrk … -s bench/search.lua URL -- few|many
local nouns = { "mat ong", "gao thom", "nuoc mam", "kho ca", "tra sen", "ca phe", "tieu so", "muoi ot" }
local wide = { "gao", "huu co", "kho ca" }
local many = false

function init(args)
    many = args[1] == "many"
    math.randomseed(20261118)
end

function request()
    local words = many and wide[math.random(#wide)]
        or nouns[math.random(#nouns)] .. " " .. math.random(20000)
    -- a cookie: no page that was kept
    return wrk.format("GET", "/san-pham?tim=" .. words:gsub(" ", "+"), { Cookie = "bench=1" })
end

function done(summary, latency)
    local bad = summary.errors
    io.write(string.format("%.3f %.3f %.1f %d\n", latency:percentile(50) / 1000,
        latency:percentile(99) / 1000, summary.requests / summary.duration * 1e6,
        bad.status + bad.timeout + bad.read + bad.connect))
end
