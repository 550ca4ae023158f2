package io.fuota.firmware;

import io.fuota.step.Step;
import io.fuota.storage.Digest;
import io.fuota.storage.FileStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Bytes in the store that no name points to any more. They are kept for a time of grace,
 * since transfers under way may want the rest of them, and then deleted.
 */
@Component
class NamelessBytes {

	private static final Logger LOG = LoggerFactory.getLogger(NamelessBytes.class);

	private final FileStore store;

	private final FirmwareFiles files;

	private final ReleasedBlobs released;

	private final TransactionTemplate transactions;

	private final Clock clock;

	NamelessBytes(FileStore store, FirmwareFiles files, ReleasedBlobs released, TransactionTemplate transactions,
			Clock clock) {
		this.store = store;
		this.files = files;
		this.released = released;
		this.transactions = transactions;
		this.clock = clock;
	}

	/** Within the transaction that takes the last name away. */
	void released(Digest digest, Instant at) {
		released.save(new ReleasedBlob(digest, at));
	}

	/**
	 * Within the transaction that takes a name away from bytes, which may have others.
	 * @param changed names that don't point to these bytes any more
	 * @param files before the change
	 */
	void releasedIfLast(FirmwareFile old, Set<FileName> changed, Collection<FirmwareFile> files, Instant at) {
		if (files.stream().noneMatch(file -> file.digest().equals(old.digest()) && !changed.contains(file.name()))) {
			released(old.digest(), at);
		}
	}

	/** Within the transaction that gives these bytes a name (again). */
	void named(Digest digest) {
		released.deleteById(digest.hex());
	}

	/**
	 * Notes bytes that have no name and never lost one: they come from uploads that were
	 * never acknowledged, or their rows were lost with a part of the database. Their time
	 * of grace begins, in which the right database can be put back.
	 */
	void noteUnknown(Predicate<Digest> hasName) {
		try {
			Set<Digest> unknown = new HashSet<>(store.digests());
			released.findAll().forEach(blob -> unknown.remove(blob.digest()));
			unknown.removeIf(hasName);
			if (!unknown.isEmpty()) {
				Instant now = clock.instant();
				transactions.executeWithoutResult(_ -> unknown.forEach(digest -> released(digest, now)));
				LOG.info("the bytes {} have no name; they are kept for a while", unknown);
			}
		}
		catch (IOException | RuntimeException failure) {
			// They do no harm where they are: a full disk must not stop the server.
			LOG.warn("can't note the bytes that have no name; the next sweep tries again", failure);
		}
	}

	/** Deletes what has been without a name for longer than the time of grace. */
	void sweep(Duration grace, Predicate<Digest> hasName) {
		noteUnknown(hasName);
		Instant now = clock.instant();
		for (ReleasedBlob blob : released.findAll()) {
			if (blob.isOlderThan(grace, now)) {
				delete(blob.digest(), hasName);
			}
			else if (blob.isFromTheFuture(now)) {
				transactions.executeWithoutResult(_ -> released(blob.digest(), now));
			}
		}
	}

	private void delete(Digest digest, Predicate<Digest> hasName) {
		try {
			if (!hasName.test(digest) && !files.existsBySha256(digest.hex())) {
				store.delete(digest);
				LOG.info("deleted the bytes {} that no name points to any more", digest);
			}
			Step.SWEEP_DELETED.reached();
			transactions.executeWithoutResult(_ -> released.deleteById(digest.hex()));
		}
		catch (IOException failure) {
			LOG.warn("can't delete the bytes {} that no name points to any more; the next sweep tries again", digest,
					failure);
		}
	}

}
