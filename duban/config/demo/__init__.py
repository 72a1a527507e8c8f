"""The demonstration: an invented port group with a year of life, or a ledger of any size for measuring."""

import json
import secrets
from dataclasses import asdict
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from duban.config.demo.organisation import FOUNDED, build_people, build_units
from duban.org.models import Person, Unit

TASKS_BY_HAND = 140


def build(tasks: int = 0) -> None:
    """Fill an empty database; on one that holds the demonstration already, only add what is missing of `tasks`."""
    if Person.objects.exists():
        if not (settings.DATA / "demo.json").exists():
            raise SystemExit("This database belongs to somebody: the demonstration is built into an empty one only.")
        print("The demonstration is here already.")
        return
    with translation.override("zh-hans"):
        password = f"duban-{secrets.token_hex(3)}"
        with transaction.atomic():
            units = build_units()
            logins = build_people(units, password)
            _catalogue(units)
        print(f"{len(units)} units, {Person.objects.count()} people")
        if tasks:
            from duban.config.demo.bulk import fill

            fill(tasks)
        else:
            _live(units)
        from duban.journal.sealer import seal_all

        seal_all()
    (settings.DATA / "demo.json").write_text(
        json.dumps({"password": password, "logins": [asdict(each) for each in logins]}, ensure_ascii=False)
    )


def _live(units: dict[str, Unit]) -> None:
    """Everything that happens in the year is put in first; then it happens in order of time."""
    from duban.config.demo.burden import build_burden
    from duban.config.demo.campaigns import Campaigns
    from duban.config.demo.checks import build_checks
    from duban.config.demo.clock import defaults_by_the_clock
    from duban.config.demo.copies import Copies
    from duban.config.demo.exposures import Exposures
    from duban.config.demo.fates import Fates
    from duban.config.demo.findings import Findings
    from duban.config.demo.inspections import build_inspections
    from duban.config.demo.lookbacks import build_look_backs
    from duban.config.demo.orders import Orders
    from duban.config.demo.papers import Papers
    from duban.config.demo.routines import Routines
    from duban.config.demo.year import Year

    year = Year(units)
    fates = Fates(year)
    Papers(year)
    orders, campaigns = Orders(year, fates), Campaigns(year, fates)
    orders.by_hand(TASKS_BY_HAND)
    orders.recurring()
    orders.on_the_desk()
    orders.handed_down()
    campaigns.targets()
    campaigns.acceptances()
    campaigns.claim_board()
    campaigns.views()
    Findings(year).live()
    Exposures(year).live()
    Copies(year).happen()
    year.live()
    with defaults_by_the_clock():
        Routines(year).live()
        build_checks(units)
    build_inspections(units)
    build_look_backs()
    build_burden(units)


def _catalogue(units: dict[str, Unit]) -> None:
    from duban.ledger.models import Programme, RuleEdition

    RuleEdition.objects.get_or_create(since=FOUNDED, defaults={"source": "望潮督〔2019〕1号 督查督办管理办法"})
    # Early in January a year's campaigns have not begun to show anything.
    today = timezone.localdate()
    year = today.year if today.month > 1 else today.year - 1
    for name, owner in [("货源攻坚年", "生产经营部"), ("改革深化年", "企业改革部"), ("作风建设年", "综合办公室")]:
        Programme.objects.get_or_create(
            name=name, year=year,
            defaults={"since": date(year, 1, 1), "until": date(year, 12, 31), "owner": units[owner]},
        )  # fmt: skip
