package io.fuota.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCounted;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * BoringSSL's engine. Its memory lies outside of Java: a context is freed when it is
 * retired and its last engine is gone, an engine when its connection ends.
 */
final class NativeEngineSource implements EngineSource {

	private static final ByteBufAllocator BUFFERS = PooledByteBufAllocator.DEFAULT;

	private final ReferenceCountedOpenSslContext context;

	/** For clients whose wishes BoringSSL doesn't grant; made for the first of them. */
	private final Supplier<JdkEngineSource> other;

	NativeEngineSource(ServerCertificate certificate) {
		this.other = SingletonSupplier.of(() -> new JdkEngineSource(certificate));
		try {
			this.context = (ReferenceCountedOpenSslContext) SslContextBuilder
				.forServer(certificate.key(), certificate.chain().toArray(X509Certificate[]::new))
				.sslProvider(SslProvider.OPENSSL_REFCNT)
				.protocols(TlsRules.PROTOCOLS)
				.ciphers(TlsRules.SUITES, SupportedCipherSuiteFilter.INSTANCE)
				.trustManager(new NoClientCertificates())
				// Tomcat runs an engine's tasks on the thread that found them, so they
				// need no hand-over.
				.option(OpenSslContextOption.USE_TASKS, false)
				.sessionCacheSize(TlsRules.KEPT_SESSIONS)
				.sessionTimeout(TlsRules.SESSION_SECONDS)
				.build();
		}
		catch (SSLException | IllegalArgumentException failure) {
			throw new CertificateUnusableException("the certificate can't be used for TLS: " + failure, failure);
		}
		// Tickets for TLS 1.2 too, by keys that BoringSSL makes and changes by itself.
		context.sessionContext().setTicketKeys();
	}

	/** Why there is no such engine on this machine; null where there is one. */
	static @Nullable Throwable unavailable() {
		return OpenSsl.unavailabilityCause();
	}

	@Override
	public SSLEngine newEngine() {
		SSLEngine engine = context.newEngine(BUFFERS);
		return new NativeEngine(engine, (ReferenceCounted) engine, other);
	}

	@Override
	public SSLSessionContext sessions() {
		return context.sessionContext();
	}

	@Override
	public void retire() {
		context.release();
	}

	/** Whether the context is freed: it is retired, and its engines are gone. */
	boolean isFreed() {
		return context.refCnt() == 0;
	}

}
