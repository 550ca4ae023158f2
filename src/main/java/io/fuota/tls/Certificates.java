package io.fuota.tls;

import io.fuota.http.ListenerSettings;
import io.fuota.step.Step;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The certificates folder: reads the pair that is there, or makes one at the first start.
 * Never replaces a file that is there.
 */
@Component
class Certificates {

	private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

	private final Path certificateFile;

	private final Path keyFile;

	private final String host;

	private final Clock clock;

	Certificates(TlsSettings settings, ListenerSettings listener, Clock clock) {
		// docker-fuota-server's names, so that its pair is taken as it is.
		this.certificateFile = settings.certificatesFolder().resolve("ca_cert.pem");
		this.keyFile = settings.certificatesFolder().resolve("ca_key.pem");
		this.host = listener.host();
		this.clock = clock;
	}

	/**
	 * The pair to show to clients.
	 * @throws CertificateUnusableException if only one of the files is there, or the pair
	 * is broken
	 */
	ServerCertificate load() {
		finishInterruptedMaking();
		boolean hasCertificate = Files.exists(certificateFile);
		boolean hasKey = Files.exists(keyFile);
		if (hasCertificate != hasKey) {
			throw new CertificateUnusableException((hasCertificate ? keyFile : certificateFile) + " is missing beside "
					+ (hasCertificate ? certificateFile : keyFile)
					+ "; put it there, or take both away to have a new pair made", null);
		}
		if (!hasCertificate) {
			make();
		}
		ServerCertificate pair = parse(files());
		warnOfDates(pair);
		return pair;
	}

	/**
	 * What lies in the two files now.
	 * @throws CertificateUnusableException if one can't be read
	 */
	PemFiles files() {
		return PemFiles.read(certificateFile, keyFile);
	}

	/**
	 * The pair in these files.
	 * @throws CertificateUnusableException if it is broken
	 */
	ServerCertificate parse(PemFiles files) {
		return ServerCertificate.of(files, certificateFile, keyFile);
	}

	/**
	 * Warns of a certificate that is out of date or soon will be, or of one in its chain.
	 * It is served all the same: many devices don't look at dates, and none could be
	 * reached with another certificate.
	 */
	void warnOfDates(ServerCertificate pair) {
		warnOfDates(pair, certificateFile);
	}

	/** The same for a pair from another file. */
	void warnOfDates(ServerCertificate pair, Path file) {
		Instant now = clock.instant();
		Instant from = pair.validFrom();
		Instant until = pair.validUntil();
		if (now.isAfter(until)) {
			LOG.warn(
					"the certificate {} expired at {}; it is served all the same, but clients that look at dates refuse it",
					file, until);
		}
		else if (now.isBefore(from)) {
			LOG.warn("the certificate {} is valid only from {}; is this machine's clock right?", file, from);
		}
		else if (now.isAfter(until.minus(ShownCertificate.SOON))) {
			LOG.warn(
					"the certificate {} expires at {}; replace it and its key before, the server takes them as it runs",
					file, until);
		}
	}

	private void make() {
		SelfSignedCertificate made = SelfSignedCertificate.make(host, clock.instant());
		try {
			Files.createDirectories(keyFile.toAbsolutePath().getParent());
			write(part(keyFile), "PRIVATE KEY", made.keys().getPrivate().getEncoded(), "rw-------");
			write(part(certificateFile), "CERTIFICATE", made.certificate().getEncoded(), "rw-r--r--");
			Step.CERTIFICATE_WRITTEN.reached();
			Files.move(part(keyFile), keyFile, StandardCopyOption.ATOMIC_MOVE);
			Step.CERTIFICATE_HALF_NAMED.reached();
			Files.move(part(certificateFile), certificateFile, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException | CertificateEncodingException failure) {
			throw new CertificateUnusableException(
					"can't write a certificate to " + certificateFile.getParent() + " (FUOTA_CERTS_DIR): " + failure,
					failure);
		}
		LOG.info("made a self-signed certificate for {}: devices embed {}", host, certificateFile);
		LOG.warn("save {} and {}: once devices trust this certificate, neither it nor its key can be replaced",
				certificateFile, keyFile);
	}

	/**
	 * A crash between the two renames of {@link #make()} leaves the key, and its
	 * certificate under another name.
	 */
	private void finishInterruptedMaking() {
		if (!Files.exists(certificateFile) && Files.exists(keyFile) && Files.exists(part(certificateFile))) {
			ServerCertificate.read(part(certificateFile), keyFile);
			try {
				Files.move(part(certificateFile), certificateFile, StandardCopyOption.ATOMIC_MOVE);
			}
			catch (IOException failure) {
				throw new CertificateUnusableException("can't write " + certificateFile + ": " + failure, failure);
			}
		}
	}

	private static Path part(Path file) {
		return file.resolveSibling(file.getFileName() + ".part");
	}

	private static void write(Path file, String type, byte[] content, String permissions) throws IOException {
		StringWriter text = new StringWriter();
		try (PemWriter pem = new PemWriter(text)) {
			pem.writeObject(new PemObject(type, content));
		}
		Files.deleteIfExists(file);
		var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
		try (FileChannel channel = FileChannel.open(file, options, mode)) {
			channel.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII)));
			channel.force(true);
		}
	}

}
