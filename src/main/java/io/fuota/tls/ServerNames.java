package io.fuota.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The host names that a certificate is for (RFC 6125 §6.4). */
record ServerNames(List<String> names) {

	/** RFC 5280 §4.2.1.6. */
	private static final int DNS_NAME = 2;

	static ServerNames of(X509Certificate certificate) {
		TreeSet<String> names = new TreeSet<>();
		try {
			Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
			if (alternatives != null) {
				alternatives.stream()
					.filter(name -> name.getFirst() instanceof Integer type && type == DNS_NAME)
					.forEach(name -> names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT)));
			}
		}
		catch (CertificateParsingException unreadable) {
			// It has no names that anybody can read.
		}
		return new ServerNames(List.copyOf(names));
	}

	/** Whether it is for this host: by name, or with a star for its first label. */
	boolean match(String host) {
		String lower = host.toLowerCase(Locale.ROOT);
		int dot = lower.indexOf('.');
		return names.contains(lower) || (dot > 0 && names.contains("*" + lower.substring(dot)));
	}

}
