#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Workload W2 in pyqtgraph, tuned: peer-pyqtgraph-w2.py FOLDER SECONDS REDRAWS

Tuned: float32, peak downsampling, clipped to the view, no check for finite values and no
limit of the dynamic range; as documented it takes ten times as long.
"""

import os
import sys
import time

os.environ.setdefault("PYQTGRAPH_QT_LIB", "PyQt5")

import numpy
import pyqtgraph
from pyqtgraph.Qt import QtWidgets

WAVES, NUMERICS, RATE = 8, 40, 125
EMPTY_PAINTS = 10  # the window stands before the clock runs, in each program alike


class Bench:
    def __init__(self, folder, seconds):
        self.folder, self.seconds = folder, seconds
        self.application = QtWidgets.QApplication([])
        self.window = pyqtgraph.GraphicsLayoutWidget()
        self.window.setGeometry(0, 0, 1920, 1080)
        self.window.ci.layout.setSpacing(0)
        self.window.ci.setContentsMargins(0, 0, 0, 0)
        self.plots = []
        for row in range(WAVES):
            plot = self.window.addPlot(row=row, col=0)
            plot.hideAxis("left")
            plot.hideAxis("bottom")
            plot.hideButtons()
            plot.setMenuEnabled(False)
            plot.disableAutoRange()
            plot.setRange(xRange=(0, seconds), yRange=(0, 160), padding=0)
            self.plots.append(plot)
        self.window.show()
        for _ in range(EMPTY_PAINTS):
            self.paint()
            self.window.viewport().repaint()

    def paint(self):
        for _ in range(3):
            self.application.processEvents()

    def add(self, places, values, number):
        item = pyqtgraph.PlotDataItem(
            pen=pyqtgraph.mkPen(pyqtgraph.intColor(number, 9), width=1),
            skipFiniteCheck=True, dynamicRangeLimit=None)
        self.plots[number % WAVES].addItem(item)
        item.setDownsampling(auto=True, method="peak")
        item.setClipToView(True)
        item.setData(places, values)

    def open(self):
        cpu, wall = time.process_time(), time.perf_counter()
        waves = numpy.fromfile(f"{self.folder}/w2.f32", numpy.float32).reshape(WAVES, -1)
        numerics = numpy.fromfile(f"{self.folder}/numeric.f32",
                                  numpy.float32).reshape(NUMERICS, -1)
        places = numpy.arange(waves.shape[1], dtype=numpy.float64) / RATE
        for number, row in enumerate(waves):
            self.add(places, row, number)
        places = numpy.arange(numerics.shape[1], dtype=numpy.float64)
        for number, row in enumerate(numerics):
            self.add(places, row, number)
        self.paint()
        self.window.viewport().repaint()
        print(f"first_cpu_ms={1e3 * (time.process_time() - cpu):.2f}")
        print(f"first_wall_ms={1e3 * (time.perf_counter() - wall):.2f}", flush=True)

    def redraw(self, count):
        print("BEGIN", file=sys.stderr, flush=True)
        for number in range(count):
            for plot in self.plots:
                plot.setXRange(0.001 * number, self.seconds + 0.001 * number, padding=0)
            self.application.processEvents()
            self.window.viewport().repaint()
        print("END", file=sys.stderr, flush=True)
        print(f"frames={count}", flush=True)
        time.sleep(1.5)


def main():
    bench = Bench(sys.argv[1], float(sys.argv[2]))
    bench.open()
    bench.redraw(int(sys.argv[3]))
    os._exit(0)


main()
