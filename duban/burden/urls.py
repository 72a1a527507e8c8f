from django.urls import URLPattern, URLResolver, path

from duban.burden.views import account, overlaps, standing

app_name = "burden"
urlpatterns: list[URLPattern | URLResolver] = [
    path("burden", account.page, name="page"),
    path("burden.xlsx", account.page_xlsx, name="page_xlsx"),
    path("burden/charges", account.charge_list, name="charges"),
    path("burden/charges.xlsx", account.charges_xlsx, name="charges_xlsx"),
    path("burden/savings", account.saving_list, name="savings"),
    path("burden/savings.xlsx", account.savings_xlsx, name="savings_xlsx"),
    path("burden/overlaps.xlsx", overlaps.overlaps_xlsx, name="overlaps_xlsx"),
    path("burden/overlaps", overlaps.overlaps, name="overlaps"),
    path("burden/overlaps/<slug:kind>/<int:first>/<int:second>/<slug:way>", overlaps.merge, name="merge"),
    path("burden/offers/<int:pk>/consent", overlaps.consent, name="consent"),
    path("burden/offers/<int:pk>/refusal", overlaps.refuse, name="refuse"),
    path("burden/rates", standing.rates, name="rates"),
    path("burden/budgets", standing.budgets, name="budgets"),
    path("burden/budgets.xlsx", standing.budgets_xlsx, name="budgets_xlsx"),
    path("burden/budgets/new", standing.budget_new, name="budget_new"),
]
