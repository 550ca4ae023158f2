#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

double now(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

/* proc(5): fields 14 to 17 of stat are utime, stime, cutime and cstime. The second field is in brackets and may hold blanks. */
static double cpu_of_one(int pid) {
	char path[64], text[1024];
	snprintf(path, sizeof path, "/proc/%d/stat", pid);
	FILE *file = fopen(path, "r");
	if (!file) return 0;
	size_t length = fread(text, 1, sizeof text - 1, file);
	fclose(file);
	text[length] = 0;
	char *rest = strrchr(text, ')');
	unsigned long user = 0, system = 0;
	long children_user = 0, children_system = 0;
	if (!rest || sscanf(rest + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %ld %ld", &user, &system,
			    &children_user, &children_system) != 4)
		return 0;
	return (double)(user + system + children_user + children_system) / sysconf(_SC_CLK_TCK);
}

double cpu_of(const char *pids) {
	double sum = 0;
	for (const char *pid = pids; pid && *pid; pid = strchr(pid, ',') ? strchr(pid, ',') + 1 : NULL)
		sum += cpu_of_one(atoi(pid));
	return sum;
}

double own_cpu(void) {
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static int bucket_of(uint64_t micros) {
	if (micros < STEPS) return (int)micros;
	int shift = 63 - __builtin_clzll(micros) - 6;
	int bucket = STEPS * (shift + 1) + (int)((micros >> shift) - STEPS);
	return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

static uint64_t micros_of(int bucket) {
	if (bucket < STEPS) return (uint64_t)bucket;
	return (uint64_t)(bucket % STEPS + STEPS) << (bucket / STEPS - 1);
}

void count_latency(struct counts *counts, double seconds) {
	uint64_t micros = seconds > 0 ? (uint64_t)(seconds * 1e6) : 0;
	counts->latency[bucket_of(micros)]++;
	if (micros > counts->slowest) counts->slowest = micros;
}

double latency_at(const struct counts *counts, double quantile) {
	uint64_t all = 0, seen = 0;
	for (int i = 0; i < BUCKETS; i++) all += counts->latency[i];
	for (int i = 0; i < BUCKETS; i++) {
		seen += counts->latency[i];
		if (all && seen >= quantile * all) return micros_of(i) / 1e3;
	}
	return 0;
}

void add_counts(struct counts *sum, const struct counts *part) {
	sum->answers += part->answers;
	sum->bytes += part->bytes;
	sum->connections += part->connections;
	sum->handshakes += part->handshakes;
	sum->resumed += part->resumed;
	for (int i = 0; i < FAILURES; i++) sum->failed[i] += part->failed[i];
	for (int i = 0; i < BUCKETS; i++) sum->latency[i] += part->latency[i];
	if (part->slowest > sum->slowest) sum->slowest = part->slowest;
}
