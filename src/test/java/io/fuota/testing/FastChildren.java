package io.fuota.testing;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a server is started as a process of its own in less than half the time: its classes
 * in a JAR file, and an AOT cache that one start trains for all that follow. Kept in
 * {@code target/} until the classes change.
 */
final class FastChildren {

	private static final Path CLASSES = Path.of("target", "classes");

	private static final Path FOLDER = Path.of("target", "fast-children");

	private static final Path CACHE = FOLDER.resolve("app.aot");

	private static final Path JAR = FOLDER.resolve("classes.jar");

	/** As the tests themselves were started. */
	private static final String BEANS_AS_CODE = "spring.aot.enabled";

	private static boolean ready;

	private FastChildren() {
	}

	/** What the process gets before its main class. */
	static synchronized List<String> options() {
		if (!ready) {
			prepare();
			ready = true;
		}
		return startWith("-XX:AOTCache=" + CACHE);
	}

	private static void prepare() {
		try {
			Files.createDirectories(FOLDER);
			if (!isFresh()) {
				Files.deleteIfExists(CACHE);
				pack();
				train();
			}
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private static boolean isFresh() throws IOException {
		if (!Files.exists(CACHE) || !Files.exists(JAR)) {
			return false;
		}
		long made = Files.getLastModifiedTime(JAR).toMillis();
		try (Stream<Path> files = Files.walk(CLASSES)) {
			return Path.of("pom.xml").toFile().lastModified() < made
					&& files.allMatch(file -> file.toFile().lastModified() < made);
		}
	}

	private static void pack() throws IOException {
		Path next = FOLDER.resolve("next.jar");
		try (OutputStream out = Files.newOutputStream(next);
				JarOutputStream jar = new JarOutputStream(out);
				Stream<Path> files = Files.walk(CLASSES)) {
			for (Path file : files.sorted().toList()) {
				String name = CLASSES.relativize(file).toString();
				if (!name.isEmpty()) {
					jar.putNextEntry(new JarEntry(Files.isDirectory(file) ? name + "/" : name));
					if (Files.isRegularFile(file)) {
						Files.copy(file, jar);
					}
					jar.closeEntry();
				}
			}
		}
		Files.move(next, JAR, StandardCopyOption.REPLACE_EXISTING);
	}

	/** The cache is written when the process ends. */
	private static void train() {
		List<String> options = startWith("-XX:AOTCacheOutput=" + CACHE);
		try (TestServer folder = TestServer.prepare();
				ServerProcess process = ServerProcess.startWith(options, folder.arguments(), Map.of())) {
			process.awaitPort();
			process.stop();
			if (!Files.exists(CACHE)) {
				throw new IllegalStateException("no AOT cache was made:\n" + process.output());
			}
		}
	}

	private static List<String> startWith(String cache) {
		return List.of(cache, "-Xlog:aot*=off", "-D" + BEANS_AS_CODE + "=" + Boolean.getBoolean(BEANS_AS_CODE), "-cp",
				classPath());
	}

	/** As the tests', without what only tests need to see of the server's classes. */
	private static String classPath() {
		String classes = CLASSES.toAbsolutePath().toString();
		return Stream
			.concat(Stream.of(JAR.toString()),
					Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
						.filter(entry -> entry.endsWith(".jar") && !entry.equals(classes)))
			.collect(Collectors.joining(File.pathSeparator));
	}

}
