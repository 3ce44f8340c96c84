#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""steady-plan as it is called: its answers, its refusals, its exit status.

usage: test-steady-plan.py PROGRAM DATA_FOLDER   (TAP)
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM, DATA = (os.path.abspath(argument) for argument in sys.argv[1:3])
NEONATE = {"weight_kg": 3.2, "height_cm": 50, "age_days": 5, "hct_pct": 45, "hct_target_pct": 30,
           "prime_ml": 180, "rbc_hct_pct": 60, "do2i_target": 340}
INFANT = {"weight_kg": 5, "height_cm": 58, "age_days": 120, "hct_pct": 36, "hct_target_pct": 28,
          "prime_ml": 250, "rbc_hct_pct": 60, "do2i_target": 360}
PRETERM = {"weight_kg": 1.5, "height_cm": 41, "age_days": 10, "hct_pct": 42, "hct_target_pct": 35,
           "prime_ml": 120, "rbc_hct_pct": 60, "do2i_target": 340}
HEAVY = {"weight_kg": 120, "height_cm": 178, "age_days": 6000, "hct_pct": 40, "hct_target_pct": 25,
         "prime_ml": 1100, "rbc_hct_pct": 60, "do2i_target": 300}


def call(*arguments, site=None):
    environment = {**os.environ, "STEADY_DATA_DIR": DATA, "STEADY_SITE_DIR": site or "/nonexistent"}
    return subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, env=environment, timeout=60,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def ask(folder, inputs, *arguments, site=None):
    path = os.path.join(folder, "inputs.json")
    with open(path, "wb") as file:
        file.write(inputs if isinstance(inputs, bytes) else json.dumps(inputs).encode())
    return call(path, *arguments, site=site)


def plan(folder, inputs, *arguments, site=None):
    result = ask(folder, inputs, *arguments, site=site)
    assert result.returncode == 0, result.stderr
    assert result.stderr == b"", result.stderr
    return json.loads(result.stdout)


def refused(folder, inputs, *words, status=1):
    result = ask(folder, inputs)
    text = result.stderr.decode()
    assert result.returncode == status, (result.returncode, text)
    assert result.stdout == b"", result.stdout
    assert len(text.strip().splitlines()) == 1, text
    for word in words:
        assert word in text, (word, text)


def near(value, wanted, within):
    assert abs(value - wanted) <= within, (value, wanted)


def the_neonate(folder):
    answer = plan(folder, NEONATE)
    for formula, area in (("mosteller", .211), ("dubois", .201), ("haycock", .214)):
        near(answer["bsa_m2"][formula], area, .0006)
    near(answer["blood_volume_ml"], 272, 1e-9)
    near(answer["flow_table_l_min"], .480, 1e-9)
    near(answer["flow_l_min"]["do2"], .512, .0005)
    flows = answer["flow_l_min"]
    near(flows["plan"], max(flows["weight"], flows["index"], flows["do2"]), 0)
    assert answer["flow_limited_by"] is None
    near(answer["hct_on_bypass_pct"]["clear"], 27.1, .05)
    near(answer["hct_on_bypass_pct"]["low"], 21.1, .05)
    near(answer["hct_on_bypass_pct"]["high"], 33.1, .05)
    near(answer["rbc_ml"]["inside_prime"], 22, .05)
    near(answer["rbc_ml"]["on_top"], (452 * 30 - 272 * 45) / 30, 1e-6)
    near(answer["cardioplegia"]["first_ml"], 64, 1e-9)
    near(answer["cardioplegia"]["crystalloid_ml"], 51.2, 1e-9)
    assert answer["cardioplegia"]["blood_to_crystalloid"] == "1:4"
    near(answer["heparin"]["total_iu"], answer["heparin"]["patient_bolus_iu"] + answer["heparin"]["prime_iu"], 1e-9)
    near(answer["protamine"]["mg"], answer["heparin"]["patient_bolus_iu"] / 100, 1e-9)
    assert answer["oxygenator"]["rated_max_l_min"] >= 1.2 * flows["plan"]
    cannula = answer["arterial_cannula"]
    assert cannula["cannula_drop_mmhg"] < 100
    near(cannula["expected_pre_oxy_mmhg"], cannula["expected_post_oxy_mmhg"] + answer["oxygenator"]["drop_mmhg"], 1e-9)
    near(answer["targets"]["line_pressure_stop_mmhg"], cannula["expected_pre_oxy_mmhg"] + 100, 1e-9)
    near(answer["targets"]["line_pressure_warn_mmhg"], cannula["expected_pre_oxy_mmhg"] + 50, 1e-9)
    near(plan(folder, {**NEONATE, "hct_target_pct": 35})["rbc_ml"]["inside_prime"], 59.7, .05)


def the_infant(folder):
    answer = plan(folder, INFANT)
    near(answer["hct_on_bypass_pct"]["clear"], 22.7, .05)
    near(answer["rbc_ml"]["inside_prime"], 60, .05)
    near(answer["rbc_ml"]["on_top"], 112.5, .05)
    near(answer["cardioplegia"]["first_ml"], 100, 1e-9)
    near(answer["cardioplegia"]["crystalloid_ml"], 80, 1e-9)
    near(answer["cardioplegia"]["blood_ml"], 20, 1e-9)
    near(answer["flow_table_l_min"], .750, 1e-9)
    near(plan(folder, {**INFANT, "hct_target_pct": 30})["rbc_ml"]["inside_prime"], 82.5, .05)


def at_the_edges(folder):
    """From first principles, by hand, at both ends."""
    small = plan(folder, PRETERM)
    near(small["blood_volume_ml"], 127.5, 1e-9)
    near(small["bsa_m2"]["mosteller"], (1.5 * 41 / 3600) ** .5, 1e-12)
    near(small["hct_on_bypass_pct"]["clear"], 127.5 * 42 / 247.5, 1e-9)
    near(small["rbc_ml"]["inside_prime"], (247.5 * 35 - 127.5 * 42) / 60, 1e-9)
    near(small["flow_l_min"]["weight"], .3, 1e-9)  # 200 mL/kg/min
    near(small["cardioplegia"]["first_ml"], 30, 1e-9)
    near(small["heparin"]["patient_bolus_iu"], 600, 1e-9)
    assert small["alarm_profile"] == "neonate"
    large = plan(folder, HEAVY)
    near(large["blood_volume_ml"], 7800, 1e-9)
    near(large["bsa_m2"]["mosteller"], (120 * 178 / 3600) ** .5, 1e-12)
    assert large["flow_l_min"]["weight"] is None
    assert "index" in large["quality"]["flow_l_min.weight"]
    near(large["flow_l_min"]["index"], 2.4 * large["bsa_m2"]["mosteller"], 1e-9)
    near(large["cardioplegia"]["first_ml"], 1000, 0)  # 2400 by weight, capped
    near(large["heparin"]["patient_bolus_iu"], 36000, 1e-9)
    assert large["rbc_ml"]["inside_prime"] == 0 and large["rbc_ml"]["on_top"] == 0
    assert large["bsa_ideal_m2"] < large["bsa_m2"]["mosteller"]
    assert large["oxygenator"]["rated_max_l_min"] >= 1.2 * large["flow_l_min"]["plan"]
    assert large["circuit"]["pump"] == "centrifugal"


def flow_that_is_limited(folder):
    answer = plan(folder, {**NEONATE, "oxygenator": "d100", "do2i_target": 600})
    assert answer["flow_limited_by"] == "oxygenator"
    near(answer["flow_l_min"]["plan"], .7, 0)
    assert answer["flow_l_min"]["do2"] > .7
    answer = plan(folder, {**NEONATE, "flow_l_min": .45})
    assert answer["flow_limited_by"] == "chosen" and answer["flow_governed_by"] == "chosen"
    near(answer["flow_l_min"]["plan"], .45, 0)


def what_is_missing_is_null(folder):
    answer = plan(folder, {"weight_kg": 3.2, "height_cm": 50, "age_days": 5})
    for path in ("hct_on_bypass_pct.clear", "rbc_ml.inside_prime", "rbc_ml.on_top", "flow_l_min.do2",
                 "arterial_cannula.expected_pre_oxy_mmhg", "targets.line_pressure_stop_mmhg"):
        value = answer
        for member in path.split("."):
            value = value[member]
        assert value is None, path
        assert answer["quality"][path], path
    assert answer["flow_l_min"]["plan"] > 0
    assert answer["inputs_not_entered"]["prime_ml"] == 250


def bad_input(folder):
    refused(folder, {**NEONATE, "weight_kg": 3200}, "weight_kg", "grams")
    refused(folder, {**NEONATE, "height_cm": .5}, "height_cm", "metres")
    refused(folder, {**NEONATE, "hct_pct": .45}, "hct_pct", "fraction")
    refused(folder, {**NEONATE, "prime_ml": .18}, "prime_ml", "litres")
    refused(folder, {**NEONATE, "weight_kg": 30}, "weight_kg", "age")
    refused(folder, {**NEONATE, "weight_kg": 5.5, "height_cm": 25}, "height")
    refused(folder, {**NEONATE, "age_days": 4000}, "age")
    refused(folder, {**NEONATE, "hct_target_pct": 50, "rbc_hct_pct": 45}, "rbc_hct_pct")
    refused(folder, {**NEONATE, "hct": 45}, "hct", "not known")
    refused(folder, {**NEONATE, "weight_kg": "3.2"}, "weight_kg")
    refused(folder, {**NEONATE, "weight_kg": None}, "weight_kg", "missing")
    refused(folder, {**NEONATE, "stat_category": 2.5}, "stat_category")
    refused(folder, {**NEONATE, "oxygenator": "none such"}, "oxygenator", "catalogue")
    refused(folder, {**NEONATE, "arterial_cannula": "arterial-6"}, "larger arterial cannula")
    refused(folder, {**NEONATE, "name": "x" * 3000}, "name")
    refused(folder, {}, "missing")
    refused(folder, b"", "inputs.json")
    refused(folder, b"[]", "inputs.json")
    refused(folder, b'{"weight_kg": 3.2, "height_cm": 50, "age_d', "too early")
    refused(folder, b'{"weight_kg": 1e400, "height_cm": 50, "age_days": 5}', "weight_kg")
    refused(folder, b'{"weight_kg": 3.2, "weight_kg": 32, "height_cm": 50, "age_days": 5}', "twice")
    refused(folder, b"\xff\xfe\x00", "UTF-8")


def wrong_usage(folder):
    for arguments in ((), ("a.json", "b.json"), ("--no-such",), ("a.json", "--pdf")):
        result = call(*arguments)
        assert result.returncode == 2, (arguments, result.returncode)
        assert len(result.stderr.decode().strip().splitlines()) == 1, result.stderr
    result = call(os.path.join(folder, "none.json"))
    assert result.returncode == 1 and b"none.json" in result.stderr
    assert call("--help").returncode == 0
    assert call("--version").stdout.startswith(b"steady-plan ")


def walk(node, path=""):
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, path + "." + key if path else key)
    else:
        yield path, node


def every_number_is_explained(folder):
    answer = plan(folder, NEONATE, "--explain")
    about = {"patient", "inputs", "inputs_not_entered", "quality", "prime_recipe", "explain", "format", "version"}
    copies = {path for path in answer["targets"]}
    explained = 0
    for path, value in walk({key: value for key, value in answer.items() if key not in about}):
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            continue
        if path.startswith("targets.") and path not in answer["explain"]:
            assert path.split(".")[1] in copies
            continue
        entry = answer["explain"][path]
        assert entry["value"] == value, path
        assert entry["formula"] and entry["source"] and entry["label"], path
        for need, used in entry["inputs"].items():
            assert need, path
        for data in entry["data"]:
            assert os.path.exists(data["file"]) and data["place"] and data["source"], data
        explained += 1
    assert explained > 80, explained


def every_need_is_known(folder):
    """What an explanation names as input is an input or another answer."""
    answer = plan(folder, {**NEONATE, "stat_category": 4}, "--explain")
    for path, entry in answer["explain"].items():
        for need, value in entry["inputs"].items():
            assert value is not None or need in answer["quality"], (path, need)


def a_site_overlays(folder):
    site = os.path.join(folder, "site")
    os.makedirs(os.path.join(site, "perfusion"))
    os.makedirs(os.path.join(site, "circuits"))
    with open(os.path.join(site, "perfusion", "practice.json"), "w") as file:
        json.dump({"format": "steady-practice", "version": 1,
                   "numbers": {"heparin_prime_iu_ml": {"value": 1, "source": "our protocol"}}}, file)
    with open(os.path.join(site, "circuits", "oxygenators.json"), "w") as file:
        json.dump({"format": "steady-oxygenators", "version": 1, "items": [
            {"id": "house", "name": "House", "rated_max_l_min": 0.9, "prime_ml": 35, "resistance_mmhg_min_l": 60,
             "rated_pressure_mmhg": 400, "sources": {key: "its sheet" for key in (
                 "rated_max_l_min", "prime_ml", "resistance_mmhg_min_l", "rated_pressure_mmhg")}}]}, file)
    ours, theirs = plan(folder, NEONATE), plan(folder, NEONATE, "--explain", site=site)
    near(ours["heparin"]["prime_iu"], 360, 1e-9)
    near(theirs["heparin"]["prime_iu"], 180, 1e-9)
    assert theirs["oxygenator"]["name"] == "House"
    data = theirs["explain"]["heparin.prime_iu"]["data"]
    assert data[0]["file"].startswith(site) and data[0]["source"] == "our protocol", data
    assert theirs["explain"]["oxygenator.name"]["data"][0]["file"].startswith(site)
    assert theirs["explain"]["heparin.act_target_s"]["data"][0]["file"].startswith(DATA)
    with open(os.path.join(site, "perfusion", "practice.json"), "w") as file:
        json.dump({"format": "steady-practice", "version": 1, "numbers": {"heparin_prime": {"value": 1}}}, file)
    result = ask(folder, NEONATE, site=site)
    assert result.returncode == 1 and b"heparin_prime" in result.stderr, result.stderr


def flow_never_falls(folder):
    """With the rest held, as the weight rises past every edge of every table."""
    before, unlike = 0, 0
    for kg in [1.5 + .25 * i for i in range(20)] + [6.5 + 1.5 * i for i in range(40)]:
        age = 10 if kg < 6 else 200 if kg < 9 else 3000
        height = 60 if kg < 9 else 110
        result = ask(folder, {"weight_kg": kg, "height_cm": height, "age_days": age, "hct_pct": 40,
                              "hct_target_pct": 40, "do2i_target": 340})
        if result.returncode != 0:  # no body is built so
            unlike += 1
            continue
        flow = json.loads(result.stdout)["flow_l_min"]["plan"]
        assert flow >= before, (kg, flow, before)
        before = flow
    assert unlike < 20, unlike


def locale_does_not_matter(folder):
    path = os.path.join(folder, "inputs.json")
    with open(path, "w") as file:
        json.dump(NEONATE, file)
    answers = set()
    for locale in ("C", "C.UTF-8", "de_DE.UTF-8"):
        environment = {**os.environ, "STEADY_DATA_DIR": DATA, "STEADY_SITE_DIR": "/nonexistent", "LC_ALL": locale,
                       "LANGUAGE": "de"}
        answers.add(subprocess.run([PROGRAM, path], env=environment, stdout=subprocess.PIPE, check=True).stdout)
    assert len(answers) == 1


def fits_its_schema(folder):
    """Members and types by a small reader of the schema, written apart from the program."""
    with open(os.path.join(DATA, "formats", "steady-plan.schema.json")) as file:
        schema = json.load(file)
    names = {dict: "object", list: "array", str: "string", bool: "boolean", int: "number", float: "number",
             type(None): "null"}

    def judge(rule, value, path):
        if "const" in rule:
            assert value == rule["const"], path
            return
        kinds = rule["type"] if isinstance(rule["type"], list) else [rule["type"]]
        assert names[type(value)] in kinds, (path, value, kinds)
        if isinstance(value, dict):
            known, rest = rule.get("properties", {}), rule.get("additionalProperties")
            for key in rule.get("required", ()):
                assert key in value, (path, key)
            for key, member in value.items():
                if key in known:
                    judge(known[key], member, path + "." + key)
                elif rest:
                    judge(rest, member, path + "." + key)
                else:
                    assert not known, (path, key, "is not in the schema")
        if isinstance(value, list) and "items" in rule:
            for item in value:
                judge(rule["items"], item, path + "[]")

    for inputs in (NEONATE, INFANT, PRETERM, HEAVY, {"weight_kg": 3.2, "height_cm": 50, "age_days": 5}):
        judge(schema, plan(folder, inputs), "plan")
        judge(schema, plan(folder, inputs, "--explain"), "plan")


def printed(folder):
    """A PDF with pages, a DRAFT; nothing half-written where it cannot lie."""
    path = os.path.join(folder, "plan.pdf")
    plan(folder, NEONATE, "--pdf", path)
    with open(path, "rb") as file:
        content = file.read()
    assert content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
    if shutil.which("pdftotext"):
        for inputs, words in ((NEONATE, ["DRAFT", "Checked by", "Heparin to the patient"]),
                              ({**NEONATE, "simulated": True, "name": "Stuffy"}, ["SIMULATED", "Stuffy"])):
            plan(folder, inputs, "--pdf", path)
            text = subprocess.run(["pdftotext", "-layout", path, "-"], stdout=subprocess.PIPE, check=True)
            for word in words:
                assert word in text.stdout.decode(), word
    result = ask(folder, NEONATE, "--pdf", os.path.join(folder, "none", "plan.pdf"))
    assert result.returncode == 1 and result.stdout == b"", result
    bad = os.path.join(folder, "bad.pdf")
    result = ask(folder, {**NEONATE, "weight_kg": 3200}, "--pdf", bad)
    assert result.returncode == 1 and not os.path.exists(bad)


TESTS = [the_neonate, the_infant, at_the_edges, flow_that_is_limited, what_is_missing_is_null, bad_input,
         wrong_usage, every_number_is_explained, every_need_is_known, a_site_overlays, flow_never_falls,
         locale_does_not_matter, fits_its_schema, printed]


def main():
    failures = 0
    print(f"1..{len(TESTS)}")
    for number, test in enumerate(TESTS, 1):
        name = "/print/steady-plan/" + test.__name__.replace("_", "-")
        try:
            with tempfile.TemporaryDirectory() as folder:
                test(folder)
            print(f"ok {number} {name}")
        except Exception as error:  # pylint: disable=broad-except
            failures += 1
            print(f"not ok {number} {name}\n# {type(error).__name__}: {error}")
    return 1 if failures else 0


sys.exit(main())
