package io.fuota.protocol.fmu;

import static io.fuota.testing.FmuMessage.SZX_256;
import static io.fuota.testing.FmuMessage.get;
import static io.fuota.testing.FmuMessage.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.CoapProbe;
import io.fuota.testing.FmuAnswer;
import io.fuota.testing.FmuFile;
import io.fuota.testing.FmuMessage;
import io.fuota.testing.FmuProxy;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.SimulatedDevice.Turn;
import io.fuota.testing.SimulatedFmuDevice;
import io.fuota.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which file a device gets, and that it ends with the one that it began with. */
@SharedTestServer
class FmuTransfersIntegrationTests {

	private static final byte[] OLD = FmuFile.of(1, 20_000);

	private static final byte[] NEW = FmuFile.of(2, 30_000);

	private static int products;

	// The server remembers what it was asked for a product in other tests.
	private final String pid = "P" + ++products;

	private final String oldName = FmuFile.name(pid, "1.1.0");

	private final String newName = FmuFile.name(pid, "1.2.0");

	private final TestServer server;

	private final AdminClient admin;

	private final CoapProbe device;

	private int messageId;

	FmuTransfersIntegrationTests(TestServer server) {
		this.server = server;
		this.admin = server.admin();
		this.device = new CoapProbe(server);
	}

	@AfterEach
	void close() {
		device.close();
	}

	@Test
	void f11_highestVersionIsServed() {
		admin.upload(FmuFile.name(pid, "1.1.31"), OLD);
		admin.upload(FmuFile.name(pid, "1.2.0"), NEW);
		admin.upload(FmuFile.name(pid, "1.1.40"), OLD);
		assertThat(block(device, 0).payload()).isEqualTo(FmuFile.block(NEW, 0, 256));
	}

	@Test
	void f17_fileIsFoundAsSoonAsItIsUploadedAndGoneWhenItIsDeleted() {
		assertThat(block(device, 0).isReset()).isTrue();
		admin.upload(oldName, OLD);
		assertThat(block(device, 0).payload()).isEqualTo(FmuFile.block(OLD, 0, 256));
		admin.delete("/files/" + oldName);
		assertThat(block(device, 0).isReset()).isTrue();
	}

	@Test
	void deviceEndsWithWhatItBeganAlthoughANewerVersionCame() {
		admin.upload(oldName, OLD);
		assertThat(block(device, 0).payload()).isEqualTo(FmuFile.block(OLD, 0, 256));
		admin.upload(newName, NEW);
		assertThat(block(device, 1).payload()).isEqualTo(FmuFile.block(OLD, 1, 256));
		try (CoapProbe other = new CoapProbe(server)) {
			assertThat(block(other, 0).payload()).as("one that begins").isEqualTo(FmuFile.block(NEW, 0, 256));
		}
		assertThat(block(device, 78).payload()).isEqualTo(FmuFile.block(OLD, 78, 256));
	}

	@Test
	void deviceEndsWithWhatItBeganAlthoughTheFileWasReplacedOrDeleted() {
		admin.upload(oldName, OLD);
		block(device, 0);
		admin.upload(oldName, NEW);
		assertThat(block(device, 1).payload()).isEqualTo(FmuFile.block(OLD, 1, 256));
		admin.delete("/files/" + oldName);
		assertThat(block(device, 2).payload()).isEqualTo(FmuFile.block(OLD, 2, 256));
		assertThat(block(device, 0).isReset()).as("it begins anew").isTrue();
	}

	@Test
	void deviceThatComesBackOnAnotherPortGoesOnWithItsBytes() {
		admin.upload(oldName, OLD);
		block(device, 0);
		admin.upload(newName, NEW);
		try (CoapProbe again = new CoapProbe(server)) {
			assertThat(block(again, 7).payload()).isEqualTo(FmuFile.block(OLD, 7, 256));
			assertThat(offset(again, 512).payload()).isEqualTo(FmuFile.block(OLD, 2, 256));
		}
		try (CoapProbe neighbour = new CoapProbe(server); CoapProbe third = new CoapProbe(server)) {
			block(neighbour, 0);
			assertThat(block(third, 7).isReset()).as("which of the two began it?").isTrue();
			assertThat(block(neighbour, 1).payload()).isEqualTo(FmuFile.block(NEW, 1, 256));
		}
	}

	@Test
	void assignmentDecidesBeforeTheCatalogue() {
		admin.upload(newName, NEW);
		admin.upload("any-name.bin", OLD);
		admin.assign("fmu:" + pid + "@127.0.0.1", "1.0.31", "any-name.bin");
		assertThat(block(device, 0).payload()).isEqualTo(FmuFile.block(OLD, 0, 256));
		assertThat(block(device, 1).payload()).isEqualTo(FmuFile.block(OLD, 1, 256));
		admin.assign("fmu:" + pid + "@127.0.0.1", "1.0.30", "any-name.bin");
		assertThat(block(device, 1).payload()).as("in mid-transfer").isEqualTo(FmuFile.block(OLD, 1, 256));
		assertThat(block(device, 0).isReset()).as("another version").isTrue();
		try (CoapProbe six = new CoapProbe("::1", server.coapPort())) {
			assertThat(block(six, 0).payload()).as("nobody's").isEqualTo(FmuFile.block(NEW, 0, 256));
			admin.assign("fmu:" + pid + "@::1", "1.0.31", "any-name.bin");
			assertThat(block(six, 0).payload()).isEqualTo(FmuFile.block(OLD, 0, 256));
		}
	}

	@Test
	void twoStepsGoOnWithTheBytesTheyBegan() {
		admin.upload(oldName, OLD);
		byte[] hash = new FmuAnswer(
				device.ask(get("updates", 1, OptionalInt.empty(), FmuMessage.start(pid, 3, "1.0.31"))))
			.payload();
		String path = "updates/" + new String(hash, StandardCharsets.US_ASCII);
		byte[] begin = get(path, 2, OptionalInt.of(SZX_256), new byte[4]);
		assertThat(new FmuAnswer(device.ask(begin)).payload()).isEqualTo(FmuFile.block(OLD, 0, 256));
		admin.upload(oldName, NEW);
		byte[] next = get(path, 3, OptionalInt.of(1 << 4 | SZX_256), new byte[4]);
		assertThat(new FmuAnswer(device.ask(next)).payload()).isEqualTo(FmuFile.block(OLD, 1, 256));
		assertThat(new FmuAnswer(device.ask(begin)).payload()).as("a datagram that comes again")
			.isEqualTo(FmuFile.block(OLD, 0, 256));
		try (CoapProbe other = new CoapProbe("::1", server.coapPort())) {
			assertThat(new FmuAnswer(other.ask(next)).isReset()).isTrue();
			assertThat(new FmuAnswer(other.ask(begin)).payload()).isEqualTo(FmuFile.block(NEW, 0, 256));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4 })
	void networkThatLosesRepeatsAndReordersHarmsNoTransfer(int seed) {
		admin.upload(oldName, OLD);
		try (FmuProxy network = new FmuProxy(server.coapPort(), seed, 10);
				CoapProbe radio = new CoapProbe("127.0.0.1", network.port()).patience(200);
				SimulatedFmuDevice node = new SimulatedFmuDevice(radio, "127.0.0.1", pid, "1.0.31", _ -> "1.1.0")) {
			node.duringDownload(5_000, () -> admin.upload(newName, NEW));
			assertThat(node.turn()).isIn(Turn.UPDATED, Turn.FAILED);
			while (node.installed().length == 0) {
				node.turn();
			}
			assertThat(node.installed()).isIn(OLD, NEW);
		}
	}

	private FmuAnswer block(CoapProbe node, int number) {
		messageId++;
		return new FmuAnswer(node.ask(get(messageId, number, SZX_256, payload(pid, 3, "1.0.31", 0))));
	}

	private FmuAnswer offset(CoapProbe node, int offset) {
		messageId++;
		return new FmuAnswer(node.ask(get(messageId, 0, SZX_256, payload(pid, 3, "1.0.31", offset))));
	}

}
