package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

import io.fuota.testing.BundleReader.Outcome;

/**
 * A device with Mongoose OS and ota-http-client of 2018 (docs/protocols/mongoose-os.md
 * §5.1 to §5.3): one request on each connection, a length is required, redirects are
 * absolute and without end, and the bundle is read while it arrives.
 */
public final class SimulatedMongooseDevice extends ScriptedDevice {

	/** The device has no limit; whoever needs more redirects than that leads it round. */
	private static final int MAX_HOPS = 20;

	private final URI updateUrl;

	private final String id;

	private final String platform;

	private String buildId;

	/** A device that polls {@code /update}, without credentials. */
	public SimulatedMongooseDevice(TestServer server, String id, String platform, String version, String buildId) {
		super(version);
		this.updateUrl = URI.create("https://localhost:" + server.port() + "/update");
		this.id = id;
		this.platform = platform;
		this.buildId = buildId;
	}

	@Override
	public Turn turn() {
		try {
			URI url = this.updateUrl;
			for (int hop = 0; hop < MAX_HOPS; hop++) {
				try (RawTlsClient connection = RawTlsClient.connect(url.getPort())) {
					connection.send(request(url));
					RawResponse head = RawResponse.readWithoutBody(connection.incoming());
					Optional<URI> next = redirect(head);
					if (next.isEmpty()) {
						return take(head, connection);
					}
					url = next.get();
				}
			}
			return Turn.HARMED;
		}
		catch (IOException broken) {
			return Turn.FAILED;
		}
		finally {
			this.loseConnectionAfter = NEVER;
		}
	}

	private String request(URI url) {
		String target = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
		return "GET " + target + " HTTP/1.1\r\nHost: " + url.getAuthority()
				+ "\r\nContent-Length: 0\r\nX-MGOS-Device-ID: " + this.id + " 246F280A1B2C\r\nX-MGOS-FW-Version: "
				+ this.platform + " " + this.version + " " + this.buildId + "\r\n\r\n";
	}

	private static Optional<URI> redirect(RawResponse head) throws IOException {
		if (head.status() != 301 && head.status() != 302) {
			return Optional.empty();
		}
		URI location = URI.create(head.required("Location"));
		if (!location.isAbsolute()) {
			throw new IOException("the location isn't absolute: " + location);
		}
		return Optional.of(location);
	}

	private Turn take(RawResponse head, RawTlsClient connection) throws IOException {
		return switch (head.status()) {
			case 200 -> install(head, connection);
			case 304 -> Turn.NOTHING_TO_DO;
			case 400, 403 -> Turn.REFUSED;
			default -> Turn.FAILED;
		};
	}

	private Turn install(RawResponse head, RawTlsClient connection) throws IOException {
		int length = head.header("Content-Length").map(Integer::parseInt).orElse(0);
		if (length == 0 || head.isChunked()) {
			return Turn.FAILED;
		}
		Body body = new Body(connection);
		switch (BundleReader.read(body, this.platform, this.version, this.buildId)) {
			case Outcome.Same _ -> {
				return Turn.NOTHING_TO_DO;
			}
			case Outcome.Refused _ -> {
				return Turn.FAILED;
			}
			case Outcome.Written(var newVersion, var newBuildId) -> {
				body.readNBytes(length - body.taken.size());
				this.installed = body.taken.toByteArray();
				if (!this.keepsItsVersion) {
					this.version = newVersion;
					this.buildId = newBuildId;
				}
				return this.installed.length == length ? Turn.UPDATED : Turn.FAILED;
			}
		}
	}

	@Override
	public String id() {
		return this.id;
	}

	/** What comes, with what happens meanwhile. */
	private final class Body extends FilterInputStream {

		private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

		private final RawTlsClient connection;

		Body(RawTlsClient connection) {
			super(connection.incoming());
			this.connection = connection;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			if (this.taken.size() >= SimulatedMongooseDevice.this.loseConnectionAfter) {
				this.connection.abort();
				throw new IOException("the connection is lost");
			}
			if (this.taken.size() >= SimulatedMongooseDevice.this.actAfter) {
				SimulatedMongooseDevice.this.actAfter = NEVER;
				SimulatedMongooseDevice.this.action.run();
			}
			int atMost = Math.min(length, SimulatedMongooseDevice.this.loseConnectionAfter - this.taken.size());
			int n = this.in.read(bytes, offset, atMost);
			if (n > 0) {
				this.taken.write(bytes, offset, n);
			}
			return n;
		}

	}

}
