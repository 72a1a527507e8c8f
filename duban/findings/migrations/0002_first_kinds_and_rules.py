from datetime import date

from django.db import migrations

KINDS = [
    # name, group, when to choose it
    ("隐患", "hazard", "可能造成人身伤害、财产损失或疫情输入的人的不安全行为、物的不安全状态、环境的不安全因素"),
    ("短板", "shortcoming", "工作、能力或条件达不到要求"),
    ("薄弱环节", "weak_link", "眼下未出问题，但流程、衔接或责任上容易出问题"),
    ("慵懒散贪", "conduct", "精神不振、作风拖沓、纪律松散、谋取私利"),
    ("不讲政治", "conduct", "对上级决策部署不传达、不落实、打折扣"),
    ("不讲规矩", "conduct", "不按制度、程序、权限办事"),
    ("步调不一致", "conduct", "各行其是，不服从统一安排"),
]


def fill(apps, schema_editor):
    for order, (name, group, explained) in enumerate(KINDS, 1):
        apps.get_model("findings", "FindingKind").objects.get_or_create(
            name=name, defaults={"group": group, "explained": explained, "order": order * 10}
        )
    apps.get_model("findings", "FindingRules").objects.get_or_create(
        since=date(2000, 1, 1), defaults={"source": "Duban 出厂规则"}
    )


class Migration(migrations.Migration):
    dependencies = [("findings", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
