package io.fuota.console;

import io.fuota.access.AccessSettings;
import io.fuota.console.Shown.Moment;
import io.fuota.firmware.FirmwareSettings;
import io.fuota.http.RequestNote;
import io.fuota.storage.FileStore;
import io.fuota.tls.ShownCertificate;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What the server is: certificate, ports, accounts, versions. Nothing secret. */
@Controller
class SettingsPage {

	private static final int PEM_LINE = 64;

	private final Pages pages;

	private final ShownCertificate certificate;

	private final AccessSettings access;

	private final ShownPorts ports;

	private final Server server;

	SettingsPage(Pages pages, ShownCertificate certificate, AccessSettings access, ShownPorts ports, Server server) {
		this.pages = pages;
		this.certificate = certificate;
		this.access = access;
		this.ports = ports;
		this.server = server;
	}

	/**
	 * A certificate with those above it.
	 *
	 * @param title what it is for
	 */
	record Chain(String title, List<Shown509> links) {

		static Chain of(String title, ShownCertificate.Pair pair) {
			return new Chain(title, pair.chain().stream().map(SettingsPage::shown).toList());
		}

	}

	/** A certificate of the chain. */
	record Shown509(String subject, String issuer, @Nullable Moment from, @Nullable Moment until, String key,
			String sha256) {
	}

	/** A name and what it is. */
	record Line(String name, String text) {
	}

	/** What is running. */
	@org.springframework.stereotype.Component
	static class Server {

		private final FirmwareSettings firmware;

		private final FileStore store;

		private final @Nullable BuildProperties build;

		Server(FirmwareSettings firmware, FileStore store, ObjectProvider<BuildProperties> build) {
			this.firmware = firmware;
			this.store = store;
			this.build = build.getIfAvailable();
		}

		List<Line> versions() throws IOException {
			List<Line> lines = new ArrayList<>();
			lines.add(new Line("fuota-server", build == null ? "not packaged" : String.valueOf(build.getVersion())));
			lines.add(new Line("Java", System.getProperty("java.vendor") + " " + Runtime.version()));
			lines.add(new Line("system", System.getProperty("os.name") + " " + System.getProperty("os.version")));
			lines.add(new Line("largest upload", Shown.size(firmware.maxUpload().toBytes())));
			lines.add(new Line("room for uploads", Shown.size(store.bytesLeft())));
			return lines;
		}

	}

	@GetMapping(ConsolePath.SETTINGS)
	void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "console").with("page", "settings");
		List<X509Certificate> chain = certificate.now().chain();
		List<Chain> certificates = new ArrayList<>();
		certificates.add(Chain.of("Certificate", certificate.now()));
		certificate.more()
			.forEach((name, pair) -> certificates.add(Chain.of("Certificate for names of its own: " + name, pair)));
		pages.show(request, response, "settings", Map.of("certificates", certificates, "pem", pem(chain), "ports",
				ports.lines(), "accounts", accounts(), "versions", server.versions()));
	}

	/** What devices embed. */
	@GetMapping(ConsolePath.SETTINGS + "/certificate.pem")
	void download(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "console").with("page", "certificate");
		byte[] pem = pem(certificate.now().chain()).getBytes(StandardCharsets.US_ASCII);
		response.setContentType("application/x-pem-file");
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"fuota-server.crt\"");
		response.setContentLength(pem.length);
		response.getOutputStream().write(pem);
	}

	private List<Line> accounts() {
		List<Line> accounts = new ArrayList<>();
		accounts.add(new Line(access.username(), access.adminOnly() ? "admin" : "admin and device"));
		if (!access.deviceUsername().isEmpty()) {
			accounts.add(new Line(access.deviceUsername(), "device"));
		}
		if (!access.operatorUsername().isEmpty()) {
			accounts.add(new Line(access.operatorUsername(), "operator"));
		}
		return accounts;
	}

	private static Shown509 shown(X509Certificate link) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(link.getEncoded());
			return new Shown509(link.getSubjectX500Principal().getName(), link.getIssuerX500Principal().getName(),
					Shown.at(link.getNotBefore().toInstant()), Shown.at(link.getNotAfter().toInstant()),
					link.getPublicKey().getAlgorithm(), HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest));
		}
		catch (CertificateEncodingException | NoSuchAlgorithmException impossible) {
			throw new IllegalStateException("a certificate that was read can be written", impossible);
		}
	}

	private static String pem(List<X509Certificate> chain) {
		Base64.Encoder lines = Base64.getMimeEncoder(PEM_LINE, new byte[] { '\n' });
		StringBuilder pem = new StringBuilder();
		try {
			for (X509Certificate link : chain) {
				pem.append("-----BEGIN CERTIFICATE-----\n")
					.append(lines.encodeToString(link.getEncoded()))
					.append("\n-----END CERTIFICATE-----\n");
			}
		}
		catch (CertificateEncodingException impossible) {
			throw new IllegalStateException("a certificate that was read can be written", impossible);
		}
		return pem.toString();
	}

}
