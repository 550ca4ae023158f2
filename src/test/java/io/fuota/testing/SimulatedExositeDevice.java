package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A device with the synchronous C client: reports its version when it boots, waits for a
 * manifest, fetches what it names, installs, acknowledges, and boots again.
 */
public final class SimulatedExositeDevice extends ScriptedDevice {

	private static final JsonMapper JSON = new JsonMapper();

	private static final int PIECE = 4_096;

	private final TestServer server;

	private final ExositeSyncClient http;

	private final String id;

	private byte[] partition = new byte[0];

	private boolean booted;

	public SimulatedExositeDevice(TestServer server, String product, String sn, String version) {
		super(version);
		this.server = server;
		this.id = product + "." + sn;
		this.http = new ExositeSyncClient(server, product, () -> 50);
		try {
			new ExositeClient(server, product).enable(sn);
			if (!this.http.activate(sn)) {
				throw new IllegalStateException("not activated");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public Turn turn() {
		try {
			if (!this.booted) {
				report("INSTALLED_VERSION", this.version);
				this.booted = true;
			}
			ExositeSyncClient.Answer answer = this.http.read("config_otau", true);
			return switch (answer.status()) {
				case 200 -> update(answer.body().substring(answer.body().indexOf('=') + 1));
				case 304 -> Turn.NOTHING_TO_DO;
				case 401 -> Turn.REFUSED;
				default -> Turn.HARMED;
			};
		}
		catch (IOException _) {
			return Turn.FAILED;
		}
		finally {
			this.loseConnectionAfter = NEVER;
		}
	}

	private Turn update(String encoded) throws IOException {
		JsonNode manifest = JSON.readTree(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
		String next = manifest.get("version").asString();
		report("DOWNLOAD", next);
		for (JsonNode item : manifest.get("payload")) {
			download(item.asString());
		}
		report("DOWNLOAD_SUCCESS", next);
		this.installed = this.partition;
		this.partition = new byte[0];
		this.http.write("config_otau", encoded);
		if (!this.keepsItsVersion) {
			this.version = next;
		}
		this.booted = false;
		return Turn.UPDATED;
	}

	/** Goes on where it was. */
	private void download(String content) throws IOException {
		String range = this.partition.length == 0 ? "" : "Range: bytes=" + this.partition.length + "-\r\n";
		try (RawTlsClient client = RawTlsClient.connect(this.server.port())) {
			client.send("GET /provision/download?id=" + content + " HTTP/1.1\r\nHost: m2.exosite.com\r\nX-Exosite-CIK: "
					+ this.http.cik() + "\r\n" + range + "\r\n");
			InputStream in = client.incoming();
			RawResponse head = RawResponse.readWithoutBody(in);
			if (head.status() != 200 && head.status() != 206) {
				throw new IOException("no content: " + head);
			}
			ByteArrayOutputStream image = new ByteArrayOutputStream();
			image.writeBytes(head.status() == 206 ? this.partition : new byte[0]);
			long end = image.size() + Long.parseLong(head.required("Content-Length"));
			while (image.size() < end) {
				byte[] piece = in.readNBytes((int) Math.min(PIECE, end - image.size()));
				image.writeBytes(piece);
				this.partition = image.toByteArray();
				passed(image.size(), client);
				if (piece.length == 0) {
					throw new EOFException("the download ended early");
				}
			}
		}
	}

	private void passed(int bytes, RawTlsClient connection) throws IOException {
		if (bytes >= this.actAfter) {
			this.actAfter = NEVER;
			this.action.run();
		}
		if (bytes >= this.loseConnectionAfter) {
			this.partition = Arrays.copyOf(this.partition, this.loseConnectionAfter);
			connection.abort();
			throw new EOFException("the connection was lost after " + bytes + " bytes");
		}
	}

	private void report(String status, String about) throws IOException {
		String json = "{\"version\": \"" + about + "\", \"status\": \"" + status + "\"}";
		int answer = this.http.write("otau_in", URLEncoder.encode(json, StandardCharsets.UTF_8));
		if (answer != 204) {
			throw new IOException("a report was answered with " + answer);
		}
	}

	@Override
	public String id() {
		return this.id;
	}

}
