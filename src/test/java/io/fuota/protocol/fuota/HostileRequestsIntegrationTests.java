package io.fuota.protocol.fuota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fuota.testing.DeviceClient;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that two readers could read in two ways (RFC 9112 section 11): a second one
 * hidden in the first is never answered, and what follows a refused one gets its own
 * answer or none.
 */
@SharedTestServer
class HostileRequestsIntegrationTests {

	private static final String REST = "Host: localhost\r\n" + DeviceClient.AUTHORIZED + "\r\n";

	private static final String CHECK = "GET /devices/00001?app_ver=1 HTTP/1.1\r\n" + REST;

	private static final String PUT = "PUT /devices/00009 HTTP/1.1\r\n" + REST + "Content-Type: text/csv\r\n";

	/** Only the hidden request would be answered with this name. */
	private static final String SECRET = "smuggled.bin";

	private static final String HIDDEN = "GET /devices/hidden?app_ver=1 HTTP/1.1\r\n" + REST + "\r\n";

	private static final int SILENCE_MILLIS = 5_000;

	private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

	private final TestServer server;

	HostileRequestsIntegrationTests(TestServer server) {
		this.server = server;
	}

	@BeforeEach
	void prepare() {
		server.admin().upload(SECRET, new byte[] { 1 });
		server.admin().upload("right.bin", new byte[] { 1 });
		server.admin().assign("hidden", "1", SECRET);
		server.admin().assign("00001", "1", "right.bin");
	}

	static Stream<Arguments> hidden() {
		String length = "Content-Length: " + HIDDEN.length() + "\r\n";
		String chunked = "Transfer-Encoding: chunked\r\n";
		return Stream.of(arguments("two lengths, the first longer", PUT + length + "Content-Length: 0\r\n\r\n"),
				arguments("two lengths, the second longer", PUT + "Content-Length: 0\r\n" + length + "\r\n"),
				arguments("the same length twice", PUT + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n"),
				arguments("a length and a list of the same", PUT + "Content-Length: 0, 0\r\n\r\n"),
				arguments("a list of two lengths", PUT + "Content-Length: 0, 5\r\n\r\n"),
				arguments("a length with a sign", PUT + "Content-Length: +0\r\n\r\n"),
				arguments("a length in hexadecimal", PUT + "Content-Length: 0x0\r\n\r\n"),
				arguments("a length beyond any number", PUT + "Content-Length: 99999999999999999999\r\n\r\n"),
				arguments("length and chunks", PUT + length + chunked + "\r\n0\r\n\r\n"),
				arguments("chunks and length", PUT + chunked + length + "\r\n0\r\n\r\n"),
				arguments("chunked twice", PUT + chunked + chunked + "\r\n0\r\n\r\n"),
				arguments("chunked, then identity", PUT + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
				arguments("an unheard-of coding", PUT + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
				arguments("a coding with a tab", PUT + "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n"),
				arguments("a blank before the colon", PUT + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
				arguments("a folded header", PUT + "X-A: b\r\n " + length + "\r\n"),
				arguments("a chunk size that is none", PUT + chunked + "\r\nzz\r\n"),
				arguments("a chunk size with a sign", PUT + chunked + "\r\n-1\r\n"),
				arguments("a chunk size beyond any number", PUT + chunked + "\r\nffffffffffffffffff\r\n"),
				arguments("a chunk that goes on", PUT + chunked + "\r\n1\r\nxx\r\n0\r\n\r\n"),
				arguments("NUL in a header", CHECK + "X-A: b\0c\r\n\r\n"),
				arguments("NUL in the request line", "GET /devices/0\0?app_ver=1 HTTP/1.1\r\n" + REST + "\r\n"),
				arguments("CR alone in a header", CHECK + "X-A: b\rX-B: c\r\n\r\n"),
				arguments("a control character in a name", CHECK + "X\u0001A: b\r\n\r\n"),
				arguments("a space in the path", "GET /devices/0 0?app_ver=1 HTTP/1.1\r\n" + REST + "\r\n"),
				arguments("no version", "GET /devices/00001?app_ver=1\r\n" + REST + "\r\n"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("hidden")
	void aRequestHiddenBehindAnAmbiguousOneIsNotAnswered(String name, String ambiguous) throws IOException {
		String answers = answers(ambiguous + HIDDEN);
		assertThat(statuses(answers)).hasSizeLessThanOrEqualTo(1).isSubsetOf(400, 403, 404, 411, 413, 501, 505);
		assertThat(answers).doesNotContain(SECRET);
		assertThat(server.admin().get("/devices").text()).doesNotContain("00009");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("understood")
	void whatCanBeReadInOneWayIsAnsweredRightly(String name, String request) throws IOException {
		String answers = answers(request);
		assertThat(statuses(answers)).hasSize(1);
		assertThat(answers).satisfiesAnyOf(text -> assertThat(text).startsWith("HTTP/1.1 200").endsWith("right.bin"),
				text -> assertThat(text).startsWith("HTTP/1.1 400"));
	}

	static Stream<Arguments> understood() {
		String end = "Connection: close\r\n\r\n";
		return Stream.of(
				arguments("absolute form", "GET https://localhost/devices/00001?app_ver=1 HTTP/1.1\r\n" + REST + end),
				arguments("absolute form of another host",
						"GET https://elsewhere.example/devices/00001?app_ver=1 HTTP/1.1\r\n" + REST + end),
				arguments("bare LF", CHECK.replace("\r\n", "\n") + end.replace("\r\n", "\n")),
				arguments("an empty line before", "\r\n" + CHECK + end),
				arguments("a body that nobody asked for", CHECK + "Content-Length: 5\r\n" + end + "hello"));
	}

	@Test
	void eachOfManyRequestsOnAConnectionGetsItsOwnAnswer() throws IOException {
		String refused = "GET /devices/hidden?app_ver=1 HTTP/1.1\r\nHost: x\r\n\r\n";
		String unknown = "GET /devices/unknown?app_ver=1 HTTP/1.1\r\n" + REST + "\r\n";
		String tooBig = "PUT /files/x.bin HTTP/1.1\r\n" + REST + "Content-Length: 999999999\r\n\r\n";
		String answers = answers(refused + CHECK + "\r\n" + unknown + refused + CHECK + "\r\n" + tooBig + HIDDEN);
		assertThat(statuses(answers)).containsExactly(403, 200, 404, 403, 200, 413);
		assertThat(answers).doesNotContain(SECRET);
	}

	private String answers(String requests) throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(server.port())) {
			return new String(client.send(requests).receiveUntilSilent(SILENCE_MILLIS), StandardCharsets.ISO_8859_1);
		}
	}

	private static List<Integer> statuses(String answers) {
		return ANSWER.matcher(answers).results().map(answer -> Integer.valueOf(answer.group(1))).toList();
	}

}
