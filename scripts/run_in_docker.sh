# shellcheck shell=bash
# The server in Docker. Read by run_fuota_server.sh, which says what container, volume and image are called.
# shellcheck disable=SC2154  # container, volume, image, here and scratch come from there

start_seconds=300 # how long a start may take before it counts as failed: the first one hashes all files it takes over

build_image() {
  local sources
  sources=$(cd "$here" && find Dockerfile .dockerignore docker pom.xml src/main -type f | LC_ALL=C sort |
    while IFS= read -r file; do say "$file $(sha256 <"$file")"; done | sha256)
  if [ "$(docker image inspect -f '{{index .Config.Labels "io.fuota.sources"}}' "$image" 2>/dev/null)" != "$sources" ]; then
    say "Building the image $image from the sources; the first time takes some minutes."
    docker build --tag "$image" --label "io.fuota.sources=$sources" "$here" >&2 || die "The image could not be built."
    # What the classic builder left of earlier builds, 700 MB each; the newest one speeds up the next build.
    docker image ls --quiet --filter dangling=true --filter label=io.fuota.stage=build | tail -n +2 |
      while read -r id; do docker image rm "$id" >/dev/null 2>&1 || true; done
  fi
}

# Prints the pair that a new volume gets as a tar archive: the operator's own, or else that of the container of
# docker-fuota-server that is being replaced, whose image holds it in the working directory. Devices trust it.
own_pair() {
  local certs folder file
  certs=$(absolute "${FUOTA_CERTS_DIR:-$here/certs}")
  if [ ! -e "$certs/ca_cert.pem" ] && [ ! -e "$certs/ca_key.pem" ] && [ -n "$foreign" ]; then
    folder=$(docker container inspect -f '{{.Config.WorkingDir}}' "$foreign")
    certs=$scratch/certs
    mkdir -p "$certs"
    for file in ca_cert.pem ca_key.pem; do
      docker cp "$foreign:$folder/$file" "$certs/$file" >/dev/null 2>&1 || rm -f "$certs/$file"
    done
  fi
  if [ -e "$certs/ca_cert.pem" ] && [ -e "$certs/ca_key.pem" ]; then
    # -h: the file behind a link; COPYFILE_DISABLE: macOS adds no files of its own.
    COPYFILE_DISABLE=1 tar -C "$certs" -chf - ca_cert.pem ca_key.pem
  fi
}

check_own_pair() {
  local certs
  certs=$(absolute "${FUOTA_CERTS_DIR:-$here/certs}")
  if [ -e "$certs/ca_cert.pem" ] && [ ! -e "$certs/ca_key.pem" ]; then
    die "$certs has a ca_cert.pem without its ca_key.pem: add the key, or take the certificate away."
  elif [ -e "$certs/ca_key.pem" ] && [ ! -e "$certs/ca_cert.pem" ]; then
    die "$certs has a ca_key.pem without its ca_cert.pem: add the certificate, or take the key away."
  fi
}

# The only container that runs as root: it can change owners, and ends before the server starts.
prepare_volume() {
  own_pair >"$scratch/pair.tar"
  docker run --rm --interactive --user 0:0 --network none --read-only --tmpfs /tmp:noexec \
    --cap-drop ALL --cap-add CHOWN --cap-add DAC_OVERRIDE --cap-add FOWNER --security-opt no-new-privileges \
    --volume "$volume:/data" --entrypoint /opt/fuota/bin/prepare-volume "$image" <"$scratch/pair.tar"
}

# Stops the container and renames it: it comes back if the new one doesn't start. What this script didn't make is
# kept even after that, because all that is known of it is there.
set_aside() {
  if is_ours; then
    aside=$container-previous
  else
    aside=$container-replaced-$(date +%Y%m%d%H%M%S)
    foreign=$aside
  fi
  say "Stopping the container $container ..."
  # Or Docker would start it again with the machine.
  docker update --restart no "$container" >/dev/null
  docker stop --time 40 "$container" >/dev/null
  docker rename "$container" "$aside"
}

# The new container is wrong: goes back to the one before, or leaves it stopped for a look at it.
go_back() {
  if [ -n "$aside" ]; then
    docker rm --force "$container" >/dev/null 2>&1 || true # there may be none yet
    docker rename "$aside" "$container"
    docker update --restart always "$container" >/dev/null
    docker start "$container" >/dev/null
    die "The container that ran before runs again, with its version and its settings."
  fi
  if container_exists; then
    # Without this Docker would try again for ever.
    docker update --restart no "$container" >/dev/null
    docker stop "$container" >/dev/null
  fi
  exit 1
}

forget_aside() { # ID of its image
  if [ -n "$foreign" ]; then
    say "The former container, which this script did not make, is kept as $foreign. To go back to it:"
    say "  docker rm --force $container && docker rename $foreign $container && docker start $container"
  elif [ -n "$aside" ]; then
    docker rm "$aside" >/dev/null
    remove_old_image "$1"
  fi
}

# A run that was broken off may have left a container set aside.
clean_up_after_interruption() {
  if docker container inspect "$container-previous" >/dev/null 2>&1; then
    if container_exists; then
      docker rm --force "$container-previous" >/dev/null
    else
      docker rename "$container-previous" "$container"
    fi
  fi
}

# An image of ours that a new one took the name from: 250 MB that would be left by every update.
remove_old_image() { # ID
  local ours='{{if eq 0 (len .RepoTags)}}{{index .Config.Labels "io.fuota.sources"}}{{end}}'
  if [ -n "$(docker image inspect -f "$ours" "$1" 2>/dev/null)" ]; then
    docker image rm "$1" >/dev/null 2>&1 || true
  fi
}

show_last_lines() {
  {
    say "$1 Its last lines:"
    docker logs --tail 30 "$container" 2>&1 | sed 's/^/  | /'
  } >&2
}

wait_until_healthy() {
  local waited=0 restarts
  restarts=$(container_has '{{.RestartCount}}')
  printf 'Waiting until the server is ready '
  until docker exec "$container" /opt/fuota/bin/health-check >/dev/null 2>&1; do
    if [ "$(container_has '{{.State.Status}} {{.RestartCount}}')" != "running $restarts" ]; then
      say
      show_last_lines "The server does not start."
      go_back
    elif [ "$waited" -ge "$start_seconds" ]; then
      say
      show_last_lines "The server is not ready after $start_seconds s; the container is left running."
      exit 1
    fi
    printf '.'
    sleep 1
    waited=$((waited + 1))
  done
  say
}

announce_container() {
  local host=${FUOTA_HOST:-localhost} port certs admin device password
  case $host in *:*) host="[$host]" ;; esac
  port=$(docker port "$container" | sed -n 's/.*[0-9]\/tcp.*:\([0-9]*\)$/\1/p' | head -n 1)

  # For curl: the certificate alone, under a name of its own. A ca_cert.pem there would look like half of an own pair.
  certs=$(absolute "${FUOTA_CERTS_DIR:-$here/certs}")
  mkdir -p "$certs"
  docker exec "$container" cat /data/certs/ca_cert.pem >"$certs/fuota-server.crt"

  if [ -n "${US_AUTH_PASSWORD-}" ]; then
    password="docker exec $container printenv US_AUTH_PASSWORD"
  else
    password="docker exec $container head -n 1 /data/initial-password"
  fi
  admin=$(account "${US_AUTH_USERNAME:-admin}" "$password")
  device=$admin
  if [ "${FUOTA_ADMIN_ONLY-}" = true ] && [ -n "${FUOTA_DEVICE_USERNAME-}" ]; then
    device=$(account "$FUOTA_DEVICE_USERNAME" "docker exec $container printenv FUOTA_DEVICE_PASSWORD")
  fi
  announce "https://$host:$port" "$certs/fuota-server.crt" "$admin" "$device" "$password"
  say "Stop it with ./run_fuota_server.sh --stop, watch it with --logs."
}

run_in_docker() {
  local digest old_image=''
  aside='' foreign=''
  check_own_pair
  [ -z "${FUOTA_DATA_DIR-}" ] || say "FUOTA_DATA_DIR is not used in Docker: the data is in the volume $volume."
  [ ! -e "$here/data/devices.db" ] || say "The data in ./data (of a server run with --local) is not used in Docker."
  build_image
  clean_up_after_interruption
  if container_exists; then keep_settings; fi
  set_run_options
  digest=$(settings_digest)
  if [ "$(container_has '{{index .Config.Labels "io.fuota.settings"}}')" = "$digest" ]; then
    start_again
  else
    if container_exists; then
      say "The version or the settings have changed: the container $container is replaced."
      old_image=$(container_has '{{.Image}}')
      set_aside
    fi
    prepare_volume || go_back
    say "Starting the container $container."
    docker run --detach --label "io.fuota.settings=$digest" "${run_options[@]}" "$image" >/dev/null || go_back
  fi
  wait_until_healthy
  forget_aside "$old_image"
  announce_container
}

start_again() {
  if [ "$(container_has '{{.State.Running}}')" = true ]; then
    say "The container $container runs already, with this version and these settings."
  else
    say "Starting the container $container again."
  fi
  docker update --restart always "$container" >/dev/null
  docker start "$container" >/dev/null
}

reset_password_in_docker() {
  is_ours || die "There is no container $container of this script: start the server first."
  keep_settings
  local name status=0 options=()
  for name in $(setting_names); do options+=(--env "$name"); done
  say "Stopping the container $container ..."
  docker stop --time 40 "$container" >/dev/null
  docker run --rm --read-only --tmpfs /tmp:noexec --cap-drop ALL --security-opt no-new-privileges --network none \
    --volume "$volume:/data" ${options[@]+"${options[@]}"} "$(container_has '{{.Image}}')" --reset-password || status=$?
  say "Starting the container $container again."
  docker start "$container" >/dev/null
  wait_until_healthy
  [ "$status" = 0 ] || die "The password was not changed."
  say "Show the password: docker exec $container head -n 1 /data/initial-password"
}

stop_in_docker() {
  if [ "$(container_has '{{.State.Status}}')" = "" ]; then
    say "There is no container $container. (A server run with --local is stopped by Ctrl-C in its terminal.)"
  else
    # Or Docker would start it again with the machine.
    docker update --restart no "$container" >/dev/null
    docker stop --time 40 "$container" >/dev/null
    say "The container $container is stopped; ./run_fuota_server.sh starts it again."
  fi
}
