package io.fuota.protocol.fuota;

import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;

/** TLS again, where the JDK computes TLS. */
@SharedTestServer(settings = "FUOTA_TLS_ENGINE=jdk")
class TlsByJdkIntegrationTests extends TlsIntegrationTests {

	TlsByJdkIntegrationTests(TestServer server) {
		super(server);
	}

}
