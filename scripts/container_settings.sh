# shellcheck shell=bash
# What the container is started with. Read by run_fuota_server.sh.
# shellcheck disable=SC2154  # container, volume and image come from there

# Names of this script, and of folders that are others inside the container: not passed on.
is_passed_on() {
  case $1 in
    FUOTA_CONTAINER_NAME | FUOTA_VOLUME_NAME | FUOTA_IMAGE | FUOTA_JDK_DIRS | FUOTA_FAST_START) return 1 ;;
    FUOTA_DATA_DIR | FUOTA_CERTS_DIR | FUOTA_IMPORT_DIR) return 1 ;;
    US_* | FUOTA_*) return 0 ;;
    *) return 1 ;;
  esac
}

setting_names() {
  local name
  for name in $(compgen -e | LC_ALL=C sort); do
    if is_passed_on "$name" && [ -n "${!name}" ]; then say "$name"; fi
  done
}

# The SHA-256 of standard input in hex.
sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1; }

container_has() { docker container inspect -f "$1" "$container" 2>/dev/null; }
container_exists() { container_has '{{.Id}}' >/dev/null; }
is_ours() { [ -n "$(container_has '{{index .Config.Labels "io.fuota.settings"}}')" ]; }

# Takes over the settings that the container was started with and that aren't given now. An update with
# "git pull && ./run_fuota_server.sh" in a fresh shell would otherwise lose the password that all devices know.
keep_settings() {
  local line name port ours=false kept=
  if is_ours; then ours=true; fi
  while IFS= read -r line; do
    name=${line%%=*}
    if is_passed_on "$name" && [ -z "${!name+given}" ]; then
      # The port inside a container of another make says nothing about the one outside.
      if [ "$ours" = true ] || [ "$name" = US_AUTH_USERNAME ] || [ "$name" = US_AUTH_PASSWORD ]; then
        export "${line?}"
        kept="$kept $name"
      fi
    fi
  done < <(container_has '{{range .Config.Env}}{{println .}}{{end}}')
  if [ "$ours" = false ] && [ -z "${US_SERVER_PORT+given}" ]; then
    port=$(container_has '{{range .HostConfig.PortBindings}}{{range .}}{{println .HostPort}}{{end}}{{end}}' | head -n 1)
    if [ -n "$port" ] && [ "$port" != 50000 ]; then
      export US_SERVER_PORT=$port
      kept="$kept US_SERVER_PORT"
    fi
  fi
  [ -z "$kept" ] || say "Settings kept from the container:$kept"
}

# A port that is off where nothing is said.
publish_tcp() { # SETTING
  local wanted=${!1:-0}
  case $wanted in
    0) ;;
    *[!0-9]*) die "$1 is to be 0 or a port up to 65535 with Docker: $wanted" ;;
    *) run_options+=(--publish "$wanted:$wanted") ;;
  esac
}

# Adds a UDP port to run_options.
publish_udp() { # SETTING DEFAULT
  local value=${!1:-$2}
  case $value in
    0) ;;
    random)
      # A random port outside; inside it need not be.
      unset "$1"
      run_options+=(--publish "$2/udp")
      ;;
    *[!0-9]* | ??????*) die "$1 is to be 0, random or a port up to 65535: $value" ;;
    *)
      [ "$value" -le 65535 ] || die "$1 is to be 0, random or a port up to 65535: $value"
      run_options+=(--publish "$value:$value/udp")
      ;;
  esac
}

# Fills run_options with everything that "docker run" is told. Values are not on the command line, where
# other users of the machine could read them, but taken from our environment by Docker's client.
set_run_options() {
  local name port=${US_SERVER_PORT:-50000}
  case $port in
    *[!0-9]* | ??????*) die "US_SERVER_PORT is to be a port, a number from 0 to 65535: $port" ;;
  esac
  [ "$port" -le 65535 ] || die "US_SERVER_PORT is to be a port, a number from 0 to 65535: $port"
  run_options=(--name "$container" --restart always --stop-timeout 40
    --read-only --tmpfs "/tmp:rw,noexec,nosuid,nodev,size=64m" --cap-drop ALL --security-opt no-new-privileges
    --log-driver json-file --log-opt max-size=10m --log-opt max-file=3
    --volume "$volume:/data")
  if [ "$port" = 0 ]; then
    # A random port outside; inside it need not be.
    unset US_SERVER_PORT
    run_options+=(--publish 50000)
  else
    run_options+=(--publish "$port:$port")
  fi
  publish_udp FUOTA_COAP_PORT 5683
  publish_udp FUOTA_COAPS_PORT 5684
  publish_tcp FUOTA_HTTP_PORT
  publish_tcp FUOTA_EXOSITE_PORT
  if [ -n "${FUOTA_IMPORT_DIR-}" ]; then
    [ -d "$FUOTA_IMPORT_DIR" ] || die "FUOTA_IMPORT_DIR is not a folder: $FUOTA_IMPORT_DIR"
    run_options+=(--volume "$(absolute "$FUOTA_IMPORT_DIR"):/import:ro" --env FUOTA_IMPORT_DIR=/import)
  fi
  for name in $(setting_names); do
    run_options+=(--env "$name")
  done
}

# A digest of all that makes a container what it is: the same digest, the same container.
settings_digest() {
  local name
  {
    docker image inspect -f '{{.Id}}' "$image"
    printf '%s\n' "${run_options[@]}"
    for name in $(setting_names); do printf '%s=%s\n' "$name" "${!name}"; done
  } | sha256
}
