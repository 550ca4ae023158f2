package io.fuota.protocol.coap;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The options of a request that this server looks at. */
record CoapOptions(List<String> path, List<String> query, @Nullable Block block2, OptionalInt accept) {
}
