package io.fuota.access;

/** What credentials turned out to be. */
public sealed interface Recognition {

	/** They are right. */
	record Recognized(Account account) implements Recognition {
	}

	/** They are wrong. */
	record Wrong() implements Recognition {
	}

	/**
	 * Too many wrong ones came from there. These are wrong too, or weren't even compared.
	 */
	record Exhausted() implements Recognition {
	}

}
