from datetime import date

from django.db import migrations

from duban.ledger import triggers

CATEGORIES = ["融资闭环", "五新港口", "项目组织实施", "改革", "遗留问题处置"]
TYPES = [
    # name, number pattern, usual term in working days, report cycle
    ("督办", "督办〔{year}〕{serial}号", 20, ""),
    ("会议议定", "会办〔{year}〕{serial}号", 20, ""),
    ("领导批示", "批办〔{year}〕{serial}号", 10, ""),
    ("上级文件", "上办〔{year}〕{serial}号", 20, "month"),
    ("年度重点工作", "重点〔{year}〕{serial}号", 200, "month"),
    ("问题整改", "整改〔{year}〕{serial}号", 15, ""),
]


def guard(apps, schema_editor):
    triggers.install(schema_editor.connection)


def unguard(apps, schema_editor):
    triggers.remove(schema_editor.connection)


def fill(apps, schema_editor):
    apps.get_model("ledger", "RuleEdition").objects.get_or_create(
        since=date(2000, 1, 1), defaults={"source": "Duban 出厂规则"}
    )
    for order, name in enumerate(CATEGORIES, 1):
        apps.get_model("ledger", "Category").objects.get_or_create(name=name, defaults={"order": order * 10})
    for order, (name, pattern, term, every) in enumerate(TYPES, 1):
        apps.get_model("ledger", "TaskType").objects.get_or_create(
            name=name,
            defaults={"pattern": pattern, "term_days": term, "report_every": every, "order": order * 10},
        )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunPython(guard, unguard),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
