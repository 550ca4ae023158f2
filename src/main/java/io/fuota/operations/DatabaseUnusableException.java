package io.fuota.operations;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The database can't be used; the message is one sentence for the operator. */
final class DatabaseUnusableException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	DatabaseUnusableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
