"""A small questionnaire to try the engine on, and to plant faults in."""

import shutil
from pathlib import Path

from selfassess.engine.schema import Questionnaire
from selfassess.loading.library import read_library

CONTENT = Path(__file__).parents[4] / "content"

FLOW = """
version: 2
rules: [safeguarding, adult]
assessment: needs_assessment
leads: [emergency, safeguarding_concern, safeguarding_advice, needs_assessment, short_term_help, community]
voice: {question: who_for, other: [someone_else], person: relation}
migrations:
  - {version: 1, rename: {bath: washing}, options: {washing: {cannot: unable}}, drop: [shoe_size]}
sections:
  - id: start
    questions:
      - {id: who_for, kind: one, ordered: no, options: [{id: me}, {id: someone_else}, {id: not_sure}]}
      - {id: relation, kind: one, ordered: no, show_when: {who_for: someone_else}, options: [{id: mother}, {id: not_sure}]}
      - id: safe
        kind: one
        skippable: no
        options:
          - {id: safe, worse: 0, sets: {safeguarding.immediate_danger: no, safeguarding.abuse_or_neglect: no}}
          - {id: danger, worse: 3, sets: {safeguarding.immediate_danger: yes}, alarm: danger, interrupt: danger}
          - id: hurt
            worse: 2
            sets: {safeguarding.immediate_danger: no, safeguarding.abuse_or_neglect: yes}
            alarm: harm
            interrupt: harm
          - {id: not_sure, worse: 1, sets: {safeguarding.immediate_danger: not_sure, safeguarding.abuse_or_neglect: not_sure}}
  - id: daily
    questions:
      - {id: story, kind: lines, keeps: matters, most: 20}
      - id: health
        kind: one
        options:
          - {id: no, worse: 0, sets: {adult.impairment: no}}
          - {id: yes, worse: 2, sets: {adult.impairment: yes}}
          - {id: not_sure, worse: 1, sets: {adult.impairment: not_sure}}
      - {id: washing, kind: one, area: adult.personal_hygiene, signal: equipment, needs: {any: [bathing]}}
      - {id: dressing, kind: one, area: adult.clothing, needs: {any: [equipment], unable: [home-care]}}
      - id: home
        kind: many
        options:
          - {id: none, alone: yes, worse: 0}
          - {id: falls, worse: 2, sets: {signal.equipment: yes}, needs: [falls]}
          - {id: cold, worse: 2, needs: [energy-bills]}
          - {id: not_sure, worse: 1}
      - {id: alarm, kind: one, show_when: {home: falls}, ordered: no, options: [{id: yes}, {id: no}, {id: not_sure}]}
"""

WORDING = """
title: A sample
summary: Some words
people: {mother: your mother, not_sure: the person}
sections: {start: Beginning, daily: Daily life}
questions:
  who_for: {text: Who is it for?, options: {me: {both: Me}, someone_else: Someone else, not_sure: Not sure}}
  relation: {text: Who are they?, options: {mother: {both: My mother}, not_sure: Not sure}}
  safe:
    text: {you: "Are you safe?", other: "Is {who} safe?"}
    options: {safe: "Yes", danger: In danger, hurt: Being hurt, not_sure: Not sure}
  story: {text: {you: "What matters to you?", other: "What matters to {who}?"}}
  health: {text: An illness?, options: {no: "No", yes: "Yes", not_sure: Not sure}}
  washing: {text: {you: "How would you wash?", other: "How would {who} wash?"}, topic: washing}
  dressing: {text: Getting dressed?, topic: dressing}
  home: {text: Worries at home?, topic: home, options: {none: None, falls: Falls, cold: Cold, not_sure: Not sure}}
  alarm: {text: Is there an alarm?, options: {yes: "Yes", no: "No", not_sure: Not sure}}
"""

CHANGES = "[{on: 2026-11-23, version: 2, what: It begins, why: To test}]"


def sample(
    tmp_path: Path,
    *swaps: tuple[str, str],
    flow: str = FLOW,
    wording: str = WORDING,
    shared: tuple[str, str] = ("", ""),
) -> Questionnaire:
    """The sample with some of its text swapped: each swap must find its text in the flow or the wording.

    `shared` is one in routes.yaml.
    """
    folder = tmp_path / "assessments"
    (folder / "sample").mkdir(parents=True)
    for name in ("routes.yaml", "wording.yaml"):
        shutil.copy(CONTENT / "assessments" / name, folder / name)
    for old, new in swaps:
        assert old in flow or old in wording, f"nothing to swap: {old}"
        flow, wording = flow.replace(old, new), wording.replace(old, new)
    routes = folder / "routes.yaml"
    assert shared[0] in routes.read_text()
    routes.write_text(routes.read_text().replace(*shared))
    (folder / "order.yaml").write_text("- sample\n")
    for name, text in {"flow": flow, "wording": wording, "changes": CHANGES}.items():
        (folder / "sample" / f"{name}.yaml").write_text(text)
    return read_library(folder)["sample"]
