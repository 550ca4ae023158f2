package io.fuota.tls;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Further pairs in the certificates folder, {@code <name>_cert.pem} and
 * {@code <name>_key.pem}, for clients that name a host which they are for. The ordinary
 * pair, {@code ca_}, is none of them. One that is broken isn't used, and what was used
 * under its name before stays.
 */
@Component
class MoreCertificates {

	private static final Logger LOG = LoggerFactory.getLogger(MoreCertificates.class);

	private static final String CERTIFICATE = "_cert.pem";

	private static final String KEY = "_key.pem";

	private static final String ORDINARY = "ca";

	/** What lies under a name, and what came of it. */
	private record Pair(PemFiles files, ServerCertificate certificate) {
	}

	private final Path folder;

	private final Certificates ordinary;

	private final Map<String, Pair> inUse = new TreeMap<>();

	/** By name: what couldn't be used when it was looked at last, files or a message. */
	private final Map<String, Object> unusable = new TreeMap<>();

	/** Names whose trouble is in the log. */
	private final Map<String, Object> reported = new TreeMap<>();

	MoreCertificates(TlsSettings settings, Certificates ordinary) {
		this.folder = settings.certificatesFolder();
		this.ordinary = ordinary;
	}

	/** For the start, where a broken pair is told at once. */
	synchronized Map<String, ServerCertificate> load() {
		Map<String, ServerCertificate> all = look();
		unusable.forEach((name, _) -> {
			throw new CertificateUnusableException(trouble(name), null);
		});
		inUse.forEach((name, pair) -> ordinary.warnOfDates(pair.certificate(), certificateFile(name)));
		return all;
	}

	/** What is to be shown now, by the names of its files. */
	synchronized Map<String, ServerCertificate> look() {
		Map<String, Path> found = found();
		inUse.keySet().removeIf(name -> gone(name, found));
		unusable.keySet().retainAll(found.keySet());
		reported.keySet().retainAll(found.keySet());
		found.keySet().forEach(this::look);
		Map<String, ServerCertificate> all = new TreeMap<>();
		inUse.forEach((name, pair) -> all.put(name, pair.certificate()));
		return all;
	}

	/** Warns of those that end soon. */
	synchronized void warnOfDates() {
		inUse.forEach((name, pair) -> ordinary.warnOfDates(pair.certificate(), certificateFile(name)));
	}

	private static boolean gone(String name, Map<String, Path> found) {
		if (found.containsKey(name)) {
			return false;
		}
		LOG.info("the certificate {} was taken away", name + CERTIFICATE);
		return true;
	}

	private void look(String name) {
		Pair known = inUse.get(name);
		PemFiles files;
		try {
			files = PemFiles.read(certificateFile(name), keyFile(name));
			if (known == null || !known.files().equals(files)) {
				ServerCertificate pair = ServerCertificate.of(files, certificateFile(name), keyFile(name));
				if (ServerNames.of(pair.leaf()).names().isEmpty()) {
					throw new CertificateUnusableException(
							certificateFile(name)
									+ " names no host (dNSName in its subjectAltName), so nobody would be shown it",
							null);
				}
				inUse.put(name, new Pair(files, pair));
				LOG.info("clients that name {} get the certificate {}",
						String.join(", ", ServerNames.of(pair.leaf()).names()), pair.describe());
			}
			unusable.remove(name);
			reported.remove(name);
		}
		catch (CertificateUnusableException broken) {
			unusable(name, String.valueOf(broken.getMessage()));
		}
	}

	/** Once is no alarm: the files are replaced one after the other. */
	private void unusable(String name, String message) {
		if (message.equals(unusable.put(name, message)) && !message.equals(reported.put(name, message))) {
			LOG.error("the new certificate isn't used, and an old one stays: {}", message);
		}
	}

	private String trouble(String name) {
		return String.valueOf(unusable.get(name));
	}

	private Map<String, Path> found() {
		Map<String, Path> found = new TreeMap<>();
		if (!Files.isDirectory(folder)) {
			return found;
		}
		try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + CERTIFICATE)) {
			for (Path file : files) {
				String fileName = String.valueOf(file.getFileName());
				String name = fileName.substring(0, fileName.length() - CERTIFICATE.length());
				if (!name.equals(ORDINARY) && !name.isEmpty()) {
					found.put(name, file);
				}
			}
		}
		catch (IOException failure) {
			LOG.error("the folder {} can't be read; further certificates stay as they are", folder, failure);
			inUse.keySet().forEach(name -> found.put(name, certificateFile(name)));
		}
		return found;
	}

	private Path certificateFile(String name) {
		return folder.resolve(name + CERTIFICATE);
	}

	private Path keyFile(String name) {
		return folder.resolve(name + KEY);
	}

}
