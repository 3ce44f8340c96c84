# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds and measures alarm pulses in a WAV file, written apart from the C meter."""
import wave

import numpy as np

NOTES = {"C4": 261.63, "D4": 293.66, "E4": 329.63, "F4": 349.23, "F#4": 369.99, "G4": 392.00, "A4": 440.00,
         "B4": 493.88, "C5": 523.25, "G5": 783.99}


class Pulse:
    """One pulse: begin and end in seconds at 90 %, rise in ms, pitch, harmonics in dB."""


def read(path):
    with wave.open(path) as sound:
        assert sound.getsampwidth() == 2, "not 16 bit"
        rate = sound.getframerate()
        data = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
        return rate, data.reshape(-1, sound.getnchannels())[:, 0]


def regions(data, rate):
    """Where there is anything at all, with some silence about it: a long recording is
    mostly silence."""
    block = rate // 100
    count = -(-len(data) // block)
    padded = np.zeros(count * block, data.dtype)
    padded[:len(data)] = data
    some = np.abs(padded.reshape(count, block).astype(np.int32)).max(axis=1) > 0
    near = np.convolve(some, np.ones(7), "same") > 0.5
    edges = np.diff(np.concatenate(([0], near.astype(int), [0])))
    for begin, end in zip(np.where(edges == 1)[0], np.where(edges == -1)[0]):
        yield begin * block, min(end * block, len(data))


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
    size = 1 << 17
    spectrum = np.abs(np.fft.rfft(inner, size))
    hz = np.fft.rfftfreq(size, 1 / rate)
    low = (hz > 150) & (hz < 1000)
    pulse.hz = hz[low][np.argmax(spectrum[low])]
    peaks = [spectrum[(hz > h * pulse.hz - 15) & (hz < h * pulse.hz + 15)].max() for h in range(1, 6)]
    pulse.harmonics = 20 * np.log10(np.array(peaks) / max(peaks))
    return pulse


def measure(path):
    rate, data = read(path)
    n = int(rate * 0.004)
    pulses = []
    for first, last in regions(data, rate):
        x = data[first:last] / 32768.0
        envelope = np.convolve(np.abs(x), np.ones(n) / n, "same")
        for begin, end in spans(envelope > 0.005, rate):
            pulse = measure_one(x, envelope, rate, begin, end)
            pulse.begin += first / rate
            pulse.end += first / rate
            pulses.append(pulse)
    for before, pulse in zip([None] + pulses, pulses):
        pulse.gap = (pulse.begin - before.end) * 1000 if before else None
    return pulses


def cents(pulse, note):
    return 1200 * np.log2(pulse.hz / NOTES[note])
