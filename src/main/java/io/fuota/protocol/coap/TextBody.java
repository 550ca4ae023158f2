package io.fuota.protocol.coap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/** A short text that can be asked for. */
public final class TextBody implements Representation {

	private final byte[] bytes;

	private final OptionalInt contentFormat;

	/**
	 * @param text at least one character
	 * @param contentFormat by RFC 7252 §12.3; empty: not said
	 */
	public TextBody(String text, OptionalInt contentFormat) {
		this.bytes = text.getBytes(StandardCharsets.UTF_8);
		this.contentFormat = contentFormat;
	}

	@Override
	public long size() {
		return bytes.length;
	}

	@Override
	public void read(long position, byte[] target, int length) {
		System.arraycopy(bytes, Math.toIntExact(position), target, 0, length);
	}

	@Override
	public int etag() {
		return Arrays.hashCode(bytes);
	}

	@Override
	public OptionalInt contentFormat() {
		return contentFormat;
	}

}
