package io.fuota.console;

import io.fuota.http.HttpRefusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Renders the templates under {@code /console} of the class path. */
@Component
class Pages {

	/** An entry of the menu. */
	record Entry(String name, String path, boolean current) {
	}

	/** What a form needs to be accepted. */
	record Token(String field, String value) {
	}

	private static final Map<String, String> MENU_OF = Map.of("device", ConsolePath.DEVICES, "unknown",
			ConsolePath.DEVICES, "told", ConsolePath.RIOT, "package", ConsolePath.PACKAGES, "package-form",
			ConsolePath.PACKAGES);

	private final Assets assets;

	Pages(Assets assets) {
		this.assets = assets;
	}

	/** Answers with a page. */
	void show(HttpServletRequest request, HttpServletResponse response, String template, Map<String, Object> model)
			throws IOException {
		byte[] page = render(request, template, model).getBytes(StandardCharsets.UTF_8);
		response.setContentType("text/html;charset=UTF-8");
		Compressed.send(request, response, page);
	}

	/**
	 * Leads to another page after something was done or refused, so that loading it anew
	 * doesn't do it again.
	 */
	static void goOn(HttpServletRequest request, HttpServletResponse response, String to, boolean good,
			String sentence) {
		Session session = SessionFilter.of(request);
		if (session != null) {
			session.say(good, sentence);
		}
		response.setHeader(HttpHeaders.LOCATION, to);
		response.setStatus(HttpStatus.SEE_OTHER.value());
	}

	/**
	 * Does what a form without fields to mend asks for, and leads back with its sentence,
	 * or with the one that says why it was refused.
	 */
	static void goBack(HttpServletRequest request, HttpServletResponse response, String to, Supplier<String> act) {
		try {
			goOn(request, response, to, true, act.get());
		}
		catch (HttpRefusal refused) {
			if (refused.status().is5xxServerError()) {
				throw refused;
			}
			goOn(request, response, to, false, String.valueOf(refused.getMessage()));
		}
	}

	/** The page of an error. */
	String error(HttpServletRequest request, HttpStatus status, String sentence, String id) {
		return render(request, "error",
				Map.of("status", status.value() + " " + status.getReasonPhrase(), "sentence", sentence, "errorId", id));
	}

	private String render(HttpServletRequest request, String template, Map<String, Object> model) {
		Map<String, @Nullable Object> all = new HashMap<>(model);
		Session session = SessionFilter.of(request);
		all.put("account", session == null ? null : session.account().username());
		all.put("notice", session == null || ConsolePath.isForPart(request) ? null : session.takeNotice());
		all.put("menu", session == null ? List.of() : menu(template, session));
		all.put("admin", session != null && session.isAdmin());
		all.put("assets", assets);
		if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
			all.put("csrf", new Token(token.getParameterName(), token.getToken()));
		}
		return Engine.TEMPLATES.process(template, new Context(Locale.ENGLISH, all));
	}

	private static List<Entry> menu(String template, Session session) {
		String current = template.equals("overview") ? ConsolePath.ROOT
				: MENU_OF.getOrDefault(template, ConsolePath.ROOT + "/" + template);
		return Stream
			.of(entry("Overview", ConsolePath.ROOT, current), entry("Devices", ConsolePath.DEVICES, current),
					entry("Firmware", ConsolePath.FIRMWARE, current), entry("Assign", ConsolePath.ASSIGN, current),
					entry("Packages", ConsolePath.PACKAGES, current), entry("Rules", ConsolePath.RULES, current),
					entry("RIOT", ConsolePath.RIOT, current), entry("Activity", ConsolePath.ACTIVITY, current),
					entry("Settings", ConsolePath.SETTINGS, current))
			.filter(entry -> session.isAdmin() || ConsoleRules.isSeenByOperators(entry.path()))
			.toList();
	}

	private static Entry entry(String name, String path, String current) {
		return new Entry(name, path, path.equals(current));
	}

	/** Made for the first page, and not at the start: most starts show none. */
	private static final class Engine {

		private static final SpringTemplateEngine TEMPLATES = make();

		private static SpringTemplateEngine make() {
			ClassLoaderTemplateResolver files = new ClassLoaderTemplateResolver(Pages.class.getClassLoader());
			files.setPrefix("console/");
			files.setSuffix(".html");
			files.setTemplateMode(TemplateMode.HTML);
			files.setCharacterEncoding("UTF-8");
			SpringTemplateEngine engine = new SpringTemplateEngine();
			engine.setTemplateResolver(files);
			return engine;
		}

	}

}
