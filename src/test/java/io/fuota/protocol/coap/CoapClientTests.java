package io.fuota.protocol.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 7252 §4.2 and §5.2 from the side of whoever asks. */
class CoapClientTests {

	private static final int NO_TOKEN_YET = 4;

	private final CoapClient client = new CoapClient(Duration.ofMillis(20));

	private final List<byte[]> requests = new CopyOnWriteArrayList<>();

	private final DatagramSocket device = open();

	/** Answers the n-th datagram, from 1 on, by any number of datagrams. */
	private interface Device extends Function<Integer, List<byte[]>> {

	}

	@AfterEach
	void close() {
		device.close();
	}

	@Test
	void answerOnTheAcknowledgementIsTaken() {
		answering(_ -> List.of(answer(0x60, 0x45, "1")));
		assertThat(ask()).isInstanceOfSatisfying(CoapReply.Answered.class, answer -> {
			assertThat(answer.code()).isEqualTo("2.05");
			assertThat(answer.payload()).isEqualTo("1".getBytes(StandardCharsets.US_ASCII));
			assertThat(answer.isSuccess()).isTrue();
		});
	}

	@Test
	void requestIsSentAgainUntilItIsAnswered() {
		answering(count -> count < 4 ? List.of() : List.of(answer(0x60, 0x8d, "")));
		assertThat(ask()).isInstanceOfSatisfying(CoapReply.Answered.class, answer -> {
			assertThat(answer.code()).isEqualTo("4.13");
			assertThat(answer.isSuccess()).isFalse();
		});
		assertThat(requests).hasSize(4).allSatisfy(request -> assertThat(request).isEqualTo(requests.getFirst()));
	}

	@Test
	void silenceIsToldAfterFourRetransmissions() {
		answering(_ -> List.of());
		assertThat(ask()).isEqualTo(new CoapReply.Silent());
		assertThat(requests).hasSize(5);
	}

	@Test
	void answerThatComesByItselfIsWaitedForAndAcknowledged() {
		answering(count -> count == 1 ? List.of(emptyAcknowledgement(), separate(0x45)) : List.of());
		assertThat(ask()).isInstanceOf(CoapReply.Answered.class);
		assertThat(requests).as("the request once, and an acknowledgement").hasSizeBetween(1, 2);
	}

	@Test
	void anAcknowledgementWithoutAnAnswerStopsTheSending() {
		answering(_ -> List.of(emptyAcknowledgement()));
		assertThat(ask()).isEqualTo(new CoapReply.Silent());
		assertThat(requests).hasSize(1);
	}

	@Test
	void resetIsARejection() {
		answering(_ -> List.of(new byte[] { 0x70, 0, requests.getFirst()[2], requests.getFirst()[3] }));
		assertThat(ask()).isEqualTo(new CoapReply.Rejected());
	}

	@Test
	void whatIsNoAnswerIsPassedOver() {
		answering(count -> {
			byte[] otherToken = answer(0x60, 0x45, "9");
			otherToken[4] ^= 1;
			byte[] otherMessage = answer(0x60, 0x45, "8");
			otherMessage[3] ^= 1;
			byte[] brokenOption = answer(0x60, 0x45, "7");
			brokenOption[8] = (byte) 0xf0;
			return List.of(new byte[0], new byte[] { 0x60 }, new byte[] { (byte) 0xa0, 0x45, 0, 0 }, otherToken,
					otherMessage, brokenOption, answer(0x60, 0x45, "1"));
		});
		assertThat(ask()).isInstanceOfSatisfying(CoapReply.Answered.class,
				answer -> assertThat(answer.payload()).isEqualTo("1".getBytes(StandardCharsets.US_ASCII)));
	}

	@Test
	void anyDatagramsAreReadOrPassedOver() {
		Random random = new Random(72);
		answering(_ -> {
			List<byte[]> answers = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				byte[] noise = Arrays.copyOf(answer(0x60, 0x45, "2"), random.nextInt(40));
				for (int changes = 1 + random.nextInt(4); changes > 0 && noise.length > 0; changes--) {
					noise[random.nextInt(noise.length)] = (byte) random.nextInt();
				}
				answers.add(noise);
			}
			return answers;
		});
		for (int i = 0; i < 20; i++) {
			requests.clear();
			assertThat(ask()).isNotNull();
		}
	}

	@Test
	void portThatNobodyListensOnIsUnreachable() {
		device.close();
		assertThat(ask()).isInstanceOf(CoapReply.Unreachable.class);
	}

	@Test
	void longSegmentsAndPayloadsAreWrittenAsTheRfcHasThem() {
		byte[] request = RequestWriter.write(CoapMethod.POST, 0x7d34, new byte[0], List.of("suit", "a".repeat(13)),
				new byte[] { 7 });
		assertThat(request).startsWith(0x40, 0x02, 0x7d, 0x34, 0xb4, 's', 'u', 'i', 't', 0x0d, 0x00, 'a')
			.endsWith(0xff, 7)
			.hasSize(4 + 5 + 15 + 2);
	}

	private CoapReply ask() {
		return client.ask(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port()), CoapMethod.GET,
				List.of("suit", "slot", "active"), new byte[0]);
	}

	private int port() {
		return port;
	}

	private int port;

	private DatagramSocket open() {
		try {
			DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
			port = socket.getLocalPort();
			return socket;
		}
		catch (SocketException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void answering(Device answers) {
		Thread.ofVirtual().start(() -> {
			try {
				while (!device.isClosed()) {
					DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
					device.receive(packet);
					requests.add(Arrays.copyOf(packet.getData(), packet.getLength()));
					for (byte[] answer : answers.apply(requests.size())) {
						device.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
					}
				}
			}
			catch (IOException closed) {
				// The test is over.
			}
		});
	}

	/** With the message ID and token of the first request. */
	private byte[] answer(int first, int code, String payload) {
		byte[] request = requests.getFirst();
		int token = request[0] & 0xf;
		byte[] text = payload.getBytes(StandardCharsets.US_ASCII);
		byte[] answer = new byte[NO_TOKEN_YET + token + (text.length > 0 ? 2 + text.length : 0)];
		System.arraycopy(request, 0, answer, 0, NO_TOKEN_YET + token);
		answer[0] = (byte) (first | token);
		answer[1] = (byte) code;
		if (text.length > 0) {
			answer[NO_TOKEN_YET + token] = (byte) 0xc0;
			answer[NO_TOKEN_YET + token + 1] = (byte) 0xff;
			System.arraycopy(text, 0, answer, NO_TOKEN_YET + token + 2, text.length);
		}
		return answer;
	}

	private byte[] emptyAcknowledgement() {
		return new byte[] { 0x60, 0, requests.getFirst()[2], requests.getFirst()[3] };
	}

	/** A confirmable answer with a message ID of its own. */
	private byte[] separate(int code) {
		byte[] answer = answer(0x40, code, "");
		answer[2] ^= 0x55;
		return answer;
	}

}
