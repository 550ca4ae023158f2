package io.fuota.testing;

import java.net.URI;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * A RIOT node of today with two slots (docs/protocols/riot-suit.md §4.1 and §4.2): it is
 * told of a manifest, fetches it and its image, and starts the image from the other slot.
 * Signatures aren't looked at. Its version is the sequence number that it installed.
 */
public final class SimulatedRiotNode extends ScriptedDevice implements AutoCloseable {

	/** Blocks of 1,024 bytes. */
	private static final int SIZE_EXPONENT = 6;

	private final CBORMapper cbor = CBORMapper.builder().build();

	private final SimulatedNode resources;

	private final int serverPort;

	private final String id;

	private int slot;

	/** What of a manifest matters to a node. */
	private record Manifest(int sequence, String sha256, int size, String uri) {
	}

	/**
	 * @param id the name that its operator gives it
	 * @param address of this machine, its own
	 */
	public SimulatedRiotNode(TestServer server, String id, String address, String version) {
		super(version);
		this.serverPort = server.coapPort();
		this.id = id;
		this.resources = new SimulatedNode(address).runsSlot(this.slot);
	}

	@Override
	public String id() {
		return this.id;
	}

	/** Where it is notified. */
	public String url() {
		return this.resources.url();
	}

	@Override
	public Turn turn() {
		String trigger = this.resources.triggers().poll();
		if (trigger == null) {
			return Turn.NOTHING_TO_DO;
		}
		// The NUL ends the text.
		Optional<byte[]> envelope = fetch(trigger.substring(0, trigger.indexOf('\0')), false);
		return envelope.map(this::read).map(this::install).orElse(Turn.FAILED);
	}

	private Turn install(Manifest manifest) {
		if (manifest.sequence() <= Integer.parseInt(this.version)) {
			return Turn.NOTHING_TO_DO;
		}
		Optional<byte[]> image = fetch(manifest.uri(), true).filter((bytes) -> bytes.length == manifest.size()
				&& HexFormat.of().formatHex(Esp32ImageBuilder.digest("SHA-256", bytes)).equals(manifest.sha256()));
		if (image.isEmpty()) {
			return Turn.FAILED;
		}
		this.installed = image.get();
		if (!this.keepsItsVersion) {
			this.version = Integer.toString(manifest.sequence());
			this.slot = 1 - this.slot;
			this.resources.runsSlot(this.slot);
		}
		return Turn.UPDATED;
	}

	private Optional<byte[]> fetch(String url, boolean isImage) {
		String path = URI.create(url).getPath().substring(1);
		try (SuitFetch download = SuitFetch.ofNewNode(new CoapProbe(this.resources.address(), this.serverPort),
				SIZE_EXPONENT)) {
			return download.whileTrue((bytes) -> !isImage || goesOn(bytes)).fetch(path);
		}
	}

	private boolean goesOn(int bytes) {
		if (bytes > this.actAfter) {
			this.actAfter = NEVER;
			this.action.run();
		}
		boolean lost = bytes > this.loseConnectionAfter;
		if (lost) {
			this.loseConnectionAfter = NEVER;
		}
		return !lost;
	}

	private Manifest read(byte[] envelope) {
		JsonNode manifest = inside(this.cbor.readTree(envelope).get("3"));
		JsonNode shared = inside(inside(manifest.get("3")).get("4"));
		// Directive 20, and what it sets.
		JsonNode parameters = shared.get(1);
		return new Manifest(manifest.get("2").intValue(),
				HexFormat.of().formatHex(inside(parameters.get("3")).get(1).binaryValue()),
				parameters.get("14").intValue(), parameters.get("21").stringValue());
	}

	private JsonNode inside(JsonNode wrapped) {
		return this.cbor.readTree(wrapped.binaryValue());
	}

	@Override
	public void close() {
		this.resources.close();
	}

}
