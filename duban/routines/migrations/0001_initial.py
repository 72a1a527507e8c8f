import datetime
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('checklists', '0002_answers_are_facts'),
        ('org', '0001_initial'),
        ('org', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('purpose', models.TextField(blank=True, verbose_name='what is to be done')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='source document')),
                ('who', models.CharField(choices=[('units', 'Units named one by one'), ('kind', 'All units of a kind'), ('role', 'Whoever holds a role or a post'), ('people', 'People named one by one')], default='units', max_length=8, verbose_name='who owes it')),
                ('unit_kind', models.CharField(blank=True, choices=[('group', 'Group'), ('department', 'Department'), ('task_force', 'Task force'), ('secondary', 'Secondary unit'), ('company', 'Company'), ('branch', 'Party branch'), ('emergency', 'Emergency group')], max_length=20, verbose_name='kind')),
                ('role', models.CharField(blank=True, choices=[('leader', 'Leader'), ('head', 'Head of unit'), ('liaison', 'Liaison'), ('member', 'Member'), ('supervision', 'Supervision office'), ('inspector', 'Inspector'), ('auditor', 'Auditor'), ('assessor', 'Assessor'), ('administrator', 'Administrator')], max_length=20, verbose_name='role')),
                ('post', models.CharField(blank=True, help_text='Part of its name, such as 班长', max_length=60, verbose_name='post')),
                ('form', models.CharField(choices=[('checklist', 'A checklist'), ('short', 'A short report: done, problem, next'), ('morning', 'Morning briefing'), ('evening', 'Evening report'), ('weekly', 'Weekly note'), ('monthly', 'Monthly note'), ('quarterly', 'Quarterly note')], default='short', max_length=10, verbose_name='what it is')),
                ('rule', models.CharField(blank=True, max_length=200, verbose_name='rule of recurrence')),
                ('later', models.PositiveSmallIntegerField(default=0, verbose_name='working days later')),
                ('on_day_off', models.CharField(choices=[('skip', 'is left out'), ('before', 'moves to the working day before'), ('after', 'moves to the working day after'), ('keep', 'is owed all the same')], default='skip', max_length=6, verbose_name='on a day off it')),
                ('shifts', models.JSONField(blank=True, default=list, verbose_name='shifts')),
                ('begins_at', models.TimeField(default=datetime.time(8, 0), verbose_name='opens at')),
                ('term', models.PositiveSmallIntegerField(default=0, verbose_name='term')),
                ('term_unit', models.CharField(choices=[('hours', 'hours'), ('days', 'working days')], default='hours', max_length=6, verbose_name='term in')),
                ('minutes', models.PositiveSmallIntegerField(default=5, verbose_name='minutes it takes')),
                ('escalate_to', models.CharField(blank=True, choices=[('', 'Nobody'), ('head', 'The head of the unit'), ('above', 'The heads of the unit above'), ('office', 'The supervision office'), ('person', 'A named person')], default='', max_length=8, verbose_name='then tell')),
                ('escalate_hours', models.PositiveSmallIntegerField(default=0, verbose_name='hours after the term')),
                ('since', models.DateField(verbose_name='in force since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('made_until', models.DateField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('checklist', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='checklists.checklist', verbose_name='checklist')),
                ('escalate_person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='named person')),
                ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followers', to='routines.duty', verbose_name='follows')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='set by')),
                ('people', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='people')),
                ('set_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('units', models.ManyToManyField(blank=True, related_name='+', to='org.unit', verbose_name='units')),
                ('within', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='at or below')),
            ],
            options={
                'verbose_name': 'standing duty',
                'ordering': ['name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='routines_until_after_since'), models.CheckConstraint(condition=models.Q(models.Q(('follows__isnull', False), ('rule', '')), models.Q(models.Q(('rule', ''), _negated=True), ('follows__isnull', True)), _connector='OR'), name='routines_rule_or_follows'), models.CheckConstraint(condition=models.Q(models.Q(('checklist__isnull', False), ('form', 'checklist')), models.Q(models.Q(('form', 'checklist'), _negated=True), ('checklist__isnull', True)), _connector='OR'), name='routines_checklist_when_asked')],
            },
        ),
        migrations.CreateModel(
            name='Occurrence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=12)),
                ('day', models.DateField(verbose_name='day')),
                ('shift', models.PositiveSmallIntegerField(default=0)),
                ('opens_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('met_at', models.DateTimeField(null=True)),
                ('excused_at', models.DateTimeField(null=True)),
                ('excuse', models.CharField(blank=True, db_default='', max_length=200, verbose_name='reason')),
                ('escalated_at', models.DateTimeField(null=True)),
                ('duty', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='occurrences', to='routines.duty')),
                ('excused_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('met_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'verbose_name': 'occurrence',
                'ordering': ['-day', '-id'],
                'indexes': [models.Index(fields=['unit', 'day', 'id'], name='routines_of_unit'), models.Index(fields=['day', 'id'], name='routines_by_day'), models.Index(condition=models.Q(('person__isnull', False)), fields=['person', 'day', 'id'], name='routines_of_person'), models.Index(condition=models.Q(('excused_at__isnull', True), ('met_at__isnull', True)), fields=['day', 'unit', 'duty', 'due_at'], name='routines_unmet'), models.Index(condition=models.Q(('escalated_at__isnull', True), ('excused_at__isnull', True), ('met_at__isnull', True)), fields=['duty', 'due_at'], name='routines_to_escalate')],
                'constraints': [models.UniqueConstraint(fields=('duty', 'day', 'subject', 'shift'), name='routines_once_each')],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField(verbose_name='to')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='routines.duty')),
            ],
            options={
                'verbose_name': 'pause',
                'ordering': ['-since'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='routines_pause_until_after_since')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, verbose_name='question')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answer', models.CharField(blank=True, max_length=1000, verbose_name='answer')),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('occurrence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='routines.occurrence')),
            ],
            options={
                'verbose_name': 'question',
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('answered_at__isnull', True)), fields=['occurrence'], name='routines_unanswered')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done', models.TextField(blank=True, verbose_name='done')),
                ('problem', models.TextField(blank=True, verbose_name='problem')),
                ('plan', models.TextField(blank=True, verbose_name='next')),
                ('draft', models.JSONField(blank=True, default=dict)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('occurrence', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='report', to='routines.occurrence')),
            ],
            options={
                'verbose_name': 'report',
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.BigIntegerField()),
                ('unit', models.BigIntegerField()),
                ('day', models.DateField()),
                ('made', models.IntegerField()),
                ('met', models.IntegerField()),
                ('late', models.IntegerField()),
                ('excused', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['duty', 'day', 'unit'], include=('made', 'met', 'late', 'excused'), name='routines_tally_cell')],
            },
        ),
    ]
