package io.fuota.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fuota.testing.TestCertificates;
import io.fuota.testing.TestCertificates.KeyForm;
import io.fuota.testing.TlsOptions;
import io.fuota.testing.TlsOptions.CountingTrust;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BoringSSL's engine, and above all that its memory is given back. */
class NativeEngineTests {

	private static final int ENOUGH = 200;

	private static final int MORE_THAN_A_HANDSHAKE = 60;

	@Test
	void thisMachineHasTheEngine() {
		assertThat(NativeEngineSource.unavailable()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "EC_PKCS8, TLSv1.2", "EC_PKCS8, TLSv1.3", "RSA_PKCS8, TLSv1.2", "RSA_PKCS8, TLSv1.3" })
	void everySortOfKeyIsShownByEachVersion(KeyForm form, String protocol) throws SSLException {
		NativeEngineSource source = source(form);
		SSLEngine server = source.newEngine();
		SSLEngine client = client(protocol);
		assertThat(new Conversation(client, server).shakeHands(ENOUGH)).isTrue();
		assertThat(client.getSession().getProtocol()).isEqualTo(protocol);
		assertThat(client.getSession().getCipherSuite()).isIn(TlsRules.SUITES);
		server.closeOutbound();
		source.retire();
		assertThat(source.isFreed()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.2", "TLSv1.3" })
	void aHandshakeThatBreaksOffAtAnyStepLeaksNothing(String protocol) throws SSLException {
		NativeEngineSource source = source(KeyForm.EC_PKCS8);
		int finished = 0;
		for (int steps = 0; steps < MORE_THAN_A_HANDSHAKE; steps++) {
			SSLEngine server = source.newEngine();
			finished += new Conversation(client(protocol), server).shakeHands(steps) ? 1 : 0;
			server.closeOutbound();
			assertThat(server.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(20_000)).getStatus())
				.isEqualTo(Status.CLOSED);
		}
		assertThat(finished).isBetween(1, MORE_THAN_A_HANDSHAKE - 4);
		source.retire();
		assertThat(source.isFreed()).isTrue();
	}

	@Test
	void aHandshakeThatFailsLeaksNothing() {
		NativeEngineSource source = source(KeyForm.EC_PKCS8);
		for (byte[] nonsense : List.of("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII), new byte[100],
				new byte[] { 22, 3, 1, 0, 1, 1, 0, 0, 0 }, new byte[] { 21, 3, 3, 0, 2, 2, 40 })) {
			SSLEngine server = source.newEngine();
			assertThatExceptionOfType(SSLException.class).isThrownBy(() -> {
				server.beginHandshake();
				for (int i = 0; i < 5; i++) {
					server.unwrap(ByteBuffer.wrap(nonsense), ByteBuffer.allocate(20_000));
					server.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(20_000));
				}
				throw new SSLException("nothing was said against it");
			});
			server.closeOutbound();
		}
		source.retire();
		assertThat(source.isFreed()).isTrue();
	}

	@Test
	void aRetiredContextLivesAsLongAsItsLastEngine() throws SSLException {
		NativeEngineSource source = source(KeyForm.EC_PKCS8);
		SSLEngine first = source.newEngine();
		SSLEngine second = source.newEngine();
		Conversation conversation = new Conversation(client("TLSv1.3"), second);
		source.retire();
		first.closeOutbound();
		assertThat(source.isFreed()).isFalse();
		assertThat(conversation.shakeHands(ENOUGH)).isTrue();
		second.closeOutbound();
		second.closeOutbound();
		assertThat(source.isFreed()).isTrue();
	}

	@Test
	void everyEngineIsFreedOnceHoweverManyThereAre() throws SSLException {
		NativeEngineSource source = source(KeyForm.EC_PKCS8);
		List<SSLEngine> engines = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			SSLEngine engine = source.newEngine();
			engine.beginHandshake();
			engines.add(engine);
		}
		engines.forEach(SSLEngine::closeOutbound);
		source.retire();
		assertThat(source.isFreed()).isTrue();
	}

	@Test
	void aClientThatAsksForSmallRecordsGetsThem() throws SSLException {
		NativeEngineSource source = source(KeyForm.EC_PKCS8);
		SSLEngine server = source.newEngine();
		ByteBuffer answer = new Conversation(client("TLSv1.2"), server)
			.answerTo(hello -> withExtension(hello, 0, 1, 0, 1, 3));
		assertThat(indexOf(answer, 0, 1, 0, 1, 3)).as("max_fragment_length is granted").isPositive();
		source.retire();
		assertThat(source.isFreed()).as("BoringSSL isn't used for it").isTrue();
	}

	@Test
	void aHelloThatIsCutOrMalformedAsksForNothing() {
		byte[] hello = new byte[60];
		hello[0] = 22;
		hello[5] = 1;
		Arrays.fill(hello, 43, 60, (byte) 0xff);
		for (int length = 0; length <= hello.length; length++) {
			assertThat(FirstRecord.asksForSmallRecords(ByteBuffer.wrap(hello, 0, length))).isFalse();
		}
	}

	private static byte[] withExtension(byte[] hello, int... extension) {
		byte[] longer = Arrays.copyOf(hello, hello.length + extension.length);
		for (int i = 0; i < extension.length; i++) {
			longer[hello.length + i] = (byte) extension[i];
		}
		ByteBuffer bytes = ByteBuffer.wrap(longer);
		add(bytes, 3, extension.length);
		add(bytes, 7, extension.length);
		int suites = 5 + 4 + 2 + 32 + 1 + bytes.get(43);
		int compressions = suites + 2 + bytes.getShort(suites);
		add(bytes, compressions + 1 + bytes.get(compressions), extension.length);
		return longer;
	}

	private static void add(ByteBuffer bytes, int at, int more) {
		bytes.putShort(at, (short) (bytes.getShort(at) + more));
	}

	private static int indexOf(ByteBuffer bytes, int... wanted) {
		for (int at = 0; at + wanted.length <= bytes.remaining(); at++) {
			int same = 0;
			while (same < wanted.length && bytes.get(at + same) == (byte) wanted[same]) {
				same++;
			}
			if (same == wanted.length) {
				return at;
			}
		}
		return -1;
	}

	private static NativeEngineSource source(KeyForm form) {
		KeyPair pair = TestCertificates.keyPair(form);
		return new NativeEngineSource(
				new ServerCertificate(List.of(TestCertificates.selfSigned(pair, "x.example")), pair.getPrivate()));
	}

	private static SSLEngine client(String protocol) {
		SSLEngine client = TlsOptions.trusting(new CountingTrust()).context().createSSLEngine();
		client.setUseClientMode(true);
		client.setEnabledProtocols(new String[] { protocol });
		return client;
	}

}
