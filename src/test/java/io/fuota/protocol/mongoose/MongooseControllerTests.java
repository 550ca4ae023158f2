package io.fuota.protocol.mongoose;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

/** What a device sees of trouble inside. */
@ExtendWith(OutputCaptureExtension.class)
class MongooseControllerTests {

	private static final MongooseSettings SETTINGS = new MongooseSettings(List.of("/update"), List.of(), List.of(),
			MongooseStyle.DIRECT, DataSize.ofKilobytes(2), DataSize.ofBytes(0));

	@Test
	@SuppressWarnings("NullAway") // What is null isn't asked.
	void m18_troubleInsideIsAnsweredWith304(CapturedOutput output) throws Exception {
		MongooseOffers broken = new MongooseOffers(null, null, null, null) {
			@Override
			MongooseOffer poll(MongooseRequest request, Client client) {
				throw new IllegalStateException("the database is gone");
			}
		};
		MongooseController controller = new MongooseController(new MongoosePaths(SETTINGS), SETTINGS, broken, null,
				null, null, new MongooseMeters(new SimpleMeterRegistry()));
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/update");
		request.addHeader(MongooseRequest.DEVICE_HEADER, "lamp 246F280A1B2C");
		request.addHeader(MongooseRequest.FIRMWARE_HEADER, "esp32 1.0 x");
		MockHttpServletResponse response = new MockHttpServletResponse();
		controller.answer(request, response);
		assertThat(response.getStatus()).isEqualTo(304);
		assertThat(response.getContentAsByteArray()).isEmpty();
		assertThat(output).contains("a check failed inside and is answered with 304", "the database is gone");
	}

}
