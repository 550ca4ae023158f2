package io.fuota.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.ClientHello;
import io.fuota.testing.Command;
import io.fuota.testing.Needs;
import io.fuota.testing.TestCertificates;
import io.fuota.testing.TestCertificates.KeyForm;
import io.fuota.testing.TestServer;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * What sslscan, a program that others wrote, finds: no old version of TLS, no weak cipher
 * suite or group, no renegotiation.
 */
@Needs("sslscan")
class TlsScanIntegrationTests {

	private static final List<String> SUITES = List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384",
			"TLS_CHACHA20_POLY1305_SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
			"ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384",
			"ECDHE-RSA-CHACHA20-POLY1305");

	private final TestServer server = TestServer.prepare();

	@TempDir
	private Path folder;

	@AfterEach
	void close() {
		server.close();
	}

	@ParameterizedTest
	@CsvSource({ "native, EC_PKCS8", "native, RSA_PKCS8", "jdk, EC_PKCS8", "jdk, RSA_PKCS8" })
	void nothingOldOrWeakIsFound(String engine, KeyForm key) throws Exception {
		KeyPair pair = TestCertificates.keyPair(key);
		TestCertificates.write(server.certificatesFolder(), TestCertificates.selfSigned(pair, "localhost"),
				pair.getPrivate(), key);
		server.with("FUOTA_TLS_ENGINE", engine).start();

		Document scan = scan();
		assertThat(elements(scan, "protocol")).filteredOn(protocol -> protocol.getAttribute("enabled").equals("1"))
			.extracting(protocol -> protocol.getAttribute("type") + protocol.getAttribute("version"))
			.containsExactlyInAnyOrder("tls1.2", "tls1.3");
		assertThat(elements(scan, "protocol")).as("all were tried").hasSize(6);
		assertThat(elements(scan, "cipher")).hasSize(6)
			.allSatisfy(cipher -> assertThat(cipher.getAttribute("cipher")).isIn(SUITES));
		assertThat(elements(scan, "group")).isNotEmpty()
			.allSatisfy(group -> assertThat(group.getAttribute("name")).matches("x25519|secp(256|384|521)r1.*"));
		assertThat(elements(scan, "renegotiation")).hasSize(1)
			.allSatisfy(found -> assertThat(found.getAttribute("supported")).isEqualTo("0"));
		assertThat(elements(scan, "heartbleed")).hasSize(2)
			.allSatisfy(found -> assertThat(found.getAttribute("vulnerable")).isEqualTo("0"));
		// Debian's sslscan can't offer compression.
		assertThat(ClientHello.compressionTaken(server.port())).isZero();
	}

	private Document scan() throws Exception {
		Path xml = folder.resolve("scan.xml");
		Command.of("sslscan", "--no-colour", "--xml=" + xml, "127.0.0.1:" + server.port()).run().succeeded();
		return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(xml.toFile());
	}

	private static List<Element> elements(Document scan, String name) {
		var found = scan.getElementsByTagName(name);
		return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
	}

}
