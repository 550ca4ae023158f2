package io.fuota.firmware;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * Remembers that a file lying in a folder was taken in as it was then, so that the next
 * start doesn't take it in again (after somebody deleted or replaced it here) unless it
 * has changed over there.
 */
@Entity
@Table(name = "imported_file")
class ImportedFile {

	@Id
	@Column(name = "source", columnDefinition = "text")
	private String source;

	@Column(name = "size_bytes", columnDefinition = "integer")
	private long sizeBytes;

	@Column(name = "modified_at_ms", columnDefinition = "integer")
	private long modifiedAtMillis;

	/** For Jakarta Persistence alone. */
	@SuppressWarnings("NullAway.Init")
	protected ImportedFile() {
	}

	ImportedFile(String source, long sizeBytes, long modifiedAtMillis) {
		this.source = source;
		this.sizeBytes = sizeBytes;
		this.modifiedAtMillis = modifiedAtMillis;
	}

	boolean isSameAs(ImportedFile seen) {
		return source.equals(seen.source) && sizeBytes == seen.sizeBytes && modifiedAtMillis == seen.modifiedAtMillis;
	}

}
