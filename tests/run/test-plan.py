#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A signed plan through the real engine: kept in the case, limits offered and adopted.

usage: test-plan.py PROGRAM_FOLDER DATA_FOLDER BUILD_ID_HEADER   (TAP)
"""
import atexit
import contextlib
import json
import os
import select
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

from steadyrun import HEADER, HELLO, JSON_PART, WELCOME, Tap, read_build_id, wait

PROGRAMS, DATA = (os.path.abspath(argument) for argument in sys.argv[1:3])
BUILD = read_build_id(sys.argv[3])
PLAN, PROPOSAL, IN_FORCE, STORED = 28, 46, 64, 87
INPUTS = {"name": "Stuffy", "weight_kg": 3.2, "height_cm": 50, "age_days": 5, "hct_pct": 45, "hct_target_pct": 30,
          "prime_ml": 180, "simulated": True}
SIGNED = [{"name": "Anna Anders", "utc": "2026-01-01T10:00:00Z", "weight_kg": 3.2, "height_cm": 50},
          {"name": "Berta Beispiel", "utc": "2026-01-01T10:01:00Z", "weight_kg": 3.2, "height_cm": 50}]
ENVIRONMENT = {**os.environ, "STEADY_DATA_DIR": DATA, "STEADY_SITE_DIR": "/nonexistent"}


class Console:
    """A console in control that asks and waits for the answer about a plan."""

    def __init__(self, path):
        self.link = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # a socket that is bound already may not be listened to yet
        assert wait(lambda: self.link.connect_ex(path) == 0)
        self.send(HELLO, {"build": BUILD, "role": "console"})
        self.welcome = self.receive(WELCOME)
        assert self.welcome["control"]

    def send(self, kind, value):
        text = json.dumps(value).encode()
        self.link.send(HEADER.pack(kind, 0, HEADER.size + len(text), 0, 1, 0) + text)

    def receive(self, kind, seconds=30):
        parts, end = b"", time.monotonic() + seconds
        while time.monotonic() < end:
            if not select.select([self.link], [], [], 0.2)[0]:
                continue
            packet = self.link.recv(1 << 17)
            got, body = HEADER.unpack_from(packet)[0], packet[HEADER.size:]
            if got == JSON_PART:
                part, of, got = (int.from_bytes(body[i:i + 2], "little") for i in (4, 6, 8))
                parts = (parts if part else b"") + body[16:]
                if part + 1 < of:
                    continue
                body = parts
            if got == kind:
                return json.loads(body.rstrip(b"\0"))
        raise AssertionError(f"no frame {kind}")

    def propose(self, inputs, signatures, adopt=False):
        self.send(PROPOSAL, {"inputs": inputs, "signatures": signatures, "adopt": adopt})
        return self.receive(PLAN)


class Engine:
    def __init__(self, folder, scenario=os.path.join(DATA, "scenarios", "stuffy.json"), resume=False, **more):
        self.case = os.path.join(folder, "case.steady")
        path = os.path.join(folder, "socket-again" if resume else "socket")
        source = ["--resume", self.case] if resume else ["--training", scenario, "--case", self.case]
        self.process = subprocess.Popen(
            [os.path.join(PROGRAMS, "steady-engine"), *source, "--socket", path], env={**ENVIRONMENT, **more},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        atexit.register(self.process.kill)  # not one is left behind by a test that fails
        self.console = Console(path)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(60) == 0


def computed(folder):
    path = os.path.join(folder, "inputs.json")
    with open(path, "w") as file:
        json.dump(INPUTS, file)
    return json.loads(subprocess.run([os.path.join(PROGRAMS, "steady-plan"), path], env=ENVIRONMENT,
                                     stdout=subprocess.PIPE, check=True).stdout)


def rows(case, query):
    with contextlib.closing(sqlite3.connect("file:%s?mode=ro" % case, uri=True)) as database:
        return database.execute(query).fetchall()


def kept_offered_and_adopted(folder):
    engine = Engine(folder)
    answer = engine.console.propose(INPUTS, SIGNED)
    assert answer["accepted"] and answer["kept"] and not answer["adopted"], answer
    offers = {offer["rule"]: offer for offer in answer["offers"]}
    plan = computed(folder)
    wanted, post_expected = plan["targets"], plan["arterial_cannula"]["expected_post_oxy_mmhg"]
    assert offers["line-pressure-stop"]["to"] == wanted["line_pressure_expected_mmhg"] + 100
    drop = wanted["line_pressure_expected_mmhg"] - post_expected
    assert drop > 0 and abs(offers["post-filter-pressure-stop"]["to"] - (post_expected + 100)) < 1e-6, offers
    assert offers["line-pressure-stop"]["state"] == "offered"
    assert offers["line-pressure-stop"]["now"] != offers["line-pressure-stop"]["to"]
    # nothing changed silently: asked again they are offered again
    again = {offer["rule"]: offer for offer in engine.console.propose(INPUTS, SIGNED)["offers"]}
    assert again == offers, (again, offers)
    adopted = engine.console.propose(INPUTS, SIGNED, adopt=True)
    assert adopted["adopted"]
    states = {offer["rule"]: offer["state"] for offer in adopted["offers"]}
    assert set(states.values()) == {"in-force"}, states
    after = {offer["rule"]: offer for offer in engine.console.propose(INPUTS, SIGNED)["offers"]}
    assert after["line-pressure-stop"]["now"] == wanted["line_pressure_expected_mmhg"] + 100
    engine.stop()
    plans = rows(engine.case, "SELECT plan_json FROM plan ORDER BY id")
    assert len(plans) == 3, len(plans)
    stored = json.loads(plans[0][0])
    assert [signature["name"] for signature in stored["signatures"]] == ["Anna Anders", "Berta Beispiel"]
    stored["signatures"] = []
    assert stored == computed(folder)  # of the engine and of the command line, to the last digit
    texts = [text for (text,) in rows(engine.case, "SELECT text FROM event WHERE event = 51")]
    assert any("line-pressure-stop" in text and "Anna Anders" in text for text in texts), texts
    verified = subprocess.run([os.path.join(PROGRAMS, "steady-case"), "verify", engine.case], env=ENVIRONMENT,
                              stdout=subprocess.PIPE, check=False)
    assert verified.returncode == 0, verified
    judged_alike(engine.case)


def judged_alike(case):
    judged = subprocess.run([os.path.join(PROGRAMS, "steady-case"), "verify", "--alarms", case], env=ENVIRONMENT,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    assert judged.returncode == 0, judged


def it_drives_the_running_engine(folder):
    """A case that runs with the profile of an infant gets the plan of a neonate."""
    path = os.path.join(folder, "infant.json")
    with open(os.path.join(DATA, "scenarios", "stuffy.json")) as file:
        scenario = json.load(file)
    scenario["patient"]["profile"] = "infant"
    with open(path, "w") as file:
        json.dump(scenario, file)
    engine = Engine(folder, path)
    before = engine.console.welcome
    assert before["patient"]["profile"] == "infant"
    wanted = computed(folder)
    answer = engine.console.propose(INPUTS, SIGNED)
    offers = {offer["rule"]: offer for offer in answer["offers"]}
    # of the profile and of no plan: the infant's 20 against the neonate's 15 mmHg
    assert (offers["map-very-low"]["now"], offers["map-very-low"]["to"]) == (20, 15), offers["map-very-low"]
    assert answer["flow_now_l_min"] == before["plan"]["flow_l_min"]
    assert answer["flow_l_min"] == wanted["targets"]["flow_l_min"]
    engine.console.send(PROPOSAL, {"inputs": INPUTS, "signatures": SIGNED, "adopt": True})
    told = engine.console.receive(IN_FORCE)
    assert told["profile"] == "neonate" and told["plan"]["flow_l_min"] == wanted["targets"]["flow_l_min"]
    assert told["plan"]["cardioplegia_first_ml"] == wanted["cardioplegia"]["first_ml"]
    assert told["plan"]["cardioplegia_redose_ml"] == wanted["cardioplegia"]["redose_ml"]
    assert told["plan"]["reservoir_stop_ml"] == before["plan"]["reservoir_stop_ml"]  # the plan says nothing of it
    low = {share["rule"]: share["limit"] for share in told["shares"]}
    assert abs(low["flow-low"] / wanted["targets"]["flow_l_min"] - 0.8) < 0.11, low
    assert "map-very-low" not in {offer["rule"] for offer in engine.console.propose(INPUTS, SIGNED)["offers"]}
    # what is gone on with is the last state row; one later than the answer
    newest = "SELECT coalesce(max(t_ns), 0) FROM state"
    before = rows(engine.case, newest)[0][0]
    assert wait(lambda: rows(engine.case, newest)[0][0] > before + 1.5e9, 60)
    engine.process.send_signal(signal.SIGKILL)
    engine.process.wait(10)
    engine = Engine(folder, resume=True)
    assert engine.console.welcome["patient"]["profile"] == "neonate"
    assert engine.console.welcome["plan"]["flow_l_min"] == wanted["targets"]["flow_l_min"]
    again = engine.console.propose(INPUTS, SIGNED)
    assert again["flow_now_l_min"] == wanted["targets"]["flow_l_min"]
    assert {offer["state"] for offer in again["offers"]} == {"in-force"}, again
    engine.stop()
    events = rows(engine.case, "SELECT value, text FROM event WHERE event = 70")
    assert len(events) == 1 and "neonate" in events[0][1] and "Anna Anders" in events[0][1], events
    judged_alike(engine.case)


def store(folder, name, plan, utc):
    plans = os.path.join(folder, "steady", "plans")
    os.makedirs(plans, exist_ok=True)
    signed = [{**one, "utc": utc} for one in SIGNED]
    with open(os.path.join(plans, f"{utc.replace(':', '-')} {name}.json"), "w") as file:
        json.dump({**plan, "signatures": signed}, file)


def a_case_begins_with_the_newest_signed_plan(folder):
    plan = computed(folder)
    now = time.time()

    def utc(days):
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - days * 86400))

    def begin(data):
        case = os.path.join(folder, data)
        os.makedirs(case)
        engine = Engine(case, XDG_DATA_HOME=os.path.join(folder, "data-" + data))
        engine.stop()
        return engine, rows(engine.case, "SELECT value FROM event WHERE event = 70")

    inputs = plan["inputs"]
    other = {**plan, "inputs": {**inputs, "name": "Fluffy"}}
    store(os.path.join(folder, "data-taken"), "Stuffy", plan, utc(1))
    store(os.path.join(folder, "data-taken"), "Stuffy old", {**plan, "inputs": {**inputs, "hct_pct": 40}}, utc(2))
    store(os.path.join(folder, "data-taken"), "Fluffy", other, utc(0))
    engine, events = begin("taken")
    assert events == [(plan["targets"]["flow_l_min"],)], events
    assert engine.console.welcome["plan"]["cardioplegia_first_ml"] == plan["cardioplegia"]["first_ml"]
    kept = rows(engine.case, "SELECT plan_json FROM plan")
    assert len(kept) == 1 and json.loads(kept[0][0])["inputs"] == inputs
    judged_alike(engine.case)
    store(os.path.join(folder, "data-none"), "Fluffy", other, utc(0))
    store(os.path.join(folder, "data-none"), "Stuffy real", {**plan, "inputs": {**inputs, "simulated": False}}, utc(0))
    store(os.path.join(folder, "data-none"), "Stuffy", plan, utc(9))
    assert begin("none")[1] == []
    # the newest can no longer be followed: that is said, and no older one taken
    store(os.path.join(folder, "data-bad"), "Stuffy", plan, utc(1))
    store(os.path.join(folder, "data-bad"), "Stuffy", {**plan, "inputs": {**inputs, "arterial_cannula": "arterial-6"}}, utc(0))
    engine, events = begin("bad")
    assert events == []
    texts = [text for (text,) in rows(engine.case, "SELECT text FROM event WHERE event = 60")]
    assert len(texts) == 1 and "not followed" in texts[0] and "cannula" in texts[0], texts


class LiveCases:
    """LIVE cases of one real child, whose site file says flow 0.4, each with a folder of plans of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.inputs = {**INPUTS, "name": "Example", "patient_id": "4711", "simulated": False}
        path = os.path.join(folder, "real.json")
        with open(path, "w") as file:
            json.dump(self.inputs, file)
        self.plan = json.loads(subprocess.run([os.path.join(PROGRAMS, "steady-plan"), path], env=ENVIRONMENT,
                                              stdout=subprocess.PIPE, check=True).stdout)
        with open(os.path.join(DATA, "devices", "example-site.json")) as file:
            self.site = json.load(file)
        self.site["devices"][0]["port"] = os.path.join(folder, "no-such-port")
        self.site["plan"]["flow_l_min"] = 0.4

    def store(self, where, **changed):
        inputs = {**self.plan["inputs"], **changed}
        store(os.path.join(self.folder, where), "Example", {**self.plan, "inputs": inputs},
              time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))

    def begin(self, where, **patient):
        path = os.path.join(self.folder, where + ".json")
        site = {**self.site, "patient": {**self.site["patient"], **patient}}
        with open(path, "w") as file:
            json.dump(site, file)
        self.case = os.path.join(self.folder, where + ".steady")
        return self.start(where, ["--live", path, "--case", self.case])

    def start(self, where, arguments):
        link = os.path.join(self.folder, where + "-socket" + str(time.monotonic_ns()))
        self.process = subprocess.Popen(
            [os.path.join(PROGRAMS, "steady-engine"), *arguments, "--socket", link],
            env={**ENVIRONMENT, "XDG_DATA_HOME": os.path.join(self.folder, where)},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return Console(link)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(60) == 0

    def in_force(self):
        return rows(self.case, "SELECT value FROM event WHERE event = 70")

    def notes(self):
        return [text for (text,) in rows(self.case, "SELECT text FROM event WHERE event = 165")]


def a_live_case_offers_its_stored_plan(folder):
    """A real child's plan, signed before, is offered side by side, and followed after one word; a rehearsed one never."""
    cases = LiveCases(folder)
    cases.store("real")
    console = cases.begin("real")
    offer, flow = console.welcome["stored_plan"], cases.plan["targets"]["flow_l_min"]
    assert console.welcome["mode"] == "live" and console.welcome["plan"]["flow_l_min"] == 0.4  # nothing changed silently
    assert offer["verdict"] == "clear" and offer["flow_l_min"] == flow and offer["profile"] == "neonate", offer
    assert offer["signers"] == ["Anna Anders", "Berta Beispiel"] and offer["inputs"] == cases.inputs
    traits = {trait["what"]: trait for trait in offer["traits"]}
    assert traits["name"] == {"what": "name", "case": "Example", "plan": "Example", "agreement": "agrees"}
    assert traits["id"] == {"what": "id", "case": None, "plan": "4711", "agreement": "not-said"}
    assert traits["weight_kg"]["case"] == 3.2 and traits["weight_kg"]["agreement"] == "agrees"
    assert traits["born"]["case"] == traits["born"]["plan"] != "", traits
    console.send(STORED, {"signed": offer["signed"], "sure": False})
    answer = console.receive(PLAN)
    assert answer["accepted"] and answer["adopted"] and answer["kept"], answer
    assert console.receive(IN_FORCE)["plan"]["flow_l_min"] == flow
    console.send(STORED, {"signed": offer["signed"], "sure": False})
    assert "not offered" in console.receive(PLAN)["reason"]
    time.sleep(1.5)  # a state row
    cases.process.kill()
    cases.process.wait(10)
    console = cases.start("real", ["--resume", cases.case])
    assert "stored_plan" not in console.welcome and console.welcome["plan"]["flow_l_min"] == flow
    cases.stop()
    stored = json.loads(rows(cases.case, "SELECT plan_json FROM plan")[0][0])
    stored["signatures"] = []
    assert stored == cases.plan  # to the last digit
    assert cases.in_force() == [(flow,)]
    assert [text.split(",")[0].split(";")[0] for text in cases.notes()] == ["offered", "followed"], cases.notes()
    cases.store("rehearsed", simulated=True)
    assert "stored_plan" not in cases.begin("rehearsed").welcome
    cases.stop()
    assert cases.in_force() == [] and cases.notes() == []


def a_stored_plan_that_may_be_another_childs(folder):
    """What speaks against it is asked or refused, and says so; nobody is told of another child's plan."""
    cases = LiveCases(folder)
    for name, patient, verdict, word in (
            ("born", {"age_days": 9}, "doubtful", "certain"),
            ("nameless", {"name": ""}, "doubtful", "certain"),
            ("spelt", {"name": "Exemple", "patient_id": "4711"}, "doubtful", "certain"),
            ("weight", {"weight_kg": 3.5}, "unfit", "does not fit"),
            ("id", {"patient_id": "4712"}, "unfit", "does not fit")):
        cases.store(name)
        console = cases.begin(name, **patient)
        offer = console.welcome["stored_plan"]
        assert offer["verdict"] == verdict, (name, offer)
        console.send(STORED, {"signed": offer["signed"], "sure": False})
        answer = console.receive(PLAN)
        assert not answer["accepted"] and word in answer["reason"], (name, answer)
        console.send(STORED, {"signed": offer["signed"], "sure": True})
        assert console.receive(PLAN)["accepted"] == (verdict == "doubtful"), name
        cases.stop()
        assert len(cases.in_force()) == (verdict == "doubtful"), name
        if verdict == "doubtful":
            assert "confirmed" in cases.notes()[-1], cases.notes()
    cases.store("other", name="Fluffy", patient_id="1")
    console = cases.begin("other")
    assert "stored_plan" not in console.welcome
    for text in ({"signed": "", "sure": True}, {"signed": 3}, {}, []):
        console.send(STORED, text)
        assert not console.receive(PLAN)["accepted"], text
    cases.stop()
    assert cases.notes() == []
    # one that can no longer be followed says why
    cases.store("cannula", arterial_cannula="arterial-6")
    offer = cases.begin("cannula").welcome["stored_plan"]
    assert offer["verdict"] == "unfit" and "cannula" in offer["reason"], offer
    cases.stop()


def what_does_not_fit_is_refused(folder):
    engine = Engine(folder)
    one, other = SIGNED
    for inputs, signatures, word in (
            (INPUTS, [one], "two people"),
            (INPUTS, [], "two people"),
            (INPUTS, [one, {**other, "weight_kg": 2.3}], "differ"),
            (INPUTS, [one, {**other, "name": "anna anders "}], "another person"),
            ({**INPUTS, "weight_kg": 5, "height_cm": 58, "age_days": 60},
             [{**one, "weight_kg": 5, "height_cm": 58}, {**other, "weight_kg": 5, "height_cm": 58}], "patient"),
            ({**INPUTS, "arterial_cannula": "arterial-6"}, SIGNED, "cannula"),
            ({**INPUTS, "weight_kg": 3200}, SIGNED, "grams"),
            ({"weight_kg": 3.2}, SIGNED, "missing")):
        answer = engine.console.propose(inputs, signatures)
        assert not answer["accepted"] and word in answer["reason"], (word, answer)
    for text in (b"{}", b"[]", b"{\"inputs\": 3, \"adopt\": false}", b"{\"inputs\": {}, \"signatures\": 3, \"adopt\": 1}"):
        engine.console.link.send(HEADER.pack(PROPOSAL, 0, HEADER.size + len(text), 0, 1, 0) + text)
        assert not engine.console.receive(PLAN)["accepted"]
    engine.stop()
    assert rows(engine.case, "SELECT count(*) FROM plan") == [(0,)]


def main():
    def in_folder(test):
        def run():
            with tempfile.TemporaryDirectory() as folder:
                return test(folder)
        run.__name__ = test.__name__
        return run

    tests = [kept_offered_and_adopted, it_drives_the_running_engine, a_case_begins_with_the_newest_signed_plan,
             a_live_case_offers_its_stored_plan, a_stored_plan_that_may_be_another_childs,
             what_does_not_fit_is_refused]
    return Tap("/run/plan", [in_folder(test) for test in tests]).run()


sys.exit(main())
