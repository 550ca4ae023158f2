package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/**
 * The synchronous C client of the Exosite API, with its rules for answers
 * ({@code docs/protocols/exosite-otau.md} §7): a buffer of {@value #BUFFER} bytes, the
 * literal {@code Content-Length: }, the body behind the last newline.
 */
public final class ExositeSyncClient {

	/** The whole answer must fit. */
	public static final int BUFFER = 512;

	private static final String LENGTH = "Content-Length: ";

	private static final int STATUS_WITHIN = 15;

	private static final int CIK_LENGTH = 40;

	private final TestServer server;

	private final String product;

	private final LongSupplier timeoutMillis;

	private String cik = "";

	/**
	 * @param timeoutMillis how long a long poll waits
	 */
	public ExositeSyncClient(TestServer server, String product, LongSupplier timeoutMillis) {
		this.server = server;
		this.product = product;
		this.timeoutMillis = timeoutMillis;
	}

	/** What it understands of an answer. */
	public record Answer(int status, String body) {
	}

	public String cik() {
		return this.cik;
	}

	/** Whether it got a token of 40 hex digits. */
	public boolean activate(String sn) throws IOException {
		String body = "vendor=" + this.product + "&model=" + this.product + "&sn=" + sn;
		String text = exchange("POST /provision/activate HTTP/1.1\r\nHost: m2.exosite.com\r\nConnection: Close\r\n"
				+ "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\nContent-Length: " + body.length()
				+ "\r\n\r\n" + body);
		int length = length(text);
		int begin = text.indexOf("\r\n\r\n") + 4;
		if (status(text) != 200 || length != CIK_LENGTH || text.length() < begin + CIK_LENGTH) {
			return false;
		}
		String token = text.substring(begin, begin + CIK_LENGTH);
		if (!token.matches("[0-9a-f]{40}")) {
			return false;
		}
		this.cik = token;
		return true;
	}

	/** Writes a resource whose value is encoded already. */
	public int write(String alias, String encoded) throws IOException {
		String body = alias + "=" + encoded;
		return status(exchange("POST /onep:v1/stack/alias HTTP/1.1\r\nHost: m2.exosite.com\r\nX-Exosite-CIK: "
				+ this.cik + "\r\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\r\nContent-Length: "
				+ body.length() + "\r\n\r\n" + body));
	}

	/** Reads a resource, or waits for it. */
	public Answer read(String alias, boolean waiting) throws IOException {
		String more = waiting ? "Request-Timeout: " + this.timeoutMillis.getAsLong() + "\r\nIf-Modified-Since: 0\r\n"
				: "";
		String text = exchange("GET /onep:v1/stack/alias?" + alias + " HTTP/1.1\r\nHost: m2.exosite.com\r\n"
				+ "X-Exosite-CIK: " + this.cik + "\r\n" + more
				+ "Accept: application/x-www-form-urlencoded; charset=utf-8\r\n\r\n");
		return new Answer(status(text), text.substring(text.lastIndexOf('\n') + 1));
	}

	private static int status(String text) {
		int space = text.indexOf(' ');
		if (space < 0 || space > STATUS_WITHIN) {
			throw new IllegalStateException("no status in " + text);
		}
		return Integer.parseInt(text.substring(space + 1, space + 4));
	}

	private static int length(String text) {
		int at = text.indexOf(LENGTH);
		return at < 0 ? 0 : Integer.parseInt(text.substring(at + LENGTH.length(), text.indexOf('\r', at)));
	}

	/** Until the header is whole, and then so many bytes as the literal header says. */
	private String exchange(String request) throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(this.server.port())) {
			client.send(request);
			InputStream in = client.incoming();
			ByteArrayOutputStream buffer = new ByteArrayOutputStream();
			while (true) {
				String text = buffer.toString(StandardCharsets.ISO_8859_1);
				int end = text.indexOf("\r\n\r\n");
				if (end >= 0 && text.length() >= end + 4 + length(text)) {
					return text;
				}
				int next = in.read();
				if (next < 0) {
					throw new EOFException("the connection ended after " + text);
				}
				buffer.write(next);
				if (buffer.size() > BUFFER) {
					throw new IOException("the answer doesn't fit: " + text);
				}
			}
		}
	}

}
