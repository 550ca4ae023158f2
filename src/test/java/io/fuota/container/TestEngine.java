package io.fuota.container;

import io.fuota.testing.Command;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Names for what a test makes in the Docker engine, and its removal. */
final class TestEngine {

	/**
	 * How every name begins; {@code .ci/run} sets one of its own to find left-overs by.
	 */
	private static final String PREFIX = System.getenv().getOrDefault("FUOTA_TEST_PREFIX", "fuota-it");

	private static final String RUN = UUID.randomUUID().toString().substring(0, 8);

	private TestEngine() {
	}

	/** A name that nothing else in the engine has. */
	static String name(String what) {
		return PREFIX + "-" + RUN + "-" + what;
	}

	/**
	 * The image made from the Dockerfile, built once for all tests as
	 * {@code docker build} does it.
	 */
	static String image() {
		return Image.NAME;
	}

	/**
	 * Runs {@code docker} with the arguments, which must succeed, and gives what it says.
	 */
	static String docker(String... arguments) {
		return command(arguments).run().succeeded().trimmed();
	}

	/** {@code docker} with the arguments. */
	static Command command(String... arguments) {
		List<String> words = new ArrayList<>(List.of("docker"));
		words.addAll(Arrays.asList(arguments));
		return new Command(words, Map.of());
	}

	/** Removes a container and a volume, if they are there. */
	static void remove(String container, String volume) {
		command("rm", "--force", "--volumes", container).run();
		command("volume", "rm", "--force", volume).run();
	}

	/**
	 * Built when the first test asks for it, removed when the tests end; its layers stay
	 * for the next build.
	 */
	private static final class Image {

		private static final String NAME = name("image");

		static {
			docker("build", "--tag", NAME, Command.PROJECT.toString());
			Runtime.getRuntime().addShutdownHook(new Thread(() -> command("image", "rm", "--force", NAME).run()));
		}

	}

}
