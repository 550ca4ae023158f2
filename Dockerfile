# fuota-server in a container: JDK and Maven build it, a Java runtime alone runs it.
# Kept to what Docker's classic builder knows, too: no RUN --mount, no COPY --chmod, no here-documents.

FROM maven:3.9-eclipse-temurin-25 AS build
# The classic builder leaves this stage behind as an image without a name: run_fuota_server.sh finds old ones by this.
LABEL io.fuota.stage=build
WORKDIR /build

# The dependencies are a layer of their own: they come again only when pom.xml changes. A class of one line is
# built as the server will be, because that fetches everything the build uses (the compiler's plugins, the
# launcher), which dependency:go-offline doesn't. It has no beans to write down.
COPY pom.xml ./
RUN mkdir -p src/main/java/warm \
 && echo 'package warm; final class Main { private Main() { } static void main(String[] args) { } }' \
      > src/main/java/warm/Main.java \
 && mvn --batch-mode --quiet -Dmaven.test.skip=true -Dspring-javaformat.validate.skip=true -Dexec.skip=true package \
 && rm -r src target

COPY src/main src/main
RUN mvn --batch-mode --quiet -Dmaven.test.skip=true -Dspring-javaformat.validate.skip=true package

# The jar taken apart: starts faster than a jar in a jar, and is the class path that an AOT cache wants.
# The native libraries of SQLite and BoringSSL are unpacked here, because at run time /tmp may forbid executable
# code. Java looks for BoringSSL's in java.library.path, by a name without the version.
RUN java -Djarmode=tools -jar target/fuota-server.jar extract --destination /app \
 && mkdir /app/native /tmp/sqlite \
 && cd /tmp/sqlite \
 && jar --extract --file /app/lib/sqlite-jdbc-*.jar "org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so" \
 && mv "org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so" /app/native/ \
 && arch=$(uname -m | sed 's/aarch64/aarch_64/') \
 && jar --extract --file /app/lib/netty-tcnative-boringssl-static-*-linux-$arch.jar \
      "META-INF/native/libnetty_tcnative_linux_$arch.so" \
 && mv "META-INF/native/libnetty_tcnative_linux_$arch.so" /app/native/
COPY docker/training /app/training
RUN javac -d /app/training /app/training/*.java \
 && java -cp /app/training RemoveSignatures /app/lib/*.jar


FROM eclipse-temurin:25-jre AS runtime
RUN groupadd --gid 10001 fuota \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin fuota \
 && mkdir /data \
 && chown 10001:10001 /data \
 && chmod 0750 /data

# What changes seldom comes first.
COPY --from=build /app/native /opt/fuota/native
COPY --from=build /app/lib /opt/fuota/lib
COPY docker/entrypoint docker/health-check docker/prepare-volume /opt/fuota/bin/
RUN chmod 0755 /opt/fuota/bin/*
COPY --from=build /app/fuota-server.jar /opt/fuota/fuota-server.jar


# The AOT cache is made on the very Java and class path that use it; with any other Java passes it over.
# A build where it can't be made, for want of memory for example, gives an image that starts more slowly.
FROM runtime AS training
COPY --from=build /app/training /training
RUN mkdir /cache \
 && { bash /training/train java /opt/fuota/fuota-server.jar /cache/fuota-server.aot $(/opt/fuota/bin/entrypoint --java-options) \
      || rm -f /cache/*; }


FROM runtime
LABEL org.opencontainers.image.title="fuota-server" \
      org.opencontainers.image.description="Updates the firmware of every device its owner has" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=training /cache /opt/fuota/cache

# By number, so that an orchestrator can see that it isn't root.
USER 10001:10001
WORKDIR /data
ENV FUOTA_DATA_DIR=/data \
    FUOTA_CERTS_DIR=/data/certs
VOLUME /data
EXPOSE 50000 5683/udp 5684/udp
# The server lets transfers under way finish for 30 s after SIGTERM: stop with --stop-timeout 40 or more.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=10s --start-period=120s --retries=3 CMD ["/opt/fuota/bin/health-check"]
ENTRYPOINT ["/opt/fuota/bin/entrypoint"]
