"""`make bench`: Hangup beside a bare Bolt app, in ratios and counts of one run on one machine."""
