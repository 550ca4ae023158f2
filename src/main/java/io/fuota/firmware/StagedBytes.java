package io.fuota.firmware;

import io.fuota.firmware.image.Inspection;
import io.fuota.storage.Fingerprint;
import io.fuota.storage.IncomingFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.time.Instant;

/**
 * Bytes that have come in whole, and that nobody sees yet. Closing them throws away what
 * wasn't published.
 */
public final class StagedBytes implements Closeable {

	private final IncomingFile incoming;

	private final Fingerprint fingerprint;

	private final Instant at;

	private boolean kept;

	private StagedBytes(IncomingFile incoming, Fingerprint fingerprint, Instant at) {
		this.incoming = incoming;
		this.fingerprint = fingerprint;
		this.at = at;
	}

	/**
	 * Takes a stream in to its end.
	 * @param incoming nothing is left of it after a failure
	 * @throws EmptyFileException if there are no bytes
	 */
	static StagedBytes receive(InputStream bytes, IncomingFile incoming, Instant at) throws IOException {
		boolean whole = false;
		try {
			incoming.writeAll(bytes);
			Fingerprint fingerprint = incoming.finish();
			whole = fingerprint.size() > 0;
			if (!whole) {
				throw new EmptyFileException();
			}
			return new StagedBytes(incoming, fingerprint, at);
		}
		finally {
			if (!whole) {
				incoming.close();
			}
		}
	}

	/**
	 * Looks into the bytes as a file of this name; they may get several names.
	 * @param ifBroken what to do if they claim to be an image and aren't
	 * @throws BrokenImageException if they are broken, and are to be refused then
	 * @throws IOException if they can't be read
	 */
	public NewFile named(FileName name, IfBroken ifBroken) throws IOException {
		Inspection inspection = ImageCheck.inspect(name, incoming, ifBroken);
		boolean forced = ifBroken == IfBroken.FORCE && inspection instanceof Inspection.Broken;
		return new NewFile(new FirmwareFile(name, fingerprint, at, inspection, forced), this);
	}

	/**
	 * The first of the bytes.
	 * @param most how many at most
	 */
	public byte[] read(int most) throws IOException {
		try (InputStream bytes = Channels.newInputStream(incoming.open())) {
			return bytes.readNBytes(most);
		}
	}

	/** Puts the bytes into the store, durably. */
	void keep() throws IOException {
		if (!kept) {
			incoming.keep();
			kept = true;
		}
	}

	@Override
	public void close() throws IOException {
		incoming.close();
	}

}
