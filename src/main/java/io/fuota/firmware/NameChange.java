package io.fuota.firmware;

import org.jspecify.annotations.Nullable;

/**
 * A name and what it points to, before and after.
 *
 * @param old null where there was no such name
 */
record NameChange(@Nullable FirmwareFile old, FirmwareFile now) {

	/**
	 * The same bytes sent again are the same file: only what is known of them may be new.
	 */
	static NameChange of(@Nullable FirmwareFile old, FirmwareFile fresh) {
		if (old == null || !old.digest().equals(fresh.digest())) {
			return new NameChange(old, fresh);
		}
		return new NameChange(old, old.sentAgain(fresh).orElse(old));
	}

	/** Whether there is anything to write. */
	boolean isReal() {
		return !now.equals(old);
	}

	/** Whether the name points to other bytes. */
	boolean isOfBytes() {
		return old == null || !old.digest().equals(now.digest());
	}

}
