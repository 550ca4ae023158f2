package io.fuota.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.HttpStatus;

/** A part of a request's body, which never gives more than a limit. */
public final class LimitedStream extends FilterInputStream {

	private final String tooLarge;

	private long left;

	/**
	 * @param limit in bytes
	 * @param tooLarge the sentence for a part over the limit, which is refused with 413
	 */
	public LimitedStream(InputStream part, long limit, String tooLarge) {
		super(part);
		this.left = limit;
		this.tooLarge = tooLarge;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		int n = read(one, 0, 1);
		return n < 0 ? n : one[0] & 0xff;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		int n = super.read(bytes, offset, length);
		left -= Math.max(0, n);
		if (left < 0) {
			throw new HttpRefusal(HttpStatus.CONTENT_TOO_LARGE, tooLarge);
		}
		return n;
	}

}
