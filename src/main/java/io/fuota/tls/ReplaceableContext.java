package io.fuota.tls;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.apache.tomcat.util.net.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The one TLS context that Tomcat's listener knows. Behind it the certificate can be
 * replaced: connections that are open keep what they have, new ones get the new one.
 */
final class ReplaceableContext implements SSLContext {

	private final EngineSources sources;

	/**
	 * Many connections read at a time; a replacement waits until none is between finding
	 * the source and having its engine.
	 */
	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private ServerCertificate certificate;

	private EngineSource source;

	/** Further certificates, each for names of its own; by the name of its files. */
	private Map<String, Named> named = Map.of();

	private boolean destroyed;

	/** A further certificate, and what makes engines with it. */
	private record Named(ServerCertificate certificate, ServerNames names, EngineSource source) {
	}

	ReplaceableContext(EngineSources sources, ServerCertificate first) {
		this.sources = sources;
		this.certificate = first;
		this.source = sources.of(first);
	}

	/**
	 * Shows this certificate to all connections from now on.
	 * @throws CertificateUnusableException if it can't be shown; the one before stays
	 */
	void replace(ServerCertificate next) {
		EngineSource nextSource = sources.of(next);
		EngineSource former;
		Lock writing = lock.writeLock();
		writing.lock();
		try {
			former = source;
			source = nextSource;
			certificate = next;
		}
		finally {
			writing.unlock();
		}
		former.retire();
	}

	/**
	 * Shows these certificates, besides the ordinary one, to clients that name a host
	 * which they are for.
	 * @throws CertificateUnusableException if one can't be shown; those before stay
	 */
	void replaceNamed(Map<String, ServerCertificate> certificates) {
		Map<String, Named> former = named();
		Map<String, Named> next = new TreeMap<>();
		certificates.forEach((name, pair) -> {
			Named kept = former.get(name);
			next.put(name, kept != null && kept.certificate().equals(pair) ? kept
					: new Named(pair, ServerNames.of(pair.leaf()), sources.of(pair)));
		});
		Lock writing = lock.writeLock();
		writing.lock();
		try {
			named = Map.copyOf(next);
		}
		finally {
			writing.unlock();
		}
		former.values().stream().filter(old -> !next.containsValue(old)).forEach(old -> old.source().retire());
	}

	private Map<String, Named> named() {
		Lock reading = lock.readLock();
		reading.lock();
		try {
			return named;
		}
		finally {
			reading.unlock();
		}
	}

	@Override
	public SSLEngine createSSLEngine() {
		Lock reading = lock.readLock();
		reading.lock();
		try {
			SSLEngine ordinary = source.newEngine();
			return named.isEmpty() ? ordinary : new NamedEngine(ordinary, this::namedEngine);
		}
		finally {
			reading.unlock();
		}
	}

	private Optional<SSLEngine> namedEngine(String host) {
		Lock reading = lock.readLock();
		reading.lock();
		try {
			return named.values()
				.stream()
				.filter(other -> other.names().match(host))
				.findFirst()
				.map(other -> other.source().newEngine());
		}
		finally {
			reading.unlock();
		}
	}

	/** What makes the engines now. */
	EngineSource source() {
		Lock reading = lock.readLock();
		reading.lock();
		try {
			return source;
		}
		finally {
			reading.unlock();
		}
	}

	ServerCertificate certificate() {
		Lock reading = lock.readLock();
		reading.lock();
		try {
			return certificate;
		}
		finally {
			reading.unlock();
		}
	}

	/** Further ones, by the name of their files. */
	SortedMap<String, ServerCertificate> namedCertificates() {
		SortedMap<String, ServerCertificate> certificates = new TreeMap<>();
		named().forEach((name, other) -> certificates.put(name, other.certificate()));
		return certificates;
	}

	@Override
	public SSLSessionContext getServerSessionContext() {
		return source().sessions();
	}

	/** Empty: Tomcat asks contexts of its own what they support. */
	@Override
	public SSLParameters getSupportedSSLParameters() {
		return new SSLParameters();
	}

	@Override
	public X509Certificate[] getCertificateChain(@Nullable String alias) {
		return certificate().chain().toArray(X509Certificate[]::new);
	}

	@Override
	public X509Certificate[] getAcceptedIssuers() {
		return new X509Certificate[0];
	}

	@Override
	public SSLServerSocketFactory getServerSocketFactory() {
		throw new UnsupportedOperationException("Tomcat's NIO listener needs engines, not sockets");
	}

	@Override
	public void init(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random) {
		// It is ready when it is made.
	}

	/** The listener is closed; connections that still end keep what they have. */
	@Override
	public void destroy() {
		Lock writing = lock.writeLock();
		writing.lock();
		try {
			if (!destroyed) {
				destroyed = true;
				source.retire();
				named.values().forEach(other -> other.source().retire());
			}
		}
		finally {
			writing.unlock();
		}
	}

}
