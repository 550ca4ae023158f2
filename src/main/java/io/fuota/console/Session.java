package io.fuota.console;

import io.fuota.access.Account;
import io.fuota.access.Role;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Somebody who has logged in, until they log out or stay away. */
final class Session {

	/**
	 * What the next page says about the last act.
	 *
	 * @param good whether it was done
	 */
	record Notice(boolean good, String sentence) {
	}

	private final Account account;

	private final long openedAtNanos;

	private volatile long usedAtNanos;

	private final AtomicReference<@Nullable Notice> notice = new AtomicReference<>();

	Session(Account account, long nowNanos) {
		this.account = account;
		this.openedAtNanos = nowNanos;
		this.usedAtNanos = nowNanos;
	}

	Account account() {
		return account;
	}

	/** Whether it may do more than an operator. */
	boolean isAdmin() {
		return account.roles().contains(Role.ADMIN);
	}

	void used(long nowNanos) {
		usedAtNanos = nowNanos;
	}

	boolean isOver(long nowNanos) {
		return nowNanos - usedAtNanos >= Sessions.IDLE.toNanos()
				|| nowNanos - openedAtNanos >= Sessions.LIFETIME.toNanos();
	}

	/** To be said once. */
	void say(boolean good, String sentence) {
		notice.set(new Notice(good, sentence));
	}

	/** What is to be said now; null where nothing is. */
	@Nullable Notice takeNotice() {
		return notice.getAndSet(null);
	}

}
