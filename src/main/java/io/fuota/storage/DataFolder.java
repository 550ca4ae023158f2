package io.fuota.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one folder that holds all that must survive (a Docker volume, or {@code ./data}),
 * locked against a second server for as long as this object is open.
 */
public final class DataFolder implements AutoCloseable {

	/** docker-fuota-server's name, so that its volume is a drop-in. */
	private static final String DATABASE = "devices.db";

	private static final Set<String> OWN = Set.of(DATABASE, DATABASE + "-wal", DATABASE + "-shm", DATABASE + "-journal",
			"lock", "initial-password", "initial-password.new", "coap-psk-key");

	private final Path root;

	private final FileChannel lockFile;

	private final FileLock lock;

	private DataFolder(Path root, FileChannel lockFile, FileLock lock) {
		this.root = root;
		this.lockFile = lockFile;
		this.lock = lock;
	}

	/**
	 * Makes the folder where it is missing, and locks it.
	 * @throws DataFolderUnusableException if it can't be written, or another server holds
	 * it
	 */
	public static DataFolder open(Path folder) {
		Path root = folder.toAbsolutePath().normalize();
		try {
			Files.createDirectories(root);
			FileChannel channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE);
			FileLock lock = tryLock(channel);
			if (lock == null) {
				channel.close();
				throw new DataFolderUnusableException("the data folder " + root
						+ " is in use by another fuota-server; stop that one first, or wait where it "
						+ "is stopping: it lets transfers finish");
			}
			return new DataFolder(root, channel, lock);
		}
		catch (IOException failure) {
			throw new DataFolderUnusableException("the data folder " + root + " (FUOTA_DATA_DIR) can't be written: "
					+ failure.getClass().getSimpleName() + " " + failure.getMessage(), failure);
		}
	}

	private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock();
		}
		catch (OverlappingFileLockException heldInThisProcess) {
			return null;
		}
	}

	public Path root() {
		return root;
	}

	public Path database() {
		return root.resolve(DATABASE);
	}

	public Path blobs() {
		return root.resolve("blobs");
	}

	public Path incoming() {
		return root.resolve("incoming");
	}

	public Path backups() {
		return root.resolve("backups");
	}

	/** Where the password made at the first start is written, mode 0600. */
	public Path initialPassword() {
		return root.resolve("initial-password");
	}

	/**
	 * The key that secrets of CoAP devices are encrypted with in the database, mode 0600.
	 */
	public Path coapPskKey() {
		return root.resolve("coap-psk-key");
	}

	/**
	 * Whether a file lying directly in this folder is the server's own, rather than
	 * somebody's firmware.
	 */
	public boolean isOwn(Path file) {
		Path name = file.getFileName();
		return name != null && OWN.contains(name.toString());
	}

	/** Releases the lock. */
	@Override
	public void close() throws IOException {
		lock.release();
		lockFile.close();
	}

}
