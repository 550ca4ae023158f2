package io.fuota.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.fuota.FuotaServerApplication;
import io.fuota.protocol.coap.CoapServer;
import io.fuota.protocol.coaps.CoapsServer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The real application inside this JVM: real TLS on an ephemeral port, a real SQLite file
 * in a folder of its own. It can be stopped and started again on the same folder with
 * other settings.
 */
public final class TestServer implements AutoCloseable {

	/**
	 * The account of {@code docs/protocols/esp32-fuota-https.md} §1.1, so that its
	 * example bytes are valid here.
	 */
	public static final String USERNAME = "server_username";

	public static final String PASSWORD = "server_password";

	private final Path folder;

	private final Map<String, String> settings = new LinkedHashMap<>();

	private @Nullable Clock clock;

	private @Nullable ConfigurableApplicationContext context;

	private TestServer(Path folder) {
		this.folder = folder;
		with("US_SERVER_PORT", "0");
		with("FUOTA_MANAGEMENT_PORT", "0");
		with("FUOTA_COAP_PORT", "random");
		with("FUOTA_COAPS_PORT", "random");
		// Tests ask faster than devices do; those of the budgets set their own.
		with("FUOTA_COAP_ADDRESS_BUDGET", "1GiB");
		with("FUOTA_COAP_NEWCOMER_BUDGET", "1GiB");
		with("FUOTA_DATA_DIR", dataFolder().toString());
		with("FUOTA_CERTS_DIR", certificatesFolder().toString());
		// Tests ask for the same file again and again; those of quarantine set it
		// themselves.
		with("FUOTA_MAX_ATTEMPTS", "1000");
		with("US_AUTH_USERNAME", USERNAME);
		with("US_AUTH_PASSWORD", PASSWORD);
	}

	/** A server that isn't started yet, with an empty data folder. */
	public static TestServer prepare() {
		try {
			return new TestServer(Files.createTempDirectory("fuota-test"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Sets what takes effect at the next {@link #start()}. */
	public TestServer with(String setting, String value) {
		this.settings.put(setting, value);
		return this;
	}

	/** Leaves a setting to its default from the next {@link #start()} on. */
	public TestServer without(String setting) {
		this.settings.remove(setting);
		return this;
	}

	/** Goes by this clock from the next {@link #start()} on, and not by the machine's. */
	public TestServer with(Clock otherClock) {
		this.clock = otherClock;
		return this;
	}

	public TestServer start() {
		if (this.context != null) {
			throw new IllegalStateException("the server runs already");
		}
		SpringApplication application = new SpringApplication(FuotaServerApplication.class);
		// By its name Spring finds the bean definitions that the build wrote.
		application.setMainApplicationClass(FuotaServerApplication.class);
		Clock other = this.clock;
		if (other != null) {
			application.addInitializers((started) -> ((GenericApplicationContext) started).registerBean("testClock",
					Clock.class, () -> other, (bean) -> bean.setPrimary(true)));
		}
		this.context = application.run(arguments().toArray(String[]::new));
		return this;
	}

	public void stop() {
		ConfigurableApplicationContext running = this.context;
		this.context = null;
		if (running != null) {
			running.close();
		}
	}

	public TestServer restart() {
		stop();
		return start();
	}

	/**
	 * The program arguments of the next start, for a test that starts a process of its
	 * own.
	 */
	public List<String> arguments() {
		return this.settings.entrySet()
			.stream()
			.map((entry) -> "--" + entry.getKey() + "=" + entry.getValue())
			.toList();
	}

	/** A part of the running server, for what can't be seen from outside. */
	public <T> T part(Class<T> type) {
		if (this.context == null) {
			throw new IllegalStateException("the server isn't running");
		}
		return this.context.getBean(type);
	}

	/** The HTTPS port. */
	public int port() {
		return localPort("local.server.port");
	}

	/** The port of the health endpoints, plain HTTP. */
	public int managementPort() {
		return localPort("local.management.port");
	}

	/** The UDP port of CoAP over DTLS. */
	public int coapsPort() {
		return part(CoapsServer.class).port().orElseThrow();
	}

	/** The UDP port of plain CoAP. */
	public int coapPort() {
		return part(CoapServer.class).port().orElseThrow();
	}

	public Path dataFolder() {
		return this.folder.resolve("data");
	}

	public Path certificatesFolder() {
		return this.folder.resolve("certs");
	}

	public Path certificateFile() {
		return certificatesFolder().resolve("ca_cert.pem");
	}

	/** The certificate that devices embed. */
	public X509Certificate certificate() {
		try (InputStream pem = Files.newInputStream(certificateFile())) {
			return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (CertificateException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The operator's client, with the credentials of {@link #USERNAME}. */
	public AdminClient admin() {
		return new AdminClient(port(), USERNAME, PASSWORD);
	}

	/** Names of the files under a folder of the data folder, as paths relative to it. */
	public List<String> filesUnder(String name) {
		Path start = dataFolder().resolve(name);
		if (!Files.exists(start)) {
			return List.of();
		}
		try (Stream<Path> paths = Files.walk(start)) {
			return paths.filter(Files::isRegularFile)
				.map((path) -> start.relativize(path).toString())
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		stop();
		deleteTree(this.folder);
	}

	static void deleteTree(Path tree) {
		try (Stream<Path> paths = Files.walk(tree)) {
			for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(path);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private int localPort(String property) {
		if (this.context == null) {
			throw new IllegalStateException("the server isn't running");
		}
		return this.context.getEnvironment().getRequiredProperty(property, Integer.class);
	}

}
