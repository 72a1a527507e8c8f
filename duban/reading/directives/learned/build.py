"""Makes evidence.txt, names.txt and papers.txt, in a checkout: `python -m duban.reading.directives.learned.build`.

Learns from the labelled paragraphs of tests/reading/corpus whose name begins with build, from those called check and blind, which
nothing is measured on any more, and from the lists of the rules' tests. The sets from blind15 on are held out: never named here.
How far the rules are to be believed is learned only from the sets that they were not made from: on the others they look too good.
Needs scikit-learn and python-crfsuite, which nothing else does: `pip install scikit-learn python-crfsuite` beside the rest.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pycrfsuite
from scipy.optimize import minimize
from sklearn.feature_extraction.text import CountVectorizer

from duban.reading.directives.decide import RULES, beside, judged_by_rules
from duban.reading.directives.learned import evidence, tagger
from duban.reading.directives.learned.batch import AROUND, Batch
from duban.reading.directives.lexer import lex

HERE = Path(__file__).parent
TESTS = HERE.parents[3] / "tests/reading"
ORDERING = "会议要求，各单位要加强管理。"
# The rules were made from all sets before this one; those of dates and rhythms from some of the later ones, too.
FIRST_UNSEEN = 17
# A piece that fewer clauses hold is chance. How hard the weights of pieces and of marks are pulled to nothing; what is
# smaller than this in the end is left out.
LEAST, PULL, PULL_OF_MARKS, SMALL = 3, 3.0, 0.5, 0.05
# Where the pieces of one, two and three characters begin that a character is told by, counted from it; the same for kinds of words.
NEAR = {1: range(-2, 3), 2: range(-2, 2), 3: range(-2, 1)}
NEAR_KINDS = {1: (0,), 2: (-1, 0), 3: (-3, -1, 1)}
TRAINING = {"c1": 1.0, "c2": 0.3, "max_iterations": 80, "feature.minfreq": 2}
# Names are told by more pieces, pulled harder together; those that add less than so many hundredths are left out.
NAMES_TRAINING, SLIGHT = TRAINING | {"c1": 0.7, "c2": 0.5}, 10


class Sample(NamedTuple):
    text: str
    clauses: list[list[str]]
    beside: list[str]
    directive: bool
    units: list[str] | None
    papers: list[str] | None
    """None where they are not labelled"""


class Label(NamedTuple):
    directive: bool
    units: list[str] | None
    papers: list[str] | None


def samples() -> Iterator[Sample]:
    for text, labels, unseen in [*paragraphs(), *lines()]:
        found = judged_by_rules(text)
        for one, known in zip(found, beside(found), strict=True):
            if label := labels.get(one.start):
                marks = [mark for mark in known if unseen or not mark.startswith(RULES)]
                yield Sample(one.text, evidence.pieces(one.text, one.judged.lexed), marks, *label)


Labelled = tuple[str, dict[int, Label], bool]
"""a text, the labels of its sentences by where they start, and whether the rules never saw it"""


def paragraphs() -> Iterator[Labelled]:
    corpus = TESTS / "corpus"
    for file in [corpus / "blind.jsonl", corpus / "check.jsonl", *sorted(corpus.glob("build*.jsonl"))]:
        unseen = int(re.sub("[^0-9]", "", file.stem) or 0) >= FIRST_UNSEEN
        for line in file.read_text("utf-8").splitlines():
            paragraph = json.loads(line)
            labels = {
                one["start"]: Label(one["actionable"], one["units"], one["deliverables"])
                for one in paragraph["sentences"]
            }
            yield paragraph["text"], labels, unseen


def lines() -> Iterator[Labelled]:
    """The sentences that the tests of the rules list, behind one that gives orders."""
    for name in ("bare_imperatives", "units", "deliverables", "not_directives"):
        for line in (TESTS / f"directives/lists/{name}.txt").read_text("utf-8").splitlines():
            sentence, _, told = line.partition("|")
            named = re.findall("[^,]+", told)
            label = Label(
                name != "not_directives",
                named if name == "units" else None,
                named if name == "deliverables" else None,
            )
            yield ORDERING + sentence.rstrip("。") + "。", {len(ORDERING): label}, False


def learn_evidence(learned_from: list[Sample]) -> dict[str, float]:
    """The weights that make the labels likeliest: a logistic regression of ln Σ exp over clauses."""
    counters = [CountVectorizer(analyzer=list, min_df=LEAST, lowercase=False) for _ in range(2)]
    sizes = [len(one.clauses) for one in learned_from]
    held = counters[0].fit_transform([clause for one in learned_from for clause in one.clauses]).astype(float)
    known = counters[1].fit_transform([one.beside for one in learned_from]).astype(float)
    labels = np.array([one.directive for one in learned_from], dtype=float)
    sentence = np.repeat(np.arange(len(sizes)), sizes)
    first = np.cumsum([0, *sizes[:-1]])
    many, all_but_one = held.shape[1], held.shape[1] + known.shape[1]
    pull = np.concatenate([np.full(many, PULL), np.full(known.shape[1], PULL_OF_MARKS), [0.0]])

    def surprise(weights: np.ndarray) -> tuple[float, np.ndarray]:
        sums = held @ weights[:many]
        most = np.maximum.reduceat(sums, first)
        grown = np.exp(sums - most[sentence])
        total = np.add.reduceat(grown, first)
        odds = most + np.log(total) + known @ weights[many:all_but_one] + weights[-1]
        off = 1 / (1 + np.exp(-odds)) - labels
        slope = np.concatenate([held.T @ (off[sentence] * grown / total[sentence]), known.T @ off, [off.sum()]])
        return float(np.sum(np.logaddexp(0, odds) - labels * odds) + pull @ weights**2 / 2), slope + pull * weights

    best = minimize(surprise, np.zeros(len(pull)), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    marks = [f"{evidence.BESIDE} {mark}" for mark in (*counters[1].get_feature_names_out(), "")]
    names = [*counters[0].get_feature_names_out(), *marks]
    return {name: weight for name, weight in zip(names, best, strict=True) if abs(weight) >= SMALL}


def near(text: str) -> Iterator[list[str]]:
    """The pieces near each character of a sentence and near the edge before and behind it, as the tables name them."""
    batch = Batch([(text, lex(text))])
    for at in range(AROUND - 1, AROUND + len(text) + 1):
        yield [
            f"{where} {off} {source[at + off : at + off + n]}"
            for where, source, offs in ((tagger.TEXT, batch.text, NEAR), (tagger.KINDS, batch.kinds, NEAR_KINDS))
            for n in offs
            for off in offs[n]
        ]


def labels_of(text: str, spans: list[str], *, last: bool = False) -> list[str]:
    """`last`: what is said twice is meant where it is said last (报财务科，财务科…汇总: there it acts)."""
    labels = ["O"] * len(text)
    for span in sorted(spans, key=len, reverse=True):
        places = [
            at for at in range(len(text)) if text.startswith(span, at) and set(labels[at : at + len(span)]) == {"O"}
        ]
        if places:
            at = places[-1 if last else 0]
            labels[at : at + len(span)] = ["B", *"I" * (len(span) - 1)]
    return labels


def learn_tagger(
    sentences: list[tuple[str, list[str]]],
    *,
    last: bool = False,
    training: dict[str, float] = TRAINING,
    slight: int = 1,
) -> list[str]:
    """The lines of a table: what each passing from one label to the next, and each piece, adds to B and I, beside O."""
    trainer = pycrfsuite.Trainer(verbose=False, params=training)
    for text, spans in sentences:
        # With the edges, which are never part of a name: what opens a sentence is passed into from outside, as it will be when read.
        trainer.append(list(near(text)), ["O", *labels_of(text, spans, last=last), "O"])
    with tempfile.TemporaryDirectory() as folder:
        trainer.train(f"{folder}/model")
        learned = pycrfsuite.Tagger()
        learned.open(f"{folder}/model")
        info = learned.info()
    stays = info.transitions[("O", "O")]
    ways = [(one, other) for one in "OBI" for other in "OBI" if one + other != "OI"]
    passing = [
        f"{tagger.PASSING} {one}{other} {round(100 * (info.transitions.get((one, other), 0.0) - stays))}"
        for one, other in ways
    ]
    weights: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys("BIO", 0.0))
    for (piece, label), weight in info.state_features.items():
        weights[piece][label] = weight
    told = []
    for piece, each in sorted(weights.items()):
        begins, goes_on = (round(100 * (each[label] - each["O"])) for label in "BI")
        where, off, words = piece.split(" ", 2)
        if max(abs(begins), abs(goes_on)) >= slight and words.split() == [words]:
            told.append(f"{where} {off} {begins} {goes_on} {words}")
    return passing + told


def write(name: str, says: str, lines: list[str]) -> None:
    (HERE / name).write_text("\n".join([f"# {says}; made by build.py.", *lines]) + "\n", "utf-8")


def main() -> None:
    learned_from = list(samples())
    weights = learn_evidence(learned_from)
    says = "What each piece or course of a clause, and what is known beside, adds to the odds of a directive, in hundredths"
    told = [name.split(" ", 1) for name in sorted(weights)]
    write(
        "evidence.txt", says, [f"{where} {round(100 * weights[f'{where} {piece}'])} {piece}" for where, piece in told]
    )
    directives = [one for one in learned_from if one.directive]
    says = "What a piece that far from a character adds to its being the first of {}, or a further one, in hundredths"
    named = [(one.text, one.units) for one in directives if one.units is not None]
    write("names.txt", says.format("a name"), learn_tagger(named, last=True, training=NAMES_TRAINING, slight=SLIGHT))
    produced = [(one.text, one.papers) for one in directives if one.papers is not None]
    write("papers.txt", says.format("what must be produced"), learn_tagger(produced))
    print(f"{len(learned_from)} sentences, {len(directives)} directives, {len(weights)} weights of evidence")


if __name__ == "__main__":
    main()
