package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.fuota.testing.Esp32HttpClient.Exchange;

/**
 * An esp32-fuota device built with ESP-IDF 4.4.4:
 * {@code docs/protocols/esp32-fuota-https.md} §1.1 to §1.4, to the byte. It doesn't wait
 * the 30 s between two turns.
 */
public final class SimulatedEsp32 extends ScriptedDevice {

	/** What the firmware calls the result of a check or a download. */
	public enum OtaResult {

		OTA_OK, OTA_NO_UPDATE, OTA_PARAM_ERR, OTA_CONN_ERR,

		/** The device waits 30 s and reboots. */
		OTA_SYS_ERR,

		/**
		 * No result of the firmware's: a 401 or a redirect of a download, which it
		 * repeats or follows without limit.
		 */
		NEVER_RETURNS

	}

	/** The longest update path. */
	public static final int PATH_LIMIT = 255;

	private static final int RECEIVE_BUFFER = 512;

	private static final int IMAGE_HEADER_BYTES = 289;

	private static final int PARTITION_BYTES = 0x180000;

	private final Esp32Constants constants;

	private final String id;

	private final Esp32HttpClient http;

	// Static in the firmware, and not NUL-terminated after a read: the stale-tail trap of
	// §1.2.
	private byte[] pathBuffer = new byte[PATH_LIMIT + 1];

	private int reboots;

	public SimulatedEsp32(Esp32Constants constants, String id, String version) {
		super(version);
		this.constants = constants;
		this.id = id;
		this.http = new Esp32HttpClient(constants);
	}

	/** The bytes of the check, as ISO-8859-1. */
	public String checkRequest() throws IOException {
		return this.http.request(this.constants.origin() + checkTarget());
	}

	/** The bytes of a download, as ISO-8859-1. */
	public String downloadRequest(String path) throws IOException {
		return this.http.request(this.constants.origin() + "/files/" + path);
	}

	/** Step 2 of §1.1. */
	public OtaResult check() {
		Optional<String> url = this.http.url(checkTarget());
		if (url.isEmpty()) {
			return OtaResult.OTA_PARAM_ERR;
		}
		try (Exchange exchange = this.http.get(url.get())) {
			return switch (exchange.head().status()) {
				case 200 -> readPath(exchange);
				case 204, 404 -> OtaResult.OTA_NO_UPDATE;
				case 400, 403 -> OtaResult.OTA_PARAM_ERR;
				default -> OtaResult.OTA_SYS_ERR;
			};
		}
		catch (IOException _) {
			return OtaResult.OTA_CONN_ERR;
		}
	}

	/** Steps 4 and 5 of §1.1 with the path that the buffer holds now. */
	public OtaResult download() {
		Optional<String> url = this.http.url("/files/" + path());
		if (url.isEmpty()) {
			return OtaResult.OTA_PARAM_ERR;
		}
		try (Exchange exchange = this.http.get(url.get())) {
			return switch (exchange.head().status()) {
				case 200 -> install(readImage(exchange));
				case 301, 302, 303, 307, 308, 401 -> OtaResult.NEVER_RETURNS;
				default -> OtaResult.OTA_CONN_ERR;
			};
		}
		catch (IOException _) {
			return OtaResult.OTA_CONN_ERR;
		}
		finally {
			this.loseConnectionAfter = NEVER;
		}
	}

	/**
	 * The update path that the next download asks for: everything before the first NUL.
	 */
	public String path() {
		String text = new String(this.pathBuffer, StandardCharsets.ISO_8859_1);
		int end = text.indexOf('\0');
		return (end < 0) ? text : text.substring(0, end);
	}

	public int reboots() {
		return this.reboots;
	}

	@Override
	public Turn turn() {
		OtaResult check = check();
		if (check != OtaResult.OTA_OK) {
			return switch (check) {
				case OTA_NO_UPDATE -> Turn.NOTHING_TO_DO;
				case OTA_PARAM_ERR -> Turn.REFUSED;
				case OTA_CONN_ERR -> Turn.FAILED;
				case OTA_SYS_ERR, NEVER_RETURNS, OTA_OK -> {
					reboot();
					yield Turn.HARMED;
				}
			};
		}
		return switch (download()) {
			case OTA_OK -> Turn.UPDATED;
			case OTA_PARAM_ERR, OTA_CONN_ERR, OTA_NO_UPDATE -> Turn.FAILED;
			case OTA_SYS_ERR, NEVER_RETURNS -> Turn.HARMED;
		};
	}

	@Override
	public String id() {
		return this.id;
	}

	private String checkTarget() {
		return "/devices/" + this.id + "?app_ver=" + this.version;
	}

	private OtaResult readPath(Exchange exchange) throws IOException {
		int length = exchange.contentLength();
		if (length > PATH_LIMIT) {
			return OtaResult.OTA_PARAM_ERR;
		}
		byte[] path = exchange.connection().incoming().readNBytes(length);
		System.arraycopy(path, 0, this.pathBuffer, 0, path.length);
		return (path.length == length) ? OtaResult.OTA_OK : OtaResult.OTA_CONN_ERR;
	}

	private byte[] readImage(Exchange exchange) throws IOException {
		if (exchange.head().isChunked()) {
			return RawResponse.unchunk(exchange.connection().incoming());
		}
		int expected = exchange.head().header("Content-Length").map(Integer::parseInt).orElse(NEVER);
		ByteArrayOutputStream image = new ByteArrayOutputStream();
		InputStream in = exchange.connection().incoming();
		while (image.size() < expected) {
			byte[] piece = in.readNBytes(Math.min(RECEIVE_BUFFER, expected - image.size()));
			if (piece.length == 0) {
				break;
			}
			image.writeBytes(piece);
			passed(image.size(), exchange.connection());
			checkHeader(image);
		}
		if (expected != NEVER && image.size() < expected) {
			throw new EOFException("the download ended after " + image.size() + " of " + expected + " bytes");
		}
		return image.toByteArray();
	}

	private void passed(int bytes, RawTlsClient connection) throws IOException {
		if (bytes >= this.actAfter) {
			this.actAfter = NEVER;
			this.action.run();
		}
		if (bytes >= this.loseConnectionAfter) {
			connection.abort();
			throw new EOFException("the connection was lost after " + bytes + " bytes");
		}
	}

	private static void checkHeader(ByteArrayOutputStream soFar) throws IOException {
		if (soFar.size() > PARTITION_BYTES) {
			throw new IOException("the partition is full");
		}
		if (soFar.size() >= IMAGE_HEADER_BYTES && soFar.size() - RECEIVE_BUFFER < IMAGE_HEADER_BYTES) {
			byte[] start = soFar.toByteArray();
			int chip = (start[12] & 0xFF) | (start[13] & 0xFF) << 8;
			if (start[0] != (byte) 0xE9 || chip != 0) {
				throw new IOException("no image of an ESP32");
			}
		}
	}

	private OtaResult install(byte[] image) {
		if (!Esp32Image.isBootable(image)) {
			return OtaResult.OTA_CONN_ERR;
		}
		this.installed = image;
		if (!this.keepsItsVersion) {
			this.version = Esp32Image.version(image);
		}
		reboot();
		return OtaResult.OTA_OK;
	}

	private void reboot() {
		this.reboots++;
		this.pathBuffer = new byte[PATH_LIMIT + 1];
	}

}
