# parts.sh: what bench/run is made of; it sets bench, dir, port, static_port and seconds.

# up PORT PATH: waits until somebody answers there
up() {
    for _ in $(seq 200); do
        curl -fs -o /dev/null "http://127.0.0.1:$1$2" && return 0
        sleep 0.05
    done
    echo "bench: nothing answers on port $1" >&2
    exit 1
}

serve() { # HOUSE
    build/bench/saolang serve --data "$1" --listen "127.0.0.1:$port" >"$dir/server.log" 2>&1 &
    server=$!
    up "$port" /healthz
}

stop() {
    kill "$server" || { cat "$dir/server.log" >&2; exit 1; }    # somebody else ended it: no figures
    wait "$server"
    server=
}

# figures NAME UNIT FILE COLUMN: the line of one column of turns
figures() {
    awk -v column="$4" '{ print $column }' "$3" | sort -n | awk -v name="$1" -v unit="$2" '
        { x[NR] = $1 }
        END {
            printf "{\"bench\":\"%s\",\"unit\":\"%s\",\"median\":%.3f,\"least\":%.3f,\"most\":%.3f,\"turns\":%d}\n",
                name, unit, x[int((NR + 1) / 2)], x[1], x[NR], NR
        }'
}

# requests a second of one turn; 0 when nobody answers
rate() { # PORT TARGET
    wrk -t1 -c64 "-d${seconds}s" "http://127.0.0.1:$1$2" |
        awk '/^Requests\/sec:/ { n = $2 } END { print n + 0 }'
}

# against NAME TARGET: our page and the same bytes lying ready, by turns
against() {
    "$bench" static "$static_port" "$2" "$port" >/dev/null 2>&1 &
    static=$!
    up "$static_port" "$2"
    for _ in 1 2 3 4 5; do
        echo "$(rate "$port" "$2") $(rate "$static_port" "$2")"
    done | awk '{ print $1, $2, ($2 > 0 ? $1 / $2 : 0) }' >"$dir/turns"
    kill "$static"
    wait "$static"
    static=
    figures "$1.page" 1/s "$dir/turns" 1
    figures "$1.ready" 1/s "$dir/turns" 2
    figures "$1.ratio" ratio "$dir/turns" 3
}

# -- tables in, tables out, and what the public sees of them ------------------------------------------

watch() {
    "$bench" watch build/bench/saolang "$@" 2>"$dir/said" || { tail "$dir/said" >&2; exit 1; }
}

# intake PREFIX N TURNS: a workbook of N products comes in; leaves the house that holds them. Each
# turn in a fresh house, once only looked at and once applied: applying is the difference.
intake() {
    "$bench" workbook "$dir/fresh" "$2" "$dir/table.xlsx" || exit 1
    : >"$dir/turns"
    for _ in $(seq "$3"); do
        rm -rf "$dir/tables"
        cp -r "$dir/fresh" "$dir/tables"
        looked=$(watch import products "$dir/table.xlsx" --preview --data "$dir/tables") || exit 1
        rm -rf "$dir/tables"
        cp -r "$dir/fresh" "$dir/tables"
        whole=$(watch import products "$dir/table.xlsx" --data "$dir/tables") || exit 1
        echo "$looked $whole" | awk '{ print $1, $5 - $1, $2, $6 - $2, $7, $8 }' >>"$dir/turns"
    done
    figures "$1intake.preview" s "$dir/turns" 1
    figures "$1intake.apply" s "$dir/turns" 2
    figures "$1intake.preview.cpu" s "$dir/turns" 3
    figures "$1intake.apply.cpu" s "$dir/turns" 4
    figures "$1intake.memory" MiB "$dir/turns" 5
    figures "$1intake.helper" MiB "$dir/turns" 6
}

sign_in() { # LOGIN: of the demonstration
    at="http://127.0.0.1:$port/dang-nhap"
    key=$(curl -fs -c "$dir/jar" "$at" | sed -n 's/.*name="_khoa" value="\([^"]*\)".*/\1/p' | head -n 1)
    curl -fs -o /dev/null -b "$dir/jar" -c "$dir/jar" --data-urlencode "_khoa=$key" \
        -d "ten_dang_nhap=$1" -d mat_khau=saolang2026 "$at"
}

# taken NAME TARGET: seconds until the whole reply is there, nobody else asking; no line where the
# server refuses (a file may be too large to be given)
taken() {
    : >"$dir/turns"
    for _ in 1 2 3 4 5; do
        curl -fsS -o /dev/null -b "$dir/jar" -w '%{time_total}\n' "http://127.0.0.1:$port$2" \
            >>"$dir/turns" || return 0
    done
    figures "$1" s "$dir/turns" 1
}

exports() { # PREFIX
    sign_in tinh
    taken "$1export.csv" "/quan-ly/san-pham/tai-ve?dang=csv"
    taken "$1export.xlsx" "/quan-ly/san-pham/tai-ve?dang=xlsx"
    taken "$1export.open" /du-lieu/san-pham.csv
    sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$server/status" | awk '{ print $1 / 1024 }' >"$dir/turns"
    figures "$1export.memory" MiB "$dir/turns" 1
}

# searches PREFIX few|many: 64 connections through the running server. Turns are long: a word that
# fits many takes as long as all who came before.
searches() {
    for _ in 1 2 3 4 5; do
        wrk -t1 -c64 "-d$((seconds * 5))s" --timeout 30s -s bench/search.lua "http://127.0.0.1:$port" -- "$2" | tail -n 1
    done >"$dir/turns"
    figures "$1find.$2.rate" 1/s "$dir/turns" 3
    figures "$1find.$2.p50" ms "$dir/turns" 1
    figures "$1find.$2.p99" ms "$dir/turns" 2
    figures "$1find.$2.refused" requests "$dir/turns" 4
}

tables() { # PREFIX N TURNS
    build/bench/saolang demo "$dir/fresh" --story >/dev/null || exit 1
    intake "$@"
    serve "$dir/tables"
    exports "$1"
    against "$1catalogue" /san-pham
    taken "$1catalogue.anew" /san-pham         # with a cookie: no page that was kept
    searches "$1" few
    searches "$1" many
    stop
    rm -rf "$dir/fresh"
}
