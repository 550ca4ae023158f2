package io.fuota.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import org.awaitility.Awaitility;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The server's container on a named volume, shut in as far as it goes: read-only root, no
 * capabilities, a temporary folder that nothing can be executed from.
 */
final class ServerContainer extends GenericContainer<ServerContainer> {

	private static final Duration START = Duration.ofMinutes(5);

	private final int serverPort;

	ServerContainer(String volume, int serverPort) {
		super(DockerImageName.parse(TestEngine.image()));
		this.serverPort = serverPort;
		withExposedPorts(serverPort);
		withEnv("FUOTA_HOST", getHost());
		withTmpFs(Map.of("/tmp", "rw,noexec,nosuid,nodev,size=64m"));
		withCreateContainerCmdModifier((command) -> {
			command.withName(TestEngine.name("server-" + Long.toHexString(System.nanoTime())));
			Objects.requireNonNull(command.getHostConfig())
				.withBinds(new Bind(volume, new Volume("/data")))
				.withReadonlyRootfs(true)
				.withCapDrop(Capability.ALL)
				.withSecurityOpts(List.of("no-new-privileges"));
		});
	}

	/**
	 * Waits until Docker calls the container healthy; one that ends instead is not waited
	 * for.
	 */
	@Override
	protected void waitUntilContainerStarted() {
		Awaitility.await().atMost(START).failFast("the server ended", () -> !isRunning()).until(this::isHealthy);
	}

	/** Stops and starts the container, and waits until Docker calls it healthy. */
	void restart() {
		getDockerClient().restartContainerCmd(getContainerId()).withTimeout(40).exec();
		waitUntilContainerStarted();
	}

	/**
	 * Starts the container after it ended, and waits until it answers: sooner than Docker
	 * calls it healthy.
	 */
	void startAgain() {
		getDockerClient().startContainerCmd(getContainerId()).exec();
		Awaitility.await()
			.atMost(START)
			.failFast("the server ended", () -> !isRunning())
			.ignoreExceptions()
			.until(() -> operator().get("/devices").statusCode() == 200);
	}

	/** The account made at the first start. */
	Operator operator() {
		// Docker gives the container another port at every start.
		Ports.Binding[] ports = getCurrentContainerInfo().getNetworkSettings()
			.getPorts()
			.getBindings()
			.get(new ExposedPort(this.serverPort));
		String port = Objects.requireNonNull(ports)[0].getHostPortSpec();
		return new Operator("https://" + getHost() + ":" + port, file("/data/certs/ca_cert.pem"), "admin",
				file("/data/initial-password").lines().findFirst().orElseThrow());
	}

	/** The text of a file in the container. */
	String file(String path) {
		return copyFileFromContainer(path, (bytes) -> new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
	}

	/** What a command says inside the container. */
	String inside(String... command) {
		try {
			return execInContainer(command).getStdout().strip();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
