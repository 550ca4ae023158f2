package io.fuota.protocol.coap;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** {@code /.well-known/core}: what there is (RFC 6690). Filters are passed over. */
@Component
class WellKnownCore implements CoapResource {

	private static final List<String> PATH = List.of(".well-known", "core");

	/** RFC 7252 §12.3: application/link-format. */
	private static final int LINK_FORMAT = 40;

	private final ObjectProvider<CoapResource> others;

	// Spring leaves the one out that asks.
	WellKnownCore(ObjectProvider<CoapResource> others) {
		this.others = others;
	}

	@Override
	public boolean serves(List<String> path) {
		return path.equals(PATH);
	}

	@Override
	public CoapAnswer answer(CoapRequest request) {
		if (request.method() != CoapMethod.GET) {
			return new CoapAnswer.Refusal(CoapCode.METHOD_NOT_ALLOWED);
		}
		if (request.accept().isPresent() && request.accept().getAsInt() != LINK_FORMAT) {
			return new CoapAnswer.Refusal(CoapCode.NOT_ACCEPTABLE);
		}
		String all = Stream.concat(Stream.of(this), others.stream())
			.map(CoapResource::links)
			.sorted()
			.collect(joining(","));
		return new CoapAnswer.Content(new TextBody(all, OptionalInt.of(LINK_FORMAT)));
	}

	@Override
	public String links() {
		return "</.well-known/core>;ct=" + LINK_FORMAT;
	}

}
