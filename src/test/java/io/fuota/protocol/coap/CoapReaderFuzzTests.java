package io.fuota.protocol.coap;

import static io.fuota.testing.CoapProbe.hex;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a datagram is, reading it ends with one of four outcomes. Here with the seeds;
 * {@code JAZZER_FUZZ=1 mvn test -Djazzer.hooks=true -Dtest=CoapReaderFuzzTests} goes on
 * for a minute, led by coverage.
 */
class CoapReaderFuzzTests {

	private static final CoapPeer PEER = new CoapPeer(InetAddress.ofLiteral("192.0.2.1"), 40_000, false);

	static Stream<byte[]> seeds() {
		return Stream.of(hex("40 00 12 34"),
				hex("44 01 12 34 de ad be ef b7 75 70 64 61 74 65 73 c1 04 ff 13 4f 54 41"),
				hex("40 01 12 34 d1 16 61"), hex("40 01 12 34 be 00 01 ff"), hex("52 02 00 00 ca fe b1 61 d1 03 08"));
	}

	@MethodSource("seeds")
	@FuzzTest(maxDuration = "1m")
	void everyDatagramIsRead(byte[] datagram) {
		if (datagram == null) {
			return;
		}
		switch (CoapReader.read(datagram, PEER)) {
			case Incoming.Understood(var request) ->
				assertThat(request.payload().length).isLessThanOrEqualTo(datagram.length - CoapHeader.BYTES);
			case Incoming.Wrong(var header, var _) -> assertThat(header.isConfirmable()).isTrue();
			case Incoming.Rejected(var header) -> assertThat(header.isConfirmable()).isTrue();
			case Incoming.Ignored _ -> assertThat(datagram).isNotNull();
		}
	}

}
