import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Takes the signatures out of JAR files: Java would check them for each class it loads,
 * and keeps no class of a signed file in an AOT cache. The files themselves were checked
 * when the build fetched them.
 */
final class RemoveSignatures {

	private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

	private RemoveSignatures() {
	}

	/**
	 * Changes those of the files that are signed.
	 * @param args their paths
	 */
	public static void main(String[] args) throws IOException {
		for (String arg : args) {
			Path jar = Path.of(arg);
			if (isSigned(jar)) {
				Path unsigned = Path.of(arg + ".unsigned");
				copy(jar, unsigned);
				Files.move(unsigned, jar, StandardCopyOption.REPLACE_EXISTING);
			}
		}
	}

	private static boolean isSigned(Path jar) throws IOException {
		try (ZipFile file = new ZipFile(jar.toFile())) {
			return file.stream().anyMatch(RemoveSignatures::isSignature);
		}
	}

	private static void copy(Path jar, Path unsigned) throws IOException {
		try (ZipFile file = new ZipFile(jar.toFile());
				OutputStream out = Files.newOutputStream(unsigned);
				ZipOutputStream copy = new ZipOutputStream(out)) {
			for (ZipEntry entry : Collections.list(file.entries())) {
				if (!isSignature(entry)) {
					copy.putNextEntry(new ZipEntry(entry.getName()));
					file.getInputStream(entry).transferTo(copy);
					copy.closeEntry();
				}
			}
		}
	}

	private static boolean isSignature(ZipEntry entry) {
		return SIGNATURE.matcher(entry.getName()).matches();
	}

}
