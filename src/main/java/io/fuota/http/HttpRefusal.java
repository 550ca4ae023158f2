package io.fuota.http;

import java.io.Serial;
import org.springframework.http.HttpStatus;

/**
 * A request breaks a rule; nothing was changed. The message is one sentence for whoever
 * sent it.
 */
public final class HttpRefusal extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final HttpStatus status;

	public HttpRefusal(HttpStatus status, String sentence) {
		super(sentence);
		this.status = status;
	}

	public HttpStatus status() {
		return status;
	}

	public static HttpRefusal badRequest(String sentence) {
		return new HttpRefusal(HttpStatus.BAD_REQUEST, sentence);
	}

}
