"""The course as a static site: lessons as they were executed, results, the grader's handbook, its command line."""
