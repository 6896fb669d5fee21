"""What a prompt asks of its data: a period, values of columns, the largest, what to split by."""
