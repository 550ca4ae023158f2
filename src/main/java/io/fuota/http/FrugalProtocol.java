package io.fuota.http;

import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * HTTP/1.1 for thousands of connections that wait: little memory for each
 * (docs/adr/0028). Made by Tomcat, by its name.
 */
public final class FrugalProtocol extends Http11NioProtocol {

	/**
	 * What a handler writes is gathered up to here, before headers are sent; three bytes
	 * of heap for each. Longer pieces go on as they are.
	 */
	private static final int GATHERED_BYTES = 2 * 1024;

	/** As Tomcat makes it. */
	public FrugalProtocol() {
		super(new Endpoint());
	}

	@Override
	public int getDesiredBufferSize() {
		return GATHERED_BYTES;
	}

	private static final class Endpoint extends NioEndpoint {

		private final BufferPool records = new BufferPool(LazyBuffers.READ_BYTES);

		private final BufferPool written = new BufferPool(LazyBuffers.WRITE_BYTES);

		@Override
		protected NioChannel createChannel(SocketBufferHandler buffer) {
			return isSSLEnabled() ? new FrugalChannel(new LazyBuffers(records, written), this, records)
					: super.createChannel(buffer);
		}

	}

}
