/* The limit of rk4: the classical step in C, on the van der Pol oscillator or a chain of ten thermal masses.
   rk4 UNITS SYSTEM; a unit is 1000 steps from the start. Prints the sum of the states, CPU and wall time in ns. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOST 10
typedef void (*derive_t)(double t, const double *x, double *dx);

static void van_der_pol(double t, const double *x, double *dx) {
  dx[0] = x[1];
  dx[1] = (1 - x[0] * x[0]) * x[1] - x[0];
}

static void chain(double t, const double *x, double *dx) {
  dx[0] = (500.0 - 12.0 * (x[0] - x[1])) / 4000.0;
  for (int i = 1; i < 9; i++) dx[i] = (12.0 * (x[i - 1] - x[i]) - 12.0 * (x[i] - x[i + 1])) / 4000.0;
  dx[9] = (12.0 * (x[8] - x[9]) - 5.0 * (x[9] - 20.0)) / 4000.0;
}

static void step(derive_t f, int n, double t, double h, double *x) {
  double k1[MOST], k2[MOST], k3[MOST], k4[MOST], s[MOST];
  f(t, x, k1);
  for (int i = 0; i < n; i++) s[i] = x[i] + 0.5 * h * k1[i];
  f(t + 0.5 * h, s, k2);
  for (int i = 0; i < n; i++) s[i] = x[i] + 0.5 * h * k2[i];
  f(t + 0.5 * h, s, k3);
  for (int i = 0; i < n; i++) s[i] = x[i] + h * k3[i];
  f(t + h, s, k4);
  for (int i = 0; i < n; i++) x[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
}

static double now(clockid_t clock) {
  struct timespec at;
  clock_gettime(clock, &at);
  return at.tv_sec * 1e9 + at.tv_nsec;
}

int main(int argc, char **argv) {
  long units = atol(argv[1]);
  int isChain = strcmp(argv[2], "chain") == 0;
  derive_t f = isChain ? chain : van_der_pol;
  int n = isChain ? 10 : 2;
  double h = isChain ? 1.0 : 0.01;
  double x[MOST], sum = 0;
  double cpu = now(CLOCK_PROCESS_CPUTIME_ID), wall = now(CLOCK_MONOTONIC);
  for (long unit = 0; unit < units; unit++) {
    for (int i = 0; i < n; i++) x[i] = isChain ? 20 : i == 0 ? 2 : 0;
    for (int k = 0; k < 1000; k++) step(f, n, k * h, h, x);
    sum = 0;
    for (int i = 0; i < n; i++) sum += x[i];
  }
  printf("%.17g %.0f %.0f\n", sum, now(CLOCK_PROCESS_CPUTIME_ID) - cpu, now(CLOCK_MONOTONIC) - wall);
  return 0;
}
