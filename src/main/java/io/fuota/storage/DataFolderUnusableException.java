package io.fuota.storage;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The data folder can't be used; the message is one sentence for the operator. */
public final class DataFolderUnusableException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	public DataFolderUnusableException(String message) {
		super(message);
	}

	public DataFolderUnusableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
