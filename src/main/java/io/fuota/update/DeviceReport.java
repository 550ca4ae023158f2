package io.fuota.update;

import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;

/** What a device says when it asks for an update. */
public record DeviceReport(DeviceId device, ReportedVersion running) {
}
