package io.fuota.protocol.fuota;

import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;

/** The vectors again, where {@link DevicesController} answers every check. */
@SharedTestServer(settings = "fuota.check-filter=false")
class VectorsWithoutFilterIntegrationTests extends VectorsIntegrationTests {

	VectorsWithoutFilterIntegrationTests(TestServer server) {
		super(server);
	}

}
