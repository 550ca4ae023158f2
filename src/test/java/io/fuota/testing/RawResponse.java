package io.fuota.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** One HTTP answer as it came over the wire. */
public final class RawResponse {

	private static final int EMPTY_LINE = 0x0D0A0D0A;

	/** How the end of the body was told. */
	public enum Framing {

		/** There can be no body: HEAD, 1xx, 204, 304. */
		NONE, CONTENT_LENGTH, CHUNKED, UNTIL_CLOSE

	}

	private final String statusLine;

	private final List<String> headerLines;

	private final byte[] rawBody;

	private final Framing framing;

	private RawResponse(String statusLine, List<String> headerLines, byte[] rawBody, Framing framing) {
		this.statusLine = statusLine;
		this.headerLines = headerLines;
		this.rawBody = rawBody;
		this.framing = framing;
	}

	static RawResponse read(InputStream in, boolean toHead) throws IOException {
		RawResponse bare = readWithoutBody(in);
		if (toHead || bare.status() < 200 || bare.status() == 204 || bare.status() == 304) {
			return bare;
		}
		if (bare.isChunked()) {
			ByteArrayOutputStream raw = new ByteArrayOutputStream();
			readChunks(in, raw, new ByteArrayOutputStream());
			return bare.withBody(raw.toByteArray(), Framing.CHUNKED);
		}
		Optional<String> length = bare.header("Content-Length");
		if (length.isPresent()) {
			return bare.withBody(readExactly(in, Integer.parseInt(length.get())), Framing.CONTENT_LENGTH);
		}
		return bare.withBody(in.readAllBytes(), Framing.UNTIL_CLOSE);
	}

	/** Reads up to the empty line and leaves the body in the stream. */
	static RawResponse readWithoutBody(InputStream in) throws IOException {
		List<String> lines = List.of(readHead(in).split("\r\n", -1));
		return new RawResponse(lines.getFirst(), lines.subList(1, lines.size()), new byte[0], Framing.NONE);
	}

	/** Without its CRLF. */
	public String statusLine() {
		return this.statusLine;
	}

	/** In the order and the spelling in which they came. */
	public List<String> headerLines() {
		return this.headerLines;
	}

	/** With the framing of chunks, if there is one. */
	public byte[] rawBody() {
		return this.rawBody;
	}

	public Framing framing() {
		return this.framing;
	}

	/** The three digits of the status line. */
	public int status() {
		String[] parts = this.statusLine.split(" ", 3);
		return Integer.parseInt(parts[1]);
	}

	/**
	 * The value of a header that may come once at most; names are compared without case.
	 */
	public Optional<String> header(String name) {
		List<String> values = headers(name);
		if (values.size() > 1) {
			throw new IllegalStateException(name + " came " + values.size() + " times: " + this.headerLines);
		}
		return values.stream().findFirst();
	}

	/** The value of a header that must be there. */
	public String required(String name) {
		return header(name).orElseThrow(() -> new IllegalStateException("no " + name + " in " + this));
	}

	public List<String> headers(String name) {
		String prefix = name + ":";
		return this.headerLines.stream()
			.filter((line) -> line.regionMatches(true, 0, prefix, 0, prefix.length()))
			.map((line) -> line.substring(prefix.length()).strip())
			.toList();
	}

	/** Names of the headers as they are spelled. */
	public List<String> headerNames() {
		return this.headerLines.stream().map((line) -> line.substring(0, line.indexOf(':'))).toList();
	}

	public boolean isChunked() {
		return !headers("Transfer-Encoding").isEmpty();
	}

	/** The body with chunks put together. */
	public byte[] body() {
		if (this.framing != Framing.CHUNKED) {
			return this.rawBody;
		}
		try {
			return unchunk(new ByteArrayInputStream(this.rawBody));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Reads chunks to the last one and puts their content together. */
	static byte[] unchunk(InputStream in) throws IOException {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		readChunks(in, new ByteArrayOutputStream(), content);
		return content.toByteArray();
	}

	/** The body as UTF-8. */
	public String text() {
		return new String(body(), StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		byte[] body = body();
		String text = (body.length < 2000) ? text() : body.length + " bytes";
		return this.statusLine + " " + this.headerLines + " " + this.framing + " [" + text + "]";
	}

	private RawResponse withBody(byte[] body, Framing how) {
		return new RawResponse(this.statusLine, this.headerLines, body, how);
	}

	private static String readHead(InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		for (int lastFour = 0; lastFour != EMPTY_LINE;) {
			int next = in.read();
			if (next < 0) {
				throw new EOFException(
						"the connection ended after [" + head.toString(StandardCharsets.ISO_8859_1) + "]");
			}
			head.write(next);
			lastFour = (lastFour << 8) | next;
		}
		String text = head.toString(StandardCharsets.ISO_8859_1);
		return text.substring(0, text.length() - 4);
	}

	private static byte[] readExactly(InputStream in, int length) throws IOException {
		byte[] body = in.readNBytes(length);
		if (body.length < length) {
			throw new EOFException("the body ended after " + body.length + " of " + length + " bytes");
		}
		return body;
	}

	private static void readChunks(InputStream in, ByteArrayOutputStream raw, ByteArrayOutputStream content)
			throws IOException {
		for (int length = -1; length != 0;) {
			byte[] line = readLine(in);
			length = Integer.parseInt(new String(line, 0, line.length - 2, StandardCharsets.US_ASCII), 16);
			byte[] chunk = readExactly(in, length + 2);
			raw.writeBytes(line);
			raw.writeBytes(chunk);
			content.write(chunk, 0, length);
		}
	}

	private static byte[] readLine(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		int previous = -1;
		while (true) {
			int next = in.read();
			if (next < 0) {
				throw new EOFException("the connection ended within a chunk");
			}
			line.write(next);
			if (previous == '\r' && next == '\n') {
				return line.toByteArray();
			}
			previous = next;
		}
	}

}
