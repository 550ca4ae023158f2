package io.fuota.console;

import io.fuota.http.ClientBody;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/** Takes in what is published together for RIOT nodes: all of it, or nothing. */
@Controller
class RiotPublishPage {

	private final RiotDesk desk;

	RiotPublishPage(RiotDesk desk) {
		this.desk = desk;
	}

	/** The token of the form stands in the query, as for an upload. */
	@PostMapping(ConsolePath.RIOT + "/publish")
	void publish(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote note = RequestNote.begin(request, "console-publish");
		String id = "";
		// Each file has its own limit.
		try (RiotDesk.Upload upload = desk.begin();
				InputStream body = new ClientBody(request, Long.MAX_VALUE, _ -> "")) {
			FormParts parts = new FormParts(request, body, upload::take);
			id = parts.textOf("id").strip();
			note.with("id", id);
			RiotDesk.Receipt done = upload.publish(id, !parts.textOf("force").isEmpty());
			note.with("files", done.files().size()).with("warnings", done.warnings().size());
			Pages.goOn(request, response, to(done.id()), true, sentence(done));
		}
		catch (HttpRefusal refused) {
			if (refused.status().is5xxServerError()) {
				throw refused;
			}
			Pages.goOn(request, response, to(id), false, refused.getMessage() + " Nothing was published.");
		}
	}

	private static String to(String id) {
		return ConsolePath.with(ConsolePath.RIOT, "publish", id);
	}

	private static String sentence(RiotDesk.Receipt done) {
		int files = done.files().size();
		return Shown.count(files, "file") + (files == 1 ? " is" : " are") + " published under " + done.id() + "."
				+ done.warnings().stream().map(warning -> "\nWarning: " + warning).collect(Collectors.joining());
	}

}
