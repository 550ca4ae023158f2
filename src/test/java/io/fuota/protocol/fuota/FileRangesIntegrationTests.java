package io.fuota.protocol.fuota;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fuota.testing.DeviceClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawResponse.Framing;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Ranges of {@code GET /files/{name}}: RFC 9110 §14. */
@SharedTestServer
class FileRangesIntegrationTests {

	// A range is served to a client that nothing is known of only under a name that never
	// had other bytes: each test has a name of its own.
	private static final AtomicInteger NAMES = new AtomicInteger();

	private static final byte[] CONTENT = new byte[1000];

	private static final Pattern PART = Pattern.compile("\r\nContent-Range: bytes (\\d+)-(\\d+)/1000\r\n",
			Pattern.CASE_INSENSITIVE);

	static {
		new Random(14).nextBytes(CONTENT);
	}

	private final String name = "ranges-" + NAMES.incrementAndGet() + ".bin";

	private final String file = "/files/" + this.name;

	private final TestServer server;

	private final DeviceClient device;

	FileRangesIntegrationTests(TestServer server) {
		this.server = server;
		this.device = new DeviceClient(server);
	}

	@BeforeEach
	void uploadFile() {
		this.server.admin().upload(this.name, CONTENT);
	}

	@ParameterizedTest
	@CsvSource({ "bytes=0-99,0,99", "bytes=0-0,0,0", "bytes=999-999,999,999", "bytes=100-,100,999", "bytes=0-,0,999",
			"bytes=-100,900,999", "bytes=-1,999,999", "bytes=-1000,0,999", "bytes=-5000,0,999", "bytes=0-999,0,999",
			"bytes=0-1000,0,999", "bytes=900-5000,900,999", "bytes=0-9223372036854775807,0,999",
			"'bytes= 10-19 ',10,19" })
	void aRangeIsAnsweredWithItsBytesAndClampedAtTheEnd(String range, int first, int last) {
		RawResponse answer = this.device.getWith(this.file, "Range: " + range);
		assertThat(answer.status()).as(answer.toString()).isEqualTo(206);
		assertThat(answer.required("Content-Range")).isEqualTo("bytes " + first + "-" + last + "/1000");
		assertThat(answer.required("Content-Length")).isEqualTo(Integer.toString(last - first + 1));
		assertThat(answer.required("Content-Type")).isEqualTo("application/octet-stream");
		assertThat(answer.required("ETag")).isEqualTo(this.device.get(this.file).required("ETag"));
		assertThat(answer.rawBody()).isEqualTo(Arrays.copyOfRange(CONTENT, first, last + 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "bytes=1000-", "bytes=1000-1000", "bytes=1000-1001", "bytes=5000-", "bytes=-0",
			"bytes=2000-3000,4000-5000" })
	void aRangeBehindTheLastByteIs416(String range) {
		RawResponse answer = this.device.getWith(this.file, "Range: " + range);
		assertThat(answer.status()).isEqualTo(416);
		assertThat(answer.required("Content-Range")).isEqualTo("bytes */1000");
		assertThat(answer.rawBody()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bytes=5-2", "bytes=a-b", "bytes=", "bytes=-", "bytes=--5", "bytes=1-2-3", "bytes=5",
			"items=0-5", "0-5", "bytes", "bytes=0-5;", "bytes=0x0-0x5", "bytes=0-5,x", "bytes=+1-5", "bytes 0-5" })
	void aRangeThatIsNoneIsIgnored(String range) {
		RawResponse answer = this.device.getWith(this.file, "Range: " + range);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.rawBody()).isEqualTo(CONTENT);
		assertThat(answer.headers("Content-Range")).isEmpty();
	}

	@Test
	void aNumberTooLargeForAMachineWordIsNoFault() {
		RawResponse end = this.device.getWith(this.file, "Range: bytes=0-99999999999999999999999");
		assertThat(end.status()).isIn(200, 206);
		assertThat(end.rawBody()).isEqualTo(CONTENT);
		assertThat(this.device.getWith(this.file, "Range: bytes=99999999999999999999999-").status()).isIn(200, 416);
	}

	@Test
	void severalRangesAreAnsweredInPartsOfKnownLength() {
		RawResponse answer = this.device.getWith(this.file, "Range: bytes=0-99, 200-299,-50");
		assertThat(answer.status()).isEqualTo(206);
		assertThat(answer.framing()).isEqualTo(Framing.CONTENT_LENGTH);
		assertThat(answer.headers("Content-Range")).isEmpty();
		assertThat(parts(answer)).containsExactly(Arrays.copyOfRange(CONTENT, 0, 100),
				Arrays.copyOfRange(CONTENT, 200, 300), Arrays.copyOfRange(CONTENT, 950, 1000));
	}

	@Test
	void ofSeveralRangesThoseBehindTheEndAreLeftOut() {
		RawResponse answer = this.device.getWith(this.file, "Range: bytes=5000-6000,10-19");
		assertThat(answer.status()).isEqualTo(206);
		byte[] wanted = Arrays.copyOfRange(CONTENT, 10, 20);
		if (answer.required("Content-Type").startsWith("multipart/")) {
			assertThat(parts(answer)).containsExactly(wanted);
		}
		else {
			assertThat(answer.required("Content-Range")).isEqualTo("bytes 10-19/1000");
			assertThat(answer.rawBody()).isEqualTo(wanted);
		}
	}

	@Test
	void manyOverlappingRangesDoNotMultiplyTheTraffic() {
		RawResponse answer = this.device.getWith(this.file, "Range: bytes=" + "0-,".repeat(1000) + "0-");
		assertThat(answer.status()).isIn(200, 206, 416);
		assertThat(answer.rawBody().length).isLessThanOrEqualTo(3 * CONTENT.length);
	}

	@Test
	void aRangeIsServedOnlyWhileTheBytesAreTheSame() {
		RawResponse whole = this.device.get(this.file);
		String range = "Range: bytes=0-9";
		assertThat(status(range, "If-Range: " + whole.required("ETag"))).isEqualTo(206);
		assertThat(status(range, "If-Range: " + whole.required("Last-Modified"))).isEqualTo(206);
		assertThat(status(range, "If-Range: \"other\"")).isEqualTo(200);
		assertThat(status(range, "If-Range: W/" + whole.required("ETag"))).isEqualTo(200);
		assertThat(status(range, "If-Range: Thu, 01 Jan 1970 00:00:00 GMT")).isEqualTo(200);
		assertThat(status(range, "If-Range: Fri, 01 Jan 2100 00:00:00 GMT")).isEqualTo(200);
		assertThat(status("Range: bytes=5000-", "If-Range: \"other\"")).isEqualTo(200);
	}

	@Test
	void aConditionIsWeighedBeforeTheRange() {
		String etag = this.device.get(this.file).required("ETag");
		assertThat(status("Range: bytes=0-9", "If-None-Match: " + etag)).isEqualTo(304);
		assertThat(status("Range: bytes=5000-", "If-Match: \"other\"")).isEqualTo(412);
		assertThat(status("Range: bytes=0-9", "If-Match: " + etag)).isEqualTo(206);
	}

	@Test
	void piecesFetchedOneByOneAreTheFile() {
		StringBuilder joined = new StringBuilder();
		for (int at = 0; at < CONTENT.length; at += 300) {
			RawResponse piece = this.device.getWith(this.file, "Range: bytes=" + at + "-" + (at + 300 - 1));
			joined.append(new String(piece.rawBody(), StandardCharsets.ISO_8859_1));
		}
		assertThat(joined.toString().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(CONTENT);
	}

	private int status(String... headerLines) {
		RawResponse answer = this.device.getWith(this.file, headerLines);
		if (answer.status() == 200) {
			assertThat(answer.rawBody()).isEqualTo(CONTENT);
		}
		return answer.status();
	}

	// RFC 2046 §5.1.1: CRLF and two hyphens before each boundary, two more behind the
	// last.
	private static List<byte[]> parts(RawResponse answer) {
		Matcher type = Pattern.compile("multipart/byteranges; ?boundary=\"?([^\"]+)\"?")
			.matcher(answer.required("Content-Type"));
		assertThat(type.matches()).as(answer.required("Content-Type")).isTrue();
		String delimiter = "\r\n--" + type.group(1);
		String body = "\r\n" + new String(answer.rawBody(), StandardCharsets.ISO_8859_1).replaceFirst("^\r\n", "");
		assertThat(body).startsWith(delimiter).containsPattern(Pattern.quote(delimiter) + "--(\r\n)?$");
		List<byte[]> parts = new ArrayList<>();
		for (String part : body.substring(0, body.lastIndexOf(delimiter)).split(Pattern.quote(delimiter), -1)) {
			if (!part.isEmpty()) {
				parts.add(part(part));
			}
		}
		return parts;
	}

	private static byte[] part(String text) {
		int contentAt = text.indexOf("\r\n\r\n");
		String head = text.substring(0, contentAt + 2);
		Matcher range = PART.matcher(head);
		assertThat(range.find()).as(head).isTrue();
		assertThat(head).containsIgnoringCase("\r\nContent-Type: application/octet-stream\r\n");
		byte[] content = text.substring(contentAt + 4).getBytes(StandardCharsets.ISO_8859_1);
		assertThat(content).hasSize(Integer.parseInt(range.group(2)) - Integer.parseInt(range.group(1)) + 1);
		return content;
	}

}
