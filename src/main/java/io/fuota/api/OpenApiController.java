package io.fuota.api;

import io.fuota.http.RequestNote;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/openapi.json}: what there is, for programs that make clients. */
@RestController
class OpenApiController {

	@GetMapping("/api/v1/openapi.json")
	ResponseEntity<Resource> document(HttpServletRequest request) {
		RequestNote.begin(request, "api-openapi");
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(new ClassPathResource("openapi.json"));
	}

}
