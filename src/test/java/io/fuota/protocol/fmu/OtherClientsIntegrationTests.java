package io.fuota.protocol.fmu;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.CoapProbe;
import io.fuota.testing.Command;
import io.fuota.testing.FmuFile;
import io.fuota.testing.FmuMessage;
import io.fuota.testing.Needs;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.elements.exception.ConnectorException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that others wrote: they fetch a whole file, and find what there is. */
@SharedTestServer
class OtherClientsIntegrationTests {

	private static final byte[] FILE = FmuFile.sample();

	private static final byte[] CHECK = FmuMessage.payload(FmuFile.PID, 3, "1.0.31", 0);

	private final TestServer server;

	@TempDir
	private Path folder;

	OtherClientsIntegrationTests(TestServer server) {
		this.server = server;
	}

	@BeforeEach
	void upload() {
		server.admin().upload(FmuFile.SAMPLE_NAME, FILE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 64, 256, 512, 1024 })
	@Needs("coap-client-notls")
	void libcoapsClientFetchesTheFile(int blockSize) throws IOException {
		Path check = Files.write(folder.resolve("check"), CHECK);
		Path fetched = folder.resolve("fetched");
		Command
			.of("coap-client-notls", "-m", "get", "-f", check.toString(), "-b", Integer.toString(blockSize), "-o",
					fetched.toString(), uri("/updates"))
			.run()
			.succeeded();
		assertThat(fetched).hasBinaryContent(FILE);
	}

	@Test
	@Needs("coap-client-notls")
	void commandsOfThePageWorkAsTheyStandThere() throws IOException {
		String page = Files.readString(Command.PROJECT.resolve("docs/protocols/coap-fmu.md"));
		String commands = page.substring(page.indexOf("printf '"), page.indexOf("```", page.indexOf("printf '")))
			.replace("coap://192.0.2.10", uri(""));
		Command.Result said = Command.of("bash", "-ec", "cd " + folder + "\n" + commands).run().succeeded();
		assertThat(folder.resolve("firmware.fmu")).hasBinaryContent(FILE);
		assertThat(said.output()).contains("</updates>;rt=\"fmu\"", "</.well-known/core>;ct=40");
	}

	@Test
	void californiumsClientFetchesTheFileBlockByBlock() throws ConnectorException, IOException {
		Configuration settings = Configuration.createStandardWithoutFile();
		// Each request as it stands in the test: its own blocks wouldn't repeat the
		// payload.
		settings.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 0);
		CoapEndpoint endpoint = CoapEndpoint.builder().setConfiguration(settings).build();
		CoapClient client = new CoapClient(uri("/updates")).setEndpoint(endpoint);
		ByteArrayOutputStream fetched = new ByteArrayOutputStream();
		try {
			boolean more = true;
			for (int block = 0; more; block++) {
				Request request = Request.newGet();
				request.setURI(uri("/updates"));
				request.setUnintendedPayload();
				request.setPayload(CHECK);
				request.getOptions().setBlock2(BlockOption.size2Szx(1024), false, block);
				CoapResponse response = client.advanced(request);
				assertThat(response.getCode()).isEqualTo(ResponseCode.CONTENT);
				fetched.writeBytes(response.getPayload());
				more = response.getOptions().getBlock2().isM();
			}
			assertThat(fetched.toByteArray()).isEqualTo(FILE);
			assertThat(client.setURI(uri("/")).get().getCode()).isEqualTo(ResponseCode.NOT_FOUND);
			assertThat(client.setURI(uri("/.well-known/core")).get().getResponseText()).contains("</updates>");
			assertThat(client.setURI(uri("")).ping(10_000L)).isTrue();
		}
		finally {
			client.shutdown();
			endpoint.destroy();
		}
	}

	@Test
	void listOfResourcesComesInBlocksToo() {
		try (CoapProbe probe = new CoapProbe(server)) {
			String path = "bb 2e 77 65 6c 6c 2d 6b 6e 6f 77 6e 04 63 6f 72 65";
			String whole = probe.ask("40 01 00 01 " + path);
			assertThat(whole).startsWith("60 45 00 01 c1 28 ff 3c 2f");
			assertThat(probe.ask("40 01 00 02 " + path + " c1 11")).startsWith("60 45 00 02 44 ")
				.contains(" 81 28 b1 11 ff ");
			assertThat(probe.ask("40 01 00 03 " + path + " 61 28")).startsWith("60 45 00 03");
			assertThat(probe.ask("40 01 00 04 " + path + " 61 32")).isEqualTo("60 86 00 04");
			assertThat(probe.ask("40 02 00 05 " + path)).isEqualTo("60 85 00 05");
		}
	}

	private String uri(String path) {
		return "coap://127.0.0.1:" + server.coapPort() + path;
	}

	static {
		CoapConfig.register();
		UdpConfig.register();
	}

}
