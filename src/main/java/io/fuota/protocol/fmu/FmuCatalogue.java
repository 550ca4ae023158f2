package io.fuota.protocol.fmu;

import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FmuFiles;
import io.fuota.firmware.FmuName;
import io.fuota.firmware.FmuVersion;
import io.fuota.update.Catalogue;
import io.fuota.update.CatalogueEntry;
import io.fuota.update.DeviceReport;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The highest version of a product, for each of its devices that runs a lower one. */
@Component
class FmuCatalogue implements Catalogue {

	private final FmuFiles files;

	private final FirmwareCatalogue firmware;

	FmuCatalogue(FmuFiles files, FirmwareCatalogue firmware) {
		this.files = files;
		this.firmware = firmware;
	}

	/** As for a device that asks for an application image. */
	@Override
	public Optional<CatalogueEntry> find(DeviceReport report) {
		String id = report.device().value();
		int at = id.lastIndexOf('@');
		if (!id.startsWith(FmuCheck.PREFIX) || at < 0) {
			return Optional.empty();
		}
		return FmuVersion.parse(report.running().asSent())
			.flatMap(running -> find(id.substring(FmuCheck.PREFIX.length(), at), FmuName.APP, running));
	}

	Optional<CatalogueEntry> find(FmuCheck check) {
		return find(check.pid(), check.type(), check.running());
	}

	private Optional<CatalogueEntry> find(String pid, int type, FmuVersion running) {
		return files.knows(pid, type) ? Optional
			.of(new CatalogueEntry(files.above(pid, type, running).stream().filter(firmware::isServable).findFirst(),
					"No file for the product " + pid + " has a version above " + running + "."))
				: Optional.empty();
	}

}
