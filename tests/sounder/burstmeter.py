# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds and measures alarm pulses in a WAV file, written apart from the C meter."""
import wave

import numpy as np

NOTES = {"C4": 261.63, "E4": 329.63, "F#4": 369.99, "C5": 523.25}


class Pulse:
    """One pulse: begin and end in seconds at 90 %, rise in ms, pitch, harmonics in dB."""


def read(path):
    with wave.open(path) as sound:
        assert sound.getsampwidth() == 2, "not 16 bit"
        rate = sound.getframerate()
        data = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
        return rate, data.reshape(-1, sound.getnchannels())[:, 0] / 32768.0


def spans(loud, rate):
    """Where it is loud, gaps below 15 ms bridged, bits below 30 ms dropped."""
    edges = np.diff(np.concatenate(([0], loud.astype(int), [0])))
    found = []
    for begin, end in zip(np.where(edges == 1)[0], np.where(edges == -1)[0]):
        if found and begin - found[-1][1] < 0.015 * rate:
            found[-1][1] = end
        else:
            found.append([begin, end])
    return [(b, e) for b, e in found if e - b > 0.03 * rate]


def measure_one(x, envelope, rate, begin, end):
    pulse = Pulse()
    part = envelope[begin:end]
    top = np.percentile(part, 80)
    rise10 = begin + np.argmax(part > 0.1 * top)
    rise90 = begin + np.argmax(part > 0.9 * top)
    fall90 = end - 1 - np.argmax(part[::-1] > 0.9 * top)
    pulse.begin, pulse.end, pulse.top = rise90 / rate, fall90 / rate, top
    pulse.duration = (fall90 - rise90) / rate * 1000
    pulse.rise = (rise90 - rise10) / rate * 1000
    inner = x[rise90:fall90] * np.hanning(fall90 - rise90)
    size = 1 << 19
    spectrum = np.abs(np.fft.rfft(inner, size))
    hz = np.fft.rfftfreq(size, 1 / rate)
    low = (hz > 150) & (hz < 1000)
    pulse.hz = hz[low][np.argmax(spectrum[low])]
    peaks = [spectrum[(hz > h * pulse.hz - 15) & (hz < h * pulse.hz + 15)].max() for h in range(1, 6)]
    pulse.harmonics = 20 * np.log10(np.array(peaks) / max(peaks))
    return pulse


def measure(path):
    rate, x = read(path)
    n = int(rate * 0.004)
    envelope = np.convolve(np.abs(x), np.ones(n) / n, "same")
    pulses = [measure_one(x, envelope, rate, b, e) for b, e in spans(envelope > 0.005, rate)]
    for before, pulse in zip([None] + pulses, pulses):
        pulse.gap = (pulse.begin - before.end) * 1000 if before else None
    return pulses


def cents(pulse, note):
    return 1200 * np.log2(pulse.hz / NOTES[note])
