#!/usr/bin/env bash
# From the sources to a running server with one command; run_fuota_server.sh --help says the rest.
# Written for bash 3.2 (what macOS has) and later.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
container=${FUOTA_CONTAINER_NAME:-fuota-server}
volume=${FUOTA_VOLUME_NAME:-fuota-server-volume}
image=${FUOTA_IMAGE:-fuota-server}
jar=$here/target/fuota-server.jar

usage() {
  cat <<USAGE
Usage: ./run_fuota_server.sh [--docker | --local] [COMMAND]

Without a command: builds fuota-server if need be, starts it, waits until it is ready, and prints its URL, where the
certificate and the password are, and four curl commands to try. With a working Docker the server runs as the
container "fuota-server" with its data in the volume "fuota-server-volume", and comes back after a reboot; run again,
it is left as it is, or replaced when the sources or settings changed. Without Docker it runs on this machine's
JDK 25 in the foreground, with its data in ./data and its certificate in ./certs.

Commands:
  --stop               stop the container; data and settings stay
  --logs               follow the container's log
  --reset-password     make a new password for the generated account; devices that use the old one get 403
  --export-certs DIR   copy the certificate and its key to DIR: devices trust this pair, so keep a copy safe
  --help               this text

Where to run:
  --docker             in Docker, or not at all
  --local              on this machine's JDK, even if Docker works

Certificate: a pair ca_cert.pem and ca_key.pem in ./certs is used (in Docker: copied into the volume at the first
start). Without one the first start makes a pair for FUOTA_HOST.

Settings come from the environment: US_SERVER_PORT (50000), US_AUTH_USERNAME, US_AUTH_PASSWORD, FUOTA_HOST (localhost),
FUOTA_IMPORT_DIR and all others in README.md. The container keeps those it was started with until they are given
anew; a setting given empty goes back to its default. This script knows besides:
  FUOTA_JAVA_OPTS        options for Java (-Xms32m -Xmx512m)
  FUOTA_FAST_START       false: without Docker, make and use no cache for a faster start
  FUOTA_JDK_DIRS         folders of JDKs to search, separated by ":"
  FUOTA_CONTAINER_NAME   the container's name (fuota-server)
  FUOTA_VOLUME_NAME      the volume's name (fuota-server-volume)
  FUOTA_IMAGE            the image's name (fuota-server)
USAGE
}

say() { printf '%s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }
misused() { printf '%s\nTry ./run_fuota_server.sh --help\n' "$*" >&2; exit 2; }
absolute() { case $1 in /*) say "$1" ;; *) say "$PWD/$1" ;; esac; }

# For the shell that it is pasted into.
quoted() {
  case $1 in
    *[!A-Za-z0-9._/-]*) printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")" ;;
    *) printf '%s' "$1" ;;
  esac
}

docker_works() { command -v docker >/dev/null && docker info >/dev/null 2>&1; }

# --- what both modes print ------------------------------------------------------------------------------------------

# announce URL CERTIFICATE ADMIN DEVICE WHERE-THE-PASSWORD-IS
# ADMIN and DEVICE are what stands behind curl's -u: shell text that fetches the password, never the password.
announce() {
  local url=$1 file curl
  file=$(quoted "$here/README.md")
  curl="curl --cacert $(quoted "$2")"
  cat <<ANNOUNCEMENT

fuota-server is ready.
  URL:          $url
  Certificate:  $2
                (devices trust it; it and its key can't be made again: save both with --export-certs DIR)
  Password:     $5

Four commands to try: upload a file (any will do), assign it to a device that runs version 0.1.0,
check as that device, and download.

  $curl -u $3 -T $file $url/files/demo-0.1.1.bin
  $curl -u $3 -X PUT -H 'Content-Type: text/csv' --data '"demo","0.1.0","demo-0.1.1.bin"' $url/devices/demo
  $curl -u $4 '$url/devices/demo?app_ver=0.1.0'
  $curl -u $4 -o demo-0.1.1.bin $url/files/demo-0.1.1.bin

ANNOUNCEMENT
}

# account NAME COMMAND: what stands behind curl's -u. COMMAND prints the password; without one curl asks for it.
account() {
  if [ -n "$2" ]; then
    # shellcheck disable=SC2016  # $(…) is for the shell that it is pasted into
    case $1 in
      *[!A-Za-z0-9._@-]*) printf '%s":$(%s)"' "$(quoted "$1")" "$2" ;;
      *) printf '"%s:$(%s)"' "$1" "$2" ;;
    esac
  else
    quoted "$1"
  fi
}

# shellcheck source=scripts/container_settings.sh
. "$here/scripts/container_settings.sh"
# shellcheck source=scripts/run_in_docker.sh
. "$here/scripts/run_in_docker.sh"
# shellcheck source=scripts/run_locally.sh
. "$here/scripts/run_locally.sh"

# --- certificates ---------------------------------------------------------------------------------------------------

export_certs() { # MODE DIR
  local file target
  target=$(absolute "$2")
  mkdir -p "$target"
  if [ "$1" = docker ]; then
    docker volume inspect "$volume" >/dev/null 2>&1 || die "There is no volume $volume: start the server first."
    docker run --rm --network none --read-only --cap-drop ALL --security-opt no-new-privileges \
      --volume "$volume:/data:ro" --entrypoint tar "$image" -C /data/certs -cf - ca_cert.pem ca_key.pem |
      tar -C "$scratch" -xf - || die "The volume $volume has no certificate yet: start the server first."
  else
    for file in ca_cert.pem ca_key.pem; do
      cp "$(absolute "${FUOTA_CERTS_DIR:-$here/certs}")/$file" "$scratch/$file" ||
        die "There is no certificate yet: start the server first."
    done
  fi
  for file in ca_cert.pem ca_key.pem; do
    if [ -e "$target/$file" ] && ! cmp -s "$scratch/$file" "$target/$file"; then
      die "$target/$file is there already and is another one: it is not overwritten."
    fi
  done
  install -m 0600 "$scratch/ca_key.pem" "$target/ca_key.pem"
  install -m 0644 "$scratch/ca_cert.pem" "$target/ca_cert.pem"
  say "Copied to $target: ca_cert.pem and ca_key.pem. Keep the key secret, and both safe."
}

# --- the command line -----------------------------------------------------------------------------------------------

mode='' command=run export_to=''
while [ $# -gt 0 ]; do
  case $1 in
    --docker | --local)
      [ -z "$mode" ] || [ "$mode" = "${1#--}" ] || misused "--docker and --local exclude each other."
      mode=${1#--}
      ;;
    --stop | --logs | --reset-password | --export-certs)
      [ "$command" = run ] || misused "--$command and $1 exclude each other."
      command=${1#--}
      if [ "$command" = export-certs ]; then
        [ -n "${2-}" ] || misused "--export-certs wants a folder."
        export_to=$2
        shift
      fi
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    *) misused "Unknown argument: $1" ;;
  esac
  shift
done

if [ "$mode" = docker ]; then
  docker_works || die "Docker does not work here: docker info says why. Without Docker: ./run_fuota_server.sh --local"
elif [ -z "$mode" ]; then
  if docker_works; then
    mode=docker
  else
    mode=local
    say "Docker does not work here: the server runs on this machine's JDK."
  fi
fi

case $command in
  run | export-certs)
    if [ "$mode" = docker ] || [ "$command" = export-certs ]; then
      scratch=$(mktemp -d)
      trap 'rm -rf "$scratch"' EXIT
    fi
    ;;
esac

case $command-$mode in
  run-docker) run_in_docker ;;
  run-local) run_locally ;;
  stop-docker) stop_in_docker ;;
  logs-docker) exec docker logs --follow --tail 200 "$container" ;;
  reset-password-docker) reset_password_in_docker ;;
  reset-password-local) run_locally --reset-password ;;
  export-certs-*) export_certs "$mode" "$export_to" ;;
  stop-local) say "A server run with --local is stopped by Ctrl-C in its terminal." ;;
  logs-local) say "A server run with --local writes its log to its terminal." ;;
esac
