# Sourced: poppler PROGRAM FILE ARGS...: runs one of poppler's programs on a PDF in bubblewrap's sandbox: no network, an empty /tmp, the file read-only and nothing
# else of ours in sight. FILE stands in ARGS as @. KP_RUNTIME names the folder with the unpacked tools; without it (in a container) the system's poppler is used, in
# the same sandbox. KP_RENDER_UNSANDBOXED=1 goes without one, for a machine or container that refuses user namespaces. Replaces this process.
poppler() {
  program=$1 file=$2
  shift 2
  ulimit -t "${KP_RENDER_SECONDS:-20}"
  ulimit -v "${KP_RENDER_KILOBYTES:-2000000}"
  seen=/tmp/in.pdf
  if [ "${KP_RENDER_UNSANDBOXED:-}" = 1 ] && [ -z "${KP_RUNTIME:-}" ]; then seen=$file; fi
  # The arguments with @ replaced, kept apart from each other.
  count=$#
  while [ "$count" -gt 0 ]; do
    argument=$1; shift
    if [ "$argument" = @ ]; then argument=$seen; fi
    set -- "$@" "$argument"
    count=$((count - 1))
  done
  if [ "$seen" = "$file" ]; then exec env -i PATH="$PATH" LANG=C.UTF-8 "$program" "$@"; fi
  if ! command -v bwrap >/dev/null; then
    echo "poppler: bwrap is missing, and nothing is run without a sandbox: install bubblewrap, or set KP_RENDER_UNSANDBOXED=1 to go without" >&2
    exit 1
  fi
  # The arguments of bwrap, last ones first.
  set -- --tmpfs /tmp --ro-bind "$file" /tmp/in.pdf --chdir /tmp -- "/usr/bin/$program" "$@"
  if [ -n "${KP_RUNTIME:-}" ]; then
    set -- --ro-bind "$KP_RUNTIME/roots/tools" / --proc /proc --dev /dev "$@"
  else
    # No /proc: poppler needs none, and a container may not mount one.
    set -- --ro-bind /usr /usr --ro-bind-try /lib /lib --ro-bind-try /lib64 /lib64 --ro-bind-try /bin /bin --ro-bind-try /etc/ld.so.cache /etc/ld.so.cache \
      --ro-bind-try /etc/fonts /etc/fonts --ro-bind-try /var/cache/fontconfig /var/cache/fontconfig --dev /dev "$@"
  fi
  exec bwrap --unshare-all --die-with-parent --new-session --cap-drop ALL --uid 1000 --gid 1000 --clearenv --setenv LANG C.UTF-8 --setenv PATH /usr/bin "$@"
}
