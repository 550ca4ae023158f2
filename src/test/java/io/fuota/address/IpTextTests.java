package io.fuota.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5952 §4. */
class IpTextTests {

	@ParameterizedTest
	@CsvSource({ "192.0.2.1,192.0.2.1", "::ffff:192.0.2.1,192.0.2.1", "::1,::1", "::,::", "2001:db8::1,2001:db8::1",
			"2001:0DB8:0:0:0:0:2:1,2001:db8::2:1", "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
			"2001:0:0:1:0:0:0:1,2001:0:0:1::1", "2001:db8:0:0:1:0:0:1,2001:db8::1:0:0:1",
			"1:2:3:4:5:6:0:0,1:2:3:4:5:6::", "0:0:3:4:5:6:7:8,::3:4:5:6:7:8", "fe80::ABCD:0:12,fe80::abcd:0:12" })
	void addressIsWrittenInOneWay(String address, String text) {
		assertThat(IpText.of(InetAddress.ofLiteral(address))).isEqualTo(text);
	}

	@Test
	void zoneIsLeftOut() {
		assertThat(IpText.of(InetAddress.ofLiteral("fe80::1%1"))).isEqualTo("fe80::1");
	}

	@ParameterizedTest
	@CsvSource({ "192.0.2.1,true", "::1,true", "fe80::1%1,true", "localhost,false", "'',false", "192.0.2.256,false",
			"[::1],true", "node.example,false" })
	void literalsAreToldFromNames(String text, boolean address) {
		assertThat(IpText.isAddress(text)).isEqualTo(address);
	}

}
