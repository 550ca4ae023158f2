package io.fuota.protocol.suit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/protocols/riot-suit.md §4.1: how operators write the addresses of nodes. */
class NodeUrlTests {

	@ParameterizedTest
	@CsvSource({ "[2001:db8::a1],2001:db8::a1,5683", "[2001:db8::a1]:61616,2001:db8::a1,61616",
			"2001:db8::a1,2001:db8::a1,5683", "[fe80::1%tap0],fe80::1%tap0,5683", "fe80::1%tap0,fe80::1%tap0,5683",
			"::1,::1,5683", "192.0.2.7,192.0.2.7,5683", "192.0.2.7:5684,192.0.2.7,5684",
			"node-7.example,node-7.example,5683", "coap://[::1]:7/,::1,7", "[::ffff:192.0.2.7],::ffff:192.0.2.7,5683" })
	void hostAndPortAreRead(String text, String host, int port) {
		NodeUrl url = NodeUrl.parse(text);
		assertThat(url.host()).isEqualTo(host);
		assertThat(url.port()).isEqualTo(port);
		assertThat(url.path("suit", "trigger")).isEqualTo(List.of("suit", "trigger"));
		assertThat(url.text()).isEqualTo(text);
	}

	@Test
	void prefixComesBeforeTheNodesResources() {
		assertThat(NodeUrl.parse("[::1]:7/a/b/").path("suit", "trigger")).containsExactly("a", "b", "suit", "trigger");
		assertThat(NodeUrl.parse("fe80::1%tap0/a").path("x")).containsExactly("a", "x");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "http://a", "coaps://a", "a b", "a:0", "a:65536", "a:b", "[::1", "[::1]x", "a?b",
			"a#b", "a/b?c", "[2001:db8::a1%]", "a@b", "node/x y" })
	void whatIsNoAddressIsASentence(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> NodeUrl.parse(text)).withMessageStartingWith("“" + text);
	}

	@Test
	void zoneIsANumberOrAnInterfaceWithAnAddressOfItsOwnThere() throws Exception {
		assertThat(scope("[fe80::1%1]")).isEqualTo(1);
		assertThat(scope("fe80::1%4711")).isEqualTo(4711);
		assertThat(scope("[fe80::1]")).as("the machine chooses").isZero();
		List<NetworkInterface> interfaces = NetworkInterface.networkInterfaces().toList();
		assertThat(interfaces).as("the loopback at least").isNotEmpty();
		for (NetworkInterface network : interfaces) {
			String node = "[fe80::1%" + network.getName() + "]";
			if (network.inetAddresses().anyMatch(address -> address.isLinkLocalAddress())) {
				assertThat(scope(node)).isEqualTo(network.getIndex());
			}
			else {
				assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> scope(node));
			}
		}
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> scope("[fe80::1%nosuch0]"));
	}

	private static int scope(String text) throws UnknownHostException {
		return ((Inet6Address) NodeUrl.parse(text).resolve().getAddress()).getScopeId();
	}

	@Test
	void anyTextIsReadOrRefused() {
		Random random = new Random(6);
		String letters = "[]:%/.a1f?@ \0é";
		for (int i = 0; i < 20_000; i++) {
			StringBuilder text = new StringBuilder();
			for (int length = random.nextInt(20); length > 0; length--) {
				text.append(letters.charAt(random.nextInt(letters.length())));
			}
			try {
				assertThat(NodeUrl.parse(text.toString()).port()).isBetween(1, 65_535);
			}
			catch (IllegalArgumentException refused) {
				assertThat(refused).hasMessageContaining("“");
			}
		}
	}

}
