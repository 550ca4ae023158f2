package io.fuota.firmware;

import io.fuota.firmware.image.Inspection;
import io.fuota.history.AuditTrail;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fuota.step.Step;
import io.fuota.storage.Digest;
import io.fuota.storage.FileStore;
import io.fuota.storage.Fingerprint;
import io.fuota.storage.IncomingFile;
import io.fuota.storage.InsufficientSpaceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Every firmware file this server has, by name. Look-ups are answered from memory; the
 * database is written first, so what was answered to an uploader survives a crash.
 */
@Component
public class FirmwareCatalogue {

	private static final Logger LOG = LoggerFactory.getLogger(FirmwareCatalogue.class);

	/** A clock that shows less wasn't set. */
	private static final Instant CLOCK_WAS_WRONG = Instant.parse("2026-01-01T00:00:00Z");

	private final FirmwareFiles files;

	private final FileStore store;

	private final NamelessBytes nameless;

	private final TransactionTemplate transactions;

	private final AuditTrail audit;

	private final Clock clock;

	private final ConcurrentSkipListMap<String, FirmwareFile> byName = new ConcurrentSkipListMap<>();

	/** Grows with each name that comes, goes or gets other bytes. */
	private final AtomicLong revision = new AtomicLong();

	/**
	 * Names that pointed to other bytes lately, or may have. Their time is measured and
	 * not read from the clock, which may jump.
	 */
	private final Cache<String, Boolean> repointed = Caffeine.newBuilder()
		.expireAfterWrite(Transfers.RESUMABLE)
		.build();

	// One writer at a time: a name, its row and its bytes change together.
	private final ReentrantLock writing = new ReentrantLock();

	FirmwareCatalogue(FirmwareFiles files, FileStore store, NamelessBytes nameless, TransactionTemplate transactions,
			AuditTrail audit, Clock clock) {
		this.files = files;
		this.store = store;
		this.nameless = nameless;
		this.transactions = transactions;
		this.audit = audit;
		this.clock = clock;
		files.findAll().forEach(file -> byName.put(file.name().value(), file));
		nameless.noteUnknown(hasName());
		noteRecent();
	}

	/** The file of this name. */
	public Optional<FirmwareFile> find(String name) {
		return Optional.ofNullable(byName.get(name));
	}

	/** Whether the file's bytes are in the store, and are those that were uploaded. */
	public boolean isServable(FirmwareFile file) {
		return store.isWhole(file.digest());
	}

	/** Every file, sorted by name; what changes meanwhile may or may not be seen. */
	public Collection<FirmwareFile> all() {
		return Collections.unmodifiableCollection(byName.values());
	}

	/**
	 * A number that is another one after each change to the files, for indexes over
	 * {@link #all()}.
	 */
	public long revision() {
		return revision.get();
	}

	/**
	 * Opens a file's bytes; they stay readable to the end although the name gets other
	 * bytes meanwhile.
	 * @throws io.fuota.storage.DigestMismatchException if they are damaged
	 * @throws IOException if they are missing or can't be read
	 */
	public SeekableByteChannel open(FirmwareFile file) throws IOException {
		return store.open(file.digest());
	}

	/**
	 * Takes in bytes under a name; the name points to them when this returns, durably.
	 * Any failure leaves everything as it was.
	 * @param expectedBytes how many will come; negative where that isn't known
	 * @param ifBroken what to do if they claim to be an image and aren't
	 * @throws EmptyFileException if there are no bytes
	 * @throws BrokenImageException if they are broken, and are to be refused then
	 * @throws InsufficientSpaceException if they would leave too little free space
	 * @throws IOException if the stream ends badly, or the disk fails
	 */
	public FirmwareFile receive(FileName name, InputStream bytes, long expectedBytes, IfBroken ifBroken)
			throws IOException {
		try (IncomingFile incoming = beginReceiving(expectedBytes)) {
			incoming.writeAll(bytes);
			Fingerprint fingerprint = incoming.finish();
			if (fingerprint.size() == 0) {
				throw new EmptyFileException();
			}
			Inspection inspection = ImageCheck.inspect(name, incoming, ifBroken);
			boolean forced = ifBroken == IfBroken.FORCE && inspection instanceof Inspection.Broken;
			return publish(new FirmwareFile(name, fingerprint, clock.instant(), inspection, forced), incoming);
		}
	}

	/** Deletes a name; false when there is none. */
	public boolean delete(String name) {
		writing.lock();
		try {
			FirmwareFile old = byName.get(name);
			if (old == null) {
				return false;
			}
			transactions.executeWithoutResult(_ -> {
				files.deleteById(name);
				releaseIfLast(old);
				audit.record("delete-file", name, old.inWords(), null, false);
				Step.DELETE_WRITTEN.reached();
			});
			Step.DELETE_COMMITTED.reached();
			byName.remove(name);
			repointed.put(name, true);
			revision.incrementAndGet();
			return true;
		}
		finally {
			writing.unlock();
		}
	}

	/**
	 * Hashes the bytes of every file anew; what is damaged is in the log and isn't served
	 * any more.
	 * @return how many files are damaged or missing
	 */
	public int scrub() {
		int broken = 0;
		for (FirmwareFile file : all()) {
			try {
				store.checkAnew(file.digest());
			}
			catch (IOException failure) {
				LOG.error("{} can't be served: {}", file.name(), failure.toString());
				broken++;
			}
		}
		return broken;
	}

	/**
	 * Deletes bytes that have had no name for a while.
	 * @param grace how long they are kept for transfers under way
	 */
	public void sweep(Duration grace) {
		writing.lock();
		try {
			nameless.sweep(grace, hasName());
		}
		finally {
			writing.unlock();
		}
	}

	/** Whether this name may have had other bytes within {@link Transfers#RESUMABLE}. */
	boolean mayHaveHadOtherBytes(FileName name) {
		return repointed.getIfPresent(name.value()) != null;
	}

	/**
	 * Changes what is known of a file.
	 * @return false if the name points to another one by now
	 */
	boolean replace(FirmwareFile old, FirmwareFile same) {
		writing.lock();
		try {
			if (!old.equals(byName.get(old.name().value()))) {
				return false;
			}
			transactions.executeWithoutResult(_ -> files.save(same));
			byName.put(old.name().value(), same);
			return true;
		}
		finally {
			writing.unlock();
		}
	}

	private IncomingFile beginReceiving(long expectedBytes) throws IOException {
		try {
			return store.receive(expectedBytes);
		}
		catch (InsufficientSpaceException full) {
			// What waits for nothing but its time of grace goes first.
			sweep(Duration.ZERO);
			return store.receive(expectedBytes);
		}
	}

	private FirmwareFile publish(FirmwareFile file, IncomingFile incoming) throws IOException {
		String name = file.name().value();
		writing.lock();
		try {
			FirmwareFile old = byName.get(name);
			incoming.keep();
			Step.UPLOAD_STORED.reached();
			if (old != null && old.digest().equals(file.digest())) {
				return sentAgain(old, file);
			}
			transactions.executeWithoutResult(_ -> {
				files.save(file);
				nameless.named(file.digest());
				releaseIfLast(old);
				audit.record("upload", name, old == null ? null : old.inWords(), file.inWords(), file.isForced());
				Step.UPLOAD_WRITTEN.reached();
			});
			Step.UPLOAD_COMMITTED.reached();
			byName.put(name, file);
			if (old != null) {
				repointed.put(name, true);
			}
			revision.incrementAndGet();
			return file;
		}
		finally {
			// After a failed commit the bytes stay, and the next sweep finds them: only a
			// later commit makes it sure that no row has them.
			writing.unlock();
		}
	}

	/** The same bytes: only what is known of them may be new. */
	private FirmwareFile sentAgain(FirmwareFile old, FirmwareFile again) {
		Optional<FirmwareFile> changed = old.sentAgain(again);
		changed.ifPresent(same -> replace(old, same));
		return changed.orElse(old);
	}

	private void releaseIfLast(@Nullable FirmwareFile old) {
		Predicate<FirmwareFile> another = file -> old != null && file.digest().equals(old.digest())
				&& !file.name().equals(old.name());
		if (old != null && byName.values().stream().noneMatch(another)) {
			nameless.released(old.digest(), clock.instant());
		}
	}

	private Predicate<Digest> hasName() {
		Set<Digest> named = byName.values().stream().map(FirmwareFile::digest).collect(Collectors.toSet());
		return named::contains;
	}

	// What was replaced before the start isn't known: what was new then counts as
	// replaced, and so does what has the time of a wrong clock.
	private void noteRecent() {
		Instant now = clock.instant();
		byName.values()
			.stream()
			.filter(file -> file.uploadedAt().isAfter(now.minus(Transfers.RESUMABLE))
					|| file.uploadedAt().isBefore(CLOCK_WAS_WRONG))
			.forEach(file -> repointed.put(file.name().value(), true));
	}

}
