package io.fuota.tls;

import io.fuota.testing.TestCertificates;
import io.fuota.testing.TestCertificates.KeyForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;

/** The ways in which operators and their tools replace a pair of files. */
enum Replacement {

	/** Each file gets a new one in its place: certbot's hooks, most scripts. */
	RENAME {
		@Override
		void put(Path source, Path folder) throws IOException {
			for (String name : NAMES) {
				Path part = Files.copy(source.resolve(name), folder.resolve(name + ".new"),
						StandardCopyOption.REPLACE_EXISTING);
				Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
			}
		}
	},

	/**
	 * Both files are links through a folder that is itself a link, and that one is
	 * switched: a Kubernetes secret.
	 */
	LINK_SWITCH {
		@Override
		void put(Path source, Path folder) throws IOException {
			Path next = Files.createDirectory(folder.resolve(".." + source.getFileName()));
			for (String name : NAMES) {
				Files.copy(source.resolve(name), next.resolve(name));
			}
			Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), next.getFileName());
			Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
			for (String name : NAMES) {
				if (!Files.isSymbolicLink(folder.resolve(name))) {
					Files.deleteIfExists(folder.resolve(name));
					Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
				}
			}
		}
	},

	/** The bytes are written over the old ones: {@code cp}. */
	COPY_OVER {
		@Override
		void put(Path source, Path folder) throws IOException {
			for (String name : NAMES) {
				Files.write(folder.resolve(name), Files.readAllBytes(source.resolve(name)));
			}
		}
	};

	static final List<String> NAMES = List.of("ca_cert.pem", "ca_key.pem");

	/** RSA and EC in turn. */
	private static final List<KeyForm> FORMS = List.of(KeyForm.EC_PKCS8, KeyForm.RSA_PKCS8, KeyForm.EC_SEC1,
			KeyForm.RSA_PKCS1);

	abstract void put(Path source, Path folder) throws IOException;

	/** Puts a new pair into the certificates folder, and tells its certificate. */
	X509Certificate replace(Path folder, Path scratch, int round) {
		KeyForm form = FORMS.get(round % FORMS.size());
		KeyPair pair = TestCertificates.keyPair(form);
		X509Certificate certificate = TestCertificates.selfSigned(pair, "round" + round + ".example");
		Path source = scratch.resolve("round" + round);
		TestCertificates.write(source, certificate, pair.getPrivate(), form);
		try {
			put(source, folder);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		return certificate;
	}

}
