package io.fuota.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses count as one client. */
class ClientNetworkTests {

	@ParameterizedTest
	@CsvSource({ "192.0.2.1, 192.0.2.1", "2001:db8:0:1::1, 2001:db8:0:1:ffff:ffff:ffff:ffff",
			"2001:db8:0:1::1, 2001:0db8:0000:0001:0:0:0:2", "fe80::1%eth0, fe80::2%1", "::ffff:192.0.2.1, 192.0.2.1",
			"0:0:0:0:0:0:0:1, ::1", "nonsense, nonsense", ":nonsense, :nonsense" })
	void theseAreOneClient(String one, String other) {
		assertThat(ClientNetwork.of(one)).isEqualTo(ClientNetwork.of(other));
	}

	@ParameterizedTest
	@CsvSource({ "192.0.2.1, 192.0.2.2", "2001:db8:0:1::1, 2001:db8:0:2::1", "::1, 127.0.0.1",
			"::ffff:192.0.2.1, 192.0.2.2" })
	void theseAreTwoClients(String one, String other) {
		assertThat(ClientNetwork.of(one)).isNotEqualTo(ClientNetwork.of(other));
	}

}
