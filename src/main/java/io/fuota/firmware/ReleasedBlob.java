package io.fuota.firmware;

import io.fuota.storage.Digest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;

/** Bytes that lost their last name, and when. */
@Entity
@Table(name = "released_blob")
class ReleasedBlob {

	@Id
	@Column(name = "sha256", columnDefinition = "text")
	private String sha256;

	@Column(name = "released_at_ms", columnDefinition = "integer")
	private long releasedAtMillis;

	/** For Jakarta Persistence alone. */
	@SuppressWarnings("NullAway.Init")
	protected ReleasedBlob() {
	}

	ReleasedBlob(Digest digest, Instant releasedAt) {
		this.sha256 = digest.hex();
		this.releasedAtMillis = releasedAt.toEpochMilli();
	}

	Digest digest() {
		return new Digest(sha256);
	}

	boolean isOlderThan(Duration age, Instant now) {
		return Math.max(now.toEpochMilli() - releasedAtMillis, 0) >= age.toMillis();
	}

	/** After the clock was set back: such a time must not keep bytes for years. */
	boolean isFromTheFuture(Instant now) {
		return releasedAtMillis > now.toEpochMilli();
	}

}
