import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_initial'),
        ('org', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Print',
            fields=[
                ('blob', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='files.blob')),
                ('a', models.SmallIntegerField(db_index=True, null=True)),
                ('b', models.SmallIntegerField(db_index=True, null=True)),
                ('c', models.SmallIntegerField(db_index=True, null=True)),
                ('d', models.SmallIntegerField(db_index=True, null=True)),
                ('fine', models.BinaryField(default=b'')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Rules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shortest', models.PositiveSmallIntegerField(default=20, help_text='Texts of fewer characters, stock phrases not counted, are never hinted at.', validators=[django.core.validators.MinValueValidator(10)], verbose_name='shortest text')),
                ('share', models.PositiveSmallIntegerField(default=60, help_text='In percent of the later text.', validators=[django.core.validators.MinValueValidator(30), django.core.validators.MaxValueValidator(100)], verbose_name='least share of the same words')),
                ('common', models.PositiveSmallIntegerField(default=50, help_text='A run of words that stands in so many texts is a manner of speaking.', validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(500)], verbose_name='common from so many texts on')),
                ('units', models.PositiveSmallIntegerField(default=5, help_text='What so many units hand in alike is a form or a template, not a copy.', validators=[django.core.validators.MinValueValidator(2)], verbose_name='a form from so many units on')),
                ('bits', models.PositiveSmallIntegerField(default=10, help_text='In bits of 64; 0 finds only the same picture saved again.', validators=[django.core.validators.MaxValueValidator(11)], verbose_name='most difference between pictures')),
                ('phrases', models.TextField(blank=True, default='已完成\n已全部完成\n已按要求完成\n已完成整改\n已整改完毕\n已对照办结标准逐项完成\n相关资料已归档备查\n现场核查合格\n请予核查', help_text='One on each line. They are left out before texts are compared.', verbose_name='stock phrases')),
            ],
            options={
                'verbose_name': 'rules of copy hints',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(max_length=40)),
                ('noun_id', models.BigIntegerField()),
                ('about_noun', models.CharField(max_length=40)),
                ('about_id', models.BigIntegerField()),
                ('unit_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('body', models.TextField(blank=True)),
                ('compared_at', models.DateTimeField(null=True)),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['about_noun', 'about_id'], name='likeness_about'), models.Index(condition=models.Q(('compared_at', None)), fields=['id'], name='likeness_waiting')],
                'constraints': [models.UniqueConstraint(fields=('noun', 'noun_id'), name='likeness_entry_once')],
            },
        ),
        migrations.CreateModel(
            name='Hint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('text', 'Text'), ('picture', 'Picture'), ('file', 'The same file')], max_length=10)),
                ('later_file', models.BigIntegerField(default=0)),
                ('earlier_file', models.BigIntegerField(default=0)),
                ('share', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('earlier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='echoes', to='likeness.entry')),
                ('later', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='hints', to='likeness.entry')),
            ],
            options={
                'verbose_name': 'copy hint',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('later', 'earlier', 'later_file', 'earlier_file'), name='likeness_hint_once')],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('on_purpose', 'The same on purpose'), ('copied', 'Copied'), ('not_alike', 'Not alike')], max_length=12, verbose_name='verdict')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('hint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='likeness.hint')),
            ],
            options={
                'ordering': ['id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Sketch',
            fields=[
                ('pk', models.CompositePrimaryKey('value', 'entry', blank=True, editable=False, primary_key=True, serialize=False)),
                ('value', models.IntegerField()),
                ('entry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='sketch', to='likeness.entry')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.blob')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.evidence')),
                ('entry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='likeness.entry')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('entry', 'evidence'), name='likeness_file_once')],
            },
        ),
    ]
