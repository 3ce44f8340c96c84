# SPDX-License-Identifier: GPL-3.0-or-later
"""The samples of workload W1, as src/plot/steady-bench-w1.c makes them."""

import numpy

TRACES, RATE, SWEEP = 12, 250, 10
SLOTS = RATE * SWEEP
NUMBERS, TREND = 24, 240


def block(first, count):
    """TRACES rows of count samples from index first."""
    index = numpy.arange(first, first + count, dtype=numpy.int64)
    t = index / RATE
    rows = numpy.empty((TRACES, count), numpy.float32)
    for trace in range(TRACES):
        phase = (t * (2.137 if trace < 8 else 0.453) + trace * 0.13) % 1.0

        def bump(centre, width):
            return numpy.exp(-(((phase - centre) / width) ** 2))

        if trace < 3:
            value = (0.25 + 0.56 * bump(0.36, 0.010) - 0.14 * bump(0.39, 0.010)
                     + 0.15 * bump(0.62, 0.050) + 0.08 * bump(0.18, 0.025))
        elif trace < 8:
            value = 0.1 + 0.75 * (bump(0.20, 0.09) + 0.55 * bump(0.42, 0.16))
        else:
            value = (0.5 + 0.38 * numpy.sin(2 * numpy.pi * phase)
                     + 0.04 * numpy.sin(26 * numpy.pi * phase))
        noise = (index * 2654435761 + trace * 40503) >> 7 & 1023
        rows[trace] = value + (noise / 1023.0 - 0.5) * 0.02
    return rows


def trend(number, second):
    return (0.5 + 0.3 * numpy.sin(second * 0.021 + number)
            + 0.05 * numpy.sin(second * 0.37 + number * 2))
