package io.fuota.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FmuNameTests {

	@ParameterizedTest
	@CsvSource({ "OTA-STM32L1-SPIRIT1_1_1_31_APP_0xF63D0305.fmu,OTA-STM32L1-SPIRIT1,1.1.31,3",
			"P_1_2_3_APP.fmu,P,1.2.3,3", "P_1_2_3_MAN_0x0.fmu,P,1.2.3,0", "P_1_2_3_app_0x0.fmu,P,1.2.3,0",
			"P_1_2_3.fmu,P,1.2.3,0", "P_255_255_65535_APP_0x0.fmu,P,255.255.65535,3",
			"P_0_0_0_APP_0x0_more_of_it.fmu,P,0.0.0,3", "P_1_2_03_APP.fmu,P,1.2.3,3" })
	void nameSaysProductVersionAndType(String name, String pid, String version, int type) {
		assertThat(FmuName.parse(name)).contains(new FmuName(pid, FmuVersion.parse(version).orElseThrow(), type));
	}

	@ParameterizedTest
	@ValueSource(strings = { "P_1_2_3_APP.bin", "P_1_2_3_APP.FMU", "P_1_2_3_APP", "P.x_1_2_3_APP.fmu",
			"P_1_2_3_APP.fmu.fmu", "P_1_2_APP.fmu", "_1_2_3_APP.fmu", "P_256_2_3_APP.fmu", "P_1_256_3_APP.fmu",
			"P_1_2_65536_APP.fmu", "P_-1_2_3_APP.fmu", "P_1_x_3_APP.fmu", "P_1__3_APP.fmu", "P_1_2_3 _APP.fmu",
			"P_1_2_99999999999_APP.fmu", "a/P_1_2_3_APP.fmu", ".fmu", "fmu" })
	void otherNamesAreNoneOfAFmuFile(String name) {
		assertThat(FmuName.parse(name)).isEmpty();
	}

	@Test
	void versionsAreOrderedAsUnsignedNumbers() {
		FmuVersion low = FmuVersion.parse("127.255.65535").orElseThrow();
		FmuVersion high = FmuVersion.parse("128.0.0").orElseThrow();
		assertThat(high).isGreaterThan(low).hasToString("128.0.0");
		assertThat(new FmuVersion(0x0101001fL)).hasToString("1.1.31");
		assertThat(new FmuVersion(0xffffffffL)).hasToString("255.255.65535");
		assertThatIllegalArgumentException().isThrownBy(() -> new FmuVersion(0x1_0000_0000L));
	}

}
