package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * Answers each connection with the next scripted bytes and closes it: to see what a
 * simulated device makes of them.
 */
final class ScriptedTlsServer implements AutoCloseable {

	private static final char[] PASSWORD = "scripted".toCharArray();

	private final SSLServerSocket listener;

	private final X509Certificate certificate;

	private final Queue<byte[]> answers = new ConcurrentLinkedQueue<>();

	private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

	ScriptedTlsServer(String host) {
		KeyPair pair = TestCertificates.keyPair(TestCertificates.KeyForm.EC_PKCS8);
		this.certificate = TestCertificates.selfSigned(pair, host);
		try {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(null, null);
			store.setKeyEntry("server", pair.getPrivate(), PASSWORD, new X509Certificate[] { this.certificate });
			KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
			keys.init(store, PASSWORD);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), null, null);
			this.listener = (SSLServerSocket) context.getServerSocketFactory()
				.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
		Thread.ofPlatform().daemon().name("scripted-server").start(this::serve);
	}

	int port() {
		return this.listener.getLocalPort();
	}

	X509Certificate certificate() {
		return this.certificate;
	}

	ScriptedTlsServer answer(String head, byte[] body) {
		ByteArrayOutputStream answer = new ByteArrayOutputStream();
		answer.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
		answer.writeBytes(body);
		this.answers.add(answer.toByteArray());
		return this;
	}

	ScriptedTlsServer answer(String answer) {
		return answer(answer, new byte[0]);
	}

	/** The heads of the requests that came. */
	List<String> requests() {
		return List.copyOf(this.requests);
	}

	private void serve() {
		while (!this.listener.isClosed()) {
			try (SSLSocket socket = (SSLSocket) this.listener.accept()) {
				StringBuilder head = new StringBuilder();
				while (head.indexOf("\r\n\r\n") < 0) {
					int next = socket.getInputStream().read();
					if (next < 0) {
						throw new IOException("no request");
					}
					head.append((char) next);
				}
				this.requests.add(head.toString());
				byte[] answer = this.answers.poll();
				socket.getOutputStream().write((answer != null) ? answer : new byte[0]);
			}
			catch (IOException _) {
				// A device that goes away, or refuses the certificate, is what some tests
				// are about.
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
	}

}
