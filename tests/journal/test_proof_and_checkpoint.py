import json

import pytest

from duban.journal import checkpoint, command
from duban.journal.models import Seal
from duban.journal.proof import DoesNotProve, NotSealed, check_proof, prove
from duban.journal.sealer import seal_pending
from tests.journal.conftest import knock

pytestmark = pytest.mark.django_db


def test_there_are_2048_words_that_differ():
    assert len(set(checkpoint.WORDS)) == 2048
    assert all(len(word) == 4 and word.isascii() for word in checkpoint.WORDS)


def test_words_carry_all_128_bits():
    for head in (bytes(16), b"\xff" * 16, bytes(range(16))):
        assert checkpoint.from_words(checkpoint.to_words(head)) == head


def test_words_are_read_as_people_write_them():
    head = bytes(range(16))
    words = checkpoint.to_words(head).upper().split()
    assert checkpoint.from_words("1. " + ", 2. ".join(words)) == head


@pytest.mark.parametrize(("change", "said"), [
    (lambda words: words[:11], "has 12 words, this has 11"),
    (lambda words: ["xyzw", *words[1:]], "Word 1, “xyzw”, is not in the list"),
])  # fmt: skip
def test_a_slip_is_named(change, said):
    words = checkpoint.to_words(bytes(range(16))).split()
    with pytest.raises(checkpoint.NotACheckpoint, match=said):
        checkpoint.read(" ".join(change(words)))


def test_most_swapped_words_are_noticed():
    words = checkpoint.to_words(bytes(range(1, 17))).split()
    noticed = 0
    for at in range(11):
        swapped = [*words[:at], words[at + 1], words[at], *words[at + 2 :]]
        try:
            checkpoint.read(" ".join(swapped))
        except checkpoint.NotACheckpoint:
            noticed += 1
    assert noticed >= 9


def test_the_line_of_the_qr_code_is_read_back(entries):
    kept = checkpoint.latest()
    assert checkpoint.read(kept.line) == kept
    with pytest.raises(checkpoint.NotACheckpoint, match="After DUBAN1"):
        checkpoint.read("DUBAN1 many")


def test_every_entry_is_proven_to_every_later_seal(entries):
    for seal in Seal.objects.all():
        for entry in entries[: seal.size]:
            proven = check_proof(json.loads(json.dumps(prove(entry, seal))), checkpoint.of(seal).words)
            assert (proven["id"], proven["kind"], proven["words"]) == (
                entry.pk,
                "door.knocked",
                checkpoint.of(seal).words,
            )


def test_a_waiting_entry_has_no_proof_yet(entries):
    with pytest.raises(NotSealed):
        prove(entries[11])
    with pytest.raises(NotSealed):
        prove(entries[9], Seal.objects.get(seq=1))


FORGED = {
    "the text": lambda proof: proof["entry"].update(text=proof["entry"]["text"].replace("door", "gate")),
    "the number": lambda proof: proof["entry"].update(id=3),
    "the place": lambda proof: proof.update(position=4),
    "the path": lambda proof: proof["path"].reverse(),
    "a short path": lambda proof: proof["path"].pop(),
    "the date": lambda proof: proof["seal"].update(at="2020-01-01 00:00:00.000000"),
    "the size": lambda proof: proof["seal"].update(size=11),
    "the chain": lambda proof: proof["seal"].update(previous="00" * 32),
    "the words": lambda proof: proof.update(words=checkpoint.to_words(bytes(16))),
    "a part": lambda proof: proof.pop("seal"),
    "another type": lambda proof: proof["entry"].update(id="5"),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_forged_proof_proves_nothing(entries, forge):
    proof = prove(entries[5])
    check_proof(proof)
    forge(proof)
    with pytest.raises(DoesNotProve):
        check_proof(proof)


def test_a_proof_does_not_hold_against_other_words(entries):
    with pytest.raises(DoesNotProve, match="do not lead"):
        check_proof(prove(entries[5]), checkpoint.of(Seal.objects.get(seq=1)).words)


# -- the command ---------------------------------------------------------------------------------------------------


def test_the_command_seals_verifies_and_names(entries, tamper, capsys):
    assert command.seal() == 2
    words = checkpoint.latest().words
    assert words in capsys.readouterr().out
    assert command.verify(words) == 0
    out = capsys.readouterr().out
    assert "12 sealed entries under 4 seals" in out
    assert "The checkpoint is seal 4" in out
    tamper(f"UPDATE journal_entry SET noun_id = 9 WHERE id = {entries[5].pk}")
    assert command.verify() == 1
    assert f"entry {entries[5].pk}: what it says does not give its digest" in capsys.readouterr().out


def test_a_misspelt_checkpoint_is_said_before_the_long_work(entries, capsys):
    assert command.verify("bada bada") == 2
    assert "has 12 words, this has 2" in capsys.readouterr().err


def test_sealing_again_changes_nothing(db):
    knock()
    assert seal_pending() == 1
    before = checkpoint.latest()
    assert seal_pending() == 0
    assert seal_pending(sweep=True) == 0
    assert checkpoint.latest() == before
