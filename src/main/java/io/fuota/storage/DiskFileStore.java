package io.fuota.storage;

import io.fuota.step.Step;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The store on a local disk: {@code blobs/<first two hex digits>/<64 hex digits>}, filled
 * by way of {@code incoming/}, which lies on the same file system so that a rename is
 * atomic.
 */
public final class DiskFileStore implements FileStore {

	private static final Pattern BLOB = Pattern.compile("[0-9a-f]{64}");

	private final Path blobs;

	private final Path incoming;

	private final long reserveBytes;

	private final CheckedBlobs checked = new CheckedBlobs();

	/**
	 * Opens the store and throws away what interrupted uploads left in {@code incoming}.
	 * @param reserveBytes of disk space that uploads leave free
	 * @throws IOException if the folders can't be made or written
	 */
	public DiskFileStore(Path blobs, Path incoming, long reserveBytes) throws IOException {
		this.blobs = Files.createDirectories(blobs);
		this.incoming = Files.createDirectories(incoming);
		this.reserveBytes = reserveBytes;
		discardLeftOvers();
	}

	@Override
	public IncomingFile receive(long expectedBytes) throws IOException {
		checkSpace(Math.max(expectedBytes, 0));
		return new DiskIncomingFile(this, Files.createTempFile(incoming, "upload-", ".part"));
	}

	@Override
	public long bytesLeft() throws IOException {
		return Math.max(0, Files.getFileStore(incoming).getUsableSpace() - reserveBytes);
	}

	@Override
	public SeekableByteChannel open(Digest digest) throws IOException {
		return checked.open(digest, path(digest));
	}

	@Override
	public boolean isWhole(Digest digest) {
		return checked.isWhole(digest, path(digest));
	}

	@Override
	public void checkAnew(Digest digest) throws IOException {
		checked.checkAnew(digest, path(digest));
	}

	@Override
	public void delete(Digest digest) throws IOException {
		Files.deleteIfExists(path(digest));
		checked.forget(digest);
	}

	/**
	 * Refuses to write where it would eat the reserve.
	 * @param bytes that are about to come
	 */
	void checkSpace(long bytes) throws IOException {
		long free = Files.getFileStore(incoming).getUsableSpace();
		if (free - bytes < reserveBytes) {
			throw new InsufficientSpaceException(free, reserveBytes);
		}
	}

	@Override
	public Set<Digest> digests() throws IOException {
		Set<Digest> found = new HashSet<>();
		try (DirectoryStream<Path> folders = Files.newDirectoryStream(blobs, Files::isDirectory)) {
			for (Path folder : folders) {
				try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
					for (Path file : files) {
						String name = file.getFileName().toString();
						if (BLOB.matcher(name).matches()) {
							found.add(new Digest(name));
						}
					}
				}
			}
		}
		return found;
	}

	/**
	 * Renames a finished file into its place; both folders are synced, so that the name
	 * survives a power cut.
	 */
	void adopt(Path finished, Digest digest) throws IOException {
		Path target = path(digest);
		Path folder = target.getParent();
		if (folder == null) {
			throw new IllegalStateException("a blob lies in a folder: " + target);
		}
		if (!Files.isDirectory(folder)) {
			Files.createDirectories(folder);
			sync(blobs);
		}
		if (alreadyWhole(target, finished)) {
			Files.delete(finished);
		}
		else {
			Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
		}
		Step.UPLOAD_RENAMED.reached();
		sync(folder);
		checked.written(digest, target);
	}

	private static boolean alreadyWhole(Path target, Path finished) throws IOException {
		try {
			return Files.size(target) == Files.size(finished) && Files.mismatch(target, finished) == -1;
		}
		catch (NoSuchFileException absent) {
			return false;
		}
	}

	private Path path(Digest digest) {
		return blobs.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
	}

	private void discardLeftOvers() throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming)) {
			for (Path file : files) {
				Files.deleteIfExists(file);
			}
		}
	}

	private static void sync(Path folder) throws IOException {
		// Opening a folder for reading and forcing it is how Java reaches fsync(2) on a
		// directory.
		try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
			channel.force(true);
		}
	}

}
