import django.core.validators
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
            name='Draw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('visits', 'Who is visited'), ('look_back', 'What is looked at again')], default='visits', max_length=10, verbose_name='purpose')),
                ('named', models.CharField(max_length=80, verbose_name='name of the draw')),
                ('since', models.DateField(verbose_name='visits from')),
                ('until', models.DateField(verbose_name='visits until')),
                ('team', models.PositiveSmallIntegerField(default=2, verbose_name='inspectors in a team')),
                ('cap', models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MinValueValidator(1)], verbose_name='visits of one inspector at most')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('edition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='checklists.edition', verbose_name='checklist')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'verbose_name': 'draw',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='inspections_draw_until_after_since')],
            },
        ),
        migrations.CreateModel(
            name='DrawInspector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='inspections.draw')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('draw', 'person'), name='inspections_inspector_once')],
            },
        ),
        migrations.AddField(
            model_name='draw',
            name='inspectors',
            field=models.ManyToManyField(related_name='+', through='inspections.DrawInspector', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='DrawVoid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=10)),
                ('what', models.CharField(max_length=60)),
                ('entry', models.CharField(blank=True, max_length=60)),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='voids', to='inspections.draw')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Edge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('aspect', models.CharField(blank=True, max_length=60, verbose_name='aspect')),
                ('since', models.DateField(verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('document', models.CharField(max_length=120, verbose_name='source document')),
                ('looked_at', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='inspected unit')),
                ('looker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='inspecting unit')),
            ],
            options={
                'verbose_name': 'inspection duty',
                'ordering': ['id'],
                'indexes': [models.Index(fields=['looked_at', 'since'], name='inspections_edge_at'), models.Index(fields=['looker', 'since'], name='inspections_edge_by')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('looker', 'looked_at', 'aspect'), name='inspections_edge_once'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='inspections_edge_until_after_since')],
            },
        ),
        migrations.CreateModel(
            name='Frozen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('manifest', models.TextField()),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draw', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='frozen', to='inspections.draw')),
            ],
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draw', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='opening', to='inspections.draw')),
            ],
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2200)], verbose_name='year')),
                ('quarter', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='quarter')),
                ('document', models.CharField(blank=True, max_length=120, verbose_name='source document')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='on behalf of')),
            ],
            options={
                'verbose_name': 'plan',
                'ordering': ['-year', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('quarter__isnull', True), models.Q(('quarter__gte', 1), ('quarter__lte', 4)), _connector='OR'), name='inspections_plan_quarter')],
            },
        ),
        migrations.AddField(
            model_name='draw',
            name='plan',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='inspections.plan'),
        ),
        migrations.CreateModel(
            name='Recusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recusals', to='inspections.draw')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='inspector')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='unit')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('draw', 'person', 'unit'), name='inspections_recusal_once')],
            },
        ),
        migrations.CreateModel(
            name='Stratum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='risk')),
                ('draw', models.PositiveSmallIntegerField(verbose_name='drawn each time')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='strata', to='inspections.plan')),
            ],
            options={
                'ordering': ['order', 'id'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'name'), name='inspections_stratum_once')],
            },
        ),
        migrations.CreateModel(
            name='Quota',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visits', models.PositiveSmallIntegerField(default=1, verbose_name='visits')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotas', to='inspections.plan')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('stratum', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotas', to='inspections.stratum')),
            ],
            options={
                'ordering': ['stratum__order', 'unit__path'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'unit'), name='inspections_quota_once')],
            },
        ),
        migrations.CreateModel(
            name='Thrower',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='throwing', to='inspections.draw')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('draw', 'unit'), name='inspections_thrower_once')],
            },
        ),
        migrations.AddField(
            model_name='draw',
            name='throwers',
            field=models.ManyToManyField(related_name='+', through='inspections.Thrower', to='org.unit'),
        ),
        migrations.CreateModel(
            name='Thrown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('throws', models.JSONField()),
                ('salt', models.CharField(max_length=64)),
                ('seal', models.CharField(blank=True, max_length=64)),
                ('result', models.TextField(blank=True)),
                ('failed', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draw', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='thrown', to='inspections.draw')),
            ],
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('planned', 'Planned'), ('drawn', 'Drawn'), ('unannounced', 'Unannounced'), ('follow_up', 'Follow-up')], max_length=12, verbose_name='kind of visit')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='place')),
                ('on', models.DateField(verbose_name='day')),
                ('state', models.CharField(choices=[('ahead', 'Ahead'), ('underway', 'Under way'), ('done', 'Finished, to be signed'), ('signed', 'Signed by both'), ('cancelled', 'Cancelled')], default='ahead', max_length=10, verbose_name='state')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('cancelled_why', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('begun_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('draw', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='inspections.draw')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='checklists.edition', verbose_name='checklist')),
                ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='inspections.visit')),
                ('looking_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='inspecting unit')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='inspections.plan')),
                ('team', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='team')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='inspected unit')),
            ],
            options={
                'verbose_name': 'visit',
                'ordering': ['-on', '-id'],
                'indexes': [models.Index(fields=['-on', '-id'], name='inspections_visit_on'), models.Index(fields=['unit', '-on'], name='inspections_visit_unit')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('draw__isnull', False), models.Q(('state', 'cancelled'), _negated=True)), fields=('draw', 'unit'), name='inspections_visit_once_a_draw')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('looking', 'Inspecting side'), ('looked_at', 'Inspected side')], max_length=10)),
                ('remark', models.CharField(blank=True, max_length=500, verbose_name='remark')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='inspections.visit')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('visit', 'side'), name='inspections_signed_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.UniqueConstraint(fields=('plan', 'named'), name='inspections_draw_once'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.UniqueConstraint(condition=models.Q(('plan__isnull', True)), fields=('unit', 'named'), name='inspections_draw_once_without_plan'),
        ),
    ]
