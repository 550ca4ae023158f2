package io.fuota.protocol.fuota;

import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;

/** Downloads again, where the JDK computes TLS. */
@SharedTestServer(settings = "FUOTA_TLS_ENGINE=jdk")
class FileDownloadByJdkIntegrationTests extends FileDownloadIntegrationTests {

	FileDownloadByJdkIntegrationTests(TestServer server) {
		super(server);
	}

}
