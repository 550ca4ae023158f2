package io.fuota.protocol.fuota;

import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;

/** The vectors again, where the JDK computes TLS. */
@SharedTestServer(settings = "FUOTA_TLS_ENGINE=jdk")
class VectorsByJdkIntegrationTests extends VectorsIntegrationTests {

	VectorsByJdkIntegrationTests(TestServer server) {
		super(server);
	}

}
