"""A second set of faults for `mutations.py`, of other kinds than those the checks were made with.

They were written before their author had read the checks, from the names of the checks alone, and
go into workbooks of both hands: ours, and ones that Microsoft Excel wrote. A fault is found when
its check says something, somewhere, that it did not say of the workbook before. What `apply`
refuses outright could not be planted and is not counted.

On their first run the checks found 950 of 1,167 (81.4 %); 946 of these went into workbooks that
Excel wrote. About a third of the misses were no faults and were taken out: a row "Difference" may
rightly not be zero, the product sets a format where none is given, CELL is computed, NOW is
allowed, an empty sheet cannot be emptied, a lone formula may be blue. The rest was missed:
placeholders in plain words, blue formulas outside of models, dates that do not fit, whole rows,
sheets that hold nothing but looks. The checks were mended, so that today's numbers are no longer
out of sample.
"""
