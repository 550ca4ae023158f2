package io.fuota.firmware;

import io.fuota.firmware.image.BrokenImage;
import io.fuota.firmware.image.ImageFacts;
import io.fuota.firmware.image.Inspection;
import io.fuota.storage.Digest;
import io.fuota.storage.Fingerprint;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A name and the bytes that it points to now. Never changes; new bytes under the name are
 * another object.
 */
@Entity
@Table(name = "firmware_file")
public class FirmwareFile {

	@Id
	@Column(name = "name", columnDefinition = "text")
	private String name;

	@Column(name = "sha256", columnDefinition = "text")
	private String sha256;

	@Column(name = "sha1", columnDefinition = "text")
	private String sha1;

	@Column(name = "md5", columnDefinition = "text")
	private String md5;

	@Column(name = "size_bytes", columnDefinition = "integer")
	private long sizeBytes;

	@Column(name = "uploaded_at_ms", columnDefinition = "integer")
	private long uploadedAtMillis;

	@Embedded
	private @Nullable StoredInspection stored;

	@Column(name = "forced", columnDefinition = "integer")
	private boolean forced;

	/** The same as the columns, read once. */
	@Transient
	private volatile @Nullable Inspection inspection;

	/** For Jakarta Persistence alone. */
	@SuppressWarnings("NullAway.Init")
	protected FirmwareFile() {
	}

	/** Bytes that have just come in under a name. */
	FirmwareFile(FileName name, Fingerprint bytes, Instant uploadedAt, Inspection inspection, boolean forced) {
		this.name = name.value();
		this.sha256 = bytes.digest().hex();
		this.sha1 = bytes.sha1();
		this.md5 = bytes.md5();
		this.sizeBytes = bytes.size();
		this.uploadedAtMillis = uploadedAt.toEpochMilli();
		this.stored = new StoredInspection(inspection);
		this.inspection = inspection;
		this.forced = forced;
	}

	/** The same name and bytes, looked into. */
	FirmwareFile inspected(Inspection found) {
		return new FirmwareFile(name(), new Fingerprint(digest(), sha1, md5, sizeBytes), uploadedAt(), found, forced);
	}

	/** Another object, if the same bytes sent again tell something new of themselves. */
	Optional<FirmwareFile> sentAgain(FirmwareFile again) {
		if (inspection().equals(again.inspection()) && (forced || !again.forced)) {
			return Optional.empty();
		}
		return Optional.of(new FirmwareFile(name(), new Fingerprint(digest(), sha1, md5, sizeBytes), uploadedAt(),
				again.inspection().orElseThrow(), forced || again.forced));
	}

	public FileName name() {
		return new FileName(name);
	}

	public Digest digest() {
		return new Digest(sha256);
	}

	/** 40 hex digits. */
	public String sha1() {
		return sha1;
	}

	/** 32 hex digits. */
	public String md5() {
		return md5;
	}

	/** In bytes; more than 0. */
	public long size() {
		return sizeBytes;
	}

	/**
	 * What was found inside; empty for a short while after the start for a file that came
	 * in before this server looked into files.
	 */
	public Optional<Inspection> inspection() {
		Inspection known = inspection;
		if (known == null && stored != null) {
			known = stored.inspection().orElse(null);
			inspection = known;
		}
		return Optional.ofNullable(known);
	}

	/** What is known of the image inside; empty unless one was recognised. */
	public Optional<ImageFacts> image() {
		return inspection().map(found -> found instanceof Inspection.Recognised(var facts) ? facts : null);
	}

	/** Why the image inside is broken; empty unless it is. */
	public Optional<BrokenImage> flaw() {
		return inspection().map(found -> found instanceof Inspection.Broken(var flaw) ? flaw : null);
	}

	/** For people: its size and digest. */
	String inWords() {
		return sizeBytes + " bytes, SHA-256 " + sha256;
	}

	/** Whether an admin let it in although it is broken. */
	public boolean isForced() {
		return forced;
	}

	/**
	 * When these bytes came under this name; the same bytes sent again don't change it.
	 */
	public Instant uploadedAt() {
		return Instant.ofEpochMilli(uploadedAtMillis);
	}

}
