package io.fuota.protocol.exosite;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.protocol.exosite.AliasForm.Pair;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliasFormTests {

	@Test
	void whatIsWrittenIsReadBack() {
		Random random = new Random(3);
		for (int i = 0; i < 500; i++) {
			String text = random.ints(random.nextInt(30), 0, 0x500)
				.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
				.toString();
			AliasForm form = new AliasForm(List.of(new Pair("config_otau", text), new Pair("b", text)));
			assertThat(form.encoded()).matches("[A-Za-z0-9%&=._~-]*");
			assertThat(AliasForm.parse(form.encoded())).isEqualTo(form);
			assertThat(URLDecoder.decode(AliasForm.encode(text), StandardCharsets.UTF_8)).isEqualTo(text);
		}
	}

	@ParameterizedTest
	@CsvSource({ "a=1&b=2,b,2", "a+b=c+d,a b,c d", "a=%,a,%", "a=%zz%4,a,%zz%4", "a=b=c,a,b=c", "a,a,''", "&&a=1&,a,1",
			"a=%2B%20+,a,'+  '" })
	void formsAreReadLeniently(String body, String name, String value) {
		assertThat(AliasForm.parse(body).value(name)).contains(value);
	}

	@Test
	void whatIsNoUtf8NeverFails() {
		byte[] bytes = new byte[300];
		new Random(4).nextBytes(bytes);
		assertThat(AliasForm.parse("a=%ff%fe&b=" + new String(bytes, StandardCharsets.ISO_8859_1)).value("a"))
			.contains("\ufffd\ufffd");
	}

}
