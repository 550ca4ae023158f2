package io.fuota.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.http.ListenerSettings;
import io.fuota.testing.SetClock;
import io.fuota.testing.TestCertificates;
import io.fuota.testing.TestCertificates.KeyForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the watch says, and when: by a clock that the test sets. */
@ExtendWith(OutputCaptureExtension.class)
class CertificateWatchTests {

	private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

	private final SetClock clock = new SetClock(START);

	@TempDir
	private Path folder;

	private Certificates certificates;

	private CertificateWatch watch;

	@BeforeEach
	void start() {
		KeyPair pair = TestCertificates.keyPair(KeyForm.EC_PKCS8);
		TestCertificates.write(folder,
				TestCertificates.selfSigned(pair, "x.example", START.minusSeconds(60), START.plus(Duration.ofDays(40))),
				pair.getPrivate(), KeyForm.EC_PKCS8);
		TlsSettings settings = new TlsSettings(folder, TlsEngine.JDK, Duration.ofSeconds(5));
		certificates = new Certificates(settings, new ListenerSettings(0, "x.example", "", List.of()), clock);
		ReplaceableContext context = new ReplaceableContext(JdkEngineSource::new, certificates.load());
		watch = new CertificateWatch(certificates, new MoreCertificates(settings, certificates), context,
				settings.certificatesCheck(), clock);
	}

	@AfterEach
	void stop() {
		watch.destroy();
	}

	@Test
	void aCertificateThatEndsSoonIsWarnedOfOnceADay(CapturedOutput output) {
		lookAfter(Duration.ofDays(9));
		assertThat(count(output, "expires at")).isZero();
		lookAfter(Duration.ofDays(11));
		lookAfter(Duration.ofDays(11).plusHours(23));
		assertThat(count(output, "expires at")).isEqualTo(1);
		lookAfter(Duration.ofDays(12));
		assertThat(count(output, "expires at")).isEqualTo(2);
		lookAfter(Duration.ofDays(41));
		assertThat(count(output, "expired at")).isEqualTo(1);
	}

	@Test
	void aClockThatWasSetBackSilencesNothing(CapturedOutput output) {
		lookAfter(Duration.ofDays(11));
		lookAfter(Duration.ofDays(10).plusHours(1));
		assertThat(count(output, "expires at")).isEqualTo(2);
	}

	@Test
	void aPairThatIsBeingReplacedIsNoErrorAtTheFirstLook(CapturedOutput output) throws IOException {
		byte[] key = Files.readAllBytes(folder.resolve("ca_key.pem"));
		Files.writeString(folder.resolve("ca_key.pem"), "half");
		watch.look();
		Files.write(folder.resolve("ca_key.pem"), key);
		watch.look();
		assertThat(count(output, "isn't used")).isZero();
	}

	@Test
	void aBrokenPairIsAnErrorOnceUntilItChanges(CapturedOutput output) throws IOException {
		Files.writeString(folder.resolve("ca_key.pem"), "half");
		looks(5);
		assertThat(count(output, "isn't used")).isEqualTo(1);
		Files.delete(folder.resolve("ca_key.pem"));
		looks(5);
		assertThat(count(output, "isn't used")).isEqualTo(2);
		Files.writeString(folder.resolve("ca_key.pem"),
				"-----BEGIN PRIVATE KEY-----\n!!!\n-----END PRIVATE KEY-----\n");
		looks(5);
		assertThat(count(output, "isn't used")).isEqualTo(3);
	}

	@Test
	void neitherALogLineNorATextOfTheseTypesShowsTheKey(CapturedOutput output) throws IOException {
		Files.writeString(folder.resolve("ca_cert.pem"), "half");
		looks(3);
		String key = Files.readAllLines(folder.resolve("ca_key.pem")).get(1);
		assertThat(output.getOut() + certificates.files()).doesNotContain(key);
	}

	private void lookAfter(Duration sinceStart) {
		clock.set(START.plus(sinceStart));
		watch.look();
	}

	private void looks(int times) {
		for (int i = 0; i < times; i++) {
			watch.look();
		}
	}

	private static long count(CapturedOutput output, String text) {
		return output.getOut().lines().filter(line -> line.contains(text)).count();
	}

}
