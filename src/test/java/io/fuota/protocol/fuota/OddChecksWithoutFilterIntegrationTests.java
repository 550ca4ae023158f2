package io.fuota.protocol.fuota;

import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;

/** The odd requests again, where {@link DevicesController} answers every check. */
@SharedTestServer(settings = "fuota.check-filter=false")
class OddChecksWithoutFilterIntegrationTests extends OddChecksIntegrationTests {

	OddChecksWithoutFilterIntegrationTests(TestServer server) {
		super(server);
	}

}
