package io.fuota.testing;

import static io.fuota.testing.SuitBuilder.array;
import static io.fuota.testing.SuitBuilder.bytes;
import static io.fuota.testing.SuitBuilder.map;
import static io.fuota.testing.SuitBuilder.number;
import static io.fuota.testing.SuitBuilder.text;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Publishes images, each with a manifest, and notifies RIOT nodes
 * (docs/protocols/riot-suit.md §4.5). A node that isn't notified does nothing.
 */
public final class NotifyingOperator implements UpdateOperator {

	private static final String ID = "contract";

	private final AdminClient admin;

	private final SuitOperator operator;

	private final String root;

	private final ToIntFunction<byte[]> sequenceNumber;

	private final Map<String, Integer> published = new HashMap<>();

	private String told = "";

	/**
	 * @param sequenceNumber of the manifest for an image
	 */
	public NotifyingOperator(TestServer server, ToIntFunction<byte[]> sequenceNumber) {
		this.admin = server.admin();
		this.operator = new SuitOperator(server);
		this.root = "coap://localhost:" + server.coapPort() + "/" + ID + "/";
		this.sequenceNumber = sequenceNumber;
	}

	@Override
	public void upload(String file, byte[] content) {
		int sequence = this.sequenceNumber.applyAsInt(content);
		byte[] digest = array(number(2), bytes(Esp32ImageBuilder.digest("SHA-256", content)));
		byte[] manifest = SuitBuilder.manifest(1, number(sequence),
				map(number(3), bytes(digest), number(14), number(content.length), number(21), text(this.root + file)));
		Map<String, byte[]> files = new LinkedHashMap<>();
		files.put(file, content);
		files.put("riot.suit." + sequence + ".bin", SuitBuilder.signed(manifest));
		expect(200, this.operator.publish(ID, files));
		this.published.put(file, sequence);
	}

	@Override
	public void update(SimulatedDevice device, String version, String file) {
		this.told = file;
		again(device);
	}

	@Override
	public void again(SimulatedDevice device) {
		Integer sequence = this.published.get(this.told);
		RawResponse answer = this.operator.inJson("/notifyv4", "publish_id", ID, "urls",
				((SimulatedRiotNode) device).url(), "devices", device.id(), "version",
				(sequence == null) ? "latest" : sequence.toString());
		expect((sequence == null) ? 404 : 200, answer);
	}

	@Override
	public void withdraw(SimulatedDevice device, String file) {
		String json = "{\"publish_id\": \"" + ID + "\", \"version\": \"" + this.published.get(file) + "\"}";
		expect(200, this.admin.post("/remove", "application/json", json.getBytes(StandardCharsets.UTF_8)));
	}

	private static void expect(int status, RawResponse answer) {
		if (answer.status() != status) {
			throw new AssertionError(answer.status() + " " + answer.text());
		}
	}

}
