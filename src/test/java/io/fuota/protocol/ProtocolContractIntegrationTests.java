package io.fuota.protocol;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.fuota.testing.AssigningOperator;
import io.fuota.testing.CoapProbe;
import io.fuota.testing.Esp32Constants;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.MongooseBundle;
import io.fuota.testing.NotifyingOperator;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.SimulatedDevice;
import io.fuota.testing.SimulatedDevice.Turn;
import io.fuota.testing.SimulatedEsp32;
import io.fuota.testing.SimulatedExositeDevice;
import io.fuota.testing.SimulatedFmuDevice;
import io.fuota.testing.SimulatedMongooseDevice;
import io.fuota.testing.SimulatedRiotNode;
import io.fuota.testing.TestServer;
import io.fuota.testing.UpdateOperator;
import org.junit.jupiter.api.AfterEach;
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
	 * @param withdrawn what a device makes of an update that comes to nothing: one that
	 * was told of it can't find it
	 */
	record Protocol(String name, UnaryOperator<String> version, UnaryOperator<byte[]> packed,
			Function<TestServer, UpdateOperator> operator, Function<TestServer, SimulatedDevice> deviceAt10,
			Turn withdrawn) {

		/** Devices ask for what is assigned to them. */
		static Protocol ofAsking(String name, UnaryOperator<String> version, UnaryOperator<byte[]> packed,
				Function<TestServer, SimulatedDevice> deviceAt10) {
			return new Protocol(name, version, packed, AssigningOperator::new, deviceAt10, Turn.NOTHING_TO_DO);
		}

		/** Devices do what they are told, once. */
		static Protocol ofNotified(String name, UnaryOperator<String> version,
				Function<TestServer, UpdateOperator> operator, Function<TestServer, SimulatedDevice> deviceAt10) {
			return new Protocol(name, version, UnaryOperator.identity(), operator, deviceAt10, Turn.FAILED);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	private final UpdateOperator operator;

	private final Protocol protocol;

	private final SimulatedDevice device;

	private final byte[] next;

	private final byte[] other;

	ProtocolContractIntegrationTests(Protocol protocol, TestServer server) {
		this.operator = protocol.operator().apply(server);
		this.protocol = protocol;
		this.device = protocol.deviceAt10().apply(server);
		this.next = protocol.packed().apply(NEXT);
		this.other = protocol.packed().apply(OTHER);
	}

	static Stream<Protocol> protocols() {
		return Stream.of(
				Protocol.ofAsking("FUOTA over HTTPS", UnaryOperator.identity(), UnaryOperator.identity(),
						(server) -> new SimulatedEsp32(Esp32Constants.of(server), "contract-1", "1.0")),
				Protocol.ofAsking(".fmu over CoAP", (version) -> version + ".0", UnaryOperator.identity(),
						ProtocolContractIntegrationTests::fmuAt10),
				Protocol.ofAsking("Mongoose OS over HTTP", UnaryOperator.identity(),
						ProtocolContractIntegrationTests::bundle,
						(server) -> new SimulatedMongooseDevice(server, "contract-1", "esp32", "1.0", "old")),
				Protocol.ofAsking("Exosite OTAU", UnaryOperator.identity(), UnaryOperator.identity(),
						(server) -> new SimulatedExositeDevice(server, "contract", "1", "1.0")),
				Protocol.ofNotified("RIOT SUIT over CoAP", ProtocolContractIntegrationTests::sequenceNumber,
						(server) -> new NotifyingOperator(server,
								(image) -> Integer.parseInt(sequenceNumber(Esp32Image.version(image)))),
						(server) -> new SimulatedRiotNode(server, "contract-1", "127.0.0.51", sequenceNumber("1.0"))));
	}

	private static byte[] bundle(byte[] image) {
		return MongooseBundle.of("demo", "esp32", Esp32Image.version(image), "20240102-030405/gabcdef0", image);
	}

	/** Manifests have numbers, and no versions. */
	private static String sequenceNumber(String version) {
		return version.replace(".", "");
	}

	// The images tell this simulation their version; real ones are encrypted.
	private static SimulatedDevice fmuAt10(TestServer server) {
		return new SimulatedFmuDevice(new CoapProbe(server), "127.0.0.1", "CONTRACT", "1.0.0",
				(image) -> Esp32Image.version(image) + ".0");
	}

	@AfterEach
	void close() throws Exception {
		if (this.device instanceof AutoCloseable open) {
			open.close();
		}
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
		this.operator.upload("other.bin", this.other);
		this.operator.update(this.device, version("1.1"), "other.bin");
		assertThat(this.device.turn()).isEqualTo(Turn.UPDATED);
		assertThat(this.device.version()).isEqualTo(version("1.2"));
		assertThat(this.device.installed()).isEqualTo(this.other);
	}

	@Test
	void aDeviceWhoseFileIsNotYetUploadedWaitsForIt() {
		this.operator.update(this.device, version("1.0"), "next.bin");
		assertThat(this.device.turn()).isEqualTo(Turn.NOTHING_TO_DO);
		this.operator.upload("next.bin", this.next);
		this.operator.again(this.device);
		assertThat(this.device.turn()).isEqualTo(Turn.UPDATED);
	}

	@Test
	void aDeviceThatLosesItsConnectionGetsTheFileAfterAll() {
		assign("next.bin", this.next);
		this.device.losesConnectionAfter(this.next.length / 3);
		assertThat(this.device.turn()).isEqualTo(Turn.FAILED);
		assertThat(this.device.version()).isEqualTo(version("1.0"));
		this.device.losesConnectionAfter(this.next.length - 1);
		this.operator.again(this.device);
		assertThat(this.device.turn()).isEqualTo(Turn.FAILED);
		this.operator.again(this.device);
		assertThat(this.device.turn()).isEqualTo(Turn.UPDATED);
		assertThat(this.device.installed()).isEqualTo(this.next);
	}

	@Test
	void aFileReplacedInMidTransferIsNeverMixedIntoTheOldOne() {
		assign("next.bin", this.next);
		this.device.duringDownload(this.next.length / 4, () -> this.operator.upload("next.bin", this.other));
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
		this.operator.withdraw(this.device, "next.bin");
		assertThat(this.device.turn()).isEqualTo(this.protocol.withdrawn());
		assertThat(this.device.version()).isEqualTo(version("1.0"));
	}

	private String version(String number) {
		return this.protocol.version().apply(number);
	}

	private void assign(String file, byte[] content) {
		this.operator.upload(file, content);
		this.operator.update(this.device, version("1.0"), file);
	}

}
