package io.fuota.firmware.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the bytes are, an inspection ends with one of its three outcomes. Here with
 * the seeds and a fixed number of mutations;
 * {@code JAZZER_FUZZ=1 mvn test -Djazzer.hooks=true
 * -Dtest=ImageInspectorsFuzzTests} goes on for a minute, led by coverage.
 */
class ImageInspectorsFuzzTests {

	static Stream<byte[]> seeds() {
		return Seeds.all().stream();
	}

	@MethodSource("seeds")
	@FuzzTest(maxDuration = "1m")
	void everyInspectionEnds(byte[] bytes) {
		if (bytes != null) {
			assertEnds(Looks.into(bytes));
		}
	}

	@Test
	void everySeedIsRecognised() {
		seeds().forEach(seed -> assertThat(Looks.recognised(seed)).isNotNull());
	}

	@Test
	void mutatedImagesEnd() {
		List<byte[]> seeds = Seeds.all();
		Random random = new Random(20261121);
		int broken = 0;
		for (int i = 0; i < 10_000; i++) {
			Inspection found = Looks.into(Seeds.mutated(seeds, random));
			assertEnds(found);
			if (found instanceof Inspection.Broken) {
				broken++;
			}
		}
		assertThat(broken).as("the mutations reach the checks").isGreaterThan(2_000);
	}

	private static void assertEnds(Inspection found) {
		switch (found) {
			case Inspection.Recognised(var facts) ->
				assertThat(facts.details().toString()).doesNotContain("\n", "\r").hasSizeLessThan(60_000);
			case Inspection.Broken(var flaw) ->
				assertThat(flaw.message()).doesNotContain("\n", "\r").hasSizeLessThan(2_000);
			case Inspection.Opaque() -> {
				// Nothing is said about it.
			}
		}
	}

}
