/* The limit of many twins: the machine of flow.ts as one C function over structures side by side.
   machine UNITS COUNT; a unit is a tick of COUNT twins. Prints the checksum of 200 ticks of 16 twins, CPU and wall time in ns. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct {
  double ring[16];
  int at, count, started;
  double filter, slow, T;
  double scale, limit, smooth, heat, temperature, hot, high, residual, size, far, either, efficiency, held, score, total;
} machine_t;

static double clamp(double x, double low, double high) { return x < low ? low : x > high ? high : x; }

static double slope(double heat, double T) { return (heat - 10 * (T - 20)) / 1000; }

static double tick(machine_t *m, double u) {
  m->scale = 0.5 * u + 3;
  m->limit = clamp(m->scale, 10, 45);
  if (m->count < 16) m->count++;
  m->ring[m->at] = m->limit;
  m->at = (m->at + 1) % 16;
  double sum = 0;
  for (int i = 0; i < m->count; i++) sum += m->ring[i];
  m->smooth = sum / m->count;
  m->filter = m->started ? m->filter + (1 - exp(-1.0 / 5)) * (m->limit - m->filter) : m->limit;
  m->heat = 10 * m->filter;
  double T = m->T;
  m->temperature = T;
  m->hot = T > 30;
  m->high = m->smooth > 28;
  m->residual = m->filter - m->smooth;
  m->size = fabs(m->residual);
  m->far = m->size > 5;
  m->either = m->high || m->far;
  m->slow = m->started ? m->slow + (1 - exp(-1.0 / 20)) * (T - m->slow) : T;
  m->efficiency = m->smooth / (fabs(T) + 1);
  m->held = clamp(m->smooth, 15, 40);
  m->score = m->held * m->held * 0.01 + m->held;
  m->total = m->score + m->efficiency + m->slow;
  double k1 = slope(m->heat, T), k2 = slope(m->heat, T + 0.5 * k1), k3 = slope(m->heat, T + 0.5 * k2), k4 = slope(m->heat, T + k3);
  m->T = T + (k1 + 2 * k2 + 2 * k3 + k4) / 6;
  m->started = 1;
  return m->total + m->hot + 2 * m->either;
}

static double run(machine_t *all, int count, long ticks) {
  for (int i = 0; i < count; i++) all[i] = (machine_t){.T = 20};
  double sum = 0;
  for (long k = 0; k < ticks; k++)
    for (int i = 0; i < count; i++) sum += tick(&all[i], ((i * 7 + k * 13) % 101) * 0.9);
  return sum;
}

static double now(clockid_t clock) {
  struct timespec at;
  clock_gettime(clock, &at);
  return at.tv_sec * 1e9 + at.tv_nsec;
}

int main(int argc, char **argv) {
  long units = atol(argv[1]);
  int count = atoi(argv[2]);
  machine_t *all = malloc(sizeof(machine_t) * (count > 16 ? count : 16));
  double sum = run(all, 16, 200);
  double cpu = now(CLOCK_PROCESS_CPUTIME_ID), wall = now(CLOCK_MONOTONIC);
  volatile double sink = run(all, count, units);
  (void)sink;
  printf("%.17g %.0f %.0f\n", sum, now(CLOCK_PROCESS_CPUTIME_ID) - cpu, now(CLOCK_MONOTONIC) - wall);
  return 0;
}
