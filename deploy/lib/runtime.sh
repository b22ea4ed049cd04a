# The runtime: PostgreSQL, Tesseract and poppler from Debian's suite forky, unpacked into roots of their own and run by bubblewrap, so
# that neither Docker nor a change of the host is needed. Sourced by the commands in deploy/; needs $KP_HOME (the checkout).

KP_RUNTIME="${KP_RUNTIME:-$KP_HOME/.runtime}"
KP_SUITE=forky
# Languages in which text is recognised in pictures, as Debian's packages tesseract-ocr-NAME call them; English is always there. See Recognition:Languages.
KP_OCR_LANGUAGES="${KP_OCR_LANGUAGES:-spa fra deu ita por nld hin ara chi-sim jpn kor}"

# The data folder holds originals, pictures of pages, logs and secrets: for nobody else on this machine.
kp_data_folder() { mkdir -p "$KP_DATA" && chmod 700 "$KP_DATA"; }

# kp_keep_log FILE: what is in it stays, and one older file of some 10 MB beside it.
kp_keep_log() {
  if [ -f "$1" ] && [ "$(stat -c %s "$1")" -gt 10000000 ]; then mv -f "$1" "$1.1"; fi
}

kp_fail() { echo "kp: $*" >&2; exit 1; }

# kp_step TITLE COMMAND...: runs the command, prints the title with its duration; on failure shows the end of its output.
kp_step() {
  local title=$1 log began=$EPOCHREALTIME; shift
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1; then
    tail -n 25 "$log" >&2; rm -f "$log"
    kp_fail "$title failed (output above)"
  fi
  rm -f "$log"
  LC_ALL=C awk -v t="$title" -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%-58s %6.1f s\n", t, b - a }'
}

# kp_need PROGRAM PACKAGES: as root installs what is missing from Debian, as another user says what to ask for.
kp_need() {
  command -v "$1" >/dev/null && return 0
  # Said and not exited with: kp_step shows what a step said when the step fails.
  [ "$(id -u)" = 0 ] || { echo "$1 is missing: ask an administrator to run 'apt-get install $2'" >&2; return 1; }
  # shellcheck disable=SC2086  # a list of packages
  apt-get update -q && apt-get install -qy --no-install-recommends $2
}

# The host's own Debian mirror, without naming one here.
kp_mirror() {
  { cat /etc/apt/sources.list.d/debian.sources 2>/dev/null | sed -n 's/^URIs: *//p'
    grep -hE '^deb ' /etc/apt/sources.list 2>/dev/null | sed -E 's/\[[^]]*\] *//' | awk '{print $2}'; } | grep -v security | head -n 1
}

kp_apt() {
  apt-get -o Dir::State="$KP_RUNTIME/apt/state" -o Dir::State::status="$KP_RUNTIME/apt/status" \
    -o Dir::Cache="$KP_RUNTIME/apt/cache" -o Dir::Etc::sourcelist="$KP_RUNTIME/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
    -o Acquire::Check-Valid-Until=false -o APT::Sandbox::User= -o APT::Install-Recommends=false \
    -o Debug::NoLocking=true -o APT::Architecture=amd64 -o Dpkg::Use-Pty=0 -qy "$@"
}

kp_apt_prepare() {
  local mirror; mirror=$(kp_mirror)
  [ -n "$mirror" ] || { echo "no Debian mirror found in /etc/apt; list one there"; return 1; }
  mkdir -p "$KP_RUNTIME"/apt/{state/lists/partial,cache/archives/partial}
  : > "$KP_RUNTIME/apt/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $KP_SUITE main" > "$KP_RUNTIME/apt/sources.list"
  kp_apt update
}

# kp_root NAME PACKAGE...: downloads the packages with all they depend on (apt checks signatures and hashes) and unpacks them into
# roots/NAME; versions and checksums of what was unpacked go to roots/NAME.packages.
kp_root() {
  local name=$1 root="$KP_RUNTIME/roots/$1" fresh="$KP_RUNTIME/roots/$1.new" deb dir; shift
  rm -rf "$fresh" "$KP_RUNTIME"/apt/cache/archives/*.deb
  mkdir -p "$fresh"/{usr/bin,usr/sbin,usr/lib,usr/lib64,etc,data,proc,dev,tmp,run}
  for dir in bin sbin lib lib64; do ln -s "usr/$dir" "$fresh/$dir"; done
  kp_apt install --download-only dash "$@" || return 1
  for deb in "$KP_RUNTIME"/apt/cache/archives/*.deb; do
    dpkg -x "$deb" "$fresh" || return 1
  done
  (cd "$KP_RUNTIME/apt/cache/archives" && sha256sum -- *.deb) > "$root.packages"
  rm -f "$KP_RUNTIME"/apt/cache/archives/*.deb
  ln -sf dash "$fresh/usr/bin/sh"
  echo 'kp:x:1000:1000::/data:/bin/sh' > "$fresh/etc/passwd"
  echo 'kp:x:1000:' > "$fresh/etc/group"
  echo "$*" > "$fresh/packages-wanted"
  rm -rf "$root" && mv "$fresh" "$root"
}

# kp_has_root NAME PACKAGE...: whether the root is there, of these packages: a later version may want others.
kp_has_root() {
  local root="$KP_RUNTIME/roots/$1"; shift
  [ "$(cat "$root/packages-wanted" 2>/dev/null)" = "$*" ]
}

# kp_in ROOT DATA COMMAND...: runs a program of a root; DATA is seen as /data. With KP_EXEC set it takes the shell's place.
kp_in() {
  local root=$1 data=$2; shift 2
  ${KP_EXEC:+exec} bwrap --unshare-user --uid 1000 --gid 1000 --bind "$KP_RUNTIME/roots/$root" / --proc /proc --dev /dev \
    --bind "$data" /data --tmpfs /tmp --setenv LANG C.UTF-8 --setenv HOME /data "$@"
}

# kp_runtime: everything that the platform needs from outside; a root that is there already is not made again.
kp_runtime() {
  mkdir -p "$KP_RUNTIME/roots"
  command -v bwrap >/dev/null || kp_step "installing bubblewrap" kp_need bwrap bubblewrap
  local tools="poppler-utils graphicsmagick tesseract-ocr $(printf 'tesseract-ocr-%s ' $KP_OCR_LANGUAGES)"
  # shellcheck disable=SC2086  # a list of packages
  if [ ! -d "$KP_RUNTIME/roots/postgres" ] || ! kp_has_root tools $tools; then
    kp_step "reading the list of Debian $KP_SUITE" kp_apt_prepare
  fi
  [ -d "$KP_RUNTIME/roots/postgres" ] ||
    kp_step "unpacking PostgreSQL 18, pgvector, pg_textsearch" kp_root postgres postgresql-18 postgresql-18-pgvector postgresql-18-pg-textsearch
  # shellcheck disable=SC2086
  kp_has_root tools $tools || kp_step "unpacking poppler, GraphicsMagick and Tesseract" kp_root tools $tools
}

# kp_runtime_tests: what only the tests need: llama-server, the real OpenAI-compatible peer of the chat engine.
kp_runtime_tests() {
  [ -d "$KP_RUNTIME/roots/llama" ] && return 0
  kp_step "reading the list of Debian $KP_SUITE" kp_apt_prepare
  kp_step "unpacking llama.cpp for the tests" kp_root llama llama.cpp
}
