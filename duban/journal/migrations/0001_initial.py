import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('org', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('count', models.BigIntegerField()),
                ('size', models.BigIntegerField(unique=True)),
                ('last_id', models.BigIntegerField()),
                ('root', models.BinaryField(max_length=32)),
                ('previous', models.BinaryField(max_length=32)),
                ('digest', models.BinaryField(max_length=32)),
            ],
            options={
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=64)),
                ('actor_name', models.CharField(blank=True, default='', max_length=150)),
                ('unit_id', models.BigIntegerField(blank=True, null=True)),
                ('noun', models.CharField(max_length=40)),
                ('noun_id', models.BigIntegerField()),
                ('about_noun', models.CharField(blank=True, default='', max_length=40)),
                ('about_id', models.BigIntegerField(blank=True, null=True)),
                ('body', models.TextField()),
                ('digest', models.BinaryField(max_length=32)),
                ('actor', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': ('view',),
                'indexes': [models.Index(fields=['noun', 'noun_id', 'id'], name='journal_noun'), models.Index(fields=['unit_id', 'id'], name='journal_unit'), models.Index(fields=['actor', 'id'], name='journal_actor'), models.Index(fields=['kind', 'id'], name='journal_kind'), models.Index(condition=models.Q(('about_id__isnull', False)), fields=['about_noun', 'about_id', 'id'], name='journal_about')],
            },
        ),
        migrations.CreateModel(
            name='Leaf',
            fields=[
                ('position', models.BigIntegerField(primary_key=True, serialize=False)),
                ('nodes', models.BinaryField()),
                ('entry', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='leaf', to='journal.entry')),
            ],
            options={
                'default_permissions': (),
            },
        ),
    ]
