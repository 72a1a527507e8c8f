"""What is kept for some seconds, whoever forgets it meanwhile."""

from duban.ui.fresh import Fresh


def test_it_is_read_once_until_forgotten():
    read: list[int] = []
    kept = Fresh(lambda: read.append(1) or len(read))
    assert [kept(), kept()] == [1, 1]
    kept.forget()
    assert kept() == 2


def test_it_grows_old():
    read: list[int] = []
    kept = Fresh(lambda: read.append(1) or len(read), seconds=-1)
    assert [kept(), kept()] == [1, 2]


def test_what_another_thread_forgets_meanwhile_is_given_but_not_kept():
    """In the moment between reading and giving there was nothing left to give."""
    values = iter(["before", "after"])

    def read() -> str:
        value = next(values)
        if value == "before":
            kept.forget()
        return value

    kept = Fresh(read)
    assert [kept(), kept(), kept()] == ["before", "after", "after"]
