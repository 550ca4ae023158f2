package io.fuota.protocol;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.fuota.testing.AdminClient;
import io.fuota.testing.CoapProbe;
import io.fuota.testing.Esp32Constants;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.MongooseBundle;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.SimulatedDevice;
import io.fuota.testing.SimulatedDevice.Turn;
import io.fuota.testing.SimulatedEsp32;
import io.fuota.testing.SimulatedExositeDevice;
import io.fuota.testing.SimulatedFmuDevice;
import io.fuota.testing.SimulatedMongooseDevice;
import io.fuota.testing.TestServer;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same stories over every wire: a protocol is one more row of {@link #protocols()}.
 */
@SharedTestServer
@ParameterizedClass(name = "{0}")
@MethodSource("protocols")
class ProtocolContractIntegrationTests {

	private static final byte[] NEXT = Esp32Image.of("demo", "1.1", 1_500_000 - 1_500_000 % 16);

	private static final byte[] OTHER = Esp32Image.of("demo", "1.2", 300_000);

	/**
	 * A protocol, and how a device of its kind is made that runs version 1.0.
	 *
	 * @param version how a device of its kind writes a version
	 * @param packed what is uploaded for a device of its kind to run this image
	 */
	record Protocol(String name, UnaryOperator<String> version, UnaryOperator<byte[]> packed,
			Function<TestServer, SimulatedDevice> deviceAt10) {

		@Override
		public String toString() {
			return this.name;
		}

	}

	private final AdminClient admin;

	private final Protocol protocol;

	private final SimulatedDevice device;

	private final byte[] next;

	private final byte[] other;

	ProtocolContractIntegrationTests(Protocol protocol, TestServer server) {
		this.admin = server.admin();
		this.protocol = protocol;
		this.device = protocol.deviceAt10().apply(server);
		this.next = protocol.packed().apply(NEXT);
		this.other = protocol.packed().apply(OTHER);
	}

	static Stream<Protocol> protocols() {
		return Stream.of(
				new Protocol("FUOTA over HTTPS", UnaryOperator.identity(), UnaryOperator.identity(),
						(server) -> new SimulatedEsp32(Esp32Constants.of(server), "contract-1", "1.0")),
				new Protocol(".fmu over CoAP", (version) -> version + ".0", UnaryOperator.identity(),
						ProtocolContractIntegrationTests::fmuAt10),
				new Protocol("Mongoose OS over HTTP", UnaryOperator.identity(),
						ProtocolContractIntegrationTests::bundle,
						(server) -> new SimulatedMongooseDevice(server, "contract-1", "esp32", "1.0", "old")),
				new Protocol("Exosite OTAU", UnaryOperator.identity(), UnaryOperator.identity(),
						(server) -> new SimulatedExositeDevice(server, "contract", "1", "1.0")));
	}

	private static byte[] bundle(byte[] image) {
		return MongooseBundle.of("demo", "esp32", Esp32Image.version(image), "20240102-030405/gabcdef0", image);
	}

	// The images tell this simulation their version; real ones are encrypted.
	private static SimulatedDevice fmuAt10(TestServer server) {
		return new SimulatedFmuDevice(new CoapProbe(server), "127.0.0.1", "CONTRACT", "1.0.0",
				(image) -> Esp32Image.version(image) + ".0");
	}

	@Test
	void aDeviceThatNobodyKnowsStaysAsItIs() {
		assertThat(this.device.turn()).isEqualTo(Turn.NOTHING_TO_DO);
	}

	@Test
	void anAssignedDeviceIsUpdatedAndThenLeftInPeace() {
		assign("next.bin", this.next);
		assertThat(this.device.turn()).isEqualTo(Turn.UPDATED);
		assertThat(this.device.installed()).isEqualTo(this.next);
		assertThat(this.device.version()).isEqualTo(version("1.1"));
		assertThat(this.device.turn()).isEqualTo(Turn.NOTHING_TO_DO);
		assertThat(this.device.turn()).isEqualTo(Turn.NOTHING_TO_DO);
	}

	@Test
	void aDeviceIsUpdatedStepByStepOverSeveralVersions() {
		assign("next.bin", this.next);
		assertThat(this.device.turn()).isEqualTo(Turn.UPDATED);
		this.admin.upload("other.bin", this.other);
		this.admin.assign(this.device.id(), version("1.1"), "other.bin");
		assertThat(this.device.turn()).isEqualTo(Turn.UPDATED);
		assertThat(this.device.version()).isEqualTo(version("1.2"));
		assertThat(this.device.installed()).isEqualTo(this.other);
	}

	@Test
	void aDeviceWhoseFileIsNotYetUploadedWaitsForIt() {
		this.admin.assign(this.device.id(), version("1.0"), "next.bin");
		assertThat(this.device.turn()).isEqualTo(Turn.NOTHING_TO_DO);
		this.admin.upload("next.bin", this.next);
		assertThat(this.device.turn()).isEqualTo(Turn.UPDATED);
	}

	@Test
	void aDeviceThatLosesItsConnectionGetsTheFileAfterAll() {
		assign("next.bin", this.next);
		this.device.losesConnectionAfter(this.next.length / 3);
		assertThat(this.device.turn()).isEqualTo(Turn.FAILED);
		assertThat(this.device.version()).isEqualTo(version("1.0"));
		this.device.losesConnectionAfter(this.next.length - 1);
		assertThat(this.device.turn()).isEqualTo(Turn.FAILED);
		assertThat(this.device.turn()).isEqualTo(Turn.UPDATED);
		assertThat(this.device.installed()).isEqualTo(this.next);
	}

	@Test
	void aFileReplacedInMidTransferIsNeverMixedIntoTheOldOne() {
		assign("next.bin", this.next);
		this.device.duringDownload(this.next.length / 4, () -> this.admin.upload("next.bin", this.other));
		assertThat(this.device.turn()).isEqualTo(Turn.UPDATED);
		assertThat(this.device.installed()).isEqualTo(this.next);
	}

	@Test
	void aDeviceThatComesBackWithTheOldVersionIsNeverHarmed() {
		assign("next.bin", this.next);
		this.device.neverChangesItsVersion();
		Turn[] turns = Stream.generate(this.device::turn).limit(8).toArray(Turn[]::new);
		assertThat(turns[0]).isEqualTo(Turn.UPDATED);
		assertThat(Arrays.asList(turns)).isSubsetOf(Turn.UPDATED, Turn.NOTHING_TO_DO);
	}

	@Test
	void aDeviceThatIsTakenOutStaysAsItIs() {
		assign("next.bin", this.next);
		this.admin.delete("/devices/" + AdminClient.encode(this.device.id()));
		assertThat(this.device.turn()).isEqualTo(Turn.NOTHING_TO_DO);
	}

	private String version(String number) {
		return this.protocol.version().apply(number);
	}

	private void assign(String file, byte[] content) {
		this.admin.upload(file, content);
		this.admin.assign(this.device.id(), version("1.0"), file);
	}

}
