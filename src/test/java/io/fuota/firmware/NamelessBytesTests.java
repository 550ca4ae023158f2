package io.fuota.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.storage.Digest;
import io.fuota.storage.DiskFileStore;
import io.fuota.storage.IncomingFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

class NamelessBytesTests {

	private static final Duration GRACE = Duration.ofHours(24);

	private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

	private final Set<Digest> named = new HashSet<>();

	private final Rows rows = new Rows();

	private final Names names = new Names();

	@TempDir
	private Path folder;

	private DiskFileStore store;

	@BeforeEach
	void openStore() throws IOException {
		store = new DiskFileStore(folder.resolve("blobs"), folder.resolve("incoming"), 0);
	}

	@Test
	void unknownBytesAreKeptForTheTimeOfGraceAndNotForEver() throws IOException {
		Digest digest = keep("lost its row");
		at(NOON).noteUnknown(named::contains);
		at(NOON.plus(GRACE).minusMillis(1)).sweep(GRACE, named::contains);
		assertThat(store.digests()).containsExactly(digest);

		at(NOON.plus(GRACE)).sweep(GRACE, named::contains);

		assertThat(store.digests()).isEmpty();
		assertThat(rows.findAll()).isEmpty();
	}

	@Test
	void sweepFindsWhatAFailedCommitLeft() throws IOException {
		Digest digest = keep("not committed");

		at(NOON).sweep(GRACE, named::contains);

		assertThat(rows.findAll()).extracting(ReleasedBlob::digest).containsExactly(digest);
	}

	@Test
	void bytesWithANameAreNeverDeletedWhateverTheNotesAndTheClockSay() throws IOException {
		Digest digest = keep("named");
		named.add(digest);
		Digest inTheDatabaseAlone = keep("named in the database");
		names.digests.add(inTheDatabaseAlone.hex());
		at(NOON).released(digest, NOON);
		at(NOON).released(inTheDatabaseAlone, NOON);

		at(NOON.plus(Duration.ofDays(50_000))).sweep(GRACE, named::contains);
		at(Instant.EPOCH).sweep(Duration.ZERO, named::contains);

		assertThat(store.digests()).containsExactlyInAnyOrder(digest, inTheDatabaseAlone);
	}

	@Test
	void clockThatIsSetBackBeginsTheTimeOfGraceAnew() throws IOException {
		Digest digest = keep("released in the future");
		at(NOON).released(digest, NOON);
		Instant back = NOON.minus(Duration.ofDays(5_000));

		at(back).sweep(GRACE, named::contains);
		at(back.plus(GRACE).minusMillis(1)).sweep(GRACE, named::contains);
		assertThat(store.digests()).containsExactly(digest);

		at(back.plus(GRACE)).sweep(GRACE, named::contains);
		assertThat(store.digests()).isEmpty();
	}

	@Test
	void spaceThatIsNeededNowWaitsForNoClock() throws IOException {
		at(NOON).released(keep("released in the future"), NOON);

		at(Instant.EPOCH).sweep(Duration.ZERO, named::contains);

		assertThat(store.digests()).isEmpty();
	}

	private NamelessBytes at(Instant now) {
		return new NamelessBytes(store, names, rows, new Transactions(), Clock.fixed(now, ZoneOffset.UTC));
	}

	private Digest keep(String text) throws IOException {
		try (IncomingFile incoming = store.receive(-1)) {
			byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
			incoming.write(bytes, 0, bytes.length);
			Digest digest = incoming.finish().digest();
			incoming.keep();
			return digest;
		}
	}

	/** Runs what it is given, and needs no database for it. */
	private static final class Transactions extends TransactionTemplate {

		private static final long serialVersionUID = 1L;

		@Override
		public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
			return action.doInTransaction(new SimpleTransactionStatus());
		}

	}

	private static final class Rows implements ReleasedBlobs {

		private final Map<String, ReleasedBlob> bySha256 = new LinkedHashMap<>();

		@Override
		public List<ReleasedBlob> findAll() {
			return List.copyOf(bySha256.values());
		}

		@Override
		public ReleasedBlob save(ReleasedBlob blob) {
			bySha256.put(blob.digest().hex(), blob);
			return blob;
		}

		@Override
		public void deleteById(String sha256) {
			bySha256.remove(sha256);
		}

	}

	private static final class Names implements FirmwareFiles {

		private final Set<String> digests = new HashSet<>();

		@Override
		public List<FirmwareFile> findAll() {
			return List.of();
		}

		@Override
		public FirmwareFile save(FirmwareFile file) {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean existsBySha256(String sha256) {
			return digests.contains(sha256);
		}

		@Override
		public void deleteById(String name) {
			throw new UnsupportedOperationException();
		}

	}

}
