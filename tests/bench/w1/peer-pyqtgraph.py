#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Workload W1 in pyqtgraph: peer-pyqtgraph.py SECONDS LINE_WIDTH ANTIALIAS(0|1)"""

import os
import sys
import time

os.environ.setdefault("PYQTGRAPH_QT_LIB", "PyQt5")

import numpy
import pyqtgraph
from pyqtgraph.Qt import QtCore, QtWidgets

import workload

WARM_UP = 4.0
HOLE = workload.SLOTS // 50


class CountingLayout(pyqtgraph.GraphicsLayoutWidget):
    """Counts the frames that are really painted."""

    frames = 0

    def paintEvent(self, event):
        self.frames += 1
        super().paintEvent(event)


class Bench:
    def __init__(self, seconds, width):
        self.seconds = seconds
        self.window = QtWidgets.QWidget()
        self.window.setWindowFlags(QtCore.Qt.FramelessWindowHint)
        self.window.setGeometry(0, 0, 1920, 1080)
        layout = QtWidgets.QGridLayout(self.window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.add_waves(layout, width)
        self.add_numbers(layout)
        self.window.show()
        self.next = 0
        self.second = -1
        self.begin = None
        self.start = time.monotonic()

    def add_waves(self, layout, width):
        self.waves = CountingLayout()
        self.waves.ci.layout.setSpacing(0)
        self.waves.ci.setContentsMargins(0, 0, 0, 0)
        self.waves.setFixedSize(1440, 1080)
        layout.addWidget(self.waves, 0, 0, 12, 1)
        self.places = numpy.arange(workload.SLOTS, dtype=numpy.float32)
        self.ring = workload.block(0, workload.SLOTS)
        self.curves = []
        for trace in range(workload.TRACES):
            plot = self.waves.addPlot(row=trace, col=0)
            plot.hideAxis("left")
            plot.hideAxis("bottom")
            plot.hideButtons()
            plot.setMouseEnabled(False, False)
            plot.setMenuEnabled(False)
            plot.disableAutoRange()
            plot.setRange(xRange=(0, workload.SLOTS), yRange=(0, 1), padding=0)
            curve = pyqtgraph.PlotCurveItem(
                pen=pyqtgraph.mkPen(pyqtgraph.intColor(trace, 12), width=width),
                connect="finite")
            plot.addItem(curve)
            self.curves.append(curve)

    def add_numbers(self, layout):
        self.labels, self.trends = [], []
        for number in range(workload.NUMBERS):
            label = QtWidgets.QLabel("--")
            label.setStyleSheet("font-size:28px;color:white;background:black")
            label.setFixedSize(120, 90)
            plot = pyqtgraph.PlotWidget()
            plot.setFixedSize(120, 90)
            plot.hideAxis("left")
            plot.hideAxis("bottom")
            plot.disableAutoRange()
            plot.setRange(xRange=(0, workload.TREND), yRange=(0, 1), padding=0)
            curve = pyqtgraph.PlotCurveItem(pen="w")
            plot.addItem(curve)
            column = 1 + 2 * (number % 2)
            layout.addWidget(label, number // 2, column)
            layout.addWidget(plot, number // 2, column + 1)
            self.labels.append(label)
            self.trends.append(curve)

    def push(self, passed):
        count = min(int(passed * workload.RATE) - self.next, workload.SLOTS)
        if count <= 0:
            return
        fresh = (self.next + numpy.arange(count)) % workload.SLOTS
        self.ring[:, fresh] = workload.block(self.next, count)
        self.next += count
        shown = self.ring.copy()
        shown[:, (self.next + numpy.arange(HOLE)) % workload.SLOTS] = numpy.nan
        for trace, curve in enumerate(self.curves):
            curve.setData(self.places, shown[trace])

    def push_numbers(self, second):
        places = numpy.arange(workload.TREND)
        for number in range(workload.NUMBERS):
            values = workload.trend(number, places + second)
            self.trends[number].setData(places, values)
            self.labels[number].setText(f"{100 * values[0]:.1f}")

    def tick(self):
        now = time.monotonic()
        passed = now - self.start
        self.push(passed)
        if int(passed) != self.second:
            self.second = int(passed)
            self.push_numbers(self.second)
        if self.begin is None and passed > WARM_UP:
            self.begin = now
            self.waves.frames = 0
            print("BEGIN", file=sys.stderr, flush=True)
        elif self.begin is not None and now - self.begin >= self.seconds:
            print("END", file=sys.stderr, flush=True)
            print(f"frames={self.waves.frames}", flush=True)
            time.sleep(1.5)
            os._exit(0)


def main():
    seconds, width, antialias = float(sys.argv[1]), float(sys.argv[2]), sys.argv[3] == "1"
    pyqtgraph.setConfigOptions(antialias=antialias)
    application = QtWidgets.QApplication([])
    bench = Bench(seconds, width)
    timer = QtCore.QTimer()
    timer.setTimerType(QtCore.Qt.PreciseTimer)
    timer.timeout.connect(bench.tick)
    timer.start(16)
    application.exec_()


main()
