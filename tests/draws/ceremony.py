"""An invented draw, and random ones for hypothesis."""

from random import Random

from hypothesis import strategies as st

from duban.draws import Entry, Inspector, Manifest, Recusal, Rule, Seed, Throw, Void, follow

THROWERS = ("审计部", "纪检组", "工会")


def seed_of(number: int) -> Seed:
    random = Random(number)
    return Seed(Throw(unit, "见证人", "".join(random.choices("123456", k=7))) for unit in THROWERS)


def pool(count: int, strata: str = "高中低") -> tuple[Entry, ...]:
    return tuple(Entry(f"U{n:05}", f"第{n}单位", strata[n % len(strata)]) for n in range(count))


def staff(count: int) -> tuple[Inspector, ...]:
    return tuple(Inspector(f"P{n:03}", f"检查员{n}", "督查室") for n in range(count))


def spring(
    entries: tuple[Entry, ...] | None = None,
    rule: Rule | None = None,
    inspectors: tuple[Inspector, ...] | None = None,
    recusals: tuple[Recusal, ...] = (),
    throwers: tuple[str, ...] = THROWERS,
) -> Manifest:
    return Manifest(
        title="2026年春季督查",
        entries=pool(30) if entries is None else entries,
        rule=rule or Rule({"高": 4, "中": 3, "低": 1}, team=2, cap=2),
        throwers=throwers,
        inspectors=staff(10) if inspectors is None else inspectors,
        recusals=recusals,
        nonce="9f2c",
    )


# Whatever may stand in an id: quotes, backslashes, Chinese, characters beyond the basic plane.
letters = st.sampled_from(list("ab01 \"'\\/<&%岸线辦é𠮷😀")) | st.characters(min_codepoint=0x4E00, max_codepoint=0x4FFF)
ids = st.text(letters, min_size=1, max_size=8).filter(lambda text: text == text.strip())


@st.composite
def manifests(draw: st.DrawFn, largest: int = 14) -> Manifest:
    names = draw(st.lists(ids, min_size=1, max_size=largest, unique=True))
    strata = draw(st.lists(ids, min_size=1, max_size=3, unique=True))
    entries = tuple(Entry(name, name, draw(st.sampled_from(strata))) for name in names)
    held = {name: sum(entry.stratum == name for entry in entries) for name in strata}
    rule = {name: draw(st.integers(0, held[name])) for name in strata}
    if not any(rule.values()):
        rule[entries[0].stratum] = 1
    people = draw(st.lists(ids, max_size=6, unique=True))
    pairs = [Recusal(person, name) for person in people for name in names]
    recused = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=len(pairs) // 2)) if pairs else []
    team = draw(st.integers(0, 2)) if people else 0
    return Manifest(
        "抽查",
        entries,
        Rule(rule, team, draw(st.integers(1, 5))),
        THROWERS,
        tuple(Inspector(person, person, "督查室") for person in people),
        tuple(recused),
    )


seeds = st.integers(0, 10**6).map(seed_of)


def some_voids(manifest: Manifest, seed: Seed, random: Random, count: int = 4) -> list[Void]:
    """Voids that may be declared one after the other: entries drawn or in reserve, inspectors from one visit or all."""
    voids: list[Void] = []
    for number in range(count):
        now = follow(manifest, seed, voids)
        gone = {void.id for void in voids if not void.entry}
        choices = [Void("entry", id, "已撤并", "2026-04-01") for one in now.strata for id in one.selected + one.reserve]
        choices += [Void("inspector", one.id, "病假") for one in manifest.inspectors if one.id not in gone]
        choices += [Void("inspector", id, "亲属", "", team.entry) for team in now.teams for id in team.inspectors]
        if choices:
            voids.append(random.choice(choices[number % 2 :] or choices))
    return voids
