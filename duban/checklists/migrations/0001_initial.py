import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('org', '0001_initial'),
        ('org', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Checklist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=24, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('purpose', models.TextField(blank=True, verbose_name='purpose')),
                ('pack', models.CharField(blank=True, default='', max_length=40)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='owner unit')),
            ],
            options={
                'verbose_name': 'checklist',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('approved', 'Approved'), ('in_force', 'In force'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10, verbose_name='state')),
                ('since', models.DateField(blank=True, null=True, verbose_name='in force since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='in force until')),
                ('document', models.CharField(blank=True, max_length=120, verbose_name='source document')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what changed and why')),
                ('drafted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_why', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('checklist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='checklists.checklist')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'edition',
                'ordering': ['checklist', '-number'],
                'constraints': [models.UniqueConstraint(fields=('checklist', 'number'), name='checklists_edition_number'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'approved'])), fields=('checklist',), name='checklists_one_edition_in_preparation'), models.UniqueConstraint(condition=models.Q(('state', 'in_force'), ('until__isnull', True)), fields=('checklist',), name='checklists_one_edition_open_ended'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='checklists_until_after_since'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'in_force'), _negated=True), models.Q(('approved_by__isnull', False), ('since__isnull', False)), _connector='OR'), name='checklists_in_force_is_approved')],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, verbose_name='code')),
                ('order', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=300, verbose_name='what is looked at')),
                ('guidance', models.TextField(blank=True, verbose_name='guidance')),
                ('dimension', models.CharField(blank=True, choices=[('people', 'People'), ('goods', 'Goods'), ('environment', 'Environment')], max_length=12, verbose_name='dimension')),
                ('kind', models.CharField(choices=[('yes_no', 'Yes or no'), ('number', 'Number with limits'), ('choice', 'Choice'), ('text', 'Text'), ('photo', 'Photo'), ('person', 'Person'), ('signature', 'Signature')], default='yes_no', max_length=10, verbose_name='answer')),
                ('options', models.JSONField(blank=True, default=list, verbose_name='options')),
                ('low', models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True, verbose_name='at least')),
                ('high', models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True, verbose_name='at most')),
                ('measure', models.CharField(blank=True, max_length=20, verbose_name='unit of measure')),
                ('weight', models.PositiveSmallIntegerField(default=1, verbose_name='weight')),
                ('severity', models.CharField(choices=[('minor', 'Minor'), ('major', 'Major'), ('critical', 'Critical')], default='minor', max_length=10, verbose_name='severity')),
                ('veto', models.BooleanField(default=False, verbose_name='veto')),
                ('proof', models.BooleanField(default=False, verbose_name='proof required')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='checklists.edition')),
            ],
            options={
                'verbose_name': 'item',
                'ordering': ['edition', 'section__order', 'order'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'code'), name='checklists_item_code'), models.CheckConstraint(condition=models.Q(('low__isnull', True), ('high__isnull', True), ('low__lte', models.F('high')), _connector='OR'), name='checklists_low_not_above_high')],
            },
        ),
        migrations.CreateModel(
            name='Pattern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_code', models.CharField(blank=True, max_length=32, verbose_name='item')),
                ('title', models.CharField(max_length=200, verbose_name='what keeps happening')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='place')),
                ('cause', models.CharField(blank=True, max_length=300, verbose_name='cause')),
                ('counts', models.JSONField(blank=True, default=dict)),
                ('finding_ids', models.JSONField(blank=True, default=list)),
                ('key', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('noted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('noted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'pattern',
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key',), name='checklists_pattern_key')],
            },
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='place')),
                ('about_noun', models.CharField(blank=True, default='', max_length=40)),
                ('about_id', models.BigIntegerField(blank=True, null=True)),
                ('device', models.UUIDField(unique=True)),
                ('begun_at', models.DateTimeField()),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='checklists.edition')),
                ('finished_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('looking_unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='looking unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='unit looked at')),
            ],
            options={
                'verbose_name': 'response',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['about_noun', 'about_id'], name='checklists_response_about'), models.Index(fields=['unit', '-id'], name='checklists_response_unit'), models.Index(fields=['edition', '-id'], name='checklists_response_edition')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('device', models.UUIDField(unique=True)),
                ('value', models.JSONField(blank=True, default=str)),
                ('verdict', models.CharField(choices=[('pass', 'Passed'), ('fail', 'Failed'), ('na', 'Not applicable')], max_length=4)),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('answered_at', models.DateTimeField()),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('clock_off', models.IntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='checklists.item')),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='checklists.response')),
            ],
            options={
                'verbose_name': 'answer',
                'ordering': ['id'],
                'indexes': [models.Index(fields=['response', 'item'], name='checklists_answer_item'), models.Index(fields=['item', 'verdict'], name='checklists_answer_verdict')],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='rule')),
                ('guidance', models.TextField(blank=True, verbose_name='how to follow it')),
                ('drafted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='rules', to='checklists.edition')),
                ('pattern', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='checklists.pattern')),
            ],
            options={
                'verbose_name': 'rule',
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='item',
            name='rule',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='checklists.rule'),
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=120, verbose_name='section')),
                ('aspect', models.CharField(blank=True, max_length=60, verbose_name='aspect')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='checklists.edition')),
            ],
            options={
                'ordering': ['edition', 'order'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'order'), name='checklists_section_order')],
            },
        ),
        migrations.AddField(
            model_name='item',
            name='section',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='checklists.section'),
        ),
    ]
