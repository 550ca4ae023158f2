package io.fuota.protocol.coap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.storage.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.OptionalInt;
import org.springframework.stereotype.Component;

/**
 * Firmware files as representations. Each block is a request of its own: pieces of what
 * is being downloaded stay in memory for a while, so that not each of them opens a file.
 */
@Component
public class FirmwareBytes {

	private static final int PIECE_BYTES = 64 * 1024;

	/** 8 MiB at most, however many devices download. */
	private static final int MAX_PIECES = 128;

	private static final Duration UNUSED = Duration.ofMinutes(1);

	private record Key(Digest digest, long number) {
	}

	private final Cache<Key, byte[]> pieces = Caffeine.newBuilder()
		.maximumSize(MAX_PIECES)
		.expireAfterAccess(UNUSED)
		.build();

	private final FirmwareCatalogue firmware;

	FirmwareBytes(FirmwareCatalogue firmware) {
		this.firmware = firmware;
	}

	/**
	 * A file's bytes from an offset to the end.
	 * @param offset in bytes, less than the file's size
	 */
	public Representation from(FirmwareFile file, long offset) {
		return new Tail(file, offset);
	}

	/** All of a file's bytes, in blocks as large as the client asks for. */
	public Representation whole(FirmwareFile file) {
		return new Whole(file);
	}

	private void read(FirmwareFile file, long position, byte[] target, int length) throws IOException {
		Digest digest = file.digest();
		int done = 0;
		while (done < length) {
			long number = (position + done) / PIECE_BYTES;
			byte[] piece = piece(file, new Key(digest, number));
			int begin = (int) (position + done - number * PIECE_BYTES);
			int part = Math.min(length - done, piece.length - begin);
			System.arraycopy(piece, begin, target, done, part);
			done += part;
		}
	}

	private byte[] piece(FirmwareFile file, Key key) throws IOException {
		try {
			return pieces.get(key, _ -> load(file, key.number() * PIECE_BYTES));
		}
		catch (UncheckedIOException failure) {
			throw failure.getCause();
		}
	}

	private byte[] load(FirmwareFile file, long position) {
		byte[] piece = new byte[(int) Math.min(PIECE_BYTES, file.size() - position)];
		ByteBuffer bytes = ByteBuffer.wrap(piece);
		try (SeekableByteChannel channel = firmware.open(file)) {
			channel.position(position);
			while (bytes.hasRemaining()) {
				if (channel.read(bytes) < 0) {
					throw new EOFException(file.name() + " ends early");
				}
			}
			return piece;
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/**
	 * docs/protocols/riot-suit.md §4.5: the reference sends 1,024 bytes to whoever names
	 * no size.
	 */
	private final class Whole extends Tail {

		Whole(FirmwareFile file) {
			super(file, 0);
		}

		@Override
		public int sizeExponent() {
			return Block.MAX_SIZE_EXPONENT;
		}

	}

	private class Tail implements Representation {

		private final FirmwareFile file;

		private final long offset;

		Tail(FirmwareFile file, long offset) {
			this.file = file;
			this.offset = offset;
		}

		@Override
		public long size() {
			return file.size() - offset;
		}

		@Override
		public void read(long position, byte[] target, int length) throws IOException {
			FirmwareBytes.this.read(file, offset + position, target, length);
		}

		@Override
		public int etag() {
			return ByteBuffer.wrap(file.digest().bytes()).getInt();
		}

		@Override
		public OptionalInt contentFormat() {
			return OptionalInt.empty();
		}

	}

}
