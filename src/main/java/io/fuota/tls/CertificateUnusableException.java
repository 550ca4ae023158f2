package io.fuota.tls;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The TLS certificate or key can't be used; the message is one sentence for the operator.
 */
public final class CertificateUnusableException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	CertificateUnusableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
