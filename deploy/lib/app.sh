# Building and starting the platform's own programs. Sourced after runtime.sh and postgres.sh.

KP_PORTAL="$KP_HOME/src/KnowledgePlatform.Portal/bin/Release/net10.0/KnowledgePlatform.Portal.dll"
KP_CLI="$KP_HOME/src/KnowledgePlatform.Cli/bin/Release/net10.0/kp.dll"
KP_PARSER="$KP_RUNTIME/parser/KnowledgePlatform.Parsers"

kp_dotnet_needed() {
  command -v dotnet >/dev/null || kp_fail "the .NET 10 SDK is missing: install it so that 'dotnet' is on PATH"
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1
  export LANG="${LANG:-C.UTF-8}"
}

# Builds the portal and kp when a source is younger than the last build.
# Two that build at once write the same files: the second waits, and finds it built.
kp_build() {
  mkdir -p "$KP_RUNTIME"
  ( flock 9; kp_build_locked; kp_parser_locked ) 9>"$KP_RUNTIME/build.lock"
}

kp_build_locked() {
  local stamp="$KP_RUNTIME/built"
  if [ -f "$KP_CLI" ] && kp_unchanged "$stamp" "$KP_HOME/src"; then return 0; fi
  local began=$EPOCHSECONDS
  kp_step "building (the first time fetches packages)" kp_build_now
  # What was saved while it was being built is younger than its beginning.
  touch -d "@$began" "$stamp"
}

# kp_unchanged STAMP FOLDER...: whether nothing of what is built from these folders is younger than STAMP.
kp_unchanged() {
  local stamp=$1; shift
  [ -f "$stamp" ] &&
    [ -z "$(find "$@" "$KP_HOME"/*.props "$KP_HOME/global.json" -newer "$stamp" -not -path '*/bin/*' -not -path '*/obj/*' -type f -print -quit)" ]
}

kp_build_now() {
  # Servers of the compiler outlive the build, and would keep its lock.
  [ ! -d "$KP_HOME/src/KnowledgePlatform.Portal" ] || dotnet build "$KP_HOME/src/KnowledgePlatform.Portal" -c Release --nologo -v quiet 9>&- &&
    dotnet build "$KP_HOME/src/KnowledgePlatform.Cli" -c Release --nologo -v quiet 9>&-
}

# Compiles the program that reads documents to native code, which takes a fraction of the processor time (docs/decisions/0026-native-parser.md). Without it the managed one
# of the build is used, which reads the same: so what is missing is said, and nothing fails. A failed try is made again when a source changes, and after a day.
kp_parser_locked() {
  if [ -n "${Parsing__ParserPath:-}" ] || kp_parser_is_current || { [ -n "$(find "$KP_RUNTIME/parser/failed" -mmin -1440 2>/dev/null)" ] && kp_parser_unchanged "$KP_RUNTIME/parser/failed"; }; then return 0; fi
  local began=$EPOCHSECONDS stamp=built
  rm -f "$KP_RUNTIME/parser/built"
  if ! ( kp_step "compiling the document reader to native code" kp_parser_now ); then
    stamp=failed
    echo "documents are read by the managed reader, which takes more processor time; remove $KP_RUNTIME/parser/failed to try again" >&2
  fi
  mkdir -p "$KP_RUNTIME/parser"
  rm -f "$KP_RUNTIME/parser/failed"
  kp_sdk_version > "$KP_RUNTIME/parser/$stamp"
  touch -d "@$began" "$KP_RUNTIME/parser/$stamp"
}

# The runtime is part of a native program: another SDK, which may bring a mended one, makes it anew.
kp_parser_unchanged() {
  kp_unchanged "$1" "$KP_HOME/src/KnowledgePlatform.Parsers" "$KP_HOME/src/KnowledgePlatform.ParserProtocol" && [ "$(cat "$1")" = "$(kp_sdk_version)" ]
}

kp_parser_is_current() { [ -x "$KP_PARSER" ] && kp_parser_unchanged "$KP_RUNTIME/parser/built"; }

# As "dotnet --version" says it from there, a tenth of a second sooner.
kp_sdk_version() { ls "$(dirname "$(readlink -f "$(command -v dotnet)")")/sdk" 2>/dev/null || true; }

# A folder of its own for what lies between: the solution's build is left as it is. Nothing else lies beside the program, for its sandbox shows it that folder.
kp_parser_now() {
  command -v clang >/dev/null || kp_need gcc "gcc libc6-dev" || return 1
  local fresh="$KP_RUNTIME/parser-build"
  rm -rf "$fresh" && mkdir -p "$KP_RUNTIME/parser" &&
    dotnet publish "$KP_HOME/src/KnowledgePlatform.Parsers" -c Release -p:CompileParsersNative=true --artifacts-path "$fresh" -o "$fresh/out" --nologo -v quiet 9>&- &&
    kp_parser_answers "$fresh/out/KnowledgePlatform.Parsers" && mv -f "$fresh/out/KnowledgePlatform.Parsers" "$KP_PARSER" && rm -rf "$fresh"
}

# Asked nothing, it says that it was not understood (exit status 64): it can be started here.
kp_parser_answers() { local status=0; "$1" </dev/null || status=$?; [ "$status" = 64 ]; }

# Several commands may use the database at once; the last one to leave stops it, if a command of ours started it.
kp_pg_use() {
  mkdir -p "$KP_DATA/postgres"
  exec 8>"$KP_DATA/postgres.users"
  flock -s 8
  kp_pg_start_locked
}

kp_pg_start_locked() { (exec 9>"$KP_DATA/postgres.start"; flock 9; kp_pg_start 8>&- 9>&-); }

kp_pg_leave() {
  flock -u 8
  if flock -xn 8 && [ ! -f "$KP_DATA/postgres/kept" ]; then kp_pg_stop; fi
  exec 8>&-
}

# Which data folders the portals of this checkout use that run now: a file for each, named by the process.
kp_portals="$KP_RUNTIME/portals"

kp_running_data() {
  local file pid
  for file in "$kp_portals"/*; do
    pid=${file##*/}
    if [[ $pid =~ ^[0-9]+$ ]] && grep -qs 'deploy/run' "/proc/$pid/cmdline"; then cat "$file"; else rm -f "$file"; fi
  done 2>/dev/null | sort -u
}

# The data folder of a command that was told none: that of the portal which runs.
kp_data_of_portal() {
  local running; running=$(kp_running_data)
  case $(grep -c . <<<"$running") in
    0) KP_DATA="$KP_RUNTIME/data" ;;
    1) KP_DATA=$running
       [ "$KP_DATA" = "$KP_RUNTIME/data" ] || echo "using the running portal's data folder, $KP_DATA" >&2 ;;
    *) kp_fail "several portals of this checkout run; say whose data is meant by KP_DATA=DIR: $(tr '\n' ' ' <<<"$running")" ;;
  esac
}

# The settings that the portal and kp read.
kp_environment() {
  export KP_HOME KP_DATA
  export KP_RUNTIME Rendering__Program="$KP_HOME/deploy/lib/render-page" Recognition__Program="${Recognition__Program-$KP_HOME/deploy/lib/recognize-page}"
  export Conversion__Program="${Conversion__Program-$KP_HOME/deploy/lib/convert-office}"
  export Transcription__Decoder="${Transcription__Decoder-$KP_HOME/deploy/lib/decode-audio}"
  export Parsing__SandboxPath="${Parsing__SandboxPath-$(command -v bwrap || true)}"
  if [ -z "${Parsing__ParserPath:-}" ] && kp_parser_is_current; then export Parsing__ParserPath="$KP_PARSER"; fi
}

# kp_http_ok PORT PATH: true when the answer is 200. A bare machine has no curl.
kp_http_ok() {
  local line
  { exec 7<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&7
  IFS= read -r -t 10 line <&7 || line=""
  exec 7>&-
  [[ $line == *" 200 "* ]]
}
