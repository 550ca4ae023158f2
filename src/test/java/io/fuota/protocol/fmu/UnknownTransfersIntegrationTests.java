package io.fuota.protocol.fmu;

import static io.fuota.testing.FmuMessage.SZX_256;
import static io.fuota.testing.FmuMessage.get;
import static io.fuota.testing.FmuMessage.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.CoapProbe;
import io.fuota.testing.FmuAnswer;
import io.fuota.testing.FmuFile;
import io.fuota.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices in the midst of a transfer of whose begin the server knows nothing. */
class UnknownTransfersIntegrationTests {

	private static final byte[] OLD = FmuFile.of(1, 20_000);

	private static final byte[] NEW = FmuFile.of(2, 30_000);

	private static final String OLD_NAME = FmuFile.name("P", "1.1.0");

	private static final String NEW_NAME = FmuFile.name("P", "1.2.0");

	private final TestServer server = TestServer.prepare().start();

	private final AdminClient admin = server.admin();

	private CoapProbe device;

	private int messageId;

	@BeforeEach
	void open() {
		device = new CoapProbe(server);
	}

	@AfterEach
	void close() {
		device.close();
		server.close();
	}

	@Test
	void unknownDeviceInMidTransferIsServedWhileNothingChanged() {
		admin.upload(OLD_NAME, OLD);
		assertThat(block(device, 5).payload()).isEqualTo(FmuFile.block(OLD, 5, 256));
		admin.upload("other.bin", NEW);
		admin.delete("/files/other.bin");
		try (CoapProbe other = new CoapProbe(server)) {
			assertThat(block(other, 6).payload()).isEqualTo(FmuFile.block(OLD, 6, 256));
		}
	}

	@Test
	void unknownDeviceInMidTransferBeginsAnewWhereItMayHaveBegunWithAnother() {
		admin.upload(OLD_NAME, OLD);
		admin.upload(NEW_NAME, NEW);
		assertThat(block(device, 5).isReset()).as("a newer version").isTrue();
		admin.delete("/files/" + NEW_NAME);
		assertThat(block(device, 5).isReset()).as("a deleted version").isTrue();
	}

	@Test
	void restartedServerStillKnowsThatSomethingChanged() {
		admin.upload(OLD_NAME, OLD);
		server.restart();
		try (CoapProbe node = new CoapProbe(server)) {
			assertThat(block(node, 5).payload()).isEqualTo(FmuFile.block(OLD, 5, 256));
		}
		server.admin().upload(OLD_NAME, NEW);
		server.restart();
		try (CoapProbe node = new CoapProbe(server)) {
			assertThat(block(node, 5).isReset()).isTrue();
			assertThat(block(node, 0).payload()).isEqualTo(FmuFile.block(NEW, 0, 256));
			assertThat(block(node, 5).payload()).isEqualTo(FmuFile.block(NEW, 5, 256));
		}
	}

	private FmuAnswer block(CoapProbe node, int number) {
		messageId++;
		return new FmuAnswer(node.ask(get(messageId, number, SZX_256, payload("P", 3, "1.0.31", 0))));
	}

}
