package io.fuota.firmware;

import io.fuota.step.Step;
import io.fuota.storage.Digest;
import io.fuota.storage.FileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

	private final ReleasedBlobs released;

	private final TransactionTemplate transactions;

	private final Clock clock;

	NamelessBytes(FileStore store, ReleasedBlobs released, TransactionTemplate transactions, Clock clock) {
		this.store = store;
		this.released = released;
		this.transactions = transactions;
		this.clock = clock;
	}

	/** Within the transaction that takes the last name away. */
	void released(Digest digest, Instant at) {
		released.save(new ReleasedBlob(digest, at));
	}

	/** Within the transaction that gives these bytes a name (again). */
	void named(Digest digest) {
		released.deleteById(digest.hex());
	}

	/**
	 * At the start: bytes that have no name and never lost one come from uploads that
	 * were never acknowledged.
	 */
	void discardLeftOvers(Set<Digest> named) {
		try {
			Set<Digest> leftOver = new HashSet<>(store.digests());
			leftOver.removeAll(named);
			released.findAll().forEach(blob -> leftOver.remove(blob.digest()));
			for (Digest digest : leftOver) {
				store.delete(digest);
				LOG.info("deleted the bytes {} of an upload that was never acknowledged", digest);
			}
		}
		catch (IOException failure) {
			throw new UncheckedIOException("the store can't be read", failure);
		}
	}

	/** Deletes what has been without a name for longer than the time of grace. */
	void sweep(Duration grace, Predicate<Digest> hasName) {
		Instant now = clock.instant();
		for (ReleasedBlob blob : released.findAll()) {
			if (blob.isOlderThan(grace, now)) {
				delete(blob.digest(), hasName);
			}
		}
	}

	private void delete(Digest digest, Predicate<Digest> hasName) {
		try {
			if (!hasName.test(digest)) {
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
