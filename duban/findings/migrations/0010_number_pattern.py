from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("findings", "0009_conduct_out_of_tasks")]

    operations = [
        migrations.AddField(
            "findingrules",
            "pattern",
            models.CharField(
                default="问题〔{year}〕{serial}号",
                help_text="{year} and {serial} are filled in",
                max_length=40,
                verbose_name="number pattern",
            ),
        ),
    ]
