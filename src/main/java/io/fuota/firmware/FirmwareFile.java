package io.fuota.firmware;

import io.fuota.storage.Digest;
import io.fuota.storage.Fingerprint;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

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

	/** For Jakarta Persistence alone. */
	@SuppressWarnings("NullAway.Init")
	protected FirmwareFile() {
	}

	/** Bytes that have just come in under a name. */
	public FirmwareFile(FileName name, Fingerprint bytes, Instant uploadedAt) {
		this.name = name.value();
		this.sha256 = bytes.digest().hex();
		this.sha1 = bytes.sha1();
		this.md5 = bytes.md5();
		this.sizeBytes = bytes.size();
		this.uploadedAtMillis = uploadedAt.toEpochMilli();
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
	 * When these bytes came under this name; the same bytes sent again don't change it.
	 */
	public Instant uploadedAt() {
		return Instant.ofEpochMilli(uploadedAtMillis);
	}

}
