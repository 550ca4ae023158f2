package io.fuota;

import io.fuota.access.AccessSettings;
import io.fuota.access.PasswordMaker;
import io.fuota.storage.Carriers;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the server: {@code java -jar fuota-server.jar}; {@code --help} tells the rest.
 */
// Errors are worded by io.fuota.http; Spring Boot's error page would add a body of its
// own.
@SpringBootApplication(exclude = ErrorMvcAutoConfiguration.class)
@ConfigurationPropertiesScan
public class FuotaServerApplication {

	/**
	 * Exit status after a start that was refused; the reason has been printed by then.
	 */
	private static final int REFUSED = 1;

	public static void main(String[] args) {
		List<String> options = List.of(args);
		Carriers.prepare();
		try {
			if (options.contains("--help")) {
				printHelp(System.out);
			}
			else if (options.contains("--reset-password")) {
				resetPassword(args, System.out);
			}
			else {
				SpringApplication.run(FuotaServerApplication.class, args);
			}
		}
		catch (SpringApplication.AbandonedRunException looked) {
			// The build looks which beans there are, and goes no further.
			throw looked;
		}
		catch (RuntimeException reported) {
			System.exit(REFUSED);
		}
	}

	/** A whole start, so that every check is made, but out of any device's reach. */
	private static void resetPassword(String[] args, PrintStream out) {
		List<String> hidden = new ArrayList<>(List.of("--US_SERVER_PORT=0", "--FUOTA_MANAGEMENT_PORT=0",
				"--FUOTA_COAP_PORT=0", "--FUOTA_COAPS_PORT=0", "--FUOTA_HTTP_PORT=0", "--FUOTA_EXOSITE_PORT=0",
				"--server.address=127.0.0.1", "--logging.level.fuota-server=OFF"));
		Stream.of(args)
			.filter(arg -> !arg.matches("--(US_SERVER_PORT|FUOTA_(MANAGEMENT|COAP|COAPS|HTTP|EXOSITE)_PORT)=.*"))
			.forEach(hidden::add);
		try (ConfigurableApplicationContext server = SpringApplication.run(FuotaServerApplication.class,
				hidden.toArray(String[]::new))) {
			AccessSettings access = server.getBean(AccessSettings.class);
			if (!access.password().isEmpty()) {
				out.println("US_AUTH_PASSWORD sets the password; change it there.");
				throw new IllegalStateException("nothing to reset");
			}
			out.println("The account " + access.username() + " has a new password; it is in "
					+ server.getBean(PasswordMaker.class).reset(access.username()));
		}
	}

	private static void printHelp(PrintStream out) {
		try (InputStream help = FuotaServerApplication.class.getResourceAsStream("/help.txt")) {
			if (help == null) {
				throw new IllegalStateException("help.txt isn't in the jar");
			}
			out.print(new String(help.readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
