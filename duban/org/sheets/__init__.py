"""The organisation as an Excel workbook: template, export, check and import.

workbook = read_workbook(data)            # NotReadable when it is no workbook
plan = check(workbook)                    # plan.faults: sheet, cell, what is wrong, how to mend
save(plan, actor=person)                  # all or nothing
"""
