# A developer's front door; the rules live in meson.build and tools/.
all:
	@tools/build build/test -Db_sanitize=address,undefined -Dtrespass=true
test: all
	@tools/run-tests $(T)
pg: all
	@SAOLANG_SOURCE=$(CURDIR) tests/pg_throwaway build/test/saolang-test $(T)
run:
	@./run
assets:
	@npm ci --silent && node assets/build.mjs
fmt:
	@git ls-files 'src/*.c' 'src/*.h' 'tools/*.c' 'bench/*.c' | xargs clang-format -i
lint:
	@tools/lint
crash: all
	@ROUNDS=$(or $(N),200) tests/suites/crash
race:
	@tools/build build/race -Db_sanitize=thread && TARGETS=saolang-media tools/build build/run -Dbuildtype=release -Ddebug=true
	@SAOLANG_BIN=build/race/saolang SAOLANG_MEDIA=$(CURDIR)/build/run/saolang-media TSAN_OPTIONS=halt_on_error=1:exitcode=66 tests/suites/journeys
fuzz:
	@tools/fuzz $(or $(F),json) $(or $(S),60)
bench:
	@bench/run
demo:
	@rm -rf data/demo && tools/build build/run -Dbuildtype=release -Ddebug=true && build/run/saolang demo data/demo --story
journeys: all
	@tests/suites/journeys
lighthouse:
	@bench/lighthouse/run
fresh:
	@tools/fresh
.PHONY: race all test pg run assets fmt lint crash fuzz bench lighthouse demo journeys fresh
