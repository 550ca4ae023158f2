package io.fuota.console;

import io.fuota.device.DeviceId;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/** What the buttons beside a device's credentials do. */
@Controller
class CredentialActions {

	private final List<CredentialBook> books;

	private final DeviceRows rows;

	CredentialActions(List<CredentialBook> books, DeviceRows rows) {
		this.books = books;
		this.rows = rows;
	}

	@PostMapping(ConsolePath.DEVICE + "/credential")
	void act(HttpServletRequest request, HttpServletResponse response) {
		DeviceId id = Form.checked(() -> new DeviceId(Form.raw(request, "id")));
		String kind = Form.raw(request, "kind");
		String act = Form.raw(request, "act");
		RequestNote.begin(request, "console-credential").with("device", id).with("kind", kind).with("act", act);
		CredentialBook book = books.stream()
			.filter(one -> one.key().equals(kind))
			.findFirst()
			.orElseThrow(() -> HttpRefusal.badRequest("There are no credentials of the kind " + kind + "."));
		String done = book.act(id.value(), act);
		Pages.goOn(request, response, rows.isKnown(id) ? ConsolePath.device(id.value()) : ConsolePath.DEVICES, true,
				done);
	}

}
