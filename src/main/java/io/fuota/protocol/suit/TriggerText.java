package io.fuota.protocol.suit;

import io.fuota.firmware.FirmwareFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The payload of a trigger: a manifest's URL, and by default a NUL behind it
 * (docs/adr/0025-nul-behind-the-url.md).
 */
@Component
class TriggerText {

	/** RIOT's buffer has 128 bytes, of which one is a NUL. */
	private static final int MAX_BYTES = 127;

	private final SuitUrls urls;

	private final boolean nul;

	TriggerText(SuitUrls urls, SuitSettings settings) {
		this.urls = urls;
		this.nul = settings.triggerNul();
	}

	/** A manifest's URL. */
	String url(FirmwareFile manifest) {
		return urls.of(manifest.name().value());
	}

	/**
	 * Why nodes can't be told of a manifest, as a sentence; empty where they can.
	 */
	Optional<String> objection(FirmwareFile manifest) {
		int most = nul ? MAX_BYTES - 1 : MAX_BYTES;
		int length = bytes(manifest).length;
		return length <= most ? Optional.empty() : Optional
			.of("The URL " + url(manifest) + " has " + length + " bytes, and nodes take at most " + most + " of one.");
	}

	/** The bytes for a manifest that nothing speaks against. */
	byte[] payload(FirmwareFile manifest) {
		byte[] text = bytes(manifest);
		return nul ? Arrays.copyOf(text, text.length + 1) : text;
	}

	private byte[] bytes(FirmwareFile manifest) {
		return url(manifest).getBytes(StandardCharsets.UTF_8);
	}

}
