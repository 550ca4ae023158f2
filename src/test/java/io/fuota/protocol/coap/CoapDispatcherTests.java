package io.fuota.protocol.coap;

import static io.fuota.testing.CoapProbe.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** What each datagram is answered by: the table of docs/protocols/coap-fmu.md §2.3. */
class CoapDispatcherTests {

	private static final CoapPeer PEER = new CoapPeer(InetAddress.ofLiteral("192.0.2.1"), 40_000, false);

	private final CoapDispatcher dispatcher = new CoapDispatcher(
			List.of(text("a", "0123456789abcdefghij"), broken("x")),
			new AnswerBudget(new CoapSettings("0", DataSize.ofGigabytes(1), DataSize.ofGigabytes(1))));

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "nothing", value = { //
			"a ping                             | 40 00 12 34                   | 70 00 12 34", //
			"a ping with a token                | 41 00 12 34 aa                | 70 00 12 34", //
			"an empty non-confirmable message   | 50 00 12 34                   | nothing", //
			"an acknowledgement                 | 60 00 12 34                   | nothing", //
			"an acknowledgement with a request  | 60 01 12 34 b1 61             | nothing", //
			"a reset                            | 70 00 12 34                   | nothing", //
			"a confirmable response             | 40 45 12 34                   | 70 00 12 34", //
			"a non-confirmable response         | 50 45 12 34                   | nothing", //
			"a reserved class                   | 40 e1 12 34                   | 70 00 12 34", //
			"three bytes                        | 40 01 12                      | nothing", //
			"version 0                          | 00 01 12 34                   | nothing", //
			"version 2                          | 80 01 12 34                   | nothing", //
			"a token of 9 bytes                 | 49 01 12 34 010203040506070809 | 70 00 12 34", //
			"a token that isn't all there       | 44 01 12 34 aa                | 70 00 12 34", //
			"an option that isn't all there     | 40 01 12 34 b2 61             | 70 00 12 34", //
			"an option delta of 15              | 40 01 12 34 f1 61             | 70 00 12 34", //
			"an option length of 15             | 40 01 12 34 bf 61             | 70 00 12 34", //
			"a delta whose byte is missing      | 40 01 12 34 d1                | 70 00 12 34", //
			"a length whose bytes are missing   | 40 01 12 34 be 01             | 70 00 12 34", //
			"a payload marker without payload   | 40 01 12 34 b1 61 ff          | 70 00 12 34", //
			"the same, non-confirmable          | 50 01 12 34 b1 61 ff          | nothing", //
			"GET of nothing                     | 40 01 12 34                   | 60 84 12 34", //
			"GET of nothing with a payload      | 40 01 12 34 ff 01             | 70 00 12 34", //
			"GET of an unknown path             | 40 01 12 34 b1 62             | 60 84 12 34", //
			"the same with a token              | 42 01 12 34 ca fe b1 62       | 62 84 12 34 ca fe", //
			"POST to an unknown path            | 40 02 12 34 b1 62 ff 01       | 60 84 12 34", //
			"an unknown critical option (9)     | 40 01 12 34 91 00 21 61       | 60 82 12 34", //
			"the same, non-confirmable          | 50 01 12 34 91 00 21 61       | nothing", //
			"Block2 of size 7                   | 40 01 12 34 b1 61 c1 07       | 60 82 12 34", //
			"Block2 of 4 bytes                  | 40 01 12 34 b1 61 c4 00 00 00 00 | 60 82 12 34", //
			"Block2 twice                       | 40 01 12 34 b1 61 c1 00 01 00 | 60 82 12 34", //
			"Proxy-Uri                          | 40 01 12 34 d1 16 61          | 60 a5 12 34", //
			"Block1, more to come               | 40 02 12 34 b1 61 d1 03 08    | 60 8d 12 34", //
			"a file that can't be read          | 40 01 12 34 b1 78             | 70 00 12 34", //
			"a block at the very end            | 40 01 12 34 b1 61 c1 20       | 60 82 12 34", //
			"the second block                   | 40 01 12 34 b1 61 c1 10       | 60 45 12 34 44 00 00 00 07 d1 06 10 ff 67 68 69 6a", //
	})
	void datagramHasOneAnswer(String what, String datagram, String answer) {
		byte[] expected = answer == null ? null : hex(answer);
		assertThat(dispatcher.answer(hex(datagram), PEER).orElse(null)).as(what).isEqualTo(expected);
	}

	@Test
	void nonConfirmableRequestIsAnsweredInKind() {
		byte[] answer = dispatcher.answer(hex("52 01 12 34 ca fe b1 62"), PEER).orElseThrow();
		assertThat(HexFormat.of().formatHex(answer)).matches("5284....cafe");
	}

	@Test
	void hostIsntLookedAtAndElectiveOptionsArePassedOver() {
		// Uri-Host, ETag, Observe, Uri-Port, Uri-Path, Max-Age, Size2.
		byte[] answer = dispatcher.answer(hex("40 01 12 34 31 68 11 01 20 12 16 33 41 61 31 05 d0 01 ff 00"), PEER)
			.orElseThrow();
		assertThat(answer).startsWith(hex("60 45 12 34 ff 30 31"));
	}

	@Test
	void anyBytesAreAnsweredByFewOrNone() {
		Random random = new Random(3);
		byte[] golden = hex("44 01 12 34 de ad be ef b1 61 c1 10 ff 13 4f 54 41");
		for (int round = 0; round < 200_000; round++) {
			byte[] datagram = round % 2 == 0 ? mutated(golden, random) : noise(random);
			dispatcher.answer(datagram, PEER).ifPresent(answer -> {
				assertThat(answer.length).isBetween(4, 64);
				assertThat(answer[0] >> 6 & 3).isEqualTo(1);
			});
		}
	}

	private static byte[] mutated(byte[] golden, Random random) {
		byte[] datagram = Arrays.copyOf(golden, random.nextInt(golden.length + 5));
		for (int changes = random.nextInt(4); changes > 0 && datagram.length > 0; changes--) {
			datagram[random.nextInt(datagram.length)] = (byte) random.nextInt();
		}
		return datagram;
	}

	private static byte[] noise(Random random) {
		byte[] datagram = new byte[random.nextInt(64)];
		random.nextBytes(datagram);
		return datagram;
	}

	private static CoapResource text(String path, String text) {
		return new Fixed(path, new Body(text.getBytes(StandardCharsets.US_ASCII), false));
	}

	private static CoapResource broken(String path) {
		return new Fixed(path, new Body(new byte[1], true));
	}

	private static final class Body implements Representation {

		private final byte[] bytes;

		private final boolean damaged;

		Body(byte[] bytes, boolean damaged) {
			this.bytes = bytes;
			this.damaged = damaged;
		}

		@Override
		public long size() {
			return bytes.length;
		}

		@Override
		public void read(long position, byte[] target, int length) throws IOException {
			if (damaged) {
				throw new IOException("damaged");
			}
			System.arraycopy(bytes, (int) position, target, 0, length);
		}

		@Override
		public int etag() {
			return 7;
		}

		@Override
		public OptionalInt contentFormat() {
			return OptionalInt.empty();
		}

	}

	private record Fixed(String segment, Representation body) implements CoapResource {

		@Override
		public boolean serves(List<String> path) {
			return path.equals(List.of(segment));
		}

		@Override
		public CoapAnswer answer(CoapRequest request) {
			return new CoapAnswer.Content(body);
		}

		@Override
		public String links() {
			return "</" + segment + ">";
		}

	}

}
