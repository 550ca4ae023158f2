package io.fuota.tls;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;

/** The JDK's own engine. */
final class JdkEngineSource implements EngineSource {

	private static final String[] PROTOCOLS = TlsRules.PROTOCOLS.toArray(String[]::new);

	private static final String[] SUITES = TlsRules.SUITES.toArray(String[]::new);

	private static final String[] GROUPS = TlsRules.GROUPS.toArray(String[]::new);

	private static final TrustManager[] TRUSTS_NOBODY = { new NoClientCertificates() };

	static {
		// The JDK reads it when it shakes hands first; no setting of an engine does the
		// same.
		System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
	}

	private final SSLContext context;

	JdkEngineSource(ServerCertificate certificate) {
		try {
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(certificate.keyStore(), ServerCertificate.KEY_STORE_PASSWORD.toCharArray());
			this.context = SSLContext.getInstance("TLS");
			this.context.init(keys.getKeyManagers(), TRUSTS_NOBODY, null);
			this.context.getServerSessionContext().setSessionTimeout(TlsRules.SESSION_SECONDS);
			this.context.getServerSessionContext().setSessionCacheSize(TlsRules.KEPT_SESSIONS);
		}
		catch (GeneralSecurityException failure) {
			throw new CertificateUnusableException("the certificate can't be used for TLS: " + failure, failure);
		}
	}

	@Override
	public SSLEngine newEngine() {
		SSLEngine engine = context.createSSLEngine();
		engine.setUseClientMode(false);
		SSLParameters parameters = engine.getSSLParameters();
		parameters.setProtocols(PROTOCOLS);
		parameters.setCipherSuites(SUITES);
		parameters.setNamedGroups(GROUPS);
		engine.setSSLParameters(parameters);
		return engine;
	}

	@Override
	public SSLSessionContext sessions() {
		return context.getServerSessionContext();
	}

	@Override
	public void retire() {
		// The garbage collector does it.
	}

}
