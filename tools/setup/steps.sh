# The steps that ./start, ./test and bench/run share; sourced by them from the root of the tree.
#
# Each step first looks whether there is anything to do, and is silent if not: a second ./start must be serving within three seconds.
# "Anything to do" is read from fingerprints (names, sizes and times of a step's inputs) that a step leaves behind when it succeeded.

build=build/release
configure_options=()  # besides the build type
node_version_min=18.13.0

say() { printf '%s: %s\n' "$self" "$*"; }
fail() { printf '%s: %s\n' "$self" "$*" >&2; exit 1; }
wrong_use() { printf '%s: %s\n' "$self" "$*" >&2; exit 2; }

# Names, sizes and times of all files below the given paths: changes when one is edited, added or removed.
fingerprint() {
  find "$@" \( -name node_modules -o -name dist -o -name __pycache__ -o -name output \) -prune -o -type f -printf '%p %s %T@\n' \
    2>/dev/null | LC_ALL=C sort | sha256sum | cut -d' ' -f1
}
unchanged() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

# One build at a time in a tree; held until build_done.
build_alone() {
  mkdir -p build
  exec 9>build/lock
  flock --nonblock 9 && return
  say "another ./start, ./test or bench/run is building in this folder; waiting for it."
  flock 9
}
build_done() { exec 9>&-; }

node_is_new_enough() {
  command -v npm >/dev/null && command -v node >/dev/null &&
    [ "$(printf '%s\nv%s\n' "$(node --version 2>/dev/null)" $node_version_min | sort --version-sort | head -n 1)" = v$node_version_min ]
}

# install_packages <what for>…: installs what tools/setup/packages.txt lists for it and this machine lacks.
install_packages() {
  local purposes=" $* " purpose package why missing=() lines=()
  command -v dpkg-query >/dev/null ||
    { say "this is no Debian: I go on with what is installed. tools/setup/packages.txt lists what is needed and why."; return; }
  local installed
  installed=" $(dpkg-query --show --showformat='${Package}/${Status}\n' 2>/dev/null | sed -n 's:/install ok installed$::p' | tr '\n' ' ') "
  while read -r purpose package why; do
    case "$purpose" in "" | \#*) continue ;; esac
    [[ $purposes == *" $purpose "* && $installed != *" $package "* ]] || continue
    case "$package" in nodejs | npm) node_is_new_enough && continue ;; esac
    missing+=("$package")
    lines+=("  $package: ${why#\# }")
  done <tools/setup/packages.txt
  [ ${#missing[@]} -gt 0 ] || return 0

  local as_root=()
  if [ "$(id --user)" != 0 ]; then
    command -v sudo >/dev/null ||
      fail "these packages are missing, and only root may install them (sudo is not there either). As root: apt-get install --no-install-recommends ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing ${#missing[@]} Debian packages:"
  printf '%s\n' "${lines[@]}"
  local log=build/packages.log
  # A source that does not answer is no reason to stop: what is missing may come from another.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q update >$log 2>&1 </dev/null ||
    say "apt-get update reported an error (build/packages.log); trying with the lists at hand."
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "${missing[@]}" >>$log 2>&1 </dev/null || {
    tail -n 15 $log >&2
    fail "apt-get could not install them; its whole output is in $log. Run it again when the cause is gone."
  }
}

install_node_modules() {
  local wanted
  wanted=$(cat web/package.json web/package-lock.json web/.npmrc 2>/dev/null | sha256sum | cut -d' ' -f1)
  unchanged web/node_modules/.installed-from "$wanted" && return
  node_is_new_enough ||
    fail "Node $(node --version 2>/dev/null || echo '(not found)') is too old or npm is missing: ganbo's pages need Node $node_version_min or newer. On Debian 12: apt-get install nodejs npm"
  say "installing the JavaScript packages of web/package-lock.json (the web application, its tests, and DuckDB)."
  (cd web && npm ci --no-audit --no-fund --loglevel=error </dev/null) || fail "npm ci failed in web/ (its message is above)."
  echo "$wanted" >web/node_modules/.installed-from
}

build_web() {
  local inputs
  inputs=$(fingerprint web)
  [ -f web/dist/index.html ] && unchanged build/web.built "$inputs" && return
  say "building the web application."
  (cd web && npm run --silent build </dev/null) >build/web.log 2>&1 ||
    { cat build/web.log >&2; fail "the web application does not build (see above)."; }
  echo "$inputs" >build/web.built
}

# At most one compiler a core, and one for each 1.5 GB of free memory.
compilers() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/MemAvailable/ { print int($2 / 1500000) }' /proc/meminfo)
  [ "${memory:-0}" -ge 1 ] || memory=1
  echo $((cores < memory ? cores : memory))
}

cpp_inputs() {
  {
    fingerprint CMakeLists.txt cmake src app tools/sql tools/embed tools/families web/package-lock.json
    find web/dist -type f -printf '%p %s %T@\n' | LC_ALL=C sort
  } | sha256sum | cut -d' ' -f1
}

# configure <folder> <cmake options>…: only when the folder was not configured with these options yet; ninja sees to the rest.
configure() {
  local folder=$1 option name value
  shift
  for option in "$@"; do
    name=${option#-D}; value=${name#*=}; name=${name%%=*}
    grep -qs "^$name:[A-Z]*=$value\$" "$folder/CMakeCache.txt" || {
      cmake -S . -B "$folder" -G Ninja "$@" >build/configure.log 2>&1 </dev/null && return
      cat build/configure.log >&2
      fail "the build cannot be configured (see above)."
    }
  done
  [ -f "$folder/build.ninja" ] || { rm -f "$folder/CMakeCache.txt"; configure "$folder" "$@"; }
}

# ninja prints a line for each step where nobody watches it live; then only the last ones are of interest.
compile() {
  local folder=$1
  shift
  if [ -t 1 ]; then
    cmake --build "$folder" --parallel "$(compilers)" --target "$@" </dev/null
  else
    cmake --build "$folder" --parallel "$(compilers)" --target "$@" >build/compile.log 2>&1 </dev/null ||
      { grep -v '^\[[0-9]*/[0-9]*\] \(Building\|Linking\|Re-checking\)' build/compile.log | tail -n 200 >&2; return 1; }
  fi || fail "the build failed (see above)."
}

# build_binary <what for>…: the binary build/release/ganbo and all that it needs first.
build_binary() {
  local inputs
  install_packages "$@"
  install_node_modules
  build_web
  inputs=$(cpp_inputs)
  [ -x $build/ganbo ] && unchanged $build/ganbo.built "$inputs" && return
  say "building ganbo (Release, $(compilers) at a time) in $build; the first time takes some minutes."
  configure $build -DCMAKE_BUILD_TYPE=Release "${configure_options[@]}"
  compile $build ganbo
  echo "$inputs" >$build/ganbo.built
}
