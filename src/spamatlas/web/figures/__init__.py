"""The figures of the public pages, a file a figure; each shows the statistic whose name it has."""
