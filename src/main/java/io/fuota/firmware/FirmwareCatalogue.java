package io.fuota.firmware;

import io.fuota.storage.Digest;
import io.fuota.storage.FileStore;
import io.fuota.storage.Fingerprint;
import io.fuota.storage.IncomingFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
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

	private static final int BUFFER_BYTES = 64 * 1024;

	private final FirmwareFiles files;

	private final FileStore store;

	private final TransactionTemplate transactions;

	private final Clock clock;

	private final ConcurrentSkipListMap<String, FirmwareFile> byName = new ConcurrentSkipListMap<>();

	// One writer at a time: a name, its row and its bytes change together.
	private final ReentrantLock writing = new ReentrantLock();

	FirmwareCatalogue(FirmwareFiles files, FileStore store, TransactionTemplate transactions, Clock clock) {
		this.files = files;
		this.store = store;
		this.transactions = transactions;
		this.clock = clock;
		files.findAll().forEach(file -> byName.put(file.name().value(), file));
		discardNamelessBytes();
	}

	/** The file of this name. */
	public Optional<FirmwareFile> find(String name) {
		return Optional.ofNullable(byName.get(name));
	}

	/** Whether the file's bytes are in the store, in their full length. */
	public boolean isServable(FirmwareFile file) {
		return store.size(file.digest()).orElse(-1) == file.size();
	}

	/** Every file, sorted by name; what changes meanwhile may or may not be seen. */
	public Collection<FirmwareFile> all() {
		return Collections.unmodifiableCollection(byName.values());
	}

	/**
	 * Opens a file's bytes; they stay readable to the end although the name gets other
	 * bytes meanwhile.
	 * @throws IOException if the bytes are missing or can't be read
	 */
	public SeekableByteChannel open(FirmwareFile file) throws IOException {
		return store.open(file.digest());
	}

	/**
	 * Takes in bytes under a name; the name points to them when this returns, durably,
	 * and the bytes it had before are gone unless another name has them. Any failure
	 * leaves everything as it was.
	 * @throws EmptyFileException if there are no bytes
	 * @throws IOException if the stream ends badly, or the disk fails
	 */
	public FirmwareFile receive(FileName name, InputStream bytes) throws IOException {
		try (IncomingFile incoming = store.receive()) {
			copy(bytes, incoming);
			Fingerprint fingerprint = incoming.finish();
			if (fingerprint.size() == 0) {
				throw new EmptyFileException();
			}
			return publish(new FirmwareFile(name, fingerprint, clock.instant()), incoming);
		}
	}

	/**
	 * Deletes a name, and its bytes unless another name has them; false when there is no
	 * such name.
	 */
	public boolean delete(String name) {
		writing.lock();
		try {
			FirmwareFile old = byName.get(name);
			if (old == null) {
				return false;
			}
			transactions.executeWithoutResult(_ -> files.deleteById(name));
			byName.remove(name);
			discardIfNameless(old.digest());
			return true;
		}
		finally {
			writing.unlock();
		}
	}

	private void copy(InputStream bytes, IncomingFile incoming) throws IOException {
		byte[] buffer = new byte[BUFFER_BYTES];
		for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
			incoming.write(buffer, 0, n);
		}
	}

	private FirmwareFile publish(FirmwareFile file, IncomingFile incoming) throws IOException {
		String name = file.name().value();
		writing.lock();
		try {
			FirmwareFile old = byName.get(name);
			incoming.keep();
			if (old != null && old.digest().equals(file.digest())) {
				return old;
			}
			transactions.executeWithoutResult(_ -> files.save(file));
			byName.put(name, file);
			if (old != null) {
				discardIfNameless(old.digest());
			}
			return file;
		}
		finally {
			// After a failed commit the bytes stay until the next start: only then is it
			// sure that no row has them.
			writing.unlock();
		}
	}

	private void discardIfNameless(Digest digest) {
		if (byName.values().stream().noneMatch(file -> file.digest().equals(digest))) {
			try {
				store.delete(digest);
			}
			catch (IOException failure) {
				// Harmless now: the next start looks for bytes without a name again.
				LOG.warn("can't delete the bytes {} that no name points to any more", digest, failure);
			}
		}
	}

	private void discardNamelessBytes() {
		try {
			Set<Digest> nameless = new HashSet<>(store.digests());
			byName.values().forEach(file -> nameless.remove(file.digest()));
			for (Digest digest : nameless) {
				store.delete(digest);
				LOG.info("deleted the bytes {} that no name points to", digest);
			}
		}
		catch (IOException failure) {
			throw new UncheckedIOException("the store can't be read", failure);
		}
	}

}
