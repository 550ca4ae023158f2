package io.fuota.protocol.mongoose;

import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.image.ImageFacts;
import io.fuota.firmware.image.ImageFormat;
import io.fuota.http.ErrorAnswers;
import io.fuota.http.PublicAddress;
import io.fuota.http.RequestNote;
import io.fuota.protocol.mongoose.MongooseOffers.Client;
import io.fuota.update.UpdateDecision;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpRequestMethodNotSupportedException;

/** The paths of Mongoose OS devices: where they poll, and where bundles lie by name. */
@Component
class MongooseController {

	private static final Logger LOG = LoggerFactory.getLogger(MongooseController.class);

	private static final Set<String> READS = Set.of("GET", "HEAD");

	/**
	 * In the query of a redirect to ourselves: the request for it is answered with the
	 * bundle, since a device follows redirects without end.
	 */
	private static final String REDIRECTED = "bundle";

	private final MongoosePaths paths;

	private final MongooseStyle style;

	private final MongooseOffers offers;

	private final MongooseAnswers answers;

	private final FirmwareCatalogue firmware;

	private final PublicAddress address;

	private final MongooseMeters meters;

	MongooseController(MongoosePaths paths, MongooseSettings settings, MongooseOffers offers, MongooseAnswers answers,
			FirmwareCatalogue firmware, PublicAddress address, MongooseMeters meters) {
		this.paths = paths;
		this.style = settings.style();
		this.offers = offers;
		this.answers = answers;
		this.firmware = firmware;
		this.address = address;
		this.meters = meters;
	}

	void answer(HttpServletRequest request, HttpServletResponse response)
			throws IOException, HttpRequestMethodNotSupportedException {
		if (!READS.contains(request.getMethod())) {
			throw new HttpRequestMethodNotSupportedException(request.getMethod(), READS);
		}
		if (client(request).anonymous()) {
			RequestNote.anonymous(request);
		}
		Optional<MongooseRequest> device = MongooseRequest.parse(request.getHeader(MongooseRequest.DEVICE_HEADER),
				request.getHeader(MongooseRequest.FIRMWARE_HEADER), request.getHeader("User-Agent"));
		if (paths.isPoll(request)) {
			poll(device, request, response);
			return;
		}
		String name = paths.staticName(request).or(() -> paths.bundleAmongFiles(request)).orElseThrow();
		if (device.isPresent() && name.endsWith(".zip")) {
			ErrorAnswers.keepQuiet(request);
			fetch(device.get(), name, request, response);
		}
		else {
			download(name, request, response);
		}
	}

	private void poll(Optional<MongooseRequest> sent, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		ErrorAnswers.keepQuiet(request);
		if (sent.isEmpty()) {
			RequestNote.begin(request, "check").with("device", "").with("reason", "no device, platform and version");
			MongooseAnswers.whoAreYou(response);
			return;
		}
		MongooseRequest device = sent.get();
		RequestNote note = note("check", device, request);
		boolean redirected = request.getParameter(REDIRECTED) != null;
		switch (offer(device, request, redirected)) {
			case MongooseOffer.Bundle(var file) when redirected || answersItself(request) -> {
				note.with("file", file.name());
				answers.bundle(file, device.device(), request, response);
			}
			case MongooseOffer.Bundle(var file) -> {
				note.with("file", file.name()).with("redirect", true);
				MongooseAnswers.redirect(own(file, request), response);
			}
			case MongooseOffer.Elsewhere(var url) when !redirected -> {
				note.with("redirect", url);
				MongooseAnswers.redirect(url, response);
			}
			case MongooseOffer.Elsewhere _ -> MongooseAnswers.stay(response);
			case MongooseOffer.Nothing(var why) -> {
				tell(why, note);
				MongooseAnswers.stay(response);
			}
		}
	}

	/** Trouble inside is no news for a device. */
	private MongooseOffer offer(MongooseRequest device, HttpServletRequest request, boolean redirected) {
		try {
			MongooseOffer offer = offers.poll(device, client(request));
			if (!redirected) {
				meters.checked(offer);
			}
			return offer;
		}
		catch (RuntimeException failure) {
			LOG.error("a check failed inside and is answered with 304", failure);
			return new MongooseOffer.Nothing(new UpdateDecision.UnknownDevice());
		}
	}

	/**
	 * A device that is redirected asks again without the credentials that its own URL
	 * has.
	 */
	private boolean answersItself(HttpServletRequest request) {
		return style == MongooseStyle.DIRECT || !paths.takesAnonymous(request);
	}

	private String own(FirmwareFile file, HttpServletRequest request) {
		return address.of(request) + request.getRequestURI() + "?" + REDIRECTED + "="
				+ URLEncoder.encode(file.name().value(), StandardCharsets.UTF_8);
	}

	private void fetch(MongooseRequest device, String name, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		RequestNote note = note("fetch", device, request).with("file", name);
		Optional<FirmwareFile> file = firmware.find(name);
		Optional<ImageFacts> bundle = file.flatMap(FirmwareFile::image)
			.filter(image -> image.format() == ImageFormat.MONGOOSE_BUNDLE);
		if (file.isEmpty() || bundle.isEmpty()) {
			MongooseAnswers.notFound(response);
			return;
		}
		// ota-server compares the version alone.
		boolean hasIt = bundle.get().version().filter(device.version()::equals).isPresent();
		switch (hasIt ? offers.seen(device, file.get(), client(request))
				: offers.fetch(device, file.get(), client(request))) {
			case MongooseOffer.Bundle(var same) -> answers.bundle(same, device.device(), request, response);
			case MongooseOffer.Nothing(var why) when why instanceof UpdateDecision.FileMissing ->
				MongooseAnswers.notFound(response);
			case MongooseOffer.Nothing(var why) -> {
				tell(why, note);
				MongooseAnswers.stay(response);
			}
			case MongooseOffer.Elsewhere _ -> MongooseAnswers.stay(response);
		}
	}

	private void download(String name, HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "download").with("file", name);
		Optional<FirmwareFile> file = firmware.find(name);
		if (file.isPresent()) {
			answers.file(file.get(), request, response);
		}
		else {
			MongooseAnswers.notFound(response);
		}
	}

	private static Client client(HttpServletRequest request) {
		return new Client(request.getRemoteAddr(), request.getUserPrincipal() == null);
	}

	private static RequestNote note(String kind, MongooseRequest device, HttpServletRequest request) {
		return RequestNote.begin(request, kind)
			.with("device", device.device())
			.with("platform", device.platform())
			.with("version", device.report().running());
	}

	private static void tell(UpdateDecision why, RequestNote note) {
		switch (why) {
			case UpdateDecision.Stay(var reason, var _) when reason != UpdateDecision.Reason.NOTHING_NEWER ->
				note.with("stay", reason);
			case UpdateDecision.FileMissing(var name) -> note.with("missing", name);
			case UpdateDecision.Stay _, UpdateDecision.Install _, UpdateDecision.UnknownDevice _ -> {
			}
		}
	}

}
