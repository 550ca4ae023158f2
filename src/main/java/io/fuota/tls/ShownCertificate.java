package io.fuota.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The pair that the HTTPS listener shows now, for other listeners to show, too. Ask for
 * it at each handshake: it may be replaced at any time.
 */
public final class ShownCertificate {

	/** How long before its end a certificate is warned of. */
	public static final Duration SOON = Duration.ofDays(30);

	private final ReplaceableContext context;

	ShownCertificate(ReplaceableContext context) {
		this.context = context;
	}

	/** What is shown now. */
	public Pair now() {
		ServerCertificate certificate = context.certificate();
		return new Pair(certificate.chain(), certificate.key());
	}

	/** Those for names of their own, by the name of their files. */
	public SortedMap<String, Pair> more() {
		SortedMap<String, Pair> more = new TreeMap<>();
		context.namedCertificates()
			.forEach((name, certificate) -> more.put(name, new Pair(certificate.chain(), certificate.key())));
		return more;
	}

	/**
	 * A certificate and its key.
	 *
	 * @param chain the server's certificate first
	 * @param key RSA or EC
	 */
	public record Pair(List<X509Certificate> chain, PrivateKey key) {

		/** Until when the whole chain is valid. */
		public Instant validUntil() {
			return chain.stream()
				.map(link -> link.getNotAfter().toInstant())
				.min(Comparator.naturalOrder())
				.orElseThrow();
		}

		/** Never shows the key. */
		@Override
		public String toString() {
			return "Pair[" + chain.getFirst().getSubjectX500Principal() + "]";
		}

	}

}
