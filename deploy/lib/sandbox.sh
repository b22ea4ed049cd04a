# Sourced: sandboxed FILE PROGRAM ARGS...: runs a program that reads a foreign file in bubblewrap's sandbox: no network, an empty /tmp, the file read-only and nothing
# else of ours in sight. FILE stands in ARGS as @. KP_RUNTIME names the folder with the unpacked tools; without it (in a container) the system's programs are used, in
# the same sandbox. KP_TOOL_UNSANDBOXED=1 goes without one, for a machine or container that refuses user namespaces. KP_TOOL_SECONDS and KP_TOOL_KILOBYTES bound
# each program. Replaces this process.
sandboxed() {
  file=$1 program=$2
  shift 2
  ulimit -t "${KP_TOOL_SECONDS:-20}"
  ulimit -v "${KP_TOOL_KILOBYTES:-2000000}"
  seen=/tmp/in
  if [ "${KP_TOOL_UNSANDBOXED:-}" = 1 ] && [ -z "${KP_RUNTIME:-}" ]; then seen=$file; fi
  # The arguments with @ replaced, kept apart from each other.
  count=$#
  while [ "$count" -gt 0 ]; do
    argument=$1; shift
    if [ "$argument" = @ ]; then argument=$seen; fi
    set -- "$@" "$argument"
    count=$((count - 1))
  done
  if [ "$seen" = "$file" ]; then exec env -i PATH="$PATH" LANG=C.UTF-8 OMP_THREAD_LIMIT=1 "$program" "$@"; fi
  if ! command -v bwrap >/dev/null; then
    echo "sandbox: bwrap is missing, and nothing is run without a sandbox: install bubblewrap, or set KP_TOOL_UNSANDBOXED=1 to go without" >&2
    exit 1
  fi
  # The arguments of bwrap, last ones first.
  set -- --size 268435456 --tmpfs /tmp --ro-bind "$file" /tmp/in --chdir /tmp -- "/usr/bin/$program" "$@"
  if [ -n "${KP_RUNTIME:-}" ]; then
    set -- --ro-bind "$KP_RUNTIME/roots/tools" / --proc /proc --dev /dev "$@"
  else
    # No /proc: the programs need none, and a container may not mount one. Debian's alternatives are links between libraries: without them ffmpeg finds no libblas.
    set -- --ro-bind /usr /usr --ro-bind-try /lib /lib --ro-bind-try /lib64 /lib64 --ro-bind-try /bin /bin --ro-bind-try /etc/ld.so.cache /etc/ld.so.cache \
      --ro-bind-try /etc/alternatives /etc/alternatives --ro-bind-try /etc/fonts /etc/fonts --ro-bind-try /var/cache/fontconfig /var/cache/fontconfig --dev /dev "$@"
  fi
  exec bwrap --unshare-all --die-with-parent --new-session --cap-drop ALL --uid 1000 --gid 1000 --clearenv --setenv LANG C.UTF-8 --setenv PATH /usr/bin \
    --setenv OMP_THREAD_LIMIT 1 "$@"
}

# picture_kind FILE: GraphicsMagick's name of a picture's format by its first bytes, or nothing for any other file.
picture_kind() {
  case $(od -An -tx1 -N12 "$1" | tr -d ' \n') in
    89504e47*) echo png ;;
    ffd8ff*) echo jpeg ;;
    49492a00*|4d4d002a*) echo tiff ;;
    47494638*) echo gif ;;
    424d*) echo bmp ;;
    52494646????????57454250*) echo webp ;;
  esac
}
