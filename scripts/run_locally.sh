# shellcheck shell=bash
# The server on this machine's JDK. Read by run_fuota_server.sh, which says where the sources and the jar are.
# shellcheck disable=SC2154  # here and jar come from there

jdk_candidates() {
  local folder IFS=:
  say "${JAVA_HOME-}"
  { java -XshowSettings:properties -version 2>&1 || true; } | sed -n 's/^ *java\.home = //p'
  /usr/libexec/java_home -v 25+ 2>/dev/null || true # macOS
  for folder in ${FUOTA_JDK_DIRS:-/usr/lib/jvm:/usr/java:/opt/java:/opt:$HOME/.sdkman/candidates/java:$HOME/.jdks}; do
    printf '%s\n' "$folder"/*
  done
}

# Prints the home of a JDK of version 25 or later.
find_jdk() {
  local home version
  while IFS= read -r home; do
    if [ -x "$home/bin/java" ] && [ -x "$home/bin/javac" ] && [ -r "$home/release" ]; then
      version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
      if [ "${version:-0}" -ge 25 ]; then say "$home"; return; fi
    fi
  done < <(jdk_candidates)
  die "No JDK 25 (or later) was found: JAVA_HOME names none, the java on the PATH is none, and there is none in
/usr/lib/jvm, ~/.sdkman or the other usual places (FUOTA_JDK_DIRS names more). Install one and run this again:
  any system     Eclipse Temurin 25 from https://adoptium.net
  SDKMAN         sdk install java 25-tem
  macOS          brew install --cask temurin@25
  Debian, Ubuntu apt install openjdk-25-jdk       (where the release has it)
  Fedora         dnf install java-25-openjdk-devel
Or start Docker, which needs no JDK here."
}

build_jar() { # JDK
  if [ ! -e "$jar" ]; then
    say "Building $jar; the first time takes some minutes."
  elif [ -n "$(find "$here/pom.xml" "$here/src/main" -newer "$jar" | head -n 1)" ]; then
    say "Building $jar again: the sources are newer."
  else
    return 0
  fi
  command -v mvn >/dev/null || die "Maven (mvn) was not found: install it, or start Docker, which needs no Maven here."
  # As in the Dockerfile; the two options quieten warnings of JDK 25 about Maven itself.
  (
    cd "$here"
    JAVA_HOME=$1 MAVEN_OPTS="${MAVEN_OPTS-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED" \
      mvn --batch-mode --quiet -Dmaven.test.skip=true -Dspring-javaformat.validate.skip=true package
  ) || die "The build failed."
}

# --- a faster start -------------------------------------------------------------------------------------------------

# Everything that an AOT cache depends on: with any other Java, jar or options it is of no use.
fast_start_stamp() { # JDK [JAVA-OPTION...]
  say "$@"
  cat "$1/release"
  wc -c <"$jar"
}

# What is left from a jar, a JDK or options of before goes.
drop_stale_fast_start() { # JDK [JAVA-OPTION...]
  local same=false
  if [ -e "$fast/stamp" ] && ! [ "$jar" -nt "$fast/time" ] && ! [ "$jar" -ot "$fast/time" ] &&
    [ "$(fast_start_stamp "$@")" = "$(cat "$fast/stamp")" ]; then
    same=true
  fi
  if [ "$same" = false ]; then rm -rf "$fast" || true; fi
  # Left by a machine that went down.
  find "${fast%/*}" -maxdepth 1 -name 'fast-start.new.*' -mtime +1 -exec rm -rf {} + || true
}

# In the background, once the server is ready, so that the next start is faster; ends when the server does. Where it
# fails, an empty folder says that it isn't to be tried again with this jar.
prepare_fast_start() { # SERVER-PID JDK [JAVA-OPTION...]
  local server=$1 home=$2 made=$fast.new.$$
  shift 2
  trap - HUP INT TERM
  if ! FUOTA_SERVER_PID=$server nice -n 19 bash "$here/scripts/make_fast_start" "$home/bin/java" "$jar" "$made" "$@"; then
    kill -0 "$server" 2>/dev/null || return 0
    mkdir -p "$made"
  fi
  fast_start_stamp "$home" "$@" >"$made/stamp"
  touch -r "$jar" "$made/time"
  # Another server may have made it in the meantime.
  if [ -e "$fast" ]; then rm -rf "$made"; else mv "$made" "$fast"; fi
}

# --- running --------------------------------------------------------------------------------------------------------

# Copies the server's output, and after the ready line prints what to do next.
announce_when_ready() { # JDK [JAVA-OPTION...]
  local line admin device secret='' where='as set by US_AUTH_PASSWORD'
  # Ctrl-C goes to the whole process group; the server's last lines are still to be printed then.
  trap '' HUP INT TERM
  if [ -z "${US_AUTH_PASSWORD-}" ]; then
    where="in the first line of $FUOTA_DATA_DIR/initial-password"
    secret="head -n 1 $(quoted "$FUOTA_DATA_DIR/initial-password")"
  fi
  admin=$(account "${US_AUTH_USERNAME:-admin}" "$secret")
  device=$admin
  if [ "${FUOTA_ADMIN_ONLY-}" = true ] && [ -n "${FUOTA_DEVICE_USERNAME-}" ]; then
    device=$(account "$FUOTA_DEVICE_USERNAME" '')
  fi
  while IFS= read -r line; do
    printf '%s\n' "$line"
    case $line in
      *'fuota-server ready: https://'*)
        announce "https://${line##*https://}" "$FUOTA_CERTS_DIR/ca_cert.pem" "$admin" "$device" "$where"
        say "Run them in another terminal. Ctrl-C stops the server."
        if [ "${FUOTA_FAST_START-}" != false ] && [ ! -e "$fast" ]; then
          prepare_fast_start $$ "$@" </dev/null >"$fast.log" 2>&1 & # $$ is Java, in this shell's place
        fi
        break
        ;;
    esac
  done
  exec cat # a loop in bash would be too slow for the log of a busy server
}

run_locally() {
  local home name options fast=$here/target/fast-start start
  # As in Docker: a setting given empty has its default.
  for name in $(compgen -e); do
    case $name in US_* | FUOTA_*) [ -n "${!name}" ] || unset "$name" ;; esac
  done
  home=$(find_jdk)
  build_jar "$home"
  FUOTA_DATA_DIR=$(absolute "${FUOTA_DATA_DIR:-$here/data}")
  FUOTA_CERTS_DIR=$(absolute "${FUOTA_CERTS_DIR:-$here/certs}")
  export FUOTA_DATA_DIR FUOTA_CERTS_DIR
  # As in the image: the last -Xmx counts.
  read -r -a options <<<"-Xms32m -Xmx512m -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -Dspring.aot.enabled=true ${FUOTA_JAVA_OPTS-}"
  case ${FUOTA_JAVA_OPTS-} in
    *-XX:+Use*GC*) ;;
    *) options+=(-XX:+UseSerialGC -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10 -XX:-ShrinkHeapInSteps) ;;
  esac
  start=("${options[@]}" -jar "$jar")
  drop_stale_fast_start "$home" "${options[@]}"
  if [ "${FUOTA_FAST_START-}" != false ] && [ -e "$fast/fuota-server.aot" ]; then
    # Should Java find the cache unfit all the same, it starts without it, and silently.
    start=("-XX:AOTCache=$fast/fuota-server.aot" "-Xlog:aot*=off" "${options[@]}" -jar "$fast/fuota-server.jar")
  fi
  # Java takes this shell's place, so that signals reach it.
  if [ $# = 0 ]; then
    exec "$home/bin/java" "${start[@]}" > >(announce_when_ready "$home" "${options[@]}")
  else
    exec "$home/bin/java" "${start[@]}" "$@"
  fi
}
