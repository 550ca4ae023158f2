package io.fuota.firmware;

import io.fuota.history.AuditTrail;
import io.fuota.step.Step;
import io.fuota.storage.Digest;
import io.fuota.storage.FileStore;
import io.fuota.storage.IncomingFile;
import io.fuota.storage.InsufficientSpaceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

	private final FirmwareFiles files;

	private final FileStore store;

	private final NamelessBytes nameless;

	private final TransactionTemplate transactions;

	private final AuditTrail audit;

	private final Clock clock;

	private final ConcurrentSkipListMap<String, FirmwareFile> byName = new ConcurrentSkipListMap<>();

	/** Grows with each name that comes, goes or gets other bytes. */
	private final AtomicLong revision = new AtomicLong();

	private final RepointedNames repointed;

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
		this.repointed = new RepointedNames(byName.values(), clock.instant());
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
		try (StagedBytes staged = stage(bytes, expectedBytes)) {
			return publish(List.of(staged.named(name, ifBroken))).getFirst();
		}
	}

	/**
	 * Takes in bytes that nobody sees yet. The caller closes what it is given.
	 * @param expectedBytes how many will come; negative where that isn't known
	 * @throws EmptyFileException if there are no bytes
	 * @throws InsufficientSpaceException if they would leave too little free space
	 * @throws IOException if the stream ends badly, or the disk fails
	 */
	public StagedBytes stage(InputStream bytes, long expectedBytes) throws IOException {
		return StagedBytes.receive(bytes, beginReceiving(expectedBytes), clock.instant());
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
				nameless.releasedIfLast(old, Set.of(old.name()), byName.values(), clock.instant());
				audit.record("delete-file", name, old.inWords(), null, false);
				Step.DELETE_WRITTEN.reached();
			});
			Step.DELETE_COMMITTED.reached();
			byName.remove(name);
			repointed.add(name);
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
		return repointed.has(name);
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

	/**
	 * Gives new files their names, all at once; the names point to them when this
	 * returns, durably. Any failure leaves everything as it was.
	 * @param fresh each under another name
	 * @return what the names point to now
	 */
	public List<FirmwareFile> publish(List<NewFile> fresh) throws IOException {
		writing.lock();
		try {
			for (NewFile file : fresh) {
				file.bytes().keep();
			}
			Step.UPLOAD_STORED.reached();
			List<NameChange> changes = fresh.stream()
				.map(file -> NameChange.of(byName.get(file.file().name().value()), file.file()))
				.toList();
			commit(changes.stream().filter(NameChange::isReal).toList());
			return changes.stream().map(NameChange::now).toList();
		}
		finally {
			// After a failed commit the bytes stay, and the next sweep finds them: only a
			// later commit makes it sure that no row has them.
			writing.unlock();
		}
	}

	private void commit(List<NameChange> changes) {
		if (changes.isEmpty()) {
			return;
		}
		transactions.executeWithoutResult(_ -> {
			changes.forEach(change -> write(change, changes));
			Step.UPLOAD_WRITTEN.reached();
		});
		Step.UPLOAD_COMMITTED.reached();
		changes.forEach(this::show);
	}

	private void write(NameChange change, List<NameChange> all) {
		FirmwareFile old = change.old();
		files.save(change.now());
		if (!change.isOfBytes()) {
			return;
		}
		nameless.named(change.now().digest());
		if (old != null && all.stream().noneMatch(other -> other.now().digest().equals(old.digest()))) {
			Set<FileName> changed = all.stream().map(other -> other.now().name()).collect(Collectors.toSet());
			nameless.releasedIfLast(old, changed, byName.values(), clock.instant());
		}
		audit.record("upload", change.now().name().value(), old == null ? null : old.inWords(), change.now().inWords(),
				change.now().isForced());
	}

	private void show(NameChange change) {
		String name = change.now().name().value();
		byName.put(name, change.now());
		if (change.isOfBytes()) {
			if (change.old() != null) {
				repointed.add(name);
			}
			revision.incrementAndGet();
		}
	}

	private Predicate<Digest> hasName() {
		Set<Digest> named = byName.values().stream().map(FirmwareFile::digest).collect(Collectors.toSet());
		return named::contains;
	}

}
