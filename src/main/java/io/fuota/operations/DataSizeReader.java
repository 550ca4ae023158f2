package io.fuota.operations;

import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Reads sizes with the IEC units that this server writes (64MiB); Spring knows only 64MB,
 * and means the same by it.
 */
@Component
@ConfigurationPropertiesBinding
class DataSizeReader implements Converter<String, DataSize> {

	@Override
	public DataSize convert(String text) {
		return DataSize.parse(text.strip().replaceFirst("(?<=[KMGT])iB$", "B"));
	}

}
