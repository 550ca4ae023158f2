package io.fuota.container;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody with an account who trusts one certificate and nothing else, as devices do.
 *
 * @param url where the server is, without a slash at the end
 * @param certificate the certificate as PEM
 * @param user the account's name
 * @param password the account's password
 */
record Operator(String url, String certificate, String user, String password) {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	/** Uploads a firmware file and assigns it to a device that runs a version. */
	void offer(String device, String version, String file, byte[] bytes) {
		assertThat(put("/files/" + file, bytes)).isEqualTo(200);
		String row = "\"%s\",\"%s\",\"%s\"".formatted(device, version, file);
		assertThat(put("/devices/" + device, row.getBytes(StandardCharsets.UTF_8))).isEqualTo(200);
	}

	/**
	 * Checks and downloads as the device does, and sees that it gets the file's very
	 * bytes.
	 */
	void seesOffer(String device, String version, String file, byte[] bytes) {
		HttpResponse<byte[]> check = get("/devices/" + device + "?app_ver=" + version);
		assertThat(check.statusCode()).isEqualTo(200);
		assertThat(check.body()).asString(StandardCharsets.UTF_8).isEqualTo(file);
		HttpResponse<byte[]> download = get("/files/" + file);
		assertThat(download.statusCode()).isEqualTo(200);
		assertThat(download.body()).isEqualTo(bytes);
	}

	/** The answer to a GET. */
	HttpResponse<byte[]> get(String path) {
		return send(request(path).GET());
	}

	/** The status that a PUT is answered with. */
	int put(String path, byte[] body) {
		return send(request(path).PUT(HttpRequest.BodyPublishers.ofByteArray(body))).statusCode();
	}

	private HttpRequest.Builder request(String path) {
		String credentials = Base64.getEncoder()
			.encodeToString((this.user + ":" + this.password).getBytes(StandardCharsets.UTF_8));
		return HttpRequest.newBuilder(URI.create(this.url + path))
			.timeout(LIMIT)
			.header("Authorization", "Basic " + credentials);
	}

	private HttpResponse<byte[]> send(HttpRequest.Builder request) {
		try (HttpClient client = HttpClient.newBuilder().sslContext(trust()).connectTimeout(LIMIT).build()) {
			return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new UnreachableException(this.url, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** There was no answer, or not a whole one. */
	static final class UnreachableException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		UnreachableException(String url, Exception cause) {
			super(url + " can't be reached", cause);
		}

	}

	private SSLContext trust() throws GeneralSecurityException, IOException {
		Certificate trusted = CertificateFactory.getInstance("X.509")
			.generateCertificate(new ByteArrayInputStream(this.certificate.getBytes(StandardCharsets.US_ASCII)));
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setCertificateEntry("server", trusted);
		TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		managers.init(store);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, managers.getTrustManagers(), null);
		return context;
	}

}
