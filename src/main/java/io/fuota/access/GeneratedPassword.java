package io.fuota.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * The hash of a password that this server made for an account. The password itself is in
 * the data folder's file alone.
 */
@Entity
@Table(name = "generated_password")
class GeneratedPassword {

	@Id
	@Column(name = "username", columnDefinition = "text")
	private String username;

	@Column(name = "salt", columnDefinition = "text")
	private String salt;

	@Column(name = "sha256", columnDefinition = "text")
	private String sha256;

	@Column(name = "created_at_ms", columnDefinition = "integer")
	private long createdAtMillis;

	/** For Jakarta Persistence alone. */
	@SuppressWarnings("NullAway.Init")
	protected GeneratedPassword() {
	}

	GeneratedPassword(String username, Secret secret, Instant createdAt) {
		this.username = username;
		this.salt = secret.salt();
		this.sha256 = secret.hash();
		this.createdAtMillis = createdAt.toEpochMilli();
	}

	Secret secret() {
		return Secret.stored(salt, sha256);
	}

}
