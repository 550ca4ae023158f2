package io.fuota.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Makes the disk of a {@link ServerProcess} fail, call by call, and its clock jump, while
 * it runs: the other side of {@code src/test/native/faults.c}. Needs {@code cc}.
 */
public final class FaultyDisk implements AutoCloseable {

	/** What a program does to a disk. */
	public static final int WRITES = 1;

	public static final int SYNCS = 2;

	/** Renames, deletions, new folders. */
	public static final int NAMES = 4;

	/** Openings for writing. */
	public static final int OPENS = 8;

	public static final int READS = 16;

	public static final int CHANGES = WRITES | SYNCS | NAMES | OPENS;

	/** Input/output error; the numbers are Linux's. */
	public static final int EIO = 5;

	/** No space left on device. */
	public static final int ENOSPC = 28;

	/** Read-only file system. */
	public static final int EROFS = 30;

	// The struct in faults.c.

	private static final int KINDS = 0;

	private static final int CALLS = 8;

	private static final int FIRST = 16;

	private static final int LAST = 24;

	private static final int ERROR = 32;

	private static final int FAILED_KINDS = 40;

	private static final int CLOCK_SECONDS = 48;

	private static final int SIZE = 56;

	private final Path scratch;

	private final Path folder;

	private final MappedByteBuffer control;

	/**
	 * A disk that doesn't fail yet.
	 * @param folder only files below it will fail; it is made where it is missing
	 */
	public FaultyDisk(Path folder) {
		this.folder = folder;
		try {
			Files.createDirectories(folder);
			scratch = Files.createTempDirectory("fuota-faults");
			try (FileChannel file = FileChannel.open(scratch.resolve("control"), StandardOpenOption.CREATE_NEW,
					StandardOpenOption.READ, StandardOpenOption.WRITE)) {
				control = file.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
			}
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		control.order(ByteOrder.nativeOrder());
		Command
			.of("cc", "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", library().toString(),
					Command.PROJECT.resolve("src/test/native/faults.c").toString(), "-ldl")
			.run()
			.succeeded();
	}

	/** Starts a server on this disk. */
	public ServerProcess start(TestServer server) {
		return ServerProcess.start(List.of(), server.arguments(), Map.of("LD_PRELOAD", library().toString(),
				"FUOTA_FAULTS", scratch.resolve("control").toString(), "FUOTA_FAULTS_FOLDER", folder.toString()));
	}

	/** From now on each call of these kinds fails. */
	public void fail(int kinds, int error) {
		fail(kinds, error, 1, Long.MAX_VALUE);
	}

	/**
	 * Lets calls of these kinds fail.
	 * @param first the first one, 1 for the next
	 * @param last the last one
	 */
	public void fail(int kinds, int error, long first, long last) {
		mend();
		control.putLong(FAILED_KINDS, 0);
		control.putLong(CALLS, 0);
		control.putLong(ERROR, error);
		control.putLong(LAST, last);
		control.putLong(FIRST, first);
		control.putLong(KINDS, kinds);
	}

	/** Nothing fails any more. */
	public void mend() {
		control.putLong(KINDS, 0);
		control.putLong(FIRST, 0);
	}

	/** What has failed since {@link #fail} was called; 0 where nothing has. */
	public int failedKinds() {
		return (int) control.getLong(FAILED_KINDS);
	}

	/** Sets the clock to another time, relative to the right one. */
	public void setClock(Duration offset) {
		control.putLong(CLOCK_SECONDS, offset.toSeconds());
	}

	private Path library() {
		return scratch.resolve("faults.so");
	}

	@Override
	public void close() {
		TestServer.deleteTree(scratch);
	}

}
