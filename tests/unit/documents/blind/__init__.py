"""A third set of faults: what a careful reviewer would want told, whether or not a check exists.

Forty kinds, written before their author had read a line of the checks, planted into workbooks that
our operations, LibreOffice and Excel wrote. A fault is found when one of the checks named beside
its kind says something that it did not say of the workbook before.

On their first run the 21 checks found 210 of 1,834 (11.5 %). Most kinds had no check at all: totals
that leave out a row, numbers kept as text, drifting lookups, double headers, pale text. Of the 591
faults of kinds that a check claimed (errors, check rows, constants, runs, formats, years, widths,
placeholders), 210 were found (36 %).
Twelve checks were written for them, the others mended. One kind of fault was none and was taken
out: a bare fraction in a narrow column is cut by Excel, never shown as ####.
"""
