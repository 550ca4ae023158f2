package io.fuota.protocol.mongoose;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.MongooseBundle;
import io.fuota.testing.MongooseClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import io.fuota.testing.TlsOptions;
import io.fuota.testing.TlsRelay;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device with little memory is sent records that it can hold. */
@SharedTestServer
class SmallRecordsIntegrationTests {

	private static final int RECORD = 2 * 1024;

	/** What the engines add to a record by encryption; the JDK pads a little. */
	private static final int EXPANSION = 40;

	private final TestServer server;

	SmallRecordsIntegrationTests(TestServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aBundleComesInRecordsOf2KiB(String protocol) throws IOException {
		byte[] bundle = MongooseBundle.of("demo", "esp32", "1.1", "b", 300_000);
		AdminClient admin = server.admin();
		admin.upload("demo.zip", bundle);
		admin.assign("esp32_0A1B2C", "1.0", "demo.zip");
		try (TlsRelay relay = new TlsRelay(server);
				RawTlsClient client = RawTlsClient.connect(relay.port(),
						TlsOptions.trusting(new TlsOptions.CountingTrust()).protocol(protocol))) {
			RawResponse answer = client
				.send(MongooseClient.request("/update", MongooseClient.headers("esp32_0A1B2C", "esp32 1.0 x")))
				.receive();
			assertThat(answer.rawBody()).isEqualTo(bundle);
			assertThat(relay.lengths()).hasSizeGreaterThan(bundle.length / RECORD)
				.allSatisfy(length -> assertThat(length).isLessThanOrEqualTo(RECORD + EXPANSION));
		}
	}

}
