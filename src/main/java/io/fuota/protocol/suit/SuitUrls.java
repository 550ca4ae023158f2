package io.fuota.protocol.suit;

import io.fuota.http.ListenerSettings;
import io.fuota.protocol.coap.CoapServer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The URLs by which nodes fetch this server's files. */
@Component
class SuitUrls {

	private static final Pattern URL = Pattern.compile("coaps?://(?<authority>[^/?#]+)/(?<path>[^?#]*)(\\?[^#]*)?");

	private final SuitSettings settings;

	private final ListenerSettings listener;

	// Asked late: the server serves what knows these URLs.
	private final ObjectProvider<CoapServer> coap;

	SuitUrls(SuitSettings settings, ListenerSettings listener, ObjectProvider<CoapServer> coap) {
		this.settings = settings;
		this.listener = listener;
		this.coap = coap;
	}

	/** {@code coap://<host>:<port>}, with a port also where it is the default. */
	String root() {
		return "coap://" + host();
	}

	/** A file's URL. */
	String of(String fileName) {
		return root() + "/" + fileName;
	}

	/**
	 * The name of the file that a URL stands for on this server; empty where the URL
	 * leads elsewhere.
	 */
	Optional<String> fileName(String url) {
		Matcher matcher = URL.matcher(url);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		PublicHost own = host();
		// Over DTLS the host is the same, and the port is another one.
		int defaultPort = url.startsWith("coaps") ? own.port() : PublicHost.DEFAULT_PORT;
		return PublicHost.parse(matcher.group("authority"), defaultPort)
			.filter(host -> host.isSame(own))
			.map(_ -> matcher.group("path"));
	}

	private PublicHost host() {
		int port = coap.getObject().port().orElse(PublicHost.DEFAULT_PORT);
		return PublicHost.of(settings.host().isEmpty() ? listener.host() : settings.host(), port);
	}

}
