"""The page of one task."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger import actions as do
from duban.ledger.models import State, Task
from duban.ledger.views import task_page
from tests.ledger_pages import orders


@pytest.mark.parametrize("reports", [1, 12])
def test_more_reports_ask_no_more_questions(client, world, reports):
    task = orders.underway(world)
    for i in range(reports):
        do.report_on_task(task.pk, actor=world.stevedores_head, done=f"第{i}次反馈")
    client.force_login(world.clerk)
    client.get(f"/tasks/{task.pk}")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/tasks/{task.pk}")
    assert len(asked) <= 8, [q["sql"][:90] for q in asked]


def test_a_page_asks_only_for_the_kinds_of_shifts_there_are(client, world):
    task = orders.extension(world).task
    client.force_login(world.clerk)
    client.get(f"/tasks/{task.pk}")
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"/tasks/{task.pk}").content.decode()
    assert "/decision" in page
    assert len(asked) <= 8, [q["sql"][:90] for q in asked]
    assert not any('FROM "ledger_suspension"' in q["sql"] or 'FROM "ledger_closure"' in q["sql"] for q in asked)


def test_the_first_question_is_short_enough_to_be_remembered(client, world):
    """The driver of PostgreSQL reads through a text of more than 4096 characters anew each time, which takes it long."""
    client.force_login(world.clerk)
    client.get(f"/tasks/{orders.underway(world).pk}")
    assert len(task_page._HEAD.composed.sql) <= 4096


def test_an_order_noted_but_not_under_way_is_acknowledged_again(client, world):
    """As orders were left that were acknowledged on ice and resumed to where they were before."""
    task = orders.dispatched(world)
    first = do.acknowledge_task(task.pk, actor=world.stevedores_head)
    Task.objects.filter(pk=task.pk).update(state=State.DISPATCHED)
    client.force_login(world.clerk)
    assert f'"/tasks/{task.pk}/receipt"' not in client.get(f"/tasks/{task.pk}").content.decode()
    client.force_login(world.stevedores_head)
    assert f'"/tasks/{task.pk}/receipt"' in client.get(f"/tasks/{task.pk}").content.decode()
    assert client.post(f"/tasks/{task.pk}/receipt").status_code == 302
    task.refresh_from_db()
    assert task.state == State.UNDERWAY
    assert task.receipts.get().acknowledged_at == first.acknowledged_at
    assert f'"/tasks/{task.pk}/receipt"' not in client.get(f"/tasks/{task.pk}").content.decode()


def test_the_way_up_is_a_link_only_for_whoever_sees_what_is_above(client, world):
    whole = orders.underway(world, title="全港照明改造", lead_unit=world.east, responsible=world.stevedores_head)
    part = orders.dispatched(world, parent=whole, lead_unit=world.tugs, responsible=world.tugs_head)
    link = f'<a href="/tasks/{whole.pk}">{whole.number}</a>'
    client.force_login(world.east_head)
    assert link in client.get(f"/tasks/{part.pk}").content.decode()
    client.force_login(world.tugs_head)
    assert client.get(f"/tasks/{whole.pk}").status_code == 404
    page = client.get(f"/tasks/{part.pk}").content.decode()
    assert f'"/tasks/{whole.pk}"' not in page
    assert f" › {whole.title}" in page


def test_buttons_are_what_the_person_may_do(client, world):
    task = orders.underway(world)
    expected = {
        "stevedores_head": {"report", "completion", "extensions", "supports"},
        "inspector": {"urging"},
        "clerk": {"urging", "suspension", "cancellation"},
    }
    every = {"report", "completion", "extensions", "supports", "verification", "suspension", "cancellation", "closure"}
    for name, mine in expected.items():
        client.force_login(getattr(world, name))
        page = client.get(f"/tasks/{task.pk}").content.decode()
        shown = {path for path in every | mine if f'"/tasks/{task.pk}/{path}"' in page}
        if name == "stevedores_head":
            shown.discard("urging")
        assert shown == mine, name


def test_the_criterion_stands_beside_the_claim(client, world):
    task = orders.claimed(world)
    client.force_login(world.inspector)
    page = client.get(f"/tasks/{task.pk}/verification").content.decode()
    assert "全部点亮，照度合格。" in page
    assert "已全部更换。" in page


def test_the_deadline_account_keeps_the_first_date(client, world):
    asked = orders.extension(world)
    do.decide_extension(asked.pk, actor=world.clerk, approve=True, reason="同意")
    task = asked.task
    client.force_login(world.stevedores_head)
    page = client.get(f"/tasks/{task.pk}").content.decode()
    assert (world.today + timedelta(days=30)).isoformat() in page
    assert (world.today + timedelta(days=35)).isoformat() in page
    assert "灯具到货晚" in page


def test_a_part_shows_the_way_up_and_the_whole_its_padding(client, world):
    whole = orders.underway(world)
    part = do.register_and_dispatch(
        actor=world.stevedores_head,
        parent=whole,
        title="一号泊位",
        type=whole.type,
        lead_unit=world.stevedores,
        responsible=world.stevedore,
        looker=world.stevedores_head,
        due_on=whole.due_on - timedelta(days=7),
        criterion="点亮\n擦净",
    )
    client.force_login(world.clerk)
    below = client.get(f"/tasks/{part.pk}").content.decode()
    assert f'href="/tasks/{whole.pk}">{whole.number}</a>' in below
    above = client.get(f"/tasks/{whole.pk}").content.decode()
    assert "Padding meter" in above
    assert "一号泊位" in above


def test_source_words_lead_back_to_the_sentence(client, world):
    task = orders.draft(world, source_text="会议强调，要尽快更换码头照明。")
    client.force_login(world.clerk)
    page = client.get(f"/tasks/{task.pk}").content.decode()
    assert "Where it comes from" in page
    assert "会议强调，要尽快更换码头照明。" in page


def test_the_whole_timeline_is_there_when_asked(client, world):
    task = orders.underway(world)
    for i in range(40):
        do.comment_on_task(task.pk, actor=world.clerk, text=f"意见{i}")
    client.force_login(world.clerk)
    short = client.get(f"/tasks/{task.pk}").content.decode()
    whole = client.get(f"/tasks/{task.pk}?story=all").content.decode()
    assert "The whole timeline" in short
    assert whole.split('id="h-story"')[1].count("commented:") == 40
    assert short.split('id="h-story"')[1].count("commented:") == 30


def test_what_people_wrote_is_never_markup(client, world):
    task = orders.underway(world)
    do.report_on_task(task.pk, actor=world.stevedores_head, done="<script>alert(1)</script>\n第二行")
    client.force_login(world.clerk)
    page = client.get(f"/tasks/{task.pk}").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>第二行" in page


def heads(client, person, task: Task) -> list[tuple[str, str]]:
    """Tone and words of the buttons above a task as a person sees it, in their order."""
    client.force_login(person)
    head = client.get(f"/tasks/{task.pk}").content.decode().split("head-acts")[1].split("task-top")[0]
    return re.findall(r'<(?:a|button) class="btn ([^"]*)"[^>]*>(?:<svg.*?</svg>)?([^<]+)', head)


def test_what_waits_for_ones_word_stands_above_the_task(client, world):
    extension = orders.extension(world)
    assert heads(client, world.clerk, extension.task)[0] == ("btn-primary", "Decide on the extension")
    assert not [
        words for _, words in heads(client, world.stevedores_head, extension.task) if words.startswith("Decide")
    ]
    asked = orders.support(world)
    assert heads(client, world.finance_head, asked.task)[0] == ("btn-primary", "Answer the request for support")


def test_nobody_is_offered_to_decide_on_what_they_asked_or_handed_in(client, world):
    """The head of the supervision office speaks for the unit that does it and for the office that decides."""
    task = orders.dispatched(world, lead_unit=world.supervision, responsible=world.leader, is_acceptance=True)
    asked = do.ask_extension(
        task.pk, actor=world.supervision_head, to=task.due_on + timedelta(days=5), reason="灯具到货晚"
    )
    proof = do.set_proof(task.pk, actor=world.clerk, standard="照度不低于 20 lx")
    do.hand_in_proof(proof.pk, actor=world.supervision_head, note="检测报告一份")
    acts = {f"/extensions/{asked.pk}/decision", f"/proofs/{proof.pk}/judgement"}

    def offered(person) -> set[str]:
        client.force_login(person)
        page = client.get(f"/tasks/{task.pk}").content.decode()
        return {act for act in acts if act in page}

    assert offered(world.clerk) == acts
    assert offered(world.supervision_head) == set()


def test_whoever_answers_a_request_that_was_withdrawn_is_told_so(client, world):
    asked = orders.support(world)
    url = f"/supports/{asked.pk}/answer"
    client.force_login(world.finance_head)
    assert client.get(url).status_code == 200
    do.withdraw_support(asked.pk, actor=world.stevedores_head)
    for late in (client.get(url, follow=True), client.post(url, {"answer": "已拨付"}, follow=True)):
        assert "settled already: Withdrawn" in late.content.decode()
    client.force_login(world.west_head)
    assert client.get(url).status_code == 404


def test_one_button_above_a_task_is_its_own(client, world):
    verified = orders.verified(world)
    assert heads(client, world.inspector, verified)[:2] == [("btn-primary", "Close"), ("", "Verify")]
    assert "Verified" in client.get(f"/tasks/{verified.pk}").content.decode().split("task-top")[1].split("</dl>")[0]
    sent = orders.dispatched(world)
    assert heads(client, world.stevedores_head, sent)[:2] == [
        ("btn-primary", "Acknowledge"),
        ("btn-outline-danger", "Decline"),
    ]


def test_what_was_declined_says_why_and_is_sent_elsewhere_from_its_top(client, world):
    task = orders.dispatched(world)
    do.decline_task(task.pk, actor=world.stevedores_head, reason="不属本单位职责")
    task.refresh_from_db()
    assert heads(client, world.clerk, task)[:2] == [("", "Send it elsewhere"), ("btn-primary", "Dispatch")]
    assert "不属本单位职责" in client.get(f"/tasks/{task.pk}").content.decode().split("task-top")[0]
    # Whoever declined it hands it to no other unit.
    assert "Send it elsewhere" not in [words for _, words in heads(client, world.stevedores_head, task)]


def test_comments_take_room_only_where_there_are_or_may_be_some(client, world):
    client.force_login(world.clerk)
    assert "h-comments" not in client.get(f"/tasks/{orders.draft(world).pk}").content.decode()
    assert "h-comments" in client.get(f"/tasks/{orders.underway(world).pk}").content.decode()


def test_a_target_of_the_task_stands_on_its_page(client, world):
    task = orders.underway(world)
    do.set_target(
        actor=world.clerk,
        task=task,
        name="照度",
        measure="lx",
        baseline=5,
        baseline_on=world.today - timedelta(days=9),
        goal=20,
        by_on=world.today + timedelta(days=9),
        units=[world.stevedores],
    )
    client.force_login(world.stevedores_head)
    page = client.get(f"/tasks/{task.pk}").content.decode()
    assert "照度" in page
    assert "5 → 20 lx" in page
