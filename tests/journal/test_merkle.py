"""Against RFC 6962 written down naively, and the test vectors of its reference implementation's empty and small trees."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.journal import merkle


def naive(leaves: list[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive(leaves[:k]) + naive(leaves[k:])).digest()


def grown(leaves: list[bytes]) -> tuple[merkle.Edge, dict[tuple[int, int], bytes]]:
    edge, nodes = merkle.Edge(), {}
    for at, data in enumerate(leaves):
        leaf = merkle.leaf_hash(data)
        for height, node in enumerate([leaf, *edge.add(leaf)]):
            nodes[at + 1 - (1 << height), height] = node
    return edge, nodes


def test_the_empty_tree_and_the_empty_leaf():
    assert merkle.Edge().root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@given(st.integers(0, 70))
def test_a_tree_grown_leaf_by_leaf_has_the_root_of_the_definition(size):
    leaves = [bytes([n]) for n in range(size)]
    edge, nodes = grown(leaves)
    assert edge.root() == naive(leaves)
    assert merkle.Edge(size, [nodes[place] for place in merkle.subtrees(size)]).root() == edge.root()


@given(st.data())
def test_every_leaf_is_proven_and_no_other_leaf_is(data):
    size = data.draw(st.integers(1, 70))
    position = data.draw(st.integers(0, size - 1))
    leaves = [bytes([n]) for n in range(size)]
    edge, nodes = grown(leaves)
    path = merkle.audit_path(position, size, lambda start, height: nodes[start, height])
    leaf = merkle.leaf_hash(leaves[position])
    assert merkle.root_from_path(leaf, position, size, path) == edge.root()
    assert merkle.root_from_path(merkle.leaf_hash(b"other"), position, size, path) != edge.root()
    for wrong in ([*path, b"x" * 32], path[:-1] if path else None):
        if wrong is not None:
            with pytest.raises(ValueError, match="path is too"):
                merkle.root_from_path(leaf, position, size, wrong)


def test_a_perfect_subtree_can_be_added_at_once_only_at_its_own_multiple():
    leaves = [bytes([n]) for n in range(8)]
    whole, nodes = grown(leaves)
    edge = merkle.Edge()
    assert edge.add_perfect(2, nodes[0, 2]) == []
    assert edge.add_perfect(2, nodes[4, 2]) == [whole.root()]
    assert edge.root() == whole.root()
    edge.add(b"leaf")
    with pytest.raises(ValueError, match="multiple"):
        edge.add_perfect(1, b"pair")
