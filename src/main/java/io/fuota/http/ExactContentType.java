package io.fuota.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Lets an answer have its {@code Content-Type} letter by letter: what goes through the
 * servlet API loses the space in {@code text/plain; charset=utf-8}.
 */
public final class ExactContentType extends ValveBase {

	private static final String ATTRIBUTE = ExactContentType.class.getName();

	/** Sets a content type. */
	private interface Setter extends Consumer<String> {

	}

	ExactContentType() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		Setter setter = type -> response.getCoyoteResponse().setContentTypeNoCharset(type);
		request.setAttribute(ATTRIBUTE, setter);
		getNext().invoke(request, response);
	}

	/** The answer to this request has this type; its body must be written as bytes. */
	public static void set(ServletRequest request, String type) {
		if (request.getAttribute(ATTRIBUTE) instanceof Setter setter) {
			setter.accept(type);
		}
	}

}
