package io.fuota.firmware.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All that is known of a {@code .fmu} file is in its name. */
class FmuInspectorTests {

	private static final byte[] BYTES = { 1, 2, 3 };

	@Test
	void everyPartOfTheNameIsRead() {
		assertThat(Looks.into("updates/OTA-STM32L1-SPIRIT1_1_1_31_APP_0xF63D0305.fmu", BYTES))
			.isInstanceOfSatisfying(Inspection.Recognised.class, found -> {
				ImageFacts facts = found.facts();
				assertThat(facts.format()).isEqualTo(ImageFormat.FMU);
				assertThat(facts.hardware()).hasValue("OTA-STM32L1-SPIRIT1");
				assertThat(facts.version()).hasValue("1.1.31");
				assertThat(facts.details()).containsEntry("type", "APP").containsEntry("label", "0xF63D0305");
			});
	}

	@Test
	void typeAndLabelMayBeMissing() {
		assertThat(Looks.into("X_255_0_65535.fmu", BYTES)).isInstanceOfSatisfying(Inspection.Recognised.class,
				found -> assertThat(found.facts().version()).hasValue("255.0.65535"));
	}

	@ParameterizedTest
	@CsvSource({ "a.b_1_2_3_APP.fmu,name,without a dot before .fmu,a.b_1_2_3_APP.fmu",
			"X_1_2.fmu,name,<PID>_<major>_<minor>_<build>_<type>_<label>.fmu,X_1_2.fmu",
			"_1_2_3_APP.fmu,PID in the name,1 to 255 characters,empty",
			"X_256_2_3_APP.fmu,major version in the name,0 to 255,256",
			"X_1_256_3_APP.fmu,minor version in the name,0 to 255,256",
			"X_1_2_65536_APP.fmu,build number in the name,0 to 65535,65536",
			"X_1_2_-3_APP.fmu,build number in the name,0 to 65535,-3",
			"X__2_3_APP.fmu,major version in the name,0 to 255,empty" })
	void aNameThatNoDeviceWouldBeOfferedIsBroken(String name, String check, String expected, String found) {
		BrokenImage flaw = Looks.broken(name, BYTES);
		assertThat(flaw).isEqualTo(new BrokenImage(ImageFormat.FMU, check, 0, expected, found));
		assertThat(flaw.message()).doesNotContain("at byte");
	}

	@Test
	void otherEndingsAreNoSuchFiles() {
		assertThat(Looks.into("X_1_2_3_APP.FMU", BYTES)).isEqualTo(new Inspection.Opaque());
		assertThat(Looks.into("fmu", BYTES)).isEqualTo(new Inspection.Opaque());
	}

}
