package io.fuota.faults;

import io.fuota.testing.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk of its own in memory, which can be filled and made read-only. */
final class TmpDisk implements AutoCloseable {

	private final Path folder;

	private final int mebibytes;

	TmpDisk(Path folder, int mebibytes) {
		this.folder = folder;
		this.mebibytes = mebibytes;
		try {
			Files.createDirectories(folder);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		Command.of("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString())
			.run()
			.succeeded();
	}

	/** Leaves not a byte. */
	void fill() {
		byte[] block = new byte[4096];
		try (OutputStream filler = Files.newOutputStream(filler())) {
			for (long i = 0; i < mebibytes * 1024L; i++) {
				filler.write(block);
			}
			throw new IllegalStateException("the disk isn't full");
		}
		catch (IOException full) {
			if (!String.valueOf(full.getMessage()).contains("No space")) {
				throw new UncheckedIOException(full);
			}
		}
	}

	void empty() {
		try {
			Files.delete(filler());
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	void readOnly(boolean readOnly) {
		Command.of("mount", "-o", "remount," + (readOnly ? "ro" : "rw"), folder.toString()).run().succeeded();
	}

	@Override
	public void close() {
		Command.of("umount", "-l", folder.toString()).run().succeeded();
	}

	private Path filler() {
		return folder.resolve("blobs").resolve("filler");
	}

}
