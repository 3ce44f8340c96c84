#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases that leave Steady in each format: read by programs that are not ours, and taken in again.

usage: test-round-trip.py STEADY-CASE STEADY-ENGINE; prints TAP
"""
import array
import base64
import csv
import datetime
import glob
import hashlib
import json
import math
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, "..", ".."))
sys.path.insert(0, HERE)
import wfdbreader  # noqa: E402

CASE, ENGINE = sys.argv[1:3]
RATE = 125
GAPS = ((400, 460), (1000, 1001), (2000, 2375))  # rows without a pressure


class Skip(Exception):
    pass


def run(*arguments, fails=False):
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=120)
    assert (done.returncode != 0) == fails, (arguments, done)
    return done


class Table:
    """A CSV export: {channel: (unit, [(time, value)])} of waves, the numerics a second, events."""

    def __init__(self, folder):
        self.waves, self.numerics, self.units, self.gaps = {}, {}, {}, {}
        names = {os.path.basename(path).split("-", 1)[1]: path for path in glob.glob(folder + "/*.csv")}
        for row in self.rows(names["channels.csv"]):
            self.units[row["name"]] = row["unit"]
        for name, path in names.items():
            if name.startswith("wave-"):
                rows = self.rows(path)
                column = list(rows[0])[-1]
                name = column.split(" [")[0]
                there = [row for row in rows if row[column] != ""]
                self.waves[name] = [(float(row["case_s"]), float(row[column])) for row in there]
                numbers = [int(row["index"]) for row in there]
                self.gaps[name] = [(a + 1, b) for a, b in zip(numbers, numbers[1:]) if b != a + 1]
                assert sum(row[column] == "" for row in rows) == len(self.gaps[name]), name
        for row in self.rows(names["numerics.csv"]):
            for column, value in list(row.items())[2:]:
                if value != "":
                    self.numerics.setdefault(column.split(" [")[0], []).append((float(row["case_s"]), float(value)))
        self.events = [(float(row["case_s"]), row["event"], float(row["value"] or 0), row["text"])
                       for row in self.rows(names["events.csv"])]
        self.start = [row["utc"] for row in self.rows(names["events.csv"])][:1]
        # of a second the order of channels is not kept; an import marks every value as simulated where the file is
        self.quality = sorted((float(row["case_s"]), row["channel"], row["value"], row["unit"], row["quality"],
                               int(row["flags"]) & ~1) for row in self.rows(names["numerics-quality.csv"]))  # not simulated

    @staticmethod
    def rows(path):
        with open(path, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


class Stage:
    def __init__(self, folder):
        self.folder, self.count = folder, 0
        self.simulated = self.path("simulated.steady")
        run(ENGINE, "--training", os.path.join(ROOT, "data", "scenarios", "arterial-air.json"), "--speed", "max",
            "--until", "62s", "--case", self.simulated)
        self.gapped = self.make_gapped()
        self.tables = {case: self.export_csv(case) for case in (self.simulated, self.gapped)}

    def path(self, name):
        return os.path.join(self.folder, name)

    def fresh(self, ending=""):
        self.count += 1
        return self.path(f"x{self.count}{ending}")

    def make_gapped(self):
        """A recording with holes in its pressure, which becomes a case."""
        path = self.path("gapped.csv")
        with open(path, "w") as file:
            for k in range(40 * RATE):
                hole = any(begin <= k < end for begin, end in GAPS)
                pressure = "" if hole else f"{60 + 25 * math.sin(k / 11):.3f}"
                file.write(f"{k / RATE:.3f},{pressure},{0.5 * math.sin(k / 7):.4f},{k % 250 // 10 if k % 250 == 0 else ''}\n")
        with open(path + ".json", "w") as file:
            json.dump({"format": "steady-csv", "version": 1, "source": "made for this test", "rate_hz": RATE,
                       "time": {"column": 0, "unit": "s"},
                       "columns": [{"column": 1, "channel": "arterial_pressure", "unit": "mmHg"},
                                   {"column": 2, "channel": "ecg", "unit": "mV"},
                                   {"column": 3, "channel": "arterial_mean", "unit": "mmHg"}]}, file)
        case = self.path("gapped.steady")
        run(CASE, "import", path, case)
        return case

    def export(self, case, kind, to):
        run(CASE, "export", "--format", kind, case, to)
        return to

    def export_csv(self, case):
        return Table(self.export(case, "csv", self.fresh()))

    def bring_back(self, recording):
        case = self.fresh(".steady")
        run(CASE, "import", recording, case)
        assert json.loads(run(CASE, "verify", case).stdout)["whole"]
        return case


def compare(what, before, after, step, time_step=1e-6):
    """The same samples at the same times, to @step of their channel."""
    assert len(before) == len(after), f"{what}: {len(before)} samples became {len(after)}"
    for (t, value), (t_after, value_after) in zip(before, after):
        assert abs(t - t_after) <= time_step, f"{what}: {t} s became {t_after} s"
        assert abs(value - value_after) <= step, f"{what} at {t} s: {value} became {value_after}"


def step_of(values):
    """Half a step of 16 bits over the range, and what 8 digits of a header may add."""
    low, high = min(v for _, v in values), max(v for _, v in values)
    # steps are 1, 2 or 5 times a power of ten
    return 1.3 * 2.5 * max(high - low, 1e-9) / 65532 + 2e-7 * max(abs(low), abs(high))


def compare_tables(before, after, exact):
    assert before.waves.keys() == after.waves.keys(), (before.waves.keys(), after.waves.keys())
    assert before.gaps == after.gaps, (before.gaps, after.gaps)
    if exact:
        changed = [pair for pair in zip(before.quality, after.quality) if pair[0] != pair[1]]
        assert len(before.quality) == len(after.quality) and not changed, changed[:3]
    for name, samples in before.waves.items():
        compare(name, samples, after.waves[name], 0 if exact else step_of(samples))
        assert before.units[name] == after.units[name], name
    for name, samples in before.numerics.items():
        step = 0 if exact else max(step_of(samples), 0.05 if name == "arterial_mean" else 0.06)
        step = max(step, 0 if exact else 2e-4 * max(abs(v) for _, v in samples))
        compare(name, samples, after.numerics[name], step)
        assert before.units[name] == after.units[name], name


def compare_events(before, after, time_step=0.001):
    """Every event comes back; alarms come back as notes beside them."""
    rest = [event for event in after.events if not event[3].startswith("alarm ")]
    assert len(rest) == len(before.events), (before.events, rest)
    for one, other in zip(before.events, rest):
        assert abs(one[0] - other[0]) <= time_step and one[1:] == other[1:], (one, other)
    if before.start and after.start:
        # a case that ran as fast as it goes has a wall clock that does not follow it
        times = [datetime.datetime.fromisoformat(table.start[0].rstrip("Z")) for table in (before, after)]
        assert abs((times[0] - times[1]).total_seconds()) < 1, (before.start, after.start)


def the_gaps_are_those_that_were_made(stage):
    """What the others are compared with holds each gap, and nothing where one is."""
    table = stage.tables[stage.gapped]
    assert table.gaps == {"arterial_pressure": list(GAPS), "ecg": []}, table.gaps
    assert table.units["arterial_pressure"] == "mmHg" and table.units["ecg"] == "mV", table.units
    assert all(abs(t * RATE - round(t * RATE)) < 1e-6 for t, _ in table.waves["arterial_pressure"])
    for t, value in table.waves["arterial_pressure"]:
        assert abs(value - (60 + 25 * math.sin(round(t * RATE) / 11))) < 0.0045, (t, value)  # 1/128 mmHg
    assert stage.tables[stage.simulated].events, "a case without events proves nothing"


def csv_comes_back(stage):
    for case in (stage.simulated, stage.gapped):
        folder = stage.export(case, "csv", stage.fresh())
        again = stage.bring_back(glob.glob(folder + "/*channels.csv")[0])
        table = stage.export_csv(again)
        compare_tables(stage.tables[case], table, True)
        compare_events(stage.tables[case], table)


def json_comes_back(stage):
    for case in (stage.simulated, stage.gapped):
        file = stage.export(case, "json", stage.fresh(".json"))
        with open(file, encoding="utf-8") as text:
            whole = json.load(text)  # one document, whatever its lines are
        assert whole["simulated"] == (case == stage.simulated)
        waves = {entry["channel"]: entry["name"] for entry in whole["channels"] if entry["kind"] == "wave"}
        table = stage.tables[case]
        for channel, name in waves.items():
            values = [v for run_ in whole["samples"] if run_["channel"] == channel for v in run_["values"] if v is not None]
            assert values == [v for _, v in table.waves[name]], name
        table = stage.export_csv(stage.bring_back(file))
        compare_tables(stage.tables[case], table, True)
        compare_events(stage.tables[case], table)


def wfdb_is_read_by_another_reader(stage):
    for case in (stage.simulated, stage.gapped):
        folder = stage.export(case, "wfdb", stage.fresh())
        record = wfdbreader.Record(glob.glob(folder + "/*.hea")[0])
        assert any("SIMULATED" in comment for comment in record.comments) == (case == stage.simulated)
        table = stage.tables[case]
        signals = {signal.name: signal for signal in record.signals}
        for name, samples in {**table.waves, **table.numerics}.items():
            signal = signals[name]
            rate = signal.per_frame * record.frame_rate
            there = [(k / rate, value) for k, value in enumerate(signal.values()) if value is not None]
            if name in table.waves:
                compare(name, samples, there, 0.51 / signal.gain)
            else:
                compare(name, samples, there[:len(samples)], 0.51 / signal.gain)
            assert signal.unit == (table.units[name].replace(" ", "_") or "NU"), name
        events = [note for note in record.notes if not note[1].startswith("alarm ")]
        assert len(events) == len(table.events), events
        for (t, text), event in zip(events, table.events):
            assert abs(t - event[0]) < 0.0011 and text.startswith(event[1]) and text.endswith(event[3]), (text, event)


def wfdb_comes_back(stage):
    for case in (stage.simulated, stage.gapped):
        folder = stage.export(case, "wfdb", stage.fresh())
        again = stage.bring_back(glob.glob(folder + "/*.hea")[0])
        table = stage.export_csv(again)
        compare_tables(stage.tables[case], table, False)
        compare_events(stage.tables[case], table, 0.0011)


def seal_of(content):
    """Where the checksum of an EDF file of Steady's stands: the field "reserved" of the first signal."""
    begin = 256 + 224 * int(content[252:256])
    return slice(begin, begin + 32)


def check_seal(path):
    with open(path, "rb") as file:
        content = bytearray(file.read())
    place = seal_of(content)
    seal, content[place] = bytes(content[place]), b" " * 32
    digest = hashlib.sha256(content).digest()[:18]
    assert seal == b"%-32s" % (b"sha256 " + base64.urlsafe_b64encode(digest)), seal


def edf_is_read_by_mne(stage):
    try:
        import warnings
        warnings.filterwarnings("ignore")
        import mne
    except ImportError as problem:
        raise Skip(f"{problem}; install python3-mne") from problem
    scale = {"mV": 1e-3, "uV": 1e-6}
    for case in (stage.simulated, stage.gapped):
        file = stage.export(case, "edf", stage.fresh(".edf"))
        # mne resamples slower signals to the fastest, which takes long: waves of the highest rate are compared
        waves = ["ecg", "arterial_pressur", "central_venous_p", "pre_oxygenator_p"]
        raw = mne.io.read_raw_edf(file, include=waves, preload=True, verbose="ERROR")
        table, rate = stage.tables[case], raw.info["sfreq"]
        check_seal(file)
        with open(file, "rb") as bytes_:
            head = bytes_.read(256)
        assert (b"SIMULATED" in head) == (case == stage.simulated)
        fastest = {name: samples for name, samples in table.waves.items() if name[:16] in raw.ch_names
                   and abs((samples[1][0] - samples[0][0]) * rate - 1) < 1e-6}
        assert "ecg" in fastest and "arterial_pressure" in fastest, raw.ch_names
        for name, samples in fastest.items():
            data = raw.get_data(name[:16])[0] / scale.get(table.units[name], 1)
            step = step_of(samples)
            for t, value in samples:
                there = data[round(t * rate)]
                assert abs(there - value) <= step, (name, t, value, there)
            missing = len(data) - len(samples)
            assert missing >= (sum(end - begin for begin, end in GAPS) if name == "arterial_pressure"
                               and case == stage.gapped else 0)
        words = [text for text in raw.annotations.description if not text.startswith(("alarm", "…"))]
        assert len(words) == len(table.events), words
        for onset, event in zip([o for o, d in zip(raw.annotations.onset, raw.annotations.description)
                                 if not d.startswith(("alarm", "…"))], table.events):
            assert abs(onset - event[0]) < 0.001, (onset, event)


def edf_comes_back(stage):
    for case in (stage.simulated, stage.gapped):
        file = stage.export(case, "edf", stage.fresh(".edf"))
        table = stage.export_csv(stage.bring_back(file))
        compare_tables(stage.tables[case], table, False)
        compare_events(stage.tables[case], table)


def make_discontinuous(path, first, hole):
    """The EDF+C file @path as EDF+D of another program: from record @first on everything is @hole seconds later."""
    with open(path, "rb") as file:
        content = bytearray(file.read())
    content[seal_of(content)] = b" " * 32
    content[88:168] = content[88:168].replace(b" Steady ", b" Others ")
    signals, records = int(content[252:256]), int(content[236:244])
    labels = [bytes(content[256 + 16 * i:272 + 16 * i]) for i in range(signals)]
    counts = [int(content[256 + 216 * signals + 8 * i:264 + 216 * signals + 8 * i]) for i in range(signals)]
    mark = next(i for i, label in enumerate(labels) if label.startswith(b"EDF Annotations"))
    begin, length = 256 * (signals + 1), 2 * sum(counts)
    content[192:197] = b"EDF+D"
    for record in range(first, records):
        at = begin + record * length + 2 * sum(counts[:mark])
        room = 2 * counts[mark]
        old = bytes(content[at:at + room])
        onset, rest = old.split(b"\x14\x14", 1)
        new_onset = b"%+g" % (float(onset) + hole)
        fresh = (new_onset + b"\x14\x14" + rest)
        assert not fresh[room:].strip(b"\0"), fresh
        content[at:at + room] = fresh[:room]
    with open(path, "wb") as file:
        file.write(content)
    return records


def edf_with_holes_comes_back(stage):
    """EDF+D: each record says when it begins, and what is missing between two is missing in the case."""
    file = stage.export(stage.gapped, "edf", stage.fresh(".edf"))
    before = stage.export_csv(stage.bring_back(file))
    records = make_discontinuous(file, 20, 100)
    after = stage.export_csv(stage.bring_back(file))
    with open(file, "rb") as bytes_:
        length = float(bytes_.read(256)[244:252])
    edge = 20 * length
    for name, samples in before.waves.items():
        moved = [(t + (100 if t >= edge - 1e-9 else 0), value) for t, value in samples]
        compare(name, moved, after.waves[name], 1e-9)
    assert records > 20 and max(t for t, _ in after.waves["ecg"]) > edge + 100, records
    # time that runs backwards, and a record that does not say its time
    for onset, words in ((-5, "order of time"), (None, "say when it begins")):
        other = stage.export(stage.gapped, "edf", stage.fresh(".edf"))
        if onset is None:
            make_discontinuous(other, 20, 100)
            with open(other, "r+b") as bytes_:
                onsets = list(re.finditer(rb"\+[0-9.]+\x14\x14", bytes_.read()))
                bytes_.seek(onsets[5].start())
                bytes_.write(b"x")
        else:
            make_discontinuous(other, 20, onset)
        done = run(CASE, "import", other, stage.fresh(".steady"), fails=True)
        assert done.stderr.count("\n") == 1, done
        assert words in done.stderr or "no EDF file" in done.stderr, done


def case_is_read_by_sqlite(stage):
    """The case as it is: its blocks hold what the CSV export says."""
    database = sqlite3.connect(f"file:{stage.gapped}?mode=ro", uri=True)
    table = stage.tables[stage.gapped]
    for channel, name in database.execute("SELECT id, name FROM channel WHERE kind = 1 OR rate_hz > 0").fetchall():
        found = []
        for kind, scale, offset, blob in database.execute(
                "SELECT format, scale, offset, samples FROM wave WHERE channel = ? ORDER BY t_ns", (channel,)):
            block = array.array("h" if kind == 1 else "f")
            block.frombytes(blob)
            found += [offset + scale * n for n in block] if kind == 1 else list(block)
        found = [value for value in found if not math.isnan(value)]
        assert len(found) == len(table.waves[name]), name
        assert all(abs(a - b) < 1e-5 for a, (_, b) in zip(found, table.waves[name])), name
    copy = stage.fresh(".steady")
    run(CASE, "copy", stage.gapped, copy)
    compare_tables(table, stage.export_csv(copy), True)


def deidentified_copy_names_nobody(stage):
    copy = stage.fresh(".steady")
    done = run(CASE, "deidentify", stage.simulated, copy)
    found = json.loads(done.stdout)
    assert found["kept"] == 0 and len(found["free_text"]) >= 2, found
    assert json.loads(run(CASE, "verify", copy).stdout)["whole"]
    with open(copy, "rb") as file:
        content = file.read()
    with open(stage.simulated, "rb") as file:
        assert b"Stuffy" in file.read()
    # a text that is also an alarm's title stands with the rules, as in every case
    for text in [b"Stuffy", b"arterial-air.json"] + [entry["text"].encode() for entry in found["free_text"][1:]]:
        assert text not in content, text
    assert not {entry["text"] for entry in found["free_text"]} & {event[3] for event in stage.export_csv(copy).events}
    before, after = stage.tables[stage.simulated], stage.export_csv(copy)
    compare_tables(before, after, True)
    assert [event[:3] for event in before.events] == [event[:3] for event in after.events]
    assert before.start[0][:10] != after.start[0][:10], "the day is the same"
    second = stage.fresh(".steady")
    run(CASE, "deidentify", stage.simulated, second)
    assert stage.export_csv(second).start != after.start, "each copy has an offset of its own"
    third = stage.fresh(".steady")
    kept = json.loads(run(CASE, "deidentify", "--keep-text", "1", stage.simulated, third).stdout)
    assert kept["kept"] == 1 and found["free_text"][0]["text"] in {event[3] for event in stage.export_csv(third).events}
    run(CASE, "deidentify", stage.simulated, third, fails=True)


def names_unread_file(content, variant):
    """Whether all that differs is what files.csv says of the two files that no import reads."""
    lines = [(a, b) for a, b in zip(content.split(b"\n"), variant.split(b"\n")) if a != b]
    return len(content) == len(variant) and content.startswith(b"file,bytes,") and \
        all(b"-numerics.csv" in a or b"-commands.csv" in a for a, _ in lines)


def damaged_files_are_refused_or_marked(stage):
    """Each format cut at each kilobyte and with bytes changed: a sentence, or a case that says what it is.

    What no import reads (the table a second, the commands) may be damaged as it likes.
    """
    whole = {"wfdb": None, "edf": None, "json": None, "csv": None}
    for kind in whole:
        there = stage.export(stage.gapped, kind, stage.fresh("." + kind if kind in ("edf", "json") else ""))
        whole[kind] = there
    marked = refused = untouched = 0
    for kind, there in whole.items():
        files = sorted(glob.glob(there + "/*")) if os.path.isdir(there) else [there]
        for victim in files:
            with open(victim, "rb") as file:
                content = file.read()
            step = max(1024, len(content) // 1024 // 5 * 1024)
            variants = [content[:length] for length in range(0, len(content), step)]
            for place in (len(content) // 3, len(content) // 2, len(content) - 40):
                changed = bytearray(content)
                changed[place] ^= 0x11
                variants.append(bytes(changed))
            for variant in variants:
                with open(victim, "wb") as file:
                    file.write(variant)
                entry = there if not os.path.isdir(there) else [f for f in files if f.endswith((".hea", "channels.csv"))][0]
                case = stage.fresh(".steady")
                done = subprocess.run([CASE, "import", "--partial", entry, case], capture_output=True, text=True,
                                      timeout=60)
                assert done.returncode in (0, 1), done
                if done.returncode == 1:
                    refused += 1
                    assert done.stderr.count("\n") == 1 and "steady-case: " in done.stderr, done
                    assert not os.path.exists(case), done
                elif done.stderr:
                    marked += 1
                    assert json.loads(run(CASE, "verify", case).stdout)["whole"]
                    database = sqlite3.connect(f"file:{case}?mode=ro", uri=True)
                    notes = [row[0] for row in database.execute("SELECT text FROM note WHERE about = 'import'")]
                    database.close()
                    assert len(notes) == 1 and notes[0].startswith(("PARTIAL IMPORT", "MENDED WHILE READING")), notes
                    if notes[0].startswith("PARTIAL IMPORT"):
                        assert subprocess.run([CASE, "import", entry, stage.fresh(".steady")], capture_output=True,
                                              timeout=60).returncode == 1
                else:
                    untouched += 1
                    # a format that can know has said so
                    assert victim.endswith(("-numerics.csv", "-commands.csv")) or names_unread_file(content, variant), \
                        (kind, victim, len(variant), len(content))
            with open(victim, "wb") as file:
                file.write(content)
    print(f"# {refused} refused, {marked} marked as partial, {untouched} of files that no import reads")
    assert refused > 20 and marked > 5, (refused, marked)


def wrong_words_are_one_sentence(stage):
    for words in (["export", "--format", "gdf", stage.gapped, stage.fresh()], ["deidentify", stage.gapped],
                  ["deidentify", "--keep-text", "none", stage.gapped, stage.fresh()], ["export", stage.gapped]):
        done = run(CASE, *words, fails=True)
        assert done.returncode == 2 and done.stderr.count("\n") == 1, done
    for kind in ("csv", "wfdb", "edf", "json"):
        full = stage.fresh()
        os.mkdir(full)
        with open(os.path.join(full, "x"), "w"):
            pass
        target = os.path.join(full, "x") if kind in ("edf", "json") else full
        done = run(CASE, "export", "--format", kind, stage.gapped, target, fails=True)
        assert done.returncode == 1 and done.stderr.count("\n") == 1 and target in done.stderr, done
        done = run(CASE, "export", "--format", kind, stage.path("none.steady"), stage.fresh(), fails=True)
        assert done.stderr.count("\n") == 1, done


TESTS = [the_gaps_are_those_that_were_made, csv_comes_back, json_comes_back, wfdb_is_read_by_another_reader, wfdb_comes_back, edf_is_read_by_mne,
         edf_comes_back, edf_with_holes_comes_back, case_is_read_by_sqlite, deidentified_copy_names_nobody,
         damaged_files_are_refused_or_marked, wrong_words_are_one_sentence]


def main():
    failed = 0
    print(f"1..{len(TESTS)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(folder)
        for table in stage.tables.values():
            print(f"# a case of {sum(map(len, table.waves.values()))} samples of waves, "
                  f"{sum(map(len, table.numerics.values()))} of numerics, {len(table.events)} events")
        for number, test in enumerate(TESTS, 1):
            title = f"{number} /exchange/round-trip/{test.__name__.replace('_', '-')}"
            try:
                test(stage)
                print(f"# {time.process_time():.1f} s of processor so far\nok {title}", flush=True)
            except Skip as reason:
                print(f"ok {title} # SKIP {reason}", flush=True)
            except Exception:  # the next one still counts
                failed += 1
                print("\n".join("# " + line for line in traceback.format_exc().split("\n")))
                print("not ok " + title, flush=True)
    return failed > 0


sys.exit(main())
