package io.fuota;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.modulith.core.ApplicationModules;

/**
 * The packages and arrows of docs/design.md, as allow-lists: what a package doesn't name
 * here it may not use.
 */
class ArchitectureTests {

	/** In the names of the bean definitions that the build writes (docs/adr/0031). */
	private static final String GENERATED = "__";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption(location -> !location.contains(GENERATED))
		.importPackages("io.fuota");

	private static final String[] LANGUAGE = { "java..", "org.jspecify.annotations..", "org.slf4j..",
			"org.springframework.modulith" };

	private static final String[] CORE = { "jakarta.persistence..", "org.springframework.data..",
			"org.springframework.stereotype..", "org.springframework.transaction..",
			"org.springframework.boot.context.properties..", "org.springframework.util.unit.." };

	private static final String[] SERVLETS = { "jakarta.servlet..", "org.springframework.http..",
			"org.springframework.web..", "org.springframework.security..", "org.springframework.core..",
			"org.springframework.context.annotation..", "org.springframework.stereotype..",
			"org.springframework.util.unit..", "org.springframework.boot.context.properties.." };

	/**
	 * Package → what of this project, and what of others, it may use besides the
	 * language.
	 */
	private static final Map<String, List<String>> ALLOWED = Map.ofEntries( //
			Map.entry("step", List.of()), //
			Map.entry("address", List.of()), //
			Map.entry("metrics", List.of("io.micrometer.core.instrument..")), //
			Map.entry("history", allowed(CORE, "org.springframework.jdbc.core..", "org.springframework.context")), //
			Map.entry("fleet",
					allowed(CORE, "io.fuota.step", "io.fuota.device", "io.fuota.history",
							"org.springframework.jdbc.core..", "org.springframework.context",
							"com.github.benmanes.caffeine.cache..")), //
			Map.entry("storage", List.of("io.fuota.step", "jdk.management")), //
			Map.entry("device", List.of()), //
			Map.entry("firmware.image",
					List.of("tools.jackson.core..", "tools.jackson.databind..", "tools.jackson.dataformat.cbor..")), //
			Map.entry("firmware",
					allowed(CORE, "io.fuota.step", "io.fuota.storage", "io.fuota.history", "io.fuota.firmware.image",
							"org.springframework.jdbc.core..", "com.github.benmanes.caffeine.cache..")), //
			Map.entry("update",
					allowed(CORE, "io.fuota.step", "io.fuota.storage", "io.fuota.device", "io.fuota.history",
							"io.fuota.fleet", "io.fuota.firmware", "io.fuota.firmware.image",
							"org.springframework.jdbc.core..", "org.springframework.context",
							"com.github.benmanes.caffeine.cache..")), //
			Map.entry("access",
					allowed(CORE, "io.fuota.step", "io.fuota.device", "io.fuota.storage",
							"com.github.benmanes.caffeine.cache..", "io.github.bucket4j..")), //
			Map.entry("http",
					allowed(SERVLETS, "org.springframework.context", "io.fuota.address", "io.fuota.access",
							"io.fuota.history", "org.apache.catalina..", "org.apache.coyote..",
							"org.apache.tomcat.util.buf", "javax.net.ssl", "org.apache.tomcat.util.net..",
							"org.apache.tomcat.util.threads..", "org.springframework.beans.factory..",
							"org.springframework.boot.tomcat..", "org.springframework.boot.web.server..",
							"org.springframework.boot.security.autoconfigure.actuate..", "tools.jackson.databind..")),
			Map.entry("protocol.fuota",
					allowed(SERVLETS, "io.fuota.metrics", "io.fuota.storage", "io.fuota.device", "io.fuota.firmware",
							"io.fuota.firmware.image", "io.fuota.fleet", "io.fuota.update", "io.fuota.access",
							"io.fuota.http", "io.fuota.download", "org.springframework.beans.factory.annotation",
							"com.github.benmanes.caffeine.cache..", "de.siegmar.fastcsv.reader..",
							"io.micrometer.core.instrument..")),
			Map.entry("download",
					List.of("jakarta.servlet.http", "jakarta.servlet", "org.springframework.stereotype..",
							"io.fuota.metrics", "io.fuota.storage", "io.fuota.firmware", "io.fuota.fleet")),
			Map.entry("protocol.mongoose",
					allowed(SERVLETS, "io.fuota.metrics", "io.fuota.storage", "io.fuota.device", "io.fuota.history",
							"io.fuota.firmware", "io.fuota.firmware.image", "io.fuota.fleet", "io.fuota.update",
							"io.fuota.access", "io.fuota.console", "io.fuota.http", "io.fuota.download",
							"org.springframework.jdbc.core..", "org.springframework.transaction.support..",
							"de.siegmar.fastcsv.reader..", "com.github.benmanes.caffeine.cache..",
							"io.micrometer.core.instrument..")),
			Map.entry("api",
					allowed(SERVLETS, "io.fuota.storage", "io.fuota.device", "io.fuota.history", "io.fuota.fleet",
							"io.fuota.firmware", "io.fuota.firmware.image", "io.fuota.update", "io.fuota.access",
							"io.fuota.http", "org.springframework.context.event..")), //
			Map.entry("console",
					allowed(SERVLETS, "io.fuota.storage", "io.fuota.device", "io.fuota.history", "io.fuota.fleet",
							"io.fuota.firmware", "io.fuota.firmware.image", "io.fuota.update", "io.fuota.access",
							"io.fuota.http", "io.fuota.tls", "javax.security.auth.x500..",
							"org.apache.tomcat.util.http.fileupload..", "org.springframework.beans.factory..",
							"org.springframework.boot.info..", "org.springframework.context.event..",
							"org.springframework.stereotype..", "org.thymeleaf..")), //
			Map.entry("protocol.coap",
					List.of("org.springframework.stereotype..", "org.springframework.util.unit..",
							"org.springframework.beans.factory..", "org.springframework.context",
							"org.springframework.boot.context.properties..", "com.github.benmanes.caffeine.cache..",
							"io.fuota.address", "io.fuota.storage", "io.fuota.firmware")),
			Map.entry("protocol.fmu",
					List.of("io.micrometer.core.instrument..", "org.springframework.stereotype..",
							"org.springframework.jdbc.core..", "org.springframework.dao..",
							"com.github.benmanes.caffeine.cache..", "io.fuota.metrics", "io.fuota.storage",
							"io.fuota.device", "io.fuota.fleet", "io.fuota.firmware", "io.fuota.update",
							"io.fuota.http", "io.fuota.protocol.coap")),
			Map.entry("protocol.suit",
					allowed(SERVLETS, "io.micrometer.core.instrument..", "org.springframework.context",
							"org.springframework.beans.factory..", "com.github.benmanes.caffeine.cache..",
							"tools.jackson.core..", "tools.jackson.databind..", "tools.jackson.dataformat.cbor..",
							"com.authlete.cose..", "org.springframework.jdbc.core..",
							"org.apache.tomcat.util.http.fileupload..", "io.fuota.metrics", "io.fuota.storage",
							"io.fuota.device", "io.fuota.history", "io.fuota.fleet", "io.fuota.firmware",
							"io.fuota.firmware.image", "io.fuota.update", "io.fuota.access", "io.fuota.console",
							"io.fuota.http", "io.fuota.protocol.coap")),
			Map.entry("protocol.coaps",
					allowed(SERVLETS, "org.springframework.jdbc.core..", "org.springframework.transaction.support..",
							"org.springframework.context", "javax.crypto..", "javax.security.auth.x500..",
							"org.eclipse.californium.elements..", "org.eclipse.californium.scandium..",
							"io.fuota.address", "io.fuota.storage", "io.fuota.history", "io.fuota.http",
							"io.fuota.console", "io.fuota.tls", "io.fuota.protocol.coap")),
			Map.entry("protocol.exosite",
					allowed(SERVLETS, "org.springframework.jdbc.core..", "org.springframework.transaction.support..",
							"org.springframework.context..", "org.springframework.beans.factory..",
							"tools.jackson.core..", "tools.jackson.databind..", "io.micrometer.core.instrument..",
							"de.siegmar.fastcsv.reader..", "io.fuota.step", "io.fuota.address", "io.fuota.metrics",
							"io.fuota.storage", "io.fuota.device", "io.fuota.history", "io.fuota.fleet",
							"io.fuota.firmware", "io.fuota.firmware.image", "io.fuota.update", "io.fuota.access",
							"io.fuota.http", "io.fuota.console")),
			Map.entry("tls",
					allowed(new String[] { "javax.net.ssl..", "javax.security.auth.x500..",
							"org.springframework.beans.factory..", "org.springframework.boot.context.properties..",
							"org.springframework.boot.tomcat..", "org.springframework.boot.web.server..",
							"org.springframework.context.annotation..", "org.springframework.stereotype..",
							"org.springframework.util.function", "org.apache.catalina.connector..",
							"org.apache.tomcat.util.net..", "org.bouncycastle..", "io.netty.buffer..",
							"io.netty.handler.ssl..", "io.netty.util..", "io.micrometer.core.instrument.." },
							"io.fuota.step", "io.fuota.address", "io.fuota.http")),
			Map.entry("operations",
					allowed(new String[] { "org.springframework..", "com.sun.management..", "javax.sql..",
							"com.zaxxer.hikari..", "org.sqlite..", "org.flywaydb.core..", "org.bouncycastle..",
							"io.micrometer.core.instrument.." }, "io.fuota.step", "io.fuota.storage", "io.fuota.device",
							"io.fuota.history", "io.fuota.fleet", "io.fuota.firmware", "io.fuota.update",
							"io.fuota.access", "io.fuota.http", "io.fuota.tls")));

	private static List<String> allowed(String[] others, String... more) {
		List<String> all = new ArrayList<>(List.of(others));
		all.addAll(List.of(more));
		return all;
	}

	@Test
	void scanSawTheClasses() {
		assertThat(CLASSES).as("the scan found the program").hasSizeGreaterThan(60);
		Set<String> packages = CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
		packages.remove("io.fuota");
		packages.remove("io.fuota.protocol");
		assertThat(packages).as("every package has an allow-list, and every allow-list a package")
			.containsExactlyInAnyOrderElementsOf(ALLOWED.keySet().stream().map(name -> "io.fuota." + name).toList());
	}

	@TestFactory
	Stream<DynamicTest> packagesUseOnlyWhatTheyMay() {
		return ALLOWED.entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
			String own = "io.fuota." + entry.getKey();
			String[] allowed = Stream.of(List.of(own), List.of(LANGUAGE), entry.getValue())
				.flatMap(List::stream)
				.toArray(String[]::new);
			classes().that()
				.resideInAPackage(own)
				.should()
				.onlyDependOnClassesThat(
						resideInAnyPackage(allowed).or(nameMatching("\\[+[ZBSCIJFD]|[a-z]+")).or(arraysOf(allowed)))
				.check(CLASSES);
		}));
	}

	private static DescribedPredicate<JavaClass> arraysOf(String... packages) {
		return DescribedPredicate.describe("arrays of them",
				type -> type.isArray() && (type.getBaseComponentType().isPrimitive()
						|| resideInAnyPackage(packages).test(type.getBaseComponentType())));
	}

	@Test
	void packagesFormNoRing() {
		slices().matching("io.fuota.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void modulesAreAsTheirPackageInfosSay() {
		ApplicationModules modules = ApplicationModules.of(FuotaServerApplication.class,
				nameMatching(".*" + GENERATED + ".*"));
		assertThat(modules.stream().count()).isGreaterThanOrEqualTo(ALLOWED.size());
		modules.verify();
	}

	@Test
	void everyPackageIsNullMarked() {
		Set<String> packages = CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
		assertThat(packages)
			.allSatisfy(name -> assertThat(Class.forName(name + ".package-info")).as("package-info of %s", name)
				.hasAnnotation(NullMarked.class));
	}

	@Test
	void jackson2IsntUsed() {
		noClasses().should().dependOnClassesThat().resideInAPackage("com.fasterxml.jackson.databind..").check(CLASSES);
	}

	@Test
	void noBeanDependsOnAConditionThatTheBuildWouldDecide() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot.autoconfigure.condition..")
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("org.springframework.context.annotation.Conditional")
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("org.springframework.context.annotation.Profile")
			.check(CLASSES);
	}

	@Test
	void namesSayWhatAClassIs() {
		noClasses().should().haveSimpleNameEndingWith("Impl").check(CLASSES);
		noClasses().should().haveSimpleNameEndingWith("Manager").check(CLASSES);
		noClasses().should().haveSimpleNameEndingWith("Helper").check(CLASSES);
		noClasses().should().haveSimpleNameEndingWith("Util").check(CLASSES);
		noClasses().should().haveSimpleNameEndingWith("Utils").check(CLASSES);
		noClasses().should().haveSimpleNameEndingWith("Dto").check(CLASSES);
		noClasses().should().haveSimpleNameStartingWith("Abstract").check(CLASSES);
	}

}
