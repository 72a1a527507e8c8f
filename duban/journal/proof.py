"""One entry can be shown to be in the journal without showing any other.

A proof is plain JSON. `check_proof` needs no database: whoever holds a checkpoint on paper can check it elsewhere.
"""

from collections.abc import Mapping
from typing import Any

from . import canonical, checkpoint, merkle, sealer
from .models import Entry, Leaf, Seal


class NotSealed(LookupError):
    """The entry is not in the tree yet; the next seal takes it in within seconds."""


class DoesNotProve(ValueError):
    """The proof does not hold; the message says where it breaks."""


def prove(entry: Entry, seal: Seal | None = None) -> dict[str, Any]:
    """The proof that `entry` is under `seal` (the newest by default). Raises NotSealed."""
    leaf = Leaf.objects.filter(entry_id=entry.pk).first()
    seal = seal or Seal.objects.order_by("-seq").first()
    if leaf is None or seal is None or leaf.position >= seal.size:
        raise NotSealed(f"entry {entry.pk} is not under a seal yet")
    return {
        "format": "duban-proof-1",
        "entry": {"id": entry.pk, "text": entry.text()},
        "position": leaf.position,
        "path": [each.hex() for each in merkle.audit_path(leaf.position, seal.size, sealer.subtree)],
        "seal": {
            "seq": seal.seq,
            "size": seal.size,
            "count": seal.count,
            "at": canonical.moment(seal.at),
            "previous": bytes(seal.previous).hex(),
        },
        "words": checkpoint.of(seal).words,
    }


def check_proof(proof: Mapping[str, Any], words: str = "") -> dict[str, Any]:
    """What the proof proves: the entry's fields, and the words of the checkpoint it leads to. Raises DoesNotProve.

    Compare the words with those on paper, or give these as `words`.
    """
    try:
        text, number = proof["entry"]["text"], proof["entry"]["id"]
        leaf = merkle.leaf_hash(merkle.leaf_data(number, canonical.entry_digest(text)))
        seal = proof["seal"]
        path = [bytes.fromhex(each) for each in proof["path"]]
        root = merkle.root_from_path(leaf, proof["position"], seal["size"], path)
        digest = canonical.seal_digest(
            seq=seal["seq"],
            size=seal["size"],
            count=seal["count"],
            at=seal["at"],
            root=root,
            previous=bytes.fromhex(seal["previous"]),
        )
        reached = checkpoint.to_words(digest[:16])
        claimed = checkpoint.from_words(words or proof["words"])
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise DoesNotProve(f"this is not a whole proof: {error}") from error
    if checkpoint.from_words(reached) != claimed:
        raise DoesNotProve("entry and path do not lead to this checkpoint")
    mark, *values = text.split("\n")
    if mark != canonical.MARK or len(values) != len(canonical.FIELDS):
        raise DoesNotProve("the text of the entry has another form")
    return dict(zip(canonical.FIELDS, values, strict=True)) | {"id": number, "words": reached}
