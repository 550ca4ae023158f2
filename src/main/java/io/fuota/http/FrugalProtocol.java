package io.fuota.http;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.net.TLSClientHelloExtractor;
import org.jspecify.annotations.Nullable;

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

	@Override
	protected Processor createProcessor() {
		return new NamingProcessor(this, getAdapter());
	}

	/** Says by which name the client came. */
	private static final class NamingProcessor extends Http11Processor {

		NamingProcessor(FrugalProtocol protocol, Adapter adapter) {
			super(protocol, adapter);
		}

		@Override
		protected void parseHost(@Nullable MessageBytes host) {
			super.parseHost(host);
			SocketWrapperBase<?> connection = getSocketWrapper();
			String name = connection == null ? null : connection.getSniHostName();
			if (name != null) {
				getRequest().setAttribute(TlsName.ATTRIBUTE, name);
			}
		}

	}

	private static final class Endpoint extends NioEndpoint {

		private final BufferPool records = new BufferPool(LazyBuffers.READ_BYTES);

		private final BufferPool written = new BufferPool(LazyBuffers.WRITE_BYTES);

		@Override
		protected NioChannel createChannel(SocketBufferHandler buffer) {
			return isSSLEnabled() ? new TlsChannel(new LazyBuffers(records, written), this::engineFor, records)
					: super.createChannel(buffer);
		}

		/**
		 * As Tomcat's own channel asks for one. There is one host and one certificate
		 * here; the engine itself chooses further certificates by the name.
		 */
		private SSLEngine engineFor(@Nullable String host, Optional<TLSClientHelloExtractor> hello) {
			String named = host == null ? getDefaultSSLHostConfigName() : host;
			return hello
				.map(known -> createSSLEngine(named, known.getClientRequestedCiphers(),
						known.getClientRequestedApplicationProtocols(), known.getClientRequestedProtocols(),
						known.getClientSupportedGroups(), known.getClientSignatureSchemes()))
				.orElseGet(() -> createSSLEngine(named, List.of(), List.of(), List.of(), List.of(), List.of()));
		}

	}

}
