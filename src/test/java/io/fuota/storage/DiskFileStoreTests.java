package io.fuota.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFileStoreTests {

	/** sha256sum, sha1sum and md5sum of the five bytes "hello". */
	private static final Digest HELLO = new Digest("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");

	@TempDir
	private Path folder;

	private DiskFileStore store;

	@BeforeEach
	void openStore() throws IOException {
		store = new DiskFileStore(folder.resolve("blobs"), folder.resolve("incoming"), 0);
	}

	@Test
	void keptBytesAreFoundUnderTheirDigests() throws IOException {
		Fingerprint fingerprint = keep("hello");

		assertThat(fingerprint).isEqualTo(new Fingerprint(HELLO, "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
				"5d41402abc4b2a76b9719d911017c592", 5));
		assertThat(read(HELLO)).isEqualTo("hello");
		assertThat(store.isWhole(HELLO)).isTrue();
		assertThat(store.digests()).containsExactly(HELLO);
	}

	@Test
	void nothingIsVisibleBeforeKeep() throws IOException {
		try (IncomingFile incoming = store.receive(-1)) {
			incoming.write(bytes("hello"), 0, 5);
			incoming.finish();
			assertThat(store.isWhole(HELLO)).isFalse();
			assertThat(store.digests()).isEmpty();
		}
		assertThat(folder.resolve("incoming")).isEmptyDirectory();
		assertThat(store.digests()).isEmpty();
	}

	@Test
	void keepBeforeFinishIsRefused() throws IOException {
		try (IncomingFile incoming = store.receive(-1)) {
			assertThatIllegalStateException().isThrownBy(incoming::keep);
		}
	}

	@Test
	void sameBytesAreKeptOnceAndStayReadable() throws IOException {
		keep("hello");
		keep("hello");

		assertThat(store.digests()).containsExactly(HELLO);
		assertThat(read(HELLO)).isEqualTo("hello");
		assertThat(folder.resolve("incoming")).isEmptyDirectory();
	}

	@Test
	void damagedBytesAreReplacedByTheSameBytesSentAgain() throws IOException {
		keep("hello");
		Files.writeString(folder.resolve("blobs/2c").resolve(HELLO.hex()), "hellO");

		keep("hello");

		assertThat(read(HELLO)).isEqualTo("hello");
	}

	@Test
	void changedBytesAreNeitherWholeNorOpened() throws IOException {
		keep("hello");
		Path blob = folder.resolve("blobs/2c").resolve(HELLO.hex());
		for (String damaged : List.of("hellO", "hell", "hello!", "")) {
			Files.writeString(blob, damaged);
			assertThat(store.isWhole(HELLO)).as(damaged).isFalse();
			assertThatExceptionOfType(DigestMismatchException.class).as(damaged).isThrownBy(() -> store.open(HELLO));
		}
		Files.writeString(blob, "hello");
		assertThat(store.isWhole(HELLO)).as("put right again").isTrue();
	}

	@Test
	void bytesThatChangedWhileTheServerWasDownAreFoundAtTheFirstUse() throws IOException {
		keep("hello");
		Files.writeString(folder.resolve("blobs/2c").resolve(HELLO.hex()), "hellO");

		DiskFileStore next = new DiskFileStore(folder.resolve("blobs"), folder.resolve("incoming"), 0);

		assertThatExceptionOfType(DigestMismatchException.class).isThrownBy(() -> next.open(HELLO));
	}

	@Test
	void byteThatFlipsWithoutATraceIsFoundByTheScrubAndNotServedFromThenOn() throws IOException {
		keep("hello");
		Path blob = folder.resolve("blobs/2c").resolve(HELLO.hex());
		FileTime modified = Files.getLastModifiedTime(blob);
		Files.writeString(blob, "hellO");
		Files.setLastModifiedTime(blob, modified);

		assertThatExceptionOfType(DigestMismatchException.class).isThrownBy(() -> store.checkAnew(HELLO));

		assertThat(store.isWhole(HELLO)).isFalse();
		assertThatExceptionOfType(DigestMismatchException.class).isThrownBy(() -> store.open(HELLO));
	}

	@Test
	void uploadThatWouldEatTheReserveIsRefusedBeforeAndWhileItComes() throws IOException {
		long free = Files.getFileStore(folder).getUsableSpace();
		DiskFileStore tight = new DiskFileStore(folder.resolve("blobs"), folder.resolve("incoming"), free / 2);

		assertThatExceptionOfType(InsufficientSpaceException.class).isThrownBy(() -> tight.receive(free))
			.withMessageContaining("FUOTA_DISK_RESERVE");
		tight.receive(1).close();
		assertThat(folder.resolve("incoming")).isEmptyDirectory();
	}

	@Test
	void openBytesAreReadableToTheEndAlthoughTheyAreDeleted() throws IOException {
		keep("hello");
		try (SeekableByteChannel open = store.open(HELLO)) {
			store.delete(HELLO);
			ByteBuffer buffer = ByteBuffer.allocate(10);
			open.read(buffer);
			assertThat(new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII)).isEqualTo("hello");
		}
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> store.open(HELLO));
	}

	@Test
	void leftOversOfInterruptedUploadsGoAtTheNextStart() throws IOException {
		Path leftOver = Files.writeString(folder.resolve("incoming/upload-1.part"), "half");

		new DiskFileStore(folder.resolve("blobs"), folder.resolve("incoming"), 0);

		assertThat(leftOver).doesNotExist();
	}

	@Test
	void foreignFilesInTheBlobFolderAreNoDigests() throws IOException {
		Files.createDirectories(folder.resolve("blobs/zz"));
		Files.writeString(folder.resolve("blobs/zz/README"), "x");

		assertThat(store.digests()).isEmpty();
	}

	private Fingerprint keep(String text) throws IOException {
		try (IncomingFile incoming = store.receive(-1)) {
			byte[] bytes = bytes(text);
			incoming.write(bytes, 0, 2);
			incoming.write(bytes, 2, bytes.length - 2);
			Fingerprint fingerprint = incoming.finish();
			incoming.keep();
			return fingerprint;
		}
	}

	@Test
	void whoReadsTheSameFileAtATimeSharesOneOpenFile() throws IOException {
		keep("hello");
		List<SeekableByteChannel> readers = new ArrayList<>();
		try {
			long before = openFiles();
			for (int i = 0; i < 100; i++) {
				readers.add(store.open(HELLO).position(i % 5));
			}
			assertThat(openFiles() - before).isLessThan(50);
			for (int i = 0; i < 100; i++) {
				ByteBuffer one = ByteBuffer.allocate(1);
				assertThat(readers.get(i).read(one)).isEqualTo(1);
				assertThat(one.get(0)).isEqualTo(bytes("hello")[i % 5]);
			}
		}
		finally {
			for (SeekableByteChannel reader : readers) {
				reader.close();
			}
		}
		assertThat(read(HELLO)).isEqualTo("hello");
	}

	@Test
	void aReaderThatIsInterruptedEndsNoOtherOne() throws IOException {
		keep("hello");
		try (SeekableByteChannel interrupted = store.open(HELLO); SeekableByteChannel other = store.open(HELLO)) {
			ByteBuffer two = ByteBuffer.allocate(2);
			other.read(two);
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(ClosedByInterruptException.class)
				.isThrownBy(() -> interrupted.read(ByteBuffer.allocate(1)));
			assertThat(Thread.interrupted()).isTrue();
			ByteBuffer rest = ByteBuffer.allocate(10);
			assertThat(other.read(rest)).isEqualTo(3);
			assertThat(new String(rest.array(), 0, 3, StandardCharsets.US_ASCII)).isEqualTo("llo");
		}
	}

	private static long openFiles() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			return files.count();
		}
	}

	private String read(Digest digest) throws IOException {
		try (SeekableByteChannel open = store.open(digest)) {
			ByteBuffer buffer = ByteBuffer.allocate(100);
			open.read(buffer);
			return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
