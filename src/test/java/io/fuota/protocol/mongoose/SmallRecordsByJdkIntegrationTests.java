package io.fuota.protocol.mongoose;

import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;

/** Small records again, where the JDK computes TLS. */
@SharedTestServer(settings = "FUOTA_TLS_ENGINE=jdk")
class SmallRecordsByJdkIntegrationTests extends SmallRecordsIntegrationTests {

	SmallRecordsByJdkIntegrationTests(TestServer server) {
		super(server);
	}

}
