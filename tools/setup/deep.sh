# What ./test --deep adds; sourced by ./test after steps.sh. All of it uses the distribution's clang 19.
#
# One build (build/address) serves the address and undefined-behaviour sanitizers and libFuzzer; a second one (build/thread) the
# thread sanitizer. clang-tidy reads how the ordinary build compiles, but without its precompiled header, which would hide a missing include.

clang=(-DCMAKE_C_COMPILER=/usr/bin/clang-19 -DCMAKE_CXX_COMPILER=/usr/bin/clang++-19 -DCMAKE_BUILD_TYPE=Release -DGANBO_TESTS=ON)
symbolizer=/usr/bin/llvm-symbolizer-19
fuzz_seconds=60

build_address() {
  say "building with the address and undefined-behaviour sanitizers in build/address."
  configure build/address "${clang[@]}" -DGANBO_SANITIZE=ON -DGANBO_FUZZ=ON
  compile build/address ganbo_tests $(basename --suffix .cpp fuzz/*_fuzz.cpp)
}

# Clang's format of the whole tree; the rules are in .clang-format.
deep_format() {
  git ls-files -z --cached --others --exclude-standard '*.cpp' '*.hpp' | xargs -0 clang-format-19 --dry-run -Werror
}

# The checks and the reasons for those left out are in .clang-tidy.
deep_tidy() {
  python3 -B tools/joined/clang_tidy.py . "$build" --jobs "$(compilers)" | tee build/tidy.log
}

deep_address() {
  build_address || return 1
  ASAN_OPTIONS=detect_stack_use_after_return=1 ASAN_SYMBOLIZER_PATH=$symbolizer UBSAN_OPTIONS=print_stacktrace=1 \
    GTEST_OUTPUT=json:build/address/ ctest --test-dir build/address --output-on-failure --parallel 2 --tests-regex '^unit'
}

# The tests whose subject has threads: what stands in the engine, the record, the server, the search, and what spans them. Not those
# of a broken invariant: they fork a process to die in, which this sanitizer ends before that. Nor those that read files: DuckDB's threads
# are not built for it, and all it says is about them.
deep_thread() {
  local suites
  say "building with the thread sanitizer in build/thread."
  configure build/thread "${clang[@]}" -DGANBO_THREAD_SANITIZE=ON
  compile build/thread ganbo_tests || return 1
  suites=$(grep -rhoE '^TEST(_F|_P)?\([A-Za-z0-9]+' src/platform src/parties/search_test.cpp tests --include='*_test.cpp' --exclude='import*' |
    sed 's/.*(//' | sort -u | sed 's:.*:&.*\:*/&.*:' | paste -sd:)
  TSAN_OPTIONS="halt_on_error=1 external_symbolizer_path=$symbolizer suppressions=$PWD/tools/setup/thread_suppressions.txt" \
    build/thread/ganbo_tests --gtest_brief=1 --gtest_filter="$suites:-*DeathTest.*"
}

# fuzz_one <target>: from the kept corpus; new inputs stay in build/, a crash names the file to add to fuzz/corpus.
fuzz_one() {
  local name status=0
  name=$(basename "$1" _fuzz)
  mkdir -p "build/address/corpus/$name" build/address/crashes
  "$1" -max_total_time="$fuzz_seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="build/address/crashes/$name-" "build/address/corpus/$name" "fuzz/corpus/$name" >"build/address/fuzz-$name.log" 2>&1 || status=$?
  echo "$status" >"build/address/fuzz-$name.status"
}

# A minute for each target, as many at a time as there are cores.
deep_fuzz() {
  local log name status=0
  build_address || return 1
  rm -f build/address/fuzz-*.{log,status}
  say "fuzzing each target for $fuzz_seconds s."
  export -f fuzz_one
  export fuzz_seconds
  printf '%s\n' build/address/*_fuzz | xargs -P "$(compilers)" -I '{}' bash -c 'fuzz_one {}'
  for log in build/address/fuzz-*.log; do
    name=$(basename "$log" .log)
    if [ "$(cat "build/address/$name.status")" = 0 ]; then
      echo "$name: $(grep -E 'number_of_executed_units|new_units_added' "$log" | tr -s ' ' | paste -sd' ')"
    else
      tail -n 40 "$log"
      say "$name failed. Add the input that $log names to fuzz/corpus/${name#fuzz-}/ with the fix."
      status=1
    fi
  done
  return $status
}
