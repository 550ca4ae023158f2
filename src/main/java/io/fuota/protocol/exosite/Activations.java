package io.fuota.protocol.exosite;

import io.fuota.http.RequestNote;
import io.fuota.http.TlsName;
import io.fuota.protocol.exosite.ExositeDevices.Activation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * {@code POST /provision/activate}: a device gets its token, once
 * (docs/protocols/exosite-otau.md §3.1). Each refusal has a body: the async C client sees
 * the status only where there is one.
 */
@Component
class Activations {

	/** {@code <product>.m2.exosite.io}, or the same under another domain. */
	private static final Pattern PRODUCT_HOST = Pattern.compile("([^.:]+)\\.m2\\..+");

	private final ExositeDevices devices;

	Activations(ExositeDevices devices) {
		this.devices = devices;
	}

	void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote note = RequestNote.begin(request, "exosite-activate");
		if (!request.getMethod().equals("POST")) {
			Answers.refuse(request, response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "POST only");
			return;
		}
		Optional<AliasForm> body = FormBody.read(request);
		if (body.isEmpty()) {
			Answers.refuse(request, response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "too large");
			return;
		}
		AliasForm form = body.get();
		Optional<String> sn = form.value("sn").or(() -> form.value("id"));
		String product = product(request, form);
		note.with("product", product).with("sn", sn.orElse(""));
		Activation activation = sn.isEmpty() ? new Activation.Unknown() : devices.activate(product, sn.get());
		switch (activation) {
			case Activation.Activated(var _, var cik) ->
				Answers.send(request, response, HttpServletResponse.SC_OK, Answers.TEXT, cik.text());
			case Activation.NotEnabled _ ->
				Answers.refuse(request, response, HttpServletResponse.SC_CONFLICT, "not enabled");
			case Activation.Unknown _ ->
				Answers.refuse(request, response, HttpServletResponse.SC_NOT_FOUND, "unknown device");
		}
	}

	/**
	 * The product of the host name, in the request or in TLS, where there are devices of
	 * it; else the model or the vendor in the body: old libraries send a fixed host.
	 */
	private String product(HttpServletRequest request, AliasForm form) {
		return Optional.ofNullable(request.getHeader("Host"))
			.flatMap(this::productOf)
			.or(() -> TlsName.of(request).flatMap(this::productOf))
			.or(() -> form.value("model").filter(devices::isKnownProduct))
			.or(() -> form.value("vendor"))
			.orElse("");
	}

	private Optional<String> productOf(String host) {
		Matcher named = PRODUCT_HOST.matcher(host);
		return named.matches() ? Stream.of(named.group(1), named.group(1).toLowerCase(Locale.ROOT))
			.filter(devices::isKnownProduct)
			.findFirst() : Optional.empty();
	}

}
