package io.fuota.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.function.LongFunction;
import org.springframework.http.HttpStatus;

/**
 * A request's body as a stream that ends well only when all of it has come, and never
 * gives more than a limit.
 */
public final class ClientBody extends FilterInputStream {

	private final long declared;

	private final long limit;

	private final LongFunction<String> tooLarge;

	private long count;

	/**
	 * Refuses a declared length over the limit before a byte is read.
	 * @param limit in bytes
	 * @param tooLarge makes the sentence for a body over the limit
	 * @throws HttpRefusal 413 with that sentence
	 */
	public ClientBody(HttpServletRequest request, long limit, LongFunction<String> tooLarge) throws IOException {
		super(request.getInputStream());
		this.declared = request.getContentLengthLong();
		this.limit = limit;
		this.tooLarge = tooLarge;
		if (request.getHeader("Content-Encoding") != null) {
			throw new HttpRefusal(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Send the body without Content-Encoding.");
		}
		if (request.getHeader("Content-Range") != null) {
			throw HttpRefusal.badRequest("Send the body whole, without Content-Range.");
		}
		checkLimit(declared);
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		int n = read(one, 0, 1);
		return n < 0 ? n : one[0] & 0xff;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		int n;
		try {
			n = super.read(bytes, offset, length);
		}
		catch (IOException brokenOff) {
			throw incomplete(brokenOff);
		}
		if (n > 0) {
			count += n;
			checkLimit(count);
		}
		else if (n < 0 && declared >= 0 && count != declared) {
			throw incomplete(null);
		}
		return n;
	}

	private void checkLimit(long size) {
		if (size > limit) {
			throw new HttpRefusal(HttpStatus.CONTENT_TOO_LARGE, tooLarge.apply(limit));
		}
	}

	private HttpRefusal incomplete(@org.jspecify.annotations.Nullable IOException cause) {
		HttpRefusal refusal = HttpRefusal.badRequest("The body broke off after " + count + " bytes.");
		if (cause != null) {
			refusal.initCause(cause);
		}
		return refusal;
	}

}
