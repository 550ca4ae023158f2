package io.fuota.testing;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * How a {@link RawTlsClient} speaks TLS.
 *
 * @param context whose session cache is used, and who decides about the server's
 * certificate
 * @param protocols such as {@code TLSv1.2}; none: what the JDK offers
 * @param cipherSuites none: what the JDK offers
 * @param serverName sent as SNI
 * @param receiveBufferBytes of the socket; 0: what the system gives
 */
public record TlsOptions(SSLContext context, List<String> protocols, List<String> cipherSuites,
		Optional<String> serverName, int receiveBufferBytes) {

	private static final TlsOptions ANY_CERTIFICATE = trusting(new CountingTrust());

	/** Takes every certificate, and resumes sessions as the JDK does. */
	public static TlsOptions anyCertificate() {
		return ANY_CERTIFICATE;
	}

	/** A context of its own, so without a session to resume. */
	public static TlsOptions trusting(X509ExtendedTrustManager trust) {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { trust }, new SecureRandom());
			return new TlsOptions(context, List.of(), List.of(), Optional.empty(), 0);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public TlsOptions protocol(String protocol) {
		return new TlsOptions(this.context, List.of(protocol), this.cipherSuites, this.serverName,
				this.receiveBufferBytes);
	}

	public TlsOptions cipherSuites(String... suites) {
		return new TlsOptions(this.context, this.protocols, List.of(suites), this.serverName, this.receiveBufferBytes);
	}

	public TlsOptions serverName(String name) {
		return new TlsOptions(this.context, this.protocols, this.cipherSuites, Optional.of(name),
				this.receiveBufferBytes);
	}

	public TlsOptions receiveBufferBytes(int bytes) {
		return new TlsOptions(this.context, this.protocols, this.cipherSuites, this.serverName, bytes);
	}

	/** Takes every certificate and counts them: a resumed session shows none. */
	public static final class CountingTrust extends X509ExtendedTrustManager {

		private final AtomicInteger seen = new AtomicInteger();

		public int certificatesSeen() {
			return this.seen.get();
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
			this.seen.incrementAndGet();
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
			this.seen.incrementAndGet();
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType) {
			this.seen.incrementAndGet();
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
			throw new IllegalStateException("clients show no certificate here");
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
			throw new IllegalStateException("clients show no certificate here");
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType) {
			throw new IllegalStateException("clients show no certificate here");
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
