package io.fuota.console;

import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.FirmwareSettings;
import io.fuota.http.RequestNote;
import io.fuota.update.AssignmentBook;
import io.fuota.update.FileRemoval;
import io.fuota.update.FleetOverview;
import io.fuota.update.Updates;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** Firmware files: what is in each, who runs it, and the way out. */
@Controller
class FirmwarePage {

	private final Pages pages;

	private final FirmwareCatalogue firmware;

	private final Updates updates;

	private final AssignmentBook assignments;

	private final FleetOverview overview;

	private final String maxUpload;

	FirmwarePage(Pages pages, FirmwareCatalogue firmware, Updates updates, AssignmentBook assignments,
			FleetOverview overview, FirmwareSettings settings) {
		this.pages = pages;
		this.firmware = firmware;
		this.updates = updates;
		this.assignments = assignments;
		this.overview = overview;
		this.maxUpload = Shown.size(settings.maxUpload().toBytes());
	}

	@GetMapping(ConsolePath.FIRMWARE)
	void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "console").with("page", "firmware");
		Map<String, Long> assigned = assignments.countByFile();
		Map<String, Long> confirmed = overview.count().confirmedByDigest();
		List<FileRow> files = firmware.all()
			.stream()
			.sorted(Comparator.comparing(FirmwareFile::uploadedAt).reversed())
			.map(file -> FileRow.of(file, updates.version(file), assigned.getOrDefault(file.name().value(), 0L),
					confirmed.getOrDefault(file.digest().hex(), 0L)))
			.toList();
		pages.show(request, response, "firmware", Map.of("files", files, "maxUpload", maxUpload));
	}

	@PostMapping(ConsolePath.FIRMWARE + "/delete")
	void delete(HttpServletRequest request, HttpServletResponse response) {
		String name = Form.raw(request, "name");
		RequestNote.begin(request, "console-delete-file").with("file", name);
		FileRemoval removal = updates.remove(name);
		String sentence = switch (removal) {
			case FileRemoval.Removed _ -> "The file " + name + " is deleted.";
			case FileRemoval.NotFound _ -> "There is no file " + name + ".";
			case FileRemoval.StillAssigned assigned -> assigned.sentence(name);
			case FileRemoval.InUse used -> used.sentence(name);
		};
		Pages.goOn(request, response, ConsolePath.FIRMWARE, removal instanceof FileRemoval.Removed, sentence);
	}

}
