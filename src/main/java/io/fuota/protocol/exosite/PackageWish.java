package io.fuota.protocol.exosite;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * To whom a package is applied: to devices by their ids, to all that have a label, or
 * where both are missing, to those that it is listed for.
 *
 * @param force whether it counts although an image in it doesn't fit
 */
record PackageWish(@Nullable List<String> devices, @Nullable String label, @Nullable Boolean force) {
}
