import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('checklists', '0002_answers_are_facts'),
        ('ledger', '0005_title_index'),
        ('org', '0001_initial'),
        ('org', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='FindingKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('group', models.CharField(choices=[('hazard', 'Hazard'), ('shortcoming', 'Shortcoming'), ('weak_link', 'Weak link'), ('conduct', 'Conduct')], max_length=12, verbose_name='group')),
                ('explained', models.CharField(blank=True, max_length=300, verbose_name='when to choose it')),
                ('order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                ('retired', models.BooleanField(default=False, verbose_name='retired')),
            ],
            options={
                'verbose_name': 'kind of finding',
                'verbose_name_plural': 'kinds of findings',
                'ordering': ['order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='FindingNumber',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='FindingRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(unique=True, verbose_name='in force since')),
                ('source', models.CharField(max_length=200, verbose_name='source document')),
                ('accept_days', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1)], verbose_name='working days to accept or dispute')),
                ('ruling_days', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1)], verbose_name='working days to rule on a dispute')),
                ('plan_days', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1)], verbose_name='working days to hand in a plan')),
                ('interim_days', models.PositiveSmallIntegerField(default=10, verbose_name='interim control is needed when rectification takes more working days than')),
                ('repeat_days', models.PositiveSmallIntegerField(default=180, verbose_name='the same at the same place within this many days is a repeat')),
                ('missed_days', models.PositiveSmallIntegerField(default=30, verbose_name='passed below and failed above within this many days is a miss')),
                ('drawn_share', models.PositiveSmallIntegerField(default=20, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='share of on-the-spot fixes drawn for a recheck, %')),
            ],
            options={
                'verbose_name': 'edition of the rules for findings',
                'ordering': ['-since'],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, editable=False, max_length=40, verbose_name='number')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='place')),
                ('item_code', models.CharField(blank=True, max_length=32, verbose_name='item')),
                ('aspect', models.CharField(blank=True, max_length=60, verbose_name='aspect')),
                ('severity', models.CharField(choices=[('minor', 'Minor'), ('major', 'Major'), ('critical', 'Critical')], default='minor', max_length=10, verbose_name='severity')),
                ('source_noun', models.CharField(max_length=40, verbose_name='source')),
                ('source_id', models.BigIntegerField(blank=True, null=True)),
                ('device', models.UUIDField(blank=True, null=True, unique=True)),
                ('condition', models.TextField(verbose_name='condition: what was found')),
                ('criterion', models.TextField(blank=True, verbose_name='criterion: what should be')),
                ('cause', models.TextField(blank=True, verbose_name='cause')),
                ('effect', models.TextField(blank=True, verbose_name='effect')),
                ('recommendation', models.TextField(blank=True, verbose_name='recommendation')),
                ('found_on', models.DateField(verbose_name='found on')),
                ('found_layer', models.PositiveSmallIntegerField(editable=False)),
                ('state', models.CharField(choices=[('reported', 'Reported, to be confirmed'), ('dismissed', 'Not confirmed'), ('issued', 'Issued'), ('disputed', 'Disputed'), ('withdrawn', 'Withdrawn'), ('accepted', 'Accepted, to be planned'), ('rectifying', 'Being rectified'), ('claimed', 'To be rechecked'), ('rechecked', 'Rechecked, to be closed'), ('closed', 'Closed')], default='issued', editable=False, max_length=12, verbose_name='state')),
                ('answer_by', models.DateField(blank=True, editable=False, null=True, verbose_name='answer by')),
                ('relapses', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('returns', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('fixed_on_spot', models.BooleanField(default=False, editable=False, verbose_name='fixed on the spot')),
                ('recheck_drawn_on', models.DateField(blank=True, editable=False, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('', 'None yet'), ('education', 'Education'), ('penalty', 'Penalty')], default='', max_length=10, verbose_name='outcome')),
                ('outcome_words', models.CharField(blank=True, max_length=300, verbose_name='what was done with the person')),
                ('ended_on', models.DateField(blank=True, editable=False, null=True)),
                ('issued_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('found_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='found by')),
                ('found_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='found by the unit')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='checklists.item')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person concerned')),
                ('repeat_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repeats', to='findings.finding')),
                ('task', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.task', verbose_name='task')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='unit')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='findings.findingkind', verbose_name='kind of finding')),
            ],
            options={
                'verbose_name': 'finding',
                'verbose_name_plural': 'findings',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['-found_on', '-id'], name='finding_found'), models.Index(fields=['unit', '-found_on', '-id'], name='finding_unit_found'), models.Index(condition=models.Q(('ended_on__isnull', True)), fields=['unit', 'state'], name='finding_open_unit'), models.Index(condition=models.Q(('ended_on__isnull', True)), fields=['state', 'answer_by'], name='finding_open'), models.Index(condition=models.Q(('item_code', ''), _negated=True), fields=['item_code', 'unit', 'found_on'], name='finding_item'), models.Index(fields=['source_noun', 'source_id'], name='finding_source'), models.Index(fields=['kind', '-found_on'], name='finding_of_kind'), models.Index(condition=models.Q(('recheck_drawn_on__isnull', False)), fields=['recheck_drawn_on'], name='finding_drawn')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('number',), name='finding_number_unique'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('state__in', ['closed', 'withdrawn', 'dismissed'])), models.Q(models.Q(('state__in', ['closed', 'withdrawn', 'dismissed']), _negated=True), ('ended_on__isnull', True)), _connector='OR'), name='finding_ended_when_ended'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['rectifying', 'claimed', 'rechecked']), _negated=True), ('task__isnull', False), _connector='OR'), name='finding_rectified_by_a_task')],
            },
        ),
        migrations.CreateModel(
            name='FindingRelapse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('closed_on', models.DateField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relapsed', to='findings.finding')),
            ],
            options={
                'verbose_name': 'relapse',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.TextField(verbose_name='cause')),
                ('deeper_cause', models.TextField(blank=True, verbose_name='deeper cause')),
                ('measures', models.TextField(verbose_name='measures')),
                ('interim_control', models.TextField(blank=True, verbose_name='interim control')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('state', models.CharField(choices=[('submitted', 'Waiting for a decision'), ('accepted', 'Accepted'), ('refused', 'Sent back')], default='submitted', editable=False, max_length=10, verbose_name='state')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='findings.finding')),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsible person')),
            ],
            options={
                'verbose_name': 'plan of rectification',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'submitted')), fields=('finding',), name='plan_one_waiting')],
            },
        ),
        migrations.CreateModel(
            name='Recheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('claim_id', models.BigIntegerField(blank=True, null=True)),
                ('passed', models.BooleanField(verbose_name='passed')),
                ('note', models.TextField(blank=True, verbose_name='what was looked at, and what was found')),
                ('layer', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rechecks', to='findings.finding')),
            ],
            options={
                'verbose_name': 'recheck',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('claim_id__isnull', False)), fields=('finding', 'claim_id'), name='recheck_one_a_claim')],
            },
        ),
        migrations.CreateModel(
            name='CheckFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(blank=True, max_length=120)),
                ('item_code', models.CharField(max_length=32)),
                ('aspect', models.CharField(blank=True, max_length=60)),
                ('layer', models.PositiveSmallIntegerField()),
                ('passed', models.BooleanField()),
                ('on', models.DateField()),
                ('source_noun', models.CharField(max_length=40)),
                ('source_id', models.BigIntegerField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('looking_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', 'item_code', 'place', '-on', '-id'], name='check_fact_same'), models.Index(condition=models.Q(('passed', False)), fields=['-on', '-id'], name='check_fact_failed')],
                'constraints': [models.UniqueConstraint(fields=('source_noun', 'source_id', 'item_code', 'unit', 'place'), name='check_fact_once')],
            },
        ),
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('rule_by', models.DateField()),
                ('upheld', models.BooleanField(null=True)),
                ('ruling', models.TextField(blank=True, verbose_name='ruling')),
                ('ruled_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ruled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='findings.finding')),
            ],
            options={
                'verbose_name': 'dispute',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('upheld__isnull', True)), fields=('finding',), name='dispute_one_open')],
            },
        ),
    ]
