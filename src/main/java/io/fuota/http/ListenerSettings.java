package io.fuota.http;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * Where the server listens and what it is called from outside.
 *
 * @param port TCP port of the HTTPS listener, 0 for a random one (US_SERVER_PORT)
 * @param host the host name or IP address that devices connect to (FUOTA_HOST)
 * @param publicUrl how the server is reached from outside, without a slash at the end
 * (FUOTA_PUBLIC_URL); empty: made of host and port
 * @param trustedProxies addresses or networks whose {@code X-Forwarded-For} counts
 * (FUOTA_TRUSTED_PROXIES)
 */
@ConfigurationProperties("fuota.listener")
public record ListenerSettings(int port, String host, String publicUrl, List<String> trustedProxies) {

	private static final int MAX_PORT = 65_535;

	/** RFC 1035 section 2.3.4. */
	private static final int MAX_HOST_LENGTH = 253;

	/**
	 * @throws IllegalArgumentException with a sentence that names the setting
	 */
	public ListenerSettings {
		if (port < 0 || port > MAX_PORT) {
			throw new IllegalArgumentException("US_SERVER_PORT must be 0 to " + MAX_PORT + ", not " + port);
		}
		if (host.length() > MAX_HOST_LENGTH || !host.matches("[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")) {
			throw new IllegalArgumentException(
					"FUOTA_HOST must be a host name or an IP address, without a port, not “" + host + "”");
		}
		if (!publicUrl.isEmpty() && !publicUrl.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?")) {
			throw new IllegalArgumentException(
					"FUOTA_PUBLIC_URL must be an absolute http or https URL, not “" + publicUrl + "”");
		}
		trustedProxies = trustedProxies.stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
		for (String network : trustedProxies) {
			checkNetwork(network);
		}
	}

	/**
	 * How the server is reached from outside, without a slash at the end.
	 * @param listeningPort the port that was really opened
	 */
	public String publicUrl(int listeningPort) {
		return publicUrl.isEmpty() ? ownUrl(listeningPort) : publicUrl.replaceAll("/+$", "");
	}

	/**
	 * How the server is reached without anything in between.
	 * @param listeningPort the port that was really opened
	 */
	public String ownUrl(int listeningPort) {
		return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + listeningPort;
	}

	private static void checkNetwork(String network) {
		try {
			new IpAddressMatcher(network);
		}
		catch (IllegalArgumentException wrong) {
			throw new IllegalArgumentException(
					"FUOTA_TRUSTED_PROXIES must list IP addresses or networks such as 10.0.0.0/8, not “" + network
							+ "”",
					wrong);
		}
	}

}
