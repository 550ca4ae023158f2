package io.fuota.protocol.fuota;

import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;

/** Uploads again, where the JDK computes TLS. */
@SharedTestServer(settings = "FUOTA_TLS_ENGINE=jdk")
class FileUploadByJdkIntegrationTests extends FileUploadIntegrationTests {

	FileUploadByJdkIntegrationTests(TestServer server) {
		super(server);
	}

}
